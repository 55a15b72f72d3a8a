"""The lifecycle of an issue (销号管理): one table of transitions, who may take them, where events lead.

Status is never typed: it is where the events of an issue, in causal order, have led.
"""

from __future__ import annotations

from desktop.domain.lifecycle.carrying import CARRIED_STATES, CARRY_OVER, status_reached
from desktop.domain.lifecycle.duties import DUTY_CHOICES, Duty, Person, duties_of, names_in
from desktop.domain.lifecycle.folding import DUTY, RETRACT, SETTLE, fold_events
from desktop.domain.lifecycle.leading import SENSIBLE, Lead, leads
from desktop.domain.lifecycle.rules import SUPERVISIONS, Attempt, broken_rules
from desktop.domain.lifecycle.states import (
    ALL,
    AWAITED,
    ENDED,
    INITIAL,
    OPEN,
    PATIENT,
    RUNNING,
    SUCCESSFULLY_CLOSED,
    TRANSFERRED,
)
from desktop.domain.lifecycle.steps import SAME, Clock, Rule, Transition
from desktop.domain.lifecycle.table import COUNTED, HELD, TRANSITIONS, is_held, possible, transition
from desktop.domain.lifecycle.words import CARRIED_STATUS, COMMON, HANDLED_BY, HAPPENED_ON, REASON, WORDS

__all__ = [
    "ALL",
    "AWAITED",
    "CARRIED_STATES",
    "CARRIED_STATUS",
    "CARRY_OVER",
    "COMMON",
    "COUNTED",
    "DUTY",
    "DUTY_CHOICES",
    "ENDED",
    "HANDLED_BY",
    "HAPPENED_ON",
    "HELD",
    "INITIAL",
    "OPEN",
    "PATIENT",
    "REASON",
    "RETRACT",
    "RUNNING",
    "SAME",
    "SENSIBLE",
    "SETTLE",
    "SUCCESSFULLY_CLOSED",
    "SUPERVISIONS",
    "TRANSFERRED",
    "TRANSITIONS",
    "WORDS",
    "Attempt",
    "Clock",
    "Duty",
    "Lead",
    "Person",
    "Rule",
    "Transition",
    "broken_rules",
    "duties_of",
    "fold_events",
    "is_held",
    "leads",
    "names_in",
    "possible",
    "status_reached",
    "transition",
]
