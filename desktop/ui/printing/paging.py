"""Documents laid out on pages. A page is plain data: texts and rules with their places, in units from the top left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from desktop.reports.documents import Document, Group, Line, Look, Row
from desktop.ui.printing.faces import Face, Faces
from desktop.ui.printing.setting import SetCell, SetLine, SetRow, Setter, units

SMALL = 10.5
GAP_BELOW_TITLE = 5
"""Millimetres."""


@dataclass(frozen=True, slots=True)
class TextMark:
    """A line of text; ``y`` is its baseline."""

    x: float
    y: float
    text: str
    face: Face
    points: float


@dataclass(frozen=True, slots=True)
class RuleMark:
    """A straight thin line, across or down."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page ready for painting: its size in mm, what stands on it."""

    width: float
    height: float
    texts: tuple[TextMark, ...]
    rules: tuple[RuleMark, ...]


@dataclass(slots=True)
class _Slice:
    """The lines ``first`` to ``last`` of a row on one page; ``is_end`` when the row ends there."""

    row: SetRow
    group: Group
    first: int
    last: int
    height: float
    is_end: bool
    is_heading: bool = False


@dataclass(slots=True)
class _Leaf:
    """The slices of the grid on one page, and how much of its height they may take."""

    room: float
    slices: list[_Slice] = field(default_factory=list)

    @property
    def left_over(self) -> float:
        """Height not taken."""
        return self.room - sum(one.height for one in self.slices)


def lay_out(documents: Sequence[Document], faces: Faces | None = None) -> list[Sheet]:
    """The pages of the documents, each document on pages of its own."""
    faces = faces or Faces()
    return [sheet for document in documents for sheet in _DocumentPages(document, faces).sheets()]


