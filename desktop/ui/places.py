"""Places of files outside the ledger: the folder of the last time, names for them, the way to look at them."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from desktop.ui.preferences import Preferences

_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


def remembered_folder(preferences: Preferences, key: str) -> str:
    """The folder remembered under a key; one's own where there is none, or none any more."""
    remembered = preferences.text(key)
    return remembered if remembered and Path(remembered).is_dir() else str(Path.home())


def plain_name(name: str, suffix: str = ".xlsx") -> str:
    """A file name of these words that every system accepts."""
    return _FORBIDDEN.sub("", name).strip(" .") + suffix


def show_outside(path: Path) -> None:
    """Open a folder or a file in the program the system has for it."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
