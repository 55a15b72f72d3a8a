"""Choosing files to attach: the dialog, and a part of a form that collects them before there is a record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from desktop.domain.media import FILE_KINDS, MOST_BYTES
from desktop.ui.context import Context
from desktop.ui.icons import icon
from desktop.ui.places import remembered_folder
from desktop.ui.theme import GAP, GAP_LARGE, GAP_MEDIUM, GAP_SMALL
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.drop_area import dropped_files
from desktop.ui.widgets.elided import ElidedLabel
from desktop.ui.widgets.flow import FlowLayout
from desktop.ui.widgets.naming import name_widget

_FOLDER = "attachments.folder"


def ask_for_files(context: Context, parent: QWidget, name: str, taken: Callable[[list[Path]], object]) -> None:
    """Ask which files to attach, in the folder of the last time; ``taken`` gets those chosen."""
    patterns = " ".join(f"*{suffix}" for suffix in FILE_KINDS)
    kinds = QCoreApplication.translate("FileChoosing", "照片、扫描件和文档 ({patterns})").format(patterns=patterns)
    title = QCoreApplication.translate("FileChoosing", "选择要添加的文件")
    dialog = QFileDialog(parent, title, remembered_folder(context.preferences, _FOLDER), kinds)
    dialog.setObjectName(name)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)

    def chosen(files: Sequence[str]) -> None:
        context.preferences.remember_text(_FOLDER, str(Path(files[0]).parent))
        taken([Path(file) for file in files])

    dialog.filesSelected.connect(chosen)
    dialog.open()


class FilesPart(QFrame):
    """Files chosen for what is being written: added by button or by drop, each with a × to leave it out again.

    Nothing is copied: whoever saves hands :attr:`files` to the verb. ``has_heading`` says the label above.
    """

    edited = Signal()

    def __init__(
        self, context: Context, name: str, label: str, parent: QWidget | None = None, *, has_heading: bool = False
    ) -> None:
        super().__init__(parent)
        name_widget(self, name, label)
        self.setAcceptDrops(True)
        if has_heading:
            self.setProperty("kind", "section")
        self._context = context
        self._files: list[Path] = []
        self.button = make_button(self, f"{name}.add", self.tr("添加照片或文件…"), self._ask)
        self.button.setIcon(icon("attach"))
        limit = f"{MOST_BYTES // 2**20}"
        hint = QLabel(self.tr("也可以拖到这里，每个不超过 {limit} MB").format(limit=limit), self)
        hint.setProperty("tone", "muted")
        hint.setWordWrap(True)
        self._chips = QWidget(self)
        self._flow = FlowLayout(GAP_SMALL)
        self._chips.setLayout(self._flow)
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(self.button)
        head.addWidget(hint, 1)
        column = QVBoxLayout(self)
        side, top = (GAP_LARGE, GAP_MEDIUM) if has_heading else (0, 0)
        column.setContentsMargins(side, top, side, top)
        column.setSpacing(GAP_SMALL)
        if has_heading:
            heading = QLabel(label, self)
            heading.setProperty("tone", "section")
            column.addWidget(heading)
        column.addLayout(head)
        column.addWidget(self._chips)
        self._show_chips()

    @property
    def files(self) -> list[Path]:
        """The files in the order in which they were added."""
        return list(self._files)

    def set_files(self, files: Iterable[Path]) -> None:
        """Begin with these, without announcing an edit."""
        self._files = list(dict.fromkeys(files))
        self._show_chips()

    def add_files(self, files: Iterable[Path]) -> None:
        """Add files a person chose; one that is there already stays where it is."""
        self.set_files([*self._files, *files])
        self.edited.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = dropped_files(event.mimeData())
        if files:
            event.acceptProposedAction()
            self.add_files(files)

    def _ask(self) -> None:
        ask_for_files(self._context, self, f"{self.objectName()}.dialog", self.add_files)

    def _leave_out(self, file: Path) -> None:
        self._files.remove(file)
        self._show_chips()
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def _show_chips(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for place, file in enumerate(self._files):
            self._flow.addWidget(self._chip(place, file))
        self._chips.setVisible(bool(self._files))
        self.updateGeometry()

    def _chip(self, place: int, file: Path) -> QFrame:
        chip = QFrame(self._chips)
        chip.setProperty("kind", "chip")
        name = f"{self.objectName()}.file.{place}"
        label = ElidedLabel(name, parent=chip)
        label.set_text(file.name)
        away = QToolButton(chip)
        name_widget(away, f"{name}.remove", self.tr("不加 {file}").format(file=file.name))
        away.setToolTip(away.accessibleName())
        away.setIcon(icon("close"))
        away.clicked.connect(partial(self._leave_out, file))
        row = QHBoxLayout(chip)
        row.setContentsMargins(GAP, 0, 0, 0)
        row.setSpacing(GAP_SMALL)
        row.addWidget(label)
        row.addWidget(away)
        return chip
