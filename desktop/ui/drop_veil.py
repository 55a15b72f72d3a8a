"""What lies over the window while files are dragged across it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from desktop.ui.theme import GAP
from desktop.ui.widgets.pictures import IconView


def files_in(data: QMimeData) -> list[Path]:
    """The local files a drag carries."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


class DropVeil(QFrame):
    """Covers its parent, so that files may be dropped anywhere, text fields included."""

    files_dropped = Signal(object)
    """Carries a list of Path."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._covered = parent
        self.setObjectName("drop_veil")
        self.setProperty("kind", "veil")
        self.setAcceptDrops(True)
        text = QLabel(self.tr("松开鼠标，查看这些文件能导入什么"), self)
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

    def cover(self) -> None:
        """Lie over the whole of the parent."""
        self.setGeometry(self._covered.rect())
        self.raise_()
        self.show()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if files_in(event.mimeData()):
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self.hide()
        files = files_in(event.mimeData())
        if files:
            event.acceptProposedAction()
            self.files_dropped.emit(files)
