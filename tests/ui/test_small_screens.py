"""Windows on a screen of 1366 × 768 at 150 %, of which a task bar takes some: 910 × 472."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from desktop.services.publishing import DoubtfulText
from desktop.ui import theme
from desktop.ui.context import Context
from desktop.ui.damaged_ledger import DamagedLedger
from desktop.ui.exchange.doubts import DoubtsDialog
from desktop.ui.fault_dialog import FaultDialog
from desktop.ui.first_start import FirstStart
from desktop.ui.main_window import MainWindow
from desktop.ui.operations import Announcer
from desktop.ui.pages.registry import PAGES
from desktop.ui.pin_gate import PinGate
from desktop.ui.preferences import Preferences
from desktop.ui.privacy.access_window import AccessWindow
from desktop.ui.privacy.retention_window import RetentionWindow
from desktop.ui.restore_dialog import RestoreDialog
from desktop.ui.theme import Mode, Size, Theme, apply_theme
from tests.ui.conftest import OpenWindow

WIDEST, HIGHEST = 910, 472
TITLE = 32
DOUBT = DoubtfulText("visit", "r", "张三", "situation", "phone", "电话 13812345678")
WINDOWS: dict[str, Callable[[Context, QWidget, Path], QWidget]] = {
    "access": lambda context, parent, _path: AccessWindow(context, parent),
    "retention": lambda context, parent, _path: RetentionWindow(context, parent),
    "restore": lambda context, parent, _path: RestoreDialog(context, parent),
    "doubts": lambda _context, parent, _path: DoubtsDialog([DOUBT] * 9, lambda: None, lambda *_: None, parent),
    "gate": lambda context, _parent, _path: PinGate(context.ledger),
    "damaged": lambda _context, _parent, path: DamagedLedger(path, "zh"),
    "first start": lambda _context, _parent, path: FirstStart(path),
    "main": lambda context, _parent, path: MainWindow(context.ledger, context.worker, Announcer(), Preferences(path)),
}


@pytest.mark.parametrize("size", list(Size))
@pytest.mark.parametrize("name", list(WINDOWS))
def test_a_window_fits_with_its_title(
    open_window: Callable[..., OpenWindow],
    qapp: QApplication,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    size: Size,
) -> None:
    opened = open_window(registry=PAGES)
    apply_theme(qapp, Theme(Mode.LIGHT, size))
    room = qapp.primaryScreen().availableSize()
    assert room.width() < WIDEST
    # The screen of the tests is higher: its title takes the difference.
    monkeypatch.setattr(theme, "FRAME", room.height() - HIGHEST + TITLE)
    window = WINDOWS[name](opened.window.context, opened.window, tmp_path / "x")
    window.show()
    opened.wait_until_quiet()
    assert window.height() <= HIGHEST - TITLE
    assert window.width() <= room.width()
    window.close()
    delete(window)


@pytest.mark.parametrize("size", list(Size))
def test_the_words_of_a_fault_are_whole_and_above_the_report(qapp: QApplication, qtbot: QtBot, size: Size) -> None:
    apply_theme(qapp, Theme(Mode.LIGHT, size))
    dialog = FaultDialog("RuntimeError\n" * 20)
    dialog.setFixedWidth(dialog.minimumWidth())
    for label in dialog.findChildren(QLabel):
        label.setText(label.text() * 2)
    with qtbot.waitExposed(dialog):
        dialog.show()
    for label in dialog.findChildren(QLabel):
        assert label.height() >= label.heightForWidth(label.width())
    report = dialog.findChild(QPlainTextEdit, "fault.report")
    assert report.geometry().bottom() < dialog.findChild(QPushButton, "fault.copy").y()
    assert dialog.height() <= dialog.screen().availableSize().height() - theme.FRAME
    dialog.close()
