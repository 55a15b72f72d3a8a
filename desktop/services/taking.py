"""Taking in (取数): records out of any clerk's ledger. Examining writes nothing; taking is one step of undo.

What is no record is named: a problem with its place, or a row passed over and why.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from desktop.data.ledger import Ledger
from desktop.data.writing import Writing
from desktop.domain.errors import Problem, Refused
from desktop.domain.fields import RecordKind
from desktop.domain.values import ValueRefused, normalise
from desktop.exchange.annotating import Mark, annotate
from desktop.exchange.intake.basics import shown
from desktop.exchange.intake.columns import Knowledge
from desktop.exchange.intake.finding import Corrections
from desktop.exchange.intake.found import FoundRow
from desktop.exchange.intake.headings import lexicon
from desktop.exchange.intake.looking import Found, Question, read_through
from desktop.exchange.intake.sheet import Area, Sheet, sheets_of
from desktop.exchange.reading import Reader, WorkbookReader
from desktop.exchange.tables import unpacked
from desktop.services.carrying import Carried, Carrying, carry_over, check_carried, is_carried
from desktop.services.holding_back import knows_no_villages
from desktop.services.judging import judged
from desktop.services.layouts import SETTING, layout_of, read_memory, remembering
from desktop.services.pausing import no_collection
from desktop.services.placing import villages_of
from desktop.services.recording import record, typed_kind
from desktop.services.settings import read_settings
from desktop.services.taken import CellPlace, ColumnPlace, Look, Row, Taken

HEADING_ROWS = 40
"""Rows at the top of a sheet in which headings are looked for; told where none are found."""

TICK = 0.1
"""Seconds between two words on how far it is."""

ISSUE = "issue"

Progress = Callable[[int, int], object]
Cancelled = Callable[[], bool]

open_reader: Callable[[], Reader] = WorkbookReader
"""What reads the file."""


@dataclass(frozen=True, slots=True)
class Source:
    """What a look was made of: the file, its sheets, what a person said of its columns, and the rows as they read."""

    path: Path
    password: str
    sheets: Sequence[Sheet]
    told: Mapping[str, str | None]
    corrections: Corrections
    read: Found = field(default_factory=Found)


def examine(
    ledger: Ledger,
    path: Path,
    kind_name: str,
    *,
    mapping: Mapping[str, str | None] | None = None,
    fill: Mapping[str, Any] | None = None,
    password: str = "",
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Look:
    """What a ledger holds of one kind of record. Writes nothing.

    ``mapping`` is what a person says of headings (None: belongs nowhere); ``fill`` are values for all records, for
    fields that the file has no column for. ``progress`` is told rows gone through and rows in all.

    Refused: ``unknown_kind``, ``kind_not_typed``, ``unknown_fields``, ``invalid`` (``fill``), what
    :meth:`desktop.exchange.reading.Reader.tables` refuses, ``no_text``, ``no_table``, ``cancelled``.
    """
    kind = typed_kind(kind_name)
    _check_names(kind, [name for name in (mapping or {}).values() if name])
    filled = _checked_fill(ledger, kind, fill or {})
    with open_reader() as reader:
        tables = reader.tables(path, password, cancelled)
    clock = _Clock(progress, cancelled)
    with no_collection():
        sheets = sheets_of(tables, unpacked(tables, lambda: clock.check(0)))
        clock.total = sum(len(sheet.rows) for sheet in sheets)
        if not clock.total:
            raise Refused("no_text", file=path.name)
        source = Source(path, password, sheets, mapping or {}, {})
        empty = Look(tables.file_name, tables.file_digest, kind.name, "", (), (), (), (), (), False, (), filled, source)
        return _looked(ledger, kind, empty, source, clock)


def remapped(
    ledger: Ledger,
    look: Look,
    corrections: Mapping[ColumnPlace, str | None],
    *,
    fill: Mapping[str, Any] | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Look:
    """The same file with columns assigned otherwise (None: belongs nowhere), without reading it again.

    A field goes to one column: given to another, it leaves the one that had it. ``fill`` replaces that of the look.
    Refused: ``unknown_fields``, ``invalid``, ``no_table``, ``cancelled``.
    """
    kind = typed_kind(look.kind)
    _check_names(kind, [name for name in corrections.values() if name])
    source: Source = look.source
    places = {sheet.name: place for place, sheet in enumerate(source.sheets)}
    told = {(places[sheet], first, column): name for (sheet, first, column), name in corrections.items()}
    filled = look.fill if fill is None else _checked_fill(ledger, kind, fill)
    kept = {
        where: name
        for where, name in source.corrections.items()
        if where not in told
        and (name is None or name not in {new for key, new in told.items() if key[:2] == where[:2]})
    }
    source = replace(source, corrections={**kept, **told})
    clock = _Clock(progress, cancelled)
    clock.total = sum(len(sheet.rows) for sheet in source.sheets)
    with no_collection():
        return _looked(ledger, kind, replace(look, fill=filled), source, clock)


def corrected(
    ledger: Ledger, look: Look, cells: Mapping[CellPlace, Any], *, restored: Collection[CellPlace] = ()
) -> Look:
    """The same file with single values as a person tells them (None: empty), checked as typed ones.

    Each row is judged again: what else is wrong with it stays, and a faultless one becomes a record. Every such value
    is told as a guess, ``person``; none is remembered for other files. Fields ``restored`` are read as the file has
    them. A proposal is accepted by giving ``problem.params["proposed"]``, see :func:`proposals`.

    Refused: ``unknown_fields``, ``no_such_row`` where no record or problem was found, ``rows_side_by_side`` where two
    tables stand beside each other: which of their records is meant nobody can tell.
    """
    kind = typed_kind(look.kind)
    _check_names(kind, [name for _, _, name in cells])
    source: Source = look.source
    known = Counter((row.sheet, row.row) for row in [*source.read.rows, *source.read.partial])
    for sheet, row, _ in cells:
        if known[sheet, row] != 1:
            code = "rows_side_by_side" if known[sheet, row] else "no_such_row"
            raise Refused(code, file=look.file, sheet=sheet, row=row)
    kept = {place: value for place, value in look.cells.items() if place not in restored}
    return judged(ledger, kind, replace(look, cells=kept | dict(cells)), source.read, source.sheets)


def proposals(look: Look) -> dict[CellPlace, str]:
    """The numbers that the register has for those that lost digits; nobody has accepted any of them yet."""
    return {
        (one.sheet, one.problem.row, one.problem.field): number
        for one in look.problems
        if (number := one.problem.params.get("proposed"))
    }


def _looked(ledger: Ledger, kind: RecordKind, look: Look, source: Source, clock: _Clock) -> Look:
    memory = read_memory(ledger)
    categories = read_settings(ledger).categories
    villages = villages_of(ledger)

    def found_with(told: Mapping[str, str | None]) -> Found:
        known = Knowledge(memory.learnt.get(kind.name, {}), categories, told)
        question = Question(
            kind.name,
            source.path.name,
            date.today(),
            known,
            frozenset(villages.values()),
            source.corrections,
            look.fill,
        )
        return read_through(source.sheets, question, clock.check)

    found = found_with(source.told)
    if not found.tables:
        raise Refused("no_table", file=source.path.name, kind=kind.label, rows=HEADING_ROWS)
    layout = layout_of(kind.name, found.tables)
    remembered = memory.layouts.get(layout)
    if remembered is not None and not source.told and not source.corrections:
        known = {heading: name for heading, name in remembered.items() if name is None or kind.has_field(name)}
        if any(table.mapping != {heading: known.get(heading) for heading in table.mapping} for table in found.tables):
            found = found_with(known)
    look = replace(look, layout=layout, is_remembered=remembered is not None, source=replace(source, read=found))
    return judged(ledger, kind, look, found, source.sheets)


class _Clock:
    """Tells how far it is, at most ten times a second, and stops where somebody said so."""

    def __init__(self, progress: Progress | None, cancelled: Cancelled | None) -> None:
        self._progress, self._cancelled = progress, cancelled
        self._told_at = 0.0
        self.total = 0

    def check(self, done: int) -> None:
        now = time.monotonic()
        if now - self._told_at < TICK:
            return
        self._told_at = now
        self.stop()
        if self._progress is not None:
            self._progress(done, self.total)

    def stop(self) -> None:
        if self._cancelled is not None and self._cancelled():
            raise Refused("cancelled")


def _check_names(kind: RecordKind, names: Collection[str]) -> None:
    known = lexicon(kind.name).fields
    if unknown := [name for name in names if name not in known]:
        raise Refused("unknown_fields", kind=kind.label, fields=unknown, known=sorted(known))


def _checked_fill(ledger: Ledger, kind: RecordKind, fill: Mapping[str, Any]) -> dict[str, Any]:
    """Values told for all records, as they are stored."""
    _check_names(kind, list(fill))
    categories = read_settings(ledger).categories
    filled, problems = {}, []
    for name, value in fill.items():
        field = kind.field(name)
        try:
            filled[name] = normalise(field, value, today=date.today(), categories=categories)
        except ValueRefused as refusal:
            problems.append(Problem(refusal.kind, name, value, params={"label": field.label, **refusal.params}))
    if problems:
        raise Refused("invalid", problems=problems, rows=1)
    return {name: value for name, value in filled.items() if value is not None}


# -- taking ----------------------------------------------------------------------------------------------------------


def take(
    ledger: Ledger,
    look: Look,
    *,
    leave_out: Collection[Row] = frozenset(),
    with_alike: bool = False,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Taken:
    """Record the faultless rows of a look in one step of undo, and remember how its columns were assigned.

    Rows with a problem are held back whole: a record of which a part is missing would pass for a whole one. Rows that
    stand in the ledger already are left out unless ``with_alike``; ``leave_out`` names more.

    Refused: ``nothing_faultless`` (with the problems), ``columns_absent`` (fields that nothing tells, see
    ``Look.fill``), ``cancelled``, ``invalid``.
    """
    kind = typed_kind(look.kind)
    if look.absent:
        raise Refused("columns_absent", file=look.file, fields=[kind.field(name).label for name in look.absent])
    known = frozenset() if with_alike else look.known
    rows = [row for row in look.rows if (row.sheet, row.row) not in known and (row.sheet, row.row) not in leave_out]
    if not rows:
        problems = [found.problem for found in look.problems if found.problem.row]
        raise Refused("nothing_faultless", file=look.file, problems=problems)
    objects, carried = _objects(ledger, kind, rows)
    memory = remembering(read_memory(ledger), kind.name, look.layout, look.tables)

    def complete(changes: Writing, ids: Sequence[str]) -> None:
        told = [Carrying(ids[place], objects[place], held) for place, held in carried.items()]
        carry_over(ledger, changes, told)
        changes.set_setting(SETTING, memory.document())

    with no_collection():
        saved = record(
            ledger,
            kind.name,
            objects,
            is_read=True,
            then=complete,
            progress=progress or (lambda done, total: None),
            cancelled=cancelled or (lambda: False),
        )
    return Taken(saved, tuple(rows), look)


def _objects(
    ledger: Ledger, kind: RecordKind, rows: Sequence[FoundRow]
) -> tuple[list[Mapping[str, Any]], dict[int, Carried]]:
    """The values to record, and by place what is taken over of issues that only a step may set."""
    is_free = knows_no_villages(ledger, villages_of(ledger))
    objects: list[Mapping[str, Any]] = []
    carried: dict[int, Carried] = {}
    if kind.name != ISSUE and not is_free:
        return [row.values for row in rows], carried
    for row in rows:
        values = dict(row.values)
        if is_free and values.get("village_name"):
            values["unit_code"] = ledger.office.code
        if kind.name == ISSUE and (told := {name: values.pop(name) for name in list(values) if is_carried(name)}):
            held, _ = check_carried(ledger, told)
            if held is not None:
                carried[len(objects)] = held
        objects.append(values)
    return objects, carried


# -- showing ---------------------------------------------------------------------------------------------------------


def sheet_names(look: Look) -> list[str]:
    """The sheets of the file in their order."""
    return [sheet.name for sheet in look.source.sheets]


def row_count(look: Look, sheet: str) -> int:
    """The number of the last row of a sheet that holds something."""
    numbers = _sheet(look, sheet).numbers
    return numbers[-1] if numbers else 0


def cells(look: Look, sheet: str, first: int, count: int) -> list[list[str]]:
    """Rows of a sheet as texts, from row ``first`` (from 1) on; shorter at the end of the sheet."""
    shown_sheet = _sheet(look, sheet)
    last = min(first + count - 1, row_count(look, sheet))
    found = []
    for number in range(first, last + 1):
        texts = [shown(cell) for cell in shown_sheet.cells(number)]
        for (row, column), error in shown_sheet.errors.items() if shown_sheet.errors else ():
            if row == number:
                texts += [""] * (column + 1 - len(texts))
                texts[column] = "" if error == "?" else error
        found.append(texts)
    return found


def merged(look: Look, sheet: str) -> list[Area]:
    """The merged areas of a sheet: top row, left column, bottom row, right column; rows from 1, columns from 0."""
    return list(_sheet(look, sheet).merged)


def _sheet(look: Look, name: str) -> Sheet:
    found: Sheet = next(sheet for sheet in look.source.sheets if sheet.name == name)
    return found


def annotated(look: Look, target: Path, say: Callable[[Problem], str]) -> None:
    """Write the file to ``target`` with its faulty cells coloured, and in a comment what ``say`` says of each.

    Refused: ``target_is_source``, and what :func:`desktop.exchange.annotating.annotate` refuses.
    """
    source: Source = look.source
    if target.exists() and source.path.exists() and target.samefile(source.path):
        raise Refused("target_is_source", file=source.path.name)
    columns = {
        (table.sheet, column.field): column.place + 1
        for table in reversed(look.tables)
        for column in table.columns
        if column.field
    }
    marks = []
    for found in look.problems:
        problem = found.problem
        row = problem.row or next(table.header_last for table in look.tables if table.sheet == found.sheet)
        marks.append(Mark(found.sheet, row, columns.get((found.sheet, problem.field), 0), say(problem)))
    annotate(source.path, target, marks, source.password)


__all__ = [
    "annotated",
    "cells",
    "corrected",
    "examine",
    "merged",
    "proposals",
    "remapped",
    "row_count",
    "sheet_names",
    "take",
]
