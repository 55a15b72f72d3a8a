"""Lists are put in another order by their headings or from the menu, and stay so."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from desktop.services.recording import record
from desktop.services.views import Wanted
from desktop.ui.pages.issues import IssuesPage
from desktop.ui.pages.registers import RegistersPage
from desktop.ui.pages.visits import VisitsPage
from desktop.ui.record_browser import RecordBrowser
from tests.ui.office import Office, press, record_visit, show_page

TODAY = date.today()
NAMES = ("甲", "丙", "乙")


@pytest.fixture
def page(office: Office, qtbot: QtBot) -> VisitsPage:
    for back, name in enumerate(NAMES):
        record_visit(office.ledger, subject_name=name, visited_on=(TODAY - timedelta(days=back)).isoformat())
    return show_page(qtbot, office, VisitsPage, is_active=True)


def listed(browser: RecordBrowser, name: str = "subject_name") -> list[str]:
    records = [browser.model.record_at(row) for row in range(browser.model.rowCount())]
    return [str(one.values.get(name)) for one in records if one is not None]


def click_heading(qtbot: QtBot, browser: RecordBrowser, name: str, *, x: int | None = None) -> None:
    heading = browser.table.heading
    section = next(at for at, one in enumerate(browser.model.columns) if one.name == name)
    middle = heading.sectionSize(section) // 2
    place = QPoint(heading.sectionViewportPosition(section) + (middle if x is None else x), heading.height() // 2)
    qtbot.mouseClick(heading.viewport(), Qt.MouseButton.LeftButton, pos=place)


def arrow(browser: RecordBrowser) -> tuple[str, bool]:
    heading = browser.table.heading
    return (browser.model.columns[heading.ordered_by].name if heading.ordered_by >= 0 else "", heading.is_descending)


def test_a_heading_orders_the_list_and_turns_it(page: VisitsPage, qtbot: QtBot) -> None:
    browser = page.desk.browser
    assert (listed(browser), arrow(browser)) == (["甲", "丙", "乙"], ("visited_on", True))
    click_heading(qtbot, browser, "subject_name")
    assert (listed(browser), arrow(browser)) == (["丙", "乙", "甲"], ("subject_name", False))
    click_heading(qtbot, browser, "subject_name")
    assert (listed(browser), arrow(browser)) == (["甲", "乙", "丙"], ("subject_name", True))
    click_heading(qtbot, browser, "visited_on")
    assert (listed(browser), arrow(browser)) == (["乙", "丙", "甲"], ("visited_on", False))
    click_heading(qtbot, browser, "visited_on")
    assert (listed(browser), arrow(browser)) == (["甲", "丙", "乙"], ("visited_on", True))
    assert not browser.head.is_reordered


def test_a_column_without_an_order_takes_no_click(page: VisitsPage, qtbot: QtBot) -> None:
    browser = page.desk.browser
    click_heading(qtbot, browser, "visitors")
    click_heading(qtbot, browser, "subject_name", x=1)
    assert (listed(browser), arrow(browser)) == (["甲", "丙", "乙"], ("visited_on", True))
    shapes = {}
    for name in ("subject_name", "visitors"):
        section = next(at for at, one in enumerate(browser.model.columns) if one.name == name)
        heading = browser.table.heading
        place = QPoint(heading.sectionViewportPosition(section) + heading.sectionSize(section) // 2, 10)
        qtbot.mouseMove(heading.viewport(), place)
        shapes[name] = heading.cursor().shape()
    assert shapes == {"subject_name": Qt.CursorShape.PointingHandCursor, "visitors": Qt.CursorShape.ArrowCursor}


def test_the_order_is_kept_by_list_and_stays_with_another_filter(
    office: Office, page: VisitsPage, qtbot: QtBot
) -> None:
    browser = page.desk.browser
    click_heading(qtbot, browser, "subject_name")
    browser.want(Wanted(where={"kind": "household"}))
    assert listed(browser) == ["丙", "乙", "甲"]
    browser.filters.clear()
    assert listed(browser) == ["丙", "乙", "甲"]
    office.settle(qtbot)
    again = show_page(qtbot, office, VisitsPage)
    assert (listed(again.desk.browser), arrow(again.desk.browser)) == (["丙", "乙", "甲"], ("subject_name", False))


def test_an_order_no_longer_offered_is_forgotten(office: Office, qtbot: QtBot) -> None:
    office.context.preferences.remember_text("order/visit_page.", "-visitors")
    page = show_page(qtbot, office, VisitsPage)
    assert arrow(page.desk.browser) == ("visited_on", True)


def test_the_order_is_chosen_by_keyboard(page: VisitsPage, qtbot: QtBot) -> None:
    browser = page.desk.browser
    press(qtbot, Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)
    menu = browser.findChild(QMenu, "visit_page.table.sorting")
    assert menu is not None and menu.isVisible()
    texts = [one.text() for one in menu.actions() if not one.isSeparator()]
    assert texts == [
        "按走访日期升序",
        "按走访日期降序",
        "按走访对象升序",
        "按走访对象降序",
        "恢复原来的顺序",
    ]
    assert [one.text() for one in menu.actions() if one.isChecked()] == ["按走访日期降序"]
    action = menu.findChild(QAction, "visit_page.table.sorting.-subject_name")
    assert action is not None
    action.trigger()
    menu.close()
    assert listed(browser) == ["甲", "乙", "丙"]
    usual = browser.sorting.menu().findChild(QAction, "visit_page.table.sorting.usual")
    assert usual is not None and usual.isEnabled()
    usual.trigger()
    assert listed(browser) == ["甲", "丙", "乙"]


@pytest.mark.x11
def test_the_orders_are_seen_on_a_real_screen(page: VisitsPage, qtbot: QtBot) -> None:
    """A menu that a display does not show is there all the same for Qt's own platform."""
    press(qtbot, Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)
    menu = page.desk.browser.findChild(QMenu, "visit_page.table.sorting")
    assert menu is not None
    qtbot.waitUntil(lambda: menu.windowHandle() is not None and menu.windowHandle().isExposed())
    assert menu.screen().availableGeometry().contains(menu.geometry())
    assert QApplication.activePopupWidget() is menu
    menu.close()


