"""The course of filling a form: where to, write, how far it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.services.finding import Query
from desktop.services.templates import FilledTemplate, Template, fill_template
from desktop.ui.context import Context
from desktop.ui.operations import Job
from desktop.ui.places import plain_name
from desktop.ui.widgets.busy import BusyBar
from desktop.ui.workbook_dialogs import saving_dialog

FILLED_FOLDER = "templates.filled_folder"


class Course(QObject):
    """``done`` carries the :class:`FilledTemplate`, ``refused`` the refusal; ``ended`` comes after either."""

    done = Signal(object)
    refused = Signal(object)
    ended = Signal()

    def __init__(self, context: Context, name: str, busy: BusyBar, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._name = name
        self._busy = busy
        self._window = window
        self._job: Job[FilledTemplate] | None = None
        self.folder = Path()
        """Where the last form went."""
        busy.cancelled.connect(self.cancel)

    @property
    def is_running(self) -> bool:
        """Whether a form is being filled."""
        return self._job is not None

    def ask_target(self, form_name: str, fill: Callable[[Path], object]) -> None:
        """Ask where a filled form goes; ``fill`` gets the place."""
        name = f"{self._name}.target_dialog"
        proposed = plain_name(f"{form_name}-{self._context.today():%Y%m%d}")
        title = self.tr("填好的表存到哪里")
        dialog = saving_dialog(self._context, self._window, name, title, FILLED_FOLDER, proposed)
        dialog.fileSelected.connect(lambda chosen: fill(Path(chosen)))
        dialog.open()

    def fill(self, one: Template, path: Path, query: Query, *, with_personal: bool, reason: str = "") -> None:
        """Fill a form on the worker."""
        self._context.preferences.remember_text(FILLED_FOLDER, str(path.parent))
        ledger, today = self._context.ledger, self._context.today()
        self.folder = path.parent

        def work(job: Job[FilledTemplate]) -> FilledTemplate:
            return fill_template(
                ledger,
                one.id,
                path,
                query,
                with_personal=with_personal,
                reason=reason,
                today=today,
                progress=job.tell,
                cancelled=job.is_cancelled,
            )

        self._busy.begin(self.tr("正在填写“{name}”").format(name=one.name))
        self._job = self._context.worker.run(work, done=self.done.emit, refused=self.refused.emit)
        self._job.progressed.connect(self._busy.set_progress)
        self._job.ended.connect(self._on_ended)

    def cancel(self) -> None:
        """Ask what is under way to stop."""
        if self._job is not None:
            self._job.cancel()

    def _on_ended(self) -> None:
        self._job = None
        self._busy.finish()
        self.ended.emit()
