"""Ledgers of any size for measurements, entered through the services."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from desktop.services.ledgers import Ledger, begin_ledger
from desktop.services.recording import record
from tests.benchmarks.visit_rows import COLUMNS, visit_rows

VILLAGE = ("399901104201", "柳桥村")
TOWN = ("399901104000", "柳桥镇")
_LEFT_OUT = frozenset({"id", "unit_code", "village_name"})
_PORTION = 5_000


def visits(count: int) -> Iterator[dict[str, Any]]:
    """The visits of the benchmark's rows, as they are entered."""
    keys = [column.key for column in COLUMNS]
    for row in visit_rows(count):
        values = dict(zip(keys, row, strict=True))
        yield {name: value for name, value in values.items() if name not in _LEFT_OUT}


def village_ledger(path: Path, count: int) -> Ledger:
    """A village's ledger with ``count`` visits."""
    ledger = begin_ledger(path, level="village", code=VILLAGE[0], name=VILLAGE[1], town_name=TOWN[1], actor="李四")
    portion: list[dict[str, Any]] = []
    for visit in visits(count):
        portion.append(visit)
        if len(portion) == _PORTION:
            record(ledger, "visit", portion)
            portion = []
    if portion:
        record(ledger, "visit", portion)
    return ledger


def town_ledger(path: Path) -> Ledger:
    """An empty town's ledger."""
    return begin_ledger(path, level="town", code=TOWN[0], name=TOWN[1], actor="周明")
