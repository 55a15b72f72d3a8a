"""The columns of a table and where each goes, and the fields that have no column yet: to be dragged onto one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.domain.fields import Field, RecordKind
from desktop.services.taken import FoundColumn, FoundTable
from desktop.ui.intake.lines import Index, Line, LineList, LineModel
from desktop.ui.intake.mapping_header import FIELD_TYPE, dragged_field, field_data
from desktop.ui.intake.marks import missing_fields
from desktop.ui.intake.words import assignable, field_word, left_word, required_names, source_word
from desktop.ui.theme import GAP_SMALL
from desktop.ui.translation import label_of
from desktop.ui.widgets.naming import name_widget


class ColumnsPanel(QWidget):
    """``menu_asked(place)`` for a column by keyboard or double click, ``field_dropped(place, field)`` for a drop."""

    menu_asked = Signal(int)
    field_dropped = Signal(int, str)
    column_chosen = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._table: FoundTable | None = None
        self._missing = QLabel(self)
        name_widget(self._missing, f"{name}.missing", "")
        self._missing.setWordWrap(True)
        self._missing.setProperty("tone", "danger")
        self.columns = ColumnList(f"{name}.columns", self.tr("每一列取作什么"), parent=self)
        self._head = QLabel(self.tr("还没有用上的项目，可拖到列上："), self)
        self._head.setProperty("tone", "muted")
        self._head.setWordWrap(True)
        self._free = FieldModel(self)
        self.fields = LineList(f"{name}.fields", self.tr("还没有用上的项目"), 1, self, self._free)
        self.fields.setDragEnabled(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_SMALL)
        column.addWidget(self._missing)
        column.addWidget(self.columns, 3)
        column.addWidget(self._head)
        column.addWidget(self.fields, 2)
        self.columns.entered.connect(lambda at: self.menu_asked.emit(self._columns[at].place))
        self.columns.chosen.connect(lambda at: self.column_chosen.emit(self._columns[at].place))
        self.columns.field_dropped.connect(lambda at, field: self.field_dropped.emit(self._columns[at].place, field))

    @property
    def _columns(self) -> Sequence[FoundColumn]:
        return self._table.columns if self._table is not None else ()

    @property
    def missing_text(self) -> str:
        """What is said of required fields without a column; empty when there are none."""
        return self._missing.text() if not self._missing.isHidden() else ""

    def show_table(self, kind: RecordKind, table: FoundTable | None) -> None:
        """Show the columns of another table."""
        at = self.columns.place
        self._table = table
        columns = self._columns
        self.columns.lines.show_lines(len(columns), lambda place: _column_line(kind, columns[place]))
        if 0 <= at < len(columns):
            self.columns.setCurrentIndex(self.columns.lines.index(at, 0))
        missing = missing_fields(columns, required_names(kind))
        self._missing.setHidden(not missing)
        if missing:
            text = self.tr("没有列取作：{fields}。这些是必填的，请指定一列。")
            self._missing.setText(text.format(fields="、".join(field_word(kind, name) for name in missing)))
            self._missing.setAccessibleName(self._missing.text())
        given = {column.field for column in columns}
        free = [one for one in assignable(kind) if one.name not in given]
        # What must not be missing comes first.
        free.sort(key=lambda one: one.name not in missing)
        self._free.show_fields(free, missing)
        self._head.setHidden(not free)
        self.fields.setHidden(not free)


class ColumnList(LineList):
    """Takes fields that are dropped on its lines."""

    field_dropped = Signal(int, str)

    def __init__(self, name: str, label: str, rows: int = 2, parent: QWidget | None = None) -> None:
        super().__init__(name, label, rows, parent)
        self.setAcceptDrops(True)
        self.viewport().setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.dragMoveEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if dragged_field(event.mimeData()):
            # Accepted beside the lines as well: a drag that is refused once is not offered again by every desktop.
            self.setCurrentIndex(index)
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        index, field = self.indexAt(event.position().toPoint()), dragged_field(event.mimeData())
        if field and index.isValid():
            event.acceptProposedAction()
            self.field_dropped.emit(index.row(), field)


class FieldModel(LineModel):
    """Fields as lines that can be dragged away; ``missing`` are those that every record must have."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fields: Sequence[Field] = ()

    def show_fields(self, fields: Sequence[Field], missing: Sequence[str]) -> None:
        """Show other fields."""
        self._fields = fields

        def line(place: int) -> Line:
            tag = self.tr("必填") if fields[place].name in missing else ""
            return Line(label_of(fields[place]), sign=tag, tone="danger_text")

        self.show_lines(len(fields), line)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def supportedDragActions(self) -> Qt.DropAction:
        return Qt.DropAction.CopyAction

    def mimeTypes(self) -> list[str]:
        return [FIELD_TYPE]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        return field_data(self._fields[indexes[0].row()].name) if indexes else QMimeData()


def _column_line(kind: RecordKind, column: FoundColumn) -> Line:
    goes_to = field_word(kind, column.field) if column.field is not None else left_word()
    said = source_word(column)
    letter = letter_of(column.place)
    sign, tone = ("?", "amber_text") if column.is_guess else ("✓", "green_text") if column.field else ("–", "muted")
    detail = f"→ {goes_to}  {said}".rstrip()
    return Line(f"{letter}  {column.heading}", detail, sign, tone)


def letter_of(place: int) -> str:
    """The letters of a column as in a spreadsheet: 0 is A, 26 is AA."""
    letters = ""
    while place >= 0:
        place, digit = divmod(place, 26)
        letters = chr(ord("A") + digit) + letters
        place -= 1
    return letters
