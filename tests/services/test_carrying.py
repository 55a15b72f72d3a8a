"""Issues of an older ledger taken over as they stand there."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest

from desktop.data.ledger import Ledger
from desktop.data.writing import Writing
from desktop.domain.errors import Refused
from desktop.services.carrying import Carrying, carry_over, check_carried
from desktop.services.casework import case_of
from desktop.services.figuring import named_month, period_figures
from desktop.services.finding import get_record
from desktop.services.handling import offers, record_event
from desktop.services.inspecting import inspect
from desktop.services.recording import record
from desktop.services.undoing import undo
from tests.offices import Offices, issue


def taken_over(ledger: Ledger, told: dict[str, Any], **typed: Any) -> str:
    carried, problems = check_carried(ledger, told)
    assert problems == [] and carried is not None
    values = issue(owner="周江", due_on="2024-04-01", **typed)

    def complete(changes: Writing, ids: Sequence[str]) -> None:
        carry_over(ledger, changes, [Carrying(ids[0], values, carried)])

    return record(ledger, "issue", [values], then=complete).ids[0]


CLOSED = {
    "status": "已销号",
    "completion_kind": "实质性",
    "completed_on": "2024-03-28",
    "checker": "曹福",
    "closed_on": "2024-04-02",
    "extension_count": "2",
    "code": "105201-2023-0042",
}


def test_a_closed_one_comes_in_closed_with_all_that_was_told(offices: Offices) -> None:
    village = offices.village()
    values = get_record(village, "issue", taken_over(village, CLOSED)).values
    assert values["status"] == "closed"
    assert values["closed_on"] == "2024-04-02"
    assert values["completion_kind"] == "substantive"
    assert values["extension_count"] == 2
    assert values["code"] == "105201-2023-0042"
    assert inspect(village).findings == ()


def test_figures_count_it_from_the_day_it_was_raised(offices: Offices) -> None:
    village = offices.village()
    taken_over(village, CLOSED)
    march, april = (period_figures(village, named_month(f"2024-0{month}")).total for month in (3, 4))
    assert (march["built"], march["closed"]) == (1, 0)
    assert (april["built"], april["closed"], april["carried"]) == (0, 1, 1)


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({"status": "整改中"}, "working"),
        ({"status": "long_term", "look_on": "2027-01-01"}, "long_term"),
        ({"status": "延期待批"}, "working"),
        ({"closed_on": "2024-04-02"}, "closed"),
        ({"completed_on": "2024-04-02"}, "working"),
        ({"status": "草稿"}, "draft"),
        ({"status": "挂账/长期坚持"}, "suspended"),
        ({"status": "已办结"}, "closed"),
        ({"code": "X-1"}, "draft"),
    ],
)
def test_where_it_stands(told: dict[str, Any], status: str, offices: Offices) -> None:
    village = offices.village()
    assert get_record(village, "issue", taken_over(village, told)).values["status"] == status


def test_it_goes_on_from_there_by_steps(offices: Offices) -> None:
    village = offices.village()
    issue_id = taken_over(village, {"status": "整改中"})
    record_event(village, issue_id, "report_progress", {"progress": "已开挖"})
    assert get_record(village, "issue", issue_id).values["progress"] == "已开挖"


def test_nobody_chooses_it_as_a_step(offices: Offices) -> None:
    village = offices.village()
    issue_id = record(village, "issue", [issue()]).ids[0]
    assert "carry_over" not in {one.step.event for one in offers(village, issue_id)}
    with pytest.raises(Refused, match="unknown_event"):
        record_event(village, issue_id, "carry_over", {"carried_status": "closed"})


@pytest.mark.parametrize("status", ["已合并", "已移送"])
def test_what_an_older_ledger_cannot_tell_is_a_problem(status: str, offices: Offices) -> None:
    _, problems = check_carried(offices.village(), {"status": status}, row=7)
    assert [(problem.kind, problem.field, problem.row) for problem in problems] == [("bad_choice", "status", 7)]


def test_a_number_that_is_given_already_is_not_given_twice(offices: Offices) -> None:
    village = offices.village()
    first = taken_over(village, CLOSED)
    second = taken_over(village, CLOSED)
    codes = [get_record(village, "issue", one).values["code"] for one in (first, second)]
    assert codes[0] == "105201-2023-0042" and codes[1] != codes[0]


def test_many_come_over_as_each_alone(offices: Offices) -> None:
    """Numbers that others hold, states with one step and with two, issues that stay as they were typed."""
    told = [
        CLOSED,
        {"status": "整改中", "owner": "钱小河", "due_on": "2024-05-01"},
        {"code": "X-1"},
        {"code": "X-1", "status": "已销号", "closed_on": "2024-04-03"},
        {"status": "挂账/长期坚持"},
        {**CLOSED, "code": "", "satisfaction": "满意"},
    ]
    together, alone = offices.village(), offices.village()
    values = [issue(owner="周江", due_on="2024-04-01", description=f"第{place}盏灯不亮") for place in range(len(told))]
    held = [carried for carried, _ in (check_carried(together, one) for one in told) if carried is not None]
    assert len(held) == len(told)

    def complete(changes: Writing, ids: Sequence[str]) -> None:
        carry_over(together, changes, [Carrying(*one) for one in zip(ids, values, held, strict=True)])

    def complete_each(changes: Writing, ids: Sequence[str]) -> None:
        for one in zip(ids, values, held, strict=True):
            carry_over(alone, changes, [Carrying(*one)])

    ids = record(together, "issue", values, then=complete).ids
    others = record(alone, "issue", values, then=complete_each).ids
    for one, other in zip(ids, others, strict=True):
        assert _seen(together, one) == _seen(alone, other)
    assert inspect(together).findings == ()
    undo(together)
    assert all(get_record(together, "issue", one).is_withdrawn for one in ids)


def _seen(ledger: Ledger, issue_id: str) -> tuple[Any, ...]:
    """Fields, steps, and acts as they are kept for taking back."""
    values = {name: value for name, value in get_record(ledger, "issue", issue_id).values.items() if name != "id"}
    steps = [step.event for step in case_of(ledger, issue_id).steps]
    acts = json.loads(ledger.database.execute_sql("SELECT acts FROM step ORDER BY id DESC LIMIT 1").fetchone()[0])
    own = [(one["operation"], one["before"], one["after"]) for one in acts if one["record_id"] == issue_id]
    return values, steps, [one for one in own if one[0] != "create"]


def test_it_is_taken_back_in_one_step(offices: Offices) -> None:
    village = offices.village()
    issue_id = taken_over(village, CLOSED)
    undo(village)
    assert get_record(village, "issue", issue_id).is_withdrawn
    assert inspect(village).findings == ()


def test_the_town_sees_it_as_the_village_does(offices: Offices) -> None:
    village, town = offices.village(), offices.town()
    issue_id = taken_over(village, CLOSED)
    offices.send(village, town)
    assert get_record(town, "issue", issue_id).values == get_record(village, "issue", issue_id).values
    assert [step.event for step in case_of(town, issue_id).steps] == ["carry_over", "carry_over"]
