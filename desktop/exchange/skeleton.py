"""The workbook without its rows, by openpyxl: styles, names, lists, filters, print set-up, properties.

Import this module only where a workbook is written: openpyxl costs a fifth of a second.
"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from functools import cache
from itertools import zip_longest
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from desktop.exchange.cell_names import column_letter
from desktop.exchange.cells import CellPlace, CellStyle, check_text
from desktop.exchange.specs import MAX_ROWS, SPARE_ROWS, ColumnSpec, SheetSpec, WorkbookSpec

_FONT = "宋体"
_LINE = Side(style="thin", color="BFC5CC")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEADING_FILL = PatternFill("solid", fgColor="E9EEF4")
_A4 = 9
_MAX_PROPERTY = 255
_MAX_PROMPT = 255
_DIMENSION = re.compile(rb"<dimension ref=\"[^\"]*\" />")


def _font(size: int = 11, *, bold: bool = False, colour: str = "000000") -> Font:
    return Font(name=_FONT, size=size, bold=bold, color=colour, charset=134)


@cache
def _look(style: CellStyle) -> dict[str, Any]:
    """Attributes of a cell of this style, by openpyxl's names."""
    data = {"font": _font(), "border": _BOX, "alignment": Alignment(vertical="top")}
    wrapped = Alignment(vertical="top", wrap_text=True)
    return {
        CellStyle.TEXT: {**data, "number_format": "@"},
        CellStyle.WRAPPED_TEXT: {**data, "alignment": wrapped, "number_format": "@"},
        CellStyle.DATE: {
            **data,
            "alignment": Alignment(horizontal="center", vertical="top"),
            "number_format": "yyyy-mm-dd",
        },
        CellStyle.INTEGER: {**data, "number_format": "0"},
        CellStyle.NUMBER: data,
        CellStyle.HEADING: {
            "font": _font(bold=True),
            "fill": _HEADING_FILL,
            "border": _BOX,
            "alignment": Alignment(horizontal="center", vertical="center", wrap_text=True),
        },
        CellStyle.TITLE: {
            "font": _font(16, bold=True),
            "alignment": Alignment(horizontal="center", vertical="center"),
        },
        CellStyle.SUBTITLE: {"font": _font(10, colour="595959"), "alignment": Alignment(vertical="center")},
        CellStyle.PLAIN: {"font": _font(), "alignment": wrapped},
        CellStyle.PLAIN_BOLD: {"font": _font(bold=True), "alignment": wrapped},
    }[style]


def gathered_choices(sheets: Sequence[SheetSpec]) -> dict[tuple[str, ...], str]:
    """Every distinct drop-down list, with the heading of the first column that uses it."""
    lists: dict[tuple[str, ...], str] = {}
    for column in (column for sheet in sheets for column in sheet.columns):
        if column.choices:
            lists.setdefault(column.choices, column.heading)
    return lists


def choices_sheet(title: str, lists: Mapping[tuple[str, ...], str]) -> SheetSpec:
    """A hidden sheet with one column per list.

    Lists stand in cells because a list inside the rule itself may not exceed 255 characters.
    """
    return SheetSpec(
        title=title,
        columns=tuple(ColumnSpec(heading, heading, 20) for heading in lists.values()),
        rows=list(zip_longest(*lists)),
        state="hidden",
        has_filter=False,
    )


class _TimelessArchive(zipfile.ZipFile):
    """Gives its parts the first date of the format: a computer's clock may stand before it (1980), or after 2107."""

    def writestr(
        self,
        zinfo_or_arcname: str | zipfile.ZipInfo,
        data: Any,
        compress_type: int | None = None,
        compresslevel: int | None = None,
    ) -> None:
        entry = zipfile.ZipInfo(zinfo_or_arcname) if isinstance(zinfo_or_arcname, str) else zinfo_or_arcname
        super().writestr(entry, data, compress_type, compresslevel)


