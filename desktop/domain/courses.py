"""The course of an issue (办理经过): where it stood on which day, so that a month can be counted when it is over.

A ledger's *book* (台账) is what figures count. An issue enters it when it is assigned (建账交办) or solved on the spot;
a draft is not in it. In the book it is being worked on (办理中), closed (办结), or it has ended without being closed.

Every step counts on the day it happened, as the people who took it say, not on the day it was typed: what is typed late
belongs to the month in which it happened. No step counts before the one it follows, though, so a day that contradicts
the order of the steps is moved up to that of the step before. Closing counts on the day of closing (销号日期).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum
from typing import Any

from desktop.domain.changes import Change, Operation
from desktop.domain.folding import Folded, assignments
from desktop.domain.lifecycle import (
    ENDED,
    HAPPENED_ON,
    INITIAL,
    SUCCESSFULLY_CLOSED,
    Clock,
    Transition,
    status_reached,
    transition,
)

FOREVER = "9999-12-31"
"""The day on which the stage of an issue ends that has not ended."""

FOLLOWED = frozenset(
    {"owner", "due_on", "look_on", "completion_kind", "completed_on", "satisfaction", "feedback_way", "supervision"}
)
"""Fields of an issue that its course follows: who changes them must fold it anew."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Place(IntEnum):
    """Where an issue stands towards the book."""

    WORKING = 1
    CLOSED = 2
    ENDED = 3
    """Left the book without being closed, or after it."""
    NEVER = 4
    """Ended without having been in the book."""
    WITHDRAWN = 5
    """Was in the book, and its record was withdrawn as an error since: counted nowhere but as withdrawn."""


@dataclass(frozen=True, slots=True)
class Stage:
    """How an issue stood from the day ``since`` up to and without ``until``.

    ``entered_on``: since when at this ``place``; ``built_on``: since when in the book; ``first_due_on``: the deadline
    first set since it was assigned or reopened, ``due_on`` the one in force. Counts are of all steps so far;
    ``is_answered``: those who raised it were told or asked. ``recorded_on``: the day on which the step was typed.
    """

    since: str
    until: str
    place: int
    status: str
    entered_on: str
    recorded_on: str
    built_on: str | None = None
    is_on_the_spot: bool = False
    owner: str | None = None
    due_on: str | None = None
    first_due_on: str | None = None
    look_on: str | None = None
    completion_kind: str | None = None
    completed_on: str | None = None
    satisfaction: str | None = None
    is_answered: bool = False
    supervision: str | None = None
    extensions: int = 0
    reports_up: int = 0
    reopenings: int = 0
    raised_again: int = 0


def course_of(record: Folded) -> tuple[Stage, ...]:
    """The stages of an issue, one after the other; none of one that was never more than a draft.

    What is corrected in an issue between two steps belongs to the stage in which it is corrected.
    """
    course = _Course()
    for change in record.effective:
        step = transition(str(change.patch.get("event", ""))) if change.operation == Operation.EVENT else None
        if step is None:
            course.values.update(assignments(change))
        else:
            course.take(change, step)
    course.values = dict(record.values)
    course.end_stage()
    stages = course.stages()
    if not record.is_withdrawn:
        return stages
    built = [stage for stage in stages if stage.built_on is not None][:1]
    return tuple(
        replace(one, until=FOREVER, place=Place.WITHDRAWN, entered_on=one.since, built_on=None) for one in built
    )


class _Course:
    """The fold at work: ``values`` are the fields as far as it has come."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self._done: list[Stage] = []
        self._status = INITIAL
        self._now: Stage | None = None

    def take(self, change: Change, step: Transition) -> None:
        """A step has been taken."""
        self.end_stage()
        before = self._now
        self.values.update(assignments(change))
        self._status = status_reached(step, change.patch, self._status)
        event = str(change.patch.get("event"))
        day = _day_of(change, before)
        place = _place(self._status, before)
        if place is None:
            return
        if before is None:
            before = Stage(day, FOREVER, 0, "", day, day)
        is_built = before.built_on is None and place != Place.NEVER
        self._now = replace(
            before,
            since=day,
            place=place,
            status=self._status,
            entered_on=before.entered_on if place == before.place else day,
            recorded_on=_typed_on(change) or day,
            built_on=day if is_built else before.built_on,
            is_on_the_spot=event == "solve_on_the_spot" if is_built else before.is_on_the_spot,
            first_due_on=_day(self.values.get("due_on")) if step.clock is Clock.SETS else before.first_due_on,
            extensions=before.extensions + (event == "grant_extension"),
            reports_up=before.reports_up + (event == "report_up"),
            reopenings=before.reopenings + (event == "reopen"),
            raised_again=before.raised_again + (change.patch.get("reopen_cause") == "raised_again"),
        )

    def end_stage(self) -> None:
        """The stage is over, and its values are as they were corrected in it."""
        if self._now is None:
            return
        values = self.values
        self._now = replace(
            self._now,
            owner=_text(values.get("owner")),
            due_on=_day(values.get("due_on")),
            look_on=_day(values.get("look_on")),
            completion_kind=_text(values.get("completion_kind")),
            completed_on=_day(values.get("completed_on")),
            satisfaction=_text(values.get("satisfaction")),
            is_answered=bool(values.get("satisfaction") or values.get("feedback_way")),
            supervision=_text(values.get("supervision")),
        )
        if self._done and self._done[-1].since == self._now.since:
            # A day counts as it ended.
            self._done.pop()
        self._done.append(self._now)

    def stages(self) -> tuple[Stage, ...]:
        """The stages that differ, each up to the next."""
        kept: list[Stage] = []
        for stage in self._done:
            if not kept or not _says_the_same(kept[-1], stage):
                kept.append(stage)
        ends = [*(stage.since for stage in kept), FOREVER][1:]
        return tuple(replace(stage, until=until) for stage, until in zip(kept, ends, strict=True))


def _says_the_same(one: Stage, other: Stage) -> bool:
    return replace(one, since="", recorded_on="") == replace(other, since="", recorded_on="")


def _place(status: str, before: Stage | None) -> Place | None:
    """The place that a status means; None for one that is still a draft."""
    was_built = before is not None and before.built_on is not None
    if status in SUCCESSFULLY_CLOSED:
        return Place.CLOSED
    if status in ENDED:
        return Place.ENDED if was_built else Place.NEVER
    # One that was sent back is a draft again, and stays in the book: nothing has been solved.
    return None if status == INITIAL and not was_built else Place.WORKING


def _day_of(change: Change, before: Stage | None) -> str:
    fields = change.patch.get("fields")
    closed_on = fields.get("closed_on") if isinstance(fields, Mapping) else None
    day = _day(closed_on) or _day(change.patch.get(HAPPENED_ON)) or _typed_on(change)
    return max(day or "", before.since if before else "") or "0001-01-01"


def _typed_on(change: Change) -> str | None:
    return _day(change.wall[:10])


def _day(value: Any) -> str | None:
    """A day as it is stored; None for what is none, which a workbook may bring."""
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return None
    try:
        date.fromisoformat(value)
    except ValueError:
        return None
    return value


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def columns_of(stage: Stage) -> dict[str, Any]:
    """A stage by the names of its parts, as plain numbers and texts."""
    # Not by asdict, which copies every text on its way: ten times as long.
    parts = ((name, getattr(stage, name)) for name in Stage.__dataclass_fields__)
    return {name: int(value) if isinstance(value, bool) else value for name, value in parts}
