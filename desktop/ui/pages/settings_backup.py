"""The backup part of the settings: where copies go, and one now."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QWidget

from desktop.services.backing import back_up, backup_folder
from desktop.ui.context import Context
from desktop.ui.pages.settings_parts import Card
from desktop.ui.places import show_outside
from desktop.ui.theme import GAP
from desktop.ui.widgets.naming import name_widget


class BackupCard(Card):
    """``folder_chosen`` carries the folder as text."""

    folder_chosen = Signal(str)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__("settings.backup", QCoreApplication.translate("BackupCard", "备份"), parent)
        self._context = context
        self._folder = self.add_fact("settings.backup.folder", self.tr("备份位置"), "")
        self._last = self.add_fact("settings.backup.last", self.tr("上次备份"), "")
        self._choose = QPushButton(self.tr("更换位置"), self)
        name_widget(self._choose, "settings.backup.choose", self.tr("更换备份位置"))
        self._choose.clicked.connect(self._on_choose_clicked)
        self._now = QPushButton(self.tr("立即备份"), self)
        name_widget(self._now, "settings.backup.now", self.tr("立即备份"))
        self._now.clicked.connect(self._on_now_clicked)
        acts = QWidget(self)
        row = QHBoxLayout(acts)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self._now)
        row.addWidget(self._choose)
        row.addStretch(1)
        self.add_row("", acts, self.tr("最好放在 U 盘或另一块硬盘上：电脑坏了，账还在。"))

    def refresh(self) -> None:
        """Show where backups go and when the last was made."""
        self._folder.setText(str(backup_folder(self._context.ledger)))
        self._last.setText(self._context.preferences.text("backed_up_at") or self.tr("还没有备份过"))

    def _on_choose_clicked(self) -> None:
        dialog = QFileDialog(self, self.tr("选择备份位置"), self._folder.text())
        name_widget(dialog, "settings.backup.dialog", self.tr("选择备份位置"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.folder_chosen)
        dialog.open()

    def _on_now_clicked(self) -> None:
        ledger = self._context.ledger
        self._now.setEnabled(False)
        job = self._context.write(lambda: back_up(ledger), done=self._tell)
        job.ended.connect(lambda: self._now.setEnabled(True))
        self._context.shell.busy(job, self.tr("正在备份"))

    def _tell(self, target: Path) -> None:
        moment = datetime.now().strftime("%Y-%m-%d %H:%M")
        self._context.preferences.remember_text("backed_up_at", self.tr("{moment} 已备份").format(moment=moment))
        self._context.announcer.settings_changed.emit()
        self._context.shell.notify(
            self.tr("已备份到 {file}").format(file=target),
            self.tr("打开文件夹"),
            partial(show_outside, target.parent),
        )
