"""Reading records: lists page by page, one record with its history, words looked up."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from desktop.data.history import HistoryEntry, history
from desktop.data.ledger import Ledger
from desktop.data.lighting import light_expression
from desktop.data.records import decoded
from desktop.data.search import is_exact, match_expression, terms
from desktop.domain.errors import Problem, Refused
from desktop.domain.fields import Field, FieldKind, RecordKind
from desktop.domain.kinds import KINDS
from desktop.domain.lights import Light, light_of
from desktop.services.recording import kind_named
from desktop.services.settings import read_settings

PAGE = 200

__all__ = [
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
]


_ISSUE_COUNT = "(SELECT count(*) FROM issue i WHERE i.visit_id = t.id AND NOT i.is_withdrawn)"


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


@dataclass(frozen=True, slots=True)
class Record:
    """One record as lists and panes show it.

    ``row`` is its arrival number in this ledger; ``light`` is set for issues; ``issue_count`` for visits.
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

    @property
    def place(self) -> tuple[str, int]:
        """Where a list stands at this record (for :attr:`Query.after`)."""
        return (str(self.values.get(KINDS[self.kind].date_field) or ""), self.row)


def list_records(ledger: Ledger, query: Query, *, today: date | None = None) -> list[Record]:
    """At most ``query.limit`` records, newest first (by the kind's date, then arrival)."""
    kind = kind_named(query.kind)
    today = today or date.today()
    condition, values = _condition(ledger, kind, query, today)
    order = f'"{kind.date_field}" DESC, row DESC' if kind.date_field else "row DESC"
    columns = f"t.*, {_ISSUE_COUNT} AS issue_count" if kind.name == "visit" else "t.*"
    cursor = ledger.database.execute_sql(
        f'SELECT {columns} FROM "{kind.name}" t WHERE {condition} ORDER BY {order} LIMIT ?', (*values, query.limit)
    )
    names = [column[0] for column in cursor.description]
    warn_days = read_settings(ledger).warn_days
    return [_record(kind, dict(zip(names, row, strict=True)), today, warn_days) for row in cursor.fetchall()]


def count_records(ledger: Ledger, query: Query, *, today: date | None = None) -> int:
    """How many records the query finds in all."""
    kind = kind_named(query.kind)
    whole = Query(query.kind, query.where, query.since, query.until, query.lights, query.text, query.withdrawn)
    condition, values = _condition(ledger, kind, whole, today or date.today())
    found = ledger.database.execute_sql(f'SELECT count(*) FROM "{kind.name}" t WHERE {condition}', values)
    return int(found.fetchone()[0])


def _record(kind: RecordKind, row: Mapping[str, Any], today: date, warn_days: int) -> Record:
    values = decoded(kind, row)
    light = None
    if kind.name == "issue":
        light = light_of(str(values.get("status", "")), values.get("due_on"), today, warn_days)
    return Record(
        kind=kind.name,
        id=row["id"],
        row=row["row"],
        values=values,
        recorded_at=row["recorded_at"],
        recorded_by=row["recorded_by"],
        is_withdrawn=bool(row["is_withdrawn"]),
        has_conflict=bool(row["has_conflict"]),
        light=light,
        issue_count=row.get("issue_count", 0),
    )


def _condition(ledger: Ledger, kind: RecordKind, query: Query, today: date) -> tuple[str, list[Any]]:
    parts, values = ["t.is_withdrawn = ?"], [int(query.withdrawn)]  # type: tuple[list[str], list[Any]]
    for name, value in query.where.items():
        if not kind.has_field(name):
            raise Refused("invalid", problems=[Problem("unknown_field", name, value)], rows=1)
        part, given = _equals(kind, name, value)
        parts.append(part)
        values += given
    if kind.date_field and query.since:
        parts.append(f't."{kind.date_field}" >= ?')
        values.append(query.since)
    if kind.date_field and query.until:
        parts.append(f't."{kind.date_field}" <= ?')
        values.append(query.until)
    if query.lights:
        light = light_expression(today, read_settings(ledger).warn_days, "t")
        parts.append(f"({light}) IN ({_marks(len(query.lights))})")
        values += query.lights
    if terms(query.text):
        part, given = _words(kind, query.text)
        parts.append(part)
        values += given
    if query.after is not None:
        part, given = _behind(kind, query.after)
        parts.append(part)
        values += given
    return " AND ".join(parts), values


