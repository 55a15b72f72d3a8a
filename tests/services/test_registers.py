"""Households split, change their head, become one; the past stays and each step is undone at once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from desktop.data.ledger import Ledger
from desktop.domain.errors import Refused
from desktop.domain.households import group_digits, relation_to_new_head
from desktop.services.covering import coverage
from desktop.services.disagreeing import disagreements
from desktop.services.duplicates import likely_duplicates
from desktop.services.finding import get_record, history
from desktop.services.household_numbers import next_household_no
from desktop.services.inspecting import inspect
from desktop.services.joining import merge_duplicates
from desktop.services.recording import record, revise
from desktop.services.registers import (
    change_head,
    members_of,
    numbers_of,
    proposed_relations,
    split_household,
    visits_of,
)
from desktop.services.undoing import redo, undo
from tests.offices import EAST, Offices, id_number, visit

FAMILY = (
    ("郑大山", "户主", "male"),
    ("钱小河", "配偶", "female"),
    ("郑一", "子", "male"),
    ("孙海", "儿媳", "female"),
    ("郑小", "孙子", "male"),
)


@pytest.fixture
def ledger(offices: Offices) -> Ledger:
    return offices.village()


def household(ledger: Ledger, number: str = f"{EAST}03001", **values: Any) -> str:
    given = {"household_no": number, "head_name": "郑大山", "group_name": "三组", "phone": "13800000001", **values}
    return record(ledger, "household", [given]).ids[0]


def family(ledger: Ledger, number: str = f"{EAST}03001") -> dict[str, str]:
    people = [{"name": name, "relation": word, "sex": sex, "household_no": number} for name, word, sex in FAMILY]
    return dict(zip((one["name"] for one in people), record(ledger, "person", people).ids, strict=True))


def values(ledger: Ledger, kind: str, record_id: str) -> dict[str, Any]:
    return dict(get_record(ledger, kind, record_id).values)


def relations(ledger: Ledger, household_id: str) -> dict[str, str]:
    return {one.values["name"]: one.values["relation"] for one in members_of(ledger, household_id)}


@pytest.mark.parametrize(
    ("name", "digits"),
    [
        ("三组", "03"),
        ("第12村民小组", "12"),
        ("十一组", "11"),
        ("二十组", "20"),
        ("东头", "00"),
        (None, "00"),
        ("９组", "09"),
    ],
)
def test_a_group_gives_its_digits(name: str | None, digits: str) -> None:
    assert group_digits(name) == digits


def test_the_next_number_goes_on_and_is_never_one_that_was_used(ledger: Ledger) -> None:
    assert next_household_no(ledger, EAST, "三组") == f"{EAST}03001"
    household(ledger, f"{EAST}03007")
    assert next_household_no(ledger, EAST, "三组") == f"{EAST}03008"
    household(ledger, f"{EAST}21005", group_name="东头", former_numbers=[f"{EAST}21009"])
    # The group's own digits, by the households it has; a former number is not given again.
    assert next_household_no(ledger, EAST, "东头") == f"{EAST}21010"


def test_a_change_of_head_keeps_number_and_past(ledger: Ledger) -> None:
    home, people = household(ledger), family(ledger)
    record(ledger, "visit", [visit(household_no=f"{EAST}03001")])
    revise(ledger, "person", people["郑一"], {"phone": "13900000009", "id_number": id_number()})
    saved = change_head(ledger, home, people["郑一"])
    after = values(ledger, "household", home)
    assert (after["head_name"], after["head_id_number"], after["phone"]) == ("郑一", id_number(), "13900000009")
    assert after["household_no"] == f"{EAST}03001"
    assert relations(ledger, home) == {
        "郑一": "户主",
        "郑大山": "父亲",
        "钱小河": "母亲",
        "孙海": "配偶",
        "郑小": "子",
    }
    assert disagreements(ledger) == []
    assert len(visits_of(ledger, home)) == 1
    assert saved.changed_kinds == {"household", "person"}
    undo(ledger)
    assert values(ledger, "household", home)["head_name"] == "郑大山"
    assert relations(ledger, home)["郑大山"] == "户主"
    redo(ledger)
    assert relations(ledger, home)["郑一"] == "户主"
    assert inspect(ledger).findings == ()


def test_what_a_person_says_goes_before_what_follows(ledger: Ledger) -> None:
    home, people = household(ledger), family(ledger)
    change_head(ledger, home, people["钱小河"], {people["郑一"]: "继子"})
    assert relations(ledger, home)["郑一"] == "养子或继子"
    with pytest.raises(Refused, match="one_head_needed"):
        change_head(ledger, home, people["郑大山"], {people["钱小河"]: "户主"})
    with pytest.raises(Refused, match="not_a_member"):
        change_head(ledger, home, "0" * 8)


@pytest.mark.parametrize(
    ("was", "sex", "new_head", "new_sex", "becomes"),
    [
        ("户主", "female", "子", "male", "母亲"),
        ("户主", None, "子", "male", ""),
        ("儿媳", "female", "子", "male", "配偶"),
        ("女婿", "male", "女", "female", "配偶"),
        ("孙女", "female", "子", "male", "女"),
        ("孙子", "male", "女", "female", ""),
        ("母亲", "female", "配偶", "female", "婆婆"),
        ("母亲", "female", "配偶", "male", "岳母"),
        ("户主", "male", "父亲", "male", "子"),
        ("配偶", "female", "母亲", "female", "儿媳"),
        ("其他亲属", "male", "子", "male", ""),
    ],
)
def test_who_is_what_to_a_new_head(was: str, sex: str | None, new_head: str, new_sex: str, becomes: str) -> None:
    assert relation_to_new_head(was, sex, new_head, new_sex) == becomes


def test_a_household_is_split_and_the_past_stays(ledger: Ledger) -> None:
    home, people = household(ledger, member_count=5), family(ledger)
    record(ledger, "visit", [visit(household_no=f"{EAST}03001")])
    going = [people[name] for name in ("郑一", "孙海", "郑小")]
    said = proposed_relations(ledger, home, people["郑一"], among=going)
    new = split_household(ledger, home, {"address": "新村 8 号"}, going, said).ids[0]
    made = values(ledger, "household", new)
    assert (made["household_no"], made["split_from"]) == (f"{EAST}03002", f"{EAST}03001")
    assert (made["head_name"], made["member_count"], made["address"]) == ("郑一", 3, "新村 8 号")
    assert relations(ledger, new) == {"郑一": "户主", "孙海": "配偶", "郑小": "子"}
    assert relations(ledger, home) == {"郑大山": "户主", "钱小河": "配偶"}
    assert values(ledger, "household", home)["member_count"] == 2
    assert (len(visits_of(ledger, home)), visits_of(ledger, new)) == (1, [])
    assert [entry.operation for entry in history(ledger, people["郑一"])] == ["create", "update"]
    assert disagreements(ledger) == []
    undo(ledger)
    assert len(members_of(ledger, home)) == 5
    assert get_record(ledger, "household", new).is_withdrawn
    assert values(ledger, "household", home)["member_count"] == 5


def test_the_old_head_may_go_when_another_one_is_named(ledger: Ledger) -> None:
    home, people = household(ledger), family(ledger)
    with pytest.raises(Refused, match="one_head_needed"):
        split_household(ledger, home, {}, [people["郑大山"]], {people["郑大山"]: "户主"})
    stays = {people["郑一"]: "户主", people["孙海"]: "配偶", people["郑小"]: "子", people["钱小河"]: "母亲"}
    new = split_household(ledger, home, {}, [people["郑大山"]], {people["郑大山"]: "户主", **stays}).ids[0]
    assert values(ledger, "household", home)["head_name"] == "郑一"
    assert values(ledger, "household", new)["head_name"] == "郑大山"
    assert disagreements(ledger) == []


@pytest.mark.parametrize(
    ("going", "code"),
    [([], "nobody_moves"), ([name for name, *_ in FAMILY], "everybody_moves"), (["郑一"], "one_head_needed")],
)
def test_a_split_that_makes_no_household_is_refused(ledger: Ledger, going: list[str], code: str) -> None:
    home, people = household(ledger), family(ledger)
    with pytest.raises(Refused, match=code):
        split_household(ledger, home, {}, [people[name] for name in going], {})
    assert len(members_of(ledger, home)) == 5


def test_a_number_in_use_is_not_given_twice(ledger: Ledger) -> None:
    home, people = household(ledger), family(ledger)
    with pytest.raises(Refused) as refused:
        split_household(ledger, home, {"household_no": f"{EAST}03001"}, [people["郑一"]], {people["郑一"]: "户主"})
    assert [one.kind for one in refused.value.problems] == ["number_taken"]


def test_merged_households_bring_members_and_numbers_along(ledger: Ledger) -> None:
    keep, other = household(ledger), household(ledger, "老-7", phone="13800000002", former_numbers=["更老"])
    family(ledger, "老-7")
    record(ledger, "visit", [visit(household_no="老-7"), visit(household_no="更老")])
    (alike,) = likely_duplicates(ledger, "household")
    assert (set(alike.ids), alike.why) == ({keep, other}, ("same_name_group",))
    saved = merge_duplicates(ledger, "household", keep, [other], {"phone": "13800000002"})
    after = values(ledger, "household", keep)
    assert after["former_numbers"] == ["老-7", "更老"]
    assert after["phone"] == "13800000002"
    assert numbers_of(ledger, keep) == (f"{EAST}03001", "老-7", "更老")
    assert len(members_of(ledger, keep)) == 5
    assert len(visits_of(ledger, keep)) == 2
    gone = get_record(ledger, "household", other)
    assert gone.is_withdrawn
    assert f"{EAST}03001" in history(ledger, other)[-1].reason
    assert likely_duplicates(ledger, "household") == []
    (covered,) = coverage(ledger, date(2024, 3, 15)).households
    assert (covered.record_id, covered.days) == (keep, 10)
    assert {kind for kind, _ in saved.also} == {"household", "person"}
    undo(ledger)
    assert len(members_of(ledger, other)) == 5
    assert "former_numbers" not in values(ledger, "household", keep)
    assert inspect(ledger).findings == ()


def test_the_number_of_the_other_household_may_be_the_one_kept(ledger: Ledger) -> None:
    keep, other = household(ledger, "旧"), household(ledger)
    family(ledger, "旧")
    merge_duplicates(ledger, "household", keep, [other], {"household_no": f"{EAST}03001"})
    assert numbers_of(ledger, keep) == (f"{EAST}03001", "旧")
    assert len(members_of(ledger, keep)) == 5


def test_persons_and_enterprises_are_merged_and_others_are_not(ledger: Ledger) -> None:
    person = {"name": "周江", "relation": "户主", "household_no": "1", "phone": "13800000003"}
    ids = record(ledger, "person", [person, {**person, "id_number": id_number()}]).ids
    (alike,) = likely_duplicates(ledger, "person", record_id=ids[0])
    assert alike.why == ("same_name_phone", "same_name_household")
    merge_duplicates(ledger, "person", ids[1], [ids[0]])
    assert get_record(ledger, "person", ids[0]).is_withdrawn
    firms = record(ledger, "enterprise", [{"name": "大山（清水）粮油"}, {"name": "大山(清水)粮油"}]).ids
    assert likely_duplicates(ledger, "enterprise")[0].ids == firms
    cadre = record(ledger, "cadre", [{"name": "周江"}]).ids[0]
    for kind, keep, others, code in (
        ("cadre", cadre, [cadre], "cannot_merge"),
        ("person", ids[1], [ids[1]], "nothing_to_merge"),
        ("person", ids[1], [ids[0]], "is_withdrawn"),
        ("person", ids[1], ["0"], "not_found"),
    ):
        with pytest.raises(Refused, match=code):
            merge_duplicates(ledger, kind, keep, others)


def test_an_old_and_a_new_id_number_are_one_person(ledger: Ledger) -> None:
    new = id_number("32998119700101123")
    person = {"relation": "户主", "household_no": "1"}
    old = {**person, "name": "周江", "id_number": new[:6] + new[8:17]}
    ids = record(ledger, "person", [old, {**person, "name": "周疆", "id_number": new}]).ids
    assert likely_duplicates(ledger, "person")[0].ids == ids


def test_villages_of_a_town_are_not_mixed(offices: Offices) -> None:
    town = offices.town()
    given = {"household_no": "1", "head_name": "郑大山", "group_name": "三组"}
    east, west = record(
        town, "household", [{**given, "village_name": "东沟村", "unit_code": EAST},
                            {**given, "village_name": "西桥村", "unit_code": "321183105202"}]
    ).ids  # fmt: skip
    assert likely_duplicates(town, "household") == []
    with pytest.raises(Refused, match="merge_across_villages"):
        merge_duplicates(town, "household", east, [west])


def test_figures_that_do_not_agree_are_listed_and_not_changed(ledger: Ledger) -> None:
    home = household(ledger, member_count=9, head_name="别人", head_id_number=id_number(), resident_count=3)
    people = family(ledger)
    twin = id_number("32998119700101125")
    revise(ledger, "person", people["郑大山"], {"id_number": id_number("32998119700101127")})
    for one in people.values():
        revise(ledger, "person", one, {"resident": "yes"})
    odd = record(
        ledger,
        "person",
        [
            {"name": "甲", "relation": "户主", "household_no": "没有", "id_number": twin, "sex": "female",
             "birth_date": "1980-01-01"},
            {"name": "乙", "relation": "子", "household_no": f"{EAST}03001", "id_number": twin, "resident": "yes"},
        ],
    ).ids  # fmt: skip
    group = record(ledger, "group", [{"name": "三组", "household_count": 7, "population": 6}]).ids[0]
    natural = record(ledger, "natural_village", [{"name": "东", "group_names": ["三组"], "population": 60}]).ids[0]
    village = record(ledger, "village", [{"year": 2023, "group_count": 1}, {"year": 2024, "group_count": 4}]).ids[1]
    found = {(one.record_id, one.what): (one.expected, one.found) for one in disagreements(ledger)}
    assert found == {
        (home, "head_name"): ("郑大山", "别人"),
        (home, "head_id_number"): (id_number("32998119700101127"), id_number()),
        (home, "member_count"): (6, 9),
        (home, "resident_count"): (6, 3),
        (odd[0], "no_household"): (None, "没有"),
        (odd[0], "sex_by_id"): ("male", "female"),
        (odd[0], "birth_by_id"): ("1970-01-01", "1980-01-01"),
        (odd[1], "id_twice"): ("甲", "乙"),
        (group, "household_count"): (1, 7),
        (natural, "population"): (6, 60),
        (village, "group_count"): (1, 4),
    }
    revise(ledger, "person", people["郑大山"], {"relation": "父亲"})
    assert [one.found for one in disagreements(ledger) if one.what == "no_head"] == [0]


def test_coverage_counts_by_group_and_puts_those_never_visited_first(ledger: Ledger) -> None:
    household(ledger)
    never = household(ledger, "5", head_name="冯水", group_name="五组")
    named = household(ledger, "6", head_name="冯木", group_name="五组")
    record(
        ledger,
        "visit",
        [
            visit(visited_on="2024-01-05", household_no=f"{EAST}03001"),
            visit(visited_on="2023-12-31", subject_name="冯木", group_name="五组"),
            visit(visited_on="2024-02-01", subject_name="冯水", group_name="六组"),
        ],
    )
    found = coverage(ledger, date(2024, 1, 31))
    assert [(one.record_id, one.days) for one in found.households][:2] == [(never, None), (named, 31)]
    assert [(one.group_name, one.households, one.visited) for one in found.groups] == [("三组", 1, 1), ("五组", 2, 0)]
    assert found.visited == 1
    assert coverage(ledger, date(2024, 1, 31), since=date(2023, 12, 1)).groups[1].share == 0.5


def test_an_id_number_given_later_tells_what_is_still_empty(ledger: Ledger) -> None:
    person = {"name": "周江", "relation": "户主", "household_no": "1", "birth_date": "1980-01-01"}
    one = record(ledger, "person", [person]).ids[0]
    revise(ledger, "person", one, {"id_number": id_number()})
    told = values(ledger, "person", one)
    # What somebody wrote stays, and is listed as not agreeing.
    assert (told["sex"], told["birth_date"]) == ("male", "1980-01-01")
    assert [found.what for found in disagreements(ledger)] == ["birth_by_id"]


def test_what_a_village_merges_and_splits_arrives_in_its_town(offices: Offices, ledger: Ledger) -> None:
    town = offices.town()
    keep, other, people = household(ledger), household(ledger, "老-7", head_name="郑大三"), family(ledger)
    offices.send(ledger, town)
    merge_duplicates(ledger, "household", keep, [other])
    new = split_household(ledger, keep, {}, [people["郑一"]], {people["郑一"]: "户主"}).ids[0]
    offices.send(ledger, town)
    assert get_record(town, "household", other).is_withdrawn
    assert numbers_of(town, keep) == (f"{EAST}03001", "老-7")
    assert relations(town, new) == {"郑一": "户主"}
    assert disagreements(town) == disagreements(ledger)
