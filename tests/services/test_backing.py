"""Backups by themselves: when there is something to keep, thinned, in a second place, whatever the disk does."""

from __future__ import annotations

import random
import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.data.backup import backup_name
from desktop.data.database import connect
from desktop.domain.errors import Refused
from desktop.services import backing
from desktop.services.attaching import attach
from desktop.services.backing import (
    IMPORT,
    PERSON,
    RESTORE,
    START,
    TIMED,
    back_up,
    back_up_as,
    back_up_before,
    back_up_if_changed,
    copy_to_second,
    list_backups,
    second_place,
    thin,
)
from desktop.services.drafting import keep_draft
from desktop.services.inspecting import inspect
from desktop.services.ledgers import Ledger, open_ledger
from desktop.services.recording import record
from desktop.services.settings import change_setting
from desktop.services.thinning import beyond, superfluous
from tests.attached_files import photo
from tests.offices import Offices, visit

NOW = datetime(2026, 11, 23, 10, 30)


@pytest.fixture
def ledger(offices: Offices) -> Ledger:
    """A village's ledger with one visit."""
    made = offices.village()
    record(made, "visit", [visit()])
    return made


def own(ledger: Ledger) -> list[backing.Backup]:
    return list_backups(backing.backup_folder(ledger), ledger.path)


# -- when --------------------------------------------------------------------------------------------------------------


def test_nothing_is_made_while_nothing_changes(ledger: Ledger) -> None:
    assert back_up_if_changed(ledger, START) is not None
    assert back_up_if_changed(ledger, TIMED) is None
    keep_draft(ledger, "visit", {"subject_name": "半"})
    made = back_up_if_changed(ledger, TIMED)
    assert made is not None
    copy = open_ledger(made)
    assert copy.database.execute_sql("SELECT count(*) FROM draft").fetchone() == (1,)
    copy.close()
    assert [one.reason for one in own(ledger)] == [TIMED, START]


def test_a_backup_that_is_gone_is_made_anew(ledger: Ledger) -> None:
    made = back_up_if_changed(ledger, START)
    assert made is not None
    made.unlink()
    assert back_up_if_changed(ledger, TIMED) is not None


def test_opening_and_closing_changes_nothing(ledger: Ledger) -> None:
    back_up_if_changed(ledger, START)
    ledger.close()
    again = open_ledger(ledger.path)
    assert back_up_if_changed(again, START) is None
    again.close()


def test_what_goes_on_without_a_backup_is_not_stopped(ledger: Ledger) -> None:
    backing.backup_folder(ledger).write_text("")
    back_up_before(ledger, IMPORT)
    with pytest.raises(Refused) as refusal:
        back_up_if_changed(ledger, IMPORT)
    assert refusal.value.code == "folder_not_writable"


def test_another_thread_may_write_meanwhile(ledger: Ledger, tmp_path: Path) -> None:
    beside = connect(ledger.path)
    beside.connect()
    writes = iter(range(5))

    def write() -> bool:
        number = next(writes, None)
        if number is not None:
            beside.execute_sql("UPDATE meta SET value = ? WHERE key = 'actor'", (f"第{number}人",))
        return False

    made = back_up_as(ledger, tmp_path / "copy.db", write)
    beside.close()
    copy = open_ledger(made)
    assert copy.actor == ledger.actor
    assert inspect(copy).findings == ()
    copy.close()


def test_a_backup_that_is_stopped_leaves_nothing(ledger: Ledger, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refusal:
        back_up_as(ledger, tmp_path / "copies" / "copy.db", lambda: True)
    assert refusal.value.code == "cancelled"
    assert list((tmp_path / "copies").iterdir()) == []


def test_the_ledger_itself_is_no_target(ledger: Ledger) -> None:
    with pytest.raises(Refused) as refusal:
        back_up_as(ledger, ledger.path)
    assert refusal.value.code == "target_is_ledger"


def test_a_damaged_ledger_makes_no_backup(ledger: Ledger) -> None:
    back_up(ledger)
    record(ledger, "visit", [visit(demand="水" * 20_000)])
    ledger.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    page = ledger.database.execute_sql("SELECT rootpage FROM sqlite_master WHERE name = 'visit_by_day'").fetchone()[0]
    ledger.close()
    with ledger.path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 4096)
    before = own(ledger)
    with pytest.raises(Refused) as refusal:
        back_up(ledger)
    assert refusal.value.code in ("backup_unsound", "ledger_damaged")
    assert own(ledger) == before


# -- thinning ----------------------------------------------------------------------------------------------------------


def test_half_a_year_of_work_leaves_few(tmp_path: Path) -> None:
    moments = [NOW - timedelta(days=day, minutes=30 * half) for day in range(180) for half in range(16)]
    left = sorted(set(moments) - superfluous(moments, NOW), reverse=True)
    assert left[0] == NOW
    assert sum(NOW - one <= timedelta(hours=3) for one in left) == 7
    assert len({one.date() for one in left if NOW - one < timedelta(days=14)}) == 14
    assert len({one.isocalendar()[:2] for one in left if NOW - one < timedelta(weeks=8)}) >= 8
    assert {(one.year, one.month) for one in left} >= {(2026, month) for month in range(6, 12)}
    assert len(left) < 45


