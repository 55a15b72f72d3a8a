"""One workbook into the ledger: its changes, what was typed into it, its receipts."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Any

from desktop.data.changelog import State
from desktop.data.forking import heed
from desktop.data.leaving_out import leave_out, take_in
from desktop.data.ledger import Ledger
from desktop.data.receiving import Receiver, gaps
from desktop.data.records import decoded
from desktop.data.refolding import refold
from desktop.data.writing import Writing, wall_now
from desktop.domain.changes import Change, Level, private_scope, scope_of_village
from desktop.domain.errors import Refused
from desktop.domain.kinds import KINDS
from desktop.exchange.parsing import Incoming
from desktop.services.outcomes import MOST_ROWS, CellDifference, FileOutcome, RowOutcome
from desktop.services.repeating import memory_of
from desktop.services.typed_rows import TypedOutcome, TypedRows

CHUNK = 500
"""Records folded between two looks at whether to stop."""


def accepted_scopes(ledger: Ledger, incoming: Incoming) -> list[str]:
    """The scopes of a workbook that this office may hold."""
    office = ledger.office
    held = dict.fromkeys(received.change.scope for received in incoming.changes)
    scopes = list(dict.fromkeys([*held, *incoming.vectors]))
    own = {office.own_scope, office.shared_scope, private_scope(office.code)}
    if office.level is Level.TOWN:
        # The codes of a town's villages begin with its own; another town's workbooks are not for this one.
        villages = scope_of_village(office.code[:9])
        return [scope for scope in scopes if scope in own or scope.startswith(villages)]
    return [scope for scope in scopes if scope in own]


def refuse_unless_ours(ledger: Ledger, incoming: Incoming) -> None:
    """Refused: ``not_for_us``."""
    if not incoming.sender.node:
        _refuse_unknown_rows(ledger, incoming)
        return
    office, sender = ledger.office, incoming.sender
    is_ours = bool({received.change.scope for received in incoming.changes} & set(accepted_scopes(ledger, incoming)))
    is_addressed = incoming.recipient in ("", office.code)
    if office.level is Level.TOWN:
        is_ours = is_ours or (is_addressed and sender.code[:9] == office.code[:9])
    else:
        # A village takes what its own computers made, and of its town's what is made for it.
        is_ours = sender.code == office.code or (sender.code == office.town_code and is_addressed)
    if not is_ours:
        raise Refused("not_for_us", file=incoming.file_name, sender=sender.name, office=office.name)


def _refuse_unknown_rows(ledger: Ledger, incoming: Incoming) -> None:
    """A workbook without its hidden sheets is told by its rows: one of them must be here."""
    ids = [record_id for shown in incoming.visible.shown.values() for record_id in shown]
    if not present(ledger, ids):
        raise Refused("rows_unknown", file=incoming.file_name)


@dataclass(frozen=True, slots=True)
class Wish:
    """How a file is to be taken in: which records to leave out, the digest it had when a person looked at its trial
    (empty when nobody did), and whether each row is to be told.
    """

    leave_out: frozenset[str] = frozenset()
    seen: str = ""
    is_detailed: bool = False


def receive(ledger: Ledger, incoming: Incoming, wish: Wish, check: Callable[[], None]) -> FileOutcome:
    """Take in a workbook: its changes, then what was typed into it. ``check`` is called often and may raise.

    Refused: those of the receiver.
    """
    outcome = _outcome_of(incoming)
    accepted = accepted_scopes(ledger, incoming)
    if incoming.sender.node:
        _learn_nodes(ledger, incoming)
    batch_uid = uuid.uuid4().hex
    batch_id = _open_batch(ledger, incoming, batch_uid)
    receiver = Receiver(ledger, batch_id, check)
    for scope in accepted:
        check()
        of_scope = [received for received in incoming.changes if received.change.scope == scope]
        receiver.take(scope, [(one.change, one.patch_text, one.knowledge_text) for one in of_scope])
        _note_receipt(ledger, incoming, scope)
        receiver.forks += heed(ledger, scope, incoming.vectors.get(scope, {}), incoming.tips.get(scope, {}))
    taken_in = take_in(ledger, {one.change.record_id for one in incoming.changes} - wish.leave_out)
    left_out = leave_out(ledger, batch_id, receiver.touched & wish.leave_out)
    receiver.touched.update(record_id for _, record_id in taken_in)
    creations = receiver.lone_creations()
    before = _Before(ledger, receiver.touched - creations.keys(), incoming, wish)
    after = _fold(ledger, receiver.touched, check, creations)
    changes = Writing(ledger, wall_now())
    typed = TypedRows(ledger, incoming, batch_uid, changes, wish.leave_out).take(check)
    after |= _fold(ledger, typed.touched, check)
    before.learn(typed.before)
    shown = _count(ledger, outcome, incoming, before.present, after)
    outcome.attachments = tuple(record_id for record_id, kind in after.items() if kind == "attachment")
    outcome.edited_by_hand, outcome.rejected = len(typed.rows), typed.rejected
    outcome.left_out = len(left_out | typed.left_out)
    outcome.changes = receiver.received + len(changes.acts)
    outcome.forks = receiver.forks
    outcome.gaps = gaps(ledger, {scope: incoming.vectors.get(scope, {}) for scope in accepted})
    outcome.waiting = waiting_changes(ledger)
    if wish.is_detailed:
        outcome.rows = before.differences(ledger, after, typed)
    if not (receiver.received or changes.acts or taken_in):
        outcome.status = "nothing_new"
        _close_empty_batch(ledger, incoming, batch_id, outcome)
        return outcome
    outcome.batch_id = batch_uid
    memory: dict[str, Any] = {"left_out": sorted(left_out), "taken_in": [row for row, _ in taken_in]}
    memory |= memory_of(outcome, shown)
    _close_batch(ledger, incoming, batch_id, outcome, changes, memory)
    return outcome


def _outcome_of(incoming: Incoming) -> FileOutcome:
    sender = incoming.sender
    outcome = FileOutcome(incoming.file_name, "imported", sender.name, sender.code, incoming.made_at, sender.actor)
    outcome.digest = incoming.file_digest
    outcome.unread = list(incoming.visible.unread)
    return outcome


def _fold(
    ledger: Ledger,
    record_ids: Collection[str],
    check: Callable[[], None],
    creations: Mapping[str, Change] = MappingProxyType({}),
) -> dict[str, str]:
    wanted = sorted(record_ids)
    after: dict[str, str] = {}
    for start in range(0, len(wanted), CHUNK):
        check()
        after |= refold(ledger, wanted[start : start + CHUNK], creations)
    return after


def _learn_nodes(ledger: Ledger, incoming: Incoming) -> None:
    sender = incoming.sender
    accepted = accepted_scopes(ledger, incoming)
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
            ledger.log.node_id(incoming.sender.node or ledger.node_uid),
            wall_now(),
            ledger.actor,
        ),
    )
    return int(cursor.lastrowid)


def _close_batch(
    ledger: Ledger,
    incoming: Incoming,
    batch_id: int,
    outcome: FileOutcome,
    changes: Writing,
    memory: dict[str, Any],
) -> None:
    counts = asdict(outcome)
    names = ("created", "updated", "unchanged", "edited_by_hand", "conflicts", "left_out")
    summary = {name: counts[name] for name in names if name not in memory} | memory
    summary |= {"rejected": len(outcome.rejected), "rows_left_out": outcome.left_out}
    ledger.database.execute_sql("UPDATE batch SET summary = ? WHERE id = ?", (json.dumps(summary), batch_id))
    changes.finish("import", incoming.file_name, batch_id)


def _close_empty_batch(ledger: Ledger, incoming: Incoming, batch_id: int, outcome: FileOutcome) -> None:
    """A workbook with nothing new has been received all the same; the same one again is nothing to remember."""
    execute = ledger.database.execute_sql
    known = execute("SELECT 1 FROM batch WHERE workbook_uid = ? AND id <> ?", (incoming.workbook_uid, batch_id))
    if known.fetchone():
        execute("DELETE FROM batch WHERE id = ?", (batch_id,))
        return
    summary = {"unchanged": outcome.unchanged, "edited_by_hand": outcome.edited_by_hand, "is_empty": True}
    execute("UPDATE batch SET summary = ? WHERE id = ?", (json.dumps(summary), batch_id))


def _note_receipt(ledger: Ledger, incoming: Incoming, scope: str) -> None:
    vector = incoming.vectors.get(scope)
    if vector is None:
        return
    # Of two workbooks the one exported later tells what the partner has, not the one that came later: it may have
    # taken an import back in between.
    ledger.database.execute_sql(
        "INSERT INTO acknowledged (node_id, scope_id, serial, vector, received_at, left_out, files_missing) "
        "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (node_id, scope_id) DO UPDATE SET serial = excluded.serial, "
        "vector = excluded.vector, received_at = excluded.received_at, left_out = excluded.left_out, "
        "files_missing = excluded.files_missing WHERE excluded.serial >= serial",
        (
            ledger.log.node_id(incoming.sender.node),
            ledger.log.scope_id(scope),
            incoming.serial,
            json.dumps(vector),
            wall_now(),
            json.dumps(list(incoming.left_out.get(scope, ()))),
            # A program that knows nothing of files has none of them, and does not say so.
            None if incoming.files_missing is None else json.dumps(list(incoming.files_missing.get(scope, ()))),
        ),
    )


def present(ledger: Ledger, record_ids: Sequence[str], kinds: Iterable[str] = tuple(KINDS)) -> set[str]:
    """Those of the records that have a row among these kinds."""
    found: set[str] = set()
    for kind in kinds:
        for start in range(0, len(record_ids), 500):
            part = record_ids[start : start + 500]
            marks = ", ".join("?" * len(part))
            rows = ledger.database.execute_sql(f'SELECT id FROM "{kind}" WHERE id IN ({marks})', part)
            found.update(row[0] for row in rows)
    return found


class _Before:
    """The records as they stood before a workbook came in."""

    def __init__(self, ledger: Ledger, touched: Collection[str], incoming: Incoming, wish: Wish) -> None:
        typed = {row.record_id for row in incoming.visible.typed if row.record_id}
        wanted = sorted({*touched, *typed})
        self.present = present(ledger, wanted)
        self._rows: dict[str, tuple[bool, dict[str, Any]]] = {}
        if wish.is_detailed:
            self._rows = rows_of(ledger, sorted(self.present))

    def learn(self, rows: Mapping[str, tuple[bool, dict[str, Any]]]) -> None:
        """Records of which was found only later that they were there."""
        self.present |= rows.keys()
        self._rows |= rows

    def differences(self, ledger: Ledger, after: Mapping[str, str], typed: TypedOutcome) -> list[RowOutcome]:
        """What has become of each record, at most MOST_ROWS of them."""
        wanted = dict(list(after.items())[:MOST_ROWS])
        now = rows_of(ledger, list(wanted))
        disputed = _disputed(ledger)
        found = []
        for record_id, kind in wanted.items():
            was_withdrawn, before = self._rows.get(record_id, (False, {}))
            is_withdrawn, values = now[record_id]
            cells = tuple(
                CellDifference(one.name, before.get(one.name), values.get(one.name))
                for one in KINDS[kind].fields
                if one.name != "id" and before.get(one.name) != values.get(one.name)
            )
            state = "updated" if record_id in self._rows else "created"
            if record_id in disputed:
                state = "conflict"
            elif is_withdrawn and not was_withdrawn:
                state = "withdrawn"
            sheet, row = typed.places.get(record_id, (KINDS[kind].sheet, 0))
            by_hand = record_id in typed.touched
            found.append(RowOutcome(kind, record_id, _title(kind, values), state, cells, by_hand, sheet, row))
        return found


def rows_of(ledger: Ledger, record_ids: Sequence[str]) -> dict[str, tuple[bool, dict[str, Any]]]:
    """Whether each record is withdrawn, and its values; by id."""
    found: dict[str, tuple[bool, dict[str, Any]]] = {}
    for record_id in record_ids:
        for kind in KINDS.values():
            row = ledger.tables[kind.name].get(record_id)
            if row is not None:
                found[record_id] = (bool(row["is_withdrawn"]), decoded(kind, row))
                break
    return found


def _title(kind: str, values: Mapping[str, Any]) -> str:
    return str(values.get(KINDS[kind].title_field) or "")


def _disputed(ledger: Ledger) -> set[str]:
    return {row[0] for row in ledger.database.execute_sql("SELECT record_id FROM conflict")}


def _count(ledger: Ledger, outcome: FileOutcome, incoming: Incoming, before: set[str], after: dict[str, str]) -> int:
    """Fill in the counts; gives how many of the visible rows are here."""
    by_kind: dict[str, list[int]] = {}
    for record_id, kind in after.items():
        by_kind.setdefault(kind, [0, 0])[record_id in before] += 1
    outcome.by_kind = {kind: (created, updated) for kind, (created, updated) in by_kind.items()}
    outcome.created = sum(created for created, _ in outcome.by_kind.values())
    outcome.updated = sum(updated for _, updated in outcome.by_kind.values())
    shown = {kind: set(ids) for kind, ids in incoming.visible.shown.items()}
    outcome.unchanged = sum(len(present(ledger, sorted(ids - after.keys()), [kind])) for kind, ids in shown.items())
    outcome.conflicts = len(_disputed(ledger) & after.keys())
    return outcome.unchanged + sum(len(ids & after.keys()) for ids in shown.values())


def waiting_changes(ledger: Ledger) -> int:
    """How many changes wait for others that their authors knew."""
    # Without the condition of the index, the whole log is read.
    query = "SELECT count(*) FROM change WHERE state <> 0 AND state = ?"
    return int(ledger.database.execute_sql(query, (int(State.WAITING),)).fetchone()[0])
