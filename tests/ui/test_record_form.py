from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.fields import Choice, Field, FieldKind, SetBy
from desktop.domain.kinds import KINDS, VISIT
from desktop.ui.editors import editable_fields
from desktop.ui.forms import RecordForm
from desktop.ui.theme import Mode, Size, Theme, apply_theme
from desktop.ui.translation import Language, install_language, remove_translators
from desktop.ui.widgets.choices import ChoiceButtons
from tests.ui.conftest import PHONE_SENTENCE, TODAY, check, parse_date, suggestions

MakeForm = Callable[[str], RecordForm]
RECORD: dict[str, object] = {
    "visited_on": "2026-03-05",
    "village_name": "唐陵村",
    "subject_name": "张三",
    "visitors": ["李四", "王小五"],
    "kind": "household",
    "demand": "村口渠道漏水\n机耕路塌陷",
    "handling": "listed",
    "category": "水利",
}


def focused_field(form: RecordForm) -> str | None:
    widget = QApplication.focusWidget()
    return next((name for name in form.field_names if form.row(name).isAncestorOf(widget)), None)


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_form_shows_what_a_person_fills_in(make_form: MakeForm, kind: str) -> None:
    form = make_form(kind)
    declared = KINDS[kind]
    sections = {section.name for section in declared.sections}
    expected = {field.name for field in declared.fields if field.set_by is SetBy.PERSON and field.section in sections}
    assert set(form.field_names) == expected
    assert list(form.field_names) == [field.name for field in editable_fields(KINDS[kind])]


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_widget_has_its_names(make_form: MakeForm, kind: str) -> None:
    form = make_form(kind)
    names = [widget.objectName() for widget in form.findChildren(QWidget) if widget.objectName().startswith(kind)]
    assert len(names) == len(set(names))
    for name in form.field_names:
        row = form.row(name)
        label = row.findChild(QLabel, f"{kind}_form.{name}.label")
        assert row.editor.objectName() == f"{kind}_form.{name}"
        assert row.editor.accessibleName() == KINDS[kind].field(name).label
        assert label.buddy() in (row.editor, row.editor.focusProxy())
    for widget in form.findChildren(QWidget):
        if isinstance(widget, (QLineEdit, QPlainTextEdit, QPushButton, QToolButton)):
            assert widget.objectName(), widget
            assert widget.accessibleName(), widget.objectName()


def test_a_new_field_needs_no_line_of_window_code(qtbot: QtBot) -> None:
    mood = Field(
        "mood", "心情", "Mood", FieldKind.CHOICE, choices=(Choice("good", "好", "Good"), Choice("bad", "差", "Bad"))
    )
    kind = replace(VISIT, fields=(*VISIT.fields, mood))
    form = RecordForm(kind, check=check, suggestions=suggestions, parse_date=parse_date, today=lambda: TODAY)
    qtbot.addWidget(form)
    form.set_values({"mood": "bad"})
    assert form.values()["mood"] == "bad"
    assert isinstance(form.row("mood").editor, ChoiceButtons)


def test_values_come_back_and_loading_is_no_edit(make_form: MakeForm) -> None:
    form = make_form("visit")
    heard: list[str] = []
    form.edited.connect(heard.append)
    form.set_values(RECORD)
    assert {name: value for name, value in form.values().items() if value is not None} == RECORD
    form.set_values({"kind": "phone"})
    assert {name: value for name, value in form.values().items() if value is not None} == {"kind": "phone"}
    form.set_value("subject_name", "赵六")
    assert form.values()["subject_name"] == "赵六"
    assert heard == []


def test_edits_tell_the_field(make_form: MakeForm) -> None:
    form = make_form("visit")
    heard: list[str] = []
    form.edited.connect(heard.append)
    form.focus_field("phone")
    QTest.keyClicks(QApplication.focusWidget(), "13")
    form.focus_field("kind")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_2)
    assert heard == ["phone", "phone", "kind"]


@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_Return])
def test_tab_and_enter_go_through_the_fields_in_order(make_form: MakeForm, key: Qt.Key) -> None:
    form = make_form("visit")
    form.section("more").set_open(True)
    form.focus_field(form.field_names[0])
    long_text = {field.name for field in VISIT.fields if field.kind is FieldKind.LONG_TEXT}
    seen = [form.field_names[0]]
    for _ in range(60):
        if seen[-1] == form.field_names[-1]:
            break
        inside = focused_field(form)
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab if inside in long_text else key)
        if focused_field(form) is not None:
            seen.append(str(focused_field(form)))
    assert seen == list(form.field_names)


def test_shift_tab_goes_back(make_form: MakeForm) -> None:
    form = make_form("visit")
    form.focus_field("phone")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert focused_field(form) == "subject_name"


