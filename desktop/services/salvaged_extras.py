"""What a damaged ledger holds beside its log and can be believed by itself: own forms, the list of workbooks given out.

Receipts are left: a damaged one may tell that a partner has what he has not, which would then never be sent. So are
steps of undo, whose sessions are over, and imports, which could be undone only where nothing of them is missing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from desktop.data.ledger import Ledger
from desktop.data.remains import Remains
from desktop.data.templates import StoredTemplate
from desktop.services.templates import is_usable

_TABLES = {
    "template": "id, kind, name, file_name, sheet, columns, content, added_at, added_by",
    "handover": "id, uid, unit_code, unit_name, file_name, made_at, actor, is_full, is_sealed, records, changes",
}


@dataclass(slots=True)
class Extras:
    """Rows of both tables, by the ids of forms and of handovers."""

    forms: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    handovers: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SavedExtras:
    """How many were saved; ``lost_forms`` names those that were read and are not whole.

    ``receipts`` and ``imports`` were in the damaged ledger, and are not in the new one.
    """

    forms: int = 0
    lost_forms: tuple[str, ...] = ()
    handovers: int = 0
    receipts: int = 0
    imports: int = 0


def spare_extras(backup: Ledger) -> Extras:
    """What a sound backup has of both."""
    return Extras(
        {row[0]: row for row in _rows(backup, "template")}, {row[1]: row for row in _rows(backup, "handover")}
    )


def _rows(backup: Ledger, table: str) -> list[tuple[Any, ...]]:
    # A backup may be older than the table.
    execute = backup.database.execute_sql
    has = execute("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)).fetchone()[0]
    return [tuple(row) for row in execute(f"SELECT {_TABLES[table]} FROM {table}").fetchall()] if has else []


def put_extras(ledger: Ledger, spare: Extras, remains: Remains) -> SavedExtras:
    """Put both into a new ledger. Runs inside the caller's transaction."""
    forms, lost = 0, []
    for form_id in [*remains.forms, *(spare.forms.keys() - remains.forms.keys())]:
        row = next((one for one in _readings(form_id, spare, remains) if _is_whole(one)), None)
        if row is None:
            lost.append(str(remains.forms[form_id][2]))
        else:
            forms += _put(ledger, "template", row)
    handovers = {**spare.handovers, **remains.handovers}
    count = sum(_put(ledger, "handover", (None, *row[1:])) for row in sorted(handovers.values(), key=_moment))
    return SavedExtras(forms, tuple(lost), count, remains.receipts, remains.imports)


def _readings(form_id: str, spare: Extras, remains: Remains) -> list[tuple[Any, ...]]:
    return [forms[form_id] for forms in (remains.forms, spare.forms) if form_id in forms]


def _is_whole(row: tuple[Any, ...]) -> bool:
    form_id, kind, name, file_name, sheet, columns, content, added_at, added_by = row
    try:
        told = json.loads(columns)
    except (ValueError, RecursionError):
        return False
    is_list = isinstance(told, list) and all(isinstance(one, dict) for one in told)
    stored = StoredTemplate(form_id, kind, name, file_name, sheet, told if is_list else [], added_at, added_by)
    return is_list and is_usable(stored, bytes(content))


def _moment(row: tuple[Any, ...]) -> tuple[str, int]:
    return str(row[5]), int(row[0])


def _put(ledger: Ledger, table: str, row: tuple[Any, ...]) -> int:
    """A form whose name another has by now, or a workbook already told, is left."""
    marks = ", ".join("?" * len(row))
    return int(
        ledger.database.execute_sql(f"INSERT OR IGNORE INTO {table} ({_TABLES[table]}) VALUES ({marks})", row).rowcount
    )
