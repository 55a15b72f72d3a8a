"""The password part of the settings: set, change, take away, a new recovery sheet, and the pause lock."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.domain.fields import Choice
from desktop.services import locking
from desktop.services.backing import all_backup_folders
from desktop.services.locking import Locked
from desktop.ui.context import Context
from desktop.ui.locking import dialogs
from desktop.ui.locking.dialogs import PasswordDialog
from desktop.ui.locking.idle import CHOICES, MINUTES, idle_minutes
from desktop.ui.locking.rewriting import Work
from desktop.ui.pages.settings_parts import Card
from desktop.ui.theme import GAP
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.choices import ChoiceButtons


class PasswordCard(Card):
    """Says whether there is a password; what rewrites the ledger is handed to the program (``relocking``)."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__("settings.password", QCoreApplication.translate("PasswordCard", "账本密码"), parent)
        self._context = context
        self._state = self.add_fact("settings.password.state", self.tr("密码"), "")
        self._set = make_button(self, "settings.password.set", self.tr("设置密码"), self._ask_to_set)
        self._change = make_button(self, "settings.password.change", self.tr("修改密码"), self._ask_to_change)
        self._sheet = make_button(self, "settings.password.sheet", self.tr("重做恢复单"), self._ask_for_sheet)
        self._remove = make_button(self, "settings.password.remove", self.tr("取消密码"), self._ask_to_remove)
        acts = QWidget(self)
        row = QHBoxLayout(acts)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        for button in (self._set, self._change, self._sheet, self._remove):
            row.addWidget(button)
        row.addStretch(1)
        self.add_row("", acts)
        self._minutes = ChoiceButtons(
            "settings.password.minutes", self.tr("离开多久锁住"), self._choices(), required=True, parent=self
        )
        self._minutes.edited.connect(self._on_minutes_edited)
        hint = self.tr("不动鼠标、键盘这么久，窗口就盖住，输入密码再继续；没写完的都还在。只在设了密码时起作用。")
        self.add_row(self.tr("离开多久锁住"), self._minutes, hint)

    def refresh(self) -> None:
        """Show whether there is a password."""
        is_locked = self._context.ledger.keys is not None
        self._state.setText(
            self.tr("已设密码，账本、备份和附件都已加密") if is_locked else self.tr("没有设密码，账本没有加密")
        )
        self._set.setVisible(not is_locked)
        for button in (self._change, self._sheet, self._remove):
            button.setVisible(is_locked)
        self._minutes.set_value(str(idle_minutes(self._context.preferences)))

    @staticmethod
    def _choices() -> tuple[Choice, ...]:
        return tuple(
            Choice(code, f"{code} 分钟", f"{code} minutes") if code != "0" else Choice("0", "不锁", "Never")
            for code in CHOICES
        )

    def _on_minutes_edited(self) -> None:
        self._context.preferences.remember_text(MINUTES, str(self._minutes.value()))
        self._context.preferences.sync()

    # -- acts --------------------------------------------------------------------------------------------------------

    def _ask_to_set(self) -> None:
        dialogs.ask_to_set(self._set_given, self.window()).open()

    def _set_given(self, dialog: PasswordDialog, _old: str, new: str) -> None:
        ledger = self._context.ledger
        dialog.accept()

        def go_on(folders: list[Path]) -> None:
            self._rewrite(lambda tell: locking.set_password(ledger.path, new, backup_folders=folders, progress=tell))

        # Asked while it is open: where the second place is stands in its settings.
        self._context.worker.run(lambda _job: all_backup_folders(ledger), done=go_on)

    def _ask_to_change(self) -> None:
        dialogs.ask_to_change(self._change_given, self.window()).open()

    def _change_given(self, dialog: PasswordDialog, old: str, new: str) -> None:
        ledger = self._context.ledger

        def work() -> Locked:
            keys, folders = locking.unlock(ledger.path, old), all_backup_folders(ledger)
            return locking.change_password(ledger.path, keys, new, backup_folders=folders)

        self._run(dialog, work, partial(self._show_sheet, dialog))

    def _ask_for_sheet(self) -> None:
        dialogs.ask_for_sheet(self._sheet_given, self.window()).open()

    def _sheet_given(self, dialog: PasswordDialog, old: str, _new: str) -> None:
        ledger = self._context.ledger

        def work() -> Locked:
            keys, folders = locking.unlock(ledger.path, old), all_backup_folders(ledger)
            return locking.renew_code(ledger.path, keys, backup_folders=folders)

        self._run(dialog, work, partial(self._show_sheet, dialog))

    def _ask_to_remove(self) -> None:
        dialogs.ask_to_remove(self._remove_given, self.window()).open()

    def _remove_given(self, dialog: PasswordDialog, old: str, _new: str) -> None:
        path = self._context.ledger.path

        def go_on(locked: Locked) -> None:
            dialog.accept()
            self._rewrite(lambda tell: locking.remove_password(path, locked.keys, progress=tell))

        self._run(dialog, lambda: Locked(locking.unlock(path, old), ""), go_on)

    def _run(self, dialog: PasswordDialog, work: Callable[[], Locked], done: Callable[[Locked], object]) -> None:
        self._context.worker.run(lambda _job: work(), done=done, refused=dialog.show_refusal)

    def _show_sheet(self, dialog: PasswordDialog, locked: Locked) -> None:
        # Loaded here: drawing a sheet is needed on few days.
        from desktop.ui.locking.sheet import RecoverySheet

        window = self.window()
        dialog.accept()
        RecoverySheet(self._context, locked.code, window).open()

    def _rewrite(self, work: Work) -> None:
        self._context.announcer.relocking.emit(work)
