"""Rows of a worksheet as XML (ECMA-376 part 1, §18.3.1.4 and §18.3.1.73), written without any library's cell objects.

Text goes in as inline strings: shared strings would need a table of all texts in memory. Inline strings were read
back unchanged by calamine, openpyxl and LibreOffice.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

from desktop.domain.errors import Refused
from desktop.exchange.cell_limits import MAX_CELL_UNITS, MAX_EXACT_NUMBER
from desktop.exchange.cell_names import column_letter

_FIRST_DATE = datetime.date(1900, 3, 1)
_EPOCH = datetime.date(1899, 12, 30)

# Everything that cannot stand in XML text as it is: markup, the carriage return (a parser would turn it into a line
# feed), and what XML 1.0 §2.2 forbids altogether.
_NOT_PLAIN = re.compile("[\x00-\x08\x0b-\x1f&<>\ud800-\udfff\ufffe\uffff]")
_NOT_PLAIN_BYTES = bytes({*range(0x20)} - {*b"\t\n"}) + b"&<>"
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# `_x000D_` in a cell means the character 0D (§22.9.2.19, ST_Xstring).
_ESCAPE_START = re.compile(r"(?<=_)(?=x[0-9A-Fa-f]{4}_)")
_TEXT = '<t xml:space="preserve">'


class CellStyle(StrEnum):
    """How a cell looks and what kind of value it is meant for."""

    TEXT = "text"
    WRAPPED_TEXT = "wrapped_text"
    DATE = "date"
    INTEGER = "integer"
    NUMBER = "number"
    HEADING = "heading"
    TITLE = "title"
    SUBTITLE = "subtitle"
    PLAIN = "plain"
    PLAIN_BOLD = "plain_bold"


class Styled(NamedTuple):
    """A value with a look of its own instead of its column's."""

    value: str | int | float | datetime.date | None
    style: CellStyle


_WRAPPED = frozenset({CellStyle.WRAPPED_TEXT, CellStyle.HEADING, CellStyle.PLAIN, CellStyle.PLAIN_BOLD})
_LINE_POINTS = 13.5
_MAX_POINTS = 409.0
_LEAST_POINTS = {CellStyle.TITLE: 30.0, CellStyle.SUBTITLE: 18.0, CellStyle.HEADING: 22.0}


class CellPlace(NamedTuple):
    """Where a refused value stands: sheet title, row and column counted from 1, heading of the column."""

    sheet: str
    row: int
    column: int
    heading: str


def _is_plain(text: str) -> bool:
    """Whether a text surely is short enough for a cell, and stands in XML as it is."""
    return len(text) <= MAX_CELL_UNITS // 2 and "_x" not in text and not _NOT_PLAIN.search(text)


def _are_plain(texts: Sequence[str]) -> bool:
    """Whether all surely are. Asked of a row at once, and of its bytes, it takes a third of the time."""
    joined = "".join(texts)
    try:
        content = joined.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return (
        len(joined) <= MAX_CELL_UNITS // 2
        and len(content.translate(None, _NOT_PLAIN_BYTES)) == len(content)
        and ("_" not in joined or "_x" not in joined)
        and "\ufffe" not in joined
        and "\uffff" not in joined
    )


