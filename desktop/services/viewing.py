"""Copies of attached files for other programs to show, and their removal.

They are plain copies, since other programs must read them. They lie in one folder: in memory where the system has a
place for that (``XDG_RUNTIME_DIR``), else in the program's own. It is emptied, each file overwritten, when the program
ends and when it starts: after a power cut or a kill a copy lies there until the next start.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from desktop import paths
from desktop.data.shredding import shred
from desktop.domain.media import safe_name
from desktop.services.attaching import Attachment, attachment, save_as
from desktop.services.ledgers import Ledger


def viewing_folder() -> Path:
    """Where the copies lie."""
    in_memory = os.environ.get("XDG_RUNTIME_DIR", "")
    if in_memory and os.access(in_memory, os.W_OK):
        return Path(in_memory) / "zoufang-viewing"
    return paths.data_dir() / "viewing"


def viewing_copy(ledger: Ledger, one: Attachment) -> Path:
    """A copy for other programs: what they write into it would be lost, so it cannot be written to.

    Refused: as :func:`desktop.services.attaching.copy_out`.
    """
    place = viewing_folder() / one.digest[:16]
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = place / safe_name(attachment(ledger, one.id).name)
    if not path.exists():
        save_as(ledger, one, path)
        path.chmod(stat.S_IREAD)
    return path


def clear_viewing() -> None:
    """Remove all copies. One that another program holds open stays until the next time."""
    for folder in viewing_folder().glob("*"):
        try:
            for path in folder.iterdir():
                path.chmod(stat.S_IREAD | stat.S_IWRITE)
                shred(path)
            folder.rmdir()
        except OSError:
            continue
