"""What an empty page shows: what belongs here, and the first step."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.ui.theme import GAP_LARGE
from desktop.ui.widgets.naming import name_widget
from desktop.ui.widgets.pictures import IconView


class EmptyState(QWidget):
    """An icon, a sentence and, when there is a first step, one button."""

    step_taken = Signal()

    def __init__(
        self, name: str, picture: str, sentence: str, button_text: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        text = self._text = QLabel(sentence, self)
        name_widget(text, f"{name}.text", sentence)
        text.setProperty("tone", "muted")
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        text.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_LARGE, GAP_LARGE, GAP_LARGE, GAP_LARGE)
        column.setSpacing(GAP_LARGE)
        column.addStretch(2)
        column.addWidget(IconView(picture, "muted", 40, self), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(text)
        if button_text:
            button = QPushButton(button_text.replace("&", "&&"), self)
            name_widget(button, f"{name}.button", button_text)
            button.setProperty("kind", "primary")
            button.clicked.connect(self.step_taken)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def say(self, sentence: str) -> None:
        """Say another sentence."""
        self._text.setText(sentence)
        self._text.setAccessibleName(sentence)
