"""The rows of one file of an import as a table, each with a tick for whether it is to come in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from enum import IntEnum, StrEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QBrush, QColor, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from desktop.services.outcomes import RejectedCell, RowOutcome
from desktop.ui.colours import colours_of
from desktop.ui.context import Context
from desktop.ui.exchange.row_words import (
    Line,
    State,
    change_in_short,
    kind_word,
    place_in_full,
    place_of,
    state_of,
    state_word,
    title_of,
)
from desktop.ui.theme import metrics
from desktop.ui.translation import is_english
from desktop.ui.widgets.naming import name_widget

Index = QModelIndex | QPersistentModelIndex
_STATE = "exchange.rows"
_PLAIN = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_TICKED = _PLAIN | Qt.ItemFlag.ItemIsUserCheckable
_SIGNS = {
    State.CREATED: "+",
    State.UPDATED: "±",
    State.CONFLICT: "!",
    State.WITHDRAWN: "−",
    State.REJECTED: "×",
}
_COLOURS = {
    State.CREATED: "green_text",
    State.UPDATED: "accent_text",
    State.CONFLICT: "amber_text",
    State.WITHDRAWN: "amber_text",
    State.REJECTED: "danger_text",
    State.LEFT_OUT: "muted",
}


class Column(IntEnum):
    """The columns in their order."""

    STATE = 0
    KIND = 1
    TITLE = 2
    CHANGE = 3
    PLACE = 4


_EMS = {Column.STATE: 6.4, Column.KIND: 5.2, Column.TITLE: 7, Column.PLACE: 7}
_STATE_EMS_IN_ENGLISH = 8


class Shows(StrEnum):
    """Which rows are listed."""

    ALL = "all"
    CREATED = "created"
    UPDATED = "updated"
    BY_HAND = "by_hand"
    CONFLICT = "conflict"
    REJECTED = "rejected"


def _belongs(line: Line, shows: Shows) -> bool:
    if shows is Shows.ALL:
        return True
    if isinstance(line, RejectedCell):
        return shows in (Shows.REJECTED, Shows.BY_HAND)
    if shows is Shows.BY_HAND:
        return line.by_hand
    if shows is Shows.UPDATED:
        return line.state in (State.UPDATED, State.WITHDRAWN)
    return line.state == shows


def counts_of(lines: Sequence[Line]) -> dict[Shows, int]:
    """How many lines each choice lists."""
    return {shows: sum(1 for line in lines if _belongs(line, shows)) for shows in Shows}


class RowTableModel(QAbstractTableModel):
    """``ticked`` when a person changes ticks, which goes while ``is_open``; ``left_out`` has the ids without one."""

    ticked = Signal()

    def __init__(self, today: Callable[[], date], language: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._language = language
        self._all: Sequence[Line] = ()
        self._lines: list[Line] = []
        self._shows = Shows.ALL
        self.is_open = False
        self.left_out: set[str] = set()

    def show_lines(self, lines: Sequence[Line], left_out: Collection[str], *, is_open: bool) -> None:
        """Show other rows; ``is_open``: their ticks can be changed."""
        self.beginResetModel()
        self._all, self.left_out, self.is_open = lines, set(left_out), is_open
        self._choose()
        self.endResetModel()

    def show_only(self, shows: Shows) -> None:
        """List these rows only."""
        self.beginResetModel()
        self._shows = shows
        self._choose()
        self.endResetModel()

    def line_at(self, row: int) -> Line | None:
        """What a row stands for, None beyond the rows."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def state_at(self, row: int) -> State:
        """The state of a row, which may be left out."""
        line = self._lines[row]
        return State.LEFT_OUT if self._is_out(line) else state_of(line)

    def listed_ticks(self) -> tuple[int, int]:
        """How many of the records listed are to come in, and how many are left out."""
        records = [line for line in self._lines if isinstance(line, RowOutcome)]
        out = sum(1 for line in records if line.record_id in self.left_out)
        return len(records) - out, out

    def tick(self, rows: Collection[int], *, is_wanted: bool) -> None:
        """Take these rows in, or leave them out."""
        lines = [self._lines[row] for row in rows]
        ids = {line.record_id for line in lines if isinstance(line, RowOutcome)}
        if not self.is_open or not ids:
            return
        self.left_out = self.left_out - ids if is_wanted else self.left_out | ids
        self._tell_changed()
        self.ticked.emit()

    def toggle(self, rows: Collection[int]) -> None:
        """Turn these rows the way the first of them is not."""
        ticked = [row for row in sorted(rows) if isinstance(self._lines[row], RowOutcome)]
        if ticked:
            self.tick(ticked, is_wanted=self._is_out(self._lines[ticked[0]]))

    # -- what Qt asks ------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Vertical or role != Qt.ItemDataRole.DisplayRole:
            is_alignment = role == Qt.ItemDataRole.TextAlignmentRole
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter if is_alignment else None
        return (self.tr("收进"), self.tr("类别"), self.tr("名称"), self.tr("内容"), self.tr("手工改动"))[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = index.row(), Column(index.column())
        line = self._lines[row]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._text(row, line, column, is_full=role == Qt.ItemDataRole.ToolTipRole)
        if role == Qt.ItemDataRole.CheckStateRole and column is Column.STATE and isinstance(line, RowOutcome):
            return Qt.CheckState.Unchecked if self._is_out(line) else Qt.CheckState.Checked
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._brush(row, column)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        # Asked for every cell when everything is selected.
        if self.is_open and index.column() == 0 and isinstance(self._lines[index.row()], RowOutcome):
            return _TICKED
        return _PLAIN

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not self.flags(index) & Qt.ItemFlag.ItemIsUserCheckable:
            return False
        self.tick([index.row()], is_wanted=Qt.CheckState(value) is Qt.CheckState.Checked)
        return True

    # -- parts -------------------------------------------------------------------------------------------------------

    def _choose(self) -> None:
        self._lines = [line for line in self._all if _belongs(line, self._shows)]

    def _is_out(self, line: Line) -> bool:
        return isinstance(line, RowOutcome) and line.record_id in self.left_out

    def _text(self, row: int, line: Line, column: Column, *, is_full: bool) -> str:
        if column is Column.STATE:
            state = self.state_at(row)
            # What is left out has the empty box before it.
            return f"{_SIGNS.get(state, '')} {state_word(state)}".strip()
        if column is Column.KIND:
            return kind_word(line)
        if column is Column.TITLE:
            return title_of(line)
        if column is Column.CHANGE:
            return change_in_short(line, self._today(), self._language)
        return place_in_full(line) if is_full else place_of(line)

    def _brush(self, row: int, column: Column) -> QBrush | None:
        state = self.state_at(row)
        if column is not Column.STATE and state is not State.LEFT_OUT:
            return None
        return QBrush(QColor(getattr(colours_of(QGuiApplication.palette()), _COLOURS[state])))

    def _tell_changed(self) -> None:
        if self._lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._lines) - 1, len(Column) - 1))


