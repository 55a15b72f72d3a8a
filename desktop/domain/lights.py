"""Deadline lights (灯): how urgent an issue is today. The light never changes the state of the issue."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from desktop.domain.fields import Choice
from desktop.domain.lifecycle import ENDED, PATIENT, SUCCESSFULLY_CLOSED


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


def light_of(status: str | None, due_on: str | None, today: date, warn_days: int = DEFAULT_WARN_DAYS) -> Light:
    """The light of an issue with this status code and this ISO deadline, on the day ``today``.

    On the last day an issue is due soon, from the next day overdue; ``warn_days`` is how many days before the
    deadline the warning begins.
    """
    if status in SUCCESSFULLY_CLOSED:
        return Light.CLOSED
    if status in ENDED:
        return Light.NONE
    if not due_on:
        return Light.NORMAL
    if due_on < today.isoformat():
        return Light.OVERDUE
    notice = timedelta(days=0 if status in PATIENT else warn_days)
    return Light.DUE_SOON if due_on <= (today + notice).isoformat() else Light.NORMAL
