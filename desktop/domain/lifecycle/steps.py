"""What a step is: from where to where, by whom, what it carries, what it does to the deadline."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from desktop.domain.changes import Level
from desktop.domain.lifecycle.duties import Duty

SAME = ""
"""Target of an event that leaves the status as it is."""


class Clock(StrEnum):
    """What an event does to the deadline."""

    NONE = "none"
    SETS = "sets"
    """A deadline is set for the first time, or anew after a look back."""
    ASKS = "asks"
    """A later one is asked for; the old one goes on running until the answer."""
    EXTENDS = "extends"
    RESTS = "rests"
    """The deadline rests; a day to look again takes its place."""
    RUNS = "runs"
    """The deadline runs again, to a new day."""
    CORRECTS = "corrects"
    ENDS = "ends"


class Rule(StrEnum):
    """What must hold beside state and required fields; judged in :mod:`desktop.domain.lifecycle.rules`."""

    BEFORE_DUE = "before_due"
    ASKED_LATER = "asked_later"
    GRANTED_LATER = "granted_later"
    CHECKER_NOT_OWNER = "checker_not_owner"
    OWNER_NOT_ASKING = "owner_not_asking"
    DISSATISFIED_EXPLAINED = "dissatisfied_explained"
    STEP_UP = "step_up"
    OTHER_OWNER = "other_owner"
    MAIN_ISSUE = "main_issue"
    IN_ORDER = "in_order"


@dataclass(frozen=True, slots=True)
class Transition:
    """One event: from which states, who may record it, what it must carry, where it leads.

    ``requires`` are issue fields that must have a value afterwards, given now or standing already; ``anew`` those
    that must be given with this event; ``sets`` all issue fields that may be given. ``words`` are texts and days of
    the event itself that must be given, ``may_say`` those that may. ``clears`` are issue fields that it empties.
    ``duties`` are the capacities in which it may be taken, in an office of one of ``levels``. ``is_chosen``: people
    take it by themselves.
    """

    event: str
    label: str
    label_en: str
    states: frozenset[str]
    target: str
    duties: tuple[Duty, ...]
    levels: frozenset[str] = frozenset({Level.VILLAGE, Level.TOWN})
    requires: tuple[str, ...] = ()
    anew: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    may_say: tuple[str, ...] = ()
    clears: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    clock: Clock = Clock.NONE
    is_chosen: bool = True
