"""The bar of filters: what it asks for, and when."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.domain.lights import Light
from desktop.services.finding import Query
from desktop.services.views import period_bounds
from desktop.ui.filter_choices import Filter, light_filter
from desktop.ui.filters import FilterBar
from desktop.ui.widgets.dates import DateEdit
from tests.ui.office import type_text

LEAP = date(2024, 3, 31)


@pytest.mark.parametrize(
    ("period", "bounds"),
    [
        ("this_month", ("2024-03-01", "2024-03-31")),
        ("last_month", ("2024-02-01", "2024-02-29")),
        ("this_year", ("2024-01-01", "2024-12-31")),
        ("last_year", ("2023-01-01", "2023-12-31")),
        ("None", ("", "")),
    ],
)
def test_periods(period: str, bounds: tuple[str, str]) -> None:
    assert period_bounds(period, LEAP) == bounds


def test_a_month_before_january() -> None:
    assert period_bounds("last_month", date(2024, 1, 1)) == ("2023-12-01", "2023-12-31")
    assert period_bounds("this_month", date(2023, 12, 31)) == ("2023-12-01", "2023-12-31")


@pytest.fixture
def bar(qtbot: QtBot) -> FilterBar:
    filters = (light_filter(), Filter("kind", "全部方式", (("入户", "household"),)), Filter("group_name", "全部组"))
    made = FilterBar("some.filter", filters, has_period=True, today=lambda: LEAP)
    qtbot.addWidget(made)
    made.resize(900, 100)
    with qtbot.waitExposed(made):
        made.show()
    return made


def choose(bar: FilterBar, name: str, text: str) -> None:
    combo = bar.findChild(QComboBox, f"some.filter.{name}")
    assert combo is not None
    combo.setCurrentIndex(combo.findText(text))


def test_everything_is_let_through_at_first(bar: FilterBar) -> None:
    assert bar.query("visit") == Query("visit")
    assert not bar.is_active
    assert not bar.findChild(QPushButton, "some.filter.clear").isVisible()


def test_choices_add_up_and_are_cleared_together(bar: FilterBar, qtbot: QtBot) -> None:
    bar.set_choices("group_name", ["1组", "2组"])
    with qtbot.waitSignals([bar.changed] * 4):
        choose(bar, "kind", "入户")
        choose(bar, "group_name", "2组")
        choose(bar, "period", "本月")
        choose(bar, "light", "逾期和临期")
    assert bar.query("visit") == Query(
        "visit",
        {"kind": "household", "group_name": "2组"},
        "2024-03-01",
        "2024-03-31",
        (Light.OVERDUE, Light.DUE_SOON),
    )
    bar.set_choices("group_name", ["1组"])
    assert bar.query("visit").where["group_name"] == "2组"
    bar.findChild(QPushButton, "some.filter.clear").click()
    assert bar.query("visit") == Query("visit")


def test_a_new_value_is_offered_at_once(bar: FilterBar) -> None:
    bar.set_choices("group_name", ["1组", "3组"])
    bar.learn("group_name", "2组")
    bar.learn("group_name", "3组")
    combo = bar.findChild(QComboBox, "some.filter.group_name")
    assert [combo.itemText(at) for at in range(combo.count())] == ["全部组", "1组", "2组", "3组"]


def test_words_are_waited_for(bar: FilterBar, qtbot: QtBot) -> None:
    bar.text.setFocus()
    with qtbot.waitSignal(bar.changed):
        type_text("水渠", bar.text)
        type_text(" 三组", bar.text)
        assert bar.query("visit").text == ""
    assert bar.query("visit").text == "水渠 三组"


def test_a_period_of_ones_own(bar: FilterBar, qtbot: QtBot) -> None:
    choose(bar, "period", "自定义…")
    since, until = (bar.findChild(DateEdit, f"some.filter.{name}") for name in ("since", "until"))
    assert since.isVisible()
    with qtbot.waitSignal(bar.changed):
        type_text("2月3日", since)
    assert (bar.query("visit").since, bar.query("visit").until) == ("2024-02-03", "")
    with qtbot.waitSignal(bar.changed):
        type_text("不是日期", until)
    assert bar.query("visit").until == ""


def test_lights_asked_for_by_another_page(bar: FilterBar) -> None:
    choose(bar, "kind", "入户")
    bar.choose({"light": ["overdue"], "text": "水"})
    assert bar.query("issue") == Query("issue", lights=(Light.OVERDUE,), text="水")
    bar.choose({"light": ["normal", "closed"]})
    assert bar.query("issue").lights == (Light.NORMAL, Light.CLOSED)


def test_the_count_is_said(bar: FilterBar) -> None:
    bar.show_count(1203)
    assert bar.findChild(QLabel, "some.filter.count").text() == "共 1,203 条"
