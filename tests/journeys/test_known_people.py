"""A visit to somebody of the register, typed by keyboard from two letters on, through the whole program."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.services.finding import Query, Record, list_records
from desktop.services.recording import record
from desktop.ui.household_card import HouseholdCard
from tests.journeys.conftest import CTRL, VILLAGE, Computer
from tests.ui.office import focus_name, type_text
from tests.ui.writing import go_to

Start = Callable[..., Computer]
HOUSE = {"group_name": "3组", "household_no": "012", "head_name": "张三", "phone": "13812345678", "member_count": 5}
EARLIER = {
    "visited_on": "2026-01-12",
    "kind": "household",
    "subject_name": "张三",
    "household_no": "012",
    "visitors": ["王五"],
    "handling": "listed",
    "issues": [{"category": "水利", "description": "渠道漏水"}],
}


def visits(computer: Computer) -> list[Record]:
    return list_records(computer.ledger, Query("visit"))


def test_a_visit_from_two_letters_on(qtbot: QtBot, start: Start) -> None:
    village = start("village", VILLAGE)
    record(village.ledger, "household", [HOUSE])
    record(village.ledger, "visit", [EARLIER])
    village.press(Qt.Key.Key_N, CTRL)
    village.wait_for_focus("visit_form.subject_name")
    village.settle()
    type_text("zs")
    village.press(Qt.Key.Key_Return)
    assert focus_name() == "visit_form.phone"
    card = village.child(HouseholdCard, "visit_entry.card")
    qtbot.waitUntil(lambda: card.accessibleName() == "张三家")
    assert next(button.text() for button in card.findChildren(QPushButton)) == "2026-01-12 王五"

    go_to(qtbot, "visit_form.demand")
    type_text("路灯不亮")
    go_to(qtbot, "visit_form.handling")
    village.press(Qt.Key.Key_2)
    village.press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: village.notice == "已保存")
    saved = visits(village)[0].values
    assert (saved["subject_name"], saved["household_no"], saved["phone"]) == ("张三", "012", "13812345678")
    assert (saved["group_name"], saved["kind"], saved["demand"]) == ("3组", "household", "路灯不亮")

    # The next one is the same household by mistake: it is asked about, and left by the keyboard.
    village.wait_for_focus("visit_form.subject_name")
    assert card.accessibleName() == "这一户"
    type_text("012")
    village.press(Qt.Key.Key_Return)
    go_to(qtbot, "visit_form.handling")
    village.press(Qt.Key.Key_1)
    village.press(Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: focus_name() == "visit_entry.question.no")
    assert len(visits(village)) == 2
    village.press(Qt.Key.Key_Space)
    village.settle()
    assert len(visits(village)) == 2
