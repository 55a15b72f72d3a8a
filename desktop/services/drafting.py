"""Drafts: what is being typed, kept so that a crash costs at most the last second. They never leave the ledger."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desktop.data.ledger import Ledger
from desktop.data.writing import wall_now


@dataclass(frozen=True, slots=True)
class Draft:
    """Something begun and not saved. ``record_id`` is the record being changed, None for a new one.

    ``content`` is whatever the form held, unchecked, so that nothing typed is lost.
    """

    id: str
    kind: str
    record_id: str | None
    title: str
    content: dict[str, Any]
    changed_at: str


def keep_draft(
    ledger: Ledger,
    kind: str,
    content: Mapping[str, Any],
    *,
    title: str = "",
    record_id: str | None = None,
    draft_id: str = "",
) -> str:
    """Store a draft (durably, like a record); gives its id. A known ``draft_id`` is replaced."""
    draft_id = draft_id or uuid.uuid4().hex
    with ledger.transaction():
        ledger.database.execute_sql(
            "INSERT INTO draft (id, kind, record_id, title, content, changed_at) VALUES (?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET title = excluded.title, content = excluded.content, "
            "changed_at = excluded.changed_at",
            (draft_id, kind, record_id, title, json.dumps(content, ensure_ascii=True), wall_now()),
        )
    return draft_id


def drafts(ledger: Ledger) -> list[Draft]:
    """All drafts, the last touched first."""
    rows = ledger.database.execute_sql(
        "SELECT id, kind, record_id, title, content, changed_at FROM draft ORDER BY changed_at DESC, id"
    )
    return [
        Draft(draft_id, kind, record_id, title, json.loads(content), changed_at)
        for draft_id, kind, record_id, title, content, changed_at in rows
    ]


def drop_draft(ledger: Ledger, draft_id: str) -> None:
    """Remove a draft: it was saved as a record, or its writer discarded it."""
    with ledger.transaction():
        ledger.database.execute_sql("DELETE FROM draft WHERE id = ?", (draft_id,))
