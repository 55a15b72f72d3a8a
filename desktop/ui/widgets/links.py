"""Links to other records in a pane."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy

from desktop.ui.theme import GAP, GAP_MEDIUM
from desktop.ui.widgets.lights import Light, LightBadge
from desktop.ui.widgets.naming import name_widget


@dataclass(frozen=True, slots=True)
class ReadingLink:
    """Another record to go to; ``name`` says which."""

    name: str
    text: str
    light: tuple[Light, str] | None = None


def link_row(name: str, link: ReadingLink, follow: Callable[[str], object]) -> QHBoxLayout:
    """The link behind its light; ``follow`` is called with its name."""
    button = _Link(link.text)
    name_widget(button, f"{name}.{link.name}", link.text)
    button.setProperty("kind", "link")
    button.setAutoDefault(False)
    button.setToolTip(link.text)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    button.setStyleSheet("text-align: left")
    button.clicked.connect(lambda: follow(link.name))
    row = QHBoxLayout()
    row.setSpacing(GAP_MEDIUM)
    if link.light is not None:
        row.addWidget(LightBadge(*link.light))
    row.addWidget(button, 1)
    return row


class _Link(QPushButton):
    """A long text ends in … where the pane does, rather than making the pane wider."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._whole = text
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.width() - 2 * GAP
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room).replace("&", "&&"))
