"""Very long lists: pages, jumps, orders and counts, and the jump to the last row against Qt's own model.

``ZOUFANG_BENCH_ROWS`` says how many visits, issues and persons there are, of which a million is the goal; the times
wanted are the same for any number. ``ZOUFANG_BENCH_LEDGER`` names a ledger with so many that was made before.
Milliseconds of processor time, the clock beside it.
"""

from __future__ import annotations

import os
import random
import statistics
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtSql import QSqlDatabase, QSqlQueryModel

from desktop.data.ledger import Ledger, open_ledger
from desktop.domain.kinds import KINDS
from desktop.domain.lifecycle import INITIAL, OPEN, SUCCESSFULLY_CLOSED
from desktop.domain.lights import Light
from desktop.services.finding import Query, count_records
from desktop.services.ordering import BY_CLOSING, BY_DUE, BY_OWNER, offered
from desktop.services.paging import Pages
from tests.benchmarks.issue_ledger import TODAY, VILLAGES
from tests.benchmarks.long_lists import ledger_with_lists
from tests.benchmarks.measuring import judge, take_turns
from tests.benchmarks.test_issue_lists import measured

pytestmark = pytest.mark.bench

ROWS = int(os.environ.get("ZOUFANG_BENCH_ROWS", "100000"))
GOAL_ROWS = 1_000_000
PAGE, IN_SIGHT = 200, 40
ROUNDS, TIMES = 5, 10
LISTS = ("visit", "issue", "household", "person")
_OPEN = tuple(sorted(OPEN - {INITIAL}))


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    made = os.environ.get("ZOUFANG_BENCH_LEDGER")
    path = Path(made) if made else tmp_path_factory.mktemp("town") / "town.db"
    ledger = open_ledger(path) if made else ledger_with_lists(path, ROWS)
    yield ledger
    ledger.close()


def judged(goal: str, work: Callable[[int], object], must: float, stretch: float, times: int = TIMES) -> None:
    """Milliseconds of ``work``, told the number of the turn."""
    work(0)
    rounds = [[measured(lambda at=at: work(at)) for at in range(times)] for _ in range(ROUNDS)]
    print(f"\n{statistics.median(clock for one in rounds for _, clock in one):.1f} ms by the clock:", end="")
    turns = [(statistics.median(own for own, _ in one), 1.0) for one in rounds]
    judge(f"{goal}, {ROWS:,} rows, p50", "1 ms", turns, must=must, stretch=stretch)


def measured_pages(ledger: Ledger, query: Query) -> tuple[Pages, int]:
    pages = Pages(ledger, query, today=TODAY)
    size = pages.measure()
    assert size
    return pages, size


@pytest.mark.parametrize("kind", LISTS)
def test_a_page_further_down(town: Ledger, kind: str) -> None:
    pages, size = measured_pages(town, Query(kind))
    start = size // 3
    judged(f"next page of {kind}", lambda at: pages.rows(start + at * PAGE, PAGE), 3, 2)


@pytest.mark.parametrize("kind", LISTS)
def test_a_jump_into_the_middle(town: Ledger, kind: str) -> None:
    pages, size = measured_pages(town, Query(kind))
    chance = random.Random(1)
    judged(f"jump into {kind}", lambda _: pages.rows(chance.randrange(size - PAGE), PAGE), 10, 4)


