"""Drafts: what is being typed, kept so that a crash costs at most the last second. They never leave the ledger."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desktop.data.ledger import Ledger
from desktop.data.models import DRAFT
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


def typed_values(draft: Draft) -> dict[str, Any]:
    """All that was typed into a draft, by field; a telephone in an issue of a visit counts as one of the visit."""
    values = {**draft.content.get("hidden", {}), **draft.content.get("values", {})}
    phones = [issue["reporter_phone"] for issue in draft.content.get("issues", ()) if issue.get("reporter_phone")]
    return {"phone": phones[0], **{name: value for name, value in values.items() if value}} if phones else values


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
    values = {
        "id": draft_id,
        "kind": kind,
        "record_id": record_id,
        "title": title,
        "content": json.dumps(content, ensure_ascii=True),
        "changed_at": wall_now(),
    }
    with ledger.transaction():
        ledger.models[DRAFT].replace(**values).execute()
    return draft_id


def drafts(ledger: Ledger) -> list[Draft]:
    """All drafts, the last touched first."""
    model = ledger.models[DRAFT]
    return [
        Draft(row.id, row.kind, row.record_id, row.title, json.loads(row.content), row.changed_at)
        for row in model.select().order_by(model.changed_at.desc(), model.id)
    ]


def drop_draft(ledger: Ledger, draft_id: str) -> None:
    """Remove a draft: it was saved as a record, or its writer discarded it."""
    with ledger.transaction():
        ledger.models[DRAFT].delete_by_id(draft_id)
