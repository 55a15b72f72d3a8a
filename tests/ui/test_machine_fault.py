"""A read of the window that meets a damaged page says what is damaged, and leads to what can be done."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.app import Program
from desktop.domain.errors import Refused
from desktop.services.ledgers import Ledger, fault_of_machine
from desktop.services.recording import record
from desktop.ui.damaged_ledger import DamagedLedger
from desktop.ui.fault_dialog import FaultDialog
from desktop.ui.machine_fault_dialog import MachineFaultDialog
from desktop.ui.main_window import MainWindow
from desktop.ui.preferences import Preferences
from tests.offices import Offices, visit
from tests.ui.stand_in_pages import STAND_INS

PAGE = 4096
pytestmark = pytest.mark.usefixtures("logged_errors")


@pytest.fixture
def damaged(offices: Offices) -> Ledger:
    """A ledger that opens, and whose visits stand on a page that is no page any more; closed."""
    ledger = offices.village()
    record(ledger, "visit", [visit(demand="水渠" * 30) for _ in range(30)])
    (root,) = ledger.database.execute_sql("SELECT rootpage FROM sqlite_master WHERE name = 'visit'").fetchone()
    ledger.close()
    with ledger.path.open("r+b") as file:
        file.seek((root - 1) * PAGE)
        file.write(b"\xff" * PAGE)
    return ledger


@pytest.fixture
def program(qapp: QApplication, tmp_path: Path, damaged: Ledger) -> Iterator[Program]:
    made = Program(qapp, Preferences(tmp_path / "settings.ini"), STAND_INS)
    made.start(damaged.path)
    yield made
    for dialog in shown():
        dialog.close()
    if made.window is not None:
        made.window.close()
    made.finish()


def shown() -> list[MachineFaultDialog | FaultDialog]:
    kinds = (MachineFaultDialog, FaultDialog)
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, kinds) and one.isVisible()]


def read(ledger: Ledger) -> None:
    ledger.database.execute_sql("SELECT * FROM visit").fetchall()


def uncaught(fail: Callable[[], object]) -> None:
    try:
        fail()
    except Exception as fault:  # noqa: BLE001 - as the hook gets them
        sys.excepthook(type(fault), fault, fault.__traceback__)


def test_damage_is_said_once_and_leads_to_what_can_be_done(program: Program, qtbot: QtBot) -> None:
    window = program.window
    assert isinstance(window, MainWindow)
    for _ in range(2):
        uncaught(lambda: read(window.context.ledger))
    qtbot.waitUntil(lambda: len(shown()) == 1)
    (dialog,) = shown()
    assert isinstance(dialog, MachineFaultDialog)
    assert "有损坏的地方" in dialog.findChild(QLabel, "machine_fault.text").text()
    dialog.findChild(QPushButton, "machine_fault.mend").click()
    qtbot.waitUntil(lambda: isinstance(program.window, DamagedLedger))
    assert shown() == []


def test_it_can_be_left_and_other_faults_are_told_as_before(program: Program, qtbot: QtBot) -> None:
    window = program.window
    assert isinstance(window, MainWindow)
    uncaught(lambda: read(window.context.ledger))
    qtbot.waitUntil(lambda: len(shown()) == 1)
    shown()[0].findChild(QPushButton, "machine_fault.close").click()
    uncaught(lambda: read(window.context.ledger))
    uncaught(lambda: window.context.ledger.database.execute_sql("SELECT 1 FROM nowhere"))
    qtbot.waitUntil(lambda: len(shown()) == 1)
    assert isinstance(shown()[0], FaultDialog)
    assert program.window is window


def test_what_is_no_damage_offers_no_mending(program: Program, qtbot: QtBot) -> None:
    def busy() -> None:
        raise Refused("ledger_busy", file="x.db", folder="x")

    uncaught(busy)
    qtbot.waitUntil(lambda: len(shown()) == 1)
    assert shown()[0].findChild(QPushButton, "machine_fault.mend") is None


@pytest.mark.parametrize("fault", [KeyError("x"), Refused("invalid", problems=[]), OSError(28, "No space left")])
def test_a_fault_of_the_program_is_none_of_the_machine(fault: BaseException, tmp_path: Path) -> None:
    assert fault_of_machine(fault, tmp_path / "x.db") is None
