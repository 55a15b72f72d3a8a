"""Counts of a few days as plain bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.colours import colours_of
from desktop.ui.theme import GAP_SMALL
from desktop.ui.widgets.naming import name_widget

_BAR_HEIGHT = 40
_BAR_WIDTH = 28


@dataclass(frozen=True, slots=True)
class DayBar:
    """A day as it is called, and its count."""

    label: str
    count: int


class DayBars(QWidget):
    """One bar a day, its count above, its name below; the last day in the accent colour."""

    def __init__(self, name: str, label: str, days: Sequence[DayBar], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        said = " ".join(f"{day.label} {day.count}" for day in days)
        name_widget(self, name, f"{label} {said}")
        self._days = tuple(days)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(7 * 40, 2 * line + _BAR_HEIGHT + 3 * GAP_SMALL)

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = colours_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = self.fontMetrics().height()
        most = max((day.count for day in self._days), default=0) or 1
        step = self.width() / max(1, len(self._days))
        bottom = self.height() - line - GAP_SMALL
        for place, day in enumerate(self._days):
            is_last = place == len(self._days) - 1
            left = round(place * step)
            height = max(2, round(_BAR_HEIGHT * day.count / most))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor((colours.accent if is_last else colours.field_line) if day.count else colours.line))
            bar = QRectF(left + (step - _BAR_WIDTH) / 2, bottom - height, _BAR_WIDTH, height)
            painter.drawRoundedRect(bar, min(2, height / 2), min(2, height / 2))
            above = QRect(left, round(bar.top()) - line - GAP_SMALL // 2, round(step), line)
            painter.setPen(QColor(colours.text if day.count else colours.muted))
            painter.drawText(above, Qt.AlignmentFlag.AlignCenter, f"{day.count:,}")
            painter.setPen(QColor(colours.accent_text if is_last else colours.muted))
            below = QRect(left, bottom + GAP_SMALL, round(step), line)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, day.label)
        painter.end()
