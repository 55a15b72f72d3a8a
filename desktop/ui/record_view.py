"""The table of records: cursor kept over refreshes, rows copied for spreadsheets, everything by keyboard."""

from __future__ import annotations

import html
from collections.abc import Collection, Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop.ui.preferences import Preferences
from desktop.ui.record_table import RecordTableModel
from desktop.ui.table_columns import ColumnKeeper, Layout
from desktop.ui.theme import metrics
from desktop.ui.widgets.lights import LightDelegate
from desktop.ui.widgets.naming import name_widget
from desktop.ui.widgets.texts import RETURN_KEYS

_SPREADSHEET_SIGNS = ("=", "+", "-", "@")


class RecordTableView(QTableView):
    """Shows a :class:`RecordTableModel`. Widths and chosen columns are remembered under the table's name.

    ``layout`` says which columns there are at first.
    """

    chosen = Signal(str)
    """The id of the record the cursor is on, empty for none."""
    opened = Signal(str)
    """A double click."""
    entered = Signal(str)
    """Enter."""
    pane_toggled = Signal()
    """Space."""
    picked = Signal()
    """Other rows are selected than before."""
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
        super().__init__(parent)
        name_widget(self, name, label)
        self._records = model
        self._kept: tuple[str, int, frozenset[str]] = ("", 0, frozenset())
        self.setModel(model)
        self.setItemDelegate(_RowDelegate(self))
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
        model.modelAboutToBeReset.connect(self._on_about_to_reset)
        model.modelReset.connect(self._on_reset)
        self.selectionModel().currentRowChanged.connect(self._on_current_changed)
        self.selectionModel().selectionChanged.connect(lambda *_: self.picked.emit())
        self.doubleClicked.connect(self._on_double_clicked)

    @property
    def current_id(self) -> str:
        """The record the cursor is on, empty for none."""
        record = self._records.record_at(self.currentIndex().row())
        return record.id if record is not None else ""

    def select_record(self, record_id: str) -> bool:
        """Put the cursor on a record; False when it is not among those fetched."""
        row = self._records.row_of(record_id)
        if row < 0:
            return False
        # Said outright: setCurrentIndex and selectRow would ask whether Ctrl is held, which it is after Ctrl+S.
        whole_row = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(self._records.index(row, self.columns.shown()[0]), whole_row)
        self.scrollTo(self.currentIndex())
        return True

    def select_first(self) -> None:
        """Put the cursor on the first record, if there is one."""
        record = self._records.record_at(0)
        if record is not None:
            self.select_record(record.id)

    def picked_ids(self) -> list[str]:
        """The records selected, in the order of the list."""
        records = (self._records.record_at(row) for row in self._picked_rows())
        return [record.id for record in records if record is not None]

    def pick(self, record_ids: Collection[str]) -> None:
        """Select the rows of these records and no others; the cursor stays where it is."""
        chosen = QItemSelection()
        last = self._records.columnCount() - 1
        start = -1
        for row in range(self._records.rowCount() + 1):
            record = self._records.record_at(row)
            is_wanted = record is not None and record.id in record_ids
            if is_wanted and start < 0:
                start = row
            elif not is_wanted and start >= 0:
                chosen.select(self._records.index(start, 0), self._records.index(row - 1, last))
                start = -1
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def pick_current(self) -> None:
        """Select only the row the cursor is on."""
        self.pick({self.current_id})

    def _picked_rows(self) -> list[int]:
        ranges: list[QItemSelectionRange] = list(self.selectionModel().selection())  # type: ignore[call-overload] # missing in the stubs
        return sorted({row for each in ranges for row in range(each.top(), each.bottom() + 1)})

    def copied_table(self) -> QMimeData:
        """The selected rows with headings, as a table for spreadsheets (cells are text) and as tab-separated text."""
        shown = self.columns.shown()
        rows = self._picked_rows()
        lines = [[self._records.columns[at].label for at in shown]]
        lines += [[str(self._records.index(row, at).data() or "") for at in shown] for row in rows]
        data = QMimeData()
        data.setText("\r\n".join("\t".join(_plain_cell(cell) for cell in line) for line in lines))
        data.setHtml(_html_table(lines))
        return data

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setMimeData(self.copied_table())
        elif event.key() in RETURN_KEYS and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if self.current_id:
                self.entered.emit(self.current_id)
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.all_wanted.emit()
        elif event.key() == Qt.Key.Key_Escape and len(self._picked_rows()) > 1:
            self.pick_current()
        elif event.key() == Qt.Key.Key_Space:
            self.pane_toggled.emit()
        else:
            super().keyPressEvent(event)

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
        self.chosen.emit(record.id if record is not None else "")

    def _on_about_to_reset(self) -> None:
        self._kept = (self.current_id, self.verticalScrollBar().value(), frozenset(self.picked_ids()))

    def _on_reset(self) -> None:
        record_id, scrolled, picked = self._kept
        if record_id and self.select_record(record_id):
            self.verticalScrollBar().setValue(scrolled)
        else:
            self.chosen.emit("")
        if len(picked) > 1:
            self.pick(picked)
        self.picked.emit()


class _RowDelegate(LightDelegate):
    """The cursor is a whole row; a frame around one cell of it would say something else."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        option.state &= ~QStyle.StateFlag.State_HasFocus  # type: ignore[attr-defined] # missing in the stubs


def _plain_cell(cell: str) -> str:
    """A cell of tab-separated text that a spreadsheet takes for text, never for a formula."""
    safe = f"'{cell}" if cell.startswith(_SPREADSHEET_SIGNS) else cell
    return safe.replace("\t", " ").replace("\r", " ").replace("\n", " ")


def _html_table(lines: Sequence[Sequence[str]]) -> str:
    # Excel and WPS read this format first: '@' keeps every cell as the text it is, long numbers and = included.
    rows = [
        "<tr>" + "".join(f"<td style=\"mso-number-format:'\\@'\">{html.escape(cell)}</td>" for cell in line) + "</tr>"
        for line in lines
    ]
    return f"<table>{''.join(rows)}</table>"
