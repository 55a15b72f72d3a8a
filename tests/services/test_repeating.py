"""A file that is in already is known by its bytes; where there is more to say, it is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.data.ledger import Ledger
from desktop.exchange.reading import InProcessReader
from desktop.services import importing
from desktop.services.batches import redo_imports, undo_imports
from desktop.services.exporting import export_workbook
from desktop.services.importing import import_workbooks
from desktop.services.inspecting import inspect
from desktop.services.outcomes import FileOutcome
from desktop.services.recording import record, revise
from desktop.services.repeating import repeated
from tests.offices import Offices, dump, issue, visit
from tests.sheet_edits import VISITS, type_into


@pytest.fixture
def village(offices: Offices) -> Ledger:
    village = offices.village()
    record(village, "visit", [visit(), visit(subject_name="冯小溪")])
    record(village, "issue", [issue()])
    return village


def _workbook(offices: Offices, village: Ledger) -> Path:
    path = offices.file()
    export_workbook(village, path, full=True)
    return path


def _import(town: Ledger, path: Path, **options: object) -> FileOutcome:
    (outcome,) = import_workbooks(town, [path], **options)  # type: ignore[arg-type]
    return outcome


def test_the_same_bytes_are_not_read_again(
    offices: Offices, village: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    town, path = offices.town(), _workbook(offices, village)
    assert _import(town, path).created == 3
    before = dump(town, without=("acknowledged",))
    with monkeypatch.context() as patch:
        patch.setattr(importing, "repeated", lambda *_: None)
        read = _import(town, path)
    renamed = path.rename(tmp_path / "走访记录(1)最终版.xlsx")

    def unread(*_: object) -> None:
        raise AssertionError("read")

    monkeypatch.setattr(InProcessReader, "read", unread)
    known = _import(town, renamed)
    assert known.status == "nothing_new"
    assert known.unchanged == 3
    read.file = renamed.name
    assert known == read
    assert dump(town, without=("acknowledged",)) == {
        name: rows for name, rows in before.items() if name != "acknowledged"
    }


def test_what_was_taken_back_comes_in_again(offices: Offices, village: Ledger) -> None:
    town, path = offices.town(), _workbook(offices, village)
    first = _import(town, path)
    undo_imports(town, [str(first.batch_id)])
    assert repeated(town, path) is None
    again = _import(town, path)
    assert (again.status, again.created) == ("imported", 3)
    assert repeated(town, path) is not None
    assert inspect(town).is_sound


def test_an_import_done_again_stands(offices: Offices, village: Ledger) -> None:
    town, path = offices.town(), _workbook(offices, village)
    first = _import(town, path)
    undo_imports(town, [str(first.batch_id)])
    redo_imports(town, [str(first.batch_id)])
    assert repeated(town, path) is not None


def test_what_another_import_brought_and_was_taken_back_with_it_comes_in_again(
    offices: Offices, village: Ledger
) -> None:
    town, early = offices.town(), _workbook(offices, village)
    first = _import(town, early)
    (saved,) = record(village, "visit", [visit(subject_name="何平")]).ids
    late = _workbook(offices, village)
    assert _import(town, late).created == 1
    undo_imports(town, [str(first.batch_id)])
    # The later import stands, and of its file most is missing all the same.
    assert repeated(town, late) is None
    again = _import(town, late)
    assert again.status == "imported"
    assert town.tables["visit"].get(saved) is not None
    assert inspect(town).is_sound


def test_rows_left_out_can_be_taken_in(offices: Offices, village: Ledger) -> None:
    town, path = offices.town(), _workbook(offices, village)
    (record_id,) = record(village, "visit", [visit(subject_name="何平")]).ids
    path = _workbook(offices, village)
    _import(town, path, left_out={path: [record_id]})
    assert town.tables["visit"].get(record_id) is None
    assert repeated(town, path) is None
    _import(town, path)
    assert town.tables["visit"].get(record_id) is not None
    assert inspect(town).is_sound


def test_cells_typed_by_hand_are_told_again(offices: Offices, village: Ledger) -> None:
    town, path = offices.town(), _workbook(offices, village)
    type_into(path, VISITS, "冯小溪", 备注="手工补记")
    assert _import(town, path).edited_by_hand == 1
    assert repeated(town, path) is None
    assert _import(town, path).status == "nothing_new"


def test_a_gap_is_told_again(offices: Offices, village: Ledger) -> None:
    town = offices.town()
    assert offices.send(village, town).status == "imported"
    # The village learns what the town has, so that its next workbooks begin there.
    offices.send(town, village)
    (saved,) = record(village, "visit", [visit(subject_name="何平")]).ids
    lost = offices.file()
    export_workbook(village, lost)
    other = offices.town()
    revise(village, "visit", saved, {"note": "补"})
    late = offices.file()
    export_workbook(village, late)
    first = _import(other, late)
    assert first.gaps
    assert repeated(other, late) is None
    assert _import(other, late).gaps == first.gaps


def test_a_file_that_is_not_what_was_looked_at_is_read(offices: Offices, village: Ledger) -> None:
    town, path = offices.town(), _workbook(offices, village)
    _import(town, path)
    assert repeated(town, path, "0" * 64) is None


def test_no_file_is_no_repetition(offices: Offices, village: Ledger, tmp_path: Path) -> None:
    town = offices.town()
    assert repeated(town, tmp_path) is None
    assert repeated(town, tmp_path / "无.xlsx") is None
    assert repeated(town, _workbook(offices, village)) is None
