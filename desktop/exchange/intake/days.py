"""Days as people write them into ledgers, and numbers that programs store for them."""

from __future__ import annotations

import calendar
import datetime
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

FIRST_SERIAL, LAST_SERIAL = 20_000, 73_050
"""Numbers that a spreadsheet stores for days from 1954 to 2099."""

_EPOCH = datetime.date(1899, 12, 30)
_DIGITS = {letter: str(place) for place, letter in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0", "两": "2"}
_TAIL = re.compile(
    r"(?:(?:上午|下午|中午|晚上?|早上?|早晨|凌晨|傍晚|全天|AM|PM)?\s*\d{0,2}\s*(?:[:点时]\s*\d{0,2}\s*(?:[:分]\s*\d{0,2}\s*秒?)?|半)?"
    r"(?:上午|下午|中午|晚上?|AM|PM)?"
    r"|\(?(?:周|星期|礼拜)[一二三四五六日天]\)?|\(.*\)|T?\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?)",
    re.IGNORECASE,
)
_FULL = re.compile(
    r"(?P<year>\d{4}|\d{2})\s*[-/.年、，,。\\_~ ]+\s*(?P<month>\d{1,2})"
    r"\s*[-/.月、，,。\\_~ ]+\s*(?P<day>\d{1,2})[日号]?"
)
_EIGHT = re.compile(r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})")
_SHORT = re.compile(r"(?P<month>\d{1,2})\s*[-/.月、]\s*(?P<day>\d{1,2})[日号]?")
_MONTH = re.compile(r"(?P<year>\d{4}|\d{2}(?=年))\s*[-/.年]\s*(?P<month>\d{1,2})\s*月?份?")
_SIX = re.compile(r"(?P<year>(?:19|20)\d{2})(?P<month>0[1-9]|1[0-2])")
_MONTH_ONLY = re.compile(r"(?P<month>\d{1,2})月份?")
_LIMIT = re.compile(r"(?:之前|以前|前|之内|以内|内|为止|止)?(?:完成|办结|整改到位|到位)?$")
_END = re.compile(r"(?:月?底|月末|末)$")
_YEAR_END = re.compile(r"(?P<year>\d{4})?\s*年\s*(?:年?底|年末|末|内)")
_RANGE = re.compile(r"\s*(?:-|~|—|–|至|到|、|，|,|;|；|和|\n).*", re.DOTALL)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*(?:年|[-./]\d)")

_YEARS = frozenset(str(year) for year in range(1900, 2100))
_TWO_DIGITS = {form: f"{number:02d}" for number in range(1, 32) for form in (str(number), f"{number:02d}")}

NO_DAY = re.compile(
    r"(?:长期|持续|常态化?|不限|无期限|待定|无|暂无|未定|立即|立行立改|随时|尽快|/|-|—|不详|未知|不明).{0,6}"
)
"""Words that say there is no day."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day as ISO text, and how it was told: "" plainly, ``year`` from elsewhere, ``serial`` number, ``day`` of a
    month that was given alone.
    """

    iso: str
    why: str = ""


def years_in(texts: Iterable[str]) -> list[int]:
    """The years that titles and lines around a table name, in their order."""
    found = []
    for text in texts:
        found += [int(year) for year in _YEAR.findall(unicodedata.normalize("NFKC", text))]
    return found


def plain_day(text: str) -> str | None:
    """The day that a text names in digits alone: 2024.5.6, 2024-05-06, 2024/5/6; None where it is written otherwise.

    :func:`read_day` gives the same day for such a text, whatever it is told beside.
    """
    parts = text.split("." if "." in text else "-" if "-" in text else "/")
    if len(parts) != 3:
        return None
    year, month, day = parts[0], _TWO_DIGITS.get(parts[1]), _TWO_DIGITS.get(parts[2])
    if month is None or day is None or year not in _YEARS:
        return None
    iso = f"{year}-{month}-{day}"
    # Every month has these days.
    if month <= "12" and day <= "28":
        return iso
    try:
        return datetime.date.fromisoformat(iso).isoformat()
    except ValueError:
        return None


def read_day(value: object, *, year: int | None, today: datetime.date, is_limit: bool, is_birth: bool) -> Day | None:
    """The day a cell names; None when it names none.

    ``year`` is taken where a month and a day stand alone. ``is_limit``: of a month alone its last day is meant;
    ``is_birth``: its first. Otherwise a month alone is no day.
    """
    if isinstance(value, datetime.datetime | datetime.date):
        return _made(value.year, value.month, value.day)
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, float | int):
        return _of_number(float(value), year, is_limit=is_limit, is_birth=is_birth)
    if not isinstance(value, str):
        return None
    return _of_text(_plain(value), year, today, is_limit=is_limit, is_birth=is_birth)


def _plain(text: str) -> str:
    half = unicodedata.normalize("NFKC", text).strip().strip("'’‘")
    if "初" in half or "廿" in half or "正月" in half or "腊月" in half:
        return half
    return _arabic(half)


