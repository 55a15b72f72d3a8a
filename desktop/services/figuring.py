"""Figures of a ledger, as plain data for the window and the command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from desktop.data.ledger import Ledger
from desktop.domain.changes import Level
from desktop.domain.errors import Refused
from desktop.domain.lifecycle import Duty
from desktop.domain.periods import Period, last_month, month_named, month_of, months_until, quarter_of, year_of
from desktop.reports.counting import By, Figure, Numbers, Part, count_by, later_than, settled_period
from desktop.reports.counts import COMING, COUNTS, GOING, LEAVING
from desktop.reports.figures import Figures, figures
from desktop.reports.month_report import Counted, MonthReport, checks_of, lines_of, rates_of
from desktop.services.placing import villages_of
from desktop.services.settings import read_settings

__all__ = [
    "COMING",
    "COUNTS",
    "GOING",
    "LEAVING",
    "By",
    "Figure",
    "MonthPoint",
    "MonthReport",
    "Numbers",
    "Period",
    "PeriodFigures",
    "TableRow",
    "count_ledger",
    "last_month",
    "ledger_figures",
    "month_of",
    "month_report",
    "month_report_document",
    "named_month",
    "period_figures",
    "quarter_of",
    "villages_in",
    "year_of",
]

MONTHS = 12
_TREND = ("built", "closed", "substantive", "working", "reopened")
_RESPONSIBLE = {
    Level.VILLAGE: (Duty.VILLAGE_SECRETARY,),
    Level.TOWN: (Duty.LEADER, Duty.TOWN_LEADERS, Duty.TOWN_OFFICE),
}
"""Whose name stands as 负责人 under a report of an office of the level, where it is known: the first found."""


def count_ledger(ledger: Ledger, *, today: date | None = None) -> Figures:
    """All figures, with the office's own warning days."""
    return figures(ledger, today=today, warn_days=read_settings(ledger).warn_days)


def ledger_figures(ledger: Ledger, *, today: date | None = None) -> dict[str, Any]:
    """The same as JSON: ``villages`` (a list), ``total``, counts by code in ``states``, ``lights``, ``categories``.

    ``month`` and ``year`` are the counts of :data:`COUNTS` for this month and this year so far.
    """
    day = today or date.today()
    with ledger.reading():
        found = count_ledger(ledger, today=day)
        month, year = (settled_period(period(day.isoformat()), day) for period in (month_of, year_of))
        return {
            "day": found.day,
            "villages": [asdict(village) for village in found.villages],
            "total": asdict(found.total),
            "states": dict(found.states),
            "lights": {str(light): count for light, count in found.lights},
            "categories": {name: count for name, count, _ in found.categories},
            "month": dict(count_by(ledger, month)[()]),
            "year": dict(count_by(ledger, year)[()]),
        }


# -- a period ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TableRow:
    """The numbers of one village, group, owner or category; ``key`` is '' where nothing is said."""

    key: str
    label: str
    numbers: Numbers


@dataclass(frozen=True, slots=True)
class MonthPoint:
    """A month of the trend, and the part of the book it is of."""

    period: Period
    numbers: Numbers


@dataclass(frozen=True, slots=True)
class PeriodFigures:
    """Everything about a period: ``total``, ``tables`` by what they tell apart, the ``trend`` up to its last month.

    ``later``: issues with steps dated after its last day that counts.
    """

    period: Period
    part: tuple[tuple[By, str], ...]
    total: Numbers
    tables: Mapping[By, tuple[TableRow, ...]]
    trend: tuple[MonthPoint, ...]
    later: int

    def figure(self, count: str, by: By | None = None, key: str = "") -> Figure:
        """The figure behind a number of this period, for the list of its issues."""
        return Figure(count, self.period, (*self.part, *([(by, key)] if by is not None else [])))


def villages_in(ledger: Ledger) -> dict[str, str]:
    """The villages whose figures can be asked for: code to name; a town itself is among them."""
    return {**villages_of(ledger), ledger.office.code: ledger.office.name}


def _village_name(ledger: Ledger, code: str) -> str:
    """The name under which a village's issues stand; empty where there are none."""
    found = ledger.database.execute_sql(
        "SELECT village_name FROM issue WHERE unit_code = ? AND village_name IS NOT NULL LIMIT 1", (code,)
    ).fetchone()
    return str(found[0]) if found else ""


