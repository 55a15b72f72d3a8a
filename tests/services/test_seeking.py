"""Lists of issues are read by chosen indexes: they find what they should, and read no more than they must."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from desktop.data.search import folded, terms, text_of
from desktop.domain.kinds import ISSUE
from desktop.domain.lights import Light
from desktop.services import seeking
from desktop.services.finding import Query, Record, count_records, list_records
from desktop.services.ledgers import Ledger
from desktop.services.ordering import BY_CLOSING, BY_DUE, BY_OWNER, order_of
from tests.benchmarks.issue_ledger import TODAY, ledger_with_issues

ISSUES = 600
EVERY = 10_000
TEXTS = ("", "路灯", "水", "存在安全隐患", "路灯 维修", "１３９", "ABC", "——")
LIGHTS: tuple[tuple[Light, ...], ...] = ((), *((light,) for light in Light), (Light.OVERDUE, Light.DUE_SOON))


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    ledger = ledger_with_issues(tmp_path_factory.mktemp("town") / "town.db", ISSUES)
    yield ledger
    ledger.close()


@pytest.fixture(scope="module")
def everything(town: Ledger) -> list[Record]:
    """All issues, withdrawn ones too, newest first."""
    found = [
        one
        for withdrawn in (False, True)
        for one in list_records(town, Query("issue", withdrawn=withdrawn, limit=EVERY), today=TODAY)
    ]
    assert len(found) == ISSUES
    return sorted(found, key=lambda one: (str(one.values["collected_on"]), one.row), reverse=True)


@pytest.fixture(params=[0, EVERY], ids=["many", "few"])
def few(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether words are taken to be rare, whatever they are."""
    monkeypatch.setattr(seeking, "FEW", request.param)


def holds(record: Record, query: Query) -> bool:
    """What the query means, without any index."""
    text = folded(text_of(ISSUE, record.values))
    owner = query.where.get("owner", record.values.get("owner"))
    wanted = owner if isinstance(owner, tuple) else (owner or None,)
    return (
        record.is_withdrawn == query.withdrawn
        and record.values.get("owner") in wanted
        and record.values["status"] == query.where.get("status", record.values["status"])
        and record.values["code"] == query.where.get("code", record.values["code"])
        and (not query.lights or record.light in query.lights)
        and (not query.since or record.values["collected_on"] >= query.since)
        and all(word in text for word in terms(query.text))
    )


def some(everything: list[Record]) -> Iterator[Query]:
    chance = random.Random(3)
    owners = sorted({str(one.values["owner"]) for one in everything if "owner" in one.values})
    for _ in range(120):
        where: dict[str, Any] = chance.choice(
            (
                {},
                {"owner": chance.choice(owners)},
                {"owner": ""},
                {"owner": tuple(chance.sample(owners, 3))},
                {"status": "working"},
                {"code": everything[chance.randrange(ISSUES)].values["code"]},
            )
        )
        yield Query(
            "issue",
            where,
            since=chance.choice(("", "2025-06-01")),
            lights=chance.choice(LIGHTS),
            text=chance.choice(TEXTS),
            withdrawn=chance.random() < 0.2,
            limit=EVERY,
        )


@pytest.mark.usefixtures("few")
def test_every_way_of_reading_finds_the_same(town: Ledger, everything: list[Record]) -> None:
    hits = 0
    for query in some(everything):
        wanted = [one.id for one in everything if holds(one, query)]
        assert [one.id for one in list_records(town, query, today=TODAY)] == wanted, query
        assert count_records(town, query, today=TODAY) == len(wanted), query
        hits += bool(wanted)
    assert hits > 30


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("order", ["", BY_OWNER, BY_DUE, BY_CLOSING])
@pytest.mark.parametrize("text", ["", "路灯"])
def test_pages_follow_each_other(town: Ledger, order: str, text: str) -> None:
    query = Query("issue", lights=(Light.OVERDUE, Light.NORMAL, Light.CLOSED), text=text, order=order, limit=EVERY)
    whole = list_records(town, query, today=TODAY)
    assert len(whole) > 20
    pages: list[Record] = []
    page = replace(query, limit=17)
    while found := list_records(town, page, today=TODAY):
        pages += found
        page = replace(page, after=order_of(ISSUE, order).place(found[-1].values, found[-1].row))
    assert [one.id for one in pages] == [one.id for one in whole]


