"""Filters kept by name (常用筛选): the office's own, in its ledger's settings, and those there are from the first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from desktop.data.ledger import Ledger
from desktop.domain.changes import Level
from desktop.domain.errors import Problem, Refused
from desktop.domain.fields import Field, RecordKind
from desktop.domain.kinds import KINDS
from desktop.domain.lifecycle import names_in
from desktop.domain.lights import Light
from desktop.domain.periods import Period, last_month, month_of, year_of
from desktop.services.finding import Query
from desktop.services.recording import checked_name
from desktop.services.settings import change_setting, read_settings

MOST_VIEWS = 50
VIEW_NAME = Field("name", "名称", "Name", max_length=30)
"""What a filter is called."""

_NAMED: dict[str, Callable[[date], Period]] = {
    "this_month": lambda today: month_of(today.isoformat()),
    "last_month": last_month,
    "this_year": lambda today: year_of(today.isoformat()),
    "last_year": lambda today: year_of(f"{today.year - 1:04}-01-01"),
}
PERIODS = tuple(_NAMED)
_UNSOLVED = (Light.OVERDUE, Light.DUE_SOON, Light.NORMAL)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a filter lets through: as :class:`Query`, but a period may be one of :data:`PERIODS`, which moves on.

    ``above`` are fields whose number must exceed 0; ``listing`` is the list the filter belongs to, empty for any.
    """

    where: Mapping[str, Any] = field(default_factory=dict)
    lights: tuple[Light, ...] = ()
    period: str = ""
    since: str = ""
    until: str = ""
    dated: str = ""
    above: tuple[str, ...] = ()
    text: str = ""
    listing: str = ""

    def query(self, kind: str, today: date) -> Query:
        """The query it comes to on ``today``."""
        since, until = period_bounds(self.period, today) if self.period else (self.since, self.until)
        above = dict.fromkeys(self.above, 0)
        return Query(kind, self.where, since, until, self.lights, self.text, dated=self.dated, above=above)

    def document(self) -> dict[str, Any]:
        """As it is stored: what is empty is left out."""
        whole = {
            "where": {name: list(value) if isinstance(value, tuple) else value for name, value in self.where.items()},
            "lights": [str(light) for light in self.lights],
            "period": self.period,
            "since": self.since,
            "until": self.until,
            "dated": self.dated,
            "above": list(self.above),
            "text": self.text,
            "listing": self.listing,
        }
        return {name: value for name, value in whole.items() if value}


@dataclass(frozen=True, slots=True)
class View:
    """A filter with its name. One there is from the first has a ``code`` in place of a name."""

    name: str
    wanted: Wanted
    code: str = ""


def period_bounds(period: str, today: date) -> tuple[str, str]:
    """First and last ISO day of one of :data:`PERIODS`; empty for no bound."""
    if period not in _NAMED:
        return "", ""
    found = _NAMED[period](today)
    return found.first, found.last


def built_in(ledger: Ledger, kind_name: str) -> tuple[View, ...]:
    """The filters there are from the first. For issues: mine, overdue, to be checked and approved, of this month."""
    if kind_name != "issue":
        return ()
    mine = _owners_naming(ledger, ledger.actor)
    is_town = ledger.office.level is Level.TOWN
    found = [
        View("", Wanted({"owner": mine or (ledger.actor,)}, _UNSOLVED), "mine"),
        View("", Wanted(lights=(Light.OVERDUE,)), "overdue"),
        View("", Wanted({"status": "to_check"}), "to_check"),
        *([View("", Wanted({"status": "to_approve"}), "to_approve")] if is_town else []),
        View("", Wanted(period="this_month"), "this_month"),
    ]
    return tuple(found)


def _owners_naming(ledger: Ledger, name: str) -> tuple[str, ...]:
    """The owners in use that are this person, alone or with others."""
    rows = ledger.database.execute_sql(
        "SELECT DISTINCT owner FROM issue WHERE is_withdrawn = 0 AND instr(owner, ?) ORDER BY owner", (name,)
    )
    return tuple(str(owner) for (owner,) in rows if name in names_in(owner))


def saved_views(ledger: Ledger, kind_name: str) -> tuple[View, ...]:
    """The filters the office has saved for a kind, in the order they were saved."""
    kind = KINDS[kind_name]
    stored = [one for one in read_settings(ledger).views if one["kind"] == kind_name]
    return tuple(View(str(one["name"]), _wanted(kind, one["wanted"])) for one in stored)


def save_view(ledger: Ledger, kind_name: str, name: str, wanted: Wanted) -> None:
    """Keep a filter under a name, in place of one that has it already; one step of undo. Refused: ``invalid``."""
    clean = checked_name(VIEW_NAME, name)
    own = list(saved_views(ledger, kind_name))
    at = next((at for at, one in enumerate(own) if one.name == clean), len(own))
    if at == MOST_VIEWS:
        raise Refused("invalid", problems=[Problem("too_many_views", "name", clean, params={"limit": MOST_VIEWS})])
    own[at : at + 1] = [View(clean, wanted)]
    _store(ledger, kind_name, own)


def rename_view(ledger: Ledger, kind_name: str, name: str, new_name: str) -> None:
    """Call a saved filter otherwise; one step of undo. Refused: ``invalid``, ``unknown_view``."""
    clean = checked_name(VIEW_NAME, new_name)
    own = list(saved_views(ledger, kind_name))
    at = _place_of(own, name)
    if any(one.name == clean for one in own[:at] + own[at + 1 :]):
        raise Refused("invalid", problems=[Problem("name_taken", "name", clean, params={"name": clean})])
    own[at] = View(clean, own[at].wanted)
    _store(ledger, kind_name, own)


def forget_view(ledger: Ledger, kind_name: str, name: str) -> None:
    """Delete a saved filter; one step of undo. Refused: ``unknown_view``."""
    own = list(saved_views(ledger, kind_name))
    del own[_place_of(own, name)]
    _store(ledger, kind_name, own)


def _place_of(views: Sequence[View], name: str) -> int:
    for at, one in enumerate(views):
        if one.name == name:
            return at
    raise Refused("unknown_view", name=name, views=[one.name for one in views])


def _store(ledger: Ledger, kind_name: str, views: Sequence[View]) -> None:
    others = [one for one in read_settings(ledger).views if one["kind"] != kind_name]
    own = [{"name": one.name, "kind": kind_name, "wanted": one.wanted.document()} for one in views]
    change_setting(ledger, "views", [*map(dict, others), *own])


def _wanted(kind: RecordKind, stored: Mapping[str, Any]) -> Wanted:
    """A stored filter; what only a newer program knows is left aside."""
    where = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in dict(stored.get("where", {})).items()
        if kind.has_field(name)
    }
    dated = str(stored.get("dated", ""))
    period = str(stored.get("period", ""))
    return Wanted(
        where,
        tuple(Light(light) for light in stored.get("lights", []) if light in set(Light)),
        period if period in PERIODS else "",
        str(stored.get("since", "")),
        str(stored.get("until", "")),
        dated if kind.has_field(dated) else "",
        tuple(name for name in stored.get("above", []) if kind.has_field(name)),
        str(stored.get("text", "")),
        str(stored.get("listing", "")),
    )
