"""The one way into the log and the tables: a :class:`Writing` is one transaction and one step of undo."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from desktop.data.ledger import Ledger
from desktop.data.records import Standing, decoded
from desktop.data.refolding import are_plain, as_created, refold
from desktop.domain.changes import VIA, Change, Operation, Vector, canonical
from desktop.domain.courses import FOLLOWED
from desktop.domain.folding import STANDING
from desktop.domain.kinds import KINDS

SETTING = "setting"
ISSUE = "issue"

_AT_ONCE = 500
"""Records looked up in one statement."""

_VARIANT = {digit: "89ab"[int(digit, 16) & 3] for digit in "0123456789abcdef"}


@dataclass(frozen=True, slots=True)
class Act:
    """One change of a step, with what stood before, so that it can be taken back."""

    kind: str
    record_id: str
    operation: str
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    number: int = 0
    """The number the change got in its scope."""
    is_settling: bool = False
    """Whether it settled a conflict: taking it back opens the conflict again."""
    record_ids: tuple[str, ...] = ()
    """Where many records were created, withdrawn or restored at once, all of them; ``record_id`` is the first."""

    def document(self) -> dict[str, Any]:
        """The act as it is kept with its step."""
        return {
            one.name: getattr(self, one.name) for one in fields(self) if one.name != "record_ids" or self.record_ids
        }


@dataclass(frozen=True, slots=True)
class Typed:
    """A change that was typed into a workbook: who is said to have done it, and what the workbook showed (``base``)."""

    kind: str
    record_id: str
    operation: Operation
    patch: Mapping[str, Any]
    scope: str
    base: Vector
    actor: str
    office: str


class Writing:
    """The verbs of one open transaction. Values are checked by the caller."""

    def __init__(self, ledger: Ledger, wall: str) -> None:
        self._ledger = ledger
        self._wall = wall
        self._lamport = ledger.log.lamport()
        self.acts: list[Act] = []
        self.step_id: int | None = None

    def create(self, kind: str, values: Mapping[str, Any], scope: str, record_id: str = "") -> str:
        """Append the creation of a record and put it into its table; gives its id."""
        record_id = record_id or str(uuid.uuid4())
        patch = {name: value for name, value in values.items() if value is not None}
        self._append(kind, record_id, Operation.CREATE, patch, scope)
        if kind == "issue":
            refold(self._ledger, [record_id])
        else:
            self._put(kind, record_id, patch, scope)
        return record_id

    def create_many(self, kind: str, scope: str, values: Sequence[Mapping[str, Any]]) -> list[str]:
        """:meth:`create` of many records of one scope, as one act; gives their ids."""
        ids = new_ids(len(values))
        patches = [
            {name: value for name, value in one.items() if value is not None} if None in one.values() else one
            for one in values
        ]
        self._append_alike(kind, Operation.CREATE, scope, ids, patches)
        if all(map(are_plain, set(map(tuple, patches)))):
            scope_id, actor = self._ledger.log.scope_id(scope), self._ledger.actor
            standing = Standing(scope_id, False, False, self._wall, actor, self._wall)
            rows = [(one, as_created(kind, patch), standing) for one, patch in zip(ids, patches, strict=True)]
            self._ledger.tables[kind].put(rows, frozenset(ids))
        else:
            refold(self._ledger, ids)
        self._note_many(kind, Operation.CREATE, ids)
        return ids

    def update(self, kind: str, record_id: str, patch: Mapping[str, Any]) -> bool:
        """Append new values of fields (None clears); nothing happens when all stand so already."""
        row, before = self._row(kind, record_id)
        disputed = _disputed(self._ledger, record_id) if row["has_conflict"] else frozenset()
        changed = {name: value for name, value in patch.items() if before.get(name) != value or name in disputed}
        if not changed:
            return False
        self._append(
            kind,
            record_id,
            Operation.UPDATE,
            changed,
            self._scope_name(row["scope_id"]),
            before={name: before.get(name) for name in changed},
        )
        if row["has_conflict"] or (kind == "issue" and not FOLLOWED.isdisjoint(changed)):
            refold(self._ledger, [record_id])
        else:
            self._put(kind, record_id, {**before, **changed}, "", row)
        return True

    def withdraw(self, kind: str, record_id: str, reason: str) -> None:
        """Append the withdrawal of a record: it leaves the lists and stays in the history."""
        self._stand(kind, record_id, Operation.WITHDRAW, {"reason": reason})

    def restore(self, kind: str, record_id: str) -> None:
        """Append that a withdrawn record counts again."""
        self._stand(kind, record_id, Operation.RESTORE, {})

    def stand_many(self, kind: str, record_ids: Sequence[str], *, is_withdrawn: bool, reason: str = "") -> list[str]:
        """:meth:`withdraw` those of the records that count, or :meth:`restore` those that are withdrawn.

        Gives the ids of those that are not there.
        """
        operation = Operation.WITHDRAW if is_withdrawn else Operation.RESTORE
        patch = {"reason": reason} if is_withdrawn else {}
        table, missing = self._ledger.tables[kind], []
        for start in range(0, len(record_ids), _AT_ONCE):
            part = record_ids[start : start + _AT_ONCE]
            found = table.standing(part)
            missing += [record_id for record_id in part if record_id not in found]
            moved = [one for one in part if one in found and found[one].is_withdrawn != is_withdrawn]
            by_scope: dict[int, list[str]] = {}
            for record_id in moved:
                by_scope.setdefault(found[record_id].scope_id, []).append(record_id)
            for scope_id, ids in by_scope.items():
                scope = self._scope_name(scope_id)
                self._append_alike(kind, operation, scope, ids, [patch] * len(ids))
            # Who withdraws a record has seen all that is held of it: where nothing is in dispute, its fields stay.
            if kind != ISSUE and not any(found[one].has_conflict for one in moved):
                table.stand(moved, self._wall, is_withdrawn=is_withdrawn)
            else:
                refold(self._ledger, moved)
            self._note_many(kind, operation, moved, patch)
        return missing

    def event(self, kind: str, record_id: str, patch: Mapping[str, Any]) -> None:
        """Append a lifecycle event (``{"event": …, "fields": {…}, …}``)."""
        row, before = self._row(kind, record_id)
        changed = {name: before.get(name) for name in patch.get("fields", {})}
        self._append(kind, record_id, Operation.EVENT, dict(patch), self._scope_name(row["scope_id"]), before=changed)
        refold(self._ledger, [record_id])

    def settle(self, kind: str, record_id: str, name: str, value: Any, *, reason: str = "") -> None:
        """Append the value on which a disputed field is settled; of :data:`STANDING` it is whether it is withdrawn."""
        row, before = self._row(kind, record_id)
        if name == STANDING:
            operation, patch = (Operation.WITHDRAW, {"reason": reason}) if value else (Operation.RESTORE, {})
            before = {name: bool(row["is_withdrawn"])}
        else:
            operation, patch = Operation.UPDATE, {name: value}
        scope = self._scope_name(row["scope_id"])
        self._append(kind, record_id, operation, patch, scope, before={name: before.get(name)}, is_settling=True)
        refold(self._ledger, [record_id])

    def retract(self, kind: str, record_id: str, number: int) -> None:
        """Append that an own settling of this number is taken back."""
        row, _ = self._row(kind, record_id)
        self._append(kind, record_id, Operation.RETRACT, {"of": number}, self._scope_name(row["scope_id"]))
        refold(self._ledger, [record_id])

    def set_setting(self, key: str, value: Any) -> None:
        """Append a setting of the office (kept in its private scope)."""
        found = self._ledger.database.execute_sql("SELECT value FROM setting WHERE id = ?", (key,)).fetchone()
        before = {"text": found[0] if found else None}
        operation = Operation.UPDATE if found else Operation.CREATE
        scope = f"private:{self._ledger.office.code}"
        self._append(SETTING, key, operation, {"value": value}, scope, before=before)
        refold(self._ledger, [key])

    def typed(self, change: Typed) -> None:
        """Append what was typed into a workbook; the record is folded anew by the caller.

        The act remembers what stands now, so that it can be taken back.
        """
        row = self._ledger.tables[change.kind].get(change.record_id)
        before = decoded(KINDS[change.kind], row) if row is not None else {}
        fields = change.patch.get("fields", {}) if change.operation == Operation.EVENT else change.patch
        self._append(
            change.kind,
            change.record_id,
            change.operation,
            dict(change.patch),
            change.scope,
            before={name: before.get(name) for name in fields if name != VIA},
            typed=change,
        )

    # -- parts -------------------------------------------------------------------------------------------------------

    def _stand(self, kind: str, record_id: str, operation: Operation, patch: dict[str, Any]) -> None:
        row, _ = self._row(kind, record_id)
        self._append(kind, record_id, operation, patch, self._scope_name(row["scope_id"]))
        refold(self._ledger, [record_id])

    def _append_alike(
        self, kind: str, operation: Operation, scope: str, ids: Sequence[str], patches: Sequence[Mapping[str, Any]]
    ) -> None:
        ledger = self._ledger
        like = Change(
            node=ledger.node_uid,
            scope=scope,
            number=0,
            lamport=self._lamport + 1,
            wall=self._wall,
            actor=ledger.actor,
            office=ledger.office.level,
            kind=kind,
            record_id="",
            operation=operation,
            patch={},
        )
        ledger.log.append_alike(like, ids, patches)
        self._lamport += len(patches)

    def _note_many(
        self, kind: str, operation: Operation, ids: Sequence[str], after: Mapping[str, Any] = MappingProxyType({})
    ) -> None:
        """Note changes that are alike with those just before them: a step of many thousands is kept as one act."""
        last = self.acts[-1] if self.acts else None
        if last is not None and last.record_ids and (last.kind, last.operation, last.after) == (kind, operation, after):
            self.acts[-1] = replace(last, record_ids=(*last.record_ids, *ids))
        elif ids:
            self.acts.append(Act(kind, ids[0], operation, after=dict(after), record_ids=tuple(ids)))

    def _append(
        self,
        kind: str,
        record_id: str,
        operation: Operation,
        patch: dict[str, Any],
        scope: str,
        before: Mapping[str, Any] | None = None,
        *,
        typed: Typed | None = None,
        is_settling: bool = False,
    ) -> None:
        self._lamport += 1
        ledger = self._ledger
        change = Change(
            node=ledger.node_uid,
            scope=scope,
            number=0,
            lamport=self._lamport,
            wall=self._wall,
            actor=typed.actor if typed else ledger.actor,
            office=typed.office if typed else ledger.office.level,
            kind=kind,
            record_id=record_id,
            operation=operation,
            patch=patch,
        )
        number = ledger.log.append(change, typed.base if typed else None)
        # Undoing a creation withdraws it and redoing restores it: neither needs what was entered.
        after = {} if operation == Operation.CREATE and kind != SETTING else {**patch}
        after.pop(VIA, None)
        self.acts.append(Act(kind, record_id, operation, before or {}, after, number, is_settling))

    def _row(self, kind: str, record_id: str) -> tuple[dict[str, Any], dict[str, Any]]:
        row = self._ledger.tables[kind].get(record_id)
        if row is None:
            raise KeyError(record_id)
        return row, decoded(KINDS[kind], row)

    def _scope_name(self, scope_id: int) -> str:
        found = self._ledger.database.execute_sql("SELECT name FROM scope WHERE id = ?", (scope_id,)).fetchone()
        return str(found[0])

    def _put(
        self, kind: str, record_id: str, values: Mapping[str, Any], scope: str, row: Mapping[str, Any] | None = None
    ) -> None:
        standing = Standing(
            scope_id=row["scope_id"] if row else self._ledger.log.scope_id(scope),
            is_withdrawn=bool(row and row["is_withdrawn"]),
            has_conflict=False,
            recorded_at=row["recorded_at"] if row else self._wall,
            recorded_by=row["recorded_by"] if row else self._ledger.actor,
            changed_at=self._wall,
        )
        filled = {name: value for name, value in values.items() if value is not None}
        self._ledger.tables[kind].put([(record_id, filled, standing)])

    def finish(self, label: str, title: str, batch_id: int | None = None) -> None:
        """Note the step, so that it can be undone; steps that were undone before it cannot be redone any more.

        The step of an import (``batch_id``) takes back the whole import.
        """
        self._ledger.log.saw_lamport(self._lamport)
        if not label or not (self.acts or batch_id):
            return
        session = self._ledger.session
        execute = self._ledger.database.execute_sql
        execute("UPDATE step SET state = 2 WHERE session = ? AND state = 1", (session,))
        acts = canonical([act.document() for act in self.acts])
        cursor = execute(
            "INSERT INTO step (session, label, title, made_at, actor, batch_id, acts) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (session, label, title, self._wall, self._ledger.actor, batch_id, acts),
        )
        self.step_id = cursor.lastrowid


def _disputed(ledger: Ledger, record_id: str) -> frozenset[str]:
    rows = ledger.database.execute_sql("SELECT field FROM conflict WHERE record_id = ?", (record_id,))
    return frozenset(row[0] for row in rows)


def new_ids(count: int) -> list[str]:
    """Random ids of records (UUID version 4): many at once take a third of the time."""
    digits = secrets.token_hex(16 * count)
    drawn = [digits[start : start + 32] for start in range(0, 32 * count, 32)]
    # RFC 9562, section 5.4: the 13th digit is the version, the two highest bits of the 17th are 10.
    return [f"{one[:8]}-{one[8:12]}-4{one[13:16]}-{_VARIANT[one[16]]}{one[17:20]}-{one[20:]}" for one in drawn]


def wall_now() -> str:
    """Local time with offset, to the second: for people to read, never for order."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


@contextmanager
def writing(ledger: Ledger, label: str, title: str = "") -> Iterator[Writing]:
    """One transaction and, unless ``label`` is empty, one step of undo called ``label``."""
    with ledger.transaction():
        open_writing = Writing(ledger, wall_now())
        yield open_writing
        open_writing.finish(label, title)
