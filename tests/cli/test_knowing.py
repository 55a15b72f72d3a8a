"""Finding people on the command line."""

from __future__ import annotations

from tests.cli.conftest import Office

HOUSE = {"group_name": "3组", "household_no": "012", "head_name": "张三", "phone": "13812345678", "member_count": 5}
VISIT = {
    "visited_on": "2026-01-12",
    "kind": "household",
    "subject_name": "张三",
    "household_no": "012",
    "visitors": ["王五"],
    "handling": "listed",
    "issues": [{"category": "水利", "description": "渠道漏水"}],
}


def test_somebody_is_found_and_told_about(village: Office) -> None:
    made = village.json("add", "household", given=HOUSE)["ids"][0]
    village.json("add", "visit", given=VISIT)
    assert village.json("known", "zs")["known"] == [
        {"id": made, "kind": "household", "title": "张三", "hint": "3组 户012 · 138****5678", "household_id": made}
    ]
    assert village("known", "5678").out.splitlines() == [f"张三  3组 户012 · 138****5678  [户 {made}]"]
    assert village("known", "李").out.splitlines() == ["名册里没有找到。"]
    told = village.json("about", "household", made)
    assert (told["place"], told["members"], told["visit_count"]) == ("3组 户012", 5, 1)
    assert [one["description"] for one in told["issues"]] == ["渠道漏水"]
    assert village("about", "household", made).out.splitlines()[:3] == [
        "张三",
        "3组 户012 · 5口人 · 138****5678",
        "走访 2026-01-12  王五",
    ]


def test_what_is_not_there_is_refused(village: Office) -> None:
    answer = village("known", "zs", "--kinds", "village", "--json")
    assert (answer.code, answer.json["error"]) == (1, "unknown_kind")
    answer = village("about", "household", "nobody", "--json")
    assert (answer.code, answer.json["error"]) == (1, "not_found")
    assert village("known").code == 2
