"""A clerk's morning by keyboard alone: two visits written down, found, changed, taken back; a power cut survived."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.services.drafting import drafts
from desktop.services.finding import Query, Record, get_record, issues_of, list_records
from desktop.services.recording import record
from desktop.services.undoing import undo
from desktop.ui.entries import VisitEntry
from desktop.ui.pages.visits import VisitsPage
from tests.ui.office import Office, focus_name, press, record_visit, show_page, type_text, wait_for_focus
from tests.ui.writing import ALT, CTRL, go_to, write_issue, write_visit

TODAY = date.today().isoformat()


@pytest.fixture
def make_page(qtbot: QtBot, office: Office) -> Iterator[Callable[[], VisitsPage]]:
    yield lambda: show_page(qtbot, office, VisitsPage, is_active=True)
    office.settle(qtbot)


def form_of(page: VisitsPage) -> VisitEntry:
    entry = page.desk.entry()
    assert isinstance(entry, VisitEntry)
    return entry


def begin(qtbot: QtBot, page: VisitsPage) -> None:
    qtbot.keyClick(page, Qt.Key.Key_N, CTRL)
    wait_for_focus(qtbot, page, "visit_form.subject_name")


def saved_visits(office: Office) -> list[Record]:
    return list_records(office.ledger, Query("visit"))


def wait_saved(qtbot: QtBot, office: Office, count: int) -> None:
    qtbot.waitUntil(lambda: len(saved_visits(office)) == count)
    office.settle(qtbot)


def test_what_changes_an_issue_stands_beside_it(
    qtbot: QtBot, office: Office, make_page: Callable[[], VisitsPage]
) -> None:
    page = make_page()
    begin(qtbot, page)
    write_visit(qtbot, "张三", handling=Qt.Key.Key_4)
    write_issue(qtbot, "水利", "渗漏")
    assert form_of(page).issues.commit()
    edit = page.findChild(QPushButton, "visit_form.issues.line.0.edit")
    drop = page.findChild(QPushButton, "visit_form.issues.line.0.drop")
    assert edit is not None and drop is not None
    qtbot.waitUntil(edit.isVisible)
    assert (edit.width(), drop.width()) == (edit.sizeHint().width(), drop.sizeHint().width())
    assert drop.geometry().right() < drop.parentWidget().width() / 2


def test_a_morning_by_keyboard(qtbot: QtBot, office: Office, make_page: Callable[[], VisitsPage]) -> None:
    page = make_page()
    begin(qtbot, page)
    write_visit(qtbot, "张三", handling=Qt.Key.Key_4)
    write_issue(qtbot, "水利", "村口水渠渗漏两处")
    write_issue(qtbot, "交通", "三组路面破损")
    press(qtbot, Qt.Key.Key_Return, CTRL)
    wait_saved(qtbot, office, 1)
    assert office.shell.notices[-1] == ("已保存", "撤销")

    first = saved_visits(office)[0]
    assert first.values["visited_on"] == TODAY
    assert first.values["village_name"] == "唐陵村"
    assert first.values["visitors"] == ["李四"]
    assert (first.values["kind"], first.values["handling"]) == ("household", "listed")
    issues = [(one.values["category"], one.values["description"]) for one in issues_of(office.ledger, first.id)]
    assert issues == [("水利", "村口水渠渗漏两处"), ("交通", "三组路面破损")]

    qtbot.wait(300)
    # The next one is begun: what stays is there, the cursor in 走访对象.
    wait_for_focus(qtbot, page, "visit_form.subject_name")
    values = form_of(page).form.values()
    assert (values["visited_on"], values["visitors"], values["subject_name"]) == (TODAY, ["李四"], None)
    assert form_of(page).issues.issues == []
    write_visit(qtbot, "王五", handling=Qt.Key.Key_1)
    press(qtbot, Qt.Key.Key_S, CTRL)
    wait_saved(qtbot, office, 2)
    assert not page.desk.is_writing
    assert drafts(office.ledger) == []

    # Found by words, opened by Enter, changed, and the change taken back.
    press(qtbot, Qt.Key.Key_Slash)
    assert focus_name() == "visit_page.filter.text"
    type_text("张三")
    qtbot.waitUntil(lambda: page.desk.browser.model.rowCount() == 1)
    office.settle(qtbot)
    assert page.findChild(QLabel, "visit_page.filter.count").text() == "共 1 条"
    go_to(qtbot, "visit_page.table")
    press(qtbot, Qt.Key.Key_F2)
    wait_for_focus(qtbot, page, "visit_form.subject_name")
    go_to(qtbot, "visit_form.suggestion")
    type_text("汛期前修好")
    press(qtbot, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: get_record(office.ledger, "visit", first.id).values.get("suggestion") == "汛期前修好")
    office.settle(qtbot)
    assert page.desk.browser.table.current_id == first.id
    undo(office.ledger)
    assert "suggestion" not in get_record(office.ledger, "visit", first.id).values


def test_the_link_in_the_notice_takes_back_just_its_step(
    qtbot: QtBot, office: Office, make_page: Callable[[], VisitsPage]
) -> None:
    page = make_page()
    begin(qtbot, page)
    write_visit(qtbot, "张三", handling=Qt.Key.Key_1)
    press(qtbot, Qt.Key.Key_S, CTRL)
    wait_saved(qtbot, office, 1)
    take_back = office.shell.actions[-1]
    assert take_back is not None
    take_back()
    wait_saved(qtbot, office, 0)
    assert office.shell.last == "已撤销"
    take_back()
    office.settle(qtbot)
    assert office.shell.last == "没有可以撤销的操作。"


def test_what_was_typed_survives_a_power_cut(qtbot: QtBot, office: Office, make_page: Callable[[], VisitsPage]) -> None:
    page = make_page()
    begin(qtbot, page)
    write_visit(qtbot, "𠮷田河", handling=Qt.Key.Key_4)
    write_issue(qtbot, "水利", "=渗漏 还没写完")
    qtbot.waitUntil(lambda: bool(drafts(office.ledger)), timeout=2000)
    qtbot.waitUntil(lambda: drafts(office.ledger)[0].content["issues"] != [], timeout=2000)
    office.settle(qtbot)
    draft = drafts(office.ledger)[0]
    assert draft.title == "𠮷田河"

    # The window is gone without a word; another one goes on from the ledger.
    form_of(page).drafts.deleteLater()
    again = make_page()
    again.grant({"draft": draft.id})
    values = form_of(again).form.values()
    assert (values["subject_name"], values["handling"], values["demand"]) == ("𠮷田河", "listed", "村口水渠渗漏")
    assert form_of(again).issues.issues == [{"category": "水利", "description": "=渗漏 还没写完"}]
    form_of(again).save()
    wait_saved(qtbot, office, 1)
    assert drafts(office.ledger) == []
    assert issues_of(office.ledger, saved_visits(office)[0].id)[0].values["description"] == "=渗漏 还没写完"


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("visited_on", "2099-01-01", "日期不能晚于今天"),
        ("visited_on", "2024-02-30", "日期不对"),
        ("phone", "1381234567", "手机 11 位"),
        ("id_number", "110105194912310021", "身份证号不对"),
    ],
)
def test_what_is_not_accepted_stays_and_is_explained(
    qtbot: QtBot, office: Office, make_page: Callable[[], VisitsPage], field: str, typed: str, said: str
) -> None:
    page = make_page()
    page.grant({"new": {"subject_name": "张三", "kind": "household", "handling": "none"}})
    form = form_of(page).form
    office.settle(qtbot)
    wait_for_focus(qtbot, page, "visit_form.subject_name")
    form.focus_field(field)
    press(qtbot, Qt.Key.Key_A, CTRL)
    type_text(typed)
    press(qtbot, Qt.Key.Key_Tab)
    assert said in form.row(field).error
    assert form.row(field).editor.value() == typed
    press(qtbot, Qt.Key.Key_S, CTRL)
    assert focus_name() == f"visit_form.{field}"
    assert saved_visits(office) == []
    form_of(page).drafts.drop()


def test_leaving_keeps_a_draft_and_says_so(qtbot: QtBot, office: Office, make_page: Callable[[], VisitsPage]) -> None:
    page = make_page()
    begin(qtbot, page)
    press(qtbot, Qt.Key.Key_Escape)
    assert not page.desk.is_writing
    assert office.shell.notices == []

    begin(qtbot, page)
    type_text("赵六")
    # The first takes away what is offered for the name.
    press(qtbot, Qt.Key.Key_Escape)
    assert page.desk.is_writing
    press(qtbot, Qt.Key.Key_Escape)
    office.settle(qtbot)
    assert office.shell.last == "草稿已保存"
    assert [(one.kind, one.title) for one in drafts(office.ledger)] == [("visit", "赵六")]


def test_the_register_fills_in_what_it_knows(qtbot: QtBot, office: Office, make_page: Callable[[], VisitsPage]) -> None:
    record_visit(office.ledger, group_name="1组")
    known = {"household_no": "0201", "head_name": "赵桂兰", "group_name": "2组", "phone": "13812345678"}
    record(office.ledger, "household", [known])
    page = make_page()
    begin(qtbot, page)
    form = form_of(page).form
    assert form.row("group_name").editor.value() == "1组"
    form.set_value("phone", "0511-87654321")
    type_text("赵桂兰")
    press(qtbot, Qt.Key.Key_Return)
    names = ("group_name", "household_no", "phone")
    assert [form.row(name).editor.value() for name in names] == ["2组", "0201", "0511-87654321"]
    form_of(page).drafts.drop()


def test_a_copy_keeps_who_and_not_what_was_said(
    qtbot: QtBot,
    office: Office,
    make_page: Callable[[], VisitsPage],
) -> None:
    visit_id = record_visit(
        office.ledger, visited_on="2020-01-02", phone="13812345678", demand="修路", handling="on_the_spot"
    )
    page = make_page()
    page.desk.browser.pane.copy_wanted.emit(visit_id)
    values = form_of(page).form.values()
    assert (values["subject_name"], values["phone"], values["visited_on"]) == ("张三", "13812345678", TODAY)
    assert (values["demand"], values["handling"]) == (None, None)


def test_a_further_issue_comes_into_view(qtbot: QtBot, office: Office, make_page: Callable[[], VisitsPage]) -> None:
    page = make_page()
    page.resize(1190, 560)
    begin(qtbot, page)
    form = form_of(page).form
    press(qtbot, Qt.Key.Key_S, CTRL)
    office.settle(qtbot)
    qtbot.waitUntil(lambda: form.verticalScrollBar().maximum() > 0)
    press(qtbot, Qt.Key.Key_I, ALT)
    assert focus_name() == "visit_form.issues.category"
    last = page.findChild(QPushButton, "visit_form.issues.take")
    qtbot.waitUntil(lambda: form.viewport().rect().contains(last.mapTo(form.viewport(), last.rect().center())))
    form_of(page).drafts.drop()
