"""Reading one list for its model: at once where that takes milliseconds, otherwise in the reading thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from desktop.domain.errors import Refused
from desktop.services.finding import Query, Record
from desktop.services.ledgers import Ledger
from desktop.services.paging import Pages
from desktop.ui.operations import Job, Worker

SMALL = 2_000
"""A kind with so few records is looked through within some milliseconds, whatever is asked of them."""

FIRST, MORE = 40, 100
"""Rows that are read first where all texts may have to be looked at: a screenful, then further ones."""


_AGAIN = (-1, -1)

_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Look:
    """What was read of a list in one state of it: its rows from ``first`` on, its size where that is known.

    ``found_at`` are the rows in which the records stand that were asked after, as far as the list has them.
    """

    pages: Pages
    version: int
    size: int | None
    first: int
    records: tuple[Record, ...]
    found_at: dict[str, int]


class _List(NamedTuple):
    ledger: Ledger
    pages: Pages


class ListReading(QObject):
    """Reads what a model asks for. Without a ``worker`` nothing is measured and all is read at once."""

    arrived = Signal(object)
    """A :class:`Look` from the reading thread."""
    begun_again = Signal(object, object)
    """Two of them, of the first rows and of those around a record, after :meth:`ask_again`."""
    measured = Signal(int, int)
    """The version of the list, and its size."""
    refused = Signal(object)

    def __init__(self, ledger: Ledger, worker: Worker | None, today: Callable[[], date], parent: QObject) -> None:
        super().__init__(parent)
        self._ledger = ledger
        self._worker = worker
        self._today = today
        self._day = today()
        self._list: _List | None = None
        self._measuring: Job[tuple[Pages, int, int | None]] | None = None
        self._measured_version = -1
        self._asking: Job[tuple[Look, ...]] | None = None
        self._wish: _Span | None = None
        self.is_at_once = True
        """Whether any rows of the list are read within milliseconds."""

    @property
    def is_asking(self) -> bool:
        """Whether rows are on their way from the thread."""
        return self._wish is not None

    @property
    def is_of_today(self) -> bool:
        """Whether the lights and periods of the list are still those of the day: the program runs overnight."""
        return self._day == self._today()

    def begin(self, query: Query) -> None:
        """Read another list from now on, or the same on another day."""
        self.stop()
        self._day = self._today()
        pages = Pages(self._ledger, query, today=self._day)
        self._list = _List(self._ledger, pages)
        is_small = self._ledger.tables[query.kind].tally.read().size <= SMALL
        self.is_at_once = self._worker is None or is_small or pages.is_quick

    def stop(self) -> None:
        """What is read in the thread is not wanted any more."""
        for job in (self._measuring, self._asking):
            if job is not None:
                job.cancel()
        self._measuring = self._asking = self._wish = None

    def look(self, first: int, count: int, *, after: Sequence[str] = ()) -> Look:
        """Read rows at once, and where the records ``after`` stand. Refused: a fault of the machine."""
        return _looked(self._of(), first, count, after)

    def place_of(self, record_id: str, version: int) -> int:
        """The row of a record; -1 where the list does not have it or is not as it was at ``version``."""
        found = _looked(self._of(), 0, 0, (record_id,))
        return found.found_at.get(record_id, -1) if found.version == version else -1

    def ask(self, first: int, count: int) -> None:
        """Read rows in the thread; :attr:`arrived` brings them. What was asked for before is not wanted any more.

        Nothing is read while the list is begun again: its rows are to be others then.
        """
        list_ = self._of()
        if self._wish not in (_AGAIN, (first, count)):
            self._read((first, count), lambda job: (_looked(list_, first, count, stop=job.is_cancelled),))

    def ask_again(self, after: Sequence[tuple[str, int]], count: int) -> None:
        """Read in the thread how the list begins and, around the first of these records that it still has, ``count``.

        Each of ``after`` is a record and how many rows below the uppermost in sight it stood.
        """
        list_ = self._of()
        self._read(_AGAIN, lambda _job: _looked_again(list_, after, count))

    def measure(self, version: int) -> None:
        """Count and mark the list, now at ``version``, in the thread; :attr:`measured` tells the size."""
        if self._worker is None or self._worker.is_closed:
            return
        if self._measuring is not None:
            if self._measured_version == version:
                return
            self._measuring.cancel()
        list_, self._measured_version = self._of(), version
        self._measuring = self._worker.read(lambda job: _measured(list_, job), done=self._on_measured)

    def _of(self) -> _List:
        if self._list is None:
            raise RuntimeError("A model lists nothing before it was told what.")
        return self._list

    def _read(self, wish: _Span, work: Callable[[Job[tuple[Look, ...]]], tuple[Look, ...]]) -> None:
        if self._worker is None or self._worker.is_closed:
            return
        self.stop()
        self._wish = wish

        def read(job: Job[tuple[Look, ...]]) -> tuple[Look, ...]:
            found = () if job.is_cancelled() else work(job)
            return () if job.is_cancelled() else found

        self._asking = self._worker.read(read, done=self._on_read, refused=self._on_refused)

    def _on_read(self, looks: tuple[Look, ...]) -> None:
        # What was asked of a former list may have been on its way.
        if not looks or self._list is None or looks[0].pages is not self._list.pages:
            return
        self._asking = self._wish = None
        if len(looks) == 1:
            self.arrived.emit(looks[0])
        else:
            self.begun_again.emit(*looks)

    def _on_measured(self, measured: tuple[Pages, int, int | None]) -> None:
        pages, version, size = measured
        if self._list is None or pages is not self._list.pages or size is None:
            return
        self._measuring = None
        self.measured.emit(version, size)

    def _on_refused(self, refusal: Refused) -> None:
        self._asking = self._wish = None
        self.refused.emit(refusal)


def _looked(
    list_: _List, first: int, count: int, after: Sequence[str] = (), stop: Callable[[], bool] | None = None
) -> Look:
    pages = list_.pages
    with list_.ledger.reading():
        records = tuple(pages.rows(first, count, stop))
        places = {one: pages.place_of(one) for one in after}
        found_at = {one: place for one, place in places.items() if place is not None}
        return Look(pages, pages.version, pages.size, first, records, found_at)


def _looked_again(list_: _List, after: Sequence[tuple[str, int]], count: int) -> tuple[Look, Look]:
    with list_.ledger.reading():
        begin = _looked(list_, 0, MORE)
        for record_id, below in after:
            place = list_.pages.place_of(record_id)
            if place is not None:
                return begin, _looked(list_, max(0, place - below), count)
        return begin, begin


def _measured(list_: _List, job: Job[tuple[Pages, int, int | None]]) -> tuple[Pages, int, int | None]:
    with list_.ledger.reading():
        return list_.pages, list_.pages.version, list_.pages.measure(job.is_cancelled)
