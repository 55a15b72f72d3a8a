"""An old ledger comes into the real window: looked at, corrected, taken in, taken back, and known again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton, QWidget

from desktop.services.finding import Query, count_records, list_records
from desktop.ui.intake.wizard import IntakeWizard
from desktop.ui.pages.exchange import ExchangePage
from desktop.ui.pages.visits import VisitsPage
from tests.journeys.conftest import CTRL, VILLAGE, Computer

Start = Callable[..., Computer]


def old_ledger(path: Path) -> Path:
    """Three visits under a title, one with a date that there is not, and a total; the last heading names nothing."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["唐陵村走访台账"])
    sheet.append(["序号", "走访日期", "户主姓名", "走访人", "走访方式", "处理情况", "老乡原话"])
    sheet.append([1, "2024.5.6", "张三", "李四", "入户", "无问题", "渠道漏水"])
    sheet.append([2, "2024-02-30", "王五", "李四", "入户", "无问题", ""])
    sheet.append([3, "2024年5月8日", "赵六", "李四、王小五", "电话", "当场解决", "路灯不亮"])
    sheet.append(["合计", "3 户"])
    book.save(path)
    return path


def wizard_of(computer: Computer) -> IntakeWizard:
    return computer.child(IntakeWizard, "intake")


def begin_from_the_list(computer: Computer, path: Path) -> None:
    """走访 → 取数… → the file."""
    computer.sit_down()
    computer.press(Qt.Key.Key_2, CTRL)
    computer.settle()
    computer.child(VisitsPage, "visit_page").findChild(QPushButton, "visit_page.take").click()
    dialog = computer.child(ExchangePage, "exchange_page").findChild(QFileDialog)
    dialog.fileSelected.emit(str(path))
    dialog.close()
    computer.settle()


def margin(computer: Computer) -> list[str]:
    model = wizard_of(computer).page.view.model
    return [str(model.headerData(row, Qt.Orientation.Vertical)) for row in range(model.rowCount())]


def test_from_an_old_ledger_to_records_and_back(start: Start, tmp_path: Path) -> None:
    village = start("village", VILLAGE)
    begin_from_the_list(village, old_ledger(tmp_path / "走访台账.xlsx"))
    assert margin(village) == ["1 表题", "2 列标题", "3 取入", "4 有误", "5 取入", "6 合计"]

    village.wait_for_focus("intake.look.sheet")
    sheet = wizard_of(village).page.view.sheet
    sheet.go_to(3, 6)
    village.press(Qt.Key.Key_F2)
    menu = wizard_of(village).findChild(QMenu)
    menu.findChild(QAction, "intake.look.fields.demand").trigger()
    menu.close()
    village.settle()

    village.child(QPushButton, "intake.bar.take").click()
    village.settle()
    assert village.child(QWidget, "intake.bar").said == "已取入 2 条，1 行未取入。"
    found = {str(one.values["subject_name"]): one.values for one in list_records(village.ledger, Query("visit"))}
    assert {name: values["visited_on"] for name, values in found.items()} == {
        "张三": "2024-05-06",
        "赵六": "2024-05-08",
    }
    assert found["赵六"]["visitors"] == ["李四", "王小五"] and found["张三"]["demand"] == "渠道漏水"

    village.wait_for_focus("intake.bar.open")
    village.press(Qt.Key.Key_Z, CTRL)
    village.settle()
    assert count_records(village.ledger, Query("visit")) == 0
    assert village.child(QPushButton, "intake.bar.take").isVisible()


def test_what_was_corrected_is_remembered_and_what_is_there_is_known(start: Start, tmp_path: Path) -> None:
    village = start("village", VILLAGE)
    path = old_ledger(tmp_path / "走访台账.xlsx")
    begin_from_the_list(village, path)
    view = wizard_of(village).page.view
    view.field_wanted.emit(view.table, 6, "demand")
    village.settle()
    village.child(QPushButton, "intake.bar.take").click()
    village.settle()
    village.child(QPushButton, "intake.bar.open").click()
    village.settle()
    assert sorted(village.column("visit_page", "subject_name")) == ["张三", "赵六"]

    begin_from_the_list(village, path)
    wizard = wizard_of(village)
    assert "这种表以前取过" in wizard.page.summary
    assert wizard.page.view.table.columns[6].field == "demand"
    assert margin(village)[2] == "3 已有" and not village.child(QPushButton, "intake.bar.take").isEnabled()


def test_a_ledger_dropped_on_the_list_of_visits_is_taken_for_visits(start: Start, tmp_path: Path) -> None:
    village = start("village", VILLAGE)
    village.press(Qt.Key.Key_2, CTRL)
    village.settle()
    village.drop(old_ledger(tmp_path / "走访台账.xlsx"))
    village.settle()
    village.qtbot.waitUntil(lambda: village.window.findChild(IntakeWizard) is not None)
    village.settle()
    assert wizard_of(village).page.isVisible() and margin(village)[2] == "3 取入"


def test_a_file_that_is_no_ledger_is_refused_in_a_sentence(start: Start, tmp_path: Path) -> None:
    village = start("village", VILLAGE)
    path = tmp_path / "照片.xlsx"
    path.write_bytes(b"not a workbook at all")
    begin_from_the_list(village, path)
    assert wizard_of(village).start.isVisible() and "照片.xlsx" in wizard_of(village).start.said
    assert count_records(village.ledger, Query("visit")) == 0
