"""What a ledger's schema must have: a ledger without it is damaged, since nobody else writes to it."""

from __future__ import annotations

import re
from typing import Any

from desktop.domain.kinds import KINDS

_LOG = {"change", "node", "scope", "knowledge", "held", "batch", "meta", "schema_migration"}
_BESIDE = {"access", "pin", "setting", "draft", "step", "conflict", "course", "template"}
_EXCHANGED = {"acknowledged", "handed_over", "handover"}
_WITH_NAMES = ("household", "person", "enterprise", "cadre")

TABLES = (
    _LOG
    | _BESIDE
    | _EXCHANGED
    | {*KINDS}
    | {f"{kind}_text" for kind in KINDS}
    | {f"{kind}_names" for kind in _WITH_NAMES}
)
"""The tables of a ledger, but for those that SQLite's own index keeps behind its tables."""

_LACKING = re.compile(r"no such (table|column): (?:\w+\.)?\"?(\w+)")


def lacking_tables(database: Any) -> set[str]:
    """The tables that an up to date ledger has and this one has not."""
    rows = database.execute_sql("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return TABLES - {row[0] for row in rows}


def is_lack(message: str) -> bool:
    """Whether SQLite misses what every ledger has: a statement that names what no ledger has is a fault of its own."""
    found = _LACKING.search(message)
    if found is None:
        return False
    of_tables, name = found[1] == "table", found[2]
    return name in TABLES if of_tables else any(kind.has_field(name) for kind in KINDS.values())
