"""Killed at any moment, no room left, a clock years off, two programs on one ledger: nothing is lost or half done."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from desktop.data import database, writing
from desktop.data.ledger import Ledger
from desktop.domain.errors import Refused
from desktop.reports import figures
from desktop.services import finding, handling, recording
from desktop.services.exporting import export_workbook
from desktop.services.finding import Query, count_records, get_record, list_records
from desktop.services.handling import record_event
from desktop.services.importing import import_workbooks
from desktop.services.inspecting import inspect
from desktop.services.ledgers import open_ledger
from desktop.services.recording import record, revise
from tests.offices import EAST, Offices, assignment, issue, visit
from tests.programs import environment

KILLS_EACH = 7

# Says on standard output what is durable: the first line when the work begins, then one for every save.
_WORKER = """
import sys
from pathlib import Path
from desktop.exchange.reading import InProcessReader
from desktop.services import importing
from desktop.services.exporting import export_workbook
from desktop.services.handling import record_event
from desktop.services.importing import import_workbooks
from desktop.services.ledgers import open_ledger
from desktop.services.recording import record
from tests.offices import issue, visit

# The moments of the kill are for the writing, not for the start of a reading process.
importing.open_reader = InProcessReader
verb, ledger, workbook = sys.argv[1], open_ledger(Path(sys.argv[2])), Path(sys.argv[3])
print("begun", flush=True)
while True:
    if verb == "add":
        saved = record(ledger, "visit", [visit(issues=[issue()]) for _ in range(3)])
        print(" ".join(saved.ids), flush=True)
    elif verb == "export":
        export_workbook(ledger, workbook, full=True)
        print("exported", flush=True)
    else:
        print(import_workbooks(ledger, [workbook])[0].status, flush=True)
