"""Filters kept by name: what they let through, that they stay, and that bad ones are refused."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from desktop.data.ledger import Ledger, open_ledger
from desktop.domain.errors import Refused
from desktop.domain.kinds import ISSUE, VISIT
from desktop.domain.lights import Light
from desktop.services.finding import Query, count_records, list_records
from desktop.services.handling import record_event
from desktop.services.ordering import BY_CLOSING, BY_DUE, BY_OWNER, order_of
from desktop.services.recording import record
from desktop.services.settings import change_setting, read_settings
from desktop.services.undoing import undo
from desktop.services.views import (
    MOST_VIEWS,
    View,
    Wanted,
    built_in,
    forget_view,
    rename_view,
    save_view,
    saved_views,
)
from tests.offices import Offices, assignment, issue

DAY = date(2024, 3, 20)
ASKED = {"progress": "挖", "asked_due_on": "2024-06-06", "reason": "雨"}
WHOLE = Wanted(
    {"category": "水利", "status": ("working", "pending")},
    (Light.OVERDUE, Light.DUE_SOON),
    "this_month",
    dated="closed_on",
    above=("extension_count",),
    text="渠",
    listing="tasks",
)


@pytest.fixture
def village(offices: Offices) -> Ledger:
    return offices.village(actor="钱小河")


def found(ledger: Ledger, query: Query) -> list[str]:
    return [one.values["description"] for one in list_records(ledger, query, today=DAY)]


def test_a_filter_is_kept_under_its_name(village: Ledger) -> None:
    save_view(village, "issue", " 水利逾期 ", WHOLE)
    save_view(village, "visit", "水利逾期", Wanted(text="水"))
    assert saved_views(village, "issue") == (View("水利逾期", WHOLE),)
    again = open_ledger(village.path)
    assert saved_views(again, "issue") == (View("水利逾期", WHOLE),)
    again.close()
    save_view(village, "issue", "水利逾期", Wanted(text="路"))
    assert saved_views(village, "issue") == (View("水利逾期", Wanted(text="路")),)
    undo(village)
    assert saved_views(village, "issue")[0].wanted == WHOLE


def test_filters_are_renamed_and_deleted_in_their_places(village: Ledger) -> None:
    for name in "甲乙丙":
        save_view(village, "issue", name, Wanted(text=name))
    rename_view(village, "issue", "乙", "丁")
    rename_view(village, "issue", "丁", "丁")
    assert [(one.name, one.wanted.text) for one in saved_views(village, "issue")] == [
        ("甲", "甲"),
        ("丁", "乙"),
        ("丙", "丙"),
    ]
    forget_view(village, "issue", "甲")
    assert [one.name for one in saved_views(village, "issue")] == ["丁", "丙"]


@pytest.mark.parametrize(
    ("act", "kind"),
    [
        (lambda ledger: save_view(ledger, "issue", "  ", Wanted()), "missing"),
        (lambda ledger: save_view(ledger, "issue", "长" * 31, Wanted()), "too_long"),
        (lambda ledger: save_view(ledger, "issue", "甲\x07", Wanted()), "bad_character"),
        (lambda ledger: rename_view(ledger, "issue", "甲", "乙"), "name_taken"),
    ],
)
def test_a_name_that_does_not_serve_is_refused(village: Ledger, act: Any, kind: str) -> None:
    save_view(village, "issue", "甲", Wanted())
    save_view(village, "issue", "乙", Wanted())
    with pytest.raises(Refused) as refused:
        act(village)
    assert [one.kind for one in refused.value.problems] == [kind]
    assert [one.name for one in saved_views(village, "issue")] == ["甲", "乙"]


def test_a_filter_nobody_saved_is_named(village: Ledger) -> None:
    save_view(village, "issue", "甲", Wanted())
    for act in (lambda: forget_view(village, "issue", "乙"), lambda: rename_view(village, "issue", "乙", "丙")):
        with pytest.raises(Refused) as refused:
            act()
        assert (refused.value.code, refused.value.params["views"]) == ("unknown_view", ["甲"])


def test_there_is_an_end_to_saving(village: Ledger) -> None:
    views = [{"name": str(number), "kind": "issue", "wanted": {}} for number in range(MOST_VIEWS)]
    change_setting(village, "views", views)
    with pytest.raises(Refused) as refused:
        save_view(village, "issue", "甲", Wanted())
    assert [one.kind for one in refused.value.problems] == ["too_many_views"]
    save_view(village, "issue", "7", Wanted(text="水"))
    assert saved_views(village, "issue")[7].wanted.text == "水"


@pytest.mark.parametrize("views", ["x", [1], [{"name": "甲"}], [{"name": "甲", "kind": "issue", "wanted": {}}] * 2])
def test_a_setting_of_another_shape_is_refused(village: Ledger, views: Any) -> None:
    with pytest.raises(Refused):
        change_setting(village, "views", views)
    assert read_settings(village).views == ()


def test_what_a_newer_program_saved_is_left_aside(village: Ledger) -> None:
    wanted = {"where": {"mood": 1, "owner": "周江"}, "lights": ["purple", "overdue"], "period": "era", "above": ["x"]}
    change_setting(village, "views", [{"name": "甲", "kind": "issue", "wanted": {**wanted, "dated": "y"}}])
    assert saved_views(village, "issue")[0].wanted == Wanted({"owner": "周江"}, (Light.OVERDUE,))


def test_what_a_filter_comes_to_moves_with_the_day() -> None:
    query = WHOLE.query("issue", DAY)
    assert (query.since, query.until, query.dated) == ("2024-03-01", "2024-03-31", "closed_on")
    assert dict(query.above) == {"extension_count": 0}
    assert WHOLE.query("issue", date(2024, 12, 1)).until == "2024-12-31"
    assert Wanted(since="2024-01-05").query("issue", DAY).since == "2024-01-05"


def test_the_filters_there_are_from_the_first(offices: Offices) -> None:
    town = offices.town(actor="吴湖")
    place = {"unit_code": "321183105201", "village_name": "东沟村"}
    given = [
        issue(description="我的", owner="周江、吴湖", due_on="2024-06-01", **place),
        issue(description="别人的", owner="吴湖海", due_on="2024-03-01", collected_on="2024-02-06", **place),
    ]
    record(town, "issue", given)
    views = {one.code: one.wanted.query("issue", DAY) for one in built_in(town, "issue")}
    assert list(views) == ["mine", "overdue", "to_check", "to_approve", "this_month"]
    assert found(town, views["mine"]) == ["我的"]
    assert found(town, views["overdue"]) == ["别人的"]
    assert found(town, views["this_month"]) == ["我的"]
    assert found(town, views["to_check"]) == found(town, views["to_approve"]) == []
    assert [one.code for one in built_in(offices.village(), "issue")] == ["mine", "overdue", "to_check", "this_month"]
    assert built_in(town, "visit") == ()


@pytest.fixture
def several(village: Ledger) -> Ledger:
    given = [
        ("丁", "周江", "2024-05-01"),
        ("丙", None, "2024-04-01"),
        ("乙", "周江", None),
        ("甲", "吴湖", "2024-06-01"),
        ("戊", "周江", "2024-04-01"),
        ("己", None, None),
    ]
    record(village, "issue", [issue(description=what, owner=owner, due_on=due) for what, owner, due in given])
    return village


@pytest.mark.parametrize(
    ("order", "expected"),
    [("", "己戊甲乙丙丁"), (BY_OWNER, "甲戊丁乙丙己"), (BY_DUE, "丙戊丁甲乙己"), (BY_CLOSING, "己戊甲乙丙丁")],
)
def test_lists_go_on_page_by_page_in_every_order(several: Ledger, order: str, expected: str) -> None:
    whole = list_records(several, Query("issue", order=order), today=DAY)
    assert "".join(one.values["description"] for one in whole) == expected
    paged, after = [], None
    while page := list_records(several, Query("issue", order=order, after=after, limit=1), today=DAY):
        paged += page
        after = order_of(ISSUE, order).place(page[-1].values, page[-1].row)
    assert paged == whole
    places = [order_of(ISSUE, order).place(one.values, one.row) for one in whole]
    assert all(order_of(ISSUE, order).is_before(*two) for two in pairwise(places))
    assert count_records(several, Query("issue", order=order, after=after), today=DAY) == 6


def test_an_order_a_kind_does_not_have_is_refused(village: Ledger) -> None:
    for kind, order in ((VISIT, BY_DUE), (ISSUE, "mood")):
        with pytest.raises(Refused):
            order_of(kind, order)


def test_any_of_several_values_and_numbers_exceeded(several: Ledger) -> None:
    assert found(several, Query("issue", {"owner": ("吴湖", "周江"), "due_on": "2024-04-01"})) == ["戊"]
    assert found(several, Query("issue", {"owner": ("吴湖", "")})) == ["己", "甲", "丙"]
    assert found(several, Query("issue", {"owner": ()})) == []
    assert found(several, Query("issue", {"status": ("草稿", "working"), "owner": "吴湖"})) == ["甲"]
    one = list_records(several, Query("issue", {"description": "甲"}))[0].id
    for event, given in (
        ("assign", assignment(due_on="2024-05-05")),
        ("accept", {}),
        (
            "ask_extension",
            {"progress": "挖", "asked_due_on": "2024-06-06", "reason": "雨", "happened_on": "2024-04-30"},
        ),
        ("grant_extension", {"due_on": "2024-06-06"}),
    ):
        record_event(several, one, event, given)
    assert found(several, Query("issue", above={"extension_count": 0})) == ["甲"]
    assert found(several, Query("issue", above={"extension_count": 1})) == []
    assert found(several, Query("issue", dated="due_on", since="2024-05-01", until="2024-06-06")) == ["甲", "丁"]
    assert count_records(several, Query("issue", dated="due_on", since="2024-05-01", above={"extension_count": 0})) == 1


@pytest.mark.parametrize("query", [Query("issue", dated="mood"), Query("issue", above={"mood": 0})])
def test_a_field_nobody_knows_is_refused(village: Ledger, query: Query) -> None:
    with pytest.raises(Refused):
        list_records(village, query)
