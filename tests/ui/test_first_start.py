from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QListWidget, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.services.ledgers import Ledger
from desktop.ui.first_start import FirstStart
from desktop.ui.unit_field import UnitField
from desktop.ui.widgets.fields import FieldRow
from tests.ui.conftest import type_chinese

Start = Callable[..., FirstStart]


@pytest.fixture
def start(qtbot: QtBot, tmp_path: Path) -> Iterator[Start]:
    made: list[FirstStart] = []

    def make(path: Path = tmp_path / "ledger.db") -> FirstStart:
        first = FirstStart(path)
        qtbot.addWidget(first)
        with qtbot.waitExposed(first):
            first.show()
        first.activateWindow()
        made.append(first)
        return first

    yield make
    for first in made:
        first.close()


def focus(first: FirstStart) -> QWidget:
    found = first.focusWidget()
    assert found is not None
    return found


def press(qtbot: QtBot, first: FirstStart, key: Qt.Key) -> None:
    qtbot.keyClick(focus(first), key)


def find(qtbot: QtBot, first: FirstStart, text: str, least: int = 1) -> QListWidget:
    shown = first.findChild(QListWidget, "first_start.found")
    type_chinese(focus(first), text)
    qtbot.waitUntil(lambda: shown.count() >= least, timeout=15_000)
    return shown


def error(first: FirstStart, name: str) -> str:
    return first.findChild(FieldRow, f"first_start.{name}.row").error


def test_a_village_is_begun_by_keyboard_alone(start: Start, qtbot: QtBot, tmp_path: Path) -> None:
    first = start()
    assert focus(first).objectName() == "first_start.level.village"
    press(qtbot, first, Qt.Key.Key_Tab)
    found = find(qtbot, first, "天王镇唐陵")
    assert found.item(0).text() == "唐陵村 · 天王镇 · 句容市 · 镇江市 · 江苏省"
    press(qtbot, first, Qt.Key.Key_Return)
    assert focus(first).objectName() == "first_start.actor"
    type_chinese(focus(first), "李四")
    press(qtbot, first, Qt.Key.Key_Return)
    assert focus(first).objectName() == "first_start.begin"
    with qtbot.waitSignal(first.founded) as founded:
        press(qtbot, first, Qt.Key.Key_Space)
    ledger: Ledger = founded.args[0]
    office = ledger.office
    assert (office.level, office.code, office.name, office.town_name, ledger.actor) == (
        "village",
        "321183108212",
        "唐陵村",
        "天王镇",
        "李四",
    )
    assert (tmp_path / "ledger.db").is_file()
    ledger.close()


def test_a_town_is_found_by_pinyin_in_the_list(start: Start, qtbot: QtBot) -> None:
    first = start()
    press(qtbot, first, Qt.Key.Key_Right)
    assert first.level == "town"
    press(qtbot, first, Qt.Key.Key_Tab)
    found = find(qtbot, first, "tianwang", least=2)
    places = [found.item(row).text() for row in range(found.count())]
    wanted = places.index("天王镇 · 句容市 · 镇江市 · 江苏省")
    press(qtbot, first, Qt.Key.Key_Down)
    while found.currentRow() < wanted:
        press(qtbot, first, Qt.Key.Key_Down)
    while found.currentRow() > wanted:
        press(qtbot, first, Qt.Key.Key_Up)
    focus_name = focus(first).objectName()
    press(qtbot, first, Qt.Key.Key_Return)
    assert (focus_name, first.findChild(UnitField).unit.code) in (
        ("first_start.found", "321183108000"),
        ("first_start.unit", "321183108000"),
    )


def test_a_code_is_enough(start: Start, qtbot: QtBot) -> None:
    first = start()
    press(qtbot, first, Qt.Key.Key_Tab)
    qtbot.keyClicks(focus(first), "321183108212")
    found = first.findChild(QListWidget, "first_start.found")
    qtbot.waitUntil(lambda: found.count() == 1, timeout=15_000)
    qtbot.mouseClick(found.viewport(), Qt.MouseButton.LeftButton, pos=found.visualItemRect(found.item(0)).center())
    assert first.findChild(UnitField).unit.name == "唐陵村"


