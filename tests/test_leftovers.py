"""The watch in conftest.py fails the tests it must fail, and no others."""

import os
from pathlib import Path

import pytest

pytest_plugins = "pytester"

LEAVING = """
import logging, os, threading
from PySide6.QtCore import QThread, QThreadPool, QTimer
from PySide6.QtWidgets import QLabel, QWidget
import pytest, tests.leftovers

tests.leftovers.GRACE_SECONDS = 0.05
kept, gate = [], threading.Event()

@pytest.fixture(scope="module", autouse=True)
def free():
    yield
    gate.set()
    for thing in kept:
        if isinstance(thing, QThread):
            thing.quit()
            thing.wait()
        if isinstance(thing, QThreadPool):
            thing.waitForDone()

def test_bad_thread():
    threading.Thread(target=gate.wait, daemon=True).start()

def test_bad_log():
    logging.getLogger("x").error("broken")

def test_bad_timer(qapp):
    kept.append(QTimer())
    kept[-1].start(100000)

def test_bad_qthread(qapp):
    kept.append(QThread())
    kept[-1].start()

def test_bad_widget(qapp):
    kept.append(QWidget())

def test_bad_pool(qapp):
    kept.append(QThreadPool())
    kept[-1].start(gate.wait)

def test_good_log(logged_errors):
    logging.getLogger("x").error("expected")
    assert [r.getMessage() for r in logged_errors] == ["expected"]

def test_good_window(qtbot):
    window = QWidget()
    QLabel("走访", window)
    timer = QTimer(window)
    timer.start(100000)
    qtbot.addWidget(window)
    window.show()

def test_good_dropped_widget(qapp):
    window = QWidget()
    window.itself = window

def test_good_work(qapp, qtbot):
    done = threading.Event()
    QThreadPool.globalInstance().start(done.set)
    thread = QThread()
    thread.start()
    thread.quit()
    thread.wait()
    worker = threading.Thread(target=done.wait)
    worker.start()
    with qtbot.waitSignal(QTimer(qapp).timeout, raising=False, timeout=1):
        pass

def test_good_surroundings(qapp, zoufang_home):
    assert qapp.platformName() == "offscreen"
    assert qapp.style().objectName() == "fusion"
    assert os.environ["ZOUFANG_HOME"] == str(zoufang_home)
"""


CONFTEST = """
from tests.conftest import *
from tests.conftest import _error_records, _nothing_left_behind
"""


def test_each_leftover_fails_its_test_and_only_that(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).resolve().parents[1]), prepend=os.pathsep)
    pytester.makeconftest(CONFTEST)
    pytester.makepyfile(LEAVING)
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider", "-rE")
    result.assert_outcomes(passed=11, errors=6)
    for kind, line in {
        "thread": "thread still running: Thread-*",
        "log": "error logged by x: broken",
        "timer": "timer still active: every 100000 ms, *",
        "qthread": "QThread still running: *",
        "widget": "widget still alive: QWidget ''",
        "pool": "QThreadPool still working: *",
    }.items():
        result.stdout.fnmatch_lines_random([f"*ERROR*test_bad_{kind}*", line])
