"""One query's records by their number from the top, read a page at a time.

What is known of a list are *marks*: after how many records which place comes. The top is one, each page read leaves
one, and :meth:`Pages.measure` lays one every :data:`STEP` records. A page is read along the index from the nearest
mark, from above or from below, so no read passes over more than a step of it, and nothing is read that is not asked
for.

Marks hold for one version of the kind's records (:mod:`desktop.data.tallies`). Every read looks at the version in the
same consistent state that it reads the records in: when anything was written in between, also by another thread or
program, the marks are dropped and laid anew, so a page is never one of a former state. Until they are measured again
reads walk along the index from the top or the end, which at a million records takes some ten milliseconds. To stay
near what is in sight, ask :meth:`Pages.place_of` for a record that was in sight, and read around where it stands now.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from threading import Lock
from typing import Any

from desktop.data.ledger import Ledger
from desktop.domain.errors import Refused
from desktop.services.finding import Query, Record, records_of
from desktop.services.ordering import Order, Place
from desktop.services.walking import Walk

STEP = 2_000
"""Records between two marks: what a jump passes over on an index, in a fraction of a millisecond."""


@dataclass
class _Marks:
    """After ``counts[i]`` records comes ``places[i]``: the last of them, None for the top. In rising order."""

    version: int
    size: int | None = None
    is_measured: bool = False
    counts: list[int] = field(default_factory=lambda: [0])
    places: list[Place | None] = field(default_factory=lambda: [None])
    lock: Lock = field(default_factory=Lock)

    def put(self, count: int, place: Place) -> None:
        """Remember a mark."""
        with self.lock:
            at = bisect_left(self.counts, count)
            if at == len(self.counts) or self.counts[at] != count:
                self.counts.insert(at, count)
                self.places.insert(at, place)

    def before(self, count: int) -> tuple[int, Place | None]:
        """The last mark at ``count`` or above it in the list."""
        with self.lock:
            at = bisect_right(self.counts, count) - 1
            return self.counts[at], self.places[at]

    def behind(self, count: int) -> tuple[int, Place | None] | None:
        """The first mark at ``count`` or below it in the list; the end (None as its place) where that is known."""
        with self.lock:
            at = bisect_left(self.counts, count)
            if 0 < at < len(self.counts):
                return self.counts[at], self.places[at]
            return (self.size, None) if self.size is not None else None

    def before_place(self, place: Place, order: Order) -> tuple[int, Place | None]:
        """The last mark that is listed before ``place``, or is it."""
        with self.lock:
            low, high = 0, len(self.counts) - 1
            while low < high:
                middle = (low + high + 1) // 2
                found = self.places[middle]
                if found is not None and order.is_before(place, found):
                    high = middle - 1
                else:
                    low = middle
            return self.counts[low], self.places[low]


class Pages:
    """The rows of a list, by their number from the top; made anew when the query, the day or the settings change.

    Nothing is read before it is asked for. Any thread may call any method, at any time, but not inside a transaction
    in which it writes.
    """

    def __init__(self, ledger: Ledger, query: Query, *, today: date, step: int = STEP) -> None:
        self.query = replace(query, after=None)
        self._ledger = ledger
        self._today = today
        self._step = step
        self._walk = Walk(ledger, self.query, today)
        self._marks = _Marks(-1)
        self._lock = Lock()

    @property
    def is_quick(self) -> bool:
        """Whether any rows are read within milliseconds, so that a window may ask for them itself.

        Otherwise (words, figures, conditions that no index holds) they are for a thread that may wait.
        """
        return self._walk.is_quick

    @property
    def version(self) -> int:
        """The version of the kind's records as of now: as long as it is the same, so is every answer."""
        return self._ledger.tables[self.query.kind].tally.read().version

    @property
    def size(self) -> int | None:
        """How many rows there are, None as long as that is not known. Reads, but nothing that takes time."""
        with self._reading() as marks:
            return marks.size

    def rows(self, first: int, count: int, stop: Callable[[], bool] | None = None) -> list[Record]:
        """The rows from number ``first`` on (the top is 0), ``count`` of them or as many as there are.

        ``stop`` is asked while it takes time, which it may where :attr:`is_quick` is false; none are read then.
        """
        if stop is None:
            return self._rows(first, count)
        found: list[Record] = []
        return found if self._run(lambda: found.extend(self._rows(first, count)), stop) else []

    def _rows(self, first: int, count: int) -> list[Record]:
        if first < 0 or count < 1:
            return []
        with self._reading() as marks:
            if marks.size is not None:
                count = min(count, marks.size - first)
            return self._read(marks, first, count) if count > 0 else []

    def place_of(self, record_id: str) -> int | None:
        """The number of the row in which a record stands; None where the list does not have it."""
        with self._reading() as marks:
            place = self._walk.place_of(record_id)
            if place is None:
                return None
            passed, start = marks.before_place(place, self._walk.order)
            if not self._walk.is_sorted:
                passed, start = self._near(marks, passed, start, place)
            count = passed if start == place else passed + self._walk.between(start, place)
            marks.put(count, place)
            return count - 1

    def measure(self, stop: Callable[[], bool] = lambda: False) -> int | None:
        """Count the rows and lay marks over the whole list, for a thread that may wait; None when it was stopped.

        Goes on where it was stopped before, and does nothing while the records are those already measured.
        """
        with self._reading() as marks:
            if marks.is_measured:
                return marks.size
            if not self._run(lambda: self._lay(marks, stop), stop):
                return None
            marks.is_measured = True
            return marks.size

    @contextmanager
    def _reading(self) -> Iterator[_Marks]:
        with self._ledger.reading():
            marks = self._marks_of(self.version)
            if marks.size is None and self._walk.is_whole:
                marks.size = self._walk.count()
            yield marks

    def _marks_of(self, version: int) -> _Marks:
        with self._lock:
            if self._marks.version == version:
                return self._marks
            marks = _Marks(version)
            # A thread that still reads a former state keeps what it finds to itself.
            if version > self._marks.version:
                self._marks = marks
            return marks

    def _read(self, marks: _Marks, first: int, count: int) -> list[Record]:
        passed, start = marks.before(first)
        end = marks.behind(first + count)
        if end is not None and end[0] - first - count < first - passed:
            return self._read_up(marks, first, count, *end)
        start = self._go(marks, passed, start, first)
        if first and start is None:
            return []
        found = self._records(self._walk.rows(start, count))
        if len(found) < count:
            marks.size = first + len(found)
        self._mark(marks, first, found)
        return found

    def _read_up(self, marks: _Marks, first: int, count: int, passed: int, start: Place | None) -> list[Record]:
        while passed - first - count > 0:
            # What is read upwards begins with the mark itself.
            over = min(passed - first - count, self._step)
            _, place = self._walk.place_after(start, over + 1, backwards=True)
            passed, start = passed - over, place
            if place is not None:
                marks.put(passed, place)
        found = self._records(self._walk.rows(start, count, backwards=True)[::-1])
        self._mark(marks, first, found)
        return found

    def _records(self, rows: list[tuple[Any, ...]]) -> list[Record]:
        return records_of(self._ledger, self.query.kind, rows, self._today)

    def _mark(self, marks: _Marks, first: int, found: list[Record]) -> None:
        for at in {0, len(found) - 1} if found else ():
            marks.put(first + at + 1, self._walk.order.place(found[at].values, found[at].row))

    def _go(self, marks: _Marks, passed: int, start: Place | None, first: int) -> Place | None:
        """Walk down to the record before row ``first``, leaving marks; None when the list ends before."""
        while passed < first:
            over = min(first - passed, self._step)
            stepped, start = self._walk.place_after(start, over)
            passed += stepped
            if start is None:
                marks.size = passed
                return None
            marks.put(passed, start)
        return start

    def _near(self, marks: _Marks, passed: int, start: Place | None, place: Place) -> tuple[int, Place | None]:
        """Walk down to less than a step before ``place``, leaving marks: counting so far at once takes much longer."""
        while True:
            stepped, found = self._walk.place_after(start, self._step)
            if found is None or self._walk.order.is_before(place, found):
                return passed, start
            passed, start = passed + stepped, found
            marks.put(passed, found)

    def _lay(self, marks: _Marks, stop: Callable[[], bool]) -> None:
        if marks.size is None and not self._walk.is_quick:
            # Often much sooner known than all places, and enough for the last page.
            marks.size = self._walk.count()
        if self._walk.is_sorted:
            for number, found in self._walk.every(self._step):
                marks.put(number, found)
        passed, start = 0, None
        while not stop():
            known, place = marks.before(passed + self._step)
            if known > passed:
                passed, start = known, place
                continue
            stepped, start = self._walk.place_after(start, self._step)
            passed += stepped
            if start is None:
                marks.size = passed
                return
            marks.put(passed, start)

    def _run(self, work: Callable[[], None], stop: Callable[[], bool]) -> bool:
        """Whether ``work`` came to its end; ``stop`` is asked also in the midst of a statement."""
        # No start needs it.
        from desktop.data.stopping import OFTEN, stopping

        try:
            with stopping(self._ledger.database.connection(), stop, OFTEN):
                work()
        except Refused as refusal:
            if refusal.code != "cancelled":
                raise
            return False
        return not stop()
