"""References to cells, and where they point once rows were put in among the rows of a form."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from desktop.exchange.cell_names import column_letter, column_number

LAST_ROW = 1_048_576
"""Rows of a sheet (Excel's limit)."""

_SHEET = r"(?P<sheet>(?:'(?:[^']|'')+'|[\w.\[\]]+)!)?"
_CELL = r"(\$?)([A-Z]{1,3})(\$?)([0-9]{1,7})"
_TOKEN = re.compile(
    r'(?P<text>"(?:[^"]|"")*")|'
    rf"(?<![\w.$]){_SHEET}(?:(?P<cell>{_CELL}(?::{_CELL})?)|(?P<rows>(\$?)([0-9]{{1,7}}):(\$?)([0-9]{{1,7}})))(?![\w.(])"
)
_AREA = re.compile(rf"{_CELL}(?::{_CELL})?")
_COUNTS_ALONE = re.compile(r"\b(?:SUM|COUNTA?|AVERAGE|MAX|MIN)\($|\bSUBTOTAL\([0-9]+,$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Shift:
    """``extra`` rows are put in before the end of the rows ``first`` to ``last``, where records stand.

    ``last`` is ``first - 1`` for a form without a row for records. What lies below moves down; a range that holds the
    rows from their first on grows with them.
    """

    first: int
    last: int
    extra: int

    def row(self, row: int) -> int:
        """Where a row comes to stand."""
        return row + self.extra if row > self.last else row

    def span(self, top: int, bottom: int) -> tuple[int, int]:
        """What becomes of a range of rows. The last row of a sheet stays the last."""
        if bottom >= LAST_ROW:
            return (1 if top == 1 else self.row(top)), bottom
        is_some = top < bottom or self.first == self.last
        is_grown = is_some and self.first <= bottom <= self.last and (bottom == self.last or top <= self.first)
        return self.row(top), self.last + self.extra if is_grown else self.row(bottom)

    def areas(self, references: str) -> str:
        """A list of ranges as attributes have it (``A1:B2 C3``)."""
        return " ".join(_AREA.sub(self._area, one) for one in references.split())

    def _area(self, found: re.Match[str]) -> str:
        fixed, column, row_fixed, row, *rest = found.groups()
        if rest[1] is None:
            # A range of one cell grows as one of several does.
            top, bottom = self.span(int(row), int(row))
            one = f"{fixed}{column}{row_fixed}"
            return f"{one}{top}" if top == bottom else f"{one}{top}:{one}{bottom}"
        top, bottom = self.span(int(row), int(rest[3]))
        return f"{fixed}{column}{row_fixed}{top}:{rest[0]}{rest[1]}{rest[2]}{bottom}"

    def formula(self, text: str, sheet: str, *, is_own: bool) -> str:
        """A formula whose cell does not stand among the records.

        ``sheet`` is the name of the form's sheet; ``is_own`` says that a reference without a sheet means it.
        """

        def change(found: re.Match[str]) -> str:
            top, bottom = int(_rows(found)[0]), int(_rows(found)[1])
            if found["rows"] is None and found[_AT + 5] is None:
                is_alone = top == self.first == self.last and bool(_COUNTS_ALONE.search(text[: found.start()]))
                if is_alone and text[found.end() : found.end() + 1] == ")" and self.extra:
                    one = f"{found[_AT]}{found[_AT + 1]}{found[_AT + 2]}"
                    return f"{found['sheet'] or ''}{one}{top}:{one}{self.last + self.extra}"
                return _written(found, self.row(top), self.row(top))
            return _written(found, *self.span(top, bottom))

        return _replaced(text, sheet, is_own, change)

    def copied(self, text: str, sheet: str, offset: int) -> str:
        """The formula of the first row of records, as it stands ``offset`` rows below: relative rows go along."""

        def change(found: re.Match[str]) -> str:
            top, bottom = _rows(found)
            first_fixed, last_fixed = _fixed(found)
            if first_fixed and last_fixed:
                return _written(found, *self.span(int(top), int(bottom)))
            return _written(
                found,
                self.row(int(top)) + (0 if first_fixed else offset),
                self.row(int(bottom)) + (0 if last_fixed else offset),
            )

        return _replaced(text, sheet, True, change)


# The groups of a match: text 1, sheet 2, cell 3, its eight parts from 4 on, rows 12, its four parts from 13 on.
_AT = 4
_ROWS_AT = 13


def _rows(found: re.Match[str]) -> tuple[str, str]:
    if found["rows"] is not None:
        return found[_ROWS_AT + 1], found[_ROWS_AT + 3]
    return found[_AT + 3], found[_AT + 7] or found[_AT + 3]


def _fixed(found: re.Match[str]) -> tuple[bool, bool]:
    if found["rows"] is not None:
        return bool(found[_ROWS_AT]), bool(found[_ROWS_AT + 2])
    first = bool(found[_AT + 2])
    return first, bool(found[_AT + 6]) if found[_AT + 5] else first


def _written(found: re.Match[str], top: int, bottom: int) -> str:
    sheet = found["sheet"] or ""
    if found["rows"] is not None:
        return f"{sheet}{found[_ROWS_AT]}{top}:{found[_ROWS_AT + 2]}{bottom}"
    text = f"{sheet}{found[_AT]}{found[_AT + 1]}{found[_AT + 2]}{top}"
    return text if found[_AT + 5] is None else f"{text}:{found[_AT + 4]}{found[_AT + 5]}{found[_AT + 6]}{bottom}"


def _replaced(text: str, sheet: str, is_own: bool, change: Callable[[re.Match[str]], str]) -> str:
    def one(found: re.Match[str]) -> str:
        if found["text"] is not None or not _is_meant(found["sheet"], sheet, is_own):
            return found[0]
        return change(found)

    return _TOKEN.sub(one, text)


def _is_meant(prefix: str | None, sheet: str, is_own: bool) -> bool:
    if not prefix:
        return is_own
    name = prefix[:-1]
    if name.startswith("'"):
        name = name[1:-1].replace("''", "'")
    return name.casefold() == sheet.casefold()


def translated(text: str, rows: int, columns: int) -> str:
    """A formula as it stands so many rows and columns further: what a shared formula means in its other cells."""

    def cell(column_fixed: str, column: str, row_fixed: str, row: str) -> str:
        letters = column if column_fixed else column_letter(max(column_number(column) + columns, 1))
        return f"{column_fixed}{letters}{row_fixed}{int(row) if row_fixed else max(int(row) + rows, 1)}"

    def one(found: re.Match[str]) -> str:
        if found["text"] is not None or found["rows"] is not None:
            return found[0]
        first = cell(*(found[_AT + place] or "" for place in range(4)))
        if found[_AT + 5] is None:
            return f"{found['sheet'] or ''}{first}"
        return f"{found['sheet'] or ''}{first}:{cell(*(found[_AT + place] or '' for place in range(4, 8)))}"

    return _TOKEN.sub(one, text)


def spans_rows(text: str, row: int) -> bool:
    """Whether a formula counts over other rows than its own: that of a total."""
    for found in _TOKEN.finditer(text):
        if found["text"] is None and found["sheet"] is None:
            top, bottom = _rows(found)
            if top != bottom and not all(_fixed(found)):
                return True
            if int(top) < row and _COUNTS_ALONE.search(text[: found.start()]):
                return True
    return False