def test_each_list_of_issues_has_its_own_order(office: Office, qtbot: QtBot) -> None:
    given = {"source": "patrol", "collected_on": TODAY.isoformat(), "category": "水利"}
    record(office.ledger, "issue", [{**given, "description": name} for name in NAMES])
    page = show_page(qtbot, office, IssuesPage, is_active=True)
    browser = page.desk.browser
    usual = {
        name: (browser.show_listing(name), arrow(browser))[1] for name in ("issues", "tasks", "duties", "closings")
    }
    assert usual == {
        "issues": ("collected_on", True),
        "tasks": ("due_on", False),
        "duties": ("owner", False),
        "closings": ("closed_on", True),
    }
    browser.show_listing("tasks")
    click_heading(qtbot, browser, "due_on")
    assert browser.model.query.order == "-due_on"
    assert browser.head._hint._text == "按完成时限降序"
    browser.show_listing("duties")
    assert (browser.model.query.order, browser.head._hint._text) == ("owner", "已交办、未销号，按责任人排")
    browser.show_listing("tasks")
    assert arrow(browser) == ("due_on", True)
    office.settle(qtbot)


def test_registers_are_ordered_as_well(office: Office, qtbot: QtBot) -> None:
    record(office.ledger, "cadre", [{"name": name, "phone": f"1391234567{at}"} for at, name in enumerate(NAMES)])
    page = show_page(qtbot, office, RegistersPage, is_active=True)
    page.show_kind("cadre")
    browser = page.desk_of("cadre").browser
    assert (listed(browser, "name"), arrow(browser)) == (["乙", "丙", "甲"], ("", False))
    click_heading(qtbot, browser, "name")
    assert listed(browser, "name") == ["丙", "乙", "甲"]
    office.settle(qtbot)


def test_whoever_stands_at_the_beginning_sees_what_begins_now(page: VisitsPage, qtbot: QtBot) -> None:
    browser = page.desk.browser
    browser.table.select_first()
    click_heading(qtbot, browser, "subject_name")
    first = browser.model.record_at(0)
    assert first is not None
    assert (browser.table.currentIndex().row(), browser.table.picked_ids()) == (0, [first.id])
    qtbot.waitUntil(lambda: browser.pane.record_id == first.id)
