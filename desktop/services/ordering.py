"""The orders in which lists stand, and how reading goes on from a record already seen.

An order is made of columns and, last, of arrival; all of them upwards or all downwards. Records with nothing in the
first column come last either way. SQLite keeps them first in an index, so a list is read in two stretches, those with
something there and those without, each straight along the index.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from desktop.domain.errors import Problem, Refused
from desktop.domain.fields import FieldKind, RecordKind
from desktop.domain.sight import MASKED, masked_fields

BY_OWNER, BY_DUE, BY_CLOSING = "owner", "due_on", "-closed_on"
DOWN = "-"
"""Before the name of a column: downwards."""

_LAST = "\U0010ffff"
"""Stands for an empty field behind the first one: no text begins with it."""

_INDEXED = {
    "visit": ("visited_on", "subject_name"),
    "issue": ("code", "collected_on", "owner", "due_on", "closed_on"),
    "household": ("household_no", "head_name"),
    "person": ("name", "household_no"),
}
"""Columns by which lists of very many records are offered in order: those with an index."""

_THEN = {("issue", "owner"): "due_on"}
"""What orders records that are the same by the first column; otherwise their arrival."""

_PLAIN = (FieldKind.TEXT, FieldKind.DATE, FieldKind.INTEGER, FieldKind.NUMBER)

Place = tuple[Any, ...]
"""Where a record stands in an order: what it has in the columns (None for nothing in the first one), its arrival."""


class Stretch(NamedTuple):
    """Records that are read along an index: their condition with its values, and what they are ordered by."""

    is_filled: bool
    condition: str
    values: tuple[Any, ...]
    order: str


@dataclass(frozen=True, slots=True)
class Order:
    """Columns that order a list, then arrival; ``lowest`` is what no value of the first column is below, in SQL."""

    names: tuple[str, ...] = ()
    is_descending: bool = False
    lowest: str = "''"

    def place(self, values: Mapping[str, Any], row: int) -> Place:
        """Where a record of these values and this arrival stands."""
        more = [_LAST if values.get(name) is None else values[name] for name in self.names[1:]]
        return (*(values.get(name) for name in self.names[:1]), *more, row)

    def is_before(self, place: Place, other: Place) -> bool:
        """Whether a record at ``place`` is listed before one at ``other``."""
        if self.names and (place[0] is None or other[0] is None) and place[0] is not other[0]:
            return other[0] is None
        mine, others = (place[1:], other[1:]) if self.names and place[0] is None else (place, other)
        return mine > others if self.is_descending else mine < others

    def columns(self, table: str) -> str:
        """What makes up a place, in SQL."""
        return ", ".join(self._columns(table))

    def sorting(self, table: str) -> str:
        """What whole rows are ordered by, wherever they are read."""
        first, *_ = columns = self._columns(table)
        return ", ".join([*([f"{first} IS NULL"] if self.names else []), self._turned(columns, self.is_descending)])

    def stretches(self, start: Place | None, table: str, *, backwards: bool = False) -> list[Stretch]:
        """How to read on behind ``start``, or from the first record.

        Backwards: from ``start`` itself, or from the last record, towards the first, the order turned round.
        """
        found = []
        if start is None or self._is_filled(start) or backwards:
            found.append(self._filled(start if start and self._is_filled(start) else None, table, backwards))
        if self.names and (start is None or not self._is_filled(start) or not backwards):
            found.append(self._empty(start if start and not self._is_filled(start) else None, table, backwards))
        return found[::-1] if backwards else found

    def _is_filled(self, place: Place) -> bool:
        return not self.names or place[0] is not None

    def _filled(self, start: Place | None, table: str, backwards: bool) -> Stretch:
        columns = self._columns(table)
        if start is not None:
            condition = self._compared(columns, backwards)
        else:
            condition = f"{columns[0]} >= {self.lowest}" if self.names else "1"
        return Stretch(True, condition, start or (), self._turned(columns, self.is_descending is not backwards))

    def _empty(self, start: Place | None, table: str, backwards: bool) -> Stretch:
        first, *others = self._columns(table)
        condition = f"{first} IS NULL"
        if start is not None:
            condition += f" AND {self._compared(others, backwards)}"
        return Stretch(False, condition, (start or ())[1:], self._turned(others, self.is_descending is not backwards))

    def _compared(self, columns: list[str], backwards: bool) -> str:
        sign = ("<" if self.is_descending is not backwards else ">") + ("=" if backwards else "")
        if len(columns) == 1:
            return f"{columns[0]} {sign} ?"
        return f"({', '.join(columns)}) {sign} ({', '.join('?' * len(columns))})"

    def _turned(self, columns: list[str], downwards: bool) -> str:
        return ", ".join(f"{column} DESC" for column in columns) if downwards else ", ".join(columns)

    def _columns(self, table: str) -> list[str]:
        named = [f'{table}."{name}"' for name in self.names]
        return [*named[:1], *(f"coalesce({one}, '{_LAST}')" for one in named[1:]), f"{table}.row"]


def offered(kind: RecordKind) -> tuple[str, ...]:
    """The columns by which lists of a kind can be put in order, upwards (the name) and downwards (:data:`DOWN` before).

    Of kinds with very many records those with an index; small registers are sorted while they are read. None by what
    is masked for some: where a record stands would tell of it.
    """
    if kind.name in _INDEXED:
        return _INDEXED[kind.name]
    masked = masked_fields(kind, MASKED)
    plain = (field for field in kind.fields if field.kind in _PLAIN and field not in masked)
    return tuple(field.name for field in plain if field.name != "id")


def order_of(kind: RecordKind, name: str) -> Order:
    """The order of this name; the empty one is by the kind's day, or by arrival, newest first. Refused: ``invalid``."""
    wanted = name or (f"{DOWN}{kind.date_field}" if kind.date_field else "")
    if not wanted:
        return Order(is_descending=True)
    column = wanted.removeprefix(DOWN)
    if column not in offered(kind):
        raise Refused("invalid", problems=[Problem("unknown_field", name, name)], rows=1)
    then = _THEN.get((kind.name, column))
    is_counted = kind.field(column).kind in (FieldKind.INTEGER, FieldKind.NUMBER)
    # Text sorts behind every number, and an infinite one is before all others.
    lowest = "-9e999" if is_counted else "''"
    return Order((column, *([then] if then else [])), wanted.startswith(DOWN), lowest)
