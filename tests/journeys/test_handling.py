"""An issue from its draft to 已销号, in a village and a town, by keyboard alone: people take turns at one window."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.lifecycle import Duty, Person
from desktop.services.finding import Query, history, list_records
from desktop.services.people import change_people
from desktop.services.recording import record
from desktop.ui.step_dialogs import StepDialog
from tests.journeys.conftest import CTRL, TOWN, VILLAGE, Computer
from tests.ui.office import focus_name, type_text
from tests.ui.writing import ALT, go_to

Start = Callable[..., Computer]
NEXT, STEP = "issue_page.pane.next", "issue_page.pane.step"
PEOPLE = (
    Person("李四", frozenset({Duty.VILLAGE_SECRETARY})),
    Person("周江", frozenset({Duty.OWNER, Duty.UNIT})),
    Person("吴会计", frozenset({Duty.CHECKER})),
)


@pytest.fixture
def village(start: Start) -> Computer:
    computer = start("village", VILLAGE)
    change_people(computer.ledger, PEOPLE)
    today = date.today().isoformat()
    issue = {"source": "patrol", "collected_on": today, "category": "水利", "description": "水渠渗漏"}
    record(computer.ledger, "issue", [issue])
    return computer


def work_as(computer: Computer, name: str) -> None:
    """Change who works by the menu under the name."""
    computer.press(Qt.Key.Key_F3)
    menu = computer.child(QMenu, "top_bar.people")
    computer.qtbot.waitUntil(menu.isVisible)
    names = [action.text().partition("\t")[0] for action in menu.actions()]
    for _ in range(names.index(name)):
        computer.qtbot.keyClick(menu, Qt.Key.Key_Down)
    computer.qtbot.keyClick(menu, Qt.Key.Key_Return)
    computer.settle()
    assert computer.ledger.actor == name
    computer.sit_down()


def to_the_issue(computer: Computer) -> None:
    """From wherever to the steps of the first issue."""
    computer.press(Qt.Key.Key_3, CTRL)
    computer.settle()
    computer.wait_for_focus("issue_page.table")
    computer.press(Qt.Key.Key_Return)


def begin(computer: Computer) -> StepDialog:
    """Take the sensible step; its dialog, with the cursor in it."""
    computer.press(Qt.Key.Key_N, ALT)
    computer.qtbot.waitUntil(lambda: bool(computer.window.findChildren(StepDialog)))
    dialog = computer.window.findChild(StepDialog)
    computer.qtbot.waitUntil(lambda: dialog.isActiveWindow() and focus_name().startswith(STEP))
    return dialog


def finish(computer: Computer, status: str) -> None:
    """Ctrl+Enter; the issue then stands at ``status``."""
    computer.press(Qt.Key.Key_Return, CTRL)
    computer.qtbot.waitUntil(lambda: not computer.window.findChildren(StepDialog))
    computer.settle()
    (issue,) = list_records(computer.ledger, Query("issue"))
    assert issue.values["status"] == status
    computer.sit_down()


def write(computer: Computer, **words: str) -> None:
    for name, text in words.items():
        go_to(computer.qtbot, f"{STEP}.{name}")
        type_text(text)


def next_step(computer: Computer) -> str:
    button = computer.child(QPushButton, NEXT)
    return "" if button.isHidden() else button.text().partition("  ")[0]


def work_off_in_the_village(village: Computer) -> None:
    to_the_issue(village)
    assert focus_name() == NEXT and next_step(village) == "建账交办"
    begin(village)
    write(village, measures="修补渠壁", leader="钱镇长", lead_unit="水利站", owner="周江")
    finish(village, "pending")
    assert next_step(village) == ""
    assert village.child(QLabel, "issue_page.pane.turn").text() == "下一步：由责任人、责任单位（周江）“接件”"

    work_as(village, "周江")
    assert next_step(village) == "接件"
    begin(village)
    finish(village, "working")
    assert next_step(village) == "进展"
    begin(village)
    write(village, progress="已经修补")
    finish(village, "working")
    assert next_step(village) == "申请销号"
    begin(village)
    go_to(village.qtbot, f"{STEP}.completion_kind")
    village.press(Qt.Key.Key_1)
    write(village, evidence="验收单（纸质）")
    village.press(Qt.Key.Key_Return)
    go_to(village.qtbot, f"{STEP}.satisfaction.")
    village.press(Qt.Key.Key_1)
    finish(village, "to_check")


def check_by_somebody_else(village: Computer) -> None:
    work_as(village, "吴会计")
    assert next_step(village) == "核查通过"
    dialog = begin(village)
    assert QApplication.focusWidget().text() == "吴会计"
    village.press(Qt.Key.Key_A, CTRL)
    type_text("周江")
    write(village, check_opinion="现场看过，不再渗水")
    village.press(Qt.Key.Key_Return, CTRL)
    error = dialog.findChild(QLabel, f"{STEP}.checker.error")
    village.qtbot.waitUntil(error.isVisible)
    assert error.text() == "核查不能由责任人（周江）自己来做，请写另一个人。"
    assert focus_name() == f"{STEP}.checker"
    village.press(Qt.Key.Key_A, CTRL)
    type_text("吴会计")
    finish(village, "to_approve")
    assert village.child(QLabel, "issue_page.pane.turn").text() == "下一步：由责任领导、镇办“同意销号”"


def test_an_issue_is_struck_off_by_keyboard(qtbot: QtBot, village: Computer, start: Start, tmp_path: Path) -> None:
    work_off_in_the_village(village)
    check_by_somebody_else(village)
    report = tmp_path / "上报.xlsx"
    village.export(report)

    town = start("town", TOWN)
    town.drop(report)
    town.until_previewed()
    town.press(Qt.Key.Key_Space)
    town.settle()
    to_the_issue(town)
    assert next_step(town) == "同意销号"
    begin(town)
    finish(town, "closed")
    assert "下一步：到 " in town.child(QLabel, "issue_page.pane.turn").text()
    (issue,) = list_records(town.ledger, Query("issue"))
    steps = [(entry.event, entry.actor, entry.duty) for entry in history(town.ledger, issue.id) if entry.event]
    assert steps == [
        ("assign", "李四", "village_secretary"),
        ("accept", "周江", "owner"),
        ("report_progress", "周江", "owner"),
        ("apply_to_close", "周江", "owner"),
        ("pass_check", "吴会计", "checker"),
        ("approve", "陈主任", ""),
    ]
    assert "核查通过\n吴会计（核查人） · 唐陵村" in town.read_aloud("issue_page")


def test_esc_leads_back_to_the_list_and_what_was_typed_is_kept(village: Computer) -> None:
    to_the_issue(village)
    begin(village)
    write(village, measures="修补渠壁")
    village.press(Qt.Key.Key_Escape)
    village.qtbot.waitUntil(lambda: not village.window.findChildren(StepDialog))
    village.sit_down()
    dialog = begin(village)
    assert dialog.values()["measures"] == "修补渠壁"
    assert "上次填到一半" in "\n".join(label.text() for label in dialog.findChildren(QLabel))
    village.press(Qt.Key.Key_Escape)
    village.qtbot.waitUntil(lambda: not village.window.findChildren(StepDialog))
    village.sit_down()
    assert focus_name() == NEXT
    village.press(Qt.Key.Key_Escape)
    assert focus_name() == "issue_page.table"


def test_the_other_steps_are_in_the_menu_with_the_reason_of_those_that_are_not_possible(village: Computer) -> None:
    to_the_issue(village)
    begin(village)
    write(village, measures="修补渠壁", leader="钱镇长", lead_unit="水利站", owner="周江")
    finish(village, "pending")
    village.press(Qt.Key.Key_M, ALT)
    menu = village.child(QMenu, "issue_page.pane.steps")
    village.qtbot.waitUntil(menu.isVisible)
    texts = {action.text(): action.isEnabled() for action in menu.actions()}
    assert texts["责任人变更"]
    assert texts["退回（由责任人、责任单位办理：周江）"] is False
    village.qtbot.keyClick(menu, Qt.Key.Key_Return)
    village.qtbot.waitUntil(lambda: bool(village.window.findChildren(StepDialog)))
    dialog = village.window.findChild(StepDialog)
    assert dialog.windowTitle().startswith("责任人变更")
    village.qtbot.waitUntil(lambda: "名下现在有 1 件" in said(dialog))
    dialog.reject()
    village.settle()


def said(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))
