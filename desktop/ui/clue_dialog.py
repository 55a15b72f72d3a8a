"""What was handed on with an issue, out of the restricted store, for those who may read it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from desktop.services.clues import Clue
from desktop.ui.theme import GAP_HUGE, GAP_MEDIUM
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.fitting import grow_to_fit
from desktop.ui.widgets.naming import name_widget

WIDTH_EMS = 32


class ClueDialog(QDialog):
    """Shows clues, the latest first; nothing of it is kept when it closes."""

    def __init__(self, name: str, clues: Sequence[Clue], parent: QWidget) -> None:
        super().__init__(parent)
        title = self.tr("限阅：移送的线索")
        name_widget(self, name, title)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_HUGE, GAP_HUGE, GAP_HUGE, GAP_HUGE)
        column.setSpacing(GAP_MEDIUM)
        for number, clue in enumerate(clues):
            head = self.tr("{day} 移送{to}，{who}记录")
            to = f" {clue.handed_to}" if clue.handed_to else ""
            column.addWidget(
                self._line(f"{name}.head.{number}", head.format(day=clue.happened_on, to=to, who=clue.kept_by), "muted")
            )
            column.addWidget(self._line(f"{name}.content.{number}", clue.content, ""))
        if not clues:
            column.addWidget(self._line(f"{name}.none", self.tr("限阅库里没有这个问题的线索。"), "muted"))
        column.addStretch(1)
        close = make_button(self, f"{name}.close", self.tr("关闭"), self.accept)
        close.setDefault(True)
        column.addWidget(close, alignment=Qt.AlignmentFlag.AlignRight)
        self.resize(WIDTH_EMS * self.fontMetrics().height(), self.sizeHint().height())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        grow_to_fit(self)

    def _line(self, name: str, text: str, tone: str) -> QLabel:
        line = QLabel(text, self)
        name_widget(line, name, text)
        line.setTextFormat(Qt.TextFormat.PlainText)
        line.setWordWrap(True)
        if tone:
            line.setProperty("tone", tone)
        return line
