"""Which step is the sensible one."""

from __future__ import annotations

import pytest

from desktop.domain.lifecycle import OPEN, SENSIBLE, leads, transition

TODAY = "2026-03-05"


@pytest.mark.parametrize("status", sorted(OPEN))
def test_every_open_status_has_a_way_on(status: str) -> None:
    assert leads({"status": status}, TODAY)
    for event, _ in SENSIBLE[status]:
        found = transition(event)
        assert found is not None and status in found.states


def test_work_is_reported_before_it_is_called_done() -> None:
    assert [one.step.event for one in leads({"status": "working"}, TODAY)] == ["report_progress"]
    begun = leads({"status": "working", "progress": "已开挖"}, TODAY)
    assert [one.step.event for one in begun] == ["apply_to_close", "report_progress"]


def test_supervision_is_sensible_once_the_issue_is_overdue() -> None:
    def events(due_on: str) -> list[str]:
        return [one.step.event for one in leads({"status": "working", "due_on": due_on}, TODAY)]

    assert "supervise" not in events(TODAY)
    assert "supervise" in events("2026-03-04")


@pytest.mark.parametrize(("status", "field"), [("suspended", "look_on"), ("closed", "review_on")])
def test_a_look_waits_for_its_day(status: str, field: str) -> None:
    assert [one.since for one in leads({"status": status, field: "2026-03-06"}, TODAY)] == ["2026-03-06"]
    assert [one.since for one in leads({"status": status, field: TODAY}, TODAY)] == [""]
