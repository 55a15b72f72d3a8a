"""What a search finds and what it must not find: everywhere at once, and the same in every list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from desktop.domain.errors import Refused
from desktop.domain.lifecycle import Duty, Person
from desktop.services.clues import transfer
from desktop.services.finding import Query, count_records, list_records
from desktop.services.handling import record_event
from desktop.services.knowing import known
from desktop.services.marking_matches import Marked, excerpt, marked
from desktop.services.people import change_people
from desktop.services.query_words import words_of
from desktop.services.recording import record, revise, withdraw
from desktop.services.searching import Group, counted, search
from desktop.services.sight import may_see_personal
from desktop.services.undoing import undo
from tests.offices import Offices, assignment, id_number, issue, visit

TODAY = date(2026, 3, 10)
PHONE = "13812345678"
ID_NUMBER = id_number("32998119700101123")


@pytest.fixture
def village(offices: Offices) -> Any:
    """张三 and 欧阳修远 with their visits, issues, households; an enterprise and a cadre."""
    made = offices.village()
    record(
        made,
        "household",
        [
            {
                "household_no": "3-012",
                "head_name": "张三",
                "phone": PHONE,
                "head_id_number": ID_NUMBER,
                "address": "桥头",
            },
            {"household_no": "3-007", "head_name": "欧阳修远", "phone": "13900000012"},
        ],
    )
    record(
        made,
        "person",
        [{"name": "张小丽", "relation": "女", "household_no": "3-012", "id_number": id_number("32998120010203456")}],
    )
    record(made, "enterprise", [{"name": "张山食品厂", "contact": "赵四", "phone": "13700001111"}])
    record(made, "cadre", [{"name": "钱小河", "post": "网格员"}])
    record(
        made,
        "visit",
        [
            visit(subject_name="张三", visited_on="2026-03-05", phone=PHONE, demand="村口路灯不亮，请修"),
            visit(subject_name="欧阳修远", visited_on="2026-02-01", visitors=["孙海"], demand="自来水发黄"),
        ],
    )
    record(
        made,
        "issue",
        [
            issue(reporter_name="张三", reporter_phone=PHONE, collected_on="2026-03-06"),
            issue(description="渠道漏水", reporter_name="欧阳修远", collected_on="2026-01-02"),
        ],
    )
    return made


def titles(groups: list[Group]) -> dict[str, list[str]]:
    """What was found, by kind."""
    return {group.kind: [hit.title.text for hit in group.hits] for group in groups}


def found(ledger: Any, text: str) -> dict[str, list[str]]:
    return titles(search(ledger, text, today=TODAY))


ZHANG = {
    "visit": ["张三"],
    "household": ["张三"],
    "issue": ["村口路灯不亮"],
}
EVERY_ZHANG = {**ZHANG, "person": ["张小丽"], "enterprise": ["张山食品厂"]}
FOUND: Mapping[str, dict[str, list[str]]] = {
    "张": EVERY_ZHANG,
    "张三": ZHANG,
    "zs": {**ZHANG, "enterprise": ["张山食品厂"]},
    "zhangs": {**ZHANG, "enterprise": ["张山食品厂"]},
    "ZhangSan": ZHANG,
    "oyxy": {"visit": ["欧阳修远"], "household": ["欧阳修远"], "issue": ["渠道漏水"]},
    "xiuyuan": {},
    "xiaol": {"person": ["张小丽"]},
    "sh": {"visit": ["欧阳修远"]},
    "路灯": {"visit": ["张三"], "issue": ["村口路灯不亮"]},
    "路灯 张三": {"visit": ["张三"], "issue": ["村口路灯不亮"]},
    "路灯 zs 2026-03": {"visit": ["张三"], "issue": ["村口路灯不亮"]},
    "路灯 oyxy": {},
    "2345": {"visit": ["张三"], "issue": ["村口路灯不亮"], "household": ["张三"]},
    "5678": {"visit": ["张三"], "issue": ["村口路灯不亮"], "household": ["张三"]},
    "700101": {"household": ["张三"]},
    "20010203": {"person": ["张小丽"]},
    "12": {"household": ["张三", "欧阳修远"], "person": ["张小丽"]},
    "2026-03": {"visit": ["张三"], "issue": ["村口路灯不亮"]},
    "2026年3月": {"visit": ["张三"], "issue": ["村口路灯不亮"]},
    "2026-3-5": {"visit": ["张三"]},
    "20260305": {"visit": ["张三"]},
    "2026年": {"visit": ["张三", "欧阳修远"], "issue": ["村口路灯不亮", "渠道漏水"]},
    "2026-13": {},
    "桥头": {"household": ["张三"]},
    "网格": {"cadre": ["钱小河"]},
    "无此内容": {},
    "": {},
    "，。": {},
}


@pytest.mark.parametrize("text", FOUND)
def test_what_is_found(village: Any, text: str) -> None:
    assert found(village, text) == FOUND[text]


@pytest.mark.parametrize("text", [text for text in FOUND if text not in ("12", "", "，。")])
def test_a_list_shows_the_same(village: Any, text: str) -> None:
    for kind in ("visit", "issue", "household", "person", "enterprise", "cadre"):
        if kind not in ("visit", "issue") and any(word.is_day for word in words_of(text, TODAY)):
            # A day is no question to a register: its list looks for the signs.
            continue
        listed = {one.id for one in list_records(village, Query(kind, text=text), today=TODAY)}
        hits = {hit.id for group in search(village, text, today=TODAY) for hit in group.hits if group.kind == kind}
        assert listed == hits, kind
        assert count_records(village, Query(kind, text=text), today=TODAY) == len(hits)


def test_an_issue_is_found_by_its_number(village: Any) -> None:
    code = list_records(village, Query("issue", text="渠道"))[0].values["code"]
    assert found(village, code)["issue"] == ["渠道漏水"]
    assert found(village, code[-4:])["issue"] == ["渠道漏水"]


def test_the_withdrawn_are_not_found(village: Any) -> None:
    for kind in ("visit", "household", "issue"):
        for one in list_records(village, Query(kind, text="zs")):
            withdraw(village, kind, one.id, "重复")
    assert found(village, "zs") == {"enterprise": ["张山食品厂"]}
    undo(village)
    assert "issue" in found(village, "zs")


def test_a_name_that_is_written_meanwhile_is_found_by_its_letters(village: Any) -> None:
    assert found(village, "lxl") == {}
    made = record(village, "visit", [visit(subject_name="李小龙")])
    assert found(village, "lxl") == {"visit": ["李小龙"]}
    revise(village, "visit", made.ids[0], {"subject_name": "王小虎"})
    assert found(village, "lxl") == {}
    assert found(village, "wxh") == {"visit": ["王小虎"]}
    issue_id = list_records(village, Query("issue", text="渠道"))[0].id
    record_event(village, issue_id, "assign", assignment(owner="周江"))
    assert found(village, "zj") == {"issue": ["渠道漏水"]}
    undo(village)
    assert found(village, "zj") == {}


def test_at_most_eight_and_how_many_more(village: Any) -> None:
    record(village, "visit", [visit(subject_name=f"许{number}") for number in range(20)])
    groups = search(village, "许", today=TODAY)
    assert [(group.kind, len(group.hits), group.more, group.is_at_least) for group in groups] == [("visit", 8, 1, True)]
    told = counted(village, "许", groups, today=TODAY)
    assert [(group.more, group.is_at_least) for group in told] == [(12, False)]
    assert counted(village, "许", search(village, "许", today=TODAY, limit=20), today=TODAY)[0].more == 0


def test_an_outdated_search_stops(village: Any) -> None:
    with pytest.raises(Refused) as refusal:
        search(village, "张", stop=lambda: True)
    assert refusal.value.code == "cancelled"
    with pytest.raises(Refused):
        counted(village, "张", search(village, "张"), stop=lambda: True)


# -- personal data -----------------------------------------------------------------------------------------------------


@pytest.fixture
def stranger(village: Any) -> Any:
    """The same ledger in the hands of somebody whom the office, which has named its people, has not."""
    change_people(village, [Person(village.actor, frozenset({Duty.VILLAGE_SECRETARY})), Person("空闲", frozenset())])
    assert may_see_personal(village)
    village.actor = "过路人"
    return village


@pytest.mark.parametrize("actor", ["过路人", "空闲"])
@pytest.mark.parametrize("number", ["2345", "5678", PHONE, "700101", ID_NUMBER, ID_NUMBER[-6:], "20010203", "78", "8"])
def test_who_may_not_see_numbers_does_not_find_by_them(stranger: Any, number: str, actor: str) -> None:
    stranger.actor = actor
    assert not may_see_personal(stranger)
    assert found(stranger, number) == {}
    assert found(stranger, f"张 {number}") == {}
    for kind in ("visit", "issue", "household", "person"):
        assert list_records(stranger, Query(kind, text=number)) == []
        assert count_records(stranger, Query(kind, text=number)) == 0
    assert known(stranger, number) == []


def test_everything_else_is_found_by_anybody(stranger: Any) -> None:
    assert found(stranger, "zs") == FOUND["zs"]
    assert found(stranger, "路灯") == FOUND["路灯"]
    assert found(stranger, "路") == FOUND["路灯"]
    assert found(stranger, "012")["household"] == ["张三"]
    assert found(stranger, "2026-03") == FOUND["2026-03"]


def test_numbers_are_masked_in_what_is_shown(village: Any) -> None:
    for text in ("2345", "zs", "700101"):
        for group in search(village, text, today=TODAY):
            for hit in group.hits:
                shown = " ".join((hit.title.text, hit.hint.text, hit.passage.text))
                assert PHONE not in shown
                assert ID_NUMBER not in shown
    why = search(village, "700101", today=TODAY)[0].hits[0]
    assert (why.field, why.passage) == ("head_id_number", Marked(f"329981********{ID_NUMBER[-4:]}"))


def test_what_was_handed_on_is_not_found(village: Any) -> None:
    issue_id = list_records(village, Query("issue", text="渠道"))[0].id
    transfer(village, issue_id, {"content": "挪用水泥"}, {})
    assert found(village, "挪用") == {}
    assert found(village, "水泥") == {}


# -- marks -------------------------------------------------------------------------------------------------------------


def marks(text: str, sought: str, **given: Any) -> list[str]:
    """The marked parts of a text."""
    return [text[first:end] for first, end in marked(text, words_of(sought, TODAY), **given).marks]


def test_marks() -> None:
    assert marks("村口路灯，东头路灯", "路灯") == ["路灯", "路灯"]
    assert marks("村口路灯", "路灯 口") == ["口路灯"]
    assert marks("ＡＢ区", "ab") == ["ＡＢ"]
    assert marks("面积20㎡左右", "m2左") == ["㎡左"]
    assert marks("张三", "zs") == []
    assert marks("张三丰", "zs", is_name=True) == ["张三"]
    assert marks("欧阳修远", "ouyangx", is_name=True) == ["欧阳修"]
    assert marks("张晓明", "xiaom", is_name=True) == ["晓明"]
    assert marks("第一食品厂", "spc", is_name=True, person=False) == ["食品厂"]
    assert marks("张三", "lisi", is_name=True) == []


def test_a_long_text_is_shown_around_what_was_found() -> None:
    text = "前" * 100 + "路灯" + "后" * 100
    shown = excerpt(marked(text, words_of("路灯", TODAY)))
    assert len(shown.text) == 62
    assert shown.text.startswith("…前") and shown.text.endswith("后…")
    assert [shown.text[first:end] for first, end in shown.marks] == ["路灯"]
    assert excerpt(Marked("一\n二", ((2, 3),))) == Marked("一 二", ((2, 3),))


def test_the_passage_says_what_the_title_does_not(village: Any) -> None:
    hit = search(village, "zs 不亮", today=TODAY)[0].hits[0]
    assert hit.title == Marked("张三", ((0, 2),))
    assert hit.hint.text == "2026-03-05 · 钱小河"
    assert hit.field == "demand"
    assert [hit.passage.text[first:end] for first, end in hit.passage.marks] == ["不亮"]
