"""Inspecting a ledger: is the file sound, is the log whole, do tables, conflicts and search say what the log says."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from desktop.data.access_log import altered_accesses
from desktop.data.appending import SETTING
from desktop.data.changelog import State
from desktop.data.courses import stored_courses
from desktop.data.database import DATABASE_ERRORS, translated
from desktop.data.identity import former_stretches
from desktop.data.ledger import Ledger
from desktop.data.refolding import conflicts_of, folded_record, is_begun, setting_of, standing_of
from desktop.data.reindexing import is_outdated
from desktop.data.reindexing import rebuild as rebuild_indexes
from desktop.data.search import INDEX_VERSION, VERSION_KEY
from desktop.data.stopping import stopping
from desktop.domain.changes import GENESIS, Change, digest_of, first_number, trunk_of
from desktop.domain.courses import columns_of as columns_of_stage
from desktop.domain.courses import course_of
from desktop.domain.errors import Refused
from desktop.domain.fields import RecordKind
from desktop.domain.kinds import KINDS
from desktop.services.attaching import altered_files, missing_files
from desktop.services.damage import Finding
from desktop.services.inspecting_indexes import indexes_of, look_at_indexes

__all__ = ["Finding", "Inspection", "inspect", "rebuild_indexes"]

MOST_NAMED = 20
"""Missing files that are named; of more only the number is told."""

_NOT_OF_CONTENT = ("database disk image is malformed", "interrupted")
_CHUNK = 500
_CHAIN = """
SELECT s.name, n.uid, c.number, c.lamport, c.wall, c.actor, c.office, c.kind, c.record_id, c.operation, c.patch,
       k.vector, lower(hex(c.digest)), c.state
FROM change c JOIN node n ON n.id = c.node_id JOIN scope s ON s.id = c.scope_id
JOIN knowledge k ON k.id = c.knowledge_id ORDER BY c.scope_id, c.node_id, c.number
"""


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was looked at, and everything that was found."""

    changes: int
    records: int
    findings: tuple[Finding, ...]

    @property
    def is_sound(self) -> bool:
        """Whether nothing is damaged."""
        return not any(finding.is_damage for finding in self.findings)


def inspect(ledger: Ledger, cancelled: Callable[[], bool] = lambda: False) -> Inspection:
    """Look through the whole ledger; changes nothing. Refused: ``cancelled``, machine faults but a damaged file."""
    try:
        with ledger.reading(), stopping(ledger.database.connection(), cancelled):
            damage = list(_file(ledger))
            if damage:
                # What stands in a damaged file says nothing about the log.
                return Inspection(0, 0, tuple(damage))
            findings: list[Finding] = []
            for part, look in _PARTS.items():
                findings += _as_far_as_readable(part, look(ledger))
            if is_outdated(ledger):
                noted = {"noted": ledger.meta(VERSION_KEY), "wanted": INDEX_VERSION}
                findings.append(Finding("index_outdated", noted))
            changes = _number(ledger, "SELECT count(*) FROM change")
            counts = {kind: _number(ledger, f'SELECT count(*) FROM "{kind}"') for kind in KINDS}
            findings += _tallies(ledger, counts)
    except Refused as refusal:
        if refusal.code not in ("ledger_damaged", "not_a_ledger"):
            raise
        return Inspection(0, 0, (Finding("file_damaged", {"detail": str(refusal.__cause__)}),))
    # Outside: the contents may take minutes to read, and never change.
    return Inspection(changes, sum(counts.values()), (*findings, *_contents(ledger)))


def _tallies(ledger: Ledger, counts: Mapping[str, int]) -> Iterator[Finding]:
    for kind, count in counts.items():
        size = ledger.tables[kind].tally.read().size
        if size != count:
            yield Finding("tally_wrong", {"kind": kind, "told": size, "count": count})


def _as_far_as_readable(part: str, findings: Iterator[Finding]) -> Iterator[Finding]:
    """What is found in a part, until something there is not what the program writes: no JSON, no text, no column."""
    try:
        yield from findings
    except (ValueError, LookupError, TypeError, AttributeError, *DATABASE_ERRORS) as error:
        if isinstance(error, DATABASE_ERRORS) and str(error) in _NOT_OF_CONTENT:
            raise
        yield Finding("content_unreadable", {"part": part})


def is_file_sound(ledger: Ledger) -> bool:
    """Whether SQLite finds the pages of the file in order: the first part of :func:`inspect`, for every start."""
    with ledger.reading():
        # An index that cannot be searched is made anew from what is sound.
        return all(finding.is_of_index for finding in _pages(ledger))


def _number(ledger: Ledger, statement: str) -> int:
    return int(ledger.database.execute_sql(statement).fetchone()[0] or 0)


