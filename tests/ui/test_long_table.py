"""A list of many thousand records: every row is there, whatever is looked at, and stays in place when others change."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from desktop.services.finding import Query, Record, list_records
from desktop.services.recording import record, revise, withdraw
from desktop.services.views import Wanted
from desktop.ui import list_reading, sparse_table
from desktop.ui.pages.issues import IssuesPage
from desktop.ui.pages.visits import VisitsPage
from desktop.ui.record_browser import RecordBrowser
from desktop.ui.record_columns import text_of
from desktop.ui.record_table import RecordTableModel
from desktop.ui.record_view import RecordTableView
from tests.benchmarks.long_lists import fill, issues, visits
from tests.ui.office import Office, record_visit, show_page

MANY, FEWER = 20_000, 5_000
OLDEST, NEWEST = "1990-01-01", date.today().isoformat()
"""Beyond all that is listed."""

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def long_list(office: Office, qtbot: QtBot, request: pytest.FixtureRequest) -> Iterator[RecordBrowser]:
    fill(office.ledger, "visit", visits(getattr(request, "param", FEWER)))
    page = show_page(qtbot, office, VisitsPage, is_active=True)
    page.resize(1100, 640)
    office.settle(qtbot)
    yield page.desk.browser


def whole(office: Office, query: Query) -> list[Record]:
    return list_records(
        office.ledger, Query(query.kind, query.where, order=query.order, text=query.text, limit=MANY * 2)
    )


def shown(table: RecordTableView) -> list[tuple[int, list[str]]]:
    """What is painted: each row in sight with all its cells."""
    table.grab()
    model = table.model()
    first, last = table.rows_in_sight()
    return [
        (row, [str(model.index(row, at).data() or "") for at in range(model.columnCount())])
        for row in range(first, last + 1)
    ]


def said(table: RecordTableView, records: list[Record], first: int, last: int) -> list[tuple[int, list[str]]]:
    """What should be."""
    model = table.model()
    assert isinstance(model, RecordTableModel)
    today = date.today()
    return [
        (row, [text_of(records[row], one, today, model.masked) for one in model.columns])
        for row in range(first, last + 1)
    ]


def compare(table: RecordTableView, records: list[Record]) -> None:
    found = shown(table)
    assert found == said(table, records, found[0][0], found[-1][0])


def ids_in_sight(table: RecordTableView) -> list[str]:
    model = table.model()
    assert isinstance(model, RecordTableModel)
    first, last = table.rows_in_sight()
    return [one.id for one in map(model.record_at, range(first, last + 1)) if one is not None]


@pytest.mark.parametrize("long_list", [MANY], indirect=True)
def test_whatever_the_scroll_bar_shows_is_the_list(office: Office, long_list: RecordBrowser) -> None:
    table, chance = long_list.table, random.Random(5)
    records = whole(office, long_list.model.query)
    bar = table.verticalScrollBar()
    assert long_list.model.rowCount() == len(records)
    for place in [0, bar.maximum(), *(chance.randrange(bar.maximum()) for _ in range(60)), 0]:
        bar.setValue(place)
        assert table.rows_in_sight()[0] == place
        compare(table, records)
    assert len(long_list.model.held) <= sparse_table.MOST_HELD + 200


def test_a_narrowed_list_is_whole_once_it_is_measured(office: Office, long_list: RecordBrowser, qtbot: QtBot) -> None:
    long_list.want(Wanted(where={"handling": "none"}))
    records = whole(office, long_list.model.query)
    table, bar = long_list.table, long_list.table.verticalScrollBar()
    bar.setValue(bar.maximum())
    office.settle(qtbot)
    assert long_list.model.count == len(records)
    for place in (0, bar.maximum(), bar.maximum() // 2):
        bar.setValue(place)
        compare(table, records)


def test_rows_follow_what_changes_in_between(office: Office, long_list: RecordBrowser, qtbot: QtBot) -> None:
    """New records, changed ones and withdrawn ones, above, in and below what is in sight: it stays where it is."""
    table, model, chance = long_list.table, long_list.model, random.Random(6)
    bar = table.verticalScrollBar()
    for _ in range(12):
        bar.setValue(chance.randrange(200, bar.maximum()))
        table.grab()
        first, last = table.rows_in_sight()
        before = ids_in_sight(table)
        changed = before[5]
        days = [record_.values["visited_on"] for record_ in (model.record_at(first), model.record_at(last)) if record_]
        new = {"visitors": ["李四"], "kind": "phone", "handling": "none"}
        where = chance.choice((NEWEST, days[0], OLDEST))
        made = record(office.ledger, "visit", [{**new, "visited_on": where, "subject_name": "新来的"}]).ids
        revise(office.ledger, "visit", changed, {"subject_name": "改过的"})
        gone = before[chance.choice((1, 8))]
        withdraw(office.ledger, "visit", gone, "记错")
        with qtbot.assertNotEmitted(model.modelReset):
            long_list._context.announcer.announce(frozenset(["visit"]), frozenset([*made, changed, gone]))
        records = whole(office, model.query)
        compare(table, records)
        assert model.rowCount() == len(records)
        kept = [one for one in before if one != gone]
        # The records in sight before are those in sight now, but for what came or went among them.
        assert set(kept[:-3]) <= set(ids_in_sight(table))


def test_what_others_wrote_shows_without_being_announced(
    office: Office, long_list: RecordBrowser, qtbot: QtBot
) -> None:
    """Another program, or a write whose announcement is still on its way: rows of two states are never mixed."""
    table, bar = long_list.table, long_list.table.verticalScrollBar()
    bar.setValue(2_000)
    table.grab()
    for number in range(3):
        record_visit(office.ledger, subject_name=f"新{number}", visited_on=NEWEST)
    bar.setValue(4_000)
    table.grab()
    qtbot.waitUntil(lambda: long_list.model.rowCount() == len(whole(office, long_list.model.query)))
    compare(table, whole(office, long_list.model.query))


def test_many_changes_leave_what_is_in_sight(office: Office, long_list: RecordBrowser, qtbot: QtBot) -> None:
    table, bar = long_list.table, long_list.table.verticalScrollBar()
    bar.setValue(3_000)
    table.grab()
    table.put_cursor(3_004)
    before, current = ids_in_sight(table), table.current_id
    new = {"visitors": ["李四"], "kind": "phone", "handling": "none"}
    rows = [{**new, "visited_on": day, "subject_name": f"新{n}"} for day in (OLDEST, NEWEST) for n in range(60)]
    made = record(office.ledger, "visit", rows).ids
    long_list._context.announcer.announce(frozenset(["visit"]), frozenset(made))
    assert (ids_in_sight(table), table.current_id, bar.value()) == (before, current, 3_060)
    compare(table, whole(office, long_list.model.query))


def test_the_record_stays_when_the_order_is_turned(office: Office, long_list: RecordBrowser) -> None:
    table, bar = long_list.table, long_list.table.verticalScrollBar()
    bar.setValue(3_900)
    table.grab()
    table.put_cursor(3_906)
    current = table.current_id
    table.put_cursor(3_906)
    for order in ("visited_on", "subject_name", ""):
        long_list.model.show_query(Query("visit", order=order))
        row = table.currentIndex().row()
        assert (table.current_id, row - bar.value()) == (current, 6)
        compare(table, whole(office, long_list.model.query))


def test_the_record_is_followed_from_the_first_screen(office: Office, long_list: RecordBrowser) -> None:
    table = long_list.table
    table.put_cursor(3)
    current = table.current_id
    long_list.model.show_query(Query("visit", order="visited_on"))
    row, bar = table.currentIndex().row(), table.verticalScrollBar()
    assert row == long_list.model.rowCount() - 4
    assert table.current_id == current
    assert bar.value() <= row < bar.value() + bar.pageStep()


def test_keys_go_through_all_of_it(office: Office, long_list: RecordBrowser, qtbot: QtBot) -> None:
    table, records = long_list.table, whole(office, long_list.model.query)
    for key, row in ((Qt.Key.Key_End, len(records) - 1), (Qt.Key.Key_Home, 0)):
        qtbot.keyClick(table, key)
        assert (table.currentIndex().row(), table.current_id) == (row, records[row].id)
        assert table.picked_ids() == [records[row].id]
    qtbot.keyClick(table, Qt.Key.Key_PageDown)
    page = table.currentIndex().row()
    assert page > 5
    qtbot.keyClick(table, Qt.Key.Key_PageUp)
    assert table.currentIndex().row() == 0
    qtbot.keyClick(table, Qt.Key.Key_End, SHIFT)
    assert table.picked_ids() == [one.id for one in records[:2_000]]


def test_typing_goes_to_where_the_list_begins_so(office: Office, long_list: RecordBrowser, qtbot: QtBot) -> None:
    table = long_list.table
    looked = len(long_list.model.held)
    qtbot.keyClicks(table, "2023-07")
    records = whole(office, long_list.model.query)
    first = next(row for row, one in enumerate(records) if one.values["visited_on"].startswith("2023-07"))
    assert table.currentIndex().row() == first
    assert len(long_list.model.held) < looked + 1_000
    before = table.currentIndex().row()
    qtbot.wait(QGuiApplication.styleHints().keyboardInputInterval() + 50)
    qtbot.keyClicks(table, "zz")
    assert table.currentIndex().row() == before


def test_whatever_changes_the_rows_are_those_of_the_list(
    office: Office, long_list: RecordBrowser, qtbot: QtBot
) -> None:
    """Several at once, near and far, moved to other days: whether it can be followed row by row or is read again."""
    table, model, chance = long_list.table, long_list.model, random.Random(8)
    bar = table.verticalScrollBar()
    browser = long_list
    for turn in range(16):
        if turn == 8:
            browser.want(Wanted(where={"handling": "none"}))
            office.settle(qtbot)
        records = whole(office, model.query)
        bar.setValue(chance.choice((0, chance.randrange(bar.maximum()), bar.maximum())))
        table.grab()
        in_sight = ids_in_sight(table)
        picked = chance.sample(in_sight, 3)
        table.pick(picked)
        changed = [*chance.sample(in_sight, 2), *(one.id for one in chance.sample(records, 2))]
        for one in changed:
            to = chance.choice(({"visited_on": chance.choice(records).values["visited_on"]}, {"note": str(turn)}))
            revise(office.ledger, "visit", one, to | ({"handling": "on_the_spot"} if chance.random() < 0.3 else {}))
        made = [record_visit(office.ledger, visited_on=chance.choice(records).values["visited_on"])]
        browser._context.announcer.announce(frozenset(["visit"]), frozenset([*changed, *made]))
        compare(table, whole(office, model.query))
        office.settle(qtbot)
        records = whole(office, model.query)
        assert model.count == model.rowCount() == len(records)
        compare(table, records)
        left = {one.id for one in records}
        assert set(table.picked_ids()) == {one for one in picked if one in left}


def test_what_is_selected_far_away_stays_selected(office: Office, long_list: RecordBrowser, qtbot: QtBot) -> None:
    table, bar = long_list.table, long_list.table.verticalScrollBar()
    long_list.picking.pick_all()
    picked = table.picked_ids()
    assert len(picked) == 2_000
    for place in range(0, bar.maximum(), 400):
        bar.setValue(place)
        table.grab()
    made = [record_visit(office.ledger, subject_name="甲", visited_on=day) for day in (NEWEST, OLDEST)]
    long_list._context.announcer.announce(frozenset(["visit"]), frozenset(made))
    assert table.picked_ids() == picked
    long_list.model.reload()
    assert table.picked_ids() == picked


def test_nothing_is_read_while_cells_are_painted(
    office: Office, long_list: RecordBrowser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The view tells what comes in sight before; ``data`` answers from what is at hand, or with nothing."""
    table, model = long_list.table, long_list.model
    asked: list[int] = []
    answer = RecordTableModel.data

    def watched(self: RecordTableModel, index: object, role: int = 0) -> object:
        statements: list[str] = []
        connection = office.ledger.database.connection()
        connection.set_trace_callback(statements.append)
        try:
            return answer(self, index, role)  # type: ignore[arg-type]
        finally:
            connection.set_trace_callback(None)
            asked.append(len(statements))

    monkeypatch.setattr(RecordTableModel, "data", watched)
    for place in (1_000, 4_500, 400):
        table.verticalScrollBar().setValue(place)
        table.grab()
    assert model.index(2_222, 0).data() == ""
    assert len(asked) > 100
    assert set(asked) == {0}


