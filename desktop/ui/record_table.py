"""The model behind lists of records: all of a list's rows, of which it reads those that come in sight."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.domain.errors import Refused
from desktop.domain.fields import RecordKind
from desktop.domain.sight import sorts_of
from desktop.services.finding import PAGE, Query, Record
from desktop.services.ledgers import Ledger
from desktop.services.sight import sight_of
from desktop.ui.list_following import followed
from desktop.ui.list_reading import FIRST, MORE, ListReading, Look
from desktop.ui.operations import Worker
from desktop.ui.record_cells import RecordCells
from desktop.ui.record_columns import COUNT_COLUMN, LIGHT_COLUMN, Column, columns_of

__all__ = ["COUNT_COLUMN", "FEW", "LIGHT_COLUMN", "Column", "RecordTableModel", "columns_of"]

FEW = 40
"""Up to so many changed records are followed one by one; for more the list is read again."""

MARGIN = 40
"""Rows that are read above and below those in sight."""


class RecordTableModel(RecordCells):
    """Records of one kind in the order of its query. Rows that are not at hand are empty until :meth:`see` or a
    record is asked for; ``data`` reads nothing.
    """

    counted = Signal()
    """Whether anything is found, or how many rows there are, has come to be known: :attr:`count`."""
    refused = Signal(object)
    """Reading failed: a fault of the machine."""

    def __init__(
        self,
        ledger: Ledger,
        kind: RecordKind,
        columns: Sequence[Column],
        today: Callable[[], date],
        parent: QObject | None = None,
        *,
        worker: Worker | None = None,
    ) -> None:
        super().__init__(kind, columns, today, parent)
        self._query = Query(kind.name)
        self._version = -1
        self._sight = (0, FIRST)
        self._is_complete = True
        self.is_searching = False
        """Whether it is not known yet if there is anything at all."""
        self.is_same_list = False
        """Whether the last reset showed what was shown before: read again, or in another order."""
        self._ledger = ledger
        self._reading = ListReading(ledger, worker, today, self)
        self._reading.arrived.connect(self._on_arrived)
        self._reading.begun_again.connect(self._on_begun_again)
        self._reading.measured.connect(self._on_measured)
        self._reading.refused.connect(self.refused)
        self._repair = QTimer(self)
        self._repair.setSingleShot(True)
        self._repair.timeout.connect(self._on_repair)

    @property
    def query(self) -> Query:
        """What is listed."""
        return self._query

    @property
    def count(self) -> int | None:
        """How many records the query finds; None as long as that is not known."""
        return self._size if self._is_complete else None

    @property
    def is_at_once(self) -> bool:
        """Whether any record of the list is read within milliseconds."""
        return self._version >= 0 and self._reading.is_at_once

    def show_query(self, query: Query) -> None:
        """List what ``query`` finds. Refused: an order that is not offered, a fault of the machine."""
        before = self._query
        self._query = replace(query, after=None, limit=PAGE)
        self.order = query.order
        self.is_same_list = self._version >= 0 and replace(before, order="") == replace(self._query, order="")
        self._reading.begin(self._query)
        self._read_again()

    def reload(self) -> None:
        """Read the same list again."""
        self.is_same_list = True
        if not self._reading.is_of_today:
            self._reading.begin(self._query)
        self._read_again()

    def _read_again(self) -> None:
        self.masked = sorts_of(self.kind, sight_of(self._ledger).masked)
        if self._reading.is_at_once or not self.is_same_list or self.is_searching:
            self._begin()
            return
        # The rows stay until the new ones are there.
        first, last = self._sight
        seen = [(record.id, row - first) for row, record in self.held.within(first, last)]
        self._reading.ask_again(seen, last - first + 1)

    def refresh(self, record_ids: Iterable[str]) -> None:
        """Bring these records up to date where they stand, and the rows in sight; there is no reset if it can be."""
        wanted = list(dict.fromkeys(record_ids))
        if not self.is_at_once or not self._reading.is_of_today or len(wanted) > FEW:
            self.reload()
            return
        look = followed(self, self._reading, wanted, self._sight)
        if look is None:
            self.reload()
            return
        self._version = look.version
        self._take_size(look)
        self._reading.measure(self._version)

    def see(self, first: int, last: int) -> None:
        """The view is about to paint these rows: read what is missing of them. Moves nothing; a slot may, later."""
        last = min(last, self._size - 1)
        self._sight = (first, last)
        gap = self.held.missing(first, last)
        if gap is not None:
            self._fetch(max(0, gap[0] - MARGIN), min(self._size - 1, gap[1] + MARGIN))
            self.forget_far(first, last)
        if last == self._size - 1 and not self._is_complete and not self.is_searching:
            self._repair.start(0)

    def hold(self, first: int, last: int) -> None:
        """Have these rows at hand, at once where that is quick, otherwise when nothing more urgent is asked for."""
        gap = self.held.missing(first, min(last, self._size - 1))
        if gap is not None and not (self._reading.is_asking and not self.is_at_once):
            self._fetch(*gap)

    def record_at(self, row: int) -> Record | None:
        """The record of a row, read if it is not at hand; None beyond the rows, or while it is looked for."""
        if not 0 <= row < self._size:
            return None
        self.hold(row, row)
        held = self.held.get(row)
        return held.record if held is not None else None

    def row_of(self, record_id: str) -> int:
        """The row of a record, -1 where the list does not have it, or has it beyond what is at hand and cannot be asked
        at once.
        """
        row = self.held.row_of(record_id)
        if row >= 0 or not self.is_at_once:
            return row
        return self._reading.place_of(record_id, self._version)

    def _begin(self) -> None:
        known = self._size if self.is_same_list else 0
        self._repair.stop()
        self.beginResetModel()
        try:
            self.held.clear()
            self._size, self._is_complete, self.is_searching = 0, False, not self._reading.is_at_once
            if self._reading.is_at_once:
                self._accept(self._reading.look(0, MORE), known)
        finally:
            self.endResetModel()
        if self.is_searching:
            self._reading.ask(0, FIRST)
        else:
            self._reading.measure(self._version)
        self.counted.emit()

    def _accept(self, look: Look, known: int) -> None:
        """Take over the first rows of a state, within a reset; ``known`` is the size it had before."""
        self._version = look.version
        self.held.put(look.first, look.records)
        self._is_complete = look.size is not None
        end = look.first + len(look.records)
        # A size it had is nearer to the truth than what was read of it until now.
        self._size = look.size if look.size is not None else max(end, known, self._size)

    def _fetch(self, first: int, last: int) -> None:
        """Read rows, at once where that is quick. Nothing is told to the view: it is about to paint."""
        if not self._reading.is_at_once:
            self._reading.ask(first, last - first + 1)
            return
        try:
            look = self._reading.look(first, last - first + 1)
        except Refused as refusal:
            QTimer.singleShot(0, self, partial(self.refused.emit, refusal))
            return
        if look.version == self._version:
            self.held.put(first, look.records)
        if look.version != self._version or look.size not in (None, self._size):
            self._repair.start(0)

    def _on_repair(self) -> None:
        """What came to light while the view was painting: the list has changed, or goes on."""
        if not self._reading.is_at_once:
            self._reading.ask(self._size, MORE)
            return
        look = self._reading.look(self._size, MORE)
        if look.version != self._version:
            self.reload()
        else:
            self._on_arrived(look)

    def _on_arrived(self, look: Look) -> None:
        """Rows from the reading thread, or beyond those known."""
        if self.is_searching:
            self._version = look.version
        if look.version != self._version:
            self.reload()
            return
        was_searching, self.is_searching = self.is_searching, False
        self._take_size(look)
        self.show_rows(look.first, look.records)
        if was_searching and look.size is None:
            self._reading.ask(FIRST, MORE)
        else:
            self._reading.measure(self._version)

    def _on_begun_again(self, begin: Look, around: Look) -> None:
        known = self._size
        self.beginResetModel()
        self.held.clear()
        self._size = 0
        self._accept(begin, known)
        if around.version == begin.version:
            self._accept(around, known)
        self.endResetModel()
        self._reading.measure(self._version)
        self.counted.emit()

    def _on_measured(self, version: int, size: int) -> None:
        if version == self._version:
            self.resize(size)
            self._is_complete = True
            self.counted.emit()

    def _take_size(self, look: Look) -> None:
        """The list is as long as was read, or as is known now."""
        end = look.first + len(look.records)
        self._is_complete = look.size is not None
        self.resize(look.size if look.size is not None else max(self._size, end))
        self.counted.emit()
