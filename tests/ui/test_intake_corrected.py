"""取数: a faulty cell is corrected where it is listed, or the register's number accepted; both can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.lifecycle import Duty, Person
from desktop.services.finding import Query, list_records
from desktop.services.people import change_people
from desktop.services.recording import record
from desktop.ui.intake.findings_panel import Finding, FindingsPanel
from desktop.ui.intake.lines import LINE_ROLE, LineList
from desktop.ui.intake.wizard import IntakeWizard
from tests.offices import id_number
from tests.ui.office import Office
from tests.ui.pages import nameless

NUMBER = id_number()
MASKED = f"{NUMBER[:6]}********{NUMBER[-4:]}"
Open = Callable[[], IntakeWizard]


@pytest.fixture
def show(qtbot: QtBot, office: Office, tmp_path: Path) -> Open:
    """Row 2 has lost digits that the register knows, row 3 a bad telephone and a bad way, row 4 nothing wrong."""
    record(office.ledger, "person", [{"name": "郑大山", "id_number": NUMBER, "relation": "户主", "household_no": "1"}])
    book, path = Workbook(), tmp_path / "走访.xlsx"
    for row in (
        ["走访日期", "户主姓名", "身份证号", "联系电话", "走访人", "走访方式", "处理情况"],
        ["2024.3.5", "郑大山", float(NUMBER[:15] + "000"), None, "孙海", "入户", "无问题"],
        ["2024.3.6", "周江", None, "12", "孙海", "飞去", "无问题"],
        ["2024.3.7", "冯水", None, None, "孙海", "入户", "无问题"],
    ):
        book.active.append(row)
    book.save(path)

    def make() -> IntakeWizard:
        wizard = IntakeWizard(office.context)
        qtbot.addWidget(wizard)
        wizard.resize(1150, 650)
        with qtbot.waitActive(wizard):
            wizard.show()
            wizard.activateWindow()
        wizard.begin("visit", path)
        office.settle(qtbot)
        wizard.findChild(QWidget, "intake.look.show.problems").click()
        listed(wizard).setFocus()
        return wizard

    return make


def findings(wizard: IntakeWizard) -> FindingsPanel:
    return wizard.page.view.findings


def listed(wizard: IntakeWizard, finding: Finding = Finding.PROBLEMS) -> LineList:
    return findings(wizard).lists[finding]


def titles(of: LineList) -> list[str]:
    return [of.lines.index(row, 0).data(LINE_ROLE).title for row in range(of.lines.rowCount())]


def give(qtbot: QtBot, wizard: IntakeWizard, office: Office, place: int, text: str) -> None:
    """Correct the problem at a place by keys alone."""
    if not wizard.isActiveWindow():
        # A list of words that closes leaves no window active where there is no window manager.
        with qtbot.waitActive(wizard):
            wizard.activateWindow()
        listed(wizard).setFocus()
    listed(wizard).setCurrentIndex(listed(wizard).lines.index(place, 0))
    qtbot.keyClick(listed(wizard), Qt.Key.Key_F2)
    line = findings(wizard).cell_edit.line
    assert line.hasFocus()
    line.insert(text)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    office.settle(qtbot)


def test_the_number_of_the_register_is_accepted_with_one_click(qtbot: QtBot, show: Open, office: Office) -> None:
    wizard = show()
    tools = findings(wizard).tools
    assert tools.accept_button.text() == f"用名册的号码 {MASKED}"
    assert MASKED in listed(wizard).lines.index(0, 0).data(LINE_ROLE).detail
    qtbot.mouseClick(tools.eye, Qt.MouseButton.LeftButton)
    assert tools.accept_button.text() == f"用名册的号码 {NUMBER}"
    qtbot.mouseClick(tools.accept_button, Qt.MouseButton.LeftButton)
    office.settle(qtbot)
    assert titles(listed(wizard)) == ["第 3 行 · 联系电话", "第 3 行 · 走访方式"]
    assert listed(wizard).hasFocus() and not tools.accept_button.isVisible()
    assert wizard.page.bar.take_button.text() == "取入 2 条"
    qtbot.mouseClick(wizard.page.bar.take_button, Qt.MouseButton.LeftButton)
    office.settle(qtbot)
    assert {one.values.get("id_number") for one in list_records(office.ledger, Query("visit"))} == {NUMBER, None}
    assert not tools.isEnabled()


def test_a_cell_is_corrected_in_place_by_keys(qtbot: QtBot, show: Open, office: Office) -> None:
    wizard = show()
    give(qtbot, wizard, office, 1, "13900000009")
    assert titles(listed(wizard)) == ["第 2 行 · 身份证号", "第 3 行 · 走访方式"]
    assert listed(wizard).hasFocus() and listed(wizard).place == 1
    give(qtbot, wizard, office, 1, "入户走访？")
    assert "入户走访？" in listed(wizard).lines.index(1, 0).data(LINE_ROLE).detail
    give(qtbot, wizard, office, 1, "入户")
    assert titles(listed(wizard)) == ["第 2 行 · 身份证号"]
    assert wizard.page.bar.take_button.text() == "取入 2 条"


def test_escape_leaves_the_cell_and_not_the_file(qtbot: QtBot, show: Open) -> None:
    wizard = show()
    qtbot.mouseClick(findings(wizard).tools.edit_button, Qt.MouseButton.LeftButton)
    line = findings(wizard).cell_edit.line
    qtbot.keyClicks(line, "1")
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert findings(wizard).cell_edit is None and listed(wizard).hasFocus() and wizard.page.isVisible()
    assert len(titles(listed(wizard))) == 3


def test_what_was_corrected_is_listed_hidden_and_restored(qtbot: QtBot, show: Open, office: Office) -> None:
    wizard = show()
    findings(wizard).tools.accept_button.click()
    office.settle(qtbot)
    wizard.findChild(QWidget, "intake.look.show.doubts").click()
    doubts = listed(wizard, Finding.DOUBTS)
    place = next(at for at, title in enumerate(titles(doubts)) if title.startswith("身份证号"))
    line = doubts.lines.index(place, 0).data(LINE_ROLE)
    assert line.title.endswith(f"→ {MASKED}") and line.detail == "第 2 行 · 手工改的"
    doubts.setFocus()
    doubts.setCurrentIndex(doubts.lines.index(place, 0))
    tools = findings(wizard).tools
    assert not tools.edit_button.isVisible() and tools.restore_button.isVisible()
    qtbot.keyClick(tools.restore_button, Qt.Key.Key_Space)
    office.settle(qtbot)
    assert len(titles(listed(wizard))) == 3 and not any(title.startswith("身份证号") for title in titles(doubts))


def test_a_row_half_corrected_can_be_restored_from_its_other_problem(qtbot: QtBot, show: Open, office: Office) -> None:
    wizard = show()
    give(qtbot, wizard, office, 1, "13900000009")
    listed(wizard).setCurrentIndex(listed(wizard).lines.index(1, 0))
    findings(wizard).tools.restore_button.click()
    office.settle(qtbot)
    assert len(titles(listed(wizard))) == 3


def test_the_last_problem_solved_leads_to_what_was_corrected(qtbot: QtBot, show: Open, office: Office) -> None:
    wizard = show()
    give(qtbot, wizard, office, 2, "电话")
    give(qtbot, wizard, office, 1, "")
    listed(wizard).setCurrentIndex(listed(wizard).lines.index(0, 0))
    qtbot.keyClick(findings(wizard).tools.accept_button, Qt.Key.Key_Space)
    office.settle(qtbot)
    assert listed(wizard, Finding.DOUBTS).isVisible() and wizard.page.bar.take_button.text() == "取入 3 条"


def test_it_has_names_for_everything(qtbot: QtBot, show: Open) -> None:
    wizard = show()
    qtbot.keyClick(listed(wizard), Qt.Key.Key_F2)
    assert nameless(wizard) == []


def test_who_may_not_see_numbers_is_shown_none_and_can_accept_them(qtbot: QtBot, office: Office, show: Open) -> None:
    change_people(
        office.ledger,
        [Person("负责人", frozenset({Duty.VILLAGE_SECRETARY})), Person(office.ledger.actor, frozenset({Duty.OWNER}))],
    )
    wizard = show()
    view = wizard.page.view
    cells = [
        view.model.index(row, at) for row in range(view.model.rowCount()) for at in range(view.model.columnCount())
    ]
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
    told = [str(cell.data(role)) for cell in cells for role in roles]
    of = listed(wizard).lines
    told += [str(of.index(row, 0).data(LINE_ROLE)) for row in range(of.rowCount())]
    told += [one.text() for one in wizard.findChildren(QLabel)]
    assert not [text for text in told if NUMBER in text or NUMBER[:15] in text]
    assert any("********" in text for text in told)
    tools = findings(wizard).tools
    assert tools.eye.isHidden() and tools.accept_button.text() == f"用名册的号码 {MASKED}"
    qtbot.mouseClick(tools.accept_button, Qt.MouseButton.LeftButton)
    office.settle(qtbot)
    qtbot.mouseClick(wizard.page.bar.take_button, Qt.MouseButton.LeftButton)
    office.settle(qtbot)
    assert {one.values.get("id_number") for one in list_records(office.ledger, Query("visit"))} == {NUMBER, None}
