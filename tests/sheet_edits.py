"""A person at work in a workbook: cells, rows and columns by their headings, saved by another program."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

VISITS, ISSUES = "走访记录", "问题清单"


class Sheet:
    """A visible sheet of an open workbook, by headings and by what a row says."""

    def __init__(self, sheet: Any) -> None:
        self.sheet = sheet
        self.heading_row = next(
            row[0].row for row in sheet.iter_rows() if {"记录标识", "序号"} & {cell.value for cell in row}
        )

    @property
    def headings(self) -> list[Any]:
        """The headings from column 1 on."""
        return [cell.value for cell in self.sheet[self.heading_row]]

    def column(self, heading: str) -> int:
        """The column of a heading, from 1."""
        return self.headings.index(heading) + 1

    def row(self, text: str) -> int:
        """The first row that has this text in a cell."""
        return next(
            row[0].row
            for row in self.sheet.iter_rows(min_row=self.heading_row + 1)
            if text in [cell.value for cell in row]
        )

    def type(self, text: str, **values: Any) -> None:
        """Type values (by heading) into the row that has this text."""
        row = self.row(text)
        for heading, value in values.items():
            self.sheet.cell(row, self.column(heading)).value = value

    def add(self, **values: Any) -> int:
        """Type a new row under the last; gives its number."""
        row = self.sheet.max_row + 1
        for heading, value in values.items():
            self.sheet.cell(row, self.column(heading)).value = value
        return row


def edit(path: Path, change: Callable[[Any], None], target: Path | None = None) -> Path:
    """Open, change, save: as a person with another office suite would."""
    book = load_workbook(path)
    change(book)
    book.save(target or path)
    return target or path


def type_into(path: Path, sheet: str, text: str, target: Path | None = None, **values: Any) -> Path:
    """Type values into the row of a sheet that has this text, and save."""
    return edit(path, lambda book: Sheet(book[sheet]).type(text, **values), target)


def add_row(path: Path, sheet: str, target: Path | None = None, **values: Any) -> Path:
    """Type a new row into a sheet, and save."""
    return edit(path, lambda book: Sheet(book[sheet]).add(**values), target)
