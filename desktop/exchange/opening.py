"""Open a workbook for reading, whoever wrote it, or say in one code why not.

What a file is, is told from its content, never from its name.
"""

from __future__ import annotations

import datetime
import errno
import hashlib
import io
import re
import stat
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum

from desktop.domain.errors import Refused
from desktop.exchange.cell_limits import MAX_CELL_UNITS
from desktop.exchange.packages import (
    ZIP_FAULTS,
    Watch,
    compound_file_code,
    is_compound_file,
    judge_part,
    judged,
    seal_of,
    sheet_parts,
)
from desktop.exchange.replacing import readable_name

if TYPE_CHECKING:
    from desktop.exchange.blanks import Blanks
    from desktop.exchange.plain_sheets import PlainSheet, PlainSheets

MAX_FILE_BYTES = 50 * 2**20

MAX_COLUMNS = 16_384
"""Columns of a sheet in the format itself; a cell beyond was not written by a spreadsheet."""

Value = str | int | float | bool | datetime.date | datetime.datetime | datetime.time | datetime.timedelta

_PROPERTIES_PART = "docProps/custom.xml"
_MAX_PROPERTIES_BYTES = 2**20
_SHEET_ENTRY = re.compile(rb"<(?:\w+:)?sheet\s[^<>]*/>")
_UNKNOWN_STATE = re.compile(rb"\sstate=\"(?!visible\"|hidden\"|veryHidden\")[^\"]*\"")
_NO_PART = re.compile(rb"\s\w+:id=\"\"")


@dataclass(frozen=True, slots=True)
class OpenWorkbook:
    """A workbook held in memory; the file itself is closed and free.

    ``digest`` is the SHA-256 of its bytes (hex); ``properties`` are the custom document properties, all as text.
    """

    name: str
    digest: str
    sheet_names: tuple[str, ...]
    properties: Mapping[str, str]
    _book: CalamineWorkbook
    _archive: zipfile.ZipFile | None = None
    _parts: Mapping[str, str] = field(default_factory=dict)
    _unjudged: dict[str, str] = field(default_factory=dict)
    """The parts of the sheets that are judged when they are read, by the names of the sheets."""
    _watch: Watch | None = None
    _plain: list[PlainSheets] = field(default_factory=list)
    _last: dict[str, CalamineSheet] = field(default_factory=dict)

    def rows(self, sheet: str) -> Iterator[list[Value]]:
        """Rows of the sheet from row 1, column A, up to the last that holds something; all equally long.

        A blank is ``''``, every number a float, a date without time a date, an error value like #N/A a blank.
        Raises KeyError for an unknown sheet, Refused ``damaged`` for one that cannot be read, ``cell_too_long`` and
        ``too_many_cells``.
        """
        if sheet not in self.sheet_names:
            raise KeyError(sheet)
        if self._archive is not None and sheet in self._unjudged:
            judge_part(self._archive, self._unjudged.pop(sheet), self.name, self._watch)
        blanks: list[list[Value]] = []
        try:
            found = self._sheet_of(sheet)
            # Its rows are counted from 1, and its columns from the first that holds something.
            indent: list[Value] = [""] * found.start[1] if found.start else []
            for number, cells in enumerate(found.iter_rows(), 1):
                row = indent + cells if indent else cells
                if len(row) > MAX_COLUMNS:
                    raise Refused("too_many_cells", file=self.name, sheet=sheet, limit_columns=MAX_COLUMNS)
                if row.count("") == len(row):
                    # A million formatted rows at the end are no rows.
                    blanks.append(row)
                    continue
                if blanks:
                    yield from blanks
                    blanks.clear()
                for column, cell in enumerate(row, 1):
                    if type(cell) is str and len(cell) > MAX_CELL_UNITS:
                        raise _too_long(self.name, sheet, number, column)
                yield row
        except CalamineError as error:
            raise Refused("damaged", file=self.name, sheet=sheet) from error
        except BaseException as error:
            if not _is_panic(error):
                raise
            raise Refused("damaged", file=self.name, sheet=sheet) from error

    def plain(self, sheet: str) -> PlainSheet | None:
        """What :meth:`rows` gives of a sheet of nothing but plain cells, without blank rows and blanks at their ends.

        None for other sheets. Only known of workbooks that were opened with ``is_lazy``. Refused: ``damaged``.
        """
        if self._archive is None or sheet not in self._unjudged:
            return None
        # The reader of exchanged workbooks never asks, and starts sooner without it.
        from desktop.exchange.plain_sheets import PlainSheets

        if not self._plain:
            self._plain.append(PlainSheets(self._archive))
        try:
            return self._plain[0].read(self._unjudged[sheet])
        except ZIP_FAULTS as error:
            raise Refused("damaged", file=self.name) from error

    def _sheet_of(self, name: str) -> CalamineSheet:
        # Reading a sheet takes as long as going through its rows: the last one is kept, for what else is asked of it.
        if name not in self._last:
            self._last.clear()
            self._last[name] = self._book.get_sheet_by_name(name)
        return self._last[name]

    @property
    def archive(self) -> zipfile.ZipFile | None:
        """The package, where the workbook is one."""
        return self._archive

    def blanks(self, sheet: str, *, faulty: bool = True) -> Blanks:
        """The cells of a sheet that :meth:`rows` gives as blanks and that are none; ``faulty`` ones if asked for."""
        # Of most workbooks nobody asks, and the reading process starts sooner without it.
        from desktop.exchange.blanks import Blanks, faulty_cells

        archive = self._archive if faulty else None
        found = faulty_cells(archive, sheet) if archive is not None else frozenset()
        merged = self._sheet_of(sheet).merged_cell_ranges or ()
        areas = [((top + 1, left + 1), (bottom + 1, right + 1)) for (top, left), (bottom, right) in merged]
        return Blanks(found, areas)

    def is_as_written(self, seal: str, sheet: str) -> bool:
        """Whether the file is, but for that sheet, as it was when ``seal`` was made (see ``seal_of``).

        Only known of workbooks that were opened with ``is_lazy``.
        """
        return sheet in self._parts and self._archive is not None and seal_of(self._archive, self._parts[sheet]) == seal


