"""Pictures of the form and the widgets, saved for looking at under build/screens, and measured here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.domain.kinds import KINDS
from desktop.ui.forms import RecordForm
from desktop.ui.icons import NAMES, icon
from desktop.ui.theme import GAP, GAP_LARGE, Mode, Size, Theme, apply_theme
from desktop.ui.widgets.busy import BusyBar
from desktop.ui.widgets.empty import EmptyState
from desktop.ui.widgets.lights import Light, LightBadge
from desktop.ui.widgets.notice import NoticeBar
from desktop.ui.widgets.reading import (
    HistoryChange,
    HistoryEntry,
    ReadingHead,
    ReadingItem,
    ReadingPane,
    ReadingSection,
)
from tests.ui.conftest import PHONE_SENTENCE

SCREENS = Path(__file__).resolve().parents[2] / "build" / "screens"
LOOKS = [Theme(mode, size) for mode in (Mode.LIGHT, Mode.DARK) for size in (Size.STANDARD, Size.HUGE)]
LONG_VILLAGE = "甘孜藏族自治州某某县某某镇上㛃䶮𠮷下河坝移民安置点联合村村民委员会"
RECORD = {
    "visited_on": "2026-03-05",
    "village_name": LONG_VILLAGE,
    "subject_name": "张㛃",
    "visitors": ["李四", "王小五"],
    "kind": "household",
    "demand": "村口渠道漏水，灌溉季节下游十几户用不上水，希望春灌之前修好。",
    "handling": "listed",
}


def settle(widget: QWidget) -> None:
    """Let layouts asked for by shown and hidden rows take place."""
    for _ in range(3):
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    widget.ensurePolished()


def cut(window: QWidget) -> list[str]:
    """Labels and buttons that are smaller than their text, or that stand out of the widget around them."""
    found = []
    for widget in window.findChildren(QWidget):
        if not isinstance(widget, (QLabel, QAbstractButton)) or not widget.isVisible() or not widget.objectName():
            continue
        size, hint = widget.size(), widget.sizeHint()
        wraps = isinstance(widget, QLabel) and widget.wordWrap()
        needed = widget.heightForWidth(size.width()) if wraps else hint.height()
        if (not wraps and size.width() < hint.width()) or size.height() < needed:
            is_small_icon = isinstance(widget, QAbstractButton) and not widget.text()
            if not is_small_icon:
                found.append(f"{widget.objectName()}: {size.toTuple()} < {hint.toTuple()}")
        if not widget.parentWidget().rect().contains(widget.geometry()):
            found.append(f"{widget.objectName()} stands out")
    return found


def save(widget: QWidget, name: str, look: Theme) -> None:
    SCREENS.mkdir(parents=True, exist_ok=True)
    assert widget.grab().save(str(SCREENS / f"{name}-{look.mode}-{look.size}.png"))


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.mode}-{look.size}")
@pytest.mark.parametrize("kind", ["visit", "issue", "household"])
def test_forms_fit(qapp: QApplication, make_form: Callable[[str], RecordForm], look: Theme, kind: str) -> None:
    apply_theme(qapp, look)
    form = make_form(kind)
    form.set_values({name: value for name, value in RECORD.items() if KINDS[kind].has_field(name)})
    settle(form)
    assert form.widget().width() == form.viewport().width()
    assert cut(form) == []
    if look.size is Size.STANDARD:
        assert form.widget().height() <= form.viewport().height()
    form.show_errors({"phone": PHONE_SENTENCE} if kind != "issue" else {"reporter_phone": PHONE_SENTENCE})
    form.focus_field(form.field_names[2])
    settle(form)
    assert cut(form) == []
    save(form, f"form-{kind}", look)
    form.section("more").set_open(True)
    form.show_errors({})
    settle(form)
    assert cut(form) == []
    form.verticalScrollBar().setValue(form.verticalScrollBar().maximum())
    save(form, f"form-{kind}-more", look)


def test_a_form_follows_a_change_of_size(qapp: QApplication, make_form: Callable[[str], RecordForm]) -> None:
    form = make_form("visit")
    settle(form)
    standard = form.widget().height()
    apply_theme(qapp, Theme(Mode.DARK, Size.HUGE))
    settle(form)
    assert form.widget().height() > standard
    assert cut(form) == []
    apply_theme(qapp, Theme(Mode.LIGHT, Size.STANDARD))
    settle(form)
    assert form.widget().sizeHint().height() <= standard


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.mode}-{look.size}")
def test_the_calendar_can_be_seen(qapp: QApplication, make_form: Callable[[str], RecordForm], look: Theme) -> None:
    apply_theme(qapp, look)
    form = make_form("visit")
    form.set_values(RECORD)
    edit = form.row("visited_on").editor
    edit.open_calendar()
    popup = QApplication.activePopupWidget()
    settle(popup)
    assert qapp.primaryScreen().availableGeometry().contains(QRect(popup.pos(), popup.size()))
    assert popup.pos().y() >= edit.mapToGlobal(QPoint(0, edit.height())).y()
    save(popup, "calendar", look)
    popup.close()


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.mode}-{look.size}")
def test_widgets_fit(qapp: QApplication, qtbot: QtBot, look: Theme) -> None:
    apply_theme(qapp, look)
    window = _gallery()
    qtbot.addWidget(window)
    window.resize(1100, 760)
    with qtbot.waitExposed(window):
        window.show()
    settle(window)
    assert cut(window) == []
    assert window.size().toTuple() == (1100, 760)
    save(window, "widgets", look)


def _gallery() -> QWidget:
    window = QWidget()
    columns = QHBoxLayout()
    columns.addLayout(_left_column(), 1)
    columns.addWidget(_reading(), 1)
    busy, notice = BusyBar(clock=iter((0.0, 20.0)).__next__), NoticeBar()
    busy.begin("正在导入 3 个工作簿")
    busy.set_progress(400, 1203)
    notice.show_notice("已保存 张三 的走访", "撤销", lambda: None)
    rows = QVBoxLayout(window)
    rows.setContentsMargins(GAP_LARGE, GAP_LARGE, GAP_LARGE, GAP)
    rows.addLayout(columns, 1)
    rows.addWidget(busy)
    rows.addWidget(notice)
    return window


def _left_column() -> QVBoxLayout:
    column = QVBoxLayout()
    title = QLabel("走访")
    title.setProperty("tone", "title")
    column.addWidget(title)
    buttons = QHBoxLayout()
    for kind, text, picture in (
        ("primary", "新增走访", "add"),
        ("", "导出", "export"),
        ("quiet", "筛选", "filter"),
        ("danger", "撤回", ""),
    ):
        button = QPushButton(text)
        button.setObjectName(f"gallery.{text}")
        button.setProperty("kind", kind)
        if picture:
            role = QPalette.ColorRole.HighlightedText if kind == "primary" else QPalette.ColorRole.ButtonText
            button.setIcon(icon(picture, role))
        buttons.addWidget(button)
    buttons.addStretch(1)
    column.addLayout(buttons)
    lights = QHBoxLayout()
    for light, word in zip(Light, ("逾期3天", "临期", "正常", "已销号"), strict=True):
        lights.addWidget(LightBadge(light, word))
    lights.addStretch(1)
    column.addLayout(lights)
    pictures = QGridLayout()
    for place, name in enumerate(NAMES):
        picture = QLabel()
        picture.setPixmap(icon(name).pixmap(20, 20))
        pictures.addWidget(picture, place // 10, place % 10)
    column.addLayout(pictures)
    column.addWidget(
        EmptyState("gallery.empty", "visit", "走访记录会列在这里。可以先记下今天的第一户。", "新增走访"), 1
    )
    return column


def _reading() -> ReadingPane:
    pane = ReadingPane("gallery.reading", "走访详情")
    facts = ReadingSection(
        "走访",
        (
            ReadingItem("village", "村", LONG_VILLAGE),
            ReadingItem("visitors", "走访人", "李四、王小五"),
            ReadingItem("kind", "走访方式", "入户"),
        ),
    )
    talk = ReadingSection("情况", (ReadingItem("demand", "反映问题或诉求", RECORD["demand"] * 3, is_long=True),))
    change = HistoryChange("处理情况", "", "列入清单")
    history = [HistoryEntry("李四", "今天 10:32", "修改", (change,)), HistoryEntry("李四", "2026-03-05 09:10", "新增")]
    pane.show_record(ReadingHead("张三", "3组 · 2026-03-05", (Light.OVERDUE, "逾期3天")), [facts, talk], history)
    return pane
