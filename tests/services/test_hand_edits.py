"""What people do to a workbook in another office suite is taken as what it is, and nothing else happens."""

from __future__ import annotations

import datetime
import itertools
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from desktop.data.identity import write_as
from desktop.exchange.layout import CHANGES_SHEET, INFO_SHEET
from desktop.exchange.reading import WorkbookReader
from desktop.services import importing
from desktop.services.exporting import export_workbook
from desktop.services.finding import Query, get_record, history, list_records
from desktop.services.handling import record_event
from desktop.services.importing import import_workbooks, redo_import, undo_import
from desktop.services.inspecting import inspect
from desktop.services.recording import record, revise, withdraw
from desktop.services.typed_decisions import words_and_day
from desktop.services.undoing import redo, undo
from tests.offices import EAST, TOWN, WEST, Offices, assignment, issue, visit
from tests.services.test_exchange import seen
from tests.sheet_edits import ISSUES, VISITS, Sheet, add_row, edit, type_into


@pytest.fixture
def village(offices: Offices) -> Any:
    """A village with two visits."""
    ledger = offices.village()
    record(
        ledger, "visit", [visit(subject_name="郑大山", note="原话", phone="13900000001"), visit(subject_name="孙二")]
    )
    return ledger


@pytest.fixture
def town(offices: Offices) -> Any:
    return offices.town()


def sent(offices: Offices, ledger: Any, to: str = TOWN, *, full: bool = False) -> Path:
    path = offices.file()
    export_workbook(ledger, path, to=to, full=full)
    return path


def by_name(ledger: Any, name: str) -> Any:
    (found,) = [one for one in list_records(ledger, Query("visit")) if one.values["subject_name"] == name]
    return found


