"""The course of an import: try, look, take in, and take back if it was wrong."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.domain.errors import Refused
from desktop.services.backing import IMPORT, back_up_before
from desktop.services.batches import Turned, rehearse_undo, undo_imports
from desktop.services.importing import import_workbooks
from desktop.services.outcomes import FileOutcome
from desktop.ui.context import Context
from desktop.ui.exchange.annotated_copy import AnnotatedCopy
from desktop.ui.exchange.import_files import FileRow, Order
from desktop.ui.exchange.preview import Preview
from desktop.ui.exchange.row_words import arranged
from desktop.ui.exchange.summaries import said_result
from desktop.ui.operations import Job
from desktop.ui.widgets.question import QuestionBar
from desktop.wording import sentence


class Intake(QObject):
    """Drives a :class:`Preview`. ``started`` when files are to be shown, ``finished`` when the person is through.

    Nothing is changed before the person asks for it: what is shown comes from a trial that is rolled back.
    """

    started = Signal()
    finished = Signal()
    foreign_found = Signal(object, str)
    """The one file shown was not exported by this program but may be a ledger: its path and password."""

    def __init__(self, context: Context, preview: Preview, question: QuestionBar, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._preview = preview
        self._question = question
        self._copy = AnnotatedCopy(context, preview)
        self._trial: Job[list[FileOutcome]] | None = None
        self._is_importing = False
        self._batch_uids: list[str] = []
        self._passwords: dict[Path, str] = {}
        preview.trial_asked.connect(self._try)
        preview.import_asked.connect(self._import)
        preview.undo_asked.connect(lambda: self.take_back(self._batch_uids))
        preview.closed.connect(self._close)
        preview.password_given.connect(self._try_password)
        preview.copy_asked.connect(self._ask_for_copy)

    def show_files(self, paths: Sequence[Path]) -> None:
        """Show what importing these files would do."""
        if self._is_importing:
            self._context.shell.notify(self.tr("正在导入，完成后再放入新的文件。"))
            return
        self._batch_uids = []
        self._passwords = {}
        self._preview.begin(list(dict.fromkeys(paths)))
        self.started.emit()
        self._try()

    def _try(self) -> None:
        self._stop_trial()
        paths = self._preview.model.wanted()
        if not paths:
            self._preview.show_trial([])
            return
        ledger, password = self._context.ledger, self._password()
        self._preview.show_waiting()

        def work(job: Job[list[FileOutcome]]) -> list[FileOutcome]:
            tried = import_workbooks(
                ledger, paths, dry_run=True, password=password, progress=job.tell, cancelled=job.is_cancelled
            )
            return [arranged(outcome) for outcome in tried]

        job: Job[list[FileOutcome]] = self._context.worker.run(work)
        job.succeeded.connect(partial(self._on_tried, job))
        job.refused.connect(partial(self._on_trial_refused, job))
        self._trial = job
        self._context.shell.busy(job, self.tr("正在试读"))

    def _try_password(self, password: str) -> None:
        """Try again; offices mostly seal all their files with one password, so it is tried on each that lacks one."""
        self._passwords.update(dict.fromkeys(self._preview.model.want_sealed(), password))
        self._try()

    def _password(self) -> str | dict[Path, str]:
        """The password of all files, or of each where they differ. One for all lets files be read ahead."""
        given = set(self._passwords.values())
        return given.pop() if len(given) == 1 else dict(self._passwords) if given else ""

    def _ask_for_copy(self, file: FileRow) -> None:
        if file.trial is not None:
            self._copy.ask_where(file.path, file.trial, self._passwords.get(file.path, ""))

    def _stop_trial(self) -> None:
        trial, self._trial = self._trial, None
        if trial is not None:
            trial.cancel()

    def _on_tried(self, job: Job[list[FileOutcome]], outcomes: Sequence[FileOutcome]) -> None:
        # A trial overtaken by another choice of files has nothing more to say.
        if job is not self._trial:
            return
        self._trial = None
        self._preview.show_trial(outcomes)
        refusal = outcomes[0].refusal if len(outcomes) == 1 else None
        if refusal is not None and refusal.code == "foreign_workbook" and len(self._preview.model.rows) == 1:
            path = self._preview.model.rows[0].path
            self.foreign_found.emit(path, self._passwords.get(path, ""))

    def _on_trial_refused(self, job: Job[list[FileOutcome]], refusal: Refused) -> None:
        if job is self._trial:
            self._trial = None
            self._context.say_refusal(refusal)
            self.finished.emit()

    def _import(self) -> None:
        ledger, order, password = self._context.ledger, self._preview.model.order(), self._password()

        def work(job: Job[list[FileOutcome]]) -> list[FileOutcome]:
            back_up_before(ledger, IMPORT)
            return import_workbooks(
                ledger,
                order.paths,
                left_out=order.left_out,
                seen=order.seen,
                password=password,
                progress=job.tell,
                cancelled=job.is_cancelled,
            )

        done = partial(self._on_imported, order)
        job = self._context.worker.run(work, done=done, refused=self._context.say_refusal)
        self._is_importing = True
        self._preview.set_busy(True)
        job.ended.connect(self._on_import_ended)
        self._context.shell.busy(job, self.tr("正在导入"))

    def _on_import_ended(self) -> None:
        self._is_importing = False
        if self._trial is None:
            self._preview.set_busy(False)

    def _on_imported(self, order: Order, outcomes: Sequence[FileOutcome]) -> None:
        batch_uids = [one.batch_id for one in outcomes if one.batch_id]
        kinds = frozenset(kind for one in outcomes for kind in one.by_kind)
        if any(one.files is not None for one in outcomes):
            kinds |= {"attachment"}
        self._context.announcer.announce(kinds)
        changed = [
            (path, one.refusal)
            for path, one in zip(order.paths, outcomes, strict=True)
            if one.refusal is not None and one.refusal.code == "file_changed"
        ]
        if changed:
            # What was looked at is not what lies there now: those files are looked at anew.
            text = said_result(outcomes)
            language = self._context.preferences.language
            warnings = [("danger", sentence(refusal, language)) for _, refusal in changed]
            self._preview.set_busy(False)
            self._preview.begin([path for path, _ in changed], warnings)
            self._try()
        else:
            self._preview.set_busy(False)
            self._batch_uids = batch_uids
            text = self._preview.show_result(outcomes)
        if batch_uids:
            self._context.shell.notify(text, self.tr("撤销"), partial(self.take_back, batch_uids))
        elif not changed:
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
        if self._preview.is_done or not self._preview.isVisible():
            self._close()
        else:
            # Meanwhile other files are looked at: what they would do has changed.
            self._try()

    def _close(self) -> None:
        self._stop_trial()
        self._batch_uids = []
        self._passwords = {}
        self.finished.emit()
