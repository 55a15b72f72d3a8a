"""Plain charts: months beside each other, things below each other. Colours never alone, numbers always beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.colours import Colours, colours_of
from desktop.ui.theme import GAP, GAP_LARGE, GAP_SMALL, metrics
from desktop.ui.widgets.naming import name_widget
from desktop.ui.widgets.texts import RETURN_KEYS

_LEFT, _CENTRE = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_MOST_BAR = 26
"""Pixels across the widest bar."""


@dataclass(frozen=True, slots=True)
class Series:
    """A row of numbers: its name, its colour by name of the theme, and whether it is drawn as a line."""

    label: str
    colour: str
    numbers: tuple[int, ...]
    is_line: bool = False


class _Chart(QWidget):
    """What is common: a cursor over the numbers, moved by arrow keys, pressed by Enter or a click."""

    pressed = Signal(int, int)
    """Place of the group (month, row) and of the series."""

    def __init__(self, name: str, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name_widget(self, name, label)
        self._label = label
        self._groups: tuple[str, ...] = ()
        self._series: tuple[Series, ...] = ()
        self._cursor = (0, 0)
        self._hits: list[tuple[QRect, int, int]] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    def show_numbers(self, groups: Sequence[str], series: Sequence[Series]) -> None:
        """Draw these: each series has a number for each group."""
        self._groups, self._series = tuple(groups), tuple(series)
        self._cursor = (max(0, len(self._groups) - 1), 0)
        said = [
            f"{group} " + " ".join(f"{one.label} {one.numbers[place]}" for one in self._series)
            for place, group in enumerate(self._groups)
        ]
        self.setAccessibleDescription("；".join(said))
        self.updateGeometry()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        group, series = self._cursor
        step = self._steps().get(event.key())
        if event.key() in RETURN_KEYS and self._groups:
            self.pressed.emit(group, series)
        elif step is not None and self._groups:
            group = min(max(group + step[0], 0), len(self._groups) - 1)
            series = min(max(series + step[1], 0), len(self._series) - 1)
            self._cursor = (group, series)
            self.setAccessibleName(f"{self._label} {self._said(group, series)}")
            self.update()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        hit = self._hit(event.position().toPoint())
        if hit is not None and event.button() is Qt.MouseButton.LeftButton:
            self._cursor = hit
            self.update()
            self.pressed.emit(*hit)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        hit = self._hit(event.position().toPoint())
        self.setCursor(Qt.CursorShape.PointingHandCursor if hit else Qt.CursorShape.ArrowCursor)
        self.setToolTip(self._said(*hit) if hit else "")

    def leaveEvent(self, event: QEvent) -> None:
        self.setToolTip("")

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _steps(self) -> dict[int, tuple[int, int]]:
        raise NotImplementedError

    def _said(self, group: int, series: int) -> str:
        one = self._series[series]
        return f"{self._groups[group]} {one.label} {one.numbers[group]:,}"

    def _hit(self, point: QPoint) -> tuple[int, int] | None:
        return next(((group, series) for place, group, series in self._hits if place.contains(point)), None)

    def _note(self, painter: QPainter, colours: Colours, place: QRectF, group: int, series: int) -> None:
        """Remember where a number is drawn, and draw the cursor around it."""
        around = place.adjusted(-3, -3, 3, 3)
        self._hits.append((around.toRect(), group, series))
        if self.hasFocus() and self._cursor == (group, series):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawRoundedRect(around, 3, 3)

    def _paint_legend(self, painter: QPainter, colours: Colours) -> None:
        line = self.fontMetrics().height()
        left = GAP_SMALL
        for one in self._series:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(getattr(colours, one.colour)))
            if one.is_line:
                painter.drawRect(QRectF(left, line / 2 - 1, 16, 2))
                painter.drawEllipse(QPointF(left + 8, line / 2), 3.5, 3.5)
            else:
                painter.drawRoundedRect(QRectF(left + 2, line / 2 - 6, 12, 12), 2, 2)
            painter.setPen(QColor(colours.text))
            width = self.fontMetrics().horizontalAdvance(one.label)
            painter.drawText(QRect(left + 16 + GAP_SMALL, 0, width + GAP, line), _LEFT | _MIDDLE, one.label)
            left += 16 + GAP_SMALL + width + GAP_LARGE

    def _small(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(max(11, metrics().text - 2))
        return font


class MonthsChart(_Chart):
    """Bars beside each other for each month, one line over them at most; Left and Right change the month."""

    def __init__(self, name: str, label: str, parent: QWidget | None = None) -> None:
        super().__init__(name, label, parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(40 * metrics().text, 15 * metrics().text)

    def minimumSizeHint(self) -> QSize:
        return QSize(24 * metrics().text, 15 * metrics().text)

    def _steps(self) -> dict[int, tuple[int, int]]:
        key = Qt.Key
        return {key.Key_Left: (-1, 0), key.Key_Right: (1, 0), key.Key_Up: (0, -1), key.Key_Down: (0, 1)}

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = colours_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._hits = []
        self._paint_legend(painter, colours)
        line = self.fontMetrics().height()
        lines = sum(one.is_line for one in self._series)
        area = QRect(0, line + GAP, self.width(), self.height() - (2 + lines) * line - GAP - GAP_SMALL)
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        if self._groups:
            step = area.width() / len(self._groups)
            for place, group in enumerate(self._groups):
                painter.setPen(QColor(colours.muted))
                painter.setFont(self._small())
                below = QRect(round(place * step), area.bottom() + GAP_SMALL, round(step), line)
                painter.drawText(below, _CENTRE | _MIDDLE, group)
            self._paint_bars(painter, colours, area, step)
            self._paint_lines(painter, colours, area, step)
            self._paint_numbers(painter, colours)
        painter.end()

    def _height_of(self, number: int, area: QRect) -> float:
        most = max((number for one in self._series for number in one.numbers), default=0) or 1
        room = area.height() - self.fontMetrics().height() - GAP_SMALL
        return max(1.0, room * number / most)

    def _paint_bars(self, painter: QPainter, colours: Colours, area: QRect, step: float) -> None:
        bars = [place for place, one in enumerate(self._series) if not one.is_line]
        width = min(_MOST_BAR, (step - 2 * GAP_SMALL) / max(1, len(bars)) - 2)
        line = self.fontMetrics().height()
        for group in range(len(self._groups)):
            left = group * step + (step - len(bars) * (width + 2)) / 2
            for series in bars:
                one = self._series[series]
                number = one.numbers[group]
                height = self._height_of(number, area)
                bar = QRectF(left, area.bottom() - height, width, height)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(getattr(colours, one.colour) if number else colours.line))
                painter.drawRoundedRect(bar, min(2, height / 2), min(2, height / 2))
                self._note(painter, colours, bar.adjusted(0, -line if number else -4, 0, 0), group, series)
                left += width + 2

    def _paint_numbers(self, painter: QPainter, colours: Colours) -> None:
        """The numbers of the bars, last: a line may run behind them, never through them."""
        painter.setFont(self._small())
        ground = QColor(colours.base)
        ground.setAlpha(200)
        for place, group, series in self._hits:
            one = self._series[series]
            if one.is_line or not one.numbers[group]:
                continue
            text = f"{one.numbers[group]:,}"
            room = painter.fontMetrics().boundingRect(text)
            above = QRectF(place.center().x() - room.width() / 2, place.top() + 3, room.width() + 1, room.height())
            painter.fillRect(above, ground)
            painter.setPen(QColor(colours.text))
            painter.drawText(above.adjusted(-GAP, 0, GAP, 0), _CENTRE | _MIDDLE, text)

    def _paint_lines(self, painter: QPainter, colours: Colours, area: QRect, step: float) -> None:
        for series, one in enumerate(self._series):
            if not one.is_line:
                continue
            points = [
                QPointF((group + 0.5) * step, area.bottom() - self._height_of(number, area))
                for group, number in enumerate(one.numbers)
            ]
            colour = QColor(getattr(colours, one.colour))
            painter.setPen(QPen(colour, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(points)
            below = area.bottom() + GAP_SMALL + self.fontMetrics().height()
            for group, point in enumerate(points):
                # Over the bars the numbers of a line would be lost: they stand below, in its colour.
                painter.setFont(self._small())
                painter.setPen(QColor(getattr(colours, f"{one.colour}_text")))
                place = QRectF(group * step, below, step, self.fontMetrics().height())
                painter.drawText(place, _CENTRE | _MIDDLE, f"{one.numbers[group]:,}")
                self._hits.append((place.toRect(), group, series))
                painter.setPen(QPen(QColor(colours.base), 1.5))
                painter.setBrush(colour)
                painter.drawEllipse(point, 4, 4)
                self._hits.insert(0, (QRect(round(point.x()) - 7, round(point.y()) - 7, 14, 14), group, series))
                if self.hasFocus() and self._cursor == (group, series):
                    painter.setBrush(Qt.BrushStyle.NoBrush)
                    painter.setPen(QPen(QColor(colours.accent), 2))
                    painter.drawEllipse(point, 8, 8)


class RowBars(_Chart):
    """A bar for each row; each series is part of the one after it, and lies on it. Up and Down change the row."""

    LABEL_EMS = 9

    def __init__(self, name: str, label: str, parent: QWidget | None = None) -> None:
        super().__init__(name, label, parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(28 * metrics().text, line + GAP + max(1, len(self._groups)) * (line + GAP))

    def minimumSizeHint(self) -> QSize:
        return QSize(20 * metrics().text, self.sizeHint().height())

    def _steps(self) -> dict[int, tuple[int, int]]:
        key = Qt.Key
        return {key.Key_Left: (0, -1), key.Key_Right: (0, 1), key.Key_Up: (-1, 0), key.Key_Down: (1, 0)}

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = colours_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._hits = []
        self._paint_legend(painter, colours)
        line = self.fontMetrics().height()
        label = min(self.LABEL_EMS * metrics().text, self.width() // 3)
        said = max((self._width_of(group) for group in range(len(self._groups))), default=0)
        most = max((number for one in self._series for number in one.numbers), default=0) or 1
        room = max(20, self.width() - label - GAP - said - GAP)
        for group, name in enumerate(self._groups):
            top = line + GAP + group * (line + GAP)
            painter.setFont(self.font())
            painter.setPen(QColor(colours.text))
            shown = self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, label)
            painter.drawText(QRect(0, top, label, line), _LEFT | _MIDDLE, shown)
            left = float(label + GAP)
            painter.setPen(Qt.PenStyle.NoPen)
            for one in reversed(self._series):
                width = room * one.numbers[group] / most
                painter.setBrush(QColor(getattr(colours, one.colour)))
                if width:
                    painter.drawRoundedRect(QRectF(left, top + 2, max(2.0, width), line - 4), 2, 2)
            left += room * max((one.numbers[group] for one in self._series), default=0) / most
            self._paint_numbers(painter, colours, QPointF(left + GAP, top), group)
        painter.end()

    def _words(self, group: int) -> list[str]:
        return [f"{one.label} {one.numbers[group]:,}" for one in self._series]

    def _width_of(self, group: int) -> int:
        return sum(self.fontMetrics().horizontalAdvance(word) + GAP for word in self._words(group)) + GAP

    def _paint_numbers(self, painter: QPainter, colours: Colours, place: QPointF, group: int) -> None:
        line = self.fontMetrics().height()
        left = place.x()
        for series, word in enumerate(self._words(group)):
            width = self.fontMetrics().horizontalAdvance(word)
            number = QRectF(left, place.y(), width, line)
            painter.setPen(QColor(colours.accent_text if self._series[series].numbers[group] else colours.muted))
            painter.drawText(number, _LEFT | _MIDDLE, word)
            self._note(painter, colours, number, group, series)
            left += width + GAP
