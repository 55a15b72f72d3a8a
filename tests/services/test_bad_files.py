"""Files that cannot be taken in, and places where none can be written: one code, and nothing has changed."""

from __future__ import annotations

import errno
import io
import json
import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from desktop.domain.errors import Refused
from desktop.exchange.information import CHANGES_SHEET, INFO_SHEET
from desktop.services.exporting import export_workbook
from desktop.services.finding import Query, list_records
from desktop.services.importing import import_workbooks
from desktop.services.recording import record
from tests.carried_changes import part, replaced, without_one
from tests.offices import Offices, dump, visit

WORKBOOKS = Path(__file__).parents[1] / "fixtures" / "workbooks"


def foreign(path: Path) -> None:
    book = Workbook()
    book.active.append(["走访日期", "走访对象"])
    book.save(path)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-2000])


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    for place in range(3000, len(data) - 3000, 997):
        data[place] ^= 0xFF
    path.write_bytes(data)


MAKE_BAD: dict[str, tuple[Callable[[Path], object], set[str]]] = {
    "cut off": (cut, {"damaged", "not_workbook"}),
    "bits turned": (flip, {"damaged", "not_workbook"}),
    "empty": (lambda path: path.write_bytes(b""), {"empty_file"}),
    "text": (lambda path: path.write_text("走访", encoding="utf-8"), {"not_workbook"}),
    "gone": (lambda path: path.unlink(), {"not_found"}),
    "another program's": (foreign, {"foreign_workbook"}),
    "encrypted": (lambda path: shutil.copy(WORKBOOKS / "password.xlsx", path), {"encrypted"}),
    "old format": (lambda path: shutil.copy(WORKBOOKS / "biff8.xls", path), {"legacy_format"}),
}


@pytest.mark.parametrize(("make_bad", "codes"), MAKE_BAD.values(), ids=MAKE_BAD)
def test_a_file_that_is_none_of_ours_changes_nothing(
    offices: Offices, good: Path, make_bad: Callable[[Path], object], codes: set[str]
) -> None:
    town = offices.town()
    make_bad(good)
    before = dump(town)
    for dry_run in (True, False):
        outcome = import_workbooks(town, [good], dry_run=dry_run)[0]
        assert outcome.status == "refused"
        assert outcome.refusal.code in codes
        assert dump(town) == before


# -- the hidden sheets, altered --------------------------------------------------------------------------------------


def edited(path: Path, edit: Callable[[Any], None]) -> None:
    """Open with openpyxl, edit, save: as a person with another office suite would."""
    book = load_workbook(path)
    edit(book)
    book.save(path)


def test_a_save_by_another_program_does_no_harm(offices: Offices, good: Path) -> None:
    town = offices.town()
    edited(good, lambda book: None)
    outcome = import_workbooks(town, [good])[0]
    assert (outcome.status, outcome.edited_by_hand) == ("imported", 0)
    (found,) = list_records(town, Query("visit"))
    assert (found.values["note"], len(found.values["demand"])) == ("真的", 20_000)


def info_cell(book: Any, key: str) -> Any:
    return next(row[1] for row in book[INFO_SHEET].iter_rows() if row[0].value == key)


def set_info(key: str, value: Any) -> Callable[[Any], None]:
    def edit(book: Any) -> None:
        info_cell(book, key).value = json.dumps(value)

    return edit


def set_cell(row: int, value: str) -> Callable[[Any], None]:
    def edit(book: Any) -> None:
        book[CHANGES_SHEET].cell(row, 1).value = value

    return edit


def shorten(cell: Any) -> None:
    cell.value = cell.value[:-8]


