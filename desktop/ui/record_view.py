"""The table of records: cursor kept over refreshes, rows copied for spreadsheets, everything by keyboard."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QHeaderView,
    QWidget,
)

from desktop.ui.picked_table import PickedTable
from desktop.ui.place_keeping import PlaceKeeper
from desktop.ui.preferences import Preferences
from desktop.ui.record_columns import LIGHT_COLUMN
from desktop.ui.record_table import RecordTableModel
from desktop.ui.sort_heading import SortHeading
from desktop.ui.table_columns import ColumnKeeper, Layout
from desktop.ui.theme import metrics
from desktop.ui.typing_ahead import TypingAhead
from desktop.ui.widgets.lights import LightDelegate
from desktop.ui.widgets.naming import name_widget
from desktop.ui.widgets.texts import RETURN_KEYS

_Move = QAbstractItemView.CursorAction


class RecordTableView(PickedTable):
    """Shows a :class:`RecordTableModel`. Widths and chosen columns are remembered under the table's name.

    ``layout`` says which columns there are at first.
    """

    opened = Signal(str)
    """A double click."""
    entered = Signal(str)
    """Enter."""
    pane_toggled = Signal()
    """Space."""
    all_wanted = Signal()
    """Ctrl+A."""

    def __init__(
        self,
        name: str,
        label: str,
        model: RecordTableModel,
        preferences: Preferences,
        layout: Layout,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(model, parent)
        name_widget(self, name, label)
        self.heading = SortHeading(self)
        self.setHorizontalHeader(self.heading)
        self.setModel(model)
        model.pinned = self.picked_spans
        # The cursor is a whole row; a frame around one cell of it would say something else.
        self.setProperty("kind", "rows")
        for at, column in enumerate(model.columns):
            if column.name == LIGHT_COLUMN:
                # By itself: whatever is painted from here takes several times as long as what Qt paints.
                self.setItemDelegateForColumn(at, LightDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._fit_theme()
        corner = self.findChild(QAbstractButton)
        if corner is not None:
            name_widget(corner, f"{name}.corner", label)  # Qt makes it, without a name and never seen here
        self.columns = ColumnKeeper(self, model.columns, preferences, layout)
        self._places = PlaceKeeper(self, model)
        self._typing = TypingAhead(model)
        self._is_told = True
        model.dataChanged.connect(self._on_rows_read)
        model.rowsInserted.connect(self._on_rows_read)
        self.selectionModel().currentRowChanged.connect(self._on_current_changed)
        self.watch_selection()
        self.doubleClicked.connect(self._on_double_clicked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setMimeData(self.copied_table())
        elif event.key() in RETURN_KEYS and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if self.current_id:
                self.entered.emit(self.current_id)
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.all_wanted.emit()
        elif event.key() == Qt.Key.Key_Escape and self.picked_count() > 1:
            self.pick_current()
        elif event.key() == Qt.Key.Key_Space:
            self.pane_toggled.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        # Read here and not cell by cell: what is painted next is at hand then.
        self._records.see(*self.rows_in_sight())
        super().paintEvent(event)

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Home and End go to the first and last record: the cursor is a whole row."""
        if action in (_Move.MoveHome, _Move.MoveEnd) and self._records.rowCount():
            row = 0 if action is _Move.MoveHome else self._records.rowCount() - 1
            return self._records.index(row, self.columns.shown()[0])
        return super().moveCursor(action, modifiers)

    def keyboardSearch(self, search: str) -> None:
        """Go to the row that begins with what is typed; Qt would ask for every cell of the column."""
        row = self._typing.row_for(search, self.currentIndex().row(), self.columns.shown()[0])
        if row >= 0:
            self.put_cursor(row)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.columns.fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_theme()

    def _fit_theme(self) -> None:
        self.verticalHeader().setDefaultSectionSize(metrics().row)

    def _on_double_clicked(self, _index: QModelIndex) -> None:
        if self.current_id:
            self.opened.emit(self.current_id)

    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        record = self._records.record_at(current.row())
        # Told once it is there, where it must be looked for first.
        self._is_told = record is not None or not current.isValid()
        self.chosen.emit(record.id if record is not None else "")

    def _on_rows_read(self) -> None:
        if not self._is_told and self.current_id:
            self._is_told = True
            self.chosen.emit(self.current_id)
