"""Which step is the sensible one where an issue stands: declared once, for the button, the help and what comes next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from desktop.domain.lifecycle.steps import Transition
from desktop.domain.lifecycle.table import transition


class When(StrEnum):
    """What makes a step the sensible one, beside the status."""

    ALWAYS = "always"
    BEGUN = "begun"
    """Some progress has been reported."""
    OVERDUE = "overdue"
    LOOK_DUE = "look_due"
    """The day to look again has come; before, the issue waits for it."""
    REVIEW_DUE = "review_due"
    """The day to look back has come."""


DAY_OF = {When.LOOK_DUE: "look_on", When.REVIEW_DUE: "review_on"}
"""The field of the day that a step waits for."""

SENSIBLE: Mapping[str, tuple[tuple[str, When], ...]] = {
    "draft": (("assign", When.ALWAYS), ("solve_on_the_spot", When.ALWAYS)),
    "pending": (("accept", When.ALWAYS),),
    "working": (
        ("apply_to_close", When.BEGUN),
        ("report_progress", When.ALWAYS),
        ("supervise", When.OVERDUE),
    ),
    "extension_asked": (("grant_extension", When.ALWAYS),),
    "reported_up": (("superior_answer", When.ALWAYS),),
    "suspended": (("look_again", When.LOOK_DUE),),
    "long_term": (("look_again", When.LOOK_DUE),),
    "to_check": (("pass_check", When.ALWAYS),),
    "to_approve": (("approve", When.ALWAYS),),
    "closed": (("consolidate", When.REVIEW_DUE),),
}
"""For each status that leads on the steps that do so, the most sensible first."""


@dataclass(frozen=True, slots=True)
class Lead:
    """A sensible step; ``since`` is the ISO day it waits for, empty when it is its turn now."""

    step: Transition
    since: str = ""


def leads(values: Mapping[str, Any], today: str) -> tuple[Lead, ...]:
    """The sensible steps of an issue with these values on an ISO day, the most sensible first."""
    found = []
    for event, when in SENSIBLE.get(str(values.get("status", "")), ()):
        step = transition(event)
        if step is None or (when is When.BEGUN and not values.get("progress")):
            continue
        if when is When.OVERDUE and not (values.get("due_on") or today) < today:
            continue
        day = str(values.get(DAY_OF.get(when, "")) or "")
        found.append(Lead(step, day if day > today else ""))
    return tuple(found)
