"""Killed at any step of setting a password or taking it away: the ledger is as it was or as it was to be, and whole."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.data import key_file
from desktop.data.file_store import files_folder
from desktop.data.locking import LedgerKeys
from desktop.domain.errors import Refused
from desktop.services.attaching import attach, standing_files, store_of
from desktop.services.backing import back_up
from desktop.services.clues import clues_of, transfer
from desktop.services.finding import Query, count_records
from desktop.services.inspecting import inspect
from desktop.services.ledgers import open_ledger
from desktop.services.locking import is_locked, remove_password, set_password, unlock
from desktop.services.recording import record
from tests.attached_files import pdf, photo
from tests.offices import Offices, id_number, issue, visit

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kills as only POSIX does")

PASSWORD = "东沟村头的老槐树"
PLANTED = id_number("32998119850607001")
STRIDE = int(os.environ.get("ZOUFANG_KILL_STRIDE", "9"))
"""1 kills before every act: minutes."""

ACTS = ("open", "os.rename", "os.link", "os.remove", "os.mkdir", "os.chmod", "shutil.copyfile")
"""What is counted: everything that Python does to files. What SQLite does lies between two of them."""


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_file, "COST", (2, 1, 1))


@pytest.fixture
def made(offices: Offices, tmp_path: Path) -> Path:
    """A closed ledger with records, files and a clue."""
    ledger = offices.village()
    record(ledger, "visit", [visit(id_number=PLANTED)])
    one = record(ledger, "issue", [issue(description=PLANTED)]).ids[0]
    paper = tmp_path / "纸.pdf"
    paper.write_bytes(pdf(PLANTED))
    attach(ledger, "issue", one, [paper, photo(tmp_path)])
    transfer(ledger, one, {"content": PLANTED}, {})
    back_up(ledger)
    paper.unlink()
    ledger.close()
    offices.opened.clear()
    return ledger.path


def killed_in(work: Callable[[], object], step: int) -> bool:
    """Do the work in a child that is killed before its so-manieth act on files; whether it came so far."""
    child = os.fork()
    if child == 0:
        left = step

        def count(event: str, given: tuple[object, ...]) -> None:
            nonlocal left
            if event in ACTS and "site-packages" not in str(given) and ".py" not in str(given):
                left -= 1
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(count)
        try:
            work()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def killed_after(work: Callable[[], object], seconds: float) -> None:
    """Do the work in a child and kill it a moment later, wherever it is."""
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and os.waitpid(child, os.WNOHANG)[0] == 0:
        pass
    try:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    except (ProcessLookupError, ChildProcessError):
        return


def judge(folder: Path, path: Path) -> bool:
    """Everything is there, whichever of the two it is now, and what is locked is locked wholly; whether it is."""
    ledger = open_ledger(path, keys=unlock(path, PASSWORD)) if is_locked(path) else open_ledger(path)
    try:
        # That it is a copy is said too.
        assert ledger.notice != "lock_unfinished"
        assert ledger.meta("relocking") == ""
        assert (count_records(ledger, Query("visit")), count_records(ledger, Query("issue"))) == (1, 1)
        assert inspect(ledger).findings == ()
        assert all(store_of(ledger).is_sound(one.digest) for one in standing_files(ledger))
        assert len(standing_files(ledger)) == 2
        assert [one.content for one in clues_of(ledger)] == [PLANTED]
    finally:
        ledger.close()
    unfinished = [one.name for one in folder.iterdir() if one.suffix in (".part", ".former")]
    locked = is_locked(path)
    if locked:
        assert unfinished == []
        files = [one for one in folder.rglob("*") if one.is_file()]
        assert [one for one in files if PLANTED.encode() in one.read_bytes()] == []
    return locked


def every_step(made: Path, tmp_path: Path, work: Callable[[Path], object]) -> list[bool]:
    """Whether it was locked after the kill, step by step: one in :data:`STRIDE`, each time others."""
    told = []
    for step in range(1 + random.randrange(STRIDE), 1000, STRIDE):
        folder = tmp_path / f"round-{step}"
        shutil.copytree(made.parent, folder)
        path = folder / made.name
        was_killed = killed_in(lambda path=path: work(path), step)  # type: ignore[misc]
        told.append(judge(folder, path))
        shutil.rmtree(folder)
        if not was_killed:
            return told
    raise AssertionError("it never ends")


def test_while_a_password_is_set(made: Path, tmp_path: Path) -> None:
    told = every_step(made, tmp_path, lambda path: set_password(path, PASSWORD))
    assert told == sorted(told), "plain until it is locked, and locked from then on"
    assert told[-1] is True


def test_while_it_is_taken_away(made: Path, tmp_path: Path) -> None:
    keys: LedgerKeys = set_password(made, PASSWORD).keys
    told = every_step(made, tmp_path, lambda path: remove_password(path, keys))
    assert told == sorted(told, reverse=True)
    assert told[-1] is False


def test_in_the_middle_of_what_sqlite_does(made: Path, tmp_path: Path) -> None:
    start = time.monotonic()
    folder = tmp_path / "whole"
    shutil.copytree(made.parent, folder)
    keys = set_password(folder / made.name, PASSWORD).keys
    whole = time.monotonic() - start
    for number in range(8):
        plain, locked = tmp_path / f"plain-{number}", tmp_path / f"locked-{number}"
        shutil.copytree(made.parent, plain)
        shutil.copytree(folder, locked)
        killed_after(lambda plain=plain: set_password(plain / made.name, PASSWORD), whole * number / 8)  # type: ignore[misc]
        killed_after(lambda locked=locked: remove_password(locked / made.name, keys), whole * number / 8)  # type: ignore[misc]
        judge(plain, plain / made.name)
        judge(locked, locked / made.name)


def test_the_name_given_before_the_swap_is_no_way_to_lose_it(made: Path) -> None:
    # As a kill between the two leaves it: the ledger under its own name and under that of what is to be overwritten.
    former = made.with_name(f".{made.name}.0123456789ab.former")
    os.link(made, former)
    keys = set_password(made, PASSWORD).keys
    assert not former.exists()
    assert judge(made.parent, made)
    with pytest.raises(Refused, match="ledger_locked"):
        open_ledger(made)
    assert keys.lock_id
    assert files_folder(made).exists()
