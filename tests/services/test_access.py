"""Who may see personal data, what is noted of it, and that the note stays as it was written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlcipher3 import dbapi2

from desktop.data.ledger import Ledger
from desktop.domain.fields import Personal
from desktop.domain.kinds import KINDS
from desktop.domain.lifecycle import Duty, Person, duties_of
from desktop.domain.sight import SEEING, masked_values
from desktop.services.access import export_access_log, read_access_log
from desktop.services.inspecting import inspect
from desktop.services.ledgers import change_actor
from desktop.services.people import change_people
from desktop.services.pins import set_pin
from desktop.services.recording import record
from desktop.services.sight import Act, may_see_personal, note_sight, sight_of
from desktop.wording import act_words, finding_sentence
from tests.offices import Offices, id_number, visit
from tests.refusals import refused_as

BOSS = "东沟书记"
NUMBER, PHONE = id_number(), "13812345678"
VISIT = KINDS["visit"]


@pytest.fixture
def village(offices: Offices) -> Ledger:
    ledger = offices.village()
    change_people(ledger, [Person(BOSS, frozenset({Duty.VILLAGE_SECRETARY})), Person("周江", frozenset({Duty.OWNER}))])
    return ledger


@pytest.fixture
def record_id(village: Ledger) -> str:
    return record(village, "visit", [visit(id_number=NUMBER, phone=PHONE, household_tags=["低保户"])]).ids[0]


def test_one_person_alone_sees_as_before(offices: Offices) -> None:
    ledger = offices.village()
    sight = sight_of(ledger)
    assert (sight.is_guarded, sight.may_see) == (False, True)
    assert sight.masked == {Personal.PHONE, Personal.ID_NUMBER}
    note_sight(ledger, Act.SEEN, VISIT, ["x"])
    assert read_access_log(ledger).entries == ()


@pytest.mark.parametrize("duty", [*duties_of("village"), *duties_of("town")])
def test_seeing_takes_a_duty(village: Ledger, duty: Duty) -> None:
    change_people(village, [Person(BOSS, frozenset({duty}))])
    assert may_see_personal(village) == (duty in SEEING)
    change_actor(village, "外人")
    assert not may_see_personal(village)


def test_a_pin_alone_guards_too(offices: Offices) -> None:
    ledger = offices.village()
    set_pin(ledger, BOSS, "730518")
    assert sight_of(ledger).is_guarded and may_see_personal(ledger)
    change_actor(ledger, "外人")
    assert not may_see_personal(ledger)


def test_what_is_masked_where_several_work(village: Ledger) -> None:
    values = {
        "subject_name": "郑大山",
        "phone": PHONE,
        "id_number": NUMBER,
        "household_tags": ["低保户"],
        "situation": "老伴住院",
        "demand": "修渠",
    }
    assert masked_values(VISIT, values, sight_of(village).masked) == {
        "subject_name": "郑大山",
        "phone": "138****5678",
        "id_number": f"{NUMBER[:6]}********{NUMBER[-4:]}",
        "household_tags": ["***"],
        "situation": "***",
        "demand": "修渠",
    }


def test_a_look_is_noted_without_what_was_seen(village: Ledger, record_id: str) -> None:
    note_sight(village, Act.SEEN, VISIT, [record_id], reason=f" 打电话\n{PHONE} 核对 ", fields=["phone"])
    (entry,) = read_access_log(village).entries
    assert (entry.actor, entry.act, entry.kind, entry.records, entry.count) == (BOSS, "seen", "visit", (record_id,), 1)
    assert (entry.fields, entry.reason) == (("phone",), "打电话 138****5678 核对")
    kept = str(village.database.execute_sql("SELECT * FROM access").fetchall())
    assert PHONE not in kept and NUMBER not in kept


def test_without_a_reason_or_a_duty_nothing_is_shown_or_noted(village: Ledger, record_id: str) -> None:
    refusal = refused_as("invalid", note_sight, village, Act.SEEN, VISIT, [record_id], reason=" ")
    assert refusal.problems[0].kind == "missing"
    refused_as("invalid", note_sight, village, Act.SEEN, VISIT, [record_id], reason="长" * 101)
    change_actor(village, "周江")
    refusal = refused_as("may_not_see", note_sight, village, Act.SEEN, VISIT, [record_id], reason="看")
    assert refusal.params["people"] == [BOSS]
    change_actor(village, BOSS)
    assert read_access_log(village).entries == ()


def note_some(ledger: Ledger, count: int) -> None:
    for number in range(count):
        note_sight(ledger, Act.SEEN, VISIT, [f"记录{number}"], reason="核对")


def test_the_log_is_read_by_person_and_month_by_who_is_in_charge(village: Ledger) -> None:
    note_some(village, 3)
    month = read_access_log(village).months[0]
    assert len(read_access_log(village, person=BOSS, month=month).entries) == 3
    assert read_access_log(village, person="周江").entries == ()
    assert read_access_log(village, month="1999-01").entries == ()
    assert [one.number for one in read_access_log(village, limit=2).entries] == [3, 2]
    change_actor(village, "周江")
    refused_as("not_in_charge", read_access_log, village)


def test_the_log_is_exported_and_that_is_noted(village: Ledger, record_id: str, offices: Offices) -> None:
    note_sight(village, Act.SEEN, VISIT, [record_id], reason="=1+1")
    path = offices.file()
    assert export_access_log(village, path, [("seen", act_words("seen"))]) == 1
    rows = [[cell.value for cell in row] for row in load_workbook(path).active.iter_rows()]
    assert rows[0][0] == "序号"
    assert [rows[1][at] for at in (0, 2, 3, 6, 8)] == ["1", BOSS, "查看", record_id, "=1+1"]
    assert read_access_log(village).entries[0].act == "log_exported"
    refused_as("target_is_ledger", export_access_log, village, village.path, [])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE access SET reason = '没看' WHERE number = 2",
        "DELETE FROM access WHERE number = 3",
        "DELETE FROM access",
        "INSERT OR REPLACE INTO access SELECT number, wall, '别人', act, kind, records, count, fields, reason, about, "
        "digest FROM access WHERE number = 2",
    ],
)
def test_entries_cannot_be_changed(village: Ledger, statement: str) -> None:
    note_some(village, 3)
    with pytest.raises(dbapi2.IntegrityError, match="append-only"):
        village.database.connection().execute(statement)
    assert inspect(village).is_sound


TAMPERED = {
    "altered": ("UPDATE access SET reason = '没看' WHERE number = 2", [("access_altered", 2)]),
    "one taken out": ("DELETE FROM access WHERE number = 2", [("access_missing", 2)]),
    "the last taken off": ("DELETE FROM access WHERE number = 3", [("access_missing", 3)]),
    "all taken away": ("DELETE FROM access", [("access_missing", 1)]),
    "the mark turned back": (
        "UPDATE meta SET value = (SELECT '2:' || lower(hex(digest)) FROM access WHERE number = 2) "
        "WHERE key = 'access_head'",
        [("access_altered", 3)],
    ),
}


def first_of(params: Mapping[str, Any]) -> int:
    return int(params.get("number", params.get("first")))


@pytest.mark.parametrize("name", TAMPERED)
def test_who_gets_around_the_locks_is_found_out(village: Ledger, name: str) -> None:
    note_some(village, 3)
    for trigger in ("access_no_update", "access_no_delete"):
        village.database.execute_sql(f"DROP TRIGGER {trigger}")
    statement, findings = TAMPERED[name]
    village.database.execute_sql(statement)
    found = inspect(village)
    assert [(one.code, first_of(one.params)) for one in found.findings] == findings
    assert not found.is_sound and str(findings[0][1]) in finding_sentence(findings[0][0], found.findings[0].params)
