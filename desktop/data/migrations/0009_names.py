"""The index by which people of the registers are found.

Frozen: later changes of the program do not touch this file.
"""

from __future__ import annotations

from typing import Any

REGISTERS = ("household", "person", "enterprise", "cadre")


def up(migrator: Any, db: Any) -> None:
    """Make the tables, and note when there are records that are still to be indexed."""
    for name in REGISTERS:
        # Of desktop.data.names: words of letters, digits and other characters, each as it is.
        db.execute_sql(
            f"CREATE VIRTUAL TABLE {name}_names USING fts5"
            "(text, content='', contentless_delete=1, detail=none, tokenize='ascii')"
        )
    anybody = " OR ".join(f"EXISTS (SELECT 1 FROM {name})" for name in REGISTERS)
    db.execute_sql(f"INSERT INTO meta (key, value) SELECT 'names', 'to_index' WHERE {anybody}")
