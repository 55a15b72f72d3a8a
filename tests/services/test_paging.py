"""Pages of lists against a plain list of all records in order, while records come, change and go."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from desktop.data.records import Row, Standing
from desktop.domain.errors import Refused
from desktop.domain.kinds import KINDS
from desktop.domain.lights import Light
from desktop.domain.sight import MASKED, masked_fields
from desktop.services.finding import Query, Record, count_records, list_records
from desktop.services.ledgers import Ledger
from desktop.services.ordering import offered, order_of
from desktop.services.paging import Pages
from tests.benchmarks.village_ledger import town_ledger

TODAY = date(2026, 3, 5)
WALL = "2026-03-05T08:00:00+08:00"
EVERY = 100_000
_TEXTS = ("", "路灯", "水渠 路灯", "灯")
QUERIES: dict[str, Sequence[dict[str, Any]]] = {
    "visit": (
        {},
        {"withdrawn": True},
        {"where": {"handling": "listed"}},
        {"where": {"subject_name": "张伟"}},
        {"where": {"household_no": ""}},
        {"since": "2026-01-10", "until": "2026-01-20"},
        *({"text": text} for text in _TEXTS),
    ),
    "issue": (
        {},
        {"where": {"owner": "王强"}},
        {"where": {"owner": ("王强", "")}},
        {"where": {"status": ("working", "to_check")}, "lights": (Light.OVERDUE, Light.NORMAL)},
        {"text": "路灯"},
    ),
    "household": ({}, {"where": {"group_name": "1组"}}, {"withdrawn": True}),
    "person": ({}, {"text": "张"}),
    "enterprise": ({}, {"withdrawn": True}),
    "cadre": ({},),
}


def values_of(chance: random.Random, kind: str) -> dict[str, Any]:
    """Values of which many are the same and many are missing."""
    fields = KINDS[kind]
    found: dict[str, Any] = {}
    for name in ("subject_name", "head_name", "name", "owner"):
        if fields.has_field(name) and chance.random() < 0.7:
            found[name] = chance.choice(("张伟", "李娜", "王强", "𠮷田", "Zhao", "张", ""))
    for name in ("visited_on", "collected_on", "due_on", "closed_on"):
        if fields.has_field(name) and chance.random() < 0.7:
            found[name] = f"2026-{chance.randint(1, 2):02}-{chance.randint(1, 28):02}"
    for name in ("household_no", "code", "phone"):
        if fields.has_field(name) and chance.random() < 0.8:
            found[name] = f"{chance.randint(1, 30):03}"
    choices = {
        "handling": ("none", "listed"),
        "status": ("working", "closed", "to_check"),
        "group_name": ("1组", "2组"),
    }
    found |= {name: chance.choice(some) for name, some in choices.items() if fields.has_field(name)}
    found |= {name: chance.choice(("路灯不亮", "水渠堵塞，路灯", "")) for name in ("note",) if fields.has_field(name)}
    if fields.has_field("employees") and chance.random() < 0.6:
        found |= {"employees": chance.randint(0, 9), "area_mu": chance.choice((1.5, 2, -3))}
    return found


class Book:
    """A ledger with records of one kind that are written as an import writes them."""

    def __init__(self, ledger: Ledger, kind: str, seed: int) -> None:
        self.ledger, self.kind = ledger, kind
        self.chance = random.Random(seed)
        self.ids: list[str] = []
        self._made = 0
        with ledger.transaction():
            self._scope = ledger.log.scope_id(ledger.office.own_scope)

    def add(self, count: int) -> None:
        """New records; the last are sometimes withdrawn."""
        rows = [self._row(f"{self.kind}-{self._made + number}") for number in range(count)]
        self._made += count
        self.ids += [row[0] for row in rows]
        self._put(rows, new=True)

    def change(self, count: int) -> None:
        """Other values for some."""
        self._put([self._row(record_id) for record_id in self.some(count)], new=False)

    def remove(self, count: int) -> None:
        """Taken out, as when an import is undone; sometimes the last ones."""
        gone = self.ids[-count:] if self.chance.random() < 0.3 else self.some(count)
        with self.ledger.transaction():
            self.ledger.tables[self.kind].remove(gone)
        self.ids = [one for one in self.ids if one not in set(gone)]

    def withdraw(self, count: int) -> None:
        """Withdrawn or restored."""
        with self.ledger.transaction():
            self.ledger.tables[self.kind].stand(self.some(count), WALL, is_withdrawn=self.chance.random() < 0.7)

    def act(self) -> None:
        """Any of these."""
        act = self.chance.choice((self.add, self.change, self.remove, self.withdraw))
        act(self.chance.choice((1, 1, 2, 15)))

    def some(self, count: int) -> list[str]:
        """Ids of so many records, or of all."""
        return self.chance.sample(self.ids, min(count, len(self.ids)))

    def listed(self, query: Query) -> list[Record]:
        """What the list should be: its records sorted one by one."""
        found = list_records(self.ledger, replace(query, order="", limit=EVERY), today=TODAY)
        order = order_of(KINDS[self.kind], query.order)
        names = order.names
        by_row = sorted(found, key=lambda one: one.row, reverse=order.is_descending)
        for name in names[:0:-1]:
            by_row.sort(key=lambda one: _key(one, name), reverse=order.is_descending)
        filled = [one for one in by_row if not names or one.values.get(names[0]) is not None]
        if names:
            filled.sort(key=lambda one: one.values[names[0]], reverse=order.is_descending)
        return filled + [one for one in by_row if names and one.values.get(names[0]) is None]

    def _row(self, record_id: str) -> Row:
        is_withdrawn = self.chance.random() < 0.15
        return (
            record_id,
            values_of(self.chance, self.kind),
            Standing(self._scope, is_withdrawn, False, WALL, "李", WALL),
        )

    def _put(self, rows: list[Row], *, new: bool) -> None:
        with self.ledger.transaction():
            self.ledger.tables[self.kind].put(rows, {row[0] for row in rows} if new else ())


def _key(record: Record, name: str) -> tuple[bool, Any]:
    value = record.values.get(name)
    return value is None, value


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    found = town_ledger(tmp_path / "town.db")
    yield found
    found.close()


def orders(kind: str) -> list[str]:
    return ["", *(way + name for name in offered(KINDS[kind]) for way in ("", "-"))]


@pytest.mark.parametrize("kind", QUERIES)
def test_pages_are_those_of_the_whole_list_whatever_changes(ledger: Ledger, kind: str) -> None:
    book = Book(ledger, kind, seed=len(kind))
    chance = book.chance
    book.add(150)
    hits = 0
    for order in orders(kind):
        for asked in QUERIES[kind]:
            query = Query(kind, order=order, **asked)
            pages = Pages(ledger, query, today=TODAY, step=chance.choice((1, 3, 20, 1000)))
            for _ in range(4):
                whole = [one.id for one in book.listed(query)]
                hits += len(whole) > 5
                _check(pages, query, whole, book)
                book.act()
            while len(book.ids) < 100:
                book.add(20)
    assert hits > 30


def _check(pages: Pages, query: Query, whole: list[str], book: Book) -> None:
    chance = book.chance
    for _ in range(chance.randint(0, 5)):
        first, count = chance.randint(0, len(whole) + 3), chance.randint(1, 25)
        assert [one.id for one in pages.rows(first, count)] == whole[first : first + count], (query, first, count)
        assert pages.size in (None, len(whole))
    if chance.random() < 0.5:
        assert pages.measure() == pages.size == len(whole), query
        last = max(0, len(whole) - 7)
        assert [one.id for one in pages.rows(last, 10)] == whole[last:]
    for record_id in book.some(3):
        assert pages.place_of(record_id) == (whole.index(record_id) if record_id in whole else None), query
    assert count_records(book.ledger, query, today=TODAY) == len(whole), query


@pytest.mark.parametrize("kind", QUERIES)
def test_lists_go_on_behind_a_record(ledger: Ledger, kind: str) -> None:
    book = Book(ledger, kind, seed=7)
    book.add(120)
    for name in orders(kind):
        query = Query(kind, order=name, limit=17)
        order = order_of(KINDS[kind], name)
        whole = book.listed(query)
        found: list[Record] = []
        while page := list_records(ledger, query, today=TODAY):
            found += page
            query = replace(query, after=order.place(page[-1].values, page[-1].row))
        assert [one.id for one in found] == [one.id for one in whole]
        places = [order.place(one.values, one.row) for one in whole]
        assert all(order.is_before(one, other) for one, other in pairwise(places))
        assert not any(order.is_before(other, one) for one, other in pairwise(places))


def test_measuring_stops_at_once_and_goes_on_later(ledger: Ledger) -> None:
    book = Book(ledger, "visit", seed=3)
    book.add(100)
    query = Query("visit", {"handling": ("none", "listed")})
    pages = Pages(ledger, query, today=TODAY, step=5)
    asked = iter([False, False, False])
    assert pages.measure(lambda: next(asked, True)) is None
    assert pages.size is None
    whole = [one.id for one in book.listed(query)]
    assert pages.measure() == len(whole)
    assert [one.id for one in pages.rows(40, 5)] == whole[40:45]


def test_rows_nobody_waits_for_any_more_are_not_read(ledger: Ledger) -> None:
    book = Book(ledger, "visit", seed=4)
    book.add(400)
    query = Query("visit", text="灯")
    pages = Pages(ledger, query, today=TODAY, step=5)
    assert pages.rows(5, 20, lambda: True) == []
    whole = [one.id for one in book.listed(query)]
    assert [one.id for one in pages.rows(5, 20, lambda: False)] == whole[5:25]
    assert pages.measure() == len(whole)


def test_nothing_is_read_anew_while_nothing_changes(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    book = Book(ledger, "visit", seed=3)
    book.add(100)
    pages = Pages(ledger, Query("visit", {"handling": "listed"}), today=TODAY, step=5)
    size, version = pages.measure(), pages.version
    execute = ledger.database.execute_sql
    statements: list[str] = []

    def noting(statement: str, values: Any = None) -> Any:
        statements.append(statement)
        return execute(statement, values)

    monkeypatch.setattr(ledger.database, "execute_sql", noting)
    assert pages.measure() == pages.size == size
    assert pages.version == version
    assert not any('FROM "visit" AS t' in one for one in statements)


def test_another_thread_measures_while_records_come(ledger: Ledger) -> None:
    """Marks of a former state never serve a later one."""
    book = Book(ledger, "visit", seed=3)
    book.add(50)
    pages = Pages(ledger, Query("visit"), today=TODAY, step=2)
    is_over = threading.Event()

    def measure() -> int:
        times = 0
        try:
            while not is_over.is_set():
                times += pages.measure() is not None
        finally:
            ledger.database.close()
        return times

    with ThreadPoolExecutor(1) as pool:
        measured = pool.submit(measure)
        for _ in range(40):
            book.act()
            whole = [one.id for one in book.listed(Query("visit"))]
            assert [one.id for one in pages.rows(5, 10)] == whole[5:15]
            assert pages.size == len(whole)
            while len(book.ids) < 30:
                book.add(20)
        is_over.set()
        assert measured.result() > 1


def test_an_order_that_is_not_offered_is_refused(ledger: Ledger) -> None:
    for kind, name in (("visit", "situation"), ("issue", "light"), ("person", "-phone")):
        with pytest.raises(Refused, match="invalid"):
            Pages(ledger, Query(kind, order=name), today=TODAY)


def test_no_order_tells_what_is_masked() -> None:
    for kind in KINDS.values():
        assert set(offered(kind)).isdisjoint(field.name for field in masked_fields(kind, MASKED)), kind.name
    assert "phone" not in offered(KINDS["cadre"])
    assert "name" in offered(KINDS["cadre"])
