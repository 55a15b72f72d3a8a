"""The changes of a workbook as it carries them: lines of JSON, compressed, as base64 in cells.

A change is a line: a JSON list of its parts in the order of :data:`PARTS`, and right behind it its patch as the text
that is hashed. Fourteen cells a change took two thirds of the time of reading a workbook, and nobody reads them: no
person edits the hidden sheet, and whoever alters it is found out by the digests either way. A cell holds text that
every spreadsheet keeps as it is (ASCII, no blanks, less than 32,767 characters), so a workbook saved anew by another
program still has its history.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from math import isfinite
from typing import Any, NoReturn

from desktop.domain.changes import Change, Vector, canonical
from desktop.domain.errors import Refused
from desktop.exchange.cells import MAX_EXACT_NUMBER
from desktop.exchange.information import demand, moment

PARTS = (
    "node",
    "scope",
    "number",
    "lamport",
    "wall",
    "actor",
    "office",
    "kind",
    "record",
    "operation",
    "knowledge",
    "digest",
    "previous",
)
"""Scope and knowledge are places in the lists of the information sheet; ``previous`` is empty where it is the digest
of the line above."""

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
_TYPES = (str, int, int, int, str, str, str, str, str, str, int, str, str)

UNKNOWN_DIGEST = "?"
"""Fits no change: what should have told the digest before was taken out."""


@dataclass(frozen=True, slots=True)
class ReceivedChange:
    """A change as the workbook carries it: the patch and the knowledge still as the text that is hashed."""

    change: Change
    patch_text: str
    knowledge_text: str


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def line_of(parts: Sequence[Any], patch_text: str) -> str:
    """The line of a change."""
    return f"{_encode(list(parts))}{patch_text}\n"


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


# -- lines to changes --------------------------------------------------------------------------------------------------


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no value of a field")


def _finite(text: str) -> float:
    number = float(text)
    demand(isfinite(number))
    return number


# Reads one value from a place of a text and tells where it ends.
_scan = json.JSONDecoder(parse_constant=_refuse_constant, parse_float=_finite).raw_decode


def changes_of(chunks: Iterable[bytes], scopes: Sequence[str], vectors: Sequence[Vector]) -> list[ReceivedChange]:
    """The changes of the lines, of which each chunk holds whole ones.

    ValueError, TypeError, IndexError or RecursionError where a line is not what this program writes.
    """
    knowledge = [(vector, canonical(vector)) for vector in vectors]
    changes: list[ReceivedChange] = []
    for chunk in chunks:
        _read_lines(chunk.decode("utf-8"), scopes, knowledge, changes)
    return changes


def _read_lines(
    text: str, scopes: Sequence[str], knowledge: Sequence[tuple[Vector, str]], changes: list[ReceivedChange]
) -> None:
    # An escaped character may be half of one, which can be written in JSON and nowhere else.
    has_escapes = "\\u" in text
    last = changes[-1].change if changes else None
    wall = ""
    place, end = 0, len(text)
    while place < end:
        parts, middle = _scan(text, place)
        patch, stop = _scan(text, middle)
        demand(text[stop] == "\n" and type(parts) is list and tuple(map(type, parts)) == _TYPES and type(patch) is dict)
        if has_escapes:
            canonical([parts, patch]).encode("utf-8")
        if parts[4] != wall:
            wall = moment(parts[4])
        last = _change(parts, patch, scopes, knowledge, last)
        changes.append(ReceivedChange(last, text[middle:stop], knowledge[parts[10]][1]))
        place = stop + 1


def _change(
    parts: Sequence[Any],
    patch: dict[str, Any],
    scopes: Sequence[str],
    knowledge: Sequence[tuple[Vector, str]],
    last: Change | None,
) -> Change:
    node, scope, number, lamport, wall, actor, office, kind, record, operation, known, digest, previous = parts
    demand(0 < number < MAX_EXACT_NUMBER and 0 < lamport < MAX_EXACT_NUMBER and scope >= 0 and known >= 0)
    name = scopes[scope]
    if not previous and number > 1:
        follows = last is not None and last.number + 1 == number and (last.node, last.scope) == (node, name)
        previous = last.digest if last is not None and follows else UNKNOWN_DIGEST
    return Change(
        node, name, number, lamport, wall, actor, office, kind, record, operation, patch, knowledge[known][0],
        previous, digest,
    )  # fmt: skip
