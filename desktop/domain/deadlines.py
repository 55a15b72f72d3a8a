"""Deadlines: how many days an issue has by its urgency, in days of the calendar or in working days.

Which days are working days is decided elsewhere and handed in: holidays are fixed by the government year by year.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from desktop.domain.fields import Choice

IsWorkday = Callable[[date], bool]


class DayCount(StrEnum):
    """Which days a limit counts."""

    CALENDAR = "calendar"
    WORKING = "working"


DAY_COUNT_CHOICES = (
    Choice("calendar", "自然日", "Calendar days", ("日历日",)),
    Choice("working", "工作日", "Working days"),
)


@dataclass(frozen=True, slots=True)
class Limits:
    """Days an issue has from its collection on (domain specification §2); ``otherwise`` where no urgency is given."""

    urgent: int = 5
    ordinary: int = 15
    hard: int = 30
    otherwise: int = 15
    count: DayCount = DayCount.CALENDAR

    def days(self, urgency: str | None) -> int:
        """The limit for an urgency by its code."""
        return {"urgent": self.urgent, "ordinary": self.ordinary, "hard": self.hard}.get(urgency or "", self.otherwise)


def day_after(start: date, days: int, is_workday: IsWorkday | None = None) -> date:
    """The last of ``days`` days after ``start``, which itself is not counted; with ``is_workday`` only such days count.

    ``start`` itself for no days.
    """
    if is_workday is None:
        return start + timedelta(days=days)
    day = start
    for _ in range(days):
        day += timedelta(days=1)
        while not is_workday(day):
            day += timedelta(days=1)
    return day


def workdays_between(start: date, end: date, is_workday: IsWorkday) -> int:
    """The working days after ``start`` up to ``end``, the end included; 0 when the end is not later."""
    return sum(is_workday(start + timedelta(days=number)) for number in range(1, (end - start).days + 1))


def is_weekday(day: date) -> bool:
    """Monday to Friday: what a working day is taken for as long as nothing is known of the holidays of its year."""
    return day.weekday() < 5


def proposed_day(
    limits: Limits, urgency: str | None, collected_on: date, today: date, is_workday: IsWorkday | None = None
) -> date:
    """The deadline proposed for an issue collected on a day: never before ``today``.

    ``is_workday`` is needed where the limits count working days.
    """
    counted = is_workday if limits.count is DayCount.WORKING else None
    return max(day_after(collected_on, limits.days(urgency), counted), today)
