"""The plain rows of a sheet that are of one form, taken out by one pattern made for it.

The rows of a table hold the same kinds of cells in the same columns, in one style each. A pattern made of a few of them
takes all others apart three times as fast as one for any cell; what is left of the sheet is a small one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Container, Sequence
from operator import lt
from typing import NamedTuple

from desktop.exchange.cell_limits import MAX_CELL_UNITS
from desktop.exchange.cell_names import column_number

Cell = bytes | float
"""A text in UTF-8, or a number. Decoded a column at a time, texts take a quarter less of the whole time."""

Row = tuple[int, Sequence[Cell]]
"""Number from 1, and cells from column A; a blank between is ``b""``, the last one is none."""


def pattern(text: str, flags: int = 0) -> re.Pattern[bytes]:
    """A pattern that goes over bytes in UTF-8."""
    return re.compile(text.encode(), flags)


# What XML allows in a text as it is; a blank at either end would be left out.
TEXT = rf"(?![ \t\n])[^<>&\x00-\x08\x0b-\x1f]{{0,{MAX_CELL_UNITS}}}+(?<![ \t\n])"
NUMBER = r"-?[0-9]{1,20}+(?:\.[0-9]{1,20}+)?(?:E[-+]?[0-9]{1,2})?"
CELL = pattern(rf'<c r="([^<>\n]*+)><(?:is><t(?: xml:space="preserve")?>({TEXT})</t></is|v>({NUMBER})</v)></c>')
BLANKS = r'(?:<c r="[A-Z]{1,3}[0-9]{1,7}"(?: s="[0-9]+")? ?/>)*+'
BEGIN = (
    r'(?:<\?xml version="1\.0"(?: encoding="(?:UTF|utf)-8")?(?: standalone="(?:yes|no)")? ?\?>\s*)?'
    r"<worksheet\s[^<>]*>(?:<(?!/?sheetData|!|\?)[^<>]*>)*<sheetData>"
)
HEAD = pattern(r'([A-Z]{1,3})"(?: s="([0-9]+)")?(?: t="(inlineStr|s|n)")?')

_SAMPLED = 2**16
"""Bytes of a sheet in whose rows the usual form is looked for."""

MAX_COLUMNS = 500
"""Sheets that are wider are not read by patterns."""

_MOST_COLUMNS = 100
"""Columns of the usual rows; a pattern for more takes long to be made."""

_ANY_CELL = r"<c [^<>]*+(?:(?<=/)>|(?<!/)><(?:is><t[^<>]*+>|v>)[^<>]*+</(?:t></is|v)></c>)"
_SAMPLE = pattern(rf'<row r="([1-9][0-9]{{0,6}})("[^<>]*+(?<!/)>)((?:{_ANY_CELL})++)</row>')
_ROWS = r"(?:<row\s[^<>]*+(?:(?<=/)>|(?<!/)>(?:(?!</?row[\s>]).)*+</row>))*+"
_BEFORE = pattern(BEGIN + _ROWS, re.DOTALL)
_AMONG = pattern(_ROWS, re.DOTALL)
_BEHIND = pattern(rf"{_ROWS}</sheetData>", re.DOTALL)
_NUMBERED = pattern(r'<row\s[^<>]*?r="([0-9]{1,7})"')


class UsualRows(NamedTuple):
    """Rows of the usual form, and the sheet without them, in which the first such row is left.

    They are sound XML if that is: they differ from the first in plain texts, numbers and missing cells alone.
    """

    rows: list[Row]
    rest: bytes


def usual_rows(
    data: bytes, shared: Callable[[], Sequence[bytes]], number_styles: Callable[[], Container[bytes]]
) -> UsualRows | None:
    """The rows of the usual form; None where there is none.

    ``shared`` gives the texts to which cells refer, ``number_styles`` the styles in which a number is no day.
    """
    form = _form_of(data, number_styles)
    if form is None:
        return None
    usual, columns, kinds = form
    parts = usual.split(data)
    width = len(kinds) + 2
    gaps, numbers = parts[0::width], list(map(int, parts[1::width]))
    if len(numbers) < 2 or not _stand_in_order(gaps, numbers):
        return None
    blanks: list[Cell] = [b""] * len(numbers)
    table: list[list[Cell]] = [blanks] * (columns[-1] + 1)
    try:
        for place, (column, kind) in enumerate(zip(columns, kinds, strict=True), start=2):
            table[column] = _values(parts[place::width], kind, shared)
    except IndexError:
        return None
    rows: list[Row] = []
    for number, cells in zip(numbers, zip(*table, strict=True), strict=True):
        end = len(cells)
        while end and cells[end - 1] == b"":
            end -= 1
        if end:
            rows.append((number, cells[:end]))
    first = usual.search(data)
    rest = b"".join([gaps[0], first[0] if first else b"", *gaps[1:]])
    return UsualRows([row for row in rows if row[0] != numbers[0]], rest)


def _form_of(
    data: bytes, number_styles: Callable[[], Container[bytes]]
) -> tuple[re.Pattern[bytes], list[int], list[bytes]] | None:
    """What finds the usual rows, the columns (A is 0) of its groups behind the row's number, and the kinds of cells."""
    sample = _SAMPLE.findall(data, 0, _SAMPLED)
    if not sample:
        return None
    beginning = Counter(begin for _, begin, _ in sample).most_common(1)[0][0]
    heads: dict[bytes, Counter[bytes]] = {}
    for number, begin, cells in sample:
        if begin != beginning:
            continue
        for head, _, _ in CELL.findall(cells):
            letters, _, style = head.partition(number + b'"')
            heads.setdefault(letters, Counter())[style] += 1
    columns: dict[int, tuple[str, bytes]] = {}
    for letters, styles in heads.items():
        style = styles.most_common(1)[0][0]
        found = HEAD.fullmatch(letters + b'"' + style)
        kind = found[3] or b"n" if found is not None else b""
        if found is None or (kind == b"n" and found[2] is not None and found[2] not in number_styles()):
            return None
        name, told = letters.decode(), style.decode()
        value = f"is><t>({TEXT})</t></is" if kind == b"inlineStr" else f"v>({NUMBER})</v"
        cell = rf'(?:<c r="{name}\1"(?:{re.escape(told)}><{value}></c>|(?: s="[0-9]+")? ?/>))?'
        columns[column_number(name) - 1] = cell, kind
    if not columns or len(columns) > _MOST_COLUMNS or max(columns) >= MAX_COLUMNS:
        return None
    order = sorted(columns)
    begin = re.escape(beginning.decode("latin-1"))
    text = rf'<row r="([1-9][0-9]{{0,6}}){begin}{"".join(columns[one][0] for one in order)}</row>'
    return re.compile(text.encode("latin-1")), order, [columns[one][1] for one in order]


