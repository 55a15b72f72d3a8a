"""Invented offices and their work, for tests that need a ledger with something in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from desktop.services.ledgers import Ledger, begin_ledger
from desktop.services.recording import Saved, record

TOWN_CODE = "321183103000"
TOWN_NAME = "天王镇"


def town(folder: Path) -> Ledger:
    """A new ledger of the town."""
    return begin_ledger(folder / "town.zf", level="town", code=TOWN_CODE, name=TOWN_NAME, actor="陈主任")


def village(folder: Path, number: int = 1, name: str = "唐陵村") -> Ledger:
    """A new ledger of one of its villages."""
    code = f"{TOWN_CODE[:9]}{200 + number}"
    path = folder / f"village{number}.zf"
    return begin_ledger(path, level="village", code=code, name=name, town_name=TOWN_NAME, actor="李四")


def add_visit(ledger: Ledger, on: date | None = None, *, subject: str = "张三", **values: Any) -> Saved:
    """Record a visit, on the day before today unless ``on`` is given."""
    day = on or date.today() - timedelta(days=1)
    whole: Mapping[str, Any] = {
        "visited_on": day.isoformat(),
        "subject_name": subject,
        "kind": "household",
        "visitors": ["李四"],
        "handling": "none",
        **values,
    }
    return record(ledger, "visit", [whole])


def add_issue(ledger: Ledger, due: date | None = None, *, what: str = "村口渠道漏水", **values: Any) -> Saved:
    """Record an issue with a deadline."""
    whole: Mapping[str, Any] = {
        "source": "visit",
        "collected_on": (date.today() - timedelta(days=30)).isoformat(),
        "category": "水利",
        "description": what,
        "due_on": due.isoformat() if due else None,
        **values,
    }
    return record(ledger, "issue", [whole])
