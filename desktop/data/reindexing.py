"""Making the search indexes anew from the tables: at once when asked to, or in small portions beside the work."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.data.ledger import Ledger
from desktop.data.names import NAMED_KINDS, PART, put_names
from desktop.data.search import INDEX_VERSION, VERSION_KEY, text_of
from desktop.domain.errors import Refused
from desktop.domain.kinds import KINDS

RENEWAL = "index_renewal"
"""Key of ``meta``: how far :func:`renew_some` has come: the version it works for, the index, the row."""

PORTION = 1_000
"""Rows of one transaction of the renewal: what somebody saves meanwhile waits a tenth of a second at most."""

_AT_ONCE = 2_000
_TEXT = "text"


@dataclass(frozen=True, slots=True)
class _Index:
    kind: str
    part: str

    @property
    def table(self) -> str:
        return f"{self.kind}_{self.part}"

    @property
    def rows(self) -> str:
        """The rows that belong into it: people who are withdrawn are not proposed."""
        return f'SELECT row FROM "{self.kind}"{" WHERE NOT is_withdrawn" if self.part == PART else ""}'


INDEXES: Sequence[_Index] = (
    *(_Index(kind, _TEXT) for kind in KINDS),
    *(_Index(kind, PART) for kind in NAMED_KINDS),
)


def is_outdated(ledger: Ledger) -> bool:
    """Whether the indexes were made by a program that wrote them otherwise, or in part only."""
    return ledger.meta(VERSION_KEY) != INDEX_VERSION


def rebuild(
    ledger: Ledger,
    tell: Callable[[int, int], object] = lambda _done, _total: None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> int:
    """Make every index anew; gives the number of entries written.

    Each index is one transaction: a program that is killed leaves the old one or the new one, never half of it.
    ``tell(done, total)`` counts rows, about. Refused: ``cancelled``, machine faults.
    """
    done, total = 0, _last_rows(ledger, INDEXES)
    for index in INDEXES:
        with ledger.transaction(), ledger.indexing_together():
            # Takes whatever is there, damaged as it may be.
            ledger.database.execute_sql(f"INSERT INTO {index.table} ({index.table}) VALUES ('delete-all')")
            for rows in _portions(ledger, index):
                if is_cancelled():
                    raise Refused("cancelled")
                _put(ledger, index, rows, is_new=True)
                done += len(rows)
                tell(done, total)
    with ledger.transaction():
        _note_done(ledger)
    return sum(_number(ledger, f"SELECT count(*) FROM {index.table}_docsize") for index in INDEXES)


def renew_some(ledger: Ledger) -> tuple[int, int] | None:
    """Write the next rows of an outdated index anew, in one transaction; (done, total), or None when all is done.

    Searching goes on meanwhile. A program that ends goes on where it was the next time.
    """
    with ledger.transaction():
        if not is_outdated(ledger):
            return None
        place, row = _place(ledger)
        if place == len(INDEXES):
            _note_done(ledger)
            return None
        index = INDEXES[place]
        rows = ledger.tables[index.kind].after(row, PORTION)
        if rows:
            _put(ledger, index, rows, is_new=False)
            _note_place(ledger, place, rows[-1][0])
        else:
            ledger.database.execute_sql(
                f"DELETE FROM {index.table} WHERE rowid IN "
                f"(SELECT id FROM {index.table}_docsize WHERE id NOT IN ({index.rows}))"
            )
            _note_place(ledger, place + 1, 0)
        return _last_rows(ledger, INDEXES[:place]) + (rows[-1][0] if rows else row), _last_rows(ledger, INDEXES)


def _portions(ledger: Ledger, index: _Index) -> Iterator[list[tuple[int, dict[str, Any], bool]]]:
    last = 0
    while rows := ledger.tables[index.kind].after(last, _AT_ONCE):
        yield rows
        last = rows[-1][0]


def _put(ledger: Ledger, index: _Index, rows: list[tuple[int, dict[str, Any], bool]], *, is_new: bool) -> None:
    table = ledger.tables[index.kind]
    if index.part == _TEXT:
        kind = KINDS[index.kind]
        table.index.put((row, text_of(kind, values), is_new) for row, values, _ in rows)
    elif table.names is not None:
        people = ((row, values, is_new, is_withdrawn) for row, values, is_withdrawn in rows)
        put_names(table.names, index.kind, people)


def _place(ledger: Ledger) -> tuple[int, int]:
    version, place, row = (ledger.meta(RENEWAL) or "  ").split(" ")
    return (int(place), int(row)) if version == INDEX_VERSION else (0, 0)


def _note_place(ledger: Ledger, place: int, row: int) -> None:
    ledger.set_meta(RENEWAL, f"{INDEX_VERSION} {place} {row}")


def _note_done(ledger: Ledger) -> None:
    ledger.set_meta(VERSION_KEY, INDEX_VERSION)
    ledger.set_meta(RENEWAL, "")


def _last_rows(ledger: Ledger, indexes: Sequence[_Index]) -> int:
    """How many rows there are to index, about: counting them would take longer than indexing a portion."""
    return sum(_number(ledger, f'SELECT max(row) FROM "{index.kind}"') for index in indexes)


def _number(ledger: Ledger, statement: str, *given: Any) -> int:
    return int(ledger.database.execute_sql(statement, given).fetchone()[0] or 0)
