"""Every workbook handed over is remembered."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from desktop.domain.errors import Refused
from desktop.services.batches import batches
from desktop.services.exporting import export_workbook
from desktop.services.handovers import handovers
from desktop.services.importing import import_workbooks
from desktop.services.ledgers import Ledger, open_ledger
from desktop.services.recording import record
from tests.hand_edits import NEW, sent
from tests.offices import EAST, TOWN, Offices, visit
from tests.sheet_edits import VISITS, add_row, type_into

OLD_LEDGERS = Path(__file__).parents[1] / "fixtures" / "ledgers"


@pytest.fixture
def village(offices: Offices) -> Ledger:
    ledger: Ledger = offices.village()
    record(ledger, "visit", [visit(subject_name="郑大山", note="原话"), visit(subject_name="孙二")])
    return ledger


def test_an_export_is_remembered_with_what_it_held(offices: Offices, village: Ledger) -> None:
    sent(offices, village)
    path = offices.file()
    exported = export_workbook(village, path, full=True, password="春天来了2026")
    last, first = handovers(village)
    assert (first.records, first.changes, first.is_sealed) == (2, 2, False)
    assert (last.uid, last.file_name) == (exported.workbook_uid, path.name)
    assert (last.unit_code, last.unit_name) == (TOWN, village.office.town_name)
    assert (last.actor, last.is_full, last.is_sealed) == (village.actor, True, True)


def test_a_town_names_the_village(offices: Offices, village: Ledger) -> None:
    town = offices.town()
    offices.send(village, town)
    export_workbook(town, offices.file(), to=EAST)
    export_workbook(town, offices.file())
    nobody, east = handovers(town)
    assert (east.unit_code, east.unit_name) == (EAST, village.office.name)
    assert (nobody.unit_code, nobody.unit_name) == ("", "")


def test_an_export_that_fails_is_not_remembered(offices: Offices, village: Ledger) -> None:
    with pytest.raises(Refused):
        export_workbook(village, offices.folder / "nowhere" / "a.xlsx")
    assert handovers(village) == []


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Ledger]:
    """A ledger from before every export was remembered."""
    ledger = open_ledger(Path(shutil.copy(OLD_LEDGERS / "0002.db", tmp_path / "村.db")))
    yield ledger
    ledger.close()


def test_of_earlier_exports_the_last_for_each_office_is_known(old: Ledger) -> None:
    # What the migration does to a ledger that knows no more than the last for each office.
    execute = old.database.execute_sql
    execute("DROP TABLE handover")
    execute("UPDATE handed_over SET handed_at = '2026-03-05T10:00:00+08:00', file_name = '上报.xlsx'")
    import_module("desktop.data.migrations.0002_handovers").up(None, old.database)
    (known,) = handovers(old)
    assert (known.file_name, known.made_at, known.unit_name) == (
        "上报.xlsx",
        "2026-03-05T10:00:00+08:00",
        old.office.town_name,
    )
    assert (known.records, known.changes) == (None, None)


def test_an_import_is_remembered_with_what_was_typed_and_left_out(offices: Offices, village: Ledger) -> None:
    town = offices.town()
    path = type_into(sent(offices, village), VISITS, "郑大山", 备注="表里", 联系电话="139")
    add_row(path, VISITS, **NEW)
    rows = {row.title: row.record_id for row in import_workbooks(town, [path], dry_run=True)[0].rows}
    import_workbooks(town, [path], left_out={path: [rows["钱新"]]})
    (batch,) = batches(town)
    assert (batch.created, batch.edited_by_hand, batch.rejected, batch.left_out) == (2, 1, 1, 1)
