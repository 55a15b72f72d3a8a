"""Figures of a ledger, as plain data for the window and the command line."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from desktop.data.ledger import Ledger
from desktop.reports.figures import Figures, figures
from desktop.services.settings import read_settings


def count_ledger(ledger: Ledger, *, today: date | None = None) -> Figures:
    """All figures, with the office's own warning days."""
    return figures(ledger, today=today, warn_days=read_settings(ledger).warn_days)


def ledger_figures(ledger: Ledger, *, today: date | None = None) -> dict[str, Any]:
    """The same as JSON: ``villages`` (a list), ``total``, counts by code in ``states``, ``lights``, ``categories``."""
    found = count_ledger(ledger, today=today)
    return {
        "day": found.day,
        "villages": [asdict(village) for village in found.villages],
        "total": asdict(found.total),
        "states": dict(found.states),
        "lights": {str(light): count for light, count in found.lights},
        "categories": {name: count for name, count, _ in found.categories},
    }
