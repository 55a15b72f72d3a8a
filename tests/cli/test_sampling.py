"""zoufang demo with very many visits makes one large ledger."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from desktop.cli import commands
from desktop.cli.application import application
from desktop.services.finding import Query, count_records
from desktop.services.ledgers import open_ledger


def test_one_large_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "MOST_PLAYED", 100)
    folder = tmp_path / "demo"
    done = CliRunner().invoke(application, ["demo", str(folder), "--visits", "101", "--json"])
    assert done.exit_code == 0, done.output
    document = json.loads(done.output)
    assert document["records"]["visit"] == 101
    ledger = open_ledger(Path(document["ledgers"][0]))
    assert ledger.office.name == "柳桥镇"
    withdrawn = count_records(ledger, Query("visit", withdrawn=True))
    assert count_records(ledger, Query("visit")) + withdrawn == 101
    ledger.close()
    again = CliRunner().invoke(application, ["demo", str(folder), "--visits", "101", "--json"])
    assert again.exit_code != 0


def test_how_far_it_is_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "MOST_PLAYED", 100)
    done = CliRunner().invoke(application, ["demo", str(tmp_path / "demo"), "--visits", "101"])
    assert done.exit_code == 0, done.output
    assert "已写走访 101／101 次（100%）" in done.output
    assert "走访 101" in done.output.splitlines()[-2]
