"""Where the events of an issue lead."""

from __future__ import annotations

import pytest

from desktop.domain.changes import Level, Operation
from desktop.domain.kinds import ISSUE
from desktop.domain.lifecycle import (
    INITIAL,
    OPEN,
    RETRACT,
    SETTLE,
    SUCCESSFULLY_CLOSED,
    TRANSITIONS,
    fold_events,
    possible,
    transition,
)
from tests.domain.histories import Node, folded

CLOSING = (
    ("assign", Level.VILLAGE, "pending"),
    ("accept", Level.VILLAGE, "working"),
    ("report_progress", Level.VILLAGE, "working"),
    ("apply_to_close", Level.VILLAGE, "to_check"),
    ("pass_check", Level.VILLAGE, "to_approve"),
    ("approve", Level.TOWN, "closed"),
    ("consolidate", Level.TOWN, "consolidated"),
)


def test_the_way_to_the_end() -> None:
    village, town = Node("v"), Node("t", Level.TOWN)
    village.create(description="路灯不亮")
    for event, level, status in CLOSING:
        actor = town if level == Level.TOWN else village
        actor.hear(village if actor is town else town)
        actor.event(event)
        result = folded(actor.changes)
        assert result.values["status"] == status
        assert result.ineffective == ()


def test_an_issue_without_events_is_a_draft() -> None:
    village = Node("v")
    village.create(description="路灯不亮")
    assert folded(village.changes).values["status"] == INITIAL


@pytest.mark.parametrize("event", ["approve", "reject", "consolidate", "reopen"])
def test_the_village_cannot_do_what_the_town_decides(event: str) -> None:
    found = transition(event)
    assert found is not None
    for status in found.states:
        assert found not in possible(status, Level.VILLAGE)
        assert found in possible(status, Level.TOWN)


def test_an_event_of_the_wrong_office_has_no_effect() -> None:
    village = Node("v")
    village.create(description="路灯不亮")
    for event, _, status in CLOSING:
        village.event(event)
        if event == "approve":
            break
        assert folded(village.changes).values["status"] == status
    result = folded(village.changes)
    assert result.values["status"] == "to_approve"
    assert [change.patch["event"] for change in result.ineffective] == ["approve"]


def test_of_two_events_unknown_to_each_other_the_second_stays_without_effect() -> None:
    village, town = Node("v"), Node("t", Level.TOWN)
    village.create(description="路灯不亮")
    town.hear(village)
    village.event("refuse", note="不归村管")
    town.event("assign", measures="换灯泡")
    village.hear(town)
    town.hear(village)
    for node in (village, town):
        result = folded(node.changes)
        assert result.values["status"] == "pending"
        assert [change.patch["event"] for change in result.ineffective] == ["refuse"]
        assert result.values["measures"] == "换灯泡"
        assert "note" not in result.values


def test_a_retraction_takes_the_event_and_its_fields_back() -> None:
    village = Node("v")
    village.create(description="路灯不亮", owner="周江")
    event = village.event("assign", owner="王湖", measures="换灯泡")
    village.write(Operation.EVENT, event=RETRACT, of=[event.node, event.number])
    result = folded(village.changes)
    assert result.values == {"description": "路灯不亮", "owner": "周江", "status": "draft"}
    assert result.ineffective == ()


def test_nobody_takes_back_the_event_of_another() -> None:
    village, town = Node("v"), Node("t", Level.TOWN)
    village.create(description="路灯不亮")
    event = village.event("assign")
    town.hear(village)
    town.write(Operation.EVENT, event=RETRACT, of=[event.node, event.number])
    assert folded(town.changes).values["status"] == "pending"


@pytest.mark.parametrize("of", [None, 5, [], ["v"], ["v", "1"], {"v": 1}])
def test_a_senseless_retraction_does_nothing(of: object) -> None:
    village = Node("v")
    village.create(description="路灯不亮")
    village.event("assign")
    village.write(Operation.EVENT, event=RETRACT, of=of)
    assert folded(village.changes).values["status"] == "pending"


@pytest.mark.parametrize("of", [None, 5, [], ["v"], [["v"]], [["v", "1"]], [[["v"], 1]], [{"v": 1}], {"v": 1}])
def test_a_senseless_settling_does_nothing(of: object) -> None:
    village = Node("v")
    village.create(description="路灯不亮")
    village.event("accept")
    village.write(Operation.EVENT, event=SETTLE, of=of)
    assert [change.patch["event"] for change in folded(village.changes).ineffective] == ["accept"]


def test_settling_puts_nothing_out_of_force_that_is_possible() -> None:
    village, town = Node("v"), Node("t", Level.TOWN)
    village.create(description="路灯不亮")
    event = village.event("assign", owner="王湖")
    town.hear(village)
    town.write(Operation.EVENT, event=SETTLE, of=[[event.node, event.number]])
    assert folded(town.changes).values["owner"] == "王湖"


def test_an_unknown_event_has_no_effect_and_stays() -> None:
    village = Node("v")
    village.create(description="路灯不亮")
    strange = village.event("event_of_tomorrow", note="留")
    outcome = fold_events([strange])
    assert outcome.reached == {"status": INITIAL}
    assert outcome.impossible == (strange,)


@pytest.mark.parametrize("found", TRANSITIONS, ids=lambda found: found.event)
def test_the_table_speaks_of_declared_states_and_fields(found: object) -> None:
    states = {choice.code for choice in ISSUE.field("status").choices}
    assert found.states <= states
    assert not found.target or found.target in states
    assert set(found.requires) <= set(found.sets)
    assert all(ISSUE.has_field(name) for name in found.sets)


def test_open_and_closed_states_are_declared_and_apart() -> None:
    states = {choice.code for choice in ISSUE.field("status").choices}
    assert states >= OPEN | SUCCESSFULLY_CLOSED
    assert not OPEN & SUCCESSFULLY_CLOSED
