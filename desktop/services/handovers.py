"""The workbooks an office has handed over: to whom, when, with how much."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.data.ledger import Ledger
from desktop.domain.changes import Level, scope_of_village
from desktop.services.placing import known_name, villages_of


@dataclass(frozen=True, slots=True)
class Handover:
    """One workbook. ``unit_code`` and ``unit_name`` are those of its recipient, empty for one addressed to nobody.

    ``made_at`` is ISO with offset. ``records`` and ``changes`` are None where they are not known any more: workbooks
    handed over before every one was noted.
    """

    uid: str
    unit_code: str
    file_name: str
    made_at: str
    actor: str
    is_full: bool
    is_sealed: bool
    records: int | None
    changes: int | None
    unit_name: str = ""


def note_handover(ledger: Ledger, handover: Handover) -> None:
    """Remember a workbook; part of the transaction that says what it held."""
    ledger.database.execute_sql(
        "INSERT INTO handover (uid, unit_code, unit_name, file_name, made_at, actor, is_full, is_sealed, records, "
        "changes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            handover.uid,
            handover.unit_code,
            handover.unit_name or _name_of(ledger, handover.unit_code),
            handover.file_name,
            handover.made_at,
            handover.actor,
            int(handover.is_full),
            int(handover.is_sealed),
            handover.records,
            handover.changes,
        ),
    )


def handovers(ledger: Ledger, limit: int = 200) -> list[Handover]:
    """The workbooks handed over, the last first."""
    rows = ledger.database.execute_sql(
        "SELECT uid, unit_code, file_name, made_at, actor, is_full, is_sealed, records, changes, unit_name "
        "FROM handover ORDER BY id DESC LIMIT ?",
        (limit,),
    )
    found = []
    for uid, code, file_name, made_at, actor, is_full, is_sealed, records, changes, name in rows.fetchall():
        marks = bool(is_full), bool(is_sealed)
        told = name or _name_of(ledger, code)
        found.append(Handover(uid, code, file_name, made_at, actor, *marks, records, changes, told))
    return found


def _name_of(ledger: Ledger, unit_code: str) -> str:
    office = ledger.office
    if unit_code in ("", office.code):
        return office.name if unit_code else ""
    if office.level is Level.VILLAGE:
        return office.town_name
    return known_name(ledger, scope_of_village(unit_code)) or villages_of(ledger).get(unit_code, unit_code)
