"""Backups: made without thinking, named by time and reason, thinned, and kept in a second place where one is set.

They lie in ``backups`` beside the ledger. The files attached to records never change and are never deleted; they stay
where they are, and go along only to another place. See :mod:`desktop.services.thinning` for what is given up.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from desktop import paths
from desktop.data.backup import (
    MIGRATION,
    STAMP,
    backup_to,
    backups_folder,
    free_target,
    remove_unfinished_restore,
    writing_faults,
)
from desktop.data.computer import this_computer
from desktop.data.file_store import FileStore, files_folder
from desktop.data.ledger import Ledger
from desktop.data.standing_mark import standing_mark
from desktop.domain.errors import Refused
from desktop.services.attaching import store_of
from desktop.services.settings import read_settings
from desktop.services.thinning import beyond, superfluous

START, TIMED, IMPORT, RESTORE, PERSON = "start", "timed", "import", "restore", "person"
REASONS = (START, TIMED, IMPORT, MIGRATION, RESTORE, PERSON)
"""Why a backup was made: the program began, half an hour of work, something was about to happen, a person asked."""

_NAME = re.compile(rf"-(\d{{8}}-\d{{6}})(?:-({'|'.join(REASONS)})\d*)?$")
WAY_BACK = timedelta(days=30)
"""How long the backup made before a restore is kept in any case."""

_PIECE = 2**20
_STALE_SECONDS = 24 * 3600
_SHARE = 4
"""Backups take at most one part in so many of what is free on their disk and what they take already."""

Cancelled = Callable[[], bool]


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup in a folder: when it was made (local time), why (empty where the name does not say), bytes."""

    path: Path
    made_at: datetime
    reason: str
    size: int


def backup_folder(ledger: Ledger) -> Path:
    """Where backups go by themselves: beside the ledger."""
    return backups_folder(ledger.path)


def list_backups(folder: Path, ledger_path: Path) -> list[Backup]:
    """The backups of a ledger in a folder, the newest first; none where the folder is not there."""
    found = []
    try:
        paths = [path for path in folder.iterdir() if path.suffix == (ledger_path.suffix or ".db")]
    except OSError:
        return []
    for path in paths:
        told = _NAME.search(path.stem)
        if told is None or path.stem[: told.start()] != ledger_path.stem:
            continue
        try:
            moment, size = datetime.strptime(told[1], STAMP), path.stat().st_size
        except (OSError, ValueError):
            continue
        found.append(Backup(path, moment, told[2] or PERSON, size))
    return sorted(found, key=lambda one: (one.made_at, one.path.name), reverse=True)


def back_up(ledger: Ledger, folder: Path | None = None, reason: str = PERSON, cancelled: Cancelled = _never) -> Path:
    """Copy the whole ledger into ``folder`` (by default its own); gives the file.

    Into another folder the files attached go along, into one folder for all backups of the ledger there: they never
    change, so each is copied once. Named as beside the ledger, they are found when both are put back.
    Refused: ``folder_not_writable``, ``backup_no_room``, ``backup_unsound``, ``cancelled``, ``disk_failing``,
    ``ledger_unreachable``.
    """
    own = backup_folder(ledger)
    folder = folder or own
    mark = standing_mark(ledger)
    copy = back_up_as(ledger, free_target(folder, ledger.path, reason), cancelled)
    if folder == own:
        # Taken before the copy: what is written in between makes another backup, and is not passed over.
        _remember(ledger, mark=mark)
    else:
        with _telling_no_room(folder):
            store_of(ledger).copy_missing(FileStore(files_folder(folder / ledger.path.name), ledger.keys))
    return copy


def back_up_as(ledger: Ledger, target: Path, cancelled: Cancelled = _never) -> Path:
    """Copy the whole ledger to a file. Refused: ``target_is_ledger`` and those of :func:`back_up`."""
    if os.path.realpath(target) == os.path.realpath(ledger.path):
        raise Refused("target_is_ledger", file=target.name)
    ledger.note_written()
    with _telling_no_room(target.parent):
        return backup_to(ledger.database, target, cancelled)


