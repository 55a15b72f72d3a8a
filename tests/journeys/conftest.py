"""The whole program in front of a person: its windows with their real pages, on ledgers of their own."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.app import Program
from desktop.services.ledgers import Ledger, begin_ledger
from desktop.ui.drop_veil import DropVeil
from desktop.ui.first_start import FirstStart
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.exchange import ExchangePage
from desktop.ui.preferences import Preferences
from desktop.ui.record_table import RecordTableModel
from desktop.ui.record_view import RecordTableView
from desktop.ui.widgets.notice import NoticeBar
from tests.journeys.turns import Machine, Turns, load_ahead, watch_acts
from tests.ui.conftest import plain_window  # noqa: F401 - a fixture
from tests.ui.office import focus_name, press, wait_for_focus

Widget = TypeVar("Widget", bound=QWidget)
LONGEST_STALL = 0.1
"""Seconds of work on the window's thread during which it does not listen."""

CTRL = Qt.KeyboardModifier.ControlModifier
TOWN = {"level": "town", "code": "321183108000", "name": "天王镇", "actor": "陈主任"}
VILLAGE = {"level": "village", "code": "321183108212", "name": "唐陵村", "town_name": "天王镇", "actor": "李四"}


@dataclass
class Computer:
    """One office's computer with the program running on it."""

    program: Program
    qtbot: QtBot

    @property
    def first_start(self) -> FirstStart:
        assert isinstance(self.program.window, FirstStart)
        return self.program.window

    @property
    def window(self) -> MainWindow:
        assert isinstance(self.program.window, MainWindow)
        return self.program.window

    @property
    def ledger(self) -> Ledger:
        return self.window.context.ledger

    @property
    def notice(self) -> str:
        return self.child(NoticeBar, "notice").text

    def child(self, kind: type[Widget], name: str) -> Widget:
        found = self.window.findChild(kind, name)
        assert found is not None, name
        return found

    def sit_down(self) -> None:
        """Turn to this computer: its window has the keyboard, and its first page is there."""
        self.window.activateWindow()
        self.qtbot.waitUntil(lambda: self.window.isActiveWindow() and bool(focus_name()))
        self.settle()

    def settle(self) -> None:
        """Wait until the worker has nothing to do and its answers have arrived."""
        self.qtbot.waitUntil(lambda: not self.window.context.worker.is_busy, timeout=20_000)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        press(self.qtbot, key, modifier)

    def wait_for_focus(self, name: str) -> None:
        wait_for_focus(self.qtbot, self.window, name)

    def column(self, page: str, name: str) -> list[str]:
        """What a list shows in one of its columns."""
        model = self.child(RecordTableView, f"{page}.table").model()
        assert isinstance(model, RecordTableModel)
        at = [column.name for column in model.columns].index(name)
        return [str(model.index(row, at).data()) for row in range(model.rowCount())]

    def read_aloud(self, page: str) -> str:
        """Everything the reading pane of a page says."""
        labels = self.child(QWidget, f"{page}.pane").findChildren(QLabel)
        return "\n".join(label.text() for label in labels if label.isVisible())

    def export(self, path: Path) -> None:
        """Go to 交换 and export by keyboard; the dialog's answer is ``path``."""
        self.press(Qt.Key.Key_5, CTRL)
        self.settle()
        assert focus_name() == "exchange_page.export.button"
        self.press(Qt.Key.Key_Space)
        dialog = self.child(ExchangePage, "exchange_page").findChild(QFileDialog)
        dialog.fileSelected.emit(str(path))
        dialog.close()
        self.settle()

    def drop(self, *paths: Path) -> None:
        """Drag files over the window and let go."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        pressed, plain = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        enter = QDragEnterEvent(QPoint(400, 300), Qt.DropAction.CopyAction, data, pressed, plain)
        QApplication.sendEvent(self.window, enter)
        assert enter.isAccepted()
        let_go = QDropEvent(QPointF(400, 300), Qt.DropAction.CopyAction, data, pressed, plain)
        QApplication.sendEvent(self.child(DropVeil, "drop_veil"), let_go)

    def until_previewed(self) -> QPushButton:
        """Wait until the preview says what an import would do; gives the button that does it."""
        button = self.child(QPushButton, "exchange_page.preview.import")
        self.qtbot.waitUntil(lambda: button.isVisible() and button.isEnabled(), timeout=20_000)
        self.settle()
        return button


@pytest.fixture(scope="session")
def _machine() -> Machine:
    load_ahead()
    return Machine()


@pytest.fixture(autouse=True)
def turns(qapp: QApplication, _machine: Machine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Turns]:
    """Whatever people do on these journeys, the window never stands still."""
    # What the tests themselves hold is none of the program's: Python's collector would stop the window to look at it.
    gc.collect()
    gc.freeze()
    measured = Turns()
    watch_acts(measured, monkeypatch.setattr)
    slower = _machine.slowness()
    yield measured
    measured.close()
    gc.unfreeze()
    limit = LONGEST_STALL * max(slower, _machine.slowness())
    assert measured.longest < limit, (
        f"The window stood still for {measured.longest:.3f} s (at most {limit:.3f} s) in {measured.of}: "
        "do it on the worker, or in pieces."
    )


@pytest.fixture
def start(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[..., Computer]]:
    """``start(name)`` runs the program on a new computer; ``start(name, office)`` where its ledger is begun already."""
    made: list[Program] = []

    def make(name: str, office: dict[str, str] | None = None) -> Computer:
        path = tmp_path / f"{name}.db"
        if office is not None:
            begin_ledger(path, **office).close()
        program = Program(qapp, Preferences(tmp_path / f"{name}.ini"))
        program.start(path)
        made.append(program)
        computer = Computer(program, qtbot)
        if office is not None:
            computer.window.resize(1366, 768)
            computer.sit_down()
        return computer

    yield make
    for program in reversed(made):
        if program.window is not None:
            program.window.close()
        program.finish()
