"""A sheet as the intake looks at it: its rows, and which cells are merged."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from desktop.exchange.tables import Cell, TableRow, Tables

Area = tuple[int, int, int, int]
"""Top row, left column, bottom row, right column; rows from 1, columns from 0."""


@dataclass(frozen=True)
class Sheet:
    """Rows that hold something, in their order; merged areas; formulas and errors by row and column."""

    name: str
    rows: Sequence[TableRow]
    merged: Sequence[Area] = ()
    formulas: Mapping[tuple[int, int], str] = field(default_factory=dict)
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    knows_merged: bool = True

    @cached_property
    def numbers(self) -> list[int]:
        """The numbers of the rows."""
        return [row.number for row in self.rows]

    @cached_property
    def _areas_by_row(self) -> dict[int, list[Area]]:
        found: dict[int, list[Area]] = {}
        for area in self.merged:
            # An area of a whole column says nothing of single rows.
            for row in range(area[0], min(area[2], area[0] + 2_000) + 1):
                found.setdefault(row, []).append(area)
        return found

    def areas_at(self, row: int) -> Sequence[Area]:
        """The merged areas a row has part in."""
        return self._areas_by_row.get(row, ())

    def area(self, row: int, column: int) -> Area | None:
        """The merged area a cell belongs to."""
        return next((area for area in self.areas_at(row) if area[1] <= column <= area[3]), None)

    def index(self, number: int) -> int:
        """The place in :attr:`rows` of the first row from this number on."""
        return bisect_left(self.numbers, number)

    def cells(self, number: int) -> Sequence[Cell]:
        """The cells of a row; empty where it holds nothing."""
        place = self.index(number)
        return self.rows[place].cells if place < len(self.rows) and self.rows[place].number == number else ()

    def cell(self, row: int, column: int) -> Cell:
        """What stands in a cell itself; ``''`` in nothing."""
        cells = self.cells(row)
        return cells[column] if column < len(cells) else ""

    def seen(self, row: int, column: int) -> Cell:
        """What people see there: of a merged area what its first cell holds."""
        area = self.area(row, column)
        return self.cell(area[0], area[1]) if area else self.cell(row, column)


def sheets_of(tables: Tables, rows: Sequence[Sequence[TableRow]]) -> list[Sheet]:
    """The sheets of a ledger, with what is known of their cells."""
    sheets = []
    for place, name in enumerate(tables.sheets):
        merged = [(top, left, bottom, right) for sheet, top, left, bottom, right in tables.merged if sheet == place]
        formulas = {(row, column): text for sheet, row, column, text in tables.formulas if sheet == place}
        errors = {(row, column): text for sheet, row, column, text in tables.errors if sheet == place}
        sheets.append(Sheet(name, rows[place], merged, formulas, errors, tables.knows_merged))
    return sheets
