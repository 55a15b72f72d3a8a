"""The monthly report of a town with 100,000 issues of six steps each: it must be there within a second."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import accumulate
from typing import Any

import pytest

from desktop.data.courses import put_courses
from desktop.data.ledger import Ledger
from desktop.data.records import Standing
from desktop.data.refolding import folded_record
from desktop.domain.changes import Change, Level, Operation, scope_of_village
from desktop.domain.courses import Stage, course_of
from desktop.domain.kinds import ISSUE
from desktop.domain.kinds.choices import STANDARD_CATEGORIES
from desktop.domain.periods import month_of
from desktop.reports.counting import By, Figure
from desktop.services.figuring import month_report, period_figures
from desktop.services.finding import Query, count_records
from desktop.services.ledgers import begin_ledger
from tests.benchmarks import measuring
from tests.benchmarks.measuring import RUNS

pytestmark = pytest.mark.bench

ISSUES = 100_000
VILLAGES = 20
FIRST = date(2024, 1, 1)
DAYS = 700
TODAY = FIRST + timedelta(days=DAYS)
STEPS = ("assign", "accept", "report_progress", "apply_to_close", "pass_check", "approve")
AT_ONCE = 2_000
LATE = month_of("2025-09-01")


def history(number: int, choose: random.Random) -> Iterator[Change]:
    """The changes of one issue: its creation and, as far as today goes, six steps."""
    begun = FIRST + timedelta(days=number * DAYS // ISSUES)
    gaps = [choose.randint(0, 3), 1, choose.randint(2, 20), choose.randint(2, 60), 2, 3]
    values = {
        "unit_code": f"3211831052{number % VILLAGES:02}",
        "village_name": f"第{number % VILLAGES}村",
        "category": choose.choice(STANDARD_CATEGORIES),
        "description": "渠道漏水，两边的田浇不上" * 4,
        "collected_on": begun.isoformat(),
    }
    patches: list[tuple[str, dict[str, Any]]] = [(Operation.CREATE, values)]
    for event, days in zip(STEPS, accumulate(gaps), strict=True):
        day = begun + timedelta(days=days)
        if day <= TODAY:
            patches.append(
                (Operation.EVENT, {"event": event, "happened_on": day.isoformat(), "fields": given(event, day)})
            )
    for place, (operation, patch) in enumerate(patches, start=1):
        yield Change(
            node="t",
            scope=scope_of_village(values["unit_code"]),
            number=place,
            lamport=place,
            wall="2025-12-01T08:00:00+08:00",
            actor="吴镇",
            office=Level.TOWN,
            kind="issue",
            record_id=f"issue{number}",
            operation=operation,
            patch=patch,
        )


def given(event: str, day: date) -> dict[str, Any]:
    fields: dict[str, dict[str, Any]] = {
        "assign": {
            "due_on": (day + timedelta(days=30)).isoformat(),
            "owner": f"责任人{day.day}",
            "measures": "清淤" * 20,
        },
        "report_progress": {"progress": "已清一半" * 10},
        "apply_to_close": {"completion_kind": "substantive", "completed_on": day.isoformat(), "satisfaction": "mostly"},
        "approve": {"closed_on": day.isoformat()},
    }
    return fields.get(event, {})


def fill(ledger: Ledger) -> None:
    """Rows and courses as the fold of all histories; the log is left out, which no figure reads."""
    choose = random.Random(1)
    scope_id = ledger.log.scope_id("village:321183105200")
    standing = Standing(scope_id, False, False, "2025-12-01", "吴镇", "2025-12-01")
    for start in range(0, ISSUES, AT_ONCE):
        records = [
            folded_record(ISSUE, history(number, choose)) for number in range(start, min(start + AT_ONCE, ISSUES))
        ]
        rows = [(one.record_id, one.values, standing) for one in records]
        courses: dict[str, tuple[Stage, ...]] = {one.record_id: course_of(one) for one in records}
        with ledger.transaction():
            ledger.tables["issue"].put(rows, {one.record_id for one in records})
            put_courses(ledger, courses)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        folder = tmp_path_factory.mktemp("figures")
        monkeypatch.setenv("ZOUFANG_HOME", str(folder / "home"))
        made = begin_ledger(folder / "镇.db", level="town", code="321183105000", name="清水镇", actor="吴镇")
        fill(made)
        yield made
        made.close()


def judge(goal: str, work: Callable[[], object], must: float) -> None:
    """Hold the seconds of processor time: the worker does it beside the window."""
    turns = []
    for _ in range(RUNS):
        begun = time.thread_time()
        work()
        turns.append((time.thread_time() - begun, 1.0))
    measuring.judge(f"{goal}, s", "1 s", turns, must=must, stretch=must / 2)


def test_the_monthly_report(ledger: Ledger) -> None:
    report = month_report(ledger, LATE, today=TODAY)
    assert all(check.is_right for check in report.checks)
    judge("monthly report, 100,000 issues", lambda: month_report(ledger, LATE, today=TODAY), 1.0)


def test_the_rows_behind_a_number(ledger: Ledger) -> None:
    figure = Figure("closed", LATE, ((By.VILLAGE, "321183105201"),))
    query = Query("issue", figure=figure)
    assert count_records(ledger, query, today=TODAY)
    judge("rows behind a number", lambda: count_records(ledger, query, today=TODAY), 0.5)


def test_the_page_of_a_month(ledger: Ledger) -> None:
    judge("figures of a month with a trend of twelve", lambda: period_figures(ledger, LATE, today=TODAY), 3.0)
