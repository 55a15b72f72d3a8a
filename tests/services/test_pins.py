"""PINs: who is let in, how long a wrong one costs, who may set them anew, and that they never leave the ledger."""

from __future__ import annotations

import time
import zipfile
from typing import Any

import pytest

from desktop.data.access_log import accesses
from desktop.data.ledger import Ledger
from desktop.domain.lifecycle import Duty, Person
from desktop.services.ledgers import change_actor
from desktop.services.people import change_people, is_in_charge, people_of
from desktop.services.pins import FREE_TRIES, LONGEST_DELAY, check_pin, pin_is_needed, remove_pin, set_pin, with_pins
from desktop.services.recording import record
from desktop.services.undoing import undo
from tests.offices import Offices, visit
from tests.refusals import refused_as

BOSS, CADRE = "东沟书记", "周江"
PEOPLE = [Person(BOSS, frozenset({Duty.VILLAGE_SECRETARY})), Person(CADRE, frozenset({Duty.GRID_WORKER}))]
PIN, OTHER = "730518", "今天天气好"


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


pytestmark = pytest.mark.usefixtures("cheap_pins")


@pytest.fixture
def village(offices: Offices) -> Ledger:
    ledger = offices.village()
    change_people(ledger, PEOPLE)
    return ledger


def test_nobody_has_one_at_first(village: Ledger) -> None:
    assert with_pins(village) == frozenset()
    check_pin(village, BOSS, "")


@pytest.mark.parametrize(
    "pin", ["", "123", "1234", "87654", "7777", "123456789", "好好好好", "三个字", "4\t71", "x" * 65]
)
def test_what_is_none(village: Ledger, pin: str) -> None:
    refused_as("invalid", set_pin, village, BOSS, pin)
    assert not pin_is_needed(village, BOSS)


@pytest.mark.parametrize("pin", ["7305", "73051846", OTHER, "a b c"])
def test_what_lets_in_and_what_does_not(village: Ledger, pin: str) -> None:
    set_pin(village, BOSS, pin)
    check_pin(village, BOSS, f" {pin} ")
    assert refused_as("pin_wrong", check_pin, village, BOSS, pin + "1").params["seconds"] == 0
    refused_as("pin_wrong", check_pin, village, BOSS, "")


def test_wrong_ones_cost_more_and_more_time(village: Ledger) -> None:
    clock = Clock()
    set_pin(village, BOSS, PIN)
    delays = []
    for _ in range(FREE_TRIES + 10):
        delays.append(refused_as("pin_wrong", check_pin, village, BOSS, "0000", clock=clock).params["seconds"])
        clock.now += delays[-1]
    assert delays[:5] == [0, 0, 5, 10, 20]
    assert delays == sorted(delays) and delays[-1] == LONGEST_DELAY
    # Also the right one has to wait, and nothing is learned meanwhile.
    clock.now -= 1
    assert refused_as("pin_wait", check_pin, village, BOSS, PIN, clock=clock).params["seconds"] == 1
    clock.now += 1
    check_pin(village, BOSS, PIN, clock=clock)
    assert refused_as("pin_wrong", check_pin, village, BOSS, "0000", clock=clock).params["seconds"] == 0


def test_a_clock_set_back_neither_helps_nor_locks_out(village: Ledger) -> None:
    clock = Clock()
    set_pin(village, BOSS, PIN)
    for _ in range(FREE_TRIES + 1):
        refused_as("pin_wrong", check_pin, village, BOSS, "0000", clock=clock)
        clock.now += 5
    clock.now -= 10 * 365 * 86400
    assert refused_as("pin_wait", check_pin, village, BOSS, PIN, clock=clock).params["seconds"] == 10
    clock.now += 10
    check_pin(village, BOSS, PIN, clock=clock)


def test_the_delay_outlives_the_program(village: Ledger) -> None:
    set_pin(village, BOSS, PIN)
    for _ in range(FREE_TRIES):
        refused_as("pin_wrong", check_pin, village, BOSS, "0000")
    village.close()
    refused_as("pin_wait", check_pin, village, BOSS, PIN)


def test_ones_own_takes_the_one_before(village: Ledger) -> None:
    set_pin(village, BOSS, PIN)
    refused_as("pin_wrong", set_pin, village, BOSS, OTHER)
    set_pin(village, BOSS, OTHER, before=PIN)
    refused_as("pin_wrong", remove_pin, village, BOSS, before=PIN)
    remove_pin(village, BOSS, before=OTHER)
    assert not pin_is_needed(village, BOSS)


