"""What a ledger holds, told so that two runs of the same work can be compared."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from desktop.data.ledger import Ledger
from desktop.domain.errors import Refused
from desktop.domain.kinds import KINDS
from desktop.services.inspecting import inspect
from desktop.services.ledgers import open_ledger
from desktop.services.locking import LedgerKeys, is_locked, unlock

_OF_ONE_RUN = frozenset({"row", "id", "record_id", "visit_id", "recorded_at", "changed_at", "merged_into"})
"""Columns with names made at random, and moments."""

_LOGGED = {
    "change": "kind, operation, scope_id, state",
    "step": "label, title, state",
    "batch": "file_name, is_undone",
    "conflict": "kind, field",
    "draft": "kind, title, content",
    "handover": "unit_code, file_name, records, changes",
    "handed_over": "unit_code, file_name",
    "acknowledged": "serial, left_out, files_missing",
    "setting": "id, value",
}

PASSWORD, OTHER = "东沟村头的老槐树", "西桥边上的三棵柳"
"""One of them opens every ledger here that has a password."""

Held = dict[str, list[str]]


def held(ledger: Ledger) -> Held:
    """Every table without what differs from run to run."""
    found = {kind: _rows(ledger, kind) for kind in KINDS}
    for table, columns in _LOGGED.items():
        rows = ledger.database.execute_sql(f"SELECT {columns} FROM {table}").fetchall()
        found[table] = sorted(map(repr, rows))
    return found


def _rows(ledger: Ledger, kind: str) -> list[str]:
    cursor = ledger.database.execute_sql(f'SELECT * FROM "{kind}"')
    names = [column[0] for column in cursor.description]
    return sorted(
        repr([(name, value) for name, value in zip(names, row, strict=True) if name not in _OF_ONE_RUN])
        for row in cursor.fetchall()
    )


def keys_of(path: Path) -> LedgerKeys | None:
    """The keys of a ledger, None where it is plain."""
    if not is_locked(path):
        return None
    return unlock(path, PASSWORD if is_opened_by(path, PASSWORD) else OTHER)


def is_opened_by(path: Path, password: str) -> bool:
    """Whether a locked ledger opens by a password."""
    try:
        unlock(path, password)
    except Refused as refusal:
        if refusal.code != "ledger_password_wrong":
            raise
        return False
    return True


def opened_and_sound(path: Path) -> Held:
    """What the ledger holds after the next start of the program. AssertionError when it is not sound."""
    ledger = open_ledger(path, keys=keys_of(path))
    try:
        found = inspect(ledger).findings
        assert found == (), found
        return held(ledger)
    finally:
        ledger.close()


def differing(one: Held, other: Held) -> str:
    """The tables in which two ledgers differ, with the number of rows."""
    return ", ".join(
        f"{name} {len(one[name])}/{len(other[name])}" for name in sorted(one) if one[name] != other.get(name)
    )


def acknowledged(said: str) -> Any:
    """The JSON document a command has printed whole; None when it was killed before."""
    try:
        return json.loads(said)
    except ValueError:
        return None
