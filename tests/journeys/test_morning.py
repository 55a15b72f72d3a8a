"""A morning in a village and the answer of its town, through the whole program."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QListWidget, QWidget
from pytestqt.qtbot import QtBot

from desktop.services.drafting import drafts
from desktop.services.finding import Query, Record, count_records, issues_of, list_records
from desktop.ui.main_window import MainWindow
from desktop.ui.widgets.rows import LinkRow
from tests.journeys.conftest import CTRL, TOWN, Computer
from tests.ui.office import focus_name, press, type_text
from tests.ui.writing import go_to, write_issue, write_visit

Start = Callable[..., Computer]


def visits(computer: Computer) -> list[Record]:
    return list_records(computer.ledger, Query("visit"))


def counts(computer: Computer) -> tuple[int, int]:
    return count_records(computer.ledger, Query("visit")), count_records(computer.ledger, Query("issue"))


def begin_ledger_by_keyboard(qtbot: QtBot, village: Computer) -> None:
    first = village.first_start
    first.activateWindow()
    qtbot.waitUntil(lambda: focus_name() == "first_start.level.village")
    press(qtbot, Qt.Key.Key_Tab)
    type_text("天王镇唐陵")
    found = first.findChild(QListWidget, "first_start.found")
    qtbot.waitUntil(lambda: found.count() > 0, timeout=15_000)
    press(qtbot, Qt.Key.Key_Return)
    assert focus_name() == "first_start.actor"
    type_text("李四")
    press(qtbot, Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: isinstance(village.program.window, MainWindow))
    village.sit_down()


def enter_visits(qtbot: QtBot, village: Computer) -> None:
    """One visit with two issues; the next is left half written and finished from 今日."""
    village.press(Qt.Key.Key_N, CTRL)
    village.wait_for_focus("visit_form.subject_name")
    write_visit(qtbot, "张三", handling=Qt.Key.Key_4)
    write_issue(qtbot, "水利", "村口水渠渗漏两处")
    write_issue(qtbot, "交通", "三组路面破损")
    village.press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: village.notice == "已保存")
    assert counts(village) == (1, 2)

    village.wait_for_focus("visit_form.subject_name")
    type_text("王五")
    # The first takes away what is offered for the name.
    village.press(Qt.Key.Key_Escape)
    village.press(Qt.Key.Key_Escape)
    village.settle()
    assert village.notice == "草稿已保存"
    assert counts(village) == (1, 2)

    village.press(Qt.Key.Key_1, CTRL)
    qtbot.waitUntil(village.child(LinkRow, "today_page.drafts.0").isVisible)
    go_to(qtbot, "today_page.drafts.0")
    village.press(Qt.Key.Key_Space)
    village.wait_for_focus("visit_form.subject_name")
    go_to(qtbot, "visit_form.kind")
    village.press(Qt.Key.Key_1)
    go_to(qtbot, "visit_form.handling")
    village.press(Qt.Key.Key_1)
    village.press(Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: len(visits(village)) == 2)
    village.settle()
    assert drafts(village.ledger) == []


def find_and_change(qtbot: QtBot, village: Computer) -> None:
    """Found by words, changed, taken back, and done again."""

    def suggestion() -> object:
        return next(one for one in visits(village) if one.values["subject_name"] == "张三").values.get("suggestion")

    village.press(Qt.Key.Key_2, CTRL)
    village.press(Qt.Key.Key_Slash)
    type_text("张三")
    qtbot.waitUntil(lambda: village.column("visit_page", "subject_name") == ["张三"])
    village.settle()
    assert village.child(QLabel, "visit_page.filter.count").text() == "共 1 条"
    go_to(qtbot, "visit_page.table")
    village.press(Qt.Key.Key_F2)
    village.wait_for_focus("visit_form.subject_name")
    go_to(qtbot, "visit_form.suggestion")
    type_text("汛期前修好")
    village.press(Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: suggestion() == "汛期前修好")
    village.settle()
    # As a value and in the history.
    assert village.read_aloud("visit_page").count("汛期前修好") == 2
    village.press(Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: suggestion() is None)
    village.settle()
    assert village.notice == "已撤销：修改走访 张三"
    assert village.read_aloud("visit_page").count("汛期前修好") == 2
    village.press(Qt.Key.Key_Y, CTRL)
    qtbot.waitUntil(lambda: suggestion() == "汛期前修好")
    village.settle()
    assert village.notice == "已重做：修改走访 张三"
    assert "汛期前修好" in village.read_aloud("visit_page")


def assign(qtbot: QtBot, town: Computer, due: str) -> str:
    """The town gives the issue under the cursor a deadline and somebody in charge; its id."""
    town.press(Qt.Key.Key_F2)
    town.settle()
    go_to(qtbot, "issue_form.owner")
    type_text("周志强")
    town.press(Qt.Key.Key_Return)
    go_to(qtbot, "issue_form.due_on")
    type_text(due)
    town.press(Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: "周志强" in town.column("issue_page", "owner"))
    town.settle()
    return next(one.id for one in list_records(town.ledger, Query("issue")) if one.values.get("owner") == "周志强")


def take_in(town: Computer, report: Path) -> None:
    """Drop a file on the window, look, and only then import."""
    before = counts(town)
    town.drop(report)
    button = town.until_previewed()
    assert "账本还没有改动" in town.child(QLabel, "exchange_page.preview.summary").text()
    assert counts(town) == before
    assert QApplication.focusWidget() is button
    town.press(Qt.Key.Key_Space)
    town.settle()
    assert town.notice.startswith("已导入 1 个文件：")
    assert focus_name() == "exchange_page.preview.close"
    town.press(Qt.Key.Key_Space)


def test_a_morning(qtbot: QtBot, start: Start, tmp_path: Path) -> None:
    village = start("village")
    begin_ledger_by_keyboard(qtbot, village)
    assert focus_name() == "today_page.new_visit"
    enter_visits(qtbot, village)
    find_and_change(qtbot, village)
    report = tmp_path / "上报.xlsx"
    village.export(report)
    assert village.notice == f"已导出 4 条记录：{report}"

    town = start("town", TOWN)
    take_in(town, report)
    town.press(Qt.Key.Key_3, CTRL)
    town.settle()
    assert sorted(town.column("issue_page", "description")) == ["三组路面破损", "村口水渠渗漏两处"]
    assert town.column("issue_page", "village_name") == ["唐陵村", "唐陵村"]
    due = (date.today() + timedelta(days=20)).isoformat()
    issue_id = assign(qtbot, town, due)
    answer = tmp_path / "答复.xlsx"
    town.export(answer)

    village.sit_down()
    take_in(village, answer)
    village.press(Qt.Key.Key_3, CTRL)
    village.settle()
    assert sorted(village.column("issue_page", "owner")) == ["", "周志强"]
    answered = next(one for one in list_records(village.ledger, Query("issue")) if one.id == issue_id)
    assert (answered.values["owner"], answered.values["due_on"]) == ("周志强", due)
    village.window.show_page("issue", {"open": issue_id})
    assert "周志强" in village.read_aloud("issue_page")
    first = next(one for one in visits(village) if one.values["subject_name"] == "张三")
    assert issue_id in [one.id for one in issues_of(village.ledger, first.id)]
    assert village.child(QWidget, "issue_page").isVisible()
