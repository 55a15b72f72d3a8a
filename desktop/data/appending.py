"""Own changes on their way into the log, and the acts of a step by which they can be taken back."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from types import MappingProxyType
from typing import Any

from desktop.data.ledger import Ledger
from desktop.data.records import decoded
from desktop.domain.changes import VIA, Change, Operation, Vector, canonical
from desktop.domain.kinds import KINDS

SETTING = "setting"

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


class Appending:
    """Appends the changes of one open transaction to the log, and notes them as acts of one step."""

    def __init__(self, ledger: Ledger, wall: str) -> None:
        self._ledger = ledger
        self._wall = wall
        self._lamport = ledger.log.lamport()
        self.acts: list[Act] = []
        self.step_id: int | None = None

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


def new_ids(count: int, draw: Callable[[int], str] = secrets.token_hex) -> list[str]:
    """Random ids of records (UUID version 4): many at once take a third of the time.

    They come in their order, in which the indexes of ids take them in sooner. ``draw`` gives twice as many hexadecimal
    digits as it is told.
    """
    digits = draw(16 * count)
    drawn = sorted([digits[start : start + 32] for start in range(0, 32 * count, 32)])
    # RFC 9562, section 5.4: the 13th digit is the version, the two highest bits of the 17th are 10.
    return [f"{one[:8]}-{one[8:12]}-4{one[13:16]}-{_VARIANT[one[16]]}{one[17:20]}-{one[20:]}" for one in drawn]
