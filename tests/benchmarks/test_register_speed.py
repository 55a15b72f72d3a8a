"""The checks of a register of 100,000 households and persons: what does not agree, duplicates, coverage.

They run on the worker, while the window goes on; seconds of processor time.
"""

from __future__ import annotations

import random
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest

from desktop.data.records import Row, Standing
from desktop.services.covering import coverage
from desktop.services.disagreeing import disagreements
from desktop.services.duplicates import likely_duplicates
from desktop.services.ledgers import Ledger
from tests.benchmarks.measuring import judge
from tests.benchmarks.village_ledger import village_ledger

pytestmark = pytest.mark.bench

HOUSEHOLDS = 100_000
RUNS = 3
MUST, STRETCH = 2.0, 1.0
TODAY = date(2026, 3, 5)
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英建国志文华玉兰海燕"


def rows(chance: random.Random, ledger: Ledger) -> Iterator[tuple[str, Row]]:
    """A household, its head and mostly a visit, again and again."""
    code = ledger.office.code
    standing = Standing(ledger.log.scope_id(ledger.office.shared_scope), False, False, "2026", "周江", "2026")
    for number in range(HOUSEHOLDS):
        group, name = f"{number // 1000 % 99 + 1}组", chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=2))
        place = {"unit_code": code, "village_name": ledger.office.name}
        known = {**place, "household_no": f"{code}{number // 1000:02d}{number:06d}"}
        born = date(1940, 1, 1) + timedelta(days=chance.randrange(25_000))
        id_number = f"329981{born:%Y%m%d}{chance.randrange(10_000):04d}"
        sex = "male" if int(id_number[16]) % 2 else "female"
        phone = f"13{chance.randrange(10**9):09d}"
        head = {"head_name": name, "head_id_number": id_number, "phone": phone, "member_count": 1}
        yield "household", (_id(chance), {**known, **head, "group_name": group}, standing)
        person = {"name": name, "id_number": id_number, "sex": sex, "birth_date": born.isoformat(), "relation": "户主"}
        yield "person", (_id(chance), {**known, **person, "phone": phone, "resident": "yes"}, standing)
        if chance.random() < 0.9:
            day = TODAY - timedelta(days=chance.randrange(400))
            visit = {"kind": "household", "subject_name": name, "visited_on": day.isoformat(), "group_name": group}
            yield "visit", (_id(chance), {**(known if chance.random() < 0.7 else place), **visit}, standing)


def _id(chance: random.Random) -> str:
    return str(uuid.UUID(int=chance.getrandbits(128)))


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    ledger = village_ledger(tmp_path_factory.mktemp("village") / "village.db", 0)
    by_kind: dict[str, list[Row]] = {"household": [], "person": [], "visit": []}
    for kind, row in rows(random.Random(5), ledger):
        by_kind[kind].append(row)
    with ledger.transaction():
        for kind, found in by_kind.items():
            ledger.tables[kind].put(found)
    yield ledger
    ledger.close()


@pytest.mark.parametrize(
    ("goal", "work"),
    [
        ("what does not agree", disagreements),
        ("households likely there twice", lambda ledger: likely_duplicates(ledger, "household")),
        ("persons likely there twice", lambda ledger: likely_duplicates(ledger, "person")),
        ("coverage", lambda ledger: coverage(ledger, TODAY)),
    ],
)
def test_a_register_is_looked_over(village: Ledger, goal: str, work: Callable[[Ledger], object]) -> None:
    turns = []
    for _ in range(RUNS):
        begun = time.thread_time()
        work(village)
        turns.append((time.thread_time() - begun, 1.0))
    judge(f"{goal} among {HOUSEHOLDS:,} households", "1 s", turns, must=MUST, stretch=STRETCH)
