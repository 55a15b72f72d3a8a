"""What stands in a cell and is not taken, and is told."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from openpyxl import load_workbook

from desktop.services.finding import Query, list_records
from desktop.services.importing import import_workbooks
from desktop.services.recording import record, withdraw
from tests.hand_edits import NEW, by_name, rewrite, sent
from tests.offices import Offices, issue, visit
from tests.sheet_edits import ISSUES, VISITS, Sheet, edit, type_into


def test_bad_cells_are_told_and_the_rest_is_taken(offices: Offices, village: Any, town: Any) -> None:
    path = sent(offices, village)
    type_into(path, VISITS, "郑大山", 联系电话="不知道", 备注="好", 走访日期="某天")
    row = None

    def add(book: Any) -> None:
        nonlocal row
        row = Sheet(book[VISITS]).add(**{**NEW, "走访方式": "飞"})

    outcome = import_workbooks(town, [edit(path, add)])[0]
    told = {(one.row, one.heading, one.problem.kind) for one in outcome.rejected}
    place = Sheet(load_workbook(path)[VISITS]).row("郑大山")
    assert told == {
        (place, "联系电话", "bad_phone"),
        (place, "走访日期", "bad_date"),
        (row, "走访方式", "bad_choice"),
    }
    assert all(one.sheet == VISITS for one in outcome.rejected)
    found = by_name(town, "郑大山")
    assert (found.values["note"], found.values["phone"]) == ("好", "13900000001")
    assert outcome.created == 2


def test_a_formula_error_clears_nothing(offices: Offices, village: Any, town: Any) -> None:
    path = sent(offices, village)

    def err(book: Any) -> None:
        sheet = Sheet(book[VISITS])
        sheet.type("郑大山", 备注="#N/A", 联系电话="=A1", 家庭近况="好")
        row = sheet.add(**{**NEW, "备注": "#REF!"})
        for at in (sheet.row("郑大山"), row):
            sheet.sheet.cell(at, sheet.column("备注")).data_type = "e"

    outcome = import_workbooks(town, [edit(path, err)])[0]
    assert [(one.heading, one.problem.kind) for one in outcome.rejected] == [
        ("联系电话", "cell_error"),
        ("备注", "cell_error"),
        ("备注", "cell_error"),
    ]
    found = by_name(town, "郑大山").values
    assert (found["note"], found["phone"], found["situation"]) == ("原话", "13900000001", "好")
    assert outcome.created == 2


def test_a_formula_that_gives_no_text_is_blank(offices: Offices, village: Any, town: Any) -> None:
    path = type_into(sent(offices, village), VISITS, "郑大山", 备注="=IF(A1=1,1,2)")
    rewrite(path, b"<f>IF(A1=1,1,2)</f><v", b'<f>IF(A1=1,"")</f><v', b' t="str"')
    outcome = import_workbooks(town, [path])[0]
    assert outcome.rejected == []
    assert "note" not in by_name(town, "郑大山").values


def test_merged_cells_clear_nothing_and_fill_the_rows_they_cover(offices: Offices, village: Any, town: Any) -> None:
    record(village, "visit", [visit(subject_name="孙三", note="三")])
    path = sent(offices, village)

    def merge(book: Any) -> None:
        sheet = Sheet(book[VISITS])
        first = sheet.heading_row + 1
        names = [sheet.sheet.cell(first + at, sheet.column("走访对象")).value for at in range(3)]
        assert set(names) == {"郑大山", "孙二", "孙三"}
        sheet.sheet.cell(first, sheet.column("家庭近况")).value = "三户都好"
        for heading in ("家庭近况", "走访人"):
            column = sheet.column(heading)
            sheet.sheet.merge_cells(start_row=first, end_row=first + 2, start_column=column, end_column=column)
        # Across columns nobody knows what is meant for which.
        across = sheet.column("受访人签字")
        row = sheet.row("郑大山")
        sheet.sheet.merge_cells(start_row=row, end_row=row, start_column=across, end_column=sheet.column("备注"))

    outcome = import_workbooks(town, [edit(path, merge)])[0]
    assert outcome.rejected == []
    assert {by_name(town, name).values["situation"] for name in ("郑大山", "孙二", "孙三")} == {"三户都好"}
    assert by_name(town, "郑大山").values["note"] == "原话"
    assert by_name(town, "孙二").values["visitors"] == by_name(town, "郑大山").values["visitors"]


def test_a_day_is_a_day_whatever_the_cell_makes_of_it(offices: Offices, village: Any, town: Any) -> None:
    path = sent(offices, village)
    type_into(path, VISITS, "郑大山", 走访日期=datetime.datetime(2024, 4, 1, 13, 30))
    type_into(path, VISITS, "孙二", 走访日期=45_384)

    def as_number(book: Any) -> None:
        sheet = Sheet(book[VISITS])
        sheet.sheet.cell(sheet.row("孙二"), sheet.column("走访日期")).number_format = "General"

    outcome = import_workbooks(town, [edit(path, as_number)])[0]
    assert outcome.rejected == []
    assert by_name(town, "郑大山").values["visited_on"] == "2024-04-01"
    assert by_name(town, "孙二").values["visited_on"] == "2024-04-02"


@pytest.mark.parametrize(
    ("heading", "typed", "shown"),
    [("走访日期", datetime.date(2099, 4, 1), "2099-04-01"), ("走访方式", 3, "3"), ("走访日期", 20_259_999, "20259999")],
)
def test_what_is_not_taken_is_told_as_it_stands_there(
    offices: Offices, village: Any, town: Any, heading: str, typed: Any, shown: str
) -> None:
    path = type_into(sent(offices, village), VISITS, "郑大山", **{heading: typed})
    (rejected,) = import_workbooks(town, [path])[0].rejected
    assert rejected.problem.value == shown


def test_a_typed_status_is_no_step(offices: Offices, village: Any, town: Any) -> None:
    record(village, "issue", [issue()])
    path = type_into(sent(offices, village), ISSUES, "村口路灯不亮", 整改状态="已销号", 备注="快好了")
    outcome = import_workbooks(town, [path])[0]
    assert [(one.heading, one.problem.kind) for one in outcome.rejected] == [("整改状态", "event_only")]
    (found,) = list_records(town, Query("issue"))
    assert (found.values["status"], found.values["note"]) == ("draft", "快好了")


def test_a_withdrawn_record_is_not_edited(offices: Offices, village: Any, town: Any) -> None:
    path = type_into(sent(offices, village), VISITS, "郑大山", 备注="表里")
    offices.send(village, town)
    withdraw(town, "visit", by_name(town, "郑大山").id, "误")
    outcome = import_workbooks(town, [path])[0]
    assert [one.problem.kind for one in outcome.rejected] == ["record_withdrawn"]


def test_lost_digits_are_never_repaired(offices: Offices, village: Any, town: Any) -> None:
    path = type_into(sent(offices, village), VISITS, "郑大山", 身份证号=329981197001011230)
    outcome = import_workbooks(town, [path])[0]
    assert [one.problem.kind for one in outcome.rejected] == ["bad_id_checksum"]
    assert "id_number" not in by_name(town, "郑大山").values
