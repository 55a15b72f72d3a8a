"""Putting a backup in the place of a ledger: looked at first, undone by putting back what stood before.

A restored backup does not know the numbers its ledger gave away since. It goes on as a new node, unless the ledger
itself, as its own node, shows that there were none.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop.data.backup import (
    backup_to,
    backups_folder,
    free_target,
    remove_ledger_file,
    remove_unfinished_restore,
    unfinished_restore,
    writing_faults,
)
from desktop.data.claiming import Claim, Knock
from desktop.data.database import translated
from desktop.data.file_store import FileStore, files_folder
from desktop.data.identity import write_as, written_count
from desktop.data.ledger import Ledger, has_mark, unmigrated_ledger
from desktop.data.locking import LedgerKeys, keys_for, lock_of
from desktop.data.migrating import applied, known
from desktop.domain.errors import Refused
from desktop.services.backing import RESTORE, copy_whole, list_backups
from desktop.services.ledgers import open_ledger

COUNTED = ("visit", "issue", "household", "person")
"""Kinds of records a preview counts."""

DAMAGE = frozenset({"ledger_damaged", "not_a_ledger", "backup_unsound", "ledger_missing"})
"""Refusals that say that there is no ledger here that could be read."""


_PATIENCE = 500
"""Milliseconds to wait for another program that has the ledger open."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a backup holds, and what the ledger has beyond it.

    ``latest`` is when the last change in it was made (as recorded), ``counts`` the records of each kind of
    :data:`COUNTED` that are not withdrawn. ``now`` are the same of the ledger, None where it cannot be read;
    ``newer`` the records of each kind (also others) with changes that the backup lacks, ``newer_changes`` the number
    of those changes; ``only_there`` the changes that only the backup has.
    """

    path: Path
    made_at: datetime
    size: int
    office: str
    latest: str
    counts: Mapping[str, int]
    now: Mapping[str, int] | None
    newer: Mapping[str, int]
    newer_changes: int
    only_there: int


@dataclass(frozen=True, slots=True)
class Restored:
    """``kept`` holds what stood before: a backup that can be restored, or with ``was_damaged`` the damaged file."""

    path: Path
    kept: Path | None
    was_damaged: bool
    is_new_node: bool


def preview(path: Path, backup: Path, keys: LedgerKeys | None = None, others: LedgerKeys | None = None) -> Preview:
    """Look at a backup beside the ledger at ``path``; changes neither.

    ``keys`` are those of the ledger where it is locked, ``others`` those of a backup that is locked otherwise.
    Refused: ``ledger_missing``, ``not_a_ledger``, ``ledger_damaged``, ``ledger_newer``, ``backup_of_other_office``,
    ``backup_locked`` (by keys that are not given).
    """
    with closing(_look_at(backup, keys, others)) as there:
        try:
            here = _Look(path, keys)
        except Refused as refusal:
            if refusal.code not in DAMAGE:
                raise
            return there.preview({}, None, 0, 0)
        with closing(here):
            _refuse_other(here.ledger, there.ledger)
            try:
                newer, changes = here.beyond(there)
                return there.preview(newer, here.counts(), changes, there.beyond(here)[1])
            except Refused as refusal:
                if refusal.code not in DAMAGE:
                    raise
                return there.preview({}, None, 0, 0)


class _Look:
    """A ledger file that is only read."""

    def __init__(self, path: Path, keys: LedgerKeys | None = None) -> None:
        self.path = path
        self.ledger = unmigrated_ledger(path, keys)
        self._rows = self.ledger.database.execute_sql
        try:
            with translated(path):
                if set(applied(self.ledger.database)) - set(known()):
                    raise Refused("ledger_newer", file=path.name, schema="")
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        self.ledger.database.close()

    def _number(self, statement: str) -> int:
        return int(self._rows(statement).fetchone()[0] or 0)

    def counts(self) -> dict[str, int]:
        with translated(self.path):
            return {kind: self._number(f'SELECT count(*) FROM "{kind}" WHERE is_withdrawn = 0') for kind in COUNTED}

    def held(self) -> dict[tuple[str, str], int]:
        rows = self._rows(
            "SELECT s.name, n.uid, h.number FROM held h "
            "JOIN node n ON n.id = h.node_id JOIN scope s ON s.id = h.scope_id"
        )
        return {(scope, node): number for scope, node, number in rows.fetchall()}

    def beyond(self, other: _Look) -> tuple[dict[str, int], int]:
        """Records by kind, and the number of changes, that the other has not."""
        found: dict[str, set[str]] = {}
        count = 0
        with translated(self.path):
            known_there = other.held()
            for (scope, node), number in self.held().items():
                known_number = known_there.get((scope, node), 0)
                if known_number >= number:
                    continue
                rows = self._rows(
                    "SELECT c.kind, c.record_id FROM change c JOIN node n ON n.id = c.node_id "
                    "JOIN scope s ON s.id = c.scope_id WHERE s.name = ? AND n.uid = ? AND c.number > ?",
                    (scope, node, known_number),
                )
                for kind, record_id in rows:
                    found.setdefault(kind, set()).add(record_id)
                    count += 1
        return {kind: len(ids) for kind, ids in sorted(found.items())}, count

    def preview(
        self, newer: Mapping[str, int], now: Mapping[str, int] | None, newer_changes: int, only_there: int
    ) -> Preview:
        with translated(self.path):
            found = self._rows("SELECT wall FROM change ORDER BY id DESC LIMIT 1").fetchone()
            counts = self.counts()
        told = [one for one in list_backups(self.path.parent, _any_ledger(self.path)) if one.path == self.path]
        made_at = told[0].made_at if told else datetime.fromtimestamp(self.path.stat().st_mtime)
        return Preview(
            self.path,
            made_at,
            self.path.stat().st_size,
            self.ledger.office.name,
            found[0] if found else "",
            counts,
            now,
            newer,
            newer_changes,
            only_there,
        )


def _look_at(backup: Path, *given: LedgerKeys | None) -> _Look:
    try:
        return _Look(backup, _keys_for(backup, *given))
    except Refused as refusal:
        if refusal.code == "ledger_locked":
            raise Refused("backup_locked", **refusal.params) from refusal
        raise


def _keys_for(path: Path, *given: LedgerKeys | None) -> LedgerKeys | None:
    try:
        return keys_for(path, *given)
    except OSError as error:
        raise Refused("ledger_unreachable", file=path.name, folder=str(path.parent)) from error


def _any_ledger(backup: Path) -> Path:
    """The name of the ledger a backup is of, as far as its name tells."""
    parts = backup.stem.split("-")
    while parts and not (len(parts[-1]) == 8 and parts[-1].isdigit()):
        parts.pop()
    return backup.with_name("-".join(parts[:-1]) + backup.suffix) if len(parts) > 1 else backup


def _refuse_other(ledger: Ledger, backup: Ledger) -> None:
    if (ledger.office.level, ledger.office.code) != (backup.office.level, backup.office.code):
        raise Refused("backup_of_other_office", file=backup.path.name, office=backup.office.name)


@contextmanager
def no_window(path: Path) -> Iterator[None]:
    """Keep every window out of a ledger for a while. Refused: ``ledger_open`` where one is in."""
    claim = Claim(path)
    if not claim.take():
        raise Refused("ledger_open", file=path.name, computer=Knock(path).holder())
    try:
        yield
    finally:
        claim.release()


def restore(path: Path, backup: Path, keys: LedgerKeys | None = None, others: LedgerKeys | None = None) -> Restored:
    """Put a backup in the place of the ledger at ``path``, which nobody has open; keep what stood there.

    All or nothing: until the last step, one rename, the ledger is what it was. A damaged ledger is kept as it is.
    The password stays what it is: whatever the backup was locked by, the ledger is locked as before, or is plain as
    before; only where nothing of a ledger stands there it is locked as its backup is. Keys as for :func:`preview`.
    Refused: those of :func:`preview`, ``backup_unsound``, ``ledger_busy``, ``backup_no_room``, ``folder_not_writable``
    and other faults of the machine.
    """
    if os.path.realpath(path) == os.path.realpath(backup):
        raise Refused("target_is_ledger", file=path.name)
    unfinished = unfinished_restore(path)
    try:
        after = _keys_after(path, backup, keys, others)
        with writing_faults(path.parent):
            remove_unfinished_restore(path)
        _copy_of(backup, unfinished, after, keys, others)
        kept, was_damaged, is_whole = _put_aside(path, unfinished, after, keys)
        is_new_node = not is_whole
        if is_new_node:
            _go_on_anew(unfinished, after)
        take_place(unfinished, path)
    finally:
        with suppress(OSError):
            remove_ledger_file(unfinished)
    with writing_faults(path.parent):
        _bring_files(files_folder(backup.parent / path.name), FileStore(files_folder(path), after), keys, others)
    return Restored(path, kept, was_damaged, is_new_node)


def _keys_after(path: Path, backup: Path, keys: LedgerKeys | None, others: LedgerKeys | None) -> LedgerKeys | None:
    try:
        is_plain, lock_id = os.path.isfile(path) and has_mark(path), lock_of(path)  # noqa: PTH113
    except OSError as error:
        raise Refused("ledger_unreachable", file=path.name, folder=str(path.parent)) from error
    if is_plain:
        return None
    if not lock_id:
        return _keys_for(backup, keys, others)
    if keys is None or keys.lock_id != lock_id:
        raise Refused("ledger_locked", file=path.name, folder=str(path.parent))
    return keys


def _copy_of(backup: Path, target: Path, after: LedgerKeys | None, *given: LedgerKeys | None) -> None:
    """A copy that is locked as the ledger will be."""
    with closing(_look_at(backup, *given)) as there:
        before = there.ledger.keys
        backup_to(there.ledger.database, target)
    if before == after:
        return
    # Loaded here: few ever restore across a change of the password.
    from desktop.data.relocking import rewrite

    rewrite(target, before, after)


def _bring_files(source: Path, target: FileStore, *given: LedgerKeys | None) -> None:
    """Copy what is attached and lies beside a backup, sealed as the others are where it goes."""
    FileStore(source, target.keys).copy_missing(target)
    for store in (FileStore(source, keys) for keys in given if keys is not None and keys != target.keys):
        for sealed in store.sealed_contents():
            store.unseal_into(target, sealed)


def _put_aside(
    path: Path, restored: Path, after: LedgerKeys | None, keys: LedgerKeys | None
) -> tuple[Path | None, bool, bool]:
    """Keep what stands at ``path``: where, whether it is damaged, and whether the copy holds all it gave numbers to."""
    try:
        ledger = open_ledger(path, keys=keys)
    except Refused as refusal:
        if refusal.code == "ledger_missing":
            return None, False, False
        if refusal.code not in DAMAGE:
            raise
        return keep_damaged(path), True, False
    try:
        with closing(_Look(restored, after)) as there:
            _refuse_other(ledger, there.ledger)
            is_whole = _is_all_of(ledger, there.ledger)
        kept = backup_to(ledger.database, free_target(backups_folder(path), path, RESTORE))
    except Refused as refusal:
        if refusal.code not in DAMAGE:
            raise
        ledger.close()
        return keep_damaged(path), True, False
    finally:
        ledger.close()
    _refuse_open_elsewhere(path, keys)
    return kept, False, is_whole


def _is_all_of(ledger: Ledger, backup: Ledger) -> bool:
    uid = ledger.node_uid
    with translated(ledger.path):
        return backup.node_uid == uid and written_count(ledger, uid) == written_count(backup, uid)


def _refuse_open_elsewhere(path: Path, keys: LedgerKeys | None) -> None:
    """A ledger leaves the WAL only when nobody else has it open, and then there is none that could be left behind."""
    ledger = unmigrated_ledger(path, keys)
    try:
        with translated(path):
            ledger.database.execute_sql(f"PRAGMA busy_timeout = {_PATIENCE}")
            mode = ledger.database.execute_sql("PRAGMA journal_mode = DELETE").fetchone()[0]
    finally:
        ledger.database.close()
    if mode != "delete":
        raise Refused("ledger_busy", file=path.name, folder=str(path.parent))


def keep_damaged(path: Path) -> Path:
    """A copy of a damaged ledger as it is, with the writes that are not in it yet; gives the file."""
    target = free_target(backups_folder(path), path, "damaged")
    with writing_faults(target.parent):
        target.parent.mkdir(parents=True, exist_ok=True)
        for ending in ("-wal", ""):
            source = path.with_name(path.name + ending)
            if source.exists():
                copy_whole(source, target.with_name(target.name + ending))
    return target


def _go_on_anew(path: Path, keys: LedgerKeys | None) -> None:
    ledger = unmigrated_ledger(path, keys)
    try:
        with ledger.transaction():
            write_as(ledger)
    finally:
        ledger.database.close()


def take_place(unfinished: Path, path: Path) -> None:
    """Let a finished ledger stand where another stood, by one rename."""
    with writing_faults(path.parent):
        # Writes kept apart belong to what stood here, and would be taken for those of the backup.
        for ending in ("-wal", "-shm"):
            path.with_name(path.name + ending).unlink(missing_ok=True)
        with unfinished.open("rb+") as handle:
            os.fsync(handle.fileno())
        unfinished.replace(path)
