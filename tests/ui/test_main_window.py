from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QScrollArea, QToolButton
from shiboken6 import delete

from desktop.domain.lifecycle import TRANSITIONS
from desktop.services.exporting import export_workbook
from desktop.services.recording import Saved, record, revise
from desktop.services.settings import change_setting
from desktop.ui.drop_veil import DropVeil
from desktop.ui.help_panel import HelpPanel
from desktop.ui.main_window import FIRST_SIZE, MainWindow
from desktop.ui.navigation import NavigationButton
from desktop.ui.operations import Announcer, Worker
from desktop.ui.pages.registry import PAGES, page_title
from desktop.ui.preferences import Preferences
from desktop.ui.theme import FRAME, Mode, Size, Theme, apply_theme
from desktop.ui.top_bar import TopBar
from desktop.ui.widgets.busy import BusyBar
from desktop.ui.widgets.choices import ChoiceButtons
from desktop.ui.widgets.elided import ElidedLabel
from tests.ui.conftest import OpenWindow
from tests.ui.stand_in_pages import StandIn

Opener = Callable[..., OpenWindow]

VISIT = {
    "visited_on": "2026-03-01",
    "subject_name": "张三",
    "visitors": ["李四"],
    "kind": "household",
    "handling": "listed",
    "issues": [{"category": "水利", "description": "村口渠道漏水", "due_on": "2026-03-04"}],
}


def write(opened: OpenWindow, work: Callable[[], Any]) -> None:
    opened.window.context.write(work)
    opened.wait_until_quiet()


def add_visit(opened: OpenWindow) -> Saved:
    saved: list[Saved] = []
    write(opened, lambda: saved.append(record(opened.ledger, "visit", [VISIT])) or saved[0])
    return saved[0]


def test_it_opens_on_the_first_page_and_makes_the_others_when_wanted(open_window: Opener) -> None:
    opened = open_window()
    assert opened.window.windowTitle() == "唐陵村 · 走访通"
    assert opened.child(ElidedLabel, "top_bar.office").text == "唐陵村"
    assert opened.child(QPushButton, "top_bar.actor").text() == "李四"
    assert [page.name for page in opened.window.findChildren(StandIn)] == ["today"]
    assert opened.page("today").activations == 1
    opened.press(Qt.Key.Key_3)
    assert opened.page("issue").isVisible() and not opened.page("today").isVisible()
    assert opened.child(NavigationButton, "navigation.issue").isChecked()


@pytest.mark.parametrize("place", range(1, 8))
def test_every_page_has_its_key(open_window: Opener, place: int) -> None:
    opened = open_window()
    opened.press(Qt.Key(Qt.Key.Key_0 + place))
    assert opened.child(NavigationButton, f"navigation.{PAGES[place - 1].name}").isChecked()


def test_what_waits_is_counted_after_every_change(open_window: Opener, tmp_path: Path) -> None:
    opened = open_window()
    issues = opened.child(NavigationButton, "navigation.issue")
    exchange = opened.child(NavigationButton, "navigation.exchange")
    pending = opened.child(QPushButton, "top_bar.pending")
    assert (issues.count, exchange.has_dot, pending.isVisible()) == (0, False, False)
    issue_id = add_visit(opened).also[0][1]
    assert (issues.count, issues.accessibleDescription()) == (1, "1 件逾期")
    assert (exchange.has_dot, pending.text(), pending.isVisible()) == (True, "2 条未上报", True)
    write(opened, lambda: revise(opened.ledger, "issue", issue_id, {"due_on": "2026-03-05"}))
    assert issues.count == 0
    write(opened, lambda: export_workbook(opened.ledger, tmp_path / "up.xlsx"))
    opened.window.context.announcer.settings_changed.emit()
    opened.wait_until_quiet()
    assert (exchange.has_dot, pending.isVisible()) == (False, False)


def test_the_count_leads_to_the_exchange(open_window: Opener) -> None:
    opened = open_window()
    add_visit(opened)
    opened.child(QPushButton, "top_bar.pending").click()
    assert opened.page("exchange").isVisible()


def test_new_goes_to_the_page_in_front_or_to_the_visits(open_window: Opener) -> None:
    opened = open_window()
    opened.press(Qt.Key.Key_N)
    assert opened.page("visit").wishes == [{"new": {}}]
    opened.press(Qt.Key.Key_3)
    opened.press(Qt.Key.Key_N)
    assert opened.page("issue").wishes == [{"new": {}}]


def test_a_page_with_its_own_key_for_new_comes_first(open_window: Opener) -> None:
    opened = open_window()
    opened.press(Qt.Key.Key_2)
    page = opened.page("visit")
    heard: list[bool] = []
    scope = Qt.ShortcutContext.WidgetWithChildrenShortcut
    QShortcut(QKeySequence("Ctrl+N"), page, lambda: heard.append(True), context=scope)
    page.edit.setFocus()
    opened.press(Qt.Key.Key_N)
    assert (heard, page.wishes) == ([True], [])


