"""The pages of records: what other pages may ask of them, steps and withdrawals, names of everything."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QTabBar,
    QTableView,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.domain.lifecycle import Duty, Person
from desktop.services.finding import Query, get_record, list_records
from desktop.services.people import change_people
from desktop.services.recording import record
from desktop.services.settings import proposed_deadline
from desktop.ui.pages.issues import IssuesPage
from desktop.ui.pages.page import Page
from desktop.ui.pages.registers import RegistersPage
from desktop.ui.pages.visits import VisitsPage
from desktop.ui.step_dialogs import StepDialog
from tests.ui.office import Office, open_office, record_visit, show_page, type_text

TODAY = date.today()
PAGES = (VisitsPage, IssuesPage, RegistersPage)
ASSIGNED = {"measures": "修补", "leader": "钱镇长", "lead_unit": "水利站", "owner": "周志强"}


@pytest.fixture
def show(qtbot: QtBot, office: Office) -> Callable[[type[Page]], Page]:
    return lambda page_type: show_page(qtbot, office, page_type)


def issue(office: Office, **values: object) -> str:
    whole = {"source": "patrol", "collected_on": TODAY.isoformat(), "category": "水利", "description": "水渠渗漏"}
    return record(office.ledger, "issue", [whole | values]).ids[0]


def label(page: QWidget, name: str) -> str:
    found = page.findChild(QLabel, name)
    assert found is not None, name
    return found.text()


def the_dialog(qtbot: QtBot, page: QWidget) -> StepDialog:
    qtbot.waitUntil(lambda: page.window().findChild(StepDialog) is not None)
    found = page.window().findChild(StepDialog)
    assert isinstance(found, StepDialog)
    return found


def offered(menu: QMenu) -> list[str]:
    """The steps of the menu that can be taken."""
    return [action.text() for action in menu.actions() if ".step." in action.objectName() and action.isEnabled()]


def interactive(page: QWidget) -> list[QWidget]:
    kinds = (QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QTableView, QTabBar)
    # What Qt builds inside its own widgets has Qt's names.
    return [widget for kind in kinds for widget in page.findChildren(kind) if not widget.objectName().startswith("qt_")]


@pytest.mark.parametrize("page_type", PAGES)
def test_everything_has_its_names(office: Office, show: Callable[[type[Page]], Page], page_type: type[Page]) -> None:
    record_visit(office.ledger, handling="listed", issues=[{"category": "水利", "description": "渗漏"}])
    page = show(page_type)
    page.grant({"new": {}})
    nameless = [
        f"{type(widget).__name__} in {widget.parent().objectName()}"
        for widget in interactive(page)
        if not widget.objectName() or not widget.accessibleName()
    ]
    assert nameless == []
    names = [widget.objectName() for widget in interactive(page) if widget.objectName()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("page_type", "button"),
    [
        (VisitsPage, "visit_page.nothing.button"),
        (IssuesPage, "issue_page.nothing.button"),
        (RegistersPage, "register_page.household.nothing.button"),
    ],
)
def test_an_empty_page_offers_the_first_step(
    show: Callable[[type[Page]], Page], page_type: type[Page], button: str
) -> None:
    page = show(page_type)
    first = page.findChild(QPushButton, button)
    assert first is not None and first.isVisible()
    first.click()
    desk = page.desk  # type: ignore[attr-defined]
    assert desk.is_writing


def test_nothing_found_offers_the_way_back(office: Office, show: Callable[[type[Page]], Page], qtbot: QtBot) -> None:
    record_visit(office.ledger)
    page = show(VisitsPage)
    page.grant({"text": "没有的词"})
    back = page.findChild(QPushButton, "visit_page.no_match.button")
    assert back is not None and back.isVisible()
    back.click()
    office.settle(qtbot)
    assert page.findChild(QTableView, "visit_page.table").isVisible()


def test_a_wish_for_lights_and_one_for_a_record(
    office: Office, show: Callable[[type[Page]], Page], qtbot: QtBot
) -> None:
    late = issue(office, due_on=(TODAY - timedelta(days=1)).isoformat())
    other = issue(office, description="路灯不亮")
    page = show(IssuesPage)
    assert isinstance(page, IssuesPage)
    page.grant({"lights": ["overdue"]})
    assert [page.desk.browser.model.record_at(0).id, page.desk.browser.model.rowCount()] == [late, 1]  # type: ignore[union-attr]
    page.grant({"open": other})
    assert page.desk.browser.table.current_id == other
    assert label(page, "issue_page.pane.reading.title") == "路灯不亮"
    office.settle(qtbot)


def test_a_visit_leads_to_its_issue_and_back(office: Office, show: Callable[[type[Page]], Page], qtbot: QtBot) -> None:
    visit_id = record_visit(office.ledger, handling="listed", issues=[{"category": "水利", "description": "渗漏"}])
    issue_id = list_records(office.ledger, Query("issue"))[0].id
    page = show(VisitsPage)
    page.grant({"open": visit_id})
    page.findChild(QPushButton, f"visit_page.pane.reading.link.issue:{issue_id}").click()
    assert office.shell.pages[-1] == ("issue", {"open": issue_id})
    page.findChild(QPushButton, "visit_page.pane.add_issue").click()
    name, wish = office.shell.pages[-1]
    assert (name, wish["new"]["visit_id"], wish["new"]["reporter_name"]) == ("issue", visit_id, "张三")

    issues = show(IssuesPage)
    assert isinstance(issues, IssuesPage)
    issues.grant({"open": issue_id})
    assert issues.findChild(QPushButton, f"issue_page.pane.reading.link.visit:{visit_id}") is not None
    issues.grant(wish)
    issues.desk.entry().form.set_value("category", "交通")
    issues.desk.entry().form.set_value("description", "路面破损")
    issues.desk.entry().save()
    qtbot.waitUntil(lambda: len(list_records(office.ledger, Query("issue", {"visit_id": visit_id}))) == 2)
    office.settle(qtbot)


def test_personal_data_is_shown_on_demand(office: Office, show: Callable[[type[Page]], Page]) -> None:
    visit_id = record_visit(office.ledger, phone="13812345678")
    page = show(VisitsPage)
    page.grant({"open": visit_id})
    assert label(page, "visit_page.pane.reading.phone") == "138****5678"
    page.findChild(QToolButton, "visit_page.pane.reading.phone.eye").click()
    assert label(page, "visit_page.pane.reading.phone") == "13812345678"


def test_numbers_are_shown_to_those_who_may_see_them(office: Office, show: Callable[[type[Page]], Page]) -> None:
    visit_id = record_visit(office.ledger, phone="13812345678")
    change_people(office.ledger, [Person("孙海", frozenset({Duty.VILLAGE_SECRETARY}))])
    page = show(VisitsPage)
    page.grant({"open": visit_id})
    assert label(page, "visit_page.pane.reading.phone") == "138****5678"
    assert page.findChild(QToolButton, "visit_page.pane.reading.phone.eye") is None


def test_a_withdrawal_needs_its_reason(office: Office, show: Callable[[type[Page]], Page], qtbot: QtBot) -> None:
    visit_id = record_visit(office.ledger)
    page = show(VisitsPage)
    page.grant({"open": visit_id})
    qtbot.keyClick(page.findChild(QTableView, "visit_page.table"), Qt.Key.Key_Delete)
    dialog = the_dialog(qtbot, page)
    act = dialog.findChild(QPushButton, "visit_page.pane.withdrawing.act")
    act.click()
    qtbot.waitUntil(lambda: label(dialog, "visit_page.pane.withdrawing.reason.error") == "请填写原因。")
    type_text("记重了", dialog.findChild(QPlainTextEdit, "visit_page.pane.withdrawing.reason"))
    act.click()
    qtbot.waitUntil(lambda: get_record(office.ledger, "visit", visit_id).is_withdrawn)
    office.settle(qtbot)
    assert office.shell.notices[-1] == ("已撤回", "撤销")
    assert page.findChild(QPushButton, "visit_page.nothing.button").isVisible()


def test_an_issue_is_handled_step_by_step(office: Office, show: Callable[[type[Page]], Page], qtbot: QtBot) -> None:
    issue_id = issue(office)
    page = show(IssuesPage)
    page.grant({"open": issue_id})
    menu = page.findChild(QMenu, "issue_page.pane.steps")
    assert offered(menu) == ["当场解决", "合并重复", "不予受理", "移送线索", "作废"]
    page.findChild(QPushButton, "issue_page.pane.next").click()
    dialog = the_dialog(qtbot, page)
    collected_on = get_record(office.ledger, "issue", issue_id).values["collected_on"]
    proposed = proposed_deadline(office.ledger, collected_on, office.context.today())
    assert dialog.findChild(QLineEdit, "issue_page.pane.step.due_on").text() == proposed
    dialog.set_values(ASSIGNED)
    act = dialog.findChild(QPushButton, "issue_page.pane.step.act")
    act.click()
    qtbot.waitUntil(lambda: label(dialog, "issue_page.pane.step.due_on.error") == "请填写完成时限。")
    due_on = dialog.findChild(QLineEdit, "issue_page.pane.step.due_on")
    type_text("2099-12-31", due_on)
    act.click()
    qtbot.waitUntil(lambda: get_record(office.ledger, "issue", issue_id).values["status"] == "pending")
    office.settle(qtbot)
    assert office.shell.last == "已建账交办"
    assert page.findChild(QPushButton, "issue_page.pane.next").text() == "接件  Alt+N"
    assert offered(menu) == ["退回", "责任人变更", "更正时限", "移送线索", "作废"]
    story = "issue_page.pane.reading.history.0"
    assert label(page, story) == "建账交办"
    assert label(page, f"{story}.who").startswith("李四 · 唐陵村 · 今天")
    assert label(page, f"{story}.changes").splitlines()[0] == "整改状态：草稿 → 待受理"
    assert "责任人：周志强" in label(page, f"{story}.changes").splitlines()


def test_a_conflict_stands_in_amber_with_both_values(office: Office, show: Callable[[type[Page]], Page]) -> None:
    visit_id = record_visit(office.ledger)
    scope = office.ledger.office.own_scope
    heads = [{"value": value, "node": office.ledger.node_uid, "number": 1, "scope": scope} for value in ("甲", None)]
    execute = office.ledger.database.execute_sql
    execute("UPDATE visit SET has_conflict = 1")
    execute(
        "INSERT INTO conflict (kind, record_id, field, heads) VALUES ('visit', ?, 'note', ?)",
        (visit_id, json.dumps(heads)),
    )
    page = show(VisitsPage)
    page.grant({"open": visit_id})
    assert label(page, "visit_page.pane.reading.warning.0") == "备注两处不一致：李四写的是“甲”；李四写的是“空”"


def test_registers_are_tabs_of_one_page(office: Office, show: Callable[[type[Page]], Page], qtbot: QtBot) -> None:
    cadre = record(office.ledger, "cadre", [{"name": "周志强", "phone": "13912345678"}]).ids[0]
    page = show(RegistersPage)
    assert isinstance(page, RegistersPage)
    page.grant({"open": cadre})
    office.settle(qtbot)
    assert page.desk is page.desk_of("cadre")
    page.desk.begin_change(cadre)
    page.desk.entry().form.set_value("post", "网格员")
    page.desk.entry().save()
    qtbot.waitUntil(lambda: get_record(office.ledger, "cadre", cadre).values.get("post") == "网格员")
    office.settle(qtbot)
    assert label(page, "register_page.cadre.pane.reading.post") == "网格员"
    page.desk.begin_change(cadre)
    page.desk.entry().save()
    office.settle(qtbot)
    qtbot.waitUntil(lambda: office.shell.last == "没有改动")


def test_a_page_behind_others_is_up_to_date_when_it_comes_back(
    office: Office, show: Callable[[type[Page]], Page], qtbot: QtBot
) -> None:
    page = show(VisitsPage)
    assert isinstance(page, VisitsPage)
    page.hide()
    office.context.announcer.announce(frozenset({"visit"}), frozenset({record_visit(office.ledger)}))
    assert page.desk.browser.model.rowCount() == 0
    page.show()
    page.activate()
    office.settle(qtbot)
    assert page.desk.browser.model.rowCount() == 1


def test_a_town_sees_and_filters_its_villages(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    town = open_office(tmp_path / "town", level="town", actor="钱镇长")
    try:
        page = VisitsPage(town.context)
        qtbot.addWidget(page)
        page.show()
        page.activate()
        town.settle(qtbot)
        assert page.findChild(QComboBox, "visit_page.filter.village_name").itemText(0) == "全部村"
        at = next(at for at, one in enumerate(page.desk.browser.model.columns) if one.name == "village_name")
        assert not page.desk.browser.table.isColumnHidden(at)
        page.desk.begin_new()
        entry = page.desk.entry()
        entry.form.set_value("village_name", "没有的村")
        assert "没有叫“没有的村”的村" in (entry.check("village_name", "没有的村") or "")
        town.settle(qtbot)
    finally:
        town.close()


def test_the_row_that_is_read_is_marked_from_the_first(qtbot: QtBot, office: Office) -> None:
    record_visit(office.ledger)
    record_visit(office.ledger, subject_name="王五")
    page = VisitsPage(office.context)
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    page.activate()
    office.settle(qtbot)
    table = page.desk.browser.table
    assert [index.row() for index in table.selectionModel().selectedRows()] == [0]
    assert table.hasFocus()
