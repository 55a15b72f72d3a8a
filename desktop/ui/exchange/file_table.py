"""The files of an import as a table: what each would do, or has done."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from enum import IntEnum
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from desktop.services.outcomes import FileOutcome, FilesTaken
from desktop.ui.context import Context
from desktop.ui.exchange.import_files import FileRow, Order, order_of
from desktop.ui.theme import metrics
from desktop.ui.times import said_time
from desktop.ui.widgets.lights import LIGHT_ROLE, Light, LightDelegate
from desktop.ui.widgets.naming import name_widget

Index = QModelIndex | QPersistentModelIndex


class Column(IntEnum):
    """The columns in their order."""

    FILE = 0
    SENDER = 1
    MADE = 2
    CREATED = 3
    UPDATED = 4
    UNCHANGED = 5
    CONFLICTS = 6
    EDITED = 7
    REJECTED = 8
    STATUS = 9


_STATE = "exchange.preview"
_EMS = {Column.SENDER: 8, Column.MADE: 7.5, Column.EDITED: 5.5, Column.REJECTED: 4.5, Column.STATUS: 10.5}
_COUNT_EMS = 3.7
_MOST_HIGH = 160
"""Pixels for the files: five of them, and three in the largest text."""
_COUNTS = {
    Column.CREATED: "created",
    Column.UPDATED: "updated",
    Column.UNCHANGED: "unchanged",
    Column.CONFLICTS: "conflicts",
    Column.EDITED: "edited_by_hand",
    Column.REJECTED: "rejected",
}


class FileTableModel(QAbstractTableModel):
    """``wanted_changed`` when a person ticks or unticks a file; refused files have no tick."""

    wanted_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._today = date.min
        self._rows: list[FileRow] = []
        self._is_open = True

    @property
    def rows(self) -> Sequence[FileRow]:
        """The files in their order."""
        return self._rows

    def show_files(self, paths: Sequence[Path], today: date) -> None:
        """Start anew with these files, all wanted."""
        self.beginResetModel()
        self._today = today
        self._rows = [FileRow(path) for path in paths]
        self._is_open = True
        self.endResetModel()

    def set_trial(self, outcomes: Sequence[FileOutcome]) -> None:
        """Show what the wanted files would do, in the order of :meth:`wanted`.

        A refused file is out; the others are tried again without it only when somebody unticks one of them.
        """
        remaining = iter(outcomes)
        self._rows = [row.tried(next(remaining)) if row.is_wanted else row for row in self._rows]
        self._is_open = True
        self._tell_changed()

    def set_result(self, outcomes: Sequence[FileOutcome]) -> None:
        """Show what the wanted files have done, in the order of :meth:`wanted`."""
        remaining = iter(outcomes)
        self._rows = [row.imported(next(remaining)) if row.is_wanted else row for row in self._rows]
        self._is_open = False
        self._tell_changed()

    def leave_out(self, row: int, record_ids: Collection[str]) -> None:
        """Leave these records of a file out, and no others."""
        self._rows[row] = self._rows[row].leaving_out(record_ids)
        self._tell_changed()

    def want_sealed(self) -> list[Path]:
        """Want the files again that lacked a password; gives them."""
        sealed = [row.path for row in self._rows if row.is_sealed]
        self._rows = [row.wanted(True) if row.is_sealed else row for row in self._rows]
        self._tell_changed()
        return sealed

    @property
    def is_open(self) -> bool:
        """Whether nothing is imported yet."""
        return self._is_open

    def order(self) -> Order:
        """What an import is to do."""
        return order_of(self._rows)

    def wanted(self) -> list[Path]:
        """The files to import."""
        return [row.path for row in self._rows if row.is_wanted]

    # -- what Qt asks ------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return (
            self.tr("文件"),
            self.tr("来自"),
            self.tr("导出时间"),
            self.tr("新增"),
            self.tr("更新"),
            self.tr("不变"),
            self.tr("冲突"),
            self.tr("手工改动"),
            self.tr("未采用"),
            self.tr("情况"),
        )[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self._rows[index.row()], Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return str(row.path) if column is Column.FILE else self._text(row, column)
        if role == Qt.ItemDataRole.CheckStateRole and column is Column.FILE and self._is_open and not row.is_refused:
            return Qt.CheckState.Checked if row.is_wanted else Qt.CheckState.Unchecked
        if role == LIGHT_ROLE and column is Column.STATUS:
            return self._status(row)[0]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() == Column.FILE and self._is_open and not self._rows[index.row()].is_refused:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not self.flags(index) & Qt.ItemFlag.ItemIsUserCheckable:
            return False
        is_wanted = Qt.CheckState(value) is Qt.CheckState.Checked
        self._rows[index.row()] = self._rows[index.row()].wanted(is_wanted)
        self._tell_changed()
        self.wanted_changed.emit()
        return True

    # -- words -------------------------------------------------------------------------------------------------------

    def _text(self, row: FileRow, column: Column) -> str:
        outcome = row.outcome
        if column is Column.FILE:
            return row.path.name
        if column is Column.STATUS:
            return self._status(row)[1]
        if outcome is None or not row.is_wanted:
            return ""
        if outcome.files is not None:
            return self.tr("附件包") if column is Column.SENDER else ""
        if column is Column.SENDER:
            return f"{outcome.sender} {outcome.actor}".strip()
        if column is Column.MADE:
            return said_time(outcome.made_at, self._today)
        count: int = getattr(row.tally, _COUNTS[column])
        return f"{count:,}" if count else "–"

    def _status(self, row: FileRow) -> tuple[Light, str]:
        outcome = row.outcome
        if row.is_refused and not row.is_wanted:
            return (Light.DUE_SOON, self.tr("要密码")) if row.is_sealed else (Light.OVERDUE, self.tr("不能导入"))
        if not row.is_wanted:
            return Light.OFF, self.tr("不导入")
        if outcome is None or row.is_refused:
            return Light.OFF, self.tr("正在试读")
        if outcome.files is not None:
            return self._status_of_files(outcome, outcome.files)
        if row.tally.left_out:
            text = self.tr("已导入，留出 {count}") if row.result else self.tr("可导入，留出 {count}")
            return Light.DUE_SOON, text.format(count=f"{row.tally.left_out:,}")
        told = (outcome.conflicts, outcome.gaps, outcome.forks, outcome.rejected, outcome.unread)
        if outcome.edited_by_hand or any(told):
            if outcome.status == "imported":
                return Light.DUE_SOON, self.tr("已导入，见说明")
            is_new = outcome.status == "would_import"
            return Light.DUE_SOON, self.tr("可导入，见说明") if is_new else self.tr("无新内容，见说明")
        if outcome.status == "nothing_new":
            return Light.OFF, self.tr("没有新内容")
        return Light.NORMAL, self.tr("已导入") if outcome.status == "imported" else self.tr("可以导入")

    def _status_of_files(self, outcome: FileOutcome, files: FilesTaken) -> tuple[Light, str]:
        if outcome.status == "nothing_new":
            return Light.OFF, self.tr("没有缺的附件")
        text = self.tr("收到 {count} 个附件") if outcome.status == "imported" else self.tr("可收 {count} 个附件")
        return Light.NORMAL, text.format(count=f"{files.taken:,}")

    def _tell_changed(self) -> None:
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(Column) - 1))


def _alignment(column: int) -> Qt.AlignmentFlag:
    is_number = column in _COUNTS
    side = Qt.AlignmentFlag.AlignRight if is_number else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


class FileTable(QTableView):
    """As high as its files, up to a few: the rest of the height is for their rows."""

    def __init__(self, context: Context, model: FileTableModel) -> None:
        super().__init__()
        self._preferences = context.preferences
        # Of this size of letters: widths of another one would cut what stands there.
        self._kept = f"{_STATE}.{metrics().text}"
        name_widget(self, "exchange_page.preview.files", self.tr("要导入的文件"))
        self.setModel(model)
        self.setItemDelegateForColumn(Column.STATUS, LightDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(metrics().row)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(48)
        for column in Column:
            width = round(_EMS.get(column, _COUNT_EMS) * metrics().text)
            header.resizeSection(column, max(width, header.sectionSizeHint(column)))
        if not header.restoreState(self._preferences.state(self._kept)):
            header.setSectionResizeMode(Column.FILE, QHeaderView.ResizeMode.Stretch)
        model.modelReset.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(480, self._height_for(min(max(self.model().rowCount(), 1), _MOST_HIGH // metrics().row)))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self._height_for(min(max(self.model().rowCount(), 1), 2)))

    def settle(self) -> None:
        """Remember the widths."""
        self._preferences.remember_state(self._kept, self.horizontalHeader().saveState())

    def _height_for(self, rows: int) -> int:
        return self.horizontalHeader().sizeHint().height() + rows * metrics().row + 2 * self.frameWidth()
