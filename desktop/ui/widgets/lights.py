"""Lights of an issue: a coloured dot and always a word, since colour alone does not reach everybody."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.ui.colours import Colours, colours_of
from desktop.ui.theme import GAP

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


class LightDelegate(QStyledItemDelegate):
    """Paints the cells that carry ``LIGHT_ROLE``; other cells look as usual."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        light = index.data(LIGHT_ROLE)
        if light is None:
            super().paint(painter, option, index)
            return
        cell = QStyleOptionViewItem(option)
        self.initStyleOption(cell, index)
        word = cell.text  # type: ignore[attr-defined] # missing in the stubs
        cell.text = ""  # type: ignore[attr-defined]
        widget: QWidget | None = option.widget  # type: ignore[attr-defined]
        style = widget.style() if widget is not None else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, cell, painter, widget)
        palette: QPalette = option.palette  # type: ignore[attr-defined]
        rect: QRect = option.rect  # type: ignore[attr-defined]
        _paint_light(painter, rect.adjusted(GAP, 0, -GAP, 0), Light(light), word, colours_of(palette))

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        hint = super().sizeHint(option, index)
        return hint if index.data(LIGHT_ROLE) is None else hint + QSize(round(2 * _DOT) + GAP, 0)


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
