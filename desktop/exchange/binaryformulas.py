"""Formulas and errors of an .xls, which its reader does not tell ([MS-XLS] §2.4: BoundSheet8, BoolErr, Formula)."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

import olefile

FORMULA, BOOL_ERR, BOUND_SHEET, END_OF_PART = 0x0006, 0x0205, 0x0085, 0x000A

ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}

Worked = tuple[tuple[int, int], str, str]
"""Row and column (from 1), formula, error, as :func:`desktop.exchange.blanks.worked_cells` gives them."""

_HYPERLINK, _TODAY, _NOW, _RAND, _TRUE, _FALSE = 359, 221, 74, 63, 34, 35
_NAMES = {_HYPERLINK: "HYPERLINK", _TODAY: "TODAY", _NOW: "NOW", _RAND: "RAND", _TRUE: "TRUE", _FALSE: "FALSE"}
_SIZES = {0x16: 1, 0x1C: 2, 0x1D: 2, 0x1E: 3, 0x1F: 9, 0x21: 3, 0x22: 4}


def worked_cells_of(data: bytes) -> dict[str, list[Worked]]:
    """The cells with a formula or an error of each sheet, by its name. Empty for what is not built in the usual way.

    Of a formula only is told whether it refers to other cells (``A1``) and which function of those that change by
    themselves it has: its text would have to be put together from its parts.
    """
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            name = next((name for name in ("Workbook", "Book") if file.exists(name)), "")
            stream = file.openstream(name).read() if name else b""
        sheets = list(_sheets(stream))
        return {name: list(_worked(stream, start)) for name, start in sheets}
    except (OSError, struct.error, IndexError, UnicodeDecodeError):
        return {}


def _records(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    while place + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, place)
        yield kind, stream[place + 4 : place + 4 + size]
        place += 4 + size


def _sheets(stream: bytes) -> Iterator[tuple[str, int]]:
    for kind, body in _records(stream, 0):
        if kind == END_OF_PART:
            return
        # Charts and macro sheets have another number here.
        if kind == BOUND_SHEET and body[5] == 0:
            start, count, is_wide = struct.unpack_from("<I", body)[0], body[6], body[7] & 1
            yield body[8:].decode("utf-16-le")[:count] if is_wide else body[8 : 8 + count].decode("latin-1"), start


def _worked(stream: bytes, start: int) -> Iterator[Worked]:
    for kind, body in _records(stream, start):
        if kind == END_OF_PART:
            return
        if kind == BOOL_ERR and body[7]:
            row, column = struct.unpack_from("<HH", body)
            yield (row + 1, column + 1), "", ERRORS.get(body[6], "#N/A")
        elif kind == FORMULA:
            row, column = struct.unpack_from("<HH", body)
            is_error = body[12:14] == b"\xff\xff" and body[6] == 2
            size = struct.unpack_from("<H", body, 20)[0]
            error = ERRORS.get(body[8], "#N/A") if is_error else ""
            yield (row + 1, column + 1), _told(body[22 : 22 + size]), error


def _told(tokens: bytes) -> str:
    """The formula as far as matters: ``A1`` where it refers to cells, else its functions, or ``0`` for constants."""
    place, functions = 0, []
    while place < len(tokens):
        token = tokens[place]
        plain = token if token < 0x20 else 0x20 | (token & 0x1F)
        if 0x03 <= plain <= 0x15:
            place += 1
        elif plain == 0x17:
            place += 3 + tokens[place + 1] * (2 if tokens[place + 2] & 1 else 1)
        elif plain == 0x19:
            jumps = struct.unpack_from("<H", tokens, place + 2)[0] + 1 if tokens[place + 1] & 4 else 0
            place += 4 + 2 * jumps
        elif plain in _SIZES:
            if plain in (0x21, 0x22):
                number = struct.unpack_from("<H", tokens, place + (1 if plain == 0x21 else 2))[0] & 0x7FFF
                functions.append(_NAMES.get(number, "F") + "()")
            place += _SIZES[plain]
        else:
            # References, names, arrays and groups of formulas.
            return "A1"
    return "".join(functions) or "0"
