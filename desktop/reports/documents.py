"""A printed document as plain data: a title, lines, a ruled grid of cells, the page it stands on.

Whoever shapes a form says what stands where in millimetres; fonts, line breaks and pages are the printer's affair.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Look(StrEnum):
    """How the text of a cell stands in it."""

    LABEL = "label"
    """A printed heading of the form: in the middle, in the face of headings."""
    VALUE = "value"
    """A short fact: from the left, at half height."""
    CENTRED = "centred"
    """A short fact in the middle: days, numbers, names in a list."""
    TEXT = "text"
    """Sentences: from the top left, paragraphs indented."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell over ``span`` columns. ``foot`` are lines at its bottom right, where people sign and date."""

    text: str = ""
    span: int = 1
    look: Look = Look.VALUE
    foot: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """Cells side by side, at least ``height`` mm high. Rows share what a single page has left over by ``grows``."""

    cells: tuple[Cell, ...]
    height: float = 10
    grows: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that belong together: under a ``label`` written downwards on their left, and a ``heading`` row that comes
    again on every page they go on to.
    """

    rows: tuple[Row, ...]
    label: str = ""
    heading: Row | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """The ruled part. ``widths`` share the width of the page; ``label_width`` (mm) is kept for the groups' labels.

    With ``keeps_rows`` no row is broken that fits on a page; else one is broken rather than leave half a page empty.
    """

    widths: tuple[float, ...]
    groups: tuple[Group, ...]
    label_width: float = 0
    keeps_rows: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text above or below the grid: one part at the left, one at the right."""

    left: str = ""
    right: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """The sheet of paper, A4, and its margins in mm: by default those of official documents (GB/T 9704-2012)."""

    is_landscape: bool = False
    top: float = 37
    right: float = 26
    bottom: float = 35
    left: float = 28

    @property
    def width(self) -> float:
        """Of the paper, in mm."""
        return 297 if self.is_landscape else 210

    @property
    def height(self) -> float:
        """Of the paper, in mm."""
        return 210 if self.is_landscape else 297


FORM_PAGE = Page(top=30, right=24, bottom=26, left=26)
"""Where a form of many cells needs more of the sheet than running text."""
LIST_PAGE = Page(is_landscape=True, top=18, right=14, bottom=16, left=14)


@dataclass(frozen=True, slots=True)
class Document:
    """One document. ``name`` names it in files and lists; sizes are in points.

    ``note`` stands small at the bottom of each page; pages are numbered when there are several, or when
    ``is_numbered``.
    """

    name: str
    title: str
    grid: Grid
    head: tuple[Line, ...] = ()
    tail: tuple[Line, ...] = ()
    page: Page = FORM_PAGE
    size: float = 12
    title_size: float = 22
    note: str = ""
    is_numbered: bool = False


def label(text: str, span: int = 1) -> Cell:
    """A heading of the form."""
    return Cell(text, span, Look.LABEL)


def value(text: str = "", span: int = 1) -> Cell:
    """A short fact."""
    return Cell(text, span, Look.VALUE)


def centred(text: str = "", span: int = 1) -> Cell:
    """A short fact in the middle."""
    return Cell(text, span, Look.CENTRED)


def prose(text: str = "", span: int = 1, foot: tuple[str, ...] = ()) -> Cell:
    """Sentences, and below them where to sign."""
    return Cell(text, span, Look.TEXT, foot)


def texts_of(document: Document) -> list[str]:
    """Every text of a document in reading order, empty ones left out."""
    found = [document.title]
    found += [part for line in document.head for part in (line.left, line.right)]
    for group in document.grid.groups:
        found.append(group.label)
        for row in (*([group.heading] if group.heading else []), *group.rows):
            found += [part for cell in row.cells for part in (cell.text, *cell.foot)]
    found += [part for line in document.tail for part in (line.left, line.right)]
    return [text for text in (*found, document.note) if text]
