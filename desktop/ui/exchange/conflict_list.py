"""What is to be settled, as a list: conflicts, and issues that share a number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.services.numbering import Namesake
from desktop.services.settling import Conflict
from desktop.ui.exchange.conflict_words import kind_and_subject, said_shared
from desktop.ui.theme import GAP
from desktop.ui.widgets.naming import name_widget

Index = QModelIndex | QPersistentModelIndex
Entry = Conflict | Namesake
LIST_WIDTH = 300


def record_of(entry: Entry) -> str:
    """The id of the record that is to be settled."""
    return entry.later.id if isinstance(entry, Namesake) else entry.record_id


def words_of(entry: Entry) -> tuple[str, str]:
    """What it is about, and in what."""
    if isinstance(entry, Namesake):
        return str(entry.later.values.get("description") or ""), said_shared(entry)
    return entry.title, kind_and_subject(entry)


class ConflictListModel(QAbstractListModel):
    """The open conflicts, those of one record together, then issues that share a number."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: Sequence[Entry] = ()

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show these."""
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return "\n".join(part for part in words_of(self.entries[index.row()]) if part)
        return None


class _RoomyDelegate(QStyledItemDelegate):
    """Two lines of text need some room around them to be told from the next two."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return super().sizeHint(option, index) + QSize(0, 2 * GAP)


class ConflictList(QListView):
    """The list itself: two lines for each, cut off rather than scrolled sideways."""

    def __init__(self, name: str, model: ConflictListModel, parent: QWidget) -> None:
        super().__init__(parent)
        name_widget(self, name, self.tr("没有处理的冲突"))
        self.setModel(model)
        self.setItemDelegate(_RoomyDelegate(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(LIST_WIDTH // 2)
