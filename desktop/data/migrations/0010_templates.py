"""An office's own forms (templates), to be filled with its records.

Frozen: later changes of the program do not touch this file.
"""

from __future__ import annotations

from typing import Any

TEMPLATE = """
CREATE TABLE template (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, file_name TEXT NOT NULL, sheet TEXT NOT NULL,
    columns TEXT NOT NULL, content BLOB NOT NULL, added_at TEXT NOT NULL, added_by TEXT NOT NULL,
    UNIQUE (kind, name)
)
"""


def up(migrator: Any, db: Any) -> None:
    """Make the table of forms."""
    db.execute_sql(TEMPLATE)
