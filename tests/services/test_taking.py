"""Ledgers of other offices: which rows become records, and what is said of the others."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from desktop.domain.errors import Refused
from desktop.services import undoing
from desktop.services.finding import Query, count_records, list_records
from desktop.services.inspecting import inspect
from desktop.services.recording import record
from desktop.services.taken import Look
from desktop.services.taking import annotated, cells, examine, merged, remapped, row_count, take
from tests.offices import Offices, dump, id_number

HEADINGS = ["序号", "走访\n日期*", "户主姓名", "联系电话", "走访人员", "走访方式", "处理情况", "人口（人）"]
ROWS: list[list[Any]] = [
    ["东沟村2024年走访台账"],
    ["填报单位：东沟村", None, None, None, "填报时间：2024.12.30"],
    HEADINGS,
    [1, date(2024, 3, 5), "郑大山", 13900000001, "钱小河、孙海", "入户", "无问题", 3],
    [2, "2024.3.6", "周江", "0511-87654321", "钱小河", "电话", "当场解决", 4],
    [],
    [3, "2024年3月32日", "吴田", "13900000003", "孙海", "入户", "无问题", 2],
    HEADINGS,
    [4, "2024-03-08", "冯水", None, "孙海", "入户", "列入清单", 5],
    ["合计", None, "4户", None, None, None, None, 14],
    ["填表人：钱小河", None, None, None, "审核人：孙海"],
]


def saved(path: Path, rows: list[list[Any]], title: str = "Sheet") -> Path:
    """A workbook of one sheet with these rows."""
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


@pytest.fixture
def ledger_file(tmp_path: Path) -> Path:
    """A village's own visit ledger with what such ledgers have around their rows."""
    book, path = Workbook(), tmp_path / "走访台账.xlsx"
    book.active.title = "封面"
    book.active.append(["走访台账", "2024年"])
    sheet = book.create_sheet("三月")
    for row in ROWS:
        sheet.append(row)
    book.save(path)
    return path


def told(look: Look, sheet: str = "") -> dict[int, str]:
    """What became of each row."""
    found = {row.row: "record" for row in look.rows if not sheet or row.sheet == sheet}
    found |= {row.row: row.why for row in look.ignored if not sheet or row.sheet == sheet}
    return found | {
        one.problem.row: f"{one.problem.field} {one.problem.kind}"
        for one in look.problems
        if not sheet or one.sheet == sheet
    }


def values(look: Look, row: int) -> Mapping[str, Any]:
    return next(one.values for one in look.rows if one.row == row)


def test_every_row_becomes_something(offices: Offices, ledger_file: Path) -> None:
    village = offices.village()
    before = dump(village)
    look = examine(village, ledger_file, "visit")
    (table,) = look.tables
    assert (table.sheet, table.header_first, table.header_last) == ("三月", 3, 3)
    assert table.mapping == {
        "序号": None,
        "走访日期*": "visited_on",
        "户主姓名": "subject_name",
        "联系电话": "phone",
        "走访人员": "visitors",
        "走访方式": "kind",
        "处理情况": "handling",
        "人口（人）": None,
    }
    assert told(look, "三月") == {
        1: "title", 2: "unit_line", 4: "record", 5: "record", 7: "visited_on bad_date", 8: "heading", 9: "record",
        10: "total", 11: "signature",
    }  # fmt: skip
    assert told(look, "封面") == {1: "other_table"}
    assert values(look, 4) == {
        "visited_on": "2024-03-05",
        "subject_name": "郑大山",
        "phone": "13900000001",
        "visitors": ["钱小河", "孙海"],
        "kind": "household",
        "handling": "none",
        "village_name": "东沟村",
    }
    assert dump(village) == before


