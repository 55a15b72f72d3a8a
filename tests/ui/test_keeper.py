"""Backups while the window is open: nobody asks for them, nobody waits for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.data.whereabouts import SYNCHRONISED, Risk
from desktop.domain.errors import Refused
from desktop.services import backing
from desktop.services.backing import START, TIMED, back_up, backup_folder, list_backups, second_place
from desktop.services.ledgers import Ledger
from desktop.services.recording import record
from desktop.services.settings import change_setting
from desktop.ui import keeper as keeping
from desktop.ui.keeper import Keeper
from desktop.ui.operations import Announcer
from desktop.ui.preferences import Preferences
from tests.offices import Offices, visit


class Watched:
    """A keeper, what it said and announced."""

    def __init__(self, ledger: Ledger, preferences: Preferences, parent: QObject, qtbot: QtBot) -> None:
        self.ledger, self.said = ledger, list[str]()
        self.preferences = preferences
        self.announcer = Announcer()
        self.damage = 0
        self.announcer.damage_found.connect(self._count)
        self.keeper = Keeper(ledger, self.announcer, preferences, self.said.append, parent)
        self._qtbot = qtbot

    def _count(self) -> None:
        self.damage += 1

    def keep(self, reason: str) -> None:
        self.keeper.keep(reason)
        self.wait()

    def look(self) -> None:
        self.keeper._look_for_second()
        self.wait()

    def wait(self) -> None:
        self._qtbot.waitUntil(lambda: not self.keeper.worker.is_busy)

    @property
    def reasons(self) -> list[str]:
        return [one.reason for one in list_backups(backup_folder(self.ledger), self.ledger.path)]


@pytest.fixture
def make(qapp: QApplication, qtbot: QtBot, offices: Offices, tmp_path: Path) -> Iterator[Callable[[], Watched]]:
    made: list[Watched] = []

    def one() -> Watched:
        ledger = made[0].ledger if made else offices.village()
        made.append(Watched(ledger, Preferences(tmp_path / "settings.ini"), qapp, qtbot))
        return made[-1]

    yield one
    for watched in made:
        watched.keeper.end()


@pytest.fixture
def kept(make: Callable[[], Watched]) -> Watched:
    return make()


def test_only_what_changed_is_backed_up(kept: Watched) -> None:
    kept.keep(START)
    path = kept.ledger.path
    last = kept.preferences.backed_up_at(path)
    assert last is not None and abs(last - datetime.now()) < timedelta(minutes=2)
    assert kept.preferences.backed_up_at(path.with_name("another.db")) is None
    kept.keep(TIMED)
    assert kept.reasons == [START]
    record(kept.ledger, "visit", [visit()])
    kept.keep(TIMED)
    assert kept.reasons == [TIMED, START]
    assert (kept.said, kept.damage) == ([], 0)


def test_a_backup_that_was_there_already_is_told_of(kept: Watched) -> None:
    """Of a program set up anew, or of a ledger that was moved with its backups."""
    made = back_up(kept.ledger, reason=TIMED)
    assert kept.preferences.backed_up_at(kept.ledger.path) is None
    kept.keep(START)
    assert kept.reasons == [TIMED]
    told = kept.preferences.backed_up_at(kept.ledger.path)
    assert told is not None and f"{told:%Y%m%d-%H%M%S}" in made.name


def test_an_absent_stick_is_said_once_and_made_up_for(kept: Watched, tmp_path: Path) -> None:
    stick = tmp_path / "U盘"
    change_setting(kept.ledger, "backup_folder", str(stick))
    kept.keep(START)
    assert [str(stick) in text for text in kept.said] == [True]
    kept.look()
    assert len(kept.said) == 1
    stick.mkdir()
    kept.look()
    assert kept.said[1:] == ["备份的第二个位置接上了，已经补上。"]
    place = second_place(kept.ledger)
    assert place is not None and place.has_newest
    kept.look()
    assert len(kept.said) == 2


def test_a_stick_that_was_there_the_other_day_is_not_mentioned(
    make: Callable[[], Watched], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, stick = make(), tmp_path / "U盘"
    stick.mkdir()
    change_setting(kept.ledger, "backup_folder", str(stick))
    kept.keep(START)
    stick.rename(tmp_path / "away")
    record(kept.ledger, "visit", [visit()])
    kept.keep(TIMED)
    assert kept.said == []

    class Later(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:
            return datetime.now() + timedelta(days=4)

    monkeypatch.setattr(keeping, "datetime", Later)
    kept.look()
    assert len(kept.said) == 1


def test_a_full_disk_is_said_once_and_stops_nothing(kept: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_given: object) -> None:
        raise Refused("disk_full", file="x", folder="y")

    with monkeypatch.context() as patch:
        patch.setattr(backing, "backup_to", fail)
        kept.keep(START)
        kept.keep(TIMED)
    assert len(kept.said) == 1 and "磁盘满了" in kept.said[0]
    record(kept.ledger, "visit", [visit()])
    kept.keep(TIMED)
    assert kept.reasons == [TIMED]


def test_a_backup_written_wrong_is_no_damaged_ledger(kept: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_given: object) -> None:
        raise Refused("backup_unsound", file="x", folder="y")

    monkeypatch.setattr(backing, "backup_to", fail)
    kept.keep(START)
    assert kept.damage == 0
    assert len(kept.said) == 1


def test_damage_is_found_at_the_start_though_nothing_changed(make: Callable[[], Watched]) -> None:
    kept = make()
    record(kept.ledger, "visit", [visit(demand="水" * 20_000)])
    kept.keep(START)
    kept.ledger.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    page = kept.ledger.database.execute_sql("SELECT rootpage FROM sqlite_master WHERE name = 'visit_by_day'").fetchone()
    kept.ledger.close()
    with kept.ledger.path.open("r+b") as file:
        file.seek((page[0] - 1) * 4096)
        file.write(b"\xff" * 4096)
    again = make()
    again.keep(START)
    assert again.damage == 1
    assert again.reasons == [START]


def test_an_unsafe_place_is_said_once(make: Callable[[], Watched], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "risk_of", lambda _path: Risk(SYNCHRONISED, "坚果云"))
    first = make()
    first.keeper.begin()
    assert len(first.said) == 1 and "坚果云" in first.said[0]
    second = make()
    second.keeper.begin()
    assert second.said == []
