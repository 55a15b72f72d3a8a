"""Figures over a ledger: visits and issues by village, state, light and category."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from desktop.data.ledger import Ledger
from desktop.data.lighting import light_expression
from desktop.domain.lifecycle import OPEN
from desktop.domain.lights import Light


@dataclass(frozen=True, slots=True)
class VillageFigures:
    """Counts of one village (or of all). ``open`` are issues not yet closed, merged, refused, void or transferred."""

    unit_code: str
    name: str
    visits: int = 0
    issues: int = 0
    open: int = 0
    overdue: int = 0
    due_soon: int = 0
    closed: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of a ledger on a day. ``categories``: label, issues, of these open; most first."""

    day: str
    villages: tuple[VillageFigures, ...]
    total: VillageFigures
    states: tuple[tuple[str, int], ...]
    lights: tuple[tuple[Light, int], ...]
    categories: tuple[tuple[str, int, int], ...]


def figures(
    ledger: Ledger, *, scopes: Sequence[str] | None = None, today: date | None = None, warn_days: int = 10
) -> Figures:
    """Count a ledger, or only the records of ``scopes``."""
    day = today or date.today()
    condition, ids = "NOT is_withdrawn", list[int]()
    if scopes is not None:
        ids = [ledger.log.scope_id(scope) for scope in scopes]
        condition += f" AND scope_id IN ({', '.join('?' * len(ids))})"
    is_open = f"status IN ({', '.join(repr(code) for code in sorted(OPEN))})"
    light = light_expression(day, warn_days)
    visits = _by_unit(ledger, f"SELECT unit_code, max(village_name), count(*) FROM visit WHERE {condition}", ids)
    issues = _by_unit(
        ledger,
        f"SELECT unit_code, max(village_name), count(*), sum({is_open}), {_sum_of(light, Light.OVERDUE)}, "
        f"{_sum_of(light, Light.DUE_SOON)}, {_sum_of(light, Light.CLOSED)} FROM issue WHERE {condition}",
        ids,
    )
    villages = tuple(
        _village(code, visits.get(code), issues.get(code)) for code in sorted(visits.keys() | issues.keys())
    )
    total = _sum(villages)
    states = ledger.database.execute_sql(
        f"SELECT status, count(*) FROM issue WHERE {condition} GROUP BY status ORDER BY count(*) DESC, status", ids
    ).fetchall()
    categories = ledger.database.execute_sql(
        f"SELECT category, count(*), sum({is_open}) FROM issue WHERE {condition} "
        "GROUP BY category ORDER BY count(*) DESC, category",
        ids,
    ).fetchall()
    return Figures(
        day=day.isoformat(),
        villages=villages,
        total=total,
        states=tuple((status or "", count) for status, count in states),
        lights=_lights(total),
        categories=tuple((name or "", count, still_open or 0) for name, count, still_open in categories),
    )


def _sum_of(light: str, which: Light) -> str:
    return f"sum(({light}) = '{which}')"


def _by_unit(ledger: Ledger, statement: str, ids: list[int]) -> dict[str, tuple[str, list[int]]]:
    rows = ledger.database.execute_sql(f"{statement} GROUP BY unit_code", ids)
    return {code or "": (name or "", [int(count or 0) for count in counts]) for code, name, *counts in rows}


def _village(code: str, visits: tuple[str, list[int]] | None, issues: tuple[str, list[int]] | None) -> VillageFigures:
    name = (visits or issues or ("", []))[0]
    counts = issues[1] if issues else [0, 0, 0, 0, 0]
    return VillageFigures(code, name, visits[1][0] if visits else 0, *counts)


def _sum(villages: Sequence[VillageFigures]) -> VillageFigures:
    return VillageFigures(
        "",
        "",
        sum(village.visits for village in villages),
        sum(village.issues for village in villages),
        sum(village.open for village in villages),
        sum(village.overdue for village in villages),
        sum(village.due_soon for village in villages),
        sum(village.closed for village in villages),
    )


def _lights(total: VillageFigures) -> tuple[tuple[Light, int], ...]:
    normal = total.open - total.overdue - total.due_soon
    return (
        (Light.OVERDUE, total.overdue),
        (Light.DUE_SOON, total.due_soon),
        (Light.NORMAL, normal),
        (Light.CLOSED, total.closed),
        (Light.NONE, total.issues - total.open - total.closed),
    )


def figure_rows(found: Figures) -> list[Sequence[Any]]:
    """The rows of the 统计 sheet: one block of headings and rows per question."""
    rows: list[Sequence[Any]] = [["村", "走访", "问题", "未销号", "逾期", "临期", "已销号"]]
    rows += [
        [village.name, village.visits, village.issues, village.open, village.overdue, village.due_soon, village.closed]
        for village in found.villages
    ]
    total = found.total
    rows.append(["合计", total.visits, total.issues, total.open, total.overdue, total.due_soon, total.closed])
    rows += [[], ["问题类别", "问题", "未销号"]]
    rows += [[name, count, still_open] for name, count, still_open in found.categories]
    return rows
