"""Personal data in the window: masked where several people work, shown whole for a reason, PINs before names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QSpinBox,
    QTableView,
    QToolButton,
)
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from desktop.app import Program
from desktop.data.access_log import accesses
from desktop.domain.kinds import KINDS
from desktop.domain.lifecycle import Duty, Person
from desktop.reports.documents import Document
from desktop.services.drafting import keep_draft
from desktop.services.finding import get_record
from desktop.services.ledgers import begin_ledger, change_actor
from desktop.services.people import change_people
from desktop.services.pins import pin_is_needed, set_pin
from desktop.services.printing import form_documents
from desktop.services.recording import record
from desktop.ui.following import follows
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.registry import PAGES
from desktop.ui.pin_asking import PinDialog
from desktop.ui.pin_gate import PinGate
from desktop.ui.printing.preview import PrintPreview
from desktop.ui.record_desk import RecordDesk
from desktop.ui.record_view import RecordTableView
from desktop.ui.theme import GAP
from desktop.ui.working_as import work_as
from tests.offices import id_number, issue, visit
from tests.ui.conftest import TODAY, OpenWindow

PHONE, NUMBER = "13812345678", id_number()
PEOPLE = [Person("李四", frozenset({Duty.VILLAGE_SECRETARY})), Person("周江", frozenset({Duty.OWNER}))]
SECRETS = (PHONE, NUMBER, "老伴住院", "低保户")


pytestmark = pytest.mark.usefixtures("cheap_pins")


@pytest.fixture
def opened(open_window: Callable[..., OpenWindow]) -> OpenWindow:
    """The page of visits with one visit, in an office of two people."""
    found = open_window(registry=PAGES)
    change_people(found.ledger, PEOPLE)
    values = visit(
        phone=PHONE, id_number=NUMBER, situation="老伴住院", household_tags=["低保户"], visited_on="2026-03-04"
    )
    record(found.ledger, "visit", [values])
    found.window.show_page("visit")
    found.wait_until_quiet()
    found.child(RecordTableView, "visit_page.table").select_first()
    found.qtbot.waitUntil(lambda: found.window.findChild(QLabel, "visit_page.pane.reading.phone") is not None)
    return found


def said(opened: OpenWindow, field: str) -> str:
    return opened.child(QLabel, f"visit_page.pane.reading.{field}").text()


def every_text(opened: OpenWindow) -> str:
    widgets: list[Any] = [*opened.window.findChildren(QLabel), *opened.window.findChildren(QLineEdit)]
    told = [f"{one.text()} {one.toolTip()} {one.accessibleName()}" for one in widgets]
    table = opened.child(RecordTableView, "visit_page.table")
    model = table.model()
    told += [str(model.index(0, at).data() or "") for at in range(model.columnCount())]
    return "\n".join(told)


def dialog(opened: OpenWindow, name: str) -> QDialog:
    opened.qtbot.waitUntil(lambda: any(one.isVisible() for one in opened.window.findChildren(QDialog, name)))
    return next(one for one in opened.window.findChildren(QDialog, name) if one.isVisible())


def give_reason(opened: OpenWindow, why: str = "verify") -> None:
    asked = dialog(opened, "unmasking")
    next(one for one in asked.findChildren(QPushButton) if one.objectName() == f"unmasking.why.{why}").click()
    asked.findChild(QPushButton, "unmasking.act").click()
    opened.wait_until_quiet()


def test_nothing_of_it_is_on_the_screen_at_first(opened: OpenWindow) -> None:
    assert said(opened, "phone") == "138****5678"
    assert said(opened, "situation") == "***"
    assert not [secret for secret in SECRETS if secret in every_text(opened)]


def test_who_may_not_see_tags_is_not_offered_them_as_a_filter(opened: OpenWindow) -> None:
    homes = [
        {"head_name": name, "household_no": f"000{len(tags)}", "household_tags": tags}
        for name, tags in (("郑大山", ["低保户"]), ("钱小河", []))
    ]
    record(opened.ledger, "household", homes)
    opened.window.show_page("register")
    opened.wait_until_quiet()
    combo = opened.child(QComboBox, "register_page.household.filter.household_tags")
    table = opened.child(RecordTableView, "register_page.household.table")
    opened.qtbot.waitUntil(lambda: combo.findData("低保户") > 0)
    assert combo.isVisible()
    combo.setCurrentIndex(combo.findData("低保户"))
    opened.qtbot.waitUntil(lambda: table.model().rowCount() == 1)
    work_as(opened.window.context, "周江")
    opened.qtbot.waitUntil(lambda: table.model().rowCount() == 2)
    assert combo.isHidden() and combo.currentIndex() == 0
    work_as(opened.window.context, "李四")
    opened.qtbot.waitUntil(combo.isVisible)


def test_copied_rows_are_masked(opened: OpenWindow) -> None:
    table = opened.child(RecordTableView, "visit_page.table")
    for column in range(table.model().columnCount()):
        table.setColumnHidden(column, False)
    table.setFocus()
    opened.press(Qt.Key.Key_C)
    copied = QApplication.clipboard().mimeData()
    assert "138****5678" in copied.text()
    assert not [secret for secret in SECRETS if secret in copied.text() + copied.html()]


def test_a_reason_opens_the_record_and_is_noted(opened: OpenWindow) -> None:
    opened.child(QToolButton, "visit_page.pane.reading.phone.eye").click()
    asked = dialog(opened, "unmasking")
    asked.findChild(QPushButton, "unmasking.act").click()
    opened.wait_until_quiet()
    assert asked.isVisible() and accesses(opened.ledger) == []
    assert [one.text() for one in asked.findChildren(QLabel) if one.text().startswith("请")] == ["请填写事由。"]
    focus = asked.focusWidget()
    assert focus is not None and focus.objectName().startswith("unmasking.why")
    give_reason(opened)
    assert said(opened, "phone") == PHONE and said(opened, "situation") == "老伴住院"
    assert opened.window.findChild(QToolButton, "visit_page.pane.reading.phone.eye") is None
    (entry,) = accesses(opened.ledger)
    assert (entry.actor, entry.act, entry.reason) == ("李四", "seen", "核对身份")
    assert set(entry.fields) == {"phone", "household_tags", "situation", "id_number"}


def test_what_one_saw_the_next_does_not(opened: OpenWindow) -> None:
    opened.child(QToolButton, "visit_page.pane.reading.phone.eye").click()
    give_reason(opened)
    work_as(opened.window.context, "周江", opened.window)
    opened.wait_until_quiet()
    assert said(opened, "phone") == "138****5678"
    assert opened.window.findChild(QToolButton, "visit_page.pane.reading.phone.eye") is None
    opened.child(RecordDesk, "visit_page").begin_change(opened.child(RecordTableView, "visit_page.table").current_id)
    assert "周江的职责不能看完整的个人信息" in opened.notice
    assert not opened.child(RecordDesk, "visit_page").is_writing


def test_changing_a_record_takes_a_reason_too(opened: OpenWindow) -> None:
    desk = opened.child(RecordDesk, "visit_page")
    desk.begin_change(opened.child(RecordTableView, "visit_page.table").current_id)
    assert not desk.is_writing
    give_reason(opened, "correct")
    assert desk.is_writing
    assert opened.child(QLineEdit, "visit_form.phone").text() == PHONE


def test_a_draft_of_a_change_takes_a_reason_too(opened: OpenWindow) -> None:
    desk = opened.child(RecordDesk, "visit_page")
    record_id = opened.child(RecordTableView, "visit_page.table").current_id
    draft = keep_draft(opened.ledger, "visit", {"values": {"note": "改了一半"}}, title="郑大山", record_id=record_id)
    opened.window.show_page("visit", {"draft": draft})
    assert not desk.is_writing
    give_reason(opened, "correct")
    assert desk.is_writing


def typed_by(opened: OpenWindow, actor: str, record_id: str | None = None) -> str:
    content = {"values": {"subject_name": "吴田", "phone": PHONE}, "hidden": {}, "actor": actor}
    return keep_draft(opened.ledger, "visit", content, title="吴田", record_id=record_id)


def test_a_draft_of_somebody_else_takes_a_reason(opened: OpenWindow) -> None:
    desk = opened.child(RecordDesk, "visit_page")
    draft = typed_by(opened, "周江")
    opened.window.show_page("visit", {"draft": draft})
    assert not desk.is_writing
    give_reason(opened, "correct")
    assert desk.is_writing
    assert accesses(opened.ledger)[0].records == (draft,)


def test_a_telephone_in_an_issue_of_a_draft_counts(opened: OpenWindow) -> None:
    content = {"values": {"subject_name": "吴田"}, "issues": [{"reporter_phone": PHONE}]}
    change_actor(opened.ledger, "周江")
    opened.window.show_page("visit", {"draft": keep_draft(opened.ledger, "visit", content)})
    opened.wait_until_quiet()
    assert not opened.child(RecordDesk, "visit_page").is_writing


@pytest.mark.parametrize("is_change", [False, True])
def test_who_may_not_see_opens_own_drafts_alone(opened: OpenWindow, is_change: bool) -> None:
    desk = opened.child(RecordDesk, "visit_page")
    plain = record(opened.ledger, "visit", [visit(subject_name="吴田")]).ids[0] if is_change else None
    change_actor(opened.ledger, "周江")
    opened.window.show_page("visit", {"draft": typed_by(opened, "李四", plain)})
    opened.wait_until_quiet()
    assert not desk.is_writing and not opened.window.findChildren(QDialog, "unmasking")
    opened.window.show_page("visit", {"draft": typed_by(opened, "周江", plain)})
    opened.wait_until_quiet()
    assert desk.is_writing


def test_what_is_typed_is_kept_with_who_typed_it(opened: OpenWindow) -> None:
    desk = opened.child(RecordDesk, "visit_page")
    change_actor(opened.ledger, "周江")
    desk.begin_new({"subject_name": "吴田", "phone": PHONE})
    assert desk.entry().draft_content()["actor"] == "周江"


# -- PINs --------------------------------------------------------------------------------------------------------------


def test_a_pin_is_set_and_asked_for(open_window: Callable[..., OpenWindow]) -> None:
    opened = open_window(registry=PAGES)
    change_people(opened.ledger, PEOPLE)
    opened.window.show_page("settings", {"part": "people"})
    opened.wait_until_quiet()
    opened.child(QPushButton, "settings.pin.set").click()
    asked = dialog(opened, "settings.pin.new")
    first, second = asked.findChildren(QLineEdit)
    assert first.echoMode() is QLineEdit.EchoMode.Password
    for given, again in (("730518", "730519"), ("1234", "1234"), ("730518", "730518")):
        first.setText(given)
        second.setText(again)
        opened.qtbot.waitUntil(asked.findChild(QPushButton, "settings.pin.new.act").isEnabled)
        asked.findChild(QPushButton, "settings.pin.new.act").click()
        opened.wait_until_quiet()
    assert pin_is_needed(opened.ledger, "李四")
    assert "李四：村书记 · 有口令" in opened.child(QListWidget, "settings.people.list").item(0).text()
    change_actor(opened.ledger, "周江")
    work_as(opened.window.context, "李四", opened.window)
    pin = dialog(opened, "pin")
    for text, actor in (("0000", "周江"), ("730518", "李四")):
        pin.findChild(QLineEdit).setText(text)
        opened.qtbot.waitUntil(pin.findChild(QPushButton, "pin.act").isEnabled)
        pin.findChild(QPushButton, "pin.act").click()
        opened.wait_until_quiet()
        assert opened.ledger.actor == actor


def test_what_is_wrong_with_a_pin_is_said_beside_the_lines(open_window: Callable[..., OpenWindow]) -> None:
    """A long sentence, as of a delay, makes room for itself."""
    opened = open_window(registry=PAGES)
    asked = PinDialog("asked", "口令", "进入", ["口令", "再输一遍"], lambda _texts: None, opened.window, "说明" * 60)
    asked.open()
    asked.say("口令输错的次数多了，还要等一会儿才能再试。" * 4)
    opened.qtbot.waitUntil(lambda: asked.height() >= asked.layout().totalHeightForWidth(asked.width()))
    trouble = asked.findChild(QLabel, "asked.trouble")
    assert trouble.height() >= trouble.heightForWidth(trouble.width())
    lines = asked.findChildren(QLineEdit)
    assert lines[1].y() - lines[0].geometry().bottom() >= GAP
    asked.reject()


@pytest.fixture
def program(start_program: Callable[[Path], Program], tmp_path: Path) -> Program:
    """The program on a ledger whose last actor has a PIN."""
    path = tmp_path / "ledger.db"
    ledger = begin_ledger(path, level="village", code="321183108212", name="唐陵村", town_name="天王镇", actor="李四")
    change_people(ledger, PEOPLE)
    set_pin(ledger, "李四", "730518")
    ledger.close()
    return start_program(path)


def test_the_start_waits_for_the_pin_of_who_worked_last(program: Program, qtbot: QtBot) -> None:
    gate = program.window
    assert isinstance(gate, PinGate)
    line, enter = gate.findChild(QLineEdit), gate.findChild(QPushButton, "pin_gate.enter")
    line.setText("0000")
    enter.click()
    qtbot.waitUntil(lambda: gate.findChild(QLabel, "pin_gate.trouble").text() == "口令不对。")
    qtbot.waitUntil(enter.isEnabled)
    line.setText("730518")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(program.window, MainWindow))


def test_somebody_else_enters_under_the_own_name(program: Program, qtbot: QtBot) -> None:
    assert program.window is not None
    program.window.findChild(QPushButton, "pin_gate.person.周江").click()
    qtbot.waitUntil(lambda: isinstance(program.window, MainWindow))
    assert isinstance(program.window, MainWindow)
    assert program.window.context.ledger.actor == "周江"


def hint_of(gate: PinGate) -> str:
    return "".join(one.text() for one in gate.findChildren(QLabel) if "口令忘了" in one.text())


def test_the_gate_names_who_can_set_a_lost_pin_anew(open_window: Callable[..., OpenWindow]) -> None:
    ledger = open_window().ledger
    alone = PinGate(ledger)
    assert hint_of(alone) == "没有别的负责人，口令忘了不能重新设。"
    change_people(ledger, [*PEOPLE, Person("王五", frozenset({Duty.VILLAGE_SECRETARY}))])
    set_pin(ledger, "李四", "730518")
    set_pin(ledger, "王五", "730518")
    gate = PinGate(ledger)
    assert hint_of(gate) == "不是本人？点自己的姓名。口令忘了，请王五在“设置 · 人员”里重新设。"
    gate.findChild(QPushButton, "pin_gate.person.王五").click()
    assert "请李四在" in hint_of(gate)
    for one in (alone, gate):
        one.close()
        delete(one)


def test_who_sets_the_only_pin_is_warned(open_window: Callable[..., OpenWindow]) -> None:
    opened = open_window(registry=PAGES)
    opened.window.show_page("settings", {"part": "people"})
    opened.wait_until_quiet()
    for people, is_warned in (((), True), (PEOPLE, True), ([*PEOPLE, replace(PEOPLE[0], name="王五")], False)):
        change_people(opened.ledger, people)
        opened.window.context.announcer.settings_changed.emit()
        opened.child(QPushButton, "settings.pin.set").click()
        asked = dialog(opened, "settings.pin.new")
        told = "".join(one.text() for one in asked.findChildren(QLabel))
        assert ("请记牢" in told) is is_warned
        asked.reject()


def test_the_gate_can_be_closed(program: Program) -> None:
    assert program.window is not None


# -- printing, posting, the settings -----------------------------------------------------------------------------------


def test_printing_whole_takes_a_reason_once_and_is_noted(opened: OpenWindow, tmp_path: Path) -> None:
    made = record(opened.ledger, "issue", [issue(reporter_phone=PHONE, collected_on="2026-03-04")]).ids[0]
    asked: list[bool] = []

    def make(is_masked: bool) -> list[Document]:
        asked.append(is_masked)
        return form_documents(opened.ledger, "register_card", [made], is_masked=is_masked)

    preview = PrintPreview(opened.window.context, "preview", "登记卡", make, opened.window, lambda: [made])
    preview.show()
    opened.wait_until_quiet()
    tick = preview.findChild(QCheckBox, "preview.mask")
    tick.click()
    assert tick.isChecked()
    give_reason(opened, "inspection")
    assert asked == [True, False] and not tick.isChecked()
    preview.save_to(tmp_path / "卡.pdf")
    opened.wait_until_quiet()
    assert [(one.act, one.records, one.about) for one in accesses(opened.ledger)] == [
        ("printed", (made,), "登记卡"),
        ("seen", (made,), "登记卡"),
    ]
    work_as(opened.window.context, "周江", opened.window)
    opened.wait_until_quiet()
    assert tick.isChecked() and asked[-1]
    tick.click()
    assert tick.isChecked() and "不能看完整的个人信息" in opened.notice
    preview.close()


def test_the_log_is_shown_to_who_is_in_charge(opened: OpenWindow) -> None:
    opened.child(QToolButton, "visit_page.pane.reading.phone.eye").click()
    give_reason(opened)
    opened.window.show_page("settings")
    opened.wait_until_quiet()
    opened.child(QPushButton, "settings.privacy.log").click()
    shown = dialog(opened, "access_log")
    opened.wait_until_quiet()
    model = shown.findChild(QTableView, "access_log.table").model()
    cells = [str(model.index(0, at).data()) for at in range(model.columnCount())]
    assert cells[1:6] == ["李四", "查看", "走访", "1", "核对身份"]
    assert not [secret for secret in SECRETS if secret in " ".join(cells)]
    shown.close()
    work_as(opened.window.context, "周江", opened.window)
    opened.wait_until_quiet()
    assert not opened.child(QPushButton, "settings.privacy.log").isEnabled()


def test_records_past_their_period_are_listed_and_made_anonymous(opened: OpenWindow) -> None:
    old = record(opened.ledger, "visit", [visit(visited_on="2020-05-01", phone=PHONE)]).ids[0]
    opened.window.show_page("settings")
    opened.wait_until_quiet()
    opened.child(QSpinBox, "settings.retention.visit").setValue(3)
    opened.wait_until_quiet()
    opened.child(QPushButton, "settings.privacy.past").click()
    listed = dialog(opened, "retention")
    opened.wait_until_quiet()
    assert listed.findChild(QCheckBox, "retention.kind.visit").text().startswith("走访 1 条：2023-01-01 以前的")
    listed.findChild(QPushButton, "retention.act").click()
    opened.wait_until_quiet()
    assert "已匿名处理 1 条；历史里还有原来的 1 项变更" in opened.notice
    values = get_record(opened.ledger, "visit", old).values
    assert values["subject_name"].startswith("匿名") and "phone" not in values
    opened.child(QPushButton, "notice.action").click()
    opened.wait_until_quiet()
    assert get_record(opened.ledger, "visit", old).values["phone"] == PHONE


def test_what_may_be_a_number_is_shown_before_posting(opened: OpenWindow) -> None:
    record(opened.ledger, "visit", [visit(visited_on="2026-03-04", demand="请打138.1234.5678找我")])
    opened.window.show_page("exchange")
    opened.wait_until_quiet()
    opened.child(QPushButton, "exchange_page.export.public").click()
    listed = dialog(opened, "exchange_page.doubts")
    rows = listed.findChild(QListWidget, "exchange_page.doubts.list")
    assert [rows.item(row).text() for row in range(rows.count())] == [
        "走访 2026-03-04 的反映问题或诉求：“138.1234.5678”像电话"
    ]
    listed.findChild(QPushButton, "exchange_page.doubts.act").click()
    opened.qtbot.waitUntil(lambda: opened.window.findChild(QFileDialog) is not None)
    opened.window.findChild(QFileDialog).reject()


def test_a_number_in_a_text_is_hinted_at_while_writing() -> None:
    given = {"demand": "打13812345678", "phone": PHONE, "subject_name": "郑大山", "suggestion": "2026年3月5日修"}
    told = follows(KINDS["visit"], given, TODAY, "zh").cautions
    assert told == {"demand": "文字里像有电话，最好写到对应的栏里。可以保存。"}
