"""Places of a form outside its table: office, person, day and period, in braces or as blanks to be filled in.

Known are ``{年} {月} {日} {期间} {单位} {填报人} {填报日期} {条数}``, and what people leave blank: 填报单位：____,
填报人：____, 填报日期： 年 月 日, ____年__月.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from desktop.exchange.templates.form import Run

_BLANK = r"[_＿\s　]"
_BRACED = re.compile(r"[{｛]\s*(年|月|日|期间|单位|填报人|填报日期|条数)\s*[}｝]")
_UNIT = re.compile(
    rf"(?:填报|填表|上报|报送|报表|制表|填写)(?:单位|部门)\s*(?:[(（](?:盖章|公章|章)[)）])?\s*[:：]({_BLANK}*)"
)
_PERSON = re.compile(rf"(?:填报|填表|制表|经办|填写|上报|报送)人(?:员|姓名)?\s*[:：]({_BLANK}*)")
_DAY_NAME = r"(?:填报|填表|制表|上报|报送|填写)(?:日期|时间)|^日期"
_DAY = re.compile(rf"(?:{_DAY_NAME})\s*[:：]({_BLANK}*(?:年{_BLANK}*月{_BLANK}*日)?)")
_SIGNED = re.compile(rf"(?:(?<=^)|(?<=[\s_＿　:：(（]))({_BLANK}*年{_BLANK}+月{_BLANK}+日)")
_MONTH = re.compile(rf"(?P<year>[0-9]{{4}}|{_BLANK}*)年(?P<blank>{_BLANK}+)月(?!{_BLANK}*日)")
_YEAR = re.compile(r"[_＿]{2,}年(?:度)?(?!.*月)")
# What follows a blank on the same line: another name with a colon, or text. Nothing is put before these.
_FILLED = re.compile(r"[^\s_＿　年月日]")


@dataclass(frozen=True, slots=True)
class Told:
    """What goes into the places. ``since`` and ``until`` are the ends of the period, None where it is open."""

    unit: str
    person: str
    today: date
    since: date | None = None
    until: date | None = None
    count: int = 0

    @property
    def year(self) -> str:
        """The year of the period; that of today where there is no period."""
        if self.since is None or self.until is None:
            return str((self.since or self.until or self.today).year)
        same = self.since.year == self.until.year
        return str(self.since.year) if same else f"{self.since.year}—{self.until.year}"

    @property
    def month(self) -> str:
        """The month of the period, or the first and the last of it; '' for whole years."""
        if self.since is None or self.until is None:
            return str((self.since or self.until or self.today).month)
        first, last = self.since.month, self.until.month
        if self.since.year != self.until.year or (first, last) == (1, 12):
            return ""
        return str(first) if first == last else f"{first}—{last}"

    @property
    def day(self) -> str:
        """Today, as it is written."""
        return f"{self.today.year}年{self.today.month}月{self.today.day}日"

    @property
    def period(self) -> str:
        """The period in words."""
        ends = [f"{one.year}年{one.month}月{one.day}日" if one else "" for one in (self.since, self.until)]
        if not any(ends):
            return "全部"
        return f"{ends[0]}至{ends[1]}" if all(ends) else f"{ends[0]}起" if ends[0] else f"至{ends[1]}"


def filled(runs: Sequence[Run], told: Told) -> tuple[Run, ...] | None:
    """The text of a cell with its places filled; None where it has none.

    What goes into a blank takes the look of the blank, so that a line under it stays.
    """
    text = "".join(run.text for run in runs)
    changes = sorted(_changes(text, told))
    if not changes:
        return None
    return tuple(_laid_over(runs, changes))


def _laid_over(runs: Sequence[Run], changes: Sequence[tuple[int, int, str]]) -> Iterator[Run]:
    """The pieces of a text after changes to it; what is new takes the look of the piece that had most of its place."""
    ends = list(accumulate(len(run.text) for run in runs))
    begins = [0, *ends[:-1]]
    at_run = [
        max(range(len(runs)), key=lambda place, change=change: _shared(change, begins[place], ends[place]))  # type: ignore[misc]
        for change in changes
    ]
    for place, run in enumerate(runs):
        parts: list[str] = []
        at = begins[place]
        for (start, stop, new), target in zip(changes, at_run, strict=True):
            if stop < begins[place] or start > ends[place]:
                continue
            parts.append(run.text[at - begins[place] : max(start, at) - begins[place]])
            parts.append(new if target == place else "")
            at = min(max(stop, at), ends[place])
        yield Run(run.look, "".join([*parts, run.text[at - begins[place] :]]))


def _shared(change: tuple[int, int, str], begin: int, end: int) -> tuple[int, bool]:
    start, stop, _ = change
    return min(stop, end) - max(start, begin), start < end


def _changes(text: str, told: Told) -> Iterator[tuple[int, int, str]]:
    """Start, end and new content of every place."""
    seen: list[tuple[int, int]] = []
    for start, stop, new in _found(text, told):
        if not any(start < last and first < stop for first, last in seen):
            seen.append((start, stop))
            yield start, stop, new


def _found(text: str, told: Told) -> Iterator[tuple[int, int, str]]:
    braced = {
        "年": told.year,
        "月": told.month,
        "日": str(told.today.day),
        "期间": told.period,
        "单位": told.unit,
        "填报人": told.person,
        "填报日期": told.day,
        "条数": str(told.count),
    }
    for found in _BRACED.finditer(text):
        yield found.start(), found.end(), braced[found[1]]
    for pattern, value in ((_UNIT, told.unit), (_PERSON, told.person), (_DAY, told.day)):
        for found in pattern.finditer(text):
            end, rest = found.end(1), text[found.end() :]
            if rest.startswith("年"):
                # The end of the blank is that of the year.
                end = max(found.start(1), end - 4)
            # Something may be written there already.
            is_written = rest and not found[1] and _FILLED.match(rest)
            if value and not is_written:
                # What follows on the same line keeps its distance.
                yield found.start(1), end, value + ("  " if rest else "")
    for found in _SIGNED.finditer(text):
        yield found.start(1), found.end(1), told.day
    for found in _MONTH.finditer(text):
        year = found["year"] if found["year"].isdigit() else told.year
        if found["year"].isdigit() and told.year != found["year"] and "—" in told.year:
            continue
        yield found.start(), found.end(), f"{year}年{told.month}月" if told.month else f"{year}年"
    for found in _YEAR.finditer(text):
        tail = "年度" if found[0].endswith("度") else "年"
        yield found.start(), found.end(), f"{told.year}{tail}"
