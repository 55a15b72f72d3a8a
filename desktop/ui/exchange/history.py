"""往来记录: every import and every export, and the way back from an import."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLabel, QPushButton, QTableView

from desktop.services.batches import Batch
from desktop.services.handovers import Handover
from desktop.ui.context import Context
from desktop.ui.theme import metrics
from desktop.ui.times import said_time
from desktop.ui.translation import is_english
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.lights import LIGHT_ROLE, Light, LightDelegate
from desktop.ui.widgets.naming import name_widget

Index = QModelIndex | QPersistentModelIndex
Exchange = Batch | Handover
"""A workbook that came in, or one that went out."""

_STATE = "exchange.exchanges"


class Column(IntEnum):
    """The columns in their order."""

    WHEN = 0
    WAY = 1
    PARTNER = 2
    FILE = 3
    CONTENT = 4
    ACTOR = 5
    STATUS = 6


_EMS = {Column.WHEN: 7.5, Column.WAY: 4, Column.PARTNER: 8, Column.ACTOR: 5, Column.STATUS: 6}
_EMS_IN_ENGLISH = {Column.STATUS: 8}


def merged(batches: Sequence[Batch], handovers: Sequence[Handover]) -> list[Exchange]:
    """What came in and what went out, the last first."""
    exchanges: list[Exchange] = [*handovers, *batches]
    return sorted(exchanges, key=lambda one: datetime.fromisoformat(_made_at(one)), reverse=True)


def _made_at(exchange: Exchange) -> str:
    return exchange.received_at if isinstance(exchange, Batch) else exchange.made_at


def content_of(exchange: Exchange) -> str:
    """What a workbook held, in short; nothing where it is not known any more."""
    if isinstance(exchange, Handover):
        if exchange.records is None:
            return ""
        text = (
            QCoreApplication.translate("Exchanges", "全部 {count} 条")
            if exchange.is_full
            else QCoreApplication.translate("Exchanges", "新内容 {count} 条")
        )
        if exchange.is_sealed:
            text = QCoreApplication.translate("Exchanges", "{content}，有密码").format(content=text)
        return text.replace("{count}", f"{exchange.records:,}")
    counts = (
        (QCoreApplication.translate("Exchanges", "新增 {count}"), exchange.created),
        (QCoreApplication.translate("Exchanges", "更新 {count}"), exchange.updated),
        (QCoreApplication.translate("Exchanges", "冲突 {count}"), exchange.conflicts),
        (QCoreApplication.translate("Exchanges", "手工改动 {count}"), exchange.edited_by_hand),
        (QCoreApplication.translate("Exchanges", "未采用 {count}"), exchange.rejected),
        (QCoreApplication.translate("Exchanges", "留出 {count}"), exchange.left_out),
    )
    parts = [text.format(count=f"{count:,}") for text, count in counts if count]
    return " · ".join(parts) or QCoreApplication.translate("Exchanges", "没有改动记录")


@dataclass(frozen=True, slots=True)
class _Words:
    """The cells of a line."""

    texts: tuple[str, ...]
    light: Light


class ExchangeTableModel(QAbstractTableModel):
    """Imports and exports, the last first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.exchanges: Sequence[Exchange] = ()
        self._today = date.min

    def show_exchanges(self, exchanges: Sequence[Exchange], today: date) -> None:
        """Show others."""
        self.beginResetModel()
        self.exchanges, self._today = exchanges, today
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.exchanges)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return (
            self.tr("时间"),
            self.tr("往来"),
            self.tr("对方"),
            self.tr("文件"),
            self.tr("内容"),
            self.tr("经办人"),
            self.tr("状态"),
        )[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, LIGHT_ROLE):
            return None
        words = self._words(self.exchanges[index.row()])
        if role == LIGHT_ROLE:
            return words.light if index.column() == Column.STATUS else None
        return words.texts[index.column()]

    def _words(self, exchange: Exchange) -> _Words:
        when, content = said_time(_made_at(exchange), self._today), content_of(exchange)
        if isinstance(exchange, Handover):
            to, name = exchange.unit_name or self.tr("留存"), exchange.file_name
            texts = (when, self.tr("导出"), to, name, content, exchange.actor, self.tr("已导出"))
            return _Words(texts, Light.NORMAL)
        state = self.tr("已撤销") if exchange.is_undone else self.tr("已导入")
        texts = (when, self.tr("导入"), exchange.sender, exchange.file_name, content, exchange.actor, state)
        return _Words(texts, Light.OFF if exchange.is_undone else Light.NORMAL)


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
        self.set_title(self.tr("往来记录"))
        self._context = context
        self.model = ExchangeTableModel(self)
        # Of this size of letters: widths of another one would cut what stands there.
        self._kept = f"{_STATE}.{metrics().text}"
        self.table = self._make_table()
        self.button = QPushButton(self)
        self.button.setAutoDefault(False)
        self._empty = QLabel(self.tr("还没有导出或导入过文件。"), self)
        self._empty.setProperty("tone", "muted")
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self._empty, 1, Qt.AlignmentFlag.AlignTop)
        self.add_beside_heading(self.button)
        self.table.selectionModel().currentRowChanged.connect(self._update)
        self.button.clicked.connect(self._on_button_clicked)
        self._update()

    def show_exchanges(self, batches: Sequence[Batch], handovers: Sequence[Handover]) -> None:
        """Show what came in and went out; the line chosen stays chosen."""
        chosen = self._chosen()
        exchanges = merged(batches, handovers)
        self.model.show_exchanges(exchanges, self._context.today())
        self.table.setVisible(bool(exchanges))
        self._empty.setVisible(not exchanges)
        row = next((place for place, each in enumerate(exchanges) if chosen and each.uid == chosen.uid), 0)
        if exchanges:
            self.table.selectRow(row)
        self._update()

    def settle(self) -> None:
        """Remember the widths."""
        self._context.preferences.remember_state(self._kept, self.table.horizontalHeader().saveState())

    def _chosen(self) -> Exchange | None:
        row = self.table.currentIndex().row()
        return self.model.exchanges[row] if 0 <= row < len(self.model.exchanges) else None

    def _update(self) -> None:
        chosen = self._chosen()
        # What went out cannot be called back.
        batch = chosen if isinstance(chosen, Batch) else None
        text = self.tr("重新导入") if batch and batch.is_undone else self.tr("撤销这次导入")
        self.button.setText(text)
        name_widget(self.button, "exchange_page.history.turn", f"{text} {batch.file_name}" if batch else text)
        self.button.setVisible(batch is not None)

    def _on_button_clicked(self) -> None:
        chosen = self._chosen()
        if isinstance(chosen, Batch):
            (self.redo_asked if chosen.is_undone else self.undo_asked).emit(chosen.uid)

    def _make_table(self) -> QTableView:
        table = _ShortTable(self)
        name_widget(table, "exchange_page.history.table", self.tr("往来记录"))
        table.setModel(self.model)
        table.setItemDelegateForColumn(Column.STATUS, LightDelegate(table))
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
        for column, ems in {**_EMS, **(_EMS_IN_ENGLISH if is_english() else {})}.items():
            header.resizeSection(column, max(round(ems * metrics().text), header.sectionSizeHint(column)))
        if not header.restoreState(self._context.preferences.state(self._kept)):
            # The two share what the others leave: with large letters the file alone would vanish.
            header.setSectionResizeMode(Column.FILE, QHeaderView.ResizeMode.Stretch)
            header.setSectionResizeMode(Column.CONTENT, QHeaderView.ResizeMode.Stretch)
        return table
