"""Clues of breaches (线索移送): the ledger says that an issue was transferred and when, and nothing of what it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from desktop.data.ledger import Ledger
from desktop.data.restricted import Clue, keeping, kept_clues, store_of
from desktop.data.writing import wall_now
from desktop.domain.errors import Problem, Refused
from desktop.domain.fields import Field, FieldKind
from desktop.domain.kinds import KINDS
from desktop.domain.lifecycle import DUTY, HAPPENED_ON, Duty, Transition, transition
from desktop.domain.values import ValueRefused, normalise
from desktop.services.handling import checked_event, record_event
from desktop.services.people import people_of, refuse_undutiful
from desktop.services.recording import Saved, current

__all__ = ["CLUE_FIELDS", "Clue", "clues_of", "store_of", "transfer"]

TRANSFER = "transfer"
CLUE_FIELDS = (
    Field("content", "线索内容", "What was said", FieldKind.LONG_TEXT, required=True),
    Field("handed_to", "移送给", "Handed to", max_length=200),
)
"""What is asked beside the words of the event; it goes into the restricted store only."""


def transfer(ledger: Ledger, issue_id: str, clue: Mapping[str, Any], given: Mapping[str, Any]) -> Saved:
    """Hand a clue on: its words (:data:`CLUE_FIELDS`) into the restricted store, the bare event into the ledger.

    Refused: as :func:`desktop.services.handling.record_event`; the problems never hold what was typed.
    """
    words, problems = _checked(clue)
    patch = checked_event(ledger, issue_id, TRANSFER, given)
    if problems:
        raise Refused("invalid", problems=problems, rows=1)
    code = str(current(ledger, KINDS["issue"], issue_id).get("code") or "")
    kept = Clue(issue_id, code, patch[HAPPENED_ON], words["content"], words["handed_to"], ledger.actor, wall_now())
    with keeping(ledger.path, kept, ledger.keys):
        return record_event(ledger, issue_id, TRANSFER, given)


def clues_of(ledger: Ledger) -> list[Clue]:
    """What is in the restricted store, the latest first.

    Refused: ``event_needs_duty`` for people who may not transfer either.
    """
    step, people = _step(), people_of(ledger)
    # Writing one down for somebody is no right to read the others.
    if refuse_undutiful(step, ledger.actor, people).get(DUTY) == Duty.CLERK:
        keepers = [one.name for one in people if one.duties & set(step.duties)]
        raise Refused("event_needs_duty", event=TRANSFER, actor=ledger.actor, duties=list(step.duties), people=keepers)
    return kept_clues(ledger.path, ledger.keys)


def _step() -> Transition:
    step = transition(TRANSFER)
    if step is None:
        raise LookupError(TRANSFER)
    return step


def _checked(clue: Mapping[str, Any]) -> tuple[dict[str, str], list[Problem]]:
    words: dict[str, str] = {}
    problems = [Problem("unknown_field", name) for name in clue if name not in [field.name for field in CLUE_FIELDS]]
    for field in CLUE_FIELDS:
        params = {"label": field.label}
        try:
            value = normalise(field, clue.get(field.name), today=date.today(), categories=())
        except ValueRefused as refusal:
            problems.append(Problem(refusal.kind, field.name, params={**params, **refusal.params}))
            continue
        words[field.name] = (value or "").strip()
        if field.required and not words[field.name]:
            problems.append(Problem("missing", field.name, params=params))
    return words, problems
