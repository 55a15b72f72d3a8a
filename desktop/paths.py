"""Where the program's files lie.

Resources come with the program; everything else belongs to the person and lies where the system keeps such files,
or all of it under the directory named by the environment variable ``ZOUFANG_HOME``. Nothing is created here.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

APP_NAME = "Zoufang"
HOME_VARIABLE = "ZOUFANG_HOME"
UNLOCK_VARIABLE = "ZOUFANG_PASSWORD"
"""Gives the command line the password of the ledger. No other process that the program starts is given it."""


def resource_dir() -> Path:
    """Icons, translations, templates, divisions: in the built program, the installed package or the checkout."""
    bundle = getattr(sys, "_MEIPASS", None)
    if bundle is not None:
        return Path(bundle) / "resources"
    package = Path(__file__).resolve().parent
    installed = package / "resources"
    return installed if installed.is_dir() else package.parent / "resources"


def data_dir() -> Path:
    """Directory of the ledger, the settings and the drafts."""
    home = _chosen_home()
    if home is not None:
        return home
    # Loaded here: the command line with --db has no use for it.
    import platformdirs

    return platformdirs.user_data_path(APP_NAME, appauthor=False)


def log_dir() -> Path:
    """Directory of the log files."""
    home = _chosen_home()
    if home is not None:
        return home / "logs"
    import platformdirs

    return platformdirs.user_log_path(APP_NAME, appauthor=False)


def default_ledger_path() -> Path:
    """The person's own ledger, opened when no ``--db`` is given."""
    return data_dir() / "ledger.db"


def _chosen_home() -> Path | None:
    home = os.environ.get(HOME_VARIABLE)
    return Path(home).expanduser().absolute() if home else None
