"""Icons as widgets, painted in the colours of the theme in force."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.colours import colours_of
from desktop.ui.icons import ICON_SIZE, icon_pixmap


class IconView(QWidget):
    """A decorative icon. ``colour`` names an attribute of :class:`desktop.ui.colours.Colours`."""

    def __init__(self, name: str, colour: str = "text", size: int = ICON_SIZE, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._colour = colour
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    def paintEvent(self, event: QPaintEvent) -> None:
        colour: str = getattr(colours_of(self.palette()), self._colour)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, icon_pixmap(self._name, colour, self._size, self.devicePixelRatioF()))
        painter.end()
