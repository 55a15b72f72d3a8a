"""Backups a person asks for."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from desktop import paths
from desktop.data.backup import backup_to
from desktop.data.file_store import FileStore, files_folder
from desktop.data.ledger import Ledger
from desktop.domain.errors import Refused
from desktop.services.attaching import store_of
from desktop.services.settings import read_settings


def backup_folder(ledger: Ledger) -> Path:
    """Where backups go: the folder chosen in the settings, or the program's own."""
    chosen = read_settings(ledger).backup_folder
    return Path(chosen) if chosen else paths.backup_dir()


def back_up(ledger: Ledger, folder: Path | None = None) -> Path:
    """Copy the whole ledger into ``folder``; gives the file.

    The files attached go along, into one folder for all backups of the ledger there: they never change, so each is
    copied once. Named as beside the ledger, they are found when both are put back.
    Refused: ``folder_not_writable``, ``disk_full``, ``disk_failing``, ``ledger_unreachable``.
    """
    folder = folder or backup_folder(ledger)
    moment = datetime.now().strftime("%Y%m%d-%H%M%S")
    target = folder / f"{ledger.path.stem}-{moment}{ledger.path.suffix or '.db'}"
    ledger.note_written()
    try:
        copy = backup_to(ledger.database, target)
        beside = FileStore(files_folder(folder / ledger.path.name))
        store_of(ledger).copy_missing(beside)
    except OSError as error:
        raise Refused("folder_not_writable", folder=str(folder)) from error
    return copy
