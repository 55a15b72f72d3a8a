"""Cells that hold for the rows below: merged ones, or blanks under a word where the format tells no merged cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from desktop.domain.fields import Field
from desktop.exchange.intake.finding import Table
from desktop.exchange.intake.headings import plain
from desktop.exchange.intake.lines import is_total, texts_of
from desktop.exchange.intake.sheet import Sheet
from desktop.exchange.tables import Cell

_GROUPING = frozenset(
    [
        "village_name",
        "group_name",
        "household_no",
        "head_name",
        "address",
        "lead_unit",
        "leader",
        "visited_on",
        "subject_name",
    ]
)
"""Fields that are written once for several rows."""

_BLANK_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class Filling:
    """For rows that are covered: place of the column to the cell that holds for it."""

    cells: Mapping[int, Mapping[int, Cell]]

    def at(self, row: int) -> Mapping[int, Cell] | None:
        """What is filled down into a row."""
        return self.cells.get(row)

    def covers(self, row: int) -> bool:
        """Whether anything is filled down into a row."""
        return row in self.cells


def filling_of(sheet: Sheet, table: Table, columns: Sequence[tuple[int, Field]]) -> Filling:
    """What is filled down below the headings of a table."""
    found: dict[int, dict[int, Cell]] = {}
    places = {place for place, _ in columns}
    if sheet.knows_merged:
        for top, left, bottom, right in sheet.merged:
            if bottom == top or top <= table.last_heading or top > table.last:
                continue
            held = [place for place in range(left, right + 1) if place in places]
            if left in places or len(held) == 1:
                cell = sheet.cell(top, left)
                for row in range(top + 1, min(bottom, table.last) + 1):
                    found.setdefault(row, {})[left if left in places else held[0]] = cell
        return Filling(found)
    for place, field in columns:
        if field.name in _GROUPING:
            _by_pattern(sheet, table, place, found)
    return Filling(found)


def _by_pattern(sheet: Sheet, table: Table, place: int, found: dict[int, dict[int, Cell]]) -> None:
    """Blanks below a word, where the column is written so: many blanks, no word twice in succession."""
    rows = [row for row in sheet.rows if table.last_heading < row.number <= table.last]
    rows = [row for row in rows if sum(cell != "" for cell in row.cells) >= 2 and not is_total(texts_of(row.cells))]
    cells = [row.cells[place] if place < len(row.cells) else "" for row in rows]
    if not cells or cells[0] == "":
        return
    filled = [plain(cell) for cell in cells if cell != ""]
    blanks = len(cells) - len(filled)
    repeats = any(one == other for one, other in pairwise(filled))
    if blanks < _BLANK_SHARE * len(cells) or repeats:
        return
    last: Cell = ""
    for row, cell in zip(rows, cells, strict=True):
        if cell != "":
            last = cell
        else:
            found.setdefault(row.number, {})[place] = last
