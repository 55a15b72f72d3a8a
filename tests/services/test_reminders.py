"""What waits for somebody: counted as the list shows it, when it should be, and only where somebody can do it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop.services.finding import list_records
from desktop.services.handling import record_event
from desktop.services.ledgers import Ledger
from desktop.services.overview import overview
from desktop.services.recording import withdraw
from desktop.services.reminders import reminders
from desktop.services.settings import change_setting
from tests.small_offices import TOWN_CODE, add_issue, town, village

TODAY = date.today()
ASSIGNED = {"measures": "更换水管", "leader": "陈明", "lead_unit": "水利站", "owner": "王强"}
DONE = {
    "progress": "已更换",
    "completion_kind": "substantive",
    "evidence": ["验收单"],
    "satisfaction": "satisfied",
    "satisfaction_by": "李四",
}
Step = tuple[str, Mapping[str, Any]]


def day(offset: int) -> str:
    return (TODAY + timedelta(days=offset)).isoformat()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Ledger]:
    opened = town(tmp_path)
    yield opened
    opened.close()


def issue(ledger: Ledger, *steps: Step) -> str:
    """An issue of a village of the town, assigned until in ten days, after these steps."""
    unit = {"unit_code": f"{TOWN_CODE[:9]}201", "village_name": "唐陵村"} if ledger.office.level == "town" else {}
    (issue_id,) = add_issue(ledger, **unit).ids
    for event, given in (("assign", {**ASSIGNED, "due_on": day(10)}), ("accept", {}), *steps):
        record_event(ledger, issue_id, event, given)
    return issue_id


def applied(completed: int) -> Step:
    return ("apply_to_close", {**DONE, "completed_on": day(completed)})


def told(ledger: Ledger, on: date = TODAY) -> dict[str, list[str]]:
    """Which issues each reminder leads to; as many as it says."""
    found = {}
    for one in reminders(ledger, on):
        listed = list_records(ledger, one.wanted.query("issue", on), today=on)
        assert len(listed) == one.count > 0
        found[one.code] = [record.id for record in listed]
    return found


def test_nothing_waits_in_an_office_with_nothing_to_do(office: Ledger) -> None:
    issue(office)
    assert told(office) == {}


def test_an_extension_waits_for_its_answer(office: Ledger) -> None:
    asked = ("ask_extension", {"progress": "等材料", "asked_due_on": day(20), "reason": "下雨"})
    waiting = issue(office, asked)
    assert told(office) == {"extension_asked": [waiting]}
    record_event(office, waiting, "grant_extension", {"due_on": day(15)})
    assert told(office) == {}


def test_a_check_is_called_to_mind_after_the_days_of_the_office(office: Ledger) -> None:
    waiting = issue(office, applied(-5))
    issue(office, applied(-4))
    assert told(office) == {"to_check": [waiting]}
    assert reminders(office, TODAY)[0].days == 5
    assert len(told(office, TODAY + timedelta(days=1))["to_check"]) == 2
    change_setting(office, "check_days", 6)
    assert told(office) == {}


def test_what_waits_for_the_town_is_told_to_the_town(office: Ledger, tmp_path: Path) -> None:
    passed = ("pass_check", {"checker": "赵六", "check_opinion": "属实"})
    waiting = issue(office, applied(0), passed)
    assert told(office) == {"to_approve": [waiting]}
    own = village(tmp_path)
    issue(own, applied(0), passed)
    assert told(own) == {}
    own.close()


@pytest.mark.parametrize("step", ["suspend", "keep_long_term"])
def test_the_day_to_look_again_comes(office: Ledger, step: str) -> None:
    words = {"reason": "等征地", "stage_target": "先通便道"}
    waiting = issue(office, (step, {**words, "look_on": day(3)}))
    assert told(office) == {}
    assert told(office, TODAY + timedelta(days=3)) == {"look_again": [waiting]}
    assert told(office, TODAY + timedelta(days=9)) == {"look_again": [waiting]}
    withdraw(office, "issue", waiting, "重复")
    assert told(office, TODAY + timedelta(days=9)) == {}


def test_the_day_to_look_back_comes_and_is_done_with(office: Ledger) -> None:
    passed = ("pass_check", {"checker": "赵六", "check_opinion": "属实"})
    waiting = issue(office, applied(0), passed, ("approve", {"closed_on": day(0), "review_on": day(30)}))
    assert told(office, TODAY + timedelta(days=29)) == {}
    assert told(office, TODAY + timedelta(days=30)) == {"look_back": [waiting]}
    record_event(office, waiting, "consolidate", {"review_on": day(0), "review_result": "没有反弹"})
    assert told(office, TODAY + timedelta(days=30)) == {}


def test_the_page_of_the_day_has_them(office: Ledger) -> None:
    issue(office, applied(-9))
    assert [one.code for one in overview(office, TODAY).reminders] == ["to_check"]
