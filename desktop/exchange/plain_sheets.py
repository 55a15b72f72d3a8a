"""Sheets of nothing but plain cells, read by one pattern.

Of most ledgers a sheet is rows of texts and numbers in the one form that the usual programs write. One pattern finds
all its cells, tells that they are sound XML, and takes them out; what is left is small, and judged by an XML parser.
That takes half the time of judging the whole sheet and handing it to the reader of workbooks, and gives the same.
Whatever is not of this form (formulas, errors, days, texts in several fonts, ...) makes no plain sheet.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Sequence
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple
from xml.parsers import expat

from desktop.exchange.cell_names import column_number
from desktop.exchange.packages import MAX_CELLS, strict_parser
from desktop.exchange.plain_rows import BEGIN, BLANKS, CELL, HEAD, MAX_COLUMNS, TEXT, Cell, Row, pattern, usual_rows

MAX_BYTES = 64 * 2**20
"""Larger sheets are read the usual way, which needs less memory."""

_SHARED, _STYLES = "xl/sharedStrings.xml", "xl/styles.xml"
# In a text it begins an escape of its own.
_ESCAPE = b"_x"

_BEGIN = pattern(BEGIN)
_EMPTY_ROWS = rf"(?:<row\s[^<>]*(?:/>|(?<!/)>{BLANKS}</row>))*"
_FIRST_ROW = rf'{_EMPTY_ROWS}?<row\s+r="([1-9][0-9]{{0,6}})"[^<>]*(?<!/)>{BLANKS}'
_START = pattern(_FIRST_ROW)
_BETWEEN = pattern(rf"{BLANKS}</row>{_FIRST_ROW}")
_WITHIN = pattern(BLANKS)
_END = pattern(rf"{BLANKS}</row>{_EMPTY_ROWS}</sheetData>(?!.*sheetData)", re.DOTALL)

_MERGED = pattern(r'<mergeCell ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})" ?/>')

_ITEM = pattern(rf"<si><t(?: xml:space=\"preserve\")?>({TEXT})</t></si>")
_SHARED_BEGIN = pattern(r"(?:<\?xml\s[^<>]*\?>\s*)?<sst[^<>]*>")
_FORMATS_OF_CELLS = pattern(r"<cellXfs[^<>]*>(.*?)</cellXfs>", re.DOTALL)
_FORMAT_OF_CELL = pattern(r'<xf\s[^<>]*?numFmtId="([0-9]+)"')
_DEFINED_FORMAT = pattern(r'<numFmt\s[^<>]*?numFmtId="([0-9]+)"')
_PLAIN_FORMAT = pattern(r'<numFmt numFmtId="([0-9]+)" formatCode="[0#?.,%_ ;()@+-]*"')
# ECMA-376 part 1, 18.8.30: formats of numbers and of text; the others are of days and times.
_NUMBER_FORMATS = frozenset(b"%d" % form for form in (*range(14), *range(37, 45), 48, 49))


class PlainSheet(NamedTuple):
    """The rows that hold something, and the merged areas: top row, left column, bottom row, right column (A is 0)."""

    rows: list[Row]
    merged: list[tuple[int, int, int, int]]


class _Shape(NamedTuple):
    """Cells of a row that stand in the same columns and are of the same kinds."""

    numbers: Sequence[int]
    shared: Sequence[int]
    pick: Callable[[list[Cell]], Sequence[Cell]] | None
    """Gives the row of its cells, behind which a blank stands; None where there are no blanks between."""


class PlainSheets:
    """Reads the plain sheets of an .xlsx of which all other parts are judged."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def read(self, part: str) -> PlainSheet | None:
        """What the sheet holds; None where it is no plain one, or not sound. Raises as ``ZipFile.read``."""
        if self._archive.getinfo(part).file_size > MAX_BYTES:
            return None
        data = self._archive.read(part)
        if not _is_as_written(data):
            return None
        usual = usual_rows(data, lambda: self._shared, lambda: self._number_styles)
        found = self._read(data if usual is None else usual.rest)
        if found is None or usual is None:
            return found
        rows = sorted([*found.rows, *usual.rows], key=itemgetter(0))
        width = max(len(cells) for _, cells in rows)
        return PlainSheet(rows, found.merged) if rows[-1][0] * width <= MAX_CELLS else None

    def _read(self, data: bytes) -> PlainSheet | None:
        parts = CELL.split(data)
        if len(parts) < 5:
            return None
        gaps = parts[0::4]
        head, tail = _BEGIN.match(gaps[0]), _END.match(gaps[-1])
        merged = _merged(gaps[-1])
        if head is None or tail is None or merged is None or not _is_sound(b"".join(gaps)):
            return None
        gaps[0] = gaps[0][head.end() :]
        rows = self._rows(gaps, parts[1::4], parts[2::4], parts[3::4])
        return None if rows is None else PlainSheet(rows, merged)

    def _rows(self, gaps: list[bytes], heads: list[bytes], texts: list[Cell], values: list[bytes]) -> list[Row] | None:
        begun = _begun(gaps)
        if begun is None:
            return None
        shapes: dict[bytes, _Shape | None] = {}
        rows: list[Row] = []
        ends = [place for place, _ in begun[1:]] + [len(heads)]
        for (start, number), end in zip(begun, ends, strict=True):
            key = _key(heads[start:end], number)
            if key not in shapes:
                shapes[key] = self._shape(key)
            shape = shapes[key]
            if shape is None:
                return None
            cells: Sequence[Cell] | None = self._cells(shape, texts[start:end], values, start)
            if cells is None:
                return None
            if cells[-1] == b"":
                cells = _without_blanks_at_end(cells)
            if cells:
                rows.append((int(number), cells))
        width = max((len(cells) for _, cells in rows), default=0)
        return rows if not rows or rows[-1][0] * width <= MAX_CELLS else None

    def _cells(self, shape: _Shape, cells: list[Cell], values: Sequence[bytes], start: int) -> Sequence[Cell] | None:
        try:
            for place in shape.numbers:
                cells[place] = float(values[start + place])
            for place in shape.shared:
                cells[place] = self._shared[int(values[start + place])]
        except (TypeError, ValueError, IndexError):
            return None
        if None in cells:
            return None
        if shape.pick is None:
            return cells
        cells.append(b"")
        return shape.pick(cells)

    def _shape(self, key: bytes) -> _Shape | None:
        columns: list[int] = []
        kinds: list[bytes] = []
        for cell in key.split(b"\n"):
            found = HEAD.fullmatch(cell)
            if found is None:
                return None
            letters, style, kind = found.groups()
            columns.append(column_number(letters.decode()) - 1)
            kinds.append(kind or b"n")
            if kinds[-1] == b"n" and style is not None and style not in self._number_styles:
                return None
        if columns[-1] >= MAX_COLUMNS or sorted(set(columns)) != columns:
            return None
        numbers, shared = ([at for at, one in enumerate(kinds) if one == kind] for kind in (b"n", b"s"))
        if columns[-1] + 1 == len(columns):
            return _Shape(numbers, shared, None)
        # The blank put behind the cells stands for all those between.
        places = dict(zip(columns, range(len(columns)), strict=True))
        order = [places.get(column, len(columns)) for column in range(columns[-1] + 1)]
        return _Shape(numbers, shared, itemgetter(*order))

    @cached_property
    def _shared(self) -> Sequence[bytes]:
        """The texts that cells refer to; none where they are not all plain."""
        text = self._part(_SHARED)
        found = _ITEM.split(text) if _is_as_written(text) else []
        is_plain = found and _SHARED_BEGIN.fullmatch(found[0]) and not any(found[2:-1:2])
        return found[1::2] if is_plain else ()

    @cached_property
    def _number_styles(self) -> frozenset[bytes]:
        """The styles, by the numbers that cells name, in which a number is a number and no day."""
        text = self._part(_STYLES)
        formats = _NUMBER_FORMATS.difference(_DEFINED_FORMAT.findall(text)).union(_PLAIN_FORMAT.findall(text))
        found = _FORMATS_OF_CELLS.search(text)
        cells = _FORMAT_OF_CELL.findall(found[1]) if found else ()
        return frozenset(b"%d" % place for place, one in enumerate(cells) if one in formats)

    def _part(self, name: str) -> bytes:
        known = name in self._archive.namelist() and self._archive.getinfo(name).file_size <= MAX_BYTES
        return self._archive.read(name) if known else b""


