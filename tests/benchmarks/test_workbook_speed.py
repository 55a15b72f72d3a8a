"""Writing and reading workbooks against openpyxl's fastest ways of the same work."""

from __future__ import annotations

import datetime
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from rustpy_xlsxwriter import FastExcel

from desktop.exchange.cells import CellStyle
from desktop.exchange.opening import open_workbook
from desktop.exchange.sheets import write_workbook
from tests.benchmarks.measuring import RUNS, judge, take_turns
from tests.benchmarks.visit_rows import COLUMNS, visit_rows, visit_sheet

pytestmark = pytest.mark.bench

REPOSITORY = Path(__file__).resolve().parents[2]
VISITS = 10_000


def write_with_openpyxl(path: Path, rows: list[tuple[object, ...]], hidden: Sequence[Sequence[object]] = ()) -> None:
    """The same sheet by openpyxl's write-only mode; each look is made once and shared by its cells.

    ``hidden`` rows go as they are into a second, hidden sheet.
    """
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("走访记录")
    looks = _looks(sheet)
    for number, column in enumerate(COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
        sheet.column_dimensions[get_column_letter(number)].hidden = column.hidden
        if column.choices:
            rule = DataValidation(type="list", formula1=f'"{",".join(column.choices)}"')
            rule.add(f"{get_column_letter(number)}3:{get_column_letter(number)}{len(rows) + 502}")
            sheet.data_validations.append(rule)
    sheet.freeze_panes = "A3"
    sheet.auto_filter.ref = f"A2:{get_column_letter(len(COLUMNS))}{len(rows) + 2}"
    sheet.append(["走访记录"])
    sheet.append([_cell(sheet, column.heading, looks[CellStyle.HEADING]) for column in COLUMNS])
    styles = [looks[column.style] for column in COLUMNS]
    dates = [column.style is CellStyle.DATE for column in COLUMNS]
    for row in rows:
        sheet.append(
            [
                _cell(sheet, datetime.date.fromisoformat(str(value)) if is_date else value, style)
                for value, style, is_date in zip(row, styles, dates, strict=True)
            ]
        )
    if hidden:
        more = book.create_sheet("变更")
        more.sheet_state = "hidden"
        for plain in hidden:
            more.append(plain)
    book.save(path)


def _looks(sheet: Worksheet) -> dict[CellStyle, StyleArray]:
    line = Side(style="thin", color="BFC5CC")
    box = Border(left=line, right=line, top=line, bottom=line)
    formats = {
        CellStyle.TEXT: "@",
        CellStyle.WRAPPED_TEXT: "@",
        CellStyle.DATE: "yyyy-mm-dd",
        CellStyle.HEADING: "General",
    }
    looks = {}
    for style, number_format in formats.items():
        cell = WriteOnlyCell(sheet, "")
        cell.font = Font(name="宋体", size=11, bold=style is CellStyle.HEADING)
        cell.border = box
        cell.alignment = Alignment(vertical="top", wrap_text=style is CellStyle.WRAPPED_TEXT)
        if style is CellStyle.HEADING:
            cell.fill = PatternFill("solid", fgColor="E9EEF4")
        cell.number_format = number_format
        looks[style] = cell._style
    return looks


def _cell(sheet: Worksheet, value: object, style: StyleArray) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value)
    # The style is shared, not assigned part by part: the fastest way openpyxl has. Dates would else change its format.
    cell._style = style
    return cell


def test_export_of_10k_styled_visits(tmp_path: Path) -> None:
    rows = list(visit_rows(VISITS))

    def ours() -> None:
        write_workbook(tmp_path / "ours.xlsx", [visit_sheet(rows)])

    turns = take_turns(ours, lambda: write_with_openpyxl(tmp_path / "openpyxl.xlsx", rows))
    judge("export 10k styled visits", "openpyxl write_only, same look", turns, must=1 / 4, stretch=1 / 6)
    ours_size, other_size = ((tmp_path / name).stat().st_size for name in ("ours.xlsx", "openpyxl.xlsx"))
    assert ours_size < 1.25 * other_size


def test_export_against_a_compiled_writer(tmp_path: Path) -> None:
    """Its own styles are fewer: bold headings, a format for dates, a frozen row; no borders and no choices."""
    rows = list(visit_rows(VISITS))
    headings = [column.heading for column in COLUMNS]
    is_date = [column.style is CellStyle.DATE for column in COLUMNS]

    def ours() -> None:
        write_workbook(tmp_path / "ours.xlsx", [visit_sheet(rows)])

    def other() -> None:
        records = (
            {
                heading: datetime.datetime.fromisoformat(str(value)) if dated and value else value
                for heading, value, dated in zip(headings, row, is_date, strict=True)
            }
            for row in rows
        )
        book = FastExcel(str(tmp_path / "compiled.xlsx"))
        styled = book.format(datetime_format="yyyy-mm-dd", bold_headers=True).freeze(row=1)
        styled.sheet("visits", records).save()

    turns = take_turns(ours, other)
    judge("export 10k styled visits", "rustpy-xlsxwriter styled", turns, must=2.5, stretch=1.8)


def test_reading_10k_visits(tmp_path: Path) -> None:
    path = tmp_path / "visits.xlsx"
    write_workbook(path, [visit_sheet(visit_rows(VISITS))])

    def ours() -> None:
        assert sum(1 for _ in open_workbook(path).rows("走访记录")) == VISITS + 2

    def other() -> None:
        book = openpyxl.load_workbook(path, read_only=True)
        assert sum(1 for _ in book["走访记录"].iter_rows(values_only=True)) == VISITS + 2
        book.close()

    judge("read 10k rows in", "openpyxl read_only values_only", take_turns(ours, other), must=1 / 3, stretch=1 / 5)


def test_memory_of_an_export_hardly_grows_with_it(tmp_path: Path) -> None:
    turns = [(_peak_memory(100_000, tmp_path), _peak_memory(10_000, tmp_path)) for _ in range(RUNS)]
    judge("export memory, 100k visits", "10k visits", turns, must=1.5, stretch=1.2)


def _peak_memory(visits: int, folder: Path) -> float:
    """Kilobytes, of a process that does nothing else."""
    command = [sys.executable, "-m", "tests.benchmarks.export_once", str(visits), str(folder / "memory.xlsx")]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    return float(done.stdout)
