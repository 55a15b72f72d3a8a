"""The rows of records in a form's sheet, each cell in the look that the form has for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from desktop.domain.fields import FieldKind
from desktop.exchange.cell_limits import MAX_EXACT_NUMBER
from desktop.exchange.cell_names import column_letter
from desktop.exchange.cells import date_serial, fitting
from desktop.exchange.escaping import escape, quoted
from desktop.exchange.templates.form import FormRow, FormSheet, Merge
from desktop.exchange.templates.looks import Looks, Meant
from desktop.exchange.templates.references import Shift
from desktop.exchange.templates.table import SERIAL

Value = str | int | float | None

_ESCAPE_START = re.compile(r"(?<=_)(?=x[0-9A-Fa-f]{4}_)")
_MONTH_HEADING = re.compile(r"年月$")
# What a spreadsheet would make something else of, once somebody types in its cell: a formula, a number cut short.
_WOULD_CHANGE = re.compile(r"[=+\-@]|0[0-9]+$|[0-9]{11,}$")
_IDS = frozenset({FieldKind.ID_NUMBER, FieldKind.PHONES, FieldKind.CREDIT_CODE, FieldKind.DIVISION_CODE})
_KEPT = ("spans", "r")


@dataclass(frozen=True, slots=True)
class Filling:
    """What a column is filled with: a field by name (or :data:`SERIAL`), its kind, the heading above the column."""

    name: str
    kind: FieldKind
    heading: str


class RowWriter:
    """Makes the rows of records from the form's first row for them."""

    def __init__(
        self, sheet: FormSheet, name: str, shift: Shift, looks: Looks, fillings: Mapping[int, Filling]
    ) -> None:
        """``name`` is that of the sheet; ``fillings`` are by column."""
        self._sheet = sheet
        self._name = name
        self._shift = shift
        self._looks = looks
        self._fillings = fillings
        self._pattern = sheet.rows.get(shift.first) or FormRow(shift.first, 0)
        own = (sheet.rows[row] for row in sheet.rows if shift.first <= row <= shift.last)
        self.sums: dict[int, float] = dict.fromkeys(fillings, 0)
        """The sum of the numbers written so far, by column."""
        self._columns = sorted({column for row in own for column in row.cells} | {*fillings})

    def rows(self, records: Iterable[Sequence[Value]], count: int) -> Iterator[str]:
        """The XML of all rows for records: ``count`` filled ones, and the form's own behind them.

        Each record has its values in the order of the columns. A row of the form keeps its look; one put in between
        has that of the first, and the last of the form stays the last.
        """
        first, last = self._shift.first, self._shift.last
        given = iter(records)
        for place in range(max(count, last - first + 1)):
            own = self._own_row(place, count)
            values = next(given, None) if place < count else None
            yield self._row(first + place, own, place, values)

    def _own_row(self, place: int, count: int) -> FormRow:
        first, last = self._shift.first, self._shift.last
        total = last - first + 1 + self._shift.extra
        if place == total - 1 and total > 1:
            return self._sheet.rows.get(last) or self._pattern
        number = first + place
        is_own = number < last or (number == last and not self._shift.extra)
        return self._sheet.rows.get(number, self._pattern) if is_own else self._pattern

    def _row(self, number: int, own: FormRow, place: int, values: Sequence[Value] | None) -> str:
        p = self._sheet.prefix
        kept = "".join(
            f" {name}={quoted(value)}"
            for name, value in own.attributes.items()
            if name not in _KEPT and (":" not in name or name.startswith("x14ac:"))
        )
        by_column = dict(zip(self._fillings, values, strict=True)) if values is not None else {}
        cells = "".join(self._cell(number, column, own, place, by_column) for column in self._columns)
        return f'<{p}row r="{number}"{kept}>{cells}</{p}row>'

    def _cell(self, number: int, column: int, own: FormRow, place: int, values: Mapping[int, Value]) -> str:
        p = self._sheet.prefix
        look = self._look(own, column)
        reference = f"{column_letter(column)}{number}"
        value = values.get(column)
        if column in values and value not in (None, ""):
            return self._value(reference, look, value, column, place)
        pattern = self._pattern.cells.get(column)
        if pattern is not None and pattern.formula and column not in self._fillings:
            formula = self._shift.copied(pattern.formula, self._name, place)
            return f'<{p}c r="{reference}" s="{look}"><{p}f>{escape(formula)}</{p}f></{p}c>'
        return f'<{p}c r="{reference}" s="{look}"/>'

    def _look(self, own: FormRow, column: int) -> int:
        for row in (own, self._pattern):
            if column in row.cells:
                return row.cells[column].look
        return int(self._pattern.attributes.get("s") or 0) or self._sheet.look_of_column(column)

    def _value(self, reference: str, look: int, value: Value, column: int, place: int) -> str:
        p = self._sheet.prefix
        filling = self._fillings[column]
        if filling.name == SERIAL:
            value = place + 1
        meant = self._looks.meant(look)
        if isinstance(value, str) and filling.kind is FieldKind.DATE:
            serial = date_serial(value)
            if meant is Meant.DATE and serial is not None:
                return f'<{p}c r="{reference}" s="{look}"><{p}v>{serial}</{p}v></{p}c>'
            if _MONTH_HEADING.search(filling.heading):
                value = value[:7].replace("-", ".")
        is_number = isinstance(value, int | float) and abs(value) < MAX_EXACT_NUMBER
        if isinstance(value, int | float) and is_number and meant in (Meant.ANYTHING, Meant.NUMBER):
            self.sums[column] += value
            return f'<{p}c r="{reference}" s="{look}"><{p}v>{value!r}</{p}v></{p}c>'
        text = str(fitting(str(value)))
        if filling.kind in _IDS or _WOULD_CHANGE.match(text) or meant is not Meant.ANYTHING:
            look = self._looks.for_text(look)
        return f'<{p}c r="{reference}" s="{look}" t="inlineStr"><{p}is>{text_xml(p, text)}</{p}is></{p}c>'


def text_xml(prefix: str, text: str, look: str = "", *, is_run: bool = False) -> str:
    """A text as the content of an ``<is>`` element; ``look`` is the XML of its look, ``is_run`` one among several.

    As in :func:`desktop.exchange.cells.text_xml`, what looks like the escape of a character is cut into two runs.
    """
    parts = [
        f'<{prefix}t xml:space="preserve">{escape(part)}</{prefix}t>'.replace("\r", "&#13;")
        for part in _ESCAPE_START.split(text)
    ]
    if len(parts) == 1 and not look and not is_run:
        return parts[0]
    return "".join(f"<{prefix}r>{look}{part}</{prefix}r>" for part in parts)


def merged_rows(sheet: FormSheet, shift: Shift, count: int) -> tuple[set[Merge], list[str]]:
    """The merged ranges of the rows for records as the form has them, and as they are for all rows."""
    old = {one for one in sheet.merges if one.top == one.bottom and shift.first <= one.top <= shift.last}
    pattern = [one for one in old if one.top == shift.first]
    rows = range(shift.first, shift.first + max(count, shift.last - shift.first + 1))
    new = [f"{column_letter(one.left)}{row}:{column_letter(one.right)}{row}" for row in rows for one in sorted(pattern)]
    return old, new