ALTERED: dict[str, tuple[Callable[[Any], None], str]] = {
    "a patch": (replaced('"真的"', '"假的"'), "change_altered"),
    "an actor": (part(6, "别人"), "change_altered"),
    "a wall time": (part(5, "2000-01-01T00:00:00+08:00"), "change_altered"),
    "a number": (part(3, 7), "change_altered"),
    "a digest": (part(12, "00" * 32), "change_altered"),
    "the digest before": (part(13, "00" * 32), "change_altered"),
    "no digest": (part(12, "什么"), "change_altered"),
    "a change taken out": (without_one, "workbook_incomplete"),
    "a wall time that is none": (part(5, "昨天"), "workbook_incomplete"),
    "made at no time": (set_info("made_at", "x"), "workbook_incomplete"),
    "format nought": (set_info("format", 0), "workbook_incomplete"),
    "a patch without bottom": (part(14, '{"a":' + "[" * 30_000), "workbook_incomplete"),
    "no JSON": (replaced('{"', "{"), "workbook_incomplete"),
    "a patch that is a list": (part(14, "[1]"), "workbook_incomplete"),
    "a patch in another form": (replaced('{"', '{ "'), "change_altered"),
    "half a character": (replaced('"真的"', '"\\ud842"'), "workbook_incomplete"),
    "half a character in a name": (replaced('"钱小河"', '"\\ud842"'), "workbook_incomplete"),
    "no number of a field": (replaced('"真的"', "NaN"), "workbook_incomplete"),
    "a number without end": (replaced('"真的"', "1e999"), "workbook_incomplete"),
    "a number of a million digits": (part(4, 10**4000), "workbook_incomplete"),
    "two patches": (part(14, '{"note":"1"}{"note":"2"}'), "workbook_incomplete"),
    "a number that is true": (part(3, True), "workbook_incomplete"),
    "a name that is a number": (part(6, 7), "workbook_incomplete"),
    "a number of text": (part(3, "x"), "workbook_incomplete"),
    "half a number": (part(3, 1.5), "workbook_incomplete"),
    "number nought": (part(3, 0), "workbook_incomplete"),
    "a huge time": (part(4, "9" * 30), "workbook_incomplete"),
    "an unknown scope": (part(2, 9), "workbook_incomplete"),
    "a scope from the end": (part(2, -1), "workbook_incomplete"),
    "unknown knowledge": (part(11, 99), "workbook_incomplete"),
    "a newer format": (set_info("format", 99), "workbook_newer"),
    "no sender": (set_info("sender", None), "workbook_incomplete"),
    "a sender without node": (set_info("sender", {"node": ""}), "workbook_incomplete"),
    "vectors of text": (set_info("vectors", {"village:1": {"n": "x"}}), "workbook_incomplete"),
    "vectors that are none": (set_info("vectors", [1]), "workbook_incomplete"),
    "nodes of numbers": (set_info("nodes", [1]), "workbook_incomplete"),
    "scopes of numbers": (set_info("scopes", [1]), "workbook_incomplete"),
    "scope names of numbers": (set_info("scope_names", {"a": 1}), "workbook_incomplete"),
    "knowledge of lists": (set_info("knowledge", [[1]]), "workbook_incomplete"),
    "no changes but their encoding": (lambda book: book[CHANGES_SHEET].delete_rows(2, 99), "workbook_incomplete"),
    "another encoding": (set_cell(1, "morse"), "workbook_incomplete"),
    "no base64": (set_cell(2, "走访"), "workbook_incomplete"),
    "nothing compressed": (set_cell(2, "QUJD"), "workbook_incomplete"),
    "something behind the end": (set_cell(3, "QUJD"), "workbook_incomplete"),
    "the end missing": (lambda book: shorten(book[CHANGES_SHEET]["A2"]), "workbook_incomplete"),
    "half a line at the end": (replaced("\n", ""), "workbook_incomplete"),
    "information gone": (lambda book: book.remove(book[INFO_SHEET]), "rows_unknown"),
    "changes gone": (lambda book: book.remove(book[CHANGES_SHEET]), "rows_unknown"),
    "information emptied": (lambda book: book[INFO_SHEET].delete_rows(1, 99), "workbook_incomplete"),
}