def test_the_key_of_search_goes_to_its_field(open_window: Opener) -> None:
    opened = open_window()
    line = opened.child(QLineEdit, "top_bar.search")
    line.setText("zs")
    opened.press(Qt.Key.Key_K)
    assert opened.window.focusWidget() is line
    assert line.selectedText() == "zs"


def test_undo_and_redo_say_what_they_did(open_window: Opener) -> None:
    opened = open_window()
    assert not opened.child(QToolButton, "top_bar.undo").isEnabled()
    add_visit(opened)
    assert opened.child(QToolButton, "top_bar.undo").toolTip() == "撤销：新增走访 张三  Ctrl+Z"
    heard: list[frozenset[str]] = []
    opened.window.context.announcer.changed.connect(lambda changed: heard.append(changed.kinds))
    opened.press(Qt.Key.Key_Z)
    opened.wait_until_quiet()
    assert opened.notice == "已撤销：新增走访 张三"
    assert heard == [frozenset({"visit", "issue"})]
    assert opened.child(QToolButton, "top_bar.redo").isEnabled()
    opened.child(QPushButton, "notice.action").click()
    opened.wait_until_quiet()
    assert opened.notice == "已重做：新增走访 张三"
    opened.press(Qt.Key.Key_Z)
    opened.wait_until_quiet()
    opened.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    opened.wait_until_quiet()
    assert opened.notice == "已重做：新增走访 张三"


def test_nothing_to_undo_is_said(open_window: Opener) -> None:
    opened = open_window()
    opened.press(Qt.Key.Key_Z)
    opened.wait_until_quiet()
    assert opened.notice == "没有可以撤销的操作。"


def test_a_text_keeps_its_own_undo_while_it_has_one(open_window: Opener) -> None:
    opened = open_window()
    add_visit(opened)
    edit = opened.page("today").edit
    edit.setFocus()
    opened.qtbot.keyClicks(edit, "abc")
    opened.press(Qt.Key.Key_Z)
    opened.wait_until_quiet()
    assert (edit.text(), opened.notice) == ("", "")
    opened.press(Qt.Key.Key_Y)
    opened.wait_until_quiet()
    assert (edit.text(), opened.notice) == ("abc", "")
    opened.press(Qt.Key.Key_Z)
    opened.press(Qt.Key.Key_Z)
    opened.wait_until_quiet()
    assert opened.notice == "已撤销：新增走访 张三"


@pytest.mark.parametrize(
    ("work", "said"),
    [
        (lambda ledger: change_setting(ledger, "due_days", 20), "已撤销：修改设置 默认办理期限"),
        (lambda ledger: record(ledger, "cadre", [{"name": "王小五"}]), "已撤销：新增干部 王小五"),
    ],
)
def test_steps_are_called_by_their_names(open_window: Opener, work: Callable[[Any], Any], said: str) -> None:
    opened = open_window()
    write(opened, lambda: work(opened.ledger))
    opened.press(Qt.Key.Key_Z)
    opened.wait_until_quiet()
    assert opened.notice == said


