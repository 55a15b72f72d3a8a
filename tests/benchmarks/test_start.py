"""From the start of the interpreter to the first painted frame, against a bare QMainWindow."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.services.ledgers import begin_ledger
from desktop.services.recording import record
from tests.benchmarks.measuring import RUNS, judge

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = Path(__file__).with_name("start_once.py")
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


def processor_seconds(cache: Path, *arguments: str) -> float:
    """User and system time of one start; what a disk takes on a busy machine is left out.

    Modules are compiled once into ``cache``, as they are where the program is installed.
    """
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    environment |= {"PYTHONPYCACHEPREFIX": str(cache), "ZOUFANG_HOME": str(cache / "home")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, SCRIPT, *arguments], env=environment, check=True, capture_output=True, timeout=60)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)


@pytest.mark.bench
def test_first_frame(ledger_path: Path, tmp_path: Path) -> None:
    path = str(ledger_path)
    turns = [(processor_seconds(tmp_path, path), processor_seconds(tmp_path, "-")) for _ in range(RUNS + 1)]
    judge("start to first frame", "bare QMainWindow", turns[1:], must=2.0, stretch=1.5)
