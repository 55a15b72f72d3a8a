"""The password of a ledger: set, given, changed, forgotten, taken away. :mod:`desktop.data.locking` says how it works.

Everything that asks for a password takes a good part of a second, and setting one or taking it away as long as copying
the ledger: never on the GUI thread.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from desktop import paths
from desktop.data.backup import backups_folder
from desktop.data.file_store import FileStore, files_folder
from desktop.data.key_file import (
    PASSWORD,
    RECOVERY,
    KeyFile,
    key_file_name,
    new_key_file,
    newest_key_file,
    put_along,
    write_key_file,
)
from desktop.data.locking import LedgerKeys, keys_for, lock_of, new_keys
from desktop.data.recovery_code import new_code, read_code
from desktop.data.unlock_delays import Tries, note_try, tries_of
from desktop.domain.errors import Refused

__all__ = ["LedgerKeys", "Locked"]

LEAST_CHARACTERS, MOST_CHARACTERS = 8, 200

Progress = Callable[[int, int], None]


def _tell_nobody(_done: int, _total: int) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Locked:
    """The keys of a ledger and its new recovery code, which is nowhere else: it is printed now or made anew."""

    keys: LedgerKeys
    code: str = field(repr=False)
    left: tuple[Path, ...] = ()
    """What still lies in plain, since it could not be rewritten: backups, or the folder of attached files."""


def is_locked(path: Path) -> bool:
    """Whether a ledger asks for a password. False too where there is none. Refused: ``ledger_unreachable``."""
    # Of os.path, since it takes a name that no file can have for one that is not there.
    if not os.path.isfile(path):  # noqa: PTH113
        return False
    try:
        return bool(lock_of(path))
    except OSError as error:
        raise Refused("ledger_unreachable", file=path.name, folder=str(path.parent)) from error


def keys_fit(path: Path, keys: LedgerKeys | None) -> bool:
    """Whether a file is locked by these keys."""
    try:
        return keys is not None and keys_for(path, keys) is not None
    except OSError as error:
        raise Refused("ledger_unreachable", file=path.name, folder=str(path.parent)) from error


def seconds_to_wait(path: Path) -> int:
    """How long no password is taken for a ledger, after wrong ones."""
    lock_id, folder, now = lock_of(path), paths.data_dir(), time.time()
    tries = tries_of(folder, lock_id)
    if tries.at > now:
        # The clock was wrong then, or is now: counted from now on, or it might take years.
        tries = Tries(tries.wrong, now)
        note_try(folder, lock_id, tries)
    left = tries.seconds_left(now)
    return int(left) + (left > int(left))


def unlock(path: Path, password: str) -> LedgerKeys:
    """The keys of a locked ledger, by its password.

    Refused: ``ledger_password_wrong``, from the third on ``ledger_password_wrong_wait`` (with ``seconds``);
    ``ledger_password_wait`` (with ``seconds``): nothing was tried; ``key_file_missing`` (with its name, ``file``, and
    the ``folder`` it belongs into).
    """
    lock_id, folder = lock_of(path), paths.data_dir()
    wait = seconds_to_wait(path)
    if wait:
        raise Refused("ledger_password_wait", seconds=wait)
    found = _key_file(path, lock_id)
    before = tries_of(folder, lock_id)
    # Counted before it is tried: who kills the program in between gains nothing.
    tries = Tries(before.wrong + 1, time.time())
    note_try(folder, lock_id, tries)
    keys = found.opened(PASSWORD, password)
    if keys is None:
        wait = seconds_to_wait(path)
        raise Refused("ledger_password_wrong_wait", seconds=wait) if wait else Refused("ledger_password_wrong")
    note_try(folder, lock_id, None)
    _spread(found, path)
    return keys


def unlock_with_code(path: Path, typed: str) -> LedgerKeys:
    """The keys of a locked ledger, by its recovery code.

    Refused: ``recovery_code_length``, ``recovery_code_group`` (it was misread), ``recovery_code_wrong`` (it belongs to
    another ledger, or was replaced by a later one), ``key_file_missing``.
    """
    code = read_code(typed)
    found = _key_file(path, lock_of(path))
    keys = found.opened(RECOVERY, code)
    if keys is None:
        raise Refused("recovery_code_wrong")
    note_try(paths.data_dir(), keys.lock_id, None)
    return keys


def recover(path: Path, typed: str, password: str, *, backup_folders: Iterable[Path] = ()) -> Locked:
    """Open by the recovery code and set a new password at once. Refused: as by both."""
    check_new_password(password)
    return change_password(path, unlock_with_code(path, typed), password, backup_folders=backup_folders)


def check_new_password(password: str) -> None:
    """Refused: ``lock_password_short``, ``lock_password_long``, ``lock_password_character``."""
    try:
        password.encode("utf-8")
    except UnicodeEncodeError as error:
        raise Refused("lock_password_character") from error
    if not password.isprintable():
        raise Refused("lock_password_character")
    if len(password) < LEAST_CHARACTERS:
        raise Refused("lock_password_short", least=LEAST_CHARACTERS)
    if len(password) > MOST_CHARACTERS:
        raise Refused("lock_password_long", most=MOST_CHARACTERS)


def set_password(
    path: Path, password: str, *, backup_folders: Iterable[Path] = (), progress: Progress = _tell_nobody
) -> Locked:
    """Lock a plain ledger, what lies beside it, and its plain copies in the folders of backups. Nobody has it open.

    Refused: those of :func:`check_new_password`, ``ledger_in_use``, ``disk_full`` and the like (it is as it was then).
    """
    # Loaded here, as below: what rewrites a ledger is needed on one day in its life.
    from desktop.data.relocking import rewrite

    check_new_password(password)
    _refuse_missing(path)
    keys, code = new_keys(), new_code()
    _spread(new_key_file(keys, password, code), path, must=True)
    rewrite(path, None, keys)
    # From here on it is locked: whatever else happens, the code must reach the person.
    return Locked(keys, code, tuple(finish(path, keys, backup_folders, progress)))


def finish(
    path: Path, keys: LedgerKeys | None, backup_folders: Iterable[Path] = (), progress: Progress = _tell_nobody
) -> list[Path]:
    """Do what is left to do beside a ledger after its password was set or taken away; gives what could not be done.

    It can be worked with all the same, and that is tried again when it is opened next.
    """
    from desktop.data import relocking

    left = []
    try:
        relocking.finish(path, keys, progress)
    except Refused:
        left.append(files_folder(path))
    if keys is not None:
        for folder in dict.fromkeys([backups_folder(path), *backup_folders]):
            left += _lock_copies(path, keys, folder, progress)
    if not left:
        with suppress(Refused):
            relocking.unmark(path, keys)
    return left


def change_password(path: Path, keys: LedgerKeys, password: str, *, backup_folders: Iterable[Path] = ()) -> Locked:
    """Give the ledger another password and another recovery code; the ledger itself stays as it is.

    Refused: those of :func:`check_new_password`, ``key_file_missing``, ``folder_not_writable`` and the like.
    """
    check_new_password(password)
    code = new_code()
    found = _key_file(path, keys.lock_id)
    changed = found.with_secret(keys, PASSWORD, password).with_secret(keys, RECOVERY, code)
    _spread(changed, path, backup_folders, must=True)
    return Locked(keys, code)


def renew_code(path: Path, keys: LedgerKeys, *, backup_folders: Iterable[Path] = ()) -> Locked:
    """Make another recovery code; the one before opens nothing any more. Refused: as above."""
    code = new_code()
    _spread(_key_file(path, keys.lock_id).with_secret(keys, RECOVERY, code), path, backup_folders, must=True)
    return Locked(keys, code)


def remove_password(path: Path, keys: LedgerKeys, *, progress: Progress = _tell_nobody) -> None:
    """Take the lock off. Backups made so far keep it, with their key files. Nobody has the ledger open.

    Refused: ``ledger_in_use``, ``disk_full`` and the like (it is as it was then).
    """
    from desktop.data.relocking import unlock_ledger

    unlock_ledger(path, keys, progress)
    finish(path, None, progress=progress)


def _refuse_missing(path: Path) -> None:
    if not path.is_file():
        raise Refused("ledger_missing", file=path.name, folder=str(path.parent))
    if is_locked(path):
        raise Refused("ledger_locked", file=path.name, folder=str(path.parent))


def _key_folder() -> Path:
    return paths.data_dir() / "keys"


def _key_file(path: Path, lock_id: str) -> KeyFile:
    found = newest_key_file(lock_id, [path.parent, _key_folder()])
    if found is None:
        raise Refused("key_file_missing", file=key_file_name(lock_id), folder=str(path.parent))
    return found


def _spread(key_file: KeyFile, path: Path, folders: Iterable[Path] = (), *, must: bool = False) -> None:
    """Let a key file lie beside the ledger, in the program's own folder, and where older ones lie with backups.

    With ``must`` it is refused where it cannot lie beside the ledger.
    """
    own = [path.parent, backups_folder(path), _key_folder(), *folders]
    for place, folder in enumerate(own):
        known = newest_key_file(key_file.lock_id, [folder])
        # Where no backup was made since there is a password no key file is needed.
        if known == key_file or (known is None and folder not in (path.parent, _key_folder())):
            continue
        try:
            if folder == _key_folder():
                folder.mkdir(parents=True, exist_ok=True)
            write_key_file(key_file, folder)
        except (Refused, OSError):
            if must and place == 0:
                raise


def _lock_copies(path: Path, keys: LedgerKeys, folder: Path, progress: Progress) -> list[Path]:
    """Lock the plain copies in a folder of backups, and the files beside them; gives what could not be."""
    from desktop.data.relocking import clear_away, plain_copies, rewrite, seal_files

    left = []
    try:
        clear_away(folder, path.stem)
    except OSError:
        left.append(folder)
    for copy in plain_copies(path, keys, folder):
        try:
            put_along(keys.lock_id, path.parent, folder)
            rewrite(copy, None, keys)
        except Refused:
            left.append(copy)
    files = files_folder(folder / path.name)
    try:
        seal_files(FileStore(files, keys), progress)
    except (Refused, OSError):
        left.append(files)
    return left
