"""The window while a ledger is being rewritten under a password, or without one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QLabel, QProgressBar, QVBoxLayout, QWidget

from desktop.domain.errors import Refused
from desktop.services.locking import LedgerKeys, Locked, Progress
from desktop.ui.context import Context
from desktop.ui.icons import app_icon
from desktop.ui.operations import Worker
from desktop.ui.theme import GAP_HUGE, GAP_LARGE
from desktop.ui.widgets.naming import name_widget
from desktop.wording import sentence

Work = Callable[[Progress], Locked | None]
"""What rewrites the ledger; nobody has it open meanwhile."""

WIDTH = 520


class Rewriting(QWidget):
    """Cannot be closed before the work given to :meth:`begin` has ended.

    ``keys`` are those of the ledger, afterwards the new ones; :meth:`tell` says what came of it.
    """

    ended = Signal()

    def __init__(self, keys: LedgerKeys | None, language: str) -> None:
        super().__init__()
        self.keys, self._language = keys, language
        self._code = self._words = ""
        name_widget(self, "rewriting", self.tr("正在改写账本"))
        self.setWindowTitle(self.tr("走访通"))
        self.setWindowIcon(app_icon())
        title = QLabel(self.tr("正在改写账本…"), self)
        title.setProperty("tone", "title")
        hint = QLabel(self.tr("请不要关机。万一断电，账本也不会坏，下次打开会接着做。"), self)
        hint.setWordWrap(True)
        self._bar = QProgressBar(self)
        name_widget(self._bar, "rewriting.bar", self.tr("正在改写账本"))
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_HUGE, GAP_HUGE, GAP_HUGE, GAP_HUGE)
        column.setSpacing(GAP_LARGE)
        for part in (title, hint, self._bar):
            column.addWidget(part)
        self.resize(WIDTH, 200)
        self._is_done = False
        self._worker = Worker(self)

    def begin(self, work: Work) -> None:
        """Let the work rewrite the ledger, which nobody has open any more."""
        job = self._worker.run(lambda job: work(job.tell), done=self._on_done, refused=self._on_refused)
        job.progressed.connect(self._show_progress)
        job.ended.connect(self._on_ended)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._is_done:
            super().closeEvent(event)
        else:
            event.ignore()

    def _show_progress(self, done: int, total: int) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    def tell(self, context: Context, window: QWidget) -> None:
        """Say in the window that is open again what could not be done, and hand over the new recovery code."""
        if self._words:
            context.shell.notify(self._words)
        if self._code:
            # Loaded here: it draws a form, and few ever see it.
            from desktop.ui.locking.sheet import RecoverySheet

            RecoverySheet(context, self._code, window).open()

    def _on_done(self, made: Locked | None) -> None:
        self.keys = made.keys if made is not None else None
        if made is not None:
            self._code = made.code
        if made is not None and made.left:
            names = "、".join(one.name for one in made.left)
            self._words = self.tr("没能加密，仍是明文：{names}").format(names=names)

    def _on_refused(self, refusal: Refused) -> None:
        self._words = sentence(refusal, self._language)

    def _on_ended(self) -> None:
        self._is_done = True
        self._worker.close()
        self.ended.emit()
