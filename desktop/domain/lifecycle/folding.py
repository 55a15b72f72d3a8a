"""Where the events of an issue, in causal order, have led: status and counts. Status is never typed."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.domain.changes import VIA, Change, base_of, canonical, runs_through
from desktop.domain.folding import EventOutcome
from desktop.domain.lifecycle.carrying import CARRY_OVER, status_reached
from desktop.domain.lifecycle.duties import Duty
from desktop.domain.lifecycle.states import INITIAL
from desktop.domain.lifecycle.steps import Transition
from desktop.domain.lifecycle.table import COUNTED, transition

RETRACT = "retract"
"""The event that takes back another one, named by ``of: [node, number]``."""
SETTLE = "settle"
"""The event that leaves impossible ones, named by ``of: [[node, number], …]``, as they are: no conflict any more."""
DUTY = "duty"
"""Key of an event under which it says in which capacity its author took it."""


def _is_retracted(change: Change, retractions: Sequence[Change]) -> bool:
    of = [base_of(change.node), change.number]
    return any(one.is_of_history(change) and one.patch.get("of") == of for one in retractions)


def _settled(settlings: Sequence[Change]) -> frozenset[tuple[str, int]]:
    """Node and number of the events left as they are. What a workbook says is not believed to have any shape."""
    named: set[tuple[str, int]] = set()
    for change in settlings:
        of = change.patch.get("of")
        for place in of if isinstance(of, list) else ():
            if isinstance(place, list) and len(place) == 2 and isinstance(place[0], str) and isinstance(place[1], int):
                named.add((place[0], place[1]))
    return frozenset(named)


def _is_named(change: Change, named: frozenset[tuple[str, int]]) -> bool:
    # A history of a node may have been named when an earlier fork was not known yet.
    return (change.node, change.number) in named or (
        "#" in change.node
        and any(number == change.number and runs_through(node, change.node) for node, number in named)
    )


def _decision(change: Change) -> tuple[str, str]:
    """What makes an event typed into a workbook the same one wherever it was taken in; others are by themselves."""
    if not change.workbook:
        return (change.node, str(change.number))
    return (change.workbook, canonical({key: part for key, part in change.patch.items() if key != VIA}))


def _is_possible(found: Transition | None, status: str, change: Change) -> bool:
    if found is None or status not in found.states or change.office not in found.levels:
        return False
    duty = change.patch.get(DUTY)
    return duty is None or duty == Duty.CLERK or duty in found.duties


def _counted_before(change: Change) -> dict[str, int]:
    """The counts that an older ledger tells."""
    fields = change.patch.get("fields")
    told = fields if isinstance(fields, dict) else {}
    return {name: told[name] for name in COUNTED.values() if type(told.get(name)) is int and told[name] > 0}


def fold_events(events: Sequence[Change]) -> EventOutcome:
    """Status and counts after the events (causal order), and the events that were impossible where they stand.

    RETRACT takes back an event of its own node (undo), a SETTLE too. A settled event counts like any other once it is
    possible: settling gives nobody the power to put another office's step out of force. An event this program does
    not know (from a newer one) has no effect here and is kept. A decision taken in from the same workbook at two
    places counts once.
    """
    retractions = [change for change in events if change.patch.get("event") == RETRACT]
    retracted = [
        change for change in events if change.patch.get("event") != RETRACT and _is_retracted(change, retractions)
    ]
    taken_back = {id(change) for change in (*retractions, *retracted)}
    standing = [change for change in events if id(change) not in taken_back]
    left = _settled([change for change in standing if change.patch.get("event") == SETTLE])
    # Who settled one of the twins of a decision settled it, whichever of them comes first here.
    left_decisions = {_decision(one) for one in standing if one.workbook and _is_named(one, left)}
    status = INITIAL
    impossible: list[Change] = []
    settled: list[Change] = []
    decided: set[tuple[str, str]] = set()
    # None where nothing is counted, whatever a change from elsewhere may say.
    counts: dict[str, int | None] = dict.fromkeys(COUNTED.values())
    for change in standing:
        event = str(change.patch.get("event", ""))
        if event == SETTLE:
            continue
        decision = _decision(change)
        if decision in decided:
            retracted.append(change)
            continue
        if change.workbook:
            decided.add(decision)
        found = transition(event)
        if found is None or not _is_possible(found, status, change):
            is_left = _is_named(change, left) or decision in left_decisions
            (settled if is_left else impossible).append(change)
            continue
        status = status_reached(found, change.patch, status)
        if event == CARRY_OVER.event:
            counts.update(_counted_before(change))
        if event in COUNTED:
            counts[COUNTED[event]] = (counts[COUNTED[event]] or 0) + 1
    return EventOutcome({"status": status, **counts}, tuple(impossible), tuple(retracted), tuple(settled))