@pytest.mark.parametrize("kind", LISTS)
def test_a_jump_into_the_middle_before_it_is_measured(town: Ledger, kind: str) -> None:
    judged(
        f"jump into unmeasured {kind}",
        lambda _: Pages(town, Query(kind), today=TODAY).rows(ROWS // 8, IN_SIGHT),
        50,
        20,
    )


@pytest.mark.parametrize("kind", LISTS)
def test_the_last_page(town: Ledger, kind: str) -> None:
    def last(_at: int) -> None:
        pages = Pages(town, Query(kind), today=TODAY)
        assert len(pages.rows((pages.size or 0) - IN_SIGHT, IN_SIGHT)) == IN_SIGHT

    judged(f"last rows of {kind}, nothing measured", last, 3, 2)


@pytest.mark.parametrize(
    ("kind", "order"), [(kind, way + name) for kind in LISTS for name in offered(KINDS[kind]) for way in ("", "-")]
)
def test_another_order(town: Ledger, kind: str, order: str) -> None:
    query = Query(kind, order=order)
    judged(f"first rows of {kind} by {order}", lambda _: Pages(town, query, today=TODAY).rows(0, IN_SIGHT), 5, 2)


@pytest.mark.parametrize(
    ("query", "must"),
    [
        (Query("visit", {"handling": "listed"}), 5),
        (Query("visit", {"village_name": VILLAGES[3][1]}), 20),
        (Query("visit", since="2024-05-01", until="2024-05-31"), 5),
        (Query("visit", {"handling": "listed"}, order="subject_name"), 20),
        (Query("issue", lights=(Light.OVERDUE,)), 5),
        (Query("issue", {"category": "其他"}), 5),
        (Query("person", {"relation": "户主", "village_name": VILLAGES[3][1]}), 20),
        (Query("issue", {"status": _OPEN}, order=BY_OWNER), 20),
        (Query("issue", {"status": _OPEN}, order=BY_DUE), 20),
        (Query("issue", {"status": tuple(SUCCESSFULLY_CLOSED)}, order=BY_CLOSING), 5),
    ],
    ids=["handling", "village", "month", "names", "light", "category", "person", "duties", "tasks", "closings"],
)
def test_a_narrowed_list(town: Ledger, query: Query, must: float) -> None:
    goal = f"{query.kind} where {', '.join((*query.where, *query.lights)) or query.since} by {query.order or 'day'}"
    judged(f"first rows of {goal}", lambda _: Pages(town, query, today=TODAY).rows(0, IN_SIGHT), must, must / 2)
    # In a thread of its own, beside the window.
    judged(f"measuring {goal}", lambda _: Pages(town, query, today=TODAY).measure(), 3_000, 300, times=1)


@pytest.mark.parametrize("kind", LISTS)
def test_finding_where_a_record_stands(town: Ledger, kind: str) -> None:
    """After records have changed, what was in sight is shown where it stands now."""
    pages, size = measured_pages(town, Query(kind))
    chance = random.Random(2)
    ids = [pages.rows(chance.randrange(size), 1)[0].id for _ in range(TIMES)]

    def anew(at: int) -> None:
        assert Pages(town, Query(kind), today=TODAY).place_of(ids[at]) is not None

    judged(f"place of a {kind}", lambda at: pages.place_of(ids[at]), 3, 1)
    judged(f"place of a {kind}, nothing measured", anew, 50, 30)


@pytest.mark.parametrize("kind", LISTS)
def test_counting_everything(town: Ledger, kind: str) -> None:
    judged(f"count of {kind}", lambda _: Pages(town, Query(kind), today=TODAY).size, 1, 0.5)
    judged(f"count of {kind} for the command line", lambda _: count_records(town, Query(kind), today=TODAY), 3, 1)


@pytest.mark.parametrize("kind", LISTS)
def test_measuring_everything(town: Ledger, kind: str) -> None:
    judged(f"measuring {kind}", lambda _: Pages(town, Query(kind), today=TODAY).measure(), 1_000, 150, times=1)


def test_a_jump_to_the_last_row_against_qt(town: Ledger) -> None:
    """Qt's model has every row before it has the last one."""
    _application = QCoreApplication.instance() or QCoreApplication([])
    database = QSqlDatabase.addDatabase("QSQLITE", "bench")
    database.setDatabaseName(str(town.path))
    assert database.open()
    columns = "visited_on, village_name, group_name, subject_name, kind, visitors, handling"
    query = Query("visit")

    def ours() -> None:
        pages = Pages(town, query, today=TODAY)
        assert pages.rows((pages.size or 0) - IN_SIGHT, IN_SIGHT)

    def qt() -> None:
        model = QSqlQueryModel()
        model.setQuery(
            f"SELECT {columns} FROM visit WHERE NOT is_withdrawn ORDER BY visited_on DESC, row DESC", database
        )
        while model.canFetchMore():
            model.fetchMore()
        assert model.rowCount() == count_records(town, query)

    try:
        turns = take_turns(ours, qt)
    finally:
        database.close()
    # Qt's way takes as long as there are rows, ours does not: the goal is for a million.
    part = GOAL_ROWS / ROWS
    judge(f"jump to the last of {ROWS:,} visits", "QSqlQueryModel", turns, must=part / 100, stretch=part / 300)