def period_figures(
    ledger: Ledger, period: Period, *, part: Part | None = None, today: date | None = None, months: int = MONTHS
) -> PeriodFigures:
    """Count a period. It may take a while: never on the GUI thread.

    Refused: ``period_not_begun``, ``period_reversed``.
    """
    day = today or date.today()
    settled = settled_period(period, day)
    with ledger.reading():
        by = (By.VILLAGE, By.GROUP, By.CATEGORY, By.OWNER)
        total = count_by(ledger, settled, part=part)[()]
        found = {one: count_by(ledger, settled, (one,), part=part) for one in by}
        villages = villages_in(ledger)
        labels = {code: _village_name(ledger, code) or villages.get(code) or code for (code,) in found[By.VILLAGE]}
        tables = {one: _table(numbers, labels if one is By.VILLAGE else {}) for one, numbers in found.items()}
        trend = tuple(
            MonthPoint(one, count_by(ledger, settled_period(one, day), part=part, names=_TREND)[()])
            for one in months_until(settled.last, months)
        )
        return PeriodFigures(
            settled, tuple((part or {}).items()), total, tables, trend, later_than(ledger, settled.last)
        )


def _table(found: Mapping[tuple[str, ...], Numbers], labels: Mapping[str, str]) -> tuple[TableRow, ...]:
    rows = [TableRow(key, labels.get(key, key), numbers) for (key,), numbers in found.items() if any(numbers.values())]
    return tuple(sorted(rows, key=lambda row: (row.key == "", -row.numbers["on_the_books"], row.label)))


# -- the monthly report ------------------------------------------------------------------------------------------------


def named_month(text: str) -> Period:
    """The month written ``2026-03``. Refused: ``bad_month``."""
    found = month_named(text)
    if found is None:
        raise Refused("bad_month", month=text)
    return found


def month_report(ledger: Ledger, month: Period, *, village: str = "", today: date | None = None) -> MonthReport:
    """The 月报 of a month, of the whole ledger or of one ``village`` (its code).

    Refused: ``period_not_begun``, ``unknown_unit``.
    """
    day = today or date.today()
    settled = settled_period(month, day)
    year = replace(year_of(settled.first), last=settled.last)
    with ledger.reading():
        office, settings = ledger.office, read_settings(ledger)
        name = _village_name(ledger, village) or villages_in(ledger).get(village) if village else office.name
        if not name:
            raise Refused("unknown_unit", unit_code=village)
        part = {By.VILLAGE: village} if village else {}
        counted = Counted(
            count_by(ledger, settled, (By.CATEGORY,), part=part),
            count_by(ledger, year, (By.CATEGORY,), part=part),
        )
        order = {name: place for place, name in enumerate(settings.categories)}
        columns = tuple(sorted(counted.categories, key=lambda name: (order.get(name, len(order)), name)))
        total = counted.total
        is_towns = office.level is Level.TOWN and not village
        responsible = [
            person.name for duty in _RESPONSIBLE[office.level] for person in settings.people if duty in person.duties
        ]
        return MonthReport(
            month=settled,
            year=year,
            unit_code=village or office.code,
            unit_name=name,
            filled_by=ledger.actor,
            leader=responsible[0] if responsible else "",
            filled_on=day.isoformat(),
            columns=columns,
            lines=lines_of(counted, columns, settled, year, superior="上级" if is_towns else "乡镇"),
            checks=checks_of(counted, columns),
            rates=rates_of(total),
            notes={"typed_late": total.get("typed_late", 0), "later": later_than(ledger, settled.last)},
            is_of_village=bool(village),
        )


def month_report_document(report: MonthReport) -> dict[str, Any]:
    """The report as JSON: ``lines`` with a number for each of ``columns`` and the ``total``."""
    return {
        "month": report.month.first[:7],
        "until": report.month.last,
        "unit_code": report.unit_code,
        "unit_name": report.unit_name,
        "filled_by": report.filled_by,
        "leader": report.leader,
        "filled_on": report.filled_on,
        "columns": list(report.headings),
        "lines": [
            {
                "label": line.label,
                "count": line.count,
                "since": line.period.first,
                "numbers": dict(zip(report.headings, line.numbers[:-1], strict=True)),
                "total": line.numbers[-1],
            }
            for line in report.lines
            if line.period is not None
        ],
        "checks": [
            {"label": check.label, "ok": check.is_right, "expected": check.expected[-1], "found": check.found[-1]}
            for check in report.checks
        ],
        "rates": [
            {"label": rate.label, "part": rate.part, "whole": rate.whole, "percent": rate.percent}
            for rate in report.rates
        ],
        **report.notes,
    }
