"""Fill in a workbook by hand, as a person with another office suite does: for the demonstration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.exchange.layout import ID_HEADING
from desktop.exchange.replacing import replacing


@dataclass(frozen=True, slots=True)
class Typed:
    """What is typed into a row of a sheet, by heading: that of ``record_id``, or without one the first free row."""

    sheet: str
    record_id: str
    cells: Mapping[str, Any]


def fill_in(source: Path, target: Path, typed: Sequence[Typed]) -> None:
    """Type into a workbook of this program and save it as ``target``, with another library than it was written by.

    KeyError for a sheet or record that is not in it, ValueError for a heading. Refused: those of writing a file.
    """
    # openpyxl costs a fifth of a second, which only the demonstration pays.
    from openpyxl import load_workbook

    book = load_workbook(source)
    for one in typed:
        sheet = book[one.sheet]
        heading_row, headings = next(
            (number, list(row)) for number, row in enumerate(sheet.values, start=1) if ID_HEADING in row
        )
        rows = {row[headings.index(ID_HEADING)].value: row[0].row for row in sheet.iter_rows(min_row=heading_row + 1)}
        # Below the last record there may be rows prepared for typing: a new one is the first of these.
        last = max((row for record_id, row in rows.items() if record_id), default=heading_row)
        number = rows[one.record_id] if one.record_id else last + 1
        for heading, value in one.cells.items():
            sheet.cell(number, headings.index(heading) + 1).value = value
    with replacing(target) as file:
        book.save(file)
