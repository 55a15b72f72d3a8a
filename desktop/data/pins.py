"""The PINs of people: scrypt hashes in a table of their own, which no change log and no workbook carries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from desktop.data.ledger import Ledger


@dataclass(frozen=True, slots=True)
class StoredPin:
    """A PIN as it is kept; ``wrong`` were wrong since the last right one, the last at ``wrong_at`` (seconds, UTC)."""

    salt: bytes
    hash: bytes
    wrong: int
    wrong_at: float


class PinRow(NamedTuple):
    """A row of the table; ``set_at`` is local time with offset."""

    name: str
    salt: bytes
    hash: bytes
    wrong: int
    wrong_at: float
    set_at: str
    set_by: str


def names_with_pins(ledger: Ledger) -> frozenset[str]:
    """Who has a PIN."""
    return frozenset(row[0] for row in ledger.database.execute_sql("SELECT name FROM pin").fetchall())


def stored_pin(ledger: Ledger, name: str) -> StoredPin | None:
    """Somebody's PIN, None for none."""
    row = ledger.database.execute_sql("SELECT salt, hash, wrong, wrong_at FROM pin WHERE name = ?", (name,)).fetchone()
    return StoredPin(bytes(row[0]), bytes(row[1]), int(row[2]), float(row[3])) if row else None


def put_pin(ledger: Ledger, name: str, pin: StoredPin, set_at: str) -> None:
    """Keep a PIN in place of the one before. Runs inside the caller's transaction."""
    ledger.database.execute_sql(
        "INSERT OR REPLACE INTO pin (name, salt, hash, wrong, wrong_at, set_at, set_by) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (name, pin.salt, pin.hash, pin.wrong, pin.wrong_at, set_at, ledger.actor),
    )


def drop_pin(ledger: Ledger, name: str) -> None:
    """Forget a PIN. Runs inside the caller's transaction."""
    ledger.database.execute_sql("DELETE FROM pin WHERE name = ?", (name,))


def rename_pin(ledger: Ledger, before: str, after: str) -> None:
    """Let a PIN go with a new name. The old name keeps it too: the naming may be taken back.

    Runs inside the caller's transaction.
    """
    ledger.database.execute_sql(
        "INSERT OR IGNORE INTO pin SELECT ?, salt, hash, wrong, wrong_at, set_at, set_by FROM pin WHERE name = ?",
        (after, before),
    )


def note_tries(ledger: Ledger, name: str, wrong: int, wrong_at: float) -> None:
    """Note how many tries were wrong, and when the last was. Runs inside the caller's transaction."""
    ledger.database.execute_sql("UPDATE pin SET wrong = ?, wrong_at = ? WHERE name = ?", (wrong, wrong_at, name))


def pin_rows(ledger: Ledger) -> list[PinRow]:
    """All PINs as they are kept."""
    rows = ledger.database.execute_sql("SELECT name, salt, hash, wrong, wrong_at, set_at, set_by FROM pin").fetchall()
    return [PinRow(*row) for row in rows]


def put_pin_row(ledger: Ledger, row: PinRow) -> None:
    """Keep a PIN as it was. Runs inside the caller's transaction."""
    ledger.database.execute_sql(
        "INSERT INTO pin (name, salt, hash, wrong, wrong_at, set_at, set_by) VALUES (?, ?, ?, ?, ?, ?, ?)", row
    )