@pytest.mark.parametrize(("edit", "code"), ALTERED.values(), ids=ALTERED)
def test_an_altered_hidden_sheet_is_refused(
    offices: Offices, good: Path, edit: Callable[[Any], None], code: str
) -> None:
    town = offices.town()
    edited(good, edit)
    before = dump(town)
    outcome = import_workbooks(town, [good])[0]
    assert outcome.status == "refused"
    assert outcome.refusal.code == code
    assert dump(town) == before


# -- places that cannot be written -----------------------------------------------------------------------------------


@pytest.fixture
def village(offices: Offices) -> Any:
    made = offices.village()
    record(made, "visit", [visit()])
    return made


def fault(number: int) -> Callable[..., Any]:
    def raise_it(*_arguments: Any, **_named: Any) -> Any:
        raise OSError(number, os.strerror(number))

    return raise_it


FAULTS = {
    "read-only folder": ("pathlib.Path.open", errno.EACCES, "folder_not_writable"),
    "full disk": ("os.fsync", errno.ENOSPC, "disk_full"),
    "file open elsewhere": ("pathlib.Path.replace", errno.EACCES, "file_in_use"),
}


@pytest.mark.parametrize(("target", "number", "code"), FAULTS.values(), ids=FAULTS)
def test_where_nothing_can_be_written_the_old_file_stays(
    village: Any, offices: Offices, monkeypatch: pytest.MonkeyPatch, target: str, number: int, code: str
) -> None:
    path = offices.file()
    path.write_bytes(b"the old file")
    handed = dump(village)
    names = {one.name for one in offices.folder.iterdir()}
    with monkeypatch.context() as broken:
        broken.setattr(target, fault(number))
        with pytest.raises(Refused) as refused:
            export_workbook(village, path)
    assert refused.value.code == code
    assert path.read_bytes() == b"the old file"
    assert {one.name for one in offices.folder.iterdir()} == names
    assert dump(village) == handed


def test_a_folder_that_is_not_there(village: Any, offices: Offices) -> None:
    with pytest.raises(Refused, match="folder_missing"):
        export_workbook(village, offices.folder / "nowhere" / "x.xlsx")


def test_the_ledger_itself_is_no_target(village: Any) -> None:
    with pytest.raises(Refused, match="target_is_ledger"):
        export_workbook(village, village.path)
    assert len(list_records(village, Query("visit"))) == 1


# -- cancelling ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("calls", [0, 1, 3, 8])
def test_a_cancelled_export_leaves_nothing(village: Any, offices: Offices, calls: int) -> None:
    path, asked = offices.file(), iter(range(99))
    before, names = dump(village), {one.name for one in offices.folder.iterdir()}
    with pytest.raises(Refused, match="cancelled"):
        export_workbook(village, path, cancelled=lambda: next(asked) >= calls)
    assert {one.name for one in offices.folder.iterdir()} == names
    assert dump(village) == before


@pytest.mark.parametrize("calls", [0, 1, 2, 3])
def test_a_cancelled_import_leaves_nothing(offices: Offices, good: Path, calls: int) -> None:
    town, asked = offices.town(), iter(range(99))
    before = dump(town)
    with pytest.raises(Refused, match="cancelled"):
        import_workbooks(town, [good], cancelled=lambda: next(asked) >= calls)
    assert dump(town) == before
    assert import_workbooks(town, [good])[0].status == "imported"


def test_progress_counts_rows_and_files(village: Any, offices: Offices) -> None:
    town, path = offices.town(), offices.file()
    told: list[tuple[int, int]] = []
    export_workbook(village, path, progress=lambda done, total: told.append((done, total)))
    assert told[-1][0] == told[-1][1] > 0
    told.clear()
    import_workbooks(town, [path, path], progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]


def test_a_workbook_is_a_zip_that_starts_as_one(good: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(good.read_bytes())) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[0] == "[Content_Types].xml"
