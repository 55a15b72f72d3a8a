"""The preview of an import, row by row: what changes, what is left out, what is not taken."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from desktop.services.batches import batches
from desktop.services.exporting import export_workbook
from desktop.services.finding import Query, list_records
from desktop.services.importing import import_workbooks
from desktop.services.ledgers import Ledger
from desktop.services.recording import revise, withdraw
from desktop.ui.colours import DARK, LIGHT
from desktop.ui.exchange.row_table import Column, Shows
from desktop.ui.pages.exchange import ExchangePage
from desktop.ui.theme import Mode, Size, Theme, apply_theme
from tests.sheet_edits import ISSUES, VISITS, Sheet, add_row, edit, type_into
from tests.small_offices import TOWN_CODE, add_issue, add_visit, town, village
from tests.ui.exchange_desk import (
    OpenDesk,
    cells,
    click,
    counts,
    drop,
    notes,
    show_files,
    summary,
    until_idle,
)
from tests.ui.pages import Desk, nameless

LONG = "村口渠道年久失修，一到灌溉季节就漏水，下游十几户用不上水，多次反映没有结果。"
PASSWORD = "春天来了2026"


@pytest.fixture
def reporting(tmp_path: Path) -> Iterator[Ledger]:
    """唐陵村 with three visits."""
    ledger = village(tmp_path)
    add_visit(ledger, subject="张三", note="原话", phone="13912345678", demand=LONG)
    add_visit(ledger, subject="王五", note="旧")
    add_visit(ledger, subject="赵六")
    yield ledger
    ledger.close()


@pytest.fixture
def office(reporting: Ledger, tmp_path: Path) -> Ledger:
    """The town, which has the three visits already."""
    ledger = town(tmp_path)
    path = tmp_path / "first.xlsx"
    export_workbook(reporting, path)
    import_workbooks(ledger, [path])
    return ledger


def sent(ledger: Ledger, tmp_path: Path, name: str = "唐陵村.xlsx", password: str = "") -> Path:
    path = tmp_path / name
    export_workbook(ledger, path, full=True, password=password)
    return path


def lines(page: ExchangePage) -> list[tuple[str, ...]]:
    model = page.preview.rows.model
    return [
        tuple(str(model.index(row, column).data()) for column in (Column.STATE, Column.TITLE, Column.CHANGE))
        for row in range(model.rowCount())
    ]


def choose(page: ExchangePage, title: str) -> None:
    model = page.preview.rows.model
    (row,) = [row for row in range(model.rowCount()) if model.index(row, Column.TITLE).data() == title]
    page.preview.rows.table.selectRow(row)


def titles(ledger: Ledger) -> set[str]:
    return {one.values["subject_name"] for one in list_records(ledger, Query("visit"))}


def id_of(ledger: Ledger, title: str) -> str:
    (found,) = [one.id for one in list_records(ledger, Query("visit")) if one.values["subject_name"] == title]
    return found


def import_all(qtbot: QtBot, desk: Desk, page: ExchangePage) -> None:
    click(qtbot, page.preview.import_button)
    until_idle(qtbot, desk)


# -- what is shown -----------------------------------------------------------------------------------------------------


def test_every_record_is_listed_with_what_becomes_of_it(
    qtbot: QtBot, open_desk: OpenDesk, reporting: Ledger, office: Ledger, tmp_path: Path
) -> None:
    add_visit(reporting, subject="钱新", group_name="3组")
    revise(reporting, "visit", id_of(reporting, "王五"), {"note": "村里"})
    revise(office, "visit", id_of(office, "王五"), {"note": "镇里"})
    withdraw(reporting, "visit", id_of(reporting, "赵六"), "记重了")
    desk, page = open_desk(office)
    path = type_into(sent(reporting, tmp_path), VISITS, "张三", 备注="表里")
    show_files(qtbot, desk, page, path)
    found = lines(page)
    assert [(state, title) for state, title, _ in found] == [
        ("! 冲突", "王五"),
        ("− 撤回", "赵六"),
        ("± 更改", "张三"),
        ("+ 新增", "钱新"),
    ]
    assert found[0][2] == "备注：镇里 → 村里"
    assert found[1][2] == "对方撤回了这条记录"
    assert found[2][2] == "备注：原话 → 表里"
    assert found[3][2].endswith("3组")
    model = page.preview.rows.model
    place = Sheet(openpyxl.load_workbook(path)[VISITS]).row("张三")
    assert [model.index(row, Column.PLACE).data() for row in range(4)] == ["", "", f"表格第 {place} 行", ""]
    shown = cells(page, 0)
    assert [shown[name] for name in ("CREATED", "UPDATED", "CONFLICTS", "EDITED", "REJECTED")] == [
        "1",
        "3",
        "1",
        "1",
        "–",
    ]


def test_the_chips_list_one_sort_of_rows(
    qtbot: QtBot, open_desk: OpenDesk, reporting: Ledger, office: Ledger, tmp_path: Path
) -> None:
    add_visit(reporting, subject="钱新")
    desk, page = open_desk(office)
    path = type_into(sent(reporting, tmp_path), VISITS, "张三", 备注="表里", 联系电话="139")
    show_files(qtbot, desk, page, path)
    chips = page.preview.rows.chips
    assert {shows: chip.text() for shows, chip in chips.items() if chip.isVisible()} == {
        Shows.ALL: "全部 3",
        Shows.CREATED: "新增 1",
        Shows.UPDATED: "更改 1",
        Shows.BY_HAND: "手工改动 2",
        Shows.REJECTED: "未采用 1",
    }
    for shows, expected in (
        (Shows.CREATED, ["钱新"]),
        (Shows.UPDATED, ["张三"]),
        (Shows.BY_HAND, ["联系电话", "张三"]),
        (Shows.REJECTED, ["联系电话"]),
        (Shows.ALL, ["联系电话", "张三", "钱新"]),
    ):
        click(qtbot, chips[shows])
        assert [title for _, title, _ in lines(page)] == expected


def test_a_row_shows_each_field_before_and_after(
    qtbot: QtBot, open_desk: OpenDesk, reporting: Ledger, office: Ledger, tmp_path: Path
) -> None:
    desk, page = open_desk(office)
    changed = LONG.replace("十几户", "二十几户").replace("多次反映", "<b>反映</b>")
    path = type_into(sent(reporting, tmp_path), VISITS, "张三", 备注=None, 反映问题或诉求=changed)
    show_files(qtbot, desk, page, path)
    text = page.preview.rows.differences.text.replace("\xa0", " ")
    assert f"− 原  {LONG}" in text
    assert f"+ 新  {changed}" in text
    assert "− 原  原话" in text
    assert "+ 新  空" in text
    html = page.preview.rows.differences._text.toHtml()
    for ground in (LIGHT.removed, LIGHT.added, LIGHT.removed_part, LIGHT.added_part):
        assert ground.lower() in html.lower()
    assert "line-through" in html
    apply_theme(QApplication.instance(), Theme(Mode.DARK, Size.STANDARD))
    assert DARK.added.lower() in page.preview.rows.differences._text.toHtml().lower()


def test_numbers_are_masked_until_asked_for(
    qtbot: QtBot, open_desk: OpenDesk, reporting: Ledger, office: Ledger, tmp_path: Path
) -> None:
    revise(reporting, "visit", id_of(reporting, "张三"), {"phone": "13912340000"})
    revise(reporting, "visit", id_of(reporting, "王五"), {"note": "新"})
    desk, page = open_desk(office)
    show_files(qtbot, desk, page, sent(reporting, tmp_path))
    pane = page.preview.rows.differences
    choose(page, "张三")
    assert "139****5678" in pane.text
    assert "13912340000" not in pane.text
    assert "13912340000" not in str(lines(page))
    pane._eye.click()
    assert "13912340000" in pane.text
    choose(page, "王五")
    assert not pane._eye.isVisible()
    choose(page, "张三")
    assert "13912340000" not in pane.text


def test_a_cell_that_is_not_taken_says_where_why_and_what_would_be(
    qtbot: QtBot, open_desk: OpenDesk, reporting: Ledger, office: Ledger, tmp_path: Path
) -> None:
    desk, page = open_desk(office)
    path = type_into(sent(reporting, tmp_path), VISITS, "张三", 联系电话="139")
    show_files(qtbot, desk, page, path)
    sheet = Sheet(openpyxl.load_workbook(path)[VISITS])
    cell = sheet.sheet.cell(sheet.row("张三"), sheet.column("联系电话")).coordinate
    model = page.preview.rows.model
    assert lines(page)[0][:2] == ("× 未采用", "联系电话")
    assert model.index(0, Column.PLACE).data() == f"{cell} 格"
    assert model.index(0, Column.PLACE).data(Qt.ItemDataRole.ToolTipRole) == f"走访记录 {cell} 格"
    assert not model.flags(model.index(0, Column.STATE)) & Qt.ItemFlag.ItemIsUserCheckable
    text = page.preview.rows.differences.text
    assert "139" in text
    assert "电话不对" in text
    assert "11 位手机号" in text
    assert notes(page) == ["唐陵村.xlsx：表格里手工改过或添加的有 1 行，其中 1 处不能采用，请看“未采用”。"]


def test_what_was_not_read_is_said(
    qtbot: QtBot, open_desk: OpenDesk, reporting: Ledger, office: Ledger, tmp_path: Path
) -> None:
    add_issue(reporting)
    desk, page = open_desk(office)

    def spoil(book: openpyxl.Workbook) -> None:
        sheet = Sheet(book[VISITS])
        sheet.sheet.cell(sheet.heading_row, sheet.sheet.max_column + 1).value = "领导批示"
        issues = Sheet(book[ISSUES])
        issues.sheet.delete_cols(issues.column("记录标识"))

    show_files(qtbot, desk, page, edit(sent(reporting, tmp_path), spoil))
    assert notes(page) == [
        "唐陵村.xlsx：“问题清单”的隐藏编号列没有了，这张表里的手工改动没有读取。请在有编号列的原表里改。",
        "唐陵村.xlsx：表里多出的列“领导批示”没有读取。",
    ]


# -- leaving out -------------------------------------------------------------------------------------------------------


def test_rows_left_out_stay_out_until_the_file_comes_again(
    qtbot: QtBot, open_desk: OpenDesk, reporting: Ledger, tmp_path: Path
) -> None:
    desk, page = open_desk(town(tmp_path))
    path = sent(reporting, tmp_path)
    show_files(qtbot, desk, page, path)
    table = page.preview.rows.table
    choose(page, "王五")
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert [state for state, title, _ in lines(page) if title == "王五"] == ["留出"]
    assert "这一行留出" in page.preview.rows.differences.text
    assert cells(page, 0)["CREATED"] == "2"
    assert cells(page, 0)["STATUS"] == "可导入，留出 1"
    assert summary(page) == "导入后新增 2 条、更新 0 条，留出 1 条。账本还没有改动。"
    assert page.preview.import_button.text() == "导入 1 个文件，留出 1 条"
    import_all(qtbot, desk, page)
    said = "已导入 1 个文件：新增 2 条，更新 0 条。留出 1 条，再导入同一个文件就会收进来。"
    assert summary(page) == said
    assert desk.shell.notices == [said]
    assert titles(desk.ledger) == {"张三", "赵六"}
    assert batches(desk.ledger)[0].left_out == 1
    # What is done cannot be ticked any more.
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert [state for state, title, _ in lines(page) if title == "王五"] == ["留出"]
    show_files(qtbot, desk, page, path)
    assert [(state, title) for state, title, _ in lines(page)] == [("+ 新增", "王五")]
    import_all(qtbot, desk, page)
    assert titles(desk.ledger) == {"张三", "王五", "赵六"}


def test_several_rows_are_ticked_at_once(qtbot: QtBot, open_desk: OpenDesk, reporting: Ledger, tmp_path: Path) -> None:
    add_issue(reporting)
    desk, page = open_desk(town(tmp_path))
    show_files(qtbot, desk, page, sent(reporting, tmp_path))
    rows = page.preview.rows
    click(qtbot, rows.leave_all)
    assert [state for state, _, _ in lines(page)] == ["留出"] * 4
    assert not rows.leave_all.isEnabled()
    click(qtbot, rows.take_all)
    assert page.preview.import_button.text() == "导入 1 个文件"
    rows.table.selectAll()
    qtbot.keyClick(rows.table, Qt.Key.Key_Space)
    assert len(rows.model.left_out) == 4
    qtbot.keyClick(rows.table, Qt.Key.Key_Space)
    assert rows.model.left_out == set()


def test_a_row_left_out_does_not_come_in_by_a_copy_of_the_file(
    qtbot: QtBot, open_desk: OpenDesk, reporting: Ledger, tmp_path: Path
) -> None:
    desk, page = open_desk(town(tmp_path))
    path = sent(reporting, tmp_path)
    copy = tmp_path / "唐陵村(1).xlsx"
    copy.write_bytes(path.read_bytes())
    show_files(qtbot, desk, page, path, copy)
    choose(page, "王五")
    page.preview.rows.model.toggle([page.preview.rows.table.currentIndex().row()])
    import_all(qtbot, desk, page)
    assert titles(desk.ledger) == {"张三", "赵六"}


def test_what_is_left_out_is_remembered_while_another_file_is_chosen(
    qtbot: QtBot, open_desk: OpenDesk, reporting: Ledger, tmp_path: Path
) -> None:
    other = village(tmp_path, 2, "袁巷村")
    add_visit(other, subject="钱新")
    second = sent(other, tmp_path, "袁巷村.xlsx")
    other.close()
    desk, page = open_desk(town(tmp_path))
    show_files(qtbot, desk, page, sent(reporting, tmp_path), second)
    page.preview.rows.model.tick([0], is_wanted=False)
    files = page.preview.table
    files.selectRow(1)
    assert [title for _, title, _ in lines(page)] == ["钱新"]
    page.preview.rows.model.tick([0], is_wanted=False)
    files.selectRow(0)
    assert [state for state, _, _ in lines(page)] == ["留出", "+ 新增", "+ 新增"]
    assert summary(page) == "导入后新增 2 条、更新 0 条，留出 2 条。账本还没有改动。"
    # Another trial, because a file is not wanted any more, forgets nothing of the others.
    model = page.preview.model
    model.setData(model.index(1, 0), Qt.CheckState.Unchecked.value, Qt.ItemDataRole.CheckStateRole)
    until_idle(qtbot, desk)
    assert summary(page) == "导入后新增 2 条、更新 0 条，留出 1 条。账本还没有改动。"


def test_a_typed_row_left_out_takes_its_cells_along(
    qtbot: QtBot, open_desk: OpenDesk, reporting: Ledger, office: Ledger, tmp_path: Path
) -> None:
    desk, page = open_desk(office)
    path = type_into(sent(reporting, tmp_path), VISITS, "张三", 备注="表里", 联系电话="139")
    add_row(path, VISITS, 走访日期="2024-03-08", 走访对象="钱新", 走访人="李四", 走访方式="电话", 处理情况="无问题")
    show_files(qtbot, desk, page, path)
    assert (cells(page, 0)["EDITED"], cells(page, 0)["REJECTED"]) == ("2", "1")
    choose(page, "张三")
    page.preview.rows.model.toggle([page.preview.rows.table.currentIndex().row()])
    assert (cells(page, 0)["EDITED"], cells(page, 0)["REJECTED"]) == ("1", "–")
    import_all(qtbot, desk, page)
    assert (cells(page, 0)["EDITED"], cells(page, 0)["REJECTED"]) == ("1", "–")
    assert notes(page) == ["唐陵村.xlsx：表格里手工改过或添加的有 1 行，已经收进账本。"]
    assert titles(desk.ledger) == {"张三", "王五", "赵六", "钱新"}


# -- between looking and importing -------------------------------------------------------------------------------------


def test_a_file_changed_meanwhile_is_looked_at_anew(
    qtbot: QtBot, open_desk: OpenDesk, reporting: Ledger, tmp_path: Path
) -> None:
    other = village(tmp_path, 2, "袁巷村")
    add_visit(other, subject="钱新")
    second = sent(other, tmp_path, "袁巷村.xlsx")
    other.close()
    desk, page = open_desk(town(tmp_path))
    path = sent(reporting, tmp_path)
    show_files(qtbot, desk, page, path, second)
    page.preview.rows.model.tick([0], is_wanted=False)
    type_into(path, VISITS, "王五", 备注="换了")
    import_all(qtbot, desk, page)
    assert desk.shell.notices == ["已导入 1 个文件：新增 1 条，更新 0 条。"]
    assert titles(desk.ledger) == {"钱新"}
    assert [row.path for row in page.preview.model.rows] == [path]
    assert notes(page)[0] == "唐陵村.xlsx 在预览之后又被改动过，没有导入。请重新看一遍预览。"
    assert summary(page) == "导入后新增 3 条、更新 0 条。账本还没有改动。"
    import_all(qtbot, desk, page)
    assert titles(desk.ledger) == {"张三", "王五", "赵六", "钱新"}


def test_taking_back_an_import_leaves_the_next_preview_open(
    qtbot: QtBot, open_desk: OpenDesk, reporting: Ledger, tmp_path: Path
) -> None:
    desk, page = open_desk(town(tmp_path))
    show_files(qtbot, desk, page, sent(reporting, tmp_path))
    import_all(qtbot, desk, page)
    take_back = desk.shell.action
    assert take_back is not None
    revise(reporting, "visit", id_of(reporting, "王五"), {"note": "后来"})
    show_files(qtbot, desk, page, sent(reporting, tmp_path, "后来.xlsx"))
    assert summary(page) == "导入后新增 0 条、更新 1 条。账本还没有改动。"
    take_back()
    qtbot.waitUntil(lambda: summary(page) == "导入后新增 3 条、更新 0 条。账本还没有改动。")
    until_idle(qtbot, desk)
    assert page.preview.isVisible()


# -- sealed files ------------------------------------------------------------------------------------------------------


def test_a_sealed_file_asks_for_its_password_where_it_stands(
    qtbot: QtBot, open_desk: OpenDesk, reporting: Ledger, tmp_path: Path
) -> None:
    desk, page = open_desk(town(tmp_path))
    show_files(qtbot, desk, page, sent(reporting, tmp_path, password=PASSWORD))
    bar, field = page.preview.password, page.preview.password.field
    assert cells(page, 0)["STATUS"] == "要密码"
    assert bar.isVisible()
    assert notes(page) == []
    qtbot.waitUntil(field.hasFocus)
    qtbot.keyClicks(field, "wrong password")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    until_idle(qtbot, desk)
    assert "密码不对，打不开 唐陵村.xlsx" in field.accessibleDescription()
    assert field.text() == ""
    field.setText(PASSWORD)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    until_idle(qtbot, desk)
    assert not bar.isVisible()
    assert cells(page, 0)["STATUS"] == "可以导入"
    import_all(qtbot, desk, page)
    assert titles(desk.ledger) == {"张三", "王五", "赵六"}


def test_files_may_have_passwords_of_their_own(
    qtbot: QtBot, open_desk: OpenDesk, reporting: Ledger, tmp_path: Path
) -> None:
    other = village(tmp_path, 2, "袁巷村")
    add_visit(other, subject="钱新")
    second = sent(other, tmp_path, "袁巷村.xlsx", "another secret")
    other.close()
    desk, page = open_desk(town(tmp_path))
    show_files(qtbot, desk, page, sent(reporting, tmp_path, password=PASSWORD), second)
    for password in (PASSWORD, "another secret"):
        page.preview.password.field.setText(password)
        qtbot.keyClick(page.preview.password.field, Qt.Key.Key_Return)
        until_idle(qtbot, desk)
    assert [cells(page, row)["STATUS"] for row in (0, 1)] == ["可以导入", "可以导入"]
    import_all(qtbot, desk, page)
    assert counts(desk.ledger) == (4, 0)


# -- the annotated copy ------------------------------------------------------------------------------------------------


def test_a_copy_with_the_faulty_cells_marked_can_be_handed_back(
    qtbot: QtBot,
    open_desk: OpenDesk,
    reporting: Ledger,
    office: Ledger,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk, page = open_desk(office)
    path = type_into(sent(reporting, tmp_path), VISITS, "张三", 联系电话="139")
    show_files(qtbot, desk, page, path)
    click(qtbot, page.preview.copy_button)
    dialog = page.findChild(QFileDialog)
    assert Path(dialog.selectedFiles()[0]).name == "唐陵村-批注.xlsx"
    target = tmp_path / "发还.xlsx"
    dialog.fileSelected.emit(str(target))
    dialog.close()
    until_idle(qtbot, desk)
    sheet = Sheet(openpyxl.load_workbook(target)[VISITS])
    comment = sheet.sheet.cell(sheet.row("张三"), sheet.column("联系电话")).comment
    assert comment is not None
    assert "电话不对" in comment.text
    assert desk.shell.notices == [f"批注副本已存好，没有采用的格子标了颜色和原因：{target}"]
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    assert desk.shell.action is not None
    desk.shell.action()
    assert [Path(url.toLocalFile()) for url in opened] == [tmp_path]


def test_a_file_without_faulty_cells_offers_no_copy(
    qtbot: QtBot, open_desk: OpenDesk, reporting: Ledger, tmp_path: Path
) -> None:
    desk, page = open_desk(town(tmp_path))
    show_files(qtbot, desk, page, sent(reporting, tmp_path))
    assert not page.preview.copy_button.isVisible()


# -- by hand and by ear ------------------------------------------------------------------------------------------------


def test_every_part_is_reached_by_tab(
    qtbot: QtBot, open_desk: OpenDesk, reporting: Ledger, office: Ledger, tmp_path: Path
) -> None:
    desk, page = open_desk(office)
    path = type_into(sent(reporting, tmp_path), VISITS, "张三", 备注="表里", 联系电话="139")
    show_files(qtbot, desk, page, path)
    assert nameless(page) == []
    page.preview.table.setFocus()
    passed = []
    for _ in range(12):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        passed.append(QApplication.focusWidget().objectName().removeprefix("exchange_page.preview."))
    start = passed.index("show.all")
    assert passed[start : start + 7] == [
        "show.all",
        "leave_all",
        "rows",
        "differences",
        "import",
        "close",
        "copy",
    ]


def test_the_history_tells_what_went_out_and_what_came_in(
    qtbot: QtBot, open_desk: OpenDesk, reporting: Ledger, office: Ledger, tmp_path: Path
) -> None:
    desk, page = open_desk(office)
    path = type_into(sent(reporting, tmp_path), VISITS, "张三", 备注="表里")
    show_files(qtbot, desk, page, path)
    import_all(qtbot, desk, page)
    click(qtbot, page.preview.close_button)
    export_workbook(office, tmp_path / "答复.xlsx", to=f"{TOWN_CODE[:9]}201", full=True)
    page.refresh()
    model = page.history.model
    told = [[model.index(row, column).data() for column in (1, 2, 3, 4, 6)] for row in range(model.rowCount())]
    assert told == [
        ["导出", "唐陵村", "答复.xlsx", "全部 3 条", "已导出"],
        ["导入", "唐陵村", "唐陵村.xlsx", "更新 1 · 手工改动 1", "已导入"],
        ["导入", "唐陵村", "first.xlsx", "新增 3", "已导入"],
    ]
    page.history.table.selectRow(0)
    assert not page.history.button.isVisible()
    page.history.table.selectRow(1)
    click(qtbot, page.history.button)
    qtbot.waitUntil(lambda: model.index(1, 6).data() == "已撤销")
    until_idle(qtbot, desk)


def test_files_dropped_again_start_over(qtbot: QtBot, open_desk: OpenDesk, reporting: Ledger, tmp_path: Path) -> None:
    desk, page = open_desk(town(tmp_path))
    path = sent(reporting, tmp_path)
    show_files(qtbot, desk, page, path)
    page.preview.rows.model.tick([0], is_wanted=False)
    drop(page, path)
    until_idle(qtbot, desk)
    assert page.preview.import_button.text() == "导入 1 个文件"
