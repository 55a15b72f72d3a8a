"""月报: the monthly report as villages hand it in on paper (domain specification §1.6), as plain data.

Rows: what has been entered and closed since the new year, what the month brought, and the checks; columns: the
categories that occur, and all together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from desktop.domain.periods import Period
from desktop.reports.counting import Numbers
from desktop.reports.counts import LEAVING

TOTAL = "合计"
UNSAID = "（未填）"


@dataclass(frozen=True, slots=True)
class Line:
    """A row: ``numbers`` by column, the total last; ``count`` of ``period`` is what they count. No count: a heading."""

    label: str
    depth: int = 0
    count: str = ""
    period: Period | None = None
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """An identity: by column what ``label`` comes to, and what was counted."""

    label: str
    expected: tuple[int, ...]
    found: tuple[int, ...]

    @property
    def is_right(self) -> bool:
        """Whether it holds in every column."""
        return self.expected == self.found

    def wrong(self, headings: Sequence[str]) -> list[tuple[str, int, int]]:
        """Where it does not hold: heading of the column, expected, found."""
        names = (*headings, TOTAL)
        return [each for each in zip(names, self.expected, self.found, strict=True) if each[1] != each[2]]


@dataclass(frozen=True, slots=True)
class Rate:
    """A share: so many (``part``) of so many (``whole``)."""

    label: str
    part: int
    whole: int

    @property
    def percent(self) -> float | None:
        """The share in per cent; None of nothing."""
        return 100 * self.part / self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class MonthReport:
    """The report. ``columns`` are the categories shown; ``filled_on`` an ISO day; ``leader`` may be empty.

    ``notes`` are counts to be told below it: ``later``, issues with steps dated after the report ends; ``typed_late``,
    with steps of the month that were typed after it had ended.
    """

    month: Period
    year: Period
    unit_code: str
    unit_name: str
    filled_by: str
    leader: str
    filled_on: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    checks: tuple[Check, ...]
    rates: tuple[Rate, ...]
    notes: Mapping[str, int] = field(default_factory=dict)
    is_of_village: bool = False
    """Whether it is of one village of the ledger, and not of all of it."""

    @property
    def headings(self) -> tuple[str, ...]:
        """What stands above the columns, but for the total."""
        return tuple(column or UNSAID for column in self.columns)

    @property
    def title(self) -> str:
        """What stands above the form."""
        return f"{self.unit_name}问题办理月报表（{int(self.month.first[:4])} 年 {int(self.month.first[5:7])} 月）"

    @property
    def head(self) -> tuple[tuple[str, str], ...]:
        """The head of the form: label and what is filled in."""
        return (
            ("填报单位", self.unit_name),
            ("填报人", self.filled_by),
            ("负责人", self.leader),
            ("填报日期", self.filled_on),
            ("单位", "件"),
        )


@dataclass(frozen=True, slots=True)
class _Row:
    label: str
    depth: int
    count: str
    is_shown_empty: bool = True


def _closed_rows(superior: str, depth: int) -> tuple[_Row, ...]:
    return (
        _Row("其中：实质性", depth, "substantive"),
        _Row("阶段性", depth + 1, "staged"),
        _Row("程序性", depth + 1, "procedural"),
        _Row("未填办结方式", depth + 1, "unsaid", is_shown_empty=False),
        _Row(f"其中：呈报{superior}", depth, "closed_reported"),
    )


_LEAVING_LABELS = {"refused": "不予受理", "merged": "合并", "void": "作废", "transferred": "移送"}


def _leaving_rows(word: str) -> tuple[_Row, ...]:
    return tuple(_Row(f"{word}{_LEAVING_LABELS[name]}数", 0, name, is_shown_empty=False) for name in LEAVING)


def _year_rows(superior: str) -> tuple[_Row, ...]:
    return (
        _Row("累计建账数", 0, "on_the_books"),
        _Row("其中：上年接转", 1, "carried"),
        _Row("累计复号数", 0, "reopened", is_shown_empty=False),
        _Row("累计办结数", 0, "closed"),
        *_closed_rows(superior, 1),
        *_leaving_rows("累计"),
    )


def _month_rows(superior: str) -> tuple[_Row, ...]:
    return (
        _Row("上月办理中", 0, "carried"),
        _Row("本月建账数", 0, "built"),
        _Row("其中：当场解决", 1, "on_the_spot", is_shown_empty=False),
        _Row("本月复号数", 0, "reopened", is_shown_empty=False),
        _Row("本月办结数", 0, "closed"),
        *_closed_rows(superior, 1),
        *_leaving_rows("本月"),
        _Row("本月办理中", 0, "working"),
        _Row("其中：挂账", 1, "suspended"),
        _Row("长期坚持", 2, "long_term"),
        _Row("逾期", 2, "overdue"),
        _Row("本月重复反映数", 0, "repeated"),
        _Row("本月延期数", 0, "extended"),
    )


class Counted:
    """Numbers of a month and of the year so far, by category."""

    def __init__(self, month: Mapping[tuple[str, ...], Numbers], year: Mapping[tuple[str, ...], Numbers]) -> None:
        self.month = {key[0]: numbers for key, numbers in month.items()}
        self.year = {key[0]: numbers for key, numbers in year.items()}

    @property
    def categories(self) -> set[str]:
        """Those with a number that is not 0."""
        both = (*self.month.items(), *self.year.items())
        return {category for category, numbers in both if any(numbers.values())}

    @property
    def total(self) -> Numbers:
        """The numbers of the month over all categories."""
        names = {name for numbers in self.month.values() for name in numbers}
        return {name: sum(numbers[name] for numbers in self.month.values()) for name in names}

    def row(self, numbers: Mapping[str, Numbers], count: str, columns: Sequence[str]) -> tuple[int, ...]:
        """A count by column, the total last: counted over all categories, shown or not."""
        return (
            *(numbers.get(column, {}).get(count, 0) for column in columns),
            sum(each.get(count, 0) for each in numbers.values()),
        )


def lines_of(
    counted: Counted, columns: Sequence[str], month: Period, year: Period, *, superior: str
) -> tuple[Line, ...]:
    """The rows of the form: those since the new year, then those of the month; what never occurred is left out."""
    lines = []
    parts = (
        (f"一、{year.first[:4]} 年累计", _year_rows(superior), counted.year, year),
        ("二、本月", _month_rows(superior), counted.month, month),
    )
    for heading, rows, numbers, period in parts:
        lines.append(Line(heading))
        for row in rows:
            found = counted.row(numbers, row.count, columns)
            if any(found) or row.is_shown_empty:
                lines.append(Line(row.label, row.depth, row.count, period, found))
    return tuple(lines)


def checks_of(counted: Counted, columns: Sequence[str]) -> tuple[Check, ...]:
    """What came in and went out against what is there, for the month and for the year so far."""
    month = _balance(counted, counted.month, "carried", ("built", "reopened"), columns)
    year = _balance(counted, counted.year, "on_the_books", ("reopened",), columns)
    working = counted.row(counted.month, "working", columns)
    return (
        Check(_said("上月办理中 + 建账", "本月办理中", counted.month), month, working),
        Check(_said("累计建账", "本月办理中", counted.year), year, working),
    )


def _balance(
    counted: Counted, numbers: Mapping[str, Numbers], start: str, coming: Sequence[str], columns: Sequence[str]
) -> tuple[int, ...]:
    sums = list(counted.row(numbers, start, columns))
    signs = [*((name, 1) for name in coming), *((name, -1) for name in ("closed", *LEAVING))]
    for name, sign in signs:
        for place, number in enumerate(counted.row(numbers, name, columns)):
            sums[place] += sign * number
    return tuple(sums)


def _said(start: str, result: str, numbers: Mapping[str, Numbers]) -> str:
    """The identity in words, with the ways in and out that occurred."""
    has = {name for name in ("reopened", *LEAVING) if any(each.get(name) for each in numbers.values())}
    text = f"{start} + 复号" if "reopened" in has else start
    text += " − 办结"
    return text + "".join(f" − {_LEAVING_LABELS[name]}" for name in LEAVING if name in has) + f" = {result}"


_RATES = (
    ("按期办结率", "on_time", "timed"),
    ("按期办结率（含延期）", "on_time_extended", "timed"),
    ("回复率", "answered", "closed"),
    ("满意率", "content", "asked"),
    ("实质性占办结", "substantive", "closed"),
)


def rates_of(numbers: Numbers) -> tuple[Rate, ...]:
    """The shares of a period. Satisfaction is of those who were asked; who was not is counted apart."""
    return tuple(Rate(label, numbers.get(part, 0), numbers.get(whole, 0)) for label, part, whole in _RATES)
