"""Cells that look blank to the reader and are not: formula errors, formulas without a result, merged cells.

The reader gives all of these as blanks. Taken for what they seem, each would clear a field on the quiet.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.parsers.expat import ExpatError

from desktop.exchange.cell_names import Place, column_number
from desktop.exchange.escaping import unescape
from desktop.exchange.splicing import Tag, scan

Area = tuple[Place, Place]
"""Upper left and lower right cell."""

BOOK = "xl/workbook.xml"
"""The part of an .xlsx that lists its sheets."""

_BOOK_RELATIONS = "xl/_rels/workbook.xml.rels"
_SUSPECT = re.compile(rb"""\st=["']e["']|<(?:\w+:)?f[\s/>]""")
_FORMULA_MARKS = (b"<f", b":f")
_LONGEST_MARK = 3
_CELL = re.compile(rb"<(?:\w+:)?c\s([^<>]*[^<>/])>(.*?)</(?:\w+:)?c>", re.DOTALL)
_REFERENCE = re.compile(rb"""(?:^|\s)r=["']([A-Z]{1,3})([0-9]{1,7})["']""")
_TYPE = re.compile(rb"""(?:^|\s)t=["'](\w+)["']""")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_FORMULA_TEXT = re.compile(rb"<(?:\w+:)?f(?:\s[^<>]*)?(?:/>|>([^<]*)<)")
_RESULT_TEXT = re.compile(rb"<(?:\w+:)?v(?:\s[^<>]*)?>([^<]*)<")
_RESULT = re.compile(rb"<(?:\w+:)?v(?:\s[^<>]*)?>[^<]|<(?:\w+:)?is[\s>]")


@dataclass(frozen=True, slots=True)
class Blanks:
    """The blanks of a sheet that are none: ``faulty`` cells, ``merged`` areas."""

    faulty: frozenset[Place]
    merged: Sequence[Area]

    def covering(self, place: Place) -> Area | None:
        """The merged area that hides a cell; None for its first cell, which is the one people see."""
        return next(
            (
                area
                for area in self.merged
                if area[0] != place and area[0][0] <= place[0] <= area[1][0] and area[0][1] <= place[1] <= area[1][1]
            ),
            None,
        )

    def spans_rows(self, place: Place) -> bool:
        """Whether a cell is merged with some of the rows below."""
        return any(first == place and last[0] > place[0] for first, last in self.merged)


def faulty_cells(archive: zipfile.ZipFile, sheet: str) -> frozenset[Place]:
    """Cells of a sheet of an .xlsx with an error (#N/A), or with a formula that no program has worked out.

    Empty for packages of another make: they are not looked into.
    """
    try:
        data = archive.read(_part_of(archive, sheet))
    except (KeyError, ValueError, ExpatError):
        return frozenset()
    return frozenset(_faulty(data)) if _SUSPECT.search(data) else frozenset()


def _faulty(data: bytes) -> Iterable[Place]:
    for cell in _CELL.finditer(data):
        reference = _REFERENCE.search(cell[1])
        if reference is None:
            continue
        kind = _TYPE.search(cell[1])
        is_text = kind is not None and kind[1] == b"str"
        is_open = _FORMULA.search(cell[2]) and not is_text and not _RESULT.search(cell[2])
        if is_open or (kind is not None and kind[1] == b"e"):
            yield int(reference[2]), column_number(reference[1].decode())


class SheetWatch:
    """Sees sheets go by, piece by piece, and tells which of them hold neither formulas nor errors.

    To unpack a sheet once more for that would take as long as a fifth of reading it.
    """

    def __init__(self) -> None:
        self._seen: set[str] = set()
        self._suspect: set[str] = set()
        self._part, self._tail = "", b""

    def __call__(self, part: str, piece: bytes) -> None:
        """Look at the next piece of a part."""
        self._seen.add(part)
        data = self._tail + piece if part == self._part else piece
        self._part, self._tail = part, data[1 - _LONGEST_MARK :]
        if part not in self._suspect and _may_be_worked(data):
            self._suspect.add(part)

    def knows_plain(self, part: str) -> bool:
        """Whether all of a part was seen, and nothing of the kind in it."""
        return part in self._seen and part not in self._suspect


def _may_be_worked(data: bytes) -> bool:
    # A single letter is found ten times as fast as two: rows of numbers and of Chinese words have no f at all.
    is_error = b'"e"' in data or (b"'" in data and b"'e'" in data)
    return is_error or (b"f" in data and any(mark in data for mark in _FORMULA_MARKS))


def worked_cells(archive: zipfile.ZipFile, sheet: str, watch: SheetWatch) -> list[tuple[Place, str, str]]:
    """The cells of a sheet of an .xlsx that hold a formula or an error: place, formula ("" unknown), error ("" none).

    A formula without a result has the error "?". Empty for packages of another make. ``watch`` has seen the package.
    """
    try:
        part = _part_of(archive, sheet)
        data = b"" if watch.knows_plain(part) else archive.read(part)
    except (KeyError, ValueError, ExpatError):
        return []
    if not _SUSPECT.search(data):
        return []
    found = []
    for cell in _CELL.finditer(data):
        reference, kind, formula = _REFERENCE.search(cell[1]), _TYPE.search(cell[1]), _FORMULA_TEXT.search(cell[2])
        is_error = kind is not None and kind[1] == b"e"
        if reference is None or not (is_error or formula):
            continue
        place = (int(reference[2]), column_number(reference[1].decode()))
        shown = _RESULT_TEXT.search(cell[2])
        has_result = bool(_RESULT.search(cell[2])) or (kind is not None and kind[1] == b"str")
        error = unescape(shown[1].decode()) if is_error and shown else "" if has_result else "?"
        found.append((place, unescape((formula[1] or b"").decode("utf-8", "replace")) if formula else "", error))
    return found


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str:
    """The part of a sheet. KeyError when the package has none by this name."""
    ids: dict[str, str] = {}
    parts: dict[str, str] = {}

    def learn_sheet(tag: Tag) -> None:
        if tag.name == "sheet":
            ids[tag.attributes["name"]] = next(
                value for name, value in tag.attributes.items() if name.endswith(":id") or name == "id"
            )

    def learn_part(tag: Tag) -> None:
        if tag.name == "Relationship":
            target: Mapping[str, str] = tag.attributes
            parts[target["Id"]] = posixpath.normpath(posixpath.join("/xl", target["Target"])).lstrip("/")

    scan(archive.read(BOOK), learn_sheet)
    scan(archive.read(_BOOK_RELATIONS), learn_part)
    return parts[ids[sheet]]


def shown_at(rows: Iterable[Sequence[Any]], places: Iterable[Place]) -> dict[Place, Any]:
    """What stands in these cells."""
    wanted: dict[int, list[int]] = {}
    for row, column in places:
        wanted.setdefault(row, []).append(column)
    return {
        (number, column): cells[column - 1] if column <= len(cells) else None
        for number, cells in enumerate(rows, 1)
        for column in wanted.get(number, ())
    }
