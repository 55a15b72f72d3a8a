"""Rows of an old ledger that this one cannot take as they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from desktop.data.ledger import Ledger
from desktop.domain.changes import Level
from desktop.domain.errors import Problem
from desktop.domain.fields import RecordKind
from desktop.exchange.intake.found import FoundProblem
from desktop.exchange.intake.looking import Found
from desktop.services.carrying import check_carried, is_carried
from desktop.services.placing import place

MOST_NAMED = 12
"""Names of villages that a problem tells as what could stand there."""


def hold_misplaced(ledger: Ledger, kind: RecordKind, found: Found, villages: Mapping[str, str]) -> None:
    """Rows of a village that is not this office's become problems. In a village's ledger none needs to be named."""
    if ledger.office.level is Level.VILLAGE:
        found.problems = [one for one in found.problems if one.problem.row or one.problem.field != "village_name"]
    names = {row.values.get("village_name") for row in [*found.rows, *found.partial]}
    wrong = {name: problem for name in names if name and (problem := _misplaced(ledger, kind, name, villages))}
    if not wrong:
        return
    for row in [*found.rows, *found.partial]:
        if problem := wrong.get(row.values.get("village_name")):
            found.problems.append(FoundProblem(row.sheet, replace(problem, row=row.row)))
    found.partial += [row for row in found.rows if row.values.get("village_name") in wrong]
    found.rows = [row for row in found.rows if row.values.get("village_name") not in wrong]


def hold_uncarried(ledger: Ledger, kind: RecordKind, found: Found) -> None:
    """Issues whose old ledger says of them what cannot be taken over become problems."""
    if kind.name != "issue":
        return
    for row in list(found.rows):
        told = {name: value for name, value in row.values.items() if is_carried(name)}
        _, problems = check_carried(ledger, told, row=row.row) if told else (None, ())
        if problems:
            found.problems += [FoundProblem(row.sheet, problem) for problem in problems]
            found.rows.remove(row)
            found.partial.append(row)


def _misplaced(ledger: Ledger, kind: RecordKind, name: str, villages: Mapping[str, str]) -> Problem | None:
    _, problems = place(ledger, kind, {"village_name": name})
    if not problems or knows_no_villages(ledger, villages):
        return None
    choices = [*villages.values()][:MOST_NAMED]
    return replace(
        problems[0], params={**problems[0].params, "choices": choices, "label": kind.field("village_name").label}
    )


def knows_no_villages(ledger: Ledger, villages: Mapping[str, str]) -> bool:
    """Whether a town knows none of its villages: then their names are taken as they are."""
    return ledger.office.level is Level.TOWN and not set(villages) - {ledger.office.code}