def _is_as_written(data: bytes) -> bool:
    # A single character is found sooner, and most sheets have none of it.
    return b"_" not in data or _ESCAPE not in data


def _without_blanks_at_end(cells: Sequence[Cell]) -> Sequence[Cell]:
    end = len(cells)
    while end and cells[end - 1] == b"":
        end -= 1
    return cells[:end]


def _begun(gaps: Sequence[bytes]) -> list[tuple[int, bytes]] | None:
    """For each row the place of its first cell and its number; None where anything unknown stands between cells."""
    begun: list[tuple[int, bytes]] = []
    last, rest = 0, b""
    for place in [place for place, gap in enumerate(gaps) if gap][:-1]:
        gap, number = gaps[place], b"%d" % (last + 1)
        if gap == b'</row><row r="%b%b' % (number, rest):
            # As the row before it: so are nearly all.
            last += 1
            begun.append((place, number))
            continue
        found = (_BETWEEN if place else _START).fullmatch(gap)
        if found is None and place and _WITHIN.fullmatch(gap):
            continue
        if found is None or int(found[1]) <= last:
            return None
        last, rest = int(found[1]), gap[found.end(1) :]
        begun.append((place, found[1]))
    return begun if begun and not begun[0][0] else None


def _key(heads: Sequence[bytes], number: bytes) -> bytes:
    """What stands in front of the values of a row, without its number: the same for most rows of a sheet."""
    key, end = b"\n".join(heads), number + b'"'
    short = key.replace(end, b'"')
    if len(key) - len(short) == len(number) * len(heads):
        return short
    # A style has this number too.
    parted = (head.partition(b'"') for head in heads)
    return b"\n".join(b'%b"%b' % (reference.removesuffix(number), rest) for reference, _, rest in parted)


def _merged(tail: bytes) -> list[tuple[int, int, int, int]] | None:
    found = _MERGED.findall(tail)
    if len(found) != tail.count(b"<mergeCell "):
        return None
    return [
        (int(top), column_number(left.decode()) - 1, int(bottom), column_number(right.decode()) - 1)
        for left, top, right, bottom in found
    ]


def _is_sound(data: bytes) -> bool:
    """Whether a sheet without its plain cells is sound XML, and says nothing but by elements."""
    if data.count(b"<?") > data.startswith(b"<?") or b"<!" in data:
        return False
    try:
        strict_parser().Parse(data, True)
    except expat.ExpatError:
        return False
    return True
