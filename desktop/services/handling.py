"""Lifecycle events of an issue (办理), under the rules of the one table of transitions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from desktop.data.ledger import Ledger
from desktop.data.records import decoded
from desktop.data.writing import writing
from desktop.domain.checking import check_record
from desktop.domain.errors import Problem, Refused
from desktop.domain.kinds import KINDS
from desktop.domain.lifecycle import (
    COMMON,
    DUTY,
    ENDED,
    HANDLED_BY,
    HAPPENED_ON,
    TRANSITIONS,
    WORDS,
    Attempt,
    Duty,
    Person,
    Rule,
    Transition,
    broken_rules,
    possible,
    transition,
)
from desktop.domain.media import as_evidence
from desktop.domain.values import ValueRefused, normalise
from desktop.services.attaching import Prepared, add_prepared, attachments_of, prepare, unused_evidence
from desktop.services.people import people_of, refuse_undutiful
from desktop.services.recording import Saved, current, refuse_withdrawn, title_of
from desktop.services.settings import read_settings

EVIDENCE = "evidence"


@dataclass(frozen=True, slots=True)
class Offer:
    """A step and why it cannot be taken now; ``refusal`` is None when it can."""

    step: Transition
    refusal: Refused | None = None


def offers(ledger: Ledger, issue_id: str) -> tuple[Offer, ...]:
    """All steps that lead on from where the issue stands, in the table's order, each with what keeps it back.

    Refused: ``not_found``.
    """
    status = str(current(ledger, KINDS["issue"], issue_id).get("status", ""))
    people = people_of(ledger)
    found = []
    for step in TRANSITIONS:
        if status in step.states:
            found.append(Offer(step, step_refusal(ledger, step, people)))
    return tuple(found)


def step_refusal(ledger: Ledger, step: Transition, people: Sequence[Person]) -> Refused | None:
    """What keeps whoever works at the ledger from a step, whatever the issue; None when nothing does."""
    try:
        _refuse_elsewhere(ledger, step)
        refuse_undutiful(step, ledger.actor, people)
    except Refused as reason:
        return reason
    return None


def record_event(
    ledger: Ledger, issue_id: str, event: str, given: Mapping[str, Any], *, files: Sequence[Path] = ()
) -> Saved:
    """Record a lifecycle step of an issue. ``given`` holds its fields and words.

    ``files`` are attached to the issue in the same step of undo; a step that asks for evidence names them as such.
    Refused: ``unknown_event``, ``event_impossible`` (with what is possible now), ``event_not_yours``,
    ``event_needs_duty``, ``invalid``, ``is_withdrawn``, ``not_found``, and those of attaching files.
    """
    kind = KINDS["issue"]
    # Asked with the files' own names first: no file is copied for a step that cannot be taken.
    patch = checked_event(ledger, issue_id, event, with_evidence(event, given, (path.name for path in files)))
    prepared = prepare(ledger, files) if files else Prepared()
    owner = current(ledger, kind, issue_id)
    with writing(ledger, "event_issue", title_of(kind, owner)) as changes:
        if prepared.files:
            add_prepared(ledger, changes, "issue", issue_id, owner, prepared)
            names = prepared.names_in(attachments_of(ledger, "issue", issue_id))
            patch = checked_event(ledger, issue_id, event, with_evidence(event, given, names))
        changes.event("issue", issue_id, patch)
    kinds = frozenset({"issue", "attachment"} if files else {"issue"})
    return Saved("issue", (issue_id,), changes.step_id, kinds)


def with_evidence(event: str, given: Mapping[str, Any], names: Iterable[str]) -> Mapping[str, Any]:
    """What is given to a step, with the names of files among its evidence if it takes any."""
    step, entries = transition(event), [as_evidence(name) for name in names]
    if not entries or step is None or EVIDENCE not in (*step.sets, *step.requires, *step.anew):
        return given
    written = given.get(EVIDENCE) or []
    return {**given, EVIDENCE: [*(written if isinstance(written, list) else [written]), *entries]}


def checked_event(
    ledger: Ledger, issue_id: str, event: str, given: Mapping[str, Any], *, actor: str = ""
) -> dict[str, Any]:
    """The patch of a step that is allowed now to ``actor`` (whoever works at the ledger, unless said).

    Refused as :func:`record_event`.
    """
    kind = KINDS["issue"]
    before = current(ledger, kind, issue_id)
    refuse_withdrawn(ledger, kind, issue_id)
    found = transition(event)
    if found is None or not found.is_chosen:
        raise Refused("unknown_event", event=event)
    status = str(before.get("status", ""))
    if status not in found.states:
        level = ledger.office.level
        raise Refused(
            "event_impossible", event=event, status=status, possible=[one.event for one in possible(status, level)]
        )
    _refuse_elsewhere(ledger, found)
    duty = refuse_undutiful(found, actor or ledger.actor, people_of(ledger))
    if EVIDENCE in found.requires and not given.get(EVIDENCE) and (unused := unused_evidence(ledger, issue_id)):
        # What lies with the issue is its evidence, whether or not somebody writes it down once more.
        given = with_evidence(event, {**given, EVIDENCE: before.get(EVIDENCE)}, unused)
    fields, problems = _checked_fields(ledger, found, before, given)
    # A computer that believes in an earlier year cannot have its own day for what it did just now.
    today = max(date.today().isoformat(), str(before.get("collected_on") or ""))
    required = (*found.words, HANDLED_BY) if duty.get(DUTY) == Duty.CLERK else found.words
    words, bad_words = _checked_words(found, given, required, today)
    problems += bad_words
    if not problems:
        attempt = Attempt(before, fields, words, today)
        problems += broken_rules(found, attempt)
    if Rule.MAIN_ISSUE in found.rules and not problems:
        fields["merged_into"], problems = _main_issue(ledger, issue_id, words["main_issue"])
    if problems:
        raise Refused("invalid", problems=[_labelled(problem) for problem in problems], rows=1)
    cleared = {name: None for name in found.clears if before.get(name) is not None}
    return {"event": event, "fields": {**cleared, **fields}, **words, **duty}


def _labelled(problem: Problem) -> Problem:
    """The problem with the name under which people know its field."""
    kind, name = KINDS["issue"], problem.field
    known = kind.field(name) if kind.has_field(name) else WORDS.get(name)
    return problem if known is None else replace(problem, params={"label": known.label, **problem.params})


def _refuse_elsewhere(ledger: Ledger, step: Transition) -> None:
    if ledger.office.level not in step.levels:
        raise Refused("event_not_yours", event=step.event, levels=sorted(step.levels))


def _checked_fields(
    ledger: Ledger, step: Transition, before: Mapping[str, Any], given: Mapping[str, Any]
) -> tuple[dict[str, Any], list[Problem]]:
    own = {name: value for name, value in given.items() if name not in WORDS}
    problems = [Problem("unknown_field", name, value) for name, value in own.items() if name not in step.sets]
    # Fields an event sets are closed to typing; within the event they are checked like any other.
    fields, bad = check_record(
        KINDS["issue"],
        {name: value for name, value in own.items() if name in step.sets},
        today=date.today(),
        categories=read_settings(ledger).categories,
        row=1,
        partial=True,
        by_event=True,
    )
    problems += bad
    named = {problem.field for problem in problems}
    for name in (*step.requires, *step.anew):
        value = fields.get(name) if name in step.anew else fields.get(name, before.get(name))
        if name not in named and value in (None, "", []):
            problems.append(Problem("missing", name, params={"label": KINDS["issue"].field(name).label}))
    return fields, problems


def _checked_words(
    step: Transition, given: Mapping[str, Any], required: Collection[str], today: str
) -> tuple[dict[str, Any], list[Problem]]:
    words: dict[str, Any] = {HAPPENED_ON: today}
    problems = []
    known = {*step.words, *step.may_say, *COMMON}
    for name, field in WORDS.items():
        params = {"label": field.label}
        if name not in known:
            if name in given:
                problems.append(Problem("unknown_field", name, given[name]))
            continue
        try:
            value = normalise(field, given.get(name), today=date.today(), categories=())
        except ValueRefused as refusal:
            problems.append(Problem(refusal.kind, name, given.get(name), params={**params, **refusal.params}))
            continue
        value = value.strip() if isinstance(value, str) else value
        if value:
            words[name] = value
        elif name in required:
            problems.append(Problem("missing", name, params=params))
    return words, problems


def _main_issue(ledger: Ledger, issue_id: str, named: str) -> tuple[str | None, list[Problem]]:
    """The id of the issue that goes on in place of this one, found by its number or id."""
    row = ledger.database.execute_sql(
        "SELECT id FROM issue WHERE (code = ? OR id = ?) AND NOT is_withdrawn LIMIT 2", (named, named)
    ).fetchall()
    if len(row) != 1:
        return None, [Problem("not_found", "main_issue", named)]
    main_id = str(row[0][0])
    main = decoded(KINDS["issue"], ledger.tables["issue"].get(main_id) or {})
    if main_id == issue_id or main.get("status") in ENDED:
        return None, [Problem("bad_main_issue", "main_issue", named)]
    return main_id, []
