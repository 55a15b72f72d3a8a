"""Empty forms as offices make them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

THIN, THICK = Side(style="thin"), Side(style="medium")
LINED = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
LAST_LINED = Border(left=THIN, right=THIN, top=THIN, bottom=THICK)
HOUSEHOLD_ROWS = range(6, 11)
"""The rows for records of :func:`household_form`."""


def _line(sheet: Worksheet, row: int, columns: int, border: Border = LINED) -> None:
    for column in range(1, columns + 1):
        sheet.cell(row, column).border = border


def household_form(path: Path) -> Path:
    """A form with a heading of two rows, five lines, a total with sums, lines to sign, and all that offices put in."""
    book = Workbook()
    sheet = book.active
    sheet.title = "家庭情况"
    sheet.append(["家庭基本情况登记表（    年  月）"])
    sheet.merge_cells("A1:H1")
    sheet["A1"].font = Font(name="方正小标宋简体", size=18, bold=True)
    sheet["A1"].alignment = Alignment(horizontal="center")
    sheet.append(["填报单位：________", None, None, None, None, "填报日期：    年  月  日"])
    sheet.merge_cells("A2:E2")
    sheet.merge_cells("F2:H2")
    sheet.append(["序号", "户编号", "户主基本情况", None, None, "家庭", None, "备注"])
    sheet.append([None, None, "户主姓名", "身份证号", "联系电话", "人口数", "地址", None])
    for area in ("A3:A4", "B3:B4", "C3:E3", "F3:G3", "H3:H4"):
        sheet.merge_cells(area)
    sheet.append([f"({column})" for column in range(1, 9)])
    for row in (3, 4, 5):
        _line(sheet, row, 8)
        for column in range(1, 9):
            sheet.cell(row, column).fill = PatternFill("solid", fgColor="FFDDEBF7")
    for row in HOUSEHOLD_ROWS:
        _line(sheet, row, 8, LAST_LINED if row == 10 else LINED)
        sheet.row_dimensions[row].height = 27
        sheet.cell(row, 1).value = row - 5
        sheet.cell(row, 6).number_format = "0"
        sheet.cell(row, 3).font = Font(name="仿宋", size=12)
    sheet.append(["合计", None, None, None, None, "=SUM(F6:F10)", '=COUNTA(C6:C10)&"户"', None])
    _line(sheet, 11, 8)
    sheet.append([])
    sheet.append(["填报人：________", None, None, "审核人：________", None, None, "    年   月   日"])
    sheet.merge_cells("A13:C13")
    _furnish(book, sheet)
    book.save(path)
    return path


def _furnish(book: Workbook, sheet: Worksheet) -> None:
    for letter, width in zip("ABCDEFGH", (6, 10, 12, 22, 15, 8, 30, 10), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.print_title_rows = "1:5"
    sheet.print_area = "A1:H13"
    sheet.oddFooter.center.text = "第 &P 页"
    sheet.freeze_panes = "C6"
    many = DataValidation(type="whole", operator="between", formula1="0", formula2="30")
    many.add("F6:F10")
    sheet.add_data_validation(many)
    red = CellIsRule(operator="greaterThan", formula=["$F$11/2"], fill=PatternFill(bgColor="FFFFC7CE"))
    sheet.conditional_formatting.add("F6:F10", red)
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=6, min_row=6, max_row=10))
    sheet.add_chart(chart, "B15")
    sheet["H13"].comment = Comment("盖章处", "办公室")
    book.defined_names["人口合计"] = DefinedName("人口合计", attr_text="家庭情况!$F$11")
    notes = book.create_sheet("填表说明")
    notes["A1"] = "人口合计"
    notes["B1"] = "=家庭情况!F11*2"
    notes["B2"] = "=SUM(家庭情况!F6:F10)"


def plain_form(path: Path, headings: Sequence[str], title: str = "", lines: int = 0) -> Path:
    """Headings and nothing more, as somebody in a hurry sends them."""
    book = Workbook()
    sheet = book.active
    if title:
        sheet.append([title])
    sheet.append(list(headings))
    row = sheet.max_row
    for line in range(1, lines + 1):
        _line(sheet, row + line, len(headings))
    book.save(path)
    return path
