"""Backups of a ledger with a password: locked with it, opened by it, put back whatever the password was meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.data import key_file
from desktop.data.ledger import Ledger
from desktop.data.locking import LedgerKeys, keys_for
from desktop.domain.errors import Refused
from desktop.services.attaching import attach, attachments_of
from desktop.services.backing import (
    START,
    all_backup_folders,
    back_up,
    back_up_if_changed,
    copy_to_second,
    list_backups,
    second_place,
)
from desktop.services.inspecting import inspect
from desktop.services.ledgers import open_ledger
from desktop.services.locking import change_password, is_locked, remove_password, set_password, unlock
from desktop.services.recording import record
from desktop.services.restoring import preview, restore
from desktop.services.settings import change_setting
from tests.attached_files import photo
from tests.offices import Offices, visit

PASSWORD, OTHER = "东沟村头的老槐树", "西桥边上的三棵柳"

Open = Callable[..., Ledger]


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_file, "COST", (2, 1, 1))


@pytest.fixture
def path(offices: Offices, tmp_path: Path) -> Path:
    """A closed village ledger with a visit and a photo of it."""
    ledger = offices.village()
    (visit_id,) = record(ledger, "visit", [visit()]).ids
    attach(ledger, "visit", visit_id, [photo(tmp_path)])
    ledger.close()
    offices.opened.clear()
    return ledger.path


@pytest.fixture
def opened(offices: Offices) -> Open:
    """Open a ledger; it is sound, and closed at the end."""

    def open_it(path: Path, keys: LedgerKeys | None = None) -> Ledger:
        ledger = open_ledger(path, keys=keys)
        offices.opened.append(ledger)
        assert inspect(ledger).findings == ()
        return ledger

    return open_it


def photos(ledger: Ledger) -> list[bool]:
    """Of each photo of the first visit whether it can be shown."""
    (visit_id,) = ledger.database.execute_sql("SELECT id FROM visit ORDER BY id LIMIT 1").fetchone()
    return [one.is_here for one in attachments_of(ledger, "visit", visit_id)]


def visits(ledger: Ledger) -> int:
    return int(ledger.database.execute_sql("SELECT count(*) FROM visit").fetchone()[0])


# -- made --------------------------------------------------------------------------------------------------------------


def test_a_stick_with_the_second_place_opens_by_itself(path: Path, opened: Open, tmp_path: Path) -> None:
    keys = set_password(path, PASSWORD).keys
    ledger, stick = opened(path, keys), tmp_path / "U盘"
    stick.mkdir()
    change_setting(ledger, "backup_folder", str(stick))
    back_up_if_changed(ledger, START)
    place = copy_to_second(ledger)
    assert place is not None and place.has_newest
    (copied,) = list_backups(place.folder, path)
    assert is_locked(copied.path)
    ledger.close()
    # Only the stick is left: neither the computer nor the folder of the ledger.
    for gone in (*path.parent.glob("*.key"), *(tmp_path / "home").rglob("*.key")):
        gone.unlink()
    alone = open_ledger(copied.path, keys=unlock(copied.path, PASSWORD))
    assert visits(alone) == 1
    alone.close()


def test_a_password_set_later_locks_what_lies_in_the_second_place(path: Path, opened: Open, tmp_path: Path) -> None:
    ledger, stick = opened(path), tmp_path / "U盘"
    stick.mkdir()
    change_setting(ledger, "backup_folder", str(stick))
    back_up_if_changed(ledger, START)
    place = copy_to_second(ledger)
    assert place is not None
    folders = all_backup_folders(ledger)
    assert folders == [path.parent / "backups", place.folder]
    ledger.close()
    first = set_password(path, PASSWORD, backup_folders=folders)
    assert first.left == ()
    (there,) = list_backups(place.folder, path)
    assert is_locked(there.path)
    assert list(place.folder.rglob("*.files/??/*")) == [], "no photo in plain"
    change_password(path, first.keys, OTHER, backup_folders=folders)
    assert unlock(there.path, OTHER) == first.keys
    with pytest.raises(Refused, match="ledger_password_wrong"):
        unlock(there.path, PASSWORD)


def test_old_backups_of_a_locked_ledger_are_given_up_and_their_key_is_not(path: Path, opened: Open) -> None:
    keys = set_password(path, PASSWORD).keys
    ledger = opened(path, keys)
    for _ in range(3):
        record(ledger, "visit", [visit()])
        back_up_if_changed(ledger, START)
    folder = path.parent / "backups"
    assert len(list_backups(folder, path)) == 3
    assert [one.name for one in folder.glob("*.key")] == [f"zoufang-{keys.lock_id}.key"]
    assert second_place(ledger) is None


# -- put back ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("now", ["plain", "locked"])
@pytest.mark.parametrize("then", ["plain", "same", "other"])
def test_put_back_under_the_password_of_now(path: Path, opened: Open, now: str, then: str) -> None:
    """Whatever the backup was locked by: the ledger opens as it did, its photos can be shown, and it can be undone."""
    others = set_password(path, PASSWORD).keys if then != "plain" else None
    before = opened(path, others)
    backup = back_up(before, path.parent / "stick")
    before.close()
    keys = others if then == "same" else None
    if then == "other" and others is not None:
        remove_password(path, others)
    if now == "locked" and keys is None:
        keys = set_password(path, OTHER).keys
    if now == "plain" and keys is not None:
        remove_password(path, keys)
        keys = None
    ledger = opened(path, keys)
    record(ledger, "visit", [visit(subject_name="乙")])
    ledger.close()
    if others is not None and others != keys:
        with pytest.raises(Refused, match="backup_locked"):
            preview(path, backup, keys)
        with pytest.raises(Refused, match="backup_locked"):
            restore(path, backup, keys)
        untouched = opened(path, keys)
        assert visits(untouched) == 2
        untouched.close()
    look = preview(path, backup, keys, others)
    assert (look.counts["visit"], look.newer_changes) == (1, 1)
    # Of the photos only the copies on the stick are left.
    for left in path.with_name(f"{path.stem}.files").rglob("*"):
        if left.is_file():
            left.unlink()
    done = restore(path, backup, keys, others)
    assert is_locked(path) == (now == "locked")
    restored = opened(path, keys)
    assert (visits(restored), photos(restored)) == (1, [True])
    restored.close()
    assert done.kept is not None and keys_for(done.kept, keys) == keys
    restore(path, done.kept, keys, others)
    assert visits(opened(path, keys)) == 2
    assert [one.name for one in path.parent.iterdir() if ".part" in one.name or ".former" in one.name] == []


def test_where_no_ledger_stands_it_is_locked_as_its_backup(path: Path, opened: Open) -> None:
    keys = set_password(path, PASSWORD).keys
    ledger = opened(path, keys)
    backup = back_up(ledger)
    ledger.close()
    for gone in (path, *path.parent.glob("*.key")):
        gone.unlink()
    with pytest.raises(Refused, match="backup_locked"):
        restore(path, backup)
    assert not path.exists()
    restore(path, backup, None, unlock(backup, PASSWORD))
    assert unlock(path, PASSWORD) == keys
    assert visits(opened(path, keys)) == 1


@pytest.mark.parametrize("damage", ["head", "middle"])
def test_a_damaged_one_is_put_back(path: Path, opened: Open, damage: str) -> None:
    keys = set_password(path, PASSWORD).keys
    ledger = opened(path, keys)
    backup = back_up(ledger)
    ledger.close()
    content = bytearray(path.read_bytes())
    start = 0 if damage == "head" else 20
    content[start : start + 4000] = bytes(4000)
    path.write_bytes(content)
    with pytest.raises(Refused, match="not_a_ledger" if damage == "head" else "ledger_damaged"):
        open_ledger(path, keys=keys)
    look = preview(path, backup, keys)
    assert look.now is None
    done = restore(path, backup, keys)
    assert done.was_damaged and done.kept is not None and done.kept.read_bytes() == content
    assert (visits(opened(path, keys)), is_locked(path)) == (1, True)


@pytest.mark.parametrize("name", [".{}.restoring", ".{}.restoring.part", "..{}.restoring.0a1b.part"])
def test_what_a_killed_restore_left_in_plain_goes(path: Path, opened: Open, name: str) -> None:
    """Restoring a plain backup over a locked ledger makes a plain copy first."""
    path.with_name(f"{path.stem}.files").rename(path.with_name("账本[1].files"))
    path = path.rename(path.with_name("账本[1].db"))
    keys = set_password(path, PASSWORD).keys
    left = path.with_name(name.format(path.name))
    left.write_text("还没加密的内容", encoding="utf-8")
    ledger = opened(path, keys)
    back_up_if_changed(ledger, START)
    assert not left.exists()
