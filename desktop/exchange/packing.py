"""The lines of a workbook's changes, compressed, as base64 in cells.

A cell holds text that every spreadsheet keeps as it is (ASCII, no blanks, less than 32,767 characters), so a workbook
saved anew by another program still has its history. What stands in a line is told by :mod:`desktop.exchange.carrying`.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterable, Iterator
from itertools import islice

from desktop.domain.errors import Refused
from desktop.exchange.information import demand

ENCODING = "base64(zlib(json lines))"
"""Stands in the first row of the sheet."""

MAX_BYTES = 200 * 2**20
"""Most that the lines of a workbook may unpack to."""

CELL_BYTES = 12_000
"""16,000 characters of base64: of longer cells it must be counted whether they fit."""

_LEVEL = 2
"""Measured: the time of 1, a twentieth fewer bytes; 6 takes five times as long for a sixth."""

_PIECE = 2**20
_TOGETHER = 2**18
_LINES = 32
_CELLS = 20


def packed(lines: Iterable[str]) -> Iterator[str]:
    """The cells that hold the lines, one after the other."""
    compressor = zlib.compressobj(_LEVEL)
    waiting = bytearray()
    remaining = iter(lines)
    while some := "".join(islice(remaining, _LINES)):
        waiting += compressor.compress(some.encode())
        while len(waiting) >= CELL_BYTES:
            yield base64.b64encode(waiting[:CELL_BYTES]).decode("ascii")
            del waiting[:CELL_BYTES]
    waiting += compressor.flush()
    for start in range(0, len(waiting), CELL_BYTES):
        yield base64.b64encode(waiting[start : start + CELL_BYTES]).decode("ascii")


def compressed(cells: Iterable[str]) -> Iterator[bytes]:
    """What the cells hold, still compressed, some dozen cells together. ValueError when it is no base64."""
    remaining = iter(cells)
    while some := [base64.b64decode(cell, validate=True) for cell in islice(remaining, _CELLS)]:
        yield b"".join(some)


def unpacked(compressed: Iterable[bytes], file: str) -> Iterator[bytes]:
    """The lines again, whole ones, some hundred at a time. ValueError when it holds none.

    Refused: ``unpacks_too_large``.
    """
    begun: list[bytes] = []
    size = gathered = 0
    for piece in _inflated(compressed):
        size += len(piece)
        if size > MAX_BYTES:
            raise Refused("unpacks_too_large", file=file, limit_megabytes=MAX_BYTES // 2**20)
        gathered += len(piece)
        end = piece.rfind(b"\n") + 1 if gathered > _TOGETHER else 0
        if end:
            yield b"".join([*begun, piece[:end]])
            begun, gathered = [], 0
        begun.append(piece[end:])
    last = b"".join(begun)
    demand(last.endswith(b"\n") or not last)
    if last:
        yield last


def _inflated(compressed: Iterable[bytes]) -> Iterator[bytes]:
    unpacker = zlib.decompressobj()
    try:
        for piece in compressed:
            waiting = piece
            while waiting:
                demand(not unpacker.eof)
                yield unpacker.decompress(waiting, _PIECE)
                waiting = unpacker.unconsumed_tail or unpacker.unused_data
        yield unpacker.flush()
    except zlib.error as error:
        raise ValueError("not what this program writes") from error
    demand(unpacker.eof)
