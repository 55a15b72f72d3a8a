"""The backup part of the settings: the last one, the second place, one now, putting one back, a full check."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from desktop.data.whereabouts import risk_of
from desktop.domain.errors import Refused
from desktop.services.backing import PERSON, SecondPlace, back_up, backup_folder, copy_to_second, second_place, thin
from desktop.services.inspecting import Inspection, inspect
from desktop.services.ledgers import Ledger
from desktop.services.settings import read_settings
from desktop.ui.context import Context
from desktop.ui.operations import Job, Worker
from desktop.ui.pages.settings_parts import Card, hint_label
from desktop.ui.places import show_outside
from desktop.ui.theme import GAP
from desktop.ui.widgets.flow import FlowLayout
from desktop.ui.widgets.naming import name_widget
from desktop.wording import finding_sentence
from desktop.wording.keeping import place_sentence

MOST_FINDINGS = 3
"""Findings of a check that are said; of more only the number."""


class BackupCard(Card):
    """``folder_chosen`` carries the second place as text, empty for none."""

    folder_chosen = Signal(str)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__("settings.backup", QCoreApplication.translate("BackupCard", "备份"), parent)
        self._context = context
        # A thread of its own: a check takes its time, a drive may not answer, and saving waits for neither.
        self.worker = Worker(self)
        self._job: Job[Inspection] | None = None
        self._last = self.add_fact("settings.backup.last", self.tr("上次备份"), "")
        self._folder = self.add_fact("settings.backup.folder", self.tr("备份位置"), "")
        self._second = self.add_fact("settings.backup.second", self.tr("第二个位置"), "")
        self._risk = hint_label("", self)
        self.add_below(self._risk)
        self._checked = hint_label("", self)
        self._now = self._button("now", self.tr("立即备份"), self._on_now_clicked)
        self._restore = self._button("restore", self.tr("从备份恢复…"), self._on_restore_clicked)
        self._check = self._button("check", self.tr("全面检查"), self._on_check_clicked)
        self._choose = self._button("choose", self.tr("选择第二个位置…"), self._on_choose_clicked)
        self._forget = self._button("forget", self.tr("不用第二个位置"), lambda: self.folder_chosen.emit(""))
        acts = QWidget(self)
        row = FlowLayout(GAP)
        acts.setLayout(row)
        for button in (self._now, self._restore, self._check, self._choose, self._forget):
            row.addWidget(button)
        hint = self.tr(
            "打开程序时、用半小时、导入和升级之前自动备份。第二个位置最好是 U 盘或另一块硬盘：电脑坏了，账还在。"
        )
        self.add_row("", acts, hint)
        self.add_below(self._checked)
        self._checked.hide()
        context.announcer.backed_up.connect(self.refresh)

    def refresh(self) -> None:
        """Show where backups go, when the last was made, and whether the second place is there."""
        ledger = self._context.ledger
        self._folder.setText(str(backup_folder(ledger)))
        last = self._context.preferences.backed_up_at(ledger.path)
        self._last.setText(f"{last:%Y-%m-%d %H:%M}" if last is not None else self.tr("还没有备份过"))
        risk = risk_of(ledger.path)
        self._risk.setText(place_sentence(risk.code, risk.service, self._context.preferences.language) if risk else "")
        self._risk.setVisible(risk is not None)
        chosen = read_settings(ledger).backup_folder
        self._forget.setVisible(bool(chosen))
        self._second.setText(chosen or self.tr("没有设"))
        if chosen and not self.worker.is_closed:
            self.worker.run(lambda _job: second_place(ledger), done=self._show_second)

    def settle(self) -> None:
        """Finish before the window closes; a check under way is given up."""
        if self._job is not None:
            self._job.cancel()
        if not self.worker.is_closed:
            self.worker.close(self._context.ledger.database.close)

    def _show_second(self, second: SecondPlace | None) -> None:
        if second is None:
            return
        reached = second.reached_at.replace("T", " ")[:16]
        if second.has_newest:
            state = self.tr("最新的备份已在那里")
        elif second.is_there:
            state = self.tr("在，下次备份时补上")
        elif reached:
            state = self.tr("现在不在，上次 {moment}；接上后自动补上").format(moment=reached)
        else:
            state = self.tr("现在不在；接上后自动补上")
        self._second.setText(f"{second.chosen}\n{state}")

    def _button(self, name: str, text: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        name_widget(button, f"settings.backup.{name}", text)
        button.clicked.connect(act)
        return button

    # -- acts --------------------------------------------------------------------------------------------------------

    def _on_choose_clicked(self) -> None:
        dialog = QFileDialog(self, self.tr("选择备份的第二个位置"), read_settings(self._context.ledger).backup_folder)
        name_widget(dialog, "settings.backup.dialog", self.tr("选择备份的第二个位置"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.folder_chosen)
        dialog.open()

    def _on_now_clicked(self) -> None:
        ledger = self._context.ledger
        self._now.setEnabled(False)
        job = self.worker.run(
            lambda job: _back_up_everywhere(ledger, job), done=self._tell, refused=self._context.say_refusal
        )
        job.ended.connect(lambda: self._now.setEnabled(True))
        self._context.shell.busy(job, self.tr("正在备份"))

    def _tell(self, target: Path) -> None:
        self._context.preferences.remember_backup(self._context.ledger.path, datetime.now())
        self._context.announcer.backed_up.emit()
        self._context.shell.notify(
            self.tr("已备份到 {file}").format(file=target),
            self.tr("打开文件夹"),
            partial(show_outside, target.parent),
        )

    def _on_restore_clicked(self) -> None:
        # Loaded here: hardly ever wanted.
        from desktop.ui.restore_dialog import RestoreDialog

        RestoreDialog(self._context, self.window()).open()

    def _on_check_clicked(self) -> None:
        ledger = self._context.ledger
        self._check.setEnabled(False)
        self._show_check(self.tr("正在检查……"))
        job = self._job = self.worker.run(
            lambda job: inspect(ledger, job.is_cancelled), done=self._on_checked, refused=self._on_check_refused
        )
        job.ended.connect(lambda: self._check.setEnabled(True))
        self._context.shell.busy(job, self.tr("正在检查账本"))

    def _on_check_refused(self, refusal: Refused) -> None:
        self._job = None
        self._checked.hide()
        self._context.say_refusal(refusal)

    def _on_checked(self, found: Inspection) -> None:
        self._job = None
        language = self._context.preferences.language
        said = [finding_sentence(one.code, one.params, language) for one in found.findings[:MOST_FINDINGS]]
        more = len(found.findings) - MOST_FINDINGS
        if more > 0:
            said.append(self.tr("还有 {count} 处").format(count=more))
        if found.is_sound:
            verdict = self.tr("账本完好：{changes} 项变更，{records} 条记录，逐项核对过。")
        else:
            verdict = self.tr("账本有不对的地方，建议从备份恢复：")
        verdict = verdict.format(changes=found.changes, records=found.records)
        self._show_check("\n".join([verdict, *said]))
        if any(one.code == "file_damaged" for one in found.findings):
            self._context.announcer.damage_found.emit()

    def _show_check(self, text: str) -> None:
        self._checked.setText(text)
        name_widget(self._checked, "settings.backup.checked", text)
        self._checked.show()


def _back_up_everywhere(ledger: Ledger, job: Job[Path]) -> Path:
    made = back_up(ledger, reason=PERSON, cancelled=job.is_cancelled)
    thin(backup_folder(ledger), ledger.path)
    copy_to_second(ledger, job.is_cancelled)
    return made
