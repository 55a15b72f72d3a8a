"""What is shown of a file that is taken in to whoever may not see personal data: a copy that is only for showing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from desktop.data.ledger import Ledger
from desktop.domain.errors import Problem
from desktop.domain.fields import RecordKind
from desktop.domain.kinds import KINDS
from desktop.domain.masks import mask, mask_text
from desktop.services.sight import asked_in_vain
from desktop.services.taken import FoundProblem, FoundRow, Guess, Look


def hidden_fields(ledger: Ledger, kind_name: str) -> frozenset[str]:
    """The fields that whoever works now may not see; none where one person does everything."""
    kind = KINDS[kind_name]
    return asked_in_vain(ledger, kind, kind.field_names)


def shaded_value(kind: RecordKind, hidden: frozenset[str], name: str, value: Any) -> Any:
    """A value as it may be shown: masked where its field is hidden; where it goes to no field, its numbers are."""
    if hidden and not name and isinstance(value, str):
        return mask_text(value)
    personal = kind.field(name).personal if name in hidden else None
    return mask(personal, value) if personal is not None else value


def shaded_problem(kind: RecordKind, hidden: frozenset[str], problem: Problem) -> Problem:
    """A problem without what may not be seen: the value, and the number that the register has for it."""
    if not hidden:
        return problem
    params = {
        name: shaded_value(kind, hidden, problem.field, told) if name in ("value", "proposed") else told
        for name, told in problem.params.items()
    }
    return replace(problem, value=shaded_value(kind, hidden, problem.field, problem.value), params=params)


def shaded_guess(kind: RecordKind, hidden: frozenset[str], guess: Guess) -> Guess:
    """A guess without what may not be seen."""
    raw, value = (shaded_value(kind, hidden, guess.field, told) for told in (guess.raw, guess.value))
    return replace(guess, raw=raw, value=value) if hidden else guess


def shaded(look: Look, hidden: frozenset[str]) -> Look:
    """The look as it may be told; what is recorded is that of the look itself."""
    if not hidden:
        return look
    kind = KINDS[look.kind]

    def values(told: Mapping[str, Any]) -> dict[str, Any]:
        return {name: shaded_value(kind, hidden, name, value) for name, value in told.items()}

    def row(one: FoundRow) -> FoundRow:
        guesses = tuple(shaded_guess(kind, hidden, guess) for guess in one.guesses)
        return one._replace(values=values(one.values), guesses=guesses)

    def problem(one: FoundProblem) -> FoundProblem:
        return replace(one, problem=shaded_problem(kind, hidden, one.problem))

    return replace(
        look,
        rows=tuple(map(row, look.rows)),
        problems=tuple(map(problem, look.problems)),
        cells={place: shaded_value(kind, hidden, place[2], value) for place, value in look.cells.items()},
    )
