"""Deadlines by the limits of an office, and how long a period is in working days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop.domain.deadlines import DayCount, Limits, day_after, proposed_day, workdays_between
from desktop.services.workdays import is_workday, unknown_years


@dataclass(frozen=True, slots=True)
class Proposal:
    """A deadline (ISO) ``days`` days of ``count`` after the collection.

    ``unknown_years`` are those whose holidays are not known yet: in them Monday to Friday were counted.
    """

    due_on: str
    days: int
    count: DayCount
    unknown_years: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """From a day, not counted, to another: days of the calendar, and the working days among them."""

    first: str
    last: str
    days: int
    workdays: int
    unknown_years: tuple[int, ...] = ()


def deadline_by(limits: Limits, urgency: str | None, collected_on: date, today: date) -> Proposal:
    """The deadline proposed for an issue, never before ``today``."""
    days = limits.days(urgency)
    due = proposed_day(limits, urgency, collected_on, today, is_workday)
    unknown = unknown_years(collected_on, due) if limits.count is DayCount.WORKING else ()
    return Proposal(due.isoformat(), days, limits.count, unknown)


def day_later(start: date, days: int, count: DayCount) -> Proposal:
    """The day so many days of this count after another: an extension granted in working days, as a date."""
    if count is DayCount.CALENDAR:
        return Proposal(day_after(start, days).isoformat(), days, count)
    day = day_after(start, days, is_workday)
    return Proposal(day.isoformat(), days, count, unknown_years(start, day))


def span(first: date, last: date) -> Span:
    """How long an extension from one deadline to another is (延期时间, 延期工作日)."""
    return Span(
        first.isoformat(),
        last.isoformat(),
        max(0, (last - first).days),
        workdays_between(first, last, is_workday),
        unknown_years(first, last),
    )
