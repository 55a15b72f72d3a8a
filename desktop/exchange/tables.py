"""Any ledger as rows of cells: workbooks of every format that can be read, and text with separators."""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.domain.errors import Refused
from desktop.exchange.cells import MAX_CELL_UNITS
from desktop.exchange.layout import CHANGES_SHEET, INFO_SHEET, PUBLIC_PROPERTY
from desktop.exchange.opening import content_of_file, open_content, open_legacy
from desktop.exchange.packages import is_compound_file, is_package
from desktop.exchange.replacing import readable_name

Cell = str | int | float | bool | datetime.date | datetime.datetime | datetime.time | datetime.timedelta | None

_CONTROLS = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f]")
_SEPARATORS = ("\t", ",", ";")
_SNIFFED_CHARACTERS = 4_000


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row that holds something: place of its sheet in :attr:`Tables.sheets`, number from 1, cells from column A.

    Blanks at its end are left out; a blank between is ``''``.
    """

    sheet: int
    number: int
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Tables:
    """What a ledger holds; text has one sheet without a name. ``file_digest`` is the SHA-256 (hex) of the file."""

    file_name: str
    file_digest: str
    sheets: Sequence[str]
    rows: Sequence[TableRow]


def read_tables(path: Path, password: str = "") -> Tables:
    """All rows of a ledger: .xlsx .xlsm .xls .xlsb .ods, or text (UTF-8, UTF-16, GB18030) with separators.

    Refused: those of :func:`desktop.exchange.opening.open_workbook`, ``sync_workbook`` for an exchange workbook, and
    ``public_workbook`` for one made for posting: what is masked in it would be taken for the truth.
    """
    data = content_of_file(path)
    if not is_package(data) and not is_compound_file(data) and (text := _text_of(data)) is not None:
        rows = list(_numbered(0, _records(text, path.name)))
        return Tables(readable_name(path), hashlib.sha256(data).hexdigest(), [""], rows)
    workbook = open_legacy(data, path) or open_content(data, path, password)
    if PUBLIC_PROPERTY in workbook.properties:
        raise Refused("public_workbook", file=path.name)
    if INFO_SHEET in workbook.sheet_names and CHANGES_SHEET in workbook.sheet_names:
        raise Refused("sync_workbook", file=path.name)
    rows = [row for place, sheet in enumerate(workbook.sheet_names) for row in _numbered(place, workbook.rows(sheet))]
    return Tables(workbook.name, workbook.digest, list(workbook.sheet_names), rows)


def _numbered(sheet: int, rows: Iterable[Sequence[Cell]]) -> Iterator[TableRow]:
    for number, row in enumerate(rows, 1):
        end = len(row)
        while end and row[end - 1] == "":
            end -= 1
        if end:
            yield TableRow(sheet, number, row[:end])


def _text_of(data: bytes) -> str | None:
    """The text in the bytes; None where they are none, or a page of the web, or nothing."""
    is_wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text.strip() and not _CONTROLS.search(text) and not text.lstrip().startswith(("<", "%PDF", "{")):
            return text
    return None


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
