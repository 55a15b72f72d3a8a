"""Files on the command line: attach, list, take out, withdraw, prove a step with them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.attached_files import photo, png
from tests.cli.conftest import Office
from tests.cli.test_commands import issue, visit


@pytest.fixture
def issue_id(village: Office) -> str:
    return str(village.json("add", "issue", given=[issue()])["ids"][0])


def test_files_are_attached_listed_saved_and_withdrawn(village: Office, issue_id: str, tmp_path: Path) -> None:
    done = village.json("attach", "issue", issue_id, str(photo(tmp_path)), "--note", "整改前")
    assert (done["changed"], len(done["ids"])) == (True, 1)
    found = village.json("attachments", "issue", issue_id)
    assert found["missing"] == 0
    (one,) = found["attachments"]
    assert (one["id"], one["name"], one["size"], one["note"], one["here"]) == (
        done["ids"][0],
        "渠道照片.png",
        len(png()),
        "整改前",
        True,
    )
    assert village("attachments", "issue", issue_id).out.splitlines()[1] == "共 1 个附件"
    out = tmp_path / "out"
    out.mkdir()
    assert Path(village.json("save-file", one["id"], str(out))["path"]).read_bytes() == png()
    assert village("detach", one["id"], "--reason", "拍错了").code == 0
    assert village.json("attachments", "issue", issue_id)["attachments"] == []
    shown = village.json("show", "attachment", one["id"])
    assert shown["record"]["name"] == "渠道照片.png"


def test_all_or_none(village: Office, issue_id: str, tmp_path: Path) -> None:
    program = tmp_path / "a.exe"
    program.write_bytes(b"MZ")
    refused = village("attach", "issue", issue_id, str(photo(tmp_path)), str(program), "--json")
    assert (refused.code, refused.json["error"]) == (1, "file_kind_refused")
    assert "a.exe" in refused.json["message"]
    assert village.json("attachments", "issue", issue_id)["attachments"] == []


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("attach", "household", "1"), "no_owner"),
        (("attach", "issue", "1"), "not_found"),
        (("attachments", "issue", "1"), "not_found"),
        (("attachments", "cadre", "1"), "no_owner"),
        (("save-file", "1", "."), "not_found"),
        (("detach", "1", "--reason", "x"), "not_found"),
    ],
)
def test_refusals_are_said(village: Office, tmp_path: Path, arguments: tuple[str, ...], error: str) -> None:
    files = [str(photo(tmp_path))] if arguments[0] == "attach" else []
    answer = village(*arguments, *files, "--json")
    assert (answer.code, answer.json["error"]) == (1, error)


def test_an_attachment_is_not_added_by_hand(village: Office) -> None:
    answer = village("add", "attachment", "--json", given=[{"name": "a.jpg", "digest": "0" * 64}])
    assert (answer.code, answer.json["error"]) == (1, "kind_not_typed")
    assert answer.json["message"] == "附件不能这样新增。请打开走访或问题，在那里添加文件。"


def test_a_step_with_files(village: Office, issue_id: str, tmp_path: Path) -> None:
    given: dict[str, Any] = {
        "measures": "换闸",
        "leader": "孙海",
        "lead_unit": "村委会",
        "owner": "周江",
        "due_on": "2026-04-01",
    }
    village.json("event", issue_id, "assign", "--json-file", "-", given=given)
    village.json("event", issue_id, "accept")
    closing = {
        "progress": "已换",
        "completion_kind": "substantive",
        "completed_on": "2026-03-20",
        "satisfaction": "satisfied",
    }
    files = ["--file", str(photo(tmp_path, "前.png")), "--file", str(photo(tmp_path, "后.png", 4))]
    done = village.json("event", issue_id, "apply_to_close", *files, "--json-file", "-", given=closing)
    assert done["status"] == "to_check"
    assert village.json("show", "issue", issue_id)["record"]["evidence"] == ["前.png", "后.png"]
    assert len(village.json("attachments", "issue", issue_id)["attachments"]) == 2


def test_a_check_names_what_has_not_arrived_and_passes(village: Office, tmp_path: Path) -> None:
    visit_id = village.json("add", "visit", given=[visit()])["ids"][0]
    village.json("attach", "visit", visit_id, str(photo(tmp_path)))
    assert village.json("check")["problems"] == []
    village.path.with_name("village.files").rename(tmp_path / "gone")
    found = village.json("check")
    assert (found["ok"], [one["code"] for one in found["problems"]]) == (True, ["content_missing"])
    assert found["problems"][0]["message"] == "有 1 个附件还没有收到文件：渠道照片.png"
    assert village("attachments", "visit", visit_id).out.splitlines()[-1] == "共 1 个附件，其中 1 个还没有收到文件"


def test_files_travel_beside_the_workbook(village: Office, town: Office, issue_id: str, tmp_path: Path) -> None:
    village.json("attach", "issue", issue_id, str(photo(tmp_path)))
    out = tmp_path / "上报.xlsx"
    done = village.json("export", str(out), "--with-files")
    archive = tmp_path / "上报.zip"
    assert (done["archives"], done["files"], done["files_absent"]) == ([str(archive)], 1, 0)
    first = town("import", str(out))
    assert first.out.splitlines()[0].endswith("，还没有收到文件的附件 1 个。")
    found = town.json("import", str(archive))["files"][0]
    assert (found["status"], found["attached_files"]) == ("imported", {"taken": 1, "repeated": 0, "unknown": 0})
    assert town("import", str(archive)).out.splitlines() == ["上报.zip：没有新内容。附件的文件 0 个，已有 1 个。"]
    assert town.json("attachments", "issue", issue_id)["missing"] == 0
    assert village("export", str(out), "--with-files", "--public").code == 2
    said = village("export", str(out), "--with-files").out.splitlines()
    assert said[1] == f"附件 1 个：{archive}"
