"""Whether the file of an open ledger is still where it was: what is written into a file without a name is lost."""

from __future__ import annotations

import os
from pathlib import Path

from desktop.domain.errors import Refused


class Presence:
    """Remembers which file lies at a path.

    Linux and macOS let anybody delete or move a file that is open, and SQLite goes on writing into it unless the ledger
    is in a rollback mode (pager.c, databaseIsUnmoved).
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen = self._look()

    def require(self) -> None:
        """Refused: ``ledger_gone`` when the file was moved, deleted or put another in its place."""
        found = self._look()
        if self._seen is not None and found != self._seen:
            raise Refused("ledger_gone", file=self._path.name, folder=str(self._path.parent))

    def _look(self) -> tuple[int, int] | None:
        try:
            found = os.stat(self._path)  # noqa: PTH116 - asked at every write
        except OSError:
            return None
        return found.st_dev, found.st_ino