class Skeleton:
    """A workbook being built; sheets are added in order, each when the count of its rows is known."""

    def __init__(self, spec: WorkbookSpec, lists: Iterable[tuple[str, ...]]) -> None:
        self._spec = spec
        self._list_letters = {values: column_letter(number) for number, values in enumerate(lists, 1)}
        self._book = Workbook()
        self._book.remove(self._book.active)
        self._book.properties.creator = spec.creator or None
        self._dimensions: list[str] = []
        self.style_ids = self._registered_styles()
        for name, value in spec.properties.items():
            if len(value) > _MAX_PROPERTY:
                raise ValueError(f"document property {name} is longer than {_MAX_PROPERTY}")
            check_text(value, CellPlace("", 0, 0, name))
            self._book.custom_doc_props.append(StringProperty(name=name, value=value))

    def _registered_styles(self) -> dict[CellStyle, int]:
        """The index of every style in the workbook's table, found by styling cells that are then thrown away."""
        scratch = self._book.create_sheet("scratch")
        style_ids = {}
        for style in CellStyle:
            cell = Cell(scratch, row=1, column=1)
            for name, value in _look(style).items():
                setattr(cell, name, value)
            style_ids[style] = int(cell.style_id)
        self._book.remove(scratch)
        return style_ids

    def add_sheet(self, spec: SheetSpec, rows: int) -> None:
        """Add the sheet ``spec`` with ``rows`` rows of data."""
        sheet = self._book.create_sheet(spec.title)
        sheet.sheet_state = spec.state
        last_column = column_letter(len(spec.columns))
        last_row = max(spec.heading_row + rows, 1)
        self._dimensions.append(f"A1:{last_column}{last_row}")
        _set_columns(sheet, spec)
        first_visible = column_letter(spec.first_visible)
        for number in range(1, spec.heading_row - spec.has_headings + 1):
            if first_visible != last_column:
                sheet.merged_cells.add(f"{first_visible}{number}:{last_column}{number}")
        if spec.has_headings:
            sheet.freeze_panes = f"{column_letter(spec.frozen_columns + 1)}{spec.heading_row + 1}"
            sheet.print_title_rows = f"{spec.heading_row}:{spec.heading_row}"
            if spec.has_filter:
                sheet.auto_filter.ref = f"A{spec.heading_row}:{last_column}{last_row}"
            _add_notes(sheet, spec)
        self._add_lists(sheet, spec, last_row)
        _set_page(sheet, spec)

    def _add_lists(self, sheet: Worksheet, spec: SheetSpec, last_row: int) -> None:
        lists_title = quote_sheetname(self._spec.choices_title)
        end = min(last_row + SPARE_ROWS, MAX_ROWS)
        for number, column in enumerate(spec.columns, 1):
            if not column.choices:
                continue
            letter = self._list_letters[column.choices]
            rule = DataValidation(
                type="list",
                formula1=f"{lists_title}!${letter}$2:${letter}${len(column.choices) + 1}",
                allow_blank=True,
                showErrorMessage=column.closed,
                errorStyle="stop",
                errorTitle=(self._spec.refused_title or None) if column.closed else None,
                error=(self._spec.refused_text or None) if column.closed else None,
            )
            rule.add(f"{column_letter(number)}{spec.heading_row + 1}:{column_letter(number)}{end}")
            sheet.add_data_validation(rule)

    def parts(self) -> dict[str, bytes]:
        """The parts of the package by name; the sheets' have an empty ``<sheetData />`` for the rows."""
        visible = [number for number, sheet in enumerate(self._book.worksheets) if sheet.sheet_state == "visible"]
        self._book.active = visible[0]
        for number, sheet in enumerate(self._book.worksheets):
            # Two selected tabs would be edited together.
            sheet.sheet_view.tabSelected = number == visible[0]
        buffer = io.BytesIO()
        self._book.properties.modified = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
        with _TimelessArchive(buffer, "w", strict_timestamps=False) as target:
            ExcelWriter(self._book, target).write_data()
        with zipfile.ZipFile(buffer) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        for number, reference in enumerate(self._dimensions, 1):
            name = f"xl/worksheets/sheet{number}.xml"
            dimension = f'<dimension ref="{reference}" />'.encode()
            parts[name], count = _DIMENSION.subn(dimension, parts[name], count=1)
            parts[name] = parts[name].replace(b"<sheetData></sheetData>", b"<sheetData />")
            if not count:
                raise ValueError(f"{name} has no dimension")
        return parts


def _set_columns(sheet: Worksheet, spec: SheetSpec) -> None:
    """Widths, and the format of rows added later: an id number typed into a column of text must stay text."""
    for number, column in enumerate(spec.columns, 1):
        dimension = sheet.column_dimensions[column_letter(number)]
        dimension.width = column.width
        dimension.hidden = column.hidden
        look = _look(column.style)
        dimension.font = copy(look["font"])
        dimension.alignment = copy(look["alignment"])
        dimension.number_format = look.get("number_format", "General")


def _add_notes(sheet: Worksheet, spec: SheetSpec) -> None:
    """Notes to headings as input prompts: comments would need drawings, and lose their author in other suites."""
    for number, column in enumerate(spec.columns, 1):
        if column.note:
            if len(column.note) > _MAX_PROMPT:
                raise ValueError(f"the note of {column.key} is longer than {_MAX_PROMPT}")
            rule = DataValidation(showInputMessage=True, prompt=column.note)
            rule.add(f"{column_letter(number)}{spec.heading_row}")
            sheet.add_data_validation(rule)


def _set_page(sheet: Worksheet, spec: SheetSpec) -> None:
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.orientation = "landscape" if spec.is_landscape else "portrait"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins = PageMargins(left=0.5, right=0.5, top=0.6, bottom=0.6, header=0.3, footer=0.3)
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.center.text = spec.footer or None
    if spec.tab_colour:
        sheet.sheet_properties.tabColor = spec.tab_colour
