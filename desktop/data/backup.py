"""Whole copies of a ledger by SQLite's own backup (copying the file of a WAL database would lose data)."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from desktop.data.database import translated


def backup_to(database: Any, target: Path) -> Path:
    """Copy the open ledger to ``target`` (replaced only when the copy is whole and synced)."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(target.name + ".part")
    remove_ledger_file(unfinished)
    try:
        with translated(target), closing(dbapi2.connect(str(unfinished))) as copy:
            # A plain connection: the copy is one file, without a WAL that could be left behind when it is carried away.
            database.connection().backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE").fetchone()
        with unfinished.open("rb+") as handle:
            os.fsync(handle.fileno())
        unfinished.replace(target)
    finally:
        remove_ledger_file(unfinished)
    return target


def remove_ledger_file(path: Path) -> None:
    """Delete an unfinished ledger with the two files SQLite keeps beside it."""
    for leftover in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
        leftover.unlink(missing_ok=True)


def backup_before(database: Any, path: Path, reason: str) -> Path:
    """Copy the ledger into the ``backups`` folder beside it, named after what is about to happen."""
    folder = path.parent / "backups"
    target = folder / f"{path.stem}-before-{reason}{path.suffix}"
    number = 1
    while target.exists():
        number += 1
        target = folder / f"{path.stem}-before-{reason}-{number}{path.suffix}"
    return backup_to(database, target)
