"""Searching on the command line, and making the index anew."""

from __future__ import annotations

from desktop.data.ledger import open_ledger
from tests.cli.conftest import Office

VISIT = {
    "visited_on": "2026-01-12",
    "kind": "household",
    "subject_name": "张三",
    "visitors": ["王五"],
    "handling": "listed",
    "demand": "渠道漏水",
    "issues": [{"category": "水利", "description": "渠道漏水"}],
}


def test_search_everywhere(village: Office) -> None:
    made = village.json("add", "visit", given=VISIT)
    visit_id, issue_id = made["ids"][0], made["also"][0]["id"]
    assert village.json("search", "zs", "--kinds", "visit") == {
        "text": "zs",
        "groups": [
            {
                "kind": "visit",
                "hits": [{"id": visit_id, "title": "张三", "hint": "2026-01-12 · 王五", "marks": {"title": [[0, 2]]}}],
                "more": 0,
                "at_least": False,
            }
        ],
    }
    found = village.json("search", "漏水")["groups"]
    assert [(group["kind"], [hit["id"] for hit in group["hits"]]) for group in found] == [
        ("issue", [issue_id]),
        ("visit", [visit_id]),
    ]
    assert found[0]["hits"][0]["status"] == "draft"
    assert village("search", "漏水 2026-01", "--kinds", "visit").out.splitlines() == [
        "走访：",
        f"  张三  2026-01-12 · 王五  反映问题或诉求：渠道漏水  {visit_id}",
    ]
    assert village("search", "没有的").out.splitlines() == ["没有找到。"]


def test_more_than_are_shown(village: Office) -> None:
    village.json("add", "visit", given=[{**VISIT, "issues": [], "subject_name": f"张{number}"} for number in range(5)])
    answer = village("search", "张", "--limit", "2")
    assert answer.out.splitlines()[-1] == "  还有 3 条：list visit --search"
    assert village.json("list", "visit", "--search", "2026-01")["total"] == 5


def test_a_kind_that_is_not_searched(village: Office) -> None:
    answer = village("search", "张", "--kinds", "attachment", "--json")
    assert (answer.code, answer.json["error"]) == (1, "unknown_kind")


def test_the_index_is_made_anew(village: Office) -> None:
    village.json("add", "visit", given=VISIT)
    ledger = open_ledger(village.path)
    ledger.database.execute_sql("DELETE FROM visit_text_docsize")
    ledger.close()
    broken = village("check")
    assert broken.code == 1
    assert broken.out.splitlines()[-1] == "检索可以重建：check --rebuild-index"
    mended = village("check", "--rebuild-index")
    assert mended.code == 0, mended.out
    assert mended.out.splitlines()[0] == "检索已重建：2 项。"
    assert "重建检索 100%" in mended.err
    assert village.json("check", "--rebuild-index")["rebuilt"] == 2
    assert village("check").code == 0


def test_an_index_that_cannot_be_searched(village: Office) -> None:
    village.json("add", "visit", given=VISIT)
    ledger = open_ledger(village.path)
    ledger.database.execute_sql("DELETE FROM visit_text_data")
    ledger.close()
    answer = village("search", "漏水", "--json")
    assert (answer.code, answer.json["error"]) == (1, "index_damaged")
    assert [one["code"] for one in village("check", "--json").json["problems"]] == ["index_broken"]
    assert village("check", "--rebuild-index").code == 0
    assert village.json("search", "漏水")["groups"]
