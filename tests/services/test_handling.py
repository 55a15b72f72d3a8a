"""Steps of an issue through the services: what they carry, who may take them, what is offered."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.data.ledger import Ledger
from desktop.domain.changes import Operation
from desktop.domain.errors import Refused
from desktop.domain.lifecycle import Duty, Person
from desktop.services.finding import get_record
from desktop.services.handling import offers, record_event
from desktop.services.inspecting import inspect
from desktop.services.people import change_people, people_of
from desktop.services.recording import record, revise
from desktop.services.settings import change_setting
from desktop.services.undoing import undo
from tests.offices import Offices, assignment, issue
from tests.refusals import refused

CLOSING = {
    "progress": "修好了",
    "completion_kind": "substantive",
    "completed_on": "2024-03-20",
    "satisfaction": "satisfied",
    "evidence": ["修前修后照片"],
}
CHECK = {"checker": "吴湖", "check_opinion": "属实"}


@pytest.fixture
def village(offices: Offices) -> Ledger:
    return offices.village()


def values(ledger: Ledger, issue_id: str) -> dict[str, Any]:
    return dict(get_record(ledger, "issue", issue_id).values)


def at(ledger: Ledger, *events: tuple[str, dict[str, Any]]) -> str:
    """A new issue after these steps."""
    one = record(ledger, "issue", [issue()]).ids[0]
    for event, given in events:
        record_event(ledger, one, event, given)
    return one


def working(ledger: Ledger) -> str:
    return at(ledger, ("assign", assignment()), ("accept", {}))


def kinds(refusal: Refused) -> list[tuple[str, str]]:
    return [(problem.field, problem.kind) for problem in refusal.problems]


# -- extension, suspension, reopening ----------------------------------------------------------------------------------


def test_an_extension_keeps_the_day_asked_for_and_the_day_granted(village: Ledger) -> None:
    one = working(village)
    asked = {"asked_due_on": "2024-05-01", "reason": "下雨停工", "progress": "已完成一半", "happened_on": "2024-03-28"}
    record_event(village, one, "ask_extension", asked)
    assert values(village, one)["due_on"] == "2024-04-01"
    assert values(village, one)["status"] == "extension_asked"
    record_event(village, one, "grant_extension", {"due_on": "2024-04-15", "opinion": "抓紧"})
    found = values(village, one)
    assert (found["status"], found["due_on"], found["extension_count"]) == ("working", "2024-04-15", 1)
    patches = [one.patch for one in village.log.of_record(one) if one.operation == Operation.EVENT]
    assert (patches[-2]["asked_due_on"], patches[-1]["fields"]["due_on"]) == ("2024-05-01", "2024-04-15")
    assert patches[-2]["happened_on"] == "2024-03-28"


def test_a_denied_extension_leaves_deadline_and_count(village: Ledger) -> None:
    one = working(village)
    asked = {"asked_due_on": "2024-05-01", "reason": "下雨", "progress": "一半", "happened_on": "2024-03-28"}
    record_event(village, one, "ask_extension", asked)
    record_event(village, one, "deny_extension", {"reason": "汛期前要办完"})
    found = values(village, one)
    assert (found["status"], found["due_on"], found.get("extension_count")) == ("working", "2024-04-01", None)


def test_an_undone_extension_counts_no_more(village: Ledger) -> None:
    one = working(village)
    asked = {"asked_due_on": "2024-05-01", "reason": "下雨", "progress": "一半", "happened_on": "2024-03-28"}
    record_event(village, one, "ask_extension", asked)
    record_event(village, one, "grant_extension", {"due_on": "2024-05-01"})
    undo(village)
    found = values(village, one)
    assert (found["status"], found["due_on"], found.get("extension_count")) == ("extension_asked", "2024-04-01", None)
    assert inspect(village).is_sound


def test_reopening_counts_and_asks_for_everything_anew(offices: Offices) -> None:
    town = offices.town()
    one = record(town, "issue", [issue(unit_code="321183105201", village_name="东沟村")]).ids[0]
    steps = [("assign", assignment()), ("accept", {}), ("apply_to_close", CLOSING), ("pass_check", CHECK)]
    steps += [("approve", {"closed_on": "2024-03-22", "review_on": "2024-04-22"})]
    for event, given in steps:
        record_event(town, one, event, given)
    again = {"due_on": "2024-06-01", "reopen_cause": "relapse", "reason": "又堵了"}
    record_event(town, one, "reopen", again)
    found = values(town, one)
    assert (found["status"], found["reopen_count"], found["due_on"]) == ("working", 1, "2024-06-01")
    emptied = ("completed_on", "evidence", "satisfaction", "checker", "closed_on", "review_on", "completion_kind")
    assert not any(found.get(name) for name in emptied)
    given = {"progress": "又修好了", "completed_on": "2024-05-20"}
    missing = refused(lambda: record_event(town, one, "apply_to_close", given))
    assert set(kinds(missing)) == {(name, "missing") for name in ("completion_kind", "evidence", "satisfaction")}
    assert inspect(town).is_sound


def test_a_suspended_issue_is_looked_at_again_and_taken_up(offices: Offices) -> None:
    town = offices.town()
    one = record(town, "issue", [issue(unit_code="321183105201", village_name="东沟村")]).ids[0]
    for event, given in (("assign", assignment()), ("accept", {})):
        record_event(town, one, event, given)
    assert kinds(refused(lambda: record_event(town, one, "suspend", {"reason": "等规划"}))) == [
        ("look_on", "missing"),
        ("stage_target", "missing"),
    ]
    record_event(town, one, "suspend", {"reason": "等规划", "stage_target": "先临时排水", "look_on": "2024-06-01"})
    record_event(town, one, "look_again", {"progress": "规划未批", "look_on": "2024-09-01"})
    assert (values(town, one)["status"], values(town, one)["look_on"]) == ("suspended", "2024-09-01")
    record_event(town, one, "resume", {"progress": "规划批了", "due_on": "2024-12-01"})
    found = values(town, one)
    assert (found["status"], found["due_on"], found.get("look_on")) == ("working", "2024-12-01", None)


def test_what_must_be_said_anew_does_not_stand_from_before(village: Ledger) -> None:
    one = working(village)
    record_event(village, one, "report_progress", {"progress": "已开工"})
    assert kinds(refused(lambda: record_event(village, one, "report_progress", {}))) == [("progress", "missing")]


# -- merging -----------------------------------------------------------------------------------------------------------


def test_a_duplicate_is_merged_into_the_issue_that_goes_on(village: Ledger) -> None:
    first, second, third = (at(village) for _ in range(3))
    record_event(village, second, "merge", {"main_issue": values(village, first)["code"]})
    assert (values(village, second)["status"], values(village, second)["merged_into"]) == ("merged", first)
    for main, kind in ((third, "bad_main_issue"), (second, "bad_main_issue"), ("999", "not_found")):
        given = {"main_issue": main}
        assert kinds(refused(lambda given=given: record_event(village, third, "merge", given))) == [
            ("main_issue", kind)
        ]
    assert values(village, third)["status"] == "draft"


# -- fields that only steps change -------------------------------------------------------------------------------------


def test_deadline_and_owner_are_free_until_the_issue_is_assigned(village: Ledger) -> None:
    one = at(village)
    revise(village, "issue", one, {"due_on": "2024-04-01", "owner": "周江"})
    record_event(village, one, "assign", assignment())
    for name, value, event in (("due_on", "2024-09-01", "set_deadline"), ("owner", "吴湖", "change_owner")):
        refusal = refused(lambda name=name, value=value: revise(village, "issue", one, {name: value}))
        assert kinds(refusal) == [(name, "held")]
        assert refusal.problems[0].params["event"] == event
    revise(village, "issue", one, {"due_on": "2024-04-01", "note": "不变的可以一起交"})
    record_event(village, one, "set_deadline", {"due_on": "2024-09-01", "reason": "写错了"})
    record_event(village, one, "change_owner", {"owner": "吴湖", "open_items": "清淤"})
    found = values(village, one)
    assert (found["due_on"], found["owner"], found.get("extension_count")) == ("2024-09-01", "吴湖", None)


# -- people and duties -------------------------------------------------------------------------------------------------


def test_while_nobody_is_named_one_person_does_everything(village: Ledger) -> None:
    one = working(village)
    assert people_of(village) == ()
    record_event(village, one, "apply_to_close", CLOSING)
    assert "duty" not in village.log.of_record(one)[-1].patch


def test_a_step_takes_the_duty_for_it(village: Ledger) -> None:
    one = at(village, ("assign", assignment()))
    people = [
        Person("周江", frozenset({Duty.OWNER})),
        Person("吴湖", frozenset({Duty.VILLAGE_SECRETARY, Duty.CHECKER})),
        Person("钱小河", frozenset({Duty.CLERK})),
    ]
    change_people(village, people)
    assert people_of(village) == tuple(people)
    village.actor = "吴湖"
    refusal = refused(lambda: record_event(village, one, "accept", {}))
    assert (refusal.code, refusal.params["people"]) == ("event_needs_duty", ["周江", "钱小河"])
    village.actor = "外人"
    assert refused(lambda: record_event(village, one, "accept", {})).code == "event_needs_duty"
    village.actor = "周江"
    record_event(village, one, "accept", {})
    assert village.log.of_record(one)[-1].patch["duty"] == "owner"
    record_event(village, one, "apply_to_close", CLOSING)
    assert refused(lambda: record_event(village, one, "pass_check", CHECK)).code == "event_needs_duty"


def test_a_clerk_writes_down_what_others_have_done_and_says_who(village: Ledger) -> None:
    change_people(village, [Person("钱小河", frozenset({Duty.CLERK}))])
    village.actor = "钱小河"
    one = at(village)
    assert kinds(refused(lambda: record_event(village, one, "assign", assignment()))) == [("handled_by", "missing")]
    record_event(village, one, "assign", assignment(handled_by="韩书记"))
    patch = village.log.of_record(one)[-1].patch
    assert (patch["duty"], patch["handled_by"]) == ("clerk", "韩书记")


@pytest.mark.parametrize(
    "people",
    [
        [{"name": "", "duties": []}],
        [{"name": "甲", "duties": []}, {"name": "甲", "duties": []}],
        [{"name": "甲", "duties": ["king"]}],
        [{"name": "甲"}],
        ["甲"],
        "甲",
    ],
)
def test_people_are_named_once_with_duties_there_are(village: Ledger, people: Any) -> None:
    assert kinds(refused(lambda: change_setting(village, "people", people))) == [("people", "bad_people")]


def test_what_leads_on_is_offered_with_what_keeps_it_back(village: Ledger) -> None:
    one = at(village, ("assign", assignment()), ("accept", {}), ("apply_to_close", CLOSING), ("pass_check", CHECK))
    found = {offer.step.event: offer.refusal for offer in offers(village, one)}
    assert set(found) == {"approve", "reject", "change_owner", "set_deadline", "transfer", "void"}
    assert found["void"] is None
    assert found["approve"] is not None
    assert found["approve"].code == "event_not_yours"
    change_people(village, [Person("周江", frozenset({Duty.OWNER}))])
    village.actor = "周江"
    refusal = next(offer.refusal for offer in offers(village, one) if offer.step.event == "void")
    assert refusal is not None
    assert refusal.code == "event_needs_duty"


def test_every_problem_names_its_field(village: Ledger) -> None:
    one = at(village, ("assign", assignment()), ("accept", {}), ("apply_to_close", CLOSING))
    refusal = refused(lambda: record_event(village, one, "pass_check", {**CHECK, "checker": "周江"}))
    assert [problem.params["label"] for problem in refusal.problems] == ["核查人"]
    refusal = refused(lambda: record_event(village, one, "void", {"reason": "x", "happened_on": "2024-01-01"}))
    assert [problem.params["label"] for problem in refusal.problems] == ["办理日期"]


def test_two_computers_that_merged_two_issues_into_each_other_can_undo_it(offices: Offices) -> None:
    first, second = offices.village(), offices.village()
    one, other = at(first), at(first)
    offices.send(first, second)
    record_event(first, one, "merge", {"main_issue": other})
    record_event(second, other, "merge", {"main_issue": one})
    offices.send(first, second)
    offices.send(second, first)
    assert [values(first, issue_id)["status"] for issue_id in (one, other)] == ["merged", "merged"]
    record_event(first, other, "unmerge", {"reason": "两台电脑互相合并了"})
    offices.send(first, second)
    for ledger in (first, second):
        found = values(ledger, other)
        assert (found["status"], found.get("merged_into"), values(ledger, one)["merged_into"]) == ("draft", None, other)
        assert inspect(ledger).is_sound
