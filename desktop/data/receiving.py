"""Changes of other nodes into the log: gaps, waiting, un-receiving. Which records to fold anew comes back.

A change counts (is *live*) only when everything its author knew is live here too; until then it waits. Own changes made
after an import that was later undone wait with the records they built on.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from desktop.data.changelog import State
from desktop.data.ledger import Ledger
from desktop.domain.changes import GENESIS, Change, digest_of
from desktop.domain.errors import Refused


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers of a node in a scope that are missing here."""

    scope: str
    node: str
    first: int
    last: int


class Receiver:
    """Takes in the changes of one import. Runs inside the caller's transaction."""

    def __init__(self, ledger: Ledger, batch_id: int) -> None:
        self._ledger = ledger
        self._execute = ledger.database.execute_sql
        self._batch_id = batch_id
        self.received = 0
        self.touched: set[str] = set()

    def take(self, scope: str, changes: Iterable[tuple[Change, str, str]]) -> None:
        """Hold the changes of a scope (with patch and knowledge as hashed text) that are not held yet.

        Refused: ``change_altered`` when a change does not fit its digest or an already held one.
        """
        scope_id = self._ledger.log.scope_id(scope)
        by_node: dict[str, list[tuple[Change, str, str]]] = {}
        for item in changes:
            by_node.setdefault(item[0].node, []).append(item)
        for node, items in by_node.items():
            items.sort(key=lambda item: item[0].number)
            self._take_node(scope_id, node, items)
        settle(self._ledger, scope_id, self.touched)

    def _take_node(self, scope_id: int, node: str, items: list[tuple[Change, str, str]]) -> None:
        node_id = self._ledger.log.node_id(node)
        first, last = items[0][0].number, items[-1][0].number
        rows = self._execute(
            "SELECT number, lower(hex(digest)), state, id FROM change "
            "WHERE scope_id = ? AND node_id = ? AND number BETWEEN ? AND ?",
            (scope_id, node_id, first - 1, last),
        ).fetchall()
        held = {number: (digest, state, row_id) for number, digest, state, row_id in rows}
        previous = held[first - 1][0] if first - 1 in held else (GENESIS if first == 1 else None)
        new: list[tuple[Any, ...]] = []
        lamport = 0
        for change, patch_text, knowledge_text in items:
            if previous is not None and not _fits(change, patch_text, knowledge_text, previous):
                raise Refused("change_altered", node=node, number=change.number, actor=change.actor, wall=change.wall)
            known = held.get(change.number)
            if known is not None and known[0] != change.digest:
                raise Refused("change_altered", node=node, number=change.number, actor=change.actor, wall=change.wall)
            previous = change.digest
            if known is None:
                new.append(self._row(change, scope_id, node_id, patch_text, knowledge_text))
            elif known[1] == State.UNRECEIVED:
                self._execute(
                    "UPDATE change SET state = ?, batch_id = ? WHERE id = ?", (State.WAITING, self._batch_id, known[2])
                )
                self.received += 1
            lamport = max(lamport, change.lamport)
        self._ledger.database.connection().executemany(
            "INSERT INTO change (node_id, scope_id, number, lamport, wall, actor, office, kind, record_id, operation, "
            "patch, knowledge_id, digest, state, batch_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            new,
        )
        self.received += len(new)
        self._ledger.log.saw_lamport(lamport)
        extend_held(self._ledger, scope_id, node_id)

    def _row(
        self, change: Change, scope_id: int, node_id: int, patch_text: str, knowledge_text: str
    ) -> tuple[Any, ...]:
        return (
            node_id,
            scope_id,
            change.number,
            change.lamport,
            change.wall,
            change.actor,
            change.office,
            change.kind,
            change.record_id,
            change.operation,
            patch_text,
            self._ledger.log.knowledge_id(knowledge_text),
            bytes.fromhex(change.digest),
            int(State.WAITING),
            self._batch_id,
        )


def _fits(change: Change, patch_text: str, knowledge_text: str, previous: str) -> bool:
    return change.digest == digest_of(
        previous=previous,
        node=change.node,
        scope=change.scope,
        number=change.number,
        lamport=change.lamport,
        wall=change.wall,
        actor=change.actor,
        office=change.office,
        kind=change.kind,
        record_id=change.record_id,
        operation=change.operation,
        patch_text=patch_text,
        knowledge_text=knowledge_text,
    )


