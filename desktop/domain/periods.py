"""Periods that figures are made for: whole months, quarters, years, or from one day to another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Period:
    """From the ISO day ``first`` to ``last``, both in."""

    first: str
    last: str

    @property
    def month(self) -> str:
        """The month (``2026-03``) that it is; empty when it is none."""
        return self.first[:7] if self == month_of(self.first) else ""


def month_of(day: str) -> Period:
    """The month of an ISO day."""
    first = date.fromisoformat(f"{day[:7]}-01")
    return Period(first.isoformat(), (_next_month(first) - timedelta(days=1)).isoformat())


def month_named(text: str) -> Period | None:
    """The month written ``2026-03``; None for what names none."""
    found = _MONTH.fullmatch(text)
    # The year 0 is none, and after 9999-12 there is nothing to end it.
    return month_of(f"{text}-01") if found and "0001" <= found[1] < "9999" else None


def last_month(today: date) -> Period:
    """The month before that of ``today``."""
    return month_of((today.replace(day=1) - timedelta(days=1)).isoformat())


def quarter_of(today: date) -> Period:
    """The quarter of ``today``."""
    first = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
    last = _next_month(_next_month(_next_month(first))) - timedelta(days=1)
    return Period(first.isoformat(), last.isoformat())


def year_of(day: str) -> Period:
    """The year of an ISO day."""
    return Period(f"{day[:4]}-01-01", f"{day[:4]}-12-31")


def months_until(last: str, count: int) -> tuple[Period, ...]:
    """The month of an ISO day and those before it, ``count`` in all, the oldest first."""
    found = [month_of(last)]
    while len(found) < count:
        found.append(last_month(date.fromisoformat(found[-1].first)))
    return tuple(reversed(found))


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)
