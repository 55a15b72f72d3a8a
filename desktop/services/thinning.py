"""Which backups are given up as time goes by, so that many days are covered by few files.

Kept are: all of the last three hours; of the last day the newest of each hour; of the last fortnight the newest of each
day; of the last eight weeks the newest of each week; of the last two years the newest of each month; before that the
newest of each year. The newest of all is always kept, and what a person made is never given up.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

ALL = timedelta(hours=3)
HOURLY = timedelta(days=1)
DAILY = timedelta(days=14)
WEEKLY = timedelta(weeks=8)
MONTHLY = timedelta(days=730)


def superfluous(moments: Sequence[datetime], now: datetime) -> set[datetime]:
    """Of these moments (local time) those whose backups are given up. One later than ``now`` is of a wrong clock."""
    kept: set[tuple[int, ...] | datetime] = set()
    given_up = set()
    for place, moment in enumerate(sorted(set(moments), reverse=True)):
        slot = _slot(moment, now)
        if slot in kept and place:
            given_up.add(moment)
        kept.add(slot)
    return given_up


def _slot(moment: datetime, now: datetime) -> tuple[int, ...] | datetime:
    """What a backup stands for: of those with the same slot one is kept."""
    age = now - moment
    if age <= ALL:
        return moment
    if age <= HOURLY:
        return (1, moment.month, moment.day, moment.hour)
    if age <= DAILY:
        return (2, moment.year, moment.month, moment.day)
    if age <= WEEKLY:
        return (3, *moment.isocalendar()[:2])
    return (4, moment.year, moment.month) if age <= MONTHLY else (5, moment.year)


def beyond(sizes: Sequence[int], room: int) -> int:
    """How many of the oldest backups go so that all take no more than ``room`` bytes; ``sizes`` newest first.

    The newest two stay however large they are.
    """
    total = 0
    for place, size in enumerate(sizes):
        total += size
        if total > room and place >= 2:
            return len(sizes) - place
    return 0
