"""冲突 in front of a person: chosen by keyboard and mouse, settled, undone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.services.exporting import export_workbook
from desktop.services.finding import get_record
from desktop.services.handling import record_event
from desktop.services.importing import import_workbooks
from desktop.services.ledgers import Ledger
from desktop.services.recording import record, revise, withdraw
from desktop.services.settling import count_conflicts
from desktop.ui.exchange.conflicts import ConflictsView
from desktop.ui.pages.exchange import ExchangePage
from tests.offices import assignment
from tests.small_offices import add_issue, add_visit, town, village
from tests.ui.office import type_text
from tests.ui.pages import Desk, nameless


class Scene:
    """A village's and a town's ledger, and the town's exchange page."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot, self.folder = qtbot, folder
        self.village, self.town = village(folder), town(folder)
        self.files = 0
        self.desk: Desk | None = None

    def send(self, sender: Ledger, receiver: Ledger) -> None:
        self.files += 1
        path = self.folder / f"{sender.office.name}{self.files}.xlsx"
        export_workbook(sender, path, to=receiver.office.code)
        import_workbooks(receiver, [path])

    def dispute(self, subject: str = "张三", **both: tuple[Any, Any]) -> str:
        """A visit whose fields village and town have written differently; its id."""
        one = add_visit(self.village, subject=subject).ids[0]
        self.send(self.village, self.town)
        revise(self.village, "visit", one, {name: pair[0] for name, pair in both.items()})
        revise(self.town, "visit", one, {name: pair[1] for name, pair in both.items()})
        self.send(self.village, self.town)
        return one

    def open(self) -> ConflictsView:
        self.desk = Desk(self.town, self.folder)
        page = ExchangePage(self.desk.context)
        self.qtbot.addWidget(page)
        page.resize(1190, 690)
        with self.qtbot.waitExposed(page):
            page.show()
        page.grant({"view": "conflicts"})
        self.page, self.view = page, page.views.conflicts
        self.idle()
        return self.view

    def idle(self) -> None:
        desk = self.desk
        assert desk is not None
        self.qtbot.waitUntil(lambda: not desk.context.worker.is_busy)

    def press(self, key: Qt.Key, target: QWidget | None = None) -> None:
        self.qtbot.keyClick(target or self.view.list, key)
        self.idle()

    def note(self, record_id: str) -> Any:
        return get_record(self.town, "visit", record_id).values.get("note")

    def close(self) -> None:
        if self.desk is not None:
            self.desk.close()
        self.village.close()
        self.town.close()


@pytest.fixture
def scene(qtbot: QtBot, tmp_path: Path) -> Iterator[Scene]:
    made = Scene(qtbot, tmp_path)
    yield made
    made.close()


def words(view: ConflictsView) -> str:
    """Everything the card says."""
    assert view.card is not None
    return "\n".join(label.text() for label in view.card.findChildren(QLabel))


def take_number(view: ConflictsView, value: str) -> int:
    assert view.card is not None
    return next(head.number for head in view.card.conflict.heads if head.value == value)


def test_both_values_stand_side_by_side_with_who_when_and_where_from(scene: Scene) -> None:
    scene.dispute(note=("村里写的", "镇里写的"))
    view = scene.open()
    said = words(view)
    for part in (
        *("张三", "走访 · 备注", "村里写的", "镇里写的"),
        "唐陵村 · 李四",
        "天王镇 · 陈主任",
        "唐陵村2.xlsx",
        "本机录入",
    ):
        assert part in said
    assert said.count("现在显示") == 1
    assert scene.page.views.tabs.tabText(1) == "冲突 1"
    assert nameless(view) == []


@pytest.mark.parametrize(("key", "place"), [(Qt.Key.Key_Left, 0), (Qt.Key.Key_Right, 1), (Qt.Key.Key_2, 1)])
def test_a_key_takes_a_side_and_the_next_conflict_is_chosen(scene: Scene, key: Qt.Key, place: int) -> None:
    ids = {scene.dispute(name, note=("村", "镇")) for name in ("张三", "王五", "孙海")}
    view = scene.open()
    first, second = view.model.entries[0], view.model.entries[1]
    scene.press(key)
    assert scene.note(first.record_id) == first.heads[place].value
    assert count_conflicts(scene.town) == 2
    assert view.card is not None and view.card.conflict.id == second.id
    assert view.list.currentIndex().row() == 0 and scene.page.views.tabs.tabText(1) == "冲突 2"
    assert scene.desk is not None and "已处理冲突：" in scene.desk.shell.notices[-1]
    assert first.record_id in ids


