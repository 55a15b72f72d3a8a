"""Workbooks whose hidden sheets or ids are gone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from desktop.exchange.information import CHANGES_SHEET, INFO_SHEET
from desktop.services.importing import import_workbooks
from desktop.services.recording import revise
from tests.hand_edits import all_agree, by_name, conflicts, sent
from tests.offices import Offices
from tests.sheet_edits import VISITS, Sheet, edit, type_into


def without_log(book: Any) -> None:
    book.remove(book[INFO_SHEET])
    book.remove(book[CHANGES_SHEET])


def copied_sheet(path: Path, target: Path) -> Path:
    """The cells of one sheet in a new file, as a person copies them."""
    book, new = load_workbook(path), Workbook()
    for row in book[VISITS].iter_rows(values_only=True):
        new.active.append(row)
    new.save(target)
    return target


@pytest.mark.parametrize("way", ["sheets gone", "copied sheet"])
def test_ids_alone_allow_a_careful_merge(offices: Offices, village: Any, town: Any, way: str) -> None:
    offices.send(village, town)
    path = sent(offices, village, full=True)
    type_into(path, VISITS, "郑大山", 备注="表里", 家庭近况="三口人")
    type_into(path, VISITS, "孙二", 联系电话=None)
    path = edit(path, without_log) if way == "sheets gone" else copied_sheet(path, offices.file())
    for _ in range(2):
        outcome = import_workbooks(town, [path])[0]
        assert outcome.refusal is None
        found = by_name(town, "郑大山")
        assert (found.values["note"], found.values["situation"]) == ("表里", "三口人")
        assert conflicts(town) == []
    assert outcome.status == "nothing_new"
    all_agree(offices, town, village)


def test_an_old_value_without_its_log_is_no_edit(offices: Offices, village: Any, town: Any) -> None:
    path = edit(sent(offices, village), without_log)
    revise(village, "visit", by_name(village, "郑大山").id, {"note": "后来"})
    offices.send(village, town)
    assert import_workbooks(town, [path])[0].status == "nothing_new"
    assert by_name(town, "郑大山").values["note"] == "后来"


def test_a_new_value_without_its_log_stands_against_a_later_one(offices: Offices, village: Any, town: Any) -> None:
    path = edit(type_into(sent(offices, village), VISITS, "郑大山", 备注="表里"), without_log)
    revise(village, "visit", by_name(village, "郑大山").id, {"note": "后来"})
    offices.send(village, town)
    import_workbooks(town, [path])
    assert conflicts(town) == ["note"]


def test_without_ids_it_is_a_stranger(offices: Offices, village: Any, town: Any) -> None:
    def strip(book: Any) -> None:
        without_log(book)
        for sheet in book.worksheets:
            headings = [cell.value for row in sheet.iter_rows(max_row=4) for cell in row]
            if "记录标识" in headings:
                sheet.delete_cols(Sheet(sheet).column("记录标识"))

    outcome = import_workbooks(town, [edit(sent(offices, village), strip)])[0]
    assert outcome.refusal is not None
    assert outcome.refusal.code == "foreign_workbook"


def test_ids_gone_but_log_there(offices: Offices, village: Any, town: Any) -> None:
    """Rows without ids are not taken for new ones: the records come with the log."""

    def strip(book: Any) -> None:
        sheet = Sheet(book[VISITS])
        sheet.sheet.delete_cols(sheet.column("记录标识"))

    outcome = import_workbooks(town, [edit(sent(offices, village), strip)])[0]
    assert (outcome.created, outcome.edited_by_hand) == (2, 0)
    assert (VISITS, "") in outcome.unread
