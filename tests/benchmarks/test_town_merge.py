"""A town takes in the workbooks of its villages: processor time, memory, and how long the window would stand still."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.services.importing import import_workbooks
from desktop.services.ledgers import Ledger
from tests.benchmarks.measuring import RUNS, judge, processor_seconds
from tests.benchmarks.stalling import work_beside_a_window
from tests.benchmarks.town_merge import (
    merge_at_the_floor,
    merge_by_models,
    new_town,
    remove_database,
    village_workbooks,
)

pytestmark = [pytest.mark.bench, pytest.mark.usefixtures("reading_process")]

REPOSITORY = Path(__file__).resolve().parents[2]
VILLAGES = 20
MERGE = "town merges 20 workbooks of 500 visits + 200 issues"


@pytest.fixture(scope="module")
def workbooks(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return village_workbooks(tmp_path_factory.mktemp("villages"), VILLAGES, 500, 200)


def _import(town: Ledger, workbooks: list[Path], status: str) -> float:
    """Processor seconds of an import."""
    start = processor_seconds()
    outcomes = import_workbooks(town, workbooks)
    used = processor_seconds() - start
    assert {outcome.status for outcome in outcomes} == {status}
    return used


def _first_import(workbooks: list[Path], database: Path) -> float:
    town = new_town(database)
    used = _import(town, workbooks, "imported")
    town.close()
    return used


def _seconds(merge: object, workbooks: list[Path], database: Path) -> float:
    assert callable(merge)
    remove_database(database)
    start = processor_seconds()
    merge(workbooks, database)
    return processor_seconds() - start


def test_against_the_floor(workbooks: list[Path], tmp_path: Path) -> None:
    turns = [
        (_first_import(workbooks, tmp_path / "town.db"), _seconds(merge_at_the_floor, workbooks, tmp_path / "floor.db"))
        # Near its limit: single turns differ by a tenth.
        for _ in range(2 * RUNS + 1)
    ]
    judge(MERGE, "calamine + executemany upsert", turns[1:], must=2.5, stretch=1.6)


def test_against_openpyxl_and_peewee(workbooks: list[Path], tmp_path: Path) -> None:
    turns = [
        (_first_import(workbooks, tmp_path / "town.db"), _seconds(merge_by_models, workbooks, tmp_path / "models.db"))
        for _ in range(RUNS)
    ]
    judge(MERGE, "openpyxl read_only + peewee insert_many", turns, must=1 / 3, stretch=1 / 4.5)


def test_the_same_again(workbooks: list[Path], tmp_path: Path) -> None:
    """The same files, and the same saved anew: other bytes, nothing new."""
    saved = [_saved_anew(path, tmp_path / path.name) for path in workbooks]
    same, other = [], []
    for _ in range(RUNS):
        town = new_town(tmp_path / "town.db")
        first = _import(town, workbooks, "imported")
        same.append((_import(town, workbooks, "nothing_new"), first))
        other.append((_import(town, saved, "nothing_new"), first))
        town.close()
    judge("the same 20 workbooks again", "the first time", same, must=1 / 2, stretch=1 / 10)
    judge("the same 20 workbooks saved anew", "the first time", other, must=0.8, stretch=1 / 2)


def _saved_anew(path: Path, copy: Path) -> Path:
    """The same workbook packed otherwise, so that its bytes differ."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return copy


def test_memory(tmp_path: Path) -> None:
    """Of smaller workbooks, 100 visits and 40 issues each; both counts read the same sizes."""
    workbooks = village_workbooks(tmp_path / "villages", 200, 100, 40)
    turns = [(_peak(workbooks, tmp_path), _peak(workbooks[:20], tmp_path)) for _ in range(3)]
    judge("merge memory, 200 workbooks", "20 workbooks", turns, must=1.3, stretch=1.1)


def _peak(workbooks: list[Path], folder: Path) -> float:
    """Kilobytes, of a process that does nothing else."""
    command = [sys.executable, "-m", "tests.benchmarks.import_once", str(folder / "town.db"), *map(str, workbooks)]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    return float(done.stdout)


def test_the_window_goes_on(tmp_path: Path) -> None:
    """An import of 20,000 records beside a thread that wants to run every 5 ms, as the window does."""
    (workbook,) = village_workbooks(tmp_path / "villages", 1, 15_000, 5_000)
    stalls, silences = [], []
    for _ in range(3):
        town = new_town(tmp_path / "town.db")

        def take_in(is_cancelled: Callable[[], bool], town: Ledger = town) -> None:
            import_workbooks(town, [workbook], cancelled=is_cancelled)
            town.close()

        stall, silence = work_beside_a_window(take_in)
        stalls.append((stall * 1000, 1.0))
        silences.append((silence * 1000, 1.0))
        town.close()
    judge("longest stall beside an import of 20k records, ms", "1 ms", stalls, must=100, stretch=50)
    judge("longest work between two questions whether to go on, ms", "1 ms", silences, must=1000, stretch=200)
