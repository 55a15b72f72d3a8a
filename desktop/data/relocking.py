"""Setting a password on what is plain, and taking it away: everything of a ledger is rewritten, safe at any moment.

A database is rewritten into a new file beside it (``sqlcipher_export``), compared, synced, and renamed over the old one
while the old one is held exclusively: whoever had it open is refused before anything begins. A plain one that was
replaced is overwritten. The order of a whole ledger:

====================  ================================================================================================
setting               taking away
====================  ================================================================================================
the ledger is marked  the ledger is marked
key files are put     attached files and restricted store are written out in plain, the sealed ones stay
the ledger is swapped the ledger is swapped
files, restricted     the sealed files are removed
store, backups are
sealed
the mark is removed   the mark is removed
====================  ================================================================================================

A power cut before the swap leaves the ledger as it was, one after it the new ledger; the mark (:data:`UNFINISHED` in
``meta``) makes :func:`finish` do the rest when it is opened next. A locked ledger reads files that still lie in plain,
a plain one has all of its own in plain before it is one.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from glob import escape
from pathlib import Path
from typing import Any

from desktop.data.database import APPLICATION_ID, connect_raw, translated
from desktop.data.file_store import FileStore, files_folder, sync_folder
from desktop.data.ledger import has_mark
from desktop.data.locking import CLUES, LEDGER, LedgerKeys, lock_of
from desktop.data.restricted import store_of
from desktop.data.shredding import shred
from desktop.domain.errors import WRITING_FAULTS, Refused

UNFINISHED = "relocking"
"""Key of ``meta``: not empty while a password is being set or taken away."""

Progress = Callable[[int, int], None]


def unlock_ledger(path: Path, keys: LedgerKeys, progress: Progress) -> None:
    """Put a plain ledger in the place of a locked one; :func:`finish` does the rest. Copies of it stay locked.

    Nobody may have it open. Refused: as :func:`rewrite`; then it is as it was.
    """
    with translated(path), closing(connect_raw(path, keys)) as connection:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (UNFINISHED, "yes"))
    store = FileStore(files_folder(path), keys)
    plain = FileStore(store.folder)
    sealed = store.sealed_contents()
    for number, one in enumerate(sealed, start=1):
        store.unseal_into(plain, one)
        progress(number, len(sealed))
    if lock_of(store_of(path)):
        rewrite(store_of(path), keys, None, CLUES)
    rewrite(path, keys, None)


def finish(path: Path, keys: LedgerKeys | None, progress: Progress) -> None:
    """Do what is left to do beside a ledger that is marked; ``keys`` are its own, None when it is plain.

    Refused: ``disk_full`` and the like; it can be worked with all the same.
    """
    clues = store_of(path)
    with _writing(path):
        for one in (path, clues):
            real = Path(os.path.realpath(one))
            clear_away(real.parent, real.name)
        if keys is None:
            for sealed in FileStore(files_folder(path)).sealed_contents():
                sealed.unlink()
        else:
            seal_files(FileStore(files_folder(path), keys), progress)
            if clues.exists() and clues.stat().st_size and not lock_of(clues):
                rewrite(clues, None, keys, CLUES)


def clear_away(folder: Path, name: str) -> None:
    """Overwrite what a killed program left of rewriting files whose names begin so. OSError."""
    for left in folder.glob(f".{escape(name)}*"):
        if left.suffix.startswith((".part", ".former")):
            shred(left)


def unmark(path: Path, keys: LedgerKeys | None) -> None:
    """Note that nothing is left to do. Refused: as by :func:`finish`."""
    with translated(path), closing(connect_raw(path, keys)) as connection:
        connection.execute("UPDATE meta SET value = '' WHERE key = ?", (UNFINISHED,))


def rewrite(path: Path, before: LedgerKeys | None, after: LedgerKeys | None, use: str = LEDGER) -> None:
    """Put in the place of a database one of the same content under other keys, None for plain.

    Nobody may have it open. Refused: ``ledger_in_use``, ``ledger_damaged``, ``disk_full`` and the like; then it is as
    it was. A ledger, which has ``meta``, is marked afterwards.
    """
    # Through a link, so that nothing stays in plain where it leads.
    path = Path(os.path.realpath(path))
    unfinished = _beside(path, "part")
    try:
        with _writing(path), translated(path), _held(path, before, use) as held:
            if use == LEDGER:
                held.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (UNFINISHED, "yes"))
            _export(held, unfinished, after, use)
            _refuse_differing(held, unfinished, after, use)
            _swap(held, unfinished, path, is_plain=before is None)
    finally:
        shred(unfinished)


@contextmanager
def _held(path: Path, keys: LedgerKeys | None, use: str) -> Iterator[Any]:
    """A connection beside which there is no other; the file is whole, without a write-ahead log."""
    with closing(connect_raw(path, keys, use, timeout=2)) as connection:
        try:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE").fetchone()
            mode = connection.execute("PRAGMA journal_mode = DELETE").fetchone()
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
        except Exception as error:
            if "locked" in str(error):
                raise Refused("ledger_in_use", file=path.name) from error
            raise
        if mode[0] != "delete":
            raise Refused("ledger_in_use", file=path.name)
        yield connection


def _export(held: Any, target: Path, keys: LedgerKeys | None, use: str) -> None:
    # For its owner alone, as the restricted store is.
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    key = keys.of_database(use) if keys is not None else ""
    held.execute("ATTACH DATABASE ? AS target KEY ?", (str(target), key))
    held.execute("SELECT sqlcipher_export('target')").fetchall()
    if use == LEDGER:
        held.execute(f"PRAGMA target.application_id = {APPLICATION_ID}")
    held.execute("DETACH DATABASE target")
    with target.open("rb+") as file:
        os.fsync(file.fileno())


def _refuse_differing(held: Any, target: Path, keys: LedgerKeys | None, use: str) -> None:
    """Nothing is replaced by what is not its equal."""
    with closing(connect_raw(target, keys, use)) as copy:
        if _counts(held) != _counts(copy) or copy.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise Refused("ledger_damaged", file=target.name, folder=str(target.parent))


def _counts(connection: Any) -> dict[str, Any]:
    found = connection.execute("SELECT name, type, sql FROM sqlite_schema ORDER BY name").fetchall()
    counts: dict[str, Any] = {f"{kind} {name}": sql for name, kind, sql in found}
    for name, kind, _ in found:
        if kind == "table":
            counts[name] = connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
    return counts


def _swap(held: Any, unfinished: Path, path: Path, *, is_plain: bool) -> None:
    former = _beside(path, "former") if is_plain else None
    if former is not None:
        try:
            os.link(path, former)
        except OSError:
            # A file system without a second name for a file: what was there is then only removed.
            former = None
    if os.name == "nt":
        # A file that is open cannot be replaced there; nor can anybody open it in between without stopping this.
        held.close()
    # Who may read it stays as it was.
    shutil.copymode(path, unfinished)
    unfinished.replace(path)
    sync_folder(path.parent)
    if former is not None:
        shred(former)


def seal_files(store: FileStore, progress: Progress) -> None:
    """Seal what lies in plain in a store with keys, each file durably before its plain one goes. OSError, Refused."""
    plain = store.plain_contents()
    for number, path in enumerate(plain, start=1):
        # Under the digest it has: what was altered since it came stays in plain no longer than the others.
        with path.open("rb") as file:
            store.put(file, path.stat().st_size)
        shred(path)
        progress(number, len(plain))
    for left in (store.folder / "incoming").glob("*"):
        shred(left)


def plain_copies(path: Path, keys: LedgerKeys, folder: Path) -> list[Path]:
    """The plain copies of a ledger that lie in a folder under its name: backups from before there was a password."""
    office, found = _office_of(path, keys), []
    for one in sorted(folder.glob("*")):
        try:
            is_copy = one.name.startswith(path.stem) and one.is_file() and has_mark(one)
            if is_copy and _office_of(one, None) == office:
                found.append(one)
        except (OSError, Refused):
            continue
    return found


def _office_of(path: Path, keys: LedgerKeys | None) -> str:
    with translated(path), closing(connect_raw(path, keys)) as connection:
        found = connection.execute("SELECT value FROM meta WHERE key = 'code'").fetchone()
    return str(found[0]) if found else ""


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(f".{path.name}.{secrets.token_hex(6)}.{suffix}")


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        code = WRITING_FAULTS.get(error.errno or 0, "disk_failing")
        raise Refused(code, folder=str(path.parent)) from error
