"""Setting, changing, taking away the password, and a new recovery sheet: one small dialog for each."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.errors import Refused
from desktop.ui.locking.password_field import NewPassword, PasswordField
from desktop.ui.theme import GAP, GAP_HUGE, GAP_LARGE
from desktop.ui.translation import language_shown
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.labels import wrapped_label
from desktop.ui.widgets.naming import name_widget
from desktop.wording import sentence
from desktop.wording.locking import WHAT_IS_LOST

WIDTH_EMS = 32

Given = Callable[["PasswordDialog", str, str], object]
"""Is called with the dialog, the password so far and the new one; an empty text for what is not asked."""


class PasswordDialog(QDialog):
    """Asks for the password so far, for a new one, or for both. Object names: ``<name>.old``, ``<name>.new.first`` …

    Whoever is given them calls :meth:`accept` or :meth:`show_refusal`.
    """

    def __init__(
        self,
        name: str,
        title: str,
        lines: tuple[str, ...],
        act: str,
        on_given: Given,
        parent: QWidget,
        *,
        asks_old: bool,
        asks_new: bool,
        is_dangerous: bool = False,
    ) -> None:
        super().__init__(parent)
        name_widget(self, name, title)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._on_given = on_given
        self._old = PasswordField(f"{name}.old", self.tr("现在的密码"), self) if asks_old else None
        self._new = NewPassword(f"{name}.new", self) if asks_new else None
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_HUGE, GAP_HUGE, GAP_HUGE, GAP_HUGE)
        column.setSpacing(GAP_LARGE)
        for text in lines:
            column.addWidget(wrapped_label(self, text))
        if asks_new:
            column.addWidget(wrapped_label(self, WHAT_IS_LOST[language_shown() == "en"], "amber"))
        self._said = wrapped_label(self, "", "danger")
        self._said.setObjectName(f"{name}.said")
        for part in (self._old, self._new, self._said):
            if part is not None:
                column.addWidget(part)
        self._act = make_button(self, f"{name}.act", act, self._give, "danger" if is_dangerous else "primary")
        foot = QHBoxLayout()
        foot.setSpacing(GAP)
        foot.addStretch(1)
        foot.addWidget(make_button(self, f"{name}.cancel", self.tr("不改了"), self.reject))
        foot.addWidget(self._act)
        column.addLayout(foot)
        if self._old is not None:
            self._old.typed.connect(self._show_ready)
            self._old.entered.connect(self._new.setFocus if self._new is not None else self._give)
        if self._new is not None:
            self._new.changed.connect(self._show_ready)
            self._new.entered.connect(self._give)
        self._show_ready()
        self.resize(WIDTH_EMS * self.fontMetrics().height(), self.sizeHint().height())

    def show_refusal(self, refusal: Refused) -> None:
        """Say what was refused; what was typed stays."""
        self._said.setText(sentence(refusal, language_shown()))
        self._show_ready()
        if self._old is not None:
            self._old.select()

    def _show_ready(self) -> None:
        has_old = self._old is None or bool(self._old.password)
        self._act.setEnabled(has_old and (self._new is None or self._new.is_ready))

    def _give(self) -> None:
        if self._act.isEnabled():
            self._act.setEnabled(False)
            old = self._old.password if self._old is not None else ""
            self._on_given(self, old, self._new.password if self._new is not None else "")


def ask_to_set(on_given: Given, parent: QWidget) -> PasswordDialog:
    """A password for a ledger that has none."""
    lines = (
        QCoreApplication.translate(
            "PasswordDialog",
            "设了密码，账本、草稿、备份和附件都会加密，打开程序要先输入密码。导出和打印出来的文件不加密。",
        ),
        QCoreApplication.translate(
            "PasswordDialog", "设好以后会给一张恢复单，忘了密码时用它。加密时窗口会关一下再打开，请不要断电。"
        ),
    )
    title = QCoreApplication.translate("PasswordDialog", "设置账本密码")
    return PasswordDialog(
        "lock.set",
        title,
        lines,
        QCoreApplication.translate("PasswordDialog", "设置密码"),
        on_given,
        parent,
        asks_old=False,
        asks_new=True,
    )


def ask_to_change(on_given: Given, parent: QWidget) -> PasswordDialog:
    """Another password."""
    lines = (
        QCoreApplication.translate("PasswordDialog", "改了以后，旧密码和旧的恢复单都作废，会给一张新的恢复单。"),
        QCoreApplication.translate(
            "PasswordDialog", "以前拷走的备份，如果旁边还放着旧的钥匙文件，仍要用当时的密码打开。"
        ),
    )
    title = QCoreApplication.translate("PasswordDialog", "修改账本密码")
    return PasswordDialog(
        "lock.change",
        title,
        lines,
        QCoreApplication.translate("PasswordDialog", "修改密码"),
        on_given,
        parent,
        asks_old=True,
        asks_new=True,
    )


def ask_for_sheet(on_given: Given, parent: QWidget) -> PasswordDialog:
    """A new recovery sheet."""
    lines = (QCoreApplication.translate("PasswordDialog", "会给一张新的恢复单，旧的一张从此打不开账本。密码不变。"),)
    title = QCoreApplication.translate("PasswordDialog", "重做恢复单")
    return PasswordDialog(
        "lock.sheet",
        title,
        lines,
        QCoreApplication.translate("PasswordDialog", "重做恢复单"),
        on_given,
        parent,
        asks_old=True,
        asks_new=False,
    )


def ask_to_remove(on_given: Given, parent: QWidget) -> PasswordDialog:
    """No password any more."""
    lines = (
        QCoreApplication.translate("PasswordDialog", "取消以后，账本和附件不再加密，能打开这台电脑的人都能看到。"),
        QCoreApplication.translate("PasswordDialog", "已经做好的备份仍然加密，请把密码或恢复单留着。"),
    )
    title = QCoreApplication.translate("PasswordDialog", "取消账本密码")
    return PasswordDialog(
        "lock.remove",
        title,
        lines,
        QCoreApplication.translate("PasswordDialog", "取消密码"),
        on_given,
        parent,
        asks_old=True,
        asks_new=False,
        is_dangerous=True,
    )