@contextmanager
def _telling_no_room(folder: Path) -> Iterator[None]:
    """A full disk ends the backup and nothing else: it is not said as if something had not been saved."""
    try:
        with writing_faults(folder):
            yield
    except Refused as refusal:
        if refusal.code == "disk_full":
            raise Refused("backup_no_room", folder=str(folder)) from refusal
        if refusal.code == "folder_missing":
            raise Refused("folder_not_writable", folder=str(folder)) from refusal
        raise


# -- by themselves -----------------------------------------------------------------------------------------------------


def is_changed(ledger: Ledger) -> bool:
    """Whether anything was written since the newest backup in the ledger's own folder."""
    return _memory(ledger).get("mark") != standing_mark(ledger) or not _own(ledger)


def back_up_if_changed(ledger: Ledger, reason: str, cancelled: Cancelled = _never) -> Path | None:
    """Make a backup unless nothing was written since the last, and give up old ones; None without need.

    Refused: those of :func:`back_up`; the backups made before stay then.
    """
    if not is_changed(ledger):
        return None
    made = back_up(ledger, reason=reason, cancelled=cancelled)
    thin(backup_folder(ledger), ledger.path)
    return made


def back_up_before(ledger: Ledger, reason: str) -> None:
    """Make a backup before something that can be undone anyway: where none can be made, that goes on all the same."""
    with suppress(Refused):
        back_up_if_changed(ledger, reason)


def thin(folder: Path, ledger_path: Path, now: datetime | None = None) -> list[Path]:
    """Give up backups that others stand for; gives those deleted. See :mod:`desktop.services.thinning`."""
    now = now or datetime.now()
    _clear_away(folder, ledger_path)
    found = list_backups(folder, ledger_path)
    loose = [one for one in found if not _is_kept(one, now)]
    given_up = superfluous([one.made_at for one in loose], now)
    gone = [one for one in loose if one.made_at in given_up and one != found[0]]
    left = [one for one in found if one not in gone]
    over = beyond([one.size for one in left], _room(folder, sum(one.size for one in found)))
    gone += [one for one in left[len(left) - over :] if not _is_kept(one, now)]
    return [one.path for one in gone if _deleted(one.path)]


def _clear_away(folder: Path, ledger_path: Path) -> None:
    """Remove what a killed program left unfinished; what is younger than a day may be under way."""
    with suppress(OSError):
        for left in folder.glob("*.part*"):
            is_its_own = left.name.startswith(f"{ledger_path.stem}-")
            if is_its_own and time.time() - left.stat().st_mtime > _STALE_SECONDS:
                left.unlink()
        remove_unfinished_restore(ledger_path)


def _is_kept(backup: Backup, now: datetime) -> bool:
    is_way_back = backup.reason == RESTORE and now - backup.made_at < WAY_BACK
    return backup.reason == PERSON or is_way_back


def _room(folder: Path, taken: int) -> int:
    try:
        return (shutil.disk_usage(folder).free + taken) // _SHARE
    except OSError:
        return taken


def _deleted(path: Path) -> bool:
    try:
        path.unlink()
    except OSError:
        # Open in another program, or the place was pulled out: it is given up next time.
        return False
    return True


def _own(ledger: Ledger) -> list[Backup]:
    return list_backups(backup_folder(ledger), ledger.path)


# -- what is remembered beside them ------------------------------------------------------------------------------------


def _memory_file(ledger: Ledger) -> Path:
    return backup_folder(ledger) / f".{ledger.path.stem}.json"


def _memory(ledger: Ledger) -> dict[str, str]:
    """Empty when there is nothing of sense: then a backup is made without need, and no harm is done."""
    try:
        found = json.loads(_memory_file(ledger).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}


def _remember(ledger: Ledger, **facts: str) -> None:
    path = _memory_file(ledger)
    unfinished = path.with_name(f"{path.name}.part")
    with suppress(OSError):
        unfinished.write_text(json.dumps({**_memory(ledger), **facts}, ensure_ascii=True), encoding="utf-8")
        unfinished.replace(path)


