"""Workbooks carried between offices: nothing is lost, nothing comes twice, nobody sees what is not theirs."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

from desktop.data.history import history
from desktop.domain.changes import Change
from desktop.domain.errors import Refused
from desktop.domain.kinds import KINDS
from desktop.services.exporting import export_workbook
from desktop.services.finding import Query, conflicts_of, get_record, list_records
from desktop.services.handling import record_event
from desktop.services.importing import import_workbooks
from desktop.services.inspecting import inspect
from desktop.services.recording import record, restore, revise, withdraw
from desktop.services.settings import change_setting, read_settings
from tests.offices import (
    EAST,
    SOUTH,
    TOWN,
    VILLAGES,
    WEST,
    Offices,
    assignment,
    dump,
    id_number,
    issue,
    values_of,
    visit,
)
from tests.services.test_recording import KEPT, KEPT_IN_LONG_TEXT

SEEN = ("scope_id", "row")


def seen(ledger: Any, *, scope: str = "") -> dict[str, Any]:
    """Every row of every kind without what is this ledger's own numbering, and all conflicts."""
    rows: dict[str, Any] = {}
    for kind in KINDS:
        cursor = ledger.database.execute_sql(
            f'SELECT t.*, s.name AS scope FROM "{kind}" t JOIN scope s ON s.id = t.scope_id'
        )
        names = [column[0] for column in cursor.description]
        for found in cursor.fetchall():
            values = dict(zip(names, found, strict=True))
            if not scope or values["scope"] == scope:
                rows[values["id"]] = {name: value for name, value in values.items() if name not in SEEN}
    for record_id, name, heads in ledger.database.execute_sql(
        "SELECT record_id, field, heads FROM conflict"
    ).fetchall():
        if record_id in rows:
            rows[record_id, name] = heads
    return rows


FULL = {
    "visit": visit(
        group_name="三组",
        household_no="H-007",
        phone="13900000001、051187654321",
        household_tags=["低保户", "脱贫户"],
        companions=["周江", "吴湖"],
        purpose="holiday",
        situation="安好",
        demand="修渠",
        category="其他",
        suggestion="早修",
        satisfaction="mostly",
        signed="yes",
        id_number=id_number(),
        note="备",
    ),
    "issue": issue(
        reporter_name="郑大山",
        reporter_phone="13900000001",
        people_count=12,
        location="渠首",
        target="通水",
        measures="清淤",
        leader="孙海",
        lead_unit="水利站",
        owner="周江",
        support_units=["财政所", "供电所"],
        due_on="2024-05-01",
        rectify_type="at_once",
        note="备",
    ),
    "household": {
        "household_no": "007",
        "head_name": "郑大山",
        "head_id_number": id_number(),
        "address": "三组 5 号",
        "member_count": 4,
        "resident_count": 3,
        "income_wage": 12000.5,
        "income_property": 0,
        "housing_area": 90,
    },
    "person": {"name": "郑小山", "relation": "子", "household_no": "007", "sex": "male", "birth_date": "2001-02-03"},
    "enterprise": {"name": "大山粮油", "phone": "051187654321", "employees": 12, "area_mu": 3.25, "output_wan": 100},
    "cadre": {"name": "周江", "post": "书记", "phone": "13900000002", "unit": "村委会"},
    "village": {"year": 2026, "secretary": "周江", "village_class": "special", "farmland_mu": 1200.5, "inn_count": 3},
    "natural_village": {"name": "东头", "village_class": "other", "plan_no": "规划〔2023〕5号", "group_names": ["1组"]},
    "group": {"name": "3组", "grid_code": "321183105201003", "keeper": "周江", "household_count": 40},
}


@pytest.fixture
def village(offices: Offices) -> Any:
    """A village with two records of each kind: one as full as can be, one with a history."""
    made = offices.village()
    for kind, values in FULL.items():
        record(made, kind, [values])
        one = record(made, kind, [values]).ids[0]
        revise(made, kind, one, {"note": "改过\n一次"})
        withdraw(made, kind, one, "误录")
        if kind != "person":
            restore(made, kind, one)
    record_event(made, list_records(made, Query("issue"))[0].id, "assign", assignment())
    return made


def test_all_kinds_with_their_histories_arrive(village: Any, offices: Offices) -> None:
    town = offices.town()
    outcome = offices.send(village, town)
    assert (outcome.status, outcome.conflicts, outcome.gaps, outcome.waiting) == ("imported", 0, [], 0)
    assert (outcome.created, outcome.updated, outcome.edited_by_hand) == (18, 0, 0)
    assert seen(town) == seen(village)
    for kind in KINDS:
        for one in list_records(village, Query(kind)):
            assert history(town, one.id) == history(village, one.id)
    assert inspect(town).findings == ()


