"""The SQLite connection of a ledger: one recent SQLite on every platform, durable by default.

The library is ``sqlcipher3``; without a key it is plain SQLite. Each thread has its own connection (peewee keeps them
apart, and gives each the key): one thread writes, any thread reads a consistent state beside it (WAL).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import peewee
from playhouse.sqlcipher_ext import SqlCipherDatabase
from sqlcipher3 import dbapi2

from desktop.data.locking import LEDGER, LedgerKeys, lock_of
from desktop.domain.errors import Refused

APPLICATION_ID = 0x5A466C67
"""Marks a file as a ledger of this program (PRAGMA application_id)."""

BUSY_SECONDS = 10
"""How long a statement waits for another program that writes."""

CACHE, MUCH_CACHE = 4_000, 28_000
"""Kilobytes of pages a connection keeps at hand, and while very many records are written."""

ROOM = 65_536
"""Bytes without which a ledger cannot even be opened: its shared memory takes half of them."""

_PRAGMAS = {
    # First, so that the others wait as well. peewee takes a timeout too, and does not hand it to this library.
    "busy_timeout": BUSY_SECONDS * 1000,
    "journal_mode": "wal",
    # FULL syncs the WAL at every commit: what is said to be saved survives a power cut.
    "synchronous": "full",
    "foreign_keys": 1,
    "cache_size": -CACHE,
    "temp_store": "memory",
}

_ON_THE_CONNECTION = ("busy_timeout", "foreign_keys", "cache_size", "temp_store")
"""Pragmas that leave no trace in the file."""

DATABASE_ERRORS = (peewee.DatabaseError, dbapi2.DatabaseError)
"""What statements raise, and what reading their rows raises."""

_FAULTS = (
    ("database or disk is full", "disk_full"),
    ("disk i/o error", "disk_failing"),
    ("database is locked", "ledger_busy"),
    ("readonly database", "ledger_readonly"),
    ("unable to open database", "ledger_unreachable"),
    ("fts5: corruption", "index_damaged"),
    ("malformed", "ledger_damaged"),
    ("vtable constructor failed", "ledger_damaged"),
    ("could not decode to utf-8", "ledger_damaged"),
    ("file is not a database", "not_a_ledger"),
)
MACHINE_FAULTS = frozenset(code for _, code in _FAULTS)
"""Codes of refusals that come from the disk or the file system, not from what was asked."""


def connect(path: Path, keys: LedgerKeys | None = None, use: str = LEDGER) -> Any:
    """A database handle on ``path``; nothing is opened yet.

    Its ``keys`` are those of the locked ledger it belongs to, None where it is plain; ``use`` says which of them.
    """
    return _handle(path, _PRAGMAS, keys, use)


def connect_raw(path: Path, keys: LedgerKeys | None = None, use: str = LEDGER, *, timeout: float = 5) -> Any:
    """One bare connection, for copying whole databases; statements are committed as they come."""
    connection = dbapi2.connect(str(path), isolation_level=None, timeout=timeout)
    if keys is not None:
        connection.execute(f'PRAGMA key = "{keys.of_database(use)}"')
        connection.execute("PRAGMA cipher_log_level = NONE").fetchone()
    return connection


def connect_looking(path: Path, keys: LedgerKeys | None = None) -> Any:
    """A handle to look at a ledger, or to copy it: its file stays in the mode it is in."""
    return _handle(path, {name: _PRAGMAS[name] for name in _ON_THE_CONNECTION}, keys, LEDGER)


def _handle(path: Path, pragmas: Mapping[str, Any], keys: LedgerKeys | None, use: str) -> Any:
    # The key comes first, and for every connection: what is written before would make the file a plain one.
    passphrase = keys.of_database(use) if keys is not None else ""
    # What it finds wrong with a page it also prints, for nobody; the error itself says it.
    pragmas = {**({"cipher_log_level": "none"} if keys is not None else {}), **pragmas}
    database: Any = SqlCipherDatabase(str(path), pragmas=pragmas, passphrase=passphrase)
    database.keys, database.use = keys, use
    return database


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn faults of the machine (disk full, file locked, damaged …) into :class:`Refused`; others pass."""
    try:
        yield
    except DATABASE_ERRORS as error:
        refusal = machine_fault(error, path)
        if refusal is None:
            raise
        raise refusal from error


def machine_fault(error: BaseException, path: Path) -> Refused | None:
    """What is wrong with the machine or the file at ``path``, where that is what an error of the database says."""
    code = _fault(error) if isinstance(error, DATABASE_ERRORS) else None
    if code is None:
        return None
    if code == "disk_failing" and _is_full(path.parent):
        code = "disk_full"
    if code == "not_a_ledger" and _is_locked(path):
        # It was opened with its own key, which its key file vouches for.
        code = "ledger_damaged"
    return Refused(code, file=path.name, folder=str(path.parent))


def _is_full(folder: Path) -> bool:
    """Whether the disk has no room. SQLite calls it a failure when there is none for its shared memory."""
    import shutil

    try:
        return shutil.disk_usage(folder).free < ROOM
    except OSError:
        return False


def _is_locked(path: Path) -> bool:
    try:
        return bool(lock_of(path))
    except OSError:
        return False


def _fault(error: BaseException) -> str | None:
    # SQLite rolls back by itself when the disk is full, and peewee then reports that its own rollback failed; the
    # true reason is further down the chain of causes.
    seen: BaseException | None = error
    while seen is not None:
        text = str(seen).lower()
        for sign, code in _FAULTS:
            if sign in text:
                return code
        if "no such" in text and _is_lack(text):
            return "ledger_damaged"
        seen = seen.__cause__ or seen.__context__
    return None


def _is_lack(text: str) -> bool:
    # Loaded here: with luck it is never needed.
    from desktop.data.schema import is_lack

    return is_lack(text)
