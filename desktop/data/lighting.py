"""The light of an issue in SQL: the same rule as :func:`desktop.domain.lights.light_of`."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from desktop.domain.lifecycle import AWAITED, ENDED, PATIENT, RUNNING, SUCCESSFULLY_CLOSED
from desktop.domain.lights import Light


@dataclass(frozen=True, slots=True)
class Branch:
    """Issues in one of ``states`` for which ``condition`` holds, or all of them where it is empty.

    The states stand apart because an index finds by them.
    """

    states: frozenset[str]
    condition: str = ""

    def sql(self, table: str) -> str:
        """The whole as a condition on ``table``."""
        states = f"{table}.status IN ({_quoted(self.states)})"
        return f"{states} AND ({self.condition})" if self.condition else states


def light_expression(today: date, warn_days: int, table: str = "issue") -> str:
    """SQL that gives the light code of a row of ``table``; made of dates and fixed codes only."""
    day, soon = today.isoformat(), (today + timedelta(days=warn_days)).isoformat()
    status, due_on, look_on = f"{table}.status", f"{table}.due_on", _look_on(table)
    return (
        f"CASE WHEN {status} IN ({_quoted(SUCCESSFULLY_CLOSED)}) THEN '{Light.CLOSED}' "
        f"WHEN {status} IN ({_quoted(ENDED)}) THEN '{Light.NONE}' "
        f"WHEN {status} IN ({_quoted(AWAITED)}) "
        f"THEN CASE WHEN {table}.completed_on > {due_on} THEN '{Light.OVERDUE}' ELSE '{Light.NORMAL}' END "
        f"WHEN {status} IN ({_quoted(PATIENT)}) THEN CASE WHEN {look_on} < '{day}' THEN '{Light.OVERDUE}' "
        f"WHEN {look_on} = '{day}' THEN '{Light.DUE_SOON}' ELSE '{Light.NORMAL}' END "
        f"WHEN {due_on} < '{day}' THEN '{Light.OVERDUE}' "
        f"WHEN {due_on} <= '{soon}' THEN '{Light.DUE_SOON}' ELSE '{Light.NORMAL}' END"
    )


def light_branches(lights: Collection[Light], today: date, warn_days: int, table: str = "issue") -> list[Branch]:
    """The rows of ``table`` with one of these lights, in branches that have no row in common.

    Each compares stored days with fixed ones, so that an index can answer it, which it cannot for the expression.
    """
    day, soon = today.isoformat(), (today + timedelta(days=warn_days)).isoformat()
    due_on, look_on, late = f"{table}.due_on", _look_on(table), f"{table}.completed_on > {table}.due_on"
    parts = {
        RUNNING: {
            Light.OVERDUE: f"{due_on} < '{day}'",
            Light.DUE_SOON: f"{due_on} BETWEEN '{day}' AND '{soon}'",
            Light.NORMAL: f"{due_on} > '{soon}' OR {due_on} IS NULL",
        },
        PATIENT: {
            Light.OVERDUE: f"{look_on} < '{day}'",
            Light.DUE_SOON: f"{look_on} = '{day}'",
            Light.NORMAL: f"{look_on} > '{day}' OR {look_on} IS NULL",
        },
        AWAITED: {Light.OVERDUE: late, Light.NORMAL: f"({late}) IS NOT TRUE"},
        SUCCESSFULLY_CLOSED: {Light.CLOSED: ""},
        ENDED: {Light.NONE: ""},
    }
    found = []
    for states, conditions in parts.items():
        wanted = [condition for light, condition in conditions.items() if light in lights]
        if wanted:
            found.append(Branch(states, "" if len(wanted) == len(conditions) else " OR ".join(wanted)))
    return found


def _look_on(table: str) -> str:
    return f"coalesce({table}.look_on, {table}.due_on)"


def _quoted(codes: Iterable[str]) -> str:
    return ", ".join(f"'{code}'" for code in sorted(codes))
