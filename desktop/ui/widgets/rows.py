"""One line that leads somewhere: a few texts side by side, pressed as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop.ui.colours import Colours, colours_of
from desktop.ui.theme import GAP, GAP_MEDIUM, RADIUS, metrics
from desktop.ui.widgets.lights import Light, dot_colour, word_colour
from desktop.ui.widgets.naming import name_widget

_DOT = 4.5


@dataclass(frozen=True, slots=True)
class RowText:
    """One text of a line: ``ems`` wide, or sharing what is left when 0. ``tone`` names a colour of the theme."""

    text: str
    ems: float = 0
    tone: str = "text"
    light: Light | None = None


class LinkRow(QAbstractButton):
    """A line of a short list. Space or Enter press it; a screen reader says its texts one after the other."""

    def __init__(self, name: str, texts: Sequence[RowText], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        said = " ".join(text.text for text in texts if text.text)
        name_widget(self, name, said)
        self.setToolTip(said)
        self._texts = tuple(texts)
        self._is_hovered = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(200, metrics().row)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, metrics().row)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._is_hovered = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._is_hovered = False
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = colours_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._is_hovered or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.selected if self.isDown() else colours.raised))
            painter.drawRoundedRect(QRectF(self.rect()), RADIUS, RADIUS)
        for text, place in zip(self._texts, self._places(), strict=True):
            _paint_text(painter, place, text, colours)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        painter.end()

    def _places(self) -> list[QRect]:
        em = self.fontMetrics().height() / 1.2
        fixed = [round(text.ems * em) for text in self._texts]
        shares = max(1, sum(width == 0 for width in fixed))
        free = self.width() - 2 * GAP - sum(fixed) - GAP_MEDIUM * (len(fixed) - 1)
        left = GAP
        places = []
        for width in fixed:
            taken = width or max(0, free // shares)
            places.append(QRect(left, 0, taken, self.height()))
            left += taken + GAP_MEDIUM
        return places


def _paint_text(painter: QPainter, place: QRect, text: RowText, colours: Colours) -> None:
    colour = getattr(colours, text.tone)
    if text.light is not None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(dot_colour(text.light, colours)))
        painter.drawEllipse(QPointF(place.left() + _DOT, place.center().y() + 0.5), _DOT, _DOT)
        place = place.adjusted(round(2 * _DOT) + GAP, 0, 0, 0)
        colour = word_colour(text.light, colours)
    painter.setPen(QColor(colour))
    shown = painter.fontMetrics().elidedText(text.text, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
