"""A whole file: its tables of one kind, and what becomes of each of its rows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from desktop.domain.errors import Problem
from desktop.domain.fields import SetBy
from desktop.domain.kinds import KINDS
from desktop.exchange.intake.columns import Column, Knowledge
from desktop.exchange.intake.finding import Corrections, Table, find_tables
from desktop.exchange.intake.found import FoundColumn, FoundProblem, FoundRow, FoundTable, IgnoredRow
from desktop.exchange.intake.headings import key
from desktop.exchange.intake.households import gathered, is_roster
from desktop.exchange.intake.lines import side_line, texts_of
from desktop.exchange.intake.records import RowsRead, Surroundings, TableReader
from desktop.exchange.intake.sheet import Sheet
from desktop.exchange.intake.surroundings import implied, lines_above, village_of, year_of
from desktop.exchange.intake.twins import twins


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for: a kind of record, and what is known of its ledgers and of the office.

    ``villages`` are the names of the villages that records may belong to; ``fill`` are values for fields that no
    column carries.
    """

    kind: str
    file: str
    today: date
    known: Knowledge
    villages: Collection[str] = ()
    corrections: Corrections = field(default_factory=dict)
    fill: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Found:
    """Everything that was found: ``rows`` are faultless, ``partial`` are the good parts of the others."""

    tables: list[FoundTable] = field(default_factory=list)
    rows: list[FoundRow] = field(default_factory=list)
    partial: list[FoundRow] = field(default_factory=list)
    problems: list[FoundProblem] = field(default_factory=list)
    ignored: list[IgnoredRow] = field(default_factory=list)


def look_through(sheets: Sequence[Sheet], question: Question, check: Callable[[int], object]) -> Found:
    """What the sheets hold. ``check`` is called now and then with the number of rows gone through; it may raise."""
    found = read_through(sheets, question, check)
    name_twins(question.kind, found)
    return found


def read_through(sheets: Sequence[Sheet], question: Question, check: Callable[[int], object]) -> Found:
    """As :func:`look_through`, each row judged by itself: that it repeats another is not told yet."""
    found = Found()
    done = 0
    for place, sheet in enumerate(sheets):
        at = done
        tables = find_tables(
            place,
            sheet,
            question.kind,
            question.known,
            question.corrections,
            lambda at=at: check(at),  # type: ignore[misc]
        )
        if tables:
            _look_at(sheet, tables, question, found, lambda at=at: check(at))  # type: ignore[misc]
        done += len(sheet.rows)
    if not found.tables:
        return found
    with_tables = {table.sheet for table in found.tables}
    for sheet in sheets:
        if sheet.name not in with_tables:
            found.ignored += [IgnoredRow(sheet.name, row.number, "other_table") for row in sheet.rows]
    return found


def _look_at(
    sheet: Sheet, tables: Sequence[Table], question: Question, found: Found, check: Callable[[], object]
) -> None:
    floor = 0
    first_lines: list[str] = []
    kind = KINDS[question.kind]
    told: set[int] = set()
    for table in tables:
        lines = lines_above(sheet, table, floor)
        # The title of the sheet holds for its second table too, where that has none of its own.
        titles = [*lines, *first_lines] if first_lines else lines
        first_lines = first_lines or lines
        is_of_persons = question.kind == "household" and is_roster(table)
        if is_of_persons:
            table = _without_members(table)
        found.tables.append(_told(sheet, table))
        found.ignored += _lines_beside(sheet, floor, table.first, told)
        year = year_of(titles, sheet.name, question.file)
        fixed: dict[str, Any] = dict(implied(question.kind, table, lines, sheet.name))
        village = village_of(titles, sheet.name, question.villages) if kind.has_field("village_name") else ""
        if "village_name" not in table.fields and village:
            fixed["village_name"] = village
        fixed |= {name: value for name, value in question.fill.items() if name not in table.fields}
        around = Surroundings(question.today, list(question.known.categories), year, fixed)
        rows = sheet.rows[sheet.index(table.last_heading + 1) : sheet.index(table.last + 1)]
        read = TableReader(sheet, table, kind, around).read(rows, check)
        if is_of_persons:
            read = gathered(sheet, table, read)
        _settle(sheet, table, question, read, found)
        told |= {row.number for row in rows}
        floor = max(table.last, floor)
    found.ignored += [IgnoredRow(sheet.name, row.number, "other_table") for row in sheet.rows[sheet.index(floor + 1) :]]


def _without_members(table: Table) -> Table:
    """Of a roster the columns that tell of persons, of which only the head's number of identity is the household's."""
    columns = []
    has_head = any(column.field == "head_name" and "户主" in column.heading for column in table.columns)
    for column in table.columns:
        word = key(column.levels[-1])
        is_person = column.source != "person" and (
            column.field in ("note", "household_tags") or (column.field == "head_name" and has_head and word == "姓名")
        )
        columns.append(replace(column, field=None, score=0.0, source="none") if is_person else column)
    return replace(table, columns=tuple(columns))


def _told(sheet: Sheet, table: Table) -> FoundTable:
    columns = tuple(_told_column(column) for column in table.columns)
    return FoundTable(sheet.name, table.first, table.last_heading, table.last, columns)


def _told_column(column: Column) -> FoundColumn:
    return FoundColumn(column.place, column.heading, column.field, round(column.score, 3), column.source)


def _lines_beside(sheet: Sheet, floor: int, first: int, told: Collection[int]) -> Iterable[IgnoredRow]:
    for row in sheet.rows[sheet.index(floor + 1) : sheet.index(first)]:
        if row.number not in told:
            texts = texts_of(row.cells)
            yield IgnoredRow(sheet.name, row.number, side_line(texts, 9) or "title")


def _settle(sheet: Sheet, table: Table, question: Question, read: RowsRead, found: Found) -> None:
    """Name the fields that every record must have and nothing tells, and part faultless rows from the others."""
    for one in KINDS[question.kind].fields:
        is_wanted = one.required and one.set_by is SetBy.PERSON and one.name not in table.fields
        if is_wanted and any(one.name not in row.values for row in read.rows):
            problem = Problem("missing", one.name, None, 0, {"label": one.label, "column": True})
            found.problems.append(FoundProblem(sheet.name, problem))
    faulty = {one.problem.row for one in read.problems}
    found.rows += [row for row in read.rows if row.row not in faulty]
    found.partial += [row for row in read.rows if row.row in faulty]
    found.problems += read.problems
    found.ignored += read.ignored


def name_twins(kind_name: str, found: Found) -> None:
    """Rows that repeat one before them become problems; ``found`` is changed."""
    order = {table.sheet: place for place, table in reversed(list(enumerate(found.tables)))}
    rows = sorted([*found.rows, *found.partial], key=lambda row: (order[row.sheet], row.row))
    again = twins(kind_name, rows)
    if not again:
        return
    named = {(one.sheet, one.problem.row) for one in again}
    found.partial += [row for row in found.rows if (row.sheet, row.row) in named]
    found.rows = [row for row in found.rows if (row.sheet, row.row) not in named]
    found.problems += again