class RowTable(QTableView):
    """Space turns the ticks of the rows chosen, wherever in the row the keyboard stands."""

    def __init__(self, context: Context, model: RowTableModel) -> None:
        super().__init__()
        self._preferences = context.preferences
        # Of this size of letters: widths of another one would cut what stands there.
        self._kept = f"{_STATE}.{metrics().text}"
        self._rows = model
        name_widget(self, "exchange_page.preview.rows", self.tr("这个文件里的记录"))
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(metrics().row)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        # A header asks for the selection of every cell to paint itself; this one has nothing to show of it.
        header.setSelectionModel(QItemSelectionModel(model, header))
        header.setMinimumSectionSize(48)
        for column, ems in _EMS.items():
            wanted = _STATE_EMS_IN_ENGLISH if column is Column.STATE and is_english() else ems
            header.resizeSection(column, round(wanted * metrics().text))
        if not header.restoreState(self._preferences.state(self._kept)):
            header.setSectionResizeMode(Column.CHANGE, QHeaderView.ResizeMode.Stretch)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.modifiers():
            ranges = self.selectionModel().selection()
            chosen = (range(each.top(), each.bottom() + 1) for each in ranges)  # type: ignore[attr-defined] # not in the stubs
            self._rows.toggle({row for each in chosen for row in each})
            return
        super().keyPressEvent(event)

    def settle(self) -> None:
        """Remember the widths."""
        self._preferences.remember_state(self._kept, self.horizontalHeader().saveState())
