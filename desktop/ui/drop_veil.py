"""What lies over the window while files are dragged across it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from desktop.ui.pages.page import Page
from desktop.ui.theme import GAP
from desktop.ui.widgets.drop_area import dropped_files
from desktop.ui.widgets.pictures import IconView

_IMPORTED = frozenset({".xlsx", ".xls", ".et", ".ods"})
"""Tables come from other offices more often than they are attached; to attach one there is a button."""


def are_documents(files: Sequence[Path]) -> bool:
    """Whether these are photos and papers to attach, and none of them something to import."""
    from desktop.domain.media import file_kind, suffix_of

    kinds = [(file_kind(file.name), suffix_of(file.name)) for file in files]
    return bool(kinds) and all(kind is not None and suffix not in _IMPORTED for kind, suffix in kinds)


class DropVeil(QFrame):
    """Covers its parent, so that files may be dropped anywhere, text fields included.

    Photos and papers go to the page in front, if it has a place for them; everything else is to be imported.
    """

    files_dropped = Signal(object, str)
    """Files to import: a list of Path, and the record kind of the page in front ("" for none)."""
    unplaced = Signal(str)
    """Photos and papers were dropped where nothing takes them; carries what to do instead."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._covered = parent
        self._front: Page | None = None
        self.setObjectName("drop_veil")
        self.setProperty("kind", "veil")
        self.setAcceptDrops(True)
        text = self._text = QLabel(self)
        text.setProperty("tone", "title")
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        text.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setSpacing(GAP)
        column.addStretch(1)
        column.addWidget(IconView("drop-file", "accent", 48, self), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(text)
        column.addStretch(1)
        self.hide()

    def cover(self, files: Sequence[Path], front: Page | None) -> None:
        """Lie over the whole of the parent and say what letting go would do. ``front`` is the page in front."""
        self._front = front
        said = self.tr("松开鼠标，查看这些文件能导入什么")
        self._text.setText(self._said_of_documents() if are_documents(files) else said)
        self.setGeometry(self._covered.rect())
        self.raise_()
        self.show()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_files(event.mimeData()):
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self.hide()
        files = dropped_files(event.mimeData())
        if not files:
            return
        event.acceptProposedAction()
        if not are_documents(files):
            self.files_dropped.emit(files, self._front.kind_in_front() if self._front is not None else "")
        elif self._front is not None and self._front.said_drop():
            self._front.take_drop(files)
        else:
            self.unplaced.emit(self._said_of_documents())

    def _said_of_documents(self) -> str:
        said = self._front.said_drop() if self._front is not None else ""
        return said or self.tr("要附照片或文件，请先打开一条走访或问题，再拖进来")
