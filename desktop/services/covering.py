"""Which households have not been visited for long, and how much of each group was visited in a period."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from desktop.data.ledger import Ledger
from desktop.domain.households import group_digits


@dataclass(frozen=True, slots=True)
class HouseholdCoverage:
    """A household and its last visit: ISO day and days since, None when it was never visited."""

    record_id: str
    village_name: str
    group_name: str
    household_no: str
    head_name: str
    last_visit: str | None
    days: int | None


@dataclass(frozen=True, slots=True)
class GroupCoverage:
    """A group: its households, those visited in the period, and the share (0 to 1)."""

    village_name: str
    group_name: str
    households: int
    visited: int

    @property
    def share(self) -> float:
        """Visited of all."""
        return self.visited / self.households if self.households else 0.0


@dataclass(frozen=True, slots=True)
class Coverage:
    """``households``: never visited first, then by days, the most first; ``groups`` by village and number."""

    since: str
    until: str
    groups: tuple[GroupCoverage, ...]
    households: tuple[HouseholdCoverage, ...]

    @property
    def visited(self) -> int:
        """Households visited in the period."""
        return sum(group.visited for group in self.groups)


def coverage(ledger: Ledger, today: date, *, since: date | None = None) -> Coverage:
    """When each standing household was last visited; ``since`` begins the period, else the year does.

    A visit belongs to a household by its number or one it had before; without a number, by head and group. Visits
    after ``today`` do not count. Not for the GUI thread: it reads every household and visit.
    """
    first = since or date(today.year, 1, 1)
    households = sorted(
        _households(ledger, today), key=lambda one: (one.days is not None, -(one.days or 0), one.household_no)
    )
    counts: dict[tuple[str, str], list[int]] = {}
    for one in households:
        counted = counts.setdefault((one.village_name, one.group_name), [0, 0])
        counted[0] += 1
        counted[1] += one.last_visit is not None and one.last_visit >= first.isoformat()
    ordered = sorted(counts.items(), key=lambda one: (one[0][0], group_digits(one[0][1]), one[0][1]))
    groups = tuple(GroupCoverage(*names, *counted) for names, counted in ordered)
    return Coverage(first.isoformat(), today.isoformat(), groups, tuple(households))


def _households(ledger: Ledger, today: date) -> Iterator[HouseholdCoverage]:
    by_number, by_name = _last_visits(ledger, today)
    rows = ledger.database.execute_sql(
        "SELECT id, unit_code, village_name, group_name, household_no, head_name, former_numbers FROM household "
        "WHERE NOT is_withdrawn"
    )
    ordinal: dict[str, int] = {}
    for record_id, unit, village, group, number, head, former in rows:
        days = [by_number.get((unit, number)), by_name.get((unit, group, head))]
        if former:
            days += [by_number.get((unit, one)) for one in json.loads(former)]
        last = max((day for day in days if day), default=None)
        if last is not None and last not in ordinal:
            ordinal[last] = (today - date.fromisoformat(last)).days
        since = ordinal[last] if last is not None else None
        yield HouseholdCoverage(record_id, village or "", group or "", number, head or "", last, since)


def _last_visits(ledger: Ledger, today: date) -> tuple[dict[Any, str], dict[Any, str]]:
    """The last day by unit and number, and by unit, group and name of visits without a number."""
    execute = ledger.database.execute_sql
    numbered = execute(
        "SELECT unit_code, household_no, max(visited_on) FROM visit WHERE NOT is_withdrawn "
        "AND household_no IS NOT NULL AND visited_on <= ? GROUP BY household_no, unit_code",
        (today.isoformat(),),
    )
    named = execute(
        "SELECT unit_code, group_name, subject_name, max(visited_on) FROM visit WHERE NOT is_withdrawn "
        "AND household_no IS NULL AND kind <> 'enterprise' AND visited_on <= ? "
        "GROUP BY unit_code, group_name, subject_name",
        (today.isoformat(),),
    )
    by_number = {(unit, number): day for unit, number, day in numbered}
    return by_number, {(unit, group, name): day for unit, group, name, day in named}
