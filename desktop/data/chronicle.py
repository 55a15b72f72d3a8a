"""Whole histories of invented records, written in the order of time: how a large ledger of samples is made.

What is written is what entering each record by itself would leave: the log with its chain, the rows, the search text,
the courses of issues. Steps of undo are left out. Values are not checked.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from desktop.data.courses import put_courses
from desktop.data.database import CACHE
from desktop.data.indexing import GATHERED_BYTES
from desktop.data.ledger import Ledger
from desktop.data.records import Row, Standing
from desktop.data.refolding import are_plain, as_created, folded_record, standing_of
from desktop.domain.changes import GENESIS, Change, Operation, canonical, digest_of
from desktop.domain.courses import Stage, course_of
from desktop.domain.kinds import KINDS

_MUCH_CACHE = 96_000
"""Kilobytes of pages kept at hand: ids are random, and so are the places in their indexes that are written."""

_MUCH_GATHERED = 16 * GATHERED_BYTES
"""Bytes a search index gathers before it writes a piece, which must be merged with the others later."""

_INSERT = (
    "INSERT INTO change (scope_id, node_id, number, lamport, wall, actor, office, kind, record_id, operation, patch, "
    "knowledge_id, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, unhex(?))"
)
_REACH = (
    "INSERT INTO held (scope_id, node_id, number, live, digest) VALUES (?, ?, ?, ?, ?) "
    "ON CONFLICT (scope_id, node_id) DO UPDATE SET number = excluded.number, live = excluded.live, "
    "digest = excluded.digest"
)
_AT_ONCE = 1_000
"""Records put into their tables, and changes into the log, by one statement."""

_FOREVER = "~"
"""Comes after every time."""


class Entry(NamedTuple):
    """One change of a record: when it was typed (local time with offset), by whom, what."""

    wall: str
    actor: str
    operation: Operation
    patch: Mapping[str, Any]


class Story(NamedTuple):
    """All that ever happens to a record, its creation first, each entry later than the one before."""

    kind: str
    scope: str
    record_id: str
    entries: Sequence[Entry]


class Chronicle:
    """Writes stories into a ledger that nobody else has open, between :meth:`begin` and :meth:`end`.

    A computer that loses its power meanwhile leaves a ledger that is no good.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._lamport = ledger.log.lamport()
        self._told = 0
        # What comes later than the records told so far; the number keeps equal times in their order.
        self._ahead: list[tuple[str, int, Entry, Story]] = []

    def begin(self) -> None:
        """Give up durability for speed: nobody's work is lost if the power fails meanwhile."""
        self._set(cache=_MUCH_CACHE, synchronous="off", gathered=_MUCH_GATHERED)

    def tell(self, stories: Sequence[Story]) -> None:
        """Write records in the order they began, of which none began before one told earlier."""
        if not stories:
            return
        with self._ledger.transaction():
            for start in range(0, len(stories), _AT_ONCE):
                self._put(stories[start : start + _AT_ONCE])
            for story in stories:
                for entry in story.entries:
                    self._told += 1
                    heapq.heappush(self._ahead, (entry.wall, self._told, entry, story))
            self._write_until(stories[-1].entries[0].wall)

    def end(self) -> None:
        """Write what still lies ahead, and be durable again."""
        with self._ledger.transaction():
            self._write_until(_FOREVER)
        self._set(cache=CACHE, synchronous="full", gathered=GATHERED_BYTES)
        self._ledger.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def _set(self, *, cache: int, synchronous: str, gathered: int) -> None:
        execute = self._ledger.database.execute_sql
        execute(f"PRAGMA cache_size = {-cache}")
        execute(f"PRAGMA synchronous = {synchronous}")
        for (index,) in execute("SELECT name FROM sqlite_master WHERE sql LIKE '%USING fts5%'").fetchall():
            # Kept in the file: there is no such setting for a connection.
            execute(f"INSERT INTO {index} ({index}, rank) VALUES ('hashsize', ?)", (gathered,))

    def _put(self, stories: Sequence[Story]) -> None:
        """The rows of records, as their whole stories leave them."""
        rows: dict[str, list[Row]] = {}
        courses: dict[str, tuple[Stage, ...]] = {}
        for story in stories:
            first = story.entries[0]
            if len(story.entries) == 1 and are_plain(tuple(first.patch)):
                scope_id = self._ledger.log.scope_id(story.scope)
                standing = Standing(scope_id, False, False, first.wall, first.actor, first.wall)
                row = story.record_id, as_created(story.kind, first.patch), standing
            else:
                # Numbered as if there were no others: how a record folds depends on the order alone.
                told = enumerate(story.entries, start=1)
                changes = [self._change(story, entry, place, place) for place, entry in told]
                record = folded_record(KINDS[story.kind], changes)
                row = story.record_id, record.values, standing_of(self._ledger, record, changes)
                if story.kind == "issue":
                    courses[story.record_id] = course_of(record)
            rows.setdefault(story.kind, []).append(row)
        for kind, found in rows.items():
            self._ledger.tables[kind].put(found, {record_id for record_id, _, _ in found})
        put_courses(self._ledger, courses)

    def _write_until(self, wall: str) -> None:
        """What was typed until then into the log."""
        by_scope: dict[str, list[tuple[Story, Entry, int]]] = {}
        while self._ahead and self._ahead[0][0] <= wall:
            _, _, entry, story = heapq.heappop(self._ahead)
            self._lamport += 1
            by_scope.setdefault(story.scope, []).append((story, entry, self._lamport))
        for scope, told in by_scope.items():
            for start in range(0, len(told), _AT_ONCE):
                self._append(scope, told[start : start + _AT_ONCE])
        self._ledger.log.saw_lamport(self._lamport)

    def _append(self, scope: str, told: Sequence[tuple[Story, Entry, int]]) -> None:
        """Changes of one scope into the log, with what :meth:`desktop.data.changelog.ChangeLog.append` fills in."""
        log, execute = self._ledger.log, self._ledger.database.execute_sql
        place = log.scope_id(scope), log.node_id(self._ledger.node_uid)
        tip = execute("SELECT number, digest FROM held WHERE scope_id = ? AND node_id = ?", place).fetchone()
        number, previous = (tip[0], bytes(tip[1]).hex()) if tip else (0, GENESIS)
        known = log.vector(scope, "live")
        known.pop(self._ledger.node_uid, None)
        vector = canonical(known)
        knowledge_id = log.knowledge_id(vector)
        rows = []
        for story, entry, lamport in told:
            number += 1
            change = self._change(story, entry, lamport, number)
            patch = canonical(entry.patch)
            previous = digest_of(change, previous=previous, patch_text=patch, knowledge_text=vector)
            about = (change.office, story.kind, story.record_id, str(entry.operation), patch, knowledge_id)
            rows.append((*place, number, lamport, entry.wall, entry.actor, *about, previous))
        self._ledger.database.connection().executemany(_INSERT, rows)
        execute(_REACH, (*place, number, number, bytes.fromhex(previous)))

    def _change(self, story: Story, entry: Entry, lamport: int, number: int) -> Change:
        return Change(
            node=self._ledger.node_uid,
            scope=story.scope,
            number=number,
            lamport=lamport,
            wall=entry.wall,
            actor=entry.actor,
            office=self._ledger.office.level,
            kind=story.kind,
            record_id=story.record_id,
            operation=entry.operation,
            patch=entry.patch,
        )
