"""附件: the files of a visit or an issue as small pictures, and what can be done with them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
)
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.errors import Refused
from desktop.domain.media import safe_name
from desktop.services.attaching import Attachment, attach, attachments_of, detach, save_as
from desktop.services.recording import Saved
from desktop.services.viewing import viewing_copy
from desktop.ui.attachment_tiles import AttachmentTiles
from desktop.ui.context import Context
from desktop.ui.file_choosing import ask_for_files
from desktop.ui.icons import icon
from desktop.ui.operations import Changed
from desktop.ui.places import remembered_folder, show_outside
from desktop.ui.saying import say_done
from desktop.ui.step_dialogs import StepDialog, plain_context, reason_field
from desktop.ui.theme import GAP, GAP_MEDIUM, GAP_SMALL
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.drop_area import dropped_files
from desktop.ui.widgets.flow import FlowLayout
from desktop.ui.widgets.naming import name_widget

_SAVE_FOLDER = "attachments.save_folder"


class AttachmentStrip(QWidget):
    """Object names are ``<name>.add``, ``<name>.tiles``, ``<name>.open``, ``<name>.save``, ``<name>.remove``.

    It keeps itself up to date with what the ledger says; with no record it is hidden.
    """

    def __init__(self, context: Context, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name_widget(self, name, self.tr("附件"))
        self.setAcceptDrops(True)
        self._context = context
        self._kind, self._record_id = "", ""
        self._is_closed = False
        self._heading = QLabel(self)
        self._heading.setProperty("tone", "section")
        self._remark = QLabel(self)
        self._remark.setProperty("tone", "amber")
        # Tab goes in the order of making, which is that of the eye.
        self._add = make_button(self, f"{name}.add", self.tr("添加照片或文件…"), self._ask_which, "link")
        self._add.setIcon(icon("attach"))
        self._tiles = AttachmentTiles(context, f"{name}.tiles", self.tr("附件"), self)
        self._open = make_button(self, f"{name}.open", self.tr("打开"), self.open_current, "link")
        self._save = make_button(self, f"{name}.save", self.tr("另存为…"), self._ask_where, "link")
        self._remove = make_button(self, f"{name}.remove", self.tr("移除…"), self._ask_to_remove, "link")
        self._lay_out()
        self._tiles.opened.connect(self.open_current)
        self._tiles.removing.connect(self._ask_to_remove)
        self._tiles.currentRowChanged.connect(lambda _row: self._update())
        context.announcer.changed.connect(self._on_changed)
        self.hide()

    def show_record(self, kind: str, record_id: str, *, is_closed: bool = False) -> None:
        """Show the files of a visit or an issue; an empty id shows nothing. ``is_closed``: nothing can be added."""
        self._kind, self._record_id, self._is_closed = kind, record_id, is_closed
        self._read()

    @property
    def takes_files(self) -> bool:
        """Whether files can be added now."""
        return bool(self._record_id) and not self._is_closed

    def add_files(self, paths: Sequence[Path]) -> None:
        """Attach files to the record shown."""
        if not self.takes_files:
            return
        ledger, kind, record_id = self._context.ledger, self._kind, self._record_id
        self._context.write(lambda: attach(ledger, kind, record_id, list(paths)), done=self._on_added)

    def open_current(self) -> None:
        """Open a copy of the file under the cursor in the program the system has for it."""
        one = self._tiles.current
        if one is None:
            return
        ledger = self._context.ledger
        self._context.worker.run(
            lambda _job: viewing_copy(ledger, one), done=show_outside, refused=self._context.say_refusal
        )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.takes_files and dropped_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = dropped_files(event.mimeData())
        if files:
            event.acceptProposedAction()
            self.add_files(files)

    # -- what is shown -----------------------------------------------------------------------------------------------

    def _read(self) -> None:
        found: tuple[Attachment, ...] = ()
        if self._record_id:
            found = attachments_of(self._context.ledger, self._kind, self._record_id)
        self._tiles.show_files(found)
        count, missing = len(found), sum(not one.is_here for one in found)
        heading = self.tr("附件 {count}").format(count=count) if count else self.tr("附件")
        self._heading.setText(heading)
        self._remark.setText(self.tr("{count} 个还没有收到文件").format(count=missing) if missing else "")
        self._remark.setVisible(bool(missing))
        self._tiles.setVisible(bool(count))
        self.setVisible(bool(self._record_id) and (count > 0 or not self._is_closed))
        self._update()

    def _update(self) -> None:
        one = self._tiles.current
        for button in (self._open, self._save, self._remove):
            button.setVisible(one is not None)
        self._open.setEnabled(one is not None and one.is_here)
        self._save.setEnabled(one is not None and one.is_here)
        self._remove.setEnabled(not self._is_closed)
        self._add.setVisible(not self._is_closed)

    def _on_changed(self, changed: Changed) -> None:
        if "attachment" in changed.kinds and self._record_id:
            self._read()

    # -- what can be done --------------------------------------------------------------------------------------------

    def _ask_which(self) -> None:
        ask_for_files(self._context, self, f"{self.objectName()}.dialog", self.add_files)

    def _on_added(self, saved: Saved) -> None:
        if not saved.is_changed:
            self._context.shell.notify(self.tr("这些文件已经在附件里"))
            return
        text = self.tr("已添加 {count} 个附件").format(count=len(saved.ids))
        say_done(self._context, text, saved.step_id)

    def _ask_where(self) -> None:
        one = self._tiles.current
        if one is None or not one.is_here:
            return
        folder = remembered_folder(self._context.preferences, _SAVE_FOLDER)
        dialog = QFileDialog(self, self.tr("另存附件"), folder)
        dialog.setObjectName(f"{self.objectName()}.saving")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.selectFile(safe_name(one.name))
        dialog.fileSelected.connect(lambda file: self.save_to(one, Path(file)))
        dialog.open()

    def save_to(self, one: Attachment, path: Path) -> None:
        """Write a copy of a file to a place of the person's own."""
        self._context.preferences.remember_text(_SAVE_FOLDER, str(path.parent))
        ledger = self._context.ledger

        def say(saved: Path) -> None:
            text = self.tr("已另存：{place}").format(place=saved)
            self._context.shell.notify(text, self.tr("打开文件夹"), partial(show_outside, saved.parent))

        self._context.worker.run(lambda _job: save_as(ledger, one, path), done=say, refused=self._context.say_refusal)

    def _ask_to_remove(self) -> None:
        one = self._tiles.current
        if one is not None and not self._is_closed:
            _ask_to_remove(self._context, one, f"{self.objectName()}.removing", self.window())

    # -- parts -------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(self._heading)
        head.addStretch(1)
        head.addWidget(self._add)
        acts = FlowLayout(GAP)
        for button in (self._open, self._save, self._remove):
            acts.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GAP_MEDIUM, 0, 0)
        column.setSpacing(GAP_SMALL)
        column.addLayout(head)
        rule = QFrame(self)
        rule.setProperty("kind", "rule")
        column.addWidget(rule)
        column.addWidget(self._remark)
        column.addWidget(self._tiles)
        column.addLayout(acts)


def _ask_to_remove(context: Context, one: Attachment, name: str, window: QWidget) -> None:
    """Ask for the reason and withdraw a file."""

    def given(values: dict[str, Any]) -> None:
        reason = str(values["reason"] or "")
        context.write(lambda: detach(context.ledger, one.id, reason), done=removed, refused=refused)

    def removed(saved: Saved) -> None:
        dialog.accept()
        say_done(context, QCoreApplication.translate("AttachmentStrip", "已移除附件"), saved.step_id)

    def refused(refusal: Refused) -> None:
        dialog.show_refusal(refusal, context.preferences.language)

    dialog = StepDialog(
        name,
        QCoreApplication.translate("AttachmentStrip", "移除附件“{name}”").format(name=one.name),
        QCoreApplication.translate("AttachmentStrip", "移除"),
        [(reason_field(), True)],
        plain_context(context.today, lambda _name: []),
        given,
        window,
        is_dangerous=True,
        explanation=QCoreApplication.translate("AttachmentStrip", "附件离开列表，经过仍然保留，可以撤销。"),
    )
    dialog.open()
