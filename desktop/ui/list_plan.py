"""What the list of a record kind is made of, said by the page it stands on."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.domain.fields import RecordKind
from desktop.ui.filter_choices import Filter
from desktop.ui.table_columns import Layout


@dataclass(frozen=True, slots=True)
class Listing:
    """One of several ways to show the same records: 问题清单, 任务清单, 责任清单 … Never a second entry.

    ``hint`` says in a few words what stands here and in which order (``order``, of the services); ``statuses`` are
    what it is about, until a person asks for others.
    """

    name: str
    label: str
    layout: Layout
    hint: str = ""
    order: str = ""
    statuses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListPlan:
    """What the list of a kind is made of.

    ``filters`` with no choices are filled from the ledger; ``first`` are the leading columns, ``elastic`` the one that
    takes the room left, ``unlisted`` wait to be chosen; ``related`` are kinds whose changes show in this list;
    ``empty`` says what belongs here; ``listings``, where there are any, the ways to show it, the usual one first.
    """

    kind: RecordKind
    title: str
    filters: tuple[Filter, ...]
    elastic: str
    empty: str
    first: tuple[str, ...] = ()
    unlisted: tuple[str, ...] = ()
    related: frozenset[str] = frozenset()
    has_title: bool = True
    listings: tuple[Listing, ...] = ()
