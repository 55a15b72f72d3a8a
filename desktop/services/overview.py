"""What today's page shows, in a few indexed reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from desktop.data.ledger import Ledger
from desktop.data.lighting import light_branches
from desktop.domain.lifecycle import PATIENT
from desktop.domain.lights import Light
from desktop.services.drafting import Draft, drafts
from desktop.services.finding import Query, Record, count_records, get_record, list_records
from desktop.services.outstanding import Outstanding, outstanding
from desktop.services.reminders import Reminder, reminders
from desktop.services.settings import read_settings

MOST_ISSUES = 8
MOST_VISITS = 5
MOST_DRAFTS = 5
DAYS = 7


@dataclass(frozen=True, slots=True)
class Listed:
    """The first records of a list and how many there are in all."""

    records: tuple[Record, ...]
    total: int


@dataclass(frozen=True, slots=True)
class DayCount:
    """How many visits were made on a day (ISO)."""

    day: str
    count: int


@dataclass(frozen=True, slots=True)
class Overview:
    """The state of the work on a day.

    ``overdue`` and ``due_soon`` begin with the earliest deadline; ``days`` are the last seven, today last; ``visits``
    the latest of them; ``drafts`` the last touched of ``draft_count``; ``reminders`` what else waits for somebody.
    ``is_new``: nothing has been recorded or received yet.
    """

    today: date
    is_new: bool
    overdue: Listed
    due_soon: Listed
    reminders: tuple[Reminder, ...]
    days: tuple[DayCount, ...]
    visits: tuple[Record, ...]
    drafts: tuple[Draft, ...]
    draft_count: int
    partners: tuple[Outstanding, ...]


def overview(ledger: Ledger, today: date) -> Overview:
    """Gather what calls for attention on ``today``."""
    with ledger.reading():
        since = (today - timedelta(days=DAYS - 1)).isoformat()
        open_drafts = drafts(ledger)
        return Overview(
            today=today,
            is_new=not _has_any(ledger),
            overdue=_urgent(ledger, Light.OVERDUE, today),
            due_soon=_urgent(ledger, Light.DUE_SOON, today),
            reminders=reminders(ledger, today),
            days=_days(ledger, today, since),
            visits=tuple(
                list_records(
                    ledger, Query("visit", since=since, until=today.isoformat(), limit=MOST_VISITS), today=today
                )
            ),
            drafts=tuple(open_drafts[:MOST_DRAFTS]),
            draft_count=len(open_drafts),
            partners=outstanding(ledger),
        )


def _has_any(ledger: Ledger) -> bool:
    statement = "SELECT EXISTS (SELECT 1 FROM visit) OR EXISTS (SELECT 1 FROM issue)"
    return bool(ledger.database.execute_sql(statement).fetchone()[0])


def _urgent(ledger: Ledger, light: Light, today: date) -> Listed:
    # Each state by itself can read its deadlines in the order of the index, which says nothing of the rows of a day;
    # together, or with the rows, they would have to be sorted.
    parts: list[str] = []
    values: list[str | int] = []
    for branch in light_branches((light,), today, read_settings(ledger).warn_days):
        for status in sorted(branch.states):
            day = "coalesce(look_on, due_on)" if status in PATIENT else "due_on"
            parts.append(
                f"SELECT * FROM (SELECT id, {day} AS day, row FROM issue WHERE is_withdrawn = 0 AND status = ? "
                f"AND ({branch.condition}) ORDER BY day LIMIT ?)"
            )
            values += [status, MOST_ISSUES]
    rows = ledger.database.execute_sql(
        f"{' UNION ALL '.join(parts)} ORDER BY day, row LIMIT ?", (*values, MOST_ISSUES)
    ).fetchall()
    records = tuple(get_record(ledger, "issue", row[0], today=today) for row in rows)
    is_whole = len(records) < MOST_ISSUES
    total = len(records) if is_whole else count_records(ledger, Query("issue", lights=(light,)), today=today)
    return Listed(records, total)


def _days(ledger: Ledger, today: date, since: str) -> tuple[DayCount, ...]:
    counts = dict(
        ledger.database.execute_sql(
            "SELECT visited_on, count(*) FROM visit WHERE is_withdrawn = 0 AND visited_on BETWEEN ? AND ? "
            "GROUP BY visited_on",
            (since, today.isoformat()),
        ).fetchall()
    )
    days = [(today - timedelta(days=DAYS - 1 - place)).isoformat() for place in range(DAYS)]
    return tuple(DayCount(day, counts.get(day, 0)) for day in days)
