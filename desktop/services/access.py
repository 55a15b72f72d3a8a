"""Reading the access log: who has seen whose personal data, when and why. Nobody can change it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.data.access_log import Access, accesses, append_access, people_and_months
from desktop.data.ledger import Ledger
from desktop.data.writing import wall_now
from desktop.domain.fields import Field
from desktop.domain.kinds import KINDS
from desktop.exchange.cells import CellStyle
from desktop.exchange.sheets import write_workbook
from desktop.exchange.specs import ColumnSpec, SheetSpec
from desktop.services.exporting import refuse_ledger_file
from desktop.services.people import refuse_not_in_charge
from desktop.services.sight import Act

__all__ = ["Access", "AccessLog", "Act", "export_access_log", "field_labels", "read_access_log"]

SHOWN = 2000
"""Entries that a window shows; all of them are exported."""

_HEADINGS = (
    ("number", "序号", 6),
    ("wall", "时间", 22),
    ("actor", "经手人", 12),
    ("act", "做了什么", 16),
    ("kind", "哪类记录", 12),
    ("count", "条数", 8),
    ("records", "记录标识", 40),
    ("fields", "哪些内容", 40),
    ("reason", "事由", 30),
    ("about", "说明", 20),
)


@dataclass(frozen=True, slots=True)
class AccessLog:
    """Entries, the latest first, and what they can be narrowed to."""

    entries: tuple[Access, ...]
    people: tuple[str, ...]
    months: tuple[str, ...]


def read_access_log(ledger: Ledger, *, person: str = "", month: str = "", limit: int = SHOWN) -> AccessLog:
    """The entries of a person, of a month (``2026-03``), at most ``limit`` (-1: all).

    Refused: ``not_in_charge``.
    """
    refuse_not_in_charge(ledger)
    with ledger.reading():
        people, months = people_and_months(ledger)
        return AccessLog(tuple(accesses(ledger, actor=person, month=month, limit=limit)), tuple(people), tuple(months))


def field_labels(entry: Access) -> list[Field]:
    """The fields of an entry as the dictionary declares them; those it does not know are left out."""
    kind = KINDS.get(entry.kind)
    return [kind.field(name) for name in entry.fields if kind.has_field(name)] if kind is not None else []


def export_access_log(
    ledger: Ledger, path: Path, acts: Sequence[tuple[str, str]], *, person: str = "", month: str = ""
) -> int:
    """Write the entries as a workbook; gives how many. ``acts`` are codes and what people call them.

    That it was exported is noted too. Refused: ``not_in_charge``, ``target_is_ledger``, and those of writing a file.
    """
    refuse_ledger_file(ledger, path)
    found = read_access_log(ledger, person=person, month=month, limit=-1)
    words = dict(acts)
    columns = tuple(ColumnSpec(name, heading, width, CellStyle.TEXT) for name, heading, width in _HEADINGS)
    rows = [
        [
            str(one.number),
            one.wall,
            one.actor,
            words.get(one.act, one.act),
            KINDS[one.kind].label if one.kind in KINDS else one.kind,
            str(one.count or ""),
            "、".join(one.records),
            "、".join(field.label for field in field_labels(one)),
            one.reason,
            one.about,
        ]
        for one in found.entries
    ]
    write_workbook(path, [SheetSpec("查看登记", columns, rows)])
    with ledger.transaction():
        append_access(ledger, wall_now(), Act.LOG_EXPORTED, about=month)
    return len(rows)