@pytest.mark.parametrize("kind", [name for name, kind in KINDS.items() if kind.is_typed])
def test_visible_rows_are_as_they_were_written(village: Any, offices: Offices, kind: str) -> None:
    town, path = offices.town(), offices.file()
    export_workbook(village, path, full=True)
    outcome = import_workbooks(town, [path], dry_run=True)[0]
    assert outcome.edited_by_hand == 0
    assert outcome.by_kind[kind] == (2, 0)


@pytest.mark.parametrize("text", {**KEPT, **KEPT_IN_LONG_TEXT}.values(), ids=[*KEPT, *KEPT_IN_LONG_TEXT])
def test_the_same_characters_come_back(offices: Offices, text: str) -> None:
    village, town = offices.village(), offices.town()
    name = text if text in KEPT.values() else "郑大山"
    saved = record(village, "visit", [visit(subject_name=name, demand=text, issues=[issue(description=text)])])
    withdraw(village, "issue", saved.also[0][1], text)
    restore(village, "issue", saved.also[0][1])
    outcome = offices.send(village, town)
    assert outcome.edited_by_hand == 0
    found = get_record(town, "visit", saved.ids[0]).values
    assert (found["subject_name"], found["demand"]) == (name, text)
    assert seen(town) == seen(village)


def test_two_long_texts_in_a_history_can_still_be_handed_over(offices: Offices) -> None:
    village, town = offices.village(), offices.town()
    one = record(village, "issue", [issue(description="😀" * 15_900)]).ids[0]
    revise(village, "issue", one, {"description": "水" * 31_900, "target": "渠" * 31_900, "measures": "修" * 31_900})
    assert offices.send(village, town).status == "imported"
    assert seen(town) == seen(village)


# -- again, renamed, in another order ----------------------------------------------------------------------------------


def test_a_file_imported_again_under_any_name_changes_nothing(village: Any, offices: Offices) -> None:
    town, path = offices.town(), offices.file()
    export_workbook(village, path)
    import_workbooks(town, [path])
    before = dump(town, without=("acknowledged", "sqlite_sequence"))
    renamed = offices.folder / "台账(1)最终版 副本.xlsx"
    shutil.copy(path, renamed)
    for again in (path, renamed):
        outcome = import_workbooks(town, [again])[0]
        assert (outcome.status, outcome.changes, outcome.created, outcome.updated) == ("nothing_new", 0, 0, 0)
        assert outcome.batch_id is None
        assert outcome.unchanged == 17
    assert dump(town, without=("acknowledged", "sqlite_sequence")) == before


def test_own_files_bring_nothing_new(village: Any, offices: Offices) -> None:
    path = offices.file()
    export_workbook(village, path)
    assert import_workbooks(village, [path])[0].status == "nothing_new"


def test_the_order_of_files_makes_no_difference(offices: Offices) -> None:
    village = offices.village()
    one = record(village, "visit", [visit(note="一")]).ids[0]
    files = []
    for note in ("二", "三", "四"):
        revise(village, "visit", one, {"note": note})
        files.append(offices.file())
        export_workbook(village, files[-1])
    towns = [offices.town() for _ in range(3)]
    for town, order in zip(towns, ((0, 1, 2), (2, 1, 0), (1, 2, 0)), strict=True):
        import_workbooks(town, [files[number] for number in order])
        assert seen(town) == seen(village)


def test_the_town_sees_several_villages_as_one_list(offices: Offices) -> None:
    town, files = offices.town(), []
    for code, name in VILLAGES.items():
        village = offices.village(code)
        record(village, "visit", [visit(subject_name=name)])
        files.append(offices.file())
        export_workbook(village, files[-1])
    outcomes = import_workbooks(town, files)
    assert [outcome.created for outcome in outcomes] == [1, 1, 1]
    assert {one.values["village_name"] for one in list_records(town, Query("visit"))} == set(VILLAGES.values())


def test_a_refused_file_does_not_keep_the_others_out(village: Any, offices: Offices) -> None:
    town, good, bad = offices.town(), offices.file(), offices.file()
    export_workbook(village, good)
    bad.write_bytes(b"no workbook")
    outcomes = import_workbooks(town, [bad, good])
    assert [outcome.status for outcome in outcomes] == ["refused", "imported"]


def test_a_trial_says_what_will_happen_and_changes_nothing(village: Any, offices: Offices) -> None:
    town, path = offices.town(), offices.file()
    export_workbook(village, path)
    before = dump(town)
    trial = import_workbooks(town, [path, path], dry_run=True)
    assert dump(town) == before
    real = import_workbooks(town, [path, path])
    assert [one.status for one in trial] == ["would_import", "nothing_new"]
    assert [(one.created, one.updated, one.changes) for one in trial] == [
        (one.created, one.updated, one.changes) for one in real
    ]


