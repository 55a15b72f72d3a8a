"""The figures page: each number leads to exactly its issues, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QScrollArea
from pytestqt.qtbot import QtBot

from desktop.services.figuring import By, Figure
from desktop.services.finding import Query, count_records
from desktop.services.ledgers import Ledger
from desktop.ui.figures.grid import NumberGrid
from desktop.ui.figures.numbers import BigNumber, NumberLink
from desktop.ui.page_stack import PageStack
from desktop.ui.pages.figures import FiguresPage
from desktop.ui.pages.issues import IssuesPage
from desktop.ui.pages.registry import PageEntry
from desktop.ui.widgets.charts import MonthsChart, RowBars, Series
from tests.book import Book, month_of
from tests.offices import WEST, Offices
from tests.ui.pages import Desk, nameless

TODAY = date(2024, 4, 20)
Opener = Callable[[Ledger], tuple[Desk, FiguresPage]]


@pytest.fixture
def book(offices: Offices) -> Book:
    """April 2024: two working (one late), one closed in April, one suspended, one reopened."""
    found = Book(offices.town())
    found.built("2024-02-10", category="水利", due_on="2024-03-31")
    found.built("2024-04-02", category="民政", village=WEST)
    found.close(found.built("2024-03-10", category="交通"), "2024-04-05", "procedural")
    resting = found.built("2024-03-01", category="水利")
    found.step(resting, "suspend", "2024-03-20", look_on="2024-12-01")
    found.step(found.closed("2024-02-01", "2024-03-10"), "reopen", "2024-04-10", due_on="2024-06-01")
    return found


@pytest.fixture
def open_page(qtbot: QtBot, tmp_path: Path) -> Iterator[Opener]:
    desks: list[Desk] = []

    def make(ledger: Ledger) -> tuple[Desk, FiguresPage]:
        desk = Desk(ledger, tmp_path, TODAY)
        desks.append(desk)
        page = FiguresPage(desk.context)
        qtbot.addWidget(page)
        page.resize(1190, 690)
        with qtbot.waitExposed(page):
            page.show()
        page.activate()
        wait(qtbot, desk)
        return desk, page

    yield make
    for desk in desks:
        desk.close()


def wait(qtbot: QtBot, desk: Desk) -> None:
    qtbot.waitUntil(lambda: not desk.context.worker.is_busy)


def figure_asked(desk: Desk) -> tuple[Figure, str]:
    name, wish = desk.shell.shown[-1]
    assert name == "issue"
    figure, words = wish["figure"]
    return figure, words


def number(page: FiguresPage, name: str) -> QAbstractButton:
    found = page.findChild(QAbstractButton, f"figures_page.{name}")
    assert found is not None, name
    return found


def test_only_the_figures_scroll_on_a_low_screen(book: Book, qtbot: QtBot, tmp_path: Path) -> None:
    desk = Desk(book.ledger, tmp_path, TODAY)
    pages = PageStack(desk.context, [PageEntry("figures", "figures", "desktop.ui.pages.figures:FiguresPage")])
    qtbot.addWidget(pages)
    # 1366×768 at 150 %, without the bars above and below.
    pages.resize(850, 430)
    page = pages.bring("figures")
    with qtbot.waitExposed(pages):
        pages.show()
    page.activate()
    wait(qtbot, desk)
    frame = pages.findChild(QScrollArea, "figures_frame")
    inner = page.findChild(QScrollArea, "figures_page.body")
    assert frame is not None and inner is not None
    qtbot.waitUntil(inner.verticalScrollBar().isVisible)
    assert not frame.verticalScrollBar().isVisible()
    desk.close()


def test_each_number_is_the_number_of_its_rows(book: Book, open_page: Opener, qtbot: QtBot) -> None:
    desk, page = open_page(book.ledger)
    links = [*page.findChildren(BigNumber), *page.findChildren(NumberLink)]
    assert len(links) > 20
    for link in links:
        if link.shown.figure is None or link.shown.text.endswith("%"):
            continue
        link.click()
        figure, words = figure_asked(desk)
        assert f"{count_records(book.ledger, Query('issue', figure=figure), today=TODAY)}" == link.shown.text, words
        assert words.endswith(" · 2024-04")


def test_a_rate_leads_to_what_it_is_a_share_of(book: Book, open_page: Opener) -> None:
    desk, page = open_page(book.ledger)
    number(page, "cards.on_time").click()
    figure, words = figure_asked(desk)
    assert (figure.count, words) == ("on_time", "按期 · 2024-04")
    assert number(page, "cards.on_time").accessibleName() == "按期办结率 100.0%"


@pytest.mark.parametrize("view", ["report", "unit_code", "group_name", "owner", "category"])
def test_each_cell_of_a_table_is_the_number_of_its_rows(book: Book, open_page: Opener, view: str) -> None:
    desk, page = open_page(book.ledger)
    page.grant({"view": view})
    grid = page.month.table if view == "report" else page.table
    assert grid.isVisible()
    model = grid.grid
    seen = 0
    for row in range(model.rowCount()):
        for column in range(1, model.columnCount()):
            shown = model.shown_at(model.index(row, column))
            if shown is None:
                continue
            grid.clicked.emit(model.index(row, column))
            figure, words = figure_asked(desk)
            found = count_records(book.ledger, Query("issue", figure=figure), today=TODAY)
            assert f"{found}" == shown.text, (model.index(row, 0).data(), words)
            seen += shown.text != "0"
    assert seen > 5


def test_the_balance_is_shown(book: Book, open_page: Opener) -> None:
    _, page = open_page(book.ledger)
    texts = [
        widget.accessibleName()
        for widget in page.balance.findChildren(QAbstractButton) + page.balance.findChildren(QLabel)
        if not widget.isHidden()
    ]
    assert "上期办理中 3" in texts
    assert "复号 1" in texts
    assert "办理中 4" in texts
    assert "✓ 相符" in texts
    assert "作废 0" not in texts


def test_enter_opens_a_number(book: Book, open_page: Opener, qtbot: QtBot) -> None:
    desk, page = open_page(book.ledger)
    big = number(page, "cards.overdue")
    big.setFocus()
    qtbot.keyClick(big, Qt.Key.Key_Return)
    assert figure_asked(desk)[0].count == "overdue"
    page.grant({"view": "unit_code"})
    page.table.setFocus()
    page.table.setCurrentIndex(page.table.grid.index(1, 2))
    qtbot.keyClick(page.table, Qt.Key.Key_Enter)
    figure, words = figure_asked(desk)
    assert (figure.count, figure.part) == ("built", ((By.VILLAGE, WEST),))
    assert words == "建账 · 西桥村 · 2024-04"


def test_a_bar_of_a_month_opens_it(book: Book, open_page: Opener, qtbot: QtBot) -> None:
    desk, page = open_page(book.ledger)
    chart = page.findChild(MonthsChart, "figures_page.trend.months")
    assert chart is not None
    chart.setFocus()
    qtbot.keyClick(chart, Qt.Key.Key_Left)
    qtbot.keyClick(chart, Qt.Key.Key_Return)
    figure, words = figure_asked(desk)
    assert (figure.count, figure.period.month, words) == ("built", "2024-03", "建账 · 2024-03")
    assert chart.accessibleName() == "近 12 个月 3 月 建账 2"
    rows = page.findChild(RowBars, "figures_page.trend.rows")
    assert rows is not None
    rows.setFocus()
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Return):
        qtbot.keyClick(rows, key)
    figure, _ = figure_asked(desk)
    assert figure.count == "working"
    assert count_records(book.ledger, Query("issue", figure=figure), today=TODAY) == 3


def test_a_click_on_a_bar(qtbot: QtBot) -> None:
    chart = MonthsChart("chart", "月")
    qtbot.addWidget(chart)
    chart.show_numbers(["3 月", "4 月"], [Series("建账", "accent", (0, 4)), Series("办理中", "accent", (1, 2), True)])
    chart.resize(400, 210)
    with qtbot.waitExposed(chart):
        chart.show()
    chart.grab()
    assert chart.accessibleDescription() == "3 月 建账 0 办理中 1；4 月 建账 4 办理中 2"
    with qtbot.waitSignal(chart.pressed) as pressed:
        qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(300, 150))
    assert pressed.args == [1, 0]


def test_periods_and_villages(book: Book, open_page: Opener, qtbot: QtBot) -> None:
    desk, page = open_page(book.ledger)
    page.periods.choose("last_month")
    wait(qtbot, desk)
    assert number(page, "cards.built").accessibleName() == "建账 2"
    assert page.findChild(QLabel, "figures_page.days").text() == "2024-03-01 至 2024-03-31"
    page.periods.choose("custom", "2024-02-01", "2024-02-15")
    wait(qtbot, desk)
    assert number(page, "cards.built").accessibleName() == "建账 2"
    number(page, "cards.built").click()
    assert figure_asked(desk)[1] == "建账 · 2024-02-01 至 2024-02-15"
    page.periods.choose("custom", "2024-02-15", "2024-02-01")
    assert "起始不晚于截止" in page.findChild(QLabel, "figures_page.days").text()
    page.periods.choose("this_month")
    combo = page.periods._villages
    combo.setCurrentIndex(combo.findData(WEST))
    wait(qtbot, desk)
    assert number(page, "cards.working").accessibleName() == "办理中 1"
    number(page, "cards.working").click()
    assert count_records(book.ledger, Query("issue", figure=figure_asked(desk)[0]), today=TODAY) == 1


def test_a_change_is_counted_while_the_page_is_seen(book: Book, open_page: Opener, qtbot: QtBot) -> None:
    desk, page = open_page(book.ledger)
    book.built("2024-04-19")
    desk.context.announcer.announce(frozenset({"issue"}))
    wait(qtbot, desk)
    assert number(page, "cards.built").accessibleName() == "建账 2"


def test_a_table_is_put_in_order_by_its_heading(book: Book, open_page: Opener) -> None:
    _, page = open_page(book.ledger)
    page.grant({"view": "unit_code"})
    grid: NumberGrid = page.table
    grid.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    assert [grid.grid.index(row, 0).data() for row in range(3)] == ["西桥村", "东沟村", "合计"]
    grid.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert [grid.grid.index(row, 0).data() for row in range(3)] == ["东沟村", "西桥村", "合计"]


def test_the_report_is_saved(book: Book, open_page: Opener, qtbot: QtBot, tmp_path: Path) -> None:
    desk, page = open_page(book.ledger)
    page.grant({"view": "report"})
    assert page.findChild(QLabel, "figures_page.report.check.0").text().startswith("✓ 校验：")
    assert page.report is not None
    page.save_report(page.report, tmp_path / "月报.xlsx")
    wait(qtbot, desk)
    assert desk.shell.notices[-1] == f"月报已存好：{tmp_path / '月报.xlsx'}"
    assert openpyxl.load_workbook(tmp_path / "月报.xlsx").sheetnames == ["月报"]


def test_everything_has_its_name(book: Book, open_page: Opener) -> None:
    _, page = open_page(book.ledger)
    assert nameless(page) == []


def test_a_village_counts_by_group(offices: Offices, open_page: Opener) -> None:
    _, page = open_page(offices.village())
    assert number(page, "view.group_name").isVisible()
    assert page.findChild(QPushButton, "figures_page.view.unit_code") is None
    assert number(page, "cards.on_time").accessibleName() == "按期办结率 —"


def test_the_list_of_issues_shows_a_number(book: Book, qtbot: QtBot, tmp_path: Path) -> None:
    desk = Desk(book.ledger, tmp_path, TODAY)
    page = IssuesPage(desk.context)
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    page.activate()
    page.grant({"figure": (Figure("suspended", month_of("2024-04")), "挂账 · 2024-04")})
    wait(qtbot, desk)
    filters = page.desk.browser.filters
    chip = page.findChild(QPushButton, "issue_page.filter.figure")
    assert chip is not None
    assert chip.text() == "统计：挂账 · 2024-04"
    assert page.desk.browser.model.rowCount() == 1
    assert page.findChild(QLabel, "issue_page.filter.count").text() == "共 1 条"
    assert filters.is_active
    chip.click()
    wait(qtbot, desk)
    assert not chip.isVisible()
    assert page.desk.browser.model.rowCount() == 5
    desk.close()
