"""Reading records: lists page by page, one record with its history, words looked up."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import peewee

from desktop.data.history import HistoryEntry, history
from desktop.data.ledger import Ledger
from desktop.data.records import values_of
from desktop.domain.errors import Refused
from desktop.domain.fields import FieldKind, RecordKind
from desktop.domain.lights import Light, Remaining, light_of, remaining_of
from desktop.services.recording import kind_named
from desktop.services.selecting import ALIAS, PAGE, Query
from desktop.services.settings import read_settings
from desktop.services.walking import HEAD, Walk

__all__ = [
    "PAGE",
    "HistoryEntry",
    "Query",
    "Record",
    "conflicts_of",
    "count_records",
    "distinct_values",
    "get_record",
    "history",
    "issues_of",
    "list_records",
    "records_of",
]


RECENT = 50_000
"""Records among which the values in use are looked for."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record as lists and panes show it.

    ``row`` is its arrival number in this ledger; ``light`` and ``remaining`` are set for issues, ``issue_count`` for
    visits.
    """

    kind: str
    id: str
    row: int
    values: Mapping[str, Any]
    recorded_at: str
    recorded_by: str
    is_withdrawn: bool
    has_conflict: bool
    light: Light | None = None
    issue_count: int = 0
    remaining: Remaining | None = None


def list_records(ledger: Ledger, query: Query, *, today: date | None = None) -> list[Record]:
    """At most ``query.limit`` records in the order it asks for: newest first, unless it says otherwise."""
    today = today or date.today()
    walk = Walk(ledger, query, today)
    return records_of(ledger, query.kind, walk.rows(query.after, query.limit), today)


def records_of(ledger: Ledger, kind_name: str, rows: Iterable[Sequence[Any]], today: date) -> list[Record]:
    """The records of whole rows, as :class:`desktop.services.walking.Walk` reads them."""
    kind = kind_named(kind_name)
    warn_days = read_settings(ledger).warn_days if kind.name == "issue" else 0
    return [_record(kind, row, today, warn_days) for row in rows]


def count_records(ledger: Ledger, query: Query, *, today: date | None = None, most: int = 0) -> int:
    """How many records the query finds in all; with ``most`` it stops counting there."""
    return Walk(ledger, query, today or date.today()).count(most)


def _record(kind: RecordKind, whole: Sequence[Any], today: date, warn_days: int) -> Record:
    row, recorded_at, recorded_by, is_withdrawn, has_conflict, extra, issue_count, *cells = whole
    values = values_of(kind, cells, extra)
    light, remaining = None, None
    if kind.name == "issue":
        status, due_on = str(values.get("status", "")), values.get("due_on")
        look_on, completed_on = values.get("look_on"), values.get("completed_on")
        light = light_of(status, due_on, today, warn_days, look_on=look_on, completed_on=completed_on)
        remaining = remaining_of(status, due_on, today, look_on=look_on, completed_on=completed_on)
    return Record(
        kind=kind.name,
        id=values["id"],
        row=row,
        values=values,
        recorded_at=recorded_at,
        recorded_by=recorded_by,
        is_withdrawn=bool(is_withdrawn),
        has_conflict=bool(has_conflict),
        light=light,
        issue_count=issue_count,
        remaining=remaining,
    )


def get_record(ledger: Ledger, kind_name: str, record_id: str, *, today: date | None = None) -> Record:
    """One record, withdrawn or not. Refused: ``not_found``."""
    kind = kind_named(kind_name)
    row = ledger.tables[kind.name].get(record_id)
    if row is None:
        raise Refused("not_found", kind=kind.name, id=record_id)
    whole = (*(row[name] for name in HEAD), 0, *(row[name] for name in kind.field_names))
    return _record(kind, whole, today or date.today(), read_settings(ledger).warn_days)


def issues_of(ledger: Ledger, visit_id: str) -> list[Record]:
    """The issues raised at a visit, oldest first."""
    found = list_records(ledger, Query("issue", {"visit_id": visit_id}))
    return found[::-1]


def conflicts_of(ledger: Ledger, record_id: str) -> list[dict[str, Any]]:
    """The open conflicts of a record: id, field and the values that stand against each other.

    Each of ``heads`` has value, node, number, scope, and who wrote it: actor, office, wall.
    """
    rows = ledger.database.execute_sql(
        "SELECT field, heads FROM conflict WHERE record_id = ? ORDER BY field", (record_id,)
    ).fetchall()
    return [
        {
            "id": f"{record_id}:{name}",
            "field": name,
            "heads": [{**head, **_author(ledger, head)} for head in json.loads(heads)],
        }
        for name, heads in rows
    ]


def _author(ledger: Ledger, head: Mapping[str, Any]) -> dict[str, str]:
    found = ledger.database.execute_sql(
        "SELECT c.actor, c.office, c.wall FROM change c JOIN node n ON n.id = c.node_id "
        "JOIN scope s ON s.id = c.scope_id WHERE n.uid = ? AND s.name = ? AND c.number = ?",
        (head["node"], head["scope"], head["number"]),
    ).fetchone()
    return dict(zip(("actor", "office", "wall"), found or ("", "", ""), strict=True))


def distinct_values(ledger: Ledger, kind_name: str, name: str, limit: int = 200) -> list[str]:
    """Values of a text field in use among the newest :data:`RECENT` records, most used first.

    They are for filters and completion; of a million records all would take seconds, and much memory to sort.
    """
    kind = kind_named(kind_name)
    field = kind.field(name)
    table = ledger.models[kind.name].alias(ALIAS)
    value = getattr(table, field.name)
    source = table.select(value)
    if field.kind is FieldKind.LIST:
        items = peewee.fn.json_each(value).alias("items")
        value = peewee.SQL("items.value")
        source = table.select(value).from_(table, items)
    newest = ledger.database.execute_sql(f'SELECT max(row) FROM "{kind.name}"').fetchone()[0] or 0
    recent = table.row > newest - RECENT
    rows = source.where(recent, table.is_withdrawn == 0, value.is_null(False)).group_by(value)
    ordered = rows.order_by(peewee.fn.count(peewee.SQL("*")).desc()).limit(limit)
    return [str(found) for (found,) in ordered.tuples()]
