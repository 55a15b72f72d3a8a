"""A form as it lies in its file: the sheets, and of one sheet its rows, cells, merged ranges and texts."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from desktop.exchange.cell_names import place_of
from desktop.exchange.parts import Parts
from desktop.exchange.splicing import End, Tag, scan, tag_at
from desktop.exchange.templates.references import translated

MAX_SHEET_BYTES = 20 * 2**20
"""Most bytes of a form's sheet, unpacked."""

_MAIN_TYPE = "spreadsheetml.sheet.main+xml"


class Run(NamedTuple):
    """A piece of text with one look: the XML of the look ('' for the cell's own) and the text."""

    look: str
    text: str


class Merge(NamedTuple):
    """A merged range, all ends included, counted from 1."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class FormCell:
    """A cell: its place, its bytes in the part, the index of its look, its text or number as text, its formula."""

    row: int
    column: int
    start: int
    stop: int = 0
    look: int = 0
    kind: str = ""
    value: str = ""
    runs: tuple[Run, ...] = ()
    formula: str = ""
    formula_kind: str = ""
    formula_tag: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """What is written in the cell, without blanks at its ends; '' for one that only has a formula or a look."""
        return "" if self.formula else (self.value or "".join(run.text for run in self.runs)).strip()


@dataclass(slots=True)
class FormRow:
    """A row of the sheet: its bytes in the part, its attributes, its cells by column."""

    number: int
    start: int
    stop: int = 0
    attributes: Mapping[str, str] = field(default_factory=dict)
    cells: dict[int, FormCell] = field(default_factory=dict)


class SheetEntry(NamedTuple):
    """A sheet of the workbook: name, part, whether it is shown."""

    name: str
    part: str
    is_shown: bool


class Book:
    """The workbook of a form: its parts, its sheets in their order, its shared texts.

    ValueError, KeyError, IndexError and ExpatError where it is of a make that is not understood.
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.parts = Parts(archive)
        self.part = self.parts.related("", "officeDocument")[0].target
        self.sheets = self._sheets()
        self._texts: list[tuple[Run, ...]] | None = None

    @property
    def is_plain(self) -> bool:
        """Whether it is an .xlsx: not one with macros, nor a template of Excel."""
        found = False

        def learn(tag: Tag) -> None:
            nonlocal found
            if tag.attributes.get("PartName", "").lstrip("/").lower() == self.part.lower():
                found = tag.attributes.get("ContentType", "").endswith(_MAIN_TYPE)

        scan(self.parts.read("[Content_Types].xml"), learn)
        return found

    def _sheets(self) -> list[SheetEntry]:
        parts = {one.id: one.target for one in self.parts.related(self.part, "worksheet")}
        found: list[SheetEntry] = []

        def learn(tag: Tag) -> None:
            if tag.name == "sheet" and tag.depth == 2:
                seen = tag.attributes
                relation = next((value for key, value in seen.items() if key.endswith(":id")), "")
                if relation in parts:
                    found.append(SheetEntry(seen["name"], parts[relation], seen.get("state", "visible") == "visible"))

        scan(self.parts.read(self.part), learn)
        return found

    def text(self, number: int) -> tuple[Run, ...]:
        """A shared text, by its number."""
        if self._texts is None:
            related = self.parts.related(self.part, "sharedStrings")
            self._texts = _texts(self.parts.read(related[0].target)) if related else []
        return self._texts[number]


class FormSheet:
    """A sheet's rows and merged ranges, read once; offsets are those of ``data``."""

    def __init__(self, book: Book, part: str) -> None:
        self.data = book.parts.read(part)
        if len(self.data) > MAX_SHEET_BYTES:
            raise ValueError("too large for a form")
        self.rows: dict[int, FormRow] = {}
        self.merges: list[Merge] = []
        self.columns: list[tuple[int, int, int]] = []
        self.prefix = ""
        self.body_start = self.body_stop = 0
        _SheetReader(self, book).read()
        if not self.body_stop:
            raise ValueError("no rows")

    @property
    def last_row(self) -> int:
        """The number of the last row that is written down."""
        return max(self.rows, default=0)

    def cell(self, row: int, column: int) -> FormCell | None:
        """The cell, where there is one."""
        found = self.rows.get(row)
        return found.cells.get(column) if found else None

    def merge_at(self, row: int, column: int) -> Merge | None:
        """The merged range that holds the cell."""
        return next(
            (one for one in self.merges if one.top <= row <= one.bottom and one.left <= column <= one.right), None
        )

    def shown_text(self, row: int, column: int) -> str:
        """What is seen at a place: that of the first cell of a merged range."""
        merge = self.merge_at(row, column)
        cell = self.cell(merge.top, merge.left) if merge else self.cell(row, column)
        return cell.text if cell else ""

    def look_of_column(self, column: int) -> int:
        """The look of the empty cells of a column."""
        return next((look for first, last, look in self.columns if first <= column <= last), 0)


