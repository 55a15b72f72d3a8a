"""Work off the GUI thread: one thread that writes, one that reads beside it, one announcement of what changed.

Every write and every long read goes through :class:`Worker`; pages hear of changes through :class:`Announcer` and
refresh just what they show.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal

from desktop.domain.errors import Refused

Result = TypeVar("Result")

PROGRESS_SECONDS = 0.1
"""Progress reaches the window at most ten times a second."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What a write changed: the record kinds, and the records where they are few enough to name."""

    kinds: frozenset[str]
    record_ids: frozenset[str] = frozenset()


class Announcer(QObject):
    """Tells open pages what changed, after it is durable."""

    changed = Signal(object)
    """Carries a :class:`Changed`."""
    drafts_changed = Signal()
    settings_changed = Signal()
    backed_up = Signal()
    """A backup was made, or a second place was reached or missed."""
    restore_wanted = Signal(object, object)
    """Carries the path of the backup that is to take the place of the ledger, and its keys where it is locked otherwise
    than the ledger (else None)."""
    damage_found = Signal()
    """The ledger's file does not pass its check."""
    relocking = Signal(object)
    """The ledger is to be closed, rewritten by what it carries (called with a progress), and opened again."""

    def announce(self, kinds: frozenset[str], record_ids: frozenset[str] = frozenset()) -> None:
        """Emit :attr:`changed`."""
        self.changed.emit(Changed(kinds, record_ids))


class Job(QObject, Generic[Result]):
    """One piece of work: its progress, its end, and how to stop it. Signals arrive on the GUI thread."""

    progressed = Signal(int, int)
    succeeded = Signal(object)
    refused = Signal(object)
    """Carries a :class:`Refused`, ``cancelled`` among them."""
    ended = Signal()
    """After :attr:`succeeded` or :attr:`refused`, or when the program itself failed."""
    _settled = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._is_cancelled = False
        self._told = 0.0
        self._future: Future[Result] | None = None
        self._settled.connect(self._settle, Qt.ConnectionType.QueuedConnection)

    def cancel(self) -> None:
        """Ask the work to stop; it ends with ``Refused('cancelled')`` and leaves nothing behind."""
        self._is_cancelled = True

    def is_cancelled(self) -> bool:
        """Asked by the work between two rows."""
        return self._is_cancelled

    def tell(self, done: int, total: int) -> None:
        """Told by the work; passed on at most ten times a second and at the end."""
        now = time.monotonic()
        if done >= total or now - self._told >= PROGRESS_SECONDS:
            self._told = now
            self.progressed.emit(done, total)

    def watch(self, future: Future[Result]) -> None:
        """Follow the future that does the work."""
        self._future = future
        future.add_done_callback(lambda _: self._settled.emit())

    def _settle(self) -> None:
        future, self._future = self._future, None
        if future is None:
            return
        try:
            result = future.result()
        except Refused as refusal:
            self.refused.emit(refusal)
        else:
            self.succeeded.emit(result)
        finally:
            # A fault of the program goes on to sys.excepthook from here, on the GUI thread.
            self.ended.emit()
            self.deleteLater()


class Worker(QObject):
    """The one thread that writes to the ledger, and one that only reads; each works in the order it was given."""

    busy_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ledger")
        self._reader = ThreadPoolExecutor(max_workers=1, thread_name_prefix="reading")
        self._readings: set[Job[Any]] = set()
        self._running = 0
        self.is_closed = False
        """Whether :meth:`close` was called: nothing more can be given."""

    @property
    def is_busy(self) -> bool:
        """Whether work is under way or waiting."""
        return self._running > 0

    def run(
        self,
        work: Callable[[Job[Result]], Result],
        *,
        done: Callable[[Result], object] | None = None,
        refused: Callable[[Refused], object] | None = None,
    ) -> Job[Result]:
        """Start ``work(job)`` on the worker thread; ``done`` or ``refused`` is called on the GUI thread."""
        return self._start(self._executor, work, done, refused)

    def read(
        self,
        work: Callable[[Job[Result]], Result],
        *,
        done: Callable[[Result], object] | None = None,
        refused: Callable[[Refused], object] | None = None,
    ) -> Job[Result]:
        """Start ``work(job)``, which writes nothing, on the reading thread: no write waits for it.

        It looks now and then at ``job.is_cancelled``: the next reading waits for it, and so does the end.
        """
        job = self._start(self._reader, work, done, refused)
        self._readings.add(job)
        job.ended.connect(lambda: self._readings.discard(job))
        return job

    def _start(
        self,
        executor: ThreadPoolExecutor,
        work: Callable[[Job[Result]], Result],
        done: Callable[[Result], object] | None,
        refused: Callable[[Refused], object] | None,
    ) -> Job[Result]:
        job: Job[Result] = Job(self)
        if done is not None:
            job.succeeded.connect(done)
        if refused is not None:
            job.refused.connect(refused)
        job.ended.connect(self._on_ended)
        self._running += 1
        if self._running == 1:
            self.busy_changed.emit(True)
        job.watch(executor.submit(work, job))
        return job

    def close(self, last: Callable[[], Any] | None = None) -> None:
        """Finish the work given so far, run ``last`` (closing a thread's connection) in both threads, end them.

        Nobody hears of what ended meanwhile: a window that is told would ask for more.
        """
        self.is_closed = True
        for job in self._readings:
            job.cancel()
        for executor in (self._reader, self._executor):
            if last is not None:
                executor.submit(last)
            executor.shutdown(wait=True)
        for child in self.findChildren(QObject):
            child.blockSignals(True)
            # Nor may an event for it wait beyond the worker, which takes its jobs along when it goes.
            QCoreApplication.removePostedEvents(child)

    def _on_ended(self) -> None:
        self._running -= 1
        if self._running == 0:
            self.busy_changed.emit(False)