def wrapped_points(text: str, width: float) -> float:
    """Height in points of ``text`` wrapped in a column of ``width``, 0 where one line is enough.

    An estimate that errs on the tall side: not every program fits the rows of a file that says nothing.
    """
    room = max(int(width) - 1, 2)
    if 2 * len(text) <= room and "\n" not in text:
        return 0.0
    lines = sum(-(-len(line) * (1 if line.isascii() else 2) // room) or 1 for line in text.split("\n"))
    return min(lines * _LINE_POINTS + 2, _MAX_POINTS) if lines > 1 else 0.0


@lru_cache(maxsize=4096)
def date_serial(text: str) -> int | None:
    """Days since 1899-12-30 of an ISO date ``YYYY-MM-DD``; None where it is no such date.

    Dates before 1900-03-01 give None too: Excel counts a 29 February 1900 that never was, and knows nothing earlier.
    """
    if len(text) != 10 or text[4] != "-" or text[7] != "-" or not text.isascii():
        return None
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return None
    return (day - _EPOCH).days if day >= _FIRST_DATE else None


def check_text(text: str, place: CellPlace) -> None:
    """Raise Refused ``bad_character`` for what XML cannot hold, ``too_long`` beyond 32,767 UTF-16 units."""
    if len(text) > MAX_CELL_UNITS // 2:
        units = len(text.encode("utf-16-le", "surrogatepass")) // 2
        if units > MAX_CELL_UNITS:
            raise Refused("too_long", **place._asdict(), length=units, limit=MAX_CELL_UNITS)
    forbidden = FORBIDDEN.search(text)
    if forbidden:
        raise Refused("bad_character", **place._asdict(), character=f"U+{ord(forbidden[0]):04X}")


def fitting(value: Any) -> Any:
    """A text as a cell can hold it: cut where it is too long, with U+FFFD for what XML cannot hold; others as they are.

    No form takes such a text, but a change made elsewhere may bring one, and must not keep all others from travelling.
    """
    if not isinstance(value, str):
        return value
    if 2 * len(value) > MAX_CELL_UNITS:
        units = value.encode("utf-16-le", "surrogatepass")
        value = units[: 2 * MAX_CELL_UNITS].decode("utf-16-le", "replace")
    return FORBIDDEN.sub("\ufffd", value)


def text_xml(text: str, place: CellPlace) -> str:
    """``text`` as the content of an ``<is>`` element; raises as :func:`check_text`.

    A literal ``_x000D_`` is cut into two runs at its first underscore: no reader then takes it for an escape, while
    the standard's own ``_x005F_`` is left standing by openpyxl.
    """
    check_text(text, place)
    runs = _ESCAPE_START.split(text) if "_x" in text else [text]
    escaped = [
        run.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;") for run in runs
    ]
    if len(escaped) == 1:
        return f"{_TEXT}{escaped[0]}</t>"
    return "".join(f"<r>{_TEXT}{run}</t></r>" for run in escaped)


class RowEncoder:
    """Turns rows of values into ``<row>`` elements.

    One encoder serves one sheet; ``styles`` and ``widths`` have the look and the width of each column (0: hidden),
    ``style_ids`` the index of each look in the workbook's style table. Values are str, int, float, date or None; a
    :class:`Styled` brings its own look.
    """

    def __init__(
        self,
        sheet: str,
        headings: Sequence[str],
        styles: Sequence[CellStyle],
        widths: Sequence[float],
        style_ids: Mapping[CellStyle, int],
    ) -> None:
        self._sheet = sheet
        self._headings = tuple(headings)
        self._widths = tuple(widths)
        self._style_ids = style_ids
        # Per column: start of the element up to the row number, rest of an empty cell, rest up to the text, is a date,
        # width where text wraps and 0 elsewhere.
        self._columns = [
            (
                f'<c r="{column_letter(index)}',
                f'" s="{style_ids[style]}"/>',
                f'" s="{style_ids[style]}" t="inlineStr"><is>',
                style is CellStyle.DATE,
                width if style in _WRAPPED else 0,
            )
            for index, (style, width) in enumerate(zip(styles, widths, strict=True), 1)
        ]

    def row(self, number: int, values: Sequence[object]) -> str:
        """Row ``number`` (counted from 1) with one value per column, high enough for its wrapped texts.

        Raises ValueError when the count of values differs from that of the columns, TypeError for other types.
        """
        row = str(number)
        parts = [""]
        height = 0.0
        is_plain = _are_plain([value for value in values if type(value) is str])
        for index, (value, (start, empty, text, is_date, wrap)) in enumerate(zip(values, self._columns, strict=True)):
            if value is None or value == "":
                parts.append(f"{start}{row}{empty}")
            elif type(value) is str and not is_date:
                if is_plain or _is_plain(value):
                    parts.append(f"{start}{row}{text}{_TEXT}{value}</t></is></c>")
                else:
                    content = text_xml(value, self._place(number, index))
                    parts.append(f"{start}{row}{text}{content}</is></c>")
                if wrap:
                    height = max(height, wrapped_points(value, wrap))
            else:
                parts.append(self._other(number, index, value))
                if isinstance(value, Styled):
                    height = max(height, self._styled_points(value, index))
        # No customHeight: spreadsheets may fit the row anew when its text is edited.
        parts[0] = f'<row r="{row}" ht="{height:g}">' if height else f'<row r="{row}">'
        parts.append("</row>")
        return "".join(parts)

    def _styled_points(self, value: Styled, index: int) -> float:
        least = _LEAST_POINTS.get(value.style, 0.0)
        if value.style in _WRAPPED and isinstance(value.value, str) and self._widths[index]:
            return max(least, wrapped_points(value.value, self._widths[index]))
        return least

    def _place(self, number: int, index: int) -> CellPlace:
        return CellPlace(self._sheet, number, index + 1, self._headings[index])

    def _other(self, number: int, index: int, value: object) -> str:
        """A cell that is no plain text: a date, a number, a value with its own look."""
        start, empty, text, is_date, _ = self._columns[index]
        if isinstance(value, Styled):
            is_date = value.style is CellStyle.DATE
            style_id = self._style_ids[value.style]
            empty, text = f'" s="{style_id}"/>', f'" s="{style_id}" t="inlineStr"><is>'
            value = value.value
            if value is None or value == "":
                return f"{start}{number}{empty}"
        if isinstance(value, datetime.datetime):
            raise TypeError("a cell holds a day, not a moment")
        if isinstance(value, datetime.date):
            value = value.isoformat()
        if isinstance(value, str):
            serial = date_serial(value) if is_date else None
            if serial is None:
                return f"{start}{number}{text}{text_xml(value, self._place(number, index))}</is></c>"
            value = serial
        if type(value) is int and abs(value) >= MAX_EXACT_NUMBER:
            # Asked first: some of these are beyond what a float can be.
            return f"{start}{number}{text}{_TEXT}{value}</t></is></c>"
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise TypeError(f"{value!r} has no form in a worksheet")
        return f"{start}{number}{empty[:-2]}><v>{value!r}</v></c>"
