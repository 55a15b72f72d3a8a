"""The orders in which lists stand, and how a page goes on behind a record already seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import peewee

from desktop.domain.errors import Problem, Refused
from desktop.domain.fields import RecordKind

BY_OWNER, BY_DUE, BY_CLOSING = "owner", "due_on", "closed_on"
_LAST = "\U0010ffff"
"""Stands for an empty field where empty ones come last: no text begins with it."""


@dataclass(frozen=True, slots=True)
class Order:
    """Fields that order a list, then arrival; all of them upwards or all downwards. Empty fields come last."""

    names: tuple[str, ...]
    is_descending: bool = False
    are_filled: bool = False
    """Whether the fields are never empty, so that a plain index serves."""

    def place(self, values: Mapping[str, Any], row: int) -> tuple[Any, ...]:
        """Where a record stands: places compare as the list goes, backwards in a descending one."""
        nothing = "" if self.is_descending else _LAST
        return (*(values.get(name) or nothing for name in self.names), row)

    def is_before(self, place: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
        """Whether a record at ``place`` is listed before one at ``other``."""
        return place > other if self.is_descending else place < other

    def terms(self, table: str) -> list[Any]:
        """What a query is ordered by."""
        way = "DESC" if self.is_descending else "ASC"
        return [peewee.SQL(f"{one} {way}") for one in self._columns(table)]

    def behind(self, place: tuple[Any, ...], table: str) -> Any:
        """The condition that only what is listed after ``place`` fulfils."""
        columns = self._columns(table)
        sign = "<" if self.is_descending else ">"
        if len(columns) == 1:
            return peewee.SQL(f"{columns[0]} {sign} ?", [place[-1]])
        return peewee.SQL(f"({', '.join(columns)}) {sign} ({', '.join('?' * len(columns))})", list(place))

    def _columns(self, table: str) -> list[str]:
        nothing = "" if self.is_descending else _LAST
        named = [f'{table}."{name}"' for name in self.names]
        return [*(named if self.are_filled else [f"coalesce({one}, '{nothing}')" for one in named]), f"{table}.row"]


ORDERS = {
    BY_OWNER: Order(("owner", "due_on")),
    BY_DUE: Order(("due_on",)),
    BY_CLOSING: Order(("closed_on",), is_descending=True),
}
"""Other orders than by the kind's day, newest first."""


def order_of(kind: RecordKind, name: str) -> Order:
    """The order of this name; the empty one is by the kind's day, newest first. Refused: ``invalid``."""
    if not name:
        return Order((kind.date_field,) if kind.date_field else (), is_descending=True, are_filled=True)
    found = ORDERS.get(name)
    if found is None or not all(kind.has_field(one) for one in found.names):
        raise Refused("invalid", problems=[Problem("unknown_field", name, name)], rows=1)
    return found
