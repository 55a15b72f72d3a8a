"""The course of an import: try, look, take in, and take back if it was wrong."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.domain.errors import Refused
from desktop.services.batches import Turned, rehearse_undo, undo_imports
from desktop.services.importing import import_workbooks
from desktop.services.outcomes import FileOutcome
from desktop.ui.context import Context
from desktop.ui.exchange.preview import Preview
from desktop.ui.operations import Job
from desktop.ui.widgets.question import QuestionBar


class Intake(QObject):
    """Drives a :class:`Preview`. ``started`` when files are to be shown, ``finished`` when the person is through.

    Nothing is changed before the person asks for it: what is shown comes from a trial that is rolled back.
    """

    started = Signal()
    finished = Signal()

    def __init__(self, context: Context, preview: Preview, question: QuestionBar, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._preview = preview
        self._question = question
        self._trial: Job[list[FileOutcome]] | None = None
        self._is_importing = False
        self._batch_uids: list[str] = []
        preview.trial_asked.connect(self._try)
        preview.import_asked.connect(self._import)
        preview.undo_asked.connect(lambda: self.take_back(self._batch_uids))
        preview.closed.connect(self._close)

    def show_files(self, paths: Sequence[Path]) -> None:
        """Show what importing these files would do."""
        if self._is_importing:
            self._context.shell.notify(self.tr("正在导入，完成后再放入新的文件。"))
            return
        self._batch_uids = []
        self._preview.begin(list(dict.fromkeys(paths)))
        self.started.emit()
        self._try()

    def _try(self) -> None:
        self._stop_trial()
        paths = self._preview.model.wanted()
        if not paths:
            self._preview.show_trial([])
            return
        ledger = self._context.ledger
        self._preview.show_waiting()

        def work(job: Job[list[FileOutcome]]) -> list[FileOutcome]:
            return import_workbooks(ledger, paths, dry_run=True, progress=job.tell, cancelled=job.is_cancelled)

        job: Job[list[FileOutcome]] = self._context.worker.run(work)
        job.succeeded.connect(partial(self._on_tried, job))
        job.refused.connect(partial(self._on_trial_refused, job))
        self._trial = job
        self._context.shell.busy(job, self.tr("正在试读"))

    def _stop_trial(self) -> None:
        trial, self._trial = self._trial, None
        if trial is not None:
            trial.cancel()

    def _on_tried(self, job: Job[list[FileOutcome]], outcomes: Sequence[FileOutcome]) -> None:
        # A trial overtaken by another choice of files has nothing more to say.
        if job is self._trial:
            self._trial = None
            self._preview.show_trial(outcomes)

    def _on_trial_refused(self, job: Job[list[FileOutcome]], refusal: Refused) -> None:
        if job is self._trial:
            self._trial = None
            self._context.say_refusal(refusal)
            self.finished.emit()

    def _import(self) -> None:
        ledger, paths = self._context.ledger, self._preview.model.wanted()

        def work(job: Job[list[FileOutcome]]) -> list[FileOutcome]:
            return import_workbooks(ledger, paths, progress=job.tell, cancelled=job.is_cancelled)

        job = self._context.worker.run(work, done=self._on_imported, refused=self._context.say_refusal)
        self._is_importing = True
        self._preview.set_busy(True)
        job.ended.connect(self._on_import_ended)
        self._context.shell.busy(job, self.tr("正在导入"))

    def _on_import_ended(self) -> None:
        self._is_importing = False
        self._preview.set_busy(False)

    def _on_imported(self, outcomes: Sequence[FileOutcome]) -> None:
        self._batch_uids = [one.batch_id for one in outcomes if one.batch_id]
        self._preview.set_busy(False)
        text = self._preview.show_result(outcomes)
        kinds = frozenset(kind for one in outcomes for kind in one.by_kind)
        self._context.announcer.announce(kinds)
        if self._batch_uids:
            undo = partial(self.take_back, list(self._batch_uids))
            self._context.shell.notify(text, self.tr("撤销"), undo)
        else:
            self._context.shell.notify(text)

    def take_back(self, batch_uids: Sequence[str]) -> None:
        """Take imports back; asks first when own later work would have to wait."""
        ledger = self._context.ledger
        self._context.worker.run(
            lambda _job: rehearse_undo(ledger, batch_uids),
            done=partial(self._on_rehearsed, list(batch_uids)),
            refused=self._context.say_refusal,
        )

    def _on_rehearsed(self, batch_uids: Sequence[str], turned: Turned) -> None:
        if turned.waiting <= 0:
            self._undo(batch_uids)
            return
        text = self.tr(
            "导入之后，本单位在这些记录上又做了 {count} 处改动。撤销后这些改动会保留，"
            "但先不显示，等文件再次导入时恢复。"
        )
        self._question.ask(
            text.format(count=f"{turned.waiting:,}"),
            self.tr("仍要撤销"),
            self.tr("不撤销"),
            partial(self._undo, batch_uids),
        )

    def _undo(self, batch_uids: Sequence[str]) -> None:
        ledger = self._context.ledger
        self._context.write(lambda: undo_imports(ledger, batch_uids), done=self._on_undone)

    def _on_undone(self, turned: Turned) -> None:
        text = self.tr("已撤销导入，涉及 {count} 条记录").format(count=f"{turned.records:,}")
        self._context.shell.notify(text)
        self._close()

    def _close(self) -> None:
        self._stop_trial()
        self._batch_uids = []
        self.finished.emit()
