"""The course of an issue: how its changes say where it stood on which day."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pytest

from desktop.domain.changes import Level, Operation
from desktop.domain.courses import FOREVER, Place, Stage, course_of
from tests.domain.histories import Node, folded

ASSIGNED = {"owner": "周江", "due_on": "2024-04-01"}


def course(node: Node) -> list[Stage]:
    return list(course_of(folded(node.changes)))


def step(node: Node, event: str, day: Any, **given: Any) -> None:
    fields = {name: given.pop(name) for name in list(given) if name not in ("reopen_cause",)}
    node.write(Operation.EVENT, event=event, fields=fields, happened_on=day, **given)


@pytest.fixture
def town() -> Node:
    node = Node("t", Level.TOWN)
    node.create(description="路灯不亮")
    return node


def test_stages_follow_one_another_without_a_gap(town: Node) -> None:
    step(town, "assign", "2024-03-01", **ASSIGNED)
    step(town, "accept", "2024-03-02")
    step(town, "report_progress", "2024-03-05", progress="买了灯泡")
    step(town, "apply_to_close", "2024-03-09", completed_on="2024-03-08", completion_kind="staged")
    step(town, "pass_check", "2024-03-09")
    step(town, "approve", "2024-03-12", closed_on="2024-03-11")
    found = course(town)
    assert [(one.since, one.until, one.place, one.status) for one in found] == [
        ("2024-03-01", "2024-03-02", Place.WORKING, "pending"),
        ("2024-03-02", "2024-03-09", Place.WORKING, "working"),
        ("2024-03-09", "2024-03-11", Place.WORKING, "to_approve"),
        ("2024-03-11", FOREVER, Place.CLOSED, "closed"),
    ]
    assert {one.built_on for one in found} == {"2024-03-01"}
    assert [one.entered_on for one in found] == ["2024-03-01"] * 3 + ["2024-03-11"]
    assert [one.completed_on for one in found] == [None, None, "2024-03-08", "2024-03-08"]


def test_a_correction_belongs_to_the_stage_in_which_it_is_made(town: Node) -> None:
    step(town, "assign", "2024-03-01", **ASSIGNED)
    town.update(owner="王新")
    step(town, "accept", "2024-03-02", owner="李平")
    assert [one.owner for one in course(town)] == ["王新", "李平"]


def test_of_two_values_the_one_shown_counts() -> None:
    village, town = Node("z"), Node("a", Level.TOWN)
    village.create(description="路灯不亮")
    village.event("assign", **ASSIGNED)
    town.hear(village)
    village.update(satisfaction="dissatisfied")
    town.update(note="甲")
    town.update(satisfaction="mostly")
    village.hear(town)
    record = folded(village.changes)
    # The town's comes last in every order; shown is what the village says, whose matter it is.
    assert record.values["satisfaction"] == "dissatisfied"
    assert course_of(record)[-1].satisfaction == "dissatisfied"


@pytest.mark.parametrize("day", [None, "", "2024-02-30", "明天", 7, ["2024-03-01"], {"day": 1}, "2024-3-1"])
def test_a_day_that_is_none_gives_way_to_that_of_typing(town: Node, day: object) -> None:
    step(town, "assign", day, **ASSIGNED)
    (found,) = course(town)
    assert found.since == "2024-03-05"


def test_values_of_another_shape_are_none(town: Node) -> None:
    step(town, "assign", "2024-03-01", owner=["周江"], due_on={"day": 1}, completion_kind=3)
    (found,) = course(town)
    assert (found.owner, found.due_on, found.first_due_on, found.completion_kind) == (None, None, None, None)


def test_fields_of_another_shape_do_no_harm(town: Node) -> None:
    town.write(Operation.EVENT, event="assign", fields=["x"], happened_on="2024-03-01")
    (found,) = course(town)
    assert found.since == "2024-03-01"


def test_an_impossible_step_leaves_no_trace(town: Node) -> None:
    step(town, "approve", "2024-03-01", closed_on="2024-03-01")
    assert course(town) == []
    step(town, "assign", "2024-03-01", **ASSIGNED)
    step(town, "approve", "2024-03-02", closed_on="2024-03-02")
    assert [one.status for one in course(town)] == ["pending"]


def test_counts_go_on_over_reopenings(town: Node) -> None:
    step(town, "assign", "2024-03-01", **ASSIGNED)
    step(town, "accept", "2024-03-01")
    step(town, "ask_extension", "2024-03-02")
    step(town, "grant_extension", "2024-03-03", due_on="2024-05-01")
    step(town, "apply_to_close", "2024-03-04")
    step(town, "pass_check", "2024-03-04")
    step(town, "approve", "2024-03-04")
    step(town, "reopen", "2024-03-06", due_on="2024-06-01", reopen_cause="raised_again")
    last = asdict(course(town)[-1])
    assert (last["extensions"], last["reopenings"], last["raised_again"]) == (1, 1, 1)
    assert (last["due_on"], last["first_due_on"]) == ("2024-06-01", "2024-06-01")


def test_withdrawn_it_stands_as_such_since_it_was_built(town: Node) -> None:
    step(town, "assign", "2024-03-01", **ASSIGNED)
    step(town, "accept", "2024-03-10")
    town.write(Operation.WITHDRAW, reason="录错")
    (found,) = course(town)
    assert (found.place, found.since, found.until, found.built_on) == (Place.WITHDRAWN, "2024-03-01", FOREVER, None)


def test_a_withdrawn_draft_has_no_course(town: Node) -> None:
    town.write(Operation.WITHDRAW, reason="录错")
    assert course(town) == []
