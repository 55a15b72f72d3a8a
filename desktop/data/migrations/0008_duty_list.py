"""The list of issues by the person in charge is read page by page from an index.

Frozen: later changes of the program do not touch this file.
"""

from __future__ import annotations

from typing import Any

_LAST = "\U0010ffff"
"""Stands for an empty field, so that empty ones come last."""


def up(migrator: Any, db: Any) -> None:
    """Add the index."""
    db.execute_sql(
        "CREATE INDEX issue_by_owner ON issue "
        f"(is_withdrawn, coalesce(owner, '{_LAST}'), coalesce(due_on, '{_LAST}'), row)"
    )
