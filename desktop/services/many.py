"""Working on many issues at once: one step for all that can take it, one transaction, one step of undo.

The rules are those of a single issue, asked for every one; those that cannot take the step are named and left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from desktop.data.ledger import Ledger
from desktop.data.writing import Writing, wall_now
from desktop.domain.errors import Refused
from desktop.domain.kinds import ISSUE
from desktop.domain.lifecycle import COUNTED, TRANSITIONS, Transition, transition
from desktop.services.handling import checked_event, step_refusal
from desktop.services.people import people_of
from desktop.services.recording import check_revision, current, refuse_withdrawn

CHANGE = "change"
"""In place of a step: fields filled in that no step holds."""
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Planned:
    """One of the issues: its values now, what would change in it (status included), or why it cannot be done."""

    issue_id: str
    before: Mapping[str, Any]
    changes: Mapping[str, Any] = field(default_factory=dict)
    refusal: Refused | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What a step (or :data:`CHANGE`) would do to each issue, in the order they were named."""

    event: str
    items: tuple[Planned, ...]

    @property
    def able(self) -> tuple[Planned, ...]:
        """Those that can take the step."""
        return tuple(one for one in self.items if one.refusal is None)

    @property
    def unable(self) -> tuple[Planned, ...]:
        """Those that cannot, each with its refusal."""
        return tuple(one for one in self.items if one.refusal is not None)


@dataclass(frozen=True, slots=True)
class ManyDone:
    """What was done: the issues changed, what became of each one named, the step to undo (None: nothing changed)."""

    event: str
    ids: tuple[str, ...]
    items: tuple[Planned, ...]
    step_id: int | None
    changed_kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class ManyOffer:
    """A step, how many of the issues stand where it begins, and what keeps all of them back."""

    step: Transition
    able: int
    refusal: Refused | None = None


_Plan = Callable[[str], tuple[Planned, Mapping[str, Any]]]
"""Gives what would become of an issue, and the patch that does it. Refused: why not."""


def offers_for_many(ledger: Ledger, issue_ids: Sequence[str]) -> tuple[ManyOffer, ...]:
    """The steps that lead on from where at least one of the issues stands, in the table's order."""
    standing = _standing(ledger, issue_ids)
    people = people_of(ledger)
    counted = ((step, sum(standing.get(status, 0) for status in step.states)) for step in TRANSITIONS)
    return tuple(ManyOffer(step, able, step_refusal(ledger, step, people)) for step, able in counted if able)


def _standing(ledger: Ledger, issue_ids: Sequence[str]) -> dict[str, int]:
    """How many of the issues stand in each status; withdrawn ones stand nowhere."""
    found: dict[str, int] = {}
    wanted = list(dict.fromkeys(issue_ids))
    for start in range(0, len(wanted), _AT_ONCE):
        part = wanted[start : start + _AT_ONCE]
        rows = ledger.database.execute_sql(
            f"SELECT status, count(*) FROM issue WHERE id IN ({', '.join('?' * len(part))}) AND NOT is_withdrawn "
            "GROUP BY status",
            part,
        )
        for status, count in rows:
            found[status or ""] = found.get(status or "", 0) + count
    return found


def preview(ledger: Ledger, issue_ids: Iterable[str], event: str, given: Mapping[str, Any]) -> Preview:
    """What a step would do to each of the issues; nothing is written. One named twice counts once.

    Refused: ``unknown_event``.
    """
    return _preview(ledger, issue_ids, event, _event_plan(ledger, event, given))


def preview_change(ledger: Ledger, issue_ids: Iterable[str], values: Mapping[str, Any]) -> Preview:
    """What new values of fields would do to each of the issues; nothing is written."""
    return _preview(ledger, issue_ids, CHANGE, _change_plan(ledger, values))


def apply_to_many(
    ledger: Ledger,
    issue_ids: Iterable[str],
    event: str,
    given: Mapping[str, Any],
    *,
    progress: Callable[[int, int], object] = lambda done, total: None,
    cancelled: Callable[[], bool] = lambda: False,
    all_or_none: bool = False,
) -> ManyDone:
    """Record the same step of all issues that can take it. ``progress`` is told (done, total).

    With ``all_or_none`` nothing is done unless every one can. Refused: ``unknown_event``, ``cancelled`` (with nothing
    changed).
    """
    plan = _event_plan(ledger, event, given)

    def write(changes: Writing, issue_id: str, patch: Mapping[str, Any]) -> bool:
        changes.event(ISSUE.name, issue_id, patch)
        return True

    return _carry_out(ledger, issue_ids, event, plan, write, progress, cancelled, all_or_none=all_or_none)