def test_typing_on_searches_for_what_stands_there_in_the_end(start: Start, qtbot: QtBot) -> None:
    first = start()
    press(qtbot, first, Qt.Key.Key_Tab)
    find(qtbot, first, "长安", least=20)
    type_chinese(focus(first), "唐陵没有的村")
    state = first.findChild(QWidget, "first_start.unit.state")
    qtbot.waitUntil(lambda: "没有找到" in state.text(), timeout=15_000)
    assert first.findChild(QListWidget, "first_start.found").count() == 0


def test_changing_the_level_opens_the_choice_again(start: Start, qtbot: QtBot) -> None:
    first = start()
    press(qtbot, first, Qt.Key.Key_Tab)
    find(qtbot, first, "天王镇唐陵")
    press(qtbot, first, Qt.Key.Key_Return)
    assert first.findChild(UnitField).unit is not None
    first.findChild(QPushButton, "first_start.level.town").click()
    assert first.findChild(UnitField).unit is None


def test_what_is_missing_stands_under_its_field(start: Start) -> None:
    first = start()
    first.findChild(QPushButton, "first_start.begin").click()
    assert error(first, "unit") == "请从找到的单位里选一个；名单里没有的，可以手工填写。"
    assert error(first, "actor") == "请填写姓名。"
    assert focus(first).objectName() == "first_start.unit"
    first.findChild(QWidget, "first_start.actor").setText("李四")
    assert error(first, "actor") == ""


def fill_by_hand(first: FirstStart, code: str, name: str) -> None:
    first.findChild(QPushButton, "first_start.by_hand").click()
    for field, text in (("code", code), ("name", name), ("actor", "李四")):
        first.findChild(QWidget, f"first_start.{field}").setText(text)


def test_an_office_that_is_not_in_the_list_is_typed(start: Start, qtbot: QtBot) -> None:
    first = start()
    fill_by_hand(first, "321183108999", "新村")
    with qtbot.waitSignal(first.founded) as founded:
        first.findChild(QPushButton, "first_start.begin").click()
    assert (founded.args[0].office.code, founded.args[0].office.name) == ("321183108999", "新村")
    founded.args[0].close()


@pytest.mark.parametrize(
    ("code", "name", "field", "said"),
    [
        ("32118310899", "新村", "code", "编码不对，请核对位数和字符。"),
        ("321183108000", "新村", "code", "编码不对，请核对位数和字符。"),
        ("321183108999", " ", "name", "请填写名称。"),
    ],
)
def test_a_refusal_stands_under_its_field(
    start: Start, qtbot: QtBot, tmp_path: Path, code: str, name: str, field: str, said: str
) -> None:
    first = start()
    fill_by_hand(first, code, name)
    first.findChild(QPushButton, "first_start.begin").click()
    qtbot.waitUntil(lambda: error(first, field) == said)
    assert first.findChild(QWidget, "first_start.code").text() == code
    assert first.findChild(QPushButton, "first_start.begin").isEnabled()
    assert not (tmp_path / "ledger.db").exists()


def test_other_refusals_are_said_above_the_button(start: Start, qtbot: QtBot, tmp_path: Path) -> None:
    first = start(tmp_path / "missing" / "ledger.db")
    fill_by_hand(first, "321183108999", "新村")
    first.findChild(QPushButton, "first_start.begin").click()
    trouble = first.findChild(QWidget, "first_start.trouble")
    qtbot.waitUntil(trouble.isVisible)
    assert trouble.text() == f"文件夹 {tmp_path / 'missing'} 不存在，请先建好。"


def test_the_window_needs_no_more_room_than_a_small_screen_has(start: Start, qapp: QApplication) -> None:
    hint = start().minimumSizeHint()
    assert hint.width() <= 910 and hint.height() <= 460
