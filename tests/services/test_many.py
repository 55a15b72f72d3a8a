"""Many issues at once come to what one after the other would have come to, and are taken back in one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.data.ledger import Ledger
from desktop.domain.errors import Refused
from desktop.domain.kinds import ISSUE
from desktop.domain.lifecycle import TRANSITIONS, Duty, Person
from desktop.services.finding import get_record
from desktop.services.handling import record_event
from desktop.services.many import (
    ManyDone,
    Planned,
    apply_to_many,
    change_many,
    offers_for_many,
    preview,
    preview_change,
)
from desktop.services.people import change_people
from desktop.services.recording import record, revise, withdraw
from desktop.services.undoing import next_undo, redo, undo
from tests.histories import GIVEN
from tests.offices import Offices, assignment, issue

WAYS = (
    (),
    ("assign",),
    ("assign", "accept"),
    ("assign", "accept", "ask_extension"),
    ("assign", "accept", "report_up"),
    ("assign", "accept", "suspend"),
    ("assign", "accept", "apply_to_close"),
    ("assign", "accept", "apply_to_close", "pass_check"),
    ("assign", "accept", "apply_to_close", "pass_check", "approve"),
    ("void",),
)
STEPS = {step.event: step for step in TRANSITIONS}
NOBODY = "0" * 8


def said(event: str) -> dict[str, Any]:
    """What a step must carry."""
    step = STEPS[event]
    days = {"happened_on": "2024-03-20"}
    return {name: GIVEN[name] for name in (*step.requires, *step.anew, *step.words) if name in GIVEN} | days


@pytest.fixture
def town(offices: Offices) -> Ledger:
    return offices.town(actor="吴湖")


def issues(ledger: Ledger, *ways: Sequence[str], **values: Any) -> list[str]:
    """An issue for each of ``ways``, handled so far."""
    place = {"unit_code": "321183105201", "village_name": "东沟村"}
    given = [issue(description=f"问题{number}", **place, **values) for number, _ in enumerate(ways)]
    ids = list(record(ledger, "issue", given).ids)
    for issue_id, way in zip(ids, ways, strict=True):
        for event in way:
            record_event(ledger, issue_id, event, said(event))
    return ids


def standing(ledger: Ledger, ids: Sequence[str]) -> list[Mapping[str, Any]]:
    return [dict(get_record(ledger, "issue", one).values) for one in ids]


def refusals(items: Sequence[Planned]) -> list[Any]:
    return [one.refusal and (one.refusal.code, one.refusal.problems) for one in items]


def one_by_one(ledger: Ledger, ids: Sequence[str], event: str, given: Mapping[str, Any]) -> list[Any]:
    found: list[Any] = []
    for issue_id in ids:
        try:
            record_event(ledger, issue_id, event, given)
        except Refused as refusal:
            found.append((refusal.code, refusal.problems))
        else:
            found.append(None)
    return found


@pytest.fixture
def handled(town: Ledger) -> tuple[Ledger, list[str]]:
    """Issues in all states, twice each; one is withdrawn, one nobody knows."""
    ids = issues(town, *WAYS, *WAYS)
    revise(town, "issue", ids[0], {"owner": "吴湖", "due_on": "2024-04-05"})
    withdraw(town, "issue", ids[len(WAYS)], "误")
    return town, [*ids, NOBODY]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_many_come_to_what_single_ones_come_to(handled: tuple[Ledger, list[str]], data: st.DataObject) -> None:
    ledger, ids = handled
    named = data.draw(st.lists(st.sampled_from(ids), min_size=1, max_size=12, unique=True))
    event = data.draw(st.sampled_from(sorted(STEPS)))
    given = said(event)
    for name in data.draw(st.lists(st.sampled_from(sorted(given)), max_size=2)):
        given.pop(name, None)
    if event == "merge" or data.draw(st.booleans()):
        given["main_issue"] = data.draw(st.sampled_from(ids))
    before = [one for one in named if one != NOBODY]
    start = standing(ledger, before)

    foreseen = preview(ledger, named, event, given)
    assert standing(ledger, before) == start
    done = apply_to_many(ledger, named, event, given)
    together = standing(ledger, before)
    if done.step_id is not None:
        undo(ledger)
    assert standing(ledger, before) == start
    alone = one_by_one(ledger, named, event, given)
    assert standing(ledger, before) == together
    assert refusals(done.items) == refusals(foreseen.items) == alone
    assert [one.issue_id for one in foreseen.able] == list(done.ids)
    for item in foreseen.able:
        now = get_record(ledger, "issue", item.issue_id).values
        assert {name: now.get(name) for name in item.changes} == dict(item.changes)
    for _ in done.ids:
        undo(ledger)
    assert standing(ledger, before) == start


def test_one_step_of_undo_and_redo(handled: tuple[Ledger, list[str]]) -> None:
    ledger, ids = handled
    working = [ids[2], ids[len(WAYS) + 2]]
    done = apply_to_many(ledger, ids, "report_progress", {"progress": "挖了一半"})
    assert done.ids == tuple(working)
    assert done.changed_kinds == {"issue"}
    step = next_undo(ledger)
    assert step is not None
    assert (step.id, step.label, step.title) == (done.step_id, "many_issue", "report_progress:2")
    undo(ledger)
    assert [one.get("progress") for one in standing(ledger, working)] == [None, None]
    redo(ledger)
    assert [one.get("progress") for one in standing(ledger, working)] == ["挖了一半"] * 2


def test_all_or_none_does_none(town: Ledger) -> None:
    ids = issues(town, (), ("assign",))
    done = apply_to_many(town, ids, "accept", {}, all_or_none=True)
    assert (done.ids, done.step_id) == ((), None)
    assert [one.refusal and one.refusal.code for one in done.items] == ["event_impossible", None]
    assert [one["status"] for one in standing(town, ids)] == ["draft", "pending"]
    assert apply_to_many(town, ids[1:], "accept", {}, all_or_none=True).ids == (ids[1],)


def test_nothing_possible_leaves_no_step(town: Ledger) -> None:
    ids = issues(town, (), ())
    before = next_undo(town)
    done = apply_to_many(town, ids, "accept", {})
    assert done == ManyDone("accept", (), done.items, None, frozenset())
    assert next_undo(town) == before


def test_one_named_twice_counts_once(town: Ledger) -> None:
    (one,) = issues(town, ("assign",))
    assert len(preview(town, [one, one], "accept", {}).items) == 1
    assert apply_to_many(town, [one, one], "accept", {}).ids == (one,)


def test_cancelled_halfway_leaves_nothing(town: Ledger) -> None:
    ids = issues(town, *[("assign",)] * 4)
    told: list[tuple[int, int]] = []
    with pytest.raises(Refused) as refused:
        apply_to_many(town, ids, "accept", {}, progress=lambda *now: told.append(now), cancelled=lambda: len(told) == 2)
    assert refused.value.code == "cancelled"
    assert told == [(1, 4), (2, 4)]
    assert {one["status"] for one in standing(town, ids)} == {"pending"}


@pytest.mark.parametrize("verb", [preview, apply_to_many])
def test_an_unknown_step_is_refused_as_a_whole(town: Ledger, verb: Callable[..., object]) -> None:
    with pytest.raises(Refused) as refused:
        verb(town, issues(town, ()), "explode", {})
    assert refused.value.code == "unknown_event"


def test_the_offers_count_who_stands_where_a_step_begins(handled: tuple[Ledger, list[str]]) -> None:
    ledger, ids = handled
    offered = {one.step.event: one for one in offers_for_many(ledger, ids)}
    # One of the two drafts is withdrawn; one named twice counts once.
    assert {event: offered[event].able for event in ("assign", "accept", "approve")} == {
        "assign": 1,
        "accept": 2,
        "approve": 2,
    }
    assert "consolidate" in offered
    assert [one.step for one in offers_for_many(ledger, [ids[0]] * 3)] == [
        step for step in TRANSITIONS if "draft" in step.states
    ]


def test_the_offers_say_what_keeps_somebody_back(offices: Offices) -> None:
    village = offices.village(actor="钱小河")
    ids = list(record(village, "issue", [issue()]).ids)
    change_people(village, [Person("钱小河", frozenset({Duty.OWNER})), Person("李四", frozenset({Duty.CLERK}))])
    refused = {one.step.event: one.refusal for one in offers_for_many(village, ids)}
    assert refused["assign"] is not None
    assert refused["assign"].code == "event_needs_duty"
    done = apply_to_many(village, ids, "assign", assignment())
    assert [one.refusal and one.refusal.code for one in done.items] == ["event_needs_duty"]


def test_fields_no_step_holds_are_filled_in_for_many(town: Ledger) -> None:
    ids = issues(town, (), (), ("assign",))
    values = {"due_on": "2024-05-05", "urgency": "hard"}
    foreseen = preview_change(town, ids, values)
    assert [dict(one.changes) for one in foreseen.able] == [values] * 2
    assert [[problem.kind for problem in one.refusal.problems] for one in foreseen.unable if one.refusal] == [["held"]]
    done = change_many(town, ids, values)
    assert done.ids == tuple(ids[:2])
    assert [one.get("due_on") for one in standing(town, ids)] == ["2024-05-05", "2024-05-05", "2024-05-01"]
    assert change_many(town, ids, values).step_id is None
    undo(town)
    assert [one.get("due_on") for one in standing(town, ids)] == [None, None, "2024-05-01"]


def test_values_the_fields_do_not_take_are_refused_for_each(town: Ledger) -> None:
    ids = issues(town, (), ())
    items = preview_change(town, ids, {"due_on": "x"}).unable
    assert [one.kind for item in items if item.refusal for one in item.refusal.problems] == ["bad_date"] * 2


def test_the_values_shown_are_those_of_the_issue(town: Ledger) -> None:
    (one,) = issues(town, ("assign", "accept", "ask_extension"))
    given = {"due_on": "2024-06-01", "happened_on": date.today().isoformat()}
    (item,) = preview(town, [one], "grant_extension", given).items
    assert item.before["description"] == "问题0"
    assert dict(item.changes) == {"due_on": "2024-06-01", "status": "working", "extension_count": 1}
    assert all(ISSUE.has_field(name) for name in item.changes)
