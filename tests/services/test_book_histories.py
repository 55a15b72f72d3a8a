"""Random histories of a book: nothing is lost between two months, parts make the whole, a number is its rows."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.data.ledger import Ledger
from desktop.data.writing import writing
from desktop.domain.changes import Level, scope_of_village
from desktop.domain.lifecycle import Transition, possible
from desktop.domain.periods import Period, months_until
from desktop.reports.counting import By, Numbers, count_by
from desktop.reports.counts import COMING, COUNTS, GOING
from desktop.services.figuring import month_report, period_figures
from desktop.services.inspecting import inspect
from tests.book import TODAY, rows_behind
from tests.histories import GIVEN
from tests.offices import VILLAGES, Offices, issue

MONTHS = months_until("2024-06-30", 6)
YEAR = Period("2024-01-01", "2024-06-30")
KINDS = ("substantive", "staged", "procedural", None)
HISTORIES = 40
ONWARD = ("assign", "accept", "apply_to_close", "pass_check", "approve")
"""Steps towards closing: without a push few issues would get there."""
MOST_STEPS = 12


class _Undone(Exception):  # noqa: N818 - not an error
    pass


@contextmanager
def example(ledger: Ledger) -> Iterator[None]:
    """What is written within is gone afterwards."""
    try:
        with ledger.transaction():
            yield
            raise _Undone
    except _Undone:
        pass


def day_of(choose: random.Random) -> str:
    return (datetime.date(2023, 11, 1) + datetime.timedelta(days=choose.randrange(260))).isoformat()


def walk(ledger: Ledger, choose: random.Random) -> None:
    """Some issues, each with steps on days that mostly follow each other."""
    with writing(ledger, "") as changes:
        for number in range(choose.randint(1, 8)):
            village = choose.choice(list(VILLAGES))
            values = issue(unit_code=village, village_name=VILLAGES[village], category=choose.choice("水交教"))
            issue_id = changes.create("issue", values | {"code": str(number)}, scope_of_village(village))
            status, day = "draft", day_of(choose)
            for _ in range(choose.randint(0, MOST_STEPS)):
                steps = possible(status, Level.TOWN)
                if choose.random() < 0.7:
                    # These end a history: without this most would be short.
                    steps = [step for step in steps if step.event not in ("transfer", "void", "merge", "refuse")]
                if not steps:
                    break
                onward = [step for step in steps if step.event in ONWARD and choose.random() < 0.6]
                step = choose.choice(onward or steps)
                # People write down a day before that of the step before, too.
                day = day_of(choose) if choose.random() < 0.1 else later(day, choose)
                changes.event("issue", issue_id, patch_of(step, day, choose))
                status = step.target or status
            if choose.random() < 0.2:
                changes.update("issue", issue_id, {"satisfaction": choose.choice(["mostly", "dissatisfied", None])})
            if choose.random() < 0.05:
                changes.withdraw("issue", issue_id, "录错了")


def later(day: str, choose: random.Random) -> str:
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=choose.randint(0, 25))).isoformat()


def patch_of(step: Transition, day: str, choose: random.Random) -> dict[str, Any]:
    names = {*step.requires, *step.anew, *(name for name in step.sets if choose.random() < 0.3)}
    fields: dict[str, Any] = {name: GIVEN[name] for name in names if name in GIVEN}
    drawn = {
        "due_on": later(day, choose),
        "look_on": later(day, choose),
        "completed_on": day,
        "closed_on": day,
        "completion_kind": choose.choice(KINDS),
        "owner": choose.choice(["周江", "王新", "李平"]),
        "supervision": choose.choice(["normal", "yellow", "red"]),
    }
    fields |= {name: value for name, value in drawn.items() if name in names}
    cause = {"reopen_cause": choose.choice(["relapse", "raised_again"])} if step.event == "reopen" else {}
    return {"event": step.event, "fields": fields | dict.fromkeys(step.clears), "happened_on": day, **cause}


def added(parts: Iterator[Numbers]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for part in parts:
        for name, number in part.items():
            sums[name] = sums.get(name, 0) + number
    return {name: number for name, number in sums.items() if number}


def not_zero(numbers: Numbers) -> dict[str, int]:
    return {name: number for name, number in numbers.items() if number}


def assert_balanced(numbers: Numbers) -> None:
    coming, going = (sum(numbers[name] for name in names) for names in (COMING, GOING))
    assert coming - going == numbers["working"], numbers
    assert numbers["on_the_books"] == numbers["carried"] + numbers["built"]
    closed = [numbers[name] for name in ("substantive", "staged", "procedural", "unsaid")]
    assert sum(closed) == numbers["closed"] == numbers["timed"] + numbers["untimed"]
    assert numbers["timed"] == numbers["on_time_extended"] + numbers["closed_late"]
    assert numbers["on_time"] <= numbers["on_time_extended"]
    answers = [numbers[name] for name in ("satisfied", "mostly", "dissatisfied", "otherwise", "unasked")]
    assert sum(answers) == numbers["closed"] == numbers["asked"] + numbers["unasked"]


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        folder = tmp_path_factory.mktemp("book")
        monkeypatch.setenv("ZOUFANG_HOME", str(folder / "home"))
        made = Offices(folder)
        yield made.town()
        made.close()


seeds = st.integers(0, 2**32)
some = settings(max_examples=HISTORIES, suppress_health_check=[HealthCheck.function_scoped_fixture])


@some
@given(seeds)
def test_what_came_and_went_makes_what_is_there(ledger: Ledger, seed: int) -> None:
    with example(ledger):
        walk(ledger, random.Random(seed))
        before: dict[tuple[str, ...], Numbers] = {}
        for month in MONTHS:
            by_village = count_by(ledger, month, (By.VILLAGE,))
            for village, numbers in by_village.items():
                assert_balanced(numbers)
                if before:
                    assert numbers["carried"] == before.get(village, {}).get("working", 0)
            assert_balanced(count_by(ledger, month)[()])
            before = by_village
        assert_balanced(count_by(ledger, YEAR)[()])
        assert all(check.is_right for month in MONTHS for check in month_report(ledger, month, today=TODAY).checks)


@some
@given(seeds)
def test_the_parts_make_the_whole(ledger: Ledger, seed: int) -> None:
    with example(ledger):
        walk(ledger, random.Random(seed))
        for month in (MONTHS[1], MONTHS[4], YEAR):
            total = not_zero(count_by(ledger, month)[()])
            for by in By:
                assert added(iter(count_by(ledger, month, (by,)).values())) == total


@some
@given(seeds)
def test_a_number_is_the_number_of_its_rows(ledger: Ledger, seed: int) -> None:
    choose = random.Random(seed)
    with example(ledger):
        walk(ledger, choose)
        period = choose.choice([*MONTHS, YEAR])
        by = choose.choice(list(By))
        found = period_figures(ledger, period, today=TODAY, months=2)
        for row in [None, *found.tables[by]]:
            numbers = found.total if row is None else row.numbers
            for count in COUNTS:
                # Of the numbers that are 0 a few are enough: each costs a query.
                if numbers[count] or choose.random() < 0.1:
                    figure = found.figure(count) if row is None else found.figure(count, by, row.key)
                    assert len(rows_behind(ledger, figure)) == numbers[count], (count, row)


@some
@given(seeds)
def test_a_month_stays_as_it_was_while_nothing_of_it_is_typed(ledger: Ledger, seed: int) -> None:
    choose = random.Random(seed)
    with example(ledger):
        walk(ledger, choose)
        month = MONTHS[2]
        before = count_by(ledger, month)[()]
        ids = [row[0] for row in ledger.database.execute_sql("SELECT id FROM issue WHERE NOT is_withdrawn")]
        with writing(ledger, "") as changes:
            for issue_id in ids:
                status = ledger.tables["issue"].values(issue_id).get("status", "")
                for step in possible(str(status), Level.TOWN)[:1]:
                    changes.event("issue", issue_id, patch_of(step, later("2024-04-01", choose), choose))
        assert count_by(ledger, month)[()] == before


@some
@given(seeds)
def test_the_course_is_what_the_log_says(ledger: Ledger, seed: int) -> None:
    with example(ledger):
        walk(ledger, random.Random(seed))
        assert [one for one in inspect(ledger).findings if one.code != "clock_behind"] == []
