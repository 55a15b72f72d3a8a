"""Who has seen personal data: a log that only grows, its entries chained by digests. It never holds the data."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.data.ledger import Ledger
from desktop.domain.changes import GENESIS, canonical

HEAD = "access_head"
"""Key of ``meta``: number and digest of the last entry, so that entries taken off the end are missed."""

MOST_IDS = 500
"""Records of one entry that are named by their ids; ``count`` says how many there were."""

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
    ledger.set_meta(HEAD, f"{last + 1}:{digest}")


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


def altered_accesses(ledger: Ledger) -> Iterator[tuple[str, int]]:
    """What is wrong with the log: ``altered`` or ``missing``, and the number of the entry."""
    expected, previous = 1, GENESIS
    rows = ledger.database.execute_sql(f"SELECT {_COLUMNS}, lower(hex(digest)) FROM access ORDER BY number").fetchall()
    for *row, digest in rows:
        number = row[0]
        for missing in range(expected, number):
            yield "missing", missing
        # After a gap the digest before is not known.
        if number == expected and _digest(previous, row) != digest:
            yield "altered", number
        expected, previous = number + 1, digest
    last, head = _head(ledger)
    for missing in range(expected, last + 1):
        yield "missing", missing
    if last == expected - 1 and head != previous:
        yield "altered", last
    elif last < expected - 1:
        yield "altered", expected - 1


def _head(ledger: Ledger) -> tuple[int, str]:
    number, _, digest = ledger.meta(HEAD).partition(":")
    return (int(number), digest) if number.isdecimal() else (0, GENESIS)


def _digest(previous: str, row: Sequence[Any]) -> str:
    return hashlib.sha256(f"{previous}\n{canonical(list(row))}".encode()).hexdigest()


def _access(row: Sequence[Any]) -> Access:
    number, wall, actor, act, kind, records, count, fields, reason, about = row
    return Access(
        number, wall, actor, act, kind, tuple(json.loads(records)), count, tuple(json.loads(fields)), reason, about
    )
