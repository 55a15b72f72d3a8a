"""Merged cells, formulas and errors of an .ods, which its reader does not tell (OpenDocument 1.2 part 1, §9.1)."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.parsers.expat import ExpatError, ParserCreate

CONTENT = "content.xml"


@dataclass(slots=True)
class SheetMarks:
    """Of one sheet: merged areas (top, left, bottom, right; rows from 1, columns from 0), formulas, errors."""

    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    formulas: list[tuple[int, int, str]] = field(default_factory=list)
    errors: list[tuple[int, int, str]] = field(default_factory=list)


def marks_of(archive: zipfile.ZipFile) -> Mapping[str, SheetMarks]:
    """What each sheet has of these, by its name; nothing for packages of another make."""
    try:
        data = archive.read(CONTENT)
    except KeyError:
        return {}
    reading = _Reading()
    try:
        reading.parse(data)
    except (ExpatError, ValueError):
        return {}
    return reading.found


class _Reading:
    def __init__(self) -> None:
        self.found: dict[str, SheetMarks] = {}
        self._sheet = SheetMarks()
        self._depth = 0
        self._row, self._column = 0, 0
        self._repeated = 1
        self._error: tuple[int, int] | None = None
        self._text = ""

    def parse(self, data: bytes) -> None:
        parser = ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._words
        parser.Parse(data, True)

    def _start(self, name: str, given: dict[str, Any]) -> None:
        if name == "table:table":
            self._depth += 1
            if self._depth == 1:
                self._sheet = self.found.setdefault(given.get("table:name", ""), SheetMarks())
                self._row = 0
        elif self._depth != 1:
            return
        elif name == "table:table-row":
            self._row += 1
            self._column = 0
            self._repeated = int(given.get("table:number-rows-repeated", 1))
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self._cell(given)

    def _cell(self, given: dict[str, Any]) -> None:
        down, right = int(given.get("table:number-rows-spanned", 1)), int(given.get("table:number-columns-spanned", 1))
        if down > 1 or right > 1:
            area = (self._row, self._column, self._row + down - 1, self._column + right - 1)
            self._sheet.merged.append(area)
        formula = given.get("table:formula", "")
        if given.get("calcext:value-type") == "error":
            self._error = (self._row, self._column)
            self._text = ""
        elif formula:
            # A reference is written [.A1]; what comes before "=" names the grammar.
            told = formula.partition("=")[2].replace("[.", "").replace(":.", ":").replace("]", "")
            self._sheet.formulas.append((self._row, self._column, told))
        self._column += int(given.get("table:number-columns-repeated", 1))

    def _end(self, name: str) -> None:
        if name == "table:table":
            self._depth -= 1
        elif name == "table:table-row" and self._depth == 1:
            self._row += self._repeated - 1
        elif name == "table:table-cell" and self._error:
            self._sheet.errors.append((*self._error, self._text or "#VALUE!"))
            self._error = None

    def _words(self, text: str) -> None:
        if self._error:
            self._text += text
