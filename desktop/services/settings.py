"""Settings of the office: kept in its ledger, so that they travel with it and have a history."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from desktop.data.ledger import Ledger
from desktop.data.writing import writing
from desktop.domain.dates import day_of
from desktop.domain.deadlines import DAY_COUNT_CHOICES, DayCount, Limits
from desktop.domain.errors import Problem, Refused
from desktop.domain.kinds import KINDS
from desktop.domain.kinds.choices import STANDARD_CATEGORIES
from desktop.domain.lifecycle import Duty, Person
from desktop.services.deadlines import Proposal, deadline_by

WARN_DAYS = 10
CHECK_DAYS = 5
LIMITS = Limits()
MOST_DAYS = 3650
LONGEST_TEXT = 500
MOST_YEARS = 50

_COLOUR = re.compile("#[0-9A-Fa-f]{6}")
_RANGE = {"minimum": 0, "maximum": MOST_DAYS}


@dataclass(frozen=True, slots=True)
class OfficeSettings:
    """What an office decides for itself.

    ``warn_days``: an issue due within so many days is 临期. ``urgent_days``, ``ordinary_days``, ``hard_days``: days
    from its collection on that are proposed for an issue of this urgency, ``due_days`` where none is given;
    ``day_count``: which days these limits count. ``check_days``: an issue that has waited so long for its check is
    called to mind.
    ``people``: who works at its computers, and their duties; empty means one person does everything.
    ``views``: filters saved by name, as :mod:`desktop.services.views` writes them.
    ``retention``: by kind the years after which a record that is over is proposed for anonymising.
    ``light_colours``: light name to ``#RRGGBB`` where the office wants another than the theme's.
    """

    categories: tuple[str, ...] = STANDARD_CATEGORIES
    warn_days: int = WARN_DAYS
    due_days: int = LIMITS.otherwise
    urgent_days: int = LIMITS.urgent
    ordinary_days: int = LIMITS.ordinary
    hard_days: int = LIMITS.hard
    day_count: DayCount = LIMITS.count
    check_days: int = CHECK_DAYS
    light_colours: tuple[tuple[str, str], ...] = ()
    backup_folder: str = ""
    people: tuple[Person, ...] = ()
    views: tuple[Mapping[str, Any], ...] = ()
    retention: tuple[tuple[str, int], ...] = ()

    @property
    def limits(self) -> Limits:
        """The days an issue has."""
        return Limits(self.urgent_days, self.ordinary_days, self.hard_days, self.due_days, self.day_count)


def read_settings(ledger: Ledger) -> OfficeSettings:
    """The settings in force; unset ones, and those that make no sense here, have their defaults.

    They come with the ledger and from the office's other computers: a newer program, or a forger, wrote what it liked.
    """
    rows = ledger.database.execute_sql("SELECT id, value FROM setting").fetchall()
    # A setting whose first value was undone holds null: it is as if it had never been set.
    stored = {key: value for key, text in rows if (value := json.loads(text)) is not None and _is_sound(key, value)}
    return OfficeSettings(
        categories=tuple(stored.get("categories") or STANDARD_CATEGORIES),
        warn_days=int(stored.get("warn_days", WARN_DAYS)),
        due_days=int(stored.get("due_days", LIMITS.otherwise)),
        urgent_days=int(stored.get("urgent_days", LIMITS.urgent)),
        ordinary_days=int(stored.get("ordinary_days", LIMITS.ordinary)),
        hard_days=int(stored.get("hard_days", LIMITS.hard)),
        # A way of counting that only a newer program knows is left aside, as duties are.
        day_count=DayCount(stored["day_count"]) if stored.get("day_count") in set(DayCount) else LIMITS.count,
        check_days=int(stored.get("check_days", CHECK_DAYS)),
        light_colours=tuple((name, colour) for name, colour in stored.get("light_colours", [])),
        backup_folder=str(stored.get("backup_folder", "")),
        people=tuple(
            Person(one["name"], frozenset(Duty(duty) for duty in one["duties"] if duty in list(Duty)))
            for one in stored.get("people", [])
            if _is_person(one)
        ),
        views=tuple(one for one in stored.get("views", []) if _views("views", [one]) is None),
        retention=tuple((kind, years) for kind, years in stored.get("retention", []) if kind in KINDS),
    )


def people_document(people: Iterable[Person]) -> list[dict[str, Any]]:
    """People and their duties as they are stored, and as JSON."""
    return [{"name": one.name, "duties": [duty for duty in Duty if duty in one.duties]} for one in people]


def settings_document(settings: OfficeSettings) -> dict[str, Any]:
    """The settings as JSON, by the names that :func:`change_setting` takes."""
    plain = {name: getattr(settings, name) for name in SETTINGS}
    plain |= {"people": people_document(settings.people), "light_colours": dict(settings.light_colours)}
    plain["retention"] = dict(settings.retention)
    return {name: list(value) if isinstance(value, tuple) else value for name, value in plain.items()}


def proposed_deadline(ledger: Ledger, collected_on: str, today: date, urgency: str | None = None) -> str:
    """The deadline proposed for an issue (ISO): the office's days from its collection on, but never before today."""
    return propose_deadline(ledger, collected_on, today, urgency).due_on


