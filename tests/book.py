"""A small ledger of a town whose issues are worked on step by step, each on a day that is said."""

from __future__ import annotations

from datetime import date
from typing import Any

from desktop.data.ledger import Ledger
from desktop.domain.periods import Period, month_named
from desktop.reports.counting import By, Figure, Numbers, count_by, settled_period
from desktop.services.finding import Query, count_records, list_records
from desktop.services.handling import record_event
from desktop.services.recording import record
from tests.offices import EAST, VILLAGES, assignment, issue

TODAY = date(2024, 12, 31)
GIVEN: dict[str, dict[str, Any]] = {
    "ask_extension": {"progress": "等材料", "reason": "缺货"},
    "report_up": {"reported_to": "县水利局", "receiver": "秦溪", "matter": "立项"},
    "superior_answer": {"reply": "同意立项"},
    "suspend": {"reason": "等规划", "stage_target": "先通水"},
    "keep_long_term": {"reason": "常抓", "stage_target": "每月清一次"},
    "resume": {"progress": "规划已定"},
    "supervise": {"requirement": "抓紧", "limit_on": "2024-06-01", "supervision_no": "督1号"},
    "change_owner": {"open_items": "清淤"},
    "set_deadline": {"reason": "写错了"},
    "send_back": {"reason": "不归本单位"},
    "refuse": {"reason": "不在本镇", "notice": "当面告知"},
    "void": {"reason": "重复登记"},
    "reopen": {"reason": "又漏了", "reopen_cause": "relapse"},
    "consolidate": {"review_result": "没有反弹"},
}


class Book:
    """``step`` records an event on an issue; ``count`` and ``rows`` are what figures say of a month of 2024."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger

    def issue(self, village: str = EAST, **values: Any) -> str:
        """A new draft; its id."""
        place = {"unit_code": village, "village_name": VILLAGES[village]}
        given = issue(**{**place, "collected_on": "2023-01-05", **values})
        return record(self.ledger, "issue", [given]).ids[0]

    def step(self, issue_id: str, event: str, day: str, **given: Any) -> None:
        """A step that happened on ``day``."""
        record_event(self.ledger, issue_id, event, {**GIVEN.get(event, {}), "happened_on": day, **given})

    def built(self, day: str, due_on: str = "2024-05-31", village: str = EAST, **values: Any) -> str:
        """An issue that was assigned and accepted on ``day``."""
        issue_id = self.issue(village, **values)
        self.step(issue_id, "assign", day, **assignment(due_on=due_on))
        self.step(issue_id, "accept", day)
        return issue_id

    def close(self, issue_id: str, day: str, kind: str = "substantive", **given: Any) -> None:
        """All steps to the end on ``day``, which is also the day of completion unless given otherwise."""
        result = {
            "progress": "修好",
            "completion_kind": kind,
            "completed_on": day,
            "evidence": ["照片"],
            "satisfaction": "satisfied",
        }
        self.step(issue_id, "apply_to_close", day, **{**result, **given})
        self.step(issue_id, "pass_check", day, checker="吴湖", check_opinion="属实")
        self.step(issue_id, "approve", day, closed_on=day)

    def closed(self, built_on: str, closed_on: str, kind: str = "substantive", **given: Any) -> str:
        """An issue with its whole way."""
        issue_id = self.built(built_on)
        self.close(issue_id, closed_on, kind, **given)
        return issue_id

    def count(self, month: str, *, by: tuple[By, ...] = (), today: date = TODAY) -> Any:
        """The numbers of ``2024-03``; told apart ``by`` something, by its values."""
        found = count_by(self.ledger, settled_period(month_of(month), today), by)
        return found if by else found[()]

    def rows(self, count: str, month: str, part: tuple[tuple[By, str], ...] = ()) -> set[str]:
        """The issues that a click on a number shows."""
        return rows_behind(self.ledger, Figure(count, month_of(month), part))


def month_of(text: str) -> Period:
    found = month_named(text)
    assert found is not None, text
    return found


def rows_behind(ledger: Ledger, figure: Figure, today: date = TODAY) -> set[str]:
    """The ids in the list behind a number; its count is the same."""
    query = Query("issue", figure=figure, limit=10_000)
    found = {record.id for record in list_records(ledger, query, today=today)}
    assert len(found) == count_records(ledger, query, today=today)
    return found


def said(numbers: Numbers) -> dict[str, int]:
    """The numbers that are not 0."""
    return {name: number for name, number in numbers.items() if number}