def test_faultless_rows_are_recorded_as_one_step(offices: Offices, ledger_file: Path) -> None:
    village = offices.village()
    taken = take(village, examine(village, ledger_file, "visit"), leave_out={("三月", 9)})
    assert [row.row for row in taken.rows] == [4, 5]
    found = list_records(village, Query("visit"))
    assert [one.values["subject_name"] for one in found] == ["周江", "郑大山"]
    undoing.undo(village)
    assert not [one for one in list_records(village, Query("visit")) if not one.is_withdrawn]


def test_what_is_recorded_already_is_left_out(offices: Offices, ledger_file: Path) -> None:
    village = offices.village()
    take(village, examine(village, ledger_file, "visit"), leave_out={("三月", 9)})
    look = examine(village, ledger_file, "visit")
    assert [(one.row, one.title, one.why) for one in look.alike] == [
        (4, "郑大山", "name_and_date"),
        (5, "周江", "name_and_date"),
    ]
    assert [row.row for row in take(village, look).rows] == [9]
    assert [row.row for row in take(village, look, with_alike=True).rows] == [4, 5, 9]
    with pytest.raises(Refused, match="nothing_faultless"):
        take(village, examine(village, ledger_file, "visit"))


def test_corrections_are_remembered_by_layout_and_by_heading(offices: Offices, tmp_path: Path) -> None:
    village = offices.village()
    headings = ["走访日期", "户主姓名", "走访人", "走访方式", "处理情况", "天气"]
    path = saved(tmp_path / "甲.xlsx", [headings, ["2024.3.5", "郑大山", "孙海", "入户", "无问题", "天晴"]])
    look = examine(village, path, "visit")
    assert look.tables[0].mapping["天气"] is None
    assert not look.is_remembered
    mended = remapped(village, look, {("Sheet", 1, 5): "note", ("Sheet", 1, 4): None, ("Sheet", 1, 3): "handling"})
    assert mended.tables[0].mapping | {"走访日期": ""} == {
        "走访日期": "", "户主姓名": "subject_name", "走访人": "visitors", "走访方式": "handling", "处理情况": None,
        "天气": "note",
    }  # fmt: skip
    assert [one.problem.kind for one in mended.problems if one.problem.row] == ["bad_choice"]
    take(village, remapped(village, look, {("Sheet", 1, 5): "note"}))
    again = examine(village, path, "visit")
    assert again.is_remembered
    assert values(again, 2)["note"] == "天晴"
    other = saved(
        tmp_path / "乙.xlsx", [[*headings, "户编号"], ["2024.3.5", "郑", "孙海", "入户", "无问题", "雨", "1"]]
    )
    column = examine(village, other, "visit").tables[0].columns[5]
    assert (column.field, column.source) == ("note", "learnt")
    undoing.undo(village)
    assert not examine(village, path, "visit").is_remembered


def test_a_mapping_told_beforehand(offices: Offices, tmp_path: Path) -> None:
    village = offices.village()
    path = saved(tmp_path / "甲.xlsx", [["甲列", "乙列", "丙列"], ["2024.3.5", "郑大山", "孙海"]])
    with pytest.raises(Refused, match="no_table"):
        examine(village, path, "visit")
    mapping = {"甲列": "visited_on", "乙列": "subject_name", "丙列": "visitors"}
    look = examine(village, path, "visit", mapping=mapping)
    assert look.absent == ("kind", "handling")
    with pytest.raises(Refused, match="columns_absent"):
        take(village, look)
    filled = remapped(village, look, {}, fill={"kind": "入户", "handling": "无问题"})
    assert filled.absent == ()
    assert len(take(village, filled).saved.ids) == 1
    for wrong in ({"mapping": {"甲列": "nothing"}}, {"fill": {"nothing": "1"}}):
        with pytest.raises(Refused, match="unknown_fields"):
            examine(village, path, "visit", **wrong)
    with pytest.raises(Refused, match="invalid"):
        examine(village, path, "visit", mapping=mapping, fill={"kind": "没有这样的"})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_text_with_separators(offices: Offices, tmp_path: Path, encoding: str, separator: str) -> None:
    rows = [["姓名", "职务", "联系电话"], ["喆堃镕", "支书", "13900000001"], ['"周\n江"', "会计", "1390000000"]]
    path = tmp_path / "干部.csv"
    path.write_bytes("\r\n".join(separator.join(row) for row in rows).encode(encoding))
    look = examine(offices.village(), path, "cadre")
    assert [(row.row, row.values["phone"]) for row in look.rows] == [(2, "13900000001")]
    assert look.tables[0].sheet == ""
    assert look.rows[0].values["name"] == "喆堃镕"
    assert [(one.problem.row, one.problem.kind) for one in look.problems] == [(3, "bad_phone")]


