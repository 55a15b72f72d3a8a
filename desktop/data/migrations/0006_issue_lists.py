"""Lists of issues are filtered by light and owner, and counted, from indexes alone.

The light of an issue changes with the day: the indexes hold the days it is made of, and not the light.

Frozen: later changes of the program do not touch this file.
"""

from __future__ import annotations

from typing import Any

INDEXES = """
DROP INDEX issue_by_day;
DROP INDEX issue_by_due;
CREATE INDEX issue_by_day ON issue (is_withdrawn, collected_on, row, status, due_on, look_on, completed_on, owner);
CREATE INDEX issue_by_due ON issue (is_withdrawn, status, due_on, look_on, completed_on, closed_on);
CREATE INDEX issue_of_owner ON issue (is_withdrawn, owner, collected_on, row, status, due_on, look_on, completed_on);
CREATE INDEX issue_by_review ON issue (is_withdrawn, status, review_on, collected_on) WHERE review_on IS NOT NULL;
"""


def up(migrator: Any, db: Any) -> None:
    """Widen the indexes of lists, and add those by owner and by the day to look back."""
    for statement in INDEXES.split(";"):
        if statement.strip():
            db.execute_sql(statement)
