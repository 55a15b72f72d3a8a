"""From the set of a record's changes to the record: current values, conflicts, standing.

The result depends on the set alone, never on the order in which changes arrived, so that nodes which hold the same
changes show the same records.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from desktop.domain.changes import VIA, Change, Operation, attributed, canonical

STANDING = "_withdrawn"
"""The field that WITHDRAW and RESTORE set; it merges and conflicts like any other."""

STATUS = "_event"
"""The field under which events that could not take effect are listed as conflicts."""


@dataclass(frozen=True, slots=True)
class Head:
    """A value of a field that no later change to the field has known."""

    value: Any
    change: Change


@dataclass(slots=True)
class Folded:
    """A record as its changes make it.

    ``values`` holds the fields ever set (None when cleared); ``heads`` the fields with more than one value;
    ``ineffective`` the events that were impossible where they stand in causal order; ``effective`` all changes that
    count, in causal order.
    """

    kind: str
    record_id: str
    values: dict[str, Any] = field(default_factory=dict)
    is_withdrawn: bool = False
    heads: dict[str, tuple[Head, ...]] = field(default_factory=dict)
    ineffective: tuple[Change, ...] = ()
    effective: tuple[Change, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class EventOutcome:
    """What the events of a record lead to: fields they reach (status …), impossible ones, ones taken back.

    ``settled`` are impossible ones that somebody has decided to leave so.
    """

    reached: Mapping[str, Any] = field(default_factory=dict)
    impossible: tuple[Change, ...] = ()
    retracted: tuple[Change, ...] = ()
    settled: tuple[Change, ...] = ()


EventFold = Callable[[Sequence[Change]], EventOutcome]
"""Takes the events in causal order."""


def assignments(change: Change) -> dict[str, Any]:
    """The fields a change sets, whatever its operation."""
    if change.operation in (Operation.CREATE, Operation.UPDATE):
        return {name: value for name, value in change.patch.items() if name != VIA}
    if change.operation == Operation.WITHDRAW:
        return {STANDING: True}
    if change.operation == Operation.RESTORE:
        return {STANDING: False}
    if change.operation == Operation.EVENT:
        fields = change.patch.get("fields")
        return dict(fields) if isinstance(fields, dict) else {}
    return {}


def fold(
    changes: Iterable[Change],
    owner_of: Callable[[str], str],
    fold_events: EventFold,
    undisputed: Container[str] = (),
) -> Folded:
    """Fold the changes of one record. ``owner_of`` names the level whose word counts for a field.

    Of several heads with different values shown is the owner's, then the highest in :attr:`Change.rank`.
    ``undisputed`` fields are the program's to fill in: nobody is asked which of two values holds.
    """
    ordered = sorted(attributed(changes), key=lambda change: change.rank)
    if not ordered:
        raise ValueError("a record without changes")
    outcome = fold_events([change for change in ordered if change.operation == Operation.EVENT])
    without_effect = {id(change) for change in (*outcome.impossible, *outcome.retracted, *outcome.settled)}
    without_effect |= {id(change) for change in retracted_changes(ordered)}
    effective = tuple(change for change in ordered if id(change) not in without_effect)
    setters: dict[str, list[tuple[Change, Any]]] = {}
    for change in effective:
        for name, value in assignments(change).items():
            setters.setdefault(name, []).append((change, value))
    folded = Folded(ordered[0].kind, ordered[0].record_id, ineffective=outcome.impossible, effective=effective)
    for name, set_by in setters.items():
        heads = _heads(set_by)
        shown = max(heads, key=lambda head: (head.change.office == owner_of(name), head.change.rank))
        if name == STANDING:
            folded.is_withdrawn = bool(shown.value)
        else:
            folded.values[name] = shown.value
        if len(heads) > 1 and name not in undisputed and len({canonical(head.value) for head in heads}) > 1:
            folded.heads[name] = tuple(sorted(heads, key=lambda head: head.change.rank))
    folded.values.update(outcome.reached)
    return folded


def retracted_changes(changes: Sequence[Change]) -> list[Change]:
    """The changes that their own node has taken back by RETRACT; events have an event of their own for it."""
    taken_back = {(one.node, canonical(one.patch.get("of"))) for one in changes if one.operation == Operation.RETRACT}
    if not taken_back:
        return []
    settling = (Operation.UPDATE, Operation.WITHDRAW, Operation.RESTORE)
    return [one for one in changes if one.operation in settling and (one.node, canonical(one.number)) in taken_back]


def _heads(set_by: Sequence[tuple[Change, Any]]) -> list[Head]:
    if len(set_by) == 1:
        return [Head(set_by[0][1], set_by[0][0])]
    if any(change.workbook for change, _ in set_by):
        return _heads_with_edits(set_by)
    return _heads_by_knowledge(set_by)


def _heads_with_edits(set_by: Sequence[tuple[Change, Any]]) -> list[Head]:
    """As :func:`_heads`, where the same cell of the same workbook may have been taken in at several places.

    Such twins are one edit: who knew one of them knew the other, unless that other was made in knowledge of him. They
    do not overrule each other: of an edit taken back and taken in again at two places, both stand.
    """
    heads = []
    for change, value in set_by:
        others = [other for other, _ in set_by if other is not change]
        is_known = any(other.knows(change) for other in others)
        if change.workbook and not is_known:
            twins = [
                twin
                for twin, same in set_by
                if twin is not change and twin.workbook == change.workbook and canonical(same) == canonical(value)
            ]
            is_known = any(
                other.knows(twin) and not change.knows(other)
                for other in others
                if not any(other is twin for twin in twins)
                for twin in twins
            )
        if not is_known:
            heads.append(Head(value, change))
    # Two edits, taken in here in one order and there in the other, can each have known a twin of the other.
    return heads or _heads_by_knowledge(set_by)


def _heads_by_knowledge(set_by: Sequence[tuple[Change, Any]]) -> list[Head]:
    return [
        Head(value, change)
        for position, (change, value) in enumerate(set_by)
        if not any(later.knows(change) for later, _ in set_by[position + 1 :])
    ]
