"""Changes of other nodes into the log: gaps, waiting, un-receiving. Which records to fold anew comes back.

A change counts (is *live*) only when everything its author knew is live here too; until then it waits. Own changes made
after an import that was later undone wait with the records they built on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.data.branches import reached, row_of, start_of, trunk_needs, ways_on
from desktop.data.changelog import State
from desktop.data.forking import Fork, sort_branches
from desktop.data.front import front_of
from desktop.data.identity import own_stretches
from desktop.data.ledger import Ledger
from desktop.domain.changes import GENESIS, Change, Operation, digest_of
from desktop.domain.errors import Refused

_AT_ONCE = 500
"""Record ids asked for in one statement."""

_BETWEEN_CHECKS = 2_000
"""Changes taken in between two looks at whether to stop."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers of a node in a scope that are missing here."""

    scope: str
    node: str
    first: int
    last: int


class Receiver:
    """Takes in the changes of one import. Runs inside the caller's transaction."""

    def __init__(self, ledger: Ledger, batch_id: int, check: Callable[[], None] = lambda: None) -> None:
        """``check`` is called every now and then and may raise, to stop."""
        self._ledger = ledger
        self._execute = ledger.database.execute_sql
        self._batch_id = batch_id
        self._check = check
        self._creations: dict[str, Change] = {}
        self.received = 0
        self.touched: set[str] = set()
        self.forks: list[Fork] = []

    def take(self, scope: str, changes: Iterable[tuple[Change, str, str]]) -> None:
        """Hold the changes of a scope (with patch and knowledge as hashed text) that are not held yet.

        Two histories of a node are kept apart, and named in ``forks``. Refused: ``change_altered``, ``fork_unlinked``.
        """
        scope_id = self._ledger.log.scope_id(scope)
        by_node: dict[str, list[tuple[Change, str, str]]] = {}
        for item in sort_branches(self._ledger, scope, changes, self.forks, self.touched):
            by_node.setdefault(item[0].node, []).append(item)
        for node, items in by_node.items():
            items.sort(key=lambda item: item[0].number)
            self._take_node(scope_id, node, items)
        settle(self._ledger, scope_id, self.touched)

    def lone_creations(self) -> dict[str, Change]:
        """The creations that came live at once, are so still, and are the only changes of their records; by record."""
        # Each question is answered by an index alone. The few changes that do not count have one of their own.
        rows = self._execute("SELECT record_id FROM change WHERE state <> 0 AND +batch_id = ?", (self._batch_id,))
        idle = {record_id for (record_id,) in rows}
        lone = {record_id: change for record_id, change in self._creations.items() if record_id not in idle}
        ids = list(lone)
        for start in range(0, len(ids), _AT_ONCE):
            part = ids[start : start + _AT_ONCE]
            marks = ", ".join("?" * len(part))
            condition = f"record_id IN ({marks}) GROUP BY record_id HAVING count(*) > 1"
            for (record_id,) in self._execute(f"SELECT record_id FROM change WHERE {condition}", part):
                del lone[record_id]
        return lone

    def _take_node(self, scope_id: int, node: str, items: list[tuple[Change, str, str]]) -> None:
        node_id = self._ledger.log.node_id(node)
        held = self._held(scope_id, node_id, items[0][0].number - 1, items[-1][0].number + 1)
        digests = {number: digest for number, (digest, _, _) in held.items()}
        front = front_of(self._ledger, scope_id, node_id, node)
        new: list[tuple[Any, ...]] = []
        taken: set[int] = set()
        for place, (change, patch_text, knowledge_text) in enumerate(items):
            if place % _BETWEEN_CHECKS == 0:
                self._check()
            before = GENESIS if change.number == 1 else digests.get(change.number - 1, change.previous)
            # Where the change before is missing, the link to it is judged when that comes.
            if before != change.previous or not _fits(change, patch_text, knowledge_text):
                raise _altered(change)
            if digests.setdefault(change.number, change.digest) != change.digest:
                raise _altered(change)
            known = held.get(change.number)
            if known is None and change.number not in taken:
                taken.add(change.number)
                state = State.LIVE if front is not None and front.reaches(change) else State.WAITING
                if state is State.LIVE:
                    self._came_live(change)
                new.append(self._row(change, scope_id, node_id, patch_text, knowledge_text, state))
            elif known is not None and known[1] == State.UNRECEIVED:
                self._execute(
                    "UPDATE change SET state = ?, batch_id = ? WHERE id = ?", (State.WAITING, self._batch_id, known[2])
                )
                self.received += 1
        for start in range(0, len(new), _BETWEEN_CHECKS):
            self._check()
            self._ledger.database.connection().executemany(
                "INSERT INTO change (node_id, scope_id, number, lamport, wall, actor, office, kind, record_id, "
                "operation, patch, knowledge_id, digest, state, batch_id) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                new[start : start + _BETWEEN_CHECKS],
            )
        self.received += len(new)
        self._check_followers(scope_id, node_id, [number for number in taken if number + 1 in held], digests)
        self._ledger.log.saw_lamport(max(change.lamport for change, _, _ in items))
        extend_held(self._ledger, scope_id, node_id)
        if front is not None:
            self._execute(
                "UPDATE held SET live = ? WHERE scope_id = ? AND node_id = ?", (front.live[node], scope_id, node_id)
            )

    def _came_live(self, change: Change) -> None:
        self.touched.add(change.record_id)
        if change.operation == Operation.CREATE:
            self._creations[change.record_id] = change

    def _held(self, scope_id: int, node_id: int, first: int, last: int) -> dict[int, tuple[str, int, int]]:
        """Digest, state and row id of the changes held, by number."""
        rows = self._execute(
            "SELECT number, lower(hex(digest)), state, id FROM change "
            "WHERE scope_id = ? AND node_id = ? AND number BETWEEN ? AND ?",
            (scope_id, node_id, first, last),
        )
        return {number: (digest, state, row_id) for number, digest, state, row_id in rows.fetchall()}

    def _check_followers(self, scope_id: int, node_id: int, numbers: Iterable[int], digests: Mapping[int, str]) -> None:
        """Judge the changes that were held already and whose forerunners have come just now."""
        for number in numbers:
            follower, patch_text, knowledge_text = self._ledger.log.sealed(scope_id, node_id, number + 1)
            if not _fits(follower._replace(previous=digests[number]), patch_text, knowledge_text):
                raise _altered(follower)

    def _row(
        self,
        change: Change,
        scope_id: int,
        node_id: int,
        patch_text: str,
        knowledge_text: str,
        state: State,
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
            # Not bytes, which the library looks up an adapter for.
            bytearray.fromhex(change.digest),
            int(state),
            self._batch_id,
        )


