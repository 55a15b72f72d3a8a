"""Days as people type them, turned into ISO text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from desktop.domain.identifiers import to_half_width

FIRST_YEAR = 1900
LAST_YEAR = 2999

_WORDS = {"今天": 0, "今日": 0, "昨天": 1, "昨日": 1, "前天": 2}
_FULL = re.compile(
    r"(?P<year>[0-9]{4})"
    r"(?:\s*(?P<mark>[-/.])\s*(?P<month>[0-9]{1,2})\s*(?P=mark)\s*(?P<day>[0-9]{1,2})"
    r"|\s*年\s*(?P<cn_month>[0-9]{1,2})\s*月\s*(?P<cn_day>[0-9]{1,2})\s*[日号]?)"
    r"(?:[T ]\s*00?:00(?::00)?(?:\.0+)?)?"
)
_DIGITS = re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})")
_SHORT = re.compile(r"(?P<month>[0-9]{1,2})(?:\s*[-/.]\s*|\s*月\s*)(?P<day>[0-9]{1,2})\s*[日号]?")


class BadDate(ValueError):  # noqa: N818 - as in the problem kinds
    """Text that names no day between 1900 and 2999."""


def parse_date(text: object, *, today: date) -> str:
    """The day a person means, as ``YYYY-MM-DD``.

    Accepts year-month-day with ``-``, ``/``, ``.`` or 年月日, eight digits, month and day alone (the latest year in
    which that is no future day), 今天/昨天/前天, and date or datetime objects. Raises :class:`BadDate`.
    """
    if isinstance(text, datetime):
        return _checked(text.year, text.month, text.day)
    if isinstance(text, date):
        return _checked(text.year, text.month, text.day)
    if isinstance(text, bool) or not isinstance(text, str | int):
        raise BadDate(type(text).__name__)
    typed = to_half_width(str(text)).strip()
    if typed in _WORDS:
        return (today - timedelta(days=_WORDS[typed])).isoformat()
    if full := _FULL.fullmatch(typed) or _DIGITS.fullmatch(typed):
        found = full.groupdict()
        return _checked(
            int(found["year"]), int(found["month"] or found["cn_month"]), int(found["day"] or found["cn_day"])
        )
    if short := _SHORT.fullmatch(typed):
        return _latest(int(short["month"]), int(short["day"]), today)
    raise BadDate(typed)


def is_stored_day(text: str) -> bool:
    """Whether :func:`parse_date` gives the text back as it is, told in a quarter of its time."""
    try:
        # Python reads other forms of ISO 8601 too.
        return FIRST_YEAR <= (day := date.fromisoformat(text)).year <= LAST_YEAR and day.isoformat() == text
    except ValueError:
        return False


def day_of(iso: object) -> date | None:
    """The day a stored value names; None for anything else, which another program may have put there."""
    try:
        return date.fromisoformat(str(iso))
    except ValueError:
        return None


def _checked(year: int, month: int, day: int) -> str:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadDate(str(year))
    try:
        return date(year, month, day).isoformat()
    except ValueError as error:
        raise BadDate(str(error)) from error


def _latest(month: int, day: int, today: date) -> str:
    for candidate in _past_days(month, day, today):
        if candidate <= today:
            return candidate.isoformat()
    raise BadDate(f"{month}-{day}")


def _past_days(month: int, day: int, today: date) -> Iterator[date]:
    """That day of this year and the eight before it, where it exists: 29 February can be eight years away."""
    for year in range(today.year, max(today.year - 9, FIRST_YEAR - 1), -1):
        try:
            yield date(year, month, day)
        except ValueError:
            continue
