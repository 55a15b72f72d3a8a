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
from desktop.domain.fields import list_fields
from desktop.domain.kinds import KINDS

SPELLED = {"visit": ("subject_name", "visitors"), "issue": ("reporter_name", "owner", "leader")}
"""The fields of each kind whose names are found by pinyin; the registers have an index of their own."""

_LETTERS = re.compile(r"[a-z]+")
_SIGNS = re.compile(r"[\W_]+")


@dataclass(slots=True)
class _Book:
    """The names of a field: each in a line behind what it is found by, `` zs zhangsan san\\t张三\\n``.

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
        self._books: dict[tuple[str, str], _Book] = {}
        self._lock = threading.Lock()

    def like(self, kind_name: str, letters: str) -> dict[str, list[str]]:
        """By field the names in records of a kind whose initials or pinyin, the given name's among them, begin with
        ``letters``; fields without any are left out."""
        if kind_name not in SPELLED or not _LETTERS.fullmatch(letters):
            return {}
        with self._lock:
            return {name: found for name in SPELLED[kind_name] if (found := self._in_field(kind_name, name, letters))}

    def _in_field(self, kind_name: str, name: str, letters: str) -> list[str]:
        book = self._book(kind_name, name)
        if book.asked[0] != letters:
            book.asked = letters, _lines_with(book.lines, f" {letters}")
        return book.asked[1]

    def _book(self, kind_name: str, name: str) -> _Book:
        book = self._books.setdefault((kind_name, name), _Book())
        row = self._number(f'SELECT max(row) FROM "{kind_name}"')
        change = self._number("SELECT max(id) FROM change")
        if row < book.row or change < book.change:
            # Taken back: numbers of rows are given again.
            book = self._books[kind_name, name] = _Book()
        if (row, change) != (book.row, book.change):
            self._learn(book, self._values(kind_name, name, book), is_list=name in list_fields(KINDS[kind_name]))
            book.row, book.change = row, change
        return book

    def _values(self, kind_name: str, name: str, book: _Book) -> Iterable[Any]:
        where, given = "1", []
        if book.row:
            where = "row > ? OR id IN (SELECT record_id FROM change WHERE id > ? AND kind = ?)"
            given = [book.row, book.change, kind_name]
        cursor = self._database.execute_sql(f'SELECT DISTINCT "{name}" FROM "{kind_name}" WHERE {where}', given)
        return (value for (value,) in cursor if value)

    def _learn(self, book: _Book, values: Iterable[Any], *, is_list: bool) -> None:
        fresh: list[str] = []
        for value in values:
            for name in json.loads(value) if is_list else (value,):
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
