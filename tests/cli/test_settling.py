"""conflicts, resolve, receipts: what scripts get from them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import VILLAGE, Office

VISIT = {
    "visited_on": "2024-03-05",
    "kind": "household",
    "subject_name": "郑大山",
    "visitors": ["钱小河"],
    "handling": "none",
}


@pytest.fixture
def disputed(village: Office, town: Office, tmp_path: Path) -> str:
    """A visit whose note stands twice, in both ledgers; the id of the conflict."""
    one = village.json("add", "visit", given=VISIT)["ids"][0]
    carry(village, town, tmp_path / "1.xlsx")
    village.json("set", "visit", one, given={"note": "村里写的"})
    town.json("set", "visit", one, given={"note": "镇里写的"})
    carry(village, town, tmp_path / "2.xlsx")
    carry(town, village, tmp_path / "3.xlsx")
    return f"{one}:note"


def carry(sender: Office, receiver: Office, path: Path) -> None:
    code = receiver.json("receipts")["office"]["code"]
    sender.json("export", str(path), "--to", code)
    receiver.json("import", str(path))


def open_ones(office: Office) -> list[dict[str, Any]]:
    document = office.json("conflicts")
    assert document["total"] == len(document["conflicts"])
    found: list[dict[str, Any]] = document["conflicts"]
    return found


def test_conflicts_are_listed_with_both_values(village: Office, town: Office, disputed: str) -> None:
    (one,) = open_ones(town)
    assert (one["id"], one["kind"], one["field"], one["label"], one["title"]) == (
        disputed,
        "visit",
        "note",
        "备注",
        "郑大山",
    )
    assert {head["value"]: (head["ours"], head["office"], head["shown"]) for head in one["heads"]} == {
        "村里写的": (False, "唐陵村", True),
        "镇里写的": (True, "天王镇", False),
    }
    assert {head["file"] for head in one["heads"]} == {"2.xlsx", None}
    shown = town("conflicts").out
    assert disputed in shown and "村里写的（现在显示）" in shown and "共 1 处冲突" in shown


@pytest.mark.parametrize(
    ("arguments", "value"),
    [
        (("--take", "ours"), "镇里写的"),
        (("--take", "theirs"), "村里写的"),
        (("--take", "value", "--value", "都对"), "都对"),
        (("--take", "value", "--value", ""), None),
    ],
)
def test_settled_here_is_settled_there(
    village: Office, town: Office, disputed: str, tmp_path: Path, arguments: tuple[str, ...], value: str | None
) -> None:
    document = town.json("resolve", disputed, *arguments)
    assert (document["id"], document["value"], document["remaining"]) == (disputed, value, 0)
    carry(town, village, tmp_path / "4.xlsx")
    for office in (town, village):
        assert open_ones(office) == []
        shown = office.json("show", "visit", document["record_id"])
        assert (shown["record"].get("note"), shown["conflicts"]) == (value, [])
    assert "没有冲突" in village("conflicts").out


def test_what_cannot_be_settled_is_refused_with_the_reason(town: Office, disputed: str) -> None:
    for arguments, code in (
        (("nobody:note", "--take", "ours"), "unknown_conflict"),
        ((disputed, "--take", "7"), "unknown_choice"),
        ((disputed, "--take", "neither"), "unknown_choice"),
        ((disputed, "--take", "value", "--value", "\a"), "invalid"),
    ):
        answer = town("resolve", *arguments, "--json")
        assert (answer.code, answer.json["error"]) == (1, code)
        assert answer.json["message"]
    assert "唐陵村 李四" in town("resolve", disputed, "--take", "7").err
    assert len(open_ones(town)) == 1


@pytest.mark.parametrize("arguments", [("--take", "value"), ("--take", "ours", "--value", "x"), (), ("--value", "x")])
def test_a_wrong_use_is_said(town: Office, disputed: str, arguments: tuple[str, ...]) -> None:
    assert town("resolve", disputed, *arguments).code == 2


def test_receipts_of_a_town_and_of_a_village(village: Office, town: Office, disputed: str, tmp_path: Path) -> None:
    document = town.json("receipts")
    (partner,) = document["partners"]
    assert (partner["unit_code"], partner["name"]) == ("321183108212", "唐陵村")
    vectors = {receipt["scope"]: receipt["vector"] for receipt in partner["nodes"][0]["receipts"]}
    assert max(vectors["village:321183108212"].values()) == 2
    assert document["gaps"] == [] and document["waiting"] == 0
    row = next(one for one in document["grid"]["rows"] if one["unit_code"] == "321183108212")
    assert len(row["cells"]) == len(document["grid"]["months"]) == 12
    assert row["cells"][-1]["state"] == "received" and len(row["cells"][-1]["files"]) == 2
    assert "唐陵村" in town("receipts").out
    document = village.json("receipts")
    assert (document["confirmed"]["records"], document["confirmed"]["confirmed"]) == (1, 1)
    assert "本村 1 条记录，镇里已收到 1 条" in village("receipts").out


def test_shared_issue_numbers_are_listed_and_the_later_gets_another(
    village: Office, town: Office, found: Callable[..., Office], tmp_path: Path
) -> None:
    second_village = found("second", "village", VILLAGE)
    issue = {"source": "visit", "collected_on": "2024-03-05", "category": "水利"}
    second_village.json("add", "visit", given=VISIT)
    first = village.json("add", "issue", given={**issue, "description": "渠道漏水"})["ids"][0]
    later = second_village.json("add", "issue", given={**issue, "description": "桥栏松动"})["ids"][0]
    carry(village, town, tmp_path / "1.xlsx")
    carry(second_village, town, tmp_path / "2.xlsx")
    document = town.json("conflicts")
    (shared,) = document["shared_codes"]
    assert (document["total"], shared["keeper"]["id"], shared["later"]["id"]) == (0, first, later)
    shown = town("conflicts").out
    assert shared["code"] in shown and "桥栏松动（后登记的）" in shown and "1 个编号重复" in shown
    done = town.json("renumber", later)
    assert (done["before"], done["code"][-4:], done["remaining"]) == (shared["code"], "0002", 0)
    assert town.json("conflicts")["shared_codes"] == []
    refused = town("renumber", first)
    assert refused.code == 1 and "不需要改" in refused.err
