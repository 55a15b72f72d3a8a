"""Deadline lights (灯): how urgent an issue is today. The light never changes the state of the issue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from desktop.domain.dates import day_of
from desktop.domain.fields import Choice
from desktop.domain.lifecycle import AWAITED, ENDED, PATIENT, SUCCESSFULLY_CLOSED


class Light(StrEnum):
    """The light of an issue; NONE for issues that nobody has to solve any more."""

    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    NORMAL = "normal"
    CLOSED = "closed"
    NONE = "none"


LIGHT_CHOICES = (
    Choice("overdue", "逾期", "Overdue"),
    Choice("due_soon", "临期", "Due soon"),
    Choice("normal", "正常", "Normal"),
    Choice("closed", "已销号", "Closed"),
    Choice("none", "无", "None"),
)
DEFAULT_WARN_DAYS = 10


class Counted(StrEnum):
    """Which day of an issue its light counts by: the deadline, the day to look again, the day the work was done."""

    DUE = "due"
    LOOK = "look"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Remaining:
    """``days`` left until ``day`` (ISO), negative when it has passed; after DONE how late the work was done."""

    of: Counted
    day: str
    days: int


def light_of(
    status: str | None,
    due_on: str | None,
    today: date,
    warn_days: int = DEFAULT_WARN_DAYS,
    *,
    look_on: str | None = None,
    completed_on: str | None = None,
) -> Light:
    """The light of an issue with this status code and these ISO days, on the day ``today``.

    On the last day an issue is due soon, from the next day overdue; ``warn_days`` is how many days before the
    deadline the warning begins. While the deadline rests, the day to look again counts, without a warning before.
    Once the work is reported as done, only whether it was done in time: nobody is late because others have not
    checked it yet.
    """
    if status in SUCCESSFULLY_CLOSED:
        return Light.CLOSED
    if status in ENDED:
        return Light.NONE
    if status in AWAITED:
        return Light.OVERDUE if due_on and completed_on and completed_on > due_on else Light.NORMAL
    is_resting = status in PATIENT
    # Where an earlier program let the deadline rest, it kept the day to look again as the deadline.
    day = (look_on or due_on) if is_resting else due_on
    if not day:
        return Light.NORMAL
    if day < today.isoformat():
        return Light.OVERDUE
    notice = timedelta(days=0 if is_resting else warn_days)
    return Light.DUE_SOON if day <= (today + notice).isoformat() else Light.NORMAL


def remaining_of(
    status: str | None,
    due_on: str | None,
    today: date,
    *,
    look_on: str | None = None,
    completed_on: str | None = None,
) -> Remaining | None:
    """How the day that counts for an issue stands to ``today``; None when no day counts or it was met."""
    if status in SUCCESSFULLY_CLOSED | ENDED:
        return None
    if status in AWAITED:
        done, due = day_of(completed_on), day_of(due_on)
        if done is None or due is None or done <= due:
            return None
        return Remaining(Counted.DONE, done.isoformat(), (due - done).days)
    is_resting = status in PATIENT
    day = day_of((look_on or due_on) if is_resting else due_on)
    if day is None:
        return None
    return Remaining(Counted.LOOK if is_resting else Counted.DUE, day.isoformat(), (day - today).days)
