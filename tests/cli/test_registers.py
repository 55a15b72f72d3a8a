"""The registers from the command line."""

from __future__ import annotations

from tests.cli.conftest import Office


def test_adding_tells_what_is_odd_and_saves_all_the_same(village: Office) -> None:
    person = {"name": "郑一", "relation": "本人", "household_no": "01", "id_number": "11010519491231002X", "sex": "男"}
    answer = village.json("add", "person", given=[person])
    (warning,) = answer["warnings"]
    assert (warning["row"], warning["field"], warning["kind"]) == (1, "sex", "id_sex_differs")
    assert "女" in warning["message"]
    (stored,) = village.json("list", "person")["records"]
    assert stored["relation"] == "户主"
    assert stored["birth_date"] == "1949-12-31"
    plain = village("add", "person", given=[person])
    assert plain.code == 0
    assert "按号码应为“女”" in plain.err
    changed = village.json("set", "person", answer["ids"][0], given={"relation": "老来伴", "sex": None})
    assert [one["kind"] for one in changed["warnings"]] == ["unknown_term"]


def test_duplicates_are_listed_and_merged(village: Office) -> None:
    home = {"household_no": "1", "head_name": "郑大山", "group_name": "三组"}
    keep, other = village.json("add", "household", given=[home, {**home, "household_no": "2"}])["ids"]
    (group,) = village.json("register", "duplicates", "household")["groups"]
    assert group == {"ids": [keep, other], "titles": ["郑大山", "郑大山"], "why": ["same_name_group"]}
    assert "同组同名：郑大山、郑大山" in village("register", "duplicates", "household").out
    merged = village.json(
        "register", "merge", "household", keep, other, "--json-file", "-", given={"address": "三组 1 号"}
    )
    assert merged["record"]["former_numbers"] == ["2"]
    assert merged["record"]["address"] == "三组 1 号"
    assert village("register", "merge", "household", keep, other).code == 1
    answer = village("register", "merge", "visit", keep, other, "--json")
    assert (answer.code, answer.json["error"]) == (1, "cannot_merge")
    assert village("register", "merge", "household", keep).code == 2


def test_a_household_is_split_and_gets_another_head(village: Office) -> None:
    home = village.json("add", "household", given=[{"household_no": "1", "head_name": "郑大山"}])["ids"][0]
    people = [
        {"name": "郑大山", "relation": "户主", "sex": "男", "household_no": "1"},
        {"name": "郑一", "relation": "子", "household_no": "1"},
        {"name": "郑二", "relation": "子", "household_no": "1"},
    ]
    father, first, second = village.json("add", "person", given=people)["ids"]
    assert village.json("register", "head", home, first, "--relation", f"{second}=弟弟")["head_name"] == "郑一"
    told = {one["id"]: one["relation"] for one in village.json("list", "person")["records"]}
    assert told == {father: "父亲", first: "户主", second: "弟"}
    answer = village("register", "head", home, first, "--relation", "弟弟", "--json")
    assert answer.code == 2
    made = village.json("register", "split", home, given={"members": [second], "relations": {second: "户主"}})
    assert made["household_no"] == "2"  # in the form the village uses
    answer = village("register", "split", home, "--json", given={"members": "x", "more": 1})
    assert (answer.code, {one["kind"] for one in answer.json["problems"]}) == (1, {"list_expected", "unknown_field"})
    answer = village("register", "split", home, "--json", given={"members": []})
    assert (answer.code, answer.json["error"]) == (1, "nobody_moves")


def test_the_register_is_checked_and_its_coverage_told(village: Office) -> None:
    assert village.json("register", "check") == {"count": 0, "disagreements": []}
    home = {"household_no": "1", "head_name": "郑大山", "member_count": 3, "group_name": "三组"}
    made = village.json("add", "household", given=[home])["ids"][0]
    village.json("add", "person", given=[{"name": "郑大山", "relation": "户主", "household_no": "1"}])
    (found,) = village.json("register", "check")["disagreements"]
    assert (found["kind"], found["id"], found["what"], found["expected"], found["found"]) == (
        "household",
        made,
        "member_count",
        1,
        3,
    )
    assert "家庭人口填的是 3，人员里有 1 人" in village("register", "check").out
    told = village.json("register", "coverage", "--since", "2024-1-1")
    assert told["groups"] == [
        {"village_name": "唐陵村", "group_name": "三组", "households": 1, "visited": 0, "share": 0.0}
    ]
    assert (told["since"], told["households"][0]["days"]) == ("2024-01-01", None)
    assert "没有走访过" in village("register", "coverage").out
    assert village("register", "coverage", "--since", "后天", "--json").code == 1
