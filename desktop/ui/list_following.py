"""Bringing a long list up to date after a few of its records changed, without reading it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from desktop.services.finding import Record
from desktop.ui.held_rows import Span
from desktop.ui.list_reading import ListReading, Look
from desktop.ui.sparse_table import SparseTable


def followed(table: SparseTable, reading: ListReading, record_ids: Sequence[str], sight: Span) -> Look | None:
    """Repaint, move, insert and remove the rows of these records; what was read then of the rows in sight.

    None where the rows in sight and the selected ones cannot be brought to what the list is now: records that were
    nowhere at hand left it, or others changed as well. Then it is to be read again.
    """
    table.held.keep([sight, *table.pinned(), *_spans(table, record_ids)])
    anchor = next((one for _, one in table.held.within(*sight) if one.id not in record_ids), None)
    # The ends of what is selected tell whether all of it still stands together.
    ends = [one.id for span in table.pinned() for row in span for _, one in table.held.within(row, row)]
    look = reading.look(0, 0, after=[*record_ids, *ends, *([anchor.id] if anchor else [])])
    places = {one: look.found_at[one] for one in record_ids if one in look.found_at}
    new = _entered(table, places, record_ids, anchor, look)
    if new is None:
        return None
    records = {one: reading.look(place, 1).records for one, place in places.items()}
    _settle(table, record_ids, {one: at for one, at in places.items() if one in new or _row(table, one) >= 0}, records)
    if any(table.held.row_of(one) not in (-1, look.found_at.get(one, -1)) for one in ends):
        return None
    return _checked(table, reading, look, anchor, sight)


def _entered(
    table: SparseTable, places: Mapping[str, int], record_ids: Sequence[str], anchor: Record | None, look: Look
) -> frozenset[str] | None:
    """Which records not at hand are new in the list, judged by how far one in sight has gone; None: no telling."""
    unknown = {one: place for one, place in places.items() if _row(table, one) < 0}
    if anchor is None:
        is_all_at_hand = table.held.missing(0, table.rowCount() - 1) is None
        return frozenset(unknown) if is_all_at_hand else None
    row, place = _row(table, anchor.id), look.found_at.get(anchor.id)
    if place is None:
        return None
    gone = sum(1 for one in record_ids if 0 <= _row(table, one) < row)
    come = sum(1 for one, at in places.items() if one not in unknown and at < place)
    above = frozenset(one for one, at in unknown.items() if at < place)
    below = frozenset(unknown) - above
    if place == row - gone + come:
        return below
    return below | above if place == row - gone + come + len(above) else None


def _settle(
    table: SparseTable,
    record_ids: Sequence[str],
    places: Mapping[str, int],
    records: Mapping[str, Sequence[Record]],
) -> None:
    """Take out, move and put in, so that each record ends where it belongs."""
    gone = [row for one in record_ids if one not in places for row in (_row(table, one),) if row >= 0]
    for row in sorted(gone, reverse=True):
        table.take_out(row)
    ordered = sorted(places, key=lambda one: places[one])
    for number, one in enumerate(ordered):
        row = _row(table, one)
        target = places[one]
        # Those that come later still stand where they were: they do not count.
        waiting = sorted(
            at - (0 <= row < at) for at in (_row(table, later) for later in ordered[number + 1 :]) if at >= 0
        )
        for at in waiting:
            target += at <= target
        if row >= 0:
            table.move(row, min(target, table.rowCount() - 1))
            row = _row(table, one)
        elif target <= table.rowCount() and records[one]:
            table.put_in(target, records[one][0])
            row = target
        table.show_rows(row, records[one][:1] if row >= 0 else ())


def _checked(table: SparseTable, reading: ListReading, look: Look, anchor: Record | None, sight: Span) -> Look | None:
    """Read the rows in sight as they are now; None where others stand there than expected."""
    first = max(0, (_row(table, anchor.id) if anchor else 0) - (sight[1] - sight[0]))
    if anchor is None:
        first = sight[0]
    now = reading.look(first, 2 * (sight[1] - sight[0]) + 2)
    if now.version != look.version:
        return None
    for row, record in enumerate(now.records, start=now.first):
        held = table.held.get(row)
        if held is not None and held.record.id != record.id:
            return None
    end = now.first + len(now.records)
    if end > table.rowCount():
        table.resize(end)
    table.show_rows(now.first, now.records)
    return now


def _row(table: SparseTable, record_id: str) -> int:
    return table.held.row_of(record_id)


def _spans(table: SparseTable, record_ids: Sequence[str]) -> list[Span]:
    return [(row, row) for row in table.held.rows_of(record_ids).values()]