def _altered(change: Change) -> Refused:
    return Refused("change_altered", node=change.node, number=change.number, actor=change.actor, wall=change.wall)


def _fits(change: Change, patch_text: str, knowledge_text: str) -> bool:
    digest = digest_of(change, previous=change.previous, patch_text=patch_text, knowledge_text=knowledge_text)
    return change.digest == digest


def extend_held(ledger: Ledger, scope_id: int, node_id: int) -> None:
    """Bring ``held`` up to the highest number without a gap (un-received changes make one)."""
    execute = ledger.database.execute_sql
    tip = execute("SELECT number FROM held WHERE scope_id = ? AND node_id = ?", (scope_id, node_id)).fetchone()
    start = start_of(ledger, node_id)
    number, digest = (tip[0], None) if tip else (start, None)
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
            "INSERT INTO held (scope_id, node_id, number, live, digest) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (scope_id, node_id) DO UPDATE SET number = excluded.number, digest = excluded.digest",
            (scope_id, node_id, number, start, digest),
        )


def settle(ledger: Ledger, scope_id: int, touched: set[str]) -> None:
    """Make waiting changes live as far as everything their authors knew is; adds their records to ``touched``."""
    execute = ledger.database.execute_sql
    stretches, ways = own_stretches(ledger, scope_id), ways_on(ledger)
    waiting: dict[int, list[_Queued]] = {}
    for queued in _queue(ledger, scope_id, State.WAITING):
        waiting.setdefault(queued.node_id, []).append(queued)
    live = dict(execute("SELECT node_id, live FROM held WHERE scope_id = ?", (scope_id,)).fetchall())
    # Own changes whose numbers count already wait for an undone import alone; the others came from a partner.
    resting: list[_Queued] = []
    for node_id in stretches.keys() & waiting.keys():
        counted = min(stretches[node_id], live.get(node_id, 0))
        resting += [queued for queued in waiting[node_id] if queued.number <= counted]
        waiting[node_id] = [queued for queued in waiting[node_id] if queued.number > counted]
    now_live: list[_Queued] = []
    is_moving = True
    while is_moving:
        is_moving = False
        for node_id, queue in waiting.items():
            done = 0
            for queued in queue:
                if queued.number != live.get(node_id, 0) + 1 or not _covered(queued.knowledge, live, ways):
                    break
                live[node_id] = queued.number
                done += 1
            now_live += queue[:done]
            del queue[:done]
            is_moving = is_moving or done > 0
    _store(ledger, scope_id, now_live, State.LIVE, live)
    risen = [queued for queued in resting if _stands(ledger, scope_id, queued, stretches)]
    _store(ledger, scope_id, risen, State.LIVE, {})
    touched.update(queued.record_id for queued in (*now_live, *risen))


@dataclass(frozen=True, slots=True)
class _Queued:
    """A change on its way between waiting and live; ``knowledge`` by row id of the node."""

    row_id: int
    node_id: int
    number: int
    knowledge: Mapping[int, int]
    record_id: str


