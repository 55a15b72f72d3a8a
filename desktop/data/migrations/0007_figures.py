"""The course of each issue, day by day, for the figures.

Frozen: later changes of the program do not touch this file.
"""

from __future__ import annotations

from typing import Any

COURSE = """
CREATE TABLE course (
    issue INTEGER NOT NULL REFERENCES issue (row), since TEXT NOT NULL, until TEXT NOT NULL, place INTEGER NOT NULL,
    status TEXT NOT NULL, entered_on TEXT NOT NULL, recorded_on TEXT NOT NULL, built_on TEXT,
    is_on_the_spot INTEGER NOT NULL, owner TEXT, due_on TEXT, first_due_on TEXT, look_on TEXT,
    completion_kind TEXT, completed_on TEXT, satisfaction TEXT, is_answered INTEGER NOT NULL, supervision TEXT,
    extensions INTEGER NOT NULL, reports_up INTEGER NOT NULL, reopenings INTEGER NOT NULL,
    raised_again INTEGER NOT NULL, PRIMARY KEY (issue, since)
) WITHOUT ROWID
"""


def up(migrator: Any, db: Any) -> None:
    """Make the table, and note that what was done before it is still to be folded into it."""
    db.execute_sql(COURSE)
    db.execute_sql(
        "INSERT INTO meta (key, value) SELECT 'courses', 'to_fold' "
        "WHERE EXISTS (SELECT 1 FROM change WHERE kind = 'issue' AND operation = 'event')"
    )
