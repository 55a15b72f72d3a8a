from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QTableView
from pytestqt.qtbot import QtBot

from desktop.ui.colours import LIGHT
from desktop.ui.widgets.busy import BusyBar
from desktop.ui.widgets.empty import EmptyState
from desktop.ui.widgets.lights import LIGHT_ROLE, Light, LightBadge, LightDelegate
from desktop.ui.widgets.notice import NoticeBar
from desktop.ui.widgets.reading import (
    HistoryChange,
    HistoryEntry,
    ReadingHead,
    ReadingItem,
    ReadingPane,
    ReadingSection,
)


def test_a_notice_keeps_its_link_until_it_is_used(qtbot: QtBot) -> None:
    bar = NoticeBar()
    qtbot.addWidget(bar)
    bar.show()
    link = bar.findChild(QPushButton)
    done: list[str] = []
    bar.show_notice("已保存 张三", "撤销", lambda: done.append("undone"))
    assert bar.text == "已保存 张三"
    assert link.objectName() == "notice.action"
    assert link.isVisible()
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert done == ["undone"]
    assert not link.isVisible()
    bar.show_notice("已导出")
    assert not link.isVisible()


def test_the_action_of_a_notice_may_show_the_next_one(qtbot: QtBot) -> None:
    bar = NoticeBar()
    qtbot.addWidget(bar)
    bar.show()
    bar.show_notice("已保存", "撤销", lambda: bar.show_notice("已撤销", "重做", lambda: None))
    qtbot.mouseClick(bar.findChild(QPushButton), Qt.MouseButton.LeftButton)
    assert bar.text == "已撤销"
    assert bar.findChild(QPushButton).isVisible()


def test_a_long_notice_does_not_widen_the_window(qtbot: QtBot) -> None:
    bar = NoticeBar()
    qtbot.addWidget(bar)
    bar.show_notice("很长" * 300, "撤销", lambda: None)
    assert bar.minimumSizeHint().width() < 200


def test_a_long_notice_goes_on_below_and_is_whole(qtbot: QtBot) -> None:
    bar = NoticeBar()
    qtbot.addWidget(bar)
    bar.resize(400, 30)
    bar.show()
    label = bar.findChild(QLabel)
    bar.show_notice("已保存", "撤销", lambda: None)
    single = bar.sizeHint().height()
    bar.show_notice("这份账本放在同步文件夹里。" * 4, "撤销", lambda: None)
    two_lines = label.fontMetrics().lineSpacing() * 2
    qtbot.waitUntil(lambda: label.height() >= label.heightForWidth(label.width()) >= two_lines)
    assert two_lines <= bar.sizeHint().height() < 4 * single
    bar.resize(1600, 30)
    qtbot.waitUntil(lambda: bar.sizeHint().height() == single)
    assert label.width() >= label.fontMetrics().horizontalAdvance(bar.text)


def test_the_first_step_of_an_empty_page(qtbot: QtBot) -> None:
    empty = EmptyState("visits.empty", "visit", "这里是走访记录", "新增走访")
    qtbot.addWidget(empty)
    with qtbot.waitSignal(empty.step_taken):
        qtbot.mouseClick(empty.findChild(QPushButton, "visits.empty.button"), Qt.MouseButton.LeftButton)
    without = EmptyState("search.empty", "search", "没有找到")
    qtbot.addWidget(without)
    assert without.findChildren(QPushButton) == []


def test_the_busy_bar_tells_count_and_time_left(qtbot: QtBot) -> None:
    now = [100.0]
    bar = BusyBar(clock=lambda: now[0])
    qtbot.addWidget(bar)
    assert bar.isHidden()
    bar.begin("正在导出")
    assert bar.findChild(QProgressBar).maximum() == 0
    count = next(label for label in bar.findChildren(QLabel) if label.property("tone") == "muted")
    bar.set_progress(10, 1200)
    assert count.text() == "10 / 1,200"
    now[0] += 10
    bar.set_progress(400, 1200)
    assert count.text() == "400 / 1,200 · 还需 20 秒"
    now[0] += 290
    bar.set_progress(600, 1200)
    assert count.text() == "600 / 1,200 · 还需约 5 分钟"
    bar.finish()
    assert bar.isHidden()


def test_cancelling_is_asked_once(qtbot: QtBot) -> None:
    bar = BusyBar()
    qtbot.addWidget(bar)
    heard: list[bool] = []
    bar.cancelled.connect(lambda: heard.append(True))
    bar.begin("正在导入")
    button = bar.findChild(QPushButton, "busy.cancel")
    for _ in range(2):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert heard == [True]
    bar.begin("正在导入")
    assert button.isEnabled()


def test_a_light_is_a_dot_and_a_word(qtbot: QtBot) -> None:
    badge = LightBadge(Light.OVERDUE, "逾期3天")
    qtbot.addWidget(badge)
    image = badge.grab().toImage()
    assert image.pixelColor(5, image.height() // 2).name().upper() == LIGHT.danger
    assert badge.accessibleName() == "逾期3天"
    narrow = badge.sizeHint().width()
    badge.set_light(Light.NORMAL, "正常，还有二十五天")
    assert badge.sizeHint().width() > narrow


def test_the_delegate_paints_lights_in_tables(qtbot: QtBot) -> None:
    model = QStandardItemModel(2, 1)
    plain, lit = QStandardItem("临期"), QStandardItem("临期")
    lit.setData(Light.DUE_SOON, LIGHT_ROLE)
    model.setItem(0, 0, plain)
    model.setItem(1, 0, lit)
    table = QTableView()
    qtbot.addWidget(table)
    delegate = LightDelegate(table)
    table.setModel(model)
    table.setItemDelegate(delegate)
    table.resize(QSize(300, 200))
    table.show()
    colours = []
    for row in range(2):
        cell = table.visualRect(model.index(row, 0))
        image = table.viewport().grab(cell).toImage()
        every = (image.pixelColor(x, y).name().upper() for x in range(image.width()) for y in range(image.height()))
        colours.append(set(every))
    assert LIGHT.amber not in colours[0]
    assert LIGHT.amber in colours[1]
    assert table.sizeHintForIndex(model.index(1, 0)).width() > table.sizeHintForIndex(model.index(0, 0)).width()
    assert model.index(0, 0) != QModelIndex()


def test_the_reading_pane_shows_record_and_history(qtbot: QtBot) -> None:
    pane = ReadingPane("visits.reading", "走访详情")
    qtbot.addWidget(pane)
    sections = [ReadingSection("情况", (ReadingItem("demand", "反映问题", "<b>渠道</b>漏水", is_long=True),))]
    change = HistoryChange("处理情况", "", "列入清单")
    entry = HistoryEntry("李四", "今天 10:32", "修改", (change,))
    pane.show_record(ReadingHead("张三", "3组 · 2026-03-05"), sections, [entry])
    demand = pane.findChild(QLabel, "visits.reading.demand")
    assert demand.text() == "<b>渠道</b>漏水"
    assert demand.textFormat() is Qt.TextFormat.PlainText
    assert demand.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse
    texts = [label.text() for label in pane.findChildren(QLabel)]
    assert {"修改", "李四 · 今天 10:32", "处理情况：列入清单"} <= set(texts)
    pane.clear()
    assert pane.findChildren(QLabel, "visits.reading.demand") == [] or pane.widget().findChildren(QLabel) == []
