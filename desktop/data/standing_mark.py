"""Whether anything was written to a ledger since: a mark of what it holds, read in an instant however large it is."""

from __future__ import annotations

import hashlib
import json

from desktop.data.ledger import Ledger

_STATEMENTS = (
    "SELECT max(id) FROM change",
    "SELECT state, count(*) FROM change WHERE state <> 0 GROUP BY state ORDER BY state",
    "SELECT max(id), total(is_undone) FROM batch",
    "SELECT id, changed_at FROM draft ORDER BY id",
    "SELECT id, name, kind, added_at FROM template ORDER BY id",
    "SELECT max(id) FROM handover",
    "SELECT count(*), total(serial), max(received_at) FROM acknowledged",
    "SELECT key, value FROM meta ORDER BY key",
)
"""Changes are only ever added, and tell all that happens to records and settings; the rest is what is no change."""


def standing_mark(ledger: Ledger) -> str:
    """Equal for equal contents of one ledger file (SHA-256, hex)."""
    with ledger.reading():
        rows = [ledger.database.execute_sql(statement).fetchall() for statement in _STATEMENTS]
    return hashlib.sha256(json.dumps(rows, default=str).encode()).hexdigest()