def change_many(
    ledger: Ledger,
    issue_ids: Iterable[str],
    values: Mapping[str, Any],
    *,
    progress: Callable[[int, int], object] = lambda done, total: None,
    cancelled: Callable[[], bool] = lambda: False,
    all_or_none: bool = False,
) -> ManyDone:
    """Give fields of all issues that can take it the same new values (None clears); else as :func:`apply_to_many`."""

    def write(changes: Writing, issue_id: str, patch: Mapping[str, Any]) -> bool:
        return changes.update(ISSUE.name, issue_id, patch)

    plan = _change_plan(ledger, values)
    return _carry_out(ledger, issue_ids, CHANGE, plan, write, progress, cancelled, all_or_none=all_or_none)


def _event_plan(ledger: Ledger, event: str, given: Mapping[str, Any]) -> _Plan:
    step = transition(event)
    if step is None or not step.is_chosen:
        raise Refused("unknown_event", event=event)

    def plan(issue_id: str) -> tuple[Planned, Mapping[str, Any]]:
        patch = checked_event(ledger, issue_id, event, given)
        before = current(ledger, ISSUE, issue_id)
        after = {**patch["fields"], "status": step.target or before.get("status")}
        if event in COUNTED:
            after[COUNTED[event]] = int(before.get(COUNTED[event]) or 0) + 1
        return Planned(issue_id, before, _differing(before, after)), patch

    return plan


def _change_plan(ledger: Ledger, values: Mapping[str, Any]) -> _Plan:
    def plan(issue_id: str) -> tuple[Planned, Mapping[str, Any]]:
        before = current(ledger, ISSUE, issue_id)
        refuse_withdrawn(ledger, ISSUE, issue_id)
        clean, problems = check_revision(ledger, ISSUE, before, values)
        if problems:
            raise Refused("invalid", problems=problems, rows=1)
        return Planned(issue_id, before, _differing(before, clean)), clean

    return plan


def _differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in after.items() if value != before.get(name)}


def _planned(ledger: Ledger, issue_id: str, plan: _Plan) -> tuple[Planned, Mapping[str, Any]]:
    try:
        return plan(issue_id)
    except Refused as reason:
        row = ledger.tables[ISSUE.name].get(issue_id)
        before = current(ledger, ISSUE, issue_id) if row is not None else {}
        return Planned(issue_id, before, refusal=reason), {}


def _preview(ledger: Ledger, issue_ids: Iterable[str], event: str, plan: _Plan) -> Preview:
    with ledger.reading():
        return Preview(event, tuple(_planned(ledger, one, plan)[0] for one in dict.fromkeys(issue_ids)))


def _carry_out(
    ledger: Ledger,
    issue_ids: Iterable[str],
    event: str,
    plan: _Plan,
    write: Callable[[Writing, str, Mapping[str, Any]], bool],
    progress: Callable[[int, int], object],
    cancelled: Callable[[], bool],
    *,
    all_or_none: bool,
) -> ManyDone:
    wanted = tuple(dict.fromkeys(issue_ids))
    items: list[Planned] = []
    done: list[str] = []
    with ledger.transaction():
        if all_or_none:
            items = [_planned(ledger, one, plan)[0] for one in wanted]
            if any(one.refusal is not None for one in items):
                return ManyDone(event, (), tuple(items), None, frozenset())
            items.clear()
        changes = Writing(ledger, wall_now())
        for place, issue_id in enumerate(wanted, start=1):
            if cancelled():
                raise Refused("cancelled")
            item, patch = _planned(ledger, issue_id, plan)
            items.append(item)
            if item.refusal is None and write(changes, issue_id, patch):
                done.append(issue_id)
            progress(place, len(wanted))
        changes.finish("many_issue", f"{event}:{len(done)}")
    kinds = frozenset({ISSUE.name}) if done else frozenset()
    return ManyDone(event, tuple(done), tuple(items), changes.step_id, kinds)
