"""20,000 people of a roster taken in: processor time, undoing it, and how long the window would stand still."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.services import undoing
from desktop.services.finding import Query, count_records
from desktop.services.ledgers import Ledger
from desktop.services.recording import record
from desktop.services.taking import examine, take
from tests.benchmarks.measuring import RUNS, judge, processor_seconds
from tests.benchmarks.roster import people, put_at_the_floor, read_at_the_floor, roster_workbook
from tests.benchmarks.stalling import work_beside_a_window
from tests.benchmarks.town_merge import remove_database
from tests.benchmarks.village_ledger import village_ledger

pytestmark = [pytest.mark.bench, pytest.mark.usefixtures("reading_process")]

PEOPLE = 20_000
FLOOR = "calamine + executemany of the same rows"


def intake(ledger: Ledger, workbook: Path, is_cancelled: Callable[[], bool] = lambda: False) -> None:
    """Take a roster in, all of it, as the program does."""
    look = examine(ledger, workbook, "person", cancelled=is_cancelled)
    assert len(take(ledger, look, cancelled=is_cancelled).rows) == PEOPLE


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return roster_workbook(tmp_path_factory.mktemp("roster") / "花名册.xlsx", PEOPLE)


@pytest.fixture
def village(tmp_path: Path) -> Iterator[Callable[[], Ledger]]:
    """A village's empty ledger, as often as it is asked for."""
    opened: list[Ledger] = []

    def found() -> Ledger:
        for ledger in opened:
            ledger.close()
        remove_database(tmp_path / "village.db")
        opened.append(village_ledger(tmp_path / "village.db", 0))
        return opened[-1]

    yield found
    for ledger in opened:
        ledger.close()


def _seconds(work: Callable[[], object]) -> float:
    start = processor_seconds()
    work()
    return processor_seconds() - start


def _floor(workbook: Path, tmp_path: Path) -> float:
    return _seconds(lambda: put_at_the_floor(read_at_the_floor(workbook), tmp_path / "floor.db"))


def test_against_the_floor(workbook: Path, village: Callable[[], Ledger], tmp_path: Path) -> None:
    turns = []
    for _ in range(RUNS + 1):
        ledger = village()
        ours = _seconds(lambda ledger=ledger: intake(ledger, workbook))
        turns.append((ours, _floor(workbook, tmp_path)))
    judge("20,000 people of a roster taken in", FLOOR, turns[1:], must=2.5, stretch=2.0)
    judge("20,000 people of a roster taken in, s", "1 s", [(ours, 1.0) for ours, _ in turns[1:]], must=20, stretch=5)


def test_recording_alone(workbook: Path, village: Callable[[], Ledger], tmp_path: Path) -> None:
    """Reading the workbook is in the floor's time and not in ours."""
    objects = people(PEOPLE)
    recorded, undone = [], []
    for _ in range(RUNS + 1):
        ledger = village()
        ours = _seconds(lambda ledger=ledger: record(ledger, "person", objects))
        recorded.append((ours, _floor(workbook, tmp_path)))
        undone.append((_seconds(lambda ledger=ledger: undoing.undo(ledger)), ours))
        assert count_records(ledger, Query("person")) == 0
    judge("20,000 people recorded", FLOOR, recorded[1:], must=2.5, stretch=1.5)
    judge("20,000 people recorded, undone", "recording them", undone[1:], must=1.0, stretch=0.5)


def test_the_window_goes_on(workbook: Path, village: Callable[[], Ledger]) -> None:
    """Beside a thread that wants to run every 5 ms, as the window does."""
    stalls, silences = [], []
    for _ in range(3):
        ledger = village()

        def work(is_cancelled: Callable[[], bool], ledger: Ledger = ledger) -> None:
            intake(ledger, workbook, is_cancelled)
            ledger.close()

        stall, silence = work_beside_a_window(work)
        stalls.append((stall * 1000, 1.0))
        silences.append((silence * 1000, 1.0))
    judge("longest stall beside an intake of 20k people, ms", "1 ms", stalls, must=100, stretch=50)
    judge("longest work between two questions whether to go on, ms", "1 ms", silences, must=1000, stretch=200)
