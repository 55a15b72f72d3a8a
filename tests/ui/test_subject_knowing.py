"""Whom a form knows: offered while typing, filled in when chosen, shown on the card, made on the way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QLabel, QListView, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.services.finding import Query, list_records
from desktop.services.handling import record_event
from desktop.services.recording import record, withdraw
from desktop.services.undoing import undo
from desktop.ui.entries import IssueEntry, VisitEntry
from desktop.ui.entry import RecordEntry
from desktop.ui.household_card import HouseholdCard
from desktop.ui.step_dialogs import StepDialog
from desktop.ui.widgets.question import QuestionBar
from desktop.ui.widgets.tags import TagEdit
from tests.ui.office import Office, focus_name, open_office, press, type_text, wait_for_focus
from tests.ui.pages import nameless

HOUSES = (
    {"group_name": "3组", "household_no": "012", "head_name": "张三", "phone": "13812345678", "member_count": 5},
    {"group_name": "1组", "household_no": "007", "head_name": "张山", "household_tags": ["低保户"]},
)
ASSIGNED = {"measures": "修补", "leader": "钱镇长", "lead_unit": "水利站", "owner": "周江", "due_on": "2099-01-01"}


@pytest.fixture
def registers(office: Office) -> Office:
    record(office.ledger, "household", list(HOUSES))
    record(office.ledger, "person", [{"name": "张晓明", "relation": "子", "household_no": "012"}])
    record(office.ledger, "enterprise", [{"name": "清水农机有限公司", "contact": "吴海", "phone": "13611112222"}])
    record(office.ledger, "cadre", [{"name": "单田"}])
    return office


Entry = TypeVar("Entry", bound=RecordEntry)


def begun(qtbot: QtBot, office: Office, made: Entry) -> Entry:
    """A form for a new record; what it still writes is awaited before it goes."""

    def finish(_widget: object) -> None:
        made.drafts.settle()
        office.settle(qtbot)

    qtbot.addWidget(made, before_close_func=finish)
    made.resize(1200, 700)
    with qtbot.waitExposed(made):
        made.show()
    made.begin_new()
    office.settle(qtbot)
    return made


@pytest.fixture
def entry(qtbot: QtBot, registers: Office) -> VisitEntry:
    made = begun(qtbot, registers, VisitEntry(registers.context))
    wait_for_focus(qtbot, made, "visit_form.subject_name")
    return made


def value(entry: VisitEntry, name: str) -> object:
    return entry.form.row(name).editor.value()


def offered(entry: VisitEntry | IssueEntry) -> list[str]:
    return [f"{offer.title} {offer.hint}".strip() for offer in entry.knowing.list.offers]


def retype(qtbot: QtBot, text: str) -> None:
    press(qtbot, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    type_text(text)


def test_initials_and_enter_fill_in_what_is_known(qtbot: QtBot, entry: VisitEntry) -> None:
    type_text("zs")
    assert offered(entry) == ["张三 3组 户012 · 138****5678", "张山 1组 户007"]
    press(qtbot, Qt.Key.Key_Return)
    assert focus_name() == "visit_form.phone"
    assert offered(entry) == []
    assert value(entry, "subject_name") == "张三"
    assert (value(entry, "household_no"), value(entry, "phone")) == ("012", "13812345678")
    assert (value(entry, "group_name"), value(entry, "kind")) == ("3组", "household")


def test_arrows_choose_another(qtbot: QtBot, entry: VisitEntry) -> None:
    type_text("zs")
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Return)
    assert (value(entry, "subject_name"), value(entry, "household_no")) == ("张山", "007")
    assert value(entry, "household_tags") == ["低保户"]


def test_a_name_in_characters_stands_as_it_is_unless_one_is_picked(qtbot: QtBot, entry: VisitEntry) -> None:
    type_text("张")
    assert len(offered(entry)) == 3
    press(qtbot, Qt.Key.Key_Return)
    assert (value(entry, "subject_name"), focus_name()) == ("张", "visit_form.phone")
    assert value(entry, "household_no") is None


def test_tab_takes_what_is_picked(qtbot: QtBot, entry: VisitEntry) -> None:
    type_text("5678")
    press(qtbot, Qt.Key.Key_Tab)
    assert (value(entry, "subject_name"), focus_name()) == ("张三", "visit_form.phone")


def test_escape_closes_the_offers_and_not_the_form(qtbot: QtBot, entry: VisitEntry) -> None:
    closed: list[bool] = []
    entry.closed.connect(lambda: closed.append(True))
    type_text("zs")
    press(qtbot, Qt.Key.Key_Escape)
    assert (offered(entry), value(entry, "subject_name"), closed) == ([], "zs", [])
    press(qtbot, Qt.Key.Key_Escape)
    assert closed == [True]


def test_a_return_of_the_input_method_takes_nothing(qtbot: QtBot, entry: VisitEntry) -> None:
    type_text("zs")
    line = entry.form.row("subject_name").editor
    QCoreApplication.sendEvent(line, QInputMethodEvent("zhang", []))
    press(qtbot, Qt.Key.Key_Return)
    assert focus_name() == "visit_form.subject_name"
    assert value(entry, "household_no") is None
    QCoreApplication.sendEvent(line, QInputMethodEvent())


def test_a_click_takes_an_offer(qtbot: QtBot, entry: VisitEntry) -> None:
    type_text("zs")
    shown = entry.window().findChild(QListView, "visit_form.subject_name.offers")
    assert shown is not None and shown.isVisible()
    spot = shown.visualRect(shown.model().index(1, 0)).center()
    qtbot.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(spot))
    assert value(entry, "subject_name") == "张山"
    assert focus_name() == "visit_form.subject_name"


def test_what_was_typed_is_kept_and_what_was_filled_in_gives_way(qtbot: QtBot, entry: VisitEntry) -> None:
    entry.form.set_value("phone", "13900009999")
    entry.form.set_value("kind", "phone")
    type_text("zhangsan")
    press(qtbot, Qt.Key.Key_Return)
    assert (value(entry, "phone"), value(entry, "kind")) == ("13900009999", "phone")
    entry.form.focus_field("subject_name")
    retype(qtbot, "zhangshan")
    press(qtbot, Qt.Key.Key_Return)
    # Of the first one nothing is left.
    assert (value(entry, "household_no"), value(entry, "group_name")) == ("007", "1组")
    assert value(entry, "phone") == "13900009999"


def test_a_telephone_filled_in_goes_with_its_owner(qtbot: QtBot, entry: VisitEntry) -> None:
    type_text("zhangsan")
    press(qtbot, Qt.Key.Key_Return)
    entry.form.focus_field("subject_name")
    retype(qtbot, "zhangshan")
    press(qtbot, Qt.Key.Key_Return)
    assert value(entry, "phone") is None


def test_an_enterprise_makes_it_a_visit_to_one(qtbot: QtBot, entry: VisitEntry) -> None:
    type_text("qsnj")
    press(qtbot, Qt.Key.Key_Return)
    assert (value(entry, "subject_name"), value(entry, "kind")) == ("清水农机有限公司", "enterprise")
    assert value(entry, "phone") == "13611112222"


def test_visitors_are_found_by_their_initials(qtbot: QtBot, entry: VisitEntry, registers: Office) -> None:
    entry.form.focus_field("visitors")
    editor = entry.form.row("visitors").editor
    assert isinstance(editor, TagEdit)
    qtbot.keyClicks(editor.focusProxy(), "st")
    press(qtbot, Qt.Key.Key_Return)
    assert editor.value() == ["李四", "单田"]


# -- the card ----------------------------------------------------------------------------------------------------------


def visited(office: Office) -> str:
    """An earlier visit of 张三 with an issue that is being worked on; gives the issue."""
    values: dict[str, Any] = {
        "visited_on": "2024-01-12",
        "kind": "household",
        "subject_name": "张三",
        "household_no": "012",
        "visitors": ["王五"],
        "handling": "listed",
        "issues": [{"category": "水利", "description": "渠道漏水"}],
    }
    record(office.ledger, "visit", [values])
    issue_id = list_records(office.ledger, Query("issue"))[0].id
    record_event(office.ledger, issue_id, "assign", ASSIGNED)
    record_event(office.ledger, issue_id, "accept", {})
    return issue_id


def show_card(qtbot: QtBot, office: Office, entry: VisitEntry) -> HouseholdCard:
    type_text("zhangsan")
    press(qtbot, Qt.Key.Key_Return)
    office.settle(qtbot)
    # What a layout takes in is shown a turn later.
    qtbot.waitUntil(lambda: entry.card.accessibleName() == "张三家" and len(texts(entry.card)) > 1)
    return entry.card


def texts(card: QWidget) -> list[str]:
    return [label.text() for label in card.findChildren(QLabel) if label.text() and label.isVisibleTo(card)]


def test_the_card_says_what_is_known(qtbot: QtBot, registers: Office, entry: VisitEntry) -> None:
    issue_id = visited(registers)
    assert entry.card.accessibleName() == "这一户"
    card = show_card(qtbot, registers, entry)
    assert "3组 户012 · 5口人 · 138****5678" in texts(card)
    assert "未销号问题 1" in texts(card)
    assert nameless(card) == []
    buttons = {button.text(): button for button in card.findChildren(QPushButton)}
    assert "2024-01-12 王五" in buttons
    buttons["打开"].click()
    assert registers.shell.pages[-1] == ("issue", {"open": issue_id})


def test_progress_is_noted_from_the_card(qtbot: QtBot, registers: Office, entry: VisitEntry) -> None:
    issue_id = visited(registers)
    card = show_card(qtbot, registers, entry)
    button = card.findChild(QPushButton, f"visit_entry.card.issue.{issue_id}.progress")
    assert button is not None
    button.click()
    dialog = entry.findChild(StepDialog, "visit_entry.card.step")
    assert dialog is not None
    dialog.set_values({"progress": "修好一半"})
    press_act(dialog)
    qtbot.waitUntil(lambda: list_records(registers.ledger, Query("issue"))[0].values.get("progress") == "修好一半")
    registers.settle(qtbot)


def press_act(dialog: StepDialog) -> None:
    act = dialog.findChild(QPushButton, f"{dialog.objectName()}.act")
    assert act is not None
    act.click()


def test_the_card_forgets_whom_the_name_no_longer_says(qtbot: QtBot, registers: Office, entry: VisitEntry) -> None:
    show_card(qtbot, registers, entry)
    entry.form.focus_field("subject_name")
    retype(qtbot, "李")
    assert (entry.card.about, entry.card.accessibleName()) == (None, "这一户")
    press(qtbot, Qt.Key.Key_Escape)


def test_the_card_goes_when_the_household_is_withdrawn(qtbot: QtBot, registers: Office, entry: VisitEntry) -> None:
    show_card(qtbot, registers, entry)
    house = list_records(registers.ledger, Query("household", {"household_no": "012"}))[0]
    registers.context.write(lambda: withdraw(registers.ledger, "household", house.id, "搬走了"))
    qtbot.waitUntil(lambda: entry.card.about is None)
    registers.settle(qtbot)


def test_a_narrow_window_puts_the_card_into_the_form(qtbot: QtBot, registers: Office, entry: VisitEntry) -> None:
    visited(registers)
    card = show_card(qtbot, registers, entry)
    assert card.parentWidget() is entry
    form_width = entry.form.width()
    assert card.width() + form_width < entry.width()
    entry.resize(760, 500)
    qtbot.waitUntil(lambda: entry.form.isAncestorOf(card) and card.isVisible())
    assert "3组 户012 · 5口人 · 138****5678 · 未销号问题 1" in texts(card)
    assert entry.form.width() > 700
    entry.knowing.lost.emit()
    assert card.isHidden()
    entry.resize(1200, 700)
    qtbot.waitUntil(lambda: card.parentWidget() is entry and card.isVisible())


# -- made on the way, and doubles --------------------------------------------------------------------------------------


def begin_household(qtbot: QtBot, entry: VisitEntry, name: str) -> StepDialog:
    type_text(name)
    assert offered(entry)[-1] == f"新建户“{name}”…"
    for _ in offered(entry):
        press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Return)
    dialog = entry.findChild(StepDialog, "visit_entry.new")
    assert dialog is not None
    return dialog


def test_a_household_is_made_without_leaving_the_form(qtbot: QtBot, registers: Office, entry: VisitEntry) -> None:
    entry.form.set_value("group_name", "3组")
    dialog = begin_household(qtbot, entry, "李红梅")
    assert dialog.values() == {
        "head_name": "李红梅",
        "group_name": "3组",
        "household_no": "013",
        "phone": None,
        "head_id_number": None,
    }
    dialog.set_values({**dialog.values(), "phone": "13755556666"})
    press_act(dialog)
    qtbot.waitUntil(lambda: value(entry, "household_no") == "013")
    registers.settle(qtbot)
    assert (value(entry, "subject_name"), value(entry, "phone")) == ("李红梅", "13755556666")
    assert registers.shell.notices[-1] == ("已新建户", "撤销")
    assert entry.card.accessibleName() == "李红梅家"
    undo(registers.ledger)
    assert len(list_records(registers.ledger, Query("household"))) == len(HOUSES)


def test_a_household_that_is_there_already_is_noticed(qtbot: QtBot, registers: Office, entry: VisitEntry) -> None:
    dialog = begin_household(qtbot, entry, "张老三")
    dialog.set_values({**dialog.values(), "household_no": "012"})
    press_act(dialog)
    question = dialog.findChild(QuestionBar, "visit_entry.new.question")
    assert question is not None and question.isVisible()
    assert "户编号相同" in question.accessibleName() and "张三" in question.accessibleName()
    question.no_button.click()
    assert (value(entry, "subject_name"), value(entry, "household_no")) == ("张三", "012")
    registers.settle(qtbot)
    assert len(list_records(registers.ledger, Query("household"))) == len(HOUSES)


def test_it_can_be_made_all_the_same(qtbot: QtBot, registers: Office, entry: VisitEntry) -> None:
    dialog = begin_household(qtbot, entry, "张老三")
    dialog.set_values({**dialog.values(), "household_no": "012"})
    press_act(dialog)
    question = dialog.findChild(QuestionBar, "visit_entry.new.question")
    assert question is not None
    question.yes_button.click()
    qtbot.waitUntil(lambda: len(list_records(registers.ledger, Query("household"))) == len(HOUSES) + 1)
    registers.settle(qtbot)


def test_a_member_and_an_enterprise_can_be_made_too(qtbot: QtBot, registers: Office, entry: VisitEntry) -> None:
    type_text("东沟砖瓦厂")
    assert offered(entry) == ["新建企业“东沟砖瓦厂”…"]
    retype(qtbot, "张小妹")
    assert offered(entry) == ["新建户“张小妹”…"]
    entry.form.set_value("household_no", "012")
    retype(qtbot, "张小妹")
    assert offered(entry) == ["新建户“张小妹”…", "新建人员“张小妹”…"]
    press(qtbot, Qt.Key.Key_Escape)


def fill(entry: VisitEntry, **values: object) -> None:
    given = {"subject_name": "张三", "household_no": "012", "kind": "household", "handling": "none"}
    for name, typed in {**given, **values}.items():
        entry.form.set_value(name, typed)


def visit_count(office: Office) -> int:
    return len(list_records(office.ledger, Query("visit")))


def test_a_visit_that_is_there_already_is_asked_about(qtbot: QtBot, registers: Office, entry: VisitEntry) -> None:
    fill(entry)
    entry.save(goes_on=True)
    qtbot.waitUntil(lambda: visit_count(registers) == 1)
    registers.settle(qtbot)
    first = list_records(registers.ledger, Query("visit"))[0].id
    fill(entry)
    entry.save()
    assert entry.question.isVisible()
    assert entry.question.accessibleName() == "这一天已经记过走访张三（李四），可能重复了。"
    entry.question.no_button.click()
    assert registers.shell.pages[-1] == ("visit", {"open": first})
    entry.save()
    entry.question.yes_button.click()
    qtbot.waitUntil(lambda: visit_count(registers) == 2)
    registers.settle(qtbot)


def test_another_household_is_not_asked_about(qtbot: QtBot, registers: Office, entry: VisitEntry) -> None:
    fill(entry)
    entry.save(goes_on=True)
    qtbot.waitUntil(lambda: visit_count(registers) == 1)
    registers.settle(qtbot)
    fill(entry, subject_name="张山", household_no="007")
    entry.save()
    qtbot.waitUntil(lambda: visit_count(registers) == 2)
    assert not entry.question.isVisible()
    registers.settle(qtbot)


# -- other forms -------------------------------------------------------------------------------------------------------


def test_an_issue_knows_who_raised_it(qtbot: QtBot, registers: Office) -> None:
    entry = begun(qtbot, registers, IssueEntry(registers.context))
    entry.form.focus_field("reporter_name")
    wait_for_focus(qtbot, entry, "issue_form.reporter_name")
    type_text("zs")
    press(qtbot, Qt.Key.Key_Return)
    values = entry.form.values()
    assert (values["reporter_name"], values["reporter_phone"]) == ("张三", "13812345678")
    assert values["group_name"] == "3组"


@pytest.fixture
def town(qapp: object, tmp_path: Path) -> Iterator[Office]:
    opened = open_office(tmp_path / "town", level="town")
    yield opened
    opened.close()


def test_a_town_names_the_village(qtbot: QtBot, town: Office) -> None:
    record(town.ledger, "household", [{**HOUSES[0], "village_name": "天王镇"}])
    entry = begun(qtbot, town, VisitEntry(town.context))
    wait_for_focus(qtbot, entry, "visit_form.village_name")
    entry.form.focus_field("subject_name")
    type_text("zs")
    assert offered(entry) == ["张三 天王镇 · 3组 户012 · 138****5678"]
    press(qtbot, Qt.Key.Key_Return)
    assert entry.form.values()["village_name"] == "天王镇"