class _DocumentPages:
    """Lays one document out."""

    def __init__(self, document: Document, faces: Faces) -> None:
        self._document = document
        self._faces = faces
        page = document.page
        self._left, self._top = units(page.left), units(page.top)
        self._width = units(page.width - page.left - page.right)
        self._height = units(page.height - page.top - page.bottom)
        self._setter = Setter(faces, document.size)
        self._title = Setter(faces, document.title_size)
        self._title_lines = self._title.lines(document.title, self._width, Face.TITLE)
        label_width = units(document.grid.label_width)
        whole = sum(document.grid.widths)
        self._label_width = label_width
        self._shares = [width / whole for width in document.grid.widths]
        self._head_height = self._title.leading * len(self._title_lines) + units(GAP_BELOW_TITLE)
        self._head_height += self._lines_height(document.head)
        self._tail_height = self._lines_height(document.tail)

    def sheets(self) -> list[Sheet]:
        """The pages."""
        leaves = self._fill()
        last = leaves[-1]
        last.room -= self._tail_height
        growing = [one for one in last.slices if one.row.grows and one.is_end]
        if len(leaves) == 1 and growing and last.left_over > 0:
            share = last.left_over / sum(one.row.grows for one in growing)
            for one in growing:
                one.height += share * one.row.grows
        return [self._sheet(leaf, number, len(leaves)) for number, leaf in enumerate(leaves, start=1)]

    # -- which rows on which page ------------------------------------------------------------------------------------

    def _fill(self) -> list[_Leaf]:
        leaves = [_Leaf(self._height - self._head_height)]
        rows = [(group, row) for group in self._document.grid.groups for row in group.rows]
        for at, (group, row) in enumerate(rows):
            is_first = at == 0 or rows[at - 1][0] is not group
            kept = self._tail_height if at == len(rows) - 1 else 0.0
            self._place(leaves, group, self._row(group, row), kept, is_first=is_first)
        return leaves

    def _row(self, group: Group, row: Row) -> SetRow:
        """A row set over the whole width, or beside the label of its group."""
        left = self._label_width if group.label else 0.0
        return self._setter.row(row, [share * (self._width - left) for share in self._shares], left)

    def _place(self, leaves: list[_Leaf], group: Group, row: SetRow, kept: float, *, is_first: bool) -> None:
        """Put a row on the page being filled, on the next, or over as many as it takes; ``kept`` stays free below."""
        heading = self._row(group, group.heading) if group.heading else None
        above = self._natural(heading, 0) if heading is not None else 0.0
        height = self._natural(row, 0)
        leaf = leaves[-1]
        needed = height + (above if is_first else 0.0)
        if needed + kept > leaf.left_over + 0.5 and leaf.slices:
            fits_alone = above + height + kept <= self._height
            is_small = height <= self._height / 2 or leaf.left_over < self._height / 4
            goes_on = fits_alone and (self._document.grid.keeps_rows or is_small)
            if goes_on or leaf.left_over - (above if is_first else 0.0) < self._least_part():
                leaf = self._next_leaf(leaves)
                is_first = True
        if heading is not None and is_first:
            leaf.slices.append(_Slice(heading, group, 0, heading.line_count, above, is_end=True, is_heading=True))
        self._pour(leaves, group, row, heading, kept)

    def _pour(self, leaves: list[_Leaf], group: Group, row: SetRow, heading: SetRow | None, kept: float) -> None:
        first = 0
        while self._natural(row, first) + kept > leaves[-1].left_over + 0.5:
            room = leaves[-1].left_over - 2 * self._setter.padding
            count = min(int(room // self._setter.leading), max(row.line_count - first, 0))
            if count > 0:
                height = leaves[-1].left_over if first + count < row.line_count else self._height_of(count)
                leaves[-1].slices.append(_Slice(row, group, first, first + count, height, is_end=False))
                first += count
            elif not any(not one.is_heading for one in leaves[-1].slices) and len(leaves) > 1:
                break  # not even an empty page takes what is left: its foot alone is higher than a page
            leaf = self._next_leaf(leaves)
            if heading is not None:
                above = self._natural(heading, 0)
                leaf.slices.append(_Slice(heading, group, 0, heading.line_count, above, is_end=True, is_heading=True))
        leaves[-1].slices.append(_Slice(row, group, first, row.line_count, self._natural(row, first), is_end=True))

    def _next_leaf(self, leaves: list[_Leaf]) -> _Leaf:
        leaves.append(_Leaf(self._height))
        return leaves[-1]

    def _natural(self, row: SetRow, first: int) -> float:
        """The height of a row from line ``first`` on."""
        least = row.least if first == 0 else 0.0
        return max(least, self._height_of(row.lines_from(first)))

    def _height_of(self, lines: int) -> float:
        return lines * self._setter.leading + 2 * self._setter.padding

    def _least_part(self) -> float:
        """What must fit of a row that is broken for it to begin on a page."""
        return self._height_of(3)

    def _lines_height(self, lines: Sequence[Line]) -> float:
        return sum(self._setter.leading * self._line_count(line) for line in lines) + (units(1.5) if lines else 0.0)

    def _line_count(self, line: Line) -> int:
        return max(1, len(self._setter.lines(line.left, self._width, Face.TEXT)) if line.left else 1)

    # -- marks -------------------------------------------------------------------------------------------------------

    def _sheet(self, leaf: _Leaf, number: int, count: int) -> Sheet:
        texts: list[TextMark] = []
        rules: list[RuleMark] = []
        y = self._top
        if number == 1:
            for line in self._title_lines:
                texts.append(self._mark(line, self._centre(line), y, self._title, Face.TITLE))
                y += self._title.leading
            y += units(GAP_BELOW_TITLE)
            y = self._lines(self._document.head, y, texts)
        y = self._grid(leaf, y, texts, rules)
        if number == count:
            self._lines(self._document.tail, y + units(1.5), texts)
        self._foot(number, count, texts)
        page = self._document.page
        return Sheet(page.width, page.height, tuple(texts), tuple(rules))

    def _grid(self, leaf: _Leaf, y: float, texts: list[TextMark], rules: list[RuleMark]) -> float:
        left, right = self._left, self._left + self._width
        if leaf.slices:
            rules.append(RuleMark(left, y, right, y))
        top = y
        started = y
        for at, one in enumerate(leaf.slices):
            bottom = y + one.height
            for place, cell in enumerate(one.row.cells):
                self._cell(one, cell, y, texts)
                if place or one.group.label:
                    rules.append(RuleMark(left + cell.left, y, left + cell.left, bottom))
            ends = at + 1 == len(leaf.slices) or leaf.slices[at + 1].group is not one.group
            is_labelled = bool(one.group.label)
            rules.append(RuleMark(left if ends or not is_labelled else left + self._label_width, bottom, right, bottom))
            y = bottom
            if ends:
                if one.group.label:
                    self._label(one.group.label, started, y, texts)
                started = y
        if leaf.slices:
            rules += [RuleMark(left, top, left, y), RuleMark(right, top, right, y)]
        return y

    def _cell(self, one: _Slice, cell: SetCell, y: float, texts: list[TextMark]) -> None:
        setter, look = self._setter, cell.cell.look
        lines = cell.lines[one.first : one.last]
        foot = cell.foot if one.is_end else ()
        free = one.height - 2 * setter.padding - setter.leading * (len(lines) + len(foot))
        is_centred_down = not cell.foot and one.is_end and one.first == 0 and look is not Look.TEXT
        down = y + setter.padding + (max(free, 0.0) / 2 if is_centred_down else 0.0)
        if look is Look.TEXT and one.first == 0 and free > setter.leading / 2:
            down += setter.leading / 4
        room = cell.width - 2 * setter.side
        for line in lines:
            is_middle = look in (Look.LABEL, Look.CENTRED)
            x = self._left + cell.left + setter.side + ((room - line.width) / 2 if is_middle else 0.0)
            texts.append(self._mark(line, x, down, setter, cell.face, cell.points))
            down += setter.leading
        down = y + one.height - setter.padding - setter.leading * len(foot)
        for line in foot:
            x = self._left + cell.left + cell.width - setter.side - line.width
            texts.append(self._mark(line, x, down, setter, Face.TEXT))
            down += setter.leading

    def _label(self, text: str, top: float, bottom: float, texts: list[TextMark]) -> None:
        """A label written downwards, spread where there is room, closer together where there is little."""
        metrics = self._faces.metrics(Face.LABEL, self._document.size)
        step = min(self._setter.leading * 1.25, (bottom - top) / len(text))
        y = (top + bottom - step * len(text)) / 2
        for character in text:
            width = metrics.horizontalAdvance(character)
            baseline = y + (step + metrics.ascent() - metrics.descent()) / 2
            x = self._left + (self._label_width - width) / 2
            texts.append(TextMark(x, baseline, character, Face.LABEL, self._document.size))
            y += step

    def _lines(self, lines: Sequence[Line], y: float, texts: list[TextMark]) -> float:
        for line in lines:
            set_lines = self._setter.lines(line.left, self._width, Face.TEXT) if line.left else []
            for place, part in enumerate(set_lines):
                texts.append(self._mark(part, self._left, y + place * self._setter.leading, self._setter, Face.TEXT))
            if line.right:
                metrics = self._faces.metrics(Face.TEXT, self._document.size)
                width = metrics.horizontalAdvance(line.right)
                right = SetLine(line.right, width)
                texts.append(self._mark(right, self._left + self._width - width, y, self._setter, Face.TEXT))
            y += self._setter.leading * max(1, len(set_lines))
        return y + (units(1.5) if lines else 0.0)

    def _foot(self, number: int, count: int, texts: list[TextMark]) -> None:
        """The page's number 7 mm below the text, as official documents have it, and the note."""
        page = self._document.page
        y = self._top + self._height + min(units(7), units(page.bottom) / 2)
        small = Setter(self._faces, SMALL if self._document.size >= SMALL else self._document.size)
        if count > 1 or self._document.is_numbered:
            said = f"第 {number} 页　共 {count} 页"
            line = small.lines(said, self._width, Face.SMALL)[0]
            texts.append(self._mark(line, self._centre(line), y, small, Face.SMALL))
        if self._document.note:
            note = Setter(self._faces, 9)
            line = note.lines(self._document.note, self._width, Face.SMALL)[0]
            texts.append(self._mark(line, self._left, y, note, Face.SMALL))

    def _centre(self, line: SetLine) -> float:
        return self._left + (self._width - line.width) / 2

    def _mark(self, line: SetLine, x: float, y: float, setter: Setter, face: Face, points: float = 0) -> TextMark:
        """The line of text whose box begins at ``y``."""
        points = points or setter.points
        metrics = self._faces.metrics(face, points)
        baseline = y + (setter.leading + metrics.ascent() - metrics.descent()) / 2
        return TextMark(x, baseline, line.text, face, points)
