"""Who has looked at personal data, and the PINs of the people of the office.

Frozen: later changes of the program do not touch this file.
"""

from __future__ import annotations

from typing import Any

# No table of changes: what stands here is in no workbook, and cannot be undone.
ACCESS = """
CREATE TABLE access (
    number INTEGER PRIMARY KEY, wall TEXT NOT NULL, actor TEXT NOT NULL, act TEXT NOT NULL, kind TEXT NOT NULL,
    records TEXT NOT NULL, count INTEGER NOT NULL, fields TEXT NOT NULL, reason TEXT NOT NULL, about TEXT NOT NULL,
    digest BLOB NOT NULL
)
"""
PIN = """
CREATE TABLE pin (
    name TEXT PRIMARY KEY, salt BLOB NOT NULL, hash BLOB NOT NULL, wrong INTEGER NOT NULL, wrong_at REAL NOT NULL,
    set_at TEXT NOT NULL, set_by TEXT NOT NULL
) WITHOUT ROWID
"""
# Also by REPLACE, which deletes without asking the other trigger.
ADDED = """
CREATE TRIGGER access_only_grows BEFORE INSERT ON access WHEN NEW.number <= (SELECT max(number) FROM access)
BEGIN SELECT RAISE(ABORT, 'access is append-only'); END
"""
KEPT = "CREATE TRIGGER access_no_{act} BEFORE {act} ON access BEGIN SELECT RAISE(ABORT, 'access is append-only'); END"


def up(migrator: Any, db: Any) -> None:
    """Make both tables; rows of the first can only be added."""
    db.execute_sql(ACCESS)
    for act in ("UPDATE", "DELETE"):
        db.execute_sql(KEPT.format(act=act))
    db.execute_sql(ADDED)
    db.execute_sql(PIN)
