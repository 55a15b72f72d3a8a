"""A table model of any number of rows of which those around the view are at hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex

from desktop.services.finding import Record
from desktop.ui.held_rows import HeldRows, Span

Index = QModelIndex | QPersistentModelIndex

MOST_HELD = 3_000
"""Rows at hand beside those that are selected; beyond them only the ones around the view stay."""

AROUND = 300


class SparseTable(QAbstractTableModel):
    """Knows how many rows there are and holds some; whoever changes them tells the view what was done, and no more."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.held = HeldRows()
        self._size = 0
        self.pinned: Callable[[], Sequence[Span]] = tuple
        """The rows that must stay at hand wherever the view goes: those that are selected."""

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else self._size

    def put_in(self, row: int, record: Record) -> None:
        """Insert a record before ``row``."""
        self.beginInsertRows(QModelIndex(), row, row)
        self._size += 1
        self.held.insert(row, record)
        self.endInsertRows()

    def take_out(self, row: int) -> None:
        """Remove a row."""
        self.beginRemoveRows(QModelIndex(), row, row)
        self._size -= 1
        self.held.remove(row)
        self.endRemoveRows()

    def move(self, row: int, target: int) -> None:
        """Move a row so that it is number ``target`` then; what was selected stays so."""
        if row == target:
            return
        self.beginMoveRows(QModelIndex(), row, row, QModelIndex(), target if target < row else target + 1)
        self.held.move(row, target)
        self.endMoveRows()

    def resize(self, size: int) -> None:
        """Let the list end at another row: nothing above it moves."""
        if size > self._size:
            self.beginInsertRows(QModelIndex(), self._size, size - 1)
            self._size = size
            self.endInsertRows()
        elif size < self._size:
            self.beginRemoveRows(QModelIndex(), size, self._size - 1)
            self._size = size
            self.held.keep([(0, size - 1)])
            self.endRemoveRows()

    def show_rows(self, first: int, records: Sequence[Record]) -> None:
        """Hold rows of the list as they are now, and have those painted anew that say something else."""
        changed = self.held.put(first, records)
        if changed:
            self.dataChanged.emit(self.index(changed[0], 0), self.index(changed[-1], self.columnCount() - 1))

    def forget_far(self, first: int, last: int) -> None:
        """Keep memory small: hold what is around these rows and what is pinned."""
        if len(self.held) > MOST_HELD:
            spans = list(self.pinned())
            if len(self.held) - sum(bottom - top + 1 for top, bottom in spans) > MOST_HELD:
                self.held.keep([(first - AROUND, last + AROUND), *spans])
