"""Where the events of an issue lead."""

from __future__ import annotations

import pytest

from desktop.domain.changes import Level, Operation
from desktop.domain.kinds import ISSUE
from desktop.domain.lifecycle import (
    AWAITED,
    ENDED,
    INITIAL,
    OPEN,
    PATIENT,
    RETRACT,
    RUNNING,
    SAME,
    SETTLE,
    SUCCESSFULLY_CLOSED,
    TRANSITIONS,
    WORDS,
    Clock,
    Transition,
    duties_of,
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
    standing = {name: value for name, value in result.values.items() if value is not None}
    assert standing == {"description": "路灯不亮", "owner": "周江", "status": "draft"}
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
    assert outcome.reached == {"status": INITIAL, "extension_count": None, "reopen_count": None}
    assert outcome.impossible == (strange,)


@pytest.mark.parametrize("found", TRANSITIONS, ids=lambda found: found.event)
def test_the_table_speaks_of_declared_states_fields_and_words(found: Transition) -> None:
    states = {choice.code for choice in ISSUE.field("status").choices}
    assert found.states <= states
    assert not found.target or found.target in states
    assert {*found.requires, *found.anew} <= set(found.sets)
    assert all(ISSUE.has_field(name) for name in (*found.sets, *found.clears))
    assert {*found.words, *found.may_say} <= WORDS.keys()
    # What an event carries under one name is either a field of the issue or a word of its own.
    assert not WORDS.keys() & set(ISSUE.field_names)
    assert found.duties
    for level in found.levels:
        assert set(found.duties) & set(duties_of(level))


@pytest.mark.parametrize("found", TRANSITIONS, ids=lambda found: found.event)
def test_an_event_that_moves_the_deadline_carries_the_day(found: Transition) -> None:
    day = {Clock.SETS: "due_on", Clock.EXTENDS: "due_on", Clock.RUNS: "due_on", Clock.CORRECTS: "due_on"}
    day |= {Clock.RESTS: "look_on"}
    assert day.get(found.clock, "status") in (*found.requires, *found.anew, "status")
    assert ("due_on" in found.sets) == (day.get(found.clock) == "due_on")
    assert ("asked_due_on" in found.words) == (found.clock is Clock.ASKS)
    is_end = found.target in ENDED or found.target == "closed"
    assert is_end == (found.clock is Clock.ENDS)


def test_open_and_closed_states_are_declared_and_apart() -> None:
    states = {choice.code for choice in ISSUE.field("status").choices}
    assert states == OPEN | SUCCESSFULLY_CLOSED | ENDED
    assert len(states) == len(OPEN) + len(SUCCESSFULLY_CLOSED) + len(ENDED)
    assert len(OPEN) == len(RUNNING) + len(PATIENT) + len(AWAITED)


def test_every_state_is_reached_and_every_open_one_is_left() -> None:
    reached = {INITIAL} | {step.target for step in TRANSITIONS if step.target}
    assert reached == OPEN | SUCCESSFULLY_CLOSED | ENDED
    left = {state for step in TRANSITIONS for state in step.states if step.target not in (SAME, *ENDED)}
    # Two issues merged by mistake can be told apart again; what is refused, void or transferred stays so.
    assert left == OPEN | SUCCESSFULLY_CLOSED | {"merged"}


# -- counts, duties --------------------------------------------------------------------------------------------------


def test_extensions_and_reopenings_are_counted_by_their_events_alone() -> None:
    village, town = Node("v"), Node("t", Level.TOWN)
    village.create(description="路灯不亮", extension_count=7)
    for event in ("assign", "accept", "ask_extension", "grant_extension", "ask_extension", "deny_extension"):
        village.event(event)
    village.update(extension_count=5, reopen_count=5)
    # Where an issue stands when it is asked for nothing of the kind:
    village.event("grant_extension")
    for event in ("apply_to_close", "pass_check"):
        village.event(event)
    town.hear(village)
    town.event("approve")
    town.event("reopen")
    values = folded(town.changes).values
    assert (values["extension_count"], values["reopen_count"]) == (1, 1)


@pytest.mark.parametrize(
    ("duty", "status"), [("owner", "pending"), ("village_secretary", "pending"), ("clerk", "pending")]
)
def test_an_event_counts_when_its_author_had_the_duty(duty: str, status: str) -> None:
    village = Node("v")
    village.create(description="路灯不亮")
    village.write(Operation.EVENT, event="assign", fields={}, duty=duty)
    expected = "draft" if duty == "owner" else status
    assert folded(village.changes).values["status"] == expected
