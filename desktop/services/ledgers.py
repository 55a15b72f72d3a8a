"""Founding and opening ledgers."""

from __future__ import annotations

from pathlib import Path

from desktop.data.ledger import Ledger, Office, found_ledger, open_ledger
from desktop.domain.changes import Level
from desktop.domain.errors import Problem, Refused

__all__ = ["Ledger", "Office", "begin_ledger", "open_ledger"]


def begin_ledger(path: Path, *, level: str, code: str, name: str, town_name: str = "", actor: str = "") -> Ledger:
    """Found the ledger of an office. ``code`` has 12 digits; a town's ends in 000, a village's does not.

    Refused: ``invalid`` (with problems), ``ledger_exists``, ``folder_missing``.
    """
    problems = []
    if level not in list(Level):
        problems.append(Problem("bad_choice", "level", level, params={"choices": [str(one) for one in Level]}))
    digits = code.strip()
    if not (len(digits) == 12 and digits.isascii() and digits.isdigit()):
        problems.append(Problem("bad_code", "code", code, params={"reason": "division"}))
    elif level in list(Level) and digits.endswith("000") != (level == Level.TOWN):
        problems.append(Problem("bad_code", "code", code, params={"reason": f"division_{level}"}))
    if not name.strip():
        problems.append(Problem("missing", "name"))
    if problems:
        raise Refused("invalid", problems=problems)
    office = Office(Level(level), digits, name.strip(), town_name.strip())
    return found_ledger(path, office, actor.strip())
