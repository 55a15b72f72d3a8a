"""Offices for tests: a town, its villages, their ledgers in a folder, and values that pass the checks."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop.data.ledger import Ledger
from desktop.domain.identifiers import id_check_character
from desktop.services.exporting import export_workbook
from desktop.services.importing import import_workbooks
from desktop.services.ledgers import begin_ledger
from desktop.services.outcomes import FileOutcome

TOWN = "321183105000"
VILLAGES = {"321183105201": "东沟村", "321183105202": "西桥村", "321183105203": "南山村"}
EAST, WEST, SOUTH = VILLAGES
TOWN_NAME = "清水镇"


def id_number(first_17: str = "32998119700101123") -> str:
    """A valid ID number of nobody."""
    return first_17 + id_check_character(first_17)


def visit(**values: Any) -> dict[str, Any]:
    """A visit that is accepted in a village."""
    given = {
        "visited_on": "2024-03-05",
        "kind": "household",
        "subject_name": "郑大山",
        "visitors": ["钱小河"],
        "handling": "none",
    }
    return given | values


def issue(**values: Any) -> dict[str, Any]:
    """An issue that is accepted in a village."""
    given = {"source": "patrol", "collected_on": "2024-03-06", "category": "其他", "description": "村口路灯不亮"}
    return given | values


def assignment(**values: Any) -> dict[str, Any]:
    """What the event ``assign`` must carry."""
    given = {
        "measures": "更换灯泡",
        "leader": "孙海",
        "lead_unit": "村委会",
        "owner": "周江",
        "due_on": "2024-04-01",
    }
    return given | values


@dataclass
class Offices:
    """Ledgers in one folder; workbooks are carried between them."""

    folder: Path
    opened: list[Ledger] = field(default_factory=list)
    files: int = 0

    def town(self, code: str = TOWN, name: str = TOWN_NAME, *, actor: str = "吴镇") -> Ledger:
        """A new town ledger."""
        return self._begin("town", code, name, "", actor)

    def village(self, code: str = EAST, *, actor: str = "") -> Ledger:
        """A new village ledger; a second one of the same code is another computer of the village."""
        name = VILLAGES.get(code, "远方村")
        return self._begin("village", code, name, TOWN_NAME, actor or f"{name[:2]}书记")

    def _begin(self, level: str, code: str, name: str, town_name: str, actor: str) -> Ledger:
        path = self.folder / f"{code}-{len(self.opened)}.db"
        ledger = begin_ledger(path, level=level, code=code, name=name, town_name=town_name, actor=actor)
        self.opened.append(ledger)
        return ledger

    def file(self) -> Path:
        """A name for a new workbook."""
        self.files += 1
        return self.folder / f"file{self.files}.xlsx"

    def send(self, sender: Ledger, receiver: Ledger, *, full: bool = False) -> FileOutcome:
        """One workbook from office to office; the outcome of its import."""
        path = self.file()
        export_workbook(sender, path, to=receiver.office.code, full=full)
        return import_workbooks(receiver, [path])[0]

    def close(self) -> None:
        """Close all ledgers."""
        for ledger in self.opened:
            ledger.close()


def dump(ledger: Ledger, *, without: tuple[str, ...] = ()) -> dict[str, list[tuple[Any, ...]]]:
    """Everything a ledger file holds, table by table (the index tables of the search too)."""
    names = ledger.database.execute_sql("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    return {
        name: sorted(ledger.database.execute_sql(f'SELECT * FROM "{name}"').fetchall(), key=repr)
        for (name,) in names
        if name not in without
    }


def values_of(ledger: Ledger, kind: str, record_id: str) -> dict[str, Any]:
    """The row of a record by column."""
    row = ledger.tables[kind].get(record_id)
    assert row is not None, f"no {kind} {record_id}"
    return row
