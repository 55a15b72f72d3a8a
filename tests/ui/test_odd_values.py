"""Values no form would take, as a forged workbook or a newer program could bring them: every page still shows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.data.writing import writing
from desktop.domain.dates import day_of
from desktop.services.exporting import export_workbook
from desktop.services.recording import record, revise
from desktop.ui.pages.exchange import ExchangePage
from desktop.ui.pages.issues import IssuesPage
from desktop.ui.pages.page import Page
from desktop.ui.pages.today import TodayPage
from desktop.ui.pages.visits import VisitsPage
from desktop.ui.times import said_day
from desktop.ui.widgets.labels import MOST, MOST_LINES
from tests.ui.office import Office

ODD_VISIT = {"visited_on": "上周三", "subject_name": "张三", "kind": "飞", "visitors": ["李四"], "handling": "?"}
ODD_ISSUE = {
    "code": "无",
    "collected_on": "去年",
    "description": "路",
    "category": "没有这类",
    "due_on": "2024年8月底前",
    "people_count": "很多",
}


LONG_ISSUE = {"source": "patrol", "collected_on": "2024-03-06", "category": "其他"}


@pytest.fixture
def odd(office: Office) -> tuple[str, str]:
    """Ids of an odd visit and an odd issue, written past the checks."""
    with writing(office.ledger, "") as changes:
        scope = office.ledger.office.own_scope
        return changes.create("visit", ODD_VISIT, scope), changes.create("issue", ODD_ISSUE, scope)


@pytest.mark.parametrize("page_type", [TodayPage, VisitsPage, IssuesPage, ExchangePage])
def test_every_page_shows(page_type: type[Page], office: Office, odd: tuple[str, str], qtbot: QtBot) -> None:
    page = page_type(office.context)
    qtbot.addWidget(page)
    page.resize(1190, 690)
    with qtbot.waitExposed(page):
        page.show()
    page.activate()
    office.settle(qtbot)
    for record_id in odd:
        page.grant({"open": record_id})
    office.settle(qtbot)
    assert page.isVisible()


def test_the_reading_pane_says_them_as_they_are(office: Office, odd: tuple[str, str], qtbot: QtBot) -> None:
    page = IssuesPage(office.context)
    qtbot.addWidget(page)
    page.grant({"open": odd[1]})
    office.settle(qtbot)
    said = {label.text() for label in page.findChildren(QLabel)}
    assert {"2024年8月底前", "去年", "没有这类"} <= said


def test_they_are_handed_on(office: Office, odd: tuple[str, str], tmp_path: Path) -> None:
    assert export_workbook(office.ledger, tmp_path / "odd.xlsx").changes == len(odd)


def test_what_is_no_day_is_said_as_it_is() -> None:
    assert day_of("2026-03-05") == date(2026, 3, 5)
    assert day_of("上周三") is None
    assert said_day("上周三", date(2026, 3, 5)) == "上周三"


def test_long_texts_are_shown_in_part_until_asked_for(office: Office, qtbot: QtBot) -> None:
    text = "渠" * 31_000
    (one,) = record(office.ledger, "issue", [{**LONG_ISSUE, "description": text, "note": "行\n" * 200}]).ids
    revise(office.ledger, "issue", one, {"measures": text})
    page = IssuesPage(office.context)
    qtbot.addWidget(page)
    page.grant({"open": one})
    office.settle(qtbot)
    labels = [label for label in page.findChildren(QLabel) if len(label.text()) > MOST // 2 or "行\n" in label.text()]
    assert labels
    assert all(len(label.text()) <= MOST + 1 and label.text().count("\n") <= MOST_LINES for label in labels)
    (button,) = (one for one in page.findChildren(QPushButton) if one.objectName().endswith(".description.all"))
    assert button.text() == "显示全部（31000 字）"
    button.click()
    assert text in {label.text() for label in page.findChildren(QLabel)}
    assert button.isHidden()
