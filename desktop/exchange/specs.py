"""What a workbook is made of: its columns, its sheets, what belongs to it as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Sized
from dataclasses import dataclass, field
from typing import Literal

from desktop.exchange.cells import CellStyle

MAX_ROWS = 1_048_576
SPARE_ROWS = 500
"""Rows below the data that already have the drop-down lists."""

SheetState = Literal["visible", "hidden", "veryHidden"]
_FORBIDDEN_IN_TITLES = frozenset("[]:*?/\\")


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """A column. ``width`` is in Excel's unit (half a Chinese character); ``note`` shows when the heading is selected.

    ``choices`` become a drop-down list; with ``closed`` other values are turned away when typed (never when pasted).
    """

    key: str
    heading: str = ""
    width: float = 12
    style: CellStyle = CellStyle.TEXT
    hidden: bool = False
    choices: tuple[str, ...] = ()
    closed: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class SheetSpec:
    """A sheet: title lines, headings, rows.

    ``rows`` yields one sequence per row with one value per column and is read once, as the file is written;
    ``expected_rows`` is only for progress and is taken from ``rows`` where that has a length. ``footer`` uses Excel's
    codes (``&P`` page, ``&N`` pages). ``tab_colour`` is RRGGBB. A sheet is fitted to the width of A4, but
    LibreOffice cuts a single column wider than the paper: about 80 upright. ``closing`` makes one more row out of the
    seal of all other parts of the file (:func:`desktop.exchange.packages.seal_of`), which are written before it; one
    sheet at most has it. ``is_compressed``: the cells hold what is compressed already, and are only stored.
    """

    title: str
    columns: tuple[ColumnSpec, ...]
    rows: Iterable[Sequence[object]] = ()
    title_line: str = ""
    subtitle_line: str = ""
    has_headings: bool = True
    state: SheetState = "visible"
    expected_rows: int = 0
    frozen_columns: int = 0
    has_filter: bool = True
    is_landscape: bool = True
    footer: str = "&P / &N"
    tab_colour: str = ""
    closing: Callable[[str], Sequence[object]] | None = None
    is_compressed: bool = False

    def __post_init__(self) -> None:
        if not 0 < len(self.title) <= 31 or _FORBIDDEN_IN_TITLES & set(self.title) or self.title.strip("'") == "":
            raise ValueError(f"not a sheet title: {self.title!r}")
        if not self.columns:
            raise ValueError("a sheet needs columns")

    @property
    def heading_row(self) -> int:
        """Number of the row with the headings; without headings, of the last row above the data (0: none)."""
        return bool(self.title_line) + bool(self.subtitle_line) + self.has_headings

    @property
    def total(self) -> int:
        """How many rows are to be expected, for progress."""
        return len(self.rows) if isinstance(self.rows, Sized) else self.expected_rows

    @property
    def first_visible(self) -> int:
        """Number of the first column that is not hidden, 1 where all are: the title lines start there."""
        return next((number for number, column in enumerate(self.columns, 1) if not column.hidden), 1)


@dataclass(frozen=True, slots=True)
class WorkbookSpec:
    """What belongs to the workbook as a whole.

    ``properties`` become custom document properties of type text, at most 255 characters each; ``choices_title``
    names the hidden sheet with the drop-down lists; ``refused_title`` and ``refused_text`` are shown by Excel when a
    typed value is not in a closed list.
    """

    properties: Mapping[str, str] = field(default_factory=dict)
    creator: str = ""
    choices_title: str = "选项"
    refused_title: str = ""
    refused_text: str = ""
