"""The filter that a number of the figures is: what it counts, in words; pressed, it is dropped."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from desktop.services.figuring import Figure
from desktop.ui.icons import icon
from desktop.ui.widgets.naming import name_widget

FIGURE = "figure"
"""Under which a wish and a filter have it."""


class FigureChip(QPushButton):
    """Hidden while no number is chosen."""

    dropped = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chosen: Figure | None = None
        """The number whose issues are shown."""
        name_widget(self, name, self.tr("统计数字"))
        self.setIcon(icon("close"))
        self.setAutoDefault(False)
        self.setToolTip(self.tr("不再只看这个数字的问题"))
        self.clicked.connect(lambda: self.dropped.emit())
        self.hide()

    def choose(self, figure: Figure, words: str) -> None:
        """Show the issues of a number; ``words`` say which."""
        self.chosen = figure
        text = self.tr("统计：{words}").format(words=words)
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)
        self.show()

    def forget(self) -> None:
        """No number is chosen any more."""
        self.chosen = None
        self.hide()
