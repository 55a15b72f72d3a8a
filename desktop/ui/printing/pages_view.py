"""Pages shown one below the other, as wide as there is room; only those in sight are painted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPalette, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QAbstractSlider, QWidget

from desktop.ui.printing.faces import Faces
from desktop.ui.printing.paging import Sheet
from desktop.ui.printing.painting import picture
from desktop.ui.theme import GAP_LARGE
from desktop.ui.widgets.naming import name_widget

KEPT_PICTURES = 6
WIDEST = 1600
"""Dots: beyond it a page is only larger, not easier to read."""
STEP = 1.15
LEAST_ZOOM, MOST_ZOOM = 0.4, 3.0
_EDGE = QColor(0, 0, 0, 70)


class PagesView(QAbstractScrollArea):
    """Shows sheets on a desk. ``zoom`` is 1 where a page is as wide as the view."""

    def __init__(self, name: str, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name_widget(self, name, label)
        self._sheets: tuple[Sheet, ...] = ()
        self._zoom = 1.0
        self._shows_whole = False
        self._faces = Faces()
        self._pictures: dict[tuple[int, int], QPixmap] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        # Else the bar comes and goes with the width it takes away.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)

    @property
    def shows_whole_pages(self) -> bool:
        """Whether a page is as high as the view, not as wide."""
        return self._shows_whole

    @property
    def page(self) -> int:
        """The page in the middle of the view, from 1; 0 when there is none."""
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        return sum(1 for place in self._places() if place.top() <= middle) or min(1, len(self._sheets))

    def show_sheets(self, sheets: Sequence[Sheet]) -> None:
        """Show these pages, the first one first."""
        self._sheets = tuple(sheets)
        self._pictures.clear()
        self.verticalScrollBar().setValue(0)
        self._fit()

    def fit(self, *, whole: bool) -> None:
        """Make pages as wide as the view, or as high."""
        self._zoom, self._shows_whole = 1.0, whole
        self._fit()

    def zoom(self, factor: float) -> None:
        """Make pages larger or smaller by a factor; what is in the middle stays there."""
        bar = self.verticalScrollBar()
        middle = bar.value() + self.viewport().height() / 2
        before = self._zoom
        self._zoom = min(MOST_ZOOM, max(LEAST_ZOOM, self._zoom * factor))
        self._fit()
        bar.setValue(round(middle * self._zoom / before - self.viewport().height() / 2))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self.palette().color(QPalette.ColorRole.Mid))
        offset = QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        for number, place in enumerate(self._places()):
            shown = place.translated(-offset)
            if shown.intersects(event.rect()):
                painter.drawPixmap(shown.topLeft(), self._picture(number, place.width()))
                painter.setPen(_EDGE)
                painter.drawRect(shown.adjusted(-1, -1, 0, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._pictures.clear()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(STEP if event.angleDelta().y() > 0 else 1 / STEP)
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        if event.key() == Qt.Key.Key_Home:
            bar.triggerAction(QAbstractSlider.SliderAction.SliderToMinimum)
        elif event.key() == Qt.Key.Key_End:
            bar.triggerAction(QAbstractSlider.SliderAction.SliderToMaximum)
        elif event.key() == Qt.Key.Key_Space:
            bar.triggerAction(QAbstractSlider.SliderAction.SliderPageStepAdd)
        else:
            super().keyPressEvent(event)

    def _size_of(self, sheet: Sheet) -> QSize:
        room = self.viewport().size()
        width = room.width() - 2 * GAP_LARGE
        if self._shows_whole:
            width = min(width, round((room.height() - 2 * GAP_LARGE) * sheet.width / sheet.height))
        width = round(min(width, WIDEST) * self._zoom)
        return QSize(max(1, width), max(1, round(width * sheet.height / sheet.width)))

    def _places(self) -> list[QRect]:
        places = []
        y = GAP_LARGE
        for sheet in self._sheets:
            size = self._size_of(sheet)
            x = max(GAP_LARGE, (self.viewport().width() - size.width()) // 2)
            places.append(QRect(QPoint(x, y), size))
            y += size.height() + GAP_LARGE
        return places

    def _fit(self) -> None:
        places = self._places()
        height = places[-1].bottom() + 1 + GAP_LARGE if places else 0
        width = max((place.right() + 1 + GAP_LARGE for place in places), default=0)
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        down.setRange(0, max(0, height - self.viewport().height()))
        down.setPageStep(self.viewport().height())
        down.setSingleStep(60)
        across.setRange(0, max(0, width - self.viewport().width()))
        across.setPageStep(self.viewport().width())
        self.viewport().update()

    def _picture(self, number: int, width: int) -> QPixmap:
        ratio = self.devicePixelRatioF()
        dots = round(width * ratio)
        found = self._pictures.get((number, dots))
        if found is None:
            while len(self._pictures) >= KEPT_PICTURES:
                self._pictures.pop(next(iter(self._pictures)))
            found = QPixmap.fromImage(picture(self._sheets[number], dots, self._faces))
            found.setDevicePixelRatio(ratio)
            self._pictures[number, dots] = found
        return found
