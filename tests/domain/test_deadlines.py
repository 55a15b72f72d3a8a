from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.deadlines import DayCount, Limits, day_after, is_weekday, proposed_day, workdays_between

FRIDAY = date(2026, 3, 6)


@pytest.mark.parametrize(
    ("urgency", "days"), [("urgent", 5), ("ordinary", 15), ("hard", 30), (None, 12), ("", 12), ("new", 12)]
)
def test_the_limit_follows_the_urgency(urgency: str | None, days: int) -> None:
    assert Limits(otherwise=12).days(urgency) == days


@pytest.mark.parametrize(("days", "calendar", "working"), [(0, 6, 6), (1, 7, 9), (5, 11, 13), (6, 12, 16)])
def test_days_are_counted_from_the_day_after(days: int, calendar: int, working: int) -> None:
    assert day_after(FRIDAY, days) == date(2026, 3, calendar)
    assert day_after(FRIDAY, days, is_weekday) == date(2026, 3, working)


@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(1, 200))
def test_working_days_count_back_to_themselves(start: date, days: int) -> None:
    end = day_after(start, days, is_weekday)
    assert is_weekday(end)
    assert workdays_between(start, end, is_weekday) == days
    assert workdays_between(end, start, is_weekday) == 0
    assert workdays_between(start, end - timedelta(days=1), is_weekday) == days - 1


def test_a_deadline_is_proposed_by_what_the_office_counts_and_never_lies_in_the_past() -> None:
    limits, counted = Limits(urgent=5), Limits(urgent=5, count=DayCount.WORKING)
    assert proposed_day(limits, "urgent", FRIDAY, FRIDAY) == date(2026, 3, 11)
    assert proposed_day(limits, "urgent", FRIDAY, FRIDAY, is_weekday) == date(2026, 3, 11)
    assert proposed_day(counted, "urgent", FRIDAY, FRIDAY, is_weekday) == date(2026, 3, 13)
    assert proposed_day(counted, "urgent", FRIDAY, date(2026, 5, 1), is_weekday) == date(2026, 5, 1)
