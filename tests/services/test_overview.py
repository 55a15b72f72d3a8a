"""What today's page gathers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from desktop.domain.lights import Light
from desktop.services import outstanding as counting
from desktop.services.drafting import keep_draft
from desktop.services.exporting import export_workbook
from desktop.services.finding import Query, count_records, list_records
from desktop.services.importing import import_workbooks
from desktop.services.ledgers import Ledger
from desktop.services.outstanding import outstanding
from desktop.services.overview import MOST_ISSUES, overview
from desktop.services.recording import revise, withdraw
from tests.small_offices import TOWN_CODE, add_issue, add_visit, town, village

TODAY = date.today()


def days(count: int) -> timedelta:
    return timedelta(days=count)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = village(tmp_path)
    yield opened
    opened.close()


def test_a_new_ledger_has_nothing(ledger: Ledger) -> None:
    found = overview(ledger, TODAY)
    assert found.is_new
    assert found.overdue.total == found.due_soon.total == found.draft_count == 0
    assert [day.count for day in found.days] == [0] * 7
    assert [(one.unit_code, one.name, one.records) for one in found.partners] == [(TOWN_CODE, "天王镇", 0)]


def test_issues_come_by_deadline_and_the_rest_is_counted(ledger: Ledger) -> None:
    for late in range(1, 12):
        add_issue(ledger, TODAY - days(late), what=f"逾期 {late}")
    add_issue(ledger, TODAY, what="今天到期")
    add_issue(ledger, TODAY + days(10), what="十天后")
    add_issue(ledger, TODAY + days(11), what="还早")
    add_issue(ledger, what="没有期限")
    found = overview(ledger, TODAY)
    assert [record.values["description"] for record in found.overdue.records] == [
        f"逾期 {late}" for late in range(11, 11 - MOST_ISSUES, -1)
    ]
    assert found.overdue.total == 11
    assert [record.values["description"] for record in found.due_soon.records] == ["今天到期", "十天后"]
    assert {record.light for record in found.due_soon.records} == {Light.DUE_SOON}
    assert found.due_soon.total == 2


def test_withdrawn_issues_are_not_named(ledger: Ledger) -> None:
    saved = add_issue(ledger, TODAY - days(1))
    withdraw(ledger, "issue", saved.ids[0], "重复")
    assert overview(ledger, TODAY).overdue.total == 0


def test_lists_and_lights_agree_on_states_that_wait_for_a_review(ledger: Ledger) -> None:
    for due in (TODAY, TODAY + days(3)):
        saved = add_issue(ledger, due)
        ledger.database.execute_sql("UPDATE issue SET status = 'suspended' WHERE id = ?", (saved.ids[0],))
    for light, count in ((Light.DUE_SOON, 1), (Light.NORMAL, 1)):
        found = list_records(ledger, Query("issue", lights=(light,)), today=TODAY)
        assert [record.light for record in found] == [light] * count
        assert count_records(ledger, Query("issue", lights=(light,)), today=TODAY) == count
    assert overview(ledger, TODAY).due_soon.total == 1


def test_visits_are_counted_by_day(ledger: Ledger) -> None:
    for ago in (0, 1, 1, 6, 7):
        add_visit(ledger, TODAY - days(ago))
    found = overview(ledger, TODAY)
    assert [day.count for day in found.days] == [1, 0, 0, 0, 0, 2, 1]
    assert found.days[-1].day == TODAY.isoformat()
    assert len(found.visits) == 4


def test_drafts_are_listed(ledger: Ledger) -> None:
    for number in range(7):
        keep_draft(ledger, "visit", {"subject_name": "赵六"}, title=f"赵六 {number}")
    found = overview(ledger, TODAY)
    assert (len(found.drafts), found.draft_count) == (5, 7)


def test_changes_count_until_a_workbook_has_held_them(ledger: Ledger, tmp_path: Path) -> None:
    saved = add_visit(ledger)
    revise(ledger, "visit", saved.ids[0], {"note": "补充"})
    add_issue(ledger)
    assert outstanding(ledger)[0].records == 2
    export_workbook(ledger, tmp_path / "a.xlsx")
    partner = outstanding(ledger)[0]
    assert (partner.records, partner.file_name) == (0, "a.xlsx")
    assert partner.handed_at
    revise(ledger, "visit", saved.ids[0], {"note": "又补充"})
    assert outstanding(ledger)[0].records == 1


def test_counting_stops_early(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "MOST_COUNTED", 2)
    for _ in range(3):
        add_visit(ledger)
    partner = outstanding(ledger)[0]
    assert (partner.records, partner.is_more) == (2, True)


def test_a_town_owes_answers_to_each_village_by_itself(ledger: Ledger, tmp_path: Path) -> None:
    saved = add_issue(ledger)
    export_workbook(ledger, tmp_path / "a.xlsx")
    office = town(tmp_path)
    assert outstanding(office) == ()
    import_workbooks(office, [tmp_path / "a.xlsx"])
    # What the village sent is nothing the town owes it.
    assert [(one.name, one.records) for one in outstanding(office)] == [("唐陵村", 0)]
    revise(office, "issue", saved.ids[0], {"owner": "周干事"})
    assert [(one.name, one.records) for one in outstanding(office)] == [("唐陵村", 1)]
    export_workbook(office, tmp_path / "b.xlsx", to=ledger.office.code)
    assert [(one.name, one.records) for one in outstanding(office)] == [("唐陵村", 0)]
    office.close()
