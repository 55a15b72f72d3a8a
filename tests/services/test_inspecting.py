"""Each kind of damage, planted, is found and named; a sound ledger gives no finding."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.services.handling import record_event
from desktop.services.importing import undo_import
from desktop.services.inspecting import inspect
from desktop.services.recording import record, revise
from desktop.services.settings import change_setting
from tests.offices import EAST, Offices, assignment, issue, visit

SCOPE = f"village:{EAST}"


@pytest.fixture
def town(offices: Offices) -> Any:
    """A town's ledger with a village's records, a conflict, a setting, and an import that was undone."""
    village, made = offices.village(), offices.town()
    saved = record(village, "visit", [visit(note="旧", issues=[issue()]), visit()])
    record(village, "household", [{"household_no": "1", "head_name": "郑大山", "income_wage": 5}])
    offices.send(village, made)
    revise(village, "visit", saved.ids[0], {"note": "村"})
    revise(made, "visit", saved.ids[0], {"note": "镇"})
    record_event(village, saved.also[0][1], "assign", assignment())
    offices.send(village, made)
    change_setting(made, "warn_days", 3)
    record(village, "visit", [visit(subject_name="王小川")])
    undo_import(made, offices.send(village, made).batch_id)
    return made


def plant(ledger: Any, *statements: str) -> list[tuple[str, dict[str, Any]]]:
    """The findings after the statements."""
    for statement in statements:
        ledger.database.execute_sql(statement)
    return [(finding.code, dict(finding.params)) for finding in inspect(ledger).findings]


def test_a_sound_ledger(town: Any) -> None:
    found = inspect(town)
    assert found.findings == ()
    assert found.is_sound
    assert (found.changes, found.records) == (9, 4)


def row(ledger: Any, statement: str) -> Any:
    return ledger.database.execute_sql(statement).fetchone()[0]


FIRST = "(SELECT min(id) FROM change WHERE scope_id = (SELECT id FROM scope WHERE name LIKE 'village:%'))"
ALTERED = {
    "patch": f"UPDATE change SET patch = replace(patch, '旧', '假') WHERE id = {FIRST}",
    "actor": f"UPDATE change SET actor = '别人' WHERE id = {FIRST}",
    "wall": f"UPDATE change SET wall = '2000-01-01T00:00:00+08:00' WHERE id = {FIRST}",
    "digest": f"UPDATE change SET digest = zeroblob(32) WHERE id = {FIRST}",
}


@pytest.mark.parametrize("statement", ALTERED.values(), ids=ALTERED)
def test_an_altered_change(town: Any, statement: str) -> None:
    codes = plant(town, statement)
    altered = [params for code, params in codes if code == "change_altered"]
    assert altered[0]["number"] == 1
    assert altered[0]["scope"] == SCOPE


def test_a_change_that_is_gone(town: Any) -> None:
    node = row(town, f"SELECT n.uid FROM change c JOIN node n ON n.id = c.node_id WHERE c.id = {FIRST}")
    found = plant(town, f"DELETE FROM change WHERE id = {FIRST} + 1")
    assert ("numbers_missing", {"scope": SCOPE, "node": node, "first": 2, "last": 2}) in found


def test_a_log_that_is_gone(town: Any) -> None:
    found = plant(town, "DELETE FROM change WHERE kind = 'setting'")
    place = {"scope": f"private:{town.office.code}", "node": town.node_uid}
    assert found == [
        ("numbers_missing", {**place, "first": 1, "last": 1}),
        ("setting_differs", {"key": "warn_days"}),
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE held SET live = live - 1 WHERE live > 1",
        "UPDATE held SET number = number - 1, live = live - 1 WHERE live > 1",
        "UPDATE held SET digest = zeroblob(32) WHERE live > 1",
        "UPDATE change SET state = 0 WHERE state = 2",
    ],
)
def test_a_wrong_count(town: Any, statement: str) -> None:
    assert "count_wrong" in [code for code, _ in plant(town, statement)]


def test_a_clock_behind_the_log(town: Any) -> None:
    assert [code for code, _ in plant(town, "UPDATE meta SET value = '1' WHERE key = 'lamport'")] == ["clock_behind"]


def test_a_row_that_says_something_else(town: Any) -> None:
    one = row(town, "SELECT id FROM visit WHERE has_conflict = 0")
    found = plant(
        town,
        f"UPDATE visit SET handling = 'listed', changed_at = 'x', is_withdrawn = 1, extra = '{{}}' WHERE id = '{one}'",
    )
    wanted = ["handling", "is_withdrawn", "changed_at", "extra"]
    assert found == [("record_differs", {"kind": "visit", "id": one, "fields": wanted})]


def test_a_row_that_is_gone_and_one_from_nowhere(town: Any) -> None:
    one = row(town, "SELECT id FROM household")
    found = plant(
        town,
        f"UPDATE household SET id = 'nobody' WHERE id = '{one}'",
    )
    assert sorted(found, key=str) == [
        ("record_missing", {"kind": "household", "id": one}),
        ("record_unfounded", {"kind": "household", "id": "nobody"}),
    ]


def test_a_number_of_records_that_is_not_theirs(town: Any) -> None:
    found = plant(town, "INSERT OR REPLACE INTO meta (key, value) VALUES ('holes:household', 1)")
    assert found == [("tally_wrong", {"kind": "household", "told": 0, "count": 1})]


def test_conflicts_that_differ(town: Any) -> None:
    one = row(town, "SELECT record_id FROM conflict WHERE field = 'note'")
    assert plant(town, "DELETE FROM conflict") == [("conflict_differs", {"id": one, "field": "note"})]
    found = plant(town, "INSERT INTO conflict (kind, record_id, field, heads) VALUES ('visit', 'nobody', 'note', '[]')")
    assert ("conflict_differs", {"id": "nobody", "field": "note"}) in found


def test_a_setting_that_differs(town: Any) -> None:
    found = plant(town, "UPDATE setting SET value = '9'", "INSERT INTO setting (id, value) VALUES ('due_days', '1')")
    assert found == [("setting_differs", {"key": "warn_days"}), ("setting_differs", {"key": "due_days"})]


def test_a_search_index_that_differs(town: Any) -> None:
    first = row(town, "SELECT min(row) FROM visit")
    assert plant(town, f"DELETE FROM visit_text WHERE rowid = {first}") == [
        ("index_missing", {"kind": "visit", "row": first})
    ]
    assert plant(town, f"INSERT INTO visit_text (rowid, text) VALUES ({first}, '水 渠')") == [
        ("index_differs", {"kind": "visit", "row": first})
    ]
    assert ("index_unfounded", {"kind": "visit", "row": 999}) in plant(
        town, "INSERT INTO visit_text (rowid, text) VALUES (999, '水')"
    )


def test_a_broken_reference(town: Any) -> None:
    found = plant(town, "PRAGMA foreign_keys = 0", "UPDATE visit SET scope_id = 999 WHERE has_conflict = 1")
    assert found[0][0] == "reference_broken"
    assert (found[0][1]["table"], found[0][1]["parent"]) == ("visit", "scope")


def test_a_damaged_file(town: Any) -> None:
    record(town, "visit", [visit(village_name="东沟村", demand="水" * 20_000)])
    town.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    page = row(town, "SELECT rootpage FROM sqlite_master WHERE name = 'change'")
    town.close()
    with town.path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 4096)
    found = inspect(town)
    assert {finding.code for finding in found.findings} == {"file_damaged"}
