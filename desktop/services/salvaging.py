"""Saving what can be read of a damaged ledger into a new one; the damaged file is not touched.

What is read is believed only as far as the chain of digests bears it out. Gaps are filled from a good backup, which
holds the same changes. Own changes that come after a gap would wait for it; what they say is written once more, by the
new ledger, so that it is there at once. Should the missing ones come back with a partner's file, both say the same.
"""

from __future__ import annotations

import itertools
import json
import os
import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from desktop.data.backup import backups_folder, remove_ledger_file, writing_faults
from desktop.data.changelog import State
from desktop.data.database import translated
from desktop.data.identity import note_former_stretches
from desktop.data.ledger import Ledger, Office, found_ledger, unmigrated_ledger
from desktop.data.receiving import Receiver
from desktop.data.refolding import refold
from desktop.data.remains import Remains, Row, remains_of
from desktop.domain.changes import (
    GENESIS,
    Change,
    Level,
    Operation,
    base_of,
    digest_of,
    first_number,
    private_scope,
    trunk_of,
)
from desktop.domain.errors import Refused
from desktop.services.backing import list_backups
from desktop.services.inspecting import is_file_sound
from desktop.services.restoring import keep_damaged, take_place

_SIGNS = (b"CREATE TABLE change (", b"CREATE TABLE held (", b"CREATE VIRTUAL TABLE visit_text")
_SEARCHED = 2**26
_CHANGES = """
SELECT s.name, n.uid, c.number, c.lamport, c.wall, c.actor, c.office, c.kind, c.record_id, c.operation, c.patch,
       k.vector, lower(hex(c.digest)), c.state
FROM change c JOIN node n ON n.id = c.node_id JOIN scope s ON s.id = c.scope_id
JOIN knowledge k ON k.id = c.knowledge_id
"""


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


@dataclass(frozen=True, slots=True)
class Salvaged:
    """``path`` is the new ledger. ``changes`` were read, ``from_backup`` of them only in the backup ``backup``.

    ``lost`` names what is known to be gone. ``repeated`` own changes came after a gap and were written once more;
    ``doubtful`` of them could not be checked. ``waiting`` changes of other offices wait for what is missing.
    ``records`` are those in the new ledger.
    """

    path: Path
    changes: int
    records: int
    lost: tuple[Lost, ...]
    repeated: int
    doubtful: int
    waiting: int
    drafts: int
    backup: Path | None
    from_backup: int

    @property
    def lost_count(self) -> int:
        """How many changes are known to be gone."""
        return sum(one.count for one in self.lost)


@dataclass(slots=True)
class _Item:
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
class _Log:
    """All that was read of the log, by its names."""

    items: dict[Key, _Item] = field(default_factory=dict)
    told: dict[tuple[str, str], set[int]] = field(default_factory=dict)
    units: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    scopes: dict[str, str] = field(default_factory=dict)


def is_worth_salvaging(refusal: Refused, path: Path) -> bool:
    """Whether a ledger that does not open is a damaged one, and no file of another program."""
    if refusal.code != "not_a_ledger":
        return refusal.code == "ledger_damaged"
    try:
        with path.open("rb") as file:
            content = file.read(_SEARCHED)
    except OSError:
        return False
    return any(sign in content for sign in _SIGNS)


def good_backup(path: Path) -> Path | None:
    """The newest backup of the ledger at ``path`` that is sound."""
    for one in list_backups(backups_folder(path), path):
        try:
            copy = unmigrated_ledger(one.path)
        except Refused:
            continue
        try:
            if is_file_sound(copy):
                return one.path
        except Refused:
            continue
        finally:
            copy.database.close()
    return None


