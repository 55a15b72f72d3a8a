"""Undoing an import takes back what was typed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from desktop.data.identity import write_as
from desktop.services.finding import Query, list_records
from desktop.services.importing import import_workbooks, redo_import, undo_import
from desktop.services.inspecting import inspect
from desktop.services.recording import revise
from desktop.services.undoing import redo, undo
from tests.hand_edits import NEW, all_agree, by_name, conflicts, decided, sent
from tests.offices import Offices
from tests.sheet_edits import VISITS, add_row, type_into


def test_undoing_the_import_reverses_what_was_typed(
    offices: Offices, village: Any, town: Any, to_approve: Path
) -> None:
    offices.send(village, town)
    before = {one.id: one.values for kind in ("visit", "issue") for one in list_records(town, Query(kind))}
    type_into(to_approve, VISITS, "郑大山", 备注="表里")
    decided(to_approve, 镇级审核意见="同意", 日期="2024-03-25")
    add_row(to_approve, VISITS, **NEW)
    batch = import_workbooks(town, [to_approve])[0].batch_id
    after = {one.id: one.values for kind in ("visit", "issue") for one in list_records(town, Query(kind))}
    assert len(after) == len(before) + 1
    for turn in (undo_import, redo_import, undo_import):
        turn(town, batch)
        now = {one.id: one.values for kind in ("visit", "issue") for one in list_records(town, Query(kind))}
        assert now == (before if turn is undo_import else after)
        assert inspect(town).findings == ()
    outcome = import_workbooks(town, [to_approve])[0]
    assert outcome.status == "imported"
    now = {one.id: one.values for kind in ("visit", "issue") for one in list_records(town, Query(kind))}
    assert now == after
    assert conflicts(town) == []
    all_agree(offices, town, village)
    assert conflicts(village) == []


def test_what_was_taken_back_as_another_node_is_known_as_that(offices: Offices, village: Any, town: Any) -> None:
    """A ledger that goes on as a new node, being a copy, knows what it wrote before under the name it had then."""
    offices.send(village, town)
    for number in range(5):
        revise(town, "visit", by_name(town, "孙二").id, {"note": f"第 {number} 次"})
    path = type_into(sent(offices, village, full=True), VISITS, "郑大山", 备注="表里")
    undo_import(town, import_workbooks(town, [path])[0].batch_id)
    with town.transaction():
        write_as(town)
    assert import_workbooks(town, [path])[0].status == "imported"
    offices.send(town, village)
    assert by_name(village, "郑大山").values["note"] == "表里"
    all_agree(offices, town, village)
    assert conflicts(village) == []


def test_the_import_is_one_step_of_undo(offices: Offices, village: Any, town: Any) -> None:
    path = type_into(sent(offices, village), VISITS, "郑大山", 备注="表里")
    import_workbooks(town, [path])
    undo(town)
    assert list_records(town, Query("visit")) == []
    redo(town)
    assert by_name(town, "郑大山").values["note"] == "表里"


def test_own_later_work_survives_the_undo(offices: Offices, village: Any, town: Any) -> None:
    offices.send(village, town)
    path = type_into(sent(offices, village, full=True), VISITS, "郑大山", 备注="表里", 家庭近况="好")
    batch = import_workbooks(town, [path])[0].batch_id
    revise(town, "visit", by_name(town, "郑大山").id, {"note": "镇里后来"})
    undo_import(town, batch)
    found = by_name(town, "郑大山")
    assert found.values["note"] == "镇里后来"
    assert "situation" not in found.values
