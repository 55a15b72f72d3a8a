"""Where an office's own forms are kept: in a table of its ledger, with their bytes.

Not beside the ledger, as attached files are: a form is small, belongs to no record, and may be removed again. In the
table it is in every backup and copy of the ledger. It is no part of the change log: what a town asks for is its own.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from desktop.data.ledger import Ledger
from desktop.data.writing import wall_now

_TOLD = "id, kind, name, file_name, sheet, columns, added_at, added_by"


@dataclass(frozen=True, slots=True)
class StoredTemplate:
    """A form as it is kept. ``columns`` are its columns in their order, as JSON objects."""

    id: str
    kind: str
    name: str
    file_name: str
    sheet: str
    columns: Sequence[dict[str, Any]]
    added_at: str = ""
    added_by: str = ""


def stored_templates(ledger: Ledger, kind: str = "") -> list[StoredTemplate]:
    """All forms, or those of a kind, the first added first."""
    rows = ledger.database.execute_sql(
        f"SELECT {_TOLD} FROM template WHERE ? IN ('', kind) ORDER BY added_at, id", (kind,)
    ).fetchall()
    return [_stored(row) for row in rows]


def content_of(ledger: Ledger, template_id: str) -> bytes:
    """The bytes of a form there is."""
    row = ledger.database.execute_sql("SELECT content FROM template WHERE id = ?", (template_id,)).fetchone()
    return bytes(row[0])


def put_template(ledger: Ledger, one: StoredTemplate, content: bytes) -> None:
    """Keep a form, durably; ``added_at`` and ``added_by`` are of now."""
    columns = json.dumps(list(one.columns), ensure_ascii=False)
    values = (one.id, one.kind, one.name, one.file_name, one.sheet, columns, content, wall_now(), ledger.actor)
    with ledger.transaction():
        ledger.database.execute_sql(
            "INSERT INTO template (id, kind, name, file_name, sheet, columns, content, added_at, added_by) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            values,
        )


def change_columns(ledger: Ledger, template_id: str, columns: Sequence[dict[str, Any]]) -> None:
    """Say anew what the columns of a form are."""
    with ledger.transaction():
        ledger.database.execute_sql(
            "UPDATE template SET columns = ? WHERE id = ?",
            (json.dumps(list(columns), ensure_ascii=False), template_id),
        )


def drop_template(ledger: Ledger, template_id: str) -> None:
    """Remove a form."""
    with ledger.transaction():
        ledger.database.execute_sql("DELETE FROM template WHERE id = ?", (template_id,))


def _stored(row: Sequence[Any]) -> StoredTemplate:
    template_id, kind, name, file_name, sheet, columns, added_at, added_by = row
    return StoredTemplate(template_id, kind, name, file_name, sheet, json.loads(columns), added_at, added_by)
