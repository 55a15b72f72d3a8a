"""Above each column of the sheet: the field it goes to. A field is dropped on it, or chosen from its menu."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QMimeData, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QFont, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QWidget

from desktop.services.taken import FoundColumn
from desktop.ui.colours import colours_of
from desktop.ui.icons import icon_pixmap
from desktop.ui.intake.sheet_model import COLUMN_ROLE, SheetModel
from desktop.ui.intake.words import source_word
from desktop.ui.theme import GAP, GAP_SMALL, RADIUS

FIELD_TYPE = "application/x-zoufang-field"
"""The type of a field that is dragged."""

_CHEVRON = 14
_SOURCE_COLOURS = {"learnt": "green_text", "person": "accent_text"}


def field_data(name: str) -> QMimeData:
    """A field as it is dragged."""
    data = QMimeData()
    data.setData(FIELD_TYPE, QByteArray(name.encode()))
    return data


def dragged_field(data: QMimeData) -> str:
    """The field that is dragged; '' when it is something else."""
    return bytes(data.data(FIELD_TYPE).data()).decode() if data.hasFormat(FIELD_TYPE) else ""


class MappingHeader(QHeaderView):
    """Two lines for each column: the field, and how it was found with the heading of the file."""

    menu_asked = Signal(int)
    """The column, from 0, whose menu is wanted."""
    field_dropped = Signal(int, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(48)
        self.setAcceptDrops(True)
        self.viewport().setAcceptDrops(True)
        self.is_open = True
        self._hovered = -1
        self.sectionClicked.connect(self._on_clicked)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), 2 * self.fontMetrics().height() + 2 * GAP)

    def hover(self, place: int) -> None:
        """Show that what is dragged would go to this column; -1 for none."""
        if place != self._hovered:
            self._hovered = place
            self.viewport().update()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.take_drag(event, round(event.position().x()))

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self.take_drag(event, round(event.position().x()))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.hover(-1)

    def dropEvent(self, event: QDropEvent) -> None:
        self.take_drop(event, round(event.position().x()))

    def take_drag(self, event: QDragMoveEvent, x: int) -> None:
        """Say whether a field could be let go at ``x`` of the viewport."""
        place = self.logicalIndexAt(x)
        if self.is_open and dragged_field(event.mimeData()) and self._column(place) is not None:
            self.hover(place)
            event.acceptProposedAction()
        else:
            self.hover(-1)
            event.ignore()

    def take_drop(self, event: QDropEvent, x: int) -> None:
        """A field was let go at ``x`` of the viewport."""
        self.hover(-1)
        place, name = self.logicalIndexAt(x), dragged_field(event.mimeData())
        if self.is_open and name and self._column(place) is not None:
            event.acceptProposedAction()
            self.field_dropped.emit(place, name)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803 - Qt's name
        colours = colours_of(self.palette())
        column = self._column(logicalIndex)
        painter.save()
        painter.fillRect(rect, QColor(colours.base))
        painter.setPen(QColor(colours.line))
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if column is not None:
            self._paint_column(painter, rect.adjusted(GAP_SMALL + 2, GAP, -GAP_SMALL, -GAP), column)
        if logicalIndex == self._hovered:
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawRoundedRect(rect.adjusted(1, 1, -2, -2), RADIUS, RADIUS)
        painter.restore()

    def _paint_column(self, painter: QPainter, room: QRect, column: FoundColumn) -> None:
        colours = colours_of(self.palette())
        model = self.model()
        goes_to = model.goes_to(column) if isinstance(model, SheetModel) else ""
        upper = QRect(room.left(), room.top(), room.width(), room.height() // 2)
        lower = QRect(room.left(), upper.bottom() + 1, room.width(), room.height() - upper.height())
        if self.is_open:
            top = upper.top() + (upper.height() - _CHEVRON) // 2
            ratio = self.devicePixelRatioF()
            painter.drawPixmap(
                upper.right() - _CHEVRON, top, icon_pixmap("chevron-down", colours.muted, _CHEVRON, ratio)
            )
            upper.setRight(upper.right() - _CHEVRON - 2)
        font = QFont(self.font())
        font.setBold(column.field is not None)
        painter.setFont(font)
        painter.setPen(QColor(colours.accent_text if column.field is not None else colours.muted))
        _draw(painter, upper, goes_to)
        painter.setFont(self.font())
        said = source_word(column)
        if said:
            sign = f"? {said}" if column.is_guess else said
            painter.setPen(QColor(getattr(colours, _SOURCE_COLOURS.get(column.source, "amber_text"))))
            lower.setLeft(lower.left() + _draw(painter, lower, sign) + GAP_SMALL + 2)
        painter.setPen(QColor(colours.muted))
        _draw(painter, lower, column.heading)

    def _column(self, place: int) -> FoundColumn | None:
        found = self.model().headerData(place, Qt.Orientation.Horizontal, COLUMN_ROLE) if place >= 0 else None
        return found if isinstance(found, FoundColumn) else None

    def _on_clicked(self, place: int) -> None:
        if self.is_open and self._column(place) is not None:
            self.menu_asked.emit(place)


def _draw(painter: QPainter, rect: QRect, text: str) -> int:
    """Draw one line, cut with … where its room ends; gives its width in pixels."""
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
    return painter.fontMetrics().horizontalAdvance(shown)
