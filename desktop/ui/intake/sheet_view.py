"""The sheet of the file in the wizard: fields above its columns, words beside its rows, everything by keyboard."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from desktop.ui.intake.mapping_header import MappingHeader
from desktop.ui.intake.sheet_model import Area, SheetModel
from desktop.ui.intake.sheet_painting import CellDelegate, MarginHeader
from desktop.ui.theme import GAP, metrics
from desktop.ui.widgets.naming import name_widget
from desktop.ui.widgets.texts import RETURN_KEYS

_LEAST_EMS, _MOST_EMS = 6.5, 15
_SAMPLED_ROWS = 40
_MOST_MERGED = 2_000


class SheetView(QTableView):
    """F2 and Enter open the menu of a column, Space leaves the selected rows out or takes them in."""

    rows_toggled = Signal(object)
    """Rows, from 1, that are to be left out or taken in."""
    menu_asked = Signal(int)
    field_dropped = Signal(int, str)

    def __init__(self, model: SheetModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name_widget(self, name, self.tr("表格原样，上方是每列取作什么"))
        self._sheet = model
        self.setModel(model)
        self.setItemDelegate(CellDelegate(self))
        self.header = MappingHeader(self)
        self.setHorizontalHeader(self.header)
        self.setVerticalHeader(MarginHeader(self))
        # Headers ask the selection about every cell to paint themselves; these show nothing of it.
        self.header.setSelectionModel(QItemSelectionModel(model, self.header))
        self.verticalHeader().setSelectionModel(QItemSelectionModel(model, self.verticalHeader()))
        self.verticalHeader().sectionPressed.connect(self._select_row)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAcceptDrops(True)
        self.viewport().setAcceptDrops(True)
        self.header.menu_asked.connect(self.menu_asked)
        self.header.field_dropped.connect(self.field_dropped)

    def fit_columns(self) -> None:
        """Give each column the room its first rows and its heading take."""
        em = metrics().text
        first = self._sheet.table.header_first if self._sheet.table is not None else 1
        plain, bold = self.fontMetrics(), QFontMetrics(_bold(self.font()))
        for place in range(self._sheet.columnCount()):
            texts = [self._sheet.text(row, place)[:40] for row in range(first, first + _SAMPLED_ROWS)]
            column = self._sheet.column(place)
            named = bold.horizontalAdvance(self._sheet.goes_to(column)) + 2 * GAP if column is not None else 0
            wanted = max(named, *(plain.horizontalAdvance(" ".join(text.split())) for text in texts)) + 3 * GAP
            self.setColumnWidth(place, round(min(max(wanted, _LEAST_EMS * em), _MOST_EMS * em)))

    def merge(self, areas: Sequence[Area]) -> None:
        """Show areas as one cell. Of very many the first only; where two overlap, the one that was given first."""
        self.clearSpans()
        taken: set[tuple[int, int]] = set()
        for top, left, bottom, right in areas[:_MOST_MERGED]:
            bottom, right = min(bottom, self._sheet.rowCount()), min(right, self._sheet.columnCount() - 1)
            places = {(row, place) for row in range(top, bottom + 1) for place in range(left, right + 1)}
            if len(places) > 1 and not places & taken:
                taken |= places
                self.setSpan(top - 1, left, bottom - top + 1, right - left + 1)

    def go_to(self, row: int, place: int) -> None:
        """Put the cursor on a cell; ``row`` counts from 1, ``place`` from 0 (below 0: the column it stands in)."""
        index = self._sheet.index(row - 1, place if place >= 0 else max(0, self.currentIndex().column()))
        self._select(index)
        self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def selected_rows(self) -> list[int]:
        """The rows selected, from 1."""
        # By ranges: to be asked for each of 20,000 rows would take a second.
        ranges = self.selectionModel().selection()
        chosen = (range(each.top(), each.bottom() + 1) for each in ranges)  # type: ignore[attr-defined] # not in the stubs
        return sorted({row + 1 for each in chosen for row in each})

    def repaint_rows(self) -> None:
        """Rows are left out or taken in: those in sight say so."""
        self.viewport().update()
        self.verticalHeader().viewport().update()

    def menu_corner(self, place: int) -> QPoint:
        """Where the menu of a column opens, on the screen."""
        left = max(0, self.header.sectionViewportPosition(place))
        return self.header.viewport().mapToGlobal(QPoint(left, self.header.height()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = self.currentIndex().column()
        if event.key() == Qt.Key.Key_Space and not event.modifiers():
            self.rows_toggled.emit(self.selected_rows())
        elif (event.key() in RETURN_KEYS or event.key() == Qt.Key.Key_F2) and not event.modifiers() and place >= 0:
            self.menu_asked.emit(place)
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.header.take_drag(event, round(event.position().x()))

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self.header.take_drag(event, round(event.position().x()))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.header.hover(-1)

    def dropEvent(self, event: QDropEvent) -> None:
        self.header.take_drop(event, round(event.position().x()))

    def _select(self, index: QModelIndex) -> None:
        # Not by setCurrentIndex, which would take the row out of the selection while Ctrl is held.
        flag = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)

    def _select_row(self, row: int) -> None:
        self._select(self._sheet.index(row, max(0, self.currentIndex().column())))
        self.setFocus(Qt.FocusReason.MouseFocusReason)


def _bold(font: QFont) -> QFont:
    other = QFont(font)
    other.setBold(True)
    return other
