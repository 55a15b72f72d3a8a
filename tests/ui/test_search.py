"""The search of the window: found while typing, chosen by keys alone, never an older answer in place of a newer one."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from desktop.data.search import VERSION_KEY
from desktop.domain.errors import Refused
from desktop.services.finding import Query, list_records
from desktop.services.recording import record
from desktop.services.searching import Group, is_outdated, search
from desktop.ui.search import desk as desk_module
from desktop.ui.search.desk import SearchDesk
from desktop.ui.search.lines import Heading, Rest, Result
from desktop.ui.search.panel import SearchPanel
from desktop.ui.search.renewal import IndexRenewal
from desktop.ui.theme import Mode, Size, Theme, apply_theme
from tests.offices import visit
from tests.ui.conftest import OpenWindow, type_chinese

Opener = Callable[..., OpenWindow]
NO_MODIFIER = Qt.KeyboardModifier.NoModifier
KEYS = Qt.Key


class Search:
    """A window whose search is under test."""

    def __init__(self, opened: OpenWindow) -> None:
        self.opened = opened
        found = opened.window.findChild(SearchDesk)
        assert found is not None
        self.desk = found
        self.line = opened.child(QLineEdit, "top_bar.search")

    def type(self, text: str, *, wait: bool = True) -> None:
        self.opened.press(KEYS.Key_K)
        self.opened.qtbot.keyClick(self.line, KEYS.Key_Delete)
        if text.isascii():
            self.opened.qtbot.keyClicks(self.line, text)
        else:
            type_chinese(self.line, text)
        if wait:
            self.wait()

    def wait(self) -> None:
        self.opened.qtbot.waitUntil(lambda: not self.desk.is_busy)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NO_MODIFIER) -> None:
        self.opened.press(key, modifier)

    @property
    def panel(self) -> SearchPanel:
        assert self.desk.panel is not None
        return self.desk.panel

    @property
    def is_shown(self) -> bool:
        return self.desk.panel is not None and self.desk.panel.isVisible()

    @property
    def said(self) -> list[str]:
        return [line.said for line in self.panel.lines]

    @property
    def current(self) -> str:
        line = self.panel.current
        return line.said if line is not None else ""


@pytest.fixture
def search_box(open_window: Opener) -> Search:
    opened = open_window()
    homes = [
        {"household_no": str(number), "head_name": "张三" if number == 1 else f"许{number}"} for number in range(12)
    ]
    record(opened.ledger, "household", homes)
    visits = [visit(subject_name="张三", demand="村口路灯不亮"), visit(subject_name="王五", demand="看看路灯")]
    record(opened.ledger, "visit", visits)
    return Search(opened)


def test_a_journey_by_keys(search_box: Search) -> None:
    search_box.type("zs")
    assert search_box.said == ["走访", "张三，2024-03-05 · 钱小河", "户", "张三，户1"]
    assert search_box.current == "张三，2024-03-05 · 钱小河"
    search_box.press(KEYS.Key_Down)
    assert search_box.current == "张三，户1"
    search_box.press(KEYS.Key_Down)
    assert search_box.current == "张三，户1"
    search_box.press(KEYS.Key_Return)
    assert not search_box.is_shown
    home = list_records(search_box.opened.ledger, Query("household", text="张三"))[0]
    assert search_box.opened.page("register").wishes == [{"open": home.id, "kind": "household"}]


def test_the_first_is_opened_by_enter_alone(search_box: Search) -> None:
    search_box.type("路灯")
    search_box.press(KEYS.Key_Up)
    search_box.press(KEYS.Key_Return)
    newest = list_records(search_box.opened.ledger, Query("visit", text="路灯"))[0]
    assert search_box.opened.page("visit").wishes == [{"open": newest.id, "kind": "visit"}]


def test_enter_before_the_answer_waits_for_it(search_box: Search) -> None:
    search_box.type("zs", wait=False)
    search_box.press(KEYS.Key_Return)
    search_box.wait()
    assert [wish["kind"] for wish in search_box.opened.page("visit").wishes] == ["visit"]


def test_control_enter_lists_the_whole_group(search_box: Search) -> None:
    search_box.type("zs")
    search_box.press(KEYS.Key_Down)
    search_box.press(KEYS.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert search_box.opened.page("register").wishes == [{"text": "zs", "kind": "household"}]


def test_what_is_not_shown_is_counted_and_listed(search_box: Search) -> None:
    search_box.type("许")
    search_box.opened.qtbot.waitUntil(lambda: search_box.said[-1] == "还有 3 条，全部列出")
    assert isinstance(search_box.panel.lines[-1], Rest)
    assert len(search_box.said) == 10
    for _ in range(20):
        search_box.press(KEYS.Key_Down)
    assert search_box.current == "还有 3 条，全部列出"
    search_box.press(KEYS.Key_Return)
    assert search_box.opened.page("register").wishes == [{"text": "许", "kind": "household"}]


def test_escape_folds_it_and_then_empties_the_line(search_box: Search) -> None:
    search_box.type("zs")
    search_box.press(KEYS.Key_Escape)
    assert (search_box.is_shown, search_box.line.text()) == (False, "zs")
    search_box.press(KEYS.Key_Down)
    search_box.wait()
    assert search_box.is_shown
    search_box.press(KEYS.Key_Escape)
    search_box.press(KEYS.Key_Escape)
    assert search_box.line.text() == ""


def test_nothing_found_is_said_and_enter_does_nothing(search_box: Search) -> None:
    search_box.type("没有的")
    assert search_box.is_shown
    assert search_box.said == []
    search_box.press(KEYS.Key_Return)
    assert search_box.opened.window.focusWidget() is search_box.line
    search_box.line.clear()
    search_box.type(" ")
    assert not search_box.is_shown


def test_a_click_opens_and_a_heading_does_not(search_box: Search) -> None:
    search_box.type("zs")
    view, model = search_box.panel.view, search_box.panel.view.model()
    for row, line in enumerate(search_box.panel.lines):
        assert isinstance(line, Heading if row in (0, 2) else Result)
    search_box.opened.qtbot.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(model.index(2, 0)).center()
    )
    assert search_box.is_shown
    search_box.opened.qtbot.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(model.index(3, 0)).center()
    )
    assert not search_box.is_shown
    assert [wish["kind"] for wish in search_box.opened.page("register").wishes] == ["household"]


def test_the_return_of_an_input_method_is_not_taken(search_box: Search) -> None:
    search_box.type("zs")
    QApplication.sendEvent(search_box.line, QInputMethodEvent("lu", []))
    for key in (KEYS.Key_Return, KEYS.Key_Down, KEYS.Key_Escape):
        search_box.press(key)
    assert search_box.is_shown
    assert search_box.current == "张三，2024-03-05 · 钱小河"
    assert search_box.opened.window.focusWidget() is search_box.line


def test_leaving_the_line_folds_it(search_box: Search) -> None:
    search_box.type("zs")
    search_box.press(KEYS.Key_Tab)
    assert not search_box.is_shown


def test_an_older_answer_never_replaces_a_newer_one(search_box: Search, monkeypatch: pytest.MonkeyPatch) -> None:
    began, go_on = threading.Event(), threading.Event()
    asked: list[str] = []

    def slow(ledger: Any, text: str, **given: Any) -> list[Group]:
        asked.append(text)
        if text == "z":
            began.set()
            assert go_on.wait(10)
            # As if it had been too late to stop.
            given["stop"] = lambda: False
        return search(ledger, text, **given)

    monkeypatch.setattr(desk_module, "search", slow)
    search_box.type("z", wait=False)
    search_box.opened.qtbot.waitUntil(began.is_set)
    search_box.opened.qtbot.keyClicks(search_box.line, "wu")
    search_box.line.setText("王五")
    search_box.line.textEdited.emit("王五")
    assert search_box.desk.panel is None
    go_on.set()
    search_box.wait()
    search_box.opened.qtbot.waitUntil(lambda: search_box.desk.panel is not None)
    assert search_box.said == ["走访", "王五，2024-03-05 · 钱小河"]
    # What was typed in between was never asked.
    assert asked == ["z", "王五"]


def test_a_question_that_is_late_stops(search_box: Search, monkeypatch: pytest.MonkeyPatch) -> None:
    stopped: list[bool] = []

    def endless(ledger: Any, text: str, *, stop: Callable[[], bool], **_given: Any) -> list[Group]:
        while not stop():
            threading.Event().wait(0.01)
        stopped.append(True)
        raise Refused("cancelled")

    monkeypatch.setattr(desk_module, "search", endless)
    search_box.type("z", wait=False)
    search_box.press(KEYS.Key_Escape)
    search_box.wait()
    assert stopped == [True]
    assert search_box.opened.notice == ""


@pytest.mark.parametrize("mode", [Mode.LIGHT, Mode.DARK])
def test_what_was_looked_for_is_marked(search_box: Search, qapp: QApplication, mode: Mode) -> None:
    apply_theme(qapp, Theme(mode, Size.STANDARD))
    search_box.type("路灯")
    view = search_box.panel.view
    accent = {"light": "#1f58bc", "dark": "#8cb4ff"}[mode]
    plain = view.grab().toImage()
    found = {plain.pixelColor(x, y).name() for x in range(plain.width()) for y in range(plain.height())}
    assert accent in found
    search_box.type("王五 看看")
    assert search_box.said[1] == "王五，2024-03-05 · 钱小河，反映问题或诉求：看看路灯"


def test_an_index_of_another_form_is_renewed(search_box: Search) -> None:
    opened = search_box.opened
    with opened.ledger.transaction():
        opened.ledger.set_meta(VERSION_KEY, "0")
    assert is_outdated(opened.ledger)
    IndexRenewal(opened.window.context, opened.window)
    assert opened.notice == "正在更新检索，更新完以前有的记录可能搜不到"
    opened.wait_until_quiet()
    opened.qtbot.waitUntil(lambda: opened.notice == "检索已更新")
    assert not is_outdated(opened.ledger)
