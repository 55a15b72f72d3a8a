"""Workbooks opened, worked on and saved by LibreOffice: what a person did there comes in, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from desktop.services.exporting import export_workbook
from desktop.services.finding import Query, list_records
from desktop.services.handling import record_event
from desktop.services.importing import import_workbooks
from desktop.services.inspecting import inspect
from desktop.services.recording import record
from tests.office_suite import cell, work
from tests.offices import EAST, Offices, assignment, id_number, issue, visit
from tests.services.test_exchange import seen
from tests.sheet_edits import ISSUES, VISITS, Sheet

pytestmark = pytest.mark.office

CHECKED = {
    "progress": "换好了",
    "completion_kind": "substantive",
    "completed_on": "2024-03-20",
    "satisfaction": "satisfied",
    "evidence": ["照片"],
}


NEW = {
    "走访日期": "2024-03-08",
    "走访对象": "新户",
    "走访人": "钱小河",
    "走访方式": "电话",
    "处理情况": "无问题",
}


@pytest.fixture
def village(offices: Offices) -> Any:
    """A village with visits of all kinds of content, and an issue that waits for the town."""
    ledger = offices.village()
    strange = visit(
        subject_name="郑大山",
        note="=1+1\n第二行  两个空格 “引号” 𠮷 <b>",
        phone="13900000001",
        id_number=id_number(),
        household_tags=["低保户", "脱贫户"],
        household_no="007",
        demand="长" * 3_000,
    )
    record(ledger, "visit", [strange, visit(subject_name="孙二"), visit(subject_name="钱三", note="00123")])
    one = record(ledger, "issue", [issue(people_count=12)]).ids[0]
    record_event(ledger, one, "assign", assignment())
    record_event(ledger, one, "accept", {})
    record_event(ledger, one, "apply_to_close", CHECKED)
    record_event(ledger, one, "pass_check", {"checker": "吴湖", "check_opinion": "属实"})
    return ledger


@pytest.fixture
def sent(offices: Offices, village: Any) -> Path:
    """The village's workbook for the town."""
    path = offices.file()
    export_workbook(village, path)
    return path


def place(path: Path, sheet: str, text: str, heading: str) -> str:
    """The cell under a heading in the row that has this text, as Basic names it."""
    found = Sheet(load_workbook(path)[sheet])
    return cell(sheet, found.column(heading), found.row(text))


def below(path: Path, sheet: str, **values: str) -> list[str]:
    """Statements that type a new row under the last."""
    found = Sheet(load_workbook(path)[sheet])
    row = found.sheet.max_row + 1
    return [f'{cell(sheet, found.column(heading), row)}.FormulaLocal = "{value}"' for heading, value in values.items()]


def names(ledger: Any) -> dict[str, Any]:
    return {one.values["subject_name"]: one.values for one in list_records(ledger, Query("visit"))}


@pytest.mark.parametrize("suffix", [".xlsx", ".ods"])
def test_a_save_changes_nothing(offices: Offices, village: Any, sent: Path, suffix: str) -> None:
    town = offices.town()
    saved = work(sent, sent.with_name(f"saved{suffix}"))
    outcome = import_workbooks(town, [saved])[0]
    assert (outcome.status, outcome.edited_by_hand, outcome.rejected) == ("imported", 0, [])
    assert seen(town, scope=f"village:{EAST}") == seen(village, scope=f"village:{EAST}")
    # Saved twice it is still the same.
    again = work(saved, sent.with_name(f"again{suffix}"))
    assert import_workbooks(town, [again])[0].status == "nothing_new"


