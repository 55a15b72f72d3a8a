"""The town's decisions typed into the columns made for them, as the steps of the issue they mean."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from desktop.data.ledger import Ledger
from desktop.domain.changes import Change, Level, Operation
from desktop.domain.errors import Problem, Refused
from desktop.domain.fields import Field, FieldKind
from desktop.domain.lifecycle import DUTY, HAPPENED_ON, fold_events
from desktop.domain.values import ValueRefused, normalise
from desktop.exchange.layout import DECISION, DECISION_BY, DECISION_CHOICES, DECISION_ON, DECISION_WORDS
from desktop.exchange.shown import TypedRow
from desktop.services.handling import checked_event

_EVENTS = {
    **dict.fromkeys(("同意", "通过", "同意销号"), "approve"),
    **dict.fromkeys(("退回", "不同意", "驳回", "不通过", "退回整改"), "reject"),
}
_BESIDE = (
    Field(DECISION_WORDS, DECISION_WORDS, "Words", FieldKind.LONG_TEXT),
    Field(DECISION_BY, DECISION_BY, "Decided by", max_length=100),
    Field(DECISION_ON, DECISION_ON, "Decided on", FieldKind.DATE),
)
_COLUMNS = {"closed_on": DECISION_ON, HAPPENED_ON: DECISION_ON, "reason": DECISION_WORDS, "opinion": DECISION_WORDS}


@dataclass(frozen=True, slots=True)
class Decision:
    """A step to record (its patch, and who decided), or the problems that keep it out; neither when it is known."""

    patch: dict[str, Any] | None = None
    actor: str = ""
    problems: tuple[Problem, ...] = ()


def judged_decision(ledger: Ledger, row: TypedRow, is_of_workbook: Callable[[Change], bool]) -> Decision:
    """What the decision of a row means, under the rules of the program, for the issue as it stands now.

    ``is_of_workbook`` tells the changes that this workbook brought before. The field of a problem is the heading of
    the column that is meant.
    """
    said = str(row.decision.get(DECISION) or "").strip()
    event = _EVENTS.get(said)
    if ledger.office.level is not Level.TOWN:
        return Decision(problems=(Problem("decision_elsewhere", DECISION, said, row.row),))
    if event is None:
        choices = {"choices": list(DECISION_CHOICES)}
        return Decision(problems=(Problem("bad_choice" if said else "missing", DECISION, said, row.row, choices),))
    given, problems = _given(row)
    if problems:
        return Decision(problems=problems)
    words, day = given[DECISION_WORDS].strip(), given[DECISION_ON]
    told = {"reason": words} if words else {}
    if day:
        told[HAPPENED_ON] = day
    if _is_known(ledger, row, event, (words, day), is_of_workbook):
        return Decision()
    given_by = given[DECISION_BY] or ledger.actor
    wanted = {"closed_on": day or None, "opinion": words} if event == "approve" else {"reason": words}
    try:
        patch = checked_event(ledger, row.record_id, event, {**wanted, HAPPENED_ON: day or None}, actor=given_by)
    except Refused as refusal:
        return Decision(problems=_problems(row, said, refusal))
    # What depends on the day and the place of the import would make two of one decision taken in at two places.
    patch = {name: part for name, part in patch.items() if name not in (DUTY, HAPPENED_ON, "opinion")}
    return Decision({**patch, **told}, given_by)


def _given(row: TypedRow) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """What stands beside the decision, under the rules of fields of its kind; '' where nothing does."""
    given: dict[str, str] = {}
    problems: list[Problem] = []
    for field in _BESIDE:
        cell = row.decision.get(field.name)
        try:
            given[field.name] = normalise(field, cell, today=datetime.date.today(), categories=()) or ""
        except ValueRefused as refusal:
            problems.append(Problem(refusal.kind, field.name, cell, row.row, refusal.params))
    return given, tuple(problems)


def _is_known(
    ledger: Ledger, row: TypedRow, event: str, told: tuple[str, str], is_of_workbook: Callable[[Change], bool]
) -> bool:
    """Whether this decision of this workbook was taken in before and was not taken back since."""
    history = ledger.log.of_record(row.record_id)
    events = sorted((one for one in history if one.operation == Operation.EVENT), key=lambda one: one.rank)
    gone = {id(one) for one in fold_events(events).retracted}
    return any(
        is_of_workbook(one)
        and id(one) not in gone
        and one.patch.get("event") == event
        and words_and_day(one.patch) == told
        for one in events
    )


def words_and_day(patch: Mapping[str, Any]) -> tuple[str, str]:
    """What was typed beside a decision, out of the step that it became; also as earlier programs kept it."""
    fields = patch.get("fields")
    closed_on = fields.get("closed_on") if isinstance(fields, dict) else None
    day = patch.get(HAPPENED_ON) or patch.get("decided_on") or closed_on
    return str(patch.get("reason") or ""), str(day or "")


def _problems(row: TypedRow, said: str, refusal: Refused) -> tuple[Problem, ...]:
    if refusal.code != "invalid":
        params = {**refusal.params, "choice": said}
        return (Problem("decision_impossible", DECISION, said, row.row, params),)
    return tuple(
        Problem(one.kind, _COLUMNS.get(one.field, DECISION), one.value, row.row, one.params) for one in refusal.problems
    )
