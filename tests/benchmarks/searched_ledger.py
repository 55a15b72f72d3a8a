"""A town's ledger with so many records of each kind, all invented, written as an import writes its tables."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from desktop.data.records import Row, Standing
from desktop.domain.changes import scope_of_village
from desktop.domain.identifiers import id_check_character
from desktop.services.ledgers import Ledger
from tests.benchmarks.issue_ledger import DOINGS, GIVEN, OBJECTS, PLACES, SURNAMES, TODAY, TROUBLES, VILLAGES, issues
from tests.benchmarks.village_ledger import town_ledger

_PORTION = 5_000
_PER_HOUSEHOLD = 4
_VISITS_EACH = 3
"""Visits of the same household, one after another over the years."""

_WALL = "2026-03-05T08:00:00+08:00"


def searched_ledger(path: Path, count: int) -> Ledger:
    """A town's ledger with ``count`` visits, issues, households and persons each, and a tenth of enterprises."""
    ledger = town_ledger(path)
    with ledger.transaction():
        scope = ledger.log.scope_id(scope_of_village(VILLAGES[0][0]))
    homes = list(_homes(count))
    _write(ledger, "household", scope, homes)
    _write(ledger, "person", scope, _persons(count, homes))
    _write(ledger, "visit", scope, _visits(count, homes))
    _write(ledger, "issue", scope, issues(count))
    _write(ledger, "enterprise", scope, _enterprises(count // 10))
    return ledger


def _write(ledger: Ledger, kind: str, scope: int, records: Any) -> None:
    chance = random.Random(kind)
    portion: list[Row] = []

    def put() -> None:
        with ledger.transaction(), ledger.indexing_together():
            ledger.tables[kind].put(portion, {record_id for record_id, _, _ in portion})
        portion.clear()

    for values in records:
        standing = Standing(scope, chance.random() < 0.02, False, _WALL, "李四", _WALL)
        portion.append((str(uuid.UUID(int=chance.getrandbits(128))), values, standing))
        if len(portion) == _PORTION:
            put()
    put()


def _name(chance: random.Random) -> str:
    return chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.choice((1, 2, 2))))


def _phone(chance: random.Random) -> str:
    return f"1{chance.choice('35789')}{chance.randrange(10**9):09d}"


def _id_number(chance: random.Random) -> str:
    born = TODAY - timedelta(days=chance.randint(18 * 365, 90 * 365))
    body = f"399901{born:%Y%m%d}{chance.randrange(1000):03d}"
    return body + id_check_character(body)


def _homes(count: int) -> Iterator[dict[str, Any]]:
    chance = random.Random(11)
    for number in range(count):
        code, village = VILLAGES[number % len(VILLAGES)]
        yield {
            "unit_code": code,
            "village_name": village,
            "group_name": f"{number % 12 + 1}组",
            "household_no": f"{code}{number // len(VILLAGES):05d}",
            "head_name": _name(chance),
            "phone": _phone(chance),
            "head_id_number": _id_number(chance),
            "address": f"{chance.choice(PLACES)}{chance.randint(1, 300)}号",
            "member_count": _PER_HOUSEHOLD,
            **({"household_tags": ["低保户"]} if number % 9 == 0 else {}),
        }


def _persons(count: int, homes: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    chance = random.Random(12)
    for number in range(count):
        home = homes[number // _PER_HOUSEHOLD]
        yield {
            **{name: home[name] for name in ("unit_code", "village_name", "household_no")},
            "name": _name(chance) if number % _PER_HOUSEHOLD else home["head_name"],
            "relation": "其他" if number % _PER_HOUSEHOLD else "户主",
            "id_number": _id_number(chance),
            "phone": _phone(chance),
        }


def _visits(count: int, homes: list[dict[str, Any]]) -> Iterator[Mapping[str, Any]]:
    chance = random.Random(13)
    visitors = [_name(chance) for _ in range(60)]
    for number in range(count):
        home = homes[chance.randrange(max(1, count // _VISITS_EACH))]
        said = [f"{chance.choice(PLACES)}{chance.choice(OBJECTS)}{chance.choice(TROUBLES)}" for _ in range(5)]
        yield {
            **{name: home[name] for name in ("unit_code", "village_name", "group_name", "household_no", "phone")},
            "subject_name": home["head_name"],
            "visited_on": (TODAY - timedelta(days=chance.randrange(5 * 365))).isoformat(),
            "visitors": chance.sample(visitors, 2),
            "kind": "household",
            "handling": chance.choice(("none", "on_the_spot", "policy_answer", "listed")),
            "situation": "，".join(chance.sample(DOINGS, 4)),
            "demand": "，".join(said),
            "id_number": home["head_id_number"] if number % 2 else None,
        }


def _enterprises(count: int) -> Iterator[dict[str, Any]]:
    chance = random.Random(14)
    for _ in range(count):
        code, village = chance.choice(VILLAGES)
        name = _name(chance)
        called = "".join(chance.choices(GIVEN, k=2))
        yield {
            "unit_code": code,
            "village_name": village,
            "name": f"{village}{called}{chance.choice(('食品厂', '养殖合作社', '建材店'))}",
            "contact": name,
            "legal_person": name,
            "phone": _phone(chance),
            "industry": chance.choice(("种植", "养殖", "商贸", "加工")),
        }
