"""A backup of a ledger of a million visits and a look whether it is sound, against a plain copy of the file."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from desktop.services.backing import back_up
from desktop.services.ledgers import open_ledger
from tests.benchmarks.measuring import judge
from tests.benchmarks.million import HOME, MILLION, ledger_of

pytestmark = pytest.mark.bench_full

TURNS = 3


def seconds(work: Callable[[], object]) -> float:
    """Processor time: how busy the disk is says nothing."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def copied(source: Path, target: Path) -> None:
    """A plain copy that is on the disk."""
    with source.open("rb") as read, target.open("wb") as written:
        shutil.copyfileobj(read, written, 1 << 20)
        os.fsync(written.fileno())
    target.unlink()


def test_backup_and_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = ledger_of(MILLION)
    monkeypatch.setenv("ZOUFANG_HOME", str(HOME))
    ledger = open_ledger(path)

    def backed_up() -> None:
        target = back_up(ledger, tmp_path)
        with closing(dbapi2.connect(str(target))) as copy:
            assert copy.execute("PRAGMA quick_check").fetchone() == ("ok",)
        target.unlink()

    turns = [(seconds(backed_up), seconds(lambda: copied(path, tmp_path / "plain"))) for _ in range(TURNS)]
    ledger.close()
    judge("backup + quick_check of a million visits", "plain file copy", turns, must=3.5, stretch=2.7)