# -- the second place --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SecondPlace:
    """Where copies of backups go too: ``chosen`` in the settings, ``folder`` of this ledger in it.

    ``has_newest``: the newest backup is there; ``reached_at``: when it last was (ISO, empty when never).
    """

    chosen: Path
    folder: Path
    is_there: bool
    has_newest: bool
    reached_at: str


def second_place(ledger: Ledger) -> SecondPlace | None:
    """The second place as it is now, None where none is set. Asks the disk, which may take its time."""
    text = read_settings(ledger).backup_folder
    if not text:
        return None
    chosen = Path(text)
    folder = chosen / _folder_name(ledger)
    # A folder that is not there is a USB stick that is not plugged in: to make it would write to the wrong disk.
    is_there = os.path.isdir(chosen)  # noqa: PTH112 - takes what cannot be looked at for what is not there
    own = _own(ledger)
    has_newest = is_there and bool(own) and own[0].path.name in {one.path.name for one in _there(folder, ledger)}
    return SecondPlace(chosen, folder, is_there, has_newest, _memory(ledger).get("second_at", ""))


def all_backup_folders(ledger: Ledger) -> list[Path]:
    """Every folder in which backups of the ledger lie by themselves and can be reached now."""
    place = second_place(ledger)
    # os.path, which takes a place that cannot be looked at for one where nothing is.
    is_there = place is not None and os.path.isdir(place.folder)  # noqa: PTH112
    return [backup_folder(ledger), *([place.folder] if place is not None and is_there else [])]


def _folder_name(ledger: Ledger) -> str:
    """Of this ledger on this computer alone: two of one village may share a stick."""
    computer = this_computer(paths.data_dir())
    place = f"{computer.uid if computer else ''} {os.path.realpath(ledger.path)}"
    name = "".join(character for character in ledger.office.name if character.isalnum())[:30]
    return f"走访通备份-{name}-{hashlib.sha256(place.encode('utf-8', 'replace')).hexdigest()[:6]}"


def _there(folder: Path, ledger: Ledger) -> list[Backup]:
    return list_backups(folder, ledger.path)


def copy_to_second(ledger: Ledger, cancelled: Cancelled = _never) -> SecondPlace | None:
    """Bring the newest backup, and the attached files, to the second place when that is there; gives how it is now.

    So what could not be brought while it was absent is made up for. Refused: those of :func:`back_up`.
    """
    place, own = second_place(ledger), _own(ledger)
    if place is None or not place.is_there or not own:
        return place
    with _telling_no_room(place.folder):
        place.folder.mkdir(exist_ok=True)
        if not place.has_newest:
            if ledger.keys is not None:
                # Loaded here: most ledgers have no password.
                from desktop.data.key_file import put_along

                put_along(ledger.keys.lock_id, own[0].path.parent, place.folder)
            copy_whole(own[0].path, place.folder / own[0].path.name, cancelled)
            thin(place.folder, ledger.path)
        store_of(ledger).copy_missing(FileStore(files_folder(place.folder / ledger.path.name), ledger.keys))
    reached_at = datetime.now().isoformat(timespec="seconds")
    _remember(ledger, second_at=reached_at)
    return replace(place, has_newest=True, reached_at=reached_at)


def copy_whole(source: Path, target: Path, cancelled: Cancelled = _never) -> None:
    """Copy a closed ledger file and read back what was written; replaced only when it is the same. OSError, Refused."""
    unfinished = target.with_name(f"{target.name}.part")
    wanted = hashlib.sha256()
    try:
        with source.open("rb") as given, unfinished.open("wb") as copy:
            while piece := given.read(_PIECE):
                if cancelled():
                    raise Refused("cancelled")
                wanted.update(piece)
                copy.write(piece)
            copy.flush()
            os.fsync(copy.fileno())
        with unfinished.open("rb") as copy:
            if hashlib.file_digest(copy, "sha256").digest() != wanted.digest():
                raise Refused("backup_unsound", file=target.name, folder=str(target.parent))
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