@given(st.lists(st.integers(-(10**6), 4 * 10**6), max_size=60), st.integers(0, 10**6))
def test_thinning_bit_by_bit_keeps_what_thinning_at_once_keeps(minutes: list[int], later: int) -> None:
    moments = [NOW - timedelta(minutes=one) for one in minutes]
    once = set(moments) - superfluous(moments, NOW)
    assert superfluous(sorted(once), NOW) == set()
    assert not moments or max(moments) in once
    after = NOW + timedelta(minutes=later)
    assert once - superfluous(sorted(once), after) <= once


def test_only_its_own_backups_are_given_up(ledger: Ledger) -> None:
    folder = backing.backup_folder(ledger)
    folder.mkdir()
    stem = ledger.path.stem
    names = {
        reason: backup_name(ledger.path, datetime.now() - timedelta(days=5, minutes=number), reason)
        for number, reason in enumerate((TIMED, START, IMPORT, PERSON, RESTORE))
    }
    others = [f"{stem}2-20200101-000000-timed.db", f"{stem}.db", "notes.txt", f"{stem}-20200101-000001-damaged.db"]
    for name in [*names.values(), *others]:
        (folder / name).write_text("x")
    newest = back_up(ledger)
    gone = {path.name for path in thin(folder, ledger.path)}
    left = {path.name for path in folder.iterdir() if not path.name.startswith(".")}
    assert left >= {newest.name, names[PERSON], names[RESTORE], *others}
    # Of the three others one stands for the day, unless midnight came between them.
    assert gone <= {names[START], names[IMPORT], names[TIMED]}
    assert 1 <= len(gone) <= 2


def test_they_do_not_fill_the_disk() -> None:
    assert beyond([10] * 9, 45) == 5
    assert beyond([100, 100, 100], 50) == 1
    assert beyond([], 5) == 0


# -- the second place --------------------------------------------------------------------------------------------------


def test_what_could_not_be_brought_is_made_up_for(ledger: Ledger, tmp_path: Path) -> None:
    stick = tmp_path / "U盘"
    assert second_place(ledger) is None
    change_setting(ledger, "backup_folder", str(stick))
    attach(ledger, "visit", ledger.database.execute_sql("SELECT id FROM visit").fetchone()[0], [photo(tmp_path)])
    back_up_if_changed(ledger, START)
    absent = copy_to_second(ledger)
    assert absent is not None
    assert (absent.is_there, absent.reached_at, stick.exists()) == (False, "", False)
    stick.mkdir()
    back = copy_to_second(ledger)
    assert back is not None and back.has_newest and back.reached_at
    (copied,) = list_backups(back.folder, ledger.path)
    assert copied.path.read_bytes() == own(ledger)[0].path.read_bytes()
    assert len([path for path in back.folder.rglob("*.files/??/*") if path.is_file()]) == 1
    shutil.rmtree(stick)
    again = second_place(ledger)
    assert again is not None
    assert (again.is_there, again.has_newest, again.reached_at) == (False, False, back.reached_at)


def test_two_ledgers_share_a_stick(offices: Offices, tmp_path: Path) -> None:
    folders = set()
    for _ in range(2):
        made = offices.village()
        change_setting(made, "backup_folder", str(tmp_path))
        back_up_if_changed(made, START)
        place = copy_to_second(made)
        assert place is not None
        folders.add(place.folder)
    assert len(folders) == 2


def test_a_stick_that_is_full_leaves_what_is_there(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change_setting(ledger, "backup_folder", str(tmp_path))
    back_up_if_changed(ledger, START)
    place = copy_to_second(ledger)
    assert place is not None
    before = [path.read_bytes() for path in sorted(place.folder.glob("*.db"))]
    record(ledger, "visit", [visit(subject_name="王五")])
    back_up_if_changed(ledger, TIMED)

    def fail(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backing.os, "fsync", fail)
    with pytest.raises(Refused) as refusal:
        copy_to_second(ledger)
    assert refusal.value.code == "backup_no_room"
    assert [path.read_bytes() for path in sorted(place.folder.iterdir()) if path.suffix in (".db", ".part")] == before


def test_damaged_memory_only_makes_a_backup_more(ledger: Ledger) -> None:
    back_up_if_changed(ledger, START)
    memory = backing.backup_folder(ledger) / f".{ledger.path.stem}.json"
    for content in (b"", b"[]", b"\xff\xfe", b'{"mark": 5}', random.Random(1).randbytes(100)):
        memory.write_bytes(content)
        assert back_up_if_changed(ledger, TIMED) is not None
