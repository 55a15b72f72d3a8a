"""Founding and opening ledgers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from desktop.data.ledger import Ledger, Office, found_ledger, open_ledger
from desktop.domain.changes import Level
from desktop.domain.errors import Problem, Refused
from desktop.domain.fields import Field
from desktop.domain.values import ValueRefused, normalise

_NAME = Field("name", "单位名称", "Name of the office", max_length=100)
_TOWN_NAME = Field("town_name", "所属乡镇", "Name of the town", max_length=100)
_ACTOR = Field("actor", "姓名", "Own name", max_length=100)

__all__ = ["Ledger", "Office", "begin_ledger", "change_actor", "open_ledger"]


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
    texts = {}
    for field in (_NAME, _TOWN_NAME, _ACTOR):
        try:
            given = {"name": name, "town_name": town_name, "actor": actor}[field.name]
            texts[field.name] = normalise(field, given, today=date.today(), categories=()) or ""
        except ValueRefused as refusal:
            problems.append(Problem(refusal.kind, field.name, given, params={"label": field.label, **refusal.params}))
    if texts.get("name") == "":
        problems.append(Problem("missing", "name", params={"label": _NAME.label}))
    if problems:
        raise Refused("invalid", problems=problems)
    office = Office(Level(level), digits, texts["name"], texts["town_name"])
    return found_ledger(path, office, texts["actor"])


def change_actor(ledger: Ledger, name: str) -> str:
    """Let somebody else work from now on; gives who it was before. Refused: ``invalid`` without a name."""
    if not name.strip():
        raise Refused("invalid", problems=[Problem("missing", "actor")])
    before = ledger.actor
    with ledger.transaction():
        ledger.database.execute_sql(
            "INSERT INTO meta (key, value) VALUES ('actor', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (name.strip(),),
        )
    ledger.actor = name.strip()
    return before