# -- only what is lacking ----------------------------------------------------------------------------------------------


def test_after_a_receipt_only_lacking_changes_are_handed_over(village: Any, offices: Offices) -> None:
    town, path = offices.town(), offices.file()
    offices.send(village, town)
    offices.send(town, village)
    one = list_records(village, Query("visit"))[0].id
    revise(village, "visit", one, {"note": "再改"})
    exported = export_workbook(village, path)
    assert (exported.changes, exported.is_full) == (1, False)
    assert exported.records == {**dict.fromkeys(KINDS, 0), "visit": 1}
    assert import_workbooks(town, [path])[0].changes == 1
    assert seen(town) == seen(village)
    assert export_workbook(village, path, full=True).changes > 20


def test_a_lost_file_makes_no_gap(offices: Offices) -> None:
    village, town = offices.village(), offices.town()
    one = record(village, "visit", [visit()]).ids[0]
    offices.send(village, town)
    offices.send(town, village)
    for note in ("丢失", "到达"):
        revise(village, "visit", one, {"note": note})
        path = offices.file()
        export_workbook(village, path)
    outcome = import_workbooks(town, [path])[0]
    assert (outcome.changes, outcome.gaps) == (2, [])


def claim(village: Any, town: Any, number: int) -> None:
    """Make the village believe that the town has received so many of its changes."""
    village.database.execute_sql("DELETE FROM acknowledged")
    node, scope = village.log.node_id(town.node_uid), village.log.scope_id(village.office.own_scope)
    village.database.execute_sql(
        "UPDATE node SET level = 'town', unit_code = ?, unit_name = '镇' WHERE id = ?", (TOWN, node)
    )
    village.database.execute_sql(
        "INSERT INTO acknowledged (node_id, scope_id, serial, vector, received_at) VALUES (?, ?, 0, ?, '')",
        (node, scope, f'{{"{village.node_uid}": {number}}}'),
    )


def test_missing_numbers_are_named_and_what_waits_comes_in_by_itself(offices: Offices) -> None:
    village, town = offices.village(), offices.town()
    one = record(village, "visit", [visit()]).ids[0]
    files = []
    for number in range(1, 6):
        claim(village, town, number - 1)
        files.append(offices.file())
        export_workbook(village, files[-1])
        revise(village, "visit", one, {"note": f"第 {number} 次"})
    # Each file holds one change; of the five, the second and fourth are late.
    first = import_workbooks(town, [files[0], files[2], files[4]])
    assert [outcome.waiting for outcome in first] == [0, 1, 2]
    gaps = [(gap.node, gap.first, gap.last) for gap in first[2].gaps]
    assert gaps == [(village.node_uid, 2, 2), (village.node_uid, 4, 4)]
    assert "note" not in get_record(town, "visit", one).values
    last = import_workbooks(town, [files[3], files[1]])
    assert [outcome.waiting for outcome in last] == [3, 0]
    assert last[1].gaps == []
    assert get_record(town, "visit", one).values["note"] == "第 4 次"
    assert inspect(town).findings == ()


def test_a_second_computer_of_the_village_gets_everything_its_town_does_not(offices: Offices) -> None:
    first, second, town = offices.village(), offices.village(), offices.town()
    change_setting(first, "warn_days", 3)
    record(first, "visit", [visit()])
    offices.send(first, second)
    assert seen(second) == seen(first)
    assert read_settings(second).warn_days == 3
    record(second, "visit", [visit(subject_name="王小川")])
    offices.send(second, first)
    assert seen(second) == seen(first)
    offices.send(first, town)
    assert seen(town) == seen(first)
    assert read_settings(town).warn_days != 3


# -- conflicts ---------------------------------------------------------------------------------------------------------


def test_two_values_are_kept_until_somebody_settles(offices: Offices) -> None:
    village, town = offices.village(), offices.town()
    one = record(village, "issue", [issue(note="始")]).ids[0]
    offices.send(village, town)
    revise(village, "issue", one, {"note": "村", "due_on": "2024-05-01"})
    revise(town, "issue", one, {"note": "镇", "due_on": "2024-06-01"})
    assert offices.send(village, town).conflicts == 1
    assert offices.send(town, village).conflicts == 1
    for ledger in (village, town):
        found = get_record(ledger, "issue", one)
        assert found.has_conflict
        assert (found.values["note"], found.values["due_on"]) == ("村", "2024-06-01")
        assert [conflict["field"] for conflict in conflicts_of(ledger, one)] == ["due_on", "note"]
    revise(town, "issue", one, {"note": "村", "due_on": "2024-06-15"})
    offices.send(town, village)
    for ledger in (village, town):
        assert not get_record(ledger, "issue", one).has_conflict
        assert conflicts_of(ledger, one) == []
    assert seen(village) == seen(town)


