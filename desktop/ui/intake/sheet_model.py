"""A sheet of the file as a table: cells are asked for as they come into sight."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.domain.kinds import KINDS
from desktop.services import taking
from desktop.services.shading_looks import shaded_guess, shaded_problem, shaded_value
from desktop.services.taken import FoundColumn, FoundTable, Look, Row
from desktop.ui.intake.marks import Arranged, Part, SheetMarks
from desktop.ui.intake.words import field_word, left_word, part_word, read_value, read_words, source_word
from desktop.ui.saying import said_problem
from desktop.ui.translation import language_shown

Index = QModelIndex | QPersistentModelIndex
Area = tuple[int, int, int, int]
"""A merged area: top row, left column, bottom row, right column; rows from 1, columns from 0."""

PART_ROLE, MARK_ROLE, COLUMN_ROLE = (Qt.ItemDataRole.UserRole + step for step in range(3))
"""The :class:`Part` of a row with whether it is left out; ``guess`` or ``fault`` of a cell; the column found."""

GUESS, FAULT = "guess", "fault"

BLOCK = 128
"""Rows asked for at once."""

_MOST_BLOCKS = 64
_TITLE_ROWS = 30
_SHOWN_CHARACTERS = 200


class SheetModel(QAbstractTableModel):
    """Rows count from 0 here and from 1 in the file; columns are those of the sheet."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._found: Arranged | None = None
        self.marks = SheetMarks("")
        self.table: FoundTable | None = None
        self._columns: dict[int, FoundColumn] = {}
        self._left_out: Collection[Row] = ()
        self._blocks: dict[int, Sequence[Sequence[str]]] = {}

    def show_table(self, found: Arranged, table: FoundTable | None, left_out: Collection[Row]) -> None:
        """Show the sheet of a table; ``left_out`` are the rows not wanted, as a live set."""
        self.beginResetModel()
        sheet = table.sheet if table is not None else next(iter(found.sheets), "")
        self._found, self.table, self._left_out = found, table, left_out
        self.marks = found.sheets.get(sheet, SheetMarks(sheet))
        self._columns = {column.place: column for column in table.columns} if table is not None else {}
        self._blocks = {}
        self.endResetModel()

    def clear(self) -> None:
        """Show nothing."""
        self.beginResetModel()
        self._found, self.table, self.marks, self._columns, self._blocks = None, None, SheetMarks(""), {}, {}
        self.endResetModel()

    def column(self, place: int) -> FoundColumn | None:
        """What was found of a column."""
        return self._columns.get(place)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else self.marks.last

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else self.marks.width

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, place = index.row() + 1, index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return " ".join(self.text(row, place)[:_SHOWN_CHARACTERS].split())
        if role == PART_ROLE:
            return self.part(row)
        if role == MARK_ROLE:
            return self._mark(row, place)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return self.explained(row, place)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical:
            if role == Qt.ItemDataRole.DisplayRole:
                return f"{section + 1} {self.margin_word(section + 1)}".rstrip()
            return self.part(section + 1) if role == PART_ROLE else None
        column = self._columns.get(section)
        if role == COLUMN_ROLE:
            return column
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole) and column is not None:
            return " · ".join(part for part in (self.goes_to(column), source_word(column), column.heading) if part)
        return None

    def goes_to(self, column: FoundColumn) -> str:
        """Where a column goes, in words."""
        if column.field is None or self._found is None:
            return left_word()
        return field_word(KINDS[self._found.look.kind], column.field)

    def text(self, row: int, place: int) -> str:
        """What a cell shows; '' beyond the sheet."""
        block, at = divmod(row - 1, BLOCK)
        if block not in self._blocks:
            if len(self._blocks) >= _MOST_BLOCKS:
                self._blocks.pop(next(iter(self._blocks)))
            self._blocks[block] = self._read(block * BLOCK + 1)
        rows = self._blocks[block]
        cells = rows[at] if at < len(rows) else ()
        return self._shown(row, place, cells[place]) if place < len(cells) else ""

    def _shown(self, row: int, place: int, text: str) -> str:
        """A cell without what may not be seen; headings stay as they are."""
        if self._found is None or not text or not self._found.hidden:
            return text
        column = self._columns.get(place)
        is_below = self.table is not None and row > self.table.header_last
        name = column.field if column is not None and column.field is not None and is_below else ""
        return str(shaded_value(KINDS[self._found.look.kind], self._found.hidden, name, text))

    def titles(self) -> list[Area]:
        """Rows of a title whose one text may go over the whole width."""
        areas: list[Area] = []
        for row in range(1, min(self.marks.last, _TITLE_ROWS) + 1):
            filled = [place for place in range(self.marks.width) if self.text(row, place)]
            if self.marks.part(row) is Part.TITLE and len(filled) == 1:
                areas.append((row, filled[0], row, self.marks.width - 1))
        return areas

    def part(self, row: int) -> tuple[Part, bool]:
        """What a row is, and whether it is left out though it could be taken."""
        part = self.marks.part(row)
        return part, part in (Part.RECORD, Part.KNOWN) and (self.marks.name, row) in self._left_out

    def margin_word(self, row: int) -> str:
        """What stands in the margin beside a row."""
        part, is_out = self.part(row)
        if part is Part.KNOWN and not is_out:
            part = Part.RECORD
        return left_word() if is_out and part is Part.RECORD else part_word(part, self.marks.whys.get(row, ""))

    def explained(self, row: int, place: int) -> str:
        """What is to be said of a cell: what is wrong with it or how it was read, else its whole text."""
        if self._found is None:
            return ""
        kind = KINDS[self._found.look.kind]
        fault = self.marks.faults.get((row, place)) or (self.marks.row_faults.get(row) if place == 0 else None)
        if fault is not None:
            return said_problem(shaded_problem(kind, self._found.hidden, fault), kind, language_shown())
        guess = self.marks.guesses.get((row, place))
        if guess is not None:
            guess = shaded_guess(kind, self._found.hidden, guess)
            read = read_value(kind, guess)
            return self.tr("读作 {value}：{why}").format(value=read, why=read_words(guess.why))
        return self.text(row, place)

    def _mark(self, row: int, place: int) -> str:
        if (row, place) in self.marks.faults:
            return FAULT
        return GUESS if (row, place) in self.marks.guesses else ""

    def _read(self, first: int) -> Sequence[Sequence[str]]:
        if self._found is None:
            return ()
        look: Look = self._found.look
        return taking.cells(look, self.marks.name, first, BLOCK)
