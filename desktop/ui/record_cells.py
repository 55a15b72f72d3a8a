"""What the cells and headings of a list of records say, from the rows at hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtGui import QColor, QGuiApplication

from desktop.domain.fields import FieldKind, RecordKind
from desktop.domain.sight import ALONE_MASKED
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
_DECORATING = frozenset({_LIGHT_ROLE, _FOREGROUND_ROLE, _TIP_ROLE})


class RecordCells(SparseTable):
    """Cells of rows that are not at hand are empty: nothing is read for a cell."""

    def __init__(
        self, kind: RecordKind, columns: Sequence[Column], today: Callable[[], date], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.kind = kind
        self.columns = tuple(columns)
        self._alignments = tuple(_RIGHT if one.is_number else _LEFT for one in self.columns)
        self.today = today
        self.order = ""
        """In which order the rows stand, as a query says it."""
        self.masked = ALONE_MASKED
        """The sorts of personal data that are masked."""

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = 0) -> Any:
        if not role:
            return self._text(index.row(), index.column())
        # Asked for each cell that is painted, many times over: first what is the same for a whole column.
        if role == _ALIGNMENT_ROLE:
            return self._alignments[index.column()]
        return self._decoration(index, role) if role in _DECORATING else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == _ALIGNMENT_ROLE:
            return self._alignments[section]
        return None if role else self.columns[section].label

    def _text(self, row: int, column: int) -> str:
        held = self.held.get(row)
        if held is None:
            return ""
        text = held.texts.get(column)
        if text is None:
            text = held.texts[column] = text_of(held.record, self.columns[column], self.today(), self.masked)
        return text

    def _decoration(self, index: Index, role: int) -> Any:
        column = self.columns[index.column()]
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
            return self._text(index.row(), index.column()) or None
        return None
