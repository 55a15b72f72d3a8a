"""The program's own export and import of a real ledger, history and all, against openpyxl writing the same rows."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from desktop.exchange.information import CHANGES_SHEET
from desktop.exchange.opening import open_workbook
from desktop.exchange.parsing import parse_workbook
from desktop.services.exporting import export_workbook
from desktop.services.ledgers import Ledger
from tests.benchmarks.measuring import judge, take_turns
from tests.benchmarks.test_workbook_speed import VISITS, write_with_openpyxl
from tests.benchmarks.village_ledger import village_ledger
from tests.benchmarks.visit_rows import visit_rows

pytestmark = pytest.mark.bench

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """A village with 10,000 visits."""
    ledger = village_ledger(tmp_path_factory.mktemp("village") / "village.db", VISITS)
    yield ledger
    ledger.close()


def test_sync_export_with_its_history(village: Ledger, tmp_path: Path) -> None:
    rows = list(visit_rows(VISITS))
    export_workbook(village, tmp_path / "ours.xlsx", full=True)
    changes = list(open_workbook(tmp_path / "ours.xlsx").rows(CHANGES_SHEET))
    turns = take_turns(
        lambda: export_workbook(village, tmp_path / "ours.xlsx", full=True),
        lambda: write_with_openpyxl(tmp_path / "openpyxl.xlsx", rows, changes),
    )
    judge(
        "sync export of 10k visits and their changes",
        "openpyxl write_only, same rows, from memory",
        turns,
        must=1 / 4,
        stretch=1 / 6,
    )


def test_parsing_of_a_sync_workbook(village: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "sync.xlsx"
    export_workbook(village, path, full=True)

    def other() -> None:
        book = openpyxl.load_workbook(path, read_only=True)
        assert sum(1 for sheet in book.worksheets for _ in sheet.iter_rows(values_only=True)) > VISITS
        book.close()

    def ours() -> None:
        assert len(parse_workbook(path).changes) == VISITS

    judge(
        "import parse of 10k visits and their changes",
        "openpyxl read_only values_only",
        take_turns(ours, other),
        must=1 / 3,
        stretch=1 / 5,
    )


def test_memory_of_a_sync_export(tmp_path: Path) -> None:
    ledgers = {count: tmp_path / f"{count}.db" for count in (10_000, 100_000)}
    for count, path in ledgers.items():
        village_ledger(path, count).close()
    turns = [(_peak(ledgers[100_000], tmp_path), _peak(ledgers[10_000], tmp_path)) for _ in range(3)]
    judge("sync export memory, 100k visits", "10k visits", turns, must=1.5, stretch=1.2)


def _peak(ledger: Path, folder: Path) -> float:
    """Kilobytes, of a process that does nothing else."""
    command = [sys.executable, "-m", "tests.benchmarks.sync_export_once", str(ledger), str(folder / "memory.xlsx")]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    return float(done.stdout)
