"""The lines of what a search has found, and how they are drawn: the places of the words bold and in the accent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.domain.kinds import KINDS
from desktop.services.marking_matches import Marked
from desktop.services.searching import Hit
from desktop.ui.colours import Colours, colours_of
from desktop.ui.showing import shown
from desktop.ui.theme import GAP, GAP_MEDIUM, GAP_SMALL, RADIUS, metrics
from desktop.ui.translation import label_of

LINE = Qt.ItemDataRole.UserRole + 1
"""The :class:`Heading`, :class:`Result` or :class:`Rest` of an item."""

_BETWEEN = "  ·  "


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of a group."""

    kind: str
    said: str


@dataclass(frozen=True, slots=True)
class Rest:
    """What of a group is not shown."""

    kind: str
    said: str


@dataclass(frozen=True, slots=True)
class Result:
    """A record: its name with what tells it from others, and below what else was found in it."""

    hit: Hit
    above: tuple[Marked, ...]
    below: tuple[Marked, ...]

    @property
    def kind(self) -> str:
        """The kind of the record."""
        return self.hit.kind

    @property
    def said(self) -> str:
        """The line for a screen reader."""
        return "，".join(part.text for part in (*self.above, *self.below))


Line = Heading | Result | Rest


def line_of(hit: Hit) -> Result:
    """How a record is shown: an issue is called by a sentence, which has a line for itself."""
    kind = KINDS[hit.kind]
    status = [Marked(shown(kind.field("status"), hit.status))] if hit.status else []
    passage: list[Marked] = []
    if hit.field:
        label = f"{label_of(kind.field(hit.field))}："
        marks = tuple((first + len(label), end + len(label)) for first, end in hit.passage.marks)
        passage = [Marked(label + hit.passage.text, marks)]
    if hit.kind == "issue":
        return Result(hit, (hit.title,), (*status, hit.hint, *passage))
    return Result(hit, (hit.title, hit.hint), tuple(passage))


class LineDelegate(QStyledItemDelegate):
    """Draws what is not the name quieter."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        line = index.data(LINE)
        row = metrics().row
        if isinstance(line, Result) and line.below:
            return QSize(0, row + metrics().text + GAP)
        return QSize(0, row)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        own: Any = option  # its fields are not in the library's stubs
        line = index.data(LINE)
        colours = colours_of(own.palette)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if own.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver) and not isinstance(
            line, Heading
        ):
            is_picked = bool(own.state & QStyle.StateFlag.State_Selected)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.selected if is_picked else colours.raised))
            painter.drawRoundedRect(own.rect.adjusted(GAP_SMALL, 1, -GAP_SMALL, -1), RADIUS, RADIUS)
        rect = own.rect.adjusted(GAP_MEDIUM, 0, -GAP_MEDIUM, 0)
        if isinstance(line, Result):
            _draw_result(painter, rect, line, own.font, colours)
        elif isinstance(line, Rest):
            _draw(painter, rect, [(Marked(line.said), colours.accent_text)], own.font, colours)
        else:
            font = QFont(own.font)
            font.setBold(True)
            _draw(painter, rect, [(Marked(line.said), colours.muted)], font, colours)
        painter.restore()


def _draw_result(painter: QPainter, rect: QRect, line: Result, font: QFont, colours: Colours) -> None:
    above = [(part, colours.muted if place else colours.text) for place, part in enumerate(line.above)]
    if not line.below:
        _draw(painter, rect, above, font, colours)
        return
    half = rect.height() // 2
    _draw(painter, rect.adjusted(0, GAP_SMALL, 0, -half), above, font, colours)
    below = [(part, colours.muted) for part in line.below]
    _draw(painter, rect.adjusted(0, rect.height() - half, 0, -GAP_SMALL), below, font, colours, _BETWEEN)


def _draw(
    painter: QPainter,
    rect: QRect,
    parts: list[tuple[Marked, str]],
    font: QFont,
    colours: Colours,
    between: str = "    ",
) -> None:
    """Parts one behind the other in one line, as far as there is room."""
    text, formats = "", []
    for part, colour in parts:
        text += between if text else ""
        formats.append(_format(len(text), len(part.text), colour))
        formats += [
            _format(len(text) + first, end - first, colours.accent_text, bold=True) for first, end in part.marks
        ]
        text += part.text
    shown_text = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    layout = QTextLayout(shown_text, font)
    layout.setFormats(formats)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(max(rect.width() * 2, 1))
    layout.endLayout()
    painter.save()
    painter.setClipRect(rect)
    painter.setPen(QColor(colours.muted))
    layout.draw(painter, QPointF(rect.left(), rect.top() + (rect.height() - line.height()) / 2))
    painter.restore()


def _format(start: int, length: int, colour: str, *, bold: bool = False) -> Any:
    given: Any = QTextLayout.FormatRange()  # its fields are not in the library's stubs
    given.start, given.length = start, length
    look = QTextCharFormat()
    look.setForeground(QColor(colour))
    if bold:
        look.setFontWeight(QFont.Weight.Bold)
    given.format = look
    return given
