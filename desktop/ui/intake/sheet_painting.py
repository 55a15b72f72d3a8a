"""How a sheet of the file is painted: its cells, and the margin that names its rows."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPalette, QPen
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.ui.colours import Colours, colours_of
from desktop.ui.intake.marks import Part
from desktop.ui.intake.sheet_model import FAULT, GUESS, MARK_ROLE, PART_ROLE
from desktop.ui.theme import GAP, GAP_SMALL, metrics

_GROUNDS = {Part.TITLE: "window", Part.HEADING: "selected", Part.PASSED: "raised", Part.ODD: "window"}
_WORDS = {Part.HEADING: "accent_text", Part.RECORD: "green_text", Part.FAULTY: "danger_text", Part.KNOWN: "amber_text"}
_SIGNS = {FAULT: ("!", "removed", "danger_text"), GUESS: ("?", "doubted", "amber_text")}
_MARGIN_EMS = 6.6


class CellDelegate(QStyledItemDelegate):
    """The ground tells what a row is; a sign at the right end of a cell that it is at fault (!) or guessed (?)."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect: QRect = option.rect  # type: ignore[attr-defined] # these are missing in the stubs
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        palette: QPalette = option.palette  # type: ignore[attr-defined]
        font: QFont = option.font  # type: ignore[attr-defined]
        colours = colours_of(palette)
        part, is_out = index.data(PART_ROLE)
        sign, ground, sign_colour = _SIGNS.get(index.data(MARK_ROLE), ("", _GROUNDS.get(part, "base"), ""))
        is_selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(rect, QColor(colours.selected if is_selected and not sign else getattr(colours, ground)))
        room = rect.adjusted(GAP_SMALL + 2, 0, -GAP_SMALL - 2, 0)
        if sign:
            painter.setPen(QColor(getattr(colours, sign_colour)))
            painter.setFont(_font(font, is_bold=True))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, sign)
            room.setRight(room.right() - GAP - GAP_SMALL)
        is_plain = part in (Part.RECORD, Part.FAULTY, Part.HEADING) or (part is Part.KNOWN and not is_out)
        painter.setPen(QColor(colours.text if is_plain and not is_out else colours.muted))
        painter.setFont(_font(font, is_bold=part is Part.HEADING, is_struck=is_out))
        shown = painter.fontMetrics().elidedText(index.data() or "", Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        font_metrics = option.fontMetrics  # type: ignore[attr-defined]
        return QSize(font_metrics.horizontalAdvance(index.data() or "") + 2 * GAP, metrics().row)


class MarginHeader(QHeaderView):
    """The number of each row, and in a word what it is."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setDefaultSectionSize(metrics().row)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)

    def sizeHint(self) -> QSize:
        return QSize(round(_MARGIN_EMS * metrics().text), super().sizeHint().height())

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803 - Qt's name
        colours = colours_of(self.palette())
        part, is_out = self.model().headerData(logicalIndex, Qt.Orientation.Vertical, PART_ROLE)
        said = str(self.model().headerData(logicalIndex, Qt.Orientation.Vertical))
        number, _, word = said.partition(" ")
        painter.save()
        painter.fillRect(rect, QColor(colours.base))
        room = rect.adjusted(GAP_SMALL, 0, -GAP, 0)
        painter.setPen(QColor(colours.muted))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, number)
        painter.setPen(QColor(_word_colour(part, colours, is_out=is_out)))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, word)
        painter.setPen(QColor(colours.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.restore()


def _word_colour(part: Part, colours: Colours, *, is_out: bool) -> str:
    if is_out and part is Part.RECORD:
        return colours.muted
    if part is Part.KNOWN and not is_out:
        part = Part.RECORD
    colour: str = getattr(colours, _WORDS.get(part, "muted"))
    return colour


def _font(font: QFont, *, is_bold: bool = False, is_struck: bool = False) -> QFont:
    if not is_bold and not is_struck:
        return font
    other = QFont(font)
    other.setBold(is_bold)
    other.setStrikeOut(is_struck)
    return other
