"""The window goes on while the ledger is busy: saving behind another writer, long exports and imports."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from sqlcipher3 import dbapi2

from desktop.services.drafting import drafts
from desktop.services.exporting import export_workbook
from desktop.services.finding import Query, count_records, list_records
from desktop.services.importing import import_workbooks
from desktop.services.recording import record, revise
from desktop.ui.exchange.row_table import RowTable
from desktop.ui.forms import RecordForm
from desktop.ui.pages.exchange import ExchangePage
from tests.journeys.conftest import CTRL, TOWN, VILLAGE, Computer
from tests.ui.office import type_text
from tests.ui.writing import write_visit

Start = Callable[..., Computer]
LONGEST_STALL = 0.1
"""Seconds of work on the GUI thread between two beats."""
LONGEST_WAIT = 0.5
"""Seconds between two beats however spent: other programs may take the processor, but nobody waits for a lock."""
MANY = 3_000
MOST_TOLD = 5_000
HELD_MS = 1_000


@pytest.fixture(autouse=True)
def only_the_programs_own() -> Iterator[None]:
    """What the tests themselves hold is none of the program's: Python's collector would stop the window to look at
    all of it.
    """
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


class Heartbeat:
    """Beats every 10 ms on the GUI thread.

    ``busiest`` is the most processor time that thread used between two beats, ``longest`` the longest time between
    two, both in seconds. The first does not depend on what else the machine is doing.
    """

    def __init__(self) -> None:
        self.longest = self.busiest = 0.0
        self._before = (time.perf_counter(), time.thread_time())
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(10)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()
        self._beat()

    def never_stopped(self) -> bool:
        return self.busiest < LONGEST_STALL and self.longest < LONGEST_WAIT

    def __repr__(self) -> str:
        return f"busiest {self.busiest:.3f} s, longest {self.longest:.3f} s"

    def _beat(self) -> None:
        now = (time.perf_counter(), time.thread_time())
        self.longest = max(self.longest, now[0] - self._before[0])
        self.busiest = max(self.busiest, now[1] - self._before[1])
        self._before = now


@contextmanager
def heartbeat() -> Iterator[Heartbeat]:
    beat = Heartbeat()
    try:
        yield beat
    finally:
        beat.stop()


@contextmanager
def write_lock(path: Path) -> Iterator[threading.Event]:
    """Another program holds the ledger's write lock until the event is set."""
    is_held, let_go = threading.Event(), threading.Event()

    def hold() -> None:
        # By the same library: two in one process do not see each other's locks.
        connection = dbapi2.connect(path, isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        is_held.set()
        let_go.wait(10)
        connection.execute("ROLLBACK")
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    is_held.wait()
    try:
        yield let_go
    finally:
        let_go.set()
        holder.join()


def test_saving_behind_another_writer_keeps_the_window_alive(qtbot: QtBot, start: Start, tmp_path: Path) -> None:
    village = start("village", VILLAGE)
    village.press(Qt.Key.Key_N, CTRL)
    village.wait_for_focus("visit_form.subject_name")
    write_visit(qtbot, "张三", handling=Qt.Key.Key_1)
    village.settle()
    seen: list[tuple[str, int]] = []
    with write_lock(tmp_path / "village.db") as let_go, heartbeat() as beat:

        def look_and_let_go() -> None:
            seen.append((village.notice, count_records(village.ledger, Query("visit"))))
            let_go.set()

        QTimer.singleShot(HELD_MS, look_and_let_go)
        village.press(Qt.Key.Key_S, CTRL)
        qtbot.waitUntil(lambda: village.notice == "已保存")
        assert seen == [("", 0)]
        assert count_records(village.ledger, Query("visit")) == 1
    village.settle()
    assert beat.never_stopped(), beat


def test_typing_goes_on_while_the_draft_waits(qtbot: QtBot, start: Start, tmp_path: Path) -> None:
    village = start("village", VILLAGE)
    village.press(Qt.Key.Key_N, CTRL)
    village.wait_for_focus("visit_form.subject_name")
    form = village.child(RecordForm, "visit_form")
    with write_lock(tmp_path / "village.db") as let_go, heartbeat() as beat:
        QTimer.singleShot(2 * HELD_MS, let_go.set)
        typed = 0
        while not let_go.is_set():
            type_text("张")
            typed += 1
            qtbot.wait(50)
    assert beat.never_stopped(), beat
    assert form.values()["subject_name"] == "张" * typed
    qtbot.waitUntil(lambda: [one.title for one in drafts(village.ledger)] == [("张" * typed)[:20]])
    qtbot.waitUntil(lambda: drafts(village.ledger)[0].content["values"]["subject_name"] == "张" * typed)
    village.settle()


def test_three_thousand_visits_go_out_and_in_without_a_stall(qtbot: QtBot, start: Start, tmp_path: Path) -> None:
    village = start("village", VILLAGE)
    first = date.today()
    visits = [
        {
            "visited_on": (first - timedelta(days=number % 300)).isoformat(),
            "subject_name": f"户{number:04d}",
            "group_name": f"{number % 12}组",
            "visitors": ["李四", "王小五"],
            "kind": "household",
            "handling": "none",
            "situation": "家里有三口人，种了八亩水稻。" * 4,
            "demand": "希望把村口的渠道修一修。" * 4,
        }
        for number in range(MANY)
    ]
    village.window.context.write(lambda: record(village.ledger, "visit", visits))
    village.settle()
    report = tmp_path / "上报.xlsx"
    village.press(Qt.Key.Key_5, CTRL)
    village.settle()
    with heartbeat() as beat:
        village.child(ExchangePage, "exchange_page").handover.export_to([(TOWN["code"], report)], False)
        village.settle()
    assert report.is_file()
    assert beat.never_stopped(), ("export", beat)

    town = start("town", TOWN)
    # The list is open, as it is for somebody who works with it.
    town.press(Qt.Key.Key_2, CTRL)
    town.settle()
    with heartbeat() as beat:
        town.drop(report)
        button = town.until_previewed()
    assert beat.never_stopped(), ("trial", beat)
    with heartbeat() as beat:
        button.click()
        town.settle()
    assert beat.never_stopped(), ("import", beat)
    assert count_records(town.ledger, Query("visit")) == MANY
    with heartbeat() as beat:
        town.press(Qt.Key.Key_2, CTRL)
        town.settle()
    assert beat.never_stopped(), ("list", beat)


def test_five_thousand_rows_are_looked_at_without_a_stall(qtbot: QtBot, start: Start, tmp_path: Path) -> None:
    village = start("village", VILLAGE)
    visits = [
        {
            "visited_on": date.today().isoformat(),
            "subject_name": f"户{number:04d}",
            "phone": f"139{number:08d}",
            "visitors": ["李四"],
            "kind": "household",
            "handling": "none",
            "demand": "希望把村口的渠道修一修。" * 8,
        }
        for number in range(MOST_TOLD)
    ]
    record(village.ledger, "visit", visits)
    first, second = tmp_path / "first.xlsx", tmp_path / "second.xlsx"
    export_workbook(village.ledger, first)
    for one in list_records(village.ledger, Query("visit", limit=MOST_TOLD)):
        revise(village.ledger, "visit", one.id, {"demand": "村口的渠道修好了。", "note": "已核实"})
    export_workbook(village.ledger, second, full=True)
    town = start("town", TOWN)
    import_workbooks(town.ledger, [first])
    town.press(Qt.Key.Key_5, CTRL)
    town.settle()
    with heartbeat() as beat:
        town.drop(second)
        town.until_previewed()
    assert beat.never_stopped(), ("trial", beat)
    rows = town.child(RowTable, "exchange_page.preview.rows")
    assert rows.model().rowCount() == MOST_TOLD
    with heartbeat() as beat:
        for name in ("show.updated", "leave_all", "take_all", "show.all"):
            town.child(QPushButton, f"exchange_page.preview.{name}").click()
            qtbot.wait(30)
        rows.setFocus()
        for key in (Qt.Key.Key_End, Qt.Key.Key_Space, Qt.Key.Key_PageUp, Qt.Key.Key_Home, Qt.Key.Key_Space):
            town.press(key)
            qtbot.wait(30)
        rows.selectAll()
        town.press(Qt.Key.Key_Space)
        qtbot.wait(30)
    assert beat.never_stopped(), ("rows", beat)
