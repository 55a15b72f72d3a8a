"""Which rows a query means: conditions over the peewee model of a record kind."""

from __future__ import annotations

import functools
import operator
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import peewee

from desktop.data.ledger import Ledger
from desktop.data.lighting import light_branches
from desktop.data.search import terms
from desktop.domain.errors import Problem, Refused
from desktop.domain.fields import Field, FieldKind, RecordKind
from desktop.domain.lights import Light
from desktop.reports.counting import Figure, rows_of
from desktop.reports.counts import WITHDRAWN
from desktop.services.recording import kind_named
from desktop.services.settings import read_settings
from desktop.services.sight import refuse_asking
from desktop.services.word_conditions import ALIAS as ALIAS
from desktop.services.word_conditions import word_conditions

PAGE = 200


@dataclass(frozen=True, slots=True)
class Query:
    """Which records: exact values by field (a tuple: any of them), a period (ISO days, both ends in), lights, words.

    The period is that of ``dated``, or of the kind's own day; ``above`` are numbers by field that must be exceeded.
    ``order`` is a column of :func:`desktop.services.ordering.offered`, downwards with a ``-`` before it, or empty for
    the newest first; ``after`` continues behind a record already seen, at its place in that order.
    ``figure`` names a number of the figures whose issues are meant.
    """

    kind: str
    where: Mapping[str, Any] = field(default_factory=dict)
    since: str = ""
    until: str = ""
    lights: tuple[Light, ...] = ()
    text: str = ""
    withdrawn: bool = False
    after: tuple[Any, ...] | None = None
    limit: int = PAGE
    dated: str = ""
    above: Mapping[str, int] = field(default_factory=dict)
    order: str = ""
    figure: Figure | None = None


def conditions(ledger: Ledger, table: Any, query: Query, today: date) -> list[Any]:
    """The conditions on ``table`` (a model under :data:`ALIAS`) that ``query`` makes, wherever it begins.

    Refused: ``invalid``, ``may_not_see``, and those of :func:`desktop.reports.counting.rows_of`.
    """
    kind = kind_named(query.kind)
    refuse_asking(ledger, kind, (*query.where, *query.above, query.dated))
    is_of_withdrawn = query.withdrawn or (query.figure is not None and query.figure.count == WITHDRAWN)
    found: list[Any] = [table.is_withdrawn == int(is_of_withdrawn)]
    if query.figure is not None:
        statement, values = rows_of(query.figure, today)
        found.append(peewee.SQL(f"{ALIAS}.row IN ({statement})", values))
    for name, value in query.where.items():
        found.append(_equals(table, _field_named(kind, name, value), value))
    for name, number in query.above.items():
        found.append(getattr(table, _field_named(kind, name, number).name) > number)
    day_name = _field_named(kind, query.dated, "").name if query.dated else kind.date_field
    day = getattr(table, day_name) if day_name else None
    if day is not None and query.since:
        found.append(day >= query.since)
    if day is not None and query.until:
        found.append(day <= query.until)
    if query.lights:
        branches = light_branches(query.lights, today, read_settings(ledger).warn_days, ALIAS)
        states = frozenset().union(*(branch.states for branch in branches))
        either = " OR ".join(f"({one.sql(ALIAS)})" for one in branches)
        found += [table.status.in_(sorted(states)), peewee.SQL(f"({either})")]
    if terms(query.text):
        found += word_conditions(ledger, kind, query.text, today)
    return found


def _field_named(kind: RecordKind, name: str, value: Any) -> Field:
    if not kind.has_field(name):
        raise Refused("invalid", problems=[Problem("unknown_field", name, value)], rows=1)
    return kind.field(name)


def _equals(table: Any, field_: Field, value: Any) -> Any:
    column = getattr(table, field_.name)
    if isinstance(value, tuple):
        if field_.kind is FieldKind.LIST or not all(value):
            return functools.reduce(operator.or_, (_equals(table, field_, one) for one in value), peewee.SQL("0"))
        return column.in_([_stored(field_, one) for one in value])
    if value in (None, ""):
        return column.is_null()
    if field_.kind is FieldKind.LIST:
        return peewee.SQL(f'EXISTS (SELECT 1 FROM json_each({ALIAS}."{field_.name}") WHERE value = ?)', [value])
    return column == _stored(field_, value)


def _stored(field_: Field, value: Any) -> Any:
    """A value as its column holds it; a choice may be given in its words."""
    wanted = str(value)
    matching = [choice.code for choice in field_.choices if wanted in (choice.code, choice.label)]
    return matching[0] if matching else wanted if field_.choices else value
