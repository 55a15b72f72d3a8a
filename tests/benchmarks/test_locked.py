"""What a password costs: one durable save beside the same in a plain ledger, and opening for work."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

import pytest

from desktop.services.finding import Query, list_records
from desktop.services.ledgers import begin_ledger, open_ledger
from desktop.services.locking import set_password, unlock
from desktop.services.recording import record
from tests.benchmarks.measuring import RUNS, judge
from tests.benchmarks.test_save import SAVES, seconds, visits

pytestmark = pytest.mark.bench

PASSWORD = "东沟村头的老槐树"
MOST_SECONDS = 1.0


def test_one_durable_save_in_a_locked_ledger(tmp_path: Path) -> None:
    plain = begin_ledger(tmp_path / "明.db", level="village", code="321183105201", name="东沟村")
    begin_ledger(tmp_path / "密.db", level="village", code="321183105202", name="西桥村").close()
    locked = open_ledger(tmp_path / "密.db", keys=set_password(tmp_path / "密.db", PASSWORD).keys)
    given = list(visits(SAVES * (RUNS + 1)))
    turns = []
    for start in range(0, len(given), SAVES):
        part = given[start : start + SAVES]
        times = [
            (
                seconds(lambda one: record(locked, "visit", [one]), values),
                seconds(lambda one: record(plain, "visit", [one]), values),
            )
            for values in part
        ]
        if start:
            turns.append(tuple(statistics.median(each) for each in zip(*times, strict=True)))
    plain.close()
    locked.close()
    judge("one durable save behind a password, p50", "the same in a plain ledger", turns, must=2.0, stretch=1.3)


def test_opening_a_locked_ledger(tmp_path: Path) -> None:
    path = tmp_path / "村.db"
    ledger = begin_ledger(path, level="village", code="321183105201", name="东沟村")
    for values in visits(300):
        record(ledger, "visit", [values])
    ledger.close()

    def opened(password: str) -> float:
        start = time.perf_counter()
        one = open_ledger(path, keys=unlock(path, password) if password else None)
        list_records(one, Query("visit", limit=200))
        one.close()
        return time.perf_counter() - start

    plain = statistics.median(opened("") for _ in range(RUNS))
    set_password(path, PASSWORD)
    locked = statistics.median(opened(PASSWORD) for _ in range(RUNS))
    print(f"opened plain {plain:.3f} s, behind a password {locked:.3f} s")
    assert locked - plain <= MOST_SECONDS
