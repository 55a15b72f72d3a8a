"""The lifecycle of an issue (销号管理): one table of transitions (domain specification §2).

Status is never typed: it is where the events of an issue, in causal order, have led. Buttons, command line, checks
and the workbook's columns read this table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.domain.changes import VIA, Change, Level, base_of, canonical, runs_through
from desktop.domain.folding import EventOutcome

INITIAL = "draft"
RETRACT = "retract"
"""The event that takes back another one, named by ``of: [node, number]``."""
SETTLE = "settle"
"""The event that leaves impossible ones, named by ``of: [[node, number], …]``, as they are: no conflict any more."""
OPEN = frozenset(
    {
        "draft",
        "pending",
        "working",
        "extension_asked",
        "reported_up",
        "suspended",
        "long_term",
        "to_check",
        "to_approve",
    }
)
SUCCESSFULLY_CLOSED = frozenset({"closed", "consolidated"})
ENDED = frozenset({"merged", "refused", "void", "transferred"})
PATIENT = frozenset({"suspended", "long_term"})
"""States with a day of review in place of a deadline: no warning before that day has come."""
SAME = ""
"""Target of an event that leaves the status as it is."""


@dataclass(frozen=True, slots=True)
class Transition:
    """One event: from which states, whose office may record it, which issue fields it must carry, where it leads.

    ``sets`` are issue fields that may be given with it; ``requires`` those that must have a value afterwards,
    either given now or standing already. ``words`` are texts of the event itself that must be given (kept in the
    event, not in a field of the issue).
    """

    event: str
    label: str
    label_en: str
    states: frozenset[str]
    target: str
    levels: frozenset[str] = frozenset({Level.VILLAGE, Level.TOWN})
    requires: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


def _states(*names: str) -> frozenset[str]:
    return frozenset(names)


_TOWN = frozenset({Level.TOWN})
_VILLAGE = frozenset({Level.VILLAGE})

TRANSITIONS: tuple[Transition, ...] = (
    Transition(
        "assign",
        "建账交办",
        "Assign",
        _states("draft"),
        "pending",
        requires=("measures", "leader", "lead_unit", "owner", "due_on"),
        sets=("measures", "leader", "lead_unit", "owner", "due_on", "support_units", "rectify_type", "target"),
    ),
    Transition(
        "solve_on_the_spot",
        "当场解决",
        "Solved on the spot",
        _states("draft"),
        "to_check",
        levels=_VILLAGE,
        requires=("progress", "satisfaction"),
        sets=("progress", "satisfaction", "completion_kind", "completed_on"),
    ),
    Transition("refuse", "不予受理", "Refuse", _states("draft"), "refused", words=("reason",)),
    Transition("accept", "接件", "Accept", _states("pending"), "working"),
    Transition("send_back", "退回", "Send back", _states("pending"), "draft", words=("reason",)),
    Transition(
        "report_progress", "进展", "Progress", _states("working"), SAME, requires=("progress",), sets=("progress",)
    ),
    Transition(
        "apply_to_close",
        "申请销号",
        "Apply to close",
        _states("working"),
        "to_check",
        requires=("progress", "completion_kind", "completed_on", "satisfaction"),
        sets=("progress", "completion_kind", "completed_on", "satisfaction", "evidence"),
    ),
    Transition(
        "pass_check",
        "核查通过",
        "Check passed",
        _states("to_check"),
        "to_approve",
        requires=("checker", "check_opinion"),
        sets=("checker", "check_opinion"),
    ),
    Transition(
        "fail_check",
        "核查不通过",
        "Check failed",
        _states("to_check"),
        "working",
        requires=("checker", "check_opinion"),
        sets=("checker", "check_opinion"),
    ),
    Transition(
        "approve",
        "同意销号",
        "Approve closing",
        _states("to_approve"),
        "closed",
        _TOWN,
        requires=("closed_on",),
        sets=("closed_on",),
    ),
    Transition("reject", "驳回", "Reject closing", _states("to_approve"), "working", _TOWN, words=("reason",)),
    Transition(
        "reopen",
        "复号",
        "Reopen",
        _states("closed", "consolidated"),
        "working",
        _TOWN,
        requires=("due_on",),
        sets=("due_on",),
        words=("reason",),
    ),
    Transition(
        "consolidate",
        "回头看通过",
        "Look-back passed",
        _states("closed"),
        "consolidated",
        _TOWN,
        requires=("review_on", "review_result"),
        sets=("review_on", "review_result"),
    ),
    Transition("void", "作废", "Void", OPEN, "void", words=("reason",)),
)


def transition(event: str) -> Transition | None:
    """The transition of this event name, or None."""
    return next((candidate for candidate in TRANSITIONS if candidate.event == event), None)


def possible(status: str, level: str) -> list[Transition]:
    """The events an office of this level may record on an issue in this status, in the table's order."""
    return [candidate for candidate in TRANSITIONS if status in candidate.states and level in candidate.levels]


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


def fold_events(events: Sequence[Change]) -> EventOutcome:
    """Status after the events (causal order), and the events that were impossible where they stand.

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
        if found is None or status not in found.states or change.office not in found.levels:
            is_left = _is_named(change, left) or decision in left_decisions
            (settled if is_left else impossible).append(change)
        elif found.target:
            status = found.target
    return EventOutcome({"status": status}, tuple(impossible), tuple(retracted), tuple(settled))
