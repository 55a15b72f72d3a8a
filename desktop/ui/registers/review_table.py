"""The table of what is to be looked at in the registers: rows of one of three lists, and their headings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QHeaderView, QTableView, QWidget

from desktop.ui.theme import metrics
from desktop.ui.widgets.naming import name_widget
from desktop.ui.widgets.texts import RETURN_KEYS

Index = QModelIndex | QPersistentModelIndex
_ROOM_EMS = 1.4
_LOOKED_AT = 60
"""Entries whose texts decide how wide a column is."""


@dataclass(frozen=True, slots=True)
class Rows:
    """``texts(entry)`` gives the cells of a row, asked when it is drawn; ``ems`` are the most a column takes, in
    characters, 0 for the one that takes the rest.
    """

    headings: tuple[str, ...]
    ems: tuple[float, ...]
    entries: Sequence[Any]
    texts: Callable[[Any], Sequence[str]]


class ReviewModel(QAbstractTableModel):
    """Shows :class:`Rows`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows = Rows((), (), (), lambda _entry: ())

    def show_rows(self, rows: Rows) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.rows.entries)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows.headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return self.rows.headings[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.rows.texts(self.rows.entries[index.row()])[index.column()]
        return None


class ReviewTable(QTableView):
    """``opened(entry)`` by a double click or Enter, ``chosen(entry)`` when the cursor moves."""

    opened = Signal(object)
    chosen = Signal(object)

    def __init__(self, name: str, label: str, parent: QWidget) -> None:
        super().__init__(parent)
        name_widget(self, name, label)
        self.rows = ReviewModel(self)
        self.setModel(self.rows)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        corner = self.findChild(QAbstractButton)
        if corner is not None:
            name_widget(corner, f"{name}.corner", label)  # Qt makes it, without a name and never seen here
        self.horizontalHeader().setHighlightSections(False)
        self.doubleClicked.connect(lambda index: self.opened.emit(self.rows.rows.entries[index.row()]))
        self.selectionModel().currentRowChanged.connect(self._on_moved)

    @property
    def entry(self) -> Any:
        """What the cursor is on; None for nothing."""
        row = self.currentIndex().row()
        return self.rows.rows.entries[row] if 0 <= row < len(self.rows.rows.entries) else None

    def show_rows(self, rows: Rows) -> None:
        """Show other rows, the cursor at the place where it was."""
        row = max(0, self.currentIndex().row())
        self.rows.show_rows(rows)
        head = self.horizontalHeader()
        self.verticalHeader().setDefaultSectionSize(metrics().row)
        for column, ems in enumerate(rows.ems):
            mode = QHeaderView.ResizeMode.Interactive if ems else QHeaderView.ResizeMode.Stretch
            head.setSectionResizeMode(column, mode)
            if ems:
                head.resizeSection(column, self._width_of(rows, column, ems))
        if rows.entries:
            self.selectRow(min(row, len(rows.entries) - 1))
        else:
            self.chosen.emit(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in RETURN_KEYS and self.entry is not None:
            self.opened.emit(self.entry)
            return
        super().keyPressEvent(event)

    def _width_of(self, rows: Rows, column: int, most_ems: float) -> int:
        """As wide as the heading and the first entries need, and not wider than ``most_ems`` characters."""
        letters = self.fontMetrics()
        em = letters.horizontalAdvance("户")
        texts = [rows.headings[column], *(rows.texts(entry)[column] for entry in rows.entries[:_LOOKED_AT])]
        needed = max(letters.horizontalAdvance(text) for text in texts)
        return round(min(needed, most_ems * em) + _ROOM_EMS * em)

    def _on_moved(self) -> None:
        self.chosen.emit(self.entry)
