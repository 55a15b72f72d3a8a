"""The headings of a list: those it can be ordered by say so and take a click, with the arrow of the present order."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QApplication, QHeaderView, QStyle, QWidget

from desktop.ui.colours import colours_of
from desktop.ui.theme import GAP

_PADDING = 8
"""Of a heading, as the style sheet has it."""


class SortHeading(QHeaderView):
    """A click that neither moves nor resizes a column asks for its order; the others do nothing."""

    wanted = Signal(int)
    """A heading that can be ordered by was clicked."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._sortable: frozenset[int] = frozenset()
        self._pressed_at: QPoint | None = None
        self.ordered_by = -1
        """The column of the present order; -1 for an order that is of no column."""
        self.is_descending = False
        self.setMouseTracking(True)

    def set_sortable(self, sections: Collection[int]) -> None:
        """Say by which columns the list can be ordered."""
        self._sortable = frozenset(sections)

    def show_order(self, section: int, *, is_descending: bool) -> None:
        """Point the arrow; -1 for an order that is of no column."""
        self.ordered_by, self.is_descending = section, is_descending
        self.viewport().update()

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        painter.save()
        super().paintSection(painter, rect, section)
        painter.restore()
        if section == self.ordered_by:
            self._paint_arrow(painter, rect, section)

    def _paint_arrow(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Beside the words, over their end where there is no room."""
        model, way = self.model(), self.orientation()
        words = self.fontMetrics().horizontalAdvance(str(model.headerData(section, way)))
        wide = self.fontMetrics().height() // 2
        is_right = model.headerData(section, way, Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight.value
        left = rect.right() - _PADDING - words - GAP - wide if is_right else rect.left() + _PADDING + words + GAP
        left = max(rect.left() + 1, min(left, rect.right() - wide - GAP // 2))
        palette = self.palette()
        ground = QRect(left - GAP // 2, rect.top() + 1, wide + GAP, rect.height() - 3)
        painter.save()
        painter.fillRect(ground, palette.color(QPalette.ColorRole.Base))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours_of(palette).accent), 1.5))
        high = wide / 2
        tip, foot = (high, 0.0) if self.is_descending else (0.0, high)
        top = rect.center().y() - high / 2
        corners = (QPointF(left, top + foot), QPointF(left + wide / 2, top + tip), QPointF(left + wide, top + foot))
        painter.drawPolyline(QPolygonF(corners))
        painter.restore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        is_click = event.button() == Qt.MouseButton.LeftButton and self._sortable_at(place) >= 0
        self._pressed_at = place if is_click else None
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        begun, self._pressed_at = self._pressed_at, None
        place = event.position().toPoint()
        if begun is None or (place - begun).manhattanLength() >= QApplication.startDragDistance():
            return
        section = self._sortable_at(place)
        if section >= 0 and section == self._sortable_at(begun):
            self.wanted.emit(section)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if not event.buttons() and self.cursor().shape() != Qt.CursorShape.SplitHCursor:
            is_sortable = self._sortable_at(event.position().toPoint()) >= 0
            self.setCursor(Qt.CursorShape.PointingHandCursor if is_sortable else Qt.CursorShape.ArrowCursor)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.unsetCursor()

    def _sortable_at(self, place: QPoint) -> int:
        """The heading that takes a click here; -1 at the edges, where columns are made wider."""
        section = self.logicalIndexAt(place)
        if section not in self._sortable:
            return -1
        grip = self.style().pixelMetric(QStyle.PixelMetric.PM_HeaderGripMargin, None, self)
        left = self.sectionViewportPosition(section)
        return section if left + grip < place.x() < left + self.sectionSize(section) - grip else -1