def test_a_field_this_program_does_not_know_is_kept_and_passed_on(offices: Offices) -> None:
    village, town, other = offices.village(), offices.town(), offices.village()
    one = record(village, "visit", [visit()]).ids[0]
    with village.transaction():
        for kind, patch in (("visit", {"mood": ["好"]}), ("dragon", {"name": "龙"})):
            change = Change(
                node="",
                scope=village.office.own_scope,
                number=0,
                lamport=village.log.lamport() + 1,
                wall="2030-01-01T00:00:00+08:00",
                actor="未来人",
                office="village",
                kind=kind,
                record_id=one if kind == "visit" else "d",
                operation="update",
                patch=patch,
            )
            village.log.append(change)
            village.log.saw_lamport(village.log.lamport() + 1)
    offices.send(village, town)
    assert get_record(town, "visit", one).values["mood"] == ["好"]
    revise(town, "visit", one, {"note": "镇"})
    offices.send(town, other, full=True)
    assert get_record(other, "visit", one).values["mood"] == ["好"]
    assert [change.kind for change in other.log.of_record("d")] == ["dragon"]
    assert values_of(other, "visit", one)["extra"] == '{"mood":["好"]}'


# -- whose data --------------------------------------------------------------------------------------------------------


def parts(path: Path) -> bytes:
    """Everything inside a workbook, unpacked."""
    with zipfile.ZipFile(path) as archive:
        return b"\0".join(name.encode() + archive.read(name) for name in archive.namelist())


def test_a_villages_file_holds_nothing_of_another_village(offices: Offices) -> None:
    town, foreign = offices.town(), []
    for code in (EAST, WEST, SOUTH):
        village = offices.village(code, actor=f"支书{code[-1]}")
        mark = f"标记{code}"
        saved = record(village, "visit", [visit(subject_name=mark, demand=mark, issues=[issue(description=mark)])])
        record(village, "household", [{"household_no": mark, "head_name": mark}])
        record_event(village, saved.also[0][1], "refuse", {"reason": mark, "notice": "已告知"})
        offices.send(village, town)
        record(town, "issue", [issue(unit_code=code, village_name=VILLAGES[code], description=mark)])
        if code != EAST:
            foreign += [code, VILLAGES[code], mark, f"支书{code[-1]}", village.node_uid, *saved.ids, saved.also[0][1]]
    record(town, "cadre", [{"name": "镇里的人", "phone": "13900000009"}])
    path = offices.file()
    export_workbook(town, path, to=EAST)
    content = parts(path)
    assert "标记321183105201".encode() in content
    assert [word for word in [*foreign, "镇里的人", "13900000009", f"private:{TOWN}"] if word.encode() in content] == []


def test_a_villages_report_holds_nothing_private(offices: Offices) -> None:
    village, path = offices.village(), offices.file()
    record(village, "visit", [visit()])
    change_setting(village, "backup_folder", "D:/备份处")
    export_workbook(village, path)
    assert "备份处".encode() not in parts(path)
    assert b"private:" not in parts(path)


@pytest.mark.parametrize("recipient", [WEST, "321183106000", "x"])
def test_nobody_else_gets_a_villages_file(offices: Offices, recipient: str) -> None:
    village, path = offices.village(), offices.file()
    record(village, "visit", [visit()])
    with pytest.raises(Refused) as refused:
        export_workbook(village, path, to=recipient)
    assert refused.value.code == "unknown_recipient"
    assert not path.exists()


def test_a_file_meant_for_others_is_refused(offices: Offices) -> None:
    east, west, town = offices.village(EAST), offices.village(WEST), offices.town()
    other_town = offices.town("321183106000", "浊水镇")
    record(east, "visit", [visit()])
    path, answer = offices.file(), offices.file()
    export_workbook(east, path)
    import_workbooks(town, [path])
    export_workbook(town, answer, to=EAST)
    for ledger, file in ((west, path), (west, answer), (other_town, path), (other_town, answer)):
        before = dump(ledger)
        outcome = import_workbooks(ledger, [file])[0]
        assert outcome.refusal.code == "not_for_us"
        assert dump(ledger) == before


def test_of_a_file_with_everything_a_village_takes_its_own(offices: Offices) -> None:
    east, west, town = offices.village(EAST), offices.village(WEST), offices.town()
    for ledger in (east, west):
        record(ledger, "visit", [visit()])
        offices.send(ledger, town)
    path = offices.file()
    export_workbook(town, path, full=True)
    second = offices.village(EAST)
    assert import_workbooks(second, [path])[0].created == 1
    assert seen(second) == seen(east)
    assert WEST not in repr(dump(second))
