"""Taking in sync workbooks: each file comes in whole, is one step of undo, and can be taken back as a whole."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from desktop.data.database import MACHINE_FAULTS
from desktop.data.ledger import Ledger
from desktop.data.receiving import Receiver, gaps, receive_again, unreceive
from desktop.data.refolding import refold
from desktop.data.writing import wall_now
from desktop.domain.changes import Level, private_scope, scope_of_village
from desktop.domain.errors import Refused
from desktop.domain.kinds import KINDS
from desktop.exchange.parsing import Incoming, parse_workbook
from desktop.services.outcomes import BatchOutcome, FileOutcome

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


class _Rehearsed(Exception):  # noqa: N818 - no error: it carries the way out of a transaction
    pass


@contextmanager
def rehearsal(ledger: Ledger) -> Iterator[None]:
    """A transaction that ends by leaving nothing behind: to say what would happen."""
    try:
        with ledger.transaction():
            yield
            raise _Rehearsed
    except _Rehearsed:
        pass


def import_workbooks(
    ledger: Ledger,
    paths: Sequence[Path],
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> list[FileOutcome]:
    """Import files in one transaction, each wholly or not at all; a refused file does not keep the others out.

    With ``dry_run`` everything is tried out and rolled back, so that what is said is what will happen.
    Refused: ``cancelled`` and faults of the machine; then none of the files is imported.
    """
    outcomes: list[FileOutcome] = []
    with rehearsal(ledger) if dry_run else ledger.transaction():
        for path in paths:
            outcomes.append(_try(ledger, path, _watch(cancelled), is_trial=dry_run))
            if progress is not None:
                progress(len(outcomes), len(paths))
    return outcomes


def _watch(cancelled: Cancelled | None) -> Callable[[], None]:
    def stop_if_cancelled() -> None:
        if cancelled is not None and cancelled():
            raise Refused("cancelled")

    return stop_if_cancelled


def _try(ledger: Ledger, path: Path, check: Callable[[], None], *, is_trial: bool) -> FileOutcome:
    check()
    try:
        incoming = parse_workbook(path)
        check()
        _refuse_unless_ours(ledger, incoming)
        with ledger.transaction():
            outcome = _receive(ledger, incoming, check)
    except Refused as refusal:
        # A fault of the machine may have ended the whole transaction: nothing said about the other files would hold.
        if refusal.code == "cancelled" or refusal.code in MACHINE_FAULTS:
            raise
        return FileOutcome(path.name, "refused", refusal=refusal)
    if is_trial and outcome.status == "imported":
        outcome.status, outcome.batch_id = "would_import", None
    return outcome


def _accepted_scopes(ledger: Ledger, incoming: Incoming) -> list[str]:
    office = ledger.office
    held = dict.fromkeys(received.change.scope for received in incoming.changes)
    scopes = list(dict.fromkeys([*held, *incoming.vectors]))
    own = {office.own_scope, office.shared_scope, private_scope(office.code)}
    if office.level is Level.TOWN:
        # The codes of a town's villages begin with its own; another town's workbooks are not for this one.
        villages = scope_of_village(office.code[:9])
        return [scope for scope in scopes if scope in own or scope.startswith(villages)]
    return [scope for scope in scopes if scope in own]


def _refuse_unless_ours(ledger: Ledger, incoming: Incoming) -> None:
    office, sender = ledger.office, incoming.sender
    is_ours = bool({received.change.scope for received in incoming.changes} & set(_accepted_scopes(ledger, incoming)))
    is_addressed = incoming.recipient in ("", office.code)
    if office.level is Level.TOWN:
        is_ours = is_ours or (is_addressed and sender.code[:9] == office.code[:9])
    else:
        # A village takes what its own computers made, and of its town's what is made for it.
        is_ours = sender.code == office.code or (sender.code == office.town_code and is_addressed)
    if not is_ours:
        raise Refused("not_for_us", file=incoming.file_name, sender=sender.name, office=office.name)


def _receive(ledger: Ledger, incoming: Incoming, check: Callable[[], None]) -> FileOutcome:
    outcome = FileOutcome(
        incoming.file_name,
        "imported",
        incoming.sender.name,
        incoming.sender.code,
        incoming.made_at,
        incoming.sender.actor,
        edited_by_hand=len(incoming.edited) + incoming.added,
    )
    _learn_nodes(ledger, incoming)
    batch_uid = uuid.uuid4().hex
    batch_id = _open_batch(ledger, incoming, batch_uid)
    receiver = Receiver(ledger, batch_id)
    accepted = _accepted_scopes(ledger, incoming)
    for scope in accepted:
        check()
        of_scope = [received for received in incoming.changes if received.change.scope == scope]
        receiver.take(scope, [(one.change, one.patch_text, one.knowledge_text) for one in of_scope])
        _note_receipt(ledger, incoming, scope)
    touched = sorted(receiver.touched)
    before = _present(ledger, touched)
    after: dict[str, str] = {}
    for start in range(0, len(touched), 500):
        check()
        after |= refold(ledger, touched[start : start + 500])
    _count(ledger, outcome, incoming, before, after)
    outcome.changes = receiver.received
    outcome.gaps = gaps(ledger, {scope: incoming.vectors.get(scope, {}) for scope in accepted})
    outcome.waiting = waiting_changes(ledger)
    if not receiver.received:
        outcome.status = "nothing_new"
        ledger.database.execute_sql("DELETE FROM batch WHERE id = ?", (batch_id,))
        return outcome
    outcome.batch_id = batch_uid
    _close_batch(ledger, incoming, batch_id, outcome)
    return outcome


def _learn_nodes(ledger: Ledger, incoming: Incoming) -> None:
    sender = incoming.sender
    accepted = _accepted_scopes(ledger, incoming)
    named = {uid for scope in accepted for uid in incoming.vectors.get(scope, {})}
    named |= {received.change.node for received in incoming.changes if received.change.scope in accepted}
    nodes = [node for node in incoming.nodes if node["uid"] in named]
    nodes.append({"uid": sender.node, "level": sender.level, "code": sender.code, "name": sender.name})
    for node in nodes:
        ledger.log.node_id(node["uid"])
        # What is known here of this node, or better than the sender knows it, stays.
        if node["code"] and node["uid"] != ledger.node_uid:
            ledger.database.execute_sql(
                "UPDATE node SET level = ?, unit_code = ?, unit_name = ? WHERE uid = ?",
                (node["level"], node["code"], node["name"], node["uid"]),
            )
    for scope in accepted:
        name = incoming.scope_names.get(scope, "")
        if name and scope != ledger.office.own_scope:
            ledger.log.scope_id(scope)
            ledger.database.execute_sql("UPDATE scope SET unit_name = ? WHERE name = ?", (name, scope))


def _open_batch(ledger: Ledger, incoming: Incoming, batch_uid: str) -> int:
    cursor = ledger.database.execute_sql(
        "INSERT INTO batch (uid, file_name, file_digest, workbook_uid, node_id, received_at, actor, summary) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, '{}')",
        (
            batch_uid,
            incoming.file_name,
            incoming.file_digest,
            incoming.workbook_uid,
            ledger.log.node_id(incoming.sender.node),
            wall_now(),
            ledger.actor,
        ),
    )
    return int(cursor.lastrowid)


def _close_batch(ledger: Ledger, incoming: Incoming, batch_id: int, outcome: FileOutcome) -> None:
    counts = asdict(outcome)
    summary = {name: counts[name] for name in ("created", "updated", "unchanged", "edited_by_hand", "conflicts")}
    execute = ledger.database.execute_sql
    execute("UPDATE batch SET summary = ? WHERE id = ?", (json.dumps(summary), batch_id))
    execute("UPDATE step SET state = 2 WHERE session = ? AND state = 1", (ledger.session,))
    execute(
        "INSERT INTO step (session, label, title, made_at, actor, batch_id, acts) "
        "VALUES (?, 'import', ?, ?, ?, ?, '[]')",
        (ledger.session, incoming.file_name, wall_now(), ledger.actor, batch_id),
    )


def _note_receipt(ledger: Ledger, incoming: Incoming, scope: str) -> None:
    vector = incoming.vectors.get(scope)
    if vector is None:
        return
    # Of two workbooks the one exported later tells what the partner has, not the one that came later: it may have
    # taken an import back in between.
    ledger.database.execute_sql(
        "INSERT INTO acknowledged (node_id, scope_id, serial, vector, received_at) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (node_id, scope_id) DO UPDATE SET serial = excluded.serial, vector = excluded.vector, "
        "received_at = excluded.received_at WHERE excluded.serial >= serial",
        (
            ledger.log.node_id(incoming.sender.node),
            ledger.log.scope_id(scope),
            incoming.serial,
            json.dumps(vector),
            wall_now(),
        ),
    )


def _present(ledger: Ledger, record_ids: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for kind in KINDS:
        for start in range(0, len(record_ids), 500):
            part = record_ids[start : start + 500]
            marks = ", ".join("?" * len(part))
            rows = ledger.database.execute_sql(f'SELECT id FROM "{kind}" WHERE id IN ({marks})', part)
            found.update(row[0] for row in rows)
    return found


def _count(ledger: Ledger, outcome: FileOutcome, incoming: Incoming, before: set[str], after: dict[str, str]) -> None:
    by_kind: dict[str, list[int]] = {}
    for record_id, kind in after.items():
        by_kind.setdefault(kind, [0, 0])[record_id in before] += 1
    outcome.by_kind = {kind: (created, updated) for kind, (created, updated) in by_kind.items()}
    outcome.created = sum(created for created, _ in outcome.by_kind.values())
    outcome.updated = sum(updated for _, updated in outcome.by_kind.values())
    shown = {record_id for ids in incoming.shown.values() for record_id in ids} - after.keys()
    outcome.unchanged = len(_present(ledger, sorted(shown)))
    disputed = {row[0] for row in ledger.database.execute_sql("SELECT record_id FROM conflict")}
    outcome.conflicts = len(disputed & after.keys())


def waiting_changes(ledger: Ledger) -> int:
    """How many changes wait for others that their authors knew."""
    return int(ledger.database.execute_sql("SELECT count(*) FROM change WHERE state = 1").fetchone()[0])


def undo_import(ledger: Ledger, batch_uid: str) -> BatchOutcome:
    """Un-receive an import. Own later work on its records is kept and waits.

    Refused: ``unknown_batch``, ``batch_undone``.
    """
    return _turn(ledger, batch_uid, is_undone=True)


def redo_import(ledger: Ledger, batch_uid: str) -> BatchOutcome:
    """Receive an undone import again. Refused: ``unknown_batch``, ``batch_standing``."""
    return _turn(ledger, batch_uid, is_undone=False)


def _turn(ledger: Ledger, batch_uid: str, *, is_undone: bool) -> BatchOutcome:
    with ledger.transaction():
        execute = ledger.database.execute_sql
        found = execute("SELECT id, is_undone FROM batch WHERE uid = ?", (batch_uid,)).fetchone()
        if found is None:
            raise Refused("unknown_batch", batch=batch_uid)
        batch_id = found[0]
        if bool(found[1]) == is_undone:
            raise Refused("batch_undone" if is_undone else "batch_standing", batch=batch_uid)
        touched = unreceive(ledger, batch_id) if is_undone else receive_again(ledger, batch_id)
        before = _kinds_of(ledger, touched)
        after = refold(ledger, touched)
        execute("UPDATE batch SET is_undone = ? WHERE id = ?", (int(is_undone), batch_id))
        execute("UPDATE step SET state = ? WHERE batch_id = ?", (int(is_undone), batch_id))
        waiting = waiting_changes(ledger)
    return BatchOutcome(batch_uid, len(touched), waiting, frozenset(before) | frozenset(after.values()))


def _kinds_of(ledger: Ledger, record_ids: set[str]) -> set[str]:
    wanted = sorted(record_ids)
    return {kind for kind in KINDS if any(ledger.tables[kind].get(record_id) for record_id in wanted)}
