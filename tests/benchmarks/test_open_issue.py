"""Opening an issue with 200 events in the reading pane, until it is painted: at most 100 ms, whatever the story."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from desktop.domain.kinds import ISSUE
from desktop.services.handling import record_event
from desktop.services.recording import record
from desktop.ui.record_pane import RecordPane
from tests.benchmarks.measuring import judge
from tests.ui.conftest import plain_window  # noqa: F401 - a fixture
from tests.ui.office import Office, open_office

pytestmark = pytest.mark.bench

EVENTS, TURNS, MOST_MS = 200, 15, 100
ASSIGNED = {"measures": "修补", "leader": "钱镇长", "lead_unit": "水利站", "owner": "周江", "due_on": "2099-01-01"}


@pytest.fixture
def office(tmp_path: Path, qtbot: QtBot) -> Iterator[Office]:
    opened = open_office(tmp_path / "office")
    yield opened
    opened.close()


def long_story(office: Office) -> str:
    first = date.today() - timedelta(days=EVENTS + 1)
    values = {"source": "patrol", "collected_on": first.isoformat(), "category": "水利", "description": "水渠渗漏"}
    issue_id = record(office.ledger, "issue", [values]).ids[0]
    record_event(office.ledger, issue_id, "assign", ASSIGNED)
    record_event(office.ledger, issue_id, "accept", {})
    for number in range(EVENTS - 2):
        happened_on = (first + timedelta(days=number)).isoformat()
        given = {"progress": f"第 {number} 天：又修了一段，等水泥到货", "happened_on": happened_on}
        record_event(office.ledger, issue_id, "report_progress", given)
    return issue_id


def test_a_long_story_opens_at_once(office: Office, qtbot: QtBot) -> None:
    issue_id = long_story(office)
    pane = RecordPane(office.context, ISSUE, "pane")
    qtbot.addWidget(pane)
    pane.resize(400, 600)
    with qtbot.waitExposed(pane):
        pane.show()
    spent = []
    for _ in range(TURNS):
        pane.show_record("")
        begun = time.thread_time()
        pane.show_record(issue_id)
        QCoreApplication.sendPostedEvents()
        pane.grab()
        spent.append(((time.thread_time() - begun) * 1000, 1.0))
    office.settle(qtbot)
    judge(f"an issue of {EVENTS} events in the reading pane, ms", "1 ms", spent, must=MOST_MS, stretch=MOST_MS / 2)
