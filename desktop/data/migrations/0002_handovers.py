"""Every workbook handed over, not only the last for each office.

Frozen: later changes of the program do not touch this file.
"""

from __future__ import annotations

from typing import Any

HANDOVER = """
CREATE TABLE handover (
    id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, unit_code TEXT NOT NULL, unit_name TEXT NOT NULL,
    file_name TEXT NOT NULL, made_at TEXT NOT NULL, actor TEXT NOT NULL, is_full INTEGER, is_sealed INTEGER,
    records INTEGER, changes INTEGER
)
"""

KNOWN = """
INSERT INTO handover (uid, unit_code, unit_name, file_name, made_at, actor)
SELECT lower(hex(randomblob(16))), unit_code, '', file_name, handed_at, '' FROM handed_over
GROUP BY unit_code HAVING handed_at = max(handed_at) ORDER BY handed_at
"""
"""What is still known of earlier ones: the last for each office, without its counts."""


def up(migrator: Any, db: Any) -> None:
    """Create the table, and tell in it what is known."""
    db.execute_sql(HANDOVER)
    db.execute_sql(KNOWN)
