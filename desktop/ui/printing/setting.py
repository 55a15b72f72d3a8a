"""Setting text: into lines of a width, and cells into heights. All lengths are units of a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtGui import QTextLayout, QTextOption

from desktop.reports.documents import Cell, Look, Row
from desktop.ui.printing.faces import UNITS, Face, Faces

POINTS_PER_MM = 72 / 25.4
LEADING = 1.3
"""Height of a line in sizes of its text."""
INDENT = "　　"
_SMALLER = 0.7


def units(mm: float) -> float:
    """Millimetres in units of a page."""
    return mm * POINTS_PER_MM * UNITS


@dataclass(frozen=True, slots=True)
class SetLine:
    """One line of text and its width."""

    text: str
    width: float


@dataclass(frozen=True, slots=True)
class SetCell:
    """A cell with its text in lines; ``left`` and ``width`` are its place in the row."""

    cell: Cell
    left: float
    width: float
    lines: tuple[SetLine, ...]
    foot: tuple[SetLine, ...]
    points: float

    @property
    def face(self) -> Face:
        """What the cell is printed in."""
        return Face.LABEL if self.cell.look is Look.LABEL else Face.TEXT


@dataclass(frozen=True, slots=True)
class SetRow:
    """A row with its cells set; ``least`` is the height the form gives it."""

    cells: tuple[SetCell, ...]
    least: float
    grows: int

    @property
    def line_count(self) -> int:
        """Lines of the longest cell, those at its foot apart."""
        return max((len(cell.lines) for cell in self.cells), default=0)

    def lines_from(self, first: int) -> int:
        """Lines of height that are left from line ``first`` on, those at the foot included."""
        return max((max(len(cell.lines) - first, 0) + len(cell.foot) for cell in self.cells), default=0)


class Setter:
    """Breaks texts into lines of one size."""

    def __init__(self, faces: Faces, points: float) -> None:
        self._faces = faces
        self.points = points
        self.leading = points * UNITS * LEADING
        self.padding = points * UNITS * 0.3
        self.side = points * UNITS * 0.42

    def row(self, row: Row, columns: Sequence[float], left: float = 0) -> SetRow:
        """A row of a grid whose columns have these widths, beginning at ``left``."""
        cells = []
        column = 0
        for cell in row.cells:
            width = sum(columns[column : column + cell.span])
            cells.append(self.cell(cell, left, width))
            left += width
            column += cell.span
        return SetRow(tuple(cells), units(row.height), row.grows)

    def cell(self, cell: Cell, left: float, width: float) -> SetCell:
        """A cell of that width."""
        face = Face.LABEL if cell.look is Look.LABEL else Face.TEXT
        room = width - 2 * self.side
        text = _indented(cell.text) if cell.look is Look.TEXT else cell.text
        points = self._fitting(text, room, face) if cell.look is Look.CENTRED else self.points
        lines = tuple(self.lines(text, room, face, points)) if text else ()
        foot = tuple(line for part in cell.foot for line in self.lines(part, room, Face.TEXT))
        return SetCell(cell, left, width, lines, foot, points)

    def _fitting(self, text: str, width: float, face: Face) -> float:
        """The size in which days and numbers stay on one line, as far as they can still be read."""
        words = [part for part in text.split("\n") if part.isascii()]
        widest = max((self._faces.metrics(face, self.points).horizontalAdvance(word) for word in words), default=0.0)
        return self.points if widest <= width else max(_SMALLER * self.points, self.points * width / widest * 0.99)

    def lines(self, text: str, width: float, face: Face, points: float = 0) -> list[SetLine]:
        """A text in lines; each paragraph begins a new one, an empty one is an empty line."""
        found = []
        for paragraph in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
            found += self._paragraph(paragraph.replace("\t", " "), width, face, points or self.points)
        return found

    def _paragraph(self, text: str, width: float, face: Face, points: float) -> list[SetLine]:
        if len(text) * points * UNITS < 2 * width:
            # Nearly all cells of a list: one short line, for which the breaking of lines costs ten times as much.
            whole = self._faces.metrics(face, points).horizontalAdvance(text)
            if whole <= width:
                return [SetLine(text, whole)]
        layout = QTextLayout(text, self._faces.font(face, points))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        # Places in a layout are counted in UTF-16.
        encoded = text.encode("utf-16-le", "surrogatepass")
        found = []
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            start, length = line.textStart() * 2, line.textLength() * 2
            part = encoded[start : start + length].decode("utf-16-le", "surrogatepass")
            found.append(SetLine(part.rstrip(), line.naturalTextWidth()))
        layout.endLayout()
        return found


def _indented(text: str) -> str:
    """Paragraphs begin two characters in, unless there is but one that looks like a list of its own."""
    paragraphs = [part.strip() for part in text.split("\n")]
    return "\n".join(INDENT + part if part else "" for part in paragraphs).strip("\n")