@pytest.fixture
def slow_list(
    office: Office, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[dict[str, object]], RecordBrowser]]:
    """A list whose texts must be looked through, in the reading thread."""
    monkeypatch.setattr(list_reading, "SMALL", 0)
    pages = []

    def show(wanted: dict[str, object]) -> RecordBrowser:
        fill(office.ledger, "issue", issues(3_000))
        page = show_page(qtbot, office, IssuesPage, is_active=True)
        pages.append(page)
        office.settle(qtbot)
        page.desk.browser.want(Wanted(where=wanted))
        return page.desk.browser

    yield show


def test_what_takes_time_comes_from_a_thread(
    office: Office, slow_list: Callable[[dict[str, object]], RecordBrowser], qtbot: QtBot
) -> None:
    browser = slow_list({"group_name": "3组"})
    model, table = browser.model, browser.table
    assert model.is_searching
    assert browser.filters._count.text() == "正在查找…"
    assert table.isVisible()
    assert browser.pane.isVisible()
    office.settle(qtbot)
    records = whole(office, model.query)
    assert table.current_id == records[0].id
    assert browser.filters._count.text() == f"共 {len(records):,} 条"
    bar = table.verticalScrollBar()
    bar.setValue(bar.maximum())
    table.grab()
    office.settle(qtbot)
    compare(table, records)
    before, revised = ids_in_sight(table), ids_in_sight(table)[3]
    revise(office.ledger, "issue", revised, {"note": "改过"})
    browser._context.announcer.announce(frozenset(["issue"]), frozenset([revised]))
    office.settle(qtbot)
    compare(table, whole(office, model.query))
    assert ids_in_sight(table) == before


