"""Any ledger as rows of cells: workbooks of every format that can be read, and text with separators."""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from desktop.domain.errors import Refused
from desktop.exchange.blanks import BOOK, SheetWatch, worked_cells
from desktop.exchange.cell_limits import MAX_CELL_UNITS
from desktop.exchange.information import CHANGES_SHEET, INFO_SHEET, PUBLIC_PROPERTY
from desktop.exchange.opendocument import CONTENT, marks_of
from desktop.exchange.opening import OpenWorkbook, content_of_file, open_content, open_legacy
from desktop.exchange.packages import is_compound_file, is_package
from desktop.exchange.replacing import readable_name

if TYPE_CHECKING:
    from desktop.exchange.binaryformulas import Worked
    from desktop.exchange.plain_sheets import PlainSheet

Cell = str | int | float | bool | datetime.date | datetime.datetime | datetime.time | datetime.timedelta | None

PIECE = 1_000
"""Rows that travel together."""

_CONTROLS = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f]")
_SEPARATORS = ("\t", ",", ";", "|")
_SNIFFED_CHARACTERS = 4_000
_TAG = "§"
_MOST_COLUMNS = 500
# JSON takes it as it is, other than the separators below the blank.
_BETWEEN = "\x7f"
_NO_CHARACTERS = "\ufffe".encode(), "\uffff".encode()


class TableRow(NamedTuple):
    """A row that holds something: number from 1, cells from column A.

    Blanks at its end are left out; a blank between is ``''``.
    """

    number: int
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Tables:
    """What a ledger holds; text has one sheet without a name. ``file_digest`` is the SHA-256 (hex) of the file.

    ``packed`` are the rows, see :func:`unpacked`. ``merged`` are areas: place of the sheet, top row, left column,
    bottom row, right column; ``formulas`` and ``errors`` are cells: place of the sheet, row, column, text. Rows are
    counted from 1, columns from 0. ``knows_merged`` is False where the format does not tell which cells are merged.
    """

    file_name: str
    file_digest: str
    sheets: Sequence[str]
    packed: Sequence[bytes]
    merged: Sequence[tuple[int, int, int, int, int]] = ()
    formulas: Sequence[tuple[int, int, int, str]] = ()
    errors: Sequence[tuple[int, int, int, str]] = ()
    knows_merged: bool = False


def read_tables(path: Path, password: str = "") -> Tables:
    """All rows of a ledger: .xlsx .xlsm .xls .xlsb .ods, or text (UTF-8, UTF-16, GB18030) with separators.

    Refused: those of :func:`desktop.exchange.opening.open_workbook`, ``sync_workbook`` for an exchange workbook, and
    ``public_workbook`` for one made for posting: what is masked in it would be taken for the truth.
    """
    data = content_of_file(path)
    if not is_package(data) and not is_compound_file(data) and (text := _text_of(data)) is not None:
        rows = _numbered(_records(text, path.name))
        return Tables(readable_name(path), hashlib.sha256(data).hexdigest(), [""], list(_packed(0, rows)))
    legacy = open_legacy(data, path)
    watch = SheetWatch()
    workbook = legacy or open_content(data, path, password, is_lazy=True, watch=watch)
    if PUBLIC_PROPERTY in workbook.properties:
        raise Refused("public_workbook", file=path.name)
    if INFO_SHEET in workbook.sheet_names and CHANGES_SHEET in workbook.sheet_names:
        raise Refused("sync_workbook", file=path.name)
    return _of_workbook(workbook, _worked_cells_of_legacy(data) if legacy is not None else {}, watch)


def _worked_cells_of_legacy(data: bytes) -> Mapping[str, Sequence[Worked]]:
    # Few ledgers are so old, and all others are read sooner without it.
    from desktop.exchange.binaryformulas import worked_cells_of

    return worked_cells_of(data)


def _of_workbook(workbook: OpenWorkbook, legacy: Mapping[str, Sequence[Worked]], watch: SheetWatch) -> Tables:
    archive = workbook.archive
    names = set(archive.namelist()) if archive is not None else set()
    open_document = marks_of(archive) if archive is not None and CONTENT in names else {}
    packed: list[bytes] = []
    merged: list[tuple[int, int, int, int, int]] = []
    formulas: list[tuple[int, int, int, str]] = []
    errors: list[tuple[int, int, int, str]] = []
    for place, sheet in enumerate(workbook.sheet_names):
        if (plain := workbook.plain(sheet)) is not None:
            packed += _packed_plain(place, plain, workbook.name)
            merged += [(place, *area) for area in plain.merged]
            continue
        packed += _packed(place, _numbered(workbook.rows(sheet)))
        if own := open_document.get(sheet):
            merged += [(place, *area) for area in own.merged]
            formulas += [(place, *formula) for formula in own.formulas]
            errors += [(place, *error) for error in own.errors]
            continue
        areas = workbook.blanks(sheet, faulty=False).merged
        merged += [(place, top, left - 1, bottom, right - 1) for (top, left), (bottom, right) in areas]
        worked = worked_cells(archive, sheet, watch) if archive is not None else legacy.get(sheet, ())
        for (row, column), formula, error in worked:
            if error:
                errors.append((place, row, column - 1, error))
            else:
                formulas.append((place, row, column - 1, formula))
    # A binary workbook (.xlsb) has merged cells that its reader does not tell.
    knows = bool(merged) or not names or BOOK in names or CONTENT in names
    sheets = list(workbook.sheet_names)
    return Tables(workbook.name, workbook.digest, sheets, packed, merged, formulas, errors, knows_merged=knows)


