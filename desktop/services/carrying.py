"""Issues taken over from an older ledger: what only steps of this program set, set as that ledger tells it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from desktop.data.ledger import Ledger
from desktop.data.writing import Writing
from desktop.domain.checking import check_record
from desktop.domain.errors import Problem
from desktop.domain.fields import SetBy
from desktop.domain.kinds import KINDS
from desktop.domain.lifecycle import (
    AWAITED,
    CARRIED_STATES,
    CARRIED_STATUS,
    CARRY_OVER,
    HAPPENED_ON,
    INITIAL,
    SUCCESSFULLY_CLOSED,
)
from desktop.services.people import people_of, refuse_undutiful
from desktop.services.settings import read_settings

_ISSUE = KINDS["issue"]
_ASSIGNED_FIRST = SUCCESSFULLY_CLOSED | {"to_check", "to_approve", "refused", "void"}
"""States in which an issue is no longer worked on: before, it was."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What an older ledger tells of an issue beside what is typed: ``status`` (a code), ``fields``, its ``code``."""

    status: str
    fields: Mapping[str, Any]
    code: str = ""


def is_carried(name: str) -> bool:
    """Whether a field of an issue has its value from steps or the program, and an older ledger may tell it."""
    return name != "id" and _ISSUE.has_field(name) and _ISSUE.field(name).set_by is not SetBy.PERSON


def check_carried(ledger: Ledger, values: Mapping[str, Any], *, row: int = 1) -> tuple[Carried | None, list[Problem]]:
    """The values of such fields as they would be taken over (None: nothing is told), and everything wrong with them.

    ``status`` may be given as a code or as its label. A closed issue without a day of closing has that of completion.
    """
    told = {name: value for name, value in values.items() if value not in (None, "", []) and is_carried(name)}
    code = str(told.pop("code", "") or "").strip()
    fields, problems = check_record(
        _ISSUE,
        told,
        today=date.today(),
        categories=read_settings(ledger).categories,
        row=row,
        partial=True,
        by_event=True,
    )
    fields = {name: value for name, value in fields.items() if value is not None}
    status = str(fields.pop("status", "") or "")
    # Whether it was granted is not told; what counts is that it is being worked on.
    status = "working" if status == "extension_asked" else status
    if not status and (fields.get("closed_on") or fields.get("completed_on")):
        status = "closed" if fields.get("closed_on") else "working"
    if status in AWAITED and fields.get("closed_on"):
        status = "closed"
    if status and status not in CARRIED_STATES | {INITIAL}:
        # What one was merged into, or what clue was handed on, an older ledger does not tell.
        states = [one.label for one in _ISSUE.field("status").choices if one.code in CARRIED_STATES]
        params = {"label": _ISSUE.field("status").label, "choices": states}
        problems.append(Problem("bad_choice", "status", values["status"], row, params))
    if status in SUCCESSFULLY_CLOSED and not fields.get("closed_on") and fields.get("completed_on"):
        fields["closed_on"] = fields["completed_on"]
    if not (status or fields or code):
        return None, problems
    return Carried(status or ("working" if fields else INITIAL), fields, code), problems


@dataclass(frozen=True, slots=True)
class Carrying:
    """An issue just recorded, by id, with its values as they were entered, and what is taken over of it."""

    issue_id: str
    values: Mapping[str, Any]
    carried: Carried


def carry_over(ledger: Ledger, changes: Writing, issues: Sequence[Carrying]) -> None:
    """Bring issues just recorded to where the older ledger has them. Runs inside the caller's step of undo.

    One that is over was worked on first, from the day it was collected, so that figures count it from there.
    Refused: ``event_needs_duty``.
    """
    for one in issues:
        if one.carried.code and not _is_given(ledger, one.carried.code):
            changes.update("issue", one.issue_id, {"code": one.carried.code})
    moved = [one for one in issues if one.carried.status != INITIAL]
    duty = refuse_undutiful(CARRY_OVER, ledger.actor, people_of(ledger)) if moved else {}
    events = {one.issue_id: [{**patch, **duty} for patch in _events(one.values, one.carried)] for one in moved}
    # An event is noted with what stood before it, so the second of an issue waits until the first is folded.
    for place in range(max(map(len, events.values()), default=0)):
        changes.event_many("issue", {issue: own[place] for issue, own in events.items() if place < len(own)})


def _events(values: Mapping[str, Any], carried: Carried) -> list[dict[str, Any]]:
    """The steps by which an issue comes to where the older ledger has it."""
    begun = str(values.get("collected_on") or date.today().isoformat())
    states = ["working", carried.status] if carried.status in _ASSIGNED_FIRST else [carried.status]
    over = carried.fields.get("closed_on") or carried.fields.get("completed_on") or begun
    events: list[dict[str, Any]] = []
    for place, status in enumerate(states):
        is_last = place == len(states) - 1
        happened_on = max(begun, str(over)) if place else begun
        fields = dict(carried.fields) if is_last else {}
        events.append({"event": CARRY_OVER.event, "fields": fields, CARRIED_STATUS: status, HAPPENED_ON: happened_on})
    return events


def _is_given(ledger: Ledger, code: str) -> bool:
    found = ledger.database.execute_sql("SELECT 1 FROM issue WHERE code = ? LIMIT 1", (code,)).fetchone()
    return found is not None
