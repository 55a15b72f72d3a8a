"""Where files are dropped: a quiet dashed box with one button."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.ui.colours import colours_of
from desktop.ui.theme import GAP, GAP_LARGE, RADIUS
from desktop.ui.widgets.naming import name_widget
from desktop.ui.widgets.pictures import IconView


def dropped_files(data: QMimeData) -> list[Path]:
    """The files of a drag; empty when it carries something else."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


class DropArea(QWidget):
    """Emits ``files_dropped(list of Path)`` for a drop and ``choose_asked`` for its button."""

    files_dropped = Signal(object)
    choose_asked = Signal()

    def __init__(self, name: str, sentence: str, button_text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name_widget(self, name, sentence)
        self.setAcceptDrops(True)
        self._is_hovered = False
        text = QLabel(sentence, self)
        text.setProperty("tone", "muted")
        text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        text.setWordWrap(True)
        self.button = QPushButton(button_text, self)
        name_widget(self.button, f"{name}.choose", button_text)
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self.choose_asked)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_LARGE, GAP_LARGE, GAP_LARGE, GAP_LARGE)
        column.setSpacing(GAP)
        column.addStretch(1)
        column.addWidget(IconView("drop-file", "muted", 32, self), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(text)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    def set_hovered(self, is_hovered: bool) -> None:
        """Show that what is dragged would be taken here."""
        self._is_hovered = is_hovered
        self.update()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_files(event.mimeData()):
            self.set_hovered(True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.set_hovered(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.set_hovered(False)
        files: Sequence[Path] = dropped_files(event.mimeData())
        if files:
            event.acceptProposedAction()
            self.files_dropped.emit(files)

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = colours_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(colours.accent if self._is_hovered else colours.field_line), 1.5)
        pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(QColor(colours.selected) if self._is_hovered else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        painter.end()