def salvage(path: Path, target: Path, backup: Path | None = None) -> Salvaged:
    """Save what can be read of the ledger at ``path``, and of a good backup of it, into a new ledger at ``target``.

    Refused: ``nothing_salvaged``, ``not_found``, ``ledger_exists``, ``folder_missing``, machine faults.
    """
    log, drafts, facts = _Log(), [], {}
    if backup is not None:
        facts = _read_backup(log, backup)
    try:
        remains = remains_of(path)
    except FileNotFoundError as error:
        raise Refused("not_found", file=path.name) from error
    except OSError as error:
        raise Refused("read_failed", file=path.name) from error
    in_backup = set(log.items)
    _read_remains(log, remains)
    facts = facts | remains.facts
    drafts = list(remains.drafts.values())
    _judge(log.items)
    office = _office(log, facts)
    if office is None or not any(item.is_sure for item in log.items.values()):
        raise Refused("nothing_salvaged", file=path.name)
    unfinished = target.with_name(f".{secrets.token_hex(6)}.part")
    try:
        if os.path.exists(target):  # noqa: PTH110 - a name no file can have is one where nothing is
            raise Refused("ledger_exists", file=target.name, folder=str(target.parent))
        made = _found(unfinished, office, facts, log, drafts)
        with writing_faults(target.parent):
            unfinished.replace(target)
    finally:
        with suppress(OSError):
            remove_ledger_file(unfinished)
    from_backup = sum(item.is_backup for item in log.items.values()) if in_backup else 0
    lost = _lost(log)
    return Salvaged(
        path=target,
        changes=sum(item.is_sure for item in log.items.values()) - made.dropped + made.doubtful,
        records=made.records,
        lost=lost,
        repeated=made.repeated,
        doubtful=made.doubtful,
        waiting=made.waiting,
        drafts=made.drafts,
        backup=backup,
        from_backup=from_backup,
    )


def put_in_place(path: Path, salvaged: Path) -> Path:
    """Let what was saved take the place of the damaged ledger; gives the file in which that is kept as it is."""
    kept = keep_damaged(path)
    take_place(salvaged, path)
    return kept


# -- reading -----------------------------------------------------------------------------------------------------------


def _read_backup(log: _Log, backup: Path) -> dict[str, str]:
    copy = unmigrated_ledger(backup)
    with translated(backup), closing(copy.database):
        execute = copy.database.execute_sql
        for row in execute(_CHANGES):
            scope, node, number, lamport, wall, actor, office, kind, record_id, operation, *rest = row
            patch, knowledge, digest, state = rest
            change = Change(
                node, scope, number, lamport, wall, actor, office, kind, record_id, operation, {}, digest=digest
            )
            _add(log, _Item(change, patch, knowledge, state, is_backup=True))
        for uid, *unit in execute("SELECT uid, level, unit_code, unit_name FROM node"):
            log.units[uid] = (unit[0], unit[1], unit[2])
        log.scopes |= dict(execute("SELECT name, unit_name FROM scope").fetchall())
        return dict(execute("SELECT key, value FROM meta").fetchall())


def _read_remains(log: _Log, remains: Remains) -> None:
    for uid, unit in remains.units.items():
        if unit[1] or uid not in log.units:
            log.units[uid] = unit
    for name, office in remains.scope_units.items():
        log.scopes[name] = office or log.scopes.get(name, "")
    nodes: dict[int, Counter[str]] = {row: Counter(names[:1]) for row, names in remains.nodes.items()}
    scopes: dict[int, Counter[str]] = {row: Counter(names[:1]) for row, names in remains.scopes.items()}
    digests = {(row.scope, row.node, row.number): row.digest for row in remains.rows.values()}
    for row in remains.rows.values():
        previous = GENESIS if row.number == 1 else digests.get((row.scope, row.node, row.number - 1))
        item = _named(row, remains, previous)
        if item is not None:
            _add(log, item)
            if item.is_sure:
                nodes[row.node][item.change.node] += 2
                scopes[row.scope][item.change.scope] += 2
    for (scope_id, node_id), numbers in remains.told.items():
        if node_id in nodes and scope_id in scopes:
            key = (scopes[scope_id].most_common(1)[0][0], nodes[node_id].most_common(1)[0][0])
            log.told.setdefault(key, set()).update(numbers)


def _named(row: Row, remains: Remains, previous: str | None) -> _Item | None:
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
        item = _Item(change, row.patch, knowledge, row.state)
        if previous is not None:
            found = digest_of(change, previous=previous, patch_text=row.patch, knowledge_text=knowledge)
            item.is_sure = found == row.digest
        if item.is_sure:
            return item
        first = first or item
    return first


