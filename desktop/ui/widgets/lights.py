"""Lights of an issue: a coloured dot and always a word, since colour alone does not reach everybody."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from desktop.ui.colours import Colours, colours_of
from desktop.ui.theme import GAP
from desktop.ui.widgets.signs import SignDelegate

LIGHT_ROLE = Qt.ItemDataRole.UserRole + 1
"""Data role under which a model gives the :class:`Light` of a cell; the word is its DisplayRole."""
_DOT = 5.0
_OFFICE_COLOURS = "office_light_colours"


class Light(StrEnum):
    """逾期, 临期, 正常, and no longer running (已销号, 挂账 …)."""

    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    NORMAL = "normal"
    OFF = "off"


def paint_lights_in(app: QApplication, colours: Mapping[str, str]) -> None:
    """Let the dots have the office's own colours, from the light's name to ``#RRGGBB``; others keep the theme's."""
    if (app.property(_OFFICE_COLOURS) or {}) == dict(colours):
        return
    app.setProperty(_OFFICE_COLOURS, dict(colours))
    for widget in app.allWidgets():
        # Item views have an update() of their own that takes an index.
        QWidget.update(widget)


def dot_colour(light: Light, colours: Colours) -> str:
    """``#RRGGBB`` of the dot: the office's own colour, or the theme's."""
    app = QApplication.instance()
    chosen = app.property(_OFFICE_COLOURS) if app is not None else None
    if chosen and light in chosen:
        return str(chosen[light])
    return {
        Light.OVERDUE: colours.danger,
        Light.DUE_SOON: colours.amber,
        Light.NORMAL: colours.green,
        Light.OFF: colours.field_line,
    }[light]


def word_colour(light: Light, colours: Colours) -> str:
    """``#RRGGBB`` of the word beside it."""
    return {
        Light.OVERDUE: colours.danger_text,
        Light.DUE_SOON: colours.amber_text,
        Light.NORMAL: colours.text,
        Light.OFF: colours.muted,
    }[light]


class LightBadge(QWidget):
    """A dot and a word, for reading panes and cards."""

    def __init__(self, light: Light, word: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_light(light, word)

    def set_light(self, light: Light, word: str) -> None:
        """Show another light."""
        self._light = light
        self._word = word
        self.setAccessibleName(word)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(round(2 * _DOT) + GAP + metrics.horizontalAdvance(self._word) + 1, metrics.height() + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        _paint_light(painter, self.rect(), self._light, self._word, colours_of(self.palette()))
        painter.end()


class LightDelegate(SignDelegate):
    """Paints the cells that carry ``LIGHT_ROLE``."""

    role = LIGHT_ROLE
    room = round(2 * _DOT) + GAP

    def paint_sign(self, painter: QPainter, rect: QRect, value: str, word: str, colours: Colours) -> None:
        _paint_light(painter, rect.adjusted(GAP, 0, -GAP, 0), Light(value), word, colours)


def _paint_light(painter: QPainter, rect: QRect, light: Light, word: str, colours: Colours) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(dot_colour(light, colours)))
    painter.drawEllipse(QPointF(rect.left() + _DOT, rect.center().y() + 0.5), _DOT, _DOT)
    painter.setPen(QColor(word_colour(light, colours)))
    words = rect.adjusted(round(2 * _DOT) + GAP, 0, 0, 0)
    shown = painter.fontMetrics().elidedText(word, Qt.TextElideMode.ElideRight, words.width())
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
    painter.restore()
