"""Personal data and PINs on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Office
from tests.offices import id_number, issue, visit

NUMBER, PHONE = id_number(), "13812345678"


pytestmark = pytest.mark.usefixtures("cheap_pins")


@pytest.fixture
def record_id(village: Office) -> str:
    given = [visit(id_number=NUMBER, phone=PHONE, situation="住院")]
    made = village.json("add", "visit", given=given)["ids"][0]
    village.json("set", "visit", made, given={"phone": "13912345679"})
    village.json("add", "issue", given=[issue(reporter_phone=PHONE)])
    village.json("people", "set", "李四", "--duties", "村书记")
    village.json("people", "set", "周江", "--duties", "责任人")
    return str(made)


def test_lists_and_records_are_masked_where_several_work(village: Office, record_id: str) -> None:
    for arguments in (("list", "visit"), ("show", "visit", record_id), ("today",)):
        for options in ((), ("--json",)):
            out = village(*arguments, *options).out
            assert not [one for one in (NUMBER, PHONE, "13912345679", "住院") if one in out], arguments
    shown = village.json("show", "visit", record_id)
    assert shown["record"]["phone"] == "139****5679"
    assert shown["history"][-1]["fields"]["phone"] == {"before": "138****5678", "after": "139****5679"}


def test_unmasked_takes_a_duty_and_a_reason(village: Office, record_id: str) -> None:
    answer = village("show", "visit", record_id, "--unmasked", "--json")
    assert (answer.code, answer.json["problems"][0]["kind"]) == (1, "missing")
    answer = village("--actor", "周江", "show", "visit", record_id, "--unmasked", "--reason", "看", "--json")
    assert (answer.code, answer.json["error"]) == (1, "may_not_see")
    assert "李四" in answer.json["message"]
    shown = village.json("show", "visit", record_id, "--unmasked", "--reason", "核对身份")
    assert shown["record"]["id_number"] == NUMBER
    village.json("list", "visit", "--unmasked", "--reason", "核对身份")
    entries = village.json("people", "access-log")["entries"]
    assert [(one["act"], one["records"], one["reason"]) for one in entries] == [
        ("listed", [record_id], "核对身份"),
        ("seen", [record_id], "核对身份"),
    ]
    assert NUMBER not in str(entries)
    assert "核对身份" in village("people", "access-log", "--person", "李四").out
    assert village("--actor", "周江", "people", "access-log").code == 1
    assert village.json("check")["ok"]


def test_printing_and_filling_whole_is_noted(village: Office, record_id: str, tmp_path: Path) -> None:
    made = village.json("add", "issue", given=[issue(reporter_phone=PHONE)])["ids"][0]
    out = str(tmp_path / "单.pdf")
    assert village("print", "register_card", made, out, "--unmasked", "--json").code == 1
    assert village("print", "register_card", made, out, "--unmasked", "--reason", "归档").code == 0
    assert village("print", "list", out, "--unmasked", "--reason", "归档").code == 0
    assert village("print", "list", out).code == 0
    entries = village.json("people", "access-log")["entries"]
    both = [one["id"] for one in village.json("list", "issue")["records"]]
    assert [(one["act"], one["records"]) for one in entries] == [("printed", both), ("printed", [made])]


def test_a_pin_is_asked_of_who_has_one(village: Office, record_id: str) -> None:
    assert village("people", "pin", "周江", "--json", given="5927\n").json["error"] == "pin_charge_first"
    village.json("people", "pin", "李四", given="730518\n")
    answer = village("list", "visit", "--json")
    assert (answer.code, answer.json["error"]) == (1, "pin_needed")
    assert village("--pin-stdin", "list", "visit", "--json", given="0000\n").json["error"] == "pin_wrong"
    assert village("--pin-stdin", "list", "visit", given="730518\n").code == 0
    assert village("--pin-stdin", "people", "pin", "周江", given="730518\n5927\n").code == 0
    assert village("--actor", "周江", "--pin-stdin", "list", "visit", given="5927\n").code == 0
    assert "李四：村书记（有口令）" in village("--pin-stdin", "people", given="730518\n").out
    assert village("--pin-stdin", "people", "pin", "李四", given="730518\n今天天气好\n").code == 0
    assert village("--pin-stdin", "people", "pin", "李四", "--off", given="今天天气好\n").code == 0
    assert village("list", "visit").code == 0


def test_the_pin_comes_before_what_else_is_given(village: Office) -> None:
    village.json("people", "pin", "李四", given="730518\n")
    assert village("--pin-stdin", "add", "visit", given="730518\n" + '[{"visited_on": "2026-03-05"}]').code == 1
    assert village("--pin-stdin", "add", "visit", given="730518\n" + json.dumps([visit()])).code == 0


def test_posting_asks_for_a_look_first(village: Office, tmp_path: Path) -> None:
    village.json("add", "visit", given=[visit(demand="请打138.1234.5678找我")])
    path = tmp_path / "公示.xlsx"
    answer = village("export", str(path), "--public", "--json")
    assert (answer.code, answer.json["error"], path.exists()) == (1, "public_doubtful", False)
    assert "反映问题或诉求：“138.1234.5678”像电话" in answer.json["message"]
    assert village.json("export", str(path), "--public", "--anyway")["doubtful"] == 1
    assert village("export", str(path), "--anyway").code == 2


def test_who_may_not_see_may_not_ask_either(village: Office, record_id: str) -> None:
    answer = village("--actor", "周江", "list", "visit", "--where", f"id_number={NUMBER}", "--json")
    assert (answer.code, answer.json["error"]) == (1, "may_not_see")
    assert village("--actor", "周江", "list", "visit", "--where", "kind=household").code == 0
    assert village.json("list", "visit", "--where", f"id_number={NUMBER}")["total"] == 1


def test_records_past_their_period(village: Office) -> None:
    made = village.json("add", "visit", given=[visit(visited_on="2020-03-05", phone=PHONE)])["ids"]
    assert village("retain", "--json").json["error"] == "nothing_to_anonymise"
    assert village("retain", "--years", "visit").code == 2
    (found,) = village.json("retain", "--years", "visit=3", "--dry-run")["past"]
    assert (found["kind"], found["ids"]) == ("visit", made)
    assert "走访 1 条" in village("retain", "--dry-run").out
    assert village.json("retain") == {"records": {"visit": 1}, "changes_left": 1}
    assert "phone" not in village.json("show", "visit", made[0])["record"]
    assert "没有到期的记录" in village("retain", "--dry-run").out
