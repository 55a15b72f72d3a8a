"""公示: what an office posts on the wall. Masked or left out by the one mask engine; never to be taken in again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date
from pathlib import Path
from typing import Any

from desktop.data.ledger import Ledger
from desktop.data.records import decoded
from desktop.domain.changes import Level
from desktop.domain.doubtful import Doubt, left_open
from desktop.domain.errors import Refused
from desktop.domain.fields import FieldKind, Personal, RecordKind, list_fields
from desktop.domain.kinds import KINDS
from desktop.domain.lifecycle import OPEN, SUCCESSFULLY_CLOSED
from desktop.domain.masks import NOBODY, KnownNames, mask_record, mask_text
from desktop.exchange.posting import PostedSheet, explanation, post
from desktop.services.exporting import refuse_ledger_file

POSTED: Mapping[str, tuple[str, ...]] = {
    "visit": (
        "visited_on",
        "village_name",
        "group_name",
        "subject_name",
        "visitors",
        "kind",
        "demand",
        "category",
        "handling",
        "satisfaction",
    ),
    "issue": (
        "code",
        "source",
        "collected_on",
        "village_name",
        "group_name",
        "reporter_name",
        "people_count",
        "category",
        "description",
        "location",
        "measures",
        "lead_unit",
        "owner",
        "due_on",
        "progress",
        "status",
        "completion_kind",
        "closed_on",
        "satisfaction",
    ),
}
"""What is posted of a record, by kind. Named one by one: a field added to the dictionary is not posted by itself.

