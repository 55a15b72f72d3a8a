"""A town's ledger filled with years of visits and issues, as entering each of them would have left it."""

from __future__ import annotations

import random
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any

from desktop.data.appending import new_ids
from desktop.data.backup import remove_ledger_file
from desktop.data.chronicle import Chronicle, Entry, Story
from desktop.data.ledger import Ledger
from desktop.domain.changes import Operation
from desktop.services.ledgers import begin_ledger
from desktop.services.pausing import no_collection
from desktop.services.placing import scope_of
from desktop.services.recording import issue_of_visit
from desktop.services.sampling.courses import Handling
from desktop.services.sampling.people import (
    TOWN_CODE,
    TOWN_NAME,
    VILLAGES,
    VISITS_OF_A_HOUSEHOLD,
    VISITS_OF_A_VILLAGE,
    People,
    Record,
    Village,
)
from desktop.services.sampling.visits import Visits

YEARS = 5
VERSION = 1
"""Counts on whenever another ledger comes out for the same seed and day."""

Progress = Callable[[int, int], object]
_AT_ONCE = 20_000
_SEASONS = (11, 14, 9, 8, 6, 5, 7, 6, 8, 7, 10, 12)
"""How busy the months are: most before the spring festival, least when the fields want hands."""

_WITHDRAWN, _RETOUCHED = 0.005, 0.015
"""Shares of visits that are withdrawn, and of those that are changed in any way."""


