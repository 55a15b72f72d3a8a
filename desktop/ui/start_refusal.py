"""What is shown in place of the main window when the ledger cannot be opened."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.ui.icons import app_icon
from desktop.ui.theme import GAP_HUGE, GAP_LARGE
from desktop.ui.widgets.naming import name_widget
from desktop.ui.widgets.pictures import IconView


class StartRefusal(QWidget):
    """One sentence that says what is wrong and what to do, and a button to close the program."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name_widget(self, "start_refusal", self.tr("打不开账本"))
        self.setWindowTitle(self.tr("走访通"))
        self.setWindowIcon(app_icon())
        title = QLabel(self.tr("打不开账本"), self)
        title.setProperty("tone", "title")
        words = QLabel(text, self)
        name_widget(words, "start_refusal.text", text)
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        close = QPushButton(self.tr("关闭程序"), self)
        name_widget(close, "start_refusal.close", self.tr("关闭程序"))
        close.clicked.connect(self.close)
        close.setFocus()
        column = QVBoxLayout()
        column.setSpacing(GAP_LARGE)
        column.addWidget(title)
        column.addWidget(words, 1)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP_HUGE, GAP_HUGE, GAP_HUGE, GAP_HUGE)
        row.setSpacing(GAP_LARGE)
        row.addWidget(IconView("warning", "amber", 32, self), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
        self.resize(560, 240)
