"""Receipts tell which records their sender left out.

Frozen: later changes of the program do not touch this file.
"""

from __future__ import annotations

from typing import Any


def up(migrator: Any, db: Any) -> None:
    """Add the column: ids as JSON."""
    db.execute_sql("ALTER TABLE acknowledged ADD COLUMN left_out TEXT NOT NULL DEFAULT '[]'")
