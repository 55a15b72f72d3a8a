"""Saving what can be read of a damaged ledger into a new one; the damaged file is not touched.

What is read is believed only as far as the chain of digests bears it out. Gaps are filled from a good backup, which
holds the same changes. Own changes that come after a gap would wait for it; what they say is written once more, by the
new ledger, so that it is there at once. Should the missing ones come back with a partner's file, both say the same.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from desktop.data.backup import backups_folder, remove_ledger_file, writing_faults
from desktop.data.changelog import State
from desktop.data.database import translated
from desktop.data.identity import note_former_stretches
from desktop.data.key_file import put_along
from desktop.data.ledger import Ledger, Office, found_ledger, unmigrated_ledger
from desktop.data.locking import LedgerKeys, keys_for, lock_of
from desktop.data.receiving import Receiver
from desktop.data.refolding import refold
from desktop.data.remains import Remains, remains_of
from desktop.domain.changes import Operation, base_of, trunk_of
from desktop.domain.errors import Refused
from desktop.services.backing import list_backups
from desktop.services.inspecting import is_file_sound
from desktop.services.restoring import keep_damaged, take_place
from desktop.services.salvaged_access import SavedAccesses, put_access, with_remains
from desktop.services.salvaged_extras import SavedExtras, put_extras
from desktop.services.salvaged_log import (
    Item,
    Key,
    Log,
    Lost,
    is_false,
    judge,
    lost_of,
    office_of,
    read_backup,
    read_remains,
)

_SIGNS = (b"CREATE TABLE change (", b"CREATE TABLE held (", b"CREATE VIRTUAL TABLE visit_text")
_SEARCHED = 2**26


@dataclass(frozen=True, slots=True)
class Salvaged:
    """``path`` is the new ledger. ``changes`` were read, ``from_backup`` of them only in the backup ``backup``.

    ``lost`` names what is known to be gone. ``repeated`` own changes came after a gap and were written once more;
    ``doubtful`` of them could not be checked. ``unplaced`` rows of the log were read, and nothing says whose they are.
    ``waiting`` changes of other offices wait for what is missing.
    ``records`` are those in the new ledger; ``access`` and ``extras`` what was saved beside them.
    """

    path: Path
    changes: int
    records: int
    lost: tuple[Lost, ...]
    repeated: int
    doubtful: int
    unplaced: int
    waiting: int
    drafts: int
    backup: Path | None
    from_backup: int
    access: SavedAccesses
    extras: SavedExtras

    @property
    def lost_count(self) -> int:
        """How many changes are known to be gone."""
        return sum(one.count for one in self.lost)


def is_worth_salvaging(refusal: Refused, path: Path) -> bool:
    """Whether a ledger that does not open is a damaged one, and no file of another program."""
    if refusal.code != "not_a_ledger":
        return refusal.code == "ledger_damaged"
    return _looks_plain(path) or locked_backup(path) is not None


def _looks_plain(path: Path) -> bool:
    """Whether something in the file says in plain that it is, or was, a ledger."""
    try:
        with path.open("rb") as file:
            content = file.read(_SEARCHED)
    except OSError:
        return False
    return any(sign in content for sign in _SIGNS)


def locked_backup(path: Path) -> Path | None:
    """The newest backup, where that is locked and the damaged ledger does not tell any more whether it is."""
    try:
        if lock_of(path) or _looks_plain(path):
            return None
        found = list_backups(backups_folder(path), path)[:1]
        return found[0].path if found and lock_of(found[0].path) else None
    except OSError:
        return None


def good_backup(path: Path, keys: LedgerKeys | None = None) -> Path | None:
    """The newest backup of the ledger at ``path`` that is sound, and plain or locked by these keys."""
    for one in list_backups(backups_folder(path), path):
        try:
            copy = unmigrated_ledger(one.path, keys)
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


def salvage(
    path: Path,
    target: Path,
    backup: Path | None = None,
    keys: LedgerKeys | None = None,
    others: LedgerKeys | None = None,
) -> Salvaged:
    """Save what can be read of the ledger at ``path``, and of a good backup of it, into a new ledger at ``target``.

    A locked ledger is read by its ``keys``, and the new one is locked by them; ``others`` are those of a backup that is
    locked otherwise. Refused: ``backup_locked`` (by keys that are not given), ``nothing_salvaged``, ``not_found``,
    ``read_failed``, ``ledger_exists``, ``folder_missing``, machine faults.
    """
    log, remains, facts = _read(path, backup, keys, others)
    office = office_of(log, facts)
    if office is None or not any(item.is_sure for item in log.items.values()):
        raise Refused("nothing_salvaged", file=path.name)
    # A name of its own, so that what a killed program left is found.
    unfinished = target.with_name(f"{target.name}.part")
    try:
        if os.path.exists(target):  # noqa: PTH110 - a name no file can have is one where nothing is
            raise Refused("ledger_exists", file=target.name, folder=str(target.parent))
        with writing_faults(target.parent):
            remove_ledger_file(unfinished)
        if keys is not None:
            put_along(keys.lock_id, path.parent, target.parent)
        made = _found(unfinished, office, facts, log, remains, keys)
        with writing_faults(target.parent):
            unfinished.replace(target)
    finally:
        with suppress(OSError):
            remove_ledger_file(unfinished)
    return Salvaged(
        path=target,
        changes=sum(item.is_sure for item in log.items.values()) - made.dropped + made.doubtful,
        records=made.records,
        lost=lost_of(log),
        repeated=made.repeated,
        doubtful=made.doubtful,
        unplaced=log.unplaced,
        waiting=made.waiting,
        drafts=made.drafts,
        backup=backup,
        from_backup=sum(item.is_backup for item in log.items.values()),
        access=made.access,
        extras=made.extras,
    )


def _facts_of(log: Log, backup: Path, *given: LedgerKeys | None) -> dict[str, str]:
    try:
        return read_backup(log, backup, keys_for(backup, *given))
    except OSError as error:
        raise Refused("read_failed", file=backup.name) from error
    except Refused as refusal:
        if refusal.code == "ledger_locked":
            raise Refused("backup_locked", **refusal.params) from refusal
        raise


def _read(
    path: Path, backup: Path | None, keys: LedgerKeys | None, others: LedgerKeys | None
) -> tuple[Log, Remains, Mapping[str, str]]:
    log = Log()
    facts = _facts_of(log, backup, keys, others) if backup is not None else {}
    try:
        remains = remains_of(path, keys)
    except FileNotFoundError as error:
        raise Refused("not_found", file=path.name) from error
    except OSError as error:
        raise Refused("read_failed", file=path.name) from error
    read_remains(log, remains)
    judge(log.items)
    return log, remains, facts | remains.facts


def put_in_place(path: Path, salvaged: Path) -> Path:
    """Let what was saved take the place of the damaged ledger; gives the file in which that is kept as it is."""
    kept = keep_damaged(path)
    take_place(salvaged, path)
    return kept


# -- writing -----------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Made:
    records: int = 0
    repeated: int = 0
    doubtful: int = 0
    waiting: int = 0
    drafts: int = 0
    dropped: int = 0
    access: SavedAccesses = field(default_factory=SavedAccesses)
    extras: SavedExtras = field(default_factory=SavedExtras)


def _found(
    path: Path, office: Office, facts: Mapping[str, str], log: Log, remains: Remains, keys: LedgerKeys | None
) -> _Made:
    made = _Made()
    ledger = found_ledger(path, office, facts.get("actor", ""), keys)
    try:
        with ledger.transaction():
            _name_units(ledger, log)
            touched = _take(ledger, log, made)
            _leave_out(ledger, log)
            refold(ledger, touched)
            _keep_former(ledger, office, log, facts)
            made.repeated, made.doubtful = _repeat(ledger, office, log, facts)
            made.drafts = _put_drafts(ledger, remains.drafts.values())
            made.extras = put_extras(ledger, log.extras, remains)
            made.access = put_access(ledger, with_remains(log.access, remains))
        made.waiting = ledger.database.execute_sql(
            "SELECT count(*) FROM change c JOIN node n ON n.id = c.node_id WHERE c.state = ? AND n.unit_code <> ?",
            (int(State.WAITING), office.code),
        ).fetchone()[0]
        kinds = " UNION ALL ".join(f'SELECT count(*) AS number FROM "{kind}"' for kind in ledger.tables)
        made.records = ledger.database.execute_sql(f"SELECT sum(number) FROM ({kinds})").fetchone()[0]
        with translated(path):
            ledger.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        ledger.database.close()
    return made


def _name_units(ledger: Ledger, log: Log) -> None:
    for uid, (level, code, name) in log.units.items():
        node_id = ledger.log.node_id(uid)
        ledger.database.execute_sql(
            "UPDATE node SET level = ?, unit_code = ?, unit_name = ? WHERE id = ?", (level, code, name, node_id)
        )
    for name, unit in log.scopes.items():
        ledger.database.execute_sql(
            "UPDATE scope SET unit_name = ? WHERE id = ? AND unit_name = ''", (unit, ledger.log.scope_id(name))
        )


def _take(ledger: Ledger, log: Log, made: _Made) -> set[str]:
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


def _leave_out(ledger: Ledger, log: Log) -> None:
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


def _own_nodes(office: Office, log: Log, facts: Mapping[str, str]) -> set[str]:
    told = {uid for uid, unit in log.units.items() if unit[1] == office.code}
    return told | ({node for _, node, _ in log.items} & {facts.get("node", "")})


def _keep_former(ledger: Ledger, office: Office, log: Log, facts: Mapping[str, str]) -> None:
    own = _own_nodes(office, log, facts)
    for scope in {key[0] for key in log.items}:
        live = ledger.log.vector(scope, "live")
        stretches = {node: live[node] for node in sorted(own & live.keys()) if node != ledger.node_uid}
        if stretches:
            note_former_stretches(ledger, scope, stretches)


def _repeat(ledger: Ledger, office: Office, log: Log, facts: Mapping[str, str]) -> tuple[int, int]:
    """Say once more what own changes say that counted, and do not count here; how many, and how many are unchecked."""
    own = _own_nodes(office, log, facts)
    counted = set(
        ledger.database.execute_sql(
            "SELECT s.name, n.uid, c.number FROM change c JOIN node n ON n.id = c.node_id "
            "JOIN scope s ON s.id = c.scope_id WHERE c.state <> ?",
            (int(State.WAITING),),
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


def _is_repeatable(item: Item, key: Key, own: set[str]) -> bool:
    is_its_own = key[1] in own or base_of(key[1]) in own
    is_known = item.is_sure or not is_false(item)
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
