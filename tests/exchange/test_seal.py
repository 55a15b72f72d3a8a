"""Sheets that nobody has saved since they were written are not read; all others are, and are judged first."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from desktop.data.ledger import Ledger
from desktop.domain.errors import Refused
from desktop.exchange import visible
from desktop.exchange.opening import OpenWorkbook, open_workbook
from desktop.exchange.parsing import Incoming, parse_workbook
from desktop.exchange.shown import Visible
from desktop.exchange.visible import read_visible
from desktop.services.exporting import export_workbook
from desktop.services.importing import import_workbooks
from desktop.services.recording import record, revise, withdraw
from tests.offices import TOWN, Offices, issue, visit

VISITS = "xl/worksheets/sheet2.xml"


@pytest.fixture
def village(offices: Offices) -> Ledger:
    """A village with a withdrawn visit and an issue."""
    made = offices.village()
    ids = record(made, "visit", [visit(subject_name=name, issues=[issue()]) for name in "甲乙丙"]).ids
    revise(made, "visit", ids[0], {"note": "改过"})
    withdraw(made, "visit", ids[1], "重复")
    return made


@pytest.fixture
def sheets_read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of files whose visible sheets are read."""
    read: list[str] = []

    def noted(workbook: OpenWorkbook) -> Visible:
        read.append(workbook.name)
        return read_visible(workbook)

    monkeypatch.setattr(visible, "read_visible", noted)
    return read


def shown(incoming: Incoming) -> dict[str, set[str]]:
    return {kind: set(ids) for kind, ids in incoming.visible.shown.items()}


def repacked(path: Path, edit: Callable[[str, bytes], bytes]) -> Path:
    target = path.with_name("又存.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, edit(name, old.read(name)))
    return target


def test_an_untouched_workbook_tells_what_its_sheets_show(
    offices: Offices, village: Ledger, sheets_read: list[str]
) -> None:
    path = export_workbook(village, offices.file()).path
    incoming = parse_workbook(path)
    assert sheets_read == []
    read = read_visible(open_workbook(path))
    assert shown(incoming) == {kind: set(ids) for kind, ids in read.shown.items()}
    assert {kind: len(ids) for kind, ids in incoming.visible.shown.items()} == {"visit": 2, "issue": 3}
    assert not read.typed


def test_a_delta_too(offices: Offices, village: Ledger, sheets_read: list[str]) -> None:
    town = offices.town()
    offices.send(village, town)
    offices.send(town, village)
    row = next(iter(village.database.execute_sql("SELECT id FROM visit WHERE is_withdrawn = 0")))[0]
    revise(village, "visit", row, {"note": "又改"})
    sheets_read.clear()
    exported = export_workbook(village, offices.file(), to=TOWN)
    assert not exported.is_full
    assert shown(parse_workbook(exported.path)) == {"visit": {row}}
    assert sheets_read == []


def test_a_workbook_saved_by_another_program_is_read(offices: Offices, village: Ledger, sheets_read: list[str]) -> None:
    path = export_workbook(village, offices.file()).path
    before = shown(parse_workbook(path))
    book = load_workbook(path)
    book.save(path)
    assert shown(parse_workbook(path)) == before
    assert sheets_read == [path.name]


def test_a_single_byte_in_any_part_is_noticed(offices: Offices, village: Ledger, sheets_read: list[str]) -> None:
    path = export_workbook(village, offices.file()).path
    same = repacked(path, lambda _, data: data)
    parse_workbook(same)
    assert sheets_read == []
    other = repacked(path, lambda name, data: data.replace("甲".encode(), "假".encode()) if name == VISITS else data)
    incoming = parse_workbook(other)
    assert sheets_read == [other.name]
    (typed,) = incoming.visible.typed
    assert typed.cells["subject_name"] == "假"


def test_a_sheet_that_is_read_is_judged_first(offices: Offices, village: Ledger) -> None:
    path = export_workbook(village, offices.file()).path
    for old, new in (
        (b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet'),
        (b"</sheetData>", b""),
    ):
        for part in (VISITS, "xl/worksheets/sheet14.xml", "xl/worksheets/sheet15.xml"):
            broken = repacked(path, lambda name, data: data.replace(old, new, 1) if name == part else data)  # noqa: B023
            with pytest.raises(Refused, match="damaged"):
                parse_workbook(broken)


def test_two_parts_of_one_name_are_judged_both(offices: Offices, village: Ledger) -> None:
    path = export_workbook(village, offices.file()).path
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("XL/worksheets/SHEET12.xml", "<not xml")
    with pytest.raises(Refused, match="damaged"):
        parse_workbook(path)


def test_records_unchanged_are_counted_without_reading_the_sheets(
    offices: Offices, village: Ledger, sheets_read: list[str]
) -> None:
    town = offices.town()
    first = export_workbook(village, offices.file()).path
    second = export_workbook(village, offices.file(), full=True).path
    assert import_workbooks(town, [first])[0].created == 6
    again = import_workbooks(town, [second])[0]
    assert (again.status, again.unchanged) == ("nothing_new", 5)
    assert sheets_read == []
