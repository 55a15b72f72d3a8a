"""The light of an issue as an SQL expression: the same rule as :func:`desktop.domain.lights.light_of`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from desktop.domain.lifecycle import ENDED, PATIENT, SUCCESSFULLY_CLOSED
from desktop.domain.lights import Light


def light_expression(today: date, warn_days: int, table: str = "issue") -> str:
    """SQL that gives the light code of a row of ``table``; made of dates and fixed codes only."""
    day, soon = today.isoformat(), (today + timedelta(days=warn_days)).isoformat()
    status, due_on = f"{table}.status", f"{table}.due_on"
    return (
        f"CASE WHEN {status} IN ({_quoted(SUCCESSFULLY_CLOSED)}) THEN '{Light.CLOSED}' "
        f"WHEN {status} IN ({_quoted(ENDED)}) THEN '{Light.NONE}' "
        f"WHEN {due_on} IS NULL THEN '{Light.NORMAL}' "
        f"WHEN {due_on} < '{day}' THEN '{Light.OVERDUE}' "
        f"WHEN {due_on} <= CASE WHEN {status} IN ({_quoted(PATIENT)}) THEN '{day}' ELSE '{soon}' END "
        f"THEN '{Light.DUE_SOON}' ELSE '{Light.NORMAL}' END"
    )


def _quoted(codes: Iterable[str]) -> str:
    return ", ".join(f"'{code}'" for code in sorted(codes))
