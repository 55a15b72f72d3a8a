"""Which records a command means: conditions, words, filters saved by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated

import typer

from desktop.data.ledger import Ledger
from desktop.domain.errors import Refused
from desktop.services.finding import Query
from desktop.services.recording import kind_named
from desktop.services.views import View, built_in, saved_views
from desktop.wording import view_name

Where = Annotated[list[str] | None, typer.Option(metavar="字段=值", help="只要这个值，可重复")]
Search = Annotated[str, typer.Option(help="包含这些字")]
ViewName = Annotated[str, typer.Option("--view", metavar="名称", help="常用筛选，见 views")]


def asked(ledger: Ledger, kind: str, where: Sequence[str] | None, search: str, view: str) -> Query:
    """The query that the options make together. Refused: ``unknown_kind``, ``unknown_view``."""
    kind_named(kind)
    query = _view_named(ledger, kind, view).wanted.query(kind, date.today()) if view else Query(kind)
    text = f"{query.text} {search}".strip()
    conditions = _conditions(where or [])
    return replace(query, where={**query.where, **conditions}, text=text)


def _conditions(where: Sequence[str]) -> dict[str, str]:
    conditions: dict[str, str] = {}
    for condition in where:
        name, equals, value = condition.partition("=")
        if not equals:
            raise typer.BadParameter(f"--where 应写成 字段=值：{condition}")
        conditions[name] = value
    return conditions


def every_view(ledger: Ledger, kind: str) -> list[tuple[str, View]]:
    """The filters of a kind with the names to call them by; the office's own come first."""
    own = [(one.name, one) for one in saved_views(ledger, kind)]
    return [*own, *((view_name(one.code), one) for one in built_in(ledger, kind))]


def _view_named(ledger: Ledger, kind: str, wanted: str) -> View:
    known = every_view(ledger, kind)
    for name, view in known:
        if wanted == name or (view.code and wanted == view.code):
            return view
    raise Refused("unknown_view", name=wanted, views=[name for name, _ in known])
