"""按表样导出: a form is added, its columns looked over, and filled with what the list shows."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel, QListWidget, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.services.recording import record
from desktop.services.templates import templates
from desktop.ui.help_panel import HelpPanel
from desktop.ui.pages.registers import RegistersPage
from desktop.ui.pages.visits import VisitsPage
from desktop.ui.templates.window import TemplatesWindow
from tests.forms_of_offices import household_form, plain_form
from tests.ui.office import Office, record_visit, show_page
from tests.ui.pages import nameless

NAME = "visit_page.templates"
HEADINGS = ["序号", "走访日期", "被走访人姓名", "联系电话", "走访人", "领导批示"]
Part = TypeVar("Part", bound=QWidget)


@pytest.fixture
def form(tmp_path: Path) -> Path:
    return plain_form(tmp_path / "走访月报.xlsx", HEADINGS, "走访月报（    年  月）", lines=2)


@pytest.fixture
def page(qtbot: QtBot, office: Office) -> VisitsPage:
    record_visit(office.ledger, phone="13900000001")
    record_visit(office.ledger, subject_name="王五", visited_on="2024-03-05")
    return show_page(qtbot, office, VisitsPage)


@pytest.fixture
def window(qtbot: QtBot, office: Office, page: VisitsPage) -> TemplatesWindow:
    return opened(qtbot, office, page, NAME)


def opened(qtbot: QtBot, office: Office, page: QWidget, name: str) -> TemplatesWindow:
    """The window of forms that the button of a list opens."""
    prefix = name.rpartition(".")[0]
    button = page.findChild(QPushButton, f"{prefix}.forms")
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    found = page.window().findChild(TemplatesWindow, name)
    assert found is not None
    office.settle(qtbot)
    return found


def part(window: TemplatesWindow, kind: type[Part], name: str) -> Part:
    found = window.findChild(kind, f"{window.objectName()}.{name}")
    assert found is not None, name
    return found


def combo(window: TemplatesWindow, letter: str) -> QComboBox:
    return part(window, QComboBox, f"grid.{letter}")


def add(qtbot: QtBot, office: Office, window: TemplatesWindow, form: Path) -> None:
    window.shelf.add(form)
    office.settle(qtbot)
    qtbot.waitUntil(lambda: window.card.button.isEnabled())
    office.settle(qtbot)


def choose(box: QComboBox, data: str) -> None:
    box.setCurrentIndex(box.findData(data))


def test_without_a_form_the_first_step_is_offered(window: TemplatesWindow) -> None:
    empty = window.findChild(QLabel, f"{NAME}.empty.text")
    assert empty is not None
    assert empty.isVisible()
    assert not nameless(window)


def test_a_form_is_added_and_its_guesses_are_marked(
    qtbot: QtBot, office: Office, window: TemplatesWindow, form: Path
) -> None:
    add(qtbot, office, window, form)
    assert window.said == "已添加“走访月报”，认出 5 栏（共 6 栏）。其中 1 栏是猜的，请核对。"
    assert [combo(window, letter).currentText() for letter in "ABCDEF"] == [
        "序号",
        "走访日期",
        "走访对象",
        "联系电话",
        "走访人",
        "不填",
    ]
    grid = window.grid
    states = [grid.item(3, column).text() for column in range(6)]
    assert states == ["", "", "猜的，请核对", "", "", "保持原样"]
    assert not nameless(window)


def test_the_columns_are_saved_and_then_no_guesses(
    qtbot: QtBot, office: Office, window: TemplatesWindow, form: Path
) -> None:
    add(qtbot, office, window, form)
    choose(combo(window, "F"), "note")
    save = part(window, QPushButton, "save")
    assert save.isEnabled()
    save.click()
    office.settle(qtbot)
    (kept,) = templates(office.ledger, "visit")
    assert [column.field for column in kept.columns][-1] == "note"
    assert not any(column.is_guess for column in kept.columns)
    assert not save.isEnabled()


def test_two_columns_of_one_field_are_pointed_out(
    qtbot: QtBot, office: Office, window: TemplatesWindow, form: Path
) -> None:
    add(qtbot, office, window, form)
    choose(combo(window, "F"), "phone")
    assert window.grid.item(3, 3).text() == window.grid.item(3, 5).text() == "有两栏填它"


def test_filling_saves_what_was_chosen_and_says_what_is_masked(
    qtbot: QtBot, office: Office, window: TemplatesWindow, form: Path, tmp_path: Path
) -> None:
    add(qtbot, office, window, form)
    choose(combo(window, "F"), "kind")
    out = tmp_path / "填好.xlsx"
    window.fill(out)
    qtbot.waitUntil(lambda: window.said.startswith("已填好 2 条"))
    assert "个人信息已遮住" in window.said
    assert part(window, QPushButton, "folder").isVisible()
    assert templates(office.ledger)[0].columns[5].field == "kind"
    rows = list(load_workbook(out).worksheets[0].values)
    assert rows[2:] == [
        (1, "2024-03-05", "王*", None, "李四", "入户"),
        (2, date.today().isoformat(), "张*", "139****0001", "李四", "入户"),
    ]


def test_the_period_chosen_is_that_of_the_records_and_the_title(
    qtbot: QtBot, office: Office, window: TemplatesWindow, form: Path, tmp_path: Path
) -> None:
    add(qtbot, office, window, form)
    window.card.choose("custom", "2024-03-01", "2024-03-31")
    count = part(window, QLabel, "filling.count")
    qtbot.waitUntil(lambda: count.text() == "按列表现在的筛选，共 1 条。")
    window.card.personal.setChecked(True)
    out = tmp_path / "三月.xlsx"
    window.fill(out)
    qtbot.waitUntil(lambda: window.said.startswith("已填好 1 条"))
    assert "妥善保管" in window.said
    rows = list(load_workbook(out).worksheets[0].values)
    assert rows[0][0] == "走访月报（2024年3月）"
    assert rows[2][2] == "王五"


def test_the_filters_of_the_list_hold(
    qtbot: QtBot, office: Office, page: VisitsPage, window: TemplatesWindow, form: Path, tmp_path: Path
) -> None:
    add(qtbot, office, window, form)
    page.grant({"text": "王五"})
    out = tmp_path / "王五.xlsx"
    window.fill(out)
    qtbot.waitUntil(lambda: window.said.startswith("已填好 1 条"))


def test_what_is_refused_is_said_in_the_window(
    qtbot: QtBot, office: Office, window: TemplatesWindow, tmp_path: Path
) -> None:
    other = plain_form(tmp_path / "统计.xlsx", ["项目", "一季度", "二季度"])
    window.shelf.add(other)
    qtbot.waitUntil(lambda: "没有找到走访的表头" in window.said)
    assert part(window, QListWidget, "list").count() == 0


def test_the_files_are_asked_for(
    qtbot: QtBot, office: Office, window: TemplatesWindow, form: Path, tmp_path: Path
) -> None:
    part(window, QPushButton, "add").click()
    dialog = part(window, QFileDialog, "form_dialog")
    dialog.fileSelected.emit(str(form))
    dialog.close()
    qtbot.waitUntil(lambda: window.card.button.isEnabled())
    window.card.button.click()
    target = part(window, QFileDialog, "target_dialog")
    assert Path(target.selectedFiles()[0]).name == f"走访月报-{date.today():%Y%m%d}.xlsx"
    out = tmp_path / "out.xlsx"
    target.fileSelected.emit(str(out))
    target.close()
    qtbot.waitUntil(out.exists)
    qtbot.waitUntil(lambda: window.said.startswith("已填好"))


def test_a_form_is_removed_after_a_question(qtbot: QtBot, office: Office, window: TemplatesWindow, form: Path) -> None:
    add(qtbot, office, window, form)
    part(window, QPushButton, "remove").click()
    yes = part(window, QPushButton, "question.yes")
    assert yes.isVisible()
    yes.click()
    qtbot.waitUntil(lambda: window.said == "已删除表样“走访月报”。")
    assert templates(office.ledger) == []


def test_help_is_at_hand(window: TemplatesWindow) -> None:
    window.toggle_help()
    panel = window.findChild(HelpPanel)
    assert panel is not None
    assert "添加表样" in panel.text
    window.toggle_help()
    assert not panel.isVisible()


def test_registers_fill_forms_too(qtbot: QtBot, office: Office, tmp_path: Path) -> None:
    record(office.ledger, "household", [{"household_no": "001", "head_name": "郑大山", "member_count": 4}])
    page = show_page(qtbot, office, RegistersPage)
    window = opened(qtbot, office, page, "register_page.household.templates")
    add(qtbot, office, window, household_form(tmp_path / "家庭.xlsx"))
    out = tmp_path / "填好.xlsx"
    window.fill(out)
    qtbot.waitUntil(lambda: window.said.startswith("已填好 1 条"))
    sheet = load_workbook(out).worksheets[0]
    assert (sheet["C6"].value, sheet["F6"].value, sheet["F11"].value) == ("郑**", 4, "=SUM(F6:F10)")


def test_a_window_closed_meanwhile_hears_nothing(
    qtbot: QtBot, office: Office, window: TemplatesWindow, form: Path
) -> None:
    window.shelf.add(form)
    window.close()
    office.settle(qtbot)
    assert len(templates(office.ledger)) == 1
