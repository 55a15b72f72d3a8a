"""Working days of China: weekends, public holidays and the days worked in exchange, as far as they have been fixed.

The State Council fixes each year's in the November before; the package with them is released anew after that.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from desktop.domain.deadlines import is_weekday


@lru_cache(maxsize=1)
def known_years() -> tuple[int, int]:
    """The first and the last year whose holidays are known."""
    # Loaded when a working day is first asked for: most offices count days of the calendar.
    from chinese_calendar import holidays

    years = {day.year for day in holidays}
    return min(years), max(years)


@lru_cache(maxsize=4096)
def is_workday(day: date) -> bool:
    """Whether people work on this day; Monday to Friday in a year whose holidays are not known."""
    if unknown_years(day, day):
        return is_weekday(day)
    from chinese_calendar import is_workday as is_known_workday

    return bool(is_known_workday(day))


def unknown_years(first: date, last: date) -> tuple[int, ...]:
    """The years of a period whose holidays are not known: in them Monday to Friday are taken for working days."""
    known = known_years()
    return tuple(year for year in range(first.year, last.year + 1) if not known[0] <= year <= known[1])
