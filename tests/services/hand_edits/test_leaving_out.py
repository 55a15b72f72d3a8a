"""The trial before an import, and rows left out of it."""

from __future__ import annotations

from typing import Any

from openpyxl import load_workbook

from desktop.services.finding import Query, list_records
from desktop.services.importing import import_workbooks, redo_import, undo_import
from desktop.services.inspecting import inspect
from desktop.services.recording import record
from tests.hand_edits import NEW, all_agree, by_name, sent
from tests.offices import Offices, visit
from tests.sheet_edits import VISITS, Sheet, add_row, type_into


def test_rows_left_out_do_not_count_until_they_come_again(offices: Offices, village: Any, town: Any) -> None:
    path = type_into(sent(offices, village), VISITS, "郑大山", 备注="表里")
    add_row(path, VISITS, **NEW)
    trial = import_workbooks(town, [path], dry_run=True)[0]
    rows = {one.title: one.record_id for one in trial.rows}
    assert set(rows) == {"郑大山", "孙二", "钱新"}
    chosen = {path: [rows["孙二"], rows["钱新"]]}
    outcome = import_workbooks(town, [path], left_out=chosen, seen={path: trial.digest})[0]
    assert (outcome.left_out, outcome.created, outcome.edited_by_hand) == (2, 1, 1)
    assert [one.values["subject_name"] for one in list_records(town, Query("visit"))] == ["郑大山"]
    assert inspect(town).findings == ()
    undo_import(town, outcome.batch_id)
    redo_import(town, outcome.batch_id)
    assert [one.values["subject_name"] for one in list_records(town, Query("visit"))] == ["郑大山"]
    again = import_workbooks(town, [path])[0]
    assert again.status == "imported"
    assert len(list_records(town, Query("visit"))) == 3
    undo_import(town, again.batch_id)
    assert [one.values["subject_name"] for one in list_records(town, Query("visit"))] == ["郑大山"]
    redo_import(town, again.batch_id)
    assert len(list_records(town, Query("visit"))) == 3
    all_agree(offices, town, village)


def test_what_builds_on_a_left_out_row_survives_an_undo_before_it(offices: Offices, village: Any, town: Any) -> None:
    first = import_workbooks(town, [sent(offices, village)])[0]
    record(village, "visit", [visit(subject_name="钱一")])
    path = sent(offices, village)
    (row,) = import_workbooks(town, [path], dry_run=True)[0].rows
    import_workbooks(town, [path], left_out={path: [row.record_id]})
    record(village, "visit", [visit(subject_name="钱二")])
    later = sent(offices, village)
    import_workbooks(town, [later], left_out={later: [row.record_id]})
    assert by_name(town, "钱二")
    assert len(list_records(town, Query("visit"))) == 3
    undo_import(town, first.batch_id)
    assert list_records(town, Query("visit")) == []
    assert inspect(town).findings == ()
    redo_import(town, first.batch_id)
    assert inspect(town).findings == ()
    all_agree(offices, town, village)
    assert len(list_records(town, Query("visit"))) == 4


def test_a_file_changed_after_the_preview_is_refused(offices: Offices, village: Any, town: Any) -> None:
    path = sent(offices, village)
    trial = import_workbooks(town, [path], dry_run=True)[0]
    type_into(path, VISITS, "郑大山", 备注="换了")
    outcome = import_workbooks(town, [path], seen={path: trial.digest})[0]
    assert outcome.refusal is not None
    assert outcome.refusal.code == "file_changed"


def test_the_trial_tells_each_cell(offices: Offices, village: Any, town: Any) -> None:
    offices.send(village, town)
    path = type_into(sent(offices, village, full=True), VISITS, "郑大山", 备注="表里")
    (row,) = import_workbooks(town, [path], dry_run=True)[0].rows
    place = Sheet(load_workbook(path)[VISITS]).row("郑大山")
    assert (row.state, row.by_hand, row.sheet, row.row) == ("updated", True, VISITS, place)
    assert [(one.field, one.before, one.after) for one in row.cells] == [("note", "原话", "表里")]
