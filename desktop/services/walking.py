"""Reading a query's records along their order: whole, as places alone, or counted."""

from __future__ import annotations

import functools
import operator
from datetime import date
from typing import Any

from desktop.data.ledger import Ledger
from desktop.services.ordering import Place, Stretch, order_of
from desktop.services.recording import kind_named
from desktop.services.seeking import count_source, is_quick, is_sorted, list_source, whole_rows
from desktop.services.selecting import ALIAS, Query, conditions

HEAD = ("row", "recorded_at", "recorded_by", "is_withdrawn", "has_conflict", "extra")
"""What a whole row begins with; then stand the number of a visit's issues and the fields in their order."""

_ISSUE_COUNT = f"(SELECT count(*) FROM issue i WHERE i.visit_id = {ALIAS}.id AND NOT i.is_withdrawn)"


class Walk:
    """What a query finds, in its order. Says the same at every call while nothing is written; any thread may ask.

    Refused when it is made: as :func:`desktop.services.selecting.conditions` and ``invalid`` for an unknown order.
    """

    def __init__(self, ledger: Ledger, query: Query, today: date) -> None:
        self.kind = kind_named(query.kind)
        self.order = order_of(self.kind, query.order)
        self._ledger = ledger
        self._query = query
        self._source = list_source(ledger, query)
        database = ledger.database
        wanted = conditions(ledger, ledger.models[self.kind.name].alias(ALIAS), query, today)
        context = database.get_sql_context()
        with context.scope_normal():
            context.sql(functools.reduce(operator.and_, wanted))
        self._where, self._values = context.query()
        self._places = self.order.columns(ALIAS)
        named = [f'{ALIAS}."{name}"' for name in (*HEAD, *self.kind.field_names)]
        named.insert(len(HEAD), _ISSUE_COUNT if self.kind.name == "visit" else "0")
        self._whole = ", ".join(named)

    def rows(self, start: Place | None, limit: int, *, backwards: bool = False) -> list[tuple[Any, ...]]:
        """At most ``limit`` whole rows behind ``start``, or from the first; backwards from ``start`` to the first."""
        found: list[tuple[Any, ...]] = []
        for stretch in self.order.stretches(start, ALIAS, backwards=backwards):
            page, values = self._selected(f"{ALIAS}.row", stretch)
            # Only the page's own rows are read whole.
            cursor = self._ledger.database.execute_sql(
                f"SELECT {self._whole} FROM {whole_rows(self.kind.name)} WHERE {ALIAS}.row IN ({page} LIMIT ?) "
                f"ORDER BY {stretch.order}",
                [*values, limit - len(found)],
            )
            found += cursor.fetchall()
            if len(found) == limit:
                break
        return found

    def place_after(self, start: Place | None, count: int, *, backwards: bool = False) -> tuple[int, Place | None]:
        """How many records there are further on, ``count`` at most, and the place of that one; None if there are fewer.

        Read from an index alone where one holds the conditions.
        """
        stepped = 0
        for stretch in self.order.stretches(start, ALIAS, backwards=backwards):
            statement, values = self._selected(self._places, stretch)
            found = self._one(f"{statement} LIMIT 1 OFFSET ?", [*values, count - stepped - 1])
            if found is not None:
                return count, found
            stepped += self._counted(stretch)
        return stepped, None

    def every(self, step: int) -> list[tuple[int, Place]]:
        """Each ``step``-th record with how many there are up to it, read in one pass."""
        cursor = self._ledger.database.execute_sql(
            f"SELECT * FROM (SELECT row_number() OVER (ORDER BY {self.order.sorting(ALIAS)}) AS number, {self._places} "
            f"FROM {self._source} WHERE {self._where}) WHERE number % ? = 0",
            [*self._values, step],
        )
        return [(number, tuple(place)) for number, *place in cursor.fetchall()]

    def place_of(self, record_id: str) -> Place | None:
        """Where a record stands, None if the query does not find it."""
        return self._one(
            f'SELECT {self._places} FROM "{self.kind.name}" AS {ALIAS} WHERE {ALIAS}.id = ? AND {self._where}',
            [record_id, *self._values],
        )

    def between(self, start: Place | None, end: Place) -> int:
        """How many records are listed behind ``start`` up to ``end`` with it."""
        above = {one.is_filled: one for one in self.order.stretches(start, ALIAS)}
        below = {one.is_filled: one for one in self.order.stretches(end, ALIAS, backwards=True)}
        parts = above.keys() & below.keys()
        if start is None:
            # With a condition that says nothing, SQLite may begin at that end of the index.
            return sum(self._counted(below[part]) for part in parts)
        return sum(self._counted(above[part], below[part]) for part in parts)

    def count(self, most: int = 0) -> int:
        """How many records there are in all; with ``most`` it stops counting there."""
        if self.is_whole:
            # Hardly any are withdrawn: they alone are counted.
            size = self._ledger.tables[self.kind.name].tally.read().size
            withdrawn = self._number(f'SELECT count(*) FROM "{self.kind.name}" WHERE is_withdrawn = 1', ())
            return withdrawn if self._query.withdrawn else size - withdrawn
        source = count_source(self._ledger, self._query)
        found = f"FROM {source} WHERE {self._where}"
        if most:
            return self._number(f"SELECT count(*) FROM (SELECT 1 {found} LIMIT ?)", [*self._values, most])
        return self._number(f"SELECT count(*) {found}", self._values)

    @property
    def is_whole(self) -> bool:
        """Whether nothing is asked of the records but that they are withdrawn or not."""
        query = self._query
        asked = (query.where, query.since, query.until, query.lights, query.text.strip(), query.above, query.figure)
        return not any(asked)

    @property
    def is_sorted(self) -> bool:
        """Whether each statement must find all the records anew: one pass over them is better than many."""
        return is_sorted(self._query)

    @property
    def is_quick(self) -> bool:
        """Whether any page is read from an index alone."""
        return is_quick(self._ledger, self._query)

    def _selected(self, columns: str, stretch: Stretch) -> tuple[str, list[Any]]:
        statement = (
            f"SELECT {columns} FROM {self._source} WHERE {self._where} AND {stretch.condition} ORDER BY {stretch.order}"
        )
        return statement, [*self._values, *stretch.values]

    def _counted(self, *stretches: Stretch) -> int:
        conditions_ = " AND ".join([self._where, *(stretch.condition for stretch in stretches)])
        values = [value for stretch in stretches for value in stretch.values]
        return self._number(f"SELECT count(*) FROM {self._source} WHERE {conditions_}", [*self._values, *values])

    def _one(self, statement: str, values: Any) -> Place | None:
        found: Place | None = self._ledger.database.execute_sql(statement, values).fetchone()
        return found

    def _number(self, statement: str, values: Any) -> int:
        return int(self._ledger.database.execute_sql(statement, values).fetchone()[0])
