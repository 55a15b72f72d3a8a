"""Searching everywhere while somebody types: at most 50 ms an answer among 100,000 records of each kind."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

import pytest

from desktop.data.pinyin import full, initials
from desktop.data.reindexing import rebuild
from desktop.services.finding import Query, list_records
from desktop.services.ledgers import Ledger, open_ledger
from desktop.services.searching import counted, prepare, search
from tests.benchmarks.issue_ledger import SURNAMES, TODAY
from tests.benchmarks.measuring import judge, take_turns
from tests.benchmarks.searched_ledger import searched_ledger

pytestmark = pytest.mark.bench

RECORDS, MOST_MS = 100_000, 50
ASKED = 15


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    path = tmp_path_factory.mktemp("searched") / "ledger.db"
    searched_ledger(path, RECORDS).close()
    ledger = open_ledger(path)
    prepare(ledger)
    yield ledger
    ledger.close()


def typings(ledger: Ledger) -> Mapping[str, Sequence[str]]:
    """What is typed, by what it is."""
    draw = random.Random(7)
    people = ledger.database.execute_sql("SELECT head_name, phone FROM household LIMIT 2000").fetchall()
    names = [name for name, _ in draw.sample(people, ASKED)]
    return {
        "one character": [*draw.sample(SURNAMES, ASKED - 3), "路", "水", "补"],
        "two characters": ["路灯", "水渠", "低保", "征地", "垃圾", *(name[:2] for name in names[5:])],
        "initials": [initials(name) for name in names],
        "first two initials": [initials(name)[:2] for name in names],
        "pinyin": [full(name) for name in names],
        "4 digits": [phone[-4:] for _, phone in draw.sample(people, ASKED)],
        "month": [f"{2021 + number % 5}-{number % 12 + 1:02d}" for number in range(ASKED)],
        "word and month": [f"路灯 {2021 + number % 5}-{number % 12 + 1:02d}" for number in range(ASKED)],
    }


def _milliseconds(work: Callable[[], object]) -> float:
    """The best of three, in processor time of this thread: what other programs take is not this one's."""
    spent = []
    for _ in range(3):
        start = time.thread_time()
        work()
        spent.append(time.thread_time() - start)
    return 1000 * min(spent)


def _p95(spent: Sequence[float]) -> float:
    return sorted(spent)[round(0.95 * (len(spent) - 1))]


def _answer(ledger: Ledger, text: str, *, with_counts: bool) -> None:
    found = search(ledger, text, today=TODAY)
    if with_counts:
        counted(ledger, text, found, today=TODAY)


def test_an_answer_while_typing(town: Ledger) -> None:
    _answer(town, "zs", with_counts=True)
    late = {}
    for what, texts in typings(town).items():
        spent = [_milliseconds(partial(_answer, town, text, with_counts=False)) for text in texts]
        counting = [_milliseconds(partial(_answer, town, text, with_counts=True)) for text in texts]
        figures = f"p50 {statistics.median(spent):5.1f} ms | p95 {_p95(spent):5.1f} ms | {max(spent):5.1f} ms at most"
        print(f"\n{what:20s} | {figures} | with counts p95 {_p95(counting):5.1f} ms", end="")
        if _p95(spent) > MOST_MS:
            late[what] = _p95(spent)
    assert not late


def test_a_rare_word_against_a_scan(town: Ledger) -> None:
    word = "丈量完"
    execute = town.database.execute_sql

    def scan() -> None:
        fields = " OR ".join(f"{name} LIKE ?" for name in ("situation", "demand", "suggestion", "note", "subject_name"))
        execute(f"SELECT * FROM visit WHERE {fields} LIMIT 50", [f"%{word}%"] * 5).fetchall()

    turns = take_turns(lambda: list_records(town, Query("visit", text=word, limit=50), today=TODAY), scan)
    # Among a million the scan takes ten times as long, and this as long as here.
    judge("search of a word that nothing has, 100,000 visits", "LIKE scan", turns, must=1 / 10, stretch=1 / 50)


def test_the_index_is_made_anew_within_seconds(town: Ledger) -> None:
    start = time.process_time()
    rows = rebuild(town)
    spent = time.process_time() - start
    print(f"\n{rows} entries indexed anew in {spent:.1f} s")
    assert spent / rows <= 0.0001
