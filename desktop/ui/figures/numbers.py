"""Numbers that lead to their issues: pressed by the mouse, by Space or by Enter."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop.services.figuring import Figure
from desktop.ui.colours import colours_of
from desktop.ui.theme import GAP, GAP_SMALL, RADIUS, metrics
from desktop.ui.widgets.naming import name_widget
from desktop.ui.widgets.texts import RETURN_KEYS


@dataclass(frozen=True, slots=True)
class Shown:
    """A number as it is shown: what it is called, how it reads, the issues behind it (None: it leads nowhere).

    ``words`` are what those issues are, where it is not what the number is called.
    """

    label: str
    text: str
    figure: Figure | None = None
    hint: str = ""
    tone: str = "text"
    words: str = ""


class _Number(QAbstractButton):
    """What both looks have in common."""

    wanted = Signal(object)
    """Carries the :class:`Shown` that was pressed."""

    def __init__(self, name: str, shown: Shown, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.shown = shown
        self._is_hovered = False
        self.clicked.connect(lambda: self.wanted.emit(self.shown))
        self.show_number(shown)

    def show_number(self, shown: Shown) -> None:
        """Show another number in the same place."""
        self.shown = shown
        name_widget(self, self._name, f"{shown.label} {shown.text}")
        self.setToolTip(shown.hint)
        self.setAccessibleDescription(shown.hint)
        leads = shown.figure is not None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if leads else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if leads else Qt.CursorShape.ArrowCursor)
        self.updateGeometry()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in RETURN_KEYS and self.shown.figure is not None:
            self.click()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._is_hovered = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._is_hovered = False
        self.update()

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _paint_ground(self, painter: QPainter) -> None:
        colours = colours_of(self.palette())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.shown.figure is not None and (self._is_hovered or self.isDown()):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.selected if self.isDown() else colours.raised))
            painter.drawRoundedRect(QRectF(self.rect()), RADIUS, RADIUS)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)


class NumberLink(_Number):
    """A small number beside its name: 实质性 15."""

    def __init__(self, name: str, shown: Shown, parent: QWidget | None = None) -> None:
        super().__init__(name, shown, parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        measure = self.fontMetrics()
        bold = QFontMetrics(_bold(self.font(), 0))
        width = measure.horizontalAdvance(self.shown.label) + bold.horizontalAdvance(self.shown.text)
        return QSize(width + GAP_SMALL * 2 + GAP, measure.height() + GAP)

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = colours_of(self.palette())
        painter = QPainter(self)
        self._paint_ground(painter)
        place = self.rect().adjusted(GAP_SMALL, 0, -GAP_SMALL, 0)
        painter.setPen(QColor(colours.muted))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.shown.label)
        left = place.left() + self.fontMetrics().horizontalAdvance(self.shown.label) + GAP
        painter.setFont(_bold(self.font(), 0))
        leads = self.shown.figure is not None and self.shown.text != "0"
        painter.setPen(QColor(colours.accent_text if leads else colours.muted))
        number = QRect(left, 0, self.width() - left, self.height())
        painter.drawText(number, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.shown.text)
        painter.end()


class BigNumber(_Number):
    """The number a leader looks for: its name above, large below."""

    def __init__(self, name: str, shown: Shown, parent: QWidget | None = None) -> None:
        super().__init__(name, shown, parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        large = QFontMetrics(self._large())
        width = max(self.fontMetrics().horizontalAdvance(self.shown.label), large.horizontalAdvance(self.shown.text))
        return QSize(width + 2 * GAP, self.fontMetrics().height() + large.height() + GAP)

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = colours_of(self.palette())
        painter = QPainter(self)
        self._paint_ground(painter)
        line = self.fontMetrics().height()
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setPen(QColor(colours.muted))
        painter.drawText(QRect(GAP_SMALL, GAP_SMALL, self.width() - GAP, line), left, self.shown.label)
        painter.setFont(self._large())
        painter.setPen(QColor(getattr(colours, self.shown.tone)))
        below = QRect(GAP_SMALL, GAP_SMALL + line, self.width() - GAP, self.height() - line - 2 * GAP_SMALL)
        painter.drawText(below, left, self.shown.text)
        painter.end()

    def _large(self) -> QFont:
        return _bold(self.font(), metrics().title * 3 // 2)


def _bold(font: QFont, pixels: int) -> QFont:
    larger = QFont(font)
    larger.setBold(True)
    if pixels:
        larger.setPixelSize(pixels)
    return larger
