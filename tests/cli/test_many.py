"""Many issues and filters kept by name, on the command line."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.cli.conftest import TOWN, Office
from tests.offices import assignment, issue


@pytest.fixture
def ids(village: Office) -> list[str]:
    given = [issue(category="水利"), issue(category="水利", description="水渠渗漏"), issue()]
    made: list[str] = village.json("add", "issue", given=given)["ids"]
    return made


def statuses(office: Office) -> list[str]:
    return [one["status"] for one in office.json("list", "issue")["records"]][::-1]


def test_a_step_for_all_that_can_take_it(village: Office, ids: list[str]) -> None:
    dry = village.json("event-many", "assign", *ids, "--json-file", "-", "--dry-run", given=assignment())
    assert (dry["dry_run"], dry["able"], dry["done"], statuses(village)) == (True, 3, 0, ["draft"] * 3)
    assert dry["issues"][0]["changes"]["status"] == {"before": "draft", "after": "pending"}
    done = village.json("event-many", "assign", *ids[:2], "--json-file", "-", given=assignment())
    assert (done["total"], done["able"], done["done"]) == (2, 2, 2)
    done = village.json("event-many", "accept", *ids)
    assert [one["done"] for one in done["issues"]] == [True, True, False]
    assert done["issues"][2]["error"] == "event_impossible"
    assert statuses(village) == ["working", "working", "draft"]


def test_the_issues_may_be_named_by_what_they_are(village: Office, ids: list[str]) -> None:
    village.json("event-many", "assign", "--where", "category=水利", "--json-file", "-", given=assignment())
    assert statuses(village) == ["pending", "pending", "draft"]
    village.json("save-view", "issue", "水渠", "--where", "status=待受理", "--search", "水渠")
    assert village.json("event-many", "accept", "--view", "水渠")["done"] == 1
    assert statuses(village) == ["pending", "working", "draft"]


def test_nothing_possible_is_one_and_says_why(village: Office, ids: list[str]) -> None:
    answer = village("event-many", "accept", *ids, "--json")
    assert (answer.code, answer.json["error"], len(answer.json["issues"])) == (1, "none_possible", 3)
    answer = village("event-many", "accept", *ids[:1])
    assert answer.code == 1
    assert "不能  问题现在是“草稿”，不能接件" in answer.out
    assert "1 个问题都不能办" in answer.err
    assert village("event-many", "explode", *ids, "--json").json["error"] == "unknown_event"
    assert village("event-many", "accept", "--search", "没有的词", "--json").code == 1


def test_all_or_none(village: Office, ids: list[str]) -> None:
    village.json("event-many", "assign", ids[0], "--json-file", "-", given=assignment())
    answer = village("event-many", "accept", *ids, "--all-or-none", "--json")
    assert (answer.code, answer.json["error"], answer.json["done"]) == (1, "not_all_possible", 0)
    assert statuses(village) == ["pending", "draft", "draft"]


def test_every_one_is_told_in_a_line(village: Office, ids: list[str]) -> None:
    village.json("event-many", "assign", ids[0], "--json-file", "-", given=assignment())
    lines = village("event-many", "set_deadline", *ids[:2], "--dry-run", "--json-file", "-", given={"due_on": "x"})
    assert lines.code == 1
    assert "日期不对" in lines.out
    told = village("event-many", "accept", *ids[:2]).out.splitlines()
    assert told[0].endswith("可以  整改状态 待受理 → 整改中")
    assert told[-1] == "已办 1 个，共 2 个"


def test_neither_or_both_ways_of_naming_are_wrong_usage(village: Office, ids: list[str]) -> None:
    assert village("event-many", "accept").code == 2
    assert village("event-many", "accept", ids[0], "--search", "水").code == 2
    assert village("set-many", "--json-file", "-", given={"urgency": "hard"}).code == 2


def test_fields_of_many(village: Office, ids: list[str]) -> None:
    village.json("event-many", "assign", ids[0], "--json-file", "-", given=assignment())
    values = {"due_on": "2024-05-05"}
    dry = village.json("set-many", *ids, "--dry-run", given=values)
    assert [one["able"] for one in dry["issues"]] == [False, True, True]
    assert dry["issues"][0]["problems"][0]["kind"] == "held"
    assert village.json("set-many", *ids, given=values)["done"] == 2


def test_filters_are_kept_listed_renamed_and_forgotten(village: Office, found: Callable[..., Office]) -> None:
    village.json("save-view", "issue", "水利", "--where", "category=水利")
    village.json("rename-view", "issue", "水利", "水")
    listed = village.json("views")["views"]
    assert listed[0] == {"name": "水", "built_in": False, "where": {"category": "水利"}}
    assert [one["name"] for one in listed[1:]] == ["我的", "逾期", "待核查", "本月登记"]
    assert village("views").out.splitlines()[0] == "水"
    village.json("forget-view", "issue", "水")
    assert village("forget-view", "issue", "水", "--json").json["error"] == "unknown_view"
    assert village("save-view", "issue", " ", "--json").json["problems"][0]["kind"] == "missing"
    assert "待镇审" in found("town", "town", TOWN)("views").out


def test_a_list_by_a_kept_filter(village: Office, ids: list[str]) -> None:
    village.json("save-view", "issue", "水利", "--where", "category=水利")
    assert village.json("list", "issue", "--view", "水利")["total"] == 2
    assert village.json("list", "issue", "--view", "水利", "--search", "水渠")["total"] == 1
    assert village.json("list", "issue", "--view", "mine")["total"] == 0
    answer = village("list", "issue", "--view", "无", "--json")
    assert (answer.code, answer.json["error"]) == (1, "unknown_view")
    assert "我的" in answer.json["message"]
