"""A workbook for posting (公示): sheets that people read, and nothing by which it could be taken in again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from desktop.domain.fields import RecordKind
from desktop.exchange.cells import CellStyle, Styled, fitting
from desktop.exchange.information import PUBLIC_PROPERTY
from desktop.exchange.layout import (
    EXPLANATION_SHEET,
    FIGURES_SHEET,
    NUMBER_HEADING,
    cell_of,
    columns_of,
)
from desktop.exchange.sheets import write_workbook
from desktop.exchange.specs import ColumnSpec, SheetSpec, WorkbookSpec


@dataclass(frozen=True, slots=True)
class PostedSheet:
    """The records of one kind for posting: their values already masked, only the fields ``posted`` of them shown."""

    kind: RecordKind
    posted: Sequence[str]
    count: int
    records: Iterable[Mapping[str, Any]]


def post(
    path: Path,
    title: str,
    lines: Sequence[str],
    sheets: Sequence[PostedSheet],
    figures: Sequence[Sequence[Any]],
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> None:
    """Write the workbook: 说明, a sheet for each kind, 统计. No hidden sheet, no author.

    Refused: see ``write_workbook``.
    """
    above: list[Sequence[object]] = [[Styled(title, CellStyle.TITLE)], *([line] for line in lines)]
    column = ColumnSpec("line", "", 80, CellStyle.PLAIN)
    write_workbook(
        path,
        [
            SheetSpec(EXPLANATION_SHEET, (column,), above, has_headings=False, has_filter=False, is_landscape=False),
            *(_sheet(sheet, title) for sheet in sheets),
            _figures(figures, title),
        ],
        WorkbookSpec(properties={PUBLIC_PROPERTY: "1"}),
        progress=progress,
        cancelled=cancelled,
    )


def explanation(office: str, since: str, until: str, today: date) -> list[str]:
    """The lines of the 说明 sheet; ISO dates, an open end of the period is ''."""
    last = until or today.isoformat()
    period = f"{since} 至 {last}" if since else f"截至 {last}"
    return [
        f"公示单位：{office}",
        f"公示内容：{period} 的走访和问题办理情况。",
        f"制表日期：{today.isoformat()}",
        "",
        "姓名只保留姓氏。身份证号、电话、银行账号、家庭情况和户类型不公示。",
        "张贴前请再通读一遍文字内容：程序认不出的人名和住址可能还写在里面。",
    ]


def _sheet(sheet: PostedSheet, title: str) -> SheetSpec:
    by_name = {column.key: column for column in columns_of(sheet.kind)}
    columns = [replace(by_name[name], choices=(), hidden=False) for name in sheet.posted]
    fields = [sheet.kind.field(name) for name in sheet.posted]
    rows = (
        [number, *(cell_of(field, values.get(field.name)) for field in fields)]
        for number, values in enumerate(sheet.records, start=1)
    )
    return SheetSpec(
        sheet.kind.sheet,
        (ColumnSpec("", NUMBER_HEADING, 6, CellStyle.INTEGER), *columns),
        rows,
        title_line=title,
        expected_rows=sheet.count,
        frozen_columns=1,
    )


def _figures(rows: Sequence[Sequence[Any]], title: str) -> SheetSpec:
    headings, *body = rows
    columns = tuple(
        ColumnSpec(f"c{number}", heading, 16, CellStyle.INTEGER if number else CellStyle.TEXT)
        for number, heading in enumerate(headings)
    )
    return SheetSpec(
        FIGURES_SHEET, columns, [list(map(fitting, row)) for row in body], title_line=title, has_filter=False
    )
