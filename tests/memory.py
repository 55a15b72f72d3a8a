"""Workbooks kept as the rows they would be read back as, without being written: a hundred times faster."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from desktop.domain.fields import RecordKind
from desktop.domain.kinds import KINDS
from desktop.exchange import parsing
from desktop.exchange.blanks import Blanks
from desktop.exchange.composing import Outgoing, change_rows
from desktop.exchange.information import CHANGES_SHEET, INFO_SHEET, info_rows
from desktop.exchange.layout import columns_of, row_of
from tests.sheet_edits import Sheet


@dataclass(frozen=True)
class Book:
    """A workbook as it is read: what :class:`desktop.exchange.opening.OpenWorkbook` shows of a file."""

    name: str
    sheets: dict[str, list[list[Any]]]
    properties: dict[str, str] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """Of the content, as that of a file is."""
        return str(hash(repr(self.sheets)))

    @property
    def sheet_names(self) -> tuple[str, ...]:
        return tuple(self.sheets)

    def rows(self, sheet: str) -> Iterator[list[Any]]:
        yield from self.sheets[sheet]

    def blanks(self, sheet: str) -> Blanks:
        return Blanks(frozenset(), ())


class Memory:
    """Stands in for the writing and reading of files. Goes through the same rows of the same sheets."""

    def __init__(self) -> None:
        self.held: dict[str, Book] = {}

    def compose(self, path: Path, outgoing: Outgoing, **_: Any) -> None:
        """What :func:`desktop.exchange.composing.compose` would write."""
        sheets: dict[str, list[list[Any]]] = {}
        for sheet in outgoing.records:
            headings = list(_headings(sheet.kind))
            rows = [row_of(sheet.kind, number, *record) for number, record in enumerate(sheet.records, start=1)]
            sheets[sheet.kind.sheet] = [headings, *map(_read, rows)]
        sheets[INFO_SHEET] = [_read(row) for row in info_rows(outgoing.info)]
        sheets[CHANGES_SHEET] = [list(row) for row in change_rows(outgoing.changes)]
        self.held[path.name] = Book(path.name, sheets)

    def parse(self, path: Path, password: str = "") -> parsing.Incoming:
        """What :func:`desktop.exchange.parsing.parse_workbook` would read."""
        return parsing.parsed(self.held[path.name])

    def edited(self, path: Path, target: Path) -> dict[str, list[list[Any]]]:
        """A copy of a workbook for somebody to type into; gives its sheets, from the row of the headings on."""
        book = self.held[path.name]
        sheets = {title: [list(row) for row in rows] for title, rows in book.sheets.items()}
        self.held[target.name] = replace(book, name=target.name, sheets=sheets)
        return sheets

    def save(self, path: Path, sheets: dict[str, list[list[Any]]]) -> None:
        """Save what was typed into the sheets."""
        self.held[path.name] = replace(self.held[path.name], sheets=sheets)


class Files:
    """Real workbooks in the place of remembered ones; whoever types saves with another library."""

    def __init__(self) -> None:
        self._books: dict[str, Any] = {}

    def edited(self, path: Path, target: Path) -> dict[str, list[list[Any]]]:
        """As :meth:`Memory.edited`."""
        book = self._books[target.name] = load_workbook(path)
        return {
            kind.sheet: [
                ["" if cell is None else cell for cell in row]
                for row in book[kind.sheet].iter_rows(min_row=Sheet(book[kind.sheet]).heading_row, values_only=True)
            ]
            for kind in KINDS.values()
        }

    def save(self, path: Path, sheets: dict[str, list[list[Any]]]) -> None:
        """As :meth:`Memory.save`."""
        book = self._books.pop(path.name)
        for title, rows in sheets.items():
            first = Sheet(book[title]).heading_row
            for row, cells in enumerate(rows, start=first):
                for column, cell in enumerate(cells, start=1):
                    place = book[title].cell(row, column)
                    place.value = None if cell == "" else cell
                    if isinstance(cell, str) and cell.startswith("="):
                        # Typed as text, as with an apostrophe before it.
                        place.data_type = "s"
        book.save(path)


@lru_cache
def _headings(kind: RecordKind) -> tuple[str, ...]:
    return tuple(column.heading for column in columns_of(kind))


def _read(row: Any) -> list[Any]:
    return ["" if cell is None else cell for cell in row]
