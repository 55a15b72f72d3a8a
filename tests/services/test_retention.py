"""Records past their period: which, what they become, that the figures stay, and what is left of them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from desktop.data.ledger import Ledger
from desktop.domain.errors import Refused
from desktop.domain.kinds import KINDS
from desktop.domain.lifecycle import Duty, Person
from desktop.domain.periods import Period, year_of
from desktop.domain.sight import MARK, is_anonymous
from desktop.services.covering import coverage
from desktop.services.figuring import ledger_figures, month_report, month_report_document, period_figures
from desktop.services.finding import Query, list_records
from desktop.services.handling import record_event
from desktop.services.inspecting import inspect
from desktop.services.ledgers import change_actor
from desktop.services.people import change_people
from desktop.services.recording import record, withdraw
from desktop.services.register_counts import counted_places
from desktop.services.retention import anonymise, proposals
from desktop.services.settings import change_setting, read_settings, settings_document
from desktop.services.undoing import undo
from tests.offices import Offices, id_number, issue, values_of, visit

TODAY = date(2026, 3, 5)
NUMBER, PHONE = id_number(), "13812345678"
SAID = f"郑大山（{PHONE}，138.1234.5678）说水渠渗漏"


@pytest.fixture
def village(offices: Offices) -> Ledger:
    """Visits and issues of several years; what is older than three of them is past its period."""
    ledger = offices.village()
    record(
        ledger,
        "household",
        [{"household_no": "1", "head_name": "郑大山", "phone": PHONE, "household_tags": ["低保户"]}],
    )
    gone = record(
        ledger, "person", [{"name": "郑小山", "household_no": "1", "relation": "子", "id_number": NUMBER}]
    ).ids[0]
    withdraw(ledger, "person", gone, "迁出")
    personal = {"phone": PHONE, "id_number": NUMBER, "household_no": "1", "household_tags": ["低保户"]}
    for day in ("2021-05-01", "2022-12-31", "2023-01-01", "2026-03-01"):
        record(ledger, "visit", [visit(visited_on=day, demand=SAID, situation="老伴住院", **personal)])
    for day in ("2021-05-02", "2022-06-01", "2026-03-02"):
        known = {"reporter_name": "郑大山", "reporter_phone": PHONE, "description": SAID, "collected_on": day}
        made = record(ledger, "issue", [issue(**known)]).ids[0]
        if day < "2022":
            record_event(
                ledger, made, "refuse", {"reason": "不归我们管", "notice": "已告知", "happened_on": "2021-06-01"}
            )
    return ledger


def set_years(ledger: Ledger, **years: int) -> None:
    change_setting(ledger, "retention", sorted(years.items()))


def found(ledger: Ledger, today: date = TODAY) -> dict[str, int]:
    return {one.kind: len(one.records) for one in proposals(ledger, today)}


def shown(ledger: Ledger) -> str:
    """Everything the tables have."""
    return str([ledger.database.execute_sql(f'SELECT * FROM "{kind}"').fetchall() for kind in KINDS])


def figures(ledger: Ledger) -> list[Any]:
    """Every number the program tells."""
    months = [
        Period(f"{year}-{month:02d}-01", f"{year}-{month:02d}-28") for year in (2021, 2022, 2023) for month in (5, 6)
    ]
    reports = [month_report_document(month_report(ledger, month, today=TODAY)) for month in months]
    periods = [period_figures(ledger, year_of(f"{year}-01-01"), today=TODAY) for year in (2021, 2022, 2023)]
    return [ledger_figures(ledger, today=TODAY), reports, periods, coverage(ledger, TODAY), counted_places(ledger)]


def test_nothing_is_proposed_before_a_period_is_set(village: Ledger) -> None:
    assert found(village) == {}
    with pytest.raises(Refused, match="nothing_to_anonymise"):
        anonymise(village, TODAY)


def test_whole_calendar_years_that_are_over(village: Ledger) -> None:
    set_years(village, visit=3, issue=3)
    assert dict(read_settings(village).retention) == settings_document(read_settings(village))["retention"]
    # Of 2021 and 2022; the issue of 2022 is still worked on.
    assert found(village) == {"visit": 2, "issue": 1}
    assert found(village, date(2025, 12, 31)) == {"visit": 1, "issue": 1}
    assert proposals(village, TODAY)[0].before == "2023-01-01"
    set_years(village, visit=1)
    assert found(village) == {"visit": 3}


def test_of_the_registers_only_what_was_withdrawn(village: Ledger) -> None:
    set_years(village, person=1, household=1)
    year = date.today().year
    assert found(village, date(year + 1, 12, 31)) == {}
    assert found(village, date(year + 2, 1, 1)) == {"person": 1}


def test_a_visit_whose_issue_is_open_waits(offices: Offices) -> None:
    ledger = offices.village()
    record(
        ledger, "visit", [visit(visited_on="2020-01-05", handling="listed", issues=[issue(collected_on="2020-01-05")])]
    )
    set_years(ledger, visit=1)
    assert found(ledger) == {}


@pytest.mark.parametrize(
    "value", [[["visit", -1]], [["visit", 51]], [["visit", "3"]], [["nothing", 3]], 3, [["visit", True]]]
)
def test_what_is_no_period(village: Ledger, value: Any) -> None:
    with pytest.raises(Refused):
        change_setting(village, "retention", value)


def test_the_old_goes_and_the_figures_stay(village: Ledger) -> None:
    set_years(village, visit=3, issue=3)
    ids = [past.record_id for one in proposals(village, TODAY) for past in one.records]
    before = figures(village)
    done = anonymise(village, TODAY)
    assert done.records == {"visit": 2, "issue": 1}
    assert figures(village) == before
    for record_id in ids:
        kind = "visit" if village.tables["visit"].get(record_id) else "issue"
        values = values_of(village, kind, record_id)
        held = str(values)
        assert not [one for one in (PHONE, "138.", NUMBER, "郑大山", "老伴", "低保") if one in held], held
        assert is_anonymous(KINDS[kind], values)
    # The same person in visits of one run is told to be the same, by a mark that says nothing else.
    marks = {values_of(village, "visit", one)["subject_name"] for one in ids if village.tables["visit"].get(one)}
    (mark,) = marks
    assert mark.startswith(MARK) and len(mark) == 6
    assert found(village) == {}
    assert inspect(village).is_sound


def test_a_search_finds_the_old_words_no_more(village: Ledger) -> None:
    set_years(village, visit=3, issue=3)
    assert len(list_records(village, Query("visit", text=PHONE))) == 4
    anonymise(village, TODAY)
    assert len(list_records(village, Query("visit", text=PHONE))) == 2
    assert len(list_records(village, Query("visit", text="郑大山"))) == 2


def test_what_the_log_still_holds_is_said(village: Ledger) -> None:
    """Rewriting it would break its chain; the change of each record that entered it is counted."""
    set_years(village, visit=3)
    done = anonymise(village, TODAY)
    assert done.changes_left == 2
    assert PHONE in str(village.database.execute_sql("SELECT patch FROM change").fetchall())


def test_it_can_be_taken_back_in_the_same_run_of_the_program(village: Ledger) -> None:
    before = shown(village)
    set_years(village, visit=3, issue=3)
    anonymise(village, TODAY)
    assert shown(village) != before
    undo(village)
    plain = [one.values for one in list_records(village, Query("visit"))]
    assert plain and all(one["phone"] == PHONE and one["subject_name"] == "郑大山" for one in plain)
    assert found(village) == {"visit": 2, "issue": 1}
    assert inspect(village).is_sound


def test_it_reaches_the_town_as_changes_do(village: Ledger, offices: Offices) -> None:
    town = offices.town()
    offices.send(village, town)
    set_years(village, visit=3, issue=3)
    anonymise(village, TODAY)
    offices.send(village, town)
    held = [one.values for one in list_records(town, Query("visit")) if one.values["visited_on"] < "2023"]
    assert len(held) == 2 and all(one["subject_name"].startswith(MARK) and "phone" not in one for one in held)
    # What the town holds of its villages is theirs to make anonymous.
    set_years(town, visit=1)
    assert found(town) == {}


def test_it_is_for_who_is_in_charge(village: Ledger) -> None:
    set_years(village, visit=3)
    change_people(
        village, [Person("周江", frozenset({Duty.OWNER})), Person("东沟书记", frozenset({Duty.VILLAGE_SECRETARY}))]
    )
    change_actor(village, "周江")
    for act in (proposals, anonymise):
        with pytest.raises(Refused, match="not_in_charge"):
            act(village, TODAY)  # type: ignore[operator]


def test_a_cancelled_run_changes_nothing(village: Ledger) -> None:
    set_years(village, visit=3, issue=3)
    before, asked = shown(village), []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) > 5

    with pytest.raises(Refused, match="cancelled"):
        anonymise(village, TODAY, cancelled=cancelled)
    assert shown(village) == before
