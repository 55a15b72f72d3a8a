"""The one way into the log and the tables: a :class:`Writing` is one transaction and one step of undo."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from desktop.data.appending import SETTING, Appending, Typed, new_ids
from desktop.data.ledger import Ledger
from desktop.data.records import Standing, decoded
from desktop.data.refolding import are_plain, as_created, refold
from desktop.domain.changes import VIA, Operation
from desktop.domain.courses import FOLLOWED
from desktop.domain.folding import STANDING
from desktop.domain.kinds import KINDS

ISSUE = "issue"

_AT_ONCE = 500
"""Records looked up in one statement."""


class Writing(Appending):
    """The verbs of one open transaction. Values are checked by the caller."""

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
        self.event_many(kind, {record_id: patch})

    def event_many(self, kind: str, patches: Mapping[str, Mapping[str, Any]]) -> None:
        """:meth:`event` of many records, by id: their courses are folded together."""
        for record_id, patch in patches.items():
            self._append_event(kind, record_id, patch)
        refold(self._ledger, patches)

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

    def _append_event(self, kind: str, record_id: str, patch: Mapping[str, Any]) -> None:
        row, before = self._row(kind, record_id)
        changed = {name: before.get(name) for name in patch.get("fields", {})}
        self._append(kind, record_id, Operation.EVENT, dict(patch), self._scope_name(row["scope_id"]), before=changed)

    def _stand(self, kind: str, record_id: str, operation: Operation, patch: dict[str, Any]) -> None:
        row, _ = self._row(kind, record_id)
        self._append(kind, record_id, operation, patch, self._scope_name(row["scope_id"]))
        refold(self._ledger, [record_id])

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


def _disputed(ledger: Ledger, record_id: str) -> frozenset[str]:
    rows = ledger.database.execute_sql("SELECT field FROM conflict WHERE record_id = ?", (record_id,))
    return frozenset(row[0] for row in rows)


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