def _add(log: _Log, item: _Item) -> None:
    """Of two readings of one change the backup's stands: it has passed its check. The state is the file's, as newer."""
    key = (item.change.scope, item.change.node, item.change.number)
    known = log.items.get(key)
    if known is None:
        log.items[key] = item
    elif known.change.digest == item.change.digest:
        known.state, known.is_backup = item.state, False
    if item.is_sure or item.is_backup:
        log.told.setdefault(key[:2], set()).add(key[2])


def _judge(items: Mapping[Key, _Item]) -> None:
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


def _office(log: _Log, facts: Mapping[str, str]) -> Office | None:
    if {"level", "code", "name"} <= facts.keys() and facts["level"] in set(Level):
        return Office(Level(facts["level"]), facts["code"], facts["name"], facts.get("town_name", ""))
    # Where the page of facts is lost: the office's own scope, which no other office has, names it.
    codes = [name.partition(":")[2] for name in log.scopes if name == private_scope(name.partition(":")[2])]
    for code in codes:
        for level, unit_code, name in log.units.values():
            if unit_code == code and level in set(Level):
                return Office(Level(level), code, name)
    return None


def _lost(log: _Log) -> tuple[Lost, ...]:
    """Numbers missing below the highest that is sure, and beyond it as far as the file tells of them one by one."""
    found = []
    by_node: dict[tuple[str, str], dict[int, _Item]] = {}
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
            is_gone = number <= last and (number not in read or _is_false(read[number]))
            if is_gone and not first:
                first = number
            elif not is_gone and first:
                found.append(Lost(unit, scope, first, number - 1))
                first = 0
    return tuple(found)


def _is_false(item: _Item) -> bool:
    """Whether the forerunner is known and the digest is not borne out: something in the change is damaged."""
    is_first = item.change.number == 1
    return not item.is_sure and (is_first or item.change.previous != GENESIS)


# -- writing -----------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Made:
    records: int = 0
    repeated: int = 0
    doubtful: int = 0
    waiting: int = 0
    drafts: int = 0
    dropped: int = 0


def _found(
    path: Path, office: Office, facts: Mapping[str, str], log: _Log, drafts: Iterable[Sequence[object]]
) -> _Made:
    made = _Made()
    ledger = found_ledger(path, office, facts.get("actor", ""))
    try:
        with ledger.transaction():
            _name_units(ledger, log)
            touched = _take(ledger, log, made)
            _leave_out(ledger, log)
            refold(ledger, touched)
            _keep_former(ledger, office, log, facts)
            made.repeated, made.doubtful = _repeat(ledger, office, log, facts)
            made.drafts = _put_drafts(ledger, drafts)
        made.waiting = ledger.database.execute_sql(
            "SELECT count(*) FROM change c JOIN node n ON n.id = c.node_id WHERE c.state = 1 AND n.unit_code <> ?",
            (office.code,),
        ).fetchone()[0]
        kinds = " UNION ALL ".join(f'SELECT count(*) AS number FROM "{kind}"' for kind in ledger.tables)
        made.records = ledger.database.execute_sql(f"SELECT sum(number) FROM ({kinds})").fetchone()[0]
        with translated(path):
            ledger.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        ledger.database.close()
    return made


def _name_units(ledger: Ledger, log: _Log) -> None:
    for uid, (level, code, name) in log.units.items():
        node_id = ledger.log.node_id(uid)
        ledger.database.execute_sql(
            "UPDATE node SET level = ?, unit_code = ?, unit_name = ? WHERE id = ?", (level, code, name, node_id)
        )
    for name, unit in log.scopes.items():
        ledger.database.execute_sql(
            "UPDATE scope SET unit_name = ? WHERE id = ? AND unit_name = ''", (unit, ledger.log.scope_id(name))
        )