def extend_held(ledger: Ledger, scope_id: int, node_id: int) -> None:
    """Bring ``held`` up to the highest number without a gap (un-received changes make one)."""
    execute = ledger.database.execute_sql
    tip = execute("SELECT number FROM held WHERE scope_id = ? AND node_id = ?", (scope_id, node_id)).fetchone()
    number, digest = (tip[0], None) if tip else (0, None)
    rows = execute(
        "SELECT number, digest FROM change WHERE scope_id = ? AND node_id = ? AND number > ? AND state <> ? "
        "ORDER BY number",
        (scope_id, node_id, number, State.UNRECEIVED),
    )
    for found, found_digest in rows:
        if found != number + 1:
            break
        number, digest = found, found_digest
    if digest is not None:
        execute(
            "INSERT INTO held (scope_id, node_id, number, live, digest) VALUES (?, ?, ?, 0, ?) "
            "ON CONFLICT (scope_id, node_id) DO UPDATE SET number = excluded.number, digest = excluded.digest",
            (scope_id, node_id, number, digest),
        )


def settle(ledger: Ledger, scope_id: int, touched: set[str]) -> None:
    """Make waiting changes live as far as everything their authors knew is; adds their records to ``touched``."""
    execute = ledger.database.execute_sql
    own_id = ledger.log.node_id(ledger.node_uid)
    waiting: dict[int, list[tuple[int, int, dict[str, int], str]]] = {}
    vectors: dict[int, dict[str, int]] = {}
    rows = execute(
        "SELECT c.id, c.node_id, c.number, c.knowledge_id, k.vector, c.record_id FROM change c "
        "JOIN knowledge k ON k.id = c.knowledge_id WHERE c.scope_id = ? AND c.state = ? ORDER BY c.node_id, c.number",
        (scope_id, State.WAITING),
    )
    for row_id, node_id, number, knowledge_id, text, record_id in rows:
        if knowledge_id not in vectors:
            vectors[knowledge_id] = json.loads(text)
        waiting.setdefault(node_id, []).append((row_id, number, vectors[knowledge_id], record_id))
    live = dict(execute("SELECT node_id, live FROM held WHERE scope_id = ?", (scope_id,)).fetchall())
    uids = dict(execute("SELECT uid, id FROM node").fetchall())
    now_live: list[tuple[int]] = []
    is_moving = True
    while is_moving:
        is_moving = False
        for node_id, queue in waiting.items():
            done = 0
            for row_id, number, vector, record_id in queue:
                in_order = number == live.get(node_id, 0) + 1 or (node_id == own_id and number <= live.get(node_id, 0))
                if not in_order or not _covered(vector, live, uids):
                    break
                live[node_id] = max(number, live.get(node_id, 0))
                now_live.append((row_id,))
                touched.add(record_id)
                done += 1
            if done:
                del queue[:done]
                is_moving = True
    connection = ledger.database.connection()
    connection.executemany("UPDATE change SET state = 0 WHERE id = ?", now_live)
    connection.executemany(
        "UPDATE held SET live = ? WHERE scope_id = ? AND node_id = ?",
        [(number, scope_id, node_id) for node_id, number in live.items()],
    )


def _covered(vector: Mapping[str, int], live: Mapping[int, int], uids: Mapping[str, int]) -> bool:
    return all(live.get(uids.get(node, -1), 0) >= number for node, number in vector.items())


def unreceive(ledger: Ledger, batch_id: int) -> set[str]:
    """Take the changes of an import out of force, and whatever builds on them; gives the records touched."""
    execute = ledger.database.execute_sql
    rows = execute(
        "SELECT scope_id, node_id, min(number) FROM change WHERE batch_id = ? GROUP BY scope_id, node_id", (batch_id,)
    ).fetchall()
    touched = {row[0] for row in execute("SELECT record_id FROM change WHERE batch_id = ?", (batch_id,))}
    execute("UPDATE change SET state = ? WHERE batch_id = ?", (State.UNRECEIVED, batch_id))
    for scope_id, node_id, first in rows:
        _lower_held(ledger, scope_id, node_id, first - 1)
    for scope_id in {row[0] for row in rows}:
        _lay_to_wait(ledger, scope_id, touched)
    return touched


