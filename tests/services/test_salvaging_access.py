"""What a salvaged ledger keeps of who may see what (access log, PINs), and of own forms and workbooks handed over."""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import Any

import pytest

from desktop.data.access_log import SALVAGED, altered_accesses, stored_entries
from desktop.data.pins import pin_rows
from desktop.data.templates import content_of
from desktop.domain.errors import Refused
from desktop.domain.kinds import KINDS
from desktop.domain.lifecycle import Duty, Person
from desktop.services import pins
from desktop.services.backing import back_up
from desktop.services.handovers import handovers
from desktop.services.inspecting import inspect
from desktop.services.ledgers import Ledger, asks_for_pin, open_ledger
from desktop.services.people import change_people
from desktop.services.pins import remove_pin, set_pin
from desktop.services.recording import record
from desktop.services.salvaged_access import AccessRemains, put_access
from desktop.services.salvaging import Salvaged, put_in_place, salvage
from desktop.services.sight import Act, note_sight, sight_of
from desktop.services.templates import add_template, remove_template, templates
from desktop.wording import finding_sentence
from desktop.wording.salvaging import lost_words
from tests.forms_of_offices import household_form
from tests.offices import Offices, visit

PAGE = 4096
BOSS, CADRE = "东沟书记", "周江"
LOOKS = 120


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pins, "_COST", 2**4)


@pytest.fixture
def village(offices: Offices, tmp_path: Path) -> Path:
    """A village with people, PINs, a long access log, a form of its own and a workbook handed over; closed."""
    ledger, town = offices.village(), offices.town()
    change_people(
        ledger, [Person(BOSS, frozenset({Duty.VILLAGE_SECRETARY})), Person(CADRE, frozenset({Duty.GRID_WORKER}))]
    )
    set_pin(ledger, BOSS, "2468")
    set_pin(ledger, CADRE, "1357")
    visits = record(ledger, "visit", [visit(phone="13812345678") for _ in range(9)]).ids
    with ledger.transaction():
        for number in range(LOOKS):
            note_sight(ledger, Act.SEEN, KINDS["visit"], [visits[number % 9]], reason=f"第{number}次核对" * 3)
    add_template(ledger, household_form(tmp_path / "表样.xlsx"), "household", "户情表")
    offices.send(ledger, town)
    offices.send(town, ledger)
    offices.close()
    return ledger.path