def open_workbook(path: Path, password: str = "", *, is_lazy: bool = False) -> OpenWorkbook:
    """Open ``path``; .xlsx, .xlsm, .xlsb and .ods can be read, sealed ones with their password.

    With ``is_lazy`` a sheet is judged when it is read, and one that is not read never.

    Raises Refused with ``file`` (the name): ``not_found``, ``lock_file`` (the mark another program leaves beside an
    open workbook), ``locked_by_program``, ``read_failed``, ``empty_file``, ``encrypted``,
    ``wrong_password``, ``cipher_unknown``, ``legacy_format`` (.xls and .et: to be saved as .xlsx), ``not_workbook``,
    ``damaged``, and for what goes beyond a limit ``too_large``, ``unpacks_too_large``, ``too_many_parts``,
    ``too_many_texts``, ``too_many_cells``.
    """
    return open_content(content_of_file(path), path, password, is_lazy=is_lazy)


def open_content(
    data: bytes, path: Path, password: str = "", *, is_lazy: bool = False, watch: Watch | None = None
) -> OpenWorkbook:
    """:func:`open_workbook` with the bytes of the file at hand. The digest is that of the file as it lies there.

    ``watch`` is shown the sheets while they are judged; see :func:`open_workbook` for ``is_lazy``.
    """
    digest = hashlib.sha256(data).hexdigest()
    if is_compound_file(data):
        # Most workbooks are none, and the reading process starts sooner without it.
        from desktop.exchange.sealing import is_sealed, unsealed

        if is_sealed(data):
            data = unsealed(data, password, path.name)
    archive = judged(data, path.name, with_sheets=not is_lazy, watch=watch)
    parts = sheet_parts(archive) if is_lazy else {}
    book = _parsed(data) if parts or not is_lazy else None
    if book is None or (is_lazy and tuple(parts) != _sheet_names(book)):
        # What is not built in the usual way is judged whole.
        archive, parts = judged(data, path.name, watch=watch), {}
        book = _parsed(data) or _parsed(_without_odd_sheets(archive))
    if book is None:
        raise Refused("damaged", file=path.name)
    return OpenWorkbook(
        readable_name(path),
        digest,
        _sheet_names(book),
        _properties(archive, path.name),
        book,
        archive,
        parts,
        {**parts},
        watch,
    )


