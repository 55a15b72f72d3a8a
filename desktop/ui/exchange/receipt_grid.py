"""The grid of villages and months: what was handed in, as a colour, a sign and a word."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableView,
    QWidget,
)

from desktop.services.monthly import Cell, CellState, Grid
from desktop.ui.colours import Colours
from desktop.ui.icons import icon_pixmap
from desktop.ui.theme import GAP, GAP_SMALL, metrics
from desktop.ui.widgets.naming import name_widget
from desktop.ui.widgets.signs import SignDelegate
from desktop.ui.widgets.texts import RETURN_KEYS

Index = QModelIndex | QPersistentModelIndex
STATE_ROLE = Qt.ItemDataRole.UserRole + 2
"""Data role under which the model gives the :class:`CellState` of a cell; the word is its DisplayRole."""
_SIGN = 16
_SIGNS = {
    CellState.RECEIVED: "check",
    CellState.EDITED: "edit",
    CellState.STALE: "clock",
    CellState.MISSING: "close",
}
_VILLAGE_EMS, _MONTH_EMS = 12, 5.5


class GridModel(QAbstractTableModel):
    """One line for each village: its name, then its months."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.grid = Grid((), ())

    def show_grid(self, grid: Grid) -> None:
        """Show another state; the cells keep their places when villages and months are the same."""
        is_same_shape = self.grid.months == grid.months and len(self.grid.rows) == len(grid.rows)
        if is_same_shape and grid.rows:
            self.grid = grid
            self.dataChanged.emit(self.index(0, 0), self.index(len(grid.rows) - 1, len(grid.months)))
            return
        self.beginResetModel()
        self.grid = grid
        self.endResetModel()

    def cell_at(self, index: Index) -> Cell | None:
        """The cell of a month, None for a name."""
        is_month = index.isValid() and index.column() > 0
        return self.grid.rows[index.row()].cells[index.column() - 1] if is_month else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.grid.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.grid.months) + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.DisplayRole:
            return self.tr("村") if section == 0 else self.grid.months[section - 1]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, cell = self.grid.rows[index.row()], self.cell_at(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name if cell is None else self._shown_word(cell)
        if cell is None:
            return row.name if role == Qt.ItemDataRole.ToolTipRole else None
        if self._is_early(cell):
            return None
        if role == STATE_ROLE:
            return cell.state
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{row.name} {cell.month} {self.word(cell.state)}：{self.meaning(cell.state)}"
        return None

    def _is_early(self, cell: Cell) -> bool:
        return cell.month < self.grid.begins

    def _shown_word(self, cell: Cell) -> str:
        return "–" if self._is_early(cell) else self.word(cell.state)

    def word(self, state: CellState) -> str:
        """A state in a word."""
        return {
            CellState.RECEIVED: self.tr("已收"),
            CellState.EDITED: self.tr("手改"),
            CellState.STALE: self.tr("过期"),
            CellState.MISSING: self.tr("缺"),
        }[state]

    def meaning(self, state: CellState) -> str:
        """A state in a sentence."""
        return {
            CellState.RECEIVED: self.tr("这个月收到了它的文件"),
            CellState.EDITED: self.tr("收到了，文件里有手工改动"),
            CellState.STALE: self.tr("以前收到过，这之后还有新的没有收到"),
            CellState.MISSING: self.tr("到这个月为止还没有收到过"),
        }[state]


def state_colour(state: CellState, colours: Colours) -> str:
    """``#RRGGBB`` of the sign and the word of a state."""
    return {
        CellState.RECEIVED: colours.green_text,
        CellState.EDITED: colours.accent_text,
        CellState.STALE: colours.amber_text,
        CellState.MISSING: colours.danger_text,
    }[state]


class StateDelegate(SignDelegate):
    """Paints the cells that carry ``STATE_ROLE``: sign and word in the state's colour."""

    role = STATE_ROLE
    room = _SIGN + GAP

    def paint_sign(self, painter: QPainter, rect: QRect, value: str, word: str, colours: Colours) -> None:
        colour = state_colour(CellState(value), colours)
        sign = icon_pixmap(_SIGNS[CellState(value)], colour, _SIGN, painter.device().devicePixelRatioF())
        painter.drawPixmap(rect.left() + GAP, rect.center().y() - _SIGN // 2 + 1, sign)
        painter.setPen(QColor(colour))
        words = rect.adjusted(GAP + _SIGN + GAP_SMALL, 0, -GAP_SMALL, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, word)


class GridView(QTableView):
    """``chosen`` when the cursor moves, by arrow keys or mouse; ``opened`` on Enter."""

    chosen = Signal()
    opened = Signal()

    def __init__(self, name: str, model: GridModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name_widget(self, name, self.tr("各村各月的上报"))
        self.setModel(model)
        self.setItemDelegate(StateDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(metrics().row)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)
        self.selectionModel().currentChanged.connect(lambda _now, _before: self.chosen.emit())

    def fit(self) -> None:
        """Widths for the text size in force."""
        text = metrics().text
        header = self.horizontalHeader()
        header.setMinimumSectionSize(round(_MONTH_EMS * text))
        for column in range(self.model().columnCount()):
            header.setSectionResizeMode(
                column, QHeaderView.ResizeMode.Stretch if column else QHeaderView.ResizeMode.Interactive
            )
        self.setColumnWidth(0, round(_VILLAGE_EMS * text))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in RETURN_KEYS:
            self.opened.emit()
        else:
            super().keyPressEvent(event)
