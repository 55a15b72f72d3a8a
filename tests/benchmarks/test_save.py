"""One durable save, with log, index and step of undo, against a bare INSERT of the same row with WAL and FULL."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from desktop.domain.kinds import VISIT
from desktop.services.ledgers import begin_ledger
from desktop.services.recording import record
from tests.benchmarks.measuring import RUNS, judge
from tests.benchmarks.visit_rows import COLUMNS, visit_rows
from tests.offices import id_number

pytestmark = pytest.mark.bench

SAVES = 60
GIVEN_BY_PROGRAM = ("id", "unit_code")


def visits(count: int) -> Iterator[dict[str, Any]]:
    """Visits with all 22 fields as the form gives them."""
    names = [column.key for column in COLUMNS]
    for number, row in enumerate(visit_rows(count)):
        values = {name: value for name, value in zip(names, row, strict=True) if name not in GIVEN_BY_PROGRAM}
        day = (date(2025, 1, 1) + timedelta(days=number % 90)).isoformat()
        yield values | {
            "village_name": "东沟村",
            "visited_on": day,
            "category": "其他",
            "id_number": id_number(),
            "companions": "赵六",
            "suggestion": values["suggestion"] or "尽快",
            "note": "无",
        }


def seconds(save: Callable[[Any], object], given: Any) -> float:
    """How long one save takes, on the clock: it waits for the disk."""
    start = time.perf_counter()
    save(given)
    return time.perf_counter() - start


def test_one_durable_save(tmp_path: Path) -> None:
    ledger = begin_ledger(tmp_path / "村.db", level="village", code="321183105201", name="东沟村")
    raw = dbapi2.connect(str(tmp_path / "raw.db"), isolation_level=None)
    raw.execute("PRAGMA journal_mode = WAL")
    raw.execute("PRAGMA synchronous = FULL")
    columns = ", ".join(f'"{name}" TEXT' for name in VISIT.field_names)
    raw.execute(f"CREATE TABLE visit ({columns})")
    insert = f"INSERT INTO visit VALUES ({', '.join('?' * len(VISIT.field_names))})"
    given = list(visits(SAVES * (RUNS + 1)))
    rows = list(visit_rows(len(given)))

    def save(values: dict[str, Any]) -> None:
        record(ledger, "visit", [values])

    def save_raw(row: tuple[object, ...]) -> None:
        raw.execute(insert, row[: len(VISIT.field_names)])

    turns = []
    for start in range(0, len(given), SAVES):
        # One of each in turn: a disk that is busy for a while is busy for both.
        part = zip(given[start : start + SAVES], rows[start : start + SAVES], strict=True)
        times = [(seconds(save, values), seconds(save_raw, row)) for values, row in part]
        if start:
            turns.append(tuple(statistics.median(each) for each in zip(*times, strict=True)))
    raw.close()
    ledger.close()
    judge("one durable save, p50", "raw INSERT with WAL + FULL", turns, must=4.0, stretch=2.5)
