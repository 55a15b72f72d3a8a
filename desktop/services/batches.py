"""The imports of a ledger: what came when from whom, and taking it back or in again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from desktop.data.ledger import Ledger
from desktop.services.importing import redo_import, rehearsal, undo_import
from desktop.services.merging import waiting_changes

_COUNTS = ("created", "updated", "conflicts", "edited_by_hand", "rejected", "rows_left_out")


@dataclass(frozen=True, slots=True)
class Batch:
    """One import. Counts are of records (``rejected`` of cells), as they were when it was made; times are ISO with
    offset.
    """

    uid: str
    file_name: str
    sender: str
    received_at: str
    actor: str
    is_undone: bool
    created: int
    updated: int
    conflicts: int
    edited_by_hand: int
    rejected: int = 0
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Turned:
    """What taking imports back, or in again, touched. ``waiting``: changes that wait now and did not before."""

    records: int
    waiting: int
    changed_kinds: frozenset[str]


def batches(ledger: Ledger, limit: int = 200) -> list[Batch]:
    """The imports, the last first."""
    rows = ledger.database.execute_sql(
        "SELECT b.uid, b.file_name, n.unit_name, b.received_at, b.actor, b.is_undone, b.summary "
        "FROM batch b JOIN node n ON n.id = b.node_id ORDER BY b.id DESC LIMIT ?",
        (limit,),
    )
    found = []
    for uid, file_name, sender, received_at, actor, is_undone, text in rows:
        summary = json.loads(text)
        counts = (int(summary.get(name, 0)) for name in _COUNTS)
        found.append(Batch(uid, file_name, sender, received_at, actor, bool(is_undone), *counts))
    return found


def undo_imports(ledger: Ledger, batch_uids: Sequence[str]) -> Turned:
    """Un-receive imports, the last first, all or none. Refused: ``unknown_batch``, ``batch_undone``."""
    with ledger.transaction():
        before = waiting_changes(ledger)
        outcomes = [undo_import(ledger, uid) for uid in reversed(batch_uids)]
        waiting = waiting_changes(ledger) - before
    kinds = frozenset(kind for outcome in outcomes for kind in outcome.changed_kinds)
    return Turned(sum(outcome.records for outcome in outcomes), waiting, kinds)


def redo_imports(ledger: Ledger, batch_uids: Sequence[str]) -> Turned:
    """Receive undone imports again, all or none. Refused: ``unknown_batch``, ``batch_standing``."""
    with ledger.transaction():
        before = waiting_changes(ledger)
        outcomes = [redo_import(ledger, uid) for uid in batch_uids]
        waiting = waiting_changes(ledger) - before
    kinds = frozenset(kind for outcome in outcomes for kind in outcome.changed_kinds)
    return Turned(sum(outcome.records for outcome in outcomes), waiting, kinds)


def rehearse_undo(ledger: Ledger, batch_uids: Sequence[str]) -> Turned:
    """What :func:`undo_imports` would do; nothing is changed."""
    with rehearsal(ledger):
        return undo_imports(ledger, batch_uids)