def test_lost_digits_are_never_repaired_but_the_register_is_asked(offices: Offices, tmp_path: Path) -> None:
    village, number = offices.village(), id_number()
    people = [
        {"name": "郑大山", "id_number": number, "relation": "户主", "household_no": "1"},
        {"name": "郑小山", "relation": "子", "household_no": "1"},
    ]
    record(village, "person", people)
    rows = [
        ["走访日期", "户主姓名", "身份证号", "走访人", "走访方式", "处理情况"],
        ["2024.3.5", "郑大山", float(number[:15] + "000"), "孙海", "入户", "无问题"],
        ["2024.3.5", "郑小山", float(number[:15] + "000"), "孙海", "入户", "无问题"],
    ]
    look = examine(village, saved(tmp_path / "走访.xlsx", rows), "visit")
    assert told(look) == {2: "id_number id_precision_lost", 3: "id_number id_precision_lost"}
    assert [one.problem.params.get("proposed") for one in look.problems] == [number, None]


def test_what_is_no_ledger_of_the_kind_is_refused(offices: Offices, ledger_file: Path, tmp_path: Path) -> None:
    village = offices.village()
    before = dump(village)
    for kind, code in (("enterprise", "no_table"), ("nothing", "unknown_kind")):
        with pytest.raises(Refused, match=code):
            examine(village, ledger_file, kind)
    with pytest.raises(Refused, match="no_text"):
        examine(village, saved(tmp_path / "空.xlsx", []), "visit")
    assert dump(village) == before


def test_an_exchange_workbook_is_sent_to_the_import(offices: Offices) -> None:
    village, town = offices.village(), offices.town()
    offices.send(village, town)
    with pytest.raises(Refused, match="sync_workbook"):
        examine(town, offices.folder / f"file{offices.files}.xlsx", "visit")


def test_without_a_faultless_row_nothing_is_recorded(offices: Offices, tmp_path: Path) -> None:
    village, path = offices.village(), tmp_path / "干部.csv"
    path.write_text("姓名,职务,联系电话\n郑大山,支书,12\n", encoding="utf-8")
    before = dump(village)
    with pytest.raises(Refused) as refused:
        take(village, examine(village, path, "cadre"))
    assert refused.value.code == "nothing_faultless"
    assert [problem.kind for problem in refused.value.problems] == ["bad_phone"]
    assert dump(village) == before


def test_cancelling_leaves_nothing(offices: Offices, ledger_file: Path) -> None:
    village = offices.village()
    before = dump(village)
    look = examine(village, ledger_file, "visit")
    with pytest.raises(Refused, match="cancelled"):
        examine(village, ledger_file, "visit", cancelled=lambda: True)
    with pytest.raises(Refused, match="cancelled"):
        take(village, look, cancelled=lambda: True)
    assert dump(village) == before


