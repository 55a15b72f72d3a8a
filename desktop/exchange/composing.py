"""An exchange workbook from what an office hands over."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from desktop.domain.fields import RecordKind
from desktop.exchange.carrying import line_of
from desktop.exchange.cells import CellStyle, Styled, fitting
from desktop.exchange.information import CHANGES_SHEET, FORMAT, INFO_SHEET, PROPERTY, info_rows
from desktop.exchange.layout import (
    CHOICES_SHEET,
    EXPLANATION_SHEET,
    FIGURES_SHEET,
    HISTORY_SHEET,
    columns_of,
    row_of,
)
from desktop.exchange.packing import ENCODING, packed
from desktop.exchange.sheets import write_workbook
from desktop.exchange.specs import ColumnSpec, SheetSpec, WorkbookSpec

_CHANGES_PER_CELL = 20
"""About, for the progress bar."""

HISTORY_COLUMNS = (
    ColumnSpec("code", "问题编号", 18),
    ColumnSpec("title", "问题", 30, CellStyle.WRAPPED_TEXT),
    ColumnSpec("happened_on", "办理日期", 12, CellStyle.DATE),
    ColumnSpec("wall", "记录时间", 18),
    ColumnSpec("actor", "记录人", 14),
    ColumnSpec("office", "单位", 14),
    ColumnSpec("act", "事项", 12),
    ColumnSpec("content", "内容", 60, CellStyle.WRAPPED_TEXT),
)


@dataclass(frozen=True, slots=True)
class RecordSheet:
    """The records of one kind that go into the workbook: (id, values) pairs, read once."""

    kind: RecordKind
    count: int
    records: Iterable[tuple[str, Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Everything a workbook is made of.

    ``info`` is the content of the hidden information sheet (see :func:`desktop.exchange.parsing.parse_workbook`);
    ``changes`` yields the parts of changes in the order of :data:`desktop.exchange.carrying.PARTS`, and their patches
    as JSON text.
    """

    title: str
    explanation: Sequence[str]
    info: Mapping[str, Any]
    records: Sequence[RecordSheet]
    history: Iterable[Sequence[str]]
    figures: Sequence[Sequence[Any]]
    changes: Iterable[Sequence[Any]]
    change_count: int
    categories: Sequence[str] = ()
    subtitle: str = ""
    property_text: str = ""


def compose(
    path: Path,
    outgoing: Outgoing,
    *,
    password: str = "",
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> None:
    """Write the workbook, sealed if there is a password; the old file stays whole until the new one is.

    Refused: see ``write_workbook``.
    """
    sheets = [
        _explanation(outgoing),
        *(_record_sheet(sheet, outgoing) for sheet in outgoing.records),
        SheetSpec(HISTORY_SHEET, HISTORY_COLUMNS, outgoing.history, title_line="问题办理记录"),
        _figures(outgoing),
        SheetSpec(
            INFO_SHEET,
            tuple(ColumnSpec(f"c{number}") for number in range(_widest(outgoing.info))),
            list(_padded(info_rows(outgoing.info), _widest(outgoing.info))),
            has_headings=False,
            has_filter=False,
            state="hidden",
            closing=partial(_closing, _widest(outgoing.info)) if "unshown" in outgoing.info else None,
        ),
        _changes(outgoing),
    ]
    spec = WorkbookSpec(
        properties={PROPERTY: outgoing.property_text},
        creator=str(outgoing.info["sender"]["name"]),
        choices_title=CHOICES_SHEET,
        refused_title="不在选项内",
        refused_text="请从下拉列表中选择。",
    )
    write_workbook(path, sheets, spec, password=password, progress=progress, cancelled=cancelled)


def _closing(width: int, seal: str) -> list[str | None]:
    return next(_padded(info_rows({"seal": seal}), width))


def _widest(info: Mapping[str, Any]) -> int:
    return max(len(row) for row in info_rows(info))


def _padded(rows: Iterable[list[str]], width: int) -> Iterator[list[str | None]]:
    for row in rows:
        yield [*row, *([None] * (width - len(row)))]


def _explanation(outgoing: Outgoing) -> SheetSpec:
    lines: list[Sequence[object]] = [
        [Styled(outgoing.title, CellStyle.TITLE)],
        *([line] for line in outgoing.explanation),
    ]
    return SheetSpec(
        EXPLANATION_SHEET,
        (ColumnSpec("line", "", 80, CellStyle.PLAIN),),
        lines,
        has_headings=False,
        has_filter=False,
        is_landscape=False,
    )


def _record_sheet(sheet: RecordSheet, outgoing: Outgoing) -> SheetSpec:
    rows = (
        row_of(sheet.kind, number, record_id, values)
        for number, (record_id, values) in enumerate(sheet.records, start=1)
    )
    return SheetSpec(
        sheet.kind.sheet,
        columns_of(sheet.kind, outgoing.categories),
        rows,
        title_line=f"{outgoing.info['sender']['name']}{sheet.kind.sheet}",
        subtitle_line=outgoing.subtitle,
        expected_rows=sheet.count,
        frozen_columns=1,
    )


def _figures(outgoing: Outgoing) -> SheetSpec:
    width = max((len(row) for row in outgoing.figures), default=1)
    columns = tuple(
        ColumnSpec(f"c{number}", "", 16, CellStyle.PLAIN if number == 0 else CellStyle.INTEGER)
        for number in range(width)
    )
    rows = [[*map(fitting, row), *([None] * (width - len(row)))] for row in outgoing.figures]
    return SheetSpec(FIGURES_SHEET, columns, rows, title_line="统计", has_headings=False, has_filter=False)


def _changes(outgoing: Outgoing) -> SheetSpec:
    return SheetSpec(
        CHANGES_SHEET,
        (ColumnSpec("cells", "", 12, CellStyle.TEXT),),
        change_rows(outgoing.changes),
        state="hidden",
        has_headings=False,
        has_filter=False,
        # Compressed twice, base64 takes the reader five times as long, for a fifth fewer bytes of this sheet.
        is_compressed=True,
        expected_rows=outgoing.change_count // _CHANGES_PER_CELL,
    )


def change_rows(changes: Iterable[Sequence[Any]]) -> Iterator[tuple[str]]:
    """The rows of the hidden sheet of changes."""
    yield (ENCODING,)
    for cell in packed(line_of(parts, patch_text) for *parts, patch_text in changes):
        yield (cell,)


def property_text(workbook_uid: str, unit_code: str) -> str:
    """The custom property that marks the workbook even when its hidden sheets are gone."""
    return json.dumps([FORMAT, workbook_uid, unit_code])
