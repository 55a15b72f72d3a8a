"""Duties: in which capacity a person of an office takes part in handling an issue (domain specification §2)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from desktop.domain.changes import Level
from desktop.domain.fields import Choice


class Duty(StrEnum):
    """What a person of the office may be."""

    VILLAGE_CADRE = "village_cadre"
    GRID_WORKER = "grid_worker"
    VILLAGE_SECRETARY = "village_secretary"
    TOWN_OFFICE = "town_office"
    SUPERVISOR = "supervisor"
    TOWN_LEADERS = "town_leaders"
    UNIT = "unit"
    OWNER = "owner"
    LEADER = "leader"
    CHECKER = "checker"
    CLERK = "clerk"
    """Writes down what others of the office have done: any step of its level, naming who took it."""


DUTY_CHOICES = (
    Choice("village_cadre", "村干部", "Village cadre"),
    Choice("grid_worker", "网格员", "Grid worker"),
    Choice("village_secretary", "村书记", "Village secretary", ("村支书", "书记")),
    Choice("town_office", "镇办", "Town office", ("镇办公室",)),
    Choice("supervisor", "镇督查办", "Town supervision", ("督查办",)),
    Choice("town_leaders", "镇班子", "Town leaders", ("镇领导",)),
    Choice("unit", "责任单位", "Unit in charge", ("承办单位",)),
    Choice("owner", "责任人", "Person in charge"),
    Choice("leader", "责任领导", "Leader in charge", ("分管领导",)),
    Choice("checker", "核查人", "Checker"),
    Choice("clerk", "内勤（代录）", "Clerk", ("内勤", "代录")),
)
_VILLAGE_ONLY = frozenset({Duty.VILLAGE_CADRE, Duty.GRID_WORKER, Duty.VILLAGE_SECRETARY})
_TOWN_ONLY = frozenset({Duty.TOWN_OFFICE, Duty.SUPERVISOR, Duty.TOWN_LEADERS})


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the office, who sits at its computers."""

    name: str
    duties: frozenset[Duty] = frozenset()


def duties_of(level: str) -> tuple[Duty, ...]:
    """The duties there are in an office of this level, in the order people are used to."""
    others = _TOWN_ONLY if level == Level.VILLAGE else _VILLAGE_ONLY
    return tuple(duty for duty in Duty if duty not in others)


def names_in(text: str | None) -> frozenset[str]:
    """The names in a text of one or more, whatever stands between them."""
    for mark in "，,；;/ 　\t\n":
        text = (text or "").replace(mark, "、")
    return frozenset(name for name in (text or "").split("、") if name)
