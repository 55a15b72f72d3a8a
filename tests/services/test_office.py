"""Who works, which office it is, its settings and backups."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from desktop.domain.errors import Refused
from desktop.services.backing import back_up, backup_folder
from desktop.services.ledgers import Ledger, begin_ledger, change_actor, open_ledger
from desktop.services.placing import find_units, forget_units
from desktop.services.recording import record
from desktop.services.settings import OfficeSettings, change_setting, proposed_deadline, read_settings
from desktop.services.undoing import redo, undo


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    path = tmp_path / "village.db"
    ledger = begin_ledger(path, level="village", code="321183108212", name="唐陵村", actor="李四")
    yield ledger
    ledger.close()


@pytest.mark.parametrize(("key", "value"), [("due_days", 20), ("warn_days", 5), ("categories", ["水利", "道路"])])
def test_the_first_change_of_a_setting_can_be_undone(ledger: Ledger, key: str, value: object) -> None:
    change_setting(ledger, key, value)
    assert read_settings(ledger) != OfficeSettings()
    undo(ledger)
    assert read_settings(ledger) == OfficeSettings()
    redo(ledger)
    assert read_settings(ledger) != OfficeSettings()


def test_the_one_who_works_is_remembered(ledger: Ledger) -> None:
    assert change_actor(ledger, " 王小五 ") == "李四"
    assert ledger.actor == "王小五"
    again = open_ledger(ledger.path)
    assert again.actor == "王小五"
    again.close()
    with pytest.raises(Refused) as refusal:
        change_actor(ledger, " ")
    assert refusal.value.problems[0].kind == "missing"
    assert ledger.actor == "王小五"


def test_a_backup_is_a_whole_ledger(ledger: Ledger) -> None:
    record(ledger, "cadre", [{"name": "李四"}])
    assert backup_folder(ledger) == ledger.path.parent / "backups"
    target = back_up(ledger)
    assert target.parent == ledger.path.parent / "backups"
    copy = open_ledger(target)
    assert copy.database.execute_sql("SELECT name FROM cadre").fetchone() == ("李四",)
    copy.close()


def test_a_backup_into_a_place_that_takes_none_is_refused(ledger: Ledger, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Refused) as refusal:
        back_up(ledger, tmp_path / "file" / "folder")
    assert refusal.value.code == "folder_not_writable"


@pytest.mark.parametrize("typed", ["321183108212", "天王镇唐陵", "唐陵村", "tianwang tangling", "tl"])
def test_an_office_is_found_by_code_name_or_pinyin(typed: str) -> None:
    found = find_units(typed, "village", 60)
    forget_units()
    wanted = [unit for unit in found if unit.code == "321183108212"]
    if typed == "tl":
        assert len(found) == 60  # initials are shared by many
        return
    assert wanted
    assert (wanted[0].name, wanted[0].town_name) == ("唐陵村", "天王镇")
    assert wanted[0].path == ("唐陵村", "天王镇", "句容市", "镇江市", "江苏省")


def test_the_deadline_proposed_counts_from_the_collection_and_never_lies_in_the_past(ledger: Ledger) -> None:
    change_setting(ledger, "due_days", 20)
    assert proposed_deadline(ledger, "2026-03-05", date(2026, 3, 8)) == "2026-03-25"
    assert proposed_deadline(ledger, "2025-03-05", date(2026, 3, 8)) == "2026-03-08"