def propose_deadline(ledger: Ledger, collected_on: str, today: date, urgency: str | None = None) -> Proposal:
    """The same with what it was made of, to be told beside it."""
    return deadline_by(read_settings(ledger).limits, urgency, day_of(collected_on) or today, today)


def _days(key: str, value: Any) -> Problem | None:
    if not isinstance(value, int) or isinstance(value, bool):
        return Problem("number_expected", key, value)
    return None if 0 <= value <= MOST_DAYS else Problem("out_of_range", key, value, params=_RANGE)


def _day_count(key: str, value: Any) -> Problem | None:
    if isinstance(value, str) and value in set(DayCount):
        return None
    return Problem("bad_choice", key, value, params={"choices": [choice.label for choice in DAY_COUNT_CHOICES]})


def _names(key: str, value: Any) -> Problem | None:
    is_list = isinstance(value, list | tuple)
    if not is_list or not value or not all(isinstance(name, str) and _is_line(name) for name in value):
        return Problem("list_expected", key, value)
    return None


def _colours(key: str, value: Any) -> Problem | None:
    try:
        good = all(_is_line(name) and _COLOUR.fullmatch(colour) for name, colour in value)
    except (TypeError, ValueError):
        good = False
    return None if good else Problem("bad_code", key, value)


def _folder(key: str, value: Any) -> Problem | None:
    return None if isinstance(value, str) and (not value or _is_line(value)) else Problem("text_expected", key, value)


def _people(key: str, value: Any) -> Problem | None:
    try:
        names = [one["name"] for one in value]
        good = all(_is_line(name) and name == name.strip() for name in names) and len(set(names)) == len(names)
        good = good and all(duty in set(Duty) for one in value for duty in one["duties"])
    except (TypeError, KeyError):
        good = False
    return None if good else Problem("bad_people", key, value)


def _views(key: str, value: Any) -> Problem | None:
    try:
        names = [(one["kind"], one["name"]) for one in value]
        good = all(_is_line(name) and kind in KINDS for kind, name in names) and len(set(names)) == len(names)
        good = good and all(isinstance(one["wanted"], dict) for one in value)
    except (TypeError, KeyError):
        good = False
    return None if good else Problem("list_expected", key, value)


def _is_sound(key: str, value: Any) -> bool:
    """Whether a stored value can be used. Of lists that grow with the program, each entry is judged by itself."""
    if key in ("people", "views"):
        return isinstance(value, list)
    if key == "day_count":
        return isinstance(value, str)
    return key not in _CHECKS or _CHECKS[key](key, value) is None


def _is_person(value: Any) -> bool:
    is_shaped = isinstance(value, dict) and isinstance(value.get("duties"), list)
    return is_shaped and isinstance(value.get("name"), str)


def _retention(key: str, value: Any) -> Problem | None:
    try:
        good = all(kind in KINDS and type(years) is int and 0 <= years <= MOST_YEARS for kind, years in value)
    except (TypeError, ValueError):
        good = False
    return None if good else Problem("out_of_range", key, None, params={"minimum": 0, "maximum": MOST_YEARS})


def _is_line(text: Any) -> bool:
    return isinstance(text, str) and text.isprintable() and 0 < len(text.strip()) <= LONGEST_TEXT


_CHECKS: dict[str, Callable[[str, Any], Problem | None]] = {
    "categories": _names,
    "warn_days": _days,
    "due_days": _days,
    "urgent_days": _days,
    "ordinary_days": _days,
    "hard_days": _days,
    "day_count": _day_count,
    "check_days": _days,
    "light_colours": _colours,
    "backup_folder": _folder,
    "people": _people,
    "views": _views,
    "retention": _retention,
}

SETTINGS = tuple(_CHECKS)
"""The names of all settings."""


def change_setting(ledger: Ledger, key: str, value: Any) -> None:
    """Set one of :class:`OfficeSettings` by name; one step of undo. KeyError for an unknown name.

    Refused: ``invalid``.
    """
    problem = _CHECKS[key](key, value)
    if problem is not None:
        raise Refused("invalid", problems=[problem], rows=1)
    with writing(ledger, "setting", key) as changes:
        changes.set_setting(key, value)
