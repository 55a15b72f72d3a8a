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
from desktop.domain.lifecycle import RETRACT, fold_events, transition

DONE, UNDONE = 0, 1
WITHDRAWN = "is_withdrawn"
"""Among the names of what was kept: whether the record counts."""


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
        # Loaded here: the reading of workbooks costs start-up time, and the window asks for the next step at once.
        from desktop.services.importing import redo_import, undo_import

        outcome = (redo_import if forward else undo_import)(ledger, step.batch_uid)
        return Reversal(step, outcome.changed_kinds)
    text = ledger.database.execute_sql("SELECT acts FROM step WHERE id = ?", (step.id,)).fetchone()[0]
    acts: list[dict[str, Any]] = json.loads(text)
    kept: list[str] = []
    with writing(ledger, "") as changes:
        for act in acts if forward else reversed(acts):
            kept += (_again if forward else _back)(ledger, changes, act)
        ledger.database.execute_sql(
            "UPDATE step SET state = ?, acts = ? WHERE id = ?",
            (DONE if forward else UNDONE, json.dumps(acts, ensure_ascii=False), step.id),
        )
    return Reversal(step, frozenset(act["kind"] for act in acts), tuple(dict.fromkeys(kept)))


def _back(ledger: Ledger, changes: Writing, act: dict[str, Any]) -> list[str]:
    operation = act["operation"]
    if act["kind"] == SETTING:
        before = act["before"].get("text")
        value = json.loads(before) if before is not None else None
        return _put_setting_back(ledger, changes, act["record_id"], have=act["after"]["value"], want=value)
    if operation in (Operation.CREATE, Operation.RESTORE):
        return _stand(ledger, changes, act, is_withdrawn=True)
    if operation == Operation.WITHDRAW:
        return _stand(ledger, changes, act, is_withdrawn=False)
    if operation == Operation.EVENT:
        return _take_back_event(ledger, changes, act)
    return _put_back(ledger, changes, act, have=act["after"], want=act["before"])


def _again(ledger: Ledger, changes: Writing, act: dict[str, Any]) -> list[str]:
    operation = act["operation"]
    if act["kind"] == SETTING:
        before = act["before"].get("text")
        value = json.loads(before) if before is not None else None
        return _put_setting_back(ledger, changes, act["record_id"], have=value, want=act["after"]["value"])
    if operation in (Operation.CREATE, Operation.RESTORE):
        return _stand(ledger, changes, act, is_withdrawn=False)
    if operation == Operation.WITHDRAW:
        return _stand(ledger, changes, act, is_withdrawn=True)
    if operation == Operation.EVENT:
        return _renew_event(ledger, changes, act)
    return _put_back(ledger, changes, act, have=act["before"], want=act["after"])


def _put_setting_back(ledger: Ledger, changes: Writing, key: str, *, have: Any, want: Any) -> list[str]:
    found = ledger.database.execute_sql("SELECT value FROM setting WHERE id = ?", (key,)).fetchone()
    if (json.loads(found[0]) if found else None) != have:
        return [key]
    changes.set_setting(key, want)
    return []


def _stand(ledger: Ledger, changes: Writing, act: Mapping[str, Any], *, is_withdrawn: bool) -> list[str]:
    row = ledger.tables[act["kind"]].get(act["record_id"])
    if row is None:
        # The record went with an import that was taken back.
        return [WITHDRAWN]
    if bool(row["is_withdrawn"]) == is_withdrawn:
        return []
    if is_withdrawn:
        changes.withdraw(act["kind"], act["record_id"], act["after"].get("reason", ""))
    else:
        changes.restore(act["kind"], act["record_id"])
    return []


def _take_back_event(ledger: Ledger, changes: Writing, act: Mapping[str, Any]) -> list[str]:
    events = [change for change in ledger.log.of_record(act["record_id"]) if change.operation == Operation.EVENT]
    own = [change for change in events if change.node == ledger.node_uid and change.number == act["number"]]
    outcome = fold_events(sorted(events, key=lambda change: change.rank))
    idle = (*outcome.impossible, *outcome.retracted)
    later = [change for change in events if change not in idle and change.patch.get("event") != RETRACT]
    # A step that others have gone on from stays: taking it back would make theirs impossible.
    if not own or any(change.rank > own[0].rank for change in later):
        return ["status"]
    changes.event(act["kind"], act["record_id"], {"event": RETRACT, "of": [ledger.node_uid, act["number"]]})
    return []


def _renew_event(ledger: Ledger, changes: Writing, act: dict[str, Any]) -> list[str]:
    row = ledger.tables[act["kind"]].get(act["record_id"])
    found = transition(str(act["after"].get("event", "")))
    if row is None or row["is_withdrawn"] or found is None or row["status"] not in found.states:
        return ["status"]
    changes.event(act["kind"], act["record_id"], act["after"])
    # A later undo must name the number the renewed event got.
    act["number"] = changes.acts[-1].number
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