@pytest.fixture
def plans(town: Ledger, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How SQLite reads issues in the statements that follow."""
    execute = town.database.execute_sql
    noted: list[str] = []

    def explain(statement: str, values: Any = None) -> Any:
        steps = [step[3] for step in execute(f"EXPLAIN QUERY PLAN {statement}", values).fetchall()]
        noted.extend(step for step in steps if " t " in f"{step} ")
        return execute(statement, values)

    monkeypatch.setattr(town.database, "execute_sql", explain)
    return noted


@pytest.mark.parametrize(
    ("query", "listed", "counted"),
    [
        (Query("issue"), "issue_by_day", "issue_by_day"),
        (Query("issue", lights=(Light.OVERDUE,)), "issue_by_day", "issue_by_due"),
        (Query("issue", {"status": "working"}), "issue_by_day", "issue_by_due"),
        (Query("issue", {"owner": "王"}), "issue_by_owner", "issue_by_owner"),
        (Query("issue", {"owner": "王"}, lights=(Light.NORMAL,)), "issue_by_owner", "issue_by_owner"),
        (Query("issue", lights=(Light.OVERDUE,), order=BY_OWNER), "issue_by_owner", "issue_by_due"),
        (Query("issue", lights=(Light.OVERDUE,), order=BY_DUE), "issue_by_deadline", "issue_by_due"),
        (Query("issue", {"status": ("closed", "consolidated")}, order=BY_CLOSING), "issue_by_closing", "issue_by_due"),
        (Query("issue", {"status": "closed"}, until="2026-03-05", dated="review_on"), *["issue_by_review"] * 2),
    ],
)
def test_lists_are_read_from_indexes_alone(
    town: Ledger, plans: list[str], query: Query, listed: str, counted: str
) -> None:
    list_records(town, query, today=TODAY)
    assert [plan for plan in plans if "PRIMARY KEY" not in plan] == [plan for plan in plans if listed in plan]
    assert any(f"COVERING INDEX {listed}" in plan for plan in plans)
    is_sorted = query.dated or ("owner" in query.where and not query.order)
    assert is_sorted or not any("TEMP B-TREE" in plan for plan in plans)
    plans.clear()
    count_records(town, query, today=TODAY)
    assert all(f"COVERING INDEX {counted}" in plan for plan in plans), plans
    assert plans or query == Query("issue")


@pytest.mark.parametrize(
    ("query", "quick"),
    [
        (Query("visit", {"handling": "listed", "group_name": "1组"}, since="2026-01-01", order="-visited_on"), True),
        (Query("visit", {"handling": "listed"}, order="subject_name"), False),
        (Query("visit", {"purpose": "routine"}), False),
        (Query("visit", {"household_no": "003"}), True),
        (Query("visit", text="路灯"), False),
        (Query("issue", {"category": "其他", "owner": ""}), False),
        (Query("issue", {"category": "其他", "village_name": "第1村"}, lights=(Light.OVERDUE,)), True),
        (Query("issue", {"status": "working"}, lights=(Light.OVERDUE,), order=BY_OWNER), True),
        (Query("issue", since="2026-01-01", order=BY_DUE), False),
        (Query("issue", above={"extension_count": 0}), False),
        (Query("person", {"relation": "户主"}), True),
        (Query("cadre", text="王"), True),
    ],
)
def test_lists_that_an_index_holds_are_quick(town: Ledger, query: Query, *, quick: bool) -> None:
    assert seeking.is_quick(town, query) is quick


def test_conditions_in_no_index_are_counted_in_the_order_of_the_rows(town: Ledger, plans: list[str]) -> None:
    count_records(town, Query("issue", {"source": "patrol"}), today=TODAY)
    assert plans == ["SCAN t"]
    plans.clear()
    count_records(town, Query("issue", {"status": "working", "category": "其他"}), today=TODAY)
    assert plans and all("COVERING INDEX issue_by_day" in plan for plan in plans)


@pytest.mark.parametrize("kind", ["visit", "issue", "household", "person"])
@pytest.mark.parametrize("withdrawn", [False, True])
def test_records_are_counted_without_reading_them(town: Ledger, kind: str, *, withdrawn: bool) -> None:
    """Of those that count only the withdrawn ones are gone through, in an index."""
    counted = count_records(town, Query(kind, withdrawn=withdrawn))
    assert counted == len(list_records(town, Query(kind, withdrawn=withdrawn, limit=EVERY)))
    statement = f'EXPLAIN QUERY PLAN SELECT count(*) FROM "{kind}" WHERE is_withdrawn = 1'
    (plan,) = [step[3] for step in town.database.execute_sql(statement).fetchall()]
    assert plan.startswith("SEARCH"), plan
    assert "COVERING INDEX" in plan, plan


def test_a_rare_word_leads_to_its_rows(town: Ledger, plans: list[str], everything: list[Record]) -> None:
    word = str(everything[0].values["reporter_phone"])
    assert list_records(town, Query("issue", {"owner": "王"}, text=word), today=TODAY) == []
    assert plans
    assert all("INTEGER PRIMARY KEY" in plan for plan in plans)


@pytest.mark.parametrize(("name", "index"), [("code", "issue_by_code"), ("visit_id", "issue_by_visit")])
def test_a_number_or_a_visit_finds_its_issues_by_its_own_index(
    town: Ledger, plans: list[str], everything: list[Record], name: str, index: str
) -> None:
    query = Query("issue", {name: everything[0].values.get(name, "none")})
    assert len(list_records(town, query, today=TODAY)) == count_records(town, query, today=TODAY)
    assert {plan for plan in plans if "PRIMARY KEY" not in plan and "ORDER BY" not in plan}
    assert all(index in plan for plan in plans if "PRIMARY KEY" not in plan and "ORDER BY" not in plan)
    plans.clear()
    list_records(town, Query("issue", {name: ""}), today=TODAY)
    assert not any(index in plan for plan in plans)


@pytest.mark.parametrize("kind", ["visit", "issue", "household", "person", "enterprise", "cadre", "group"])
def test_a_few_ids_are_looked_up_and_not_looked_for(town: Ledger, kind: str) -> None:
    source = seeking.list_source(town, Query(kind, {"id": ("a", "b")}))
    plan = town.database.execute_sql(
        f"EXPLAIN QUERY PLAN SELECT t.row FROM {source} WHERE t.is_withdrawn = 0 AND t.id IN ('a', 'b') ORDER BY t.row"
    ).fetchall()
    assert any("(id=?)" in line for *_, line in plan), plan