def unpacked(tables: Tables, check: Callable[[], object] = lambda: None) -> list[list[TableRow]]:
    """The rows of each sheet. ``check`` is called between pieces, and may raise."""
    sheets: list[list[TableRow]] = [[] for _ in tables.sheets]
    for piece in tables.packed:
        check()
        place, numbers, widths, held = json.loads(piece.decode("utf-8", "surrogatepass"), object_hook=_moment_of)
        if not widths:
            sheets[place] += map(TableRow, numbers, map(tuple, held))
            continue
        columns = (one.split(_BETWEEN) if isinstance(one, str) else one for one in held)
        rows = zip(numbers, widths, zip(*columns, strict=True), strict=True)
        sheets[place] += [TableRow(number, cells[:width]) for number, width, cells in rows]
    return sheets


def _packed(sheet: int, rows: Iterable[TableRow]) -> Iterator[bytes]:
    waiting = iter(rows)
    while piece := list(islice(waiting, PIECE)):
        numbers, cells = zip(*piece, strict=True)
        widths = list(map(len, cells))
        # One row far wider than all others would make columns of nothing but blanks.
        if max(widths) > _MOST_COLUMNS:
            yield _as_json(sheet, numbers, [], cells)
            continue
        columns = [_packed_column(column) for column in zip_longest(*cells, fillvalue="")]
        yield _as_json(sheet, numbers, widths, columns)


def _packed_plain(sheet: int, plain: PlainSheet, file: str) -> Iterator[bytes]:
    waiting = iter(plain.rows)
    while piece := list(islice(waiting, PIECE)):
        numbers, cells = zip(*piece, strict=True)
        try:
            columns = [_decoded_column(column) for column in zip_longest(*cells, fillvalue=b"")]
        except UnicodeDecodeError as error:
            raise Refused("damaged", file=file) from error
        packed = _as_json(sheet, numbers, list(map(len, cells)), columns)
        # Encoded as characters are, and none: no XML may hold them.
        if any(mark in packed for mark in _NO_CHARACTERS):
            raise Refused("damaged", file=file)
        yield packed


def _as_json(sheet: int, numbers: Sequence[int], widths: Sequence[int], held: Sequence[object]) -> bytes:
    text = json.dumps([sheet, numbers, widths, held], ensure_ascii=False, separators=(",", ":"), default=_moment)
    return text.encode("utf-8", "surrogatepass")


def _packed_column(cells: Sequence[Cell]) -> str | Sequence[Cell]:
    """Some cells of a column; where all are texts as a single one, which travels in half the time."""
    try:
        text = _BETWEEN.join(cells)  # type: ignore[arg-type]
    except TypeError:
        return cells
    return text if text.count(_BETWEEN) == len(cells) - 1 else cells


def _decoded_column(cells: Sequence[bytes | float]) -> str | Sequence[Cell]:
    """:func:`_packed_column` of cells whose texts are in UTF-8."""
    try:
        text = _BETWEEN.encode().join(cells).decode()  # type: ignore[arg-type]
    except TypeError:
        return [cell.decode() if isinstance(cell, bytes) else cell for cell in cells]
    return text if text.count(_BETWEEN) == len(cells) - 1 else [cell.decode() for cell in cells]  # type: ignore[union-attr]


def _moment(value: object) -> dict[str, str | float]:
    if isinstance(value, datetime.timedelta):
        return {_TAG: value.total_seconds()}
    if isinstance(value, datetime.date | datetime.time):
        return {_TAG: value.isoformat()}
    raise TypeError(type(value).__name__)


def _moment_of(found: dict[str, Any]) -> Cell:
    told = found[_TAG]
    if not isinstance(told, str):
        return datetime.timedelta(seconds=told)
    if "T" in told:
        return datetime.datetime.fromisoformat(told)
    return datetime.date.fromisoformat(told) if "-" in told else datetime.time.fromisoformat(told)


def _numbered(rows: Iterable[Sequence[Cell]]) -> Iterator[TableRow]:
    for number, row in enumerate(rows, 1):
        end = len(row)
        while end and row[end - 1] == "":
            end -= 1
        if end:
            yield TableRow(number, row[:end])


def _text_of(data: bytes) -> str | None:
    """The text in the bytes; None where they are none, or a page of the web, or nothing."""
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text.strip() and not _CONTROLS.search(text) and not text.lstrip().startswith(("<", "%PDF", "{")):
            return text
    return None


def _encodings(data: bytes) -> tuple[str, ...]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    # Without a mark, UTF-16 shows by the zero bytes of its separators and line breaks.
    start = data[:_SNIFFED_CHARACTERS]
    if b"\x00" in start:
        return ("utf-16-le",) if start[1::2].count(0) >= start[::2].count(0) else ("utf-16-be",)
    return ("utf-8-sig", "gb18030")


def _records(text: str, file: str) -> Iterator[list[Cell]]:
    start = text[:_SNIFFED_CHARACTERS]
    separator = max(_SEPARATORS, key=start.count)
    number = 0
    try:
        for number, record in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), 1):
            for column, cell in enumerate(record, 1):
                if len(cell) > MAX_CELL_UNITS:
                    raise Refused("cell_too_long", file=file, row=number, column=column, limit=MAX_CELL_UNITS)
            yield [cell if cell.strip() else "" for cell in record]
    except csv.Error as error:
        raise Refused("damaged", file=file, row=number + 1) from error
