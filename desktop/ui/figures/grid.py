"""A table of numbers in which every number leads to its issues: by a click, or by Enter under the cursor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFont, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from desktop.ui.colours import colours_of
from desktop.ui.figures.numbers import Shown
from desktop.ui.theme import GAP, GAP_LARGE, GAP_SMALL, metrics
from desktop.ui.widgets.naming import name_widget
from desktop.ui.widgets.texts import RETURN_KEYS

Index = QModelIndex | QPersistentModelIndex
_LEAST_NAME_EMS = 10


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row: its name, indented by ``depth``, and its cells; without cells it is a heading."""

    label: str
    depth: int = 0
    cells: tuple[Shown, ...] = ()
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class GridContent:
    """A whole table. ``hints`` explain the columns; ``is_sorted_by_click`` lets a heading put the rows in order."""

    corner: str
    headings: tuple[str, ...]
    rows: tuple[GridRow, ...]
    hints: tuple[str, ...] = ()
    is_sorted_by_click: bool = False


class GridModel(QAbstractTableModel):
    """Column 0 has the names of the rows."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._content = GridContent("", (), ())
        self._rows: tuple[GridRow, ...] = ()

    def show_content(self, content: GridContent) -> None:
        """Show another table."""
        self.beginResetModel()
        self._content = content
        self._rows = content.rows
        self.endResetModel()

    def shown_at(self, index: Index) -> Shown | None:
        """The number of a cell; None in a heading and in column 0."""
        if not index.isValid() or index.column() == 0:
            return None
        cells = self._rows[index.row()].cells
        return cells[index.column() - 1] if cells else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 1 + len(self._content.headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._content.corner if section == 0 else self._content.headings[section - 1]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        if role == Qt.ItemDataRole.ToolTipRole and 0 < section <= len(self._content.hints):
            return self._content.hints[section - 1]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._rows[index.row()]
        shown = self.shown_at(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return "　" * row.depth + row.label if index.column() == 0 else shown.text if shown else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(index.column())
        if role == Qt.ItemDataRole.ForegroundRole and shown is not None:
            colours = colours_of(self._palette())
            return QBrush(QColor(colours.accent_text if shown.text != "0" and shown.figure else colours.muted))
        if role == Qt.ItemDataRole.FontRole and (row.is_total or not row.cells):
            font = QFont()
            font.setBold(True)
            return font
        if role == Qt.ItemDataRole.AccessibleTextRole and shown is not None:
            return f"{row.label} {self._content.headings[index.column() - 1]} {shown.text}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.label if index.column() == 0 else shown.hint if shown else None
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if not self._content.is_sorted_by_click or column < 0:
            return
        plain = [row for row in self._rows if not row.is_total]
        totals = [row for row in self._rows if row.is_total]
        is_down = order is Qt.SortOrder.DescendingOrder
        if column == 0:
            plain.sort(key=lambda row: row.label, reverse=is_down)
        else:
            plain.sort(key=lambda row: _number(row.cells[column - 1].text), reverse=is_down)
        self.beginResetModel()
        self._rows = (*plain, *totals)
        self.endResetModel()

    def _palette(self) -> Any:
        parent = self.parent()
        assert isinstance(parent, QWidget)  # noqa: S101 - made by the view
        return parent.palette()


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter


def _number(text: str) -> float:
    """What a cell says, for putting rows in order: shares by their per cent, nothing before 0."""
    try:
        return float(text.replace(",", "").rstrip("%"))
    except ValueError:
        return -1.0


class NumberGrid(QTableView):
    """The table, as high as its rows, and never higher than ``most_rows``.

    ``wanted`` carries the :class:`Shown` of a number that was asked for.
    """

    wanted = Signal(object)

    def __init__(self, name: str, label: str, most_rows: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name_widget(self, name, label)
        self._most_rows = most_rows
        self._names = 0
        self.grid = GridModel(self)
        self.setModel(self.grid)
        self.setShowGrid(False)
        self.setAlternatingRowColors(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.clicked.connect(self._on_pressed)

    def show_content(self, content: GridContent) -> None:
        """Show a table; the columns fit what is in them, the first takes what is left."""
        self.setSortingEnabled(False)
        self.grid.show_content(content)
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(content.is_sorted_by_click)
        height = metrics().row - GAP_SMALL
        self.verticalHeader().setDefaultSectionSize(height)
        rows = min(len(content.rows), self._most_rows)
        self.setFixedHeight(rows * height + metrics().row + GAP_LARGE)
        measure = self.fontMetrics()
        for place, heading in enumerate(content.headings):
            texts = (heading, *(row.cells[place].text for row in content.rows if row.cells))
            # Twice the padding of a cell, and what a total in bold takes more.
            self.setColumnWidth(place + 1, max(measure.horizontalAdvance(text) for text in texts) + GAP_LARGE + GAP)
        labels = ["　" * row.depth + row.label for row in content.rows]
        self._names = max((measure.horizontalAdvance(label) for label in labels), default=0) + GAP_LARGE + GAP
        self._fit_names()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_names()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in RETURN_KEYS:
            self._on_pressed(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        leads = self._leading(self.indexAt(event.position().toPoint())) is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if leads else Qt.CursorShape.ArrowCursor)

    def _fit_names(self) -> None:
        """The names take what the numbers leave, and where that is little, enough to be told apart."""
        numbers = sum(self.columnWidth(column) for column in range(1, self.grid.columnCount()))
        least = min(self._names, _LEAST_NAME_EMS * metrics().text)
        self.setColumnWidth(0, max(least, self.viewport().width() - numbers))

    def _leading(self, index: Index) -> Shown | None:
        shown = self.grid.shown_at(index)
        return shown if shown is not None and shown.figure is not None else None

    def _on_pressed(self, index: Index) -> None:
        shown = self._leading(index)
        if shown is not None:
            self.wanted.emit(shown)
