"""Sorting, hiding, moving, renaming: nothing of it is an edit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from desktop.services.importing import import_workbooks
from tests.hand_edits import all_agree, by_name, move_rows, sent
from tests.offices import EAST, Offices
from tests.services.test_exchange import seen
from tests.sheet_edits import VISITS, Sheet, edit


def move_columns(sheet: Any) -> None:
    """Turn the order of the columns round."""
    for row in sheet.iter_rows(min_row=Sheet(sheet).heading_row):
        values = [cell.value for cell in row]
        for cell, value in zip(row, reversed(values), strict=True):
            cell.value = value


def hide_and_filter(sheet: Any) -> None:
    head = Sheet(sheet)
    sheet.auto_filter.ref = f"A{head.heading_row}:F{sheet.max_row}"
    sheet.row_dimensions[sheet.max_row].hidden = True
    for letter in "BCDE":
        sheet.column_dimensions[letter].hidden = True


def rename_heading(sheet: Any) -> None:
    head = Sheet(sheet)
    sheet.cell(head.heading_row, head.column("备注")).value = "情况补充说明"
    sheet.cell(head.heading_row, head.column("走访对象")).value = "户主姓名（对象）"


def add_column(sheet: Any) -> None:
    head = Sheet(sheet)
    column = sheet.max_column + 1
    sheet.cell(head.heading_row, column).value = "领导批示"
    sheet.cell(head.heading_row + 1, column).value = "请抓紧"


def insert_lines_above(sheet: Any) -> None:
    sheet.insert_rows(1, 9)


REARRANGED: dict[str, Callable[[Any], None]] = {
    "sorted": move_rows,
    "columns moved": move_columns,
    "hidden and filtered": hide_and_filter,
    "heading renamed": rename_heading,
    "column added": add_column,
    "lines above": insert_lines_above,
    "renamed sheet": lambda sheet: setattr(sheet, "title", "三月份走访"),
    "row deleted": lambda sheet: sheet.delete_rows(Sheet(sheet).row("孙二")),
    "column deleted": lambda sheet: sheet.delete_cols(Sheet(sheet).column("家庭近况")),
    "check deleted": lambda sheet: sheet.delete_cols(Sheet(sheet).column("核对码")),
    "copied sheet": lambda sheet: sheet.parent.copy_worksheet(sheet),
    "row emptied": lambda sheet: [
        setattr(cell, "value", None) for cell in sheet[Sheet(sheet).row("孙二")] if cell.value != "id"
    ],
}


@pytest.mark.parametrize("rearrange", REARRANGED.values(), ids=REARRANGED)
@pytest.mark.parametrize("is_typed", [False, True], ids=["as it was", "typed into"])
def test_rearranging_does_no_harm(
    offices: Offices, village: Any, town: Any, rearrange: Callable[[Any], None], is_typed: bool
) -> None:
    def change(book: Any) -> None:
        if is_typed:
            Sheet(book[VISITS]).type("郑大山", 备注="表里")
        rearrange(book[VISITS])

    expected = seen(village, scope=f"village:{EAST}")
    outcome = import_workbooks(town, [edit(sent(offices, village), change)])[0]
    assert (outcome.status, outcome.rejected) == ("imported", [])
    assert outcome.edited_by_hand == is_typed
    if is_typed:
        assert by_name(town, "郑大山").values["note"] == "表里"
    else:
        assert seen(town, scope=f"village:{EAST}") == expected
    all_agree(offices, town, village)


def test_a_column_nobody_knows_is_told(offices: Offices, village: Any, town: Any) -> None:
    outcome = import_workbooks(town, [edit(sent(offices, village), lambda book: add_column(book[VISITS]))])[0]
    assert outcome.unread == [(VISITS, "领导批示")]
