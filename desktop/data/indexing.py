"""The search texts of a kind's records on their way into the index."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from operator import itemgetter
from typing import Any

from desktop.data.search import tokens_of

GATHERED_BYTES = 4 * 2**20
"""SQLite's index gathers at most so much before it writes a piece, which must be merged with the others later. Its own
limit of 1 MB is less than what :data:`MOST_WAITING` comes to."""

MOST_WAITING = 1_000_000
"""Characters that wait to be indexed together: some thousand records, a tenth of a second."""

_AT_ONCE = 64
_MANY = 1_000

_NEVER, _MERGED_FROM = 0, 4
"""From how many pieces on SQLite's index merges them, a little with every text it takes in: its own number is 4. Of
texts that come by the thousand that takes a sixth of the time, for pieces that are soon merged again; those are left
until there are 16 of them, which it merges at a stretch."""


SearchText = tuple[int, str, bool]
"""A row, its text, and whether it is new: then the index cannot hold an older one of it."""


_ROW, _TEXT, _IS_NEW = map(itemgetter, range(3))


class SearchIndex:
    """Writes an index of one kind: at once, or, between :meth:`begin` and :meth:`commit`, many texts together.

    SQLite's index writes out what it has gathered at every savepoint, of which an import has one for each file; what
    is written in pieces must be merged later. So texts wait, in a layer for each open transaction, and those of a
    transaction that is rolled back are dropped.
    """

    def __init__(
        self,
        name: str,
        database: Any,
        *,
        part: str = "text",
        entries: Callable[[Iterable[str]], list[str]] = tokens_of,
    ) -> None:
        """The table is ``<name>_<part>``; ``entries`` makes the words of the index of several texts."""
        self._database = database
        self._entries = entries
        table = f"{name}_{part}"
        self._insert = f"INSERT INTO {table} (rowid, text) VALUES (?, ?)"
        self._replace = f"INSERT OR REPLACE INTO {table} (rowid, text) VALUES (?, ?)"
        # Kept in the file, where they are overwritten with themselves: a connection has no such settings.
        self._gather = f"INSERT INTO {table} ({table}, rank) VALUES ('hashsize', ?)"
        self._merge = f"INSERT INTO {table} ({table}, rank) VALUES ('automerge', ?)"
        self._flush = f"INSERT INTO {table} ({table}) VALUES ('flush')"
        self._delete = f"DELETE FROM {table} WHERE rowid = ?"
        # By row; None where an older text further down must not be written any more.
        self._layers: list[dict[int, SearchText | None]] = []
        self._waiting: list[int] = []

    @property
    def is_waiting(self) -> bool:
        """Whether texts are gathered."""
        return bool(self._layers)

    def put(self, texts: Iterable[SearchText]) -> None:
        """Index rows with their whole text."""
        if not self._layers:
            self._write(texts)
            return
        layer = self._layers[-1]
        for text in texts:
            layer[text[0]] = text
            self._waiting[-1] += len(text[1])
        self._write_if_many()

    def remove(self, rows: Iterable[int]) -> None:
        """Take rows out of the index."""
        gone = list(rows)
        if self._layers:
            self._layers[-1].update(dict.fromkeys(gone))
        self._database.connection().executemany(self._delete, [(row,) for row in gone])

    def begin(self) -> None:
        """Let texts wait; the transaction they belong to has just begun."""
        self._layers.append({})
        self._waiting.append(0)

    def commit(self) -> None:
        """What waits goes to the transaction around the one that has ended; when that was the last, into the index."""
        if len(self._layers) == 1:
            self._write_top()
            self.roll_back()
            return
        top, waiting = self._layers.pop(), self._waiting.pop()
        self._layers[-1].update(top)
        self._waiting[-1] += waiting
        self._write_if_many()

    def roll_back(self) -> None:
        """Drop what waits since the last :meth:`begin`."""
        del self._layers[-1:], self._waiting[-1:]

    def clear(self) -> None:
        """Drop all that waits, and let nothing wait any more."""
        self._layers.clear()
        self._waiting.clear()

    def _write_if_many(self) -> None:
        if self._waiting[-1] > MOST_WAITING:
            self._write_top()

    def _write_top(self) -> None:
        """Only the layer of the innermost transaction, which takes it back when it is rolled back itself."""
        top = self._layers[-1]
        self._write(text for text in top.values() if text is not None)
        below = self._layers[:-1]
        self._layers[-1] = {row: None for row in top if any(row in layer for layer in below)}
        self._waiting[-1] = 0

    def _write(self, texts: Iterable[SearchText]) -> None:
        new: list[tuple[int, str]] = []
        known: list[tuple[int, str]] = []
        waiting = list(texts)
        for start in range(0, len(waiting), _AT_ONCE):
            part = waiting[start : start + _AT_ONCE]
            entries = zip(map(_ROW, part), self._entries(map(_TEXT, part)), strict=True)
            if all(map(_IS_NEW, part)):
                new += entries
                continue
            for entry, (_, _, is_new) in zip(entries, part, strict=True):
                (new if is_new else known).append(entry)
        connection = self._database.connection()
        is_much = len(waiting) > _MANY
        if is_much:
            connection.execute(self._gather, (GATHERED_BYTES,))
            connection.execute(self._merge, (_NEVER,))
        if new:
            connection.executemany(self._insert, new)
        if known:
            connection.executemany(self._replace, known)
        if is_much:
            connection.execute(self._flush)
            connection.execute(self._merge, (_MERGED_FROM,))