def _lower_held(ledger: Ledger, scope_id: int, node_id: int, number: int) -> None:
    execute = ledger.database.execute_sql
    if number == 0:
        execute("DELETE FROM held WHERE scope_id = ? AND node_id = ?", (scope_id, node_id))
        return
    execute(
        "UPDATE held SET live = min(live, ?), number = ?, digest = (SELECT digest FROM change WHERE scope_id = ? AND "
        "node_id = ? AND number = ?) WHERE scope_id = ? AND node_id = ? AND number > ?",
        (number, number, scope_id, node_id, number, scope_id, node_id, number),
    )


def _lay_to_wait(ledger: Ledger, scope_id: int, touched: set[str]) -> None:
    """Set live changes waiting whose authors knew something that is no longer live."""
    execute = ledger.database.execute_sql
    own_id = ledger.log.node_id(ledger.node_uid)
    uids = dict(execute("SELECT uid, id FROM node").fetchall())
    rows = execute(
        "SELECT c.id, c.node_id, c.number, k.vector, c.record_id FROM change c JOIN knowledge k "
        "ON k.id = c.knowledge_id WHERE c.scope_id = ? AND c.state = 0 ORDER BY c.node_id, c.number",
        (scope_id,),
    ).fetchall()
    live = dict(execute("SELECT node_id, live FROM held WHERE scope_id = ?", (scope_id,)).fetchall())
    laid: list[tuple[int]] = []
    is_moving = True
    while is_moving:
        is_moving = False
        remaining = []
        for row in rows:
            row_id, node_id, number, text, record_id = row
            is_covered = _covered(json.loads(text), live, uids)
            # An own change waits only with the records it builds on; an own number is never given up.
            builds_on = record_id in touched if node_id == own_id else True
            in_order = node_id == own_id or number <= live.get(node_id, 0)
            if in_order and (is_covered or not builds_on):
                remaining.append(row)
                continue
            laid.append((row_id,))
            touched.add(record_id)
            if node_id != own_id:
                live[node_id] = min(live.get(node_id, 0), number - 1)
            is_moving = True
        rows = remaining
    connection = ledger.database.connection()
    connection.executemany("UPDATE change SET state = 1 WHERE id = ?", laid)
    connection.executemany(
        "UPDATE held SET live = ? WHERE scope_id = ? AND node_id = ?",
        [(number, scope_id, node_id) for node_id, number in live.items()],
    )


def receive_again(ledger: Ledger, batch_id: int) -> set[str]:
    """Put the changes of an undone import in force again; gives the records touched."""
    execute = ledger.database.execute_sql
    rows = execute("SELECT DISTINCT scope_id, node_id FROM change WHERE batch_id = ?", (batch_id,)).fetchall()
    execute("UPDATE change SET state = ? WHERE batch_id = ? AND state = ?", (State.WAITING, batch_id, State.UNRECEIVED))
    touched: set[str] = set()
    for scope_id, node_id in rows:
        extend_held(ledger, scope_id, node_id)
    for scope_id in {row[0] for row in rows}:
        settle(ledger, scope_id, touched)
    return touched


def gaps(ledger: Ledger, vectors: Mapping[str, Mapping[str, int]]) -> list[Gap]:
    """The numbers missing here of what others are known to hold (``vectors`` by scope) or have sent."""
    found: list[Gap] = []
    execute = ledger.database.execute_sql
    for scope, vector in vectors.items():
        scope_id = ledger.log.scope_id(scope)
        held = ledger.log.vector(scope)
        for node, highest in sorted(vector.items()):
            expected = held.get(node, 0) + 1
            rows = execute(
                "SELECT number FROM change WHERE scope_id = ? AND node_id = ? AND state <> ? "
                "AND number BETWEEN ? AND ? ORDER BY number",
                (scope_id, ledger.log.node_id(node), State.UNRECEIVED, expected, highest),
            )
            for (number,) in rows:
                if number > expected:
                    found.append(Gap(scope, node, expected, number - 1))
                expected = number + 1
            if expected <= highest:
                found.append(Gap(scope, node, expected, highest))
    return found
