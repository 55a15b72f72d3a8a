"""The annotated copy: the faulty cells are coloured and commented, everything else is as it was."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from desktop.domain.errors import Refused
from desktop.exchange.annotating import Mark, annotate
from desktop.exchange.cells import CellStyle
from desktop.exchange.opening import open_workbook
from desktop.exchange.sealing import is_sealed, sealed, unsealed
from desktop.exchange.sheets import write_workbook
from desktop.exchange.specs import ColumnSpec, SheetSpec, WorkbookSpec
from tests.office_suite import save_again

RED = "FFFFC7CE"
Rewrite = Callable[[str, bytes], bytes | None]


def rewritten(path: Path, change: Rewrite) -> None:
    """Change the parts of a package; None drops one."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: change(name, archive.read(name)) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            if data is not None:
                archive.writestr(name, data)


def red_cells(sheet: Worksheet) -> set[str]:
    return {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.fill.fgColor.rgb == RED}


def comments(sheet: Worksheet) -> dict[str, str]:
    return {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    """A workbook of this program's with a hidden sheet and a hidden column."""
    path = tmp_path / "ours.xlsx"
    columns = (
        ColumnSpec("a", "对象"),
        ColumnSpec("b", "日期", style=CellStyle.DATE),
        ColumnSpec("c", "方式", choices=("入户", "电话")),
        ColumnSpec("id", "记录标识", hidden=True),
    )
    rows = [["张三", "2026-03-05", "入户", "x1"], ["李四", None, "上门", "x2"], ["王五", "13月", None, "x3"]]
    sheets = [SheetSpec("走访记录", columns, rows, title_line="走访"), SheetSpec("变更", columns, rows, state="hidden")]
    write_workbook(path, sheets, WorkbookSpec(properties={"zoufang": "1"}, creator="唐陵村"))
    return path


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """A workbook of another program's: own colours, comments, merged cells, two sheets."""
    book = Workbook()
    sheet = book.active
    sheet.title = "台账"
    sheet["A1"] = "标题"
    sheet.merge_cells("A1:C2")
    sheet["B4"] = "bad"
    sheet["B4"].font = Font(bold=True, color="FF0000FF")
    sheet["B4"].number_format = "0.00"
    sheet["B4"].comment = Comment("原来的话", "张会计")
    sheet["C4"] = "fine"
    sheet["C4"].fill = PatternFill("solid", fgColor="FF00FF00")
    sheet["C4"].comment = Comment("别动", "张会计")
    sheet["E9"] = "end"
    sheet.column_dimensions["D"].hidden = True
    book.create_sheet("另一张")["A1"] = "x"
    path = tmp_path / "foreign.xlsx"
    book.save(path)
    return path


def test_only_the_marked_cells_change(ours: Path, tmp_path: Path) -> None:
    target = tmp_path / "marked.xlsx"
    annotate(ours, target, [Mark("走访记录", 4, 3, "没有这个选项"), Mark("走访记录", 5, 2, "日期不对")])
    before, after = load_workbook(ours), load_workbook(target)
    assert after.sheetnames == before.sheetnames
    sheet = after["走访记录"]
    assert red_cells(sheet) == {"C4", "B5"}
    assert comments(sheet) == {"C4": "没有这个选项", "B5": "日期不对"}
    assert sheet["C4"].comment.author == "走访通"
    assert sheet.sheet_properties.tabColor.rgb == "FFE5484D"
    for old in before:
        new = after[old.title]
        assert new.sheet_state == old.sheet_state
        assert new.freeze_panes == old.freeze_panes
        assert new.auto_filter.ref == old.auto_filter.ref
        assert [rule.sqref for rule in new.data_validations.dataValidation] == [
            rule.sqref for rule in old.data_validations.dataValidation
        ]
        for row in old.iter_rows():
            for cell in row:
                twin = new[cell.coordinate]
                assert twin.value == cell.value
                for look in ("number_format", "font", "border", "alignment"):
                    assert repr(getattr(twin, look)) == repr(getattr(cell, look))
    assert [(one.name, one.value) for one in after.custom_doc_props.props] == [("zoufang", "1")]


def test_the_parts_that_no_mark_concerns_are_the_same_bytes(ours: Path, tmp_path: Path) -> None:
    target = tmp_path / "marked.xlsx"
    annotate(ours, target, [Mark("走访记录", 4, 3, "x")])
    with zipfile.ZipFile(ours) as old, zipfile.ZipFile(target) as new:
        differing = {name for name in old.namelist() if old.read(name) != new.read(name)}
        added = set(new.namelist()) - set(old.namelist())
        sheet = new.read("xl/worksheets/sheet1.xml")
        was = old.read("xl/worksheets/sheet1.xml")
    assert differing == {"[Content_Types].xml", "xl/styles.xml", "xl/worksheets/sheet1.xml"}
    assert added == {"xl/comments1.xml", "xl/drawings/vmlDrawing1.vml", "xl/worksheets/_rels/sheet1.xml.rels"}
    # Taken back by hand, the three changes leave the old bytes.
    sheet = re.sub(rb"<legacyDrawing [^>]*/>", b"", sheet).replace(b'<tabColor rgb="FFE5484D"/>', b"")
    look = re.search(rb'<c r="C4"[^>]*>', was)
    assert look is not None
    assert re.sub(rb'<c r="C4"[^>]*>', look[0], sheet) == was


def test_comments_and_looks_of_others_stay(foreign: Path, tmp_path: Path) -> None:
    target = tmp_path / "marked.xlsx"
    annotate(
        foreign, target, [Mark("台账", 4, 2, "第一处"), Mark("台账", 4, 2, "第二处"), Mark("台账", 9, 5, "第三处")]
    )
    sheet = load_workbook(target)["台账"]
    assert red_cells(sheet) == {"B4", "E9"}
    assert comments(sheet) == {"B4": "原来的话\n走访通：第一处\n第二处", "C4": "别动", "E9": "第三处"}
    assert sheet["B4"].comment.author == "张会计"
    assert (sheet["B4"].font.bold, sheet["B4"].font.color.rgb, sheet["B4"].number_format) == (True, "FF0000FF", "0.00")
    assert sheet["C4"].fill.fgColor.rgb == "FF00FF00"


def test_a_mark_goes_to_where_it_is_seen(foreign: Path, tmp_path: Path) -> None:
    target = tmp_path / "marked.xlsx"
    annotate(
        foreign, target, [Mark("台账", 2, 3, "合并"), Mark("台账", 9, 4, "隐藏列"), Mark("台账", 7, 2, "没有这一行")]
    )
    sheet = load_workbook(target)["台账"]
    assert comments(sheet) == {"A1": "合并", "B4": "原来的话", "C4": "别动", "B7": "没有这一行", "A9": "隐藏列"}
    assert red_cells(sheet) == {"A1", "A9", "B7"}


def test_a_whole_row_is_marked_at_its_cells(foreign: Path, tmp_path: Path) -> None:
    target = tmp_path / "marked.xlsx"
    annotate(foreign, target, [Mark("台账", 4, 0, "整行")])
    sheet = load_workbook(target)["台账"]
    assert red_cells(sheet) == {"B4", "C4"}
    assert comments(sheet)["B4"] == "原来的话\n走访通：整行"


def test_two_sheets_get_drawings_of_their_own(foreign: Path, tmp_path: Path) -> None:
    target = tmp_path / "marked.xlsx"
    annotate(foreign, target, [Mark("台账", 9, 5, "一"), Mark("另一张", 1, 1, "二")])
    book = load_workbook(target)
    assert comments(book["另一张"]) == {"A1": "二"}
    assert comments(book["台账"])["E9"] == "一"
    with zipfile.ZipFile(target) as archive:
        shapes = [
            found
            for name in archive.namelist()
            if name.endswith(".vml")
            for found in re.findall(rb'id="(_x0000_s[0-9]+)"', archive.read(name))
        ]
    assert len(shapes) == len(set(shapes)) >= 2


def test_annotating_twice_keeps_both(ours: Path, tmp_path: Path) -> None:
    once, twice = tmp_path / "once.xlsx", tmp_path / "twice.xlsx"
    annotate(ours, once, [Mark("走访记录", 4, 3, "一")])
    annotate(once, twice, [Mark("走访记录", 4, 3, "二"), Mark("走访记录", 5, 2, "三")])
    sheet = load_workbook(twice)["走访记录"]
    assert comments(sheet) == {"C4": "一\n走访通：二", "B5": "三"}
    assert red_cells(sheet) == {"C4", "B5"}


@pytest.mark.parametrize("text", ["<b>&\"'", "一\n二", "x\x00\x0b\ufffe\ud800y", "长" * 5000, "]]>"])
def test_any_text_can_be_said(ours: Path, tmp_path: Path, text: str) -> None:
    target = tmp_path / "marked.xlsx"
    annotate(ours, target, [Mark("走访记录", 4, 3, text)])
    said = comments(load_workbook(target)["走访记录"])["C4"]
    assert said == re.sub("[\x00\x0b\ufffe\ud800]", "", text)[:2000]


def prefixed(name: str, data: bytes) -> bytes:
    """The worksheet and the style table with a prefix on every element, as some programs write them."""
    if not name.endswith(("sheet1.xml", "styles.xml")):
        return data
    data = re.sub(rb"<(/?)([A-Za-z])", rb"<\1x:\2", data)
    return data.replace(b" xmlns=", b" xmlns:x=")


def unnumbered(name: str, data: bytes) -> bytes:
    """Rows and cells without their numbers."""
    return re.sub(rb'(<(?:row|c)) r="[A-Z0-9]+"', rb"\1", data) if name.endswith("sheet1.xml") else data


def marked_with_byte_order(name: str, data: bytes) -> bytes:
    return b"\xef\xbb\xbf" + data if name.endswith(("sheet1.xml", "styles.xml")) else data


@pytest.mark.parametrize("change", [prefixed, unnumbered, marked_with_byte_order], ids=lambda change: change.__name__)
def test_other_ways_to_write_the_same(ours: Path, tmp_path: Path, change: Rewrite) -> None:
    target = tmp_path / "marked.xlsx"
    rewritten(ours, change)
    annotate(ours, target, [Mark("走访记录", 4, 3, "一"), Mark("走访记录", 5, 2, "二")])
    with zipfile.ZipFile(target) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    assert b"legacyDrawing" in sheet
    book = load_workbook(target)["走访记录"]
    assert red_cells(book) == {"C4", "B5"}
    assert comments(book) == {"C4": "一", "B5": "二"}


def test_a_sealed_workbook_is_sealed_again(ours: Path, tmp_path: Path) -> None:
    ours.write_bytes(sealed(ours.read_bytes(), "abc"))  # another program takes a short password
    target = tmp_path / "marked.xlsx"
    annotate(ours, target, [Mark("走访记录", 4, 3, "一")], "abc")
    assert is_sealed(target.read_bytes())
    book = load_workbook(io.BytesIO(unsealed(target.read_bytes(), "abc", "a")))
    assert comments(book["走访记录"]) == {"C4": "一"}
    with pytest.raises(Refused, match="wrong_password"):
        annotate(ours, tmp_path / "no.xlsx", [], "abd")


def without_styles(name: str, data: bytes) -> bytes | None:
    return None if name == "xl/styles.xml" else data


def without_sheet(name: str, data: bytes) -> bytes | None:
    return None if name == "xl/worksheets/sheet1.xml" else data


def in_other_encoding(name: str, data: bytes) -> bytes | None:
    if name != "xl/worksheets/sheet1.xml":
        return data
    return '<?xml version="1.0" encoding="UTF-16"?>'.encode("utf-16") + data.decode().encode("utf-16-le")


@pytest.mark.parametrize(
    "change", [without_styles, without_sheet, in_other_encoding], ids=lambda change: change.__name__
)
def test_what_is_not_understood_is_refused_and_nothing_written(ours: Path, tmp_path: Path, change: Rewrite) -> None:
    rewritten(ours, change)
    with pytest.raises(Refused, match="not_annotatable"):
        annotate(ours, tmp_path / "no.xlsx", [Mark("走访记录", 4, 3, "x")])
    assert list(tmp_path.iterdir()) == [ours]


def test_a_sheet_or_a_file_that_is_not_there_is_refused(ours: Path, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="not_annotatable"):
        annotate(ours, tmp_path / "no.xlsx", [Mark("没有", 1, 1, "x")])
    with pytest.raises(Refused, match="not_found"):
        annotate(tmp_path / "none.xlsx", tmp_path / "no.xlsx", [])


@pytest.mark.office
def test_another_suite_shows_marks_and_comments(foreign: Path, tmp_path: Path) -> None:
    marked, again = tmp_path / "marked.xlsx", tmp_path / "again.xlsx"
    annotate(foreign, marked, [Mark("台账", 4, 2, "第一处"), Mark("台账", 9, 5, "第三处"), Mark("另一张", 1, 1, "四")])
    save_again(marked, again)
    book = load_workbook(again)
    assert red_cells(book["台账"]) == {"B4", "E9"}
    assert comments(book["台账"]) == {"B4": "原来的话\n走访通：第一处", "C4": "别动", "E9": "第三处"}
    assert comments(book["另一张"]) == {"A1": "四"}


@pytest.mark.office
def test_the_copy_of_another_suite_can_be_annotated(ours: Path, tmp_path: Path) -> None:
    theirs, marked = tmp_path / "theirs.xlsx", tmp_path / "marked.xlsx"
    save_again(ours, theirs)
    annotate(theirs, marked, [Mark("走访记录", 4, 3, "一")])
    assert comments(load_workbook(marked)["走访记录"]) == {"C4": "一"}
    opened, before = open_workbook(marked), open_workbook(theirs)
    assert opened.sheet_names == before.sheet_names
    assert all(list(opened.rows(name)) == list(before.rows(name)) for name in before.sheet_names)
