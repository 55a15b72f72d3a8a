"""The log of a damaged ledger as it was read, from the file and from a good backup, and how far it can be believed."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from desktop.data.database import translated
from desktop.data.ledger import Office, unmigrated_ledger
from desktop.data.locking import LedgerKeys
from desktop.data.remains import Remains, Row
from desktop.domain.changes import GENESIS, Change, Level, base_of, digest_of, first_number, private_scope, trunk_of
from desktop.services.salvaged_access import AccessRemains, spare_access
from desktop.services.salvaged_extras import Extras, spare_extras

_CHANGES = """
SELECT s.name, n.uid, c.number, c.lamport, c.wall, c.actor, c.office, c.kind, c.record_id, c.operation, c.patch,
       k.vector, lower(hex(c.digest)), c.state
FROM change c JOIN node n ON n.id = c.node_id JOIN scope s ON s.id = c.scope_id
JOIN knowledge k ON k.id = c.knowledge_id
"""


_NAMED = {"node": "uid", "scope": "name", "knowledge": "vector"}


@dataclass(frozen=True, slots=True)
class Lost:
    """Changes that were in the ledger and can be read nowhere: numbers of an office in a scope."""

    unit: str
    scope: str
    first: int
    last: int

    @property
    def count(self) -> int:
        """How many they are."""
        return self.last - self.first + 1


@dataclass(slots=True)
class Item:
    """A change that was read. ``is_sure``: the digests bear it out."""

    change: Change
    patch: str
    knowledge: str
    state: int
    is_backup: bool = False
    is_sure: bool = False


Key = tuple[str, str, int]
"""Scope, node and number of a change."""


@dataclass(slots=True)
class Log:
    """All that was read of the log, by its names.

    ``names``: by table and row id what it stands for in the backup. ``unplaced``: rows of which nothing says whose they
    are. ``access`` and ``extras``: what the backup has beside its log.
    """

    items: dict[Key, Item] = field(default_factory=dict)
    told: dict[tuple[str, str], set[int]] = field(default_factory=dict)
    units: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    scopes: dict[str, str] = field(default_factory=dict)
    names: dict[str, dict[int, str]] = field(default_factory=dict)
    unplaced: int = 0
    access: AccessRemains = field(default_factory=AccessRemains)
    extras: Extras = field(default_factory=Extras)


def read_backup(log: Log, backup: Path, keys: LedgerKeys | None = None) -> dict[str, str]:
    """Add the log of a sound backup; gives its facts (``meta``). Refused: machine faults."""
    copy = unmigrated_ledger(backup, keys)
    with translated(backup), closing(copy.database):
        execute = copy.database.execute_sql
        for row in execute(_CHANGES):
            scope, node, number, lamport, wall, actor, office, kind, record_id, operation, *rest = row
            patch, knowledge, digest, state = rest
            change = Change(
                node, scope, number, lamport, wall, actor, office, kind, record_id, operation, {}, digest=digest
            )
            _add(log, Item(change, patch, knowledge, state, is_backup=True))
        for uid, *unit in execute("SELECT uid, level, unit_code, unit_name FROM node"):
            log.units[uid] = (unit[0], unit[1], unit[2])
        log.scopes |= dict(execute("SELECT name, unit_name FROM scope").fetchall())
        for table, column in _NAMED.items():
            log.names[table] = dict(execute(f"SELECT id, {column} FROM {table}").fetchall())
        log.access, log.extras = spare_access(copy), spare_extras(copy)
        return dict(execute("SELECT key, value FROM meta").fetchall())


def read_remains(log: Log, remains: Remains) -> None:
    """Add what was read of the damaged file, in the reading that the digests bear out."""
    for uid, unit in remains.units.items():
        if unit[1] or uid not in log.units:
            log.units[uid] = unit
    for name, office in remains.scope_units.items():
        log.scopes[name] = office or log.scopes.get(name, "")
    # Row ids stay what they are. Should the backup be of another descent, the digests bear none of its names out.
    for table, readings in (("node", remains.nodes), ("scope", remains.scopes), ("knowledge", remains.knowledge)):
        for row_id, name in log.names.get(table, {}).items():
            readings.setdefault(row_id, []).append(name)
    nodes: dict[int, Counter[str]] = {row: Counter(names[:1]) for row, names in remains.nodes.items()}
    scopes: dict[int, Counter[str]] = {row: Counter(names[:1]) for row, names in remains.scopes.items()}
    digests = {(row.scope, row.node, row.number): row.digest for row in remains.rows.values()}
    for row in remains.rows.values():
        previous = GENESIS if row.number == 1 else digests.get((row.scope, row.node, row.number - 1))
        item = _named(row, remains, previous)
        if item is None:
            log.unplaced += 1
        else:
            _add(log, item)
            if item.is_sure:
                nodes[row.node][item.change.node] += 2
                scopes[row.scope][item.change.scope] += 2
    for (scope_id, node_id), numbers in remains.told.items():
        if node_id in nodes and scope_id in scopes:
            key = (scopes[scope_id].most_common(1)[0][0], nodes[node_id].most_common(1)[0][0])
            log.told.setdefault(key, set()).update(numbers)


def _named(row: Row, remains: Remains, previous: str | None) -> Item | None:
    """A row with what its row ids stand for: of several readings the one its digest bears out, else the first."""
    first = None
    readings = itertools.product(
        remains.nodes.get(row.node, ()), remains.scopes.get(row.scope, ()), remains.knowledge.get(row.knowledge, ())
    )
    for node, scope, knowledge in readings:
        change = Change(
            node,
            scope,
            row.number,
            row.lamport,
            row.wall,
            row.actor,
            row.office,
            row.kind,
            row.record_id,
            row.operation,
            {},
            digest=row.digest,
        )
        item = Item(change, row.patch, knowledge, row.state)
        if previous is not None:
            found = digest_of(change, previous=previous, patch_text=row.patch, knowledge_text=knowledge)
            item.is_sure = found == row.digest
        if item.is_sure:
            return item
        first = first or item
    return first


def _add(log: Log, item: Item) -> None:
    """Of two readings of one change the backup's stands: it has passed its check. The state is the file's, as newer."""
    key = (item.change.scope, item.change.node, item.change.number)
    known = log.items.get(key)
    if known is None:
        log.items[key] = item
    elif known.change.digest == item.change.digest:
        known.state, known.is_backup = item.state, False
    if item.is_sure or item.is_backup:
        log.told.setdefault(key[:2], set()).add(key[2])


def judge(items: Mapping[Key, Item]) -> None:
    """Say of every change whether its digest bears it out; one whose forerunner is not known cannot be said."""
    for (scope, node, number), item in items.items():
        if number == 1:
            previous: str | None = GENESIS
        else:
            before = items.get((scope, trunk_of(node) if number == first_number(node) else node, number - 1))
            previous = before.change.digest if before is not None else None
        if previous is not None:
            item.change = item.change._replace(previous=previous)
            found = digest_of(item.change, previous=previous, patch_text=item.patch, knowledge_text=item.knowledge)
            item.is_sure = found == item.change.digest


def office_of(log: Log, facts: Mapping[str, str]) -> Office | None:
    """The office the ledger belongs to; None where nothing says it."""
    if {"level", "code", "name"} <= facts.keys() and facts["level"] in set(Level):
        return Office(Level(facts["level"]), facts["code"], facts["name"], facts.get("town_name", ""))
    # Where the page of facts is lost: the office's own scope, which no other office has, names it.
    codes = [name.partition(":")[2] for name in log.scopes if name == private_scope(name.partition(":")[2])]
    for code in codes:
        for level, unit_code, name in log.units.values():
            if unit_code == code and level in set(Level):
                return Office(Level(level), code, name)
    return None


def lost_of(log: Log) -> tuple[Lost, ...]:
    """Numbers missing below the highest that is sure, and beyond it as far as the file tells of them one by one."""
    found = []
    by_node: dict[tuple[str, str], dict[int, Item]] = {}
    for (scope, node, number), item in log.items.items():
        by_node.setdefault((scope, node), {})[number] = item
    for (scope, node), told in sorted(log.told.items()):
        start = first_number(node)
        read = by_node.get((scope, node), {})
        last = max((number for number, item in read.items() if item.is_sure), default=start - 1)
        while last + 1 in told:
            last += 1
        unit = log.units.get(node, log.units.get(base_of(node), ("", "", "")))[2]
        first = 0
        for number in range(start, last + 2):
            is_gone = number <= last and (number not in read or is_false(read[number]))
            if is_gone and not first:
                first = number
            elif not is_gone and first:
                found.append(Lost(unit, scope, first, number - 1))
                first = 0
    return tuple(found)


def is_false(item: Item) -> bool:
    """Whether the forerunner is known and the digest is not borne out: something in the change is damaged."""
    is_first = item.change.number == 1
    return not item.is_sure and (is_first or item.change.previous != GENESIS)
