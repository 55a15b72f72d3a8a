"""Lists of a million visits in the window: a page of scrolling, the jump to the last, a rare word."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QLineEdit, QTableView
from pytestqt.qtbot import QtBot

from desktop.app import Program
from desktop.services.finding import Query, list_records
from desktop.services.ledgers import Ledger
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.registry import PAGES
from desktop.ui.preferences import Preferences
from desktop.ui.record_table import RecordTableModel
from tests.benchmarks.measuring import RUNS, judge
from tests.benchmarks.million import HOME, MILLION, ledger_of
from tests.journeys.turns import Turns, load_ahead

pytestmark = pytest.mark.bench_full

OTHER_MODEL = Path(__file__).with_name("sql_model_once.py")
PAGES_DOWN, ROWS_OF_OTHER = 40, 4_000
RARE = "银杏"
"""A word of the generator that one visit of some hundred thousand holds."""
LONGEST_JUMP = 5.0
"""Processor seconds after which a jump is given up: it is missed many times over."""


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """The main window with the list of visits open."""
    monkeypatch.setenv("ZOUFANG_HOME", str(HOME))
    program = Program(qapp, Preferences(tmp_path / "settings.ini"))
    program.start(ledger_of(MILLION))
    assert isinstance(program.window, MainWindow)
    program.window.resize(1366, 768)
    program.window.show_page("visit")
    qtbot.waitUntil(lambda: not program.window.context.worker.is_busy, timeout=20_000)
    yield program.window
    program.window.close()
    program.finish()


@pytest.fixture
def ledger(window: MainWindow) -> Ledger:
    return window.context.ledger


@pytest.fixture
def view(window: MainWindow) -> QTableView:
    found = window.findChild(QTableView, "visit_page.table")
    assert found is not None
    return found


def seconds(work: Callable[[], object]) -> float:
    begun = time.thread_time()
    work()
    return time.thread_time() - begun


def page_down(view: QTableView) -> None:
    bar = view.verticalScrollBar()
    bar.setValue(bar.value() + bar.pageStep())
    view.viewport().grab()


def texts_of(model: RecordTableModel, rows: int) -> Iterator[list[str]]:
    """What the list shows, of rows that are read as they are asked for."""
    for row in range(rows):
        assert model.record_at(row) is not None
        yield [str(model.index(row, column).data() or "") for column in range(model.columnCount())]


def plain_view(ours: QTableView, rows: int) -> QTableView:
    """A view of Qt's own items with the same texts, columns and rows, as large as ours."""
    model = QStandardItemModel()
    for texts in texts_of(ours.model(), rows):
        model.appendRow([QStandardItem(text) for text in texts])
    view = QTableView()
    model.setParent(view)
    view.setModel(model)
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(ours.verticalHeader().defaultSectionSize())
    for column in range(model.columnCount()):
        view.setColumnWidth(column, ours.columnWidth(column))
        view.setColumnHidden(column, ours.isColumnHidden(column))
    view.setShowGrid(ours.showGrid())
    view.setWordWrap(ours.wordWrap())
    view.setVerticalScrollMode(ours.verticalScrollMode())
    view.resize(ours.size())
    return view


def test_a_page_of_scrolling(view: QTableView, qtbot: QtBot) -> None:
    other = plain_view(view, ROWS_OF_OTHER)
    qtbot.addWidget(other)
    other.show()
    turns = []
    for _ in range(RUNS + 1):
        pairs = []
        for shown in (view, other):
            shown.scrollToTop()
            shown.viewport().grab()
            pairs.append(statistics.median(seconds(lambda shown=shown: page_down(shown)) for _ in range(PAGES_DOWN)))
        turns.append(tuple(pairs))
    judge("one page of scrolling, p50", "C++ QStandardItemModel view", turns[1:], must=2.2, stretch=1.6)


def jump_seconds(view: QTableView, last: str, qtbot: QtBot) -> float:
    """Processor seconds of this thread from the top until the last record stands in the last row and is painted."""
    view.scrollToTop()
    view.viewport().grab()
    begun = time.thread_time()

    def is_there() -> bool:
        model = view.model()
        bottom = view.rowAt(view.viewport().height() - 3)
        row = bottom if bottom >= 0 else model.rowCount() - 1
        texts = [str(model.index(row, column).data()) for column in range(model.columnCount())]
        return MILLION * 0.99 < row + 1 == model.rowCount() and last in texts

    while time.thread_time() - begun < LONGEST_JUMP:
        view.scrollToBottom()
        view.viewport().grab()
        if is_there():
            break
        qtbot.wait(1)
    return time.thread_time() - begun


def test_the_jump_to_the_last(view: QTableView, ledger: Ledger, qtbot: QtBot) -> None:
    last = ledger.database.execute_sql(
        "SELECT subject_name FROM visit WHERE NOT is_withdrawn ORDER BY visited_on, row LIMIT 1"
    ).fetchone()[0]
    turns = []
    for _ in range(3):
        ours = jump_seconds(view, last, qtbot)
        command = [sys.executable, str(OTHER_MODEL), str(ledger.path)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        turns.append((ours, float(done.stdout.split()[0])))
    judge("jump to the last of 1M rows", "QSqlQueryModel", turns, must=1 / 100, stretch=1 / 300)


def test_a_rare_word(ledger: Ledger) -> None:
    columns = ("subject_name", "situation", "demand", "category", "suggestion", "note")
    condition = " OR ".join(f"{column} LIKE '%{RARE}%'" for column in columns)
    scan = f"SELECT * FROM visit WHERE is_withdrawn = 0 AND ({condition}) ORDER BY visited_on DESC, row DESC LIMIT 50"
    found = list_records(ledger, Query("visit", text=RARE, limit=50))
    assert 0 < len(found) == len(ledger.database.execute_sql(scan).fetchall()) <= 50
    turns = []
    for _ in range(3):
        ours = statistics.median(
            seconds(lambda: list_records(ledger, Query("visit", text=RARE, limit=50))) for _ in range(RUNS)
        )
        turns.append((ours, seconds(lambda: ledger.database.execute_sql(scan).fetchall())))
    judge("rare word, first 50 of 1M visits", "LIKE scan", turns, must=1 / 50, stretch=1 / 500)


def test_the_window_goes_on(window: MainWindow, view: QTableView, qtbot: QtBot) -> None:
    """While somebody looks at every page, scrolls, filters and picks records."""

    def settle() -> None:
        qtbot.waitUntil(lambda: not window.context.worker.is_busy, timeout=60_000)

    load_ahead()
    for page in PAGES:
        window.show_page(page.name)
        settle()
    stalls = []
    words = window.findChild(QLineEdit, "visit_page.filter.text")
    for _ in range(3):
        turns = Turns()
        act = turns.timed
        for page in PAGES:
            act(window.show_page)(page.name)
            settle()
        act(window.show_page)("visit")
        for _ in range(PAGES_DOWN):
            act(page_down)(view)
            qtbot.wait(1)
        for row in range(3):
            act(view.selectRow)(row)
            qtbot.wait(50)
        for word in ("漏", "渠道", ""):
            act(words.setText)(word)
            qtbot.wait(400)
            settle()
        turns.close()
        print(f"\nlongest in {turns.of}", end="")
        stalls.append((turns.longest * 1000, 1.0))
    judge("longest stall of the window with 1M visits, ms", "1 ms", stalls, must=100, stretch=50)
