"""Lists of things found, two lines each: what and where, and below it what it means. Made as they come into sight."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPalette, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.ui.colours import Colours, colours_of
from desktop.ui.icons import icon_pixmap
from desktop.ui.theme import GAP, GAP_SMALL
from desktop.ui.widgets.naming import name_widget
from desktop.ui.widgets.texts import RETURN_KEYS

Index = QModelIndex | QPersistentModelIndex
LINE_ROLE = Qt.ItemDataRole.UserRole
_BOX = 16


@dataclass(frozen=True, slots=True)
class Line:
    """One thing found. ``tone`` names a colour of the theme for the sign; ``is_ticked`` None: it has no tick."""

    title: str
    detail: str = ""
    sign: str = ""
    tone: str = "muted"
    is_ticked: bool | None = None
    tip: str = ""


class LineModel(QAbstractListModel):
    """``make`` gives the line of a place; it is asked for those in sight only."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._count = 0
        self._make: Callable[[int], Line] = lambda place: Line("")

    def show_lines(self, count: int, make: Callable[[int], Line]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self._count, self._make = count, make
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else self._count

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == LINE_ROLE:
            return self._make(index.row())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            line = self._make(index.row())
            return f"{line.title} {line.detail}".rstrip()
        if role == Qt.ItemDataRole.ToolTipRole:
            line = self._make(index.row())
            return line.tip or f"{line.title}\n{line.detail}".rstrip()
        if role == Qt.ItemDataRole.CheckStateRole:
            is_ticked = self._make(index.row()).is_ticked
            state = Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked
            return None if is_ticked is None else state
        return None


class LineDelegate(QStyledItemDelegate):
    """Paints a :class:`Line`; ``rows`` is how many rows of text each has."""

    def __init__(self, rows: int, parent: QObject) -> None:
        super().__init__(parent)
        self._rows = rows

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        height: int = option.fontMetrics.height()  # type: ignore[attr-defined] # missing in the stubs, as below
        return QSize(10 * height, self._rows * height + 2 * GAP_SMALL + 6)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        palette: QPalette = option.palette  # type: ignore[attr-defined]
        line: Line = index.data(LINE_ROLE)
        colours = colours_of(palette)
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(colours.selected))
        room = rect.adjusted(GAP, GAP_SMALL + 2, -GAP, -GAP_SMALL - 2)
        if line.is_ticked is not None:
            _paint_tick(painter, QRect(room.left(), room.top() + 2, _BOX, _BOX), colours, is_ticked=line.is_ticked)
            room.setLeft(room.left() + _BOX + GAP)
        height = painter.fontMetrics().height()
        upper = QRect(room.left(), room.top(), room.width(), height)
        if line.sign:
            painter.setPen(QColor(getattr(colours, line.tone)))
            painter.drawText(upper, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, line.sign)
            upper.setLeft(upper.left() + painter.fontMetrics().horizontalAdvance(line.sign) + GAP_SMALL + 2)
        _draw(painter, upper, line.title, colours.text)
        if self._rows > 1:
            lower = QRect(room.left(), upper.bottom() + 1, room.width(), height)
            _draw(painter, lower, line.detail, colours.muted)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(colours.accent), 1))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        painter.restore()


class LineList(QListView):
    """A list of lines. Enter and a double click emit ``entered``, Space and a click on a tick ``toggled``."""

    chosen = Signal(int)
    """The line the cursor has come to, or was clicked."""
    entered = Signal(int)
    toggled = Signal(int)

    def __init__(
        self, name: str, label: str, rows: int = 2, parent: QWidget | None = None, model: LineModel | None = None
    ) -> None:
        super().__init__(parent)
        name_widget(self, name, label)
        self.lines = model or LineModel(self)
        self.setModel(self.lines)
        self.setItemDelegate(LineDelegate(rows, self))
        self._pressed_at = -1
        self._is_quiet = False
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        self.doubleClicked.connect(lambda index: self.entered.emit(index.row()))

    @property
    def place(self) -> int:
        """The line the cursor is on; -1 for none."""
        return self.currentIndex().row()

    def show_lines(self, count: int, make: Callable[[int], Line], place: int = -1) -> None:
        """Show other lines, the cursor on the one at ``place`` (-1: on none). Nobody is told that it came there."""
        self.lines.show_lines(count, make)
        if place >= 0:
            self._is_quiet = True
            self.setCurrentIndex(self.lines.index(place, 0))
            self._is_quiet = False

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), 4 * self.sizeHintForRow(0) if self.lines.rowCount() else 60)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, 48)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.place >= 0 and not event.modifiers():
            if event.key() == Qt.Key.Key_Space:
                self.toggled.emit(self.place)
                return
            if event.key() in RETURN_KEYS or event.key() == Qt.Key.Key_F2:
                self.entered.emit(self.place)
                return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = self.place
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if not index.isValid() or event.button() != Qt.MouseButton.LeftButton:
            return
        line: Line = index.data(LINE_ROLE)
        if line.is_ticked is not None and event.position().x() < _BOX + 2 * GAP:
            self.toggled.emit(index.row())
        elif index.row() == self._pressed_at:
            # Another line has been told of as the cursor came to it.
            self.chosen.emit(index.row())

    def focusInEvent(self, event: Any) -> None:
        super().focusInEvent(event)
        if self.place < 0 and self.lines.rowCount():
            self.setCurrentIndex(self.lines.index(0, 0))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.scheduleDelayedItemsLayout()

    def _on_current_changed(self, current: QModelIndex) -> None:
        if current.isValid() and self.hasFocus() and not self._is_quiet:
            self.chosen.emit(current.row())


def _paint_tick(painter: QPainter, box: QRect, colours: Colours, *, is_ticked: bool) -> None:
    painter.setPen(QColor(colours.accent if is_ticked else colours.field_line))
    painter.setBrush(QColor(colours.accent if is_ticked else colours.base))
    painter.drawRoundedRect(box.adjusted(0, 0, -1, -1), 3, 3)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if is_ticked:
        device = painter.device()
        ratio = device.devicePixelRatioF() if isinstance(device, QWidget) else 1.0
        painter.drawPixmap(box.topLeft(), icon_pixmap("check", colours.on_accent, _BOX, ratio))


def _draw(painter: QPainter, rect: QRect, text: str, colour: str) -> None:
    painter.setPen(QColor(colour))
    shown = painter.fontMetrics().elidedText(" ".join(text.split()), Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
