"""Whether the search indexes say what the tables of a ledger say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from desktop.data.ledger import Ledger
from desktop.data.names import NAMED_KINDS, PART, entry_of
from desktop.data.search import text_of, tokens
from desktop.domain.fields import RecordKind
from desktop.domain.kinds import KINDS
from desktop.services.damage import Finding

MOST_SAMPLES = 500
"""Rows of a kind whose search text is made anew and compared; that a row is indexed at all is asked of every one."""

_TOKENS_AT_ONCE = 50


class Index(NamedTuple):
    """An index of a kind: its table, what a record's entry is, which rows it holds, how its findings begin."""

    table: str
    entry: Callable[[Mapping[str, Any]], str]
    rows: str
    code: str


def indexes_of(kind: RecordKind) -> Iterator[Index]:
    """The indexes of a kind."""
    yield Index(f"{kind.name}_text", lambda values: tokens(text_of(kind, values)), "1", "index")
    if kind.name in NAMED_KINDS:
        yield Index(f"{kind.name}_{PART}", lambda values: entry_of(kind.name, values), "NOT is_withdrawn", "names")


def _index(ledger: Ledger, kind: RecordKind, index: Index) -> Iterator[Finding]:
    execute = ledger.database.execute_sql
    indexed = f"SELECT id FROM {index.table}_docsize"
    rows = f'SELECT row FROM "{kind.name}" WHERE {index.rows}'
    for (row,) in execute(f"{rows} AND row NOT IN ({indexed})").fetchall():
        yield Finding(f"{index.code}_missing", {"kind": kind.name, "row": row})
    for (row,) in execute(f"{indexed} WHERE id NOT IN ({rows})").fetchall():
        yield Finding(f"{index.code}_unfounded", {"kind": kind.name, "row": row})
    step = max(1, int(execute(f'SELECT max(row) FROM "{kind.name}"').fetchone()[0] or 0) // MOST_SAMPLES)
    samples = execute(
        f'SELECT t.row, t.id, d.sz FROM "{kind.name}" t JOIN {index.table}_docsize d ON d.id = t.row '
        f"WHERE t.row % ? = 0 AND {index.rows}",
        (step,),
    ).fetchall()
    for row, record_id, size in samples:
        entries = index.entry(ledger.tables[kind.name].values(record_id)).split()
        if not _is_indexed(ledger, index.table, row, entries, size):
            yield Finding(f"{index.code}_differs", {"kind": kind.name, "row": row})


def look_at_indexes(ledger: Ledger) -> Iterator[Finding]:
    """What is wrong in any of them."""
    for kind in KINDS.values():
        for index in indexes_of(kind):
            yield from _index(ledger, kind, index)


def _is_indexed(ledger: Ledger, table: str, row: int, entries: Sequence[str], size: bytes) -> bool:
    wanted = sorted(set(entries))
    # Rows from before pairs were let through more than once hold each of them once.
    if _first_varint(size) not in (len(entries), len(wanted)):
        return False
    for start in range(0, len(wanted), _TOKENS_AT_ONCE):
        expression = " AND ".join(f'"{token}"' for token in wanted[start : start + _TOKENS_AT_ONCE])
        found = ledger.database.execute_sql(
            f"SELECT 1 FROM {table} WHERE {table} MATCH ? AND rowid = ?", (expression, row)
        ).fetchone()
        if found is None:
            return False
    return True


def _first_varint(data: bytes) -> int:
    """How many tokens FTS5 has counted (SQLite's variable-length integer: seven bits a byte, the highest says on)."""
    number = 0
    for byte in data:
        number = (number << 7) | (byte & 0x7F)
        if byte < 0x80:
            break
    return number
