"""What becomes of the rows of a ledger that is taken in: with what a person corrected, and what the ledger knows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from desktop.data.ledger import Ledger
from desktop.domain.errors import Problem
from desktop.domain.fields import Field, RecordKind
from desktop.domain.values import ValueRefused, normalise
from desktop.exchange.intake.basics import shown
from desktop.exchange.intake.found import FoundProblem, FoundRow, Guess
from desktop.exchange.intake.headings import lexicon
from desktop.exchange.intake.looking import Found, name_twins
from desktop.exchange.intake.sheet import Sheet
from desktop.services.holding_back import hold_misplaced, hold_uncarried
from desktop.services.likeness import alike, with_proposals
from desktop.services.placing import villages_of
from desktop.services.settings import read_settings
from desktop.services.taken import CellPlace, Look, Row


def judged(ledger: Ledger, kind: RecordKind, look: Look, read: Found, sheets: Sequence[Sheet]) -> Look:
    """A look at rows as they were ``read``, with ``look.cells`` in place of what the file says. ``read`` stays."""
    found = replace(
        read, rows=list(read.rows), partial=list(read.partial), problems=list(read.problems), ignored=list(read.ignored)
    )
    if look.cells:
        _correct(look.cells, found, _Rewriting(kind, read_settings(ledger).categories, found, sheets))
    name_twins(kind.name, found)
    hold_misplaced(ledger, kind, found, villages_of(ledger))
    hold_uncarried(ledger, kind, found)
    problems = with_proposals(ledger, kind.name, found.problems, found.partial)
    return replace(
        look,
        tables=tuple(found.tables),
        rows=tuple(found.rows),
        partial=tuple(found.partial),
        problems=tuple(sorted(problems, key=lambda one: one.problem.row > 0)),
        ignored=tuple(found.ignored),
        alike=alike(ledger, kind.name, found.rows),
    )


def _correct(cells: Mapping[CellPlace, Any], found: Found, rewriting: _Rewriting) -> None:
    """Put the values told into their rows, and part faultless rows from the others again; ``found`` is changed."""
    told: dict[Row, dict[str, Any]] = {}
    for (sheet, number, name), value in cells.items():
        told.setdefault((sheet, number), {})[name] = value
    order = {table.sheet: place for place, table in reversed(list(enumerate(found.tables)))}
    problems = [one for one in found.problems if one.problem.field not in told.get((one.sheet, one.problem.row), ())]
    rows: list[FoundRow] = []
    for row in sorted([*found.rows, *found.partial], key=lambda row: (order[row.sheet], row.row)):
        if values := told.get((row.sheet, row.row)):
            again, faults = rewriting.rewritten(row, values)
            problems += faults
            rows.append(again)
        else:
            rows.append(row)
    faulty = {(one.sheet, one.problem.row) for one in problems}
    found.rows = [row for row in rows if (row.sheet, row.row) not in faulty]
    found.partial = [row for row in rows if (row.sheet, row.row) in faulty]
    found.problems = problems


class _Rewriting:
    """Puts values told by a person into rows, checked as typed ones."""

    def __init__(self, kind: RecordKind, categories: Collection[str], found: Found, sheets: Sequence[Sheet]) -> None:
        self._fields = lexicon(kind.name).fields
        self._categories = categories
        self._tables = sorted(found.tables, key=lambda table: table.header_first)
        self._sheets = {sheet.name: sheet for sheet in sheets}

    def rewritten(self, row: FoundRow, told: Mapping[str, Any]) -> tuple[FoundRow, list[FoundProblem]]:
        """The row with these values, and those of them that are not accepted."""
        values = {name: value for name, value in row.values.items() if name not in told}
        guesses = [guess for guess in row.guesses if guess.field not in told]
        faults = []
        for name, raw in told.items():
            field = self._fields[name]
            try:
                value = self._checked(field, raw)
            except ValueRefused as refusal:
                params = {"label": field.label, **refusal.params}
                faults.append(FoundProblem(row.sheet, Problem(refusal.kind, name, raw, row.row, params)))
                continue
            if value is not None:
                values[name] = value
            guesses.append(Guess(name, self._raw(row, name), value, "person"))
        return FoundRow(row.sheet, row.row, values, tuple(guesses)), faults

    def _checked(self, field: Field, raw: Any) -> Any:
        value = normalise(field, raw, today=date.today(), categories=self._categories)
        value = None if value == [] else value
        if value is None and field.required:
            raise ValueRefused("missing")
        return value

    def _raw(self, row: FoundRow, name: str) -> str:
        """What stands in the file."""
        above = [table for table in self._tables if table.sheet == row.sheet and table.header_first < row.row]
        columns = above[-1].columns if above else ()
        place = next((column.place for column in columns if column.field == name), -1)
        return shown(self._sheets[row.sheet].cell(row.row, place)) if place >= 0 else ""
