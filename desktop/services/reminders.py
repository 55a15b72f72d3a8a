"""What waits for somebody, beside what is overdue or due soon: each a filter of the list of issues, with its count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from desktop.data.ledger import Ledger
from desktop.domain.changes import Level
from desktop.domain.lifecycle import PATIENT
from desktop.domain.lights import Light
from desktop.services.finding import count_records
from desktop.services.settings import read_settings
from desktop.services.views import Wanted

EXTENSION, TO_CHECK, TO_APPROVE = "extension_asked", "to_check", "to_approve"
LOOK_AGAIN, LOOK_BACK = "look_again", "look_back"


@dataclass(frozen=True, slots=True)
class Reminder:
    """``count`` issues that ``wanted`` finds; ``days`` is how long they have waited at least, where that matters."""

    code: str
    wanted: Wanted
    count: int
    days: int = 0


def reminders(ledger: Ledger, today: date) -> tuple[Reminder, ...]:
    """Those of which there is something, in the order in which people wait for an answer."""
    days = read_settings(ledger).check_days
    found = []
    for code, wanted in _kinds(ledger, today, days):
        count = count_records(ledger, wanted.query("issue", today), today=today)
        if count:
            found.append(Reminder(code, wanted, count, days if code == TO_CHECK else 0))
    return tuple(found)


def _kinds(ledger: Ledger, today: date, days: int) -> list[tuple[str, Wanted]]:
    long_ago = (today - timedelta(days=days)).isoformat()
    resting = tuple(sorted(PATIENT))
    kinds = [
        (EXTENSION, Wanted({"status": "extension_asked"})),
        (TO_CHECK, Wanted({"status": "to_check"}, until=long_ago, dated="completed_on")),
        (TO_APPROVE, Wanted({"status": "to_approve"})),
        # The light knows when the day to look again has come.
        (LOOK_AGAIN, Wanted({"status": resting}, (Light.OVERDUE, Light.DUE_SOON))),
        (LOOK_BACK, Wanted({"status": "closed"}, until=today.isoformat(), dated="review_on")),
    ]
    # A village has done its part of what waits for the town.
    return [one for one in kinds if one[0] != TO_APPROVE or ledger.office.level is Level.TOWN]
