"""From the start of the interpreter to the first painted frame, against a bare QMainWindow."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.services.ledgers import begin_ledger
from desktop.services.recording import record
from tests.benchmarks.measuring import RUNS, judge
from tests.benchmarks.starting import BARE, start_seconds

VISITS = 2000


@pytest.fixture(scope="module")
def ledger_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("start") / "ledger.db"
    ledger = begin_ledger(path, level="village", code="321183108212", name="唐陵村", town_name="天王镇", actor="李四")
    visit = {"visited_on": "2026-03-05", "subject_name": "张三", "visitors": ["李四"], "kind": "household"}
    issue = {"category": "水利", "description": "村口渠道漏水，影响灌溉", "due_on": "2026-03-20"}
    record(ledger, "visit", [{**visit, "handling": "listed", "issues": [issue]} for _ in range(VISITS)])
    ledger.close()
    return path


@pytest.mark.bench
def test_first_frame(ledger_path: Path, tmp_path: Path) -> None:
    path = str(ledger_path)
    turns = [(start_seconds(tmp_path, path), start_seconds(tmp_path, BARE)) for _ in range(RUNS + 1)]
    judge("start to first frame", "bare QMainWindow", turns[1:], must=2.0, stretch=1.5)
