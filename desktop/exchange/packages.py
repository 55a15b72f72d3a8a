"""Judge the bytes of a file before any parser of workbooks sees them.

A workbook is a zip package of XML parts (ECMA-376 part 2). Checked are what the parsers leave to luck: checksums, sizes
before unpacking, well-formed XML without document types, and the area that the cells span.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from xml.parsers import expat

from defusedxml.ElementTree import fromstring

from desktop.domain.errors import Refused

MAX_UNPACKED_BYTES = 400 * 2**20
MAX_RATIO = 400
"""Most bytes unpacked per byte packed, for packages over 30 MB unpacked. Real sheets reach about 100."""

MAX_CELLS = 20_000_000
"""Most cells in the rectangle from A1 to the last value: calamine holds all of them, about 30 bytes each."""

MAX_PARTS = 10_000
"""Most parts of a package. A workbook with a picture in each of a thousand rows has 2,000."""

MAX_TEXTS = 2_000_000
"""Most shared strings; calamine holds all of them, about 80 bytes each and what they say."""

_RATIO_FROM = 30 * 2**20
_PIECE = 2**18
_OVERLAP = 256
_EXPAT_NO_MEMORY = 1
ZIP_FAULTS = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, ValueError)
OLE_FAULTS = (OSError, struct.error, IndexError, ValueError, TypeError, AttributeError, MemoryError)
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PART_MAGIC, _END_MAGIC, _LOCATOR_MAGIC = b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x07"
_LEAST_ENTRY = 46
"""Bytes that the list of parts holds for each, beside its name."""
_FILE_PASS = 0x002F
_BEGIN_OF_FILE = 0x0809
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SHEET_TARGET = re.compile(r"(?:/xl/)?(worksheets/[\w.-]+\.xml)", re.ASCII)
# A cell with something in it, at column AA or later, or at row 100,000 or later; the common cells cost no match.
# The patterns begin with plain letters, which the engine finds six times as fast as a word boundary.
_FAR_CELL = re.compile(rb"r=[\"'](?:[A-Z]{2,3}\d{1,10}|[A-Z]\d{6,10})[\"'][^<>/]*>\s*<[^/]")
_FILLED_CELL = re.compile(rb"r=[\"']([A-Z]{1,3})(\d{1,10})[\"'][^<>/]*>\s*<[^/]")

Watch = Callable[[str, bytes], object]
"""Is shown a sheet's part, piece by piece, with its name."""


def judged(data: bytes, name: str, *, with_sheets: bool = True, watch: Watch | None = None) -> zipfile.ZipFile:
    """The package in ``data``, found sound. Raises the refusals of :func:`desktop.exchange.opening.open_workbook`.

    Without ``with_sheets`` the sheets are left to :func:`judge_part`, each before it is read. ``watch`` is shown the
    unpacked bytes of the sheets that are judged.
    """
    if not any(data):
        # A power cut leaves files of the right length full of zeros.
        raise Refused("damaged" if data else "empty_file", file=name)
    if data.startswith(OLE_MAGIC):
        raise Refused(compound_file_code(data), file=name)
    if data[0] == 0x09 and data[1:2] in (b"\x00", b"\x02", b"\x04") and data[2:4] in (b"\x04\x00", b"\x06\x00"):
        raise Refused("legacy_format", file=name)
    if not data.startswith(b"PK"):
        raise Refused("not_workbook", file=name)
    # Counted in the bytes: the list of a million parts would take longer to read than all else.
    if not _lists_few_parts(data) and data.count(_PART_MAGIC) > MAX_PARTS:
        raise Refused("too_many_parts", file=name, limit=MAX_PARTS)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        _check_sizes(archive, len(data), name)
        _check_kind(archive, name)
    except ZIP_FAULTS as error:
        raise Refused("damaged", file=name) from error
    for entry in archive.infolist():
        if not entry.is_dir() and (with_sheets or not is_sheet(entry.filename)):
            judge_part(archive, entry.filename, name, watch)
    return archive