The purpose of a visit is not: that it went to a 重点户 tells what the household is.
"""

_SHOWN_MASKED = frozenset({Personal.NAME, Personal.ADDRESS})
# Officials stand by their names for what they do in office, also where a register of residents has them.
_OFFICIAL = frozenset({"visitors", "owner", "lead_unit"})
_FREE = frozenset({FieldKind.TEXT, FieldKind.LONG_TEXT, FieldKind.CATEGORY, FieldKind.LIST})
# Of issues, households, plans, grids: an office's own numbers, which lead to nobody by themselves.
_NUMBERS = ("code", "_no")
# Not for the public: not yet an issue, no longer one, or with those who investigate.
_NOT_POSTED = ("draft", "merged", "void", "transferred")


@dataclass(frozen=True, slots=True)
class Published:
    """What was written: record counts by kind."""

    path: Path
    records: dict[str, int]


@dataclass(frozen=True, slots=True)
class DoubtfulText:
    """A place that would be posted and looks like somebody's number: kind, id and title of the record (the number of an
    issue, the day of a visit), the field, and what is written there.
    """

    kind: str
    record_id: str
    title: str
    field: str
    what: Doubt
    text: str = dataclass_field(repr=False)


@dataclass(frozen=True, slots=True)
class _Choice:
    """Which records are posted; an open end of the period is ''."""

    scope_ids: tuple[int, ...]
    since: str
    until: str

    def clause(self, kind: RecordKind) -> tuple[str, list[Any]]:
        """FROM and WHERE for the records of a kind, and their parameters."""
        day = f'"{kind.date_field}"'
        marks = ", ".join("?" * len(self.scope_ids))
        text = f'FROM "{kind.name}" WHERE scope_id IN ({marks}) AND is_withdrawn = 0'
        values: list[Any] = [*self.scope_ids]
        if self.since:
            text += f" AND {day} >= ?"
            values.append(self.since)
        if self.until:
            text += f" AND {day} <= ?"
            values.append(self.until)
        if kind.name == "issue":
            text += f" AND status NOT IN ({', '.join('?' * len(_NOT_POSTED))})"
            values += _NOT_POSTED
        return text, values


def publish_workbook(
    ledger: Ledger,
    path: Path,
    *,
    kinds: Sequence[str] = tuple(POSTED),
    since: date | None = None,
    until: date | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Published:
    """Write what may be posted of the records dated ``since`` to ``until`` (both included).

    Refused: ``unknown_kind`` (only visits and issues are posted), ``target_is_ledger``, ``cancelled``, and those of
    writing a file.
    """
    for name in kinds:
        if name not in POSTED:
            raise Refused("unknown_kind", kind=name, kinds=list(POSTED))
    refuse_ledger_file(ledger, path)
    with ledger.reading():
        choice = _Choice(_public_scopes(ledger), since.isoformat() if since else "", until.isoformat() if until else "")
        names = known_names(ledger)
        sheets = [_sheet(ledger, KINDS[name], choice, names) for name in kinds]
        title = f"{ledger.office.name}走访与问题公示"
        figures = _figures(ledger, choice)
        lines = explanation(ledger.office.name, choice.since, choice.until, date.today())
        post(path, title, lines, sheets, figures, progress=progress, cancelled=cancelled)
    return Published(path, {sheet.kind.name: sheet.count for sheet in sheets})


def doubtful_texts(
    ledger: Ledger,
    *,
    kinds: Sequence[str] = tuple(POSTED),
    since: date | None = None,
    until: date | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[DoubtfulText]:
    """What :func:`publish_workbook` would post that looks like a number the mask does not know: to be looked at before.

    What no program can know (a name that no register has, a nickname) it does not find either. Refused: ``cancelled``.
    """
    found: list[DoubtfulText] = []
    with ledger.reading():
        choice = _Choice(_public_scopes(ledger), since.isoformat() if since else "", until.isoformat() if until else "")
        names = known_names(ledger)
        for kind in (KINDS[name] for name in kinds):
            for values in _records(ledger, kind, choice, names, with_id=True):
                if cancelled is not None and cancelled():
                    raise Refused("cancelled")
                found += _doubtful_of(kind, values)
    return found


def _doubtful_of(kind: RecordKind, values: Mapping[str, Any]) -> Iterator[DoubtfulText]:
    title = str(values.get("code" if kind.name == "issue" else "visited_on") or "")
    for name, value in values.items():
        if name not in kind.field_names or kind.field(name).kind not in _FREE or name.endswith(_NUMBERS):
            continue
        text = "、".join(map(str, value)) if isinstance(value, list) else str(value)
        for place in left_open(text):
            yield DoubtfulText(kind.name, values["id"], title, name, place.what, text[place.start : place.end])


def _public_scopes(ledger: Ledger) -> tuple[int, ...]:
    if ledger.office.level is Level.VILLAGE:
        return (ledger.log.scope_id(ledger.office.own_scope),)
    return tuple(ledger.log.scope_id(name) for name in ledger.log.scopes() if not name.startswith("private:"))


def _sheet(ledger: Ledger, kind: RecordKind, choice: _Choice, names: KnownNames) -> PostedSheet:
    clause, values = choice.clause(kind)
    count = ledger.database.execute_sql(f"SELECT count(*) {clause}", values).fetchone()[0]
    return PostedSheet(kind, POSTED[kind.name], int(count), _records(ledger, kind, choice, names))


def _records(
    ledger: Ledger, kind: RecordKind, choice: _Choice, names: KnownNames, *, with_id: bool = False
) -> Iterator[dict[str, Any]]:
    clause, values = choice.clause(kind)
    cursor = ledger.database.execute_sql(f'SELECT * {clause} ORDER BY "{kind.date_field}", row', values)
    columns = [column[0] for column in cursor.description]
    for found in cursor:
        row = dict(zip(columns, found, strict=True))
        public = public_values(kind, decoded(kind, row), names)
        yield {**public, "id": row["id"]} if with_id else public


def public_values(kind: RecordKind, values: Mapping[str, Any], names: KnownNames = NOBODY) -> dict[str, Any]:
    """What is posted of a record: the fields of POSTED, personal ones masked, free text without what leads to anyone.

    Phones, ID numbers, tags and what is said of a household are left out even where POSTED names them.
    """
    posted = {name: values[name] for name in POSTED[kind.name] if values.get(name) is not None}
    fields = {name: kind.field(name) for name in posted}
    masked = mask_record(kind, posted)
    public: dict[str, Any] = {}
    for name, field in fields.items():
        value = masked[name]
        if field.personal is not None:
            if field.personal in _SHOWN_MASKED:
                public[name] = value
        elif field.kind in _FREE:
            known = NOBODY if name in _OFFICIAL or name == "code" else names
            public[name] = value if name == "code" else _free_text(value, known)
        else:
            public[name] = value
    return public


def masked_values(kind: RecordKind, values: Mapping[str, Any], names: KnownNames = NOBODY) -> dict[str, Any]:
    """All values of a record, personal ones masked, and in free text what leads to anyone."""
    masked = mask_record(kind, values)
    for field in kind.fields:
        value = values.get(field.name)
        is_number = field.name.endswith(_NUMBERS)
        if value is not None and field.personal is None and field.kind in _FREE and not is_number:
            masked[field.name] = _free_text(value, NOBODY if field.name in _OFFICIAL else names)
    return masked


def _free_text(value: Any, names: KnownNames) -> Any:
    if isinstance(value, list):
        return [mask_text(str(item), names) for item in value]
    return mask_text(str(value), names)


def known_names(ledger: Ledger) -> KnownNames:
    """Every name of a person that the ledger holds, withdrawn records included."""
    found: set[str] = set()
    for kind in KINDS.values():
        for field in kind.fields:
            if field.personal is not Personal.NAME:
                continue
            rows = ledger.database.execute_sql(
                f'SELECT DISTINCT "{field.name}" FROM "{kind.name}" WHERE "{field.name}" IS NOT NULL'
            )
            is_list = field.name in list_fields(kind)
            for (value,) in rows:
                found.update(json.loads(value) if is_list else [str(value)])
    return KnownNames(found)


def _figures(ledger: Ledger, choice: _Choice) -> list[list[Any]]:
    """Headings, then visits and issues of each village, then all together."""
    execute = ledger.database.execute_sql
    clause, values = choice.clause(KINDS["visit"])
    rows: dict[str, list[Any]] = {}
    for code, name, count in execute(f"SELECT unit_code, max(village_name), count(*) {clause} GROUP BY 1", values):
        rows[code or ""] = [name or "", count, 0, 0, 0]
    clause, values = choice.clause(KINDS["issue"])
    closed, still_open = (", ".join(map(repr, sorted(codes))) for codes in (SUCCESSFULLY_CLOSED, OPEN))
    query = (
        f"SELECT unit_code, max(village_name), count(*), sum(status IN ({closed})), sum(status IN ({still_open})) "
        f"{clause} GROUP BY 1"
    )
    for code, name, *counts in execute(query, values):
        rows.setdefault(code or "", [name or "", 0, 0, 0, 0])[2:] = counts
    villages = [rows[code] for code in sorted(rows)]
    total = [sum(row[place] for row in villages) for place in range(1, 5)]
    return [["村", "走访次数", "问题", "已销号", "办理中"], *villages, ["合计", *total]]
