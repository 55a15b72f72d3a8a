"""A cell that was changed in another office suite is an edit by whoever had the workbook."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from desktop.exchange.reading import WorkbookReader
from desktop.services import importing
from desktop.services.finding import Query, history, list_records
from desktop.services.importing import import_workbooks
from desktop.services.recording import revise
from tests.hand_edits import NEW, all_agree, by_name, conflicts, sent
from tests.offices import EAST, Offices
from tests.services.test_exchange import seen
from tests.sheet_edits import VISITS, Sheet, add_row, edit, type_into


def test_a_changed_cell_is_an_edit(offices: Offices, village: Any, town: Any) -> None:
    path = type_into(sent(offices, village), VISITS, "郑大山", 备注="电话里说的", 联系电话=13900000002)
    outcome = import_workbooks(town, [path])[0]
    assert (outcome.status, outcome.edited_by_hand, outcome.conflicts) == ("imported", 1, 0)
    found = by_name(town, "郑大山")
    assert (found.values["note"], found.values["phone"]) == ("电话里说的", "13900000002")
    assert not found.has_conflict
    last = history(town, found.id)[-1]
    assert (last.actor, last.office, last.by_hand) == ("东沟书记", "village", path.name)
    assert ("note", "原话", "电话里说的") in last.fields
    all_agree(offices, town, village)
    assert by_name(village, "郑大山").values["note"] == "电话里说的"


def test_the_name_behind_the_filler_is_the_author(offices: Offices, village: Any, town: Any) -> None:
    def fill(book: Any) -> None:
        sheet = Sheet(book[VISITS])
        sheet.type("郑大山", 备注="新")
        cell = next(cell for row in sheet.sheet["1:3"] for cell in row if "填报人" in str(cell.value or ""))
        cell.value = cell.value.replace("东沟书记", "冯小路")

    import_workbooks(town, [edit(sent(offices, village), fill)])
    assert history(town, by_name(town, "郑大山").id)[-1].actor == "冯小路"


def test_a_workbook_that_comes_back_was_filled_in_by_its_recipient(offices: Offices, village: Any, town: Any) -> None:
    offices.send(village, town)
    path = type_into(sent(offices, town, EAST, full=True), VISITS, "郑大山", 备注="村里填的")
    assert import_workbooks(town, [path])[0].edited_by_hand == 1
    last = history(town, by_name(town, "郑大山").id)[-1]
    assert (last.actor, last.office) == ("东沟村", "village")


def test_an_emptied_cell_clears_the_field(offices: Offices, village: Any, town: Any) -> None:
    import_workbooks(town, [type_into(sent(offices, village), VISITS, "郑大山", 备注=None)])
    assert "note" not in by_name(town, "郑大山").values


def test_the_same_file_twice_makes_one_edit(offices: Offices, village: Any, town: Any) -> None:
    path = type_into(sent(offices, village), VISITS, "郑大山", 备注="新")
    import_workbooks(town, [path])
    before = seen(town)
    for again in (path, path.rename(path.with_name("东沟村(1)最终版.xlsx"))):
        if again.exists():
            outcome = import_workbooks(town, [again])[0]
            assert (outcome.status, outcome.changes) == ("nothing_new", 0)
    assert seen(town) == before


def test_a_later_change_here_is_not_undone_by_the_same_file(offices: Offices, village: Any, town: Any) -> None:
    path = type_into(sent(offices, village), VISITS, "郑大山", 备注="表里")
    import_workbooks(town, [path])
    revise(town, "visit", by_name(town, "郑大山").id, {"note": "镇里后来"})
    assert import_workbooks(town, [path])[0].status == "nothing_new"
    assert by_name(town, "郑大山").values["note"] == "镇里后来"
    assert conflicts(town) == []


@pytest.mark.parametrize("town_changes_it", [False, True])
def test_the_same_file_in_two_places_is_one_edit(
    offices: Offices, village: Any, town: Any, town_changes_it: bool
) -> None:
    path = type_into(sent(offices, village), VISITS, "郑大山", 备注="表里")
    add_row(
        path, VISITS, 走访日期="2024-03-09", 走访对象="新户", 走访人="钱小河", 走访方式="入户走访", 处理情况="无问题"
    )
    import_workbooks(town, [path])
    if town_changes_it:
        revise(town, "visit", by_name(town, "郑大山").id, {"note": "镇里后来"})
    import_workbooks(village, [path])
    all_agree(offices, town, village)
    assert conflicts(town) == []
    expected = "镇里后来" if town_changes_it else "表里"
    assert by_name(village, "郑大山").values["note"] == expected
    assert len(list_records(town, Query("visit"))) == 3


def test_two_who_did_not_know_of_each_other_conflict(offices: Offices, village: Any, town: Any) -> None:
    offices.send(village, town)
    one = by_name(town, "郑大山").id
    path = type_into(sent(offices, village, full=True), VISITS, "郑大山", 备注="表里", 联系电话="13900000009")
    revise(town, "visit", one, {"note": "镇里"})
    outcome = import_workbooks(town, [path])[0]
    assert outcome.conflicts == 1
    assert conflicts(town) == ["note"]
    # Different fields of one record simply merge; of the disputed one the village's word holds.
    assert by_name(town, "郑大山").values["phone"] == "13900000009"
    assert by_name(town, "郑大山").values["note"] == "表里"
    all_agree(offices, town, village)
    assert conflicts(village) == ["note"]


def test_copies_of_one_file_filled_in_differently_conflict(offices: Offices, village: Any, town: Any) -> None:
    path = sent(offices, village)
    copies = [
        type_into(path, VISITS, "郑大山", offices.file(), 备注=words, 联系电话="13900000003") for words in ("甲", "乙")
    ]
    import_workbooks(town, copies)
    assert conflicts(town) == ["note"]
    all_agree(offices, town, village)


def test_a_stale_file_is_no_edit(offices: Offices, village: Any, town: Any) -> None:
    path = sent(offices, village)
    revise(village, "visit", by_name(village, "郑大山").id, {"note": "后来"})
    offices.send(village, town)
    outcome = import_workbooks(town, [edit(path, lambda book: None)])[0]
    assert (outcome.status, outcome.edited_by_hand) == ("nothing_new", 0)
    assert by_name(town, "郑大山").values["note"] == "后来"


def test_what_was_typed_comes_through_the_reading_process(
    offices: Offices, village: Any, town: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = type_into(sent(offices, village), VISITS, "郑大山", 备注="表里", 走访日期=datetime.date(2024, 3, 1))
    add_row(path, VISITS, **NEW, 联系电话=13900000007)
    monkeypatch.setattr(importing, "open_reader", WorkbookReader)
    outcome = import_workbooks(town, [path])[0]
    assert (outcome.edited_by_hand, outcome.rejected) == (2, [])
    assert by_name(town, "郑大山").values["visited_on"] == "2024-03-01"
