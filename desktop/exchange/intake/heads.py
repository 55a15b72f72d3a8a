"""The rows of headings of a table: how many there are, and the words above each column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.exchange.intake.headings import plain
from desktop.exchange.intake.lines import is_label, side_line, texts_of
from desktop.exchange.intake.sheet import Area, Sheet

MOST_ROWS = 4
"""Rows of headings that a table may have."""

_WIDE = 0.8
"""Part of the width from which on a merged cell is a title and no heading of some columns."""


@dataclass(frozen=True, slots=True)
class HeadColumn:
    """A column: its place from 0, and its words in the rows of headings from above down, each once."""

    place: int
    levels: tuple[str, ...]

    @property
    def heading(self) -> str:
        """The words joined by "/"."""
        return "/".join(self.levels)


@dataclass(frozen=True, slots=True)
class Head:
    """First and last row of the headings, and the columns that have words."""

    first: int
    last: int
    columns: tuple[HeadColumn, ...]


def head_at(sheet: Sheet, row: int, floor: int) -> Head:
    """The headings of which ``row`` holds some; none of its rows is ``floor`` or above."""
    width = _width(sheet, row)
    first = row
    while first - 1 > floor and row - first < MOST_ROWS - 1 and _is_above(sheet, first - 1, first, width):
        first -= 1
    last = row
    while last - first < MOST_ROWS - 1 and _is_below(sheet, first, last):
        last += 1
    width = max(_width(sheet, number) for number in range(first, last + 1))
    columns = [HeadColumn(place, _levels(sheet, first, last, place)) for place in range(width)]
    return Head(first, last, tuple(column for column in columns if column.levels))


def _width(sheet: Sheet, row: int) -> int:
    areas = [area[3] + 1 for area in sheet.areas_at(row)]
    return max([len(sheet.cells(row)), *areas])


def _is_above(sheet: Sheet, row: int, below: int, width: int) -> bool:
    """Whether a row stands over headings as headings of several columns."""
    cells = sheet.cells(row)
    filled = [place for place, cell in enumerate(cells) if cell != ""]
    if not filled or side_line(texts_of(cells), width) or not all(is_label(cells[place]) for place in filled):
        return False
    areas = [area for area in sheet.areas_at(row) if area[0] == row]
    if any(area[2] >= below for area in areas):
        return True
    spans = [area for area in areas if area[3] > area[1]]
    if spans:
        return all(area[3] - area[1] + 1 < _WIDE * width for area in spans)
    if len(filled) < 2:
        return False
    under = sheet.cells(below)
    # Without merged cells: words over words, the row above having gaps where a group goes on.
    return len(filled) < sum(cell != "" for cell in under) or any(
        place >= len(under) or under[place] == "" for place in filled
    )


def _is_below(sheet: Sheet, first: int, last: int) -> bool:
    """Whether the row after belongs to the headings too."""
    row = last + 1
    cells = sheet.cells(row)
    if any(area[0] >= first and area[0] <= last < area[2] for area in sheet.areas_at(last)):
        return all(is_label(cell) for cell in cells if cell != "")
    filled = [place for place, cell in enumerate(cells) if cell != ""]
    if not filled or 0 in filled or not all(is_label(cells[place]) for place in filled):
        return False
    above = sheet.cells(last)
    open_places = [place for place in filled if _is_open(sheet, last, place, above)]
    gaps = any(place >= len(above) or above[place] == "" for place in filled)
    return gaps and len(open_places) == len(filled)


def _is_open(sheet: Sheet, row: int, place: int, cells: Sequence[object]) -> bool:
    """Whether a heading may have others under it: it spans columns, or the next one is blank, or it is blank itself."""
    area = sheet.area(row, place)
    if area:
        return area[3] > area[1]
    blank = place >= len(cells) or cells[place] == ""
    return blank or place + 1 >= len(cells) or cells[place + 1] == ""


def _levels(sheet: Sheet, first: int, last: int, place: int) -> tuple[str, ...]:
    words: list[str] = []
    areas: list[Area] = []
    for row in range(first, last + 1):
        area = sheet.area(row, place)
        if area is not None:
            if area in areas or (row == last and area[0] == row and area[1] < place):
                continue
            areas.append(area)
            text = plain(sheet.cell(area[0], area[1]))
        else:
            text = plain(sheet.cell(row, place))
            if not text and row < last:
                text = _group_of(sheet, row, last, place)
        if text and (not words or words[-1] != text):
            words.append(text)
    return tuple(words)


def _group_of(sheet: Sheet, row: int, last: int, place: int) -> str:
    """The words that hold for a blank heading cell: those to its left, where both have words of their own below."""
    if not plain(sheet.cell(last, place)):
        return ""
    left = place - 1
    while left >= 0:
        if sheet.area(row, left) is not None:
            return ""
        if text := plain(sheet.cell(row, left)):
            return text if plain(sheet.cell(last, left)) else ""
        if not plain(sheet.cell(last, left)):
            return ""
        left -= 1
    return ""
