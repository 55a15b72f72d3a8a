"""Merging, splitting and changing heads in the window, what is to be checked, and what is odd in a form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QPushButton, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from desktop.services.finding import get_record
from desktop.services.joining import merge_duplicates
from desktop.services.recording import record
from desktop.services.registers import members_of
from desktop.services.undoing import undo
from desktop.ui.pages.page import Page
from desktop.ui.pages.registers import RegistersPage
from desktop.ui.registers.head_dialog import HeadDialog
from desktop.ui.registers.merge_dialog import MergeDialog
from desktop.ui.registers.split_dialog import SplitDialog
from tests.ui.office import VILLAGE, Office, show_page, type_text

Dialog = TypeVar("Dialog", bound=QDialog)
Widget = TypeVar("Widget", bound=QWidget)
NUMBER = f"{VILLAGE}03001"
FAMILY = (("郑大山", "户主", "male"), ("钱小河", "配偶", "female"), ("郑一", "子", "male"), ("孙海", "儿媳", "female"))


@pytest.fixture
def home(office: Office) -> str:
    given = {"household_no": NUMBER, "head_name": "郑大山", "group_name": "三组", "member_count": 4}
    return record(office.ledger, "household", [given]).ids[0]


@pytest.fixture
def people(office: Office, home: str) -> list[str]:
    members = [{"name": name, "relation": word, "sex": sex, "household_no": NUMBER} for name, word, sex in FAMILY]
    return list(record(office.ledger, "person", members).ids)


@pytest.fixture
def show(qtbot: QtBot, office: Office) -> Callable[[], RegistersPage]:
    def make() -> RegistersPage:
        page: Page = show_page(qtbot, office, RegistersPage)
        assert isinstance(page, RegistersPage)
        return page

    return make


def child(parent: QWidget, kind: type[Widget], name: str) -> Widget:
    found = parent.findChild(kind, name)
    assert found is not None, name
    return found


def press(qtbot: QtBot, parent: QWidget, name: str) -> None:
    button = child(parent, QPushButton, name)
    assert button.isEnabled(), name
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def dialog(qtbot: QtBot, page: QWidget, kind: type[Dialog]) -> Dialog:
    qtbot.waitUntil(lambda: page.window().findChild(kind) is not None)
    found = page.window().findChild(kind)
    assert isinstance(found, kind)
    return found


def relations(office: Office, home: str) -> dict[str, Any]:
    return {one.values["name"]: one.values["relation"] for one in members_of(office.ledger, home)}


def test_all_registers_are_tabs_and_the_checks_the_last(show: Callable[[], RegistersPage]) -> None:
    page = show()
    tabs = child(page, QTabBar, "register_page.tabs")
    said = [tabs.tabText(at) for at in range(tabs.count())]
    assert said == ["户", "人员", "企业", "干部", "组/网格", "自然村", "村情", "核对"]
    for kind in ("group", "natural_village", "village"):
        page.show_kind(kind)
        assert page.desk.browser.model.kind.name == kind


def test_a_person_leads_to_the_household_also_by_a_former_number(
    office: Office, home: str, show: Callable[[], RegistersPage]
) -> None:
    twice = {"household_no": f"{VILLAGE}03009", "head_name": "郑大山", "group_name": "三组"}
    merge_duplicates(office.ledger, "household", home, [record(office.ledger, "household", [twice]).ids[0]])
    page = show()
    for number in (NUMBER, twice["household_no"]):
        person = record(office.ledger, "person", [{"name": "郑一", "relation": "子", "household_no": number}]).ids[0]
        page.grant({"open": person})
        link = child(page, QPushButton, f"register_page.person.pane.reading.link.household:{home}")
        assert link.toolTip() == f"郑大山 · {NUMBER}"


def test_another_head_is_chosen_and_undone(
    office: Office, home: str, people: list[str], show: Callable[[], RegistersPage], qtbot: QtBot
) -> None:
    page = show()
    page.grant({"open": home})
    press(qtbot, page, "register_page.household.pane.head")
    asked = dialog(qtbot, page, HeadDialog)
    assert not asked.act.isEnabled()
    press(qtbot, asked, f"{asked.objectName()}.members.3.head")
    assert child(asked, QLineEdit, f"{asked.objectName()}.members.1.relation").text() == "父亲"
    asked.give()
    qtbot.waitUntil(lambda: office.shell.last == "户主已换")
    assert relations(office, home) == {"郑一": "户主", "郑大山": "父亲", "钱小河": "母亲", "孙海": "配偶"}
    undo(office.ledger)
    assert get_record(office.ledger, "household", home).values["head_name"] == "郑大山"


def test_relations_that_do_not_follow_must_be_said(
    office: Office, home: str, people: list[str], show: Callable[[], RegistersPage], qtbot: QtBot
) -> None:
    page = show()
    page.grant({"open": home})
    press(qtbot, page, "register_page.household.pane.head")
    asked = dialog(qtbot, page, HeadDialog)
    asked.grid.make_head(people[3])
    assert not asked.act.isEnabled()
    assert "郑大山" in asked.trouble.text()
    asked.reject()


def test_a_household_is_split_in_the_window(
    office: Office, home: str, people: list[str], show: Callable[[], RegistersPage], qtbot: QtBot
) -> None:
    page = show()
    page.grant({"open": home})
    press(qtbot, page, "register_page.household.pane.split")
    asked = dialog(qtbot, page, SplitDialog)
    assert not asked.act.isEnabled()
    asked.grid.tick(people[2])
    asked.grid.tick(people[3])
    assert not asked.act.isEnabled()
    asked.grid.make_head(people[2])
    number = child(asked, QLineEdit, f"{asked.objectName()}.household_no")
    assert number.text() == f"{VILLAGE}03002"
    number.setText(NUMBER)
    asked.give()
    qtbot.waitUntil(lambda: "已经有别的户在用" in asked.trouble.text())
    number.setText(f"{VILLAGE}03009")
    asked.give()
    qtbot.waitUntil(lambda: office.shell.last == "已分户")
    assert relations(office, home) == {"郑大山": "户主", "钱小河": "配偶"}
    moved = get_record(office.ledger, "person", people[3]).values
    assert (moved["household_no"], moved["relation"]) == (f"{VILLAGE}03009", "配偶")


def test_a_likely_duplicate_is_merged_side_by_side(
    office: Office, home: str, show: Callable[[], RegistersPage], qtbot: QtBot
) -> None:
    twin = {"household_no": "老-7", "head_name": "郑大山", "group_name": "三组", "phone": "13800000002"}
    other = record(office.ledger, "household", [{**twin, "member_count": 5}]).ids[0]
    page = show()
    page.grant({"open": home})
    press(qtbot, page, "register_page.household.pane.merge")
    asked = dialog(qtbot, page, MergeDialog)
    qtbot.waitUntil(lambda: asked._found.count() == 1)
    assert "同组同名" in asked._found.item(0).text()
    assert not asked.act.isEnabled()
    asked._found.setCurrentRow(0)
    assert asked.comparison is not None
    # What the kept one lacks comes from the other, all else stays until it is chosen.
    assert asked.comparison.values() == {"phone": "13800000002"}
    press(qtbot, asked, f"{asked.objectName()}.values.member_count.1")
    asked.give()
    qtbot.waitUntil(lambda: office.shell.last == "已合并")
    kept = get_record(office.ledger, "household", home).values
    assert (kept["phone"], kept["member_count"], kept["former_numbers"]) == ("13800000002", 5, ["老-7"])
    assert get_record(office.ledger, "household", other).is_withdrawn


def test_the_other_record_may_be_found_by_words_and_be_the_one_kept(
    office: Office, home: str, show: Callable[[], RegistersPage], qtbot: QtBot
) -> None:
    other = record(office.ledger, "household", [{"household_no": "9", "head_name": "冯水"}]).ids[0]
    page = show()
    page.grant({"open": home})
    press(qtbot, page, "register_page.household.pane.merge")
    asked = dialog(qtbot, page, MergeDialog)
    type_text("冯水", asked._words)
    qtbot.waitUntil(lambda: asked._found.count() == 1 and "冯水" in asked._found.item(0).text())
    asked._found.setCurrentRow(0)
    press(qtbot, asked, f"{asked.objectName()}.turn")
    asked.give()
    qtbot.waitUntil(lambda: office.shell.last == "已合并")
    assert get_record(office.ledger, "household", home).is_withdrawn
    assert get_record(office.ledger, "household", other).values["former_numbers"] == [NUMBER]


def test_what_is_to_be_checked_is_counted_and_opened(
    office: Office, home: str, people: list[str], show: Callable[[], RegistersPage], qtbot: QtBot
) -> None:
    record(office.ledger, "person", [{"name": "多一", "relation": "户主", "household_no": NUMBER}])
    page = show()
    page.grant({"view": "disagreeing"})
    review, tabs = page.review, child(page, QTabBar, "register_page.tabs")
    qtbot.waitUntil(lambda: tabs.tabText(7) == "核对 2")
    rows = review.table.rows
    assert {rows.index(row, 2).data() for row in range(rows.rowCount())} == {
        "这一户有 2 个“户主”，应只有一个。",
        "家庭人口填的是 4，人员里有 5 人。",
    }
    press(qtbot, page, "register_page.review.open")
    assert office.shell.pages[-1] == ("register", {"kind": "household", "open": home})
    page.grant({"view": "duplicates"})
    assert child(page, QLabel, "register_page.review.empty.text").text().startswith("没有发现")
    page.grant({"view": "coverage"})
    assert review.table.rows.index(0, 0).data() == "没有走访过"
    assert review.groups.rows.index(0, 3).data() == "0%"


def test_the_checks_follow_what_is_changed(
    office: Office, home: str, show: Callable[[], RegistersPage], qtbot: QtBot
) -> None:
    page = show()
    page.grant({"view": "coverage"})
    qtbot.waitUntil(lambda: page.review.table.rows.rowCount() == 1)
    visit = {
        "visited_on": date.today().isoformat(),
        "kind": "household",
        "subject_name": "郑大山",
        "visitors": ["周江"],
        "handling": "none",
        "household_no": NUMBER,
    }
    office.context.write(lambda: record(office.ledger, "visit", [visit]))
    qtbot.waitUntil(lambda: page.review.table.rows.index(0, 0).data() == "0 天")
    assert "100%" in child(page, QLabel, "register_page.review.said").text()


def test_duplicates_are_merged_from_their_list(
    office: Office, home: str, show: Callable[[], RegistersPage], qtbot: QtBot
) -> None:
    record(office.ledger, "household", [{"household_no": NUMBER, "head_name": "郑大山"}])
    page = show()
    page.grant({"view": "duplicates"})
    qtbot.waitUntil(lambda: page.review.table.rows.rowCount() == 1)
    assert page.review.table.rows.index(0, 2).data() == "户编号相同"
    press(qtbot, page, "register_page.review.merge")
    asked = dialog(qtbot, page, MergeDialog)
    assert asked.act.isEnabled()
    asked.give()
    qtbot.waitUntil(lambda: page.review.table.rows.rowCount() == 0)


def test_a_form_says_what_is_odd_and_fills_in_what_follows(
    office: Office, show: Callable[[], RegistersPage], qtbot: QtBot
) -> None:
    page = show()
    page.show_kind("person")
    page.desk.begin_new()
    form = page.desk.entry().form
    for name, text in (("id_number", "11010519491231002X"), ("relation", "之子"), ("ethnicity", "汉")):
        form.focus_field(name)
        type_text(text, form.row(name).editor)
    form.focus_field("name")
    values = form.values()
    assert (values["relation"], values["ethnicity"]) == ("子", "汉族")
    assert (values["sex"], values["birth_date"]) == ("female", "1949-12-31")
    assert [form.row(name).caution for name in form.field_names if form.row(name).caution] == []
    qtbot.mouseClick(child(form, QPushButton, "person_form.sex.male"), Qt.MouseButton.LeftButton)
    form.focus_field("relation")
    form.row("relation").editor.set_value("")
    type_text("老来伴", form.row("relation").editor)
    form.focus_field("name")
    assert "按号码应为“女”" in form.row("sex").caution
    assert "不在标准词表里" in form.row("relation").caution
    assert form.row("relation").error == ""


def test_members_and_visits_are_links_of_the_household(
    office: Office, home: str, people: list[str], show: Callable[[], RegistersPage]
) -> None:
    page = show()
    page.grant({"open": home})
    said = [label.text() for label in page.desk.browser.pane.findChildren(QPushButton)]
    assert "钱小河 · 配偶" in said
