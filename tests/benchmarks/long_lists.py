"""A town's ledger with very many visits, issues, households and persons, in the tables of lists alone.

Neither log nor search index: lists do not read them. Rows are written as they stand, all at once.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from desktop.domain.kinds.choices import STANDARD_CATEGORIES
from desktop.services.ledgers import Ledger
from tests.benchmarks.issue_ledger import GIVEN, STATES, SURNAMES, TODAY, VILLAGES, YEARS
from tests.benchmarks.village_ledger import town_ledger
from tests.benchmarks.visit_rows import visit_rows

_WALL = "2026-03-05T08:00:00+08:00"
_TEXTS = 2_000
"""Long texts are drawn from so many."""


def _names(chance: random.Random, count: int) -> list[str]:
    return [
        surname + "".join(given)
        for surname, given in zip(
            chance.choices(SURNAMES, k=count), (chance.choices(GIVEN, k=2) for _ in range(count)), strict=True
        )
    ]


def _day(chance: random.Random) -> str:
    return (TODAY - timedelta(days=chance.randrange(YEARS * 365))).isoformat()


def visits(count: int) -> Iterator[dict[str, Any]]:
    """Visits of all villages, each village's from the oldest to the newest."""
    chance = random.Random(11)
    texts = [str(row[13]) for row in visit_rows(_TEXTS)]
    names = _names(chance, 60_000)
    per_village = count // len(VILLAGES) + 1
    for number in range(count):
        code, village = VILLAGES[number // per_village]
        day = date.fromordinal(TODAY.toordinal() - YEARS * 365 * (per_village - number % per_village) // per_village)
        household = chance.randrange(60_000)
        yield {
            "unit_code": code,
            "visited_on": day.isoformat(),
            "village_name": village,
            "group_name": f"{number % 20 + 1}组",
            "subject_name": names[household],
            "household_no": f"{code}{household:05}" if number % 3 else None,
            "phone": '["13900000000"]',
            "visitors": '["李四","王五"]',
            "kind": chance.choice(("household", "enterprise", "courtyard", "phone", "wechat")),
            "purpose": "routine",
            "situation": chance.choice(texts),
            "demand": chance.choice(texts),
            "category": chance.choice(STANDARD_CATEGORIES),
            "handling": chance.choices(("none", "on_the_spot", "policy_answer", "listed"), (60, 20, 15, 5))[0],
            "satisfaction": "satisfied",
        }


def issues(count: int) -> Iterator[dict[str, Any]]:
    """Issues in the states of :data:`STATES`."""
    chance = random.Random(12)
    texts = [str(row[13]) for row in visit_rows(_TEXTS)]
    owners = _names(chance, 300)
    states = chance.choices(list(STATES), list(STATES.values()), k=count)
    for number, status in enumerate(states):
        code, village = VILLAGES[number % len(VILLAGES)]
        collected = _day(chance)
        is_closed = status in ("closed", "consolidated")
        yield {
            "unit_code": code,
            "village_name": village,
            "code": f"{code[6:]}-{collected[:4]}-{number:07}",
            "source": "visit",
            "collected_on": collected,
            "group_name": f"{number % 20 + 1}组",
            "category": chance.choice(STANDARD_CATEGORIES),
            "description": chance.choice(texts),
            "measures": chance.choice(texts),
            "status": status,
            "owner": chance.choice(owners) if status != "draft" else None,
            "due_on": _day(chance) if status != "draft" else None,
            "closed_on": _day(chance) if is_closed else None,
            "review_on": _day(chance) if is_closed else None,
        }


def households(count: int) -> Iterator[dict[str, Any]]:
    """Households of all villages."""
    for number, name in enumerate(_names(random.Random(13), count)):
        code, village = VILLAGES[number % len(VILLAGES)]
        yield {
            "unit_code": code,
            "village_name": village,
            "group_name": f"{number % 20 + 1}组",
            "household_no": f"{code}{number:06}",
            "head_name": name,
            "phone": '["13900000000"]',
            "member_count": number % 6 + 1,
        }


def persons(count: int) -> Iterator[dict[str, Any]]:
    """Persons of those households."""
    for number, name in enumerate(_names(random.Random(14), count)):
        code, village = VILLAGES[number % len(VILLAGES)]
        yield {
            "unit_code": code,
            "village_name": village,
            "name": name,
            "sex": "male",
            "relation": "户主",
            "household_no": f"{code}{number // 4:06}",
        }


def fill(ledger: Ledger, kind: str, records: Iterable[Mapping[str, Any]], seed: int = 15) -> None:
    """Write rows of a kind; two of a hundred are withdrawn. All have the same fields."""
    chance = random.Random(seed)
    rows = iter(records)
    first = next(rows, None)
    if first is None:
        return
    names = ["id", *first, "scope_id", "is_withdrawn", "recorded_at", "recorded_by", "changed_at"]

    def cells() -> Iterator[tuple[Any, ...]]:
        yield _cells(first)
        yield from map(_cells, rows)

    def _cells(values: Mapping[str, Any]) -> tuple[Any, ...]:
        record_id = str(uuid.UUID(int=chance.getrandbits(128)))
        return (record_id, *values.values(), scope_id, int(chance.random() < 0.02), _WALL, "李四", _WALL)

    with ledger.transaction():
        scope_id = ledger.log.scope_id(ledger.office.own_scope)
        ledger.database.connection().executemany(
            f'INSERT INTO "{kind}" ({", ".join(names)}) VALUES ({", ".join("?" * len(names))})', cells()
        )
        ledger.tables[kind].tally.note_change()


def ledger_with_lists(path: Path, count: int) -> Ledger:
    """A town's ledger with ``count`` visits, as many issues and persons each, and a quarter of that in households."""
    ledger = town_ledger(path)
    for kind, records in (
        ("visit", visits(count)),
        ("issue", issues(count)),
        ("household", households(count // 4)),
        ("person", persons(count)),
    ):
        fill(ledger, kind, records)
    return ledger