def _lists_few_parts(data: bytes) -> bool:
    """Whether the end of a package, in its usual form, tells so short a list that it holds few parts.

    Counting in all the bytes takes a tenth of the time of reading a workbook of this program.
    """
    if data[-22:-18] != _END_MAGIC or data[-2:] != b"\0\0" or data[-42:-38] == _LOCATOR_MAGIC:
        return False
    parts, size = int.from_bytes(data[-12:-10], "little"), int.from_bytes(data[-10:-6], "little")
    return parts <= MAX_PARTS and size <= MAX_PARTS * _LEAST_ENTRY


def is_sheet(part: str) -> bool:
    """Whether a part of a package is a sheet's XML."""
    lower = part.lower()
    return "worksheets" in lower and lower.endswith(".xml")


def judge_part(archive: zipfile.ZipFile, part: str, name: str, watch: Watch | None = None) -> None:
    """Refused ``damaged``, ``too_many_texts`` or ``too_many_cells`` unless the part of the file ``name`` is sound."""
    try:
        _check_part(archive, part, name, watch)
    except ZIP_FAULTS as error:
        raise Refused("damaged", file=name) from error
    except expat.ExpatError as error:
        # Our own, for a document type, has no code.
        if getattr(error, "code", None) == _EXPAT_NO_MEMORY:
            raise MemoryError from error
        raise Refused("damaged", file=name, part=part) from error


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part of each sheet by its name, in their order; empty where a package is not built in the usual way.

    Asked after the parts that are no sheets were judged. Every doubt is an answer: whoever reads the sheets must find
    them in the same places.
    """
    names = set(archive.namelist())
    if len({name.replace("\\", "/").lower() for name in names}) < len(archive.namelist()):
        return {}
    try:
        book, relations = (archive.read(f"xl/{name}") for name in ("workbook.xml", "_rels/workbook.xml.rels"))
    except KeyError:
        return {}
    targets: dict[str, str] = {}
    for node in fromstring(relations, forbid_dtd=True):
        target = _SHEET_TARGET.fullmatch(node.get("Target", ""))
        if node.get("Id", "") in targets:
            return {}
        targets[node.get("Id", "")] = f"xl/{target[1]}" if target else ""
    parts: dict[str, str] = {}
    for node in fromstring(book, forbid_dtd=True).iter(f"{_MAIN}sheet"):
        part = targets.get(node.get(_RELATION, ""), "")
        if part not in names or part in parts.values() or node.get("name", "") in parts:
            return {}
        parts[node.get("name", "")] = part
    return parts


def seal_of(archive: zipfile.ZipFile, but: str) -> str:
    """A digest over names, sizes and checksums of all parts but one, as the package's directory tells them.

    Any program that saves the file anew changes it. It proves nothing against somebody who means to deceive.
    """
    parts = sorted((entry.filename, entry.file_size, entry.CRC) for entry in archive.infolist())
    told = json.dumps([part for part in parts if part[0] != but])
    return hashlib.sha256(told.encode()).hexdigest()


def pieces(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The unpacked bytes of a part, at most its declared size, its checksum compared at the end."""
    with archive.open(part) as stream:
        while piece := stream.read(_PIECE):
            yield piece


def is_package(data: bytes) -> bool:
    """Whether the bytes begin as a zip package."""
    return data.startswith(b"PK")


def is_compound_file(data: bytes) -> bool:
    """Whether the bytes begin as an OLE compound file: .xls, or a workbook with a password."""
    return data.startswith(OLE_MAGIC)


def compound_file_code(data: bytes) -> str:
    """What an OLE compound file ([MS-CFB]) is: ``encrypted``, ``legacy_format``, ``not_workbook`` or ``damaged``."""
    # Most files are none, and the reading process starts sooner without it.
    import olefile

    try:
        with olefile.OleFileIO(data) as compound:
            if compound.exists("EncryptedPackage"):
                return "encrypted"
            for stream in ("Workbook", "Book"):
                if compound.exists(stream):
                    return "encrypted" if _has_password(compound.openstream(stream).read()) else "legacy_format"
    except OLE_FAULTS:
        return "damaged"
    return "not_workbook"


