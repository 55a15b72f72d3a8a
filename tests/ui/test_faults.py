"""Faults of the program: said once each, told without anything of the records, and no log grows without end."""

from __future__ import annotations

import gc
import logging
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop import logs
from desktop.ui.fault_dialog import FaultDialog
from desktop.ui.faults import MOST_TOLD, FaultReporter
from tests.programs import run_program

ROOT = Path(__file__).resolve().parents[2]
SECRET = " ".join(["张" + "三", "139" + "0" * 8])


@pytest.fixture
def reporter(qapp: QApplication, logged_errors: list[logging.LogRecord]) -> Iterator[FaultReporter]:
    made = FaultReporter(qapp)
    made.install()
    yield made
    made.remove()
    for dialog in dialogs():
        dialog.close()
    made.deleteLater()


def dialogs() -> list[FaultDialog]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, FaultDialog) and one.isVisible()]


def happen(reporter: FaultReporter, fail: Callable[[], object]) -> None:
    try:
        fail()
    except Exception as fault:  # noqa: BLE001 - as the hook gets them
        reporter.take(type(fault), fault, fault.__traceback__)


def key_error() -> None:
    raise KeyError(SECRET)


def value_error_from_key_error() -> None:
    try:
        key_error()
    except KeyError as fault:
        raise ValueError(SECRET) from fault


def test_a_fault_is_said_once_for_each_place(
    reporter: FaultReporter, qtbot: QtBot, logged_errors: list[logging.LogRecord]
) -> None:
    for fail in (key_error, key_error, value_error_from_key_error, key_error):
        happen(reporter, fail)
    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    first = dialogs()[0].findChild(QPlainTextEdit, "fault.report").toPlainText()
    dialogs()[0].findChild(QPushButton, "fault.close").click()
    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    second = dialogs()[0].findChild(QPlainTextEdit, "fault.report").toPlainText()
    assert "ValueError" not in first and second.index("KeyError") < second.index("ValueError")
    qtbot.keyClick(dialogs()[0], Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not dialogs())
    text = "\n".join([first, second, *(entry.getMessage() for entry in logged_errors)])
    assert "tests/ui/test_faults.py" in text and "key_error" in text
    assert not any(part in text for part in SECRET.split())


def test_the_report_is_copied(reporter: FaultReporter, qtbot: QtBot) -> None:
    happen(reporter, key_error)
    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    dialogs()[0].findChild(QPushButton, "fault.copy").click()
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("Zoufang ") and copied.endswith("KeyError\n")
    assert str(ROOT) not in copied


def test_a_fault_in_another_thread_is_said_as_well(
    reporter: FaultReporter, qtbot: QtBot, logged_errors: list[logging.LogRecord]
) -> None:
    thread = threading.Thread(target=key_error)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    qtbot.keyClick(dialogs()[0], Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not dialogs())
    assert len(logged_errors) == 1


class Failing:
    def __del__(self) -> None:
        key_error()


def test_a_fault_while_something_is_put_away_is_logged(
    reporter: FaultReporter, logged_errors: list[logging.LogRecord]
) -> None:
    def leave() -> None:
        Failing()

    leave()
    gc.collect()
    assert [entry.getMessage().splitlines()[-1] for entry in logged_errors] == ["KeyError"]
    assert not dialogs()


def test_a_program_far_gone_does_not_fill_the_screen(reporter: FaultReporter, qtbot: QtBot) -> None:
    for number in range(MOST_TOLD + 5):
        happen(reporter, lambda number=number: exec(compile("\n" * number + "1 / 0", "somewhere", "exec")))  # noqa: S102
    seen = 0
    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    while dialogs():
        seen += 1
        dialogs()[0].accept()
        QApplication.sendPostedEvents()
    assert seen == MOST_TOLD


def test_the_hooks_are_given_back(qapp: QApplication) -> None:
    before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
    made = FaultReporter(qapp)
    made.install()
    made.remove()
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == before
    made.deleteLater()


@pytest.mark.parametrize(
    ("file", "told"),
    [
        (str(ROOT / "desktop" / "app.py"), "desktop/app.py"),
        ("/home/郑大山/走访/python/site-packages/peewee.py", "site-packages/peewee.py"),
        ("/home/郑大山/走访.py", "走访.py"),
        (logging.__file__, "logging/__init__.py"),
        ("<frozen importlib>", "<frozen importlib>"),
    ],
)
def test_no_path_names_whose_computer_it_is(file: str, told: str) -> None:
    try:
        exec(compile("raise KeyError", file, "exec"))  # noqa: S102
    except KeyError as fault:
        assert f'File "{told}", line 1' in logs.fault_text(fault)


@pytest.fixture
def kept_log(zoufang_home: Path) -> Iterator[Path]:
    logs.keep_log()
    log = logging.getLogger("zoufang")
    log.propagate = False
    yield zoufang_home / "logs" / "zoufang.log"
    log.propagate = True
    for handler in log.handlers:
        handler.close()
    log.handlers.clear()


def test_a_log_stays_small_while_the_program_runs(kept_log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "LOG_BYTES", 2_000)
    for number in range(200):
        logging.getLogger("zoufang.faults").error("%s", f"fault {number} " + "x" * 90)
    found = sorted(kept_log.parent.iterdir())
    assert [path.name for path in found] == ["zoufang.log", "zoufang.old.log"]
    assert all(path.stat().st_size < 2_500 for path in found)
    assert "fault 199" in "".join(path.read_text("utf-8") for path in found)


def test_the_same_fault_over_and_over_is_one_entry(kept_log: Path) -> None:
    for _ in range(50):
        logging.getLogger("zoufang.faults").error("%s", "the same")
    assert kept_log.read_text("utf-8").count("the same") == 1


def started(tmp_path: Path, package: str) -> subprocess.CompletedProcess[str]:
    (tmp_path / "PySide6").mkdir()
    (tmp_path / "PySide6" / "__init__.py").write_text(package, encoding="utf-8")
    return run_program(home=tmp_path / "home", first=[tmp_path])


@pytest.mark.parametrize(
    ("package", "said"),
    [
        ("raise ImportError('libEGL.so.1: cannot open shared object file')", "缺少系统库 libEGL.so.1"),
        (f"raise LookupError(''.join({list(SECRET)}))", "程序出错"),
    ],
)
def test_a_fault_before_the_window_is_said_and_logged(tmp_path: Path, package: str, said: str) -> None:
    done = started(tmp_path, package)
    assert done.returncode == 1 and not done.stdout
    (line,) = done.stderr.splitlines()
    assert line.startswith("走访通没有启动") and said in line
    logged = (tmp_path / "home" / "logs" / "zoufang.log").read_text("utf-8")
    assert "desktop/cli/__init__.py" in logged
    assert not any(part in logged + done.stderr for part in SECRET.split())