@dataclass(frozen=True, slots=True)
class Size:
    """How many of each a ledger is to have."""

    visits: int
    villages: int
    households: int

    @classmethod
    def of(cls, visits: int) -> Size:
        """What goes with so many visits."""
        villages = min(len(VILLAGES), max(1, visits // VISITS_OF_A_VILLAGE))
        return cls(visits, villages, max(villages * 10, visits // VISITS_OF_A_HOUSEHOLD))


def fill_ledger(
    path: Path,
    visits: int,
    *,
    seed: int = 1,
    today: date | None = None,
    progress: Progress = lambda done, total: None,
) -> dict[str, int]:
    """Found a town's ledger at ``path`` with so many visits and what goes with them; gives the number of each kind.

    It tells of the years up to the day before ``today``. ``progress`` is told (visits written, of how many).
    Refused: those of founding a ledger. What is left unfinished is removed.
    """
    ledger = begin_ledger(path, level="town", code=TOWN_CODE, name=TOWN_NAME, actor="")
    try:
        with no_collection():
            _fill(ledger, Size.of(visits), random.Random(seed), today or date.today(), progress)  # noqa: S311
        counts = {kind: _count(ledger, kind) for kind in ("visit", "issue", "household", "person", "enterprise")}
        ledger.close()
    except BaseException:
        ledger.database.close()
        remove_ledger_file(path)
        raise
    return counts


def _count(ledger: Ledger, kind: str) -> int:
    return int(ledger.database.execute_sql(f'SELECT count(*) FROM "{kind}"').fetchone()[0])


def _fill(ledger: Ledger, size: Size, chance: random.Random, today: date, progress: Progress) -> None:
    first = today - timedelta(days=365 * YEARS)
    people = People(chance, first)
    staff, leaders = people.town_staff()
    ledger.actor = leaders[0]
    chronicle = Chronicle(ledger)
    chronicle.begin()
    with ledger.transaction():
        ledger.set_meta("actor", ledger.actor)
    teller = _Teller(ledger, chance, Handling(chance, leaders, today - timedelta(days=1)))
    registered = datetime.combine(first - timedelta(days=size.villages + 1), datetime.min.time()).replace(hour=9)
    chronicle.tell(teller.register(staff, registered, ledger.actor))
    villages: list[Village] = []
    for number in range(size.villages):
        share = size.households // size.villages + (number < size.households % size.villages)
        records, village = people.village(number, share)
        registered += timedelta(days=1)
        chronicle.tell(teller.register(records, registered, village.cadres[0]))
        villages.append(village)
        _name_village(ledger, village)
    for done, stories in teller.years(size.visits, villages, first, today):
        chronicle.tell(stories)
        progress(done, size.visits)
    chronicle.end()


def _name_village(ledger: Ledger, village: Village) -> None:
    """Let the ledger know the name of a village that is in no list of the country."""
    with ledger.transaction():
        scope_id = ledger.log.scope_id(scope_of(ledger, village.code))
        ledger.database.execute_sql("UPDATE scope SET unit_name = ? WHERE id = ?", (village.name, scope_id))


class _Teller:
    """Makes stories of what is drawn: gives ids, numbers of issues, and the times at which all was typed."""

    def __init__(self, ledger: Ledger, chance: random.Random, handling: Handling) -> None:
        self._ledger = ledger
        self._chance = chance
        self._handling = handling
        self._visits = Visits(chance)
        self._codes: dict[tuple[str, str], int] = {}

    def register(self, records: Sequence[Record], begun: datetime, actor: str) -> list[Story]:
        """Records of a register, typed one after the other."""
        ids = self._ids(len(records))
        scope = scope_of(self._ledger, records[0][1]["unit_code"])
        step = 28_000 / len(records)
        walls = [_wall(begun.date(), 32_400 + int(place * step)) for place in range(len(records))]
        return [
            Story(kind, scope, record_id, [Entry(wall, actor, Operation.CREATE, values)])
            for (kind, values), record_id, wall in zip(records, ids, walls, strict=True)
        ]

    def years(
        self, count: int, villages: Sequence[Village], first: date, today: date
    ) -> Iterator[tuple[int, list[Story]]]:
        """``count`` visits in the order they were typed, with their issues, some thousands at a time."""
        shares = list(accumulate(0.5 + self._chance.random() for _ in villages))
        told: list[Story] = []
        done = 0
        for day, visits in _days(count, first, today):
            for second in sorted(32_400 + int(self._chance.random() * 40_000) for _ in range(visits)):
                village = villages[bisect_left(shares, self._chance.random() * shares[-1])]
                told += self._visit(village, day, second)
            done += visits
            if len(told) >= _AT_ONCE:
                yield done, told
                told = []
        yield done, told

    def _ids(self, count: int) -> list[str]:
        return new_ids(count, lambda size: self._chance.randbytes(size).hex())

    def _visit(self, village: Village, day: date, second: int) -> list[Story]:
        """A visit typed on a day, mostly on the day itself, and the issue it led to."""
        chance = self._chance
        late = chance.random()
        visited_on = day if late < 0.7 else day - timedelta(days=1 + int((late - 0.7) ** 2 * 60))
        values = self._visits.visit(village, visited_on)
        visit_id, issue_id = self._ids(2)
        actor, wall, scope = values["visitors"][0], _wall(day, second), scope_of(self._ledger, village.code)
        entries = [Entry(wall, actor, Operation.CREATE, values)]
        if values["handling"] == "listed":
            issue = self._issue(values, visit_id)
            steps = self._steps(day, village.cadres)
            story = Story("issue", scope, issue_id, [Entry(wall, actor, Operation.CREATE, issue), *steps])
            return [Story("visit", scope, visit_id, entries), story]
        return [Story("visit", scope, visit_id, [*entries, *self._afterwards(day, actor)])]

    def _afterwards(self, day: date, actor: str) -> list[Entry]:
        """What is done to a few visits days after they were typed: a word is added, or one is withdrawn."""
        fate, later = self._chance.random(), day + timedelta(days=2)
        if fate > _RETOUCHED or later > self._handling.last:
            return []
        wall = _wall(later, 36_000 + int(fate * 1_000_000))
        if fate < _WITHDRAWN:
            return [Entry(wall, actor, Operation.WITHDRAW, {"reason": "录重了"})]
        return [Entry(wall, actor, Operation.UPDATE, {"note": "第二天电话里又核实过。"})]

    def _issue(self, visit: dict[str, Any], visit_id: str) -> dict[str, Any]:
        values = issue_of_visit(visit, self._visits.issue(visit))
        year_of = values["unit_code"], values["collected_on"][:4]
        self._codes[year_of] = number = self._codes.get(year_of, 0) + 1
        return {**values, "code": f"{year_of[0][6:]}-{year_of[1]}-{number:04d}", "visit_id": visit_id}

    def _steps(self, day: date, cadres: Sequence[str]) -> list[Entry]:
        entries = []
        before, second = day, 0
        for step in self._handling.course(day, cadres):
            second = (second if step.day == before else 30_000) + 60 + int(self._chance.random() * 3_600)
            before = step.day
            entries.append(Entry(_wall(step.day, second), step.actor, Operation.EVENT, step.patch))
        return entries


def _days(count: int, first: date, today: date) -> Iterator[tuple[date, int]]:
    """How many of ``count`` visits were typed on each day: more in some months, on working days, and as years go by."""
    days = [first + timedelta(days=number) for number in range((today - first).days)]
    busy = [
        _SEASONS[day.month - 1] * (1, 1, 1, 1, 1, 0.4, 0.2)[day.weekday()] * (1 + 0.15 * number / 365)
        for number, day in enumerate(days)
    ]
    sums = list(accumulate(busy))
    done = 0
    for day, upto in zip(days, sums, strict=True):
        until = round(count * upto / sums[-1])
        yield day, until - done
        done = until


def _wall(day: date, second: int) -> str:
    """Local time as it is kept with a change."""
    return f"{day.isoformat()}T{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}+08:00"