def test_the_sheet_is_shown_as_it_looks(offices: Offices, tmp_path: Path) -> None:
    book, path = Workbook(), tmp_path / "干部.xlsx"
    sheet = book.active
    for row in (
        ["名单"],
        ["单位", "姓名", "职务", "电话"],
        ["东沟村", "郑大山", "支书", 13900000001],
        [None, "周江", "会计", "=1/0"],
    ):
        sheet.append(row)
    sheet.merge_cells("A3:A4")
    book.save(path)
    look = examine(offices.village(), path, "cadre")
    assert row_count(look, "Sheet") == 4
    assert cells(look, "Sheet", 2, 2) == [["单位", "姓名", "职务", "电话"], ["东沟村", "郑大山", "支书", "13900000001"]]
    assert merged(look, "Sheet") == [(3, 0, 4, 0)]
    assert told(look) == {1: "title", 3: "record", 4: "phone formula"}


def test_a_copy_with_the_faulty_cells_marked(offices: Offices, ledger_file: Path, tmp_path: Path) -> None:
    look = examine(offices.village(), ledger_file, "visit")
    copy = tmp_path / "批注.xlsx"
    annotated(look, copy, lambda problem: f"问题：{problem.kind}")
    cell = load_workbook(copy)["三月"]["B7"]
    assert cell.comment is not None
    assert "bad_date" in cell.comment.text
    with pytest.raises(Refused, match="target_is_source"):
        annotated(look, ledger_file, lambda problem: "")


def test_rows_of_another_village_are_problems(offices: Offices, tmp_path: Path) -> None:
    rows = [
        ["走访日期", "村", "户主姓名", "走访人", "走访方式", "处理情况"],
        ["2024.3.5", "东沟村", "郑大山", "孙海", "入户", "无问题"],
        ["2024.3.5", "没有这个村", "周江", "孙海", "入户", "无问题"],
    ]
    town = offices.town()
    village = offices.village()
    offices.send(village, town)
    office = village.office.name
    rows[1][1] = office
    look = examine(town, saved(tmp_path / "走访.xlsx", rows), "visit")
    assert told(look) == {2: "record", 3: "village_name unknown_village"}
    assert len(take(town, look).saved.ids) == 1


def test_issues_come_in_as_far_as_they_are(offices: Offices, tmp_path: Path) -> None:
    rows = [
        ["问题编号", "问题来源", "收集日期", "问题类别", "问题描述", "整改状态", "销号日期", "备注"],
        ["旧-7", "走访", "2024.3.5", "水利", "沟堵了", "已办结", "2024.4.1", "急"],
        ["旧-8", "走访", "2024.3.6", "水利", "桥坏了", "整改中", None, None],
        ["旧-9", "走访", "2024.3.7", "水利", "灯不亮", "已合并", None, None],
    ]
    village = offices.village()
    look = examine(village, saved(tmp_path / "清单.xlsx", rows), "issue")
    assert told(look) == {2: "record", 3: "record", 4: "status bad_choice"}
    take(village, look)
    working, closed = list_records(village, Query("issue"))
    assert (closed.values["status"], closed.values["closed_on"]) == ("closed", "2024-04-01")
    assert (closed.values["code"], closed.values["note"]) == ("旧-7", "急")
    assert (working.values["status"], working.values["code"]) == ("working", "旧-8")
    undoing.undo(village)
    assert count_records(village, Query("issue")) == 0
    assert inspect(village).findings == ()


@pytest.mark.parametrize("ending", ["ods", "xls"])
def test_merged_cells_errors_and_formulas_of_other_formats(offices: Offices, ending: str) -> None:
    path = Path(__file__).parents[1] / "fixtures" / "ledgers_of_clerks" / f"clerk.{ending}"
    look = examine(offices.village(), path, "visit")
    assert told(look) == {
        1: "title", 3: "record", 4: "phone error_value", 5: "situation formula", 6: "situation formula",
    }  # fmt: skip
    assert values(look, 3)["visited_on"] == "2024-05-06"
    partial = {row.row: row.values for row in look.partial}
    assert partial[5]["group_name"] == "1组"
    assert partial[5]["subject_name"] == "郑山"
    assert next(one.problem.value for one in look.problems if one.problem.kind == "error_value") == "#DIV/0!"