def test_work_in_the_sheets_comes_in(offices: Offices, village: Any, sent: Path) -> None:
    town = offices.town()
    path = work(
        sent,
        sent.with_name("worked.xlsx"),
        f'{place(sent, VISITS, "孙二", "备注")}.String = "电话里说的"',
        f"{place(sent, VISITS, '孙二', '联系电话')}.Value = 13900000002",
        f'{place(sent, VISITS, "孙二", "走访日期")}.FormulaLocal = "2024-03-04"',
        f'{place(sent, VISITS, "郑大山", "户编号")}.String = ""',
        f'{place(sent, ISSUES, "村口路灯不亮", "镇级审核意见")}.String = "同意"',
        f'{place(sent, ISSUES, "村口路灯不亮", "审核人")}.String = "褚镇"',
        f'{place(sent, ISSUES, "村口路灯不亮", "日期")}.FormulaLocal = "2024-03-25"',
        *below(
            sent, VISITS, 走访日期="2024-03-08", 走访对象="新户", 走访人="钱小河", 走访方式="电话", 处理情况="无问题"
        ),
    )
    outcome = import_workbooks(town, [path])[0]
    assert (outcome.rejected, outcome.edited_by_hand) == ([], 4)
    found = names(town)
    assert (found["孙二"]["note"], found["孙二"]["phone"]) == ("电话里说的", "13900000002")
    assert found["孙二"]["visited_on"] == "2024-03-04"
    assert "household_no" not in found["郑大山"]
    assert found["新户"]["kind"] == "phone"
    (one,) = list_records(town, Query("issue"))
    assert (one.values["status"], one.values["closed_on"]) == ("closed", "2024-03-25")
    assert import_workbooks(town, [path])[0].status == "nothing_new"
    offices.send(town, village)
    assert seen(town, scope=f"village:{EAST}") == seen(village, scope=f"village:{EAST}")
    assert inspect(town).findings == ()


def test_sorting_hiding_and_moving_do_no_harm(offices: Offices, village: Any, sent: Path) -> None:
    town = offices.town()
    found = Sheet(load_workbook(sent)[VISITS])
    first, last, width = found.heading_row, found.sheet.max_row - 1, found.sheet.max_column - 1
    note = found.column("备注") - 1
    path = work(
        sent,
        sent.with_name("moved.xlsx"),
        f'{place(sent, VISITS, "钱三", "备注")}.String = "表里"',
        f'sheet = book.Sheets.getByName("{VISITS}")',
        "Dim order(0) As New com.sun.star.table.TableSortField",
        f"order(0).Field = {found.column('走访对象') - 1}",
        "order(0).IsAscending = False",
        f'sheet.getCellRangeByPosition(0, {first}, {width}, {last}).sort(Array(Named("SortFields", order())))',
        "sheet.Columns.getByIndex(2).IsVisible = False",
        f"sheet.Rows.getByIndex({last}).IsVisible = False",
        "sheet.Columns.insertByIndex(3, 1)",
        f'sheet.getCellByPosition(3, {first - 1}).String = "领导批示"',
        f'sheet.getCellByPosition({note + 1}, {first - 1}).String = "补充说明"',
        'sheet.setName("三月走访")',
    )
    outcome = import_workbooks(town, [path])[0]
    assert (outcome.status, outcome.edited_by_hand, outcome.rejected) == ("imported", 1, [])
    assert outcome.unread == [("三月走访", "领导批示")]
    assert names(town)["钱三"]["note"] == "表里"
    expected = {name: values for name, values in names(village).items() if name != "钱三"}
    assert {name: values for name, values in names(town).items() if name != "钱三"} == expected


@pytest.mark.parametrize("way", ["row deleted", "sheets gone", "copied sheet"])
def test_lost_parts_lose_nothing(offices: Offices, village: Any, sent: Path, way: str) -> None:
    town = offices.town()
    offices.send(village, town)
    before = seen(town, scope=f"village:{EAST}")
    found = Sheet(load_workbook(sent)[VISITS])
    statements = [f'{place(sent, VISITS, "孙二", "备注")}.String = "表里"']
    if way == "row deleted":
        statements.append(f'book.Sheets.getByName("{VISITS}").Rows.removeByIndex({found.row("钱三") - 1}, 1)')
    elif way == "sheets gone":
        statements += [f'book.Sheets.removeByName("{title}")' for title in ("变更", "交换信息", "说明", "统计")]
    else:
        statements += [
            "Dim copy As Object",
            'copy = StarDesktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, _',
            '  Array(Named("Hidden", True)))',
            f'copy.Sheets.importSheet(book, "{VISITS}", 0)',
            "book.close(True)",
            "book = copy",
        ]
    outcome = import_workbooks(town, [work(sent, sent.with_name("lost.xlsx"), *statements)])[0]
    assert (outcome.status, outcome.edited_by_hand, outcome.rejected) == ("imported", 1, [])
    after = seen(town, scope=f"village:{EAST}")
    assert len(after) == len(before)
    assert names(town)["孙二"]["note"] == "表里"
    assert names(town)["钱三"]["note"] == "00123"
