"""The restricted store: what was said about breaches of discipline, in a file of its own beside the ledger.

Nothing in it is a record: no change log, no workbook, no search index, no backup of the ledger holds any of it.
Beside a locked ledger it is locked as well, with a key of its own.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass, field
from pathlib import Path
from typing import Any

from desktop.data.database import connect, translated
from desktop.data.locking import CLUES, LedgerKeys, lock_of

SUFFIX = ".clues"

_TABLE = """
CREATE TABLE IF NOT EXISTS clue (
    id TEXT PRIMARY KEY, issue_id TEXT NOT NULL, code TEXT NOT NULL, happened_on TEXT NOT NULL,
    content TEXT NOT NULL, handed_to TEXT NOT NULL, kept_by TEXT NOT NULL, kept_at TEXT NOT NULL
) WITHOUT ROWID
"""
_COLUMNS = "id, issue_id, code, happened_on, content, handed_to, kept_by, kept_at"


@dataclass(frozen=True, slots=True)
class Clue:
    """What was handed to the discipline inspection: the issue it came up with (its id and number), the day, the words.

    ``kept_by`` wrote it down, at ``kept_at`` (local time with offset).
    """

    issue_id: str
    code: str
    happened_on: str
    # In no message and no picture of a fault.
    content: str = field(repr=False)
    handed_to: str
    kept_by: str
    kept_at: str


def store_of(ledger_path: Path) -> Path:
    """Where the restricted store of a ledger lies."""
    return ledger_path.with_suffix(SUFFIX)


@contextmanager
def keeping(ledger_path: Path, clue: Clue, keys: LedgerKeys | None = None) -> Iterator[None]:
    """Keep a clue while the body notes the transfer in the ledger; when the body fails nothing is kept."""
    with _opened(ledger_path, keys) as database, translated(store_of(ledger_path)), database.atomic("IMMEDIATE"):
        row = (str(uuid.uuid4()), *astuple(clue))
        database.execute_sql(f"INSERT INTO clue ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        yield


def kept_clues(ledger_path: Path, keys: LedgerKeys | None = None) -> list[Clue]:
    """All clues, the latest first; none when there is no store. ``keys`` are those of a locked ledger."""
    if not store_of(ledger_path).exists():
        return []
    with _opened(ledger_path, keys) as database, translated(store_of(ledger_path)):
        rows = database.execute_sql(f"SELECT {_COLUMNS} FROM clue ORDER BY kept_at DESC, id").fetchall()
    return [Clue(*row[1:]) for row in rows]


@contextmanager
def _opened(ledger_path: Path, keys: LedgerKeys | None) -> Iterator[Any]:
    path = store_of(ledger_path)
    if not path.exists():
        # For its owner alone, from the first byte on.
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    # While a password is being set the ledger is locked before this store is.
    is_plain = path.stat().st_size > 0 and not lock_of(path)
    database = connect(path, None if is_plain else keys, CLUES)
    try:
        with translated(path):
            database.execute_sql(_TABLE)
        yield database
    finally:
        database.close()
