"""What holds for every test: no display, no touching of the person's own files, nothing left behind."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from desktop.exchange.reading import InProcessReader, WorkbookReader
from desktop.services import importing, pins, taking
from desktop.services.exporting import export_workbook
from desktop.services.recording import record, revise
from tests.leftovers import ErrorRecords, QtWatch, threads_left
from tests.offices import Offices, issue, visit

# Office machines are slow: how long an example takes says nothing. `make bench` measures.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--onscreen", action="store_true", help="show the windows on the display")


def pytest_configure(config: pytest.Config) -> None:
    if not config.getoption("--onscreen"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """Arguments of the QApplication: the style the program uses everywhere."""
    return ["zoufang", "-style", "Fusion"]


@pytest.fixture(autouse=True)
def zoufang_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this test's ledger, settings, logs and backups lie; not created yet."""
    home = tmp_path / "home"
    monkeypatch.setenv("ZOUFANG_HOME", str(home))
    return home


@pytest.fixture(autouse=True)
def _reading_in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are read in this process: starting another for each import would double the time of the suite."""
    for module in (importing, taking):
        monkeypatch.setattr(module, "open_reader", InProcessReader)


@pytest.fixture
def reading_process(_reading_in_process: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are read in a process of their own, as in the program."""
    for module in (importing, taking):
        monkeypatch.setattr(module, "open_reader", WorkbookReader)


@pytest.fixture(autouse=True)
def _error_records() -> Iterator[ErrorRecords]:
    handler = ErrorRecords()
    logging.getLogger().addHandler(handler)
    yield handler
    logging.getLogger().removeHandler(handler)


@pytest.fixture
def logged_errors(_error_records: ErrorRecords) -> list[logging.LogRecord]:
    """The records of level ERROR and above so far. A test that asks for them is allowed to provoke them."""
    _error_records.allowed = True
    return _error_records.records


@pytest.fixture(autouse=True)
def _nothing_left_behind(request: pytest.FixtureRequest, _error_records: ErrorRecords) -> Iterator[None]:
    threads = threading.enumerate()
    with pytest.MonkeyPatch.context() as monkeypatch:
        # Tests without a window pay nothing for Qt.
        watch = QtWatch(monkeypatch) if "qapp" in request.fixturenames else None
        yield
        complaints = threads_left(threads) + (watch.complaints() if watch else [])
        if watch:
            watch.empty_clipboard()
    complaints += _error_records.complaints()
    if complaints:
        pytest.fail("left behind by the test:\n" + "\n".join(complaints), pytrace=False)


@pytest.fixture
def good(offices: Offices) -> Path:
    """A village's workbook, with a long text and a record that was changed."""
    village, path = offices.village(), offices.file()
    one = record(village, "visit", [visit(note="真", demand="长" * 20_000, issues=[issue()])]).ids[0]
    revise(village, "visit", one, {"note": "真的"})
    export_workbook(village, path)
    return path


@pytest.fixture
def cheap_pins(monkeypatch: pytest.MonkeyPatch) -> None:
    """PINs are hashed in no time, and as weakly."""
    monkeypatch.setattr(pins, "_COST", 2**4)


@pytest.fixture
def offices(tmp_path: Path) -> Iterator[Offices]:
    """Makes the ledgers of offices and closes them."""
    folder = tmp_path / "offices"
    folder.mkdir()
    made = Offices(folder)
    yield made
    made.close()
