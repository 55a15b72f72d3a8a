"""Backups a person asks for."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from desktop import paths
from desktop.data.backup import backup_to
from desktop.data.ledger import Ledger
from desktop.domain.errors import Refused
from desktop.services.settings import read_settings


def backup_folder(ledger: Ledger) -> Path:
    """Where backups go: the folder chosen in the settings, or the program's own."""
    chosen = read_settings(ledger).backup_folder
    return Path(chosen) if chosen else paths.backup_dir()


def back_up(ledger: Ledger, folder: Path | None = None) -> Path:
    """Copy the whole ledger into ``folder``; gives the file.

    Refused: ``folder_not_writable``, ``disk_full``, ``disk_failing``, ``ledger_unreachable``.
    """
    folder = folder or backup_folder(ledger)
    moment = datetime.now().strftime("%Y%m%d-%H%M%S")
    target = folder / f"{ledger.path.stem}-{moment}{ledger.path.suffix or '.db'}"
    ledger.note_written()
    try:
        return backup_to(ledger.database, target)
    except OSError as error:
        raise Refused("folder_not_writable", folder=str(folder)) from error
