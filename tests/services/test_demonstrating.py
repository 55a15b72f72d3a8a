"""The demonstration shows what people meet in a month, and everything in it holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.services.demonstrating import TOWN_LEADER, demonstrate
from desktop.services.finding import Query, history, list_records
from desktop.services.inspecting import inspect
from desktop.services.ledgers import open_ledger
from desktop.services.settling import count_conflicts


@pytest.mark.parametrize("villages", [1, 2])
def test_a_month_with_typed_sheets_decisions_and_a_conflict(tmp_path: Path, villages: int) -> None:
    said: list[str] = []
    shown = demonstrate(tmp_path / "demo", villages=villages, visits=30, tell=said.append)
    assert shown.workbooks and all(path.is_file() for path in shown.workbooks)
    town = open_ledger(shown.town)
    visits = list_records(town, Query("visit", limit=100))
    by_hand = [one for one in visits if any(entry.by_hand for entry in history(town, one.id))]
    issues = list_records(town, Query("issue", limit=100))
    decided = [entry.event for one in issues for entry in history(town, one.id) if entry.actor == TOWN_LEADER]
    assert len(visits) == 30 * villages + 1 and len(by_hand) == 2
    assert sorted(decided) == ["approve", "reject"]
    assert count_conflicts(town) == 1
    town.close()
    for path in (shown.town, *shown.villages):
        ledger = open_ledger(path)
        assert inspect(ledger).findings == ()
        ledger.close()
    assert said and all(len(line) < 60 for line in said)