def open_legacy(data: bytes, path: Path) -> OpenWorkbook | None:
    """A workbook in the format of Excel 5 to 2003 (.xls, .et); None where ``data`` is none. Refused: ``damaged``."""
    if not is_compound_file(data) or compound_file_code(data) != "legacy_format":
        return None
    book = _parsed(data)
    if book is None:
        raise Refused("damaged", file=path.name)
    return OpenWorkbook(readable_name(path), hashlib.sha256(data).hexdigest(), _sheet_names(book), {}, book)


def _too_long(file: str, sheet: str, row: int, column: int) -> Refused:
    return Refused("cell_too_long", file=file, sheet=sheet, row=row, column=column, limit=MAX_CELL_UNITS)


def _sheet_names(book: CalamineWorkbook) -> tuple[str, ...]:
    return tuple(sheet.name for sheet in book.sheets_metadata if sheet.typ is SheetTypeEnum.WorkSheet)


def content_of_file(path: Path) -> bytes:
    """The bytes of a file of at most 50 MB. Refused: what :func:`open_workbook` says of files that cannot be read."""
    name = path.name
    if name.startswith(("~$", ".~")):
        raise Refused("lock_file", file=name)
    try:
        told = path.stat()
        if not stat.S_ISREG(told.st_mode):
            # A folder, or a pipe that nobody writes to.
            raise Refused("not_workbook", file=name)
        with path.open("rb") as file:
            # Room is made for as much as is asked for; a file may grow meanwhile.
            data = file.read(min(told.st_size, MAX_FILE_BYTES) + 1)
            data += file.read(MAX_FILE_BYTES + 1 - len(data)) if len(data) > told.st_size else b""
    except FileNotFoundError as error:
        raise Refused("not_found", file=name) from error
    except PermissionError as error:
        raise Refused("locked_by_program", file=name) from error
    except OSError as error:
        code = "not_found" if error.errno in (errno.ENOTDIR, errno.ENAMETOOLONG) else "read_failed"
        raise Refused(code, file=name, reason=error.strerror or "") from error
    if len(data) > MAX_FILE_BYTES:
        raise Refused("too_large", file=name, limit_megabytes=MAX_FILE_BYTES // 2**20)
    return data


def _is_panic(error: BaseException) -> bool:
    """Whether calamine, written in Rust, came to a halt; its exception is no ``Exception`` and cannot be imported."""
    return type(error).__name__ == "PanicException"


def _parsed(data: bytes) -> CalamineWorkbook | None:
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except CalamineError:
        return None
    except BaseException as error:
        if not _is_panic(error):
            raise
        return None


def _without_odd_sheets(archive: zipfile.ZipFile) -> bytes:
    """The package without what Excel overlooks in the list of sheets: entries without a part, states not defined."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as repaired:
        for entry in archive.infolist():
            data = archive.read(entry)
            if entry.filename == "xl/workbook.xml":
                data = _SHEET_ENTRY.sub(_without_oddity, data)
            repaired.writestr(zipfile.ZipInfo(entry.filename), data)
    return buffer.getvalue()


def _without_oddity(entry: re.Match[bytes]) -> bytes:
    return b"" if _NO_PART.search(entry[0]) else _UNKNOWN_STATE.sub(b"", entry[0])


def _properties(archive: zipfile.ZipFile, file: str) -> dict[str, str]:
    part = next((name for name in archive.namelist() if name.lstrip("/").lower() == _PROPERTIES_PART.lower()), None)
    if part is None:
        return {}
    if archive.getinfo(part).file_size > _MAX_PROPERTIES_BYTES:
        raise Refused("too_large", file=file, part=part)
    try:
        root = fromstring(archive.read(part), forbid_dtd=True)
    except (ParseError, DefusedXmlException) as error:
        raise Refused("damaged", file=file, part=part) from error
    return {node.get("name", ""): "".join(node.itertext()) for node in root}
