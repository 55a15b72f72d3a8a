"""The changes of a workbook as it carries them: lines of JSON, which :mod:`desktop.exchange.packing` puts into cells.

A change is a line: a JSON list of its parts in the order of :data:`PARTS`, and right behind it its patch as the text
that is hashed. Fourteen cells a change took two thirds of the time of reading a workbook, and nobody reads them: no
person edits the hidden sheet, and whoever alters it is found out by the digests either way.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any, NoReturn

from desktop.domain.changes import Change, Vector, canonical
from desktop.exchange.cell_limits import MAX_EXACT_NUMBER
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
