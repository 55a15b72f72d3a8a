"""Deadlines by the limits of an office, in days of the calendar or in working days."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from desktop.domain.deadlines import DayCount
from desktop.domain.errors import Refused
from desktop.services.deadlines import Proposal, Span, day_later, span
from desktop.services.ledgers import Ledger
from desktop.services.settings import change_setting, propose_deadline, proposed_deadline, read_settings
from desktop.services.workdays import is_workday, known_years
from desktop.wording import days_words, extension_sentence, holidays_sentence, limit_sentence
from tests.small_offices import village

COLLECTED, TODAY = "2026-09-25", date(2026, 9, 25)
"""A Friday and a holiday; 1 to 7 October are one too, for which Saturday 10 October is worked."""


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = village(tmp_path)
    yield opened
    opened.close()


def proposals(ledger: Ledger) -> list[str]:
    return [proposed_deadline(ledger, COLLECTED, TODAY, urgency) for urgency in ("urgent", "ordinary", "hard", None)]


def test_each_urgency_has_the_limit_of_the_office(ledger: Ledger) -> None:
    assert proposals(ledger) == ["2026-09-30", "2026-10-10", "2026-10-25", "2026-10-10"]
    for key, days in (("urgent_days", 3), ("ordinary_days", 10), ("hard_days", 60), ("due_days", 20)):
        change_setting(ledger, key, days)
    assert proposals(ledger) == ["2026-09-28", "2026-10-05", "2026-11-24", "2026-10-15"]


def test_working_days_leave_out_holidays_and_count_the_days_worked_for_them(ledger: Ledger) -> None:
    assert not is_workday(date(2026, 10, 5))
    assert is_workday(date(2026, 10, 10))
    change_setting(ledger, "day_count", "working")
    assert proposals(ledger) == ["2026-10-09", "2026-10-22", "2026-11-12", "2026-10-22"]
    found = propose_deadline(ledger, COLLECTED, TODAY, "urgent")
    assert (found.days, found.count, found.unknown_years) == (5, DayCount.WORKING, ())
    assert span(TODAY, date.fromisoformat(found.due_on)).workdays == 5


def test_years_whose_holidays_are_not_known_count_monday_to_friday_and_say_so(ledger: Ledger) -> None:
    change_setting(ledger, "day_count", "working")
    unknown = known_years()[1] + 1
    start = date(unknown, 3, 1)
    found = propose_deadline(ledger, start.isoformat(), start, "urgent")
    assert found.unknown_years == (unknown,)
    assert is_workday(date(unknown, 10, 1)) == (date(unknown, 10, 1).weekday() < 5)
    assert holidays_sentence(found.unknown_years) == (
        f"程序里还没有 {unknown} 年的放假安排，这一段按周一至周五算工作日。"
    )
    assert holidays_sentence((2000, 2001, 2002)).startswith("程序里还没有 2000–2002 年")
    assert holidays_sentence(()) == ""


def test_days_of_the_calendar_ask_for_no_holidays(ledger: Ledger) -> None:
    unknown = date(known_years()[1] + 1, 3, 1)
    assert propose_deadline(ledger, unknown.isoformat(), unknown, None).unknown_years == ()


def test_the_holidays_are_loaded_when_they_are_asked_for() -> None:
    program = (
        "import sys; import desktop.services.settings, desktop.services.finding, desktop.services.overview; "
        "sys.exit('chinese_calendar' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_an_extension_is_told_in_working_days_too() -> None:
    first, last = date(2026, 9, 25), date(2026, 10, 10)
    assert span(first, last) == Span("2026-09-25", "2026-10-10", 15, 6)
    assert span(last, first) == Span("2026-10-10", "2026-09-25", 0, 0)
    assert day_later(first, 6, DayCount.WORKING) == Proposal("2026-10-10", 6, DayCount.WORKING)
    assert day_later(first, 6, DayCount.CALENDAR) == Proposal("2026-10-01", 6, DayCount.CALENDAR)
    assert days_words(6, DayCount.WORKING) == "6 个工作日"
    assert days_words(6, DayCount.CALENDAR) == "6 天"
    assert extension_sentence(span(first, last)) == "从 2026-09-25 到 2026-10-10 是 15 天，6 个工作日。"


def test_a_dialog_can_say_where_its_proposal_comes_from(ledger: Ledger) -> None:
    change_setting(ledger, "day_count", "working")
    said = limit_sentence(propose_deadline(ledger, COLLECTED, TODAY, "urgent"), "urgent")
    assert said == "时限按急件的 5 个工作日算，可以改。"
    unknown = date(known_years()[1] + 1, 3, 1)
    found = propose_deadline(ledger, unknown.isoformat(), unknown)
    assert limit_sentence(found, None).startswith("时限按默认的 15 个工作日算，可以改。程序里还没有")
    assert "working days. The public holidays" in limit_sentence(found, None, "en")


@pytest.mark.parametrize(
    ("key", "value", "kind"),
    [
        ("urgent_days", -1, "out_of_range"),
        ("hard_days", "30", "number_expected"),
        ("day_count", "lunar", "bad_choice"),
        ("day_count", ["working"], "bad_choice"),
        ("check_days", True, "number_expected"),
    ],
)
def test_a_bad_limit_is_refused(ledger: Ledger, key: str, value: object, kind: str) -> None:
    before = read_settings(ledger)
    with pytest.raises(Refused) as refusal:
        change_setting(ledger, key, value)
    assert refusal.value.problems[0].kind == kind
    assert read_settings(ledger) == before


def test_a_count_only_a_newer_program_knows_is_left_aside(ledger: Ledger) -> None:
    change_setting(ledger, "day_count", "working")
    ledger.database.execute_sql("UPDATE setting SET value = '\"lunar\"' WHERE id = 'day_count'")
    assert read_settings(ledger).day_count is DayCount.CALENDAR
