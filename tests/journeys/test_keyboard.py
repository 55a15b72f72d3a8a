"""The keys of the window: where Tab goes, and what the others do on the real pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.services.recording import record
from desktop.ui.step_dialogs import StepDialog
from tests.journeys.conftest import CTRL, VILLAGE, Computer
from tests.ui.office import focus_name, record_visit, type_text
from tests.ui.writing import write_issue

Start = Callable[..., Computer]


@pytest.fixture
def village(start: Start) -> Computer:
    computer = start("village", VILLAGE)
    record_visit(computer.ledger, phone="13812345678")
    record_visit(computer.ledger, subject_name="王五")
    record(
        computer.ledger,
        "issue",
        [{"source": "patrol", "collected_on": "2026-01-05", "category": "水利", "description": "水渠渗漏"}],
    )
    return computer


def round_of_tab(computer: Computer) -> list[str]:
    """Where Tab goes from the focus until it is there again."""
    seen = [focus_name()]
    while len(seen) < 80:
        computer.press(Qt.Key.Key_Tab)
        if focus_name() == seen[0]:
            return seen
        seen.append(focus_name())
    pytest.fail(f"Tab does not come back to {seen[0]}: {seen}")


def test_tab_follows_the_eye_in_a_list(qtbot: QtBot, village: Computer) -> None:
    village.press(Qt.Key.Key_2, CTRL)
    village.settle()
    # The pane waits for the cursor to rest.
    qtbot.waitUntil(village.child(QWidget, "visit_page.pane.edit").isVisible)
    assert round_of_tab(village) == [
        "visit_page.table",
        *(f"visit_page.pane.{name}" for name in ("edit", "copy", "add_issue", "withdraw", "reading", "files.add")),
        "navigation.today",
        "top_bar.actor",
        "top_bar.search",
        "visit_page.take",
        "visit_page.forms",
        "visit_page.new",
        *(f"visit_page.filter.{name}" for name in ("views", "period", "group_name", "kind", "handling", "text")),
    ]


def test_tab_goes_through_the_issues_of_a_visit_where_they_stand(qtbot: QtBot, village: Computer) -> None:
    village.press(Qt.Key.Key_N, CTRL)
    village.wait_for_focus("visit_form.subject_name")
    write_issue(qtbot, "水利", "水渠渗漏两处")
    village.child(QPushButton, "visit_form.issues.take").click()
    village.child(QPushButton, "visit_form.issues.more").click()
    qtbot.waitUntil(village.child(QWidget, "visit_form.issues.line.0.edit").isVisible)
    village.wait_for_focus("visit_form.issues.category")
    # Offscreen the list of suggestions keeps the activation when it closes.
    village.sit_down()
    stops = round_of_tab(village)
    start = stops.index("visit_form.signed.yes")
    assert (stops[start:] + stops[:start])[:13] == [
        "visit_form.signed.yes",
        *(f"visit_form.issues.{name}" for name in ("line.0.edit", "line.0.drop")),
        *(f"visit_form.issues.{name}" for name in ("category", "people_count", "description", "location")),
        *(f"visit_form.issues.{name}" for name in ("take", "leave")),
        "visit_form.section.more.fold",
        *(f"visit_entry.{name}" for name in ("save_next", "save", "close")),
    ]


def test_the_keys_of_a_list(qtbot: QtBot, village: Computer) -> None:
    village.press(Qt.Key.Key_2, CTRL)
    village.settle()
    pane = village.child(QWidget, "visit_page.pane")
    village.press(Qt.Key.Key_Space)
    assert not pane.isVisible()
    village.press(Qt.Key.Key_Space)
    assert pane.isVisible()
    village.press(Qt.Key.Key_Down)
    village.press(Qt.Key.Key_C, CTRL)
    copied = QApplication.clipboard().mimeData()
    assert "张三" in copied.text() and "王五" not in copied.text()
    assert "mso-number-format" in copied.html()
    village.press(Qt.Key.Key_Slash)
    assert focus_name() == "visit_page.filter.text"
    village.press(Qt.Key.Key_K, CTRL)
    assert focus_name() == "top_bar.search"
    type_text("zs")
    village.press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: village.column("visit_page", "subject_name") == ["张三"])
    assert focus_name() == "visit_page.table"
    village.settle()


def test_del_asks_for_the_reason_and_withdraws(qtbot: QtBot, village: Computer) -> None:
    village.press(Qt.Key.Key_3, CTRL)
    village.settle()
    village.press(Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: village.window.findChild(StepDialog) is not None)
    dialog = village.window.findChild(StepDialog)
    qtbot.waitUntil(lambda: dialog.isActiveWindow() and focus_name().endswith(".reason"))
    village.press(Qt.Key.Key_Return, CTRL)
    village.settle()
    assert dialog.isVisible()
    type_text("重复登记")
    village.press(Qt.Key.Key_Return, CTRL)
    village.settle()
    assert village.notice == "已撤回"
    assert village.column("issue_page", "description") == []


def test_enter_presses_a_button_but_not_one_that_a_field_has_just_handed_the_focus_to(
    start: Start,
) -> None:
    village = start("village", VILLAGE)
    field, button = QLineEdit(village.window), QPushButton(village.window)
    pressed: list[bool] = []
    button.clicked.connect(lambda: pressed.append(True))
    field.returnPressed.connect(lambda: button.setFocus())
    for widget in (field, button):
        widget.show()
    field.setFocus()
    village.press(Qt.Key.Key_Return)
    assert button.hasFocus() and pressed == []
    village.press(Qt.Key.Key_Return)
    village.press(Qt.Key.Key_Return, CTRL)
    assert len(pressed) == 1
