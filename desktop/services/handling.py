"""Lifecycle events of an issue (办理), under the rules of the one table of transitions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from desktop.data.ledger import Ledger
from desktop.data.writing import writing
from desktop.domain.checking import check_record
from desktop.domain.errors import Problem, Refused
from desktop.domain.fields import RecordKind
from desktop.domain.kinds import KINDS
from desktop.domain.lifecycle import Transition, possible, transition
from desktop.services.recording import Saved, check_words, current, refuse_withdrawn, title_of
from desktop.services.settings import read_settings


def record_event(ledger: Ledger, issue_id: str, event: str, given: Mapping[str, Any]) -> Saved:
    """Record a lifecycle step of an issue. ``given`` holds its fields and words.

    Refused: ``unknown_event``, ``event_impossible`` (with what is possible now), ``event_not_yours``, ``invalid``.
    """
    patch = checked_event(ledger, issue_id, event, given)
    kind = KINDS["issue"]
    title = title_of(kind, current(ledger, kind, issue_id))
    with writing(ledger, "event_issue", title) as changes:
        changes.event("issue", issue_id, patch)
    return Saved("issue", (issue_id,), changes.step_id, frozenset({"issue"}))


def checked_event(ledger: Ledger, issue_id: str, event: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The patch of a step that is allowed now. Refused as :func:`record_event`."""
    kind = KINDS["issue"]
    before = current(ledger, kind, issue_id)
    refuse_withdrawn(ledger, kind, issue_id)
    found = transition(event)
    if found is None:
        raise Refused("unknown_event", event=event)
    status = str(before.get("status", ""))
    if status not in found.states:
        level = ledger.office.level
        raise Refused(
            "event_impossible", event=event, status=status, possible=[one.event for one in possible(status, level)]
        )
    if ledger.office.level not in found.levels:
        raise Refused("event_not_yours", event=event, levels=sorted(found.levels))
    fields, words, problems = _check_event(ledger, kind, before, found, given)
    if problems:
        raise Refused("invalid", problems=problems, rows=1)
    return {"event": event, "fields": fields, **words}


def _check_event(
    ledger: Ledger, kind: RecordKind, before: Mapping[str, Any], found: Transition, given: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, str], list[Problem]]:
    words: dict[str, str] = {}
    problems: list[Problem] = []
    for name in found.words:
        words[name], bad_words = check_words(name, given.get(name))
        problems += bad_words
    # Fields an event sets are closed to typing; within the event they are checked like any other.
    values = {name: value for name, value in given.items() if name not in found.words}
    problems += [Problem("unknown_field", name, value) for name, value in values.items() if name not in found.sets]
    fields, bad = check_record(
        kind,
        {name: value for name, value in values.items() if name in found.sets},
        today=date.today(),
        categories=read_settings(ledger).categories,
        row=1,
        partial=True,
        by_event=True,
    )
    problems += bad
    named = {problem.field for problem in problems}
    problems += [
        Problem("missing", name)
        for name in found.requires
        if name not in named and fields.get(name, before.get(name)) in (None, "", [])
    ]
    return fields, words, problems
