"""Who has seen personal data: a log that only grows, its entries chained by digests. It never holds the data."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from desktop.data.ledger import Ledger
from desktop.domain.changes import GENESIS, canonical

HEAD = "access_head"
"""Key of ``meta``: number and digest of the last entry, so that entries taken off the end are missed."""

MOST_IDS = 500
"""Records of one entry that are named by their ids; ``count`` says how many there were."""

SALVAGED = "log_salvaged"
"""Code of the entry that tells, after a damaged ledger was salvaged, which entries before it are gone."""

Stretch = tuple[int, int | None]
"""Numbers from the first to the last; None where nothing says how many there were."""

_STRETCH = re.compile(r"([1-9][0-9]*)(?:-([1-9][0-9]*))?", re.ASCII)
_MOST_DIGITS = 12
_COLUMNS = "number, wall, actor, act, kind, records, count, fields, reason, about"


@dataclass(frozen=True, slots=True)
class Access:
    """One look at personal data, or one PIN set.

    ``records`` are ids, ``fields`` names of the dictionary; ``about`` is the form or the list, or whose PIN it was.
    ``wall`` is local time with offset.
    """

    number: int
    wall: str
    actor: str
    act: str
    kind: str
    records: tuple[str, ...]
    count: int
    fields: tuple[str, ...]
    reason: str
    about: str


def append_access(
    ledger: Ledger,
    wall: str,
    act: str,
    *,
    kind: str = "",
    records: Sequence[str] = (),
    fields: Sequence[str] = (),
    reason: str = "",
    about: str = "",
) -> None:
    """Add an entry. Runs inside the caller's transaction."""
    last, previous = _head(ledger)
    named = canonical(list(records[:MOST_IDS]))
    row = (last + 1, wall, ledger.actor, act, kind, named, len(records), canonical(list(fields)), reason, about)
    digest = _digest(previous, row)
    marks = ", ".join("?" * (len(row) + 1))
    ledger.database.execute_sql(
        f"INSERT INTO access ({_COLUMNS}, digest) VALUES ({marks})", (*row, bytes.fromhex(digest))
    )
    ledger.set_meta(HEAD, head_text(last + 1, digest))


def accesses(ledger: Ledger, *, actor: str = "", month: str = "", limit: int = -1) -> list[Access]:
    """The entries, the latest first; of one person, of one month (``2026-03``)."""
    rows = ledger.database.execute_sql(
        f"SELECT {_COLUMNS} FROM access WHERE (? = '' OR actor = ?) AND (? = '' OR substr(wall, 1, 7) = ?) "
        "ORDER BY number DESC LIMIT ?",
        (actor, actor, month, month, limit),
    ).fetchall()
    return [_access(row) for row in rows]


def people_and_months(ledger: Ledger) -> tuple[list[str], list[str]]:
    """Who has entries, and the months there are, the latest first."""
    execute = ledger.database.execute_sql
    people = [row[0] for row in execute("SELECT DISTINCT actor FROM access ORDER BY actor").fetchall()]
    months = execute("SELECT DISTINCT substr(wall, 1, 7) AS month FROM access ORDER BY month DESC").fetchall()
    return people, [row[0] for row in months]


def altered_accesses(ledger: Ledger) -> Iterator[tuple[str, int, int]]:
    """What is wrong with the log: ``altered``, ``missing`` or ``lost``, and the first and last number of the entries.

    Lost are those of which a later entry says that they were gone, or did not fit, when the ledger was salvaged.
    """
    entries, head = stored_entries(ledger)
    told = [stretch for entry in entries if entry.act == SALVAGED for stretch in _told(entry)]
    for code, first, last in _unfit(entries, head):
        is_told = any(start <= first and last <= end for start, end in told)
        yield ("lost" if is_told else code), first, last


