"""Entry: what is accepted is kept exactly, what is not is refused under its field, all or nothing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from desktop.data.ledger import open_ledger
from desktop.domain.errors import Refused
from desktop.domain.kinds import KINDS
from desktop.services.drafting import drafts, drop_draft, keep_draft
from desktop.services.finding import Query, get_record, history, issues_of, list_records
from desktop.services.handling import record_event
from desktop.services.inspecting import inspect
from desktop.services.ledgers import begin_ledger
from desktop.services.placing import divisions, villages_of
from desktop.services.recording import record, restore, revise, withdraw
from desktop.services.settings import change_setting, read_settings
from tests.offices import (
    EAST,
    SOUTH,
    TOWN,
    TOWN_NAME,
    VILLAGES,
    WEST,
    Offices,
    assignment,
    dump,
    id_number,
    issue,
    visit,
)

TOMORROW = (date.today() + timedelta(days=1)).isoformat()


def problems(call: Any, *arguments: Any) -> list[tuple[int, str, str]]:
    """(row, field, kind) of everything a call refuses."""
    with pytest.raises(Refused) as refused:
        call(*arguments)
    assert refused.value.code == "invalid"
    return [(problem.row, problem.field, problem.kind) for problem in refused.value.problems]


# -- bad input ---------------------------------------------------------------------------------------------------------

BAD = {
    "future day": ("visited_on", TOMORROW, "future_date"),
    "no such day": ("visited_on", "2024-02-30", "bad_date"),
    "10-digit phone": ("phone", "1390000000", "bad_phone"),
    "wrong check digit": ("id_number", id_number()[:-1] + ("1" if id_number()[-1] != "1" else "2"), "bad_id_checksum"),
    "unknown choice": ("kind", "teleport", "bad_choice"),
    "unknown category": ("category", "没有这类", "bad_choice"),
    "40,000 characters": ("demand", "长" * 40_000, "too_long"),
    "40,000 in a line": ("subject_name", "长" * 40_000, "too_long"),
    "control character": ("demand", "前\x00后", "bad_character"),
    "bell in a line": ("subject_name", "前\x07后", "bad_character"),
    "half a character": ("demand", "前\ud842后", "bad_character"),
    "blank required": ("subject_name", "  　", "missing"),
    "no visitors": ("visitors", [], "missing"),
    "unknown field": ("favourite_colour", "红", "unknown_field"),
    "given id": ("id", "0" * 32, "not_settable"),
}


@pytest.mark.parametrize(("name", "value", "kind"), BAD.values(), ids=BAD)
def test_what_is_not_accepted_is_refused_under_its_field(offices: Offices, name: str, value: Any, kind: str) -> None:
    ledger = offices.village()
    before = dump(ledger)
    assert problems(record, ledger, "visit", [visit(**{name: value})]) == [(1, name, kind)]
    assert dump(ledger) == before


KEPT = {
    "formula": "=1+1",
    "command": "@SUM(A1)",
    "plus": "+86",
    "apostrophe": "'引号",
    "emoji": "好😀👨‍👩‍👧",
    "rare name": "㛃䶮𠮷",
    "escape": "_x000D_ 和 _x0041_",
    "markup": "<b>&amp;</b> ]]>",
    "digits": "007",
    "long digits": "123456789012345678901234567890",
    "looks like a day": "2024-03-05",
    "looks like a number": "1e5",
    "true": "TRUE",
    "quotes": '他说"好"',
    "backslash": "a\\n\\u0041",
}
KEPT_IN_LONG_TEXT = {
    "blanks around": "  两头有空格　",
    "tabs and lines": "\t第一行\n\n第三行\t尾\n",
    "carriage return text": "行\u2028分",
    "longest": "水" * 31_990 + "😀" * 5,
}


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
def test_a_line_is_kept_exactly(offices: Offices, text: str) -> None:
    ledger = offices.village()
    saved = record(ledger, "visit", [visit(subject_name=text, demand=text)])
    found = get_record(ledger, "visit", saved.ids[0]).values
    assert (found["subject_name"], found["demand"]) == (text, text)
    assert inspect(ledger).findings == ()


@pytest.mark.parametrize("text", KEPT_IN_LONG_TEXT.values(), ids=KEPT_IN_LONG_TEXT)
def test_a_long_text_is_kept_exactly(offices: Offices, text: str) -> None:
    ledger = offices.village()
    saved = record(ledger, "visit", [visit(demand=text)])
    assert get_record(ledger, "visit", saved.ids[0]).values["demand"] == text


@pytest.mark.parametrize("amount", [0, 5, 0.5, 1234567.89, 999_999_999])
def test_a_number_is_given_back_as_it_was_entered(offices: Offices, amount: float) -> None:
    ledger = offices.village()
    saved = record(ledger, "household", [{"household_no": "1", "head_name": "郑大山", "income_wage": amount}])
    found = get_record(ledger, "household", saved.ids[0]).values["income_wage"]
    assert (found, type(found)) == (amount, type(amount))


def test_every_problem_of_every_object_is_named_and_nothing_is_saved(offices: Offices) -> None:
    ledger = offices.village()
    before = dump(ledger)
    bad = [visit(), visit(phone="1", visited_on="x"), visit(issues=[issue(), issue(category=None), {"due_on": "y"}])]
    found = problems(record, ledger, "visit", bad)
    assert found[:2] == [(2, "visited_on", "bad_date"), (2, "phone", "bad_phone")]
    assert (3, "category", "missing") in found
    assert (3, "due_on", "bad_date") in found
    assert dump(ledger) == before


def test_a_problem_of_an_issue_says_which_one(offices: Offices) -> None:
    ledger = offices.village()
    with pytest.raises(Refused) as refused:
        record(ledger, "visit", [visit(issues=[issue(), issue(description=" ")])])
    assert [(one.field, one.params["issue"]) for one in refused.value.problems] == [("description", 2)]


@pytest.mark.parametrize("issues", ["漏水", {"description": "漏水"}, ["漏水"], 5])
def test_issues_of_a_visit_must_be_a_list_of_objects(offices: Offices, issues: Any) -> None:
    assert problems(record, offices.village(), "visit", [visit(issues=issues)]) == [(1, "issues", "list_expected")]


def test_an_unknown_kind_and_an_unknown_record_are_refused(offices: Offices) -> None:
    ledger = offices.village()
    calls = [
        (lambda: record(ledger, "dragon", [{}]), "unknown_kind"),
        (lambda: revise(ledger, "visit", "nobody", {"note": "x"}), "not_found"),
        (lambda: withdraw(ledger, "visit", "nobody", "x"), "not_found"),
        (lambda: restore(ledger, "visit", "nobody"), "not_found"),
        (lambda: record_event(ledger, "nobody", "assign", {}), "not_found"),
    ]
    for call, code in calls:
        with pytest.raises(Refused) as refused:
            call()
        assert refused.value.code == code


def test_an_issue_must_name_a_visit_that_is_there(offices: Offices) -> None:
    ledger = offices.village()
    stranger = "00000000-0000-4000-8000-000000000000"
    assert problems(record, ledger, "issue", [issue(visit_id=stranger)]) == [(1, "visit_id", "not_found")]


# -- changing ----------------------------------------------------------------------------------------------------------


def test_changing_keeps_before_and_after_in_the_history(offices: Offices) -> None:
    ledger = offices.village()
    saved = record(ledger, "visit", [visit(note="旧")])
    assert revise(ledger, "visit", saved.ids[0], {"note": "新", "phone": "13900000001"}).is_changed
    assert get_record(ledger, "visit", saved.ids[0]).values["note"] == "新"
    last = history(ledger, saved.ids[0])[-1]
    assert (last.actor, last.operation) == ("东沟书记", "update")
    assert last.fields == (("note", "旧", "新"), ("phone", None, "13900000001"))


def test_changing_nothing_writes_nothing(offices: Offices) -> None:
    ledger = offices.village()
    saved = record(ledger, "visit", [visit(note="旧")])
    before = dump(ledger, without=("meta",))
    again = revise(ledger, "visit", saved.ids[0], {"note": "旧", "phone": ""})
    assert (again.is_changed, again.step_id) == (False, None)
    assert dump(ledger, without=("meta",)) == before


def test_a_change_is_checked_like_an_entry(offices: Offices) -> None:
    ledger = offices.village()
    saved = record(ledger, "visit", [visit()])
    bad = {"visited_on": TOMORROW, "subject_name": "", "kind": "x", "unit_code": WEST, "recorded_at": "x"}
    found = problems(revise, ledger, "visit", saved.ids[0], bad)
    assert set(found) == {
        (1, "visited_on", "future_date"),
        (1, "subject_name", "missing"),
        (1, "kind", "bad_choice"),
        (1, "unit_code", "not_settable"),
        (1, "recorded_at", "unknown_field"),
    }


def test_withdrawing_hides_and_restoring_brings_back(offices: Offices) -> None:
    ledger = offices.village()
    saved = record(ledger, "visit", [visit()])
    withdraw(ledger, "visit", saved.ids[0], " 重复录入 ")
    assert list_records(ledger, Query("visit")) == []
    assert history(ledger, saved.ids[0])[-1].reason == "重复录入"
    with pytest.raises(Refused, match="is_withdrawn"):
        revise(ledger, "visit", saved.ids[0], {"note": "x"})
    with pytest.raises(Refused, match="is_withdrawn"):
        withdraw(ledger, "visit", saved.ids[0], "再")
    restore(ledger, "visit", saved.ids[0])
    assert [one.id for one in list_records(ledger, Query("visit"))] == list(saved.ids)
    with pytest.raises(Refused, match="not_withdrawn"):
        restore(ledger, "visit", saved.ids[0])


@pytest.mark.parametrize(
    ("reason", "kind"), [(" ", "missing"), ("误\x01", "bad_character"), ("长" * 40_000, "too_long")]
)
def test_a_reason_is_checked_like_a_text(offices: Offices, reason: str, kind: str) -> None:
    ledger = offices.village()
    saved = record(ledger, "visit", [visit(issues=[issue()])])
    assert problems(withdraw, ledger, "visit", saved.ids[0], reason) == [(1, "reason", kind)]
    given = {"reason": reason, "notice": "已告知"}
    assert problems(record_event, ledger, saved.also[0][1], "refuse", given) == [(1, "reason", kind)]


# -- issues ------------------------------------------------------------------------------------------------------------


def test_an_issue_of_a_visit_takes_over_what_the_visit_says(offices: Offices) -> None:
    ledger = offices.village()
    given = visit(group_name="三组", phone="13900000001", category="其他", issues=[{"description": "渠漏水"}])
    saved = record(ledger, "visit", [given])
    (found,) = issues_of(ledger, saved.ids[0])
    wanted = {
        "visit_id": saved.ids[0],
        "group_name": "三组",
        "source": "visit",
        "collected_on": "2024-03-05",
        "reporter_name": "郑大山",
        "reporter_phone": "13900000001",
        "category": "其他",
        "status": "draft",
        "code": f"{EAST[6:]}-2024-0001",
    }
    assert wanted.items() <= found.values.items()


def test_issue_codes_count_by_village_and_year(offices: Offices) -> None:
    ledger = offices.town()
    given = [
        issue(unit_code=EAST, village_name="东沟村"),
        issue(unit_code=WEST, village_name="西桥村"),
        issue(unit_code=EAST, village_name="东沟村"),
        issue(unit_code=EAST, village_name="东沟村", collected_on="2023-12-31"),
    ]
    saved = record(ledger, "issue", given)
    codes = [get_record(ledger, "issue", one).values["code"] for one in saved.ids]
    east, west = EAST[6:], WEST[6:]
    assert codes == [f"{east}-2024-0001", f"{west}-2024-0001", f"{east}-2024-0002", f"{east}-2023-0001"]
    withdraw(ledger, "issue", saved.ids[2], "重复")
    again = record(ledger, "issue", given[:1])
    assert get_record(ledger, "issue", again.ids[0]).values["code"] == f"{east}-2024-0003"


def test_the_steps_of_an_issue_follow_the_table(offices: Offices) -> None:
    ledger = offices.village()
    one = record(ledger, "issue", [issue()]).ids[0]
    with pytest.raises(Refused) as refused:
        record_event(ledger, one, "accept", {})
    assert (refused.value.code, refused.value.params["status"]) == ("event_impossible", "draft")
    assert "assign" in refused.value.params["possible"]
    missing = problems(record_event, ledger, one, "assign", {"owner": "周江"})
    assert {name for _, name, _ in missing} == {"measures", "leader", "lead_unit", "due_on"}
    assert problems(record_event, ledger, one, "assign", assignment(note="x")) == [(1, "note", "unknown_field")]
    assert problems(record_event, ledger, one, "assign", assignment(due_on="x")) == [(1, "due_on", "bad_date")]
    record_event(ledger, one, "assign", assignment())
    found = get_record(ledger, "issue", one).values
    assert (found["status"], found["owner"], found["due_on"]) == ("pending", "周江", "2024-04-01")
    with pytest.raises(Refused, match="unknown_event"):
        record_event(ledger, one, "explode", {})
    with pytest.raises(Refused) as refused:
        revise(ledger, "issue", one, {"status": "closed"})
    assert [problem.kind for problem in refused.value.problems] == ["not_settable"]
    withdraw(ledger, "issue", one, "误")
    with pytest.raises(Refused, match="is_withdrawn"):
        record_event(ledger, one, "accept", {})


def test_the_village_cannot_strike_an_issue_off(offices: Offices) -> None:
    ledger = offices.village()
    one = record(ledger, "issue", [issue()]).ids[0]
    record_event(
        ledger, one, "solve_on_the_spot", {"progress": "已换", "satisfaction": "satisfied", "feedback_way": "oral"}
    )
    record_event(ledger, one, "pass_check", {"checker": "周江", "check_opinion": "属实"})
    with pytest.raises(Refused) as refused:
        record_event(ledger, one, "approve", {"closed_on": "2024-03-08"})
    assert refused.value.code == "event_not_yours"


# -- whose village -----------------------------------------------------------------------------------------------------


def test_a_village_records_its_own_only(offices: Offices) -> None:
    ledger = offices.village()
    saved = record(ledger, "visit", [visit(unit_code=EAST), visit(village_name="东沟"), visit()])
    assert {get_record(ledger, "visit", one).values["unit_code"] for one in saved.ids} == {EAST}
    assert get_record(ledger, "visit", saved.ids[2]).values["village_name"] == "东沟村"
    assert problems(record, ledger, "visit", [visit(unit_code=WEST)]) == [(1, "unit_code", "foreign_unit")]


def test_a_village_does_not_take_the_name_of_another(offices: Offices) -> None:
    ledger = offices.village()
    other = next(one for one in divisions().villages_of(TOWN[:9]) if one.code != EAST)
    assert problems(record, ledger, "visit", [visit(village_name=other.name)]) == [(1, "village_name", "foreign_unit")]
    one = record(ledger, "visit", [visit()]).ids[0]
    assert problems(revise, ledger, "visit", one, {"village_name": other.short_name}) == [
        (1, "village_name", "not_settable")
    ]


def test_a_town_names_the_village_by_code_or_by_name(offices: Offices) -> None:
    village, town = offices.village(), offices.town()
    record(village, "visit", [visit()])
    offices.send(village, town)
    assert villages_of(town)[EAST] == "东沟村"
    for given in (
        {"unit_code": EAST},
        {"village_name": "东沟村"},
        {"village_name": "东沟"},
        {"village_name": "东沟村委会"},
    ):
        one = record(town, "visit", [visit(**given)]).ids[0]
        found = get_record(town, "visit", one).values
        assert found["unit_code"] == EAST
        assert found["village_name"]
    scopes = {
        name
        for (name,) in town.database.execute_sql(
            "SELECT DISTINCT s.name FROM visit v JOIN scope s ON s.id = v.scope_id"
        )
    }
    assert scopes == {f"village:{EAST}"}


def test_a_town_refuses_villages_it_does_not_have(offices: Offices) -> None:
    town = offices.town()
    assert problems(record, town, "visit", [visit(village_name="仙人洞村")]) == [(1, "village_name", "unknown_village")]
    assert problems(record, town, "visit", [visit(unit_code="110101001001", village_name="某村")]) == [
        (1, "unit_code", "foreign_unit")
    ]
    assert problems(record, town, "visit", [visit()]) == [(1, "village_name", "missing")]


def test_a_towns_own_register_stays_its_own(offices: Offices) -> None:
    town = offices.town()
    one = record(town, "cadre", [{"name": "孙海"}]).ids[0]
    found = get_record(town, "cadre", one).values
    assert (found["unit_code"], found["village_name"]) == (TOWN, TOWN_NAME)
    assert town.log.of_record(one)[0].scope == f"private:{TOWN}"


# -- settings, drafts, founding ----------------------------------------------------------------------------------------


def test_settings_are_kept_and_checked(offices: Offices) -> None:
    ledger = offices.village()
    change_setting(ledger, "warn_days", 3)
    change_setting(ledger, "categories", ["水利", "其他"])
    change_setting(ledger, "light_colours", [["overdue", "#AA0000"]])
    again = open_ledger(ledger.path)
    offices.opened.append(again)
    found = read_settings(again)
    assert (found.warn_days, found.categories, found.light_colours) == (3, ("水利", "其他"), (("overdue", "#AA0000"),))
    bad = [
        ("warn_days", "3", "number_expected"),
        ("due_days", -1, "out_of_range"),
        ("categories", [], "list_expected"),
        ("categories", "水利", "list_expected"),
        ("light_colours", [["overdue", "red"]], "bad_code"),
        ("backup_folder", 5, "text_expected"),
    ]
    for key, value, kind in bad:
        assert problems(change_setting, ledger, key, value) == [(1, key, kind)]
    with pytest.raises(KeyError):
        change_setting(ledger, "no_such_setting", 1)


def test_drafts_keep_whatever_was_typed_and_never_leave(offices: Offices) -> None:
    ledger, town = offices.village(), offices.town()
    content = {"visited_on": "2024-02-30", "subject_name": "半\x00截\ud842", "visitors": ["钱"]}
    draft_id = keep_draft(ledger, "visit", content, title="郑大山")
    keep_draft(ledger, "visit", {**content, "note": "接着写"}, title="郑大山", draft_id=draft_id)
    other = keep_draft(ledger, "issue", {}, record_id="some-record")
    again = open_ledger(ledger.path)
    offices.opened.append(again)
    found = {draft.id: draft for draft in drafts(again)}
    assert found[draft_id].content == {**content, "note": "接着写"}
    assert (found[other].kind, found[other].record_id) == ("issue", "some-record")
    offices.send(ledger, town)
    assert drafts(town) == []
    drop_draft(ledger, draft_id)
    assert [draft.id for draft in drafts(ledger)] == [other]


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"level": "county"}, "level"),
        ({"code": "32118310520"}, "code"),
        ({"code": TOWN}, "code"),
        ({"level": "town"}, "code"),
        ({"name": " "}, "name"),
        ({"name": "东\x00沟"}, "name"),
        ({"actor": "某\x07人"}, "actor"),
        ({"town_name": "镇\n镇"}, "town_name"),
        ({"name": "长" * 200}, "name"),
    ],
)
def test_an_office_that_cannot_be_is_not_founded(offices: Offices, given: dict[str, str], name: str) -> None:
    whole = {
        "level": "village",
        "code": SOUTH,
        "name": VILLAGES[SOUTH],
        "town_name": TOWN_NAME,
        "actor": "某人",
    } | given
    path = offices.folder / "x.db"
    with pytest.raises(Refused) as refused:
        begin_ledger(path, **whole)
    assert [problem.field for problem in refused.value.problems] == [name]
    assert not path.exists()


@pytest.mark.parametrize("kind", [name for name, kind in KINDS.items() if kind.is_typed])
def test_every_kind_can_be_entered_changed_withdrawn_and_restored(offices: Offices, kind: str) -> None:
    ledger = offices.village()
    given = {
        "visit": visit(),
        "issue": issue(),
        "household": {"household_no": "1", "head_name": "郑大山"},
        "person": {"name": "郑大山", "relation": "户主", "household_no": "1"},
        "enterprise": {"name": "大山粮油"},
        "cadre": {"name": "周江"},
        "village": {"year": 2024},
        "natural_village": {"name": "东沟"},
        "group": {"name": "一组"},
    }[kind]
    one = record(ledger, kind, [given]).ids[0]
    revise(ledger, kind, one, {"note": "改过"})
    withdraw(ledger, kind, one, "误")
    restore(ledger, kind, one)
    assert get_record(ledger, kind, one).values["note"] == "改过"
    assert [entry.operation for entry in history(ledger, one)] == ["create", "update", "withdraw", "restore"]
    assert inspect(ledger).findings == ()
