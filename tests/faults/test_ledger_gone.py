"""The file of an open ledger is moved, deleted or replaced: nothing is said to be saved that would not be there."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.data.backup import backup_to
from desktop.data.ledger import Ledger
from desktop.domain.errors import Refused
from desktop.services.drafting import keep_draft
from desktop.services.finding import Query, count_records
from desktop.services.importing import import_workbooks
from desktop.services.inspecting import inspect
from desktop.services.ledgers import open_ledger
from desktop.services.recording import record
from desktop.wording import sentence
from tests.offices import Offices, issue, visit

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows keeps open files where they are")


def move(path: Path) -> None:
    for one in path.parent.glob(f"{path.name}*"):
        one.rename(path.parent.parent / one.name)


def delete(path: Path) -> None:
    for one in path.parent.glob(f"{path.name}*"):
        one.unlink()


def replace(path: Path) -> None:
    shutil.copy(path, f"{path}.copy")
    Path(f"{path}.copy").replace(path)


@pytest.mark.parametrize("lose", [move, delete, replace])
def test_nothing_is_written_into_a_file_that_is_gone(offices: Offices, lose: Callable[[Path], None]) -> None:
    village = offices.village()
    record(village, "visit", [visit(issues=[issue()])])
    lose(village.path)
    for write in (
        lambda: record(village, "visit", [visit()]),
        lambda: keep_draft(village, "visit", {"values": {}}),
    ):
        with pytest.raises(Refused, match="ledger_gone") as refused:
            write()
    assert village.path.name in sentence(refused.value)
    # What was saved is still to be had, as long as the program runs.
    copy = backup_to(village.database, village.path.with_name("copy.db"))
    saved = open_ledger(copy)
    assert count_records(saved, Query("visit")) == 1
    saved.close()


def test_put_back_it_works_again(offices: Offices) -> None:
    village, elsewhere = offices.village(), offices.folder.parent
    record(village, "visit", [visit()])
    move(village.path)
    with pytest.raises(Refused, match="ledger_gone"):
        record(village, "visit", [visit()])
    for one in elsewhere.glob(f"{village.path.name}*"):
        one.rename(village.path.parent / one.name)
    record(village, "visit", [visit()])
    assert inspect(village).is_sound
    again: Ledger = open_ledger(village.path)
    assert count_records(again, Query("visit")) == 2
    again.close()


def test_an_import_into_a_ledger_that_is_gone_is_refused(offices: Offices) -> None:
    village, town, path = offices.village(), offices.town(), offices.file()
    from desktop.services.exporting import export_workbook

    record(village, "visit", [visit()])
    export_workbook(village, path)
    delete(town.path)
    with pytest.raises(Refused, match="ledger_gone"):
        import_workbooks(town, [path])