def _pages(ledger: Ledger) -> Iterator[Finding]:
    broken = False
    for table in [index.table for kind in KINDS.values() for index in indexes_of(kind)]:
        # A connection that has looked before compares the index with what it remembers of it, and reports damage when
        # another program has written since (seen with SQLite 3.53). Any search makes it forget.
        try:
            with translated(ledger.path):
                ledger.database.execute_sql(f"SELECT rowid FROM {table} WHERE {table} MATCH 'a' LIMIT 1").fetchone()
        except Refused as refusal:
            if refusal.code != "index_damaged":
                raise
            broken = True
            yield Finding("index_broken", {"table": table})
    if broken:
        # The check of the file would fail on it before it had seen the rest.
        return
    for (line,) in ledger.database.execute_sql("PRAGMA quick_check").fetchall():
        if "FTS5" in line:
            yield Finding("index_broken", {"table": line.rpartition(".")[2]})
        elif line != "ok":
            yield Finding("file_damaged", {"detail": line})


def _file(ledger: Ledger) -> Iterator[Finding]:
    yield from _pages(ledger)
    for table, row, parent, _ in ledger.database.execute_sql("PRAGMA foreign_key_check").fetchall():
        yield Finding("reference_broken", {"table": table, "row": row, "parent": parent})


# -- the log -----------------------------------------------------------------------------------------------------------


def _log(ledger: Ledger) -> Iterator[Finding]:
    execute = ledger.database.execute_sql
    held = {
        (scope, node): (number, live, digest)
        for scope, node, number, live, digest in execute(
            "SELECT s.name, n.uid, h.number, h.live, lower(hex(h.digest)) FROM held h "
            "JOIN node n ON n.id = h.node_id JOIN scope s ON s.id = h.scope_id"
        ).fetchall()
    }
    for (scope, node), rows in itertools.groupby(execute(_CHAIN), key=lambda row: (row[0], row[1])):
        counted = held.pop((scope, node), (0, 0, ""))
        own = sys.maxsize if node == ledger.node_uid else former_stretches(ledger, scope).get(node, 0)
        yield from _chain(scope, node, rows, counted, own, _before(ledger, scope, node))
    for (scope, node), (number, _, _) in held.items():
        yield Finding("numbers_missing", {"scope": scope, "node": node, "first": 1, "last": number})
    highest = _number(ledger, "SELECT max(lamport) FROM change")
    if ledger.log.lamport() < highest:
        yield Finding("clock_behind", {"lamport": ledger.log.lamport(), "highest": highest})


def _chain(
    scope: str, node: str, rows: Iterable[Sequence[Any]], counted: tuple[int, int, str], own: int, previous: str | None
) -> Iterator[Finding]:
    place = {"scope": scope, "node": node}
    held, live, held_digest = counted
    expected = first_number(node)
    is_counted_well = live <= held
    for row in rows:
        number, digest, state = row[2], row[12], row[13]
        if number > expected and expected <= held:
            yield Finding("numbers_missing", {**place, "first": expected, "last": min(number - 1, held)})
        if number == expected and previous is not None and _digest(row, previous) != digest:
            yield Finding("change_altered", {**place, "number": number})
        is_counted_well = is_counted_well and _is_state_right(number, state, held, live, is_own=number <= own)
        if number == held:
            is_counted_well = is_counted_well and digest == held_digest
        expected, previous = number + 1, digest
    if expected <= held:
        yield Finding("numbers_missing", {**place, "first": expected, "last": held})
    if not is_counted_well:
        yield Finding("count_wrong", place)


def _before(ledger: Ledger, scope: str, node: str) -> str | None:
    """The digest a node's first change goes on from: a branch has a trunk. None while that is not here."""
    if first_number(node) == 1:
        return GENESIS
    found = ledger.database.execute_sql(
        "SELECT lower(hex(c.digest)) FROM change c JOIN node n ON n.id = c.node_id JOIN scope s ON s.id = c.scope_id "
        "WHERE s.name = ? AND n.uid = ? AND c.number = ?",
        (scope, trunk_of(node), first_number(node) - 1),
    ).fetchone()
    return found[0] if found else None


def _is_state_right(number: int, state: int, held: int, live: int, *, is_own: bool) -> bool:
    if number <= live:
        # An own change waits when an import it built on was undone; its number still counts.
        return state in (State.LIVE, State.LEFT_OUT) or (is_own and state == State.WAITING)
    return state == State.WAITING if number <= held else state != State.LIVE


def _digest(row: Sequence[Any], previous: str) -> str:
    scope, node, number, lamport, wall, actor, office, kind, record_id, operation, patch, vector, _, _ = row
    change = Change(node, scope, number, lamport, wall, actor, office, kind, record_id, operation, patch={})
    return digest_of(change, previous=previous, patch_text=patch, knowledge_text=vector)


# -- tables, conflicts, settings ---------------------------------------------------------------------------------------


