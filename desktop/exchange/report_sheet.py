"""A report as a workbook that looks as it does on paper: to print or hand in, never to be taken in again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.exchange.cells import CellStyle, Styled, fitting
from desktop.exchange.sheets import write_workbook
from desktop.exchange.specs import ColumnSpec, SheetSpec

_LABEL_WIDTH = 30
_NUMBER_WIDTH = 9


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A row: its label, indented by ``depth``, and its numbers; without numbers it is a heading."""

    label: str
    depth: int = 0
    numbers: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class ReportSheet:
    """A report: ``headings`` stand above the numbers; ``foot`` are lines below the table."""

    sheet: str
    title: str
    head: str
    label_heading: str
    headings: Sequence[str]
    rows: Sequence[ReportRow]
    foot: Sequence[str] = ()


def write_report(path: Path, report: ReportSheet) -> None:
    """Write the report. Refused: see ``write_workbook``."""
    columns = (
        ColumnSpec("label", report.label_heading, _LABEL_WIDTH, CellStyle.TEXT),
        *(
            ColumnSpec(f"c{number}", heading, _NUMBER_WIDTH, CellStyle.INTEGER)
            for number, heading in enumerate(report.headings)
        ),
    )
    empty = [Styled(None, CellStyle.PLAIN)] * len(report.headings)
    rows = [_row(row, len(report.headings)) for row in report.rows]
    rows += [[Styled(line, CellStyle.SUBTITLE), *empty] for line in report.foot]
    sheet = SheetSpec(
        report.sheet,
        columns,
        rows,
        title_line=report.title,
        subtitle_line=report.head,
        has_filter=False,
        frozen_columns=1,
    )
    write_workbook(path, [sheet])


def _row(row: ReportRow, width: int) -> list[object]:
    if not row.numbers:
        return [Styled(row.label, CellStyle.HEADING), *[Styled(None, CellStyle.HEADING)] * width]
    return ["　" * row.depth + fitting(row.label), *row.numbers]
