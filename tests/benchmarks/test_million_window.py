"""The window on a ledger of a million visits: its start, and the memory it takes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.measuring import RUNS, judge
from tests.benchmarks.million import FEW, HOME, MILLION, ledger_of
from tests.benchmarks.starting import BARE, start_seconds
from tests.programs import environment

pytestmark = pytest.mark.bench_full

SCRIPT = Path(__file__).with_name("window_once.py")


def test_start(tmp_path: Path) -> None:
    million, few = str(ledger_of(MILLION)), str(ledger_of(FEW))
    turns = [tuple(start_seconds(tmp_path, path, HOME) for path in (million, few, BARE)) for _ in range(RUNS + 1)][1:]
    against_few = [(million, few) for million, few, _ in turns]
    against_bare = [(million, bare) for million, _, bare in turns]
    judge("start with 1M visits", "1k visits", against_few, must=1.25, stretch=1.1)
    judge("start to first frame with 1M visits", "bare QMainWindow", against_bare, must=2.0, stretch=1.5)


def test_memory(tmp_path: Path) -> None:
    """After every list was looked at and one scrolled through."""
    turns = []
    for _ in range(3):
        command = [sys.executable, SCRIPT, str(ledger_of(MILLION))]
        done = subprocess.run(command, env=environment(HOME), capture_output=True, text=True, check=True, timeout=120)
        turns.append((int(done.stdout) / 1024, 1.0))
    judge("memory of the window with 1M visits, MiB", "1 MiB", turns, must=150, stretch=120)
