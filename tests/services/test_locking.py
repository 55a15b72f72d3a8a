"""A password on a ledger: what is locked, who gets in, what is left in plain, and that nothing is lost on the way."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from desktop.data import key_file, unlock_delays
from desktop.data.file_store import SEALED, FileStore, files_folder
from desktop.data.ledger import Ledger
from desktop.data.locking import lock_of
from desktop.data.restricted import store_of as clue_store
from desktop.domain.errors import Refused
from desktop.services import locking
from desktop.services.attaching import attach, attachments_of, copy_out, store_of
from desktop.services.backing import back_up
from desktop.services.clues import clues_of, transfer
from desktop.services.drafting import drafts, keep_draft
from desktop.services.exporting import export_workbook
from desktop.services.finding import Query, count_records
from desktop.services.importing import import_workbooks
from desktop.services.inspecting import inspect
from desktop.services.ledgers import open_ledger
from desktop.services.locking import (
    change_password,
    is_locked,
    remove_password,
    renew_code,
    seconds_to_wait,
    set_password,
    unlock,
    unlock_with_code,
)
from desktop.services.recording import record
from tests.attached_files import digest, pdf, photo, png
from tests.offices import EAST, TOWN, Offices, dump, id_number, issue, visit

PASSWORD = "东沟村头的老槐树"
PLANTED = id_number("32998119850607001")


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_file, "COST", (2, 1, 1))


def filled(offices: Offices, folder: Path) -> Path:
    """A closed village ledger in which the planted number stands everywhere it can."""
    ledger = offices.village()
    record(ledger, "visit", [visit(id_number=PLANTED, subject_name="郑大山", note=f"证号 {PLANTED}")])
    one = record(ledger, "issue", [issue(description=f"{PLANTED} 反映路灯不亮")]).ids[0]
    keep_draft(ledger, "visit", {"note": PLANTED}, title=PLANTED)
    paper = folder / "证明.pdf"
    paper.write_bytes(pdf(PLANTED * 3))
    attach(ledger, "issue", one, [paper, photo(folder)])
    transfer(ledger, one, {"content": f"反映 {PLANTED}", "handed_to": "镇纪委"}, {})
    paper.unlink()
    (folder / "渠道照片.png").unlink()
    ledger.close()
    offices.opened.clear()
    return ledger.path


def forms(text: str) -> list[bytes]:
    return [text.encode(), text.encode("utf-16-le"), text.encode("utf-16-be"), bytes(int(one) for one in text[:17])]


def places_of(text: str, *folders: Path) -> list[Path]:
    """The files in which a text stands in any of its forms."""
    return [
        path
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file() and any(form in path.read_bytes() for form in forms(text))
    ]


def reopened(offices: Offices, path: Path, keys: Any = None) -> Ledger:
    ledger = open_ledger(path, keys=keys)
    offices.opened.append(ledger)
    return ledger


def content_of(ledger: Ledger) -> dict[str, Any]:
    found = dump(ledger)
    found["meta"] = [row for row in found["meta"] if row[0] not in ("relocking", "computer")]
    return found


# -- setting, opening, taking away -------------------------------------------------------------------------------------


def test_nothing_is_lost_and_nothing_stays_readable(offices: Offices, tmp_path: Path) -> None:
    path = filled(offices, tmp_path)
    before = reopened(offices, path)
    told, clues = content_of(before), clues_of(before)
    before.close()
    assert places_of(PLANTED, tmp_path)
    locked = set_password(path, PASSWORD)
    assert locked.left == ()
    assert is_locked(path)
    assert places_of(PLANTED, tmp_path) == []
    with pytest.raises(Refused, match="ledger_locked"):
        open_ledger(path)
    after = reopened(offices, path, unlock(path, PASSWORD))
    assert (content_of(after), clues_of(after)) == (told, clues)
    assert after.notice == ""
    assert inspect(after).findings == ()
    assert [one.title for one in drafts(after)] == [PLANTED]
    owner = clues[0].issue_id
    files = attachments_of(after, "issue", owner)
    assert all(one.is_here for one in files)
    assert copy_out(after, files[0].id, tmp_path).read_bytes() == pdf(PLANTED * 3)
    assert store_of(after).content(files[1].digest) == png(0)
    assert count_records(after, Query("visit", text="郑大山")) == 1


def test_what_comes_later_is_locked_too(offices: Offices, tmp_path: Path, zoufang_home: Path) -> None:
    ledger = offices.village()
    ledger.close()
    offices.opened.clear()
    keys = set_password(ledger.path, PASSWORD).keys
    ledger = reopened(offices, ledger.path, keys)
    one = record(ledger, "issue", [issue(description=PLANTED)]).ids[0]
    paper = tmp_path / "纸.pdf"
    paper.write_bytes(pdf(PLANTED))
    attach(ledger, "issue", one, [paper])
    paper.unlink()
    transfer(ledger, one, {"content": PLANTED}, {})
    keep_draft(ledger, "issue", {"description": PLANTED})
    copy = back_up(ledger, tmp_path / "stick")
    # While it is open: with its write-ahead log.
    assert (ledger.path.parent / f"{ledger.path.name}-wal").exists()
    assert places_of(PLANTED, tmp_path, zoufang_home) == []
    ledger.close()
    assert places_of(PLANTED, tmp_path, zoufang_home) == []
    # The stick alone, carried to another computer, with the password.
    (zoufang_home / "keys" / f"zoufang-{keys.lock_id}.key").unlink()
    elsewhere = tmp_path / "elsewhere"
    (tmp_path / "stick").rename(elsewhere)
    copied = reopened(offices, elsewhere / copy.name, unlock(elsewhere / copy.name, PASSWORD))
    assert count_records(copied, Query("issue")) == 1
    beside = FileStore(files_folder(elsewhere / ledger.path.name), keys)
    assert beside.is_sound(digest(pdf(PLANTED)))


def test_taking_it_away_gives_everything_back(offices: Offices, tmp_path: Path) -> None:
    path = filled(offices, tmp_path)
    before = reopened(offices, path)
    told, clues = content_of(before), clues_of(before)
    before.close()
    keys = set_password(path, PASSWORD).keys
    remove_password(path, keys)
    assert not is_locked(path)
    assert not any((files_folder(path) / SEALED).rglob("*.*"))
    assert [one.name for one in tmp_path.iterdir() if one.name.endswith((".part", ".former"))] == []
    after = reopened(offices, path)
    assert (content_of(after), clues_of(after)) == (told, clues)
    assert inspect(after).findings == ()
    # Any other program reads it again.
    sqlite3.connect(path).close()
    after.close()
    assert set_password(path, PASSWORD).keys.master != keys.master


def test_backups_from_before_are_locked_along(offices: Offices, tmp_path: Path) -> None:
    path = filled(offices, tmp_path)
    ledger = reopened(offices, path)
    copy = back_up(ledger, tmp_path / "stick")
    foreign = tmp_path / "stick" / f"{path.stem}-note.txt"
    foreign.write_text("not a ledger")
    other = offices.village("321183105202")
    other.close()
    other.path.rename(tmp_path / "stick" / f"{path.stem}-of-another-office.db")
    ledger.close()
    offices.opened.clear()
    assert set_password(path, PASSWORD, backup_folders=[tmp_path / "stick"]).left == ()
    assert lock_of(copy) == lock_of(path)
    assert places_of(PLANTED, tmp_path) == []
    assert foreign.read_text() == "not a ledger"
    assert not is_locked(tmp_path / "stick" / f"{path.stem}-of-another-office.db")
    restored = reopened(offices, copy, unlock(copy, PASSWORD))
    assert count_records(restored, Query("visit")) == 1


def test_whoever_has_it_open_is_not_cut_off(offices: Offices) -> None:
    ledger = offices.village()
    record(ledger, "issue", [issue()])
    with pytest.raises(Refused, match="ledger_in_use"):
        set_password(ledger.path, PASSWORD)
    record(ledger, "issue", [issue()])
    assert not is_locked(ledger.path)
    ledger.close()
    keys = set_password(ledger.path, PASSWORD).keys
    opened = reopened(offices, ledger.path, keys)
    with pytest.raises(Refused, match="ledger_in_use"):
        remove_password(ledger.path, keys)
    record(opened, "issue", [issue()])
    assert count_records(opened, Query("issue")) == 3


def test_a_locked_ledger_exchanges_as_any_other(offices: Offices, tmp_path: Path) -> None:
    path = filled(offices, tmp_path)
    keys = set_password(path, PASSWORD).keys
    village, town = reopened(offices, path, keys), offices.town()
    town.close()
    town_keys = set_password(town.path, PASSWORD).keys
    offices.opened.remove(town)
    town = reopened(offices, town.path, town_keys)
    file = offices.file()
    result = export_workbook(village, file, to=TOWN)
    assert result
    (outcome, *_) = import_workbooks(town, [file, *tmp_path.glob("file*.zip")])
    assert outcome.created == 2 + 2
    assert offices.send(town, village).status in ("imported", "nothing_new")


# -- passwords and codes -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("password", "code"),
    [("1234567", "password_short"), ("一" * 201, "password_long"), ("12345678\n", "password_character"), ("", None)],
)
def test_passwords_that_will_not_do(offices: Offices, password: str, code: str | None) -> None:
    ledger = offices.village()
    ledger.close()
    with pytest.raises(Refused, match=code or "password_short"):
        set_password(ledger.path, password)
    assert not is_locked(ledger.path)
    assert list(ledger.path.parent.glob("*.key")) == []


def test_a_changed_password_rewrites_no_ledger(offices: Offices, tmp_path: Path, zoufang_home: Path) -> None:
    ledger = offices.village()
    ledger.close()
    locked = set_password(ledger.path, PASSWORD)
    opened = reopened(offices, ledger.path, locked.keys)
    stick = tmp_path / "stick"
    copy = back_up(opened, stick)
    opened.close()
    before = ledger.path.read_bytes()
    changed = change_password(ledger.path, locked.keys, "另外的一个密码吧", backup_folders=[stick])
    assert ledger.path.read_bytes() == before
    assert changed.keys == locked.keys
    for path in (ledger.path, copy):
        assert unlock(path, "另外的一个密码吧") == locked.keys
        with pytest.raises(Refused, match="ledger_password_wrong"):
            unlock(path, PASSWORD)
        with pytest.raises(Refused, match="recovery_code_wrong"):
            unlock_with_code(path, locked.code)
        assert unlock_with_code(path, changed.code) == locked.keys
    assert len(list(tmp_path.rglob("*.key"))) == 3, "beside the ledger, with its backups, in the program's folder"
    assert len({path.read_bytes() for path in tmp_path.rglob("*.key")}) == 1


def test_forgotten_and_a_new_sheet(offices: Offices) -> None:
    ledger = offices.village()
    ledger.close()
    locked = set_password(ledger.path, PASSWORD)
    keys = unlock_with_code(ledger.path, locked.code.lower())
    renewed = renew_code(ledger.path, keys)
    with pytest.raises(Refused, match="recovery_code_wrong"):
        unlock_with_code(ledger.path, locked.code)
    assert unlock_with_code(ledger.path, renewed.code) == keys
    assert unlock(ledger.path, PASSWORD) == keys
    assert renewed.code not in repr(renewed)
    with pytest.raises(Refused, match="recovery_code_group"):
        flipped = "0" if renewed.code[0] != "0" else "1"
        unlock_with_code(ledger.path, flipped + renewed.code[1:])


def test_wrong_passwords_wait_longer_and_over_restarts(offices: Offices, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = offices.village()
    ledger.close()
    locked = set_password(ledger.path, PASSWORD)
    now = [1_700_000_000.0]
    monkeypatch.setattr(locking.time, "time", lambda: now[0])
    for expected in (0, 0, 30):
        with pytest.raises(Refused, match="ledger_password_wrong") as refused:
            unlock(ledger.path, "不是这个密码")
        assert refused.value.params == ({"seconds": expected} if expected else {})
    with pytest.raises(Refused, match="ledger_password_wait") as refused:
        unlock(ledger.path, PASSWORD)
    assert refused.value.params == {"seconds": 30}
    now[0] += 29.5
    assert seconds_to_wait(ledger.path) == 1
    now[0] += 0.5
    with pytest.raises(Refused, match="ledger_password_wrong") as refused:
        unlock(ledger.path, "还不是")
    assert refused.value.params == {"seconds": 60}
    # The code needs no waiting: nobody guesses 120 bits.
    assert unlock_with_code(ledger.path, locked.code) == locked.keys
    assert seconds_to_wait(ledger.path) == 0
    assert unlock(ledger.path, PASSWORD) == locked.keys


def test_a_try_counts_before_it_is_made(offices: Offices, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = offices.village()
    ledger.close()
    locked = set_password(ledger.path, PASSWORD)

    def killed(*_given: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(key_file.KeyFile, "opened", killed)
    for _ in range(3):
        with pytest.raises(KeyboardInterrupt):
            unlock(ledger.path, "试一试")
    assert unlock_delays.tries_of(Path(os.environ["ZOUFANG_HOME"]), locked.keys.lock_id).wrong == 3
    assert seconds_to_wait(ledger.path) == 30


def test_a_lost_key_file_is_named_and_the_second_one_serves(offices: Offices, zoufang_home: Path) -> None:
    ledger = offices.village()
    ledger.close()
    keys = set_password(ledger.path, PASSWORD).keys
    beside = ledger.path.parent / f"zoufang-{keys.lock_id}.key"
    beside.unlink()
    assert unlock(ledger.path, PASSWORD) == keys
    assert beside.exists(), "put back"
    beside.unlink()
    (zoufang_home / "keys" / beside.name).write_text("{}")
    with pytest.raises(Refused, match="key_file_missing") as refused:
        unlock(ledger.path, PASSWORD)
    assert refused.value.params == {"file": beside.name, "folder": str(ledger.path.parent)}


# -- what can go wrong -------------------------------------------------------------------------------------------------


def test_a_damaged_locked_ledger_says_so(offices: Offices) -> None:
    ledger = offices.village()
    ledger.close()
    keys = set_password(ledger.path, PASSWORD).keys
    content = bytearray(ledger.path.read_bytes())
    content[100] ^= 1
    ledger.path.write_bytes(content)
    with pytest.raises(Refused, match="ledger_damaged"):
        open_ledger(ledger.path, keys=keys)


def test_an_altered_sealed_file_is_told(offices: Offices, tmp_path: Path) -> None:
    path = filled(offices, tmp_path)
    keys = set_password(path, PASSWORD).keys
    for one in (files_folder(path) / SEALED).glob("??/*"):
        content = bytearray(one.read_bytes())
        content[-1] ^= 1
        one.write_bytes(content)
    ledger = reopened(offices, path, keys)
    assert [one.code for one in inspect(ledger).findings] == ["content_altered"] * 2
    with pytest.raises(Refused, match="content_altered"):
        copy_out(ledger, attachments_of(ledger, "issue", clues_of(ledger)[0].issue_id)[0].id, tmp_path)


def test_names_of_sealed_files_tell_nothing(offices: Offices, tmp_path: Path) -> None:
    path = filled(offices, tmp_path)
    set_password(path, PASSWORD)
    names = [one.name for one in files_folder(path).rglob("*") if one.is_file()]
    assert len(names) == 2
    assert not {digest(png(0)), digest(pdf(PLANTED * 3))} & set(names)
    assert clue_store(path).read_bytes()[:8] == b"ZFlocked"


@pytest.mark.skipif(os.name != "posix", reason="links and modes as POSIX has them")
def test_a_link_to_the_ledger_and_who_may_read_it(offices: Offices, tmp_path: Path) -> None:
    path = filled(offices, tmp_path)
    path.chmod(0o660)
    link = tmp_path / "desk" / path.name
    link.parent.mkdir()
    link.symlink_to(path)
    locked = set_password(link, PASSWORD)
    assert link.is_symlink()
    assert lock_of(path) == locked.keys.lock_id
    assert path.stat().st_mode & 0o777 == 0o660
    assert open_ledger(link, keys=unlock(link, PASSWORD)).close() is None
    assert not any(PLANTED.encode() in one.read_bytes() for one in path.parent.glob("*.db*"))


def test_a_full_disk_leaves_it_as_it_was(offices: Offices, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = filled(offices, tmp_path)
    before = path.read_bytes()

    def full(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", full)
        with pytest.raises(Refused, match="disk_full"):
            set_password(path, PASSWORD)
    assert path.read_bytes()[:16] == before[:16]
    assert EAST in reopened(offices, path).office.code
    assert [one for one in tmp_path.iterdir() if one.name.startswith(".")] == []


def test_files_that_cannot_be_sealed_yet_are_sealed_later(
    offices: Offices, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = filled(offices, tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(FileStore, "put", lambda *_given: (_ for _ in ()).throw(Refused("disk_full")))
        locked = set_password(path, PASSWORD)
        assert locked.left == (files_folder(path),)
        ledger = reopened(offices, path, locked.keys)
        assert ledger.notice == "lock_unfinished"
        ledger.close()
    ledger = reopened(offices, path, unlock_with_code(path, locked.code))
    assert ledger.notice == ""
    assert places_of(PLANTED, tmp_path) == []
    assert inspect(ledger).findings == ()


def test_a_clock_that_was_wrong_locks_nobody_out(
    offices: Offices, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = filled(offices, tmp_path)
    set_password(path, PASSWORD)
    now = [4_000_000_000.0]
    monkeypatch.setattr(locking.time, "time", lambda: now[0])
    for _ in range(3):
        with pytest.raises(Refused, match="ledger_password_wrong"):
            unlock(path, "不是这个密码")
    assert seconds_to_wait(path) == 30
    now[0] = 1_700_000_000.0
    assert seconds_to_wait(path) == 30, "put back it lets nobody in"
    now[0] += 29
    assert seconds_to_wait(path) == 1
    now[0] += 1
    assert unlock(path, PASSWORD)
