"""The people of the office in the window: naming them, taking turns, the steps that follow."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QListWidget, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from desktop.domain.lifecycle import Duty, Person, duties_of
from desktop.services.ledgers import begin_ledger
from desktop.services.people import change_people, people_of
from desktop.ui.main_window import MainWindow
from desktop.ui.operations import Announcer, Worker
from desktop.ui.pages.people_list import told_duty
from desktop.ui.pages.registry import PAGES
from desktop.ui.preferences import Preferences
from tests.ui.conftest import OpenWindow, type_chinese

Opener = Callable[..., OpenWindow]
PLAIN = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def settings(open_window: Opener) -> OpenWindow:
    opened = open_window(registry=PAGES)
    opened.window.show_page("settings", {"part": "people"})
    opened.wait_until_quiet()
    return opened


def listed(opened: OpenWindow) -> list[str]:
    shown = opened.child(QListWidget, "settings.people.list")
    return [shown.item(row).text() for row in range(shown.count())]


def add(opened: OpenWindow, name: str) -> None:
    line = opened.child(QLineEdit, "settings.people.new")
    line.setFocus()
    type_chinese(line, name)
    opened.press(Qt.Key.Key_Return, PLAIN)
    opened.wait_until_quiet()


def test_naming_a_second_person_takes_nothing_from_the_first(settings: OpenWindow) -> None:
    assert settings.child(QLineEdit, "settings.people.new").hasFocus()
    add(settings, "周江")
    first, second = people_of(settings.ledger)
    assert (first.name, first.duties) == ("李四", frozenset(duties_of("village")))
    assert second == Person("周江")
    assert listed(settings)[1] == "周江：还没有职责"
    assert settings.child(QListWidget, "settings.people.list").currentRow() == 1


def test_duties_are_ticked_and_taken_back(settings: OpenWindow) -> None:
    add(settings, "周江")
    settings.child(QCheckBox, "settings.people.duty.owner").click()
    settings.wait_until_quiet()
    assert listed(settings)[1] == "周江：责任人"
    assert settings.notice == "已保存：人员与职责"
    settings.child(QPushButton, "notice.action").click()
    settings.wait_until_quiet()
    assert listed(settings)[1] == "周江：还没有职责"
    assert not settings.child(QCheckBox, "settings.people.duty.owner").isChecked()


def test_the_cursor_goes_from_a_new_name_to_its_duties_and_on_as_the_eye_does(settings: OpenWindow) -> None:
    add(settings, "周江")
    first, *others = duties_of("village")
    assert settings.child(QCheckBox, f"settings.people.duty.{first}").hasFocus()
    for duty in others:
        settings.press(Qt.Key.Key_Tab, PLAIN)
        assert settings.child(QCheckBox, f"settings.people.duty.{duty}").hasFocus()
    settings.press(Qt.Key.Key_Tab, PLAIN)
    assert settings.child(QLineEdit, "settings.people.new").hasFocus()


def test_a_name_that_is_there_already_is_said(settings: OpenWindow) -> None:
    add(settings, "周江")
    add(settings, "周江")
    assert settings.notice == "名单里已经有“周江”。"
    assert len(people_of(settings.ledger)) == 2
    name = settings.child(QLineEdit, "settings.people.name")
    name.setFocus()
    name.selectAll()
    type_chinese(name, "李四")
    settings.press(Qt.Key.Key_Return, PLAIN)
    settings.wait_until_quiet()
    assert settings.notice == "名单里已经有“李四”。"
    assert [person.name for person in people_of(settings.ledger)] == ["李四", "周江"]


def test_who_works_keeps_the_duties_under_a_new_name(settings: OpenWindow) -> None:
    add(settings, "周江")
    settings.child(QListWidget, "settings.people.list").setCurrentRow(0)
    name = settings.child(QLineEdit, "settings.people.name")
    name.setFocus()
    name.selectAll()
    type_chinese(name, "李思")
    settings.press(Qt.Key.Key_Return, PLAIN)
    settings.wait_until_quiet()
    assert [person.name for person in people_of(settings.ledger)] == ["李思", "周江"]
    assert settings.ledger.actor == "李思"
    assert not settings.child(QLabel, "settings.people.stranger").isVisible()


def test_somebody_who_is_not_on_the_list_is_told(settings: OpenWindow) -> None:
    add(settings, "周江")
    settings.child(QListWidget, "settings.people.list").setCurrentRow(0)
    settings.child(QPushButton, "settings.people.remove").click()
    settings.wait_until_quiet()
    stranger = settings.child(QLabel, "settings.people.stranger")
    assert stranger.isVisible() and "“李四”不在名单里" in stranger.text()
    settings.child(QPushButton, "settings.people.remove").click()
    settings.wait_until_quiet()
    assert people_of(settings.ledger) == () and not stranger.isVisible()


def test_a_duty_is_told_by_the_steps_of_the_table() -> None:
    assert told_duty(Duty.CHECKER, "village") == "核查通过、核查不通过"
    assert "同意销号" in told_duty(Duty.LEADER, "town")
    assert "同意销号" not in told_duty(Duty.LEADER, "village")
    assert all(told_duty(duty, level) for level in ("village", "town") for duty in duties_of(level))


def test_the_menu_under_the_name_changes_who_works(settings: OpenWindow, qtbot: QtBot) -> None:
    add(settings, "周江")
    settings.child(QPushButton, "top_bar.actor").click()
    menu = settings.child(QMenu, "top_bar.people")
    marked = {action.text().partition("\t")[0]: action.isChecked() for action in menu.actions() if action.isCheckable()}
    assert marked == {"李四": True, "周江": False}
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    settings.wait_until_quiet()
    assert settings.ledger.actor == "周江"
    assert settings.child(QPushButton, "top_bar.actor").accessibleName() == "换人，现在是周江"
    settings.child(QPushButton, "notice.action").click()
    settings.wait_until_quiet()
    assert settings.ledger.actor == "李四"


@pytest.mark.parametrize("count", [0, 1, 2])
def test_the_start_asks_who_is_there_when_somebody_else_could_be(qtbot: QtBot, tmp_path: Path, count: int) -> None:
    path = tmp_path / "village.db"
    ledger = begin_ledger(path, level="village", code="321183108212", name="唐陵村", town_name="天王镇", actor="李四")
    change_people(ledger, [Person(name, frozenset(duties_of("village"))) for name in ("李四", "周江")[:count]])
    preferences = Preferences(tmp_path / "settings.ini")
    worker = Worker()
    window = MainWindow(ledger, worker, Announcer(), preferences)
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.began):
        window.show()
    button = window.findChild(QPushButton, "who_bar.周江")
    if count < 2:
        assert button is None
    else:
        qtbot.waitUntil(button.isVisible)
        button.click()
        qtbot.waitUntil(lambda: ledger.actor == "周江" and not worker.is_busy)
        qtbot.waitUntil(lambda: window.findChild(QPushButton, "who_bar.周江") is None)
    qtbot.waitUntil(lambda: not worker.is_busy)
    window.close()
    worker.close(ledger.close)
    ledger.close()
