"""Undo and redo: inverse changes through the same path. What others changed meanwhile is left as it is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desktop.data.ledger import Ledger
from desktop.data.records import decoded
from desktop.data.writing import SETTING, Writing, writing
from desktop.domain.changes import Operation
from desktop.domain.errors import Refused
from desktop.domain.kinds import KINDS
from desktop.domain.lifecycle import RETRACT
from desktop.services.importing import redo_import, undo_import

DONE, UNDONE = 0, 1


@dataclass(frozen=True, slots=True)
class Step:
    """A step of undo: what was done (``label``: a code such as ``add_visit``) and to what (``title``)."""

    id: int
    label: str
    title: str
    made_at: str
    batch_uid: str | None


@dataclass(frozen=True, slots=True)
class Reversal:
    """What undo or redo did. ``kept`` names fields somebody changed since, which were left alone."""

    step: Step
    changed_kinds: frozenset[str]
    kept: tuple[str, ...] = ()


def next_undo(ledger: Ledger) -> Step | None:
    """The step undo would take back: the last one of this session that stands."""
    return _step(ledger, "state = 0 ORDER BY s.id DESC")


def next_redo(ledger: Ledger) -> Step | None:
    """The step redo would do again: the earliest undone one."""
    return _step(ledger, "state = 1 ORDER BY s.id")


def _step(ledger: Ledger, condition: str) -> Step | None:
    found = ledger.database.execute_sql(
        "SELECT s.id, s.label, s.title, s.made_at, b.uid FROM step s LEFT JOIN batch b ON b.id = s.batch_id "
        f"WHERE s.session = ? AND s.{condition} LIMIT 1",
        (ledger.session,),
    ).fetchone()
    return Step(*found) if found else None


def undo(ledger: Ledger) -> Reversal:
    """Take back the last step. Refused: ``nothing_to_undo``."""
    step = next_undo(ledger)
    if step is None:
        raise Refused("nothing_to_undo")
    return _reverse(ledger, step, forward=False)


def redo(ledger: Ledger) -> Reversal:
    """Do again the step that was last taken back. Refused: ``nothing_to_redo``."""
    step = next_redo(ledger)
    if step is None:
        raise Refused("nothing_to_redo")
    return _reverse(ledger, step, forward=True)


def _reverse(ledger: Ledger, step: Step, *, forward: bool) -> Reversal:
    if step.batch_uid is not None:
        outcome = (redo_import if forward else undo_import)(ledger, step.batch_uid)
        return Reversal(step, outcome.changed_kinds)
    text = ledger.database.execute_sql("SELECT acts FROM step WHERE id = ?", (step.id,)).fetchone()[0]
    acts: list[dict[str, Any]] = json.loads(text)
    kept: list[str] = []
    with writing(ledger, "") as changes:
        for act in acts if forward else reversed(acts):
            kept += (_again if forward else _back)(ledger, changes, act)
        # The numbers the renewed events got are what a later undo must name.
        renewed = [
            {**act, "number": changes.acts[position].number} if forward and len(changes.acts) == len(acts) else act
            for position, act in enumerate(acts)
        ]
        ledger.database.execute_sql(
            "UPDATE step SET state = ?, acts = ? WHERE id = ?",
            (DONE if forward else UNDONE, json.dumps(renewed, ensure_ascii=False), step.id),
        )
    return Reversal(step, frozenset(act["kind"] for act in acts), tuple(kept))


def _back(ledger: Ledger, changes: Writing, act: Mapping[str, Any]) -> list[str]:
    kind, record_id, operation = act["kind"], act["record_id"], act["operation"]
    if kind == SETTING:
        before = act["before"].get("text")
        changes.set_setting(record_id, json.loads(before) if before is not None else None)
        return []
    if operation == Operation.CREATE:
        changes.withdraw(kind, record_id, "")
    elif operation == Operation.WITHDRAW:
        changes.restore(kind, record_id)
    elif operation == Operation.RESTORE:
        changes.withdraw(kind, record_id, "")
    elif operation == Operation.EVENT:
        changes.event(kind, record_id, {"event": RETRACT, "of": [ledger.node_uid, act["number"]]})
    else:
        return _put_back(ledger, changes, act, have=act["after"], want=act["before"])
    return []


def _again(ledger: Ledger, changes: Writing, act: Mapping[str, Any]) -> list[str]:
    kind, record_id, operation = act["kind"], act["record_id"], act["operation"]
    if kind == SETTING:
        changes.set_setting(record_id, act["after"]["value"])
    elif operation in (Operation.CREATE, Operation.RESTORE):
        changes.restore(kind, record_id)
    elif operation == Operation.WITHDRAW:
        changes.withdraw(kind, record_id, act["after"].get("reason", ""))
    elif operation == Operation.EVENT:
        changes.event(kind, record_id, act["after"])
    else:
        return _put_back(ledger, changes, act, have=act["before"], want=act["after"])
    return []


def _put_back(
    ledger: Ledger, changes: Writing, act: Mapping[str, Any], *, have: Mapping[str, Any], want: Mapping[str, Any]
) -> list[str]:
    row = ledger.tables[act["kind"]].get(act["record_id"])
    if row is None:
        return list(want)
    now = decoded(KINDS[act["kind"]], row)
    ours = {name: value for name, value in want.items() if now.get(name) == have.get(name)}
    changes.update(act["kind"], act["record_id"], ours)
    return [name for name in want if name not in ours]