def _has_password(records: bytes) -> bool:
    """Whether the first substream of a BIFF stream ([MS-XLS] 2.1.4) has a FilePass record."""
    offset = 0
    while offset + 4 <= len(records):
        kind, length = struct.unpack_from("<HH", records, offset)
        if kind == _FILE_PASS:
            return True
        if kind == 0x000A or (offset and kind == _BEGIN_OF_FILE):
            return False
        offset += 4 + length
    return False


def _check_sizes(archive: zipfile.ZipFile, packed: int, name: str) -> None:
    unpacked = sum(entry.file_size for entry in archive.infolist())
    if unpacked > MAX_UNPACKED_BYTES or (unpacked > _RATIO_FROM and unpacked > MAX_RATIO * packed):
        raise Refused("unpacks_too_large", file=name, limit_megabytes=MAX_UNPACKED_BYTES // 2**20)


def _check_kind(archive: zipfile.ZipFile, name: str) -> None:
    """Refuse packages that are no workbook: documents, presentations, plain archives."""
    entries = {entry.replace("\\", "/").lstrip("/").lower(): entry for entry in archive.namelist()}
    if not entries:
        raise Refused("damaged", file=name)
    if any(entry.flag_bits & 1 for entry in archive.infolist()):
        raise Refused("encrypted", file=name)
    if "mimetype" in entries and archive.read(entries["mimetype"]).strip().endswith(b"opendocument.spreadsheet"):
        return
    types = entries.get("[content_types].xml")
    declared = archive.read(types).lower() if types else b""
    if b"spreadsheetml" not in declared and b"ms-excel" not in declared:
        raise Refused("damaged" if archive.testzip() else "not_workbook", file=name)


def _check_part(archive: zipfile.ZipFile, part: str, name: str, watch: Watch | None) -> None:
    lower = part.lower()
    parser = strict_parser() if lower.endswith((".xml", ".rels")) else None
    may_be_far = is_sheet(part)
    is_texts = "sharedstrings" in lower
    is_far = False
    texts = 0
    tail = b""
    for piece in pieces(archive, part):
        if parser is not None:
            parser.Parse(piece, False)
        if is_texts:
            # Each has a start and an end.
            texts += piece.count(b"si>")
            if texts > 2 * MAX_TEXTS:
                raise Refused("too_many_texts", file=name, limit=MAX_TEXTS)
        if watch is not None and may_be_far:
            watch(part, piece)
        if may_be_far and not is_far:
            is_far = _FAR_CELL.search(tail + piece) is not None
            tail = piece[-_OVERLAP:]
    if parser is not None:
        parser.Parse(b"", True)
    if is_far and _spanned_cells(archive, part) > MAX_CELLS:
        raise Refused("too_many_cells", file=name, part=part, limit_cells=MAX_CELLS)


def strict_parser() -> expat.XMLParserType:
    """A parser that only looks whether the XML is well-formed, and stops at a document type: no part may have one."""
    parser = expat.ParserCreate()

    def stop(*_declaration: object) -> None:
        raise expat.ExpatError("a part of a workbook declares a document type")

    parser.StartDoctypeDeclHandler = stop
    return parser


def _spanned_cells(archive: zipfile.ZipFile, part: str) -> int:
    """Cells in the rectangle from A1 to the last column and the last row that hold something."""
    last_row = last_column = 0
    tail = b""
    for piece in pieces(archive, part):
        for letters, digits in _FILLED_CELL.findall(tail + piece):
            last_row = max(last_row, int(digits))
            column = 0
            for letter in letters:
                column = column * 26 + letter - 64
            last_column = max(last_column, column)
        tail = piece[-_OVERLAP:]
    return last_row * last_column
