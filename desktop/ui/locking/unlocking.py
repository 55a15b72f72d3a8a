"""Asking for the password of a locked ledger: in place of the main window at the start, over it after a pause."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.domain.errors import Refused
from desktop.services.locking import LedgerKeys, Locked, seconds_to_wait, unlock
from desktop.ui.context import Context
from desktop.ui.icons import app_icon
from desktop.ui.locking.forgotten import Forgotten
from desktop.ui.locking.password_field import PasswordField
from desktop.ui.operations import Worker
from desktop.ui.theme import GAP, GAP_HUGE, GAP_LARGE
from desktop.ui.translation import language_shown
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.naming import name_widget
from desktop.ui.widgets.pictures import IconView
from desktop.wording import sentence

WIDTH, HEIGHT = 520, 300


class UnlockPanel(QWidget):
    """A password and one act. Wrong passwords are told here, and how long to wait is counted down.

    Object names are ``<name>.password``, ``<name>.act``, ``<name>.said``.
    """

    unlocked = Signal(object)
    """Carries the :class:`LedgerKeys`."""

    def __init__(self, name: str, path: Path, act: str, worker: Worker, parent: QWidget) -> None:
        super().__init__(parent)
        self._path = path
        self._worker = worker
        self._field = PasswordField(f"{name}.password", self.tr("账本密码"), self)
        self._field.entered.connect(self._try)
        self._act = make_button(self, f"{name}.act", act, self._try, "primary")
        self._said = QLabel(self)
        name_widget(self._said, f"{name}.said", "")
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        self._said.setWordWrap(True)
        self._said.setProperty("tone", "danger")
        line = QHBoxLayout()
        line.setSpacing(GAP)
        line.addWidget(self._field, 1)
        line.addWidget(self._act)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(line)
        column.addWidget(self._said)
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self._count_down)
        self.setFocusProxy(self._field)
        self._count_down()

    def _try(self) -> None:
        if not self._act.isEnabled() or not self._field.password:
            return
        password, path = self._field.password, self._path
        self._act.setEnabled(False)
        self._worker.run(lambda _job: unlock(path, password), done=self._on_unlocked, refused=self._on_refused)

    def _on_unlocked(self, keys: LedgerKeys) -> None:
        self._field.forget()
        self._say("")
        self._act.setEnabled(True)
        self.unlocked.emit(keys)

    def _on_refused(self, refusal: Refused) -> None:
        self._act.setEnabled(True)
        self._say(sentence(refusal, language_shown()))
        self._field.select()
        if refusal.code in ("ledger_password_wait", "ledger_password_wrong_wait"):
            self._count_down()

    def _count_down(self) -> None:
        left = seconds_to_wait(self._path)
        if left:
            self._say(sentence(Refused("ledger_password_wait", seconds=left), language_shown()))
            self._clock.start()
        elif self._clock.isActive():
            self._clock.stop()
            self._say(self.tr("现在可以再试了。"))
        self._act.setEnabled(not left)

    def _say(self, text: str) -> None:
        self._said.setText(text)
        self._said.setAccessibleName(text)


class UnlockWindow(QWidget):
    """The first window of a locked ledger. Nothing of the ledger is known here but where it lies."""

    unlocked = Signal(object)
    """Carries the :class:`LedgerKeys`."""

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name_widget(self, "unlock", self.tr("打开账本"))
        self.setWindowTitle(self.tr("打开账本 · 走访通"))
        self.setWindowIcon(app_icon())
        self._worker = Worker(self)
        self._code = ""
        self._panel = UnlockPanel("unlock", path, self.tr("打开"), self._worker, self)
        # Queued: what comes of it may take this window away, under the job that found the keys.
        self._panel.unlocked.connect(self.unlocked, Qt.ConnectionType.QueuedConnection)
        self._forgotten = Forgotten(path, self._worker, self)
        self._forgotten.recovered.connect(self._on_recovered, Qt.ConnectionType.QueuedConnection)
        self._forgotten.left.connect(lambda: self._show_forgotten(False))
        self._forgotten.hide()
        self._to_forgotten = make_button(
            self, "unlock.forgotten", self.tr("忘了密码"), lambda: self._show_forgotten(True), "link"
        )
        close = make_button(self, "unlock.close", self.tr("关闭程序"), self.close)
        title = QLabel(self.tr("这本账设有密码"), self)
        title.setProperty("tone", "title")
        place = QLabel(str(path), self)
        place.setProperty("tone", "muted")
        place.setTextFormat(Qt.TextFormat.PlainText)
        place.setWordWrap(True)
        foot = QHBoxLayout()
        foot.addWidget(self._to_forgotten)
        foot.addStretch(1)
        foot.addWidget(close)
        column = QVBoxLayout()
        column.setSpacing(GAP_LARGE)
        for part in (title, place, self._panel, self._forgotten):
            column.addWidget(part)
        column.addStretch(1)
        column.addLayout(foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP_HUGE, GAP_HUGE, GAP_HUGE, GAP_HUGE)
        row.setSpacing(GAP_LARGE)
        row.addWidget(IconView("lock", "accent", 32, self), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
        self.resize(WIDTH + 2 * GAP_HUGE, HEIGHT)
        self._panel.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._worker.close()
        super().closeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow() and self._forgotten.isHidden():
            self._panel.setFocus()

    def tell(self, context: Context, window: QWidget) -> None:
        """Hand over the new recovery code in the main window, where the old one was used."""
        if self._code:
            # Loaded here: it draws a form, and few ever see it.
            from desktop.ui.locking.sheet import RecoverySheet

            RecoverySheet(context, self._code, window).open()

    def _on_recovered(self, locked: Locked) -> None:
        self._code = locked.code
        self.unlocked.emit(locked.keys)

    def _show_forgotten(self, is_shown: bool) -> None:
        self._forgotten.setVisible(is_shown)
        self._panel.setVisible(not is_shown)
        self._to_forgotten.setVisible(not is_shown)
        (self._forgotten if is_shown else self._panel).setFocus()
        # Lines that wrap need a height of their own, which a window does not ask for.
        layout = self.layout()
        height = layout.totalHeightForWidth(self.width()) if layout is not None and is_shown else HEIGHT
        self.setMinimumHeight(height)
        self.resize(self.width(), height)
