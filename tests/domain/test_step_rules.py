"""What must hold of a step beside its state: who checks whom, which day comes before which."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.domain.lifecycle import Attempt, broken_rules, names_in, transition

BEFORE = {
    "collected_on": "2024-03-06",
    "due_on": "2024-04-01",
    "owner": "周江",
    "satisfaction": "satisfied",
    "completed_on": "2024-03-20",
}


def broken(
    event: str, fields: dict[str, Any] | None = None, words: dict[str, Any] | None = None, **before: Any
) -> list[tuple[str, str]]:
    step = transition(event)
    assert step is not None
    found = broken_rules(step, Attempt({**BEFORE, **before}, fields or {}, words or {}, "2024-03-25"))
    return [(problem.field, problem.kind) for problem in found]


@pytest.mark.parametrize("text", ["周江", "吴湖、周江", "周江，吴湖", " 周江 ", "吴湖/周江", "吴湖　周江"])
@pytest.mark.parametrize("event", ["pass_check", "fail_check"])
def test_the_owner_is_no_checker(event: str, text: str) -> None:
    assert broken(event, {"checker": text}) == [("checker", "checker_is_owner")]


def test_of_two_owners_none_checks() -> None:
    assert broken("pass_check", {"checker": "吴湖"}, owner="周江、吴湖") == [("checker", "checker_is_owner")]
    assert broken("pass_check", {"checker": "吴湖"}, owner="周江、吴海") == []


def test_nobody_writes_a_check_down_as_handled_by_the_owner() -> None:
    assert broken("pass_check", {"checker": "吴湖"}, {"handled_by": "周江"}) == [("checker", "checker_is_owner")]


def test_a_name_is_not_found_inside_another() -> None:
    assert broken("pass_check", {"checker": "周江海"}) == []
    assert names_in("周江海、 吴湖") == {"周江海", "吴湖"}
    assert names_in(None) == frozenset()


def test_an_extension_is_asked_for_before_the_deadline_and_to_a_later_day() -> None:
    later = {"asked_due_on": "2024-04-15"}
    assert broken("ask_extension", words=later) == []
    assert broken("ask_extension", words={**later, "happened_on": "2024-04-01"}) == []
    assert broken("ask_extension", words={**later, "happened_on": "2024-04-02"}) == [
        ("happened_on", "too_late_to_extend")
    ]
    assert broken("ask_extension", words={"asked_due_on": "2024-04-01"}) == [("asked_due_on", "not_later")]


def test_an_extension_is_granted_to_a_later_day() -> None:
    assert broken("grant_extension", {"due_on": "2024-04-02"}) == []
    assert broken("grant_extension", {"due_on": "2024-04-01"}) == [("due_on", "not_later")]


def test_the_owner_does_not_ask_whether_people_are_satisfied() -> None:
    assert broken("apply_to_close", {"satisfaction_by": "周江"}) == [("satisfaction_by", "owner_asked")]
    assert broken("apply_to_close", {"satisfaction_by": "吴湖"}) == []
    assert broken("apply_to_close") == []


@pytest.mark.parametrize("event", ["apply_to_close", "approve"])
def test_dissatisfaction_keeps_an_issue_open_unless_the_leader_states_why(event: str) -> None:
    assert broken(event, satisfaction="dissatisfied") == [("leader_statement", "dissatisfied_unexplained")]
    assert broken(event, {"leader_statement": "地质原因"}, satisfaction="dissatisfied") == []
    assert broken(event, satisfaction="dissatisfied", leader_statement="地质原因") == []


@pytest.mark.parametrize(
    ("standing", "wanted", "is_fine"),
    [
        (None, "normal", True),
        (None, "yellow", False),
        (None, "red", False),
        ("normal", "normal", True),
        ("normal", "yellow", True),
        ("normal", "red", False),
        ("yellow", "normal", False),
        ("yellow", "yellow", True),
        ("yellow", "red", True),
        ("red", "yellow", False),
        ("red", "red", True),
    ],
)
def test_supervision_goes_up_card_by_card(standing: str | None, wanted: str, is_fine: bool) -> None:
    found = broken("supervise", {"supervision": wanted}, supervision=standing)
    assert found == ([] if is_fine else [("supervision", "supervision_skipped")])


def test_somebody_else_takes_over() -> None:
    assert broken("change_owner", {"owner": "周江"}) == [("owner", "same_owner")]
    assert broken("change_owner", {"owner": "吴湖"}) == []


def test_the_days_of_an_issue_follow_each_other() -> None:
    assert broken("approve", {"closed_on": "2024-03-19"}) == [("closed_on", "before_start")]
    assert broken("apply_to_close", {"completed_on": "2024-03-05"}) == [("completed_on", "before_start")]
    assert broken("accept", words={"happened_on": "2024-03-05"}) == [("happened_on", "before_start")]
    assert broken("accept", words={"happened_on": "2024-03-06"}) == []
