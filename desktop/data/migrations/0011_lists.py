"""Lists of a million records are put in order, paged through and counted from indexes alone.

An index holds what a list is ordered by, the arrival, and what lists are usually filtered by. Numbers are also looked
for by themselves, so their indexes begin with them; the others begin with whether records are withdrawn.

Frozen: later changes of the program do not touch this file.
"""

from __future__ import annotations

from typing import Any

INDEXES = """
DROP INDEX visit_by_day;
CREATE INDEX visit_by_day ON visit (is_withdrawn, visited_on, row, handling, kind, group_name, village_name);
CREATE INDEX visit_by_subject ON visit (is_withdrawn, subject_name, row);
DROP INDEX issue_by_day;
CREATE INDEX issue_by_day ON issue
    (is_withdrawn, collected_on, row, status, due_on, look_on, completed_on, owner, category, village_name);
DROP INDEX issue_by_code;
CREATE INDEX issue_by_code ON issue (code, row, is_withdrawn);
DROP INDEX issue_of_owner;
CREATE INDEX issue_by_owner ON issue
    (is_withdrawn, owner, coalesce(due_on, '\U0010ffff'), row, status, due_on, look_on, completed_on, collected_on);
CREATE INDEX issue_by_deadline ON issue (is_withdrawn, due_on, row, status, look_on, completed_on, owner);
CREATE INDEX issue_by_closing ON issue (is_withdrawn, closed_on, row, status);
CREATE INDEX household_by_arrival ON household (is_withdrawn, row, group_name, village_name);
DROP INDEX household_by_number;
CREATE INDEX household_by_number ON household (household_no, row, is_withdrawn);
CREATE INDEX household_by_head ON household (is_withdrawn, head_name, row);
CREATE INDEX person_by_arrival ON person (is_withdrawn, row, relation, resident, village_name);
DROP INDEX person_by_household;
CREATE INDEX person_by_household ON person (household_no, row, is_withdrawn);
CREATE INDEX person_by_name ON person (is_withdrawn, name, row);
"""

KINDS = (
    "visit",
    "issue",
    "household",
    "person",
    "enterprise",
    "cadre",
    "attachment",
    "village",
    "natural_village",
    "group",
)


def up(migrator: Any, db: Any) -> None:
    """Make the indexes, and note how many of the row numbers given out are not in use."""
    for statement in INDEXES.split(";"):
        if statement.strip():
            db.execute_sql(statement)
    for kind in KINDS:
        db.execute_sql(
            "INSERT INTO meta (key, value) "
            f"SELECT 'holes:{kind}', coalesce(max(row), 0) - count(*) FROM \"{kind}\" HAVING count(*)"
        )
