from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop import paths
from desktop.app import Program, run_window, self_test
from desktop.data.claiming import Claim
from desktop.data.ledger import open_ledger
from desktop.services.backing import back_up
from desktop.services.ledgers import begin_ledger
from desktop.services.recording import record
from desktop.ui import at_the_door
from desktop.ui.damaged_ledger import DamagedLedger
from desktop.ui.first_start import FirstStart
from desktop.ui.main_window import MainWindow
from desktop.ui.preferences import Preferences
from desktop.ui.start_refusal import StartRefusal
from tests.ui.stand_in_pages import STAND_INS

VILLAGE = {"level": "village", "code": "321183108212", "name": "唐陵村", "town_name": "天王镇", "actor": "李四"}


def test_a_ledger_is_opened(start_program: Callable[[Path], Program], tmp_path: Path) -> None:
    begin_ledger(tmp_path / "ledger.db", **VILLAGE).close()
    program = start_program(tmp_path / "ledger.db")
    assert isinstance(program.window, MainWindow)
    assert program.window.windowTitle() == "唐陵村 · 走访通"
    assert program.status == 0


def test_a_copied_ledger_is_said_in_the_window(
    start_program: Callable[[Path], Program], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin_ledger(tmp_path / "ledger.db", **VILLAGE).close()
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path / "another computer"))
    program = start_program(tmp_path / "ledger.db")
    assert "另一台电脑" in program.window.findChild(QLabel, "notice.text").text()


def test_without_a_ledger_the_office_is_asked_for(
    start_program: Callable[[Path], Program], qtbot: QtBot, zoufang_home: Path
) -> None:
    program = start_program(paths.default_ledger_path())
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


@pytest.mark.parametrize("spoil", [newer, foreign])
def test_a_ledger_that_does_not_open_is_said_calmly(
    start_program: Callable[[Path], Program], tmp_path: Path, spoil: Callable[[Path], str]
) -> None:
    path = tmp_path / "ledger.db"
    said = spoil(path)
    before = path.read_bytes()
    program = start_program(path)
    assert isinstance(program.window, StartRefusal)
    assert said in program.window.findChild(QLabel, "start_refusal.text").text()
    assert program.status == 1
    assert path.read_bytes() == before


def test_a_damaged_ledger_without_anything_readable_is_left_alone(
    start_program: Callable[[Path], Program], qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "ledger.db"
    damaged(path)
    before = path.read_bytes()
    window = start_program(path).window
    assert isinstance(window, DamagedLedger)
    text = window.findChild(QLabel, "damaged.text")
    qtbot.waitUntil(lambda: "没有读出" in text.text())
    assert not window.findChild(QPushButton, "damaged.salvage").isVisible()
    assert path.read_bytes() == before


@pytest.mark.parametrize("way", ["salvage", "restore"])
def test_a_damaged_ledger_is_gone_on_with(
    start_program: Callable[[Path], Program], qtbot: QtBot, tmp_path: Path, way: str
) -> None:
    path = tmp_path / "ledger.db"
    ledger = begin_ledger(path, **VILLAGE)
    record(ledger, "cadre", [{"name": "李四"}])
    back_up(ledger)
    record(ledger, "cadre", [{"name": "王五"}])
    page = ledger.database.execute_sql("SELECT rootpage FROM sqlite_master WHERE name = 'meta'").fetchone()[0]
    ledger.close()
    content = bytearray(path.read_bytes())
    content[(page - 1) * 4096 : page * 4096] = bytes(4096)
    path.write_bytes(content)
    program = start_program(path)
    window = program.window
    assert isinstance(window, DamagedLedger)
    button = window.findChild(QPushButton, f"damaged.{way}")
    qtbot.waitUntil(button.isVisible)
    assert "干部 1 人的新增或修改" in window.findChild(QLabel, "damaged.restore.text").text()
    assert "救出了 2 条记录" in window.findChild(QLabel, "damaged.salvage.text").text()
    button.click()
    qtbot.waitUntil(lambda: isinstance(program.window, MainWindow))
    opened = program.window
    assert isinstance(opened, MainWindow)
    names = {row[0] for row in opened.context.ledger.database.execute_sql("SELECT name FROM cadre")}
    assert names == ({"李四", "王五"} if way == "salvage" else {"李四"})
    (kept,) = (tmp_path / "backups").glob("*-damaged.db")
    assert kept.read_bytes() == bytes(content)
    assert not list(tmp_path.glob(".*salvaged*"))


def test_a_backup_is_put_back_and_that_is_undone(
    start_program: Callable[[Path], Program], qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "ledger.db"
    ledger = begin_ledger(path, **VILLAGE)
    backup = back_up(ledger)
    record(ledger, "cadre", [{"name": "王五"}])
    ledger.close()
    program = start_program(path)
    for expected in ([], [("王五",)]):
        before = program.window
        assert isinstance(before, MainWindow)
        if expected:
            qtbot.waitUntil(lambda window=before: window.findChild(QPushButton, "notice.action").isVisible())
            before.findChild(QPushButton, "notice.action").click()
        else:
            before.context.announcer.restore_wanted.emit(backup, None)
        qtbot.waitUntil(lambda window=before: isinstance(program.window, MainWindow) and program.window is not window)
        after = program.window
        assert isinstance(after, MainWindow)
        said = after.findChild(QLabel, "notice.text").text()
        assert after.context.ledger.database.execute_sql("SELECT name FROM cadre").fetchall() == expected, said


def test_a_second_start_brings_the_first_window_forward(
    start_program: Callable[[Path], Program],
    qapp: QApplication,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "ledger.db"
    begin_ledger(path, **VILLAGE).close()
    first = start_program(path).window
    assert first is not None
    first.showMinimized()
    quits: list[bool] = []
    monkeypatch.setattr(QApplication, "quit", lambda *_given: quits.append(True))
    second = Program(qapp, Preferences(tmp_path / "other.ini"), STAND_INS)
    second.start(path)
    qtbot.waitUntil(lambda: bool(quits))
    assert second.window is None and second.status == 0
    qtbot.waitUntil(lambda: not first.isMinimized())
    second.finish()


def test_a_window_that_does_not_answer_is_said(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    path = tmp_path / "ledger.db"
    begin_ledger(path, **VILLAGE).close()
    claim = Claim(path)
    assert claim.take()
    monkeypatch.setattr(at_the_door, "PATIENCE", 200)
    program = Program(qapp, Preferences(tmp_path / "other.ini"), STAND_INS)
    program.start(path)
    qtbot.waitUntil(lambda: isinstance(program.window, StartRefusal))
    assert program.window is not None
    assert "请先关闭那个窗口" in program.window.findChild(QLabel, "start_refusal.text").text()
    program.window.close()
    program.finish()
    claim.release()


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
