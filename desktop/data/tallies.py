"""How many records of a kind there are, and whether any has changed, without reading them.

Records are numbered one after the other as they arrive, so their number is that of the last one less those taken out
below it. Both facts stand in ``meta``, a page that every transaction writes anyway.
"""

from __future__ import annotations

from typing import Any, NamedTuple


class Tally(NamedTuple):
    """``version`` grows with every change to records of the kind; ``size`` counts them all, withdrawn ones too."""

    version: int
    size: int


class TallyKeeper:
    """Keeps the tally of one kind. Everything that writes runs inside the caller's transaction."""

    def __init__(self, kind_name: str, database: Any) -> None:
        self._database = database
        self._version, self._holes = f"version:{kind_name}", f"holes:{kind_name}"
        self._last = f'(SELECT coalesce(max(row), 0) FROM "{kind_name}")'

    def read(self) -> Tally:
        """The tally as it is now."""
        value = "coalesce((SELECT value FROM meta WHERE key = ?), 0)"
        found = self._database.execute_sql(
            f"SELECT {value} + 0, {self._last} - {value}", (self._version, self._holes)
        ).fetchone()
        return Tally(*found)

    def note_change(self) -> None:
        """Records were written."""
        self._database.execute_sql(
            "INSERT INTO meta (key, value) VALUES (?, 1) ON CONFLICT (key) DO UPDATE SET value = value + 1",
            (self._version,),
        )

    def note_left(self, size: int) -> None:
        """Records were taken out, so that ``size`` are left."""
        self.note_change()
        self._database.execute_sql(
            f"INSERT INTO meta (key, value) VALUES (?, {self._last} - ?) "
            "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (self._holes, size),
        )