def test_a_slow_list_with_nothing_says_so_at_the_end(
    office: Office, slow_list: Callable[[dict[str, object]], RecordBrowser], qtbot: QtBot
) -> None:
    browser = slow_list({"group_name": "没有的组"})
    assert not browser._no_match.isVisible()
    office.settle(qtbot)
    assert browser._no_match.isVisible()
    assert browser.filters._count.text() == "共 0 条"


def test_a_slow_list_is_turned_around_what_is_in_sight(
    office: Office, slow_list: Callable[[dict[str, object]], RecordBrowser], qtbot: QtBot
) -> None:
    browser = slow_list({"group_name": "3组"})
    office.settle(qtbot)
    table = browser.table
    table.put_cursor(60)
    table.grab()
    office.settle(qtbot)
    current, before = table.current_id, ids_in_sight(table)
    browser.sorting.turn("due_on")
    assert ids_in_sight(table) == before  # until the others are there
    office.settle(qtbot)
    table.grab()
    office.settle(qtbot)
    records = whole(office, browser.model.query)
    compare(table, records)
    assert records[table.currentIndex().row()].id == current == table.current_id
    first, last = table.rows_in_sight()
    assert first <= table.currentIndex().row() <= last
    assert browser.model.count == len(records)


def test_all_of_a_slow_list_are_selected_and_read(
    office: Office, slow_list: Callable[[dict[str, object]], RecordBrowser], qtbot: QtBot
) -> None:
    browser = slow_list({"group_name": "3组"})
    browser.picking.pick_all()
    office.settle(qtbot)
    records = whole(office, browser.model.query)
    qtbot.waitUntil(lambda: browser.table.picked_count() == len(records))
    qtbot.waitUntil(lambda: browser.model.held.missing(0, len(records) - 1) is None)
    assert browser.table.picked_ids() == [one.id for one in records]
    office.settle(qtbot)


def test_the_last_wish_counts(
    office: Office, slow_list: Callable[[dict[str, object]], RecordBrowser], qtbot: QtBot, tmp_path: Path
) -> None:
    browser = slow_list({"group_name": "3组"})
    for name in ("4组", "5组", "7组"):
        browser.want(Wanted(where={"group_name": name}))
    office.settle(qtbot)
    compare(browser.table, whole(office, browser.model.query))
    assert browser.model.count == len(whole(office, browser.model.query)) > 0
