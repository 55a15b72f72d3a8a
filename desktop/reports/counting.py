"""Counting what :mod:`desktop.reports.counts` declares, and finding the issues behind a number."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from desktop.data.ledger import Ledger
from desktop.domain.courses import Place
from desktop.domain.errors import Refused
from desktop.domain.periods import Period
from desktop.reports.counts import COUNTS, TIMES

# Most issues were closed long ago; no count means one that is not being worked on and had no step in the period.
_STANDING = (
    "course e CROSS JOIN issue i ON i.row = e.issue "
    "LEFT JOIN course s ON s.issue = e.issue AND s.since < :first AND s.until >= :first "
    f"WHERE e.since <= :last AND e.until > :last AND (e.place = {Place.WORKING} OR e.since >= :first)"
)

_NAME = re.compile(":([a-z_]+)")


class By(StrEnum):
    """What numbers can be told apart by. An issue that changed hands counts for its last owner in the period."""

    VILLAGE = "unit_code"
    GROUP = "group_name"
    CATEGORY = "category"
    OWNER = "owner"


_COLUMNS = {
    By.VILLAGE: "coalesce(i.unit_code, '')",
    By.GROUP: "coalesce(i.group_name, '')",
    By.CATEGORY: "coalesce(i.category, '')",
    By.OWNER: "coalesce(e.owner, '')",
}

Part = Mapping[By, str]
"""Part of the book: each of what is named has this value, '' for none."""

Numbers = Mapping[str, int]
"""Count name to number; ``extended.times`` how often."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that somebody wants to see the issues of: which count, of which period, of which part of the book."""

    count: str
    period: Period
    part: tuple[tuple[By, str], ...] = ()


def settled_period(period: Period, today: date) -> Period:
    """The period as far as it has come. Refused: ``period_not_begun``, ``period_reversed``."""
    if period.last < period.first:
        raise Refused("period_reversed", first=period.first, last=period.last)
    if period.first > today.isoformat():
        raise Refused("period_not_begun", first=period.first)
    return Period(period.first, min(period.last, today.isoformat()))


def count_by(
    ledger: Ledger, period: Period, by: Sequence[By] = (), *, part: Part | None = None, names: Collection[str] = COUNTS
) -> dict[tuple[str, ...], Numbers]:
    """The numbers of a period that is over or ends today, by the values of ``by`` (the empty key without any)."""
    chosen = [name for name in COUNTS if name in names]
    sums = [f"sum({COUNTS[name].condition})" for name in chosen]
    often = [name for name in TIMES if name in names]
    sums += [f"sum({TIMES[name]})" for name in often]
    keys = [_COLUMNS[one] for one in by]
    where, values = _part(part or {})
    statement = f"SELECT {', '.join([*keys, *sums])} FROM {_STANDING}{where}"
    if keys:
        statement += f" GROUP BY {', '.join(keys)}"
    rows = ledger.database.connection().execute(statement, {**_days(period), **values}).fetchall()
    labels = [*chosen, *(f"{name}.times" for name in often)]
    return {tuple(row[: len(keys)]): dict(zip(labels, map(_whole, row[len(keys) :]), strict=True)) for row in rows}


def rows_of(figure: Figure, today: date) -> tuple[str, list[str]]:
    """A SELECT that gives the rows of the issues behind a number, and its values.

    Refused: ``unknown_figure``, and those of :func:`settled_period`.
    """
    if figure.count not in COUNTS:
        raise Refused("unknown_figure", figure=figure.count, figures=list(COUNTS))
    where, values = _part(dict(figure.part))
    statement = f"SELECT e.issue FROM {_STANDING}{where} AND {COUNTS[figure.count].condition}"
    values |= _days(settled_period(figure.period, today))
    return _NAME.sub("?", statement), [values[name] for name in _NAME.findall(statement)]


def later_than(ledger: Ledger, day: str) -> int:
    """How many issues have steps dated after the day: figures that end with it do not know them."""
    found = ledger.database.execute_sql("SELECT count(DISTINCT issue) FROM course WHERE since > ?", (day,)).fetchone()
    return int(found[0])


def _part(part: Part) -> tuple[str, dict[str, str]]:
    text = "".join(f" AND {_COLUMNS[by]} = :{by}" for by in part)
    return text, {str(by): value for by, value in part.items()}


def _days(period: Period) -> dict[str, str]:
    return {"first": period.first, "last": period.last}


def _whole(value: Any) -> int:
    return int(value or 0)
