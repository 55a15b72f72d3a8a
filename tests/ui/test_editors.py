"""The editors, driven by keys and clicks as a person does."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QDate, QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCalendarWidget, QLineEdit, QPushButton, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.kinds import ISSUE, VISIT
from desktop.ui.widgets.choices import ChoiceButtons, ChoiceEdit
from desktop.ui.widgets.dates import DateEdit
from desktop.ui.widgets.fields import Editor, FieldRow
from desktop.ui.widgets.tags import TagEdit
from desktop.ui.widgets.texts import GrowingTextEdit, LineEdit
from tests.ui.conftest import TODAY, parse_date

KINDS_OF_VISIT = VISIT.field("kind").choices
SOURCES = ISSUE.field("source").choices
Key = Qt.Key


class Bench(QWidget):
    """A window with the editor under test and a line after it."""

    def __init__(self, editor: QWidget) -> None:
        super().__init__()
        self.after = QLineEdit()
        column = QVBoxLayout(self)
        column.addWidget(editor)
        column.addWidget(self.after)
        column.addStretch(1)
        self.resize(420, 300)


def show(qtbot: QtBot, editor: Editor) -> tuple[Bench, list[object]]:
    """Show the editor with the focus in it; the list collects its value at every ``edited``."""
    bench = Bench(editor)
    qtbot.addWidget(bench)
    with qtbot.waitActive(bench):
        bench.show()
    editor.setFocus()
    heard: list[object] = []
    editor.edited.connect(lambda: heard.append(editor.value()))
    editor.bench = bench  # qtbot holds widgets weakly
    return bench, heard


def press(*keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(QApplication.focusWidget(), key)


def compose(widget: QWidget, preedit: str, commit: str = "") -> None:
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    QApplication.sendEvent(widget, event)


class TestLineEdit:
    def test_enter_goes_on(self, qtbot: QtBot) -> None:
        line = LineEdit("form.name", "姓名")
        bench, _ = show(qtbot, line)
        press(Key.Key_Return)
        assert QApplication.focusWidget() is bench.after

    def test_a_return_inside_the_input_method_does_not_go_on(self, qtbot: QtBot) -> None:
        line = LineEdit("form.name", "姓名")
        bench, heard = show(qtbot, line)
        compose(line, "zhang")
        press(Key.Key_Return)
        assert QApplication.focusWidget() is line
        shortcut = QKeyEvent(QEvent.Type.ShortcutOverride, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        shortcut.ignore()
        QApplication.sendEvent(line, shortcut)
        assert shortcut.isAccepted()
        compose(line, "", "张")
        assert heard == ["张"]
        press(Key.Key_Return)
        assert QApplication.focusWidget() is bench.after

    def test_ctrl_enter_is_left_to_the_page(self, qtbot: QtBot) -> None:
        line = LineEdit("form.name", "姓名")
        show(qtbot, line)
        event = QKeyEvent(QEvent.Type.KeyPress, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        line.keyPressEvent(event)
        assert not event.isAccepted()

    @pytest.mark.parametrize("text", ["=1+1", "  空格 ", "㛃䶮𠮷", "😀", "a&b<c>"])
    def test_text_comes_back_as_given(self, qtbot: QtBot, text: str) -> None:
        line = LineEdit("form.name", "姓名")
        _, heard = show(qtbot, line)
        line.set_value(text)
        assert line.value() == text
        assert heard == []

    def test_a_suggestion_is_taken_by_enter(self, qtbot: QtBot) -> None:
        line = LineEdit("form.name", "姓名")
        line.set_suggestion_source(lambda: ["abba", "cabin"])
        show(qtbot, line)
        QTest.keyClicks(line, "bi")
        popup = line.completer().popup()
        qtbot.waitUntil(popup.isVisible)
        QTest.keyClick(popup, Key.Key_Down)
        QTest.keyClick(popup, Key.Key_Return)
        assert line.value() == "cabin"
        assert QApplication.focusWidget() is line


class TestGrowingTextEdit:
    def test_it_grows_with_its_text_up_to_eight_lines(self, qtbot: QtBot) -> None:
        text = GrowingTextEdit("form.note", "备注")
        show(qtbot, text)
        heights = []
        for lines in (0, 2, 3, 8, 30):
            text.set_value("\n".join(["一行"] * lines))
            heights.append(text.height())
        assert heights[0] == heights[1] < heights[2] < heights[3] == heights[4]
        line = heights[2] - heights[1]
        assert heights[3] - heights[1] == pytest.approx(6 * line, abs=6)

    def test_wrapped_text_counts_too(self, qtbot: QtBot) -> None:
        text = GrowingTextEdit("form.note", "备注")
        show(qtbot, text)
        before = text.height()
        text.set_value("春灌之前修好渠道。" * 30)
        assert text.height() > before
        assert text.verticalScrollBar().maximum() == 0 or text.document().size().height() > 8

    def test_tab_leaves_and_enter_stays(self, qtbot: QtBot) -> None:
        text = GrowingTextEdit("form.note", "备注")
        bench, heard = show(qtbot, text)
        press(Key.Key_Return)
        assert heard == ["\n"]
        press(Key.Key_Tab)
        assert QApplication.focusWidget() is bench.after

    def test_ctrl_enter_is_left_to_the_page(self, qtbot: QtBot) -> None:
        text = GrowingTextEdit("form.note", "备注")
        _, heard = show(qtbot, text)
        event = QKeyEvent(QEvent.Type.KeyPress, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        text.keyPressEvent(event)
        assert not event.isAccepted()
        assert heard == []

    def test_pasted_markup_stays_text(self, qtbot: QtBot) -> None:
        text = GrowingTextEdit("form.note", "备注")
        show(qtbot, text)
        QApplication.clipboard().setText("<b>粗</b>")
        text.paste()
        assert text.value() == "<b>粗</b>"


class TestChoiceButtons:
    def make(self, *, required: bool = True) -> ChoiceButtons:
        return ChoiceButtons("form.kind", "走访方式", KINDS_OF_VISIT, required=required)

    def test_keys(self, qtbot: QtBot) -> None:
        buttons = self.make()
        bench, heard = show(qtbot, buttons)
        assert buttons.value() is None
        press(Key.Key_Right, Key.Key_Right, Key.Key_Left, Key.Key_4, Key.Key_Down)
        assert heard == ["household", "enterprise", "household", "phone", "wechat"]
        press(Key.Key_Delete)
        assert buttons.value() == "wechat"
        press(Key.Key_Tab)
        assert QApplication.focusWidget() is bench.after

    def test_arrows_go_round(self, qtbot: QtBot) -> None:
        buttons = self.make()
        buttons.set_value("other")
        show(qtbot, buttons)
        press(Key.Key_Right)
        assert buttons.value() == "household"

    def test_enter_goes_on_and_space_chooses(self, qtbot: QtBot) -> None:
        buttons = self.make()
        bench, heard = show(qtbot, buttons)
        press(Key.Key_Space)
        assert heard == ["household"]
        press(Key.Key_Return)
        assert QApplication.focusWidget() is bench.after

    @pytest.mark.parametrize(("required", "after"), [(True, "phone"), (False, None)])
    def test_a_second_click_clears_unless_required(self, qtbot: QtBot, required: bool, after: str | None) -> None:
        buttons = self.make(required=required)
        _, heard = show(qtbot, buttons)
        phone = buttons.findChild(QPushButton, "form.kind.phone")
        qtbot.mouseClick(phone, Qt.MouseButton.LeftButton)
        assert heard == ["phone"]
        qtbot.mouseClick(phone, Qt.MouseButton.LeftButton)
        assert buttons.value() == after
        assert phone.isChecked() is required

    def test_loading_is_no_edit_and_keeps_what_it_does_not_know(self, qtbot: QtBot) -> None:
        buttons = self.make()
        _, heard = show(qtbot, buttons)
        buttons.set_value("phone")
        assert buttons.value() == "phone"
        buttons.set_value("telepathy")
        assert buttons.value() == "telepathy"
        assert not any(button.isChecked() for button in buttons.findChildren(QPushButton))
        buttons.set_value(None)
        assert buttons.value() is None
        assert heard == []

    def test_buttons_wrap_where_the_width_ends(self, qtbot: QtBot) -> None:
        buttons = self.make()
        bench, _ = show(qtbot, buttons)
        one_line = buttons.height()
        bench.resize(220, 300)
        qtbot.waitUntil(lambda: buttons.height() > one_line)
        shown = buttons.findChildren(QPushButton)
        assert all(buttons.rect().contains(button.geometry()) for button in shown)


class TestChoiceEdit:
    @pytest.mark.parametrize(("typed", "code"), [("信访", "petition"), ("来信来访", "petition"), ("梦", "梦")])
    def test_labels_and_other_words_are_understood(self, qtbot: QtBot, typed: str, code: str) -> None:
        edit = ChoiceEdit("form.source", "问题来源", SOURCES)
        bench, heard = show(qtbot, edit)
        compose(edit, "", typed)
        assert edit.value() == code
        assert heard == [code]
        press(Key.Key_Return)
        assert QApplication.focusWidget() is bench.after
        assert edit.text() == ("信访" if code == "petition" else typed)

    def test_a_code_is_shown_as_its_label(self, qtbot: QtBot) -> None:
        edit = ChoiceEdit("form.source", "问题来源", SOURCES)
        show(qtbot, edit)
        edit.set_value("self_check")
        assert edit.text() == "自查"
        assert edit.value() == "self_check"

    def test_down_opens_the_whole_list(self, qtbot: QtBot) -> None:
        edit = ChoiceEdit("form.source", "问题来源", SOURCES)
        _, heard = show(qtbot, edit)
        press(Key.Key_Down)
        popup = edit.completer().popup()
        qtbot.waitUntil(popup.isVisible)
        assert popup.model().rowCount() == len(SOURCES)
        QTest.keyClick(popup, Key.Key_Down)
        QTest.keyClick(popup, Key.Key_Return)
        assert edit.value() == "visit"
        assert heard[-1] == "visit"


class TestDateEdit:
    def make(self, *, not_future: bool = False) -> DateEdit:
        return DateEdit("form.day", "走访日期", parse=parse_date, today=lambda: TODAY, not_future=not_future)

    @pytest.mark.parametrize("typed", ["2026/3/4", "2026.03.04", "2026年3月4日"])
    def test_usual_forms_become_iso_on_leaving(self, qtbot: QtBot, typed: str) -> None:
        edit = self.make()
        show(qtbot, edit)
        compose(edit, "", typed)
        assert edit.text() == typed
        assert edit.value() == "2026-03-04"
        press(Key.Key_Tab)
        assert edit.text() == "2026-03-04"

    def test_what_is_no_date_stays_as_typed(self, qtbot: QtBot) -> None:
        edit = self.make()
        show(qtbot, edit)
        compose(edit, "", "2024-02-30")
        press(Key.Key_Tab)
        assert edit.text() == edit.value() == "2024-02-30"

    def test_up_and_down_move_by_a_day(self, qtbot: QtBot) -> None:
        edit = self.make(not_future=True)
        _, heard = show(qtbot, edit)
        press(Key.Key_Up, Key.Key_Up, Key.Key_Down, Key.Key_Down)
        assert heard == ["2026-03-05", "2026-03-04", "2026-03-03"]

    def test_the_calendar_fills_the_field(self, qtbot: QtBot) -> None:
        edit = self.make(not_future=True)
        edit.set_value("2026-02-11")
        _, heard = show(qtbot, edit)
        press(Key.Key_F4)
        calendar = edit.findChild(QCalendarWidget, "form.day.calendar")
        assert calendar.isVisible()
        assert calendar.selectedDate() == QDate(2026, 2, 11)
        assert calendar.maximumDate() == QDate(2026, 3, 5)
        press(Key.Key_Right, Key.Key_Return)
        assert heard == ["2026-02-12"]
        assert not calendar.isVisible()

    def test_escape_closes_the_calendar(self, qtbot: QtBot) -> None:
        edit = self.make()
        show(qtbot, edit)
        qtbot.mouseClick(edit.findChild(QToolButton, "form.day.open"), Qt.MouseButton.LeftButton)
        calendar = edit.findChild(QCalendarWidget, "form.day.calendar")
        assert calendar.isVisible()
        press(Key.Key_Escape)
        assert not calendar.isVisible()
        assert edit.value() is None

    def test_the_first_and_the_last_day_of_time(self, qtbot: QtBot) -> None:
        edit = self.make()
        show(qtbot, edit)
        edit.set_value(date.max.isoformat())
        press(Key.Key_Up)
        assert edit.value() == date.max.isoformat()


class TestTagEdit:
    def make(self) -> TagEdit:
        tags = TagEdit("form.visitors", "走访人")
        tags.set_suggestion_source(lambda: ["li si", "wang wu"])
        return tags

    def test_separators_and_enter_add(self, qtbot: QtBot) -> None:
        tags = self.make()
        bench, heard = show(qtbot, tags)
        compose(QApplication.focusWidget(), "", "李四、王五，赵六")
        assert tags.value() == ["李四", "王五", "赵六"]
        compose(QApplication.focusWidget(), "", "李四")
        press(Key.Key_Return)
        assert tags.value() == ["李四", "王五", "赵六"]
        press(Key.Key_Return)
        assert QApplication.focusWidget() is bench.after
        assert heard[-1] == ["李四", "王五", "赵六"]

    def test_backspace_takes_the_last_away(self, qtbot: QtBot) -> None:
        tags = self.make()
        _, heard = show(qtbot, tags)
        tags.set_value(["李四", "王五"])
        assert heard == []
        press(Key.Key_Backspace)
        assert heard == [["李四"]]
        press(Key.Key_Backspace, Key.Key_Backspace)
        assert tags.value() is None

    def test_the_cross_takes_its_word_away(self, qtbot: QtBot) -> None:
        tags = self.make()
        tags.set_value(["李四", "王五"])
        _, heard = show(qtbot, tags)
        qtbot.mouseClick(tags.findChild(QToolButton, "form.visitors.remove.李四"), Qt.MouseButton.LeftButton)
        assert heard == [["王五"]]

    def test_a_word_still_being_typed_counts(self, qtbot: QtBot) -> None:
        tags = self.make()
        show(qtbot, tags)
        compose(QApplication.focusWidget(), "", "李四")
        assert tags.value() == ["李四"]
        press(Key.Key_Tab)
        assert tags.value() == ["李四"]
        assert tags.findChild(QToolButton, "form.visitors.remove.李四") is not None

    def test_a_suggestion_becomes_a_chip(self, qtbot: QtBot) -> None:
        tags = self.make()
        _, heard = show(qtbot, tags)
        QTest.keyClicks(QApplication.focusWidget(), "wan")
        popup = tags.findChild(LineEdit).completer().popup()
        qtbot.waitUntil(popup.isVisible)
        QTest.keyClick(popup, Key.Key_Down)
        QTest.keyClick(popup, Key.Key_Return)
        qtbot.waitUntil(lambda: tags.findChild(QToolButton, "form.visitors.remove.wang wu") is not None)
        assert tags.findChild(LineEdit).text() == ""
        assert heard[-1] == ["wang wu"]

    def test_many_words_wrap(self, qtbot: QtBot) -> None:
        tags = self.make()
        show(qtbot, tags)
        one_line = tags.height()
        tags.set_value([f"走访人{place}" for place in range(12)])
        qtbot.waitUntil(lambda: tags.height() > 2 * one_line)


class TestFieldRow:
    def test_an_error_is_shown_and_told(self, qtbot: QtBot) -> None:
        line = LineEdit("form.phone", "联系电话")
        row = FieldRow("联系电话", line, required=True)
        qtbot.addWidget(row)
        row.show()
        assert line.accessibleDescription() == "必填"
        line.set_value("123")
        row.show_error("电话是 11 位手机号")
        assert row.error == line.accessibleDescription() == "电话是 11 位手机号"
        assert line.property("error") is True
        assert line.value() == "123"
        row.show_error("")
        assert line.accessibleDescription() == "必填"
        assert line.property("error") is False

    def test_alt_and_the_letter_go_to_the_field(self, qtbot: QtBot) -> None:
        line = LineEdit("form.day", "走访日期")
        row = FieldRow("走访日期", line, mnemonic="D")
        bench = Bench(row)
        qtbot.addWidget(bench)
        with qtbot.waitActive(bench):
            bench.show()
        bench.after.setFocus()
        qtbot.keyClick(bench, Key.Key_D, Qt.KeyboardModifier.AltModifier)
        assert QApplication.focusWidget() is line