def _equals(kind: RecordKind, name: str, value: Any) -> tuple[str, list[Any]]:
    if value in (None, ""):
        return f't."{name}" IS NULL', []
    field_ = kind.field(name)
    if field_.choices:
        wanted = str(value)
        matching = [choice.code for choice in field_.choices if wanted in (choice.code, choice.label)]
        return f't."{name}" = ?', matching or [wanted]
    if field_.kind == "list":
        return f'EXISTS (SELECT 1 FROM json_each(t."{name}") WHERE value = ?)', [value]
    return f't."{name}" = ?', [value]


def _marks(count: int) -> str:
    return ", ".join("?" * count)


def _searched_text(field_: Field) -> str:
    """A field's text in SQL, as :func:`desktop.data.search.text_of` has it."""
    if field_.kind is FieldKind.LIST:
        return f"""coalesce((SELECT group_concat(value, '、') FROM json_each(t."{field_.name}")), '')"""
    return f"""coalesce(t."{field_.name}", '')"""


def _words(kind: RecordKind, text: str) -> tuple[str, list[Any]]:
    joined = " || char(10) || ".join(_searched_text(field_) for field_ in kind.fields if field_.searched)
    words = terms(text)
    recheck = f"holds({joined}, {_marks(len(words))})"
    expression = match_expression(text)
    if not expression:
        return recheck, [*words]
    proposed = f"t.row IN (SELECT rowid FROM {kind.name}_text WHERE {kind.name}_text MATCH ?)"
    if is_exact(text):
        return proposed, [expression]
    return f"{proposed} AND {recheck}", [expression, *words]


def _behind(kind: RecordKind, after: tuple[str, int]) -> tuple[str, list[Any]]:
    day, row = after
    if not kind.date_field:
        return "t.row < ?", [row]
    return f'(t."{kind.date_field}", t.row) < (?, ?)', [day, row]


def get_record(ledger: Ledger, kind_name: str, record_id: str, *, today: date | None = None) -> Record:
    """One record, withdrawn or not. Refused: ``not_found``."""
    kind = kind_named(kind_name)
    row = ledger.tables[kind.name].get(record_id)
    if row is None:
        raise Refused("not_found", kind=kind.name, id=record_id)
    return _record(kind, row, today or date.today(), read_settings(ledger).warn_days)


def issues_of(ledger: Ledger, visit_id: str) -> list[Record]:
    """The issues raised at a visit, oldest first."""
    found = list_records(ledger, Query("issue", {"visit_id": visit_id}))
    return found[::-1]


def conflicts_of(ledger: Ledger, record_id: str) -> list[dict[str, Any]]:
    """The open conflicts of a record: field and the values that stand against each other.

    Each of ``heads`` has value, node, number, scope, and who wrote it: actor, office, wall.
    """
    rows = ledger.database.execute_sql(
        "SELECT id, field, heads FROM conflict WHERE record_id = ? ORDER BY field", (record_id,)
    ).fetchall()
    return [
        {"id": number, "field": name, "heads": [{**head, **_author(ledger, head)} for head in json.loads(heads)]}
        for number, name, heads in rows
    ]


def _author(ledger: Ledger, head: Mapping[str, Any]) -> dict[str, str]:
    found = ledger.database.execute_sql(
        "SELECT c.actor, c.office, c.wall FROM change c JOIN node n ON n.id = c.node_id "
        "JOIN scope s ON s.id = c.scope_id WHERE n.uid = ? AND s.name = ? AND c.number = ?",
        (head["node"], head["scope"], head["number"]),
    ).fetchone()
    return dict(zip(("actor", "office", "wall"), found or ("", "", ""), strict=True))


def distinct_values(ledger: Ledger, kind_name: str, name: str, limit: int = 200) -> list[str]:
    """Values of a text field in use, most used first: for filters and completion."""
    kind = kind_named(kind_name)
    column = f'"{kind.field(name).name}"'
    if kind.field(name).kind == "list":
        statement = (
            f'SELECT j.value FROM "{kind.name}" t, json_each(t.{column}) j WHERE NOT t.is_withdrawn GROUP BY j.value'
        )
    else:
        statement = (
            f'SELECT {column} FROM "{kind.name}" WHERE NOT is_withdrawn AND {column} IS NOT NULL GROUP BY {column}'
        )
    rows = ledger.database.execute_sql(f"{statement} ORDER BY count(*) DESC LIMIT ?", (limit,))
    return [str(row[0]) for row in rows]
