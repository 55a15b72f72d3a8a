"""Rows of a long list that are at hand: sparse, by their number, a few pages around what is in sight."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from desktop.services.finding import Record

Span = tuple[int, int]
"""First and last row."""


@dataclass(slots=True)
class HeldRow:
    """A record with what its cells say, by the number of the column, once that was asked for."""

    record: Record
    texts: dict[int, str] = field(default_factory=dict)


class HeldRows:
    """Records by their row. Whatever is not at hand is read again when it is looked at."""

    def __init__(self) -> None:
        self._rows: dict[int, HeldRow] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def get(self, row: int) -> HeldRow | None:
        """What is held of a row."""
        return self._rows.get(row)

    def row_of(self, record_id: str) -> int:
        """Where a record stands, -1 when it is not at hand."""
        return next((row for row, held in self._rows.items() if held.record.id == record_id), -1)

    def rows_of(self, record_ids: Iterable[str]) -> dict[str, int]:
        """Where those of these records stand that are at hand."""
        wanted = frozenset(record_ids)
        return {held.record.id: row for row, held in self._rows.items() if held.record.id in wanted}

    def within(self, first: int, last: int) -> list[tuple[int, Record]]:
        """The records at hand among these rows, from above."""
        return [(row, self._rows[row].record) for row in range(first, last + 1) if row in self._rows]

    def rows(self) -> list[int]:
        """The rows at hand, from above."""
        return sorted(self._rows)

    def missing(self, first: int, last: int) -> Span | None:
        """The stretch of these rows that has to be read so that all are at hand; None when they are."""
        gaps = [row for row in range(first, last + 1) if row not in self._rows]
        return (gaps[0], gaps[-1]) if gaps else None

    def put(self, first: int, records: Sequence[Record]) -> list[int]:
        """Hold these records from row ``first`` on; gives the rows that say something else than before."""
        changed = []
        for row, record in enumerate(records, start=first):
            held = self._rows.get(row)
            if held is None or held.record != record:
                self._rows[row] = HeldRow(record)
                changed.append(row)
        return changed

    def insert(self, row: int, record: Record) -> None:
        """Put a record before ``row``."""
        self._renumber(lambda at: at + 1 if at >= row else at)
        self._rows[row] = HeldRow(record)

    def remove(self, row: int) -> None:
        """Take a row out."""
        self._rows.pop(row, None)
        self._renumber(lambda at: at - 1 if at > row else at)

    def move(self, row: int, target: int) -> None:
        """Take a row out and put it in so that it is number ``target`` then."""
        held = self._rows.pop(row, None)
        self._renumber(lambda at: at - 1 if at > row else at)
        self._renumber(lambda at: at + 1 if at >= target else at)
        if held is not None:
            self._rows[target] = held

    def keep(self, spans: Sequence[Span]) -> None:
        """Forget what is in none of these spans."""
        self._rows = {
            row: held for row, held in self._rows.items() if any(first <= row <= last for first, last in spans)
        }

    def clear(self) -> None:
        """Forget everything."""
        self._rows.clear()

    def _renumber(self, number: Callable[[int], int]) -> None:
        self._rows = {number(row): held for row, held in self._rows.items()}