def test_a_field_is_checked_when_it_is_left_and_while_its_error_shows(make_form: MakeForm) -> None:
    form = make_form("visit")
    form.focus_field("phone")
    QTest.keyClicks(QApplication.focusWidget(), "13x")
    assert form.row("phone").error == ""
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert form.row("phone").error == PHONE_SENTENCE
    assert form.values()["phone"] == "13x"
    form.focus_field("phone")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_End)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backspace)
    assert form.row("phone").error == ""


def test_passing_through_an_empty_field_does_not_complain(make_form: MakeForm) -> None:
    form = make_form("visit")
    form.focus_field("subject_name")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert form.row("subject_name").error == ""


def test_checking_all_leads_to_the_first_error(make_form: MakeForm) -> None:
    form = make_form("visit")
    form.set_values(RECORD | {"subject_name": None, "phone": "x"})
    assert form.check_all() == {"subject_name": "这一项要填", "phone": PHONE_SENTENCE}
    assert form.focus_first_error()
    assert focused_field(form) == "subject_name"
    form.show_errors({})
    assert not form.focus_first_error()


def test_an_error_in_a_folded_section_opens_it(make_form: MakeForm) -> None:
    form = make_form("visit")
    form.show_errors({"note": "太长"})
    assert form.section("more").is_open
    assert form.focus_first_error()
    assert focused_field(form) == "note"
    row = form.row("note")
    assert form.viewport().rect().intersects(row.rect().translated(row.mapTo(form.viewport(), QPoint(0, 0))))


@pytest.mark.parametrize(
    ("values", "is_open"),
    [
        ({}, False),
        ({"unit_code": "610000000000"}, False),
        ({"note": "带了照片"}, True),
        ({"household_tags": ["低保户"]}, True),
    ],
)
def test_folded_sections_open_with_content(make_form: MakeForm, values: dict[str, object], is_open: bool) -> None:
    form = make_form("visit")
    form.set_values(values)
    assert form.section("more").is_open is is_open


def test_the_heading_folds_by_key(make_form: MakeForm) -> None:
    form = make_form("visit")
    heading = form.findChild(QPushButton, "visit_form.section.more.fold")
    heading.setFocus()
    QTest.keyClick(heading, Qt.Key.Key_Space)
    assert form.section("more").is_open
    QTest.keyClick(heading, Qt.Key.Key_Space)
    assert not form.section("more").is_open


def test_columns_follow_the_width(make_form: MakeForm, qtbot: QtBot) -> None:
    form = make_form("visit")
    date, village = form.row("visited_on"), form.row("village_name")
    assert date.y() == village.y()
    situation, demand = form.row("situation"), form.row("demand")
    assert situation.y() == demand.y()
    form.resize(520, 640)
    qtbot.waitUntil(lambda: village.y() > date.y())
    assert village.x() == date.x()
    rows = [form.row(name) for name in form.field_names if form.row(name).isVisible()]
    assert all(row.x() >= 0 and row.geometry().right() <= row.parentWidget().width() for row in rows)


def test_labels_are_english_in_english(qapp: QApplication, make_form: MakeForm) -> None:
    translators = install_language(qapp, Language.ENGLISH)
    try:
        form = make_form("visit")
        assert form.row("visited_on").editor.accessibleName() == "Date of visit"
        assert form.findChild(QPushButton, "visit_form.kind.phone").text() == "Phone"
        assert form.row("visited_on").editor.accessibleDescription() == "required"
    finally:
        remove_translators(qapp, translators)


def test_a_page_can_put_its_own_part_between_the_sections(make_form: MakeForm) -> None:
    form = make_form("visit")
    part = QLabel("问题 (2)")
    form.insert_part(part, before="more")
    QApplication.sendPostedEvents()
    assert form.section("situation").y() < part.y() < form.section("more").y()
    assert all(first <= second for first, second in pairwise([form.section("main").y(), part.y()]))


def test_choices_over_the_whole_width_keep_their_height_above_an_error(
    qapp: QApplication, make_form: Callable[[str], RecordForm]
) -> None:
    apply_theme(qapp, Theme(Mode.LIGHT, Size.HUGE))
    form = make_form("visit")
    form.resize(1160, 520)
    row = form.row("kind")
    before = row.editor.height()
    form.show_errors({"subject_name": "请填写走访对象。", "kind": "请填写走访方式。"})
    QApplication.sendPostedEvents()
    QApplication.sendPostedEvents()
    assert row.width() > form.row("companions").width() * 1.5
    assert row.editor.height() == before >= row.editor.sizeHint().height()
    assert row.height() > before
