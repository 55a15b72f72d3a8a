"""The command line: what each command prints, its exit codes, its refusals."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop.data.ledger import open_ledger as open_ledger_file
from desktop.services.exporting import export_workbook
from desktop.services.recording import record
from tests.cli.conftest import OTHER_VILLAGE, TOWN, VILLAGE, Office
from tests.programs import run_program

FIXTURES = Path(__file__).parents[1] / "fixtures" / "workbooks"


def visit(**changed: Any) -> dict[str, Any]:
    """An acceptable visit."""
    return {
        "visited_on": "2026-03-05",
        "kind": "household",
        "subject_name": "张三",
        "visitors": ["李四"],
        "handling": "none",
    } | changed


def issue(**changed: Any) -> dict[str, Any]:
    """An acceptable issue."""
    return {
        "source": "visit",
        "collected_on": "2026-03-05",
        "category": "水利",
        "description": "村口渠道漏水",
    } | changed


def test_init_says_what_it_made_and_never_writes_over_a_ledger(village: Office) -> None:
    again = village("init", "--level", "village", "--code", VILLAGE[0], "--name", VILLAGE[1], "--json")
    assert again.code == 1
    assert again.json["error"] == "ledger_exists"


@pytest.mark.parametrize(
    ("level", "code", "field"),
    [("county", VILLAGE[0], "level"), ("village", "123", "code"), ("village", "321183108000", "code")],
)
def test_init_refuses_what_is_no_office(tmp_path: Path, level: str, code: str, field: str) -> None:
    office = Office(tmp_path / "new.db")
    answer = office("init", "--level", level, "--code", code, "--name", "唐陵村", "--json")
    assert answer.code == 1
    assert field in [problem["field"] for problem in answer.json["problems"]]
    assert not office.path.exists()


def test_add_prints_ids_and_list_finds_the_records(village: Office) -> None:
    ids = village.json("add", "visit", given=[visit(), visit(subject_name="王五", visited_on="2026-03-04")])["ids"]
    listed = village.json("list", "visit")
    assert listed["total"] == 2
    assert [record["id"] for record in listed["records"]] == ids
    assert listed["records"][0]["village_name"] == "唐陵村"
    assert listed["records"][0]["unit_code"] == VILLAGE[0]
    assert village.json("list", "visit", "--search", "王五")["total"] == 1
    assert village.json("list", "visit", "--where", "kind=入户", "--where", "subject_name=张三")["total"] == 1
    assert len(village.json("list", "visit", "--limit", "1")["records"]) == 1
    assert village("add", "visit", given=visit()).out.strip() in {
        record["id"] for record in village.json("list", "visit")["records"]
    }


def test_a_list_without_limit_is_whole(village: Office) -> None:
    village.json("add", "cadre", given=[{"name": f"干部{number}"} for number in range(1201)])
    assert len(village.json("list", "cadre")["records"]) == 1201


def test_add_is_all_or_nothing_and_names_every_bad_value(village: Office) -> None:
    bad = visit(visited_on="2999-01-01", phone="1381234567", kind="飞")
    answer = village("add", "visit", "--json", given=[visit(), bad, visit(subject_name="")])
    assert answer.code == 1
    found = {(problem["row"], problem["field"]): problem for problem in answer.json["problems"]}
    assert found.keys() == {(2, "visited_on"), (2, "phone"), (2, "kind"), (3, "subject_name")}
    assert found[2, "visited_on"]["kind"] == "future_date"
    assert found[2, "kind"]["value"] == "飞"
    assert "入户" in found[2, "kind"]["accepted"]
    assert all(problem["message"] and problem["accepted"] for problem in found.values())
    assert village.json("list", "visit")["total"] == 0


@pytest.mark.parametrize(
    ("field", "value", "kind"),
    [
        ("visited_on", "2024-02-30", "bad_date"),
        ("phone", "1381234567", "bad_phone"),
        ("id_number", "329981199001010010", "bad_id_checksum"),
        ("handling", "也许", "bad_choice"),
        ("demand", "长" * 40_000, "too_long"),
        ("subject_name", "张\x07三", "bad_character"),
        ("demand", "张\x00三", "bad_character"),
        ("subject_name", "   ", "missing"),
        ("status", "closed", "unknown_field"),
        ("recorded_at", "2000-01-01", "unknown_field"),
    ],
)
def test_bad_values_are_refused_under_their_field(village: Office, field: str, value: str, kind: str) -> None:
    answer = village("add", "visit", "--json", given=visit(**{field: value}))
    assert answer.code == 1
    assert [(problem["field"], problem["kind"]) for problem in answer.json["problems"]] == [(field, kind)]


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "😀", "㛃䶮𠮷", "_x000D_", "a\tb\nc", "  两头有空格  "])
def test_odd_text_is_kept_exactly_through_a_town_and_back(
    village: Office, town: Office, tmp_path: Path, text: str
) -> None:
    made = village.json("add", "visit", given=visit(demand=text))["ids"][0]
    village.json("export", str(tmp_path / "up.xlsx"))
    town.json("import", str(tmp_path / "up.xlsx"))
    assert town.json("show", "visit", made)["record"]["demand"] == text


def test_status_is_never_typed(village: Office) -> None:
    answer = village("add", "issue", "--json", given=issue(status="closed"))
    assert answer.code == 1
    assert answer.json["problems"][0]["kind"] == "not_settable"
    made = village.json("add", "issue", given=issue())
    assert made["codes"] == ["108212-2026-0001"]
    refused = village("event", made["ids"][0], "approve", "--json")
    assert refused.code == 1
    assert refused.json["error"] == "event_impossible"
    given = {"measures": "修", "leader": "周", "lead_unit": "水利站", "owner": "赵六", "due_on": "2026-04-01"}
    assert (
        village("event", made["ids"][0], "assign", "--json-file", "-", "--json", given=given).json["status"]
        == "pending"
    )


def test_set_show_and_withdraw_keep_the_history(village: Office) -> None:
    made = village.json("add", "visit", given=visit())["ids"][0]
    assert village.json("set", "visit", made, given={"group_name": "3组"})["changed"] is True
    assert village.json("set", "visit", made, given={"group_name": "3组"})["changed"] is False
    village.json("set", "visit", made, given={"group_name": None})
    shown = village.json("show", "visit", made)
    assert "group_name" not in shown["record"]
    assert [entry["fields"].get("group_name") for entry in shown["history"][1:]] == [
        {"before": None, "after": "3组"},
        {"before": "3组", "after": None},
    ]
    assert village("withdraw", "visit", made, "--reason", " ", "--json").code == 1
    assert village.json("withdraw", "visit", made, "--reason", "重复")["withdrawn"] is True
    assert village.json("list", "visit")["total"] == 0
    assert village.json("show", "visit", made)["history"][-1]["reason"] == "重复"
    assert village("set", "visit", made, "--json", given={"group_name": "1组"}).json["error"] == "is_withdrawn"


def test_what_is_not_there_is_said(village: Office, tmp_path: Path) -> None:
    assert village("show", "visit", "nothing", "--json").json["error"] == "not_found"
    assert village("list", "visitor", "--json").json["error"] == "unknown_kind"
    assert village("undo-import", "nothing", "--json").json["error"] == "unknown_batch"
    assert Office(tmp_path / "none.db")("list", "visit", "--json").json["error"] == "ledger_missing"
    assert not (tmp_path / "none.db").exists()
    assert village("add", "visit", "--json", given="not json").json["error"] == "bad_json"
    assert village("add", "visit", "--json", given="[1]").json["error"] == "not_objects"


def test_wrong_usage_is_two(village: Office) -> None:
    assert village("list", "visit", "--where", "kind").code == 2
    assert village("nonsense").code == 2
    assert village("withdraw", "visit", "x").code == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nonsense",), "没有 nonsense 这个命令"),
        (("list", "visit", "--nix"), "没有 --nix 这个选项"),
        (("list", "visit", "--search"), "--search 后面应写内容"),
        (("list",), "缺少 KIND"),
        (("withdraw", "visit", "x"), "缺少 --reason"),
        (("check", "x"), "多了内容"),
        (("list", "visit", "--limit", "x"), "--limit 写得不对"),
        (("list", "visit", "--where", "kind"), "--where 应写成"),
        (("export", "a.xlsx", "--public", "--since", "x"), "--since 写得不对"),
        (("export", "a.xlsx", "--public", "--full"), "不能和"),
    ],
)
def test_wrong_usage_is_said_in_a_sentence_or_a_document(
    village: Office, arguments: tuple[str, ...], said: str
) -> None:
    answer = village(*arguments)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert "Error" not in answer.err
    document = village(*arguments, "--json")
    if said != "--search 后面应写内容":  # which takes the word --json for its own
        assert (document.code, document.json["error"]) == (2, "usage")
        assert said in document.json["message"]


def test_a_village_takes_only_its_own(village: Office) -> None:
    answer = village("add", "visit", "--json", given=visit(unit_code=OTHER_VILLAGE[0]))
    assert answer.code == 1
    assert answer.json["problems"][0]["kind"] == "foreign_unit"


def test_the_main_job_between_offices(
    found: Callable[..., Office], village: Office, town: Office, tmp_path: Path
) -> None:
    other = found("other", "village", OTHER_VILLAGE)
    made = village.json("add", "visit", given=visit(handling="listed", issues=[issue()]))
    issue_id = made["also"][0]["id"]
    other.json("add", "visit", given=[visit(subject_name="钱七"), visit(subject_name="孙八")])
    for office, name in ((village, "a"), (other, "b")):
        office.json("export", str(tmp_path / f"{name}.xlsx"))
    trial = town.json("import", "--dry-run", str(tmp_path / "a.xlsx"), str(tmp_path / "b.xlsx"))["files"]
    assert [(one["status"], one["created"]) for one in trial] == [("would_import", 2), ("would_import", 2)]
    assert town.json("list", "visit")["total"] == 0
    done = town.json("import", str(tmp_path / "a.xlsx"), str(tmp_path / "b.xlsx"))["files"]
    assert [(one["status"], one["created"]) for one in done] == [("imported", 2), ("imported", 2)]
    assert town.json("list", "visit")["total"] == 3
    assert town.json("stats")["total"]["visits"] == 3

    town.json("set", "issue", issue_id, given={"due_on": "2026-12-31", "owner": "周明"})
    answer = town.json("export", str(tmp_path / "answer.xlsx"), "--to", VILLAGE[0])
    assert answer["records"]["issue"] == 1
    back = village.json("import", str(tmp_path / "answer.xlsx"))["files"][0]
    assert (back["updated"], back["conflicts"]) == (1, 0)
    assert village.json("show", "issue", issue_id)["record"]["owner"] == "周明"
    assert village.json("import", str(tmp_path / "answer.xlsx"))["files"][0]["status"] == "nothing_new"
    foreign = other("import", str(tmp_path / "answer.xlsx"), "--json")
    assert foreign.code == 1
    assert foreign.json["files"][0]["error"] == "not_for_us"

    village.json("undo-import", back["batch_id"])
    assert "owner" not in village.json("show", "issue", issue_id)["record"]
    assert village.json("check")["ok"] is True
    assert town.json("check")["ok"] is True


@pytest.mark.parametrize("name", sorted(path.name for path in FIXTURES.glob("*.*") if path.suffix != ".md"))
def test_other_files_are_refused_in_a_sentence_and_change_nothing(village: Office, name: str) -> None:
    before = village.path.read_bytes()
    answer = village("import", str(FIXTURES / name), "--json")
    assert answer.code == 1
    refused = answer.json["files"][0]
    assert refused["status"] == "refused"
    assert refused["message"].endswith("。")
    assert refused["error"] not in refused["message"]
    assert village.json("list", "visit")["total"] == 0
    assert village.path.read_bytes() == before


def test_as_a_program_it_speaks_utf8_and_shows_no_traceback(tmp_path: Path) -> None:
    ledger = str(tmp_path / "v.db")
    office = ("--level", "village", "--code", VILLAGE[0], "--name", "唐陵村")
    made = run_program("--db", ledger, "init", *office, "--json", PYTHONIOENCODING="gbk")
    assert made.returncode == 0
    assert json.loads(made.stdout)["name"] == "唐陵村"
    bad = run_program("--db", ledger, "add", "visit", given="[]x", PYTHONIOENCODING="gbk")
    assert bad.returncode == 1
    assert "JSON" in bad.stderr
    assert "Traceback" not in bad.stderr
    (tmp_path / "v.db").write_bytes(b"not a ledger at all" * 100)
    broken = run_program("--db", ledger, "list", "visit", "--json", PYTHONIOENCODING="gbk")
    assert broken.returncode == 1
    assert json.loads(broken.stdout)["error"] in {"not_a_ledger", "ledger_damaged"}


def test_a_copied_ledger_is_said_once_beside_the_result(
    found: Callable[..., Office], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    village = found("唐陵", "village", VILLAGE)
    for computer, arguments in (("b", ["--json"]), ("c", [])):
        monkeypatch.setenv("ZOUFANG_HOME", str(tmp_path / computer))
        first, second = village("list", "visit", *arguments), village("list", "visit", *arguments)
        assert (first.code, second.code) == (0, 0)
        said = [answer.json.get("notice", "") if arguments else answer.err for answer in (first, second)]
        assert "另一台电脑" in said[0]
        assert said[1] == ""


def test_a_refusal_carries_the_notice_too(
    found: Callable[..., Office], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    village = found("唐陵", "village", VILLAGE)
    monkeypatch.setenv("ZOUFANG_HOME", str(tmp_path / "b"))
    answer = village("show", "visit", "nobody", "--json")
    assert (answer.code, answer.json["error"]) == (1, "not_found")
    assert "另一台电脑" in answer.json["notice"]


def test_two_histories_of_one_ledger_are_said(found: Callable[..., Office], tmp_path: Path) -> None:
    village, town = found("唐陵", "village", VILLAGE), found("天王", "town", TOWN)
    copy = Path(shutil.copy(village.path, tmp_path / "copy.db"))
    village.json("add", "visit", given=[visit()])
    # By the data layer, which notices no copy.
    ledger = open_ledger_file(copy)
    record(ledger, "visit", [visit(subject_name="王五")])
    export_workbook(ledger, tmp_path / "second.xlsx")
    ledger.close()
    village.json("export", str(tmp_path / "first.xlsx"))
    told = town.json("import", str(tmp_path / "first.xlsx"), str(tmp_path / "second.xlsx"))["files"]
    assert told[0]["forks"] == []
    (fork,) = told[1]["forks"]
    assert (fork["number"], len(fork["branches"]), fork["is_own"]) == (1, 2, False)
    assert "2 份各自往下记过" in fork["message"]
    town.json("export", str(tmp_path / "answer.xlsx"), "--to", VILLAGE[0])
    said = village("import", str(tmp_path / "answer.xlsx"))
    assert "单独编号" in said.out
    assert village.json("list", "visit")["total"] == 2
    assert village.json("check")["ok"]


def test_a_clue_is_handed_on_and_listed(village: Office) -> None:
    one = village.json("add", "issue", given=issue())["ids"][0]
    given = {"content": "账目不清"}
    done = village.json("transfer", one, "--happened-on", "2026-03-10", "--json-file", "-", given=given)
    assert done == {"id": one, "event": "transfer"}
    assert village.json("show", "issue", one)["record"]["status"] == "transferred"
    assert [clue["content"] for clue in village.json("clues")["clues"]] == ["账目不清"]
    assert "账目不清" not in village("show", "issue", one, "--json").out


def test_every_step_is_told(village: Office) -> None:
    told = {step["event"]: step for step in village.json("steps")["steps"]}
    assert told["grant_extension"]["deadline"] == "extends"
    assert told["assign"]["target"] == "pending"
    text = village("steps").out
    assert all(step["label"] in text and event in text for event, step in told.items())
    assert "村书记、核查人" in text