class _SheetReader:
    """Goes over a sheet's part and fills a :class:`FormSheet`."""

    def __init__(self, sheet: FormSheet, book: Book) -> None:
        self._sheet = sheet
        self._book = book
        self._row: FormRow | None = None
        self._cell: FormCell | None = None
        self._number = 0
        self._column = 0
        self._inside = ""
        self._said: list[str] = []
        self._shared: dict[str, FormCell] = {}

    def read(self) -> None:
        scan(self._sheet.data, self._on_start, self._on_end, self._said_text)
        self._expand_shared()

    def _said_text(self, text: str) -> None:
        if self._inside:
            self._said.append(text)

    def _on_start(self, tag: Tag) -> None:
        seen = tag.attributes
        if tag.name == "c" and tag.depth == 3 and self._row is not None:
            self._column = place_of(seen["r"])[1] if "r" in seen else self._column + 1
            look = int(seen.get("s") or 0)
            self._cell = FormCell(self._number, self._column, tag.start, look=look, kind=seen.get("t", ""))
            self._row.cells[self._column] = self._cell
        elif tag.name == "row" and tag.depth == 2:
            self._number = int(seen.get("r") or self._number + 1)
            self._column = 0
            self._row = FormRow(self._number, tag.start, attributes=dict(seen))
            self._sheet.rows[self._number] = self._row
        elif self._cell is not None and tag.name in ("v", "f", "t"):
            self._inside, self._said = tag.name, []
            if tag.name == "f":
                self._cell.formula_tag = dict(seen)
                self._cell.formula_kind = seen.get("t", "normal")
        elif tag.name == "sheetData" and tag.depth == 1:
            self._sheet.prefix = tag.prefix
            self._sheet.body_start = tag.start
        elif tag.name == "mergeCell":
            first, _, last = seen["ref"].partition(":")
            top, left = place_of(first)
            bottom, right = place_of(last or first)
            self._sheet.merges.append(Merge(top, left, bottom, right))
        elif tag.name == "col" and tag.depth == 2:
            self._sheet.columns.append((int(seen["min"]), int(seen["max"]), int(seen.get("style") or 0)))

    def _on_end(self, end: End) -> None:
        cell = self._cell
        if cell is not None and end.name == self._inside:
            said, self._inside = "".join(self._said), ""
            if end.name == "f":
                cell.formula = said
            elif end.name == "v":
                cell.value = said
            else:
                cell.runs = (*cell.runs, Run("", said))
        elif end.name == "c" and cell is not None:
            cell.stop = _stop(self._sheet.data, cell.start, end)
            if cell.kind == "s" and cell.value:
                cell.runs, cell.value = self._book.text(int(cell.value)), ""
            if cell.formula_kind == "shared" and cell.formula:
                self._shared[cell.formula_tag.get("si", "")] = cell
            self._cell = None
        elif end.name == "row" and end.depth == 2 and self._row is not None:
            self._row.stop = _stop(self._sheet.data, self._row.start, end)
            self._row = None
        elif end.name == "sheetData" and end.depth == 1:
            self._sheet.body_stop = end.start

    def _expand_shared(self) -> None:
        """Give every cell of a shared formula its own."""
        for row in self._sheet.rows.values():
            for cell in row.cells.values():
                if cell.formula_kind == "shared" and not cell.formula:
                    first = self._shared[cell.formula_tag.get("si", "")]
                    cell.formula = translated(first.formula, cell.row - first.row, cell.column - first.column)


def _stop(data: bytes, start: int, end: End) -> int:
    """The offset behind an element that began at ``start``."""
    # An element that is one tag ends where another's end tag may stand.
    tag = tag_at(data, start)
    return start + len(tag) if tag.endswith(b"/>") else data.index(b">", end.start) + 1


def _texts(data: bytes) -> list[tuple[Run, ...]]:
    """The shared texts, with the looks of their pieces; readings of characters (rPh) are no part of a text."""
    found: list[tuple[Run, ...]] = []
    runs: list[Run] = []
    said: list[str] = []
    look = ""
    begun = -1
    is_text = is_reading = False

    def on_start(tag: Tag) -> None:
        nonlocal is_text, is_reading, look, begun
        if tag.name == "si":
            runs.clear()
        elif tag.name == "rPh":
            is_reading = True
        elif tag.name == "r":
            look = ""
        elif tag.name == "rPr":
            begun = tag.start
        elif tag.name == "t" and not is_reading:
            is_text = True
            said.clear()

    def on_end(end: End) -> None:
        nonlocal is_text, is_reading, look
        if end.name == "si":
            found.append(tuple(runs))
        elif end.name == "rPh":
            is_reading = False
        elif end.name == "rPr":
            look = data[begun : _stop(data, begun, end)].decode() if not end.prefix else ""
        elif end.name == "t" and is_text:
            is_text = False
            runs.append(Run(look, "".join(said)))
            look = ""

    scan(data, on_start, on_end, lambda text: said.append(text) if is_text else None)
    return found
