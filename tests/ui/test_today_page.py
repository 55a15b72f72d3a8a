"""今日 in front of a person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.services.drafting import drafts, keep_draft
from desktop.services.exporting import export_workbook
from desktop.services.finding import list_records
from desktop.services.handling import record_event
from desktop.services.recording import record
from desktop.ui.colours import DARK
from desktop.ui.pages.today import TodayPage
from desktop.ui.theme import Mode, Size, Theme, apply_theme
from desktop.ui.widgets.rows import LinkRow
from tests.small_offices import add_issue, add_visit, town, village
from tests.ui.pages import Desk, nameless

TODAY = date.today()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = Desk(village(tmp_path), tmp_path)
    yield opened
    opened.close()


def open_page(qtbot: QtBot, desk: Desk) -> TodayPage:
    page = TodayPage(desk.context)
    qtbot.addWidget(page)
    page.resize(1190, 690)
    with qtbot.waitExposed(page):
        page.show()
    page.activate()
    return page


def named(page: QWidget, name: str) -> QAbstractButton:
    found = page.findChild(QAbstractButton, name)
    assert found is not None, name
    return found


def rows(page: QWidget, prefix: str) -> list[str]:
    """What the lines of a list say, from top to bottom; those of a list being replaced do not count."""
    found = [row for row in page.findChildren(LinkRow) if row.objectName().startswith(prefix) and row.isVisible()]
    return [row.accessibleName() for row in found]


def click(qtbot: QtBot, button: QWidget) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_new_ledger_is_offered_its_first_step(qtbot: QtBot, desk: Desk) -> None:
    page = open_page(qtbot, desk)
    click(qtbot, named(page, "today_page.welcome.button"))
    assert desk.shell.shown == [("visit", {"new": {}})]


def test_a_new_town_begins_with_importing(qtbot: QtBot, tmp_path: Path) -> None:
    desk = Desk(town(tmp_path), tmp_path)
    page = open_page(qtbot, desk)
    click(qtbot, named(page, "today_page.welcome.button"))
    assert desk.shell.shown == [("exchange", {})]
    assert named(page, "today_page.export").text() == "导出答复"
    desk.close()


def test_the_big_buttons_lead_to_the_usual_work(qtbot: QtBot, desk: Desk) -> None:
    page = open_page(qtbot, desk)
    assert page.focusWidget().objectName() == "today_page.new_visit"
    for name in ("new_visit", "new_issue", "export"):
        click(qtbot, named(page, f"today_page.{name}"))
    assert desk.shell.shown == [("visit", {"new": {}}), ("issue", {"new": {}}), ("exchange", {"export": True})]


def test_pressing_issues_say_how_late_they_are_and_open(qtbot: QtBot, desk: Desk) -> None:
    late = add_issue(desk.ledger, TODAY - timedelta(days=3), what="渠道漏水", owner="王小五")
    add_issue(desk.ledger, TODAY, what="路灯坏了")
    add_issue(desk.ledger, TODAY + timedelta(days=2), what="水压不足")
    page = open_page(qtbot, desk)
    assert rows(page, "today_page.issues.overdue") == ["逾期 3 天 渠道漏水 王小五"]
    assert rows(page, "today_page.issues.due_soon") == ["今天到期 路灯坏了 未定责任人", "还有 2 天 水压不足 未定责任人"]
    row = named(page, "today_page.issues.overdue.0")
    row.setFocus()
    qtbot.keyClick(row, Qt.Key.Key_Space)
    assert desk.shell.shown == [("issue", {"open": late.ids[0]})]


def test_more_than_eight_lead_to_the_list(qtbot: QtBot, desk: Desk) -> None:
    for days in range(1, 13):
        add_issue(desk.ledger, TODAY - timedelta(days=days))
    page = open_page(qtbot, desk)
    assert len(rows(page, "today_page.issues.overdue")) == 8
    link = named(page, "today_page.issues.overdue.all")
    assert link.text() == "全部 12 条"
    click(qtbot, link)
    assert desk.shell.shown == [("issue", {"lights": ["overdue"]})]


def test_what_waits_leads_to_just_these_issues(qtbot: QtBot, desk: Desk) -> None:
    long_ago = (TODAY - timedelta(days=7)).isoformat()
    saved = add_issue(desk.ledger)
    page = open_page(qtbot, desk)
    assert rows(page, "today_page.reminders") == []
    assert not page.findChild(QWidget, "today_page.reminders").isVisible()
    solved = {"progress": "已换", "feedback_way": "oral", "satisfaction": "satisfied", "completed_on": long_ago}
    with qtbot.waitSignal(desk.context.announcer.changed):
        desk.context.write(lambda: record_event(desk.ledger, saved.ids[0], "solve_on_the_spot", solved))
    qtbot.waitUntil(lambda: rows(page, "today_page.reminders") == ["待核查 5 天以上 1 条"])
    row = named(page, "today_page.reminders.to_check")
    row.setFocus()
    qtbot.keyClick(row, Qt.Key.Key_Space)
    ((where, wish),) = desk.shell.shown
    found = list_records(desk.ledger, wish["wanted"].query(where, TODAY), today=TODAY)
    assert [one.id for one in found] == list(saved.ids)


def test_visits_of_the_week_are_counted_and_open(qtbot: QtBot, desk: Desk) -> None:
    saved = add_visit(desk.ledger, TODAY, subject="㛃𠮷")
    add_visit(desk.ledger, TODAY - timedelta(days=1), subject="王五")
    page = open_page(qtbot, desk)
    bars = page.findChild(QWidget, "today_page.visits.days")
    assert bars is not None
    assert bars.accessibleName().endswith("1 今天 1")
    assert rows(page, "today_page.visits") == ["今天 㛃𠮷 入户 李四", "昨天 王五 入户 李四"]
    click(qtbot, named(page, "today_page.visits.0"))
    assert desk.shell.shown == [("visit", {"open": saved.ids[0]})]


def test_a_draft_is_gone_on_with_or_discarded_and_brought_back(qtbot: QtBot, desk: Desk) -> None:
    add_visit(desk.ledger)
    draft_id = keep_draft(desk.ledger, "visit", {"subject_name": "赵六"}, title="赵六")
    page = open_page(qtbot, desk)
    click(qtbot, named(page, "today_page.drafts.0"))
    assert desk.shell.shown == [("visit", {"draft": draft_id})]
    with qtbot.waitSignal(desk.context.announcer.drafts_changed):
        click(qtbot, named(page, "today_page.drafts.0.discard"))
    assert drafts(desk.ledger) == []
    assert rows(page, "today_page.drafts") == []
    assert (desk.shell.notices, desk.shell.action_text) == (["草稿已丢弃"], "撤销")
    assert desk.shell.action is not None
    with qtbot.waitSignal(desk.context.announcer.drafts_changed):
        desk.shell.action()
    assert [(draft.id, draft.content) for draft in drafts(desk.ledger)] == [(draft_id, {"subject_name": "赵六"})]
    qtbot.waitUntil(lambda: len(rows(page, "today_page.drafts")) == 1)


def test_what_is_not_exported_is_said_until_it_is(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    add_visit(desk.ledger)
    page = open_page(qtbot, desk)
    label = page.findChild(QLabel, "today_page.unsent.text")
    assert label is not None
    assert label.text() == "1 条记录有新内容，还没有导出给镇里。"
    export_workbook(desk.ledger, tmp_path / "a.xlsx")
    desk.context.announcer.announce(frozenset({"handed_over"}))
    qtbot.waitUntil(lambda: len(page.findChildren(QLabel, "today_page.unsent.text")) == 1)
    label = page.findChild(QLabel, "today_page.unsent.text")
    assert label is not None
    assert label.text().splitlines()[0] == "都已导出，没有等着交换的记录。"


def test_a_page_in_front_follows_what_is_recorded(qtbot: QtBot, desk: Desk) -> None:
    page = open_page(qtbot, desk)
    values = {
        "visited_on": TODAY.isoformat(),
        "subject_name": "孙大伟",
        "kind": "phone",
        "visitors": ["李四"],
        "handling": "none",
    }
    with qtbot.waitSignal(desk.context.announcer.changed):
        desk.context.write(lambda: record(desk.ledger, "visit", [values]))
    qtbot.waitUntil(lambda: rows(page, "today_page.visits") == ["今天 孙大伟 电话 李四"])


def test_lines_are_painted_in_dark_too(qapp: QApplication, qtbot: QtBot, desk: Desk) -> None:
    apply_theme(qapp, Theme(Mode.DARK, Size.HUGE))
    add_issue(desk.ledger, TODAY - timedelta(days=3))
    page = open_page(qtbot, desk)
    picture = named(page, "today_page.issues.overdue.0").grab().toImage()
    colours = {picture.pixelColor(x, y).name() for x in range(40) for y in range(picture.height())}
    assert DARK.danger.lower() in colours


def test_everything_to_work_with_has_its_names(qtbot: QtBot, desk: Desk) -> None:
    add_issue(desk.ledger, TODAY - timedelta(days=3))
    add_visit(desk.ledger)
    keep_draft(desk.ledger, "issue", {})
    assert nameless(open_page(qtbot, desk)) == []
