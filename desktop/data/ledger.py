"""An open ledger: its file, its office, its node, its tables."""

from __future__ import annotations

import os
import secrets
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.data.backup import remove_ledger_file
from desktop.data.changelog import ChangeLog
from desktop.data.database import (
    APPLICATION_ID,
    CACHE,
    DATABASE_ERRORS,
    MUCH_CACHE,
    connect,
    connect_looking,
    translated,
)
from desktop.data.indexing import SearchIndex
from desktop.data.locking import LedgerKeys, lock_of
from desktop.data.migrating import migrate
from desktop.data.models import Models
from desktop.data.presence import Presence
from desktop.data.records import RecordTable
from desktop.data.schema import lacking_tables
from desktop.data.search import folded
from desktop.domain.changes import Level, private_scope, scope_of_town, scope_of_village
from desktop.domain.errors import Refused
from desktop.domain.kinds import KINDS

if TYPE_CHECKING:
    from desktop.data.spelled_names import SpelledNames


_SIGNS_OF_DAMAGE = (
    "no such table",
    "no such column",
    "could not decode",
    "no such module",
    "sql logic error",
    # A migration that has been through, and is not noted any more.
    "already exists",
    "duplicate column name",
)
"""What SQLite says of a ledger it can open, and whose schema or texts are not what they were."""


@dataclass(frozen=True, slots=True)
class Office:
    """The office a ledger belongs to. ``code`` is its 12-digit statistical division code."""

    level: Level
    code: str
    name: str
    town_name: str = ""

    @property
    def own_scope(self) -> str:
        """The scope the office's own records go to: a village's shared one, a town's private one."""
        return scope_of_village(self.code) if self.level is Level.VILLAGE else private_scope(self.code)

    @property
    def town_code(self) -> str:
        """The 12-digit code of the town: its own, or the one the village's code lies under."""
        return self.code[:9] + "000"

    @property
    def shared_scope(self) -> str:
        """The scope in which the town addresses all its villages."""
        return scope_of_town(self.town_code)


def _note_nothing() -> None:
    pass


