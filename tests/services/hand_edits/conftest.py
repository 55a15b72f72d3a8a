"""Offices between which workbooks go to and fro."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from desktop.services.handling import record_event
from desktop.services.recording import record
from tests.hand_edits import sent
from tests.offices import Offices, assignment, issue, visit


@pytest.fixture
def village(offices: Offices) -> Any:
    """A village with two visits."""
    ledger = offices.village()
    record(
        ledger, "visit", [visit(subject_name="郑大山", note="原话", phone="13900000001"), visit(subject_name="孙二")]
    )
    return ledger


@pytest.fixture
def town(offices: Offices) -> Any:
    return offices.town()


@pytest.fixture
def to_approve(offices: Offices, village: Any) -> Path:
    """A workbook of a village with an issue that waits for the town."""
    one = record(village, "issue", [issue()]).ids[0]
    record_event(village, one, "assign", assignment())
    record_event(village, one, "accept", {})
    done = {
        "progress": "换好了",
        "completion_kind": "substantive",
        "completed_on": "2024-03-20",
        "satisfaction": "satisfied",
        "evidence": ["照片"],
    }
    record_event(village, one, "apply_to_close", done)
    record_event(village, one, "pass_check", {"checker": "吴湖", "check_opinion": "属实"})
    return sent(offices, village)
