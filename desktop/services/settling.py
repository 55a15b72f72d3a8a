"""Conflicts: values that stand against each other because two people changed a field without knowing of each other.

Settling one is a change that knows all of them: once it reaches another ledger, the conflict is settled there too.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from desktop.data.ledger import Ledger
from desktop.data.records import decoded
from desktop.data.writing import writing
from desktop.domain.changes import VIA, Change, Level, Operation, canonical
from desktop.domain.errors import Refused
from desktop.domain.folding import STANDING, STATUS
from desktop.domain.kinds import KINDS
from desktop.domain.lifecycle import DUTY, SETTLE, fold_events, status_reached, transition
from desktop.services.handling import checked_event
from desktop.services.placing import known_name
from desktop.services.recording import Saved, check_revision, current, refuse_withdrawn, title_of

__all__ = ["STANDING", "STATUS", "Conflict", "Head", "conflict_of", "count_conflicts", "open_conflicts", "resolve"]

PAGE = 200
OURS, THEIRS, VALUE = "ours", "theirs", "value"


@dataclass(frozen=True, slots=True)
class Head:
    """One of the values of a conflict: who wrote it where and when, and how it came here.

    ``number`` counts the heads of a conflict from 1. ``value`` is as stored; of :data:`STANDING` whether the record is
    withdrawn; of :data:`STATUS` the status that stands (the first head) or the event that took no effect, whose
    fields and words are then in ``given``. ``wall`` is the author's time, for people to read. ``file`` is the workbook
    it came with, empty when it was entered on this computer. ``is_ours``: written in this office.
    """

    number: int
    value: Any
    actor: str
    level: str
    unit_code: str
    office: str
    wall: str
    is_ours: bool
    is_shown: bool
    file: str = ""
    batch_id: str = ""
    reason: str = ""
    event: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)
    place: tuple[str, int] = ("", 0)
    """The node and the number of the change."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """An open conflict. ``id`` is the same on every node that has it, and after every import.

    ``field`` is a field's name, :data:`STANDING` (withdrawn here, restored there) or :data:`STATUS` (steps of an issue
    that could not take effect); ``label`` is the field's own, empty for these two.
    """

    id: str
    kind: str
    record_id: str
    title: str
    field: str
    label: str
    shown: Any
    heads: tuple[Head, ...]
    is_withdrawn: bool = False


_ROWS = "SELECT kind, record_id, field, heads FROM conflict"
_HEAD = """
SELECT c.actor, c.office, c.wall, n.level, n.unit_code, n.unit_name, b.file_name, b.uid, c.patch, n.uid, c.number
FROM change c JOIN node n ON n.id = c.node_id JOIN scope s ON s.id = c.scope_id
LEFT JOIN batch b ON b.id = c.batch_id WHERE n.uid = ? AND s.name = ? AND c.number = ?
"""


def count_conflicts(ledger: Ledger) -> int:
    """How many conflicts are open."""
    return int(ledger.database.execute_sql("SELECT count(*) FROM conflict").fetchone()[0])


def open_conflicts(ledger: Ledger, *, limit: int = PAGE, after: str = "") -> list[Conflict]:
    """At most ``limit`` open conflicts, those of one record together; ``after`` is the id of the last one had."""
    record_id, _, name = after.rpartition(":")
    rows = ledger.database.execute_sql(
        f"{_ROWS} WHERE (record_id, field) > (?, ?) ORDER BY record_id, field LIMIT ?", (record_id, name, limit)
    ).fetchall()
    return [_conflict(ledger, *row) for row in rows]


def conflict_of(ledger: Ledger, conflict_id: str) -> Conflict:
    """The open conflict of this id. Refused: ``unknown_conflict`` (it may be settled by now)."""
    record_id, _, name = conflict_id.rpartition(":")
    row = ledger.database.execute_sql(f"{_ROWS} WHERE record_id = ? AND field = ?", (record_id, name)).fetchone()
    if row is None:
        raise Refused("unknown_conflict", id=conflict_id)
    return _conflict(ledger, *row)


def _conflict(ledger: Ledger, kind_name: str, record_id: str, name: str, heads_text: str) -> Conflict:
    kind = KINDS[kind_name]
    row = ledger.tables[kind_name].get(record_id)
    if row is None:
        raise Refused("unknown_conflict", id=f"{record_id}:{name}")
    values, is_withdrawn = decoded(kind, row), bool(row["is_withdrawn"])
    shown = {STANDING: is_withdrawn, STATUS: values.get("status")}.get(name, values.get(name))
    found = [_head(ledger, at, one) for at, one in enumerate(json.loads(heads_text), start=1)]
    if name == STATUS:
        standing = _standing_head(ledger, record_id, shown)
        heads = [standing, *(replace(head, number=at, event=head.value) for at, head in enumerate(found, start=2))]
    else:
        heads = [replace(head, is_shown=canonical(head.value) == canonical(shown)) for head in found]
    label = kind.field(name).label if kind.has_field(name) else "" if name in (STANDING, STATUS) else name
    title = title_of(kind, values)
    return Conflict(f"{record_id}:{name}", kind_name, record_id, title, name, label, shown, tuple(heads), is_withdrawn)


def _head(ledger: Ledger, number: int, one: Mapping[str, Any]) -> Head:
    row = ledger.database.execute_sql(_HEAD, (one["node"], one["scope"], one["number"])).fetchone()
    actor, level, wall, node_level, unit_code, unit_name, file_name, batch_uid, patch_text, node, change_number = row
    patch = json.loads(patch_text)
    via = patch.get(VIA)
    if isinstance(via, dict):
        # It was typed into a workbook, maybe by the other office, and taken in by the node that numbered it.
        file_name, batch_uid = via.get("file"), via.get("batch")
        if level != node_level:
            unit_code, unit_name = _office_of(ledger, level, one["scope"])
    words = {name: value for name, value in patch.items() if name not in ("event", "fields", VIA)}
    fields = patch.get("fields")
    return Head(
        number=number,
        value=one["value"],
        actor=actor,
        level=level,
        unit_code=unit_code,
        office=unit_name,
        wall=wall,
        is_ours=unit_code == ledger.office.code,
        is_shown=False,
        file=str(file_name or ""),
        batch_id=str(batch_uid or ""),
        reason=str(patch.get("reason", "")),
        given=(fields if isinstance(fields, dict) else {}) | words if "event" in patch else {},
        place=(node, change_number),
    )


def _office_of(ledger: Ledger, level: str, scope: str) -> tuple[str, str]:
    """Code and name of the office of this level that a scope belongs to."""
    if level == Level.TOWN:
        office = ledger.office
        return office.town_code, office.name if office.level is Level.TOWN else office.town_name
    return scope.partition(":")[2], known_name(ledger, scope)


def _standing_head(ledger: Ledger, record_id: str, status: Any) -> Head:
    """The status as it stands: by whom and when it was reached."""
    changes = sorted(ledger.log.of_record(record_id), key=lambda change: change.rank)
    events = [change for change in changes if change.operation == Operation.EVENT]
    outcome = fold_events(events)
    idle = {id(change) for change in (*outcome.impossible, *outcome.settled, *outcome.retracted)}
    effective = [one for one in events if id(one) not in idle and _target(one)]
    begun = next(change for change in changes if change.operation == Operation.CREATE)
    last = effective[-1] if effective else begun
    where = {"node": last.node, "scope": last.scope, "number": last.number, "value": status}
    return replace(_head(ledger, 1, where), is_shown=True, given={}, reason="")


def _target(change: Change) -> str:
    found = transition(str(change.patch.get("event", "")))
    return status_reached(found, change.patch, "") if found else ""


# -- settling ----------------------------------------------------------------------------------------------------------


def resolve(ledger: Ledger, conflict_id: str, take: str, value: Any = None) -> Saved:
    """Settle a conflict; one step of undo, which opens the conflict again.

    ``take``: ``ours`` (what this office wrote), ``theirs`` (what the other wrote), the number of a head, or ``value``
    for a third one under the rules of typing. Of :data:`STATUS`, ``ours`` leaves the status as it stands and
    ``theirs`` records the step that took no effect again, where it is possible now.

    Refused: ``unknown_conflict``, ``unclear_choice`` (ours or theirs are none or several), ``unknown_choice``,
    ``no_third_value``, ``is_withdrawn``, ``invalid``, and those of :func:`desktop.services.handling.record_event`.
    """
    conflict = conflict_of(ledger, conflict_id)
    if take == VALUE:
        return _settle_on_third(ledger, conflict, value)
    if conflict.field == STATUS:
        return _settle_events(ledger, conflict, take)
    chosen = _chosen(conflict, take)
    with writing(ledger, f"settle_{conflict.kind}", conflict.title) as changes:
        changes.settle(conflict.kind, conflict.record_id, conflict.field, chosen.value, reason=chosen.reason)
    return _saved(conflict, changes.step_id)


def _saved(conflict: Conflict, step_id: int | None) -> Saved:
    return Saved(conflict.kind, (conflict.record_id,), step_id, frozenset({conflict.kind}))


def _settle_on_third(ledger: Ledger, conflict: Conflict, value: Any) -> Saved:
    if conflict.field in (STANDING, STATUS):
        raise Refused("no_third_value", heads=_named(conflict.heads))
    kind = KINDS[conflict.kind]
    refuse_withdrawn(ledger, kind, conflict.record_id)
    before = current(ledger, kind, conflict.record_id)
    clean, problems = check_revision(ledger, kind, before, {conflict.field: value}, settling=True)
    if problems:
        raise Refused("invalid", problems=problems, rows=1)
    with writing(ledger, f"settle_{conflict.kind}", conflict.title) as changes:
        changes.settle(conflict.kind, conflict.record_id, conflict.field, clean[conflict.field])
    return _saved(conflict, changes.step_id)


def _settle_events(ledger: Ledger, conflict: Conflict, take: str) -> Saved:
    events = conflict.heads[1:]
    if take == THEIRS and len(events) > 1:
        raise _unclear(conflict, take)
    chosen = {OURS: conflict.heads[0], THEIRS: events[0]}.get(take) or _numbered(conflict, take)
    of = [list(head.place) for head in events]
    patch = None
    if chosen.event:
        # In which capacity it is done now is for the rules to say anew.
        said = {name: value for name, value in chosen.given.items() if name != DUTY}
        patch = checked_event(ledger, conflict.record_id, chosen.event, said)
    with writing(ledger, "settle_issue", conflict.title) as changes:
        changes.event(conflict.kind, conflict.record_id, {"event": SETTLE, "of": of})
        if patch is not None:
            changes.event(conflict.kind, conflict.record_id, patch)
    return _saved(conflict, changes.step_id)


def _chosen(conflict: Conflict, take: str) -> Head:
    if take not in (OURS, THEIRS):
        return _numbered(conflict, take)
    heads = [head for head in conflict.heads if head.is_ours == (take == OURS)]
    if len({canonical(head.value) for head in heads}) != 1:
        raise _unclear(conflict, take)
    return heads[0]


def _numbered(conflict: Conflict, take: str) -> Head:
    chosen = next((head for head in conflict.heads if str(head.number) == take), None)
    if chosen is None:
        raise Refused("unknown_choice", take=take, heads=_named(conflict.heads))
    return chosen


def _unclear(conflict: Conflict, take: str) -> Refused:
    return Refused("unclear_choice", take=take, kind=conflict.kind, field=conflict.field, heads=_named(conflict.heads))


def _named(heads: Sequence[Head]) -> list[dict[str, Any]]:
    return [{"number": head.number, "value": head.value, "actor": head.actor, "office": head.office} for head in heads]
