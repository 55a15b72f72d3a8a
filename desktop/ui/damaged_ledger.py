"""What is shown instead of the main window when the ledger is damaged: what was saved of it, and the newest backup."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from glob import escape
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.domain.errors import Refused
from desktop.services.locking import LedgerKeys
from desktop.services.restoring import Preview, preview, restore
from desktop.services.salvaging import Salvaged, good_backup, put_in_place, salvage
from desktop.ui.icons import app_icon
from desktop.ui.operations import Job, Worker
from desktop.ui.theme import GAP, GAP_HUGE, GAP_LARGE, GAP_MEDIUM, resize_within_screen
from desktop.ui.widgets.naming import name_widget
from desktop.ui.widgets.pictures import IconView
from desktop.wording import sentence
from desktop.wording.keeping import counts_words
from desktop.wording.salvaging import lost_words


@dataclass(frozen=True, slots=True)
class Ways:
    """What can be done: what was saved, how it compares with the newest good backup."""

    saved: Salvaged | None
    backup: Preview | None


def ways_out(path: Path, keys: LedgerKeys | None = None) -> Ways:
    """Save what can be read, beside the damaged ledger, and look at its newest good backup; both change nothing."""
    for left in path.parent.glob(f".{escape(path.stem)}-*.salvaged*"):
        # Of a window that was killed; this one alone has the ledger now.
        left.unlink(missing_ok=True)
    backup = good_backup(path, keys)
    saved = None
    target = path.with_name(f".{path.stem}-{secrets.token_hex(4)}.salvaged")
    try:
        saved = salvage(path, target, backup, keys)
    except Refused as refusal:
        if refusal.code != "nothing_salvaged":
            raise
    # Beside what was saved, a backup shows what it lacks.
    return Ways(saved, preview(target if saved else path, backup, keys) if backup else None)


class DamagedLedger(QWidget):
    """Two ways on, with what each has and lacks; the damaged file is kept as it is in either."""

    mended = Signal()
    """A sound ledger lies where the damaged one lay."""

    def __init__(self, path: Path, language: str, keys: LedgerKeys | None = None) -> None:
        super().__init__()
        self._path, self._language, self._keys = path, language, keys
        self._worker = Worker(self)
        self._ways: Ways | None = None
        name_widget(self, "damaged", self.tr("账本有损坏"))
        self.setWindowTitle(self.tr("走访通"))
        self.setWindowIcon(app_icon())
        title = QLabel(self.tr("账本有损坏"), self)
        title.setProperty("tone", "title")
        self._text = self._words("damaged.text")
        self._text.setText(
            self.tr("{file} 里有读不出的地方，可能是断电或磁盘出错造成的。正在看能救出多少，请稍等……").format(
                file=path.name
            )
        )
        self._save = self._way("salvage", self.tr("用救出的内容接着用"))
        self._restore = self._way("restore", self.tr("用备份接着用"))
        self._close = QPushButton(self.tr("先不动，关闭程序"), self)
        name_widget(self._close, "damaged.close", self._close.text())
        self._close.clicked.connect(self.close)
        self._save.button.clicked.connect(self._on_save_clicked)
        self._restore.button.clicked.connect(self._on_restore_clicked)
        column = QVBoxLayout()
        column.setSpacing(GAP_MEDIUM)
        for part in (title, self._text, self._save.frame, self._restore.frame):
            column.addWidget(part)
        column.addStretch(1)
        column.addWidget(self._close, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP_HUGE, GAP_HUGE, GAP_HUGE, GAP_HUGE)
        row.setSpacing(GAP_LARGE)
        row.addWidget(IconView("warning", "amber", 32, self), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
        resize_within_screen(self, 640, 420)

    def begin(self) -> None:
        """Look what can be saved."""
        path, keys = self._path, self._keys
        self._worker.run(lambda _job: ways_out(path, keys), done=self._on_looked, refused=self._on_refused)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._worker.close(self._drop_saved)
        super().closeEvent(event)

    # -- what was found ----------------------------------------------------------------------------------------------

    def _on_looked(self, ways: Ways) -> None:
        self._ways = ways
        said = self.tr("{file} 里有读不出的地方，可能是断电或磁盘出错造成的。").format(file=self._path.name)
        if ways.saved is None and ways.backup is None:
            said += self.tr("没有读出账本的内容，也没有找到完好的备份。文件没有改动，请交给懂电脑的人看一看。")
        else:
            said += self.tr("选一种办法接着用；损坏的文件原样留在 backups 文件夹里。")
        self._text.setText(said)
        if ways.saved is not None:
            self._save.show(lost_words(ways.saved, self._language))
        if ways.backup is not None:
            self._restore.show(self._backup_words(ways.backup))
        first = self._save if ways.saved is not None else self._restore
        if ways.saved is not None or ways.backup is not None:
            first.button.setProperty("kind", "primary")
            first.button.style().polish(first.button)
            first.button.setFocus()

    def _backup_words(self, look: Preview) -> str:
        text = self.tr("{moment} 的备份：{counts}。").format(
            moment=look.made_at.strftime("%Y-%m-%d %H:%M"), counts=counts_words(dict(look.counts), self._language)
        )
        if look.now is None:
            return text
        if not look.newer:
            return text + self.tr("救出的内容它都有。")
        lacking = counts_words(dict(look.newer), self._language)
        return text + self.tr("比救出的内容少：{counts}的新增或修改。").format(counts=lacking)

    def _on_refused(self, refusal: Refused) -> None:
        self._text.setText(sentence(refusal, self._language))
        self._set_enabled(True)

    # -- going on ----------------------------------------------------------------------------------------------------

    def _on_save_clicked(self) -> None:
        if self._ways is not None and self._ways.saved is not None:
            path, saved = self._path, self._ways.saved.path
            self._go_on(self._worker.run(lambda _job: put_in_place(path, saved), refused=self._on_refused))

    def _on_restore_clicked(self) -> None:
        if self._ways is not None and self._ways.backup is not None:
            path, backup, keys = self._path, self._ways.backup.path, self._keys
            self._go_on(self._worker.run(lambda _job: restore(path, backup, keys), refused=self._on_refused))

    def _go_on(self, job: Job[object]) -> None:
        self._set_enabled(False)
        job.succeeded.connect(self.mended)

    def _set_enabled(self, is_enabled: bool) -> None:
        for button in (self._save.button, self._restore.button, self._close):
            button.setEnabled(is_enabled)

    def _drop_saved(self) -> None:
        saved = self._ways.saved if self._ways is not None else None
        if saved is not None:
            saved.path.unlink(missing_ok=True)

    def _words(self, name: str) -> QLabel:
        words = QLabel(self)
        name_widget(words, name, "")
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return words

    def _way(self, name: str, act: str) -> _Way:
        return _Way(name, act, self._words(f"damaged.{name}.text"), self)


class _Way:
    """One way on: what it has, and the button that takes it. Hidden until it is known to be one."""

    def __init__(self, name: str, act: str, words: QLabel, parent: QWidget) -> None:
        self.frame = QFrame(parent)
        self.frame.setProperty("kind", "card")
        self.button = QPushButton(act, self.frame)
        name_widget(self.button, f"damaged.{name}", act)
        self._words = words
        row = QHBoxLayout(self.frame)
        row.setContentsMargins(GAP_MEDIUM, GAP, GAP_MEDIUM, GAP)
        row.setSpacing(GAP_MEDIUM)
        row.addWidget(words, 1)
        row.addWidget(self.button)
        self.frame.hide()

    def show(self, text: str) -> None:
        """Say what it has."""
        self._words.setText(text)
        self._words.setAccessibleName(text)
        self.frame.show()
