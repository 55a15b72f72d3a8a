"""The history of a record out of the log: who changed what, when, from what to what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from desktop.data.ledger import Ledger
from desktop.domain.changes import VIA, Change, Operation
from desktop.domain.folding import assignments, retracted_changes
from desktop.domain.lifecycle import fold_events


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One change of a record: when (wall time of its author), who, which operation, each field before and after.

    ``by_hand`` is the name of the workbook it was typed into, empty for all others.
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


def history(ledger: Ledger, record_id: str) -> list[HistoryEntry]:
    """Every change of a record in causal order, oldest first."""
    changes = sorted(ledger.log.of_record(record_id), key=lambda change: change.rank)
    outcome = fold_events([change for change in changes if change.operation == Operation.EVENT])
    idle = {id(change) for change in (*outcome.impossible, *outcome.settled, *retracted_changes(changes))}
    standing: dict[str, Any] = {}
    entries: list[HistoryEntry] = []
    for change in changes:
        entries.append(_entry(change, standing, is_effective=id(change) not in idle))
    return entries


def _entry(change: Change, standing: dict[str, Any], *, is_effective: bool) -> HistoryEntry:
    fields = []
    for name, value in assignments(change).items():
        if not name.startswith("_"):
            fields.append((name, standing.get(name), value))
            if is_effective:
                standing[name] = value
    return HistoryEntry(
        wall=change.wall,
        actor=change.actor,
        office=change.office,
        operation=change.operation,
        fields=tuple(fields),
        event=str(change.patch.get("event", "")) if change.operation == Operation.EVENT else "",
        reason=str(change.patch.get("reason", "")),
        is_effective=is_effective,
        by_hand=_workbook_of(change),
    )


def _workbook_of(change: Change) -> str:
    via = change.patch.get(VIA)
    return str(via.get("file") or "?") if isinstance(via, dict) else ""
