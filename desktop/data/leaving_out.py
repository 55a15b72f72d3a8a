"""Rows a person leaves out of an import: their changes are held and handed on, and do not count here."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from desktop.data.changelog import State
from desktop.data.ledger import Ledger

_CHUNK = 500


def leave_out(ledger: Ledger, batch_id: int, record_ids: Collection[str]) -> set[str]:
    """Let the changes that came with a batch for these records not count; gives the records that had some."""
    found: set[str] = set()
    for marks, part in _parts(record_ids):
        condition = f"batch_id = ? AND state = ? AND record_id IN ({marks})"
        given = (batch_id, int(State.LIVE), *part)
        rows = ledger.database.execute_sql(f"SELECT DISTINCT record_id FROM change WHERE {condition}", given)
        found.update(row[0] for row in rows.fetchall())
        ledger.database.execute_sql(f"UPDATE change SET state = ? WHERE {condition}", (int(State.LEFT_OUT), *given))
    return found


def take_in(ledger: Ledger, record_ids: Collection[str]) -> list[tuple[int, str]]:
    """Let everything that was left out of these records count; gives change row and record of each."""
    execute = ledger.database.execute_sql
    if not execute("SELECT 1 FROM change WHERE state <> 0 AND state = ? LIMIT 1", (int(State.LEFT_OUT),)).fetchone():
        return []
    found: list[tuple[int, str]] = []
    for marks, part in _parts(record_ids):
        rows = execute(
            f"SELECT id, record_id FROM change WHERE state = ? AND record_id IN ({marks})",
            (int(State.LEFT_OUT), *part),
        )
        found += rows.fetchall()
    _set(ledger, State.LIVE, [row for row, _ in found])
    return found


def leave_out_again(ledger: Ledger, change_rows: Sequence[int]) -> set[str]:
    """Undo :func:`take_in`; gives the records touched."""
    found: set[str] = set()
    for marks, part in _parts(change_rows):
        rows = ledger.database.execute_sql(
            f"SELECT record_id FROM change WHERE state = ? AND id IN ({marks})", (int(State.LIVE), *part)
        )
        found.update(row[0] for row in rows.fetchall())
        ledger.database.execute_sql(
            f"UPDATE change SET state = ? WHERE state = ? AND id IN ({marks})",
            (int(State.LEFT_OUT), int(State.LIVE), *part),
        )
    return found


def left_out_of(ledger: Ledger, scope: str) -> list[str]:
    """The records of a scope of which something is left out here."""
    rows = ledger.database.execute_sql(
        "SELECT DISTINCT c.record_id FROM change c JOIN scope s ON s.id = c.scope_id "
        "WHERE c.state <> 0 AND c.state = ? AND s.name = ? ORDER BY c.record_id",
        (int(State.LEFT_OUT), scope),
    )
    return [row[0] for row in rows]


def _set(ledger: Ledger, state: State, change_rows: Sequence[int]) -> None:
    ledger.database.connection().executemany(
        "UPDATE change SET state = ? WHERE id = ?", [(int(state), row) for row in change_rows]
    )


def _parts(values: Collection[Any]) -> Iterator[tuple[str, list[Any]]]:
    ordered = sorted(values)
    for start in range(0, len(ordered), _CHUNK):
        part = ordered[start : start + _CHUNK]
        yield ", ".join("?" * len(part)), part
