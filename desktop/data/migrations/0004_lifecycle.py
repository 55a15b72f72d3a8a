"""Issues carry all that the whole lifecycle asks for.

Frozen: later changes of the program do not touch this file.
"""

from __future__ import annotations

from typing import Any

_TEXTS = (
    "urgency",
    "supervision",
    "supervision_no",
    "look_on",
    "reported_to",
    "satisfaction_by",
    "feedback_way",
    "leader_statement",
    "merged_into",
)


def up(migrator: Any, db: Any) -> None:
    """Add the columns."""
    for name in _TEXTS:
        db.execute_sql(f"ALTER TABLE issue ADD COLUMN {name} TEXT")
    db.execute_sql("ALTER TABLE issue ADD COLUMN reopen_count INTEGER")