def test_keys_pressed_at_once_settle_each_conflict_no_more_than_once(scene: Scene) -> None:
    for name in ("张三", "王五"):
        scene.dispute(name, note=("村", "镇"))
    view = scene.open()
    for _ in range(3):
        scene.qtbot.keyClick(view.list, Qt.Key.Key_Left)
    scene.idle()
    assert count_conflicts(scene.town) == 1
    assert scene.desk is not None and len(scene.desk.shell.notices) == 1


def test_when_all_are_settled_a_sentence_says_so_and_undo_brings_the_last_back(scene: Scene) -> None:
    one = scene.dispute(note=("村", "镇"))
    view = scene.open()
    number = take_number(view, "镇")
    scene.press(Qt.Key(Qt.Key.Key_0 + number))
    assert scene.note(one) == "镇" and view.card is None
    empty = view.findChild(QWidget, "exchange_page.conflicts.empty")
    assert empty is not None and empty.isVisible()
    assert scene.page.views.tabs.tabText(1) == "冲突" and scene.page.views.tabs.hasFocus()
    assert scene.desk is not None and scene.desk.shell.action_text == "撤销"
    assert scene.desk.shell.action is not None
    scene.desk.shell.action()
    scene.idle()
    assert count_conflicts(scene.town) == 1
    assert view.card is not None and view.card.conflict.record_id == one


def test_a_third_value_is_typed_and_taken_by_enter(scene: Scene) -> None:
    one = scene.dispute(phone=("13800000001", "13800000002"))
    view = scene.open()
    assert view.card is not None and view.card.third is not None
    third = view.card.third
    scene.press(Qt.Key.Key_F2)
    assert third.editor.hasFocus()
    type_text("138", third.editor)
    scene.press(Qt.Key.Key_Return, third.editor)
    assert "11 位" in third.row.error and count_conflicts(scene.town) == 1
    type_text("00000003", third.editor)
    scene.press(Qt.Key.Key_Return, third.editor)
    assert get_record(scene.town, "visit", one).values["phone"] == "13800000003"
    assert count_conflicts(scene.town) == 0


def test_in_a_long_text_enter_is_a_new_line_and_ctrl_enter_takes_it(scene: Scene) -> None:
    one = scene.dispute(note=("村", "镇"))
    view = scene.open()
    assert view.card is not None and view.card.third is not None
    editor = view.card.third.editor
    assert isinstance(editor, QPlainTextEdit) and editor.toPlainText() == "村"
    editor.selectAll()
    type_text("两边", editor)
    scene.press(Qt.Key.Key_Return, editor)
    assert count_conflicts(scene.town) == 1
    type_text("都对", editor)
    scene.qtbot.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    scene.idle()
    assert scene.note(one) == "两边\n都对"


def test_a_button_takes_its_value(scene: Scene) -> None:
    one = scene.dispute(satisfaction=("satisfied", "dissatisfied"))
    view = scene.open()
    assert view.card is not None
    scene.qtbot.mouseClick(view.card.values[1].button, Qt.MouseButton.LeftButton)
    expected = view.card.conflict.heads[1].value
    scene.idle()
    assert get_record(scene.town, "visit", one).values["satisfaction"] == expected


def test_of_three_values_one_is_taken_by_number_alone(scene: Scene) -> None:
    second = village(scene.folder / "second") if (scene.folder / "second").mkdir() is None else scene.village
    one = add_visit(scene.village).ids[0]
    scene.send(scene.village, scene.town)
    scene.send(scene.village, second)
    for ledger, note in ((scene.village, "一"), (second, "二"), (scene.town, "三")):
        revise(ledger, "visit", one, {"note": note})
    scene.send(scene.village, scene.town)
    scene.send(second, scene.town)
    second.close()
    view = scene.open()
    assert view.card is not None and len(view.card.values) == 3
    scene.press(Qt.Key.Key_Left)
    scene.press(Qt.Key.Key_Right)
    assert count_conflicts(scene.town) == 1
    scene.press(Qt.Key(Qt.Key.Key_0 + take_number(view, "二")))
    assert (scene.note(one), count_conflicts(scene.town)) == ("二", 0)


def test_a_step_without_effect_is_left_or_refused_with_why(scene: Scene) -> None:
    one = add_issue(scene.village).ids[0]
    record_event(scene.village, one, "assign", assignment(due_on="2030-01-01"))
    scene.send(scene.village, scene.town)
    record_event(scene.village, one, "void", {"reason": "重复"})
    record_event(scene.town, one, "void", {"reason": "不属实"})
    scene.send(scene.village, scene.town)
    view = scene.open()
    said = words(view)
    assert "没有生效的办理" in said and "现在是“作废”" in said and "“作废”没有生效" in said and "原因：" in said
    assert view.card is not None and view.card.third is None
    scene.press(Qt.Key.Key_Right)
    assert scene.desk is not None and "不能作废" in scene.desk.shell.notices[-1]
    assert count_conflicts(scene.town) == 1
    scene.press(Qt.Key.Key_Left)
    assert count_conflicts(scene.town) == 0


