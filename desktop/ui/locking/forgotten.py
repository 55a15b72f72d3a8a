"""The password is forgotten: the code of the recovery sheet opens the ledger, and a new password is set at once."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.errors import Refused
from desktop.services.locking import Locked, recover
from desktop.ui.locking.password_field import NewPassword
from desktop.ui.operations import Worker
from desktop.ui.theme import GAP, GAP_MEDIUM
from desktop.ui.translation import language_shown
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.labels import wrapped_label
from desktop.ui.widgets.naming import name_widget
from desktop.ui.widgets.texts import LineEdit
from desktop.wording import sentence
from desktop.wording.locking import WHAT_IS_LOST


class Forgotten(QWidget):
    """The code, a new password twice, one act. Object names are ``forgotten.code``, ``forgotten.new.first`` …"""

    recovered = Signal(object)
    """Carries :class:`Locked`: the keys, and the new recovery code that has to be printed."""
    left = Signal()
    """The person would rather try the password again."""

    def __init__(self, path: Path, worker: Worker, parent: QWidget) -> None:
        super().__init__(parent)
        name_widget(self, "forgotten", self.tr("忘了密码"))
        self._path = path
        self._worker = worker
        lead = wrapped_label(self, self.tr("请照恢复单输入恢复码，再定一个新密码。旧密码和这张恢复单从此作废。"))
        self._code = LineEdit("forgotten.code", self.tr("恢复码"), self)
        self._code.setPlaceholderText(self.tr("恢复码：六组，每组五个，大小写都可以"))
        self._new = NewPassword("forgotten.new", self)
        self._code.entered.connect(self._new.setFocus)
        self._new.entered.connect(self._try)
        self._said = wrapped_label(self, "", "danger")
        self._said.setObjectName("forgotten.said")
        lost = wrapped_label(self, WHAT_IS_LOST[language_shown() == "en"], "muted")
        lost.setObjectName("forgotten.lost")
        self._act = make_button(self, "forgotten.act", self.tr("用新密码打开"), self._try, "primary")
        back = make_button(self, "forgotten.back", self.tr("返回输入密码"), self.left.emit, "link")
        foot = QHBoxLayout()
        foot.setSpacing(GAP)
        foot.addWidget(self._act)
        foot.addWidget(back)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_MEDIUM)
        for part in (lead, self._code, self._new, self._said):
            column.addWidget(part)
        column.addLayout(foot)
        column.addWidget(lost)
        self.setFocusProxy(self._code)
        self._code.textChanged.connect(lambda _text: self._show_ready())
        self._new.changed.connect(self._show_ready)
        self._show_ready()

    def _show_ready(self) -> None:
        self._act.setEnabled(bool(self._code.text().strip()) and self._new.is_ready)

    def _try(self) -> None:
        if not self._act.isEnabled():
            return
        path, code, password = self._path, self._code.text(), self._new.password
        self._act.setEnabled(False)
        self._said.clear()
        self._worker.run(lambda _job: recover(path, code, password), done=self._on_done, refused=self._on_refused)

    def _on_done(self, locked: Locked) -> None:
        self._code.clear()
        self._new.forget()
        self.recovered.emit(locked)

    def _on_refused(self, refusal: Refused) -> None:
        self._said.setText(sentence(refusal, language_shown()))
        self._show_ready()
        self._code.setFocus()
