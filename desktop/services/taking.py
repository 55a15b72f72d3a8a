"""Taking in anybody's ledger: rows below headings that name fields of a kind become records of this ledger.

A heading is recognised by the field's label and aliases. What is no record is named: a problem with its place, or a
row passed over and why.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

from desktop.data.ledger import Ledger
from desktop.domain.errors import Problem, Refused
from desktop.domain.fields import FieldKind, RecordKind, SetBy
from desktop.exchange.reading import Reader, WorkbookReader
from desktop.exchange.tables import Cell, TableRow
from desktop.services.recording import Saved, check_values, record, typed_kind

HEADING_ROWS = 30
"""The headings stand within the first rows of a sheet that hold something."""

LEAST_HEADINGS = 2
"""Headings that must be recognised; among them one of a required field, and a third of those in the row."""

open_reader: Callable[[], Reader] = WorkbookReader
"""What reads the file."""

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_MARKS = "*:：.、"
_TOTAL = re.compile(r"^(?:本页|本表|本月)?(?:合计|小计|总计|共计)")


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table: its sheet, the row of its headings (from 1), and the field each heading names, None for no field."""

    sheet: str
    heading_row: int
    mapping: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A faultless row: where it stands, and its values as they are stored; empty fields are left out."""

    sheet: str
    row: int
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FoundProblem:
    """A value that is not accepted. Its row, ``problem.row``, is that of the sheet."""

    sheet: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class IgnoredRow:
    """A row that is no record. ``why``: ``total``, ``note`` (less than two values), ``heading`` (once more)."""

    sheet: str
    row: int
    why: str


@dataclass(slots=True)
class Taken:
    """What was found in a file, and what was recorded of it (None: nothing, as in a trial)."""

    file: str
    tables: list[FoundTable] = field(default_factory=list)
    rows: list[FoundRow] = field(default_factory=list)
    problems: list[FoundProblem] = field(default_factory=list)
    ignored: list[IgnoredRow] = field(default_factory=list)
    saved: Saved | None = None


def take_in(
    ledger: Ledger,
    path: Path,
    kind_name: str,
    *,
    dry_run: bool = False,
    password: str = "",
    cancelled: Callable[[], bool] | None = None,
) -> Taken:
    """Read a ledger as records of one kind and, unless ``dry_run``, record its faultless rows: one step of undo.

    Refused: ``unknown_kind``, ``kind_not_typed``, what :meth:`desktop.exchange.reading.Reader.tables` refuses,
    ``no_table``, and ``nothing_faultless`` (with the problems) where there would be nothing to record.
    """
    kind = typed_kind(kind_name)
    with open_reader() as reader:
        tables = reader.tables(path, password, cancelled)
    taken = Taken(path.name)
    for place, rows in groupby(tables.rows, key=lambda row: row.sheet):
        _take_sheet(ledger, kind, tables.sheets[place], list(rows), taken, cancelled)
    if not taken.tables:
        raise Refused("no_table", file=path.name, kind=kind.label, rows=HEADING_ROWS)
    if not dry_run:
        if not taken.rows:
            problems = [found.problem for found in taken.problems]
            raise Refused("nothing_faultless", file=path.name, problems=problems)
        taken.saved = record(ledger, kind.name, [row.values for row in taken.rows])
    return taken


def _take_sheet(
    ledger: Ledger,
    kind: RecordKind,
    sheet: str,
    rows: Sequence[TableRow],
    taken: Taken,
    cancelled: Callable[[], bool] | None,
) -> None:
    found = _headings(kind, rows)
    if found is None:
        return
    heading, columns = found
    taken.tables.append(FoundTable(sheet, heading.number, _mapping(heading.cells, columns)))
    below = [row for row in rows if row.number > heading.number]
    for row in below:
        if cancelled is not None and cancelled():
            raise Refused("cancelled")
        given = {columns[place]: cell for place, cell in enumerate(row.cells) if place in columns and cell != ""}
        why = _no_record(row, heading, given)
        if why:
            taken.ignored.append(IgnoredRow(sheet, row.number, why))
            continue
        clean, problems = check_values(ledger, kind, given, row=row.number, today=date.today())
        taken.problems += [FoundProblem(sheet, _as_in_a_ledger(kind, problem)) for problem in problems]
        if not problems:
            values = {name: clean[name] for name in given if clean.get(name) is not None}
            taken.rows.append(FoundRow(sheet, row.number, values))


def _headings(kind: RecordKind, rows: Sequence[TableRow]) -> tuple[TableRow, dict[int, str]] | None:
    """The row that names most fields, and the field of each of its columns that has one."""
    required = {one.name for one in kind.fields if one.required and one.name != "village_name"}
    best: tuple[TableRow, dict[int, str]] | None = None
    for row in rows[:HEADING_ROWS]:
        columns: dict[int, str] = {}
        for place, cell in enumerate(row.cells):
            name = _names(kind).get(_key(cell))
            if name and name not in columns.values():
                columns[place] = name
        filled = sum(cell != "" for cell in row.cells)
        is_wide = len(columns) >= LEAST_HEADINGS and 3 * len(columns) >= filled
        if is_wide and required & set(columns.values()) and (best is None or len(columns) > len(best[1])):
            best = row, columns
    return best


@lru_cache(maxsize=16)
def _names(kind: RecordKind) -> Mapping[str, str]:
    """Field names by normalised heading: labels first, so that no alias takes another field's own name."""
    settable = [one for one in kind.fields if one.set_by is SetBy.PERSON and one.kind is not FieldKind.UUID]
    names: dict[str, str] = {}
    for one in settable:
        names.setdefault(_key(one.label), one.name)
    for one in settable:
        for alias in one.aliases:
            names.setdefault(_key(alias), one.name)
    return names


def _key(cell: Cell) -> str:
    """A heading as it is compared: without blanks, line breaks, marks, and units in brackets; half width."""
    if not isinstance(cell, str):
        return ""
    text = _BRACKETS.sub("", "".join(unicodedata.normalize("NFKC", cell).split()))
    return text.strip(_MARKS).casefold()


def _plain(cell: Cell) -> str:
    """A heading as it is told."""
    return "".join(str(cell).split())


def _mapping(cells: Sequence[Cell], columns: Mapping[int, str]) -> dict[str, str | None]:
    """The field of each heading. Of two headings alike the recognised one counts."""
    mapping: dict[str, str | None] = {}
    for place, cell in enumerate(cells):
        if cell != "":
            mapping[_plain(cell)] = mapping.get(_plain(cell)) or columns.get(place)
    return mapping


def _no_record(row: TableRow, heading: TableRow, given: Mapping[str, Cell]) -> str:
    """Why a row is no record, or ''."""
    texts = [_plain(cell) for cell in row.cells if cell != ""]
    if _TOTAL.match(texts[0]):
        return "total"
    if texts == [_plain(cell) for cell in heading.cells if cell != ""]:
        return "heading"
    return "note" if len(given) < LEAST_HEADINGS else ""


def _as_in_a_ledger(kind: RecordKind, problem: Problem) -> Problem:
    """The problem as a ledger of cells gives rise to it: a number of 18 digits has lost the last three."""
    is_lost = problem.params.get("reason") == "lost_digits" and kind.has_field(problem.field)
    if is_lost and kind.field(problem.field).kind is FieldKind.ID_NUMBER:
        return replace(problem, kind="id_precision_lost")
    return problem
