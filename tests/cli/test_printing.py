"""Printing from the command line: into a PDF, without a screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from PySide6.QtWidgets import QApplication

from tests.cli.conftest import Office

pytestmark = pytest.mark.usefixtures("qapp")
ISSUE = {
    "source": "patrol",
    "collected_on": "2026-03-05",
    "category": "水利",
    "description": "村口渠道漏水",
    "reporter_name": "郑大山",
    "reporter_phone": "13812345678",
}
ASSIGNED = {"measures": "修补", "leader": "孙海", "lead_unit": "水利站", "owner": "周江", "due_on": "2027-04-01"}


def text_of(path: Path) -> str:
    """What stands in a PDF."""
    return "".join(page.extract_text() for page in pypdf.PdfReader(path).pages)


@pytest.fixture
def issue_id(village: Office) -> str:
    found: str = village.json("add", "issue", given=[ISSUE])["ids"][0]
    village.json("event", found, "assign", "--json-file", "-", given=ASSIGNED)
    return found


def test_the_forms_there_are(village: Office, issue_id: str) -> None:
    every = village.json("print", "--list-forms")["forms"]
    assert {"form": "closing", "label": "销号申请审批表"} in every
    fitting = [one["form"] for one in village.json("print", "--list-forms", issue_id)["forms"]]
    assert fitting == ["register_card", "assignment", "handover", "list", "tasks", "duties", "closings"]


def test_a_form_by_either_name_masked_or_not(village: Office, issue_id: str, tmp_path: Path) -> None:
    for name in ("register_card", "登记卡"):
        target = tmp_path / f"{name}.pdf"
        told = village.json("print", name, issue_id, str(target))
        assert (told["pages"], told["masked"], told["missing_characters"]) == (1, True, "")
        assert "138****5678" in text_of(target) and "13812345678" not in text_of(target)
    told = village.json("print", "登记卡", issue_id, str(tmp_path / "open.pdf"), "--unmasked")
    assert told["masked"] is False and "13812345678" in text_of(tmp_path / "open.pdf")


def test_the_list_by_conditions_words_and_ids(village: Office, issue_id: str, tmp_path: Path) -> None:
    other = village.json("add", "issue", given=[{**ISSUE, "category": "其他", "description": "路灯不亮"}])["ids"][0]
    target = tmp_path / "list.pdf"
    for arguments, wanted, unwanted in (
        (("--where", "category=水利"), "村口渠道漏水", "路灯不亮"),
        (("--search", "路灯"), "路灯不亮", "村口渠道漏水"),
        (("--where", "status=draft"), "路灯不亮", "村口渠道漏水"),
    ):
        village.json("print", "list", str(target), *arguments)
        assert wanted in text_of(target) and unwanted not in text_of(target)
    village.json("print", "问题清单", other, str(target))
    assert "路灯不亮" in text_of(target) and "共 1 件" in text_of(target)
    village.json("print", "list", str(target))
    assert "共 2 件" in text_of(target)
    village.json("print", "责任清单", str(target))
    assert "配合单位" in text_of(target) and "路灯不亮" not in text_of(target)
    village.json("print", "交接单", str(target), "--owner", "周江")
    assert "移交人：周江" in text_of(target) and "共 1 件" in text_of(target)


def test_refusals_say_why_and_leave_no_file(village: Office, issue_id: str, tmp_path: Path) -> None:
    target = tmp_path / "no.pdf"
    for arguments, code in (
        (("refusal", issue_id), "form_not_now"),
        (("收条", issue_id), "unknown_form"),
        (("登记卡", "nobody"), "not_found"),
    ):
        answer = village("print", *arguments, str(target), "--json")
        assert (answer.code, answer.json["error"]) == (1, code)
    answer = village("print", "list", str(target), "--search", "没有的", "--json")
    assert (answer.code, answer.json["error"]) == (1, "nothing_to_print")
    answer = village("print", "list", str(village.path), "--json")
    assert (answer.code, answer.json["error"]) == (1, "target_is_ledger")
    answer = village("print", "list", str(tmp_path / "no folder" / "a.pdf"), "--json")
    assert (answer.code, answer.json["error"]) == (1, "folder_missing")
    assert not target.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("list",),
        ("登记卡", "out.pdf"),
        ("登记卡", "id", "out.pdf", "--search", "水"),
        ("list", "id", "out.pdf", "--where", "status=draft"),
        ("登记卡", "out.pdf", "--owner", "周江"),
        ("--list-forms", "a", "b"),
    ],
)
def test_wrong_usage(village: Office, arguments: tuple[str, ...]) -> None:
    assert village("print", *arguments).code == 2


def test_a_person_reads_short_lines(
    village: Office, issue_id: str, tmp_path: Path, qapp: QApplication, found: Callable[..., Office]
) -> None:
    target = tmp_path / "card.pdf"
    assert village("print", "登记卡", issue_id, str(target)).out == f"已写好 1 页：{target}\n"
    village.json("set", "issue", issue_id, given={"reporter_name": "王\U000f0123"})
    assert "请用笔补上" in village("print", "登记卡", issue_id, str(target)).out
