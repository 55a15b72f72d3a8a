from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop import paths
from desktop.app import Program, run_window, self_test
from desktop.data.ledger import open_ledger
from desktop.services.ledgers import begin_ledger
from desktop.services.recording import record
from desktop.ui.first_start import FirstStart
from desktop.ui.main_window import MainWindow
from desktop.ui.preferences import Preferences
from desktop.ui.start_refusal import StartRefusal
from tests.ui.stand_in_pages import STAND_INS

VILLAGE = {"level": "village", "code": "321183108212", "name": "唐陵村", "town_name": "天王镇", "actor": "李四"}


@pytest.fixture
def start(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[[Path], Program]]:
    made: list[Program] = []

    def make(path: Path) -> Program:
        program = Program(qapp, Preferences(tmp_path / "settings.ini"), STAND_INS)
        program.start(path)
        made.append(program)
        return program

    yield make
    for program in made:
        if program.window is not None:
            program.window.close()
        program.finish()


def test_a_ledger_is_opened(start: Callable[[Path], Program], tmp_path: Path) -> None:
    begin_ledger(tmp_path / "ledger.db", **VILLAGE).close()
    program = start(tmp_path / "ledger.db")
    assert isinstance(program.window, MainWindow)
    assert program.window.windowTitle() == "唐陵村 · 走访通"
    assert program.status == 0


def test_a_copied_ledger_is_said_in_the_window(
    start: Callable[[Path], Program], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin_ledger(tmp_path / "ledger.db", **VILLAGE).close()
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path / "another computer"))
    program = start(tmp_path / "ledger.db")
    assert "另一台电脑" in program.window.findChild(QLabel, "notice.text").text()


def test_without_a_ledger_the_office_is_asked_for(
    start: Callable[[Path], Program], qtbot: QtBot, zoufang_home: Path
) -> None:
    program = start(paths.default_ledger_path())
    first = program.window
    assert isinstance(first, FirstStart)
    first.findChild(QPushButton, "first_start.by_hand").click()
    for name, text in (("code", "321183108999"), ("name", "新村"), ("actor", "李四")):
        first.findChild(QWidget, f"first_start.{name}").setText(text)
    first.findChild(QPushButton, "first_start.begin").click()
    qtbot.waitUntil(lambda: isinstance(program.window, MainWindow))
    window = program.window
    assert isinstance(window, MainWindow)
    window.context.write(lambda: record(window.context.ledger, "cadre", [{"name": "李四"}]))
    qtbot.waitUntil(lambda: not window.context.worker.is_busy)
    assert (zoufang_home / "ledger.db").is_file()


def newer(path: Path) -> str:
    ledger = begin_ledger(path, **VILLAGE)
    ledger.database.execute_sql("UPDATE schema_migration SET name = '9999_later' WHERE name LIKE '0001%'")
    ledger.close()
    return "更新版本"


def foreign(path: Path) -> str:
    path.write_text("姓名,电话\n" * 200, encoding="utf-8")
    return "不是走访通的账本"


def damaged(path: Path) -> str:
    ledger = begin_ledger(path, **VILLAGE)
    ledger.close()
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    return "已损坏"


@pytest.mark.parametrize("spoil", [newer, foreign, damaged])
def test_a_ledger_that_does_not_open_is_said_calmly(
    start: Callable[[Path], Program], tmp_path: Path, spoil: Callable[[Path], str]
) -> None:
    path = tmp_path / "ledger.db"
    said = spoil(path)
    before = path.read_bytes()
    program = start(path)
    assert isinstance(program.window, StartRefusal)
    assert said in program.window.findChild(QLabel, "start_refusal.text").text()
    assert program.status == 1
    assert path.read_bytes() == before


def test_closing_the_window_ends_the_program_and_keeps_what_was_written(qapp: QApplication, tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    begin_ledger(path, **VILLAGE).close()

    def write_and_close() -> None:
        window = next(one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow))
        window.context.write(lambda: record(window.context.ledger, "cadre", [{"name": "李四"}]))
        window.close()

    QTimer.singleShot(0, write_and_close)
    assert run_window(path, pages=STAND_INS) == 0
    logging.getLogger("zoufang").handlers.clear()
    ledger = open_ledger(path)
    assert ledger.database.execute_sql("SELECT name FROM cadre").fetchall() == [("李四",)]
    ledger.close()
    assert not path.with_name("ledger.db-wal").exists()


def test_the_program_tries_itself(qapp: QApplication, capsys: pytest.CaptureFixture[str]) -> None:
    assert self_test(STAND_INS) == 0
    assert capsys.readouterr().out == "自检通过：建账、录入、导出、导入、窗口都正常。\n"