def test_a_lost_one_is_set_anew_by_who_is_in_charge_alone(village: Ledger) -> None:
    assert refused_as("pin_charge_first", set_pin, village, CADRE, PIN).params["people"] == [BOSS]
    set_pin(village, BOSS, PIN)
    set_pin(village, CADRE, "5927")
    change_actor(village, CADRE)
    assert not is_in_charge(village)
    assert refused_as("not_in_charge", set_pin, village, BOSS, "4826").params["people"] == [BOSS]
    refused_as("not_in_charge", remove_pin, village, BOSS)
    change_actor(village, BOSS)
    set_pin(village, CADRE, "4826")
    check_pin(village, CADRE, "4826")
    noted = [(one.act, one.actor, one.about) for one in accesses(village)]
    assert noted == [("pin_set", BOSS, CADRE), ("pin_set", BOSS, CADRE), ("pin_set", BOSS, BOSS)]


def test_people_are_named_by_who_is_in_charge_once_there_are_pins(village: Ledger) -> None:
    change_actor(village, CADRE)
    change_people(village, PEOPLE)
    change_actor(village, BOSS)
    set_pin(village, BOSS, PIN)
    change_people(village, [*PEOPLE, Person("郑大山")])
    change_actor(village, CADRE)
    refused_as("not_in_charge", change_people, village, [])
    refused_as("not_in_charge", undo, village)
    assert len(people_of(village)) == 3


def test_a_pin_goes_with_a_new_name_and_comes_back_with_the_old(village: Ledger) -> None:
    set_pin(village, BOSS, PIN)
    change_people(village, [Person("东书记", PEOPLE[0].duties), PEOPLE[1]])
    refused_as("pin_wrong", check_pin, village, "东书记", "")
    change_actor(village, "东书记")
    undo(village)
    refused_as("pin_wrong", check_pin, village, BOSS, "")


def test_without_people_a_pin_keeps_others_out_of_charge(offices: Offices) -> None:
    ledger = offices.village()
    set_pin(ledger, ledger.actor, PIN)
    assert is_in_charge(ledger)
    change_actor(ledger, "别人")
    assert not is_in_charge(ledger)
    refused_as("not_in_charge", remove_pin, ledger, BOSS)


def test_no_workbook_and_no_change_carries_one(village: Ledger, offices: Offices) -> None:
    """Neither to the town nor to another computer of the office, sealed in the changes or not."""
    record(village, "visit", [visit()])
    set_pin(village, BOSS, PIN)
    salt, kept = village.database.execute_sql("SELECT salt, hash FROM pin").fetchone()
    town, second = offices.town(), offices.village()
    for receiver in (town, second):
        assert offices.send(village, receiver, full=True).status == "imported"
        assert with_pins(receiver) == frozenset()
    carried = [part for file in offices.folder.glob("*.xlsx") for part in _parts(file)]
    assert carried
    for secret in (PIN.encode(), bytes(salt), bytes(kept), bytes(salt).hex().encode(), bytes(kept).hex().encode()):
        assert not any(secret in part for part in carried)
    logged = "\n".join(map(str, village.database.execute_sql("SELECT patch, actor FROM change").fetchall()))
    steps = "\n".join(map(str, village.database.execute_sql("SELECT acts FROM step").fetchall()))
    assert PIN not in logged + steps and bytes(kept).hex() not in logged + steps


def _parts(file: Any) -> list[bytes]:
    with zipfile.ZipFile(file) as workbook:
        return [workbook.read(name) for name in workbook.namelist()]


def test_what_is_kept_is_no_pin(village: Ledger) -> None:
    set_pin(village, BOSS, PIN)
    set_pin(village, CADRE, PIN)
    rows = village.database.execute_sql("SELECT salt, hash FROM pin").fetchall()
    assert len({bytes(salt) for salt, _ in rows}) == len({bytes(kept) for _, kept in rows}) == 2
    village.close()
    assert PIN.encode() not in village.path.read_bytes()


def test_trying_one_is_dear(village: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    began = time.perf_counter()
    set_pin(village, BOSS, PIN)
    assert time.perf_counter() - began > 0.03
