"""What the sheets people see hold, as :mod:`desktop.exchange.visible` reads it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class TypedRow:
    """A row that is not as it was written, or that somebody added (``record_id`` is empty).

    ``cells`` has the content by field name, for the columns that are there; ``columns`` where each stands (from 1)
    and its heading; ``decision`` what stands in the columns for decisions, by their headings. ``is_twice``: another
    row of the sheet has the same id. ``faulty`` has what of ``columns`` shows an error of a formula: nothing is known
    of its content. ``is_shared``: its decision is merged with cells of the rows below.
    """

    kind: str
    record_id: str
    sheet: str
    row: int
    check: str
    cells: Mapping[str, str | int | float | bool | datetime.date | None]
    columns: Mapping[str, tuple[int, str]]
    decision: Mapping[str, str | int | float | bool | datetime.date | None]
    is_twice: bool = False
    faulty: tuple[str, ...] = ()
    is_shared: bool = False


@dataclass(slots=True)
class Visible:
    """What the visible sheets hold.

    ``shown`` has the ids of the rows by kind; ``unread`` the columns (sheet, heading) that belong to nothing and the
    sheets (heading empty) whose ids are gone; ``filler`` the name written behind 填报人; ``seal`` a digest over ids
    and checks, which stays the same whatever is typed into the rows.
    """

    shown: dict[str, list[str]] = field(default_factory=dict)
    typed: list[TypedRow] = field(default_factory=list)
    unread: list[tuple[str, str]] = field(default_factory=list)
    filler: str = ""
    seal: str = ""