def leaves(path: Path, table: str) -> list[int]:
    """The leaf pages of a table of two levels, in the order of its rows."""
    ledger = open_ledger(path)
    root = ledger.database.execute_sql("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()[0]
    ledger.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    ledger.close()
    content = path.read_bytes()
    page = content[(root - 1) * PAGE : root * PAGE]
    if page[0] not in (5, 2):
        return [root]
    cells = [int.from_bytes(page[at : at + 2], "big") for at in range(12, 12 + 2 * int.from_bytes(page[3:5], "big"), 2)]
    return [int.from_bytes(page[cell : cell + 4], "big") for cell in cells] + [int.from_bytes(page[8:12], "big")]


def wipe(path: Path, *pages: int) -> None:
    with path.open("r+b") as file:
        for page in pages:
            file.seek((page - 1) * PAGE)
            file.write(bytes(PAGE))


def change(path: Path, before: bytes, after: bytes) -> None:
    content = path.read_bytes()
    assert len(before) == len(after) and content.count(before) == 1
    path.write_bytes(content.replace(before, after))


def salvaged(path: Path, backup: Path | None = None) -> tuple[Salvaged, Ledger]:
    saved = salvage(path, path.with_name("救出.db"), backup)
    return saved, open_ledger(saved.path)


def entries(path: Path) -> list[Any]:
    ledger = open_ledger(path)
    found = stored_entries(ledger)[0]
    ledger.close()
    return found


def test_whole_they_are_carried_as_they_were(village: Path) -> None:
    wanted = entries(village)
    before = open_ledger(village)
    keys, forms, given = pin_rows(before), templates(before), [one.uid for one in handovers(before)]
    contents = [content_of(before, one.id) for one in forms]
    before.close()
    saved, again = salvaged(village)
    assert stored_entries(again)[0] == wanted
    assert (saved.access.lost, saved.access.lost_pins, saved.access.pins) == ((), (), 2)
    assert pin_rows(again) == keys
    assert asks_for_pin(again) and sight_of(again).is_guarded
    assert templates(again) == forms and [content_of(again, one.id) for one in forms] == contents
    assert [one.uid for one in handovers(again)] == given and len(given) == 1
    assert inspect(again).findings == ()
    assert "回执没有带过来" in lost_words(saved) and "撤销" in lost_words(saved)
    again.close()


def test_a_hole_in_the_log_stays_one_and_is_told(village: Path) -> None:
    wanted = entries(village)
    wipe(village, leaves(village, "access")[1])
    saved, again = salvaged(village)
    ((first, last),) = saved.access.lost
    assert last is not None and 2 < first < last < len(wanted)
    kept = [one for one in wanted if not first <= one.number <= last]
    assert saved.access.accesses == len(kept)
    *before, told = stored_entries(again)[0]
    assert before == kept
    assert (told.act, told.about, told.number) == (SALVAGED, f"{first}-{last}", len(wanted) + 1)
    found = inspect(again)
    assert [(one.code, dict(one.params)) for one in found.findings] == [("access_lost", {"first": first, "last": last})]
    assert found.is_sound and f"{first}–{last}" in finding_sentence("access_lost", found.findings[0].params)
    assert f"{first}–{last}" in lost_words(saved)
    note_sight(again, Act.SEEN, KINDS["visit"], ["x"], reason="接着看")
    assert inspect(again).is_sound
    again.close()


def test_what_goes_missing_later_is_found_out_all_the_same(village: Path) -> None:
    wipe(village, leaves(village, "access")[1])
    saved, again = salvaged(village)
    ((first, last),) = saved.access.lost
    again.database.execute_sql("DROP TRIGGER access_no_delete")
    again.database.execute_sql("DELETE FROM access WHERE number = 2")
    assert [(one.code, one.params["first"]) for one in inspect(again).findings] == [
        ("access_missing", 2),
        ("access_lost", first),
    ]
    again.database.execute_sql("DELETE FROM access WHERE number = ?", ((last or 0) + 1,))
    assert ("missing", first, (last or 0) + 1) in list(altered_accesses(again))
    again.close()


def test_the_end_of_the_log_is_known_by_what_is_noted_of_it(village: Path) -> None:
    count = len(entries(village))
    wipe(village, leaves(village, "access")[-1])
    saved, again = salvaged(village)
    ((first, last),) = saved.access.lost
    assert (last, saved.access.accesses) == (count, first - 1)
    assert inspect(again).is_sound
    assert stored_entries(again)[0][-1].number == count + 1
    again.close()


def test_an_unknown_end_is_said(village: Path) -> None:
    count = len(entries(village))
    ledger = open_ledger(village)
    backup = back_up(ledger)
    ledger.close()
    wipe(village, *leaves(village, "meta"))
    saved, again = salvaged(village, backup)
    assert saved.access.lost == ((count + 1, None),)
    assert stored_entries(again)[0][-1].about == f"{count + 1}-"
    assert inspect(again).findings == () and f"{count + 1}–?" in lost_words(saved)
    again.close()


ODD = {
    "a number far away": "UPDATE access SET number = 4611686018427387904 WHERE number = 5",
    "a number below": "UPDATE access SET number = -5 WHERE number = 5",
    "no list": "UPDATE access SET records = '[' WHERE number = 7",
    "a claim of its own": "UPDATE access SET about = '1-9999', act = 'log_salvaged' WHERE number = 9",
    "no end": "DELETE FROM meta WHERE key = 'access_head'",
    "an end before": "UPDATE meta SET value = '3:' || substr(value, 5) WHERE key = 'access_head'",
    "an end far away": "UPDATE meta SET value = '99999999999:' || substr(value, 5) WHERE key = 'access_head'",
    "an end of no number": "UPDATE meta SET value = '99999999999999999999:ab' WHERE key = 'access_head'",
}


@pytest.mark.parametrize("name", ODD)
def test_whatever_stands_in_the_log_the_new_one_goes_on_and_tells(village: Path, name: str) -> None:
    ledger = open_ledger(village)
    for trigger in ("access_no_update", "access_no_delete"):
        ledger.database.execute_sql(f"DROP TRIGGER {trigger}")
    ledger.database.execute_sql(ODD[name])
    assert not inspect(ledger).is_sound
    ledger.close()
    saved, again = salvaged(village)
    assert saved.access.lost and saved.access.accesses >= LOOKS
    note_sight(again, Act.SEEN, KINDS["visit"], ["x"], reason="接着看")
    assert inspect(again).is_sound
    again.close()


def test_an_altered_entry_is_not_washed(village: Path) -> None:
    change(village, "第50次核对第50次".encode(), "第59次核对第50次".encode())
    number = next(one.number for one in entries(village) if "第59次核对第50次" in str(one.row))
    saved, again = salvaged(village)
    assert saved.access.lost == ((number, number),)
    assert any("第59次核对第50次" in str(one.row) for one in stored_entries(again)[0])
    assert [one.code for one in inspect(again).findings] == ["access_lost"]
    again.close()


def test_a_backup_fills_the_log_and_brings_the_pins(village: Path) -> None:
    wanted = entries(village)
    ledger = open_ledger(village)
    backup, keys = back_up(ledger), pin_rows(ledger)
    note_sight(ledger, Act.SEEN, KINDS["visit"], ["x"], reason="备份以后")
    wanted = stored_entries(ledger)[0]
    ledger.close()
    wipe(village, *leaves(village, "access")[1:3], *leaves(village, "pin"))
    saved, again = salvaged(village, backup)
    assert stored_entries(again)[0] == wanted and pin_rows(again) == keys
    assert (saved.access.lost, saved.access.lost_pins) == ((), ())
    assert inspect(again).findings == ()
    again.close()


def test_a_backup_of_another_descent_fills_nothing(village: Path, tmp_path: Path) -> None:
    """Both went on from one copy: what one noted is no part of the other's log."""
    other = Path(shutil.copy(village, tmp_path / "另一份.db"))
    for path, words, count in ((village, "这边", 40), (other, "那边", 60)):
        ledger = open_ledger(path)
        with ledger.transaction():
            for _ in range(count):
                note_sight(ledger, Act.SEEN, KINDS["visit"], ["x"], reason=words * 9)
        if path == other:
            backup = back_up(ledger)
        ledger.close()
    count = len(entries(village))
    wipe(village, leaves(village, "access")[-2])
    saved, again = salvaged(village, backup)
    assert not any("那边" in str(one.row) for one in stored_entries(again)[0])
    ((_, last),) = saved.access.lost
    assert last is not None and last < count
    assert inspect(again).is_sound
    again.close()


def test_lost_pins_are_named_and_removed_ones_stay_away(village: Path) -> None:
    ledger = open_ledger(village)
    backup = back_up(ledger)
    remove_pin(ledger, CADRE)
    ledger.close()
    saved, again = salvaged(village, backup)
    assert [one.name for one in pin_rows(again)] == [BOSS] and saved.access.lost_pins == ()
    again.close()
    saved.path.unlink()
    wipe(village, *leaves(village, "pin"))
    saved, again = salvaged(village)
    assert saved.access.lost_pins == (BOSS,) and BOSS in lost_words(saved)
    # Its people are named in the log of changes: personal data stay hidden.
    assert sight_of(again).is_guarded and not asks_for_pin(again)
    again.close()


def test_of_two_readings_the_pin_set_last_counts(village: Path) -> None:
    """A page given up may still hold a PIN that was changed since."""
    ledger = open_ledger(village)
    set_pin(ledger, CADRE, "8642")
    new = next(row for row in pin_rows(ledger) if row.name == CADRE)
    ledger.close()
    old = new._replace(salt=bytes(16), set_at="2020-03-01T08:00:00+08:00")
    for pair in ((old, new), (new, old)):
        target = village.with_name("两份.db")
        founded = open_ledger(salvage(village, target).path)
        with founded.transaction():
            founded.database.execute_sql("DELETE FROM pin")
            saved = put_access(founded, AccessRemains(pins=pair))
        assert (saved.pins, pin_rows(founded)) == (1, [new])
        founded.close()
        target.unlink()


def test_more_people_than_a_page_holds_keep_their_pins(village: Path) -> None:
    ledger = open_ledger(village)
    row = pin_rows(ledger)[0]
    with ledger.transaction():
        for number in range(80):
            ledger.database.execute_sql(
                "INSERT INTO pin VALUES (?, ?, ?, ?, ?, ?, ?)", row._replace(name=f"干部{number:02}")
            )
    wanted = pin_rows(ledger)
    ledger.close()
    saved, again = salvaged(village)
    assert pin_rows(again) == wanted and saved.access.pins == 82
    again.close()


def test_a_broken_form_is_named_and_comes_from_the_backup(village: Path) -> None:
    ledger = open_ledger(village)
    backup = back_up(ledger)
    content = content_of(ledger, templates(ledger)[0].id)
    ledger.close()
    at = village.read_bytes().index(content[1500:1600])
    with village.open("r+b") as file:
        file.seek(at)
        file.write(bytes(100))
    saved, again = salvaged(village)
    assert templates(again) == [] and saved.extras.lost_forms == ("户情表",) and "户情表" in lost_words(saved)
    again.close()
    saved.path.unlink()
    saved, again = salvaged(village, backup)
    assert content_of(again, templates(again)[0].id) == content and saved.extras.lost_forms == ()
    remove_template(again, templates(again)[0].id)
    again.close()


def test_twice_damaged_it_still_tells_of_the_first_time(village: Path) -> None:
    wipe(village, leaves(village, "access")[1])
    saved, again = salvaged(village)
    first = saved.access.lost
    again.close()
    put_in_place(village, saved.path)
    wipe(village, leaves(village, "access")[3])
    saved, again = salvaged(village)
    assert saved.access.lost[0] == first[0] and len(saved.access.lost) == 2
    assert [one.code for one in inspect(again).findings] == ["access_lost"] * 2
    again.close()


def damaged(path: Path, rng: random.Random) -> None:
    content = bytearray(path.read_bytes())
    for _ in range(rng.choice([1, 8, 40])):
        at = rng.randrange(len(content))
        if rng.random() < 0.3:
            at -= at % PAGE
            content[at : at + PAGE] = rng.choice([bytes(PAGE), rng.randbytes(PAGE)])
        else:
            content[at] ^= 1 << rng.randrange(8)
    path.write_bytes(content[: rng.choice([len(content), len(content), rng.randrange(len(content))])])


@pytest.mark.parametrize("seed", range(12))
def test_wherever_it_is_damaged_the_log_says_what_is_true(village: Path, seed: int) -> None:
    wanted = {one.number: one for one in entries(village)}
    damaged(village, random.Random(seed))
    try:
        saved, again = salvaged(village)
    except Refused as refusal:
        assert refusal.code == "nothing_salvaged"
        return
    found = {one.number: one for one in stored_entries(again)[0] if one.act != SALVAGED}
    unsure = {
        number for first, last in saved.access.lost if last is not None for number in range(first, min(last, 999) + 1)
    }
    assert all(number in unsure or wanted.get(number) == one for number, one in found.items())
    is_open = any(last is None for _, last in saved.access.lost)
    assert found.keys() | unsure >= wanted.keys() or is_open or saved.changes == 0 or not found
    inspection = inspect(again)
    assert [one.code for one in inspection.findings if one.is_damage] == []
    again.close()
