"""Whole copies of a ledger by SQLite's own backup (copying the file of a WAL database would lose data)."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from desktop.data.database import connect_raw, translated
from desktop.domain.errors import WRITING_FAULTS, Refused

STAMP = "%Y%m%d-%H%M%S"
"""How the name of a backup tells when it was made (local time)."""

MIGRATION = "migration"
"""Why a backup was made: the program was about to bring the ledger to a newer schema."""

_PAGES = 2_000
"""Copied between two looks at whether to stop: some 10 ms."""


def backup_to(database: Any, target: Path, cancelled: Callable[[], bool] = lambda: False) -> Path:
    """Copy the open ledger to ``target`` (replaced only when the copy is whole, sound and synced).

    The copy of a locked ledger is locked with the same key, and its key file is put beside it.
    Another thread may write meanwhile; the copy is the state of one moment. Refused: ``cancelled``, ``backup_unsound``
    (the copy does not pass ``quick_check``, so most likely the ledger does not either), the machine faults of
    :func:`desktop.data.database.translated`, and those of :data:`desktop.domain.errors.WRITING_FAULTS`.
    """

    def stop_if_cancelled(*_progress: int) -> None:
        if cancelled():
            raise Refused("cancelled")

    unfinished = target.with_name(target.name + ".part")
    with writing_faults(target.parent):
        target.parent.mkdir(parents=True, exist_ok=True)
        remove_ledger_file(unfinished)
        try:
            with translated(target), closing(connect_raw(unfinished, database.keys, database.use)) as copy:
                # A plain connection: the copy is one file, without a WAL that could be left behind when it is carried
                # away.
                # Nothing of an unfinished copy is kept, and the finished one is synced below.
                copy.execute("PRAGMA synchronous = OFF").fetchone()
                with _snapshot(database.connection()) as source:
                    source.backup(copy, pages=_PAGES, progress=stop_if_cancelled)
                copy.execute("PRAGMA journal_mode = DELETE").fetchone()
                _refuse_unsound(copy, target, cancelled)
            with unfinished.open("rb+") as handle:
                os.fsync(handle.fileno())
            if database.keys is not None:
                # Loaded here: most ledgers have no password.
                from desktop.data.key_file import put_along

                # Before the copy is there: no moment at which it lies without what opens it.
                put_along(database.keys.lock_id, Path(database.database).parent, target.parent)
            unfinished.replace(target)
        finally:
            remove_ledger_file(unfinished)
    return target


@contextmanager
def writing_faults(folder: Path) -> Iterator[None]:
    """Turn faults of the file system while writing to ``folder`` into :class:`Refused`."""
    try:
        yield
    except OSError as error:
        raise Refused(WRITING_FAULTS.get(error.errno or 0, "folder_not_writable"), folder=str(folder)) from error


@contextmanager
def _snapshot(source: Any) -> Iterator[Any]:
    """A read transaction: without one the copy would begin anew whenever another connection writes."""
    if source.in_transaction:
        yield source
        return
    source.execute("BEGIN")
    try:
        source.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
        yield source
    finally:
        source.execute("ROLLBACK")


def _refuse_unsound(copy: Any, target: Path, cancelled: Callable[[], bool]) -> None:
    # No start needs it.
    from desktop.data.stopping import stopping

    with stopping(copy, cancelled):
        found = copy.execute("PRAGMA quick_check(1)").fetchone()
    if found is None or found[0] != "ok":
        raise Refused("backup_unsound", file=target.name, folder=str(target.parent))


def remove_ledger_file(path: Path) -> None:
    """Delete an unfinished ledger with the files SQLite keeps beside it."""
    for ending in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def unfinished_restore(path: Path) -> Path:
    """Where a backup is made ready to take the place of the ledger at ``path``.

    A name of its own, so that what a killed program left is found: it holds all that the ledger does.
    """
    return path.with_name(f".{path.name}.restoring")


def remove_unfinished_restore(path: Path) -> None:
    """Delete what a killed program left of restoring: while the ledger is open nobody restores. OSError."""
    # Loaded here, since no start needs it.
    from glob import escape

    from desktop.data.shredding import shred

    unfinished = unfinished_restore(path)
    # Overwritten: a plain backup may have been about to take the place of a locked ledger.
    for beside in (unfinished, unfinished.with_name(f"{unfinished.name}.part")):
        shred(beside)
        remove_ledger_file(beside)
    for left in unfinished.parent.glob(f".{escape(unfinished.name)}.*"):
        shred(left)


def backups_folder(path: Path) -> Path:
    """Where the backups of the ledger at ``path`` lie: beside it."""
    return path.parent / "backups"


def backup_name(path: Path, moment: datetime, reason: str) -> str:
    """What a backup of the ledger at ``path`` is called: when and why it was made."""
    return f"{path.stem}-{moment.strftime(STAMP)}-{reason}{path.suffix or '.db'}"


def free_target(folder: Path, path: Path, reason: str) -> Path:
    """A name in ``folder`` that is not taken, for a backup made now."""
    moment = datetime.now()
    target = folder / backup_name(path, moment, reason)
    number = 1
    while os.path.exists(target):  # noqa: PTH110 - a place that cannot be looked at holds nothing
        number += 1
        target = folder / backup_name(path, moment, f"{reason}{number}")
    return target
