"""Settings of the office: kept in its ledger, so that they travel with it and have a history."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from desktop.data.ledger import Ledger
from desktop.data.writing import writing
from desktop.domain.kinds.choices import STANDARD_CATEGORIES

WARN_DAYS = 10
DUE_DAYS = 15


@dataclass(frozen=True, slots=True)
class OfficeSettings:
    """What an office decides for itself.

    ``warn_days``: an issue due within so many days is 临期. ``due_days``: days given to a new issue when none is set.
    ``light_colours``: light name to ``#RRGGBB`` where the office wants another than the theme's.
    """

    categories: tuple[str, ...] = STANDARD_CATEGORIES
    warn_days: int = WARN_DAYS
    due_days: int = DUE_DAYS
    light_colours: tuple[tuple[str, str], ...] = ()
    backup_folder: str = ""


def read_settings(ledger: Ledger) -> OfficeSettings:
    """The settings in force; unset ones have their defaults."""
    stored = {key: json.loads(text) for key, text in ledger.database.execute_sql("SELECT id, value FROM setting")}
    return OfficeSettings(
        categories=tuple(stored.get("categories") or STANDARD_CATEGORIES),
        warn_days=int(stored.get("warn_days", WARN_DAYS)),
        due_days=int(stored.get("due_days", DUE_DAYS)),
        light_colours=tuple((name, colour) for name, colour in stored.get("light_colours", [])),
        backup_folder=str(stored.get("backup_folder", "")),
    )


def change_setting(ledger: Ledger, key: str, value: Any) -> None:
    """Set one of :class:`OfficeSettings` by name; one step of undo. KeyError for an unknown name."""
    if key not in OfficeSettings.__dataclass_fields__:
        raise KeyError(key)
    with writing(ledger, "setting", key) as changes:
        changes.set_setting(key, value)