def _unfit(entries: Iterable[Entry], head: tuple[int, str]) -> Iterator[tuple[str, int, int]]:
    expected, previous = 1, GENESIS
    for entry in entries:
        if entry.number > expected:
            yield "missing", expected, entry.number - 1
        # After a gap the digest before is not known.
        if entry.number == expected and not entry.follows(previous):
            yield "altered", entry.number, entry.number
        expected, previous = entry.number + 1, entry.digest
    last, digest = head
    if last >= expected:
        yield "missing", expected, last
    elif last < expected - 1 or digest != previous:
        yield "altered", expected - 1, expected - 1


# -- salvage -----------------------------------------------------------------------------------------------------------


class Entry(NamedTuple):
    """An entry as it is stored: all its columns in their order, and its digest (hex)."""

    row: tuple[Any, ...]
    digest: str

    @property
    def number(self) -> int:
        """Its place in the log, from 1."""
        return int(self.row[0])

    @property
    def wall(self) -> str:
        """When it was noted."""
        return str(self.row[1])

    @property
    def act(self) -> str:
        """The code of what was done."""
        return str(self.row[3])

    @property
    def about(self) -> str:
        """The form or the list, or whose PIN it was."""
        return str(self.row[9])

    def follows(self, previous: str) -> bool:
        """Whether its digest bears it out as the one after that of the digest ``previous``."""
        return _digest(previous, self.row) == self.digest


def stored_entries(ledger: Ledger) -> tuple[list[Entry], tuple[int, str]]:
    """The whole log in its order, and what is noted of its end: number and digest."""
    rows = ledger.database.execute_sql(f"SELECT {_COLUMNS}, lower(hex(digest)) FROM access ORDER BY number").fetchall()
    return [Entry(tuple(row[:-1]), row[-1]) for row in rows], _head(ledger)


def put_entries(ledger: Ledger, entries: Iterable[Entry], head: tuple[int, str]) -> None:
    """Fill an empty log with entries as they are, gaps too. Runs inside the caller's transaction."""
    marks = ", ".join("?" * (_COLUMNS.count(",") + 2))
    for entry in sorted(entries):
        ledger.database.execute_sql(
            f"INSERT INTO access ({_COLUMNS}, digest) VALUES ({marks})", (*entry.row, bytes.fromhex(entry.digest))
        )
    if head[0]:
        ledger.set_meta(HEAD, head_text(*head))


def stretches_text(stretches: Iterable[Stretch]) -> str:
    """Stretches of numbers as an entry tells them: ``3-5, 9, 12-``."""
    return ", ".join(
        f"{first}-" if last is None else str(first) if first == last else f"{first}-{last}" for first, last in stretches
    )


def _told(entry: Entry) -> Iterator[tuple[int, int]]:
    """What an entry says is gone before it; an open end says nothing of what is."""
    for text in entry.about.split(", "):
        found = _STRETCH.fullmatch(text)
        if found is not None:
            first = int(found[1])
            yield first, min(int(found[2] or first), entry.number - 1)


def head_text(number: int, digest: str) -> str:
    """How the end of the log is noted."""
    return f"{number}:{digest}"


def head_of(text: str) -> tuple[int, str]:
    """The end of the log as it is noted: number and digest; 0 for none, and for what is no number."""
    number, _, digest = text.partition(":")
    is_number = number.isascii() and number.isdigit() and len(number) <= _MOST_DIGITS
    return (int(number), digest) if is_number else (0, GENESIS)


def _head(ledger: Ledger) -> tuple[int, str]:
    return head_of(ledger.meta(HEAD))


def _digest(previous: str, row: Sequence[Any]) -> str:
    return hashlib.sha256(f"{previous}\n{canonical(list(row))}".encode()).hexdigest()


def _access(row: Sequence[Any]) -> Access:
    number, wall, actor, act, kind, records, count, fields, reason, about = row
    return Access(
        number, wall, actor, act, kind, tuple(json.loads(records)), count, tuple(json.loads(fields)), reason, about
    )
