"""What a newer program had sent before this one was updated: kept all along, now understood."""

from __future__ import annotations

from desktop.data.ledger import Ledger
from desktop.data.refolding import refold
from desktop.domain.kinds import KINDS


def take_up(ledger: Ledger) -> int:
    """Make rows of records whose kind was unknown, and columns of fields that were; gives how many records.

    To be done once after a migration, in a transaction: it looks through the whole log.
    """
    wanted: dict[str, None] = {}
    for name in KINDS:
        rows = ledger.database.execute_sql(
            "SELECT DISTINCT record_id FROM change WHERE kind = ? AND state = 0 "
            f'AND record_id NOT IN (SELECT id FROM "{name}") UNION SELECT id FROM "{name}" WHERE extra IS NOT NULL',
            (name,),
        )
        wanted.update(dict.fromkeys(row[0] for row in rows.fetchall()))
    refold(ledger, wanted)
    return len(wanted)