def rewrite(path: Path, old: bytes, new: bytes, attribute: bytes = b"") -> None:
    """Replace ``old`` in the sheets of a workbook, and put an attribute into the tag of its cell."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert sum(data.count(old) for data in parts.values()) == 1
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            head, mark, tail = data.partition(old)
            if mark:
                tag, end = head.rsplit(b">", 1)
                data = tag + attribute + b">" + end + new + tail
            archive.writestr(name, data)


def conflicts(ledger: Any) -> list[str]:
    return [row[0] for row in ledger.database.execute_sql("SELECT field FROM conflict")]


def all_agree(offices: Offices, *ledgers: Any) -> None:
    """After everybody sent everything to everybody all show the same, and every ledger is sound."""
    for _ in range(3):
        for one, other in itertools.permutations(ledgers, 2):
            offices.send(one, other, full=True)
    for ledger in ledgers:
        assert inspect(ledger).findings == ()
        assert seen(ledger, scope=f"village:{EAST}") == seen(ledgers[0], scope=f"village:{EAST}")


# -- a changed cell ----------------------------------------------------------------------------------------------------


def test_a_changed_cell_is_an_edit(offices: Offices, village: Any, town: Any) -> None:
    path = type_into(sent(offices, village), VISITS, "郑大山", 备注="电话里说的", 联系电话=13900000002)
    outcome = import_workbooks(town, [path])[0]
    assert (outcome.status, outcome.edited_by_hand, outcome.conflicts) == ("imported", 1, 0)
    found = by_name(town, "郑大山")
    assert (found.values["note"], found.values["phone"]) == ("电话里说的", "13900000002")
    assert not found.has_conflict
    last = history(town, found.id)[-1]
    assert (last.actor, last.office, last.by_hand) == ("东沟书记", "village", path.name)
    assert ("note", "原话", "电话里说的") in last.fields
    all_agree(offices, town, village)
    assert by_name(village, "郑大山").values["note"] == "电话里说的"


def test_the_name_behind_the_filler_is_the_author(offices: Offices, village: Any, town: Any) -> None:
    def fill(book: Any) -> None:
        sheet = Sheet(book[VISITS])
        sheet.type("郑大山", 备注="新")
        cell = next(cell for row in sheet.sheet["1:3"] for cell in row if "填报人" in str(cell.value or ""))
        cell.value = cell.value.replace("东沟书记", "冯小路")

    import_workbooks(town, [edit(sent(offices, village), fill)])
    assert history(town, by_name(town, "郑大山").id)[-1].actor == "冯小路"


def test_a_workbook_that_comes_back_was_filled_in_by_its_recipient(offices: Offices, village: Any, town: Any) -> None:
    offices.send(village, town)
    path = type_into(sent(offices, town, EAST, full=True), VISITS, "郑大山", 备注="村里填的")
    assert import_workbooks(town, [path])[0].edited_by_hand == 1
    last = history(town, by_name(town, "郑大山").id)[-1]
    assert (last.actor, last.office) == ("东沟村", "village")


def test_an_emptied_cell_clears_the_field(offices: Offices, village: Any, town: Any) -> None:
    import_workbooks(town, [type_into(sent(offices, village), VISITS, "郑大山", 备注=None)])
    assert "note" not in by_name(town, "郑大山").values


def test_the_same_file_twice_makes_one_edit(offices: Offices, village: Any, town: Any) -> None:
    path = type_into(sent(offices, village), VISITS, "郑大山", 备注="新")
    import_workbooks(town, [path])
    before = seen(town)
    for again in (path, path.rename(path.with_name("东沟村(1)最终版.xlsx"))):
        if again.exists():
            outcome = import_workbooks(town, [again])[0]
            assert (outcome.status, outcome.changes) == ("nothing_new", 0)
    assert seen(town) == before


def test_a_later_change_here_is_not_undone_by_the_same_file(offices: Offices, village: Any, town: Any) -> None:
    path = type_into(sent(offices, village), VISITS, "郑大山", 备注="表里")
    import_workbooks(town, [path])
    revise(town, "visit", by_name(town, "郑大山").id, {"note": "镇里后来"})
    assert import_workbooks(town, [path])[0].status == "nothing_new"
    assert by_name(town, "郑大山").values["note"] == "镇里后来"
    assert conflicts(town) == []


@pytest.mark.parametrize("town_changes_it", [False, True])
def test_the_same_file_in_two_places_is_one_edit(
    offices: Offices, village: Any, town: Any, town_changes_it: bool
) -> None:
    path = type_into(sent(offices, village), VISITS, "郑大山", 备注="表里")
    add_row(
        path, VISITS, 走访日期="2024-03-09", 走访对象="新户", 走访人="钱小河", 走访方式="入户走访", 处理情况="无问题"
    )
    import_workbooks(town, [path])
    if town_changes_it:
        revise(town, "visit", by_name(town, "郑大山").id, {"note": "镇里后来"})
    import_workbooks(village, [path])
    all_agree(offices, town, village)
    assert conflicts(town) == []
    expected = "镇里后来" if town_changes_it else "表里"
    assert by_name(village, "郑大山").values["note"] == expected
    assert len(list_records(town, Query("visit"))) == 3


def test_two_who_did_not_know_of_each_other_conflict(offices: Offices, village: Any, town: Any) -> None:
    offices.send(village, town)
    one = by_name(town, "郑大山").id
    path = type_into(sent(offices, village, full=True), VISITS, "郑大山", 备注="表里", 联系电话="13900000009")
    revise(town, "visit", one, {"note": "镇里"})
    outcome = import_workbooks(town, [path])[0]
    assert outcome.conflicts == 1
    assert conflicts(town) == ["note"]
    # Different fields of one record simply merge; of the disputed one the village's word holds.
    assert by_name(town, "郑大山").values["phone"] == "13900000009"
    assert by_name(town, "郑大山").values["note"] == "表里"
    all_agree(offices, town, village)
    assert conflicts(village) == ["note"]


def test_copies_of_one_file_filled_in_differently_conflict(offices: Offices, village: Any, town: Any) -> None:
    path = sent(offices, village)
    copies = [
        type_into(path, VISITS, "郑大山", offices.file(), 备注=words, 联系电话="13900000003") for words in ("甲", "乙")
    ]
    import_workbooks(town, copies)
    assert conflicts(town) == ["note"]
    all_agree(offices, town, village)


def test_a_stale_file_is_no_edit(offices: Offices, village: Any, town: Any) -> None:
    path = sent(offices, village)
    revise(village, "visit", by_name(village, "郑大山").id, {"note": "后来"})
    offices.send(village, town)
    outcome = import_workbooks(town, [edit(path, lambda book: None)])[0]
    assert (outcome.status, outcome.edited_by_hand) == ("nothing_new", 0)
    assert by_name(town, "郑大山").values["note"] == "后来"


def test_what_was_typed_comes_through_the_reading_process(
    offices: Offices, village: Any, town: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = type_into(sent(offices, village), VISITS, "郑大山", 备注="表里", 走访日期=datetime.date(2024, 3, 1))
    add_row(path, VISITS, **NEW, 联系电话=13900000007)
    monkeypatch.setattr(importing, "open_reader", WorkbookReader)
    outcome = import_workbooks(town, [path])[0]
    assert (outcome.edited_by_hand, outcome.rejected) == (2, [])
    assert by_name(town, "郑大山").values["visited_on"] == "2024-03-01"


# -- rows --------------------------------------------------------------------------------------------------------------

NEW = {
    "走访日期": datetime.date(2024, 3, 8),
    "走访对象": "钱新",
    "走访人": "钱小河",
    "走访方式": "电话",
    "处理情况": "无问题",
}
NEW_ISSUE = {"问题来源": "网格巡查", "收集日期": "2024.3.8", "问题类别": "水利", "问题描述": "渠道漏水"}


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


def move_rows(sheet: Any) -> None:
    """Sort the rows the other way round, cells only."""
    first = Sheet(sheet).heading_row + 1
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=first)]
    for number, row in enumerate(reversed(rows)):
        for column, value in enumerate(row, start=1):
            sheet.cell(first + number, column).value = value


def move_columns(sheet: Any) -> None:
    """Turn the order of the columns round."""
    for row in sheet.iter_rows(min_row=Sheet(sheet).heading_row):
        values = [cell.value for cell in row]
        for cell, value in zip(row, reversed(values), strict=True):
            cell.value = value


def hide_and_filter(sheet: Any) -> None:
    head = Sheet(sheet)
    sheet.auto_filter.ref = f"A{head.heading_row}:F{sheet.max_row}"
    sheet.row_dimensions[sheet.max_row].hidden = True
    for letter in "BCDE":
        sheet.column_dimensions[letter].hidden = True


def rename_heading(sheet: Any) -> None:
    head = Sheet(sheet)
    sheet.cell(head.heading_row, head.column("备注")).value = "情况补充说明"
    sheet.cell(head.heading_row, head.column("走访对象")).value = "户主姓名（对象）"


def add_column(sheet: Any) -> None:
    head = Sheet(sheet)
    column = sheet.max_column + 1
    sheet.cell(head.heading_row, column).value = "领导批示"
    sheet.cell(head.heading_row + 1, column).value = "请抓紧"


def insert_lines_above(sheet: Any) -> None:
    sheet.insert_rows(1, 9)


REARRANGED: dict[str, Callable[[Any], None]] = {
    "sorted": move_rows,
    "columns moved": move_columns,
    "hidden and filtered": hide_and_filter,
    "heading renamed": rename_heading,
    "column added": add_column,
    "lines above": insert_lines_above,
    "renamed sheet": lambda sheet: setattr(sheet, "title", "三月份走访"),
    "row deleted": lambda sheet: sheet.delete_rows(Sheet(sheet).row("孙二")),
    "column deleted": lambda sheet: sheet.delete_cols(Sheet(sheet).column("家庭近况")),
    "check deleted": lambda sheet: sheet.delete_cols(Sheet(sheet).column("核对码")),
    "copied sheet": lambda sheet: sheet.parent.copy_worksheet(sheet),
    "row emptied": lambda sheet: [
        setattr(cell, "value", None) for cell in sheet[Sheet(sheet).row("孙二")] if cell.value != "id"
    ],
}


@pytest.mark.parametrize("rearrange", REARRANGED.values(), ids=REARRANGED)
@pytest.mark.parametrize("is_typed", [False, True], ids=["as it was", "typed into"])
def test_rearranging_does_no_harm(
    offices: Offices, village: Any, town: Any, rearrange: Callable[[Any], None], is_typed: bool
) -> None:
    def change(book: Any) -> None:
        if is_typed:
            Sheet(book[VISITS]).type("郑大山", 备注="表里")
        rearrange(book[VISITS])

    expected = seen(village, scope=f"village:{EAST}")
    outcome = import_workbooks(town, [edit(sent(offices, village), change)])[0]
    assert (outcome.status, outcome.rejected) == ("imported", [])
    assert outcome.edited_by_hand == is_typed
    if is_typed:
        assert by_name(town, "郑大山").values["note"] == "表里"
    else:
        assert seen(town, scope=f"village:{EAST}") == expected
    all_agree(offices, town, village)


def test_a_column_nobody_knows_is_told(offices: Offices, village: Any, town: Any) -> None:
    outcome = import_workbooks(town, [edit(sent(offices, village), lambda book: add_column(book[VISITS]))])[0]
    assert outcome.unread == [(VISITS, "领导批示")]


# -- hidden parts lost -------------------------------------------------------------------------------------------------


def without_log(book: Any) -> None:
    book.remove(book[INFO_SHEET])
    book.remove(book[CHANGES_SHEET])


def copied_sheet(path: Path, target: Path) -> Path:
    """The cells of one sheet in a new file, as a person copies them."""
    book, new = load_workbook(path), Workbook()
    for row in book[VISITS].iter_rows(values_only=True):
        new.active.append(row)
    new.save(target)
    return target


@pytest.mark.parametrize("way", ["sheets gone", "copied sheet"])
def test_ids_alone_allow_a_careful_merge(offices: Offices, village: Any, town: Any, way: str) -> None:
    offices.send(village, town)
    path = sent(offices, village, full=True)
    type_into(path, VISITS, "郑大山", 备注="表里", 家庭近况="三口人")
    type_into(path, VISITS, "孙二", 联系电话=None)
    path = edit(path, without_log) if way == "sheets gone" else copied_sheet(path, offices.file())
    for _ in range(2):
        outcome = import_workbooks(town, [path])[0]
        assert outcome.refusal is None
        found = by_name(town, "郑大山")
        assert (found.values["note"], found.values["situation"]) == ("表里", "三口人")
        assert conflicts(town) == []
    assert outcome.status == "nothing_new"
    all_agree(offices, town, village)


def test_an_old_value_without_its_log_is_no_edit(offices: Offices, village: Any, town: Any) -> None:
    path = edit(sent(offices, village), without_log)
    revise(village, "visit", by_name(village, "郑大山").id, {"note": "后来"})
    offices.send(village, town)
    assert import_workbooks(town, [path])[0].status == "nothing_new"
    assert by_name(town, "郑大山").values["note"] == "后来"


def test_a_new_value_without_its_log_stands_against_a_later_one(offices: Offices, village: Any, town: Any) -> None:
    path = edit(type_into(sent(offices, village), VISITS, "郑大山", 备注="表里"), without_log)
    revise(village, "visit", by_name(village, "郑大山").id, {"note": "后来"})
    offices.send(village, town)
    import_workbooks(town, [path])
    assert conflicts(town) == ["note"]


def test_without_ids_it_is_a_stranger(offices: Offices, village: Any, town: Any) -> None:
    def strip(book: Any) -> None:
        without_log(book)
        for sheet in book.worksheets:
            headings = [cell.value for row in sheet.iter_rows(max_row=4) for cell in row]
            if "记录标识" in headings:
                sheet.delete_cols(Sheet(sheet).column("记录标识"))

    outcome = import_workbooks(town, [edit(sent(offices, village), strip)])[0]
    assert outcome.refusal is not None
    assert outcome.refusal.code == "foreign_workbook"


def test_ids_gone_but_log_there(offices: Offices, village: Any, town: Any) -> None:
    """Rows without ids are not taken for new ones: the records come with the log."""

    def strip(book: Any) -> None:
        sheet = Sheet(book[VISITS])
        sheet.sheet.delete_cols(sheet.column("记录标识"))

    outcome = import_workbooks(town, [edit(sent(offices, village), strip)])[0]
    assert (outcome.created, outcome.edited_by_hand) == (2, 0)
    assert (VISITS, "") in outcome.unread


# -- what is not taken -------------------------------------------------------------------------------------------------


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


def test_a_decision_with_an_error_in_it_is_none(town: Any, to_approve: Path) -> None:
    def decide(book: Any) -> None:
        sheet = Sheet(book[ISSUES])
        sheet.type("村口路灯不亮", 镇级审核意见="同意", 意见="#N/A")
        sheet.sheet.cell(sheet.row("村口路灯不亮"), sheet.column("意见")).data_type = "e"

    outcome = import_workbooks(town, [edit(to_approve, decide)])[0]
    assert [(one.heading, one.problem.kind) for one in outcome.rejected] == [("意见", "cell_error")]
    (found,) = list_records(town, Query("issue"))
    assert found.values["status"] == "to_approve"


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


# -- decisions ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def to_approve(offices: Offices, village: Any) -> Path:
    """A workbook of a village with an issue that waits for the town."""
    one = record(village, "issue", [issue()]).ids[0]
    record_event(village, one, "assign", assignment())
    record_event(village, one, "accept", {})
    done = {
        "progress": "换好了",
        "completion_kind": "substantive",
        "completed_on": "2024-03-20",
        "satisfaction": "satisfied",
        "evidence": ["照片"],
    }
    record_event(village, one, "apply_to_close", done)
    record_event(village, one, "pass_check", {"checker": "吴湖", "check_opinion": "属实"})
    return sent(offices, village)


def the_issue(ledger: Any) -> Any:
    (found,) = list_records(ledger, Query("issue"))
    return found


def decided(path: Path, **values: Any) -> Path:
    return type_into(path, ISSUES, "村口路灯不亮", **values)


def test_agreeing_closes_the_issue(offices: Offices, village: Any, town: Any, to_approve: Path) -> None:
    decided(to_approve, 镇级审核意见="同意", 意见="已看过现场", 审核人="褚镇", 日期="2024-03-25")
    outcome = import_workbooks(town, [to_approve])[0]
    assert (outcome.rejected, outcome.edited_by_hand) == ([], 1)
    assert (the_issue(town).values["status"], the_issue(town).values["closed_on"]) == ("closed", "2024-03-25")
    last = history(town, the_issue(town).id)[-1]
    assert (last.actor, last.office, last.event, last.reason) == ("褚镇", "town", "approve", "已看过现场")
    assert import_workbooks(town, [to_approve])[0].status == "nothing_new"
    all_agree(offices, town, village)
    assert the_issue(village).values["status"] == "closed"
    assert conflicts(village) == []


def test_sending_back_needs_a_word(offices: Offices, town: Any, to_approve: Path) -> None:
    decided(to_approve, 镇级审核意见="退回")
    outcome = import_workbooks(town, [to_approve])[0]
    assert [(one.heading, one.problem.kind) for one in outcome.rejected] == [("意见", "missing")]
    assert the_issue(town).values["status"] == "to_approve"
    decided(to_approve, 意见="照片不清")
    import_workbooks(town, [to_approve])
    assert the_issue(town).values["status"] == "working"


@pytest.mark.parametrize(
    ("values", "kind", "heading"),
    [
        ({"镇级审核意见": "再看看"}, "bad_choice", "镇级审核意见"),
        ({"意见": "好"}, "missing", "镇级审核意见"),
        ({"镇级审核意见": "同意"}, "missing", "日期"),
        ({"镇级审核意见": "同意", "日期": "下周"}, "bad_date", "日期"),
    ],
)
def test_a_decision_that_is_none(town: Any, to_approve: Path, values: Any, kind: str, heading: str) -> None:
    decided(to_approve, **values)
    outcome = import_workbooks(town, [to_approve])[0]
    assert [(one.problem.kind, one.heading) for one in outcome.rejected] == [(kind, heading)]
    assert the_issue(town).values["status"] == "to_approve"


@pytest.mark.parametrize(
    ("heading", "typed", "kind"),
    [("日期", "某天", "bad_date"), ("审核人", "褚镇\n长", "bad_character"), ("审核人", "褚" * 101, "too_long")],
)
def test_what_stands_beside_a_decision_is_checked(
    town: Any, to_approve: Path, heading: str, typed: str, kind: str
) -> None:
    path = decided(to_approve, 镇级审核意见="退回", 意见="不实", **{heading: typed})
    outcome = import_workbooks(town, [path])[0]
    assert [(one.heading, one.problem.kind) for one in outcome.rejected] == [(heading, kind)]
    assert the_issue(town).values["status"] == "to_approve"


def test_a_decision_merged_over_several_rows_is_for_none(
    offices: Offices, village: Any, town: Any, to_approve: Path
) -> None:
    record(village, "issue", [issue(description="又一件")])
    path = sent(offices, village, full=True)

    def merge(book: Any) -> None:
        sheet = Sheet(book[ISSUES])
        first = sheet.heading_row + 1
        for heading, value in (("镇级审核意见", "同意"), ("日期", "2024-04-01")):
            column = sheet.column(heading)
            sheet.sheet.cell(first, column).value = value
            sheet.sheet.merge_cells(start_row=first, end_row=first + 1, start_column=column, end_column=column)

    outcome = import_workbooks(town, [edit(path, merge)])[0]
    assert [(one.heading, one.problem.kind) for one in outcome.rejected] == [("镇级审核意见", "decision_merged")]
    assert {one.values["status"] for one in list_records(town, Query("issue"))} == {"to_approve", "draft"}


def test_words_beside_a_decision_may_be_numbers(town: Any, to_approve: Path) -> None:
    path = decided(to_approve, 镇级审核意见="退回", 意见=12345, 审核人=7, 日期=datetime.datetime(2024, 4, 1, 9))
    assert import_workbooks(town, [path])[0].rejected == []
    last = history(town, the_issue(town).id)[-1]
    assert (last.reason, last.actor) == ("12345", "7")


def test_only_the_town_decides(offices: Offices, village: Any, to_approve: Path) -> None:
    decided(to_approve, 镇级审核意见="同意", 日期="2024-03-25")
    outcome = import_workbooks(village, [to_approve])[0]
    assert [one.problem.kind for one in outcome.rejected] == ["decision_elsewhere"]
    assert the_issue(village).values["status"] == "to_approve"


def test_a_decision_that_comes_too_early_is_told(offices: Offices, village: Any, town: Any) -> None:
    record(village, "issue", [issue()])
    path = decided(sent(offices, village), 镇级审核意见="同意", 日期="2024-03-25")
    outcome = import_workbooks(town, [path])[0]
    assert [one.problem.kind for one in outcome.rejected] == ["decision_impossible"]
    assert the_issue(town).values["status"] == "draft"


def test_the_same_decision_taken_in_twice_counts_once(
    offices: Offices, village: Any, town: Any, to_approve: Path
) -> None:
    other = offices.town()
    decided(to_approve, 镇级审核意见="同意", 日期="2024-03-25")
    import_workbooks(town, [to_approve])
    import_workbooks(other, [to_approve])
    offices.send(town, village)
    path = sent(offices, other, TOWN, full=True)
    import_workbooks(town, [path])
    assert the_issue(town).values["status"] == "closed"
    assert conflicts(town) == []


# -- undo --------------------------------------------------------------------------------------------------------------


def test_undoing_the_import_reverses_what_was_typed(
    offices: Offices, village: Any, town: Any, to_approve: Path
) -> None:
    offices.send(village, town)
    before = {one.id: one.values for kind in ("visit", "issue") for one in list_records(town, Query(kind))}
    type_into(to_approve, VISITS, "郑大山", 备注="表里")
    decided(to_approve, 镇级审核意见="同意", 日期="2024-03-25")
    add_row(to_approve, VISITS, **NEW)
    batch = import_workbooks(town, [to_approve])[0].batch_id
    after = {one.id: one.values for kind in ("visit", "issue") for one in list_records(town, Query(kind))}
    assert len(after) == len(before) + 1
    for turn in (undo_import, redo_import, undo_import):
        turn(town, batch)
        now = {one.id: one.values for kind in ("visit", "issue") for one in list_records(town, Query(kind))}
        assert now == (before if turn is undo_import else after)
        assert inspect(town).findings == ()
    outcome = import_workbooks(town, [to_approve])[0]
    assert outcome.status == "imported"
    now = {one.id: one.values for kind in ("visit", "issue") for one in list_records(town, Query(kind))}
    assert now == after
    assert conflicts(town) == []
    all_agree(offices, town, village)
    assert conflicts(village) == []


def test_what_was_taken_back_as_another_node_is_known_as_that(offices: Offices, village: Any, town: Any) -> None:
    """A ledger that goes on as a new node, being a copy, knows what it wrote before under the name it had then."""
    offices.send(village, town)
    for number in range(5):
        revise(town, "visit", by_name(town, "孙二").id, {"note": f"第 {number} 次"})
    path = type_into(sent(offices, village, full=True), VISITS, "郑大山", 备注="表里")
    undo_import(town, import_workbooks(town, [path])[0].batch_id)
    with town.transaction():
        write_as(town)
    assert import_workbooks(town, [path])[0].status == "imported"
    offices.send(town, village)
    assert by_name(village, "郑大山").values["note"] == "表里"
    all_agree(offices, town, village)
    assert conflicts(village) == []


def test_the_import_is_one_step_of_undo(offices: Offices, village: Any, town: Any) -> None:
    path = type_into(sent(offices, village), VISITS, "郑大山", 备注="表里")
    import_workbooks(town, [path])
    undo(town)
    assert list_records(town, Query("visit")) == []
    redo(town)
    assert by_name(town, "郑大山").values["note"] == "表里"


def test_own_later_work_survives_the_undo(offices: Offices, village: Any, town: Any) -> None:
    offices.send(village, town)
    path = type_into(sent(offices, village, full=True), VISITS, "郑大山", 备注="表里", 家庭近况="好")
    batch = import_workbooks(town, [path])[0].batch_id
    revise(town, "visit", by_name(town, "郑大山").id, {"note": "镇里后来"})
    undo_import(town, batch)
    found = by_name(town, "郑大山")
    assert found.values["note"] == "镇里后来"
    assert "situation" not in found.values


# -- leaving out -------------------------------------------------------------------------------------------------------


def test_rows_left_out_do_not_count_until_they_come_again(offices: Offices, village: Any, town: Any) -> None:
    path = type_into(sent(offices, village), VISITS, "郑大山", 备注="表里")
    add_row(path, VISITS, **NEW)
    trial = import_workbooks(town, [path], dry_run=True)[0]
    rows = {one.title: one.record_id for one in trial.rows}
    assert set(rows) == {"郑大山", "孙二", "钱新"}
    chosen = {path: [rows["孙二"], rows["钱新"]]}
    outcome = import_workbooks(town, [path], left_out=chosen, seen={path: trial.digest})[0]
    assert (outcome.left_out, outcome.created, outcome.edited_by_hand) == (2, 1, 1)
    assert [one.values["subject_name"] for one in list_records(town, Query("visit"))] == ["郑大山"]
    assert inspect(town).findings == ()
    undo_import(town, outcome.batch_id)
    redo_import(town, outcome.batch_id)
    assert [one.values["subject_name"] for one in list_records(town, Query("visit"))] == ["郑大山"]
    again = import_workbooks(town, [path])[0]
    assert again.status == "imported"
    assert len(list_records(town, Query("visit"))) == 3
    undo_import(town, again.batch_id)
    assert [one.values["subject_name"] for one in list_records(town, Query("visit"))] == ["郑大山"]
    redo_import(town, again.batch_id)
    assert len(list_records(town, Query("visit"))) == 3
    all_agree(offices, town, village)


def test_what_builds_on_a_left_out_row_survives_an_undo_before_it(offices: Offices, village: Any, town: Any) -> None:
    first = import_workbooks(town, [sent(offices, village)])[0]
    record(village, "visit", [visit(subject_name="钱一")])
    path = sent(offices, village)
    (row,) = import_workbooks(town, [path], dry_run=True)[0].rows
    import_workbooks(town, [path], left_out={path: [row.record_id]})
    record(village, "visit", [visit(subject_name="钱二")])
    later = sent(offices, village)
    import_workbooks(town, [later], left_out={later: [row.record_id]})
    assert by_name(town, "钱二")
    assert len(list_records(town, Query("visit"))) == 3
    undo_import(town, first.batch_id)
    assert list_records(town, Query("visit")) == []
    assert inspect(town).findings == ()
    redo_import(town, first.batch_id)
    assert inspect(town).findings == ()
    all_agree(offices, town, village)
    assert len(list_records(town, Query("visit"))) == 4


def test_a_file_changed_after_the_preview_is_refused(offices: Offices, village: Any, town: Any) -> None:
    path = sent(offices, village)
    trial = import_workbooks(town, [path], dry_run=True)[0]
    type_into(path, VISITS, "郑大山", 备注="换了")
    outcome = import_workbooks(town, [path], seen={path: trial.digest})[0]
    assert outcome.refusal is not None
    assert outcome.refusal.code == "file_changed"


def test_the_trial_tells_each_cell(offices: Offices, village: Any, town: Any) -> None:
    offices.send(village, town)
    path = type_into(sent(offices, village, full=True), VISITS, "郑大山", 备注="表里")
    (row,) = import_workbooks(town, [path], dry_run=True)[0].rows
    place = Sheet(load_workbook(path)[VISITS]).row("郑大山")
    assert (row.state, row.by_hand, row.sheet, row.row) == ("updated", True, VISITS, place)
    assert [(one.field, one.before, one.after) for one in row.cells] == [("note", "原话", "表里")]


def test_another_villages_rows_are_not_made(offices: Offices, town: Any) -> None:
    """A new row of a village's workbook belongs to that village whatever somebody types into the hidden code."""
    west = offices.village(WEST)
    record(west, "visit", [visit()])
    path = add_row(sent(offices, west), VISITS, **NEW, 村码="999999999999")
    outcome = import_workbooks(town, [path])[0]
    assert [one.problem.kind for one in outcome.rejected] == ["foreign_unit"]
    assert get_record(town, "visit", list_records(town, Query("visit"))[0].id).values["unit_code"] == WEST


@pytest.mark.parametrize(
    ("patch", "told"),
    [
        ({"reason": "照片不清", "happened_on": "2024-04-02"}, ("照片不清", "2024-04-02")),
        ({"reason": "照片不清", "decided_on": "2024-04-02"}, ("照片不清", "2024-04-02")),
        ({"fields": {"closed_on": "2024-04-02"}}, ("", "2024-04-02")),
        ({"reason": "照片不清", "fields": {}}, ("照片不清", "")),
        ({"fields": None}, ("", "")),
    ],
)
def test_a_decision_is_known_again_as_earlier_programs_kept_it(patch: dict[str, Any], told: tuple[str, str]) -> None:
    assert words_and_day(patch) == told