def files(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def test_files_dropped_anywhere_go_to_the_exchange(open_window: Opener, tmp_path: Path) -> None:
    opened = open_window()
    data = files(tmp_path / "a.xlsx", tmp_path / "b.xlsx")
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(400, 300), Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(opened.window, enter)
    veil = opened.child(DropVeil, "drop_veil")
    assert enter.isAccepted() and veil.isVisible()
    drop = QDropEvent(QPointF(400, 300), Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(veil, drop)
    assert not veil.isVisible()
    dropped = [tmp_path / "a.xlsx", tmp_path / "b.xlsx"]
    assert opened.page("exchange").wishes == [{"files": dropped, "kind": ""}]


def test_a_dragged_text_is_none_of_the_window(open_window: Opener) -> None:
    opened = open_window()
    data = QMimeData()
    data.setText("张三")
    enter = QDragEnterEvent(
        QPoint(400, 300), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(opened.window, enter)
    assert not opened.child(DropVeil, "drop_veil").isVisible()


@pytest.mark.parametrize("place", range(1, 8))
def test_every_page_has_its_help(open_window: Opener, place: int) -> None:
    opened = open_window()
    opened.press(Qt.Key(Qt.Key.Key_0 + place))
    opened.press(Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier)
    panel = opened.child(HelpPanel, "help")
    assert panel.isVisible()
    assert len(panel.text) > 80 and "Ctrl+" in panel.text and "#" not in panel.text and "*" not in panel.text
    opened.press(Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    assert not panel.isVisible()


def test_the_help_of_issues_tells_every_step(open_window: Opener) -> None:
    opened = open_window()
    opened.press(Qt.Key.Key_3)
    opened.press(Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier)
    text = opened.child(HelpPanel, "help").text
    assert all(step.label in text for step in TRANSITIONS)
    assert "整改中 → 延期待批" in text and "时限改到新的一天，记一次延期" in text


def test_the_help_follows_the_page(open_window: Opener) -> None:
    opened = open_window()
    opened.press(Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier)
    before = opened.child(HelpPanel, "help").text
    opened.press(Qt.Key.Key_2)
    assert opened.child(HelpPanel, "help").text != before


@pytest.mark.parametrize("size", list(Size))
def test_the_window_fits_small_screens(open_window: Opener, qapp: QApplication, size: Size) -> None:
    """1366 × 768 at 150 % is 910 × 512, of which the desktop takes some for title and task bar."""
    apply_theme(qapp, Theme(Mode.LIGHT, size))
    opened = open_window(name="天王镇" + "很长的村名" * 6, size=(910, 460))
    opened.window.notify("已保存走访 " + "很长的话" * 30, "撤销", lambda: None)
    for entry in PAGES:
        opened.window.show_page(entry.name)
    assert (opened.window.width(), opened.window.height()) == (910, 460)
    assert opened.child(NavigationButton, "navigation.today").is_narrow
    scroller = opened.child(QScrollArea, "register_frame")
    assert scroller.horizontalScrollBar().maximum() > 0 and scroller.verticalScrollBar().maximum() > 0
    opened.window.resize(1366, 768)
    assert not opened.child(NavigationButton, "navigation.today").is_narrow


def test_on_a_small_screen_the_ways_to_show_issues_stand_in_one_row(open_window: Opener) -> None:
    """The hint beside them gives way first."""
    opened = open_window("town", name="天王镇", size=(910, 460), registry=PAGES)
    opened.window.show_page("issue")
    opened.wait_until_quiet()
    switch = opened.child(ChoiceButtons, "issue_page.listing")
    assert len({one.y() for one in switch.findChildren(QPushButton)}) == 1
    opened.window.resize(1366, 768)
    hint = opened.child(ElidedLabel, "issue_page.hint")
    opened.qtbot.waitUntil(lambda: hint.width() >= hint.sizeHint().width())


def test_the_first_window_leaves_room_for_its_title(open_window: Opener, qapp: QApplication, tmp_path: Path) -> None:
    """Else its foot lies below the screen, at 150 % or above a task bar."""
    context = open_window().window.context
    first = MainWindow(context.ledger, context.worker, Announcer(), Preferences(tmp_path / "new.json"))
    room = qapp.primaryScreen().availableSize()
    assert first.width() == room.width() - FRAME < FIRST_SIZE[0]
    assert first.height() == min(FIRST_SIZE[1], room.height() - FRAME)
    delete(first)


def test_a_long_job_shows_its_progress_and_can_be_cancelled(open_window: Opener) -> None:
    opened = open_window()
    bar = opened.window.findChild(BusyBar)
    go_on = threading.Event()

    def work(job: Any) -> None:
        go_on.wait(10)

    job = opened.window.context.worker.run(work)
    opened.window.busy(job, "正在导入")
    assert not bar.isVisible()
    opened.qtbot.waitUntil(bar.isVisible)
    opened.child(QPushButton, "busy.cancel").click()
    assert job.is_cancelled()
    go_on.set()
    opened.wait_until_quiet()
    assert not bar.isVisible()


def test_short_work_shows_no_bar(open_window: Opener) -> None:
    opened = open_window()
    opened.window.busy(opened.window.context.worker.run(lambda _job: None), "正在导入")
    opened.wait_until_quiet()
    assert not opened.window.findChild(BusyBar).isVisible()


def test_closing_settles_the_pages_and_remembers_the_size(open_window: Opener) -> None:
    opened = open_window()
    opened.window.resize(1200, 700)
    with opened.qtbot.waitSignal(opened.window.closed):
        opened.press(Qt.Key.Key_Q)
    assert opened.page("today").is_settled
    again = open_window(size=(1200, 700))
    assert not again.window.context.preferences.state("window").isEmpty()


def test_a_town_sends_down(open_window: Opener) -> None:
    opened = open_window("town", "天王镇")
    top = opened.window.findChild(TopBar)
    top.show_pending(3, is_village=False)
    assert opened.child(QPushButton, "top_bar.pending").text() == "3 条未下发"


def test_titles_are_the_words_of_the_navigation(open_window: Opener) -> None:
    opened = open_window()
    assert [page_title(entry.name) for entry in PAGES] == ["今日", "走访", "问题", "名册", "交换", "统计", "设置"]
    assert opened.child(QLineEdit, "top_bar.search").placeholderText().endswith("Ctrl+K")


def test_after_the_end_nobody_asks_for_more(qapp: QApplication) -> None:
    worker = Worker()
    heard: list[int] = []
    worker.run(lambda _job: 1, done=heard.append)
    worker.close()
    QApplication.sendPostedEvents()
    assert heard == []
