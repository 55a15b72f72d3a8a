"""The course of each issue on disk: rows of the table ``course``, a pure fold of the issue's changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from desktop.data.ledger import Ledger
from desktop.domain.courses import Stage, columns_of

_COLUMNS = tuple(Stage.__dataclass_fields__)
_INSERT = (
    f"INSERT INTO course (issue, {', '.join(_COLUMNS)}) "
    f"VALUES ((SELECT row FROM issue WHERE id = ?), {', '.join('?' * len(_COLUMNS))})"
)


def forget_courses(ledger: Ledger, issue_ids: Sequence[str]) -> None:
    """Take out the courses of these issues. At most some hundreds at a time."""
    marks = ", ".join("?" * len(issue_ids))
    ledger.database.execute_sql(
        f"DELETE FROM course WHERE issue IN (SELECT row FROM issue WHERE id IN ({marks}))", list(issue_ids)
    )


def put_courses(ledger: Ledger, courses: Mapping[str, Sequence[Stage]]) -> None:
    """Write the courses of issues, by id, that have rows and no course."""
    rows = [(issue_id, *columns_of(stage).values()) for issue_id, stages in courses.items() for stage in stages]
    if rows:
        ledger.database.connection().executemany(_INSERT, rows)


def stored_courses(ledger: Ledger, issue_ids: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """The courses as they are stored, by issue id: columns of each stage, in order. At most some hundreds of ids."""
    marks = ", ".join("?" * len(issue_ids))
    rows = ledger.database.execute_sql(
        f"SELECT i.id, {', '.join(f'c.{name}' for name in _COLUMNS)} FROM course c JOIN issue i ON i.row = c.issue "
        f"WHERE i.id IN ({marks}) ORDER BY c.issue, c.since",
        list(issue_ids),
    )
    found: dict[str, list[dict[str, Any]]] = {}
    for issue_id, *values in rows:
        found.setdefault(issue_id, []).append(dict(zip(_COLUMNS, values, strict=True)))
    return found
