"""What each word of a search may be: text, the pinyin of a name, a number, a day or a month."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from desktop.data.names import plain_name
from desktop.data.search import is_exact, terms
from desktop.domain.dates import BadDate, parse_date
from desktop.domain.periods import Period, month_named, year_of

_LATIN = re.compile(r"[0-9a-z]+")
_NUMBER_WORDS = re.compile(r"户|号")
_MONTH = re.compile(r"([0-9]{4})\s*(?:[-/.]|年)\s*([0-9]{1,2})月?")
_YEAR = re.compile(r"([0-9]{4})年")
_LETTERS = re.compile(r"[a-z]+")
_DAYS = ("今天", "今日", "昨天", "昨日", "前天")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a search. Every reading that it allows counts: what fits one of them is found.

    ``text`` is folded; ``letters`` may be the pinyin of a name, ``period`` the days that it names; ``is_number`` says
    that it has digits, and otherwise only letters, signs, 户 and 号.
    """

    text: str
    letters: str = ""
    period: Period | None = None
    is_number: bool = False

    @property
    def is_day(self) -> bool:
        """Whether it means a day or a month and nothing else: eight digits may stand within a number."""
        return self.period is not None and not self.text.isdecimal()


def words_of(text: str, today: date) -> list[Word]:
    """The words of a search in their order: everything between blanks."""
    return [
        Word(word, _letters(word), period_named(word, today), is_number(word)) for word in dict.fromkeys(terms(text))
    ]


def needs_rows(text: str) -> bool:
    """Whether rows themselves must be looked at to tell which ones a search finds: indexes do not say it all."""
    return any(not word.is_day and (word.letters or not is_exact(word.text)) for word in words_of(text, date.min))


def is_number(word: str) -> bool:
    """Whether a word is of a number: it has digits, and otherwise only Latin letters, signs, 户 and 号."""
    plain = plain_name(_NUMBER_WORDS.sub("", word))
    return bool(_LATIN.fullmatch(plain)) and any(map(str.isdigit, plain))


def _letters(word: str) -> str:
    # ü is written v in pinyin typed on a keyboard; the apostrophe parts syllables (xi'an).
    found = word.replace("ü", "v").replace("'", "").replace("’", "")
    return found if _LETTERS.fullmatch(found) else ""


def period_named(word: str, today: date) -> Period | None:
    """The days a word names: a day with its year, a month (2026-03, 2026年3月), a year (2026年); None for others."""
    if year := _YEAR.fullmatch(word):
        return year_of(f"{year[1]}-01-01") if year[1] > "0000" else None
    if month := _MONTH.fullmatch(word):
        return month_named(f"{month[1]}-{int(month[2]):02d}")
    if word not in _DAYS and not re.match("[0-9]{4}", word):
        # 3-5 is a household number as well as a day of this year: only the whole day is certain.
        return None
    try:
        day = parse_date(word, today=today)
    except BadDate:
        return None
    return Period(day, day)