"""


def killed(verb: str, ledger: Path, workbook: Path, seconds: float) -> list[str]:
    """Run the verb over and over, kill it that long after it began; gives what it had said."""
    command = [sys.executable, "-c", _WORKER, verb, str(ledger), str(workbook)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment()) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        timer = threading.Timer(seconds, process.send_signal, [signal.SIGKILL])
        timer.start()
        said = process.stdout.read().splitlines(keepends=True)
        timer.join()
    assert process.returncode == -signal.SIGKILL
    return [line.strip() for line in said if line.endswith("\n")]


def moments() -> Iterator[float]:
    """Different at every run: whatever the moment, it must hold."""
    return (random.uniform(0, 0.12) for _ in range(KILLS_EACH))


def test_what_was_said_to_be_saved_survives_a_kill(offices: Offices, tmp_path: Path) -> None:
    village = offices.village()
    for seconds in moments():
        for line in killed("add", village.path, tmp_path / "none", seconds):
            for record_id in line.split():
                assert get_record(village, "visit", record_id)
        # Three visits and their issues are one save: all of them or none.
        assert count_records(village, Query("visit")) == count_records(village, Query("issue"))
        assert count_records(village, Query("visit")) % 3 == 0
        assert inspect(village).is_sound
    record(village, "visit", [visit()])


def test_a_killed_import_leaves_all_or_nothing(offices: Offices) -> None:
    village, path = offices.village(), offices.file()
    record(village, "visit", [visit(issues=[issue()]) for _ in range(60)])
    export_workbook(village, path)
    for seconds in moments():
        town = offices.town()
        said = killed("import", town.path, path, seconds)
        found = count_records(town, Query("visit"))
        assert found in ((60,) if said else (0, 60))
        assert inspect(town).is_sound
        assert import_workbooks(town, [path])[0].status == ("nothing_new" if found else "imported")


def test_a_killed_export_leaves_the_old_workbook_or_the_new(offices: Offices) -> None:
    village, path = offices.village(), offices.file()
    record(village, "visit", [visit(issues=[issue()]) for _ in range(60)])
    export_workbook(village, path)
    for seconds in moments():
        killed("export", village.path, path, seconds)
        assert import_workbooks(offices.town(), [path])[0].created == 120
        assert inspect(village).is_sound
    assert export_workbook(village, path, full=True).changes == 120


def fill(ledger: Ledger, spare: int) -> None:
    """Let the file grow by so many pages and no further."""
    pages = ledger.database.execute_sql("PRAGMA page_count").fetchone()[0]
    ledger.database.execute_sql(f"PRAGMA max_page_count = {pages + spare}")


@pytest.mark.parametrize("spare", [0, 1, 3, 8])
def test_a_full_disk_loses_nothing_and_works_again(offices: Offices, spare: int) -> None:
    village, town, path = offices.village(), offices.town(), offices.file()
    record(village, "visit", [visit(demand="长" * 9_000, issues=[issue()]) for _ in range(20)])
    export_workbook(village, path)
    for ledger in (village, town):
        fill(ledger, spare)
    before = count_records(village, Query("visit"))
    with pytest.raises(Refused, match="disk_full"):
        record(village, "visit", [visit(demand="长" * 30_000) for _ in range(5)])
    with pytest.raises(Refused, match="disk_full"):
        import_workbooks(town, [path])
    assert (count_records(village, Query("visit")), count_records(town, Query("visit"))) == (before, 0)
    for ledger in (village, town):
        assert inspect(ledger).is_sound
        fill(ledger, 100_000)
    record(village, "visit", [visit(demand="长" * 30_000)])
    assert import_workbooks(town, [path])[0].created == 40
    assert inspect(village).is_sound and inspect(town).is_sound


def test_a_ledger_another_program_holds_is_said(offices: Offices, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(database._PRAGMAS, "busy_timeout", 50)
    first = offices.village()
    second = open_ledger(first.path)
    with first.transaction(), pytest.raises(Refused, match="ledger_busy"):
        record(second, "visit", [visit()])
    saved = record(second, "visit", [visit()])
    second.close()
    assert get_record(first, "visit", saved.ids[0])


def test_what_another_program_writes_is_no_damage(offices: Offices) -> None:
    first = offices.village()
    second = open_ledger(first.path)
    for number in range(40):
        record(second, "visit", [visit(note=f"第{number}次")])
        assert inspect(first).findings == ()
    second.close()


def test_two_programs_on_one_ledger_see_and_keep_each_others_work(offices: Offices, tmp_path: Path) -> None:
    village = offices.village()
    command = [sys.executable, "-c", _WORKER, "add", str(village.path), str(tmp_path / "none")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment()) as process:
        assert process.stdout is not None
        process.stdout.readline()
        own: list[str] = []
        theirs: list[str] = []
        for _ in range(15):
            theirs += process.stdout.readline().split()
            own += record(village, "visit", [visit(issues=[issue()])]).ids
            assert get_record(village, "visit", theirs[-1])
        process.kill()
    ids = {one.id for one in list_records(village, Query("visit", limit=10_000))}
    assert set(own) | set(theirs) <= ids
    codes = [one.values["code"] for one in list_records(village, Query("issue", limit=10_000))]
    assert len(set(codes)) == len(codes)
    assert inspect(village).is_sound


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Sets the clock of the computer that works next to new year's day of a year."""

    def turn(year: int) -> None:
        class Day(date):
            @classmethod
            def today(cls) -> date:
                return date(year, 1, 1)

        class Moment(datetime):
            @classmethod
            def now(cls, tz: Any = None) -> datetime:
                return datetime(year, 1, 1, 8, 0, tzinfo=tz)

        for module in (recording, handling, finding, figures):
            monkeypatch.setattr(module, "date", Day)
        monkeypatch.setattr(writing, "datetime", Moment)

    return turn


def test_a_clock_years_off_changes_neither_order_nor_content(offices: Offices, clock: Callable[[int], None]) -> None:
    village, town, path = offices.village(), offices.town(), offices.file()
    clock(2099)
    made = record(village, "visit", [visit(visited_on="2098-12-31", note="一", issues=[issue()])])
    export_workbook(village, path)
    clock(2000)
    # The dead battery: what came from the future is taken, is older in the order, and can be worked on.
    with pytest.raises(Refused) as refused:
        record(village, "visit", [visit(visited_on="2024-03-05")])
    assert [problem.kind for problem in refused.value.problems] == ["future_date"]
    assert import_workbooks(town, [path])[0].created == 2
    revise(town, "visit", made.ids[0], {"note": "二"})
    record_event(town, made.also[0][1], "assign", assignment(due_on="2099-01-01"))
    export_workbook(town, path, to=EAST)
    clock(2050)
    revise(village, "visit", made.ids[0], {"phone": "13800000000"})
    assert import_workbooks(village, [path])[0].conflicts == 0
    values = get_record(village, "visit", made.ids[0]).values
    assert (values["note"], values["phone"]) == ("二", "13800000000")
    assert get_record(village, "issue", made.also[0][1]).values["status"] == "pending"
    export_workbook(village, path)
    sheet = load_workbook(path)["走访记录"]
    days = [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, datetime)]
    assert [day.date().isoformat() for day in days] == ["2098-12-31"]
    assert inspect(village).is_sound and inspect(town).is_sound
