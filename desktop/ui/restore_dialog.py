"""Choosing a backup to put back: what it holds, what the ledger has beyond it, and that it can be undone."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.errors import Refused
from desktop.services.backing import Backup, backup_folder, list_backups, second_place
from desktop.services.ledgers import Ledger
from desktop.services.locking import LedgerKeys
from desktop.services.restoring import Preview, preview
from desktop.ui.context import Context
from desktop.ui.theme import GAP, GAP_LARGE, GAP_MEDIUM, metrics, resize_within_screen
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.naming import name_widget
from desktop.wording import sentence
from desktop.wording.keeping import beyond_words, counts_words, reason_words
from desktop.wording.sizes import size_words

_PATH = Qt.ItemDataRole.UserRole


class RestoreDialog(QDialog):
    """A list of backups, the newest first, and beside it what the chosen one holds. Nothing happens before a click."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        name_widget(self, "restore", self.tr("从备份恢复"))
        self.setWindowTitle(self.tr("从备份恢复"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._list = QListWidget(self)
        name_widget(self._list, "restore.list", self.tr("备份"))
        self._list.currentItemChanged.connect(lambda item: self._look(item))
        self._text = QLabel(self.tr("正在找备份……"), self)
        name_widget(self._text, "restore.text", "")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._text.setMinimumWidth(20 * metrics().text)
        # Tab goes in the order of making, which is that of the eye.
        self._other = make_button(self, "restore.other", self.tr("别的文件…"), self._on_other_clicked)
        cancel = make_button(self, "restore.cancel", self.tr("取消  Esc"), self.reject)
        self._go = make_button(self, "restore.go", self.tr("恢复到这份备份"), self._on_go_clicked, "primary")
        self._go.setEnabled(False)
        self._others: dict[Path, LedgerKeys] = {}
        self._side = QVBoxLayout()
        self._asking: QWidget | None = None
        self._lay_out(cancel)
        ledger = context.ledger
        context.worker.run(lambda _job: _all_backups(ledger), done=self._show_backups, refused=self._say)

    def _lay_out(self, cancel: QPushButton) -> None:
        middle = QHBoxLayout()
        middle.setSpacing(GAP_LARGE)
        middle.addWidget(self._list, 3)
        self._side.addWidget(self._text)
        self._side.addStretch(1)
        middle.addLayout(self._side, 4)
        acts = QHBoxLayout()
        acts.setSpacing(GAP)
        acts.addWidget(self._other)
        acts.addStretch(1)
        acts.addWidget(cancel)
        acts.addWidget(self._go)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_LARGE, GAP_LARGE, GAP_LARGE, GAP_LARGE)
        column.setSpacing(GAP_MEDIUM)
        column.addLayout(middle, 1)
        column.addLayout(acts)
        resize_within_screen(self, 54 * metrics().text, 26 * metrics().text)

    def _show_backups(self, found: list[tuple[Backup, bool]]) -> None:
        for one, is_second in found:
            text = f"{one.made_at.strftime('%Y-%m-%d %H:%M')}  {reason_words(one.reason, self._language)}"
            if is_second:
                text += self.tr("（第二个位置）")
            self._add(text, one.path)
        if found:
            self._list.setCurrentRow(0)
            self._list.setFocus()
        else:
            self._text.setText(self.tr("还没有备份。可以用“别的文件”选一份。"))

    def _add(self, text: str, path: Path) -> QListWidgetItem:
        item = QListWidgetItem(text, self._list)
        item.setData(_PATH, str(path))
        item.setToolTip(str(path))
        return item

    @property
    def _language(self) -> str:
        return self._context.preferences.language

    def _chosen(self) -> Path | None:
        item = self._list.currentItem()
        return Path(item.data(_PATH)) if item is not None else None

    def _look(self, item: QListWidgetItem | None) -> None:
        self._go.setEnabled(False)
        if self._asking is not None:
            self._asking.deleteLater()
            self._asking = None
        if item is None:
            return
        self._text.setText(self.tr("正在看这份备份……"))
        ledger, backup = self._context.ledger, Path(item.data(_PATH))
        path, keys, others = ledger.path, ledger.keys, self._others.get(backup)
        self._context.worker.run(
            lambda _job: preview(path, backup, keys, others), done=self._show, refused=partial(self._on_refused, backup)
        )

    def _on_refused(self, backup: Path, refusal: Refused) -> None:
        if backup != self._chosen():
            return
        self._say(refusal)
        if refusal.code == "backup_locked":
            self._ask_for_password(backup)

    def _ask_for_password(self, backup: Path) -> None:
        # Loaded here: few ever go back beyond a change of the password.
        from desktop.ui.locking.unlocking import UnlockPanel

        panel = UnlockPanel("restore", backup, self.tr("看这份备份"), self._context.worker, self)
        panel.unlocked.connect(partial(self._on_unlocked, backup))
        self._side.insertWidget(1, panel)
        self._asking = panel
        panel.setFocus()

    def _on_unlocked(self, backup: Path, keys: LedgerKeys) -> None:
        self._others[backup] = keys
        if backup == self._chosen():
            self._look(self._list.currentItem())

    def _show(self, look: Preview) -> None:
        if look.path != self._chosen():
            return
        told = self.tr("{office}的备份\n做于 {moment}，{size}\n最后一次记录 {latest}\n{counts}\n\n{beyond}").format(
            office=look.office,
            moment=look.made_at.strftime("%Y-%m-%d %H:%M"),
            size=size_words(look.size),
            latest=look.latest.replace("T", " ")[:16],
            counts=counts_words(dict(look.counts), self._language),
            beyond=beyond_words(
                dict(look.newer), look.newer_changes, is_known=look.now is not None, language=self._language
            ),
        )
        self._text.setText(told)
        self._text.setAccessibleName(told)
        self._go.setEnabled(True)

    def _say(self, refusal: Refused) -> None:
        self._text.setText(sentence(refusal, self._language))

    def _on_other_clicked(self) -> None:
        dialog = QFileDialog(self, self.tr("选择备份文件"), str(backup_folder(self._context.ledger)))
        name_widget(dialog, "restore.dialog", self.tr("选择备份文件"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(self.tr("账本 (*.db);;所有文件 (*)"))
        dialog.fileSelected.connect(lambda file: self._list.setCurrentItem(self._add(Path(file).name, Path(file))))
        dialog.open()

    def _on_go_clicked(self) -> None:
        backup = self._chosen()
        if backup is not None:
            announcer = self._context.announcer
            self.accept()
            announcer.restore_wanted.emit(backup, self._others.get(backup))


def _all_backups(ledger: Ledger) -> list[tuple[Backup, bool]]:
    """The backups here and in the second place, the newest first; one that is in both is named once."""
    here = list_backups(backup_folder(ledger), ledger.path)
    names = {one.path.name for one in here}
    second = second_place(ledger)
    there = list_backups(second.folder, ledger.path) if second is not None and second.is_there else []
    found = [(one, False) for one in here] + [(one, True) for one in there if one.path.name not in names]
    return sorted(found, key=lambda one: one[0].made_at, reverse=True)