def _arabic(text: str) -> str:
    """Chinese numbers of a date in digits: 二〇二四年十二月三十一日."""
    if not re.search("[一二三四五六七八九十〇○零]", text) or re.search("(?:周|星期|礼拜)[一二三四五六日天]", text):
        return text

    def number(match: re.Match[str]) -> str:
        word = match[0]
        if "十" not in word:
            return "".join(_DIGITS.get(letter, letter) for letter in word)
        tens, _, ones = word.partition("十")
        return str(int(_DIGITS.get(tens, "1")) * 10 + int(_DIGITS.get(ones, "0")))

    return re.sub("[一二两三四五六七八九十〇○零]+(?=[年月日号])", number, text)


def _of_number(number: float, year: int | None, *, is_limit: bool, is_birth: bool) -> Day | None:
    if FIRST_SERIAL <= number <= LAST_SERIAL or (is_birth and 3_000 <= number <= LAST_SERIAL):
        day = _EPOCH + datetime.timedelta(days=int(number))
        return Day(day.isoformat(), "serial")
    if number.is_integer():
        text = str(int(number))
        if eight := _EIGHT.fullmatch(text):
            return _matched(eight)
        six = _SIX.fullmatch(text)
        return _of_month(int(six["year"]), int(six["month"]), is_limit=is_limit, is_birth=is_birth) if six else None
    text = f"{number:.10g}"
    whole, _, rest = text.partition(".")
    if len(whole) == 4 and len(rest) <= 2:
        month = int(rest) if not (rest == "1" and not is_limit) else 1
        return _of_month(int(whole), month, is_limit=is_limit, is_birth=is_birth)
    # 5.1 may have been 5.10: the program that stored it as a number lost that.
    if len(rest) == 1 and rest in "123":
        return None
    return _of_text(text, year, datetime.date.max, is_limit=is_limit, is_birth=is_birth)


def _of_text(text: str, year: int | None, today: datetime.date, *, is_limit: bool, is_birth: bool) -> Day | None:
    if re.fullmatch(r"\d{5}(?:\.\d+)?", text) and FIRST_SERIAL <= float(text) <= LAST_SERIAL:
        return _of_number(float(text), year, is_limit=is_limit, is_birth=is_birth)
    for form in _forms(text):
        if full := _FULL.fullmatch(form) or _EIGHT.fullmatch(form):
            return _matched(full, today)
    limit = _LIMIT.sub("", text)
    limit = limit if limit != text or not is_limit else text
    if ended := _YEAR_END.fullmatch(limit):
        told = int(ended["year"]) if ended["year"] else year
        return Day(f"{told}-12-31", "day") if told and is_limit else None
    month = _MONTH.fullmatch(_END.sub("", limit)) or _SIX.fullmatch(limit)
    if month:
        return _of_month(_century(int(month["year"])), int(month["month"]), is_limit=is_limit, is_birth=is_birth)
    for form in _forms(limit):
        if short := _SHORT.fullmatch(form):
            return _of_short(int(short["month"]), int(short["day"]), year, today)
    if is_limit and year and (alone := _MONTH_ONLY.fullmatch(_END.sub("月", limit).replace("月月", "月"))):
        return _of_month(year, int(alone["month"]), is_limit=True, is_birth=False)
    return None


def _forms(text: str) -> Iterable[str]:
    """The text itself, without a time of day, and only its beginning where it names several days."""
    yield text
    limit = _LIMIT.sub("", text)
    if limit != text:
        yield limit
    for match in re.finditer(r"[日号\d]", limit):
        if _TAIL.fullmatch(limit[match.end() :].strip()) and not limit[match.end() :][:1].isdigit():
            yield limit[: match.end()]
    full = _FULL.match(limit)
    if full and not limit[full.end() : full.end() + 1].isdigit() and _RANGE.fullmatch(limit[full.end() :]):
        yield full[0]


def _matched(match: re.Match[str], today: datetime.date = datetime.date.max) -> Day | None:
    year = int(match["year"])
    return _made(_century(year), int(match["month"]), int(match["day"]), "year" if year < 100 else "")


def _century(year: int) -> int:
    if year >= 100:
        return year
    return 2000 + year if year < 50 else 1900 + year


def _of_short(month: int, day: int, year: int | None, today: datetime.date) -> Day | None:
    if year is not None:
        return _made(year, month, day, "year")
    if today == datetime.date.max:
        return None
    found = _made(today.year, month, day, "year")
    return found if found and found.iso <= today.isoformat() else _made(today.year - 1, month, day, "year")


def _of_month(year: int, month: int, *, is_limit: bool, is_birth: bool) -> Day | None:
    if not 1 <= month <= 12 or not 1800 < year < 2100:
        return None
    if is_limit:
        return _made(year, month, calendar.monthrange(year, month)[1], "day")
    return _made(year, month, 1, "day") if is_birth else None


def _made(year: int, month: int, day: int, why: str = "") -> Day | None:
    try:
        return Day(datetime.date(year, month, day).isoformat(), why) if 1900 <= year <= 2999 else None
    except ValueError:
        return None
