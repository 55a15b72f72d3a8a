"""The headings of a list: those it can be ordered by say so and take a click, with the arrow of the present order."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QHeaderView, QStyle, QWidget


class SortHeading(QHeaderView):
    """A click that neither moves nor resizes a column asks for its order; the others do nothing."""

    wanted = Signal(int)
    """A heading that can be ordered by was clicked."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._sortable: frozenset[int] = frozenset()
        self._pressed_at: QPoint | None = None
        self.setMouseTracking(True)

    def set_sortable(self, sections: Collection[int]) -> None:
        """Say by which columns the list can be ordered."""
        self._sortable = frozenset(sections)

    def show_order(self, section: int, *, is_descending: bool) -> None:
        """Point the arrow; -1 for an order that is of no column."""
        way = Qt.SortOrder.DescendingOrder if is_descending else Qt.SortOrder.AscendingOrder
        self.setSortIndicatorShown(section >= 0)
        self.setSortIndicator(section, way)

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