def _take(ledger: Ledger, log: _Log, made: _Made) -> set[str]:
    """Take in what is sure, as a file of a partner is; gives the records touched."""
    execute = ledger.database.execute_sql
    batch_id = execute(
        "INSERT INTO batch (uid, file_name, file_digest, workbook_uid, node_id, received_at, actor, summary) "
        "VALUES ('salvage', '', '', '', ?, ?, '', '{}')",
        (ledger.log.node_id(ledger.node_uid), datetime.now().isoformat()),
    ).lastrowid
    touched: set[str] = set()
    for scope in sorted({key[0] for key in log.items}):
        receiver = Receiver(ledger, batch_id)
        items = [
            (item.change, item.patch, item.knowledge)
            for key, item in sorted(log.items.items())
            if key[0] == scope and item.is_sure and item.state != State.UNRECEIVED
        ]
        plain = [one for one in items if not trunk_of(one[0].node)]
        for part in (items, plain):
            try:
                with ledger.transaction():
                    receiver.take(scope, part)
                break
            except Refused as refusal:
                # Histories of a node that cannot be linked any more; their partners hold them too.
                if refusal.code not in ("fork_unlinked", "change_altered"):
                    raise
                receiver = Receiver(ledger, batch_id)
                made.dropped += len(part) - len(plain)
        touched |= receiver.touched
    # No import that could be undone: the changes are the ledger's own, as they were.
    execute("UPDATE change SET batch_id = NULL WHERE batch_id = ?", (batch_id,))
    execute("DELETE FROM batch WHERE id = ?", (batch_id,))
    return touched


def _leave_out(ledger: Ledger, log: _Log) -> None:
    """What a person had left out of an import does not count here either."""
    left_out = [
        (ledger.log.scope_id(scope), ledger.log.node_id(node), number)
        for (scope, node, number), item in log.items.items()
        if item.state == State.LEFT_OUT and item.is_sure
    ]
    ledger.database.connection().executemany(
        f"UPDATE change SET state = {int(State.LEFT_OUT)} WHERE state = {int(State.LIVE)} "
        "AND scope_id = ? AND node_id = ? AND number = ?",
        left_out,
    )


def _own_nodes(office: Office, log: _Log, facts: Mapping[str, str]) -> set[str]:
    told = {uid for uid, unit in log.units.items() if unit[1] == office.code}
    return told | {node for node in {key[1] for key in log.items} if node == facts.get("node")}


def _keep_former(ledger: Ledger, office: Office, log: _Log, facts: Mapping[str, str]) -> None:
    own = _own_nodes(office, log, facts)
    for scope in {key[0] for key in log.items}:
        live = ledger.log.vector(scope, "live")
        stretches = {node: live[node] for node in sorted(own & live.keys()) if node != ledger.node_uid}
        if stretches:
            note_former_stretches(ledger, scope, stretches)


def _repeat(ledger: Ledger, office: Office, log: _Log, facts: Mapping[str, str]) -> tuple[int, int]:
    """Say once more what own changes say that counted, and do not count here; how many, and how many are unchecked."""
    own = _own_nodes(office, log, facts)
    counted = set(
        ledger.database.execute_sql(
            "SELECT s.name, n.uid, c.number FROM change c JOIN node n ON n.id = c.node_id "
            "JOIN scope s ON s.id = c.scope_id WHERE c.state <> 1"
        ).fetchall()
    )
    stuck = sorted(
        (item for key, item in log.items.items() if key not in counted and _is_repeatable(item, key, own)),
        key=lambda item: item.change.rank,
    )
    lamport = max(ledger.log.lamport(), max((item.change.lamport for item in stuck if item.is_sure), default=0))
    for item in stuck:
        lamport += 1
        ledger.log.append(item.change._replace(patch=_object(item.patch), lamport=lamport))
    ledger.log.saw_lamport(lamport)
    refold(ledger, {item.change.record_id for item in stuck})
    return len(stuck), sum(not item.is_sure for item in stuck)


def _is_repeatable(item: _Item, key: Key, own: set[str]) -> bool:
    is_its_own = key[1] in own or base_of(key[1]) in own
    is_known = item.is_sure or not _is_false(item)
    return is_its_own and is_known and item.state == State.LIVE and item.change.operation != Operation.RETRACT


def _object(text: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(text)
    return found


def _put_drafts(ledger: Ledger, drafts: Iterable[Sequence[object]]) -> int:
    count = 0
    for draft in drafts:
        ledger.database.execute_sql(
            "INSERT OR IGNORE INTO draft (id, kind, record_id, title, content, changed_at) VALUES (?, ?, ?, ?, ?, ?)",
            tuple(draft),
        )
        count += 1
    return count
