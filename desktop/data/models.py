"""The peewee models of a ledger: record tables as the field dictionary declares them, and drafts.

Reading goes through them. Rows are written by :mod:`desktop.data.records` in single statements, because a bulk import
by models takes six times as long.
"""

from __future__ import annotations

from typing import Any

import peewee

from desktop.domain.fields import FieldKind, RecordKind
from desktop.domain.kinds import KINDS

DRAFT = "draft"
_FIELD_CLASSES = {FieldKind.INTEGER: peewee.IntegerField, FieldKind.NUMBER: peewee.FloatField}


class Models:
    """The models bound to one database, each made when it is first asked for."""

    def __init__(self, database: Any) -> None:
        self._database = database
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        """The model class of a record kind or of :data:`DRAFT`, by name (peewee's models are made of no types)."""
        if name not in self._made:
            members = _draft_members() if name == DRAFT else _record_members(KINDS[name])
            members["Meta"] = type("Meta", (), {"database": self._database, "table_name": name})
            self._made[name] = type(name.title(), (peewee.Model,), members)
        return self._made[name]


def _record_members(kind: RecordKind) -> dict[str, Any]:
    members: dict[str, Any] = {
        "row": peewee.AutoField(),
        "id": peewee.TextField(unique=True),
        "scope_id": peewee.IntegerField(),
        "is_withdrawn": peewee.IntegerField(default=0),
        "has_conflict": peewee.IntegerField(default=0),
        "recorded_at": peewee.TextField(),
        "recorded_by": peewee.TextField(),
        "changed_at": peewee.TextField(),
        "extra": peewee.TextField(null=True),
    }
    for field in kind.fields:
        if field.name != "id":
            members[field.name] = _FIELD_CLASSES.get(field.kind, peewee.TextField)(null=True)
    return members


def _draft_members() -> dict[str, Any]:
    return {
        "id": peewee.TextField(primary_key=True),
        "kind": peewee.TextField(),
        "record_id": peewee.TextField(null=True),
        "title": peewee.TextField(),
        "content": peewee.TextField(),
        "changed_at": peewee.TextField(),
    }
