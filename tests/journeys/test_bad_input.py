"""What is not accepted, typed and pasted into the form of the real window."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop.services.finding import Query, count_records
from desktop.ui.forms import RecordForm
from tests.journeys.conftest import CTRL, TOWN, VILLAGE, Computer
from tests.small_offices import add_visit
from tests.ui.office import focus_name, type_text
from tests.ui.writing import write_visit

Start = Callable[..., Computer]
LONG = "渠" * 40_000


def paste(computer: Computer, text: str) -> None:
    data = QMimeData()
    data.setText(text)
    QApplication.clipboard().setMimeData(data)
    computer.press(Qt.Key.Key_V, CTRL)


@pytest.mark.parametrize(
    ("field", "typed", "kept", "said"),
    [
        ("visited_on", "2099-01-01", "2099-01-01", "日期不能晚于今天"),
        ("visited_on", "2024-02-30", "2024-02-30", "日期不对"),
        ("phone", "1381234567", "1381234567", "手机 11 位"),
        ("id_number", "110105194912310021", "110105194912310021", "身份证号不对"),
        ("subject_name", "", None, "请填写走访对象"),
        ("situation", LONG, LONG, "最多 32000 字，现有 40000 字"),
        ("situation", "渠道\x07漏水", "渠道\x07漏水", "含有不能保存的字符"),
        ("subject_name", "张\x0b三", "张\x0b三", "含有不能保存的字符"),
    ],
    ids=["future", "no such day", "short phone", "check digit", "blank", "long", "bell", "vertical tab"],
)
def test_it_is_explained_under_its_field_and_stays(
    qtbot: QtBot, start: Start, field: str, typed: str, kept: str | None, said: str
) -> None:
    village = start("village", VILLAGE)
    village.press(Qt.Key.Key_N, CTRL)
    village.wait_for_focus("visit_form.subject_name")
    write_visit(qtbot, "张三", handling=Qt.Key.Key_1)
    form = village.child(RecordForm, "visit_form")
    form.focus_field(field)
    village.press(Qt.Key.Key_A, CTRL)
    village.press(Qt.Key.Key_Delete)
    paste(village, typed)
    before = form.values()
    assert before[field] == kept
    village.press(Qt.Key.Key_S, CTRL)
    village.settle()
    sentence = village.child(QLabel, f"visit_form.{field}.error")
    assert sentence.isVisible() and said in sentence.text()
    assert focus_name() == f"visit_form.{field}"
    assert form.values() == before
    assert count_records(village.ledger, Query("visit")) == 0


def test_the_cursor_goes_to_the_first_of_several(qtbot: QtBot, start: Start) -> None:
    village = start("village", VILLAGE)
    village.press(Qt.Key.Key_N, CTRL)
    village.wait_for_focus("visit_form.subject_name")
    village.press(Qt.Key.Key_Return, CTRL)
    shown = [
        name
        for name in village.child(RecordForm, "visit_form").field_names
        if village.child(QLabel, f"visit_form.{name}.error").isVisible()
    ]
    assert shown == ["subject_name", "kind", "handling"]
    assert focus_name() == "visit_form.subject_name"


def test_a_town_says_the_village_itself(qtbot: QtBot, start: Start) -> None:
    town = start("town", TOWN)
    add_visit(town.ledger, village_name="唐陵村", unit_code="321183108212", group_name="4组")
    town.press(Qt.Key.Key_N, CTRL)
    town.wait_for_focus("visit_form.village_name")
    values = town.child(RecordForm, "visit_form").values()
    assert (values["village_name"], values["group_name"]) == (None, None)
    type_text("唐陵村")
