"""What was found in a file, arranged by sheet, row and cell as the window shows it. Made off the GUI thread."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from desktop.domain.errors import Problem
from desktop.services import taking
from desktop.services.taken import FoundColumn, FoundProblem, FoundTable, Guess, IgnoredRow, Likeness, Look, Row

_ABOVE = frozenset({"title", "unit_line"})


class Part(StrEnum):
    """What a row of the sheet is. ``ODD`` is one of which nothing is said, such as a blank row."""

    TITLE = "title"
    HEADING = "heading"
    RECORD = "record"
    FAULTY = "faulty"
    KNOWN = "known"
    PASSED = "passed"
    ODD = "odd"


@dataclass(slots=True)
class SheetMarks:
    """One sheet: the part each row is (rows from 1), and what stands in cells, by (row, place from 0).

    ``faults`` are the problems of a cell, ``row_faults`` those of a whole row, ``known`` the record a row most likely
    is already. ``last`` is the last row anything is known of.
    """

    name: str
    parts: dict[int, Part] = field(default_factory=dict)
    whys: dict[int, str] = field(default_factory=dict)
    guesses: dict[tuple[int, int], Guess] = field(default_factory=dict)
    faults: dict[tuple[int, int], Problem] = field(default_factory=dict)
    row_faults: dict[int, Problem] = field(default_factory=dict)
    known: dict[int, Likeness] = field(default_factory=dict)
    last: int = 0
    width: int = 0

    def part(self, row: int) -> Part:
        """What a row is."""
        return self.parts.get(row, Part.ODD)

    def put(self, row: int, part: Part) -> None:
        """A row is this part."""
        self.parts[row] = part
        self.last = max(self.last, row)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A guess, and all rows in which just the same was guessed."""

    guess: Guess
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Arranged:
    """A look as the window shows it: ``sheets`` by name, lists in the order of the sheets, rows that can be taken.

    ``hidden`` are fields that whoever works now may not see.
    """

    look: Look
    sheets: Mapping[str, SheetMarks]
    doubts: Sequence[Doubt]
    problems: Sequence[FoundProblem]
    alike: Sequence[Likeness]
    passed: Sequence[IgnoredRow]
    usable: frozenset[Row]
    hidden: frozenset[str] = frozenset()

    def place_of(self, sheet: str, row: int, field_name: str) -> int:
        """The column, from 0, in which a field of a row stands; -1 for none."""
        table = table_at(self.look.tables, sheet, row)
        if table is not None and field_name:
            for column in table.columns:
                if column.field == field_name:
                    return column.place
        return -1


def table_at(tables: Sequence[FoundTable], sheet: str, row: int) -> FoundTable | None:
    """The table a row of a sheet belongs to: the last that begins above it."""
    of_sheet = sorted((one for one in tables if one.sheet == sheet), key=lambda one: one.header_first)
    at = bisect_right([one.header_first for one in of_sheet], row)
    return of_sheet[max(0, at - 1)] if of_sheet else None


def arranged(look: Look) -> Arranged:
    """Arrange a look: as much work as the file has rows."""
    sheets = {name: SheetMarks(name) for name in _sheet_names(look)}
    for table in look.tables:
        marks = sheets[table.sheet]
        for row in range(table.header_first, table.header_last + 1):
            marks.put(row, Part.HEADING)
        marks.last = max(marks.last, table.last, taking.row_count(look, table.sheet))
        marks.width = max([marks.width, *(column.place + 1 for column in table.columns)])
    for passed in look.ignored:
        part = Part.TITLE if passed.why in _ABOVE else Part.HEADING if passed.why == "heading" else Part.PASSED
        sheets[passed.sheet].put(passed.row, part)
        sheets[passed.sheet].whys[passed.row] = passed.why
    places = _Places(look.tables)
    doubts = _mark_rows(look, sheets, places)
    for found in look.problems:
        _mark_fault(sheets[found.sheet], found.problem, places)
    for likeness in look.alike:
        marks = sheets[likeness.sheet]
        marks.known[likeness.row] = likeness
        if marks.part(likeness.row) is Part.RECORD:
            marks.parts[likeness.row] = Part.KNOWN
    order = {name: place for place, name in enumerate(sheets)}
    usable = frozenset((one.sheet, one.row) for one in look.rows)
    return Arranged(
        look,
        sheets,
        doubts,
        sorted(look.problems, key=lambda one: (order[one.sheet], one.problem.row)),
        sorted(
            (one for one in look.alike if (one.sheet, one.row) in usable), key=lambda one: (order[one.sheet], one.row)
        ),
        sorted(look.ignored, key=lambda one: (order[one.sheet], one.row)),
        usable,
    )


def missing_fields(columns: Sequence[FoundColumn], required: Sequence[str]) -> list[str]:
    """The required fields to which no column goes."""
    given = {column.field for column in columns}
    return [name for name in required if name not in given]


class _Places:
    """Where the fields of a row stand; rows come table by table, so the last answer mostly fits."""

    def __init__(self, tables: Sequence[FoundTable]) -> None:
        self._tables = tables
        self._of_table: dict[tuple[str, int], dict[str, int]] = {}
        self._starts: dict[str, list[int]] = defaultdict(list)
        for table in sorted(tables, key=lambda one: one.header_first):
            self._starts[table.sheet].append(table.header_first)
            named = {column.field: column.place for column in reversed(table.columns) if column.field}
            self._of_table[table.sheet, table.header_first] = named

    def find(self, sheet: str, row: int, field_name: str) -> int:
        starts = self._starts.get(sheet)
        if not starts:
            return -1
        start = starts[max(0, bisect_right(starts, row) - 1)]
        return self._of_table[sheet, start].get(field_name, -1)


def _mark_rows(look: Look, sheets: Mapping[str, SheetMarks], places: _Places) -> list[Doubt]:
    alike: dict[tuple[str, str, str, str], tuple[Guess, list[Row]]] = {}
    for found in look.rows:
        marks = sheets[found.sheet]
        marks.put(found.row, Part.RECORD)
        for guess in found.guesses:
            # The same word stands in hundreds of rows: it is looked at once.
            same = alike.setdefault((guess.field, guess.raw, str(guess.value), guess.why), (guess, []))
            same[1].append((found.sheet, found.row))
            place = places.find(found.sheet, found.row, guess.field)
            if place >= 0:
                marks.guesses[found.row, place] = guess
    return [Doubt(guess, rows) for guess, rows in alike.values()]


def _mark_fault(marks: SheetMarks, problem: Problem, places: _Places) -> None:
    if not problem.row:
        # Of the whole table: a column is missing.
        return
    marks.put(problem.row, Part.FAULTY)
    place = places.find(marks.name, problem.row, problem.field) if problem.field else -1
    if place >= 0:
        marks.faults[problem.row, place] = problem
    else:
        marks.row_faults[problem.row] = problem


def _sheet_names(look: Look) -> list[str]:
    names = dict.fromkeys(table.sheet for table in look.tables)
    for found in (look.rows, look.problems, look.ignored):
        names.update(dict.fromkeys(one.sheet for one in found))
    return list(names)
