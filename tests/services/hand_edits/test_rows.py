"""Rows typed below a table, copied, or filled in twice."""

from __future__ import annotations

from typing import Any

from desktop.services.finding import Query, get_record, list_records
from desktop.services.importing import import_workbooks
from desktop.services.recording import record
from tests.hand_edits import NEW, NEW_ISSUE, all_agree, by_name, conflicts, move_rows, sent
from tests.offices import EAST, WEST, Offices, issue, visit
from tests.sheet_edits import ISSUES, VISITS, Sheet, add_row, edit, type_into


def test_a_new_row_is_a_new_record(offices: Offices, village: Any, town: Any) -> None:
    path = add_row(sent(offices, village), VISITS, **NEW, 联系电话=13900000007)
    outcome = import_workbooks(town, [path])[0]
    assert (outcome.created, outcome.edited_by_hand) == (3, 1)
    found = by_name(town, "钱新")
    assert found.values["unit_code"] == EAST
    assert found.values["visited_on"] == "2024-03-08"
    assert found.values["phone"] == "13900000007"
    assert import_workbooks(town, [path])[0].status == "nothing_new"
    all_agree(offices, town, village)
    assert by_name(village, "钱新").values == found.values


def test_a_new_issue_gets_a_number(offices: Offices, village: Any, town: Any) -> None:
    path = sent(offices, village)
    add_row(path, ISSUES, **NEW_ISSUE)
    add_row(path, ISSUES, **{**NEW_ISSUE, "问题描述": "路灯不亮"})
    import_workbooks(town, [path])
    codes = {one.values["code"] for one in list_records(town, Query("issue"))}
    assert len(codes) == 2
    # At another place the numbers may be others; which one holds is no question for people.
    record(village, "issue", [issue()])
    import_workbooks(village, [path])
    all_agree(offices, town, village)
    assert conflicts(town) == []


def test_a_new_row_that_moved_or_was_filled_in_further_is_the_same(offices: Offices, village: Any, town: Any) -> None:
    path = sent(offices, village)
    add_row(path, VISITS, **NEW)
    import_workbooks(town, [path])
    add_row(path, VISITS, **{**NEW, "走访对象": "另一户"})
    type_into(path, VISITS, "钱新", 备注="补记")
    edit(path, lambda book: move_rows(book[VISITS]))
    outcome = import_workbooks(town, [path])[0]
    assert outcome.created == 1
    assert by_name(town, "钱新").values["note"] == "补记"
    assert len(list_records(town, Query("visit"))) == 4


def test_a_row_copied_with_its_hidden_id_is_a_new_one(offices: Offices, village: Any, town: Any) -> None:
    def copy_row(book: Any) -> None:
        sheet = Sheet(book[VISITS])
        source = [cell.value for cell in sheet.sheet[sheet.row("孙二")]]
        sheet.sheet.append(source)
        sheet.sheet.cell(sheet.sheet.max_row, sheet.column("走访对象")).value = "孙三"

    import_workbooks(town, [edit(sent(offices, village), copy_row)])
    assert sorted(one.values["subject_name"] for one in list_records(town, Query("visit"))) == [
        "孙三",
        "孙二",
        "郑大山",
    ]


def test_what_stands_under_a_table_is_no_record(offices: Offices, village: Any, town: Any) -> None:
    record(village, "cadre", [{"name": "沈三"}])
    path = sent(offices, village, full=True)

    def close(book: Any) -> None:
        sheet = Sheet(book[VISITS])
        sheet.add(序号="合 计", 走访对象=2)
        sheet.add(走访日期="小计", 备注="一户")
        sheet.add(序号="填表人：郑大山", 走访人="审核人：", 备注="日期：2024年3月1日")
        sheet.add(走访对象="注：本表一式两份")
        row = sheet.sheet.max_row + 1
        for column, heading in enumerate(sheet.headings, 1):
            sheet.sheet.cell(row, column).value = heading
        cadres = Sheet(book["干部"])
        cadres.add(姓名="合计", 备注="1 人")

    outcome = import_workbooks(town, [edit(path, close)])[0]
    assert (outcome.created, outcome.rejected) == (3, [])


def test_a_new_row_may_say_total_or_have_colons(offices: Offices, village: Any, town: Any) -> None:
    path = add_row(sent(offices, village), VISITS, **{**NEW, "备注": "合计：三人", "走访对象": "合计"})
    assert import_workbooks(town, [path])[0].created == 3


def test_two_changed_rows_with_one_id_are_told(offices: Offices, village: Any, town: Any) -> None:
    def copy_row(book: Any) -> None:
        sheet = Sheet(book[VISITS])
        sheet.type("孙二", 备注="一")
        sheet.sheet.append([cell.value for cell in sheet.sheet[sheet.row("孙二")]])
        sheet.sheet.cell(sheet.sheet.max_row, sheet.column("备注")).value = "二"

    outcome = import_workbooks(town, [edit(sent(offices, village), copy_row)])[0]
    assert [one.problem.kind for one in outcome.rejected] == ["record_twice", "record_twice"]
    assert "note" not in by_name(town, "孙二").values


def test_another_villages_rows_are_not_made(offices: Offices, town: Any) -> None:
    """A new row of a village's workbook belongs to that village whatever somebody types into the hidden code."""
    west = offices.village(WEST)
    record(west, "visit", [visit()])
    path = add_row(sent(offices, west), VISITS, **NEW, 村码="999999999999")
    outcome = import_workbooks(town, [path])[0]
    assert [one.problem.kind for one in outcome.rejected] == ["foreign_unit"]
    assert get_record(town, "visit", list_records(town, Query("visit"))[0].id).values["unit_code"] == WEST
