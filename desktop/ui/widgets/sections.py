"""A titled part of a form: rows in one or two columns, and for some a heading that folds them away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayoutItem, QPushButton, QVBoxLayout, QWidget

from desktop.ui.icons import icon
from desktop.ui.theme import GAP, GAP_LARGE, GAP_MEDIUM
from desktop.ui.widgets.choices import ChoiceButtons
from desktop.ui.widgets.fields import FieldRow
from desktop.ui.widgets.naming import name_widget
from desktop.ui.widgets.texts import RETURN_KEYS, GrowingTextEdit

COLUMN_GAP = 20
Cell = tuple[FieldRow, int, int]
"""A row, the column it stands in, and how many columns it spans."""


class SectionBox(QFrame):
    """A quiet box around :class:`FieldRow` widgets. A foldable one has a button for a title."""

    def __init__(
        self, name: str, title: str, rows: Sequence[FieldRow], *, foldable: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        name_widget(self, name, title)
        self.setProperty("kind", "section")
        self.rows = tuple(rows)
        self._title = title
        self._heading: QPushButton | None = None
        self._body = QFrame(self)
        self._body.setProperty("kind", "body")
        self._lines = QVBoxLayout(self._body)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(GAP)
        column = QVBoxLayout(self)
        column.setSpacing(GAP)
        if foldable:
            column.setContentsMargins(GAP, GAP // 2, GAP_LARGE, GAP // 2)
            self._body.setContentsMargins(GAP, 0, 0, GAP)
            self._heading = self._make_heading()
            column.addWidget(self._heading)
        else:
            column.setContentsMargins(GAP_LARGE, GAP_MEDIUM, GAP_LARGE, GAP_MEDIUM)
            label = QLabel(title, self)
            label.setProperty("tone", "section")
            column.addWidget(label)
        column.addWidget(self._body)
        self.set_open(not foldable)

    @property
    def is_open(self) -> bool:
        """Whether the rows are shown."""
        return not self._body.isHidden()

    def set_open(self, is_open: bool) -> None:
        """Show or fold away the rows; a section that cannot fold stays open."""
        is_open = is_open or self._heading is None
        self._body.setVisible(is_open)
        if self._heading is not None:
            opened = QCoreApplication.translate("SectionBox", "已展开")
            folded = QCoreApplication.translate("SectionBox", "已收起")
            self._heading.setChecked(is_open)
            self._heading.setIcon(icon("chevron-down" if is_open else "chevron-right"))
            self._heading.setAccessibleDescription(opened if is_open else folded)

    def inner_width(self, width: int) -> int:
        """Width for the rows when the box is ``width`` pixels wide."""
        return width - 2 * GAP_LARGE - 2

    def arrange(self, cells: Sequence[Cell]) -> None:
        """Put each row at its (column, columns it spans); a column that is taken begins the next line."""
        while self._lines.count():
            _empty(self._lines.takeAt(0))
        # A line of its own for each, since a QGridLayout asks rows that span columns for too little height.
        lines: list[list[Cell]] = []
        for cell in cells:
            if cell[1] == 0:
                lines.append([])
            lines[-1].append(cell)
        has_halves = any(column for _, column, _ in cells)
        for line in lines:
            self._lines.addLayout(_line_of(line, has_halves=has_halves))

    def _make_heading(self) -> QPushButton:
        heading = _FoldHeading(self._title.replace("&", "&&"), self)
        name_widget(heading, f"{self.objectName()}.fold", self._title)
        heading.setProperty("kind", "heading")
        heading.setCheckable(True)
        heading.setAutoDefault(False)
        heading.clicked.connect(self.set_open)
        return heading


class _FoldHeading(QPushButton):
    """Space folds; Enter goes on, as it does in the fields."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in RETURN_KEYS and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.focusNextChild()
            return
        super().keyPressEvent(event)


def _line_of(cells: Sequence[Cell], *, has_halves: bool) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(COLUMN_GAP)
    for row, _, _ in cells:
        line.addWidget(row, 1, Qt.AlignmentFlag.AlignTop)
    if has_halves and len(cells) == 1 and cells[0][2] == 1:
        # Half a line: the room beside it is as wide as a row there would be.
        line.setContentsMargins(0, 0, COLUMN_GAP, 0)
        line.addStretch(1)
    return line


def _empty(item: QLayoutItem | None) -> None:
    line = item.layout() if item is not None else None
    while line is not None and line.count():
        line.takeAt(0)


def cells_of(rows: Sequence[FieldRow], columns: int, inner_width: int, label_widths: tuple[int, int]) -> list[Cell]:
    """Where each row goes, in order; ``label_widths`` are those of the left and the right column.

    In two columns, choice buttons that would wrap in a half get the whole line, and so does long text left alone.
    """
    if columns == 1:
        return [(row, 0, 1) for row in rows]
    half = (inner_width - COLUMN_GAP) // 2 - GAP
    cells: list[Cell] = []
    column = 0
    for row in rows:
        if isinstance(row.editor, ChoiceButtons) and row.editor.sizeHint().width() > half - label_widths[column]:
            cells.append((row, 0, 2))
            column = 0
        else:
            cells.append((row, column, 1))
            column = 1 - column
    return [_widened(cells, place) for place in range(len(cells))]


def _widened(cells: Sequence[Cell], place: int) -> Cell:
    row, column, span = cells[place]
    is_alone = column == 0 and (place + 1 == len(cells) or cells[place + 1][1] == 0)
    return (row, 0, 2) if is_alone and isinstance(row.editor, GrowingTextEdit) else (row, column, span)
