"""Which rows a query means: conditions over the peewee model of a record kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import peewee

from desktop.data.ledger import Ledger
from desktop.data.lighting import light_expression
from desktop.data.search import is_exact, match_expression, terms
from desktop.domain.errors import Problem, Refused
from desktop.domain.fields import Field, FieldKind, RecordKind
from desktop.domain.lights import Light
from desktop.services.recording import kind_named
from desktop.services.settings import read_settings

PAGE = 200
ALIAS = "t"
"""The table's name in a query, for the parts of it that are written in SQL."""


@dataclass(frozen=True, slots=True)
class Query:
    """Which records: exact values by field, a period by the kind's date (ISO days, both ends in), lights, words.

    ``after`` continues behind a record already seen, as (date, row) of that record.
    """

    kind: str
    where: Mapping[str, Any] = field(default_factory=dict)
    since: str = ""
    until: str = ""
    lights: tuple[Light, ...] = ()
    text: str = ""
    withdrawn: bool = False
    after: tuple[str, int] | None = None
    limit: int = PAGE


def conditions(ledger: Ledger, table: Any, query: Query, today: date) -> list[Any]:
    """The conditions on ``table`` (a model under :data:`ALIAS`) that ``query`` makes. Refused: ``invalid``."""
    kind = kind_named(query.kind)
    found: list[Any] = [table.is_withdrawn == int(query.withdrawn)]
    for name, value in query.where.items():
        if not kind.has_field(name):
            raise Refused("invalid", problems=[Problem("unknown_field", name, value)], rows=1)
        found.append(_equals(table, kind.field(name), value))
    day = getattr(table, kind.date_field) if kind.date_field else None
    if day is not None and query.since:
        found.append(day >= query.since)
    if day is not None and query.until:
        found.append(day <= query.until)
    if query.lights:
        light = peewee.SQL(f"({light_expression(today, read_settings(ledger).warn_days, ALIAS)})")
        found.append(light.in_([str(one) for one in query.lights]))
    if terms(query.text):
        found += _words(kind, query.text)
    if query.after is not None:
        found.append(_behind(table, kind, query.after))
    return found


def _equals(table: Any, field_: Field, value: Any) -> Any:
    column = getattr(table, field_.name)
    if value in (None, ""):
        return column.is_null()
    if field_.choices:
        wanted = str(value)
        matching = [choice.code for choice in field_.choices if wanted in (choice.code, choice.label)]
        return column == (matching[0] if matching else wanted)
    if field_.kind is FieldKind.LIST:
        return peewee.SQL(f'EXISTS (SELECT 1 FROM json_each({ALIAS}."{field_.name}") WHERE value = ?)', [value])
    return column == value


def _words(kind: RecordKind, text: str) -> list[Any]:
    words = terms(text)
    joined = " || char(10) || ".join(_searched_text(field_) for field_ in kind.fields if field_.searched)
    recheck = peewee.SQL(f"holds({joined}, {', '.join('?' * len(words))})", words)
    expression = match_expression(text)
    if not expression:
        return [recheck]
    index = f"{kind.name}_text"
    proposed = peewee.SQL(f"{ALIAS}.row IN (SELECT rowid FROM {index} WHERE {index} MATCH ?)", [expression])
    return [proposed] if is_exact(text) else [proposed, recheck]


def _searched_text(field_: Field) -> str:
    """A field's text in SQL, as :func:`desktop.data.search.text_of` has it."""
    if field_.kind is FieldKind.LIST:
        items = f'json_each({ALIAS}."{field_.name}")'
        return f"coalesce((SELECT group_concat(value, '、') FROM {items}), '')"
    return f"""coalesce({ALIAS}."{field_.name}", '')"""


def _behind(table: Any, kind: RecordKind, after: tuple[str, int]) -> Any:
    day, row = after
    if not kind.date_field:
        return table.row < row
    return peewee.SQL(f'({ALIAS}."{kind.date_field}", {ALIAS}.row) < (?, ?)', [day, row])
