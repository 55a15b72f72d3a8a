"""Every write can be taken back and done again; what others did meanwhile is left alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from desktop.data.ledger import open_ledger
from desktop.domain.errors import Refused
from desktop.domain.kinds import KINDS
from desktop.services.finding import Query, get_record, list_records
from desktop.services.handling import record_event
from desktop.services.importing import undo_import
from desktop.services.inspecting import inspect
from desktop.services.recording import record, restore, revise, withdraw
from desktop.services.settings import change_setting, read_settings
from desktop.services.undoing import next_redo, next_undo, redo, undo
from tests.offices import Offices, assignment, issue, visit


def state(ledger: Any) -> dict[str, Any]:
    """What people see of a ledger."""
    seen: dict[str, Any] = {"settings": read_settings(ledger)}
    for kind in KINDS:
        for one in list_records(ledger, Query(kind)):
            seen[one.id] = (dict(one.values), one.has_conflict)
    return seen


def ids(ledger: Any, kind: str) -> list[str]:
    return [one.id for one in list_records(ledger, Query(kind))]


Act = Callable[[Any], object]
WRITES: dict[str, Act] = {
    "add a visit with issues": lambda ledger: record(ledger, "visit", [visit(issues=[issue(), issue()])]),
    "add several": lambda ledger: record(ledger, "household", [{"household_no": n, "head_name": "郑"} for n in "12"]),
    "change fields": lambda ledger: revise(ledger, "visit", ids(ledger, "visit")[0], {"note": "新", "phone": None}),
    "change an issue": lambda ledger: revise(ledger, "issue", ids(ledger, "issue")[0], {"people_count": 5}),
    "withdraw": lambda ledger: withdraw(ledger, "issue", ids(ledger, "issue")[0], "重复"),
    "restore": lambda ledger: restore(ledger, "visit", list_records(ledger, Query("visit", withdrawn=True))[0].id),
    "event": lambda ledger: record_event(ledger, ids(ledger, "issue")[0], "assign", assignment()),
    "event with a reason": lambda ledger: record_event(
        ledger, ids(ledger, "issue")[0], "refuse", {"reason": "重复", "notice": "已告知"}
    ),
    "first setting": lambda ledger: change_setting(ledger, "warn_days", 3),
    "another setting": lambda ledger: change_setting(ledger, "due_days", 30),
}


@pytest.fixture
def ledger(offices: Offices) -> Any:
    made = offices.village()
    saved = record(made, "visit", [visit(note="旧", phone="13900000001", issues=[issue(people_count=3)]), visit()])
    withdraw(made, "visit", saved.ids[1], "误")
    change_setting(made, "due_days", 20)
    return made


@pytest.mark.parametrize("act", WRITES.values(), ids=WRITES)
def test_every_write_can_be_undone_and_redone(ledger: Any, act: Act) -> None:
    before = state(ledger)
    act(ledger)
    after = state(ledger)
    assert after != before
    for _ in range(2):
        assert undo(ledger).kept == ()
        assert state(ledger) == before
        assert redo(ledger).kept == ()
        assert state(ledger) == after
    undo(ledger)
    assert state(ledger) == before
    assert inspect(ledger).findings == ()


def test_all_of_them_in_a_row(ledger: Any) -> None:
    states = [state(ledger)]
    for name, act in WRITES.items():
        if name != "event with a reason":
            act(ledger)
            states.append(state(ledger))
    for expected in reversed(states[:-1]):
        undo(ledger)
        assert state(ledger) == expected
    for expected in states[1:]:
        redo(ledger)
        assert state(ledger) == expected
    assert inspect(ledger).findings == ()


def test_a_new_step_ends_what_could_be_redone(ledger: Any) -> None:
    change_setting(ledger, "warn_days", 3)
    undo(ledger)
    assert next_redo(ledger) is not None
    record(ledger, "visit", [visit()])
    assert next_redo(ledger) is None
    with pytest.raises(Refused, match="nothing_to_redo"):
        redo(ledger)


def test_undo_reaches_back_to_the_opening_of_the_ledger(ledger: Any, offices: Offices) -> None:
    again = open_ledger(ledger.path)
    offices.opened.append(again)
    assert next_undo(again) is None
    with pytest.raises(Refused, match="nothing_to_undo"):
        undo(again)


def test_a_step_says_what_it_was(ledger: Any) -> None:
    record(ledger, "visit", [visit(subject_name="王小川")])
    step = next_undo(ledger)
    assert step is not None
    assert (step.label, step.title) == ("add_visit", "王小川")


# -- with somebody else ------------------------------------------------------------------------------------------------


@pytest.fixture
def pair(offices: Offices) -> tuple[Any, Any, str, str]:
    """A village and its town that both hold a visit and its issue."""
    village, town = offices.village(), offices.town()
    saved = record(village, "visit", [visit(note="旧", issues=[issue()])])
    offices.send(village, town)
    return village, town, saved.ids[0], saved.also[0][1]


def test_undo_leaves_fields_that_somebody_changed_since(pair: tuple[Any, Any, str, str], offices: Offices) -> None:
    village, town, one, _ = pair
    revise(village, "visit", one, {"note": "村", "phone": "13900000001"})
    step = next_undo(village)
    offices.send(village, town)
    revise(town, "visit", one, {"note": "镇"})
    offices.send(town, village)
    # The import is a step of its own, so the one before it is reached behind it.
    village.database.execute_sql("UPDATE step SET state = 2 WHERE label = 'import'")
    assert next_undo(village) == step
    assert undo(village).kept == ("note",)
    found = get_record(village, "visit", one).values
    assert found["note"] == "镇"
    assert "phone" not in found


def test_a_step_others_have_gone_on_from_is_not_taken_back(pair: tuple[Any, Any, str, str], offices: Offices) -> None:
    village, town, _, one = pair
    record_event(village, one, "assign", assignment())
    offices.send(village, town)
    record_event(town, one, "accept", {})
    offices.send(town, village)
    village.database.execute_sql("UPDATE step SET state = 2 WHERE label = 'import'")
    assert undo(village).kept == ("status",)
    assert get_record(village, "issue", one).values["status"] == "working"


def test_a_step_that_has_become_impossible_is_not_done_again(pair: tuple[Any, Any, str, str], offices: Offices) -> None:
    village, town, _, one = pair
    record_event(village, one, "assign", assignment())
    undo(village)
    record_event(town, one, "refuse", {"reason": "不归镇管", "notice": "已告知"})
    offices.send(town, village)
    village.database.execute_sql("UPDATE step SET state = 1 WHERE label = 'event_issue'")
    assert redo(village).kept == ("status",)
    found = get_record(village, "issue", one)
    assert (found.values["status"], found.has_conflict) == ("refused", False)


def test_undo_after_the_records_import_was_undone_harms_nothing(offices: Offices) -> None:
    village, town = offices.village(), offices.town()
    saved = record(village, "visit", [visit(issues=[issue()])])
    batch = offices.send(village, town).batch_id
    revise(town, "visit", saved.ids[0], {"note": "镇"})
    record_event(town, saved.also[0][1], "assign", assignment())
    withdraw(town, "visit", saved.ids[0], "误")
    undo_import(town, batch)
    assert [undo(town).kept for _ in range(3)] == [("is_withdrawn",), ("status",), ("note",)]
    assert inspect(town).findings == ()


def test_a_setting_that_was_changed_elsewhere_since_is_left_alone(offices: Offices) -> None:
    first, second = offices.village(), offices.village()
    change_setting(first, "warn_days", 3)
    offices.send(first, second)
    change_setting(second, "warn_days", 5)
    offices.send(second, first)
    first.database.execute_sql("UPDATE step SET state = 2 WHERE label = 'import'")
    assert undo(first).kept == ("warn_days",)
    assert read_settings(first).warn_days == 5