@dataclass
class Ledger:
    """One open ledger. ``actor`` is whoever is working now; ``session`` bounds what undo reaches.

    ``notice`` says why the ledger goes on as a new node since it was opened (a code, empty when it does not);
    ``note_written`` makes the computer remember how far it has written: called before others can see a copy or a
    workbook of it, and at the end.
    """

    path: Path
    database: Any
    office: Office
    node_uid: str
    actor: str
    session: str = field(default_factory=lambda: uuid.uuid4().hex)
    notice: str = ""
    note_written: Callable[[], None] = field(default=_note_nothing, repr=False, compare=False)

    def __post_init__(self) -> None:
        self.log = ChangeLog(self.database, self.node_uid)
        self.tables = {name: RecordTable(kind, self.database) for name, kind in KINDS.items()}
        self.models = Models(self.database)
        self._presence = Presence(self.path)

    @cached_property
    def spelled(self) -> SpelledNames:
        """The names in visits and issues, by their pinyin."""
        # No start needs it.
        from desktop.data.spelled_names import SpelledNames

        return SpelledNames(self.database)

    @property
    def keys(self) -> LedgerKeys | None:
        """The keys of a ledger behind a password; None for a plain one."""
        keys: LedgerKeys | None = self.database.keys
        return keys

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, durable at the end. Machine faults come out as :class:`Refused`."""
        identity = (self.node_uid, self.session)
        waiting = [index for index in self._indexes() if index.is_waiting]
        with translated(self.path):
            for index in waiting:
                index.begin()
            try:
                with self.database.atomic("IMMEDIATE"):
                    self._presence.require()
                    self._follow_node()
                    yield
            except BaseException:
                self.log.forget()
                self.go_on_as(*identity)
                for index in waiting:
                    index.roll_back()
                raise
            for index in waiting:
                index.commit()

    @contextmanager
    def indexing_together(self) -> Iterator[None]:
        """Write the search texts of many records together, at the end: inside a transaction, and around others.

        Until then a search does not find them. A transaction that is to be rolled back may leave by an exception.
        """
        indexes = self._indexes()
        # Pages that must leave the cache before the end are written twice.
        self.database.execute_sql(f"PRAGMA cache_size = {-MUCH_CACHE}")
        for index in indexes:
            index.begin()
        try:
            yield
            for index in indexes:
                index.commit()
        finally:
            for index in indexes:
                index.clear()
            self.database.execute_sql(f"PRAGMA cache_size = {-CACHE}")

    def _indexes(self) -> list[SearchIndex]:
        return [index for table in self.tables.values() for index in table.indexes]

    def _follow_node(self) -> None:
        # Another program with the same ledger open may have had a reason to go on as a new node.
        node_uid = self.meta("node")
        if node_uid and node_uid != self.node_uid:
            self.go_on_as(node_uid, uuid.uuid4().hex)

    def go_on_as(self, node_uid: str, session: str) -> None:
        """Write as another node from now on, which the file already says; steps of undo are those of ``session``."""
        self.node_uid, self.session = node_uid, session
        self.log.write_as(node_uid)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Several reads of one consistent state."""
        with translated(self.path), self.database.atomic("DEFERRED"):
            yield

    @contextmanager
    def telling_faults(self) -> Iterator[None]:
        """Whatever is read within: machine faults come out as :class:`Refused`."""
        with translated(self.path):
            yield

    def close(self) -> None:
        """Close this thread's connection."""
        if not self.database.is_closed():
            self.note_written()
        self.database.close()

    def meta(self, key: str) -> str:
        """A fact about the ledger file itself; empty when unset."""
        found = self.database.execute_sql("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return found[0] if found else ""

    def set_meta(self, key: str, value: str) -> None:
        """Set a fact about the ledger file itself. Runs inside the caller's transaction."""
        self.database.execute_sql(
            "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (key, value),
        )


def _holds(text: str | None, *words: str) -> bool:
    compared = folded(text or "")
    return all(word in compared for word in words)


def _prepared(path: Path, keys: LedgerKeys | None = None, connect: Callable[..., Any] = connect) -> Any:
    database = connect(path, keys)
    # Rechecks what the index of character pairs proposes.
    database.register_function(_holds, "holds", -1)
    return database


def found_ledger(path: Path, office: Office, actor: str, keys: LedgerKeys | None = None) -> Ledger:
    """Make a new ledger at ``path``, with keys a locked one. Refused: ``ledger_exists``, ``folder_missing``."""
    # Of os.path, since these take a name that no file can have for one that is not there.
    if os.path.exists(path):  # noqa: PTH110
        raise Refused("ledger_exists", file=path.name, folder=str(path.parent))
    if not os.path.isdir(path.parent):  # noqa: PTH112
        raise Refused("folder_missing", folder=str(path.parent))
    # Founded under another name: a power cut in between leaves nothing that looks like a ledger without an office.
    unfinished = path.with_name(f".{secrets.token_hex(6)}.part")
    database = _prepared(unfinished, keys)
    try:
        with translated(path):
            database.connect()
            database.execute_sql(f"PRAGMA application_id = {APPLICATION_ID}")
            migrate(database, unfinished)
            ledger = Ledger(unfinished, database, office, secrets.token_hex(16), actor)
            with ledger.transaction():
                _write_identity(ledger)
        # The last connection to go takes the log of writes into the file.
        database.close()
        _rename(unfinished, path)
    finally:
        database.close()
        remove_ledger_file(unfinished)
    return open_ledger(path, keys=keys)


def _rename(unfinished: Path, path: Path) -> None:
    try:
        unfinished.replace(path)
    except OSError as error:
        raise Refused("ledger_unreachable", file=path.name, folder=str(path.parent)) from error


def _write_identity(ledger: Ledger) -> None:
    office = ledger.office
    facts: Mapping[str, str] = {
        "node": ledger.node_uid,
        "level": office.level,
        "code": office.code,
        "name": office.name,
        "town_name": office.town_name,
        "actor": ledger.actor,
        "lamport": "0",
        "made_at": datetime.now().astimezone().isoformat(timespec="seconds"),
    }
    for key, value in facts.items():
        ledger.database.execute_sql("INSERT INTO meta (key, value) VALUES (?, ?)", (key, value))
    ledger.database.execute_sql(
        "INSERT INTO node (uid, level, unit_code, unit_name) VALUES (?, ?, ?, ?)",
        (ledger.node_uid, office.level, office.code, office.name),
    )
    for scope in (office.own_scope, office.shared_scope, private_scope(office.code)):
        ledger.log.scope_id(scope)
    ledger.database.execute_sql("UPDATE scope SET unit_name = ? WHERE name = ?", (office.name, office.own_scope))


def has_mark(path: Path) -> bool:
    """Whether a file says in plain that it is a ledger. OSError where it cannot be read."""
    with path.open("rb") as file:
        header = file.read(100)
    # SQLite's file format, section 1.3: the application id stands in bytes 68 to 71.
    return header.startswith(b"SQLite format 3\0") and int.from_bytes(header[68:72], "big") == APPLICATION_ID


def _fitting(path: Path, keys: LedgerKeys | None) -> LedgerKeys | None:
    """The keys by which to open a file, asked of its first bytes: SQLite's WAL mode changes what it opens."""
    place: dict[str, Any] = {"file": path.name, "folder": str(path.parent)}
    try:
        lock_id, is_plain = lock_of(path), has_mark(path)
    except OSError as error:
        raise Refused("ledger_unreachable", **place) from error
    if is_plain:
        return None
    if not lock_id:
        raise Refused("not_a_ledger", **place)
    if keys is None or keys.lock_id != lock_id:
        raise Refused("ledger_locked", **place)
    return keys


def open_ledger(path: Path, actor: str = "", keys: LedgerKeys | None = None) -> Ledger:
    """Open an existing ledger, migrated to this program's schema; a locked one with its keys.

    Refused: ``ledger_missing``, ``not_a_ledger``, ``ledger_locked`` (by other keys than those given, or with none),
    ``ledger_newer``, and the machine faults of :func:`desktop.data.database.translated`.
    """
    return _opened(path, actor, keys, connect, lambda database: _prepare(database, path))


def _prepare(database: Any, path: Path) -> None:
    migrate(database, path)
    if lacking_tables(database):
        raise _damaged(path)


def unmigrated_ledger(path: Path, keys: LedgerKeys | None = None) -> Ledger:
    """Open a ledger as it is, to look at it or to copy it. Refused: as :func:`open_ledger` but ``ledger_newer``."""
    return _opened(path, "", keys, connect_looking, lambda _database: None)


def _opened(
    path: Path, actor: str, keys: LedgerKeys | None, connect: Callable[..., Any], prepare: Callable[[Any], object]
) -> Ledger:
    if not os.path.isfile(path):  # noqa: PTH113
        raise Refused("ledger_missing", file=path.name, folder=str(path.parent))
    keys = _fitting(path, keys)
    database = _prepared(path, keys, connect)
    try:
        with translated(path), _as_damage(path):
            database.connect()
            prepare(database)
            facts = dict(database.execute_sql("SELECT key, value FROM meta").fetchall())
            office = _office(facts, path)
    except BaseException:
        database.close()
        raise
    return Ledger(path, database, office, facts["node"], actor or facts["actor"])


@contextmanager
def _as_damage(path: Path) -> Iterator[None]:
    """A ledger whose own tables are not there, or hold no text, is damaged: nobody else writes to it."""
    try:
        yield
    except DATABASE_ERRORS as error:
        if any(sign in str(error).lower() for sign in _SIGNS_OF_DAMAGE):
            raise _damaged(path) from error
        raise
    except UnicodeDecodeError as error:
        raise _damaged(path) from error


def _damaged(path: Path) -> Refused:
    return Refused("ledger_damaged", file=path.name, folder=str(path.parent))


def _office(facts: Mapping[str, str], path: Path) -> Office:
    """The office a ledger says it belongs to. Refused: ``ledger_damaged`` where it does not say it."""
    lacking = {"node", "actor", "lamport", "level", "code", "name", "town_name"} - facts.keys()
    if lacking or facts["level"] not in set(Level) or not facts["lamport"].isdecimal():
        raise _damaged(path)
    return Office(Level(facts["level"]), facts["code"], facts["name"], facts["town_name"])
