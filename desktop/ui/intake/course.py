"""The course of an intake off the GUI thread: read, assign columns anew, take in, give an annotated copy."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.domain.errors import Refused
from desktop.services import taking
from desktop.services.backing import IMPORT, back_up_before
from desktop.services.taken import CellPlace, ColumnPlace, Look, Row, Taken
from desktop.ui.context import Context
from desktop.ui.intake.holding import held
from desktop.ui.intake.marks import Arranged, arranged
from desktop.ui.operations import Job
from desktop.wording import problem_sentence


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be read: a file, the kind of its records, the password of a sealed one."""

    path: Path
    kind: str
    password: str = ""


class Course(QObject):
    """One piece of work at a time; what was overtaken or cancelled has nothing more to say."""

    looked = Signal(object)
    """Carries :class:`Arranged`: what was found in the file, or what it looks like with columns assigned anew."""
    refused = Signal(object)
    """Carries :class:`Refused`, ``cancelled`` among them."""
    taken = Signal(object)
    """Carries :class:`desktop.services.taken.Taken`, after the rest of the window was told."""
    copied = Signal(object)
    """Carries the path of the annotated copy."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._job: QObject | None = None
        self._cancel: Callable[[], None] = lambda: None

    @property
    def is_busy(self) -> bool:
        """Whether work is under way."""
        return self._job is not None

    def examine(self, order: Order) -> None:
        """Read a file; nothing is written."""
        ledger = self._context.ledger

        def work(job: Job[Arranged]) -> Arranged:
            with held():
                look = taking.examine(
                    ledger,
                    order.path,
                    order.kind,
                    password=order.password,
                    progress=job.tell,
                    cancelled=job.is_cancelled,
                )
                return arranged(look)

        self._run(work, self.looked.emit, self.tr("正在读取 {file}").format(file=order.path.name))

    def assign(
        self, look: Look, changes: Mapping[ColumnPlace, str | None], fill: Mapping[str, Any] | None = None
    ) -> None:
        """Assign columns anew, or fill fields without a column; nothing is read again or written."""
        ledger = self._context.ledger

        def work(job: Job[Arranged]) -> Arranged:
            with held():
                tell, stop = job.tell, job.is_cancelled
                again = taking.remapped(ledger, look, changes, fill=fill, progress=tell, cancelled=stop)
                return arranged(again)

        self._run(work, self.looked.emit, self.tr("正在重新核对"))

    def correct(self, look: Look, cells: Mapping[CellPlace, Any], restored: Collection[CellPlace] = ()) -> None:
        """Put values in the place of single cells, or read them again as the file has them; nothing is written."""
        ledger = self._context.ledger

        def work(_job: Job[Arranged]) -> Arranged:
            with held():
                return arranged(taking.corrected(ledger, look, cells, restored=restored))

        self._run(work, self.looked.emit, self.tr("正在重新核对"))

    def take(self, look: Look, left_out: frozenset[Row]) -> None:
        """Record the rows in one step of undo."""
        ledger = self._context.ledger

        def work(job: Job[Taken]) -> Taken:
            back_up_before(ledger, IMPORT)
            # Rows that are known already have been asked for, unless they are left out by name.
            return taking.take(
                ledger,
                look,
                leave_out=left_out,
                with_alike=True,
                progress=job.tell,
                cancelled=job.is_cancelled,
            )

        self._run(work, self._on_taken, self.tr("正在取入"))

    def annotate(self, look: Look, target: Path) -> None:
        """Write the file anew with the faulty cells coloured and explained."""

        def work(_job: Job[Path]) -> Path:
            # The office reads the workbook in Chinese, whatever language this window is in.
            taking.annotated(look, target, problem_sentence)
            return target

        self._run(work, self.copied.emit, self.tr("正在写标注副本"))

    def cancel(self) -> None:
        """Stop whatever is under way and hear no more of it."""
        self._job = None
        cancel, self._cancel = self._cancel, lambda: None
        cancel()

    def _run(self, work: Callable[[Job[Any]], object], done: Callable[..., object], text: str) -> None:
        self.cancel()
        job: Job[Any] = self._context.worker.run(work)
        self._job, self._cancel = job, job.cancel
        job.succeeded.connect(partial(self._on_ended, job, done))
        job.refused.connect(partial(self._on_ended, job, self._on_refused))
        self._context.shell.busy(job, text)

    def _on_ended(self, job: QObject, tell: Callable[..., object], outcome: object) -> None:
        # What was recorded is told in any case: it is in the ledger.
        if job is self._job or isinstance(outcome, Taken):
            self._job = None
            tell(outcome)

    def _on_refused(self, refusal: Refused) -> None:
        self.refused.emit(refusal)

    def _on_taken(self, taken: Taken) -> None:
        saved = taken.saved
        also = (record_id for _, record_id in saved.also)
        self._context.announcer.announce(saved.changed_kinds, frozenset((*saved.ids, *also)))
        self.taken.emit(taken)
