"""Bringing record tables, conflicts and search text into line with the log, record by record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from desktop.data.courses import forget_courses, put_courses
from desktop.data.ledger import Ledger
from desktop.data.records import Row, Standing
from desktop.domain.changes import Change, Operation, canonical
from desktop.domain.courses import Stage, course_of
from desktop.domain.fields import RecordKind, SetBy
from desktop.domain.folding import STATUS, EventOutcome, Folded, fold
from desktop.domain.kinds import KINDS
from desktop.domain.lifecycle import fold_events

_AT_ONCE = 500
"""Records folded at a time: their changes are held in memory together."""


def _no_events(events: Sequence[Change]) -> EventOutcome:
    return EventOutcome(impossible=tuple(events))


@lru_cache(maxsize=32)
def _filled_in(kind: RecordKind) -> frozenset[str]:
    return frozenset(field.name for field in kind.fields if field.set_by is SetBy.PROGRAM)


def folded_record(kind: RecordKind, changes: Iterable[Change]) -> Folded:
    """Fold a record of a declared kind."""
    owners = {field.name: str(field.owner) for field in kind.fields}
    events = fold_events if kind.name == "issue" else _no_events
    return fold(changes, lambda name: owners.get(name, "village"), events, _filled_in(kind))


def is_begun(changes: Iterable[Change]) -> bool:
    """Whether the creation is among the changes: without it a record has no row."""
    return any(change.operation == Operation.CREATE for change in changes)


def refold(
    ledger: Ledger, record_ids: Iterable[str], creations: Mapping[str, Change] = MappingProxyType({})
) -> dict[str, str]:
    """Write the rows of these records anew from their live changes; gives kind by record id of those now there.

    A record without live changes leaves its table. Records of unknown kinds stay in the log only. ``creations`` are
    changes at hand that are the only ones of their records (:meth:`desktop.data.receiving.Receiver.lone_creations`).
    """
    wanted = list(dict.fromkeys(record_ids))
    present: dict[str, str] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        present |= _refold(ledger, wanted[start : start + _AT_ONCE], creations)
    return present


def _refold(ledger: Ledger, record_ids: Sequence[str], creations: Mapping[str, Change]) -> dict[str, str]:
    changes = ledger.log.of_records(record_id for record_id in record_ids if record_id not in creations)
    _forget(ledger, "conflict", "record_id", record_ids)
    forget_courses(ledger, [record_id for record_id in record_ids if record_id not in creations])
    courses: dict[str, tuple[Stage, ...]] = {}
    present: dict[str, str] = {}
    rows: dict[str, list[Row]] = {}
    gone: list[str] = []
    unbegun: dict[str, list[str]] = {}
    for record_id in record_ids:
        creation = creations.get(record_id)
        if creation is not None and creation.kind in KINDS and _is_plain(creation):
            present[record_id] = creation.kind
            rows.setdefault(creation.kind, []).append(_created(ledger, creation))
            continue
        own = [creation] if creation is not None else changes.get(record_id)
        if own is None:
            gone.append(record_id)
            continue
        kind = KINDS.get(own[0].kind)
        if kind is None:
            _put_setting(ledger, own)
        elif is_begun(own):
            present[record_id] = kind.name
            if len(own) == 1 and _is_plain(own[0]):
                row = _created(ledger, own[0])
            else:
                record = folded_record(kind, own)
                row = _folded(ledger, record, own)
                if kind.name == "issue":
                    courses[record_id] = course_of(record)
            rows.setdefault(kind.name, []).append(row)
        else:
            # A record begins with its creation; anything else first means that its beginning is not here.
            unbegun.setdefault(kind.name, []).append(record_id)
    for name, table in ledger.tables.items():
        if name in rows:
            table.put(rows[name], creations)
        if gone or name in unbegun:
            table.remove([*gone, *unbegun.get(name, ())])
    put_courses(ledger, courses)
    if gone:
        _forget(ledger, "setting", "id", gone)
    return present


def fold_courses(ledger: Ledger) -> None:
    """Fold the courses of all issues anew, after a migration: with it everything else of them. One transaction."""
    rows = ledger.database.execute_sql(
        "SELECT DISTINCT record_id FROM change WHERE kind = 'issue' AND operation = 'event' AND state = 0"
    ).fetchall()
    refold(ledger, (row[0] for row in rows))


def _forget(ledger: Ledger, table: str, column: str, record_ids: Sequence[str]) -> None:
    marks = ", ".join("?" * len(record_ids))
    ledger.database.execute_sql(f"DELETE FROM {table} WHERE {column} IN ({marks})", list(record_ids))


def _is_plain(change: Change) -> bool:
    """Whether a record of this one change is its patch: a creation without a field that means more than itself."""
    return change.operation == Operation.CREATE and are_plain(tuple(change.patch))


@lru_cache(maxsize=512)
def are_plain(names: tuple[str, ...]) -> bool:
    """Whether a creation with these names says nothing but the values of fields."""
    # Names that begin with _ come before all of a small letter.
    return min(names, default="a") >= "a"


def _created(ledger: Ledger, creation: Change) -> Row:
    """What :func:`_folded` gives for a record that was only created."""
    values = as_created(creation.kind, creation.patch)
    scope_id = ledger.log.scope_id(creation.scope)
    standing = Standing(scope_id, False, False, creation.wall, creation.actor, creation.wall)
    return creation.record_id, values, standing


def as_created(kind_name: str, patch: Mapping[str, Any]) -> Mapping[str, Any]:
    """The fields of a record of which nothing but its creation with this patch is known."""
    return patch if kind_name != "issue" else {**patch, **_reached_at_first()}


@lru_cache(maxsize=1)
def _reached_at_first() -> Mapping[str, Any]:
    return MappingProxyType({name: value for name, value in fold_events(()).reached.items() if value is not None})


def standing_of(ledger: Ledger, record: Folded, changes: Sequence[Change]) -> Standing:
    """The columns of a row that the program keeps beside the fields."""
    first = min(changes, key=lambda change: change.rank)
    last = max(changes, key=lambda change: change.rank)
    return Standing(
        scope_id=ledger.log.scope_id(first.scope),
        is_withdrawn=record.is_withdrawn,
        has_conflict=bool(record.heads or record.ineffective),
        recorded_at=first.wall,
        recorded_by=first.actor,
        changed_at=last.wall,
    )


def conflicts_of(record: Folded) -> dict[str, str]:
    """The rows of a record in the conflict table: field to heads as JSON."""
    rows = {
        name: [
            {"value": head.value, "node": head.change.node, "number": head.change.number, "scope": head.change.scope}
            for head in heads
        ]
        for name, heads in record.heads.items()
    }
    if record.ineffective:
        rows[STATUS] = [
            {"value": change.patch.get("event"), "node": change.node, "number": change.number, "scope": change.scope}
            for change in record.ineffective
        ]
    return {name: canonical(heads) for name, heads in rows.items()}


def setting_of(changes: Iterable[Change]) -> str:
    """The value of a setting as it is stored."""
    return canonical(max(changes, key=lambda change: change.rank).patch.get("value"))


def _folded(ledger: Ledger, record: Folded, changes: list[Change]) -> Row:
    """The row of a record; what is disputed in it is noted."""
    for name, heads in conflicts_of(record).items():
        ledger.database.execute_sql(
            "INSERT INTO conflict (kind, record_id, field, heads) VALUES (?, ?, ?, ?)",
            (record.kind, record.record_id, name, heads),
        )
    return record.record_id, record.values, standing_of(ledger, record, changes)


def _put_setting(ledger: Ledger, changes: list[Change]) -> None:
    if changes[0].kind != "setting":
        return
    ledger.database.execute_sql(
        "INSERT INTO setting (id, value) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET value = excluded.value",
        (changes[0].record_id, setting_of(changes)),
    )
