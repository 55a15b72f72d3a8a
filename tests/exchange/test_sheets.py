"""Workbooks as written: read back by two readers, and what other programs look at."""

from __future__ import annotations

import datetime
import sys
import time
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import openpyxl
import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from desktop.domain.errors import Refused
from desktop.exchange.cells import CellStyle, Styled
from desktop.exchange.sheets import write_workbook
from desktop.exchange.specs import ColumnSpec, SheetSpec, WorkbookSpec

KINDS = ("入户", "企业", "院坝会")
TAGS = tuple(f"类别第{number}种情况" for number in range(60))
COLUMNS = (
    ColumnSpec("id", "记录标识", 36, hidden=True),
    ColumnSpec("visited_on", "走访日期", 12, CellStyle.DATE),
    ColumnSpec("kind", "走访方式", 10, choices=KINDS),
    ColumnSpec("demand", "反映问题", 36, CellStyle.WRAPPED_TEXT, note="每行一件事"),
    ColumnSpec("category", "类别", 12, choices=TAGS, closed=False),
    ColumnSpec("people", "人数", 8, CellStyle.INTEGER),
)
ROWS = (
    ("a1", "2026-03-05", "入户", "路灯坏了\n第二行", TAGS[0], 3),
    ("a2", "三月初", "企业", "=1+1", None, None),
)
TRICKY = (
    "=SUM(A1)",
    "+86 138",
    "-1",
    "@all",
    " 前后有空格 ",
    "第一行\n第二行",
    "回车\r\n换行",
    "制表\t符",
    "\n",
    "😀👨‍👩‍👧",
    "㛃䶮𠮷",
    "_x000D_",
    "a_x000d_x0041_b",
    "_x005F_",
    "<b>&amp;\"'",
    "]]>",
    "001",
    "329981197001010019",
    "1E5",
    "TRUE",
    "#N/A",
    "2026-03-05",
    "e\u0301 \u200b\u2028\x85\ufeff",
)


def visits(rows: Sequence[Sequence[object]] = ROWS) -> SheetSpec:
    return SheetSpec("走访记录", COLUMNS, rows, title_line="走访记录", subtitle_line="唐陵村", frozen_columns=3)


def read(path: Path, sheet: str) -> list[list[object]]:
    return list(CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).iter_rows())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "走访.xlsx"


def test_rows_are_read_back_by_calamine(path: Path) -> None:
    assert write_workbook(path, [visits()]) == 2
    assert read(path, "走访记录") == [
        ["", "走访记录", "", "", "", ""],
        ["", "唐陵村", "", "", "", ""],
        [column.heading for column in COLUMNS],
        ["a1", datetime.date(2026, 3, 5), "入户", "路灯坏了\n第二行", TAGS[0], 3.0],
        ["a2", "三月初", "企业", "=1+1", "", ""],
    ]


@pytest.mark.parametrize("read_only", [False, True])
def test_rows_are_read_back_by_openpyxl(path: Path, read_only: bool) -> None:
    write_workbook(path, [visits()])
    book = openpyxl.load_workbook(path, read_only=read_only)
    rows = list(book["走访记录"].iter_rows(min_row=4, values_only=True))
    book.close()
    assert rows == [
        ("a1", datetime.datetime(2026, 3, 5), "入户", "路灯坏了\n第二行", TAGS[0], 3),
        ("a2", "三月初", "企业", "=1+1", None, None),
    ]


def test_every_tricky_text_survives_both_readers(path: Path) -> None:
    sheet = SheetSpec(
        "表", (ColumnSpec("a", "甲"), ColumnSpec("b", "乙", style=CellStyle.WRAPPED_TEXT)), [(t, t) for t in TRICKY]
    )
    write_workbook(path, [sheet])
    assert read(path, "表")[1:] == [[text, text] for text in TRICKY]
    cells = list(openpyxl.load_workbook(path)["表"].iter_rows(min_row=2))
    assert [row[0].value for row in cells] == list(TRICKY)
    assert {cell.data_type for row in cells for cell in row} == {"s"}


