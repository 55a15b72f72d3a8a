"""Issues of an older ledger come in as they stand there: no step of this program has led them so far.

Nobody may choose this as a step, since it asks for nothing: only the taking in of a ledger does.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop.domain.lifecycle.duties import Duty
from desktop.domain.lifecycle.steps import SAME, Clock, Transition
from desktop.domain.lifecycle.words import CARRIED_STATUS

CARRIED_STATES = frozenset(
    {
        "pending",
        "working",
        "reported_up",
        "suspended",
        "long_term",
        "to_check",
        "to_approve",
        "closed",
        "consolidated",
        "refused",
        "void",
    }
)
"""States that an older ledger may name. Two more need what it does not tell: the main issue, and the clue."""

CARRY_OVER = Transition(
    "carry_over",
    "转入旧台账",
    "Carried over from an older ledger",
    # Once to where it was being worked on, and once more to where it has got since.
    frozenset({"draft", "working"}),
    SAME,
    tuple(Duty),
    words=(CARRIED_STATUS,),
    clock=Clock.SETS,
    is_chosen=False,
)


def status_reached(step: Transition, patch: Mapping[str, Any], status: str) -> str:
    """The status after a step on an issue that was in ``status``."""
    if step.event == CARRY_OVER.event:
        named = patch.get(CARRIED_STATUS)
        return named if isinstance(named, str) and named in CARRIED_STATES else status
    return step.target or status
