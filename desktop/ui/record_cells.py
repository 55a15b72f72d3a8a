"""What the cells and headings of a list of records say, from the rows at hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtGui import QColor, QGuiApplication

from desktop.domain.fields import FieldKind, RecordKind
from desktop.services.ordering import BY_OWNER, DOWN
from desktop.ui.colours import colours_of
from desktop.ui.record_columns import LIGHT_COLUMN, Column, text_of
from desktop.ui.showing import lamp_of
from desktop.ui.sparse_table import Index, SparseTable
from desktop.ui.widgets.lights import LIGHT_ROLE

_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_ALIGNMENT_ROLE = int(Qt.ItemDataRole.TextAlignmentRole)
_LIGHT_ROLE = int(LIGHT_ROLE)
_FOREGROUND_ROLE = int(Qt.ItemDataRole.ForegroundRole)
_TIP_ROLE = int(Qt.ItemDataRole.ToolTipRole)


class RecordCells(SparseTable):
    """Cells of rows that are not at hand are empty: nothing is read for a cell."""

    def __init__(
        self, kind: RecordKind, columns: Sequence[Column], today: Callable[[], date], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.kind = kind
        self.columns = tuple(columns)
        self.today = today
        self.order = ""
        """In which order the rows stand, as a query says it."""

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = 0) -> Any:
        if role:
            return self._decoration(index, role)
        texts = self._row_texts(index.row())
        return texts[index.column()] if texts else ""

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == _ALIGNMENT_ROLE:
            return _RIGHT if self.columns[section].is_number else _LEFT
        return None if role else self.columns[section].label

    def _row_texts(self, row: int) -> tuple[str, ...] | None:
        held = self.held.get(row)
        if held is None:
            return None
        if held.texts is None:
            today = self.today()
            held.texts = tuple(text_of(held.record, column, today) for column in self.columns)
        return held.texts

    def _decoration(self, index: Index, role: int) -> Any:
        column = self.columns[index.column()]
        if role == _ALIGNMENT_ROLE:
            return _RIGHT if column.is_number else _LEFT
        held = self.held.get(index.row())
        if held is None:
            return None
        if role == _LIGHT_ROLE and column.name == LIGHT_COLUMN:
            lamp = lamp_of(held.record)
            return lamp[0] if lamp else None
        if role == _FOREGROUND_ROLE and column.name == BY_OWNER == self.order.removeprefix(DOWN):
            above = self.held.get(index.row() - 1)
            # What the list is grouped by stands out where it begins.
            is_again = above is not None and above.record.values.get(BY_OWNER) == held.record.values.get(BY_OWNER)
            return QColor(colours_of(QGuiApplication.palette()).muted) if is_again else None
        if role == _TIP_ROLE and column.field is not None and column.field.kind is FieldKind.LONG_TEXT:
            return self.data(index) or None
        return None
