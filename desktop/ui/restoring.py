"""What is shown while a backup takes the place of the ledger: the main window is closed, nobody may write."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.domain.errors import Refused
from desktop.services.locking import LedgerKeys
from desktop.services.restoring import Restored, restore
from desktop.ui.context import Context
from desktop.ui.icons import app_icon
from desktop.ui.operations import Worker
from desktop.ui.theme import GAP_HUGE
from desktop.ui.widgets.naming import name_widget
from desktop.wording import sentence


class Restoring(QWidget):
    """One sentence; :meth:`tell` says afterwards what came of it, and offers the way back."""

    ended = Signal()

    def __init__(
        self, path: Path, backup: Path, language: str, keys: LedgerKeys | None, others: LedgerKeys | None
    ) -> None:
        """``keys`` are those of the ledger, ``others`` those of a backup that is locked otherwise."""
        super().__init__()
        self._path, self._backup, self._language = path, backup, language
        self._keys = keys, others
        self._worker = Worker(self)
        self._kept: Path | None = None
        self._words = ""
        name_widget(self, "restoring", self.tr("正在恢复备份"))
        self.setWindowTitle(self.tr("走访通"))
        self.setWindowIcon(app_icon())
        text = QLabel(self.tr("正在恢复备份，请稍等……"), self)
        text.setProperty("tone", "section")
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_HUGE, GAP_HUGE, GAP_HUGE, GAP_HUGE)
        column.addWidget(text)
        self.resize(420, 160)

    def begin(self) -> None:
        """Restore, in a thread."""
        path, backup, keys = self._path, self._backup, self._keys
        job = self._worker.run(lambda _job: restore(path, backup, *keys), done=self._on_done, refused=self._on_refused)
        job.ended.connect(self._on_ended)

    def tell(self, context: Context, _window: QWidget) -> None:
        """Say in the window that is open again what came of it."""
        kept = self._kept
        if kept is None:
            context.shell.notify(self._words)
            return
        context.shell.notify(self._words, self.tr("换回来"), partial(context.announcer.restore_wanted.emit, kept, None))

    def _on_done(self, restored: Restored) -> None:
        self._words = self.tr("已恢复备份。原来的账本另存着，可以换回来。")
        if restored.was_damaged:
            self._words = self.tr("已恢复备份。损坏的账本原样留在 {file}。").format(file=restored.kept)
        else:
            self._kept = restored.kept

    def _on_refused(self, refusal: Refused) -> None:
        self._words = self.tr("没有恢复：{reason}").format(reason=sentence(refusal, self._language))

    def _on_ended(self) -> None:
        self._worker.close()
        self.ended.emit()
