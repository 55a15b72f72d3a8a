"""导入记录: every import, and the way back from it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLabel, QPushButton, QTableView

from desktop.services.batches import Batch
from desktop.ui.context import Context
from desktop.ui.theme import metrics
from desktop.ui.times import said_time
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.lights import LIGHT_ROLE, Light, LightDelegate
from desktop.ui.widgets.naming import name_widget

Index = QModelIndex | QPersistentModelIndex
_STATE = "exchange.history"
_WHEN, _SENDER, _FILE, _CREATED, _UPDATED, _CONFLICTS, _ACTOR, _STATUS = range(8)
_NUMBERS = (_CREATED, _UPDATED, _CONFLICTS)
_EMS = {_WHEN: 7.5, _SENDER: 8, _CREATED: 4, _UPDATED: 4, _CONFLICTS: 4, _ACTOR: 5.5, _STATUS: 6.5}


class BatchTableModel(QAbstractTableModel):
    """The imports, the last first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.batches: Sequence[Batch] = ()
        self._today = date.min

    def show_batches(self, batches: Sequence[Batch], today: date) -> None:
        """Show other imports."""
        self.beginResetModel()
        self.batches, self._today = batches, today
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.batches)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 8

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return (
            self.tr("导入时间"),
            self.tr("来自"),
            self.tr("文件"),
            self.tr("新增"),
            self.tr("更新"),
            self.tr("冲突"),
            self.tr("经办人"),
            self.tr("状态"),
        )[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        batch, column = self.batches[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return (
                said_time(batch.received_at, self._today),
                batch.sender,
                batch.file_name,
                f"{batch.created:,}" if batch.created else "–",
                f"{batch.updated:,}" if batch.updated else "–",
                f"{batch.conflicts:,}" if batch.conflicts else "–",
                batch.actor,
                self.tr("已撤销") if batch.is_undone else self.tr("已导入"),
            )[column]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == LIGHT_ROLE and column == _STATUS:
            return Light.OFF if batch.is_undone else Light.NORMAL
        return None


class _ShortTable(QTableView):
    """Asks for a few lines only and takes what room there is."""

    def sizeHint(self) -> QSize:
        return QSize(480, 4 * metrics().row)


class HistoryCard(Card):
    """Emits ``undo_asked(batch uid)`` and ``redo_asked(batch uid)``."""

    undo_asked = Signal(str)
    redo_asked = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__("exchange_page.history", "")
        self.set_title(self.tr("导入记录"))
        self._context = context
        self.model = BatchTableModel(self)
        self.table = self._make_table()
        self.button = QPushButton(self)
        self.button.setAutoDefault(False)
        self._empty = QLabel(self.tr("还没有导入过文件。"), self)
        self._empty.setProperty("tone", "muted")
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self._empty, 1, Qt.AlignmentFlag.AlignTop)
        self.add_beside_heading(self.button)
        self.table.selectionModel().currentRowChanged.connect(self._update)
        self.button.clicked.connect(self._on_button_clicked)
        self._update()

    def show_batches(self, batches: Sequence[Batch]) -> None:
        """Show the imports; the line chosen stays chosen."""
        chosen = self._chosen()
        self.model.show_batches(batches, self._context.today())
        self.table.setVisible(bool(batches))
        self._empty.setVisible(not batches)
        row = next((place for place, each in enumerate(batches) if chosen and each.uid == chosen.uid), 0)
        if batches:
            self.table.selectRow(row)
        self._update()

    def settle(self) -> None:
        """Remember the widths."""
        self._context.preferences.remember_state(_STATE, self.table.horizontalHeader().saveState())

    def _chosen(self) -> Batch | None:
        row = self.table.currentIndex().row()
        return self.model.batches[row] if 0 <= row < len(self.model.batches) else None

    def _update(self) -> None:
        chosen = self._chosen()
        text = self.tr("重新导入") if chosen and chosen.is_undone else self.tr("撤销这次导入")
        self.button.setText(text)
        said = f"{text} {chosen.file_name}" if chosen else text
        name_widget(self.button, "exchange_page.history.turn", said)
        self.button.setVisible(chosen is not None)

    def _on_button_clicked(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            (self.redo_asked if chosen.is_undone else self.undo_asked).emit(chosen.uid)

    def _make_table(self) -> QTableView:
        table = _ShortTable(self)
        name_widget(table, "exchange_page.history.table", self.tr("导入记录"))
        table.setModel(self.model)
        table.setItemDelegateForColumn(_STATUS, LightDelegate(table))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(metrics().row)
        table.setMinimumHeight(3 * metrics().row)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        for column, ems in _EMS.items():
            header.resizeSection(column, max(round(ems * metrics().text), header.sectionSizeHint(column)))
        if not header.restoreState(self._context.preferences.state(_STATE)):
            header.setSectionResizeMode(_FILE, QHeaderView.ResizeMode.Stretch)
        return table


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in _NUMBERS else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
