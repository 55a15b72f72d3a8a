"""People of the office on the command line, acting as one of them, and what an issue's way looks like."""

from __future__ import annotations

from tests.cli.conftest import Office

ISSUE = {"source": "patrol", "collected_on": "2026-03-05", "category": "水利", "description": "水渠渗漏"}
ASSIGNED = {"measures": "修补", "leader": "钱镇长", "lead_unit": "水利站", "owner": "周江", "due_on": "2099-03-05"}


def test_people_are_named_changed_and_removed(village: Office) -> None:
    assert village.json("people") == {"actor": "李四", "people": [], "pins": []}
    village.json("people", "set", "李四", "--duties", "村书记、核查人")
    named = village.json("people", "set", "周江", "--duties", "owner")["people"]
    assert named == [
        {"name": "李四", "duties": ["village_secretary", "checker"]},
        {"name": "周江", "duties": ["owner"]},
    ]
    village.json("people", "set", "周江", "--duties", "owner,unit")
    assert village("people").out.splitlines() == ["李四：村书记、核查人", "周江：责任单位、责任人"]
    assert [one["name"] for one in village.json("people", "remove", "李四")["people"]] == ["周江"]
    answer = village("people", "remove", "李四", "--json")
    assert (answer.code, answer.json["problems"][0]["kind"]) == (1, "not_found")


def test_a_duty_of_the_town_is_none_of_a_village(village: Office) -> None:
    answer = village("people", "set", "李四", "--duties", "镇督查办", "--json")
    assert answer.code == 1
    assert "村书记（village_secretary）" in answer.json["problems"][0]["accepted"]


def test_a_script_acts_as_somebody(village: Office) -> None:
    made = village.json("add", "issue", given=ISSUE)["ids"][0]
    village.json("people", "set", "李四", "--duties", "村书记")
    village.json("people", "set", "周江", "--duties", "责任人")
    assert village("event", made, "assign", "--json-file", "-", given=ASSIGNED).code == 0
    answer = village("event", made, "accept", "--json")
    assert (answer.code, answer.json["error"]) == (1, "event_needs_duty")
    assert "周江" in answer.json["message"]
    answer = village("--actor", "外人", "event", made, "accept", "--json")
    assert (answer.code, answer.json["error"]) == (1, "event_needs_duty")
    assert village("--actor", "周江", "event", made, "accept").code == 0
    shown = village.json("show", "issue", made)
    assert (shown["events"][-1]["actor"], shown["events"][-1]["duty"]) == ("周江", "owner")
    assert village.json("people")["actor"] == "李四"


def test_show_says_what_was_said_and_what_is_possible(village: Office) -> None:
    made = village.json("add", "issue", given=ISSUE)["ids"][0]
    given = ASSIGNED | {"happened_on": "2026-03-06"}
    assert village("event", made, "assign", "--json-file", "-", given=given).code == 0
    given = {"reason": "不归我们管"}
    assert village("event", made, "send_back", "--json-file", "-", given=given).code == 0
    shown = village.json("show", "issue", made)
    assert shown["events"][0]["happened_on"] == "2026-03-06"
    assert shown["events"][1]["words"] == {"reason": "不归我们管"}
    assert (shown["next"]["event"], shown["next"]["possible"]) == ("assign", True)
    offers = {offer["event"]: offer for offer in shown["offers"]}
    assert offers["refuse"]["possible"] and offers["refuse"]["requires"] == ["reason", "notice"]
    lines = village("show", "issue", made).out
    assert "退回  原因：不归我们管" in lines
    assert "现在可以：建账交办、" in lines


def test_show_says_why_a_step_is_not_possible(village: Office) -> None:
    made = village.json("add", "issue", given=ISSUE)["ids"][0]
    assert village("event", made, "assign", "--json-file", "-", given=ASSIGNED).code == 0
    assert village("event", made, "accept").code == 0
    refused = {one["event"]: one for one in village.json("show", "issue", made)["offers"] if not one["possible"]}
    assert refused["supervise"]["error"] == "event_not_yours"
    assert "督办（由镇里办理）" in village("show", "issue", made).out
