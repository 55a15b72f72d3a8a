"""An office's own form: found, filled, and otherwise left as it was."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from desktop.domain.errors import Refused
from desktop.domain.kinds import KINDS
from desktop.exchange.sealing import sealed
from desktop.exchange.templates.filling import Filled, Form, fill_form, read_form
from desktop.exchange.templates.form import Run
from desktop.exchange.templates.places import Told, filled
from desktop.exchange.templates.references import Shift, translated
from desktop.exchange.templates.table import field_for
from tests.forms_of_offices import household_form, plain_form
from tests.offices import id_number

TODAY = date(2024, 3, 28)
MARCH = Told("东沟村", "钱小河", TODAY, date(2024, 3, 1), date(2024, 3, 31))
HOUSEHOLD = KINDS["household"]
VISIT = KINDS["visit"]


def household(number: int) -> dict[str, Any]:
    return {
        "household_no": f"{number:03}",
        "head_name": f"户主{number}",
        "head_id_number": id_number(),
        "phone": "13900000001",
        "member_count": number % 5 + 1,
        "address": "二组",
    }


def fill(
    path: Path, kind: str, records: Sequence[Mapping[str, Any]], told: Told = MARCH, **more: Any
) -> tuple[Worksheet, Filled]:
    """The filled form as another program sees it."""
    form = read_form(path.read_bytes(), path.name, KINDS[kind])
    return fill_as(form, path, kind, records, told, **more)


def fill_as(
    form: Form, path: Path, kind: str, records: Sequence[Mapping[str, Any]], told: Told = MARCH, **more: Any
) -> tuple[Worksheet, Filled]:
    target = path.with_name(f"填好-{path.name}")
    mapping = {one.column: one.field for one in form.table.columns if one.field}
    counted = Told(told.unit, told.person, told.today, told.since, told.until, len(records))
    done = fill_form(form, target, KINDS[kind], mapping, records, counted, **more)
    return load_workbook(target)[form.sheet], done


def column(sheet: Worksheet, letter: str) -> list[Any]:
    return [cell.value for cell in sheet[letter]]


def edited(path: Path, change: Callable[[Worksheet], object]) -> Path:
    book = load_workbook(path)
    change(book.worksheets[0])
    book.save(path)
    return path


# -- the table ---------------------------------------------------------------------------------------------------------


def test_a_heading_of_two_rows_is_read_down_and_the_lines_below_are_counted(tmp_path: Path) -> None:
    path = household_form(tmp_path / "家庭.xlsx")
    table = read_form(path.read_bytes(), path.name, HOUSEHOLD).table
    assert (table.heading_first, table.heading_last, table.first, table.last, table.is_followed) == (3, 4, 6, 10, True)
    assert [(one.letter, one.field) for one in table.columns] == [
        ("A", "#"),
        ("B", "household_no"),
        ("C", "head_name"),
        ("D", "head_id_number"),
        ("E", "phone"),
        ("F", "member_count"),
        ("G", "address"),
        ("H", "note"),
    ]


def test_headings_alone_are_a_form(tmp_path: Path) -> None:
    path = plain_form(tmp_path / "走访.xlsx", ["走访日期", "走访对象", "走访人"], "走访表")
    sheet, done = fill(
        path, "visit", [{"visited_on": "2024-03-05", "subject_name": "郑大山", "visitors": "钱小河"}] * 3
    )
    assert done.inserted == 2
    assert column(sheet, "A") == ["走访表", "走访日期", *["2024-03-05"] * 3]


@pytest.mark.parametrize(
    ("heading", "field", "is_guess"),
    [
        ("走访日期", "visited_on", False),
        ("基本情况/联系电话", "phone", False),
        ("反映的主要问题", "demand", True),
        ("走访人/联系电话", None, False),
        ("领导批示", None, False),
        ("序 号", "#", False),
    ],
)
def test_a_heading_names_a_field_surely_or_as_a_guess(heading: str, field: str | None, is_guess: bool) -> None:
    assert field_for(VISIT, heading) == (field, is_guess)


def test_of_two_columns_for_one_field_the_sure_one_has_it(tmp_path: Path) -> None:
    path = plain_form(tmp_path / "表.xlsx", ["户主姓名（签字）及手印", "户主姓名", "户编号"], lines=2)
    columns = read_form(path.read_bytes(), path.name, HOUSEHOLD).table.columns
    assert [one.field for one in columns] == [None, "head_name", "household_no"]


# -- rows --------------------------------------------------------------------------------------------------------------


def test_more_records_than_lines_push_down_what_stands_below(tmp_path: Path) -> None:
    sheet, done = fill(household_form(tmp_path / "家庭.xlsx"), "household", [household(n) for n in range(1, 9)])
    assert done == Filled(8, 3, 5)
    assert column(sheet, "A")[5:14] == [1, 2, 3, 4, 5, 6, 7, 8, "合计"]
    assert sheet["F14"].value == "=SUM(F6:F13)"
    assert sheet["G14"].value == '=COUNTA(C6:C13)&"户"'
    assert "A16:C16" in {str(one) for one in sheet.merged_cells.ranges}
    assert sheet["H16"].comment.text == "盖章处"
    assert sheet["A16"].value == "填报人：钱小河"
    assert sheet["D16"].value == "审核人：________"
    assert sheet["G16"].value == "2024年3月28日"


def test_programs_that_only_show_the_workbook_see_the_sum(tmp_path: Path) -> None:
    path = household_form(tmp_path / "家庭.xlsx")
    people = [household(number) for number in range(1, 9)]
    fill(path, "household", people)
    shown = load_workbook(path.with_name(f"填好-{path.name}"), data_only=True)["家庭情况"]
    assert shown["F14"].value == sum(one["member_count"] for one in people)
    assert shown["G14"].value is None


def test_what_refers_to_the_rows_goes_with_them(tmp_path: Path) -> None:
    sheet, _ = fill(household_form(tmp_path / "家庭.xlsx"), "household", [household(n) for n in range(1, 21)])
    book = sheet.parent
    assert sheet.print_area == "'家庭情况'!$A$1:$H$28"
    assert sheet.print_title_rows == "$1:$5"
    assert str(sheet.data_validations.dataValidation[0].sqref) == "F6:F25"
    assert [(str(area.sqref), area.rules[0].formula) for area in sheet.conditional_formatting] == [
        ("F6:F25", ["$F$26/2"])
    ]
    assert book.defined_names["人口合计"].attr_text == "家庭情况!$F$26"
    assert [cell.value for cell in book["填表说明"]["B"]] == ["=家庭情况!F26*2", "=SUM(家庭情况!F6:F25)"]
    chart = sheet._charts[0]
    assert chart.anchor._from.row == 14 + 15
    assert chart.series[0].val.numRef.f == "'家庭情况'!$F$6:$F$25"
    assert sheet.freeze_panes == "C6"


def test_each_row_looks_as_the_form_says(tmp_path: Path) -> None:
    path = household_form(tmp_path / "家庭.xlsx")
    before = load_workbook(path).worksheets[0]
    sheet, _ = fill(path, "household", [household(n) for n in range(1, 9)])
    for row in range(6, 14):
        assert sheet.row_dimensions[row].height == 27
        assert sheet.cell(row, 3).font.name == "仿宋"
        assert sheet.cell(row, 2).border.bottom.style == ("medium" if row == 13 else "thin")
    assert {letter: one.width for letter, one in sheet.column_dimensions.items()} == {
        letter: one.width for letter, one in before.column_dimensions.items()
    }
    assert sheet.oddFooter.center.text == "第 &P 页"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet["A1"].font.name == "方正小标宋简体"


def test_fewer_records_than_lines_leave_the_rest_blank(tmp_path: Path) -> None:
    sheet, done = fill(household_form(tmp_path / "家庭.xlsx"), "household", [household(1), household(2)])
    assert done.inserted == 0
    assert column(sheet, "C")[5:11] == ["户主1", "户主2", None, None, None, None]
    assert column(sheet, "A")[5:11] == [1, 2, None, None, None, "合计"]
    assert sheet["F11"].value == "=SUM(F6:F10)"
    assert sheet["B10"].border.bottom.style == "medium"


def test_everything_else_of_the_package_is_as_it_was(tmp_path: Path) -> None:
    path = household_form(tmp_path / "家庭.xlsx")
    _, _ = fill(path, "household", [household(1)])
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(path.with_name(f"填好-{path.name}")) as after:
        changed = {name for name in before.namelist() if before.read(name) != after.read(name)}
        assert before.namelist() == after.namelist()
    assert changed == {"xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"}


def test_a_total_right_below_the_headings_keeps_its_place_below(tmp_path: Path) -> None:
    path = plain_form(tmp_path / "表.xlsx", ["户编号", "户主姓名", "家庭人口"])
    edited(path, lambda sheet: sheet.append(["合计", None, None]))
    sheet, done = fill(path, "household", [household(n) for n in (1, 2)])
    assert done.inserted == 2
    assert column(sheet, "A") == ["户编号", "001", "002", "合计"]


def test_the_sum_over_a_single_line_grows(tmp_path: Path) -> None:
    path = plain_form(tmp_path / "表.xlsx", ["户编号", "户主姓名", "家庭人口"], lines=1)
    edited(path, lambda sheet: sheet.append(["合计", None, "=SUM(C2)"]))
    sheet, _ = fill(path, "household", [household(n) for n in (1, 2, 3)])
    assert sheet["C5"].value == "=SUM(C2:C4)"


def test_formulas_of_the_line_are_in_every_row(tmp_path: Path) -> None:
    path = plain_form(tmp_path / "表.xlsx", ["户编号", "户主姓名", "家庭人口", "补贴"], lines=2)

    def put(sheet: Worksheet) -> None:
        sheet["D2"], sheet["D3"] = "=C2*$F$1", "=C3*$F$1"
        sheet.append(["合计", None, None, "=SUM(D2:D3)"])

    sheet, _ = fill(edited(path, put), "household", [household(n) for n in range(1, 5)])
    assert column(sheet, "D") == ["补贴", "=C2*$F$1", "=C3*$F$1", "=C4*$F$1", "=C5*$F$1", "=SUM(D2:D5)"]


def test_a_column_the_form_reckons_itself_is_not_filled(tmp_path: Path) -> None:
    path = plain_form(tmp_path / "表.xlsx", ["序号", "户编号", "户主姓名", "备注"], lines=1)

    def put(sheet: Worksheet) -> None:
        sheet["A2"], sheet["D2"] = "=ROW()-1", '=C2&"户"'

    sheet, _ = fill(edited(path, put), "household", [household(1), household(2)])
    assert column(sheet, "A") == ["序号", "=ROW()-1", "=ROW()-1"]
    assert column(sheet, "D") == ["备注", '=C2&"户"', '=C3&"户"']


def test_cells_merged_in_the_line_are_merged_in_every_row(tmp_path: Path) -> None:
    path = plain_form(tmp_path / "表.xlsx", ["户编号", "户主姓名", None, "家庭人口"], lines=2)

    def put(sheet: Worksheet) -> None:
        for area in ("B1:C1", "B2:C2", "B3:C3", "A4:D4"):
            sheet.merge_cells(area)
        sheet["A4"] = "说明：按户填写"

    sheet, _ = fill(edited(path, put), "household", [household(n) for n in range(1, 5)])
    assert {str(one) for one in sheet.merged_cells.ranges} == {"B1:C1", "B2:C2", "B3:C3", "B4:C4", "B5:C5", "A6:D6"}


def test_a_table_of_the_form_grows(tmp_path: Path) -> None:
    path = plain_form(tmp_path / "表.xlsx", ["户编号", "户主姓名"], lines=2)
    edited(path, lambda sheet: sheet.add_table(Table(displayName="户表", ref="A1:B3")))
    sheet, _ = fill(path, "household", [household(n) for n in range(1, 5)])
    assert sheet.tables["户表"].ref == "A1:B5"


def test_ten_thousand_rows(tmp_path: Path) -> None:
    sheet, done = fill(household_form(tmp_path / "家庭.xlsx"), "household", [household(n) for n in range(1, 10_001)])
    assert done.inserted == 9995
    assert sheet["F10006"].value == "=SUM(F6:F10005)"
    assert sheet["C10005"].value == "户主10000"


# -- values ------------------------------------------------------------------------------------------------------------


def test_values_take_the_form_their_cells_are_meant_for(tmp_path: Path) -> None:
    path = plain_form(tmp_path / "表.xlsx", ["走访日期", "走访对象", "联系电话", "户编号", "走访人"], lines=1)

    def put(sheet: Worksheet) -> None:
        sheet["A2"].number_format = 'yyyy"年"m"月"d"日"'
        sheet["B2"].number_format = "0.00"

    values = {
        "visited_on": "2024-03-05",
        "subject_name": "=1+1",
        "phone": "13900000001",
        "household_no": "0012",
        "visitors": "_x000D_&<甲>",
    }
    sheet, _ = fill(edited(path, put), "visit", [values])
    assert sheet["A2"].value == datetime(2024, 3, 5)
    assert (sheet["B2"].value, sheet["B2"].data_type, sheet["B2"].number_format) == ("=1+1", "s", "@")
    assert (sheet["C2"].value, sheet["C2"].number_format) == ("13900000001", "@")
    assert (sheet["D2"].value, sheet["D2"].number_format) == ("0012", "@")
    assert sheet["E2"].value == "_x000D_&<甲>"


def test_a_day_without_a_format_is_text_in_the_manner_of_its_heading(tmp_path: Path) -> None:
    path = plain_form(tmp_path / "表.xlsx", ["姓名", "身份证号", "出生年月"], lines=1)
    sheet, _ = fill(path, "person", [{"name": "郑大山", "birth_date": "1970-01-02"}])
    assert sheet["C2"].value == "1970.01"


def test_a_number_in_a_cell_for_text_is_text(tmp_path: Path) -> None:
    path = plain_form(tmp_path / "表.xlsx", ["户编号", "户主姓名", "家庭人口"], lines=1)

    def put(sheet: Worksheet) -> None:
        sheet["C2"].number_format = "@"

    sheet, _ = fill(edited(path, put), "household", [household(1)])
    assert sheet["C2"].value == "2"


# -- places ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "done"),
    [
        ("{单位}{年}年{月}月台账（共{条数}条）", "东沟村2024年3月台账（共7条）"),
        (
            "填报单位：____________    填报人：____  填报日期：   年  月  日",
            "填报单位：东沟村  填报人：钱小河  填报日期：2024年3月28日",
        ),
        ("填报单位（盖章）：", "填报单位（盖章）：东沟村"),
        ("走访登记表（    年   月）", "走访登记表（2024年3月）"),
        ("____年__月份", "2024年3月份"),
        ("2024年  月", "2024年3月"),
        ("____年度台账", "2024年度台账"),
        ("期间：{期间}", "期间：2024年3月1日至2024年3月31日"),
    ],
)
def test_places_are_filled(text: str, done: str) -> None:
    told = Told("东沟村", "钱小河", TODAY, date(2024, 3, 1), date(2024, 3, 31), 7)
    assert filled([Run("", text)], told) == (Run("", done),)


@pytest.mark.parametrize("text", ["出生年月", "填报单位：西桥村", "审核人：____", "2024年3月", "备注"])
def test_what_is_no_place_stays(text: str) -> None:
    assert filled([Run("", text)], MARCH) is None


def test_what_fills_a_blank_has_the_look_of_the_blank() -> None:
    line, plain = "<rPr><u/></rPr>", ""
    runs = (Run(plain, "填报单位："), Run(line, "        "), Run(plain, "单位：人"))
    assert filled(runs, MARCH) == (Run(plain, "填报单位："), Run(line, "东沟村  "), Run(plain, "单位：人"))


@pytest.mark.parametrize(
    ("since", "until", "year", "month"),
    [
        (None, None, "2024", "3"),
        (date(2024, 1, 1), date(2024, 3, 31), "2024", "1—3"),
        (date(2023, 1, 1), date(2023, 12, 31), "2023", ""),
        (date(2023, 7, 1), date(2024, 6, 30), "2023—2024", ""),
    ],
)
def test_the_period_names_year_and_month(since: date | None, until: date | None, year: str, month: str) -> None:
    told = Told("", "", TODAY, since, until)
    assert (told.year, told.month) == (year, month)


# -- references --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("formula", "moved"),
    [
        ("SUM(G5:G8)", "SUM(G5:G18)"),
        ("SUM(G5:G7)+G9", "SUM(G5:G18)+G19"),
        ("SUM(G6:G7)", "SUM(G6:G7)"),
        ("'表 一'!G5:G8&\"G9\"", "'表 一'!G5:G18&\"G9\""),
        ("COUNTIF(别的!A9:A10,1)", "COUNTIF(别的!A9:A10,1)"),
        ("LOG10(G9)+$4:$4", "LOG10(G19)+$4:$4"),
        ("SUM(A:A)", "SUM(A:A)"),
    ],
)
def test_formulas_outside_of_the_records(formula: str, moved: str) -> None:
    assert Shift(5, 8, 10).formula(formula, "表 一", is_own=True) == moved


def test_a_formula_of_the_line_goes_along_and_what_is_fixed_moves() -> None:
    assert Shift(5, 5, 3).copied("F5*$G$7+SUM(E5:G5)+A$4", "表", 2) == "F7*$G$10+SUM(E7:G7)+A$4"


def test_a_shared_formula_is_said_in_full() -> None:
    assert translated('A1+$B2+C$3:D4&"A1"', 1, 1) == 'B2+$B3+D$3:E5&"A1"'


# -- refusals ----------------------------------------------------------------------------------------------------------


def code_of(path: Path, kind: str = "household") -> str:
    with pytest.raises(Refused) as refused:
        read_form(path.read_bytes(), path.name, KINDS[kind])
    return refused.value.code


def test_what_cannot_be_filled_safely_is_refused(tmp_path: Path) -> None:
    headings = ["户编号", "户主姓名", "家庭人口"]
    cross = plain_form(tmp_path / "统计.xlsx", ["项目", "一季度", "二季度"])
    assert code_of(cross) == "form_no_table"
    old = edited(plain_form(tmp_path / "旧.xlsx", headings), lambda sheet: sheet.append(["001", "郑大山", 3]))
    assert code_of(old) == "form_not_empty"
    tall = plain_form(tmp_path / "两行.xlsx", headings, lines=4)
    edited(tall, lambda sheet: (sheet.merge_cells("A2:A3"), sheet.merge_cells("A4:A5")))
    assert code_of(tall) == "form_rows_merged"


def test_other_files_are_refused(tmp_path: Path) -> None:
    form = household_form(tmp_path / "表.xlsx")
    closed = tmp_path / "加密.xlsx"
    closed.write_bytes(sealed(form.read_bytes(), "Zoufang-2024"))
    assert code_of(closed) == "encrypted"
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(form.read_bytes()[:3000])
    assert code_of(broken) == "damaged"
    text = tmp_path / "文字.xlsx"
    text.write_text("户编号,户主姓名", "utf-8")
    assert code_of(text) == "not_workbook"
    macros = tmp_path / "宏.xlsx"
    book = Workbook()
    book.template = True
    book.save(macros)
    assert code_of(macros) == "form_not_xlsx"


def test_a_form_whose_cells_have_strange_names_is_refused(tmp_path: Path) -> None:
    form, strange = household_form(tmp_path / "表.xlsx"), tmp_path / "怪.xlsx"
    with zipfile.ZipFile(form) as source, zipfile.ZipFile(strange, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data.replace(b'r="B', b'r="b') if "worksheets/" in name else data)
    assert code_of(strange) == "form_unreadable"


def test_a_form_that_was_cancelled_leaves_no_file(tmp_path: Path) -> None:
    path = household_form(tmp_path / "家庭.xlsx")
    with pytest.raises(Refused, match="cancelled"):
        fill(path, "household", [household(1)], cancelled=lambda: True)
    assert not path.with_name(f"填好-{path.name}").exists()
