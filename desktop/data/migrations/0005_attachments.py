"""Files that belong to visits and issues; receipts tell which of them their sender has no content of.

Frozen: later changes of the program do not touch this file.
"""

from __future__ import annotations

from typing import Any

STATEMENTS = (
    'CREATE TABLE "attachment" (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, "unit_code" TEXT, '
    '"village_name" TEXT, "record_kind" TEXT, "record_id" TEXT, "record_title" TEXT, "name" TEXT, "size" INTEGER, '
    '"media_type" TEXT, "digest" TEXT, "note" TEXT, scope_id INTEGER NOT NULL REFERENCES scope (id), '
    "is_withdrawn INTEGER NOT NULL DEFAULT 0, has_conflict INTEGER NOT NULL DEFAULT 0, recorded_at TEXT NOT NULL, "
    "recorded_by TEXT NOT NULL, changed_at TEXT NOT NULL, extra TEXT)",
    # Of desktop.data.search: pairs of characters as tokens, every other character as it is.
    "CREATE VIRTUAL TABLE attachment_text USING fts5"
    "(text, content='', contentless_delete=1, detail=none, tokenize='ascii')",
    "CREATE INDEX attachment_by_record ON attachment (record_id)",
    "CREATE INDEX attachment_by_digest ON attachment (digest)",
    # JSON; null where the partner's program tells nothing of files.
    "ALTER TABLE acknowledged ADD COLUMN files_missing TEXT",
)


def up(migrator: Any, db: Any) -> None:
    """Create the table of attachments and add the column."""
    for statement in STATEMENTS:
        db.execute_sql(statement)
