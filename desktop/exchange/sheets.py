"""Write a styled .xlsx workbook in constant memory.

What a sheet is made of is declared (:class:`SheetSpec`); openpyxl builds the workbook without its rows, the rows are
streamed into it as XML. Nothing here knows what the rows mean.
"""

from __future__ import annotations

import io
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence, Sized
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Literal

from desktop.domain.errors import Refused
from desktop.exchange.cells import CellStyle, RowEncoder, Styled, column_letter
from desktop.exchange.replacing import replacing

MAX_ROWS = 1_048_576
SPARE_ROWS = 500
"""Rows below the data that already have the drop-down lists."""

SheetState = Literal["visible", "hidden", "veryHidden"]
Progress = Callable[[int, int], None]

_BATCH = 64
_SPOOL_BYTES = 4 * 2**20
_PROGRESS_SECONDS = 0.1
# Against the usual 6, measured on the sync workbook of 10,000 visits: half the time, a fifth more bytes.
_COMPRESSION = 1
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
    LibreOffice cuts a single column wider than the paper: about 80 upright.
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


class _Watch:
    """Counts rows, tells progress at most ten times a second, stops at a cancel."""

    def __init__(self, total: int, progress: Progress | None, cancelled: Callable[[], bool] | None) -> None:
        self._total = total
        self._progress = progress
        self._cancelled = cancelled
        self._done = 0
        self._told = 0.0

    def after(self, rows: int) -> None:
        self._done += rows
        if self._cancelled is not None and self._cancelled():
            raise Refused("cancelled")
        if self._progress is not None and time.monotonic() - self._told >= _PROGRESS_SECONDS:
            self._progress(self._done, max(self._done, self._total))
            self._told = time.monotonic()

    def finish(self) -> None:
        if self._progress is not None:
            self._progress(self._done, self._done)


def write_workbook(
    path: Path,
    sheets: Sequence[SheetSpec],
    workbook: WorkbookSpec | None = None,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> int:
    """Write ``sheets`` to ``path``; the old file stays whole until the new one is. Returns the count of data rows.

    ``progress`` gets (rows done, rows expected); ``cancelled`` is asked every few rows. Raises Refused: ``cancelled``,
    ``bad_character``, ``too_long``, ``too_many_rows``, and those of :func:`desktop.exchange.replacing.replacing`.
    """
    # openpyxl costs a fifth of a second to import, which the start of the program must not pay.
    from desktop.exchange.skeleton import Skeleton, choices_sheet, gathered_choices

    workbook = workbook or WorkbookSpec()
    lists = gathered_choices(sheets)
    every = [*sheets, choices_sheet(workbook.choices_title, lists)] if lists else list(sheets)
    _check_titles(every)
    watch = _Watch(sum(sheet.total for sheet in sheets), progress, cancelled)
    skeleton = Skeleton(workbook, lists)
    counts: list[int] = []
    with replacing(path) as file, ExitStack() as spools:
        bodies: list[IO[bytes]] = []
        for sheet in every:
            # The count of rows stands before them in the file, so they wait outside it until they are counted.
            spool = spools.enter_context(tempfile.SpooledTemporaryFile(_SPOOL_BYTES))
            counts.append(_write_rows(spool, sheet, skeleton.style_ids, watch))
            skeleton.add_sheet(sheet, counts[-1])
            bodies.append(spool)
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=_COMPRESSION) as archive:
            _write_parts(archive, skeleton.parts(), bodies, cancelled)
    watch.finish()
    return sum(counts[: len(sheets)])


def _check_titles(sheets: Sequence[SheetSpec]) -> None:
    titles = [sheet.title.casefold() for sheet in sheets]
    if len(set(titles)) != len(titles):
        raise ValueError("two sheets of one title")
    if not any(sheet.state == "visible" for sheet in sheets):
        raise ValueError("a workbook needs a visible sheet")


def _write_rows(spool: IO[bytes], sheet: SheetSpec, style_ids: Mapping[CellStyle, int], watch: _Watch) -> int:
    """Write all rows of the sheet; return the count of data rows."""
    columns = sheet.columns
    encoder = RowEncoder(
        sheet.title,
        [column.heading for column in columns],
        [column.style for column in columns],
        [0 if column.hidden else column.width for column in columns],
        style_ids,
    )
    above = _rows_above(sheet)
    spool.write("".join(encoder.row(number, row) for number, row in enumerate(above, 1)).encode())
    first = number = len(above)
    batch: list[str] = []
    for row in sheet.rows:
        number += 1
        if number > MAX_ROWS:
            raise Refused("too_many_rows", sheet=sheet.title, limit=MAX_ROWS)
        batch.append(encoder.row(number, row))
        if len(batch) == _BATCH:
            spool.write("".join(batch).encode())
            batch.clear()
            watch.after(_BATCH)
    spool.write("".join(batch).encode())
    watch.after(len(batch))
    return number - first


def _rows_above(sheet: SheetSpec) -> list[list[Styled]]:
    """Title lines and headings."""
    rows = []
    for line, style in ((sheet.title_line, CellStyle.TITLE), (sheet.subtitle_line, CellStyle.SUBTITLE)):
        if line:
            values = [Styled(None, style)] * len(sheet.columns)
            values[sheet.first_visible - 1] = Styled(line, style)
            rows.append(values)
    if sheet.has_headings:
        rows.append([Styled(column.heading, CellStyle.HEADING) for column in sheet.columns])
    return rows


def _write_parts(
    archive: zipfile.ZipFile,
    parts: Mapping[str, bytes],
    bodies: Sequence[IO[bytes]],
    cancelled: Callable[[], bool] | None,
) -> None:
    waiting = {f"xl/worksheets/sheet{number}.xml": body for number, body in enumerate(bodies, 1)}
    # Some programs tell the kind of the file by its first part.
    for name in sorted(parts, key=lambda name: name != "[Content_Types].xml"):
        body = waiting.pop(name, None)
        size = len(parts[name]) + (body.seek(0, io.SEEK_END) if body else 0)
        # Given by name, an entry has the format's first date: this computer's clock may be years off.
        with archive.open(name, "w", force_zip64=size > zipfile.ZIP64_LIMIT // 2) as part:
            if body is None:
                part.write(parts[name])
                continue
            head, mark, tail = parts[name].partition(b"<sheetData />")
            if not mark:
                raise ValueError(f"{name} has no place for rows")
            part.write(head + b"<sheetData>")
            body.seek(0)
            while piece := body.read(2**20):
                if cancelled is not None and cancelled():
                    raise Refused("cancelled")
                part.write(piece)
            part.write(b"</sheetData>" + tail)
    if waiting:
        raise ValueError(f"no parts for {sorted(waiting)}")


__all__ = ["CellStyle", "ColumnSpec", "SheetSpec", "Styled", "WorkbookSpec", "column_letter", "write_workbook"]
