"""The names that stand in visits and issues, by their pinyin: read when letters are first searched, kept in memory.

An index in the file would cost each import a tenth of its time. What was written since the last search is learnt from
the rows and the log that came after it; a name that is gone stays, since whoever asks compares with the records.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from desktop.data.pinyin import syllables_of

SPELLED = {"visit": ("subject_name", "visitors"), "issue": ("reporter_name", "owner", "leader")}
"""The fields of each kind whose names are found by pinyin; the registers have an index of their own."""

_LISTS = frozenset({"visitors"})
_LETTERS = re.compile(r"[a-z]+")
_SIGNS = re.compile(r"[\s\W_]+")


@dataclass(slots=True)
class _Book:
    """The names of a kind: each in a line behind what it is found by, `` zs zhangsan san\\t张三\\n``.

    ``asked`` are the letters of the last search and its answer: a list is read and counted with the same.
    """

    row: int = 0
    change: int = 0
    names: set[str] = field(default_factory=set)
    lines: str = ""
    asked: tuple[str, list[str]] = ("", [])


class SpelledNames:
    """The names of one ledger. Any thread may ask."""

    def __init__(self, database: Any) -> None:
        self._database = database
        self._books: dict[str, _Book] = {}
        self._lock = threading.Lock()

    def like(self, kind_name: str, letters: str) -> list[str]:
        """Names in records of a kind whose initials or pinyin, the given name's among them, begin with ``letters``."""
        if kind_name not in SPELLED or not _LETTERS.fullmatch(letters):
            return []
        with self._lock:
            book = self._book(kind_name)
            if book.asked[0] != letters:
                book.asked = letters, _lines_with(book.lines, f" {letters}")
            return book.asked[1]

    def _book(self, kind_name: str) -> _Book:
        book = self._books.setdefault(kind_name, _Book())
        row = self._number(f'SELECT max(row) FROM "{kind_name}"')
        change = self._number("SELECT max(id) FROM change")
        if row < book.row or change < book.change:
            # Taken back: numbers of rows are given again.
            book = self._books[kind_name] = _Book()
        if (row, change) != (book.row, book.change):
            self._learn(book, self._names(kind_name, book))
            book.row, book.change = row, change
        return book

    def _names(self, kind_name: str, book: _Book) -> Iterable[tuple[str, Any]]:
        where, given = "1", []
        if book.row:
            where = "row > ? OR id IN (SELECT record_id FROM change WHERE id > ? AND kind = ?)"
            given = [book.row, book.change, kind_name]
        for name in SPELLED[kind_name]:
            cursor = self._database.execute_sql(f'SELECT DISTINCT "{name}" FROM "{kind_name}" WHERE {where}', given)
            yield from ((name, value) for (value,) in cursor if value)

    def _learn(self, book: _Book, found: Iterable[tuple[str, Any]]) -> None:
        fresh: list[str] = []
        for field_name, value in found:
            for name in json.loads(value) if field_name in _LISTS else (value,):
                if name not in book.names:
                    book.names.add(name)
                    fresh.append(name)
        book.lines += "".join(f" {spelling_of(name)}\t{name}\n" for name in fresh if "\n" not in name)
        book.asked = "", []

    def _number(self, statement: str) -> int:
        return int(self._database.execute_sql(statement).fetchone()[0] or 0)


def _lines_with(lines: str, beginning: str) -> list[str]:
    """The names of the lines that have ``beginning`` before the tab."""
    found: list[str] = []
    place = lines.find(beginning)
    while place >= 0:
        tab, end = lines.find("\t", place), lines.find("\n", place)
        # Behind the tab it is part of a name, which blanks may part.
        if tab < end:
            found.append(lines[tab + 1 : end])
        place = lines.find(beginning, end)
    return found


def spelling_of(name: str) -> str:
    """What letters a name is found by: its initials, its pinyin, that of the given name."""
    syllables = syllables_of(_SIGNS.sub("", name))
    return " ".join(filter(None, ("".join(one[0] for one in syllables), "".join(syllables), "".join(syllables[1:]))))