def _queue(ledger: Ledger, scope_id: int, state: State) -> list[_Queued]:
    """The changes of a scope in one state, node by node in number order."""
    execute = ledger.database.execute_sql
    uids = dict(execute("SELECT uid, id FROM node").fetchall())
    needs = trunk_needs(ledger)
    vectors: dict[int, dict[int, int]] = {}
    found: list[_Queued] = []
    # Few changes wait, and an index holds just them: its condition is said again, and the scope's index kept out by +.
    condition = "c.scope_id = ?" if state is State.LIVE else "c.state <> 0 AND +c.scope_id = ?"
    rows = execute(
        "SELECT c.id, c.node_id, c.number, c.knowledge_id, k.vector, c.record_id FROM change c "
        f"JOIN knowledge k ON k.id = c.knowledge_id WHERE {condition} AND c.state = ? ORDER BY c.node_id, c.number",
        (scope_id, int(state)),
    )
    for row_id, node_id, number, knowledge_id, text, record_id in rows:
        if knowledge_id not in vectors:
            # A node nobody has heard of gets an id that no vector of live changes holds.
            vectors[knowledge_id] = {row_of(uids, uid): known for uid, known in json.loads(text).items()}
        knowledge = vectors[knowledge_id] | needs[node_id] if node_id in needs else vectors[knowledge_id]
        found.append(_Queued(row_id, node_id, number, knowledge, record_id))
    return found


def _store(ledger: Ledger, scope_id: int, changes: Iterable[_Queued], state: State, live: Mapping[int, int]) -> None:
    connection = ledger.database.connection()
    connection.executemany("UPDATE change SET state = ? WHERE id = ?", [(int(state), one.row_id) for one in changes])
    connection.executemany(
        "UPDATE held SET live = ? WHERE scope_id = ? AND node_id = ?",
        [(number, scope_id, node_id) for node_id, number in live.items()],
    )


def _stands(ledger: Ledger, scope_id: int, own: _Queued, stretches: Mapping[int, int]) -> bool:
    """Whether everything that is held of the own change's record, and that its author knew, is live."""
    rows = ledger.database.execute_sql(
        "SELECT node_id, number FROM change WHERE record_id = ? AND scope_id = ? AND node_id <> ? AND state <> ?",
        (own.record_id, scope_id, own.node_id, int(State.LIVE)),
    )
    return all(
        number > own.knowledge.get(node_id, 0) or number <= stretches.get(node_id, 0) for node_id, number in rows
    )


def _covered(knowledge: Mapping[int, int], live: Mapping[int, int], ways: Mapping[int, Sequence[int]]) -> bool:
    return all(
        live.get(node_id, 0) >= number or any(live.get(branch, 0) >= number for branch in ways.get(node_id, ()))
        for node_id, number in knowledge.items()
    )


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
    if number == start_of(ledger, node_id):
        execute("DELETE FROM held WHERE scope_id = ? AND node_id = ?", (scope_id, node_id))
        return
    execute(
        "UPDATE held SET live = min(live, ?), number = ?, digest = (SELECT digest FROM change WHERE scope_id = ? AND "
        "node_id = ? AND number = ?) WHERE scope_id = ? AND node_id = ? AND number > ?",
        (number, number, scope_id, node_id, number, scope_id, node_id, number),
    )


def _lay_to_wait(ledger: Ledger, scope_id: int, touched: set[str]) -> None:
    """Set live changes waiting whose authors knew something that is no longer live.

    An own number is never given up, and an own change waits only with the record it builds on.
    """
    execute = ledger.database.execute_sql
    stretches, ways = own_stretches(ledger, scope_id), ways_on(ledger)
    live = dict(execute("SELECT node_id, live FROM held WHERE scope_id = ?", (scope_id,)).fetchall())
    remaining = _queue(ledger, scope_id, State.LIVE)
    own = [one for one in remaining if one.number <= stretches.get(one.node_id, 0)]
    remaining = [one for one in remaining if one.number > stretches.get(one.node_id, 0)]
    laid: list[_Queued] = []
    is_moving = True
    while is_moving:
        standing: list[_Queued] = []
        for queued in remaining:
            if queued.number <= live.get(queued.node_id, 0) and _covered(queued.knowledge, live, ways):
                standing.append(queued)
                continue
            live[queued.node_id] = min(live.get(queued.node_id, 0), queued.number - 1)
            laid.append(queued)
        is_moving = len(standing) < len(remaining)
        remaining = standing
    _store(ledger, scope_id, laid, State.WAITING, live)
    touched.update(queued.record_id for queued in laid)
    resting = [one for one in own if one.record_id in touched and not _stands(ledger, scope_id, one, stretches)]
    _store(ledger, scope_id, resting, State.WAITING, {})
    # Left-out changes beyond what counts now take their turn in the queue again; a person may leave them out anew.
    execute(
        "UPDATE change SET state = ? WHERE state = ? AND scope_id = ? AND number > coalesce("
        "(SELECT live FROM held h WHERE h.scope_id = change.scope_id AND h.node_id = change.node_id), 0)",
        (State.WAITING, State.LEFT_OUT, scope_id),
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
            expected = reached(held, node) + 1
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