def test_a_withdrawn_record_takes_no_third_value(scene: Scene) -> None:
    one = scene.dispute(note=("村", "镇"))
    withdraw(scene.town, "visit", one, "重复")
    view = scene.open()
    assert "（记录已撤回）" in words(view)
    assert view.card is not None and view.card.third is None


def test_the_record_is_opened_and_a_wish_chooses_its_conflict(scene: Scene) -> None:
    ids = [scene.dispute(name, note=("村", "镇")) for name in ("张三", "王五", "孙海")]
    view = scene.open()
    for one in ids:
        scene.page.grant({"view": "conflicts", "record": one})
        scene.idle()
        assert view.card is not None and view.card.conflict.record_id == one
    link = view.findChild(QWidget, "exchange_page.conflicts.record")
    assert link is not None and scene.desk is not None
    scene.qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert scene.desk.shell.shown == [("visit", {"open": ids[-1]})]


def test_what_comes_in_meanwhile_joins_the_list_and_the_choice_stays(scene: Scene) -> None:
    scene.dispute("张三", note=("村", "镇"))
    view = scene.open()
    chosen = view.card.conflict.id if view.card is not None else ""
    scene.dispute("王五", note=("村", "镇"))
    scene.page.refresh()
    scene.idle()
    assert view.model.rowCount() == 2
    assert view.card is not None and view.card.conflict.id == chosen


def test_households_open_in_their_register(scene: Scene) -> None:
    one = record(scene.village, "household", [{"household_no": "001", "head_name": "张三"}]).ids[0]
    scene.send(scene.village, scene.town)
    revise(scene.village, "household", one, {"member_count": 3})
    revise(scene.town, "household", one, {"member_count": 4})
    scene.send(scene.village, scene.town)
    view = scene.open()
    link = view.findChild(QWidget, "exchange_page.conflicts.record")
    assert link is not None and scene.desk is not None
    scene.qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert scene.desk.shell.shown == [("register", {"open": one})]


def share_a_number(scene: Scene) -> tuple[str, str]:
    """Two issues of one number in the town: that which was entered first, and the later."""
    (scene.folder / "second").mkdir()
    second = village(scene.folder / "second")
    for _ in range(5):
        # First is who has written less so far: the order of changes counts, not the clock.
        add_visit(second)
    one = add_issue(scene.village, what="村口渠道漏水").ids[0]
    later = add_issue(second, what="桥栏松动").ids[0]
    scene.send(scene.village, scene.town)
    scene.send(second, scene.town)
    second.close()
    return one, later


def code_of(scene: Scene, issue_id: str) -> str:
    return str(get_record(scene.town, "issue", issue_id).values["code"])


def test_issues_that_share_a_number_stand_below_the_conflicts(scene: Scene) -> None:
    scene.dispute(note=("村", "镇"))
    one, later = share_a_number(scene)
    code = code_of(scene, one)
    view = scene.open()
    assert scene.page.views.tabs.tabText(1) == "冲突 2" and view.shared is None
    scene.press(Qt.Key.Key_Down)
    assert view.card is None and view.shared is not None and nameless(view) == []
    said = "\n".join(label.text() for label in view.shared.findChildren(QLabel))
    for part in ("两件问题用了同一个编号", f"问题编号 {code} 重复", "村口渠道漏水", "桥栏松动", "编号不变"):
        assert part in said
    scene.press(Qt.Key.Key_Left)
    scene.press(Qt.Key.Key_1)
    assert code_of(scene, later) == code
    link = view.findChild(QWidget, "exchange_page.conflicts.shared.later.record")
    assert link is not None and scene.desk is not None
    scene.qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert scene.desk.shell.shown == [("issue", {"open": later})]


def test_the_later_issue_gets_a_new_number_by_key_and_by_button_and_back(scene: Scene) -> None:
    one, later = share_a_number(scene)
    view = scene.open()
    assert view.shared is not None
    scene.press(Qt.Key.Key_Right)
    assert (code_of(scene, one)[-4:], code_of(scene, later)[-4:]) == ("0001", "0002")
    assert scene.page.views.tabs.tabText(1) == "冲突"
    desk = scene.desk
    assert desk is not None and desk.shell.notices[-1] == f"新编号是 {code_of(scene, later)}"
    assert desk.shell.action is not None
    desk.shell.action()
    scene.idle()
    assert code_of(scene, later)[-4:] == "0001"
    scene.page.grant({"view": "conflicts", "record": later})
    scene.idle()
    assert view.shared is not None
    scene.qtbot.mouseClick(view.shared.button, Qt.MouseButton.LeftButton)
    scene.idle()
    assert code_of(scene, later)[-4:] == "0002" and view.shared is None