def _stand_in_order(gaps: Sequence[bytes], numbers: Sequence[int]) -> bool:
    """Whether nothing but whole rows stands between the usual ones, and all rows are in their order."""
    if not all(map(lt, numbers, numbers[1:])):
        return False
    last = len(gaps) - 1
    bounds = [0, *numbers, 2**31]
    for place in [place for place, gap in enumerate(gaps) if gap]:
        gap = gaps[place]
        if place == 0:
            is_whole = _BEFORE.fullmatch(gap) is not None
        else:
            is_whole = (_BEHIND.match(gap) if place == last else _AMONG.fullmatch(gap)) is not None
        others = map(int, _NUMBERED.findall(gap))
        if not is_whole or not all(bounds[place] < other < bounds[place + 1] for other in others):
            return False
    return bool(gaps[0] and gaps[last])


def _values(cells: Sequence[bytes | None], kind: bytes, shared: Callable[[], Sequence[bytes]]) -> list[Cell]:
    if kind == b"inlineStr":
        return [cell or b"" for cell in cells]
    if kind == b"n":
        return [float(cell) if cell else b"" for cell in cells]
    texts = shared()
    # What is no whole number refers to nothing.
    return [texts[int(cell) if cell.isdigit() else len(texts)] if cell else b"" for cell in cells]
