"""Taking back single acts, and doing them again: inverse changes, which leave alone what others did since."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from desktop.data.appending import SETTING
from desktop.data.ledger import Ledger
from desktop.data.records import decoded
from desktop.data.writing import Writing
from desktop.domain.changes import Operation
from desktop.domain.folding import STANDING
from desktop.domain.kinds import KINDS
from desktop.domain.lifecycle import RETRACT, SETTLE, fold_events, transition

WITHDRAWN = "is_withdrawn"
"""Among the names of what was kept: whether the record counts."""


def take_back(ledger: Ledger, changes: Writing, act: dict[str, Any]) -> list[str]:
    """Take an act back; gives the names of what others changed since, which stays."""
    return _turn(ledger, changes, act, is_forward=False)


def do_again(ledger: Ledger, changes: Writing, act: dict[str, Any]) -> list[str]:
    """Do an act again; gives the names of what others changed since, which stays."""
    return _turn(ledger, changes, act, is_forward=True)


def _turn(ledger: Ledger, changes: Writing, act: dict[str, Any], *, is_forward: bool) -> list[str]:
    operation = act["operation"]
    if act.get("record_ids"):
        return _stand_all(changes, act, is_withdrawn=(operation == Operation.WITHDRAW) == is_forward)
    if act.get("is_settling"):
        return (_settle_again if is_forward else _open_again)(ledger, changes, act)
    if act["kind"] == SETTING:
        before = act["before"].get("text")
        ends = json.loads(before) if before is not None else None, act["after"]["value"]
        have, want = ends if is_forward else ends[::-1]
        return _put_setting_back(ledger, changes, act["record_id"], have=have, want=want)
    if operation in (Operation.CREATE, Operation.RESTORE, Operation.WITHDRAW):
        return _stand(ledger, changes, act, is_withdrawn=(operation == Operation.WITHDRAW) == is_forward)
    if operation == Operation.EVENT:
        return (_renew_event if is_forward else _take_back_event)(ledger, changes, act)
    have, want = (act["before"], act["after"]) if is_forward else (act["after"], act["before"])
    return _put_back(ledger, changes, act, have=have, want=want)


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


def _stand_all(changes: Writing, act: Mapping[str, Any], *, is_withdrawn: bool) -> list[str]:
    """As :func:`_stand`, of all the records of an act on many."""
    reason = act["after"].get("reason", "")
    missing = changes.stand_many(act["kind"], act["record_ids"], is_withdrawn=is_withdrawn, reason=reason)
    return [WITHDRAWN] if missing else []


def _take_back_event(ledger: Ledger, changes: Writing, act: Mapping[str, Any]) -> list[str]:
    events = [change for change in ledger.log.of_record(act["record_id"]) if change.operation == Operation.EVENT]
    own = [change for change in events if change.node == ledger.node_uid and change.number == act["number"]]
    outcome = fold_events(sorted(events, key=lambda change: change.rank))
    idle = (*outcome.impossible, *outcome.retracted, *outcome.settled)
    later = [change for change in events if change not in idle and change.patch.get("event") not in (RETRACT, SETTLE)]
    is_step = act["after"].get("event") != SETTLE
    # A step that others have gone on from stays: taking it back would make theirs impossible.
    if not own or (is_step and any(change.rank > own[0].rank for change in later)):
        return ["status"]
    changes.event(act["kind"], act["record_id"], {"event": RETRACT, "of": [ledger.node_uid, act["number"]]})
    return []


def _renew_event(ledger: Ledger, changes: Writing, act: dict[str, Any]) -> list[str]:
    row = ledger.tables[act["kind"]].get(act["record_id"])
    event = str(act["after"].get("event", ""))
    found = transition(event)
    is_possible = found is not None and row is not None and not row["is_withdrawn"] and row["status"] in found.states
    if row is None or not (is_possible or event == SETTLE):
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


def _open_again(ledger: Ledger, changes: Writing, act: Mapping[str, Any]) -> list[str]:
    name, value = _settled_on(act)
    if _standing_value(ledger, act, name) != (value,):
        return [_name_kept(name)]
    changes.retract(act["kind"], act["record_id"], act["number"])
    return []


def _settle_again(ledger: Ledger, changes: Writing, act: dict[str, Any]) -> list[str]:
    name, value = _settled_on(act)
    is_open = ledger.database.execute_sql(
        "SELECT 1 FROM conflict WHERE record_id = ? AND field = ?", (act["record_id"], name)
    ).fetchone()
    if not is_open:
        return [_name_kept(name)]
    changes.settle(act["kind"], act["record_id"], name, value, reason=str(act["after"].get("reason", "")))
    # A later undo must name the number this one got.
    act["number"] = changes.acts[-1].number
    return []


def _settled_on(act: Mapping[str, Any]) -> tuple[str, Any]:
    if act["operation"] == Operation.UPDATE:
        name = next(iter(act["after"]))
        return name, act["after"][name]
    return STANDING, act["operation"] == Operation.WITHDRAW


def _standing_value(ledger: Ledger, act: Mapping[str, Any], name: str) -> tuple[Any] | None:
    """What stands in the field now, None when the record is gone."""
    row = ledger.tables[act["kind"]].get(act["record_id"])
    if row is None:
        return None
    return (bool(row["is_withdrawn"]) if name == STANDING else decoded(KINDS[act["kind"]], row).get(name),)


def _name_kept(name: str) -> str:
    return WITHDRAWN if name == STANDING else name