def _records(ledger: Ledger) -> Iterator[Finding]:
    for kind in KINDS.values():
        rows = ledger.database.execute_sql(
            f'SELECT DISTINCT record_id FROM change WHERE kind = ? AND state = 0 UNION SELECT id FROM "{kind.name}"',
            (kind.name,),
        )
        ids = [row[0] for row in rows.fetchall()]
        for start in range(0, len(ids), _CHUNK):
            part = ids[start : start + _CHUNK]
            changes = ledger.log.of_records(part)
            conflicts = _stored_conflicts(ledger, part)
            courses = stored_courses(ledger, part) if kind.name == "issue" else {}
            for record_id in part:
                stored = _Stored(conflicts.get(record_id, {}), courses.get(record_id, []))
                yield from _record(ledger, kind, record_id, changes.get(record_id, []), stored)


class _Stored(NamedTuple):
    """What is kept of a record beside its row: heads by disputed field, and the stages of its course."""

    conflicts: Mapping[str, str]
    course: Sequence[Mapping[str, Any]]


def _stored_conflicts(ledger: Ledger, ids: Sequence[str]) -> dict[str, dict[str, str]]:
    marks = ", ".join("?" * len(ids))
    rows = ledger.database.execute_sql(
        f"SELECT record_id, field, heads FROM conflict WHERE record_id IN ({marks})", list(ids)
    )
    found: dict[str, dict[str, str]] = {}
    for record_id, name, heads in rows:
        found.setdefault(record_id, {})[name] = heads
    return found


def _record(
    ledger: Ledger, kind: RecordKind, record_id: str, changes: list[Change], stored: _Stored
) -> Iterator[Finding]:
    place = {"kind": kind.name, "id": record_id}
    row = ledger.tables[kind.name].get(record_id)
    if not is_begun(changes):
        if row is not None:
            yield Finding("record_unfounded", place)
        return
    if row is None:
        yield Finding("record_missing", place)
        return
    record = folded_record(kind, changes)
    table = ledger.tables[kind.name]
    names = [name for name in kind.field_names if name != "id"]
    expected = dict(zip(names, table.fields_of(record.values), strict=True))
    expected |= {**standing_of(ledger, record, changes)._asdict(), "extra": table.extra_of(record.values)}
    different = [name for name, value in expected.items() if not _is_same(row[name], value)]
    if different:
        yield Finding("record_differs", {**place, "fields": different})
    wanted = conflicts_of(record)
    for name in sorted(wanted.keys() | stored.conflicts.keys()):
        if wanted.get(name) != stored.conflicts.get(name):
            yield Finding("conflict_differs", {"id": record_id, "field": name})
    course = course_of(record) if kind.name == "issue" else ()
    if [columns_of_stage(stage) for stage in course] != list(stored.course):
        yield Finding("course_differs", {"id": record_id})


def _is_same(stored: Any, value: Any) -> bool:
    # A text column keeps a number that a newer program put there as its digits.
    return bool(stored == value) or (isinstance(stored, str) and stored == str(value))


def _conflicts_without_record(ledger: Ledger) -> Iterator[Finding]:
    known = " UNION ALL ".join(f'SELECT id FROM "{kind}"' for kind in KINDS)
    rows = ledger.database.execute_sql(f"SELECT record_id, field FROM conflict WHERE record_id NOT IN ({known})")
    for record_id, name in rows.fetchall():
        yield Finding("conflict_differs", {"id": record_id, "field": name})


def _settings(ledger: Ledger) -> Iterator[Finding]:
    stored = dict(ledger.database.execute_sql("SELECT id, value FROM setting").fetchall())
    rows = ledger.database.execute_sql(
        "SELECT DISTINCT record_id FROM change WHERE kind = ? AND state = 0", (SETTING,)
    ).fetchall()
    for key, changes in ledger.log.of_records(row[0] for row in rows).items():
        if stored.pop(key, None) != setting_of(changes):
            yield Finding("setting_differs", {"key": key})
    for key in stored:
        yield Finding("setting_differs", {"key": key})


def _accesses(ledger: Ledger) -> Iterator[Finding]:
    for code, first, last in altered_accesses(ledger):
        yield Finding(f"access_{code}", {"number": first} if code == "altered" else {"first": first, "last": last})


# -- attached files ----------------------------------------------------------------------------------------------------


def _contents(ledger: Ledger) -> Iterator[Finding]:
    missing = missing_files(ledger)
    if missing:
        names = [one.name for one in missing[:MOST_NAMED]] + ["…"] * (len(missing) > MOST_NAMED)
        yield Finding("content_missing", {"count": len(missing), "files": names})
    for one in altered_files(ledger):
        yield Finding("content_altered", {"file": one.name, "record": one.record_title})


_PARTS: Mapping[str, Callable[[Ledger], Iterator[Finding]]] = {
    "log": _log,
    "records": _records,
    "settings": _settings,
    "conflicts": _conflicts_without_record,
    "index": look_at_indexes,
    "access": _accesses,
}
"""What is looked through of a file whose pages are in order."""
