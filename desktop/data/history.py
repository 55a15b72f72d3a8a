"""The history of a record out of the log: who changed what, when, from what to what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from desktop.data.ledger import Ledger
from desktop.domain.changes import VIA, Change, Operation, base_of
from desktop.domain.folding import assignments, retracted_changes
from desktop.domain.lifecycle import COMMON, DUTY, HANDLED_BY, HAPPENED_ON, RETRACT, WORDS, fold_events


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One change of a record: when (wall time of its author), who, which operation, each field before and after.

    ``by_hand`` is the name of the workbook it was typed into, empty for all others. Of a step of an issue: ``words``
    are the texts and days it carries by their names, ``happened_on`` its ISO day, ``duty`` the capacity in which it was
    taken, ``handled_by`` who took it when somebody else wrote it down. ``is_taken_back`` says that it was undone; it
    is not effective then.
    """

    wall: str
    actor: str
    office: str
    operation: str
    fields: tuple[tuple[str, Any, Any], ...]
    event: str = ""
    reason: str = ""
    is_effective: bool = True
    by_hand: str = ""
    words: tuple[tuple[str, str], ...] = ()
    happened_on: str = ""
    duty: str = ""
    handled_by: str = ""
    is_taken_back: bool = False


def history(ledger: Ledger, record_id: str) -> list[HistoryEntry]:
    """Every change of a record in causal order, oldest first."""
    changes = sorted(ledger.log.of_record(record_id), key=lambda change: change.rank)
    outcome = fold_events([change for change in changes if change.operation == Operation.EVENT])
    settlings = retracted_changes(changes)
    idle = {id(change) for change in (*outcome.impossible, *outcome.settled, *outcome.retracted, *settlings)}
    named = _taken_back(changes)
    # A decision that was taken in twice counts once, and nobody has undone the other one.
    undone = {id(change) for change in outcome.retracted if (base_of(change.node), change.number) in named}
    undone |= {id(change) for change in settlings}
    standing: dict[str, Any] = {}
    entries: list[HistoryEntry] = []
    for change in changes:
        is_effective, is_taken_back = id(change) not in idle, id(change) in undone
        entries.append(_entry(change, standing, is_effective=is_effective, is_taken_back=is_taken_back))
    return entries


def _taken_back(changes: list[Change]) -> set[tuple[Any, Any]]:
    """Node and number of the steps that others take back."""
    named = [change.patch.get("of") for change in changes if change.patch.get("event") == RETRACT]
    return {(of[0], of[1]) for of in named if isinstance(of, list) and len(of) == 2 and isinstance(of[0], str)}


def _entry(change: Change, standing: dict[str, Any], *, is_effective: bool, is_taken_back: bool) -> HistoryEntry:
    fields = []
    for name, value in assignments(change).items():
        if not name.startswith("_"):
            fields.append((name, standing.get(name), value))
            if is_effective:
                standing[name] = value
    is_event = change.operation == Operation.EVENT
    return HistoryEntry(
        wall=change.wall,
        actor=change.actor,
        office=change.office,
        operation=change.operation,
        fields=tuple(fields),
        event=str(change.patch.get("event", "")) if is_event else "",
        reason=str(change.patch.get("reason", "")),
        is_effective=is_effective,
        by_hand=_workbook_of(change),
        words=tuple((name, _said(change, name)) for name in WORDS if name not in COMMON and _said(change, name)),
        happened_on=_said(change, HAPPENED_ON),
        duty=_said(change, DUTY),
        handled_by=_said(change, HANDLED_BY),
        is_taken_back=is_taken_back,
    )


def _said(change: Change, name: str) -> str:
    """A word of a step; empty for other changes, and for what a workbook gave another shape."""
    value = change.patch.get(name) if change.operation == Operation.EVENT else None
    return value if isinstance(value, str) else ""


def _workbook_of(change: Change) -> str:
    via = change.patch.get(VIA)
    return str(via.get("file") or "?") if isinstance(via, dict) else ""
