"""The change log on disk: appending own changes, holding received ones, vectors of what is held."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import IntEnum
from itertools import count
from typing import Any

from desktop.domain.changes import (
    GENESIS,
    Change,
    Vector,
    canonical,
    canonical_each,
    chained_digests,
    digest_of,
    first_number,
    trunk_of,
)


class State(IntEnum):
    """Whether a change counts."""

    LIVE = 0
    WAITING = 1
    """Held, but something its author knew is missing here."""
    UNRECEIVED = 2
    """Came with an import that was undone; kept so that it can be redone."""
    LEFT_OUT = 3
    """Held and handed on, but a person left its record out of the import."""


_SELECT = """
SELECT n.uid, s.name, c.number, c.lamport, c.wall, c.actor, c.office, c.kind, c.record_id, c.operation, c.patch,
       k.vector, hex(c.digest)
FROM change c JOIN node n ON n.id = c.node_id JOIN scope s ON s.id = c.scope_id
JOIN knowledge k ON k.id = c.knowledge_id
"""


def _change(row: Sequence[Any]) -> Change:
    node, scope, number, lamport, wall, actor, office, kind, record_id, operation, patch, vector, digest = row
    return Change(
        node=node,
        scope=scope,
        number=number,
        lamport=lamport,
        wall=wall,
        actor=actor,
        office=office,
        kind=kind,
        record_id=record_id,
        operation=operation,
        patch=json.loads(patch),
        knowledge=json.loads(vector),
        digest=digest.lower(),
    )


class ChangeLog:
    """The log of one open ledger. Every method runs inside the caller's transaction."""

    def __init__(self, database: Any, node_uid: str) -> None:
        self._database = database
        self._node_uid = node_uid
        self._ids: dict[tuple[str, str], int] = {}

    def write_as(self, node_uid: str) -> None:
        """Append as another node from now on."""
        self._node_uid = node_uid

    # -- names and numbers -------------------------------------------------------------------------------------------

    def node_id(self, uid: str) -> int:
        """The row of a node, made when it is new."""
        return self._identified("node", "uid", uid)

    def scope_id(self, name: str) -> int:
        """The row of a scope, made when it is new."""
        return self._identified("scope", "name", name)

    def knowledge_id(self, vector: str) -> int:
        """The row of a vector (canonical JSON), made when it is new."""
        return self._identified("knowledge", "vector", vector)

    def forget(self) -> None:
        """Drop remembered row ids: a transaction that made them was rolled back."""
        self._ids.clear()

    def _identified(self, table: str, column: str, value: str) -> int:
        known = self._ids.get((table, value))
        if known is None:
            select = f"SELECT id FROM {table} WHERE {column} = ?"
            found = self._database.execute_sql(select, (value,)).fetchone()
            if found is None:
                self._database.execute_sql(f"INSERT INTO {table} ({column}) VALUES (?)", (value,))
                found = self._database.execute_sql(select, (value,)).fetchone()
            known = self._ids[table, value] = int(found[0])
        return known

    def lamport(self) -> int:
        """The highest Lamport time seen."""
        return int(self._database.execute_sql("SELECT value FROM meta WHERE key = 'lamport'").fetchone()[0])

    def saw_lamport(self, value: int) -> None:
        """Remember that a change of this Lamport time is held."""
        self._database.execute_sql(
            "UPDATE meta SET value = ? WHERE key = 'lamport' AND CAST(value AS INTEGER) < ?", (str(value), value)
        )

    # -- what is held ------------------------------------------------------------------------------------------------

    def vector(self, scope: str, column: str = "number") -> dict[str, int]:
        """For each node the highest number held without gaps in a scope (``column='live'``: that also counts)."""
        rows = self._database.execute_sql(
            f"SELECT n.uid, h.{column} FROM held h JOIN node n ON n.id = h.node_id JOIN scope s ON s.id = h.scope_id "
            f"WHERE s.name = ? AND h.{column} > 0",
            (scope,),
        )
        # Of a branch whose own changes all wait, what counts is its trunk.
        return {node: number for node, number in rows if "#" not in node or number >= first_number(node)}

    def scopes(self) -> list[str]:
        """Names of all scopes with changes held."""
        rows = self._database.execute_sql(
            "SELECT DISTINCT s.name FROM scope s JOIN held h ON h.scope_id = s.id ORDER BY s.name"
        )
        return [row[0] for row in rows]

    # -- writing -----------------------------------------------------------------------------------------------------

    def append(self, change: Change, base: Vector | None = None) -> int:
        """Append an own change to its scope; gives the number it gets there.

        Node, number, knowledge, ``previous`` and digest are the log's to fill in, whatever ``change`` says of them.
        ``base`` is what the author knew when it was not this office as it is now: see :class:`Change`.
        """
        scope_id, node_id = self.scope_id(change.scope), self.node_id(self._node_uid)
        number, previous = self._next(scope_id, node_id)
        known = self._known(change.scope) if base is None else {**base, self._node_uid: base.get(self._node_uid, 0)}
        own = change._replace(node=self._node_uid, number=number)
        vector, patch_text = canonical(known), canonical(dict(change.patch))
        digest = digest_of(own, previous=previous, patch_text=patch_text, knowledge_text=vector)
        self._insert(own, scope_id, node_id, vector, [(change.record_id, patch_text)], [digest])
        return number

    def append_alike(self, like: Change, ids: Sequence[str], patches: Sequence[Mapping[str, Any]]) -> None:
        """Append own changes that differ from ``like`` in their record and patch alone, as :meth:`append` would.

        Their Lamport times count on from that of ``like``.
        """
        if not ids:
            return
        written = list(zip(ids, canonical_each(patches), strict=True))
        scope_id, node_id = self.scope_id(like.scope), self.node_id(self._node_uid)
        number, previous = self._next(scope_id, node_id)
        first, vector = like._replace(node=self._node_uid, number=number), canonical(self._known(like.scope))
        digests = list(chained_digests(first, previous=previous, knowledge_text=vector, written=written))
        self._insert(first, scope_id, node_id, vector, written, digests)

    def _next(self, scope_id: int, node_id: int) -> tuple[int, str]:
        """The number of the next own change, and the digest before it."""
        tip = self._database.execute_sql(
            "SELECT number, digest FROM held WHERE scope_id = ? AND node_id = ?", (scope_id, node_id)
        ).fetchone()
        return (tip[0] + 1, bytes(tip[1]).hex()) if tip else (1, GENESIS)

    def _known(self, scope: str) -> dict[str, int]:
        known = self.vector(scope, "live")
        known.pop(self._node_uid, None)
        return known

    def _insert(
        self,
        first: Change,
        scope_id: int,
        node_id: int,
        vector: str,
        written: Sequence[tuple[str, str]],
        digests: Sequence[str],
    ) -> None:
        """Put own changes that differ in record and patch text (``written``) into the log and to its tip."""
        knowledge_id = self.knowledge_id(vector)
        # Plain texts: for those of an enum the library looks for an adapter each time, a quarter of the time of a row.
        office, operation = str(first.office), str(first.operation)
        rows = zip(count(first.number), count(first.lamport), written, digests, strict=False)
        self._database.connection().executemany(
            "INSERT INTO change (node_id, scope_id, number, lamport, wall, actor, office, kind, record_id, operation, "
            "patch, knowledge_id, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, unhex(?))",
            [
                (
                    node_id,
                    scope_id,
                    number,
                    lamport,
                    first.wall,
                    first.actor,
                    office,
                    first.kind,
                    record_id,
                    operation,
                    patch_text,
                    knowledge_id,
                    digest,
                )
                for number, lamport, (record_id, patch_text), digest in rows
            ],
        )
        last = first.number + len(written) - 1
        self._database.execute_sql(
            "INSERT INTO held (scope_id, node_id, number, live, digest) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (scope_id, node_id) DO UPDATE SET number = excluded.number, live = excluded.live, "
            "digest = excluded.digest",
            (scope_id, node_id, last, last, bytes.fromhex(digests[-1])),
        )

    # -- reading -----------------------------------------------------------------------------------------------------

    def of_record(self, record_id: str, *, only_live: bool = True) -> list[Change]:
        """The changes of a record in the order they arrived."""
        condition = " AND c.state = 0" if only_live else ""
        rows = self._database.execute_sql(f"{_SELECT} WHERE c.record_id = ?{condition} ORDER BY c.id", (record_id,))
        return [_change(row) for row in rows]

    def of_records(self, record_ids: Iterable[str]) -> dict[str, list[Change]]:
        """The live changes of several records, by record id; a record without any is left out."""
        found: dict[str, list[Change]] = {}
        wanted = list(record_ids)
        for start in range(0, len(wanted), 500):
            part = wanted[start : start + 500]
            marks = ", ".join("?" * len(part))
            rows = self._database.execute_sql(f"{_SELECT} WHERE c.record_id IN ({marks}) AND c.state = 0", part)
            for row in rows:
                found.setdefault(row[8], []).append(_change(row))
        return found

    def sealed(self, scope_id: int, node_id: int, number: int) -> tuple[Change, str, str]:
        """A change with its patch and knowledge as the text that is hashed. KeyError when it is not held."""
        row = self._database.execute_sql(
            f"{_SELECT} WHERE c.scope_id = ? AND c.node_id = ? AND c.number = ?", (scope_id, node_id, number)
        ).fetchone()
        if row is None:
            raise KeyError(number)
        return _change(row), row[10], row[11]

    def beyond(self, scope: str, vector: dict[str, int]) -> Iterator[tuple[Any, ...]]:
        """Rows of a scope's changes that a holder of ``vector`` lacks, node by node in number order.

        Each row: node, number, lamport, wall, actor, office, kind, record id, operation, patch text, knowledge text,
        digest and the digest before it (hex). What is un-received, or waits behind a gap, is not handed on.
        """
        nodes = self._database.execute_sql(
            "SELECT n.id, n.uid, s.id, h.number FROM held h JOIN node n ON n.id = h.node_id "
            "JOIN scope s ON s.id = h.scope_id WHERE s.name = ? ORDER BY n.id",
            (scope,),
        ).fetchall()
        for node_id, uid, scope_id, held in nodes:
            known = max(vector.get(uid, 0), first_number(uid) - 1)
            place = (scope_id, node_id, known)
            # The first change of a branch goes on from its trunk.
            trunk_id = self.node_id(trunk_of(uid)) if 0 < known < first_number(uid) else node_id
            before = self._database.execute_sql(
                "SELECT lower(hex(digest)) FROM change WHERE scope_id = ? AND node_id = ? AND number = ?",
                (scope_id, trunk_id, known),
            ).fetchone()
            if known and not before:
                # What it goes on from is not here yet.
                continue
            previous = before[0] if before else GENESIS
            rows = self._database.execute_sql(
                "SELECT ?, c.number, c.lamport, c.wall, c.actor, c.office, c.kind, c.record_id, c.operation, c.patch, "
                "k.vector, lower(hex(c.digest)) FROM change c JOIN knowledge k ON k.id = c.knowledge_id "
                "WHERE c.scope_id = ? AND c.node_id = ? AND c.number > ? AND c.number <= ? ORDER BY c.number",
                (uid, *place, held),
            )
            for row in rows:
                yield (*row, previous)
                previous = row[11]
