"""What scripts get wrong and what machines lack: a sentence and exit code 1, one JSON document, never a traceback."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path
from typing import Any

import pytest

from desktop.exchange.replacing import readable_name
from tests.cli.conftest import TOWN, VILLAGE, Office
from tests.cli.test_commands import visit
from tests.programs import run_program

LONG_NAME = "长" * 300


def refused(answer: Any) -> str:
    """The code of a refusal that is one JSON document with a sentence."""
    assert answer.code == 1, answer
    assert answer.json["message"].endswith("。")
    return str(answer.json["error"])


@pytest.mark.parametrize(
    "text",
    ["", "{", "nul", '{"note": NaN}', '{"note": 1e999}', '{"note": -Infinity}', "1" * 5000, "[" * 100_000],
    ids=["nothing", "open", "half a word", "NaN", "huge", "infinite", "5000 digits", "deep"],
)
def test_what_is_no_json_is_said(village: Office, text: str) -> None:
    answer = village("add", "visit", "--json", given=text)
    assert refused(answer) == "bad_json"
    assert "Expecting" not in answer.json["message"]


def test_files_that_hold_no_input(village: Office, tmp_path: Path) -> None:
    (tmp_path / "gbk.json").write_bytes('{"note": "走访"}'.encode("gbk"))
    for name, code in (("none.json", "not_found"), (".", "read_failed"), ("gbk.json", "bad_json")):
        assert refused(village("add", "visit", "--json", "--json-file", str(tmp_path / name))) == code


def test_without_standard_input(village: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from desktop.cli import given

    monkeypatch.setattr(sys, "stdin", None)
    assert given._given_bytes("-") == b""


@pytest.mark.parametrize("value", [None, True, -1, 1e300, 10**40, [[]], {"a": 1}, [None], "\ud800", "\x00"])
def test_values_of_wrong_types_are_refused_or_kept(village: Office, value: Any) -> None:
    for name in ("visited_on", "kind", "subject_name", "phone", "visitors", "household_tags", "demand", "issues", "id"):
        answer = village("add", "visit", "--json", given=json.dumps(visit(**{name: value})))
        assert answer.code in (0, 1), (name, answer)
        if answer.code:
            assert {problem["field"] for problem in answer.json["problems"]} == {name}
    assert village.json("check")["ok"] is True


@pytest.mark.parametrize(
    "arguments", [("list", "visit", "--search", "\udcff"), ("list", "visit", "--where", "note=\udcff")]
)
def test_arguments_in_another_encoding_are_refused(village: Office, arguments: tuple[str, ...]) -> None:
    assert refused(village(*arguments, "--json")) == "bad_encoding"


def test_limits_are_numbers_of_records(village: Office) -> None:
    for limit in ("0", "-1", "x", "1" + "0" * 30):
        assert village("list", "visit", "--limit", limit, "--json").code == 2


@pytest.mark.parametrize("value", [False, 0, [], {}, "  ", 1.5])
def test_a_village_that_is_no_name_is_refused_in_a_town(town: Office, value: Any) -> None:
    for kind, given in (("visit", visit()), ("household", {"household_no": "1", "head_name": "张三"})):
        answer = town("add", kind, "--json", given=given | {"village_name": value})
        assert {problem["field"] for problem in answer.json["problems"]} == {"village_name"}, (kind, answer)


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("file/x.db", "ledger_unreachable"),
        ("file", "ledger_exists"),
        (f"{LONG_NAME}.db", "ledger_unreachable"),
        (f"{LONG_NAME}/x.db", "ledger_unreachable"),
    ],
)
def test_no_ledger_can_be_founded_there(tmp_path: Path, place: str, code: str) -> None:
    (tmp_path / "file").write_text("kept", encoding="utf-8")
    office = Office(tmp_path / place)
    assert refused(office("init", "--level", "village", "--code", VILLAGE[0], "--name", "唐陵村", "--json")) == code
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    assert (tmp_path / "file").read_text(encoding="utf-8") == "kept"


def test_no_ledger_lies_there(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for place, code in ((".", "ledger_missing"), (LONG_NAME, "ledger_missing"), ("file", "not_a_ledger")):
        assert refused(Office(tmp_path / place)("list", "visit", "--json")) == code


def test_places_no_workbook_is_written_to(village: Office, tmp_path: Path) -> None:
    village.json("add", "visit", given=visit())
    (tmp_path / "file").touch()
    os.mkfifo(tmp_path / "pipe.xlsx")
    (tmp_path / "link.xlsx").symlink_to(village.path)
    places = {
        "no/x.xlsx": "folder_missing",
        "file/x.xlsx": "folder_missing",
        f"{LONG_NAME}.xlsx": "name_too_long",
        "pipe.xlsx": "write_failed",
        "link.xlsx": "target_is_ledger",
        village.path.name: "target_is_ledger",
        f"{village.path.name}-wal": "target_is_ledger",
        f"{village.path.name}-shm": "target_is_ledger",
        ".": "target_is_folder",
    }
    for place, code in places.items():
        assert refused(village("export", str(tmp_path / place), "--json")) == code, place
    assert stat.S_ISFIFO((tmp_path / "pipe.xlsx").stat().st_mode)
    assert village.json("check")["ok"] is True


def test_a_workbook_named_in_gbk_comes_in_under_its_name(village: Office, town: Office, tmp_path: Path) -> None:
    village.json("add", "visit", given=visit())
    path = tmp_path / os.fsdecode("唐陵上报.xlsx".encode("gbk"))
    village.json("export", str(path))
    assert readable_name(path) == "唐陵上报.xlsx"
    assert town.json("import", str(path))["files"][0]["file"] == "唐陵上报.xlsx"


def test_a_demonstration_needs_a_folder(village: Office, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for place in ("file", "file/x", LONG_NAME):
        for size in ("60", "6000"):
            answer = village("demo", str(tmp_path / place), "--visits", size, "--json")
            assert refused(answer) == "folder_not_writable"
            assert str(tmp_path / place) in answer.json["message"]


def test_people_read_labels(village: Office) -> None:
    made = village.json("add", "visit", given=visit(household_tags=["低保户", "党员户"]))["ids"][0]
    shown = village("show", "visit", made).out.splitlines()
    assert {"走访方式：入户", "户类型：低保户、党员户", "处理情况：无问题"} <= set(shown)
    village.json("withdraw", "visit", made, "--reason", "重复")
    assert "（已撤回）" in village("show", "visit", made).out


def test_as_a_program_a_fault_is_one_sentence(tmp_path: Path) -> None:
    ledger = tmp_path / "town.db"
    assert (
        run_program("--db", str(ledger), "init", "--level", "town", "--code", TOWN[0], "--name", "天王镇").returncode
        == 0
    )
    (tmp_path / "sitecustomize.py").write_text(
        "from desktop.services import finding\n"
        "def fail(*_): raise LookupError(2 * '王')\n"
        "finding.list_records = fail\n",
        encoding="utf-8",
    )
    broken = run_program("--db", str(ledger), "list", "visit", "--json", first=[tmp_path], home=tmp_path)
    assert broken.returncode == 1
    assert json.loads(broken.stdout)["error"] == "fault"
    assert broken.stderr == ""
    logged = (tmp_path / "logs" / "zoufang.log").read_text(encoding="utf-8")
    assert "LookupError" in logged
    assert "王王" not in logged
