"""The light in SQL and the light in the domain are one rule."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain, combinations, product

import pytest

from desktop.data.lighting import light_branches, light_expression
from desktop.domain.kinds import ISSUE
from desktop.domain.lights import Light, light_of

TODAY, WARN_DAYS = date(2026, 3, 5), 7
STATES = tuple(choice.code for choice in ISSUE.field("status").choices)
NEAR = (None, *((TODAY + timedelta(days=offset)).isoformat() for offset in (-2, -1, 0, 1, 2)))
WIDE = (None, *((TODAY + timedelta(days=offset)).isoformat() for offset in range(-3, 12)))
Row = tuple[str, str | None, str | None, str | None]


@pytest.fixture(scope="module")
def rows() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE issue (status TEXT, due_on TEXT, look_on TEXT, completed_on TEXT)")
    every = set(chain(product(STATES, NEAR, NEAR, NEAR), product(STATES, WIDE, [None], NEAR)))
    connection.executemany("INSERT INTO issue VALUES (?, ?, ?, ?)", every)
    yield connection
    connection.close()


def light(row: Row) -> Light:
    status, due_on, look_on, completed_on = row
    return light_of(status, due_on, TODAY, WARN_DAYS, look_on=look_on, completed_on=completed_on)


def test_sql_and_python_agree_on_every_state_and_day(rows: sqlite3.Connection) -> None:
    found = rows.execute(f"SELECT *, {light_expression(TODAY, WARN_DAYS)} FROM issue").fetchall()
    assert found
    for *row, shown in found:
        assert shown == light(tuple(row)), row


def test_the_branches_of_lights_find_each_row_once(rows: sqlite3.Connection) -> None:
    every = rows.execute("SELECT * FROM issue").fetchall()
    for wanted in chain.from_iterable(combinations(Light, count) for count in range(1, len(Light) + 1)):
        found: list[Row] = []
        for branch in light_branches(wanted, TODAY, WARN_DAYS):
            found += rows.execute(f"SELECT * FROM issue WHERE {branch.sql('issue')}").fetchall()
        assert sorted(found, key=str) == sorted((row for row in every if light(row) in wanted), key=str), wanted