@settings(max_examples=40)
@given(
    st.lists(
        st.text(
            st.one_of(
                st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"),
                st.sampled_from("\t\n\r_x000DF5<&>=' "),
            ),
            max_size=30,
        ),
        min_size=1,
        max_size=20,
    )
)
def test_any_text_survives_both_readers(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    path = tmp_path_factory.mktemp("any") / "t.xlsx"
    # A mark beside each text, since readers leave out rows at the end that hold nothing.
    write_workbook(path, [SheetSpec("表", (ColumnSpec("a", "甲"), ColumnSpec("b", "乙")), [(t, "|") for t in texts])])
    assert [row[0] for row in read(path, "表")[1:]] == texts
    sheet = openpyxl.load_workbook(path)["表"]
    assert [row[0] or "" for row in sheet.iter_rows(min_row=2, values_only=True)] == texts


def test_what_surrounds_the_rows(path: Path) -> None:
    write_workbook(path, [visits()], WorkbookSpec(refused_title="不在列表中", refused_text="请选择"))
    sheet = openpyxl.load_workbook(path)["走访记录"]
    assert sheet.dimensions == "A1:F5"
    assert sheet.freeze_panes == "D4"
    assert sheet.auto_filter.ref == "A3:F5"
    assert sheet.print_title_rows == "$3:$3"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.oddFooter.center.text == "&P / &N"
    assert {str(merged) for merged in sheet.merged_cells.ranges} == {"B1:F1", "B2:F2"}
    assert [sheet.column_dimensions[letter].hidden for letter in "AB"] == [True, False]
    assert sheet.column_dimensions["D"].width == 36
    # Typed into later, an id number must stay text.
    assert sheet.column_dimensions["A"].number_format == "@"


def test_names_of_filter_and_titles_are_those_excel_reserves(path: Path) -> None:
    write_workbook(path, [visits()])
    with zipfile.ZipFile(path) as archive:
        root = fromstring(archive.read("xl/workbook.xml"))
    names = {(node.get("name"), node.text) for node in root.iter() if node.tag.endswith("}definedName")}
    assert ("_xlnm._FilterDatabase", "'走访记录'!$A$3:$F$5") in names
    assert ("_xlnm.Print_Titles", "'走访记录'!$3:$3") in names


def test_lists_stand_in_a_hidden_sheet_and_reach_below_the_data(path: Path) -> None:
    write_workbook(
        path, [visits()], WorkbookSpec(choices_title="选项", refused_title="不在列表中", refused_text="请选择")
    )
    book = openpyxl.load_workbook(path)
    assert book["选项"].sheet_state == "hidden"
    assert [cell.value for cell in book["选项"]["A"]][:4] == ["走访方式", *KINDS]
    assert [cell.value for cell in book["选项"]["B"]] == ["类别", *TAGS]
    rules = {str(rule.sqref): rule for rule in book["走访记录"].data_validations.dataValidation}
    assert rules["C4:C505"].formula1 == "'选项'!$A$2:$A$4"
    assert (rules["C4:C505"].showErrorMessage, rules["C4:C505"].error) == (True, "请选择")
    assert rules["E4:E505"].formula1 == "'选项'!$B$2:$B$61"
    assert not rules["E4:E505"].showErrorMessage
    assert rules["D3"].prompt == "每行一件事"


def test_one_list_used_twice_is_kept_once(path: Path) -> None:
    columns = (ColumnSpec("a", "甲", choices=KINDS), ColumnSpec("b", "乙", choices=KINDS))
    write_workbook(path, [SheetSpec("一", columns), SheetSpec("二", columns)])
    assert read(path, "选项") == [["甲"], *([kind] for kind in KINDS)]


def test_cells_have_the_looks_of_their_columns(path: Path) -> None:
    write_workbook(path, [visits()])
    sheet = openpyxl.load_workbook(path)["走访记录"]
    assert (sheet["A4"].number_format, sheet["B4"].number_format) == ("@", "yyyy-mm-dd")
    assert sheet["D4"].alignment.wrap_text
    assert sheet["A3"].font.bold
    assert sheet["A3"].fill.fgColor.rgb == "00E9EEF4"
    assert {sheet.cell(row, 5).border.bottom.style for row in (3, 4, 5)} == {"thin"}
    assert {sheet.cell(row, 1).font.name for row in (1, 3, 4)} == {"宋体"}


def test_a_sheet_of_plain_lines_has_no_headings_and_no_filter(path: Path) -> None:
    lines = SheetSpec(
        "说明",
        (ColumnSpec("line", width=90, style=CellStyle.PLAIN),),
        [(Styled("填写说明", CellStyle.PLAIN_BOLD),), ("每户一行",), (None,), ("末行",)],
        has_headings=False,
        is_landscape=False,
        tab_colour="2F6FB0",
    )
    write_workbook(path, [lines, visits()])
    sheet = openpyxl.load_workbook(path)["说明"]
    assert [row[0] for row in sheet.iter_rows(values_only=True)] == ["填写说明", "每户一行", None, "末行"]
    assert [sheet[f"A{row}"].font.bold for row in (1, 2)] == [True, False]
    assert (sheet.auto_filter.ref, sheet.freeze_panes, sheet.page_setup.orientation) == (None, None, "portrait")
    assert sheet.sheet_properties.tabColor.rgb == "002F6FB0"


def test_the_first_visible_sheet_is_the_one_shown(path: Path) -> None:
    hidden = SheetSpec("数据", (ColumnSpec("a", "甲"),), [("x",)], state="veryHidden")
    write_workbook(path, [hidden, visits(), SheetSpec("统计", (ColumnSpec("a", "甲"),))])
    book = openpyxl.load_workbook(path)
    assert book.active.title == "走访记录"
    assert [sheet.title for sheet in book if sheet.sheet_view.tabSelected] == ["走访记录"]
    assert book["数据"].sheet_state == "veryHidden"


def test_properties_are_text(path: Path) -> None:
    write_workbook(
        path, [visits()], WorkbookSpec(properties={"zoufang.node": "0012", "zoufang.unit": "唐陵村"}, creator="张三")
    )
    book = openpyxl.load_workbook(path)
    assert {item.name: item.value for item in book.custom_doc_props.props} == {
        "zoufang.node": "0012",
        "zoufang.unit": "唐陵村",
    }
    assert book.properties.creator == "张三"
    with pytest.raises(Refused, match="bad_character"):
        write_workbook(path, [visits()], WorkbookSpec(properties={"unit": "唐\x00陵"}))
    with pytest.raises(ValueError, match="longer than 255"):
        write_workbook(path, [visits()], WorkbookSpec(properties={"unit": "唐" * 256}))


def test_every_part_is_declared_well_formed_and_there_once(path: Path) -> None:
    write_workbook(path, [visits()], WorkbookSpec(properties={"a": "b"}))
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert len(set(names)) == len(names)
        assert names[0] == "[Content_Types].xml"
        for name in names:
            fromstring(archive.read(name))
        types = fromstring(archive.read("[Content_Types].xml"))
    declared = {node.get("PartName", "").lstrip("/") for node in types}
    assert {name for name in names if name.endswith(".xml") and name != "[Content_Types].xml"} <= declared


def test_rows_are_taken_one_by_one_and_a_cancel_keeps_the_old_file(path: Path) -> None:
    path.write_bytes(b"old")
    taken = 0

    def endless() -> Iterator[tuple[object, ...]]:
        nonlocal taken
        while True:
            taken += 1
            yield ROWS[0]

    with pytest.raises(Refused, match="cancelled"):
        write_workbook(path, [visits(endless())], cancelled=lambda: taken > 1000)
    assert 1000 < taken < 1200
    assert path.read_bytes() == b"old"
    assert list(path.parent.iterdir()) == [path]


def test_a_refused_value_names_its_place_and_keeps_the_old_file(path: Path) -> None:
    path.write_bytes(b"old")
    with pytest.raises(Refused, match="bad_character") as refused:
        write_workbook(path, [visits([*ROWS, ("a3", None, None, "铃\x07", None, None)])])
    assert (refused.value.params["sheet"], refused.value.params["row"]) == ("走访记录", 6)
    assert refused.value.params["heading"] == "反映问题"
    assert path.read_bytes() == b"old"


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX limits")
def test_a_write_that_fails_half_way_keeps_the_old_file(path: Path) -> None:
    import resource

    path.write_bytes(b"old")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        with pytest.raises(Refused, match="write_failed"):
            write_workbook(path, [visits()])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert path.read_bytes() == b"old"
    assert list(path.parent.iterdir()) == [path]


def test_progress_counts_rows_seldom_and_ends_at_the_total(path: Path) -> None:
    told: list[tuple[int, int]] = []
    sheet = SheetSpec("表", (ColumnSpec("a", "甲"),), iter([("x",)] * 5000), expected_rows=5000)
    write_workbook(path, [sheet], progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (5000, 5000)
    assert told == sorted(told)
    assert len(told) < 20


def test_rows_beyond_the_last_of_a_sheet_are_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.exchange.sheets.MAX_ROWS", 4)
    with pytest.raises(Refused, match="too_many_rows"):
        write_workbook(path, [visits()])


@pytest.mark.parametrize("title", ["", "长" * 32, "a/b", "a[b", "'"])
def test_bad_sheet_titles_are_faults(title: str) -> None:
    with pytest.raises(ValueError, match="title"):
        SheetSpec(title, (ColumnSpec("a"),))


def test_twin_titles_and_a_workbook_without_a_visible_sheet_are_faults(path: Path) -> None:
    column = (ColumnSpec("a"),)
    with pytest.raises(ValueError, match="one title"):
        write_workbook(path, [SheetSpec("Sheet", column), SheetSpec("sheet", column)])
    with pytest.raises(ValueError, match="visible"):
        write_workbook(path, [SheetSpec("表", column, state="hidden")])


@pytest.mark.parametrize("year", [1970, 2000, 2099, 2110])
def test_a_workbook_can_be_written_whatever_the_clock_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, year: int
) -> None:
    monkeypatch.setattr(time, "localtime", lambda *_: time.struct_time((year, 1, 1, 0, 0, 0, 0, 1, 0)))
    path = tmp_path / "x.xlsx"
    write_workbook(path, [SheetSpec("一", (ColumnSpec("a", "甲"),), rows=[["乙"]])])
    assert openpyxl.load_workbook(path)["一"]["A2"].value == "乙"
