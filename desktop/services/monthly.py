"""What the villages of a town have handed in, month by month."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from desktop.data.ledger import Ledger
from desktop.domain.changes import Level
from desktop.services.placing import villages_of
from desktop.services.receipts import NamedGap, named_gaps

MONTHS = 6


class CellState(StrEnum):
    """What a village handed in for a month."""

    RECEIVED = "received"
    EDITED = "edited"
    """Received, and something in it was changed by hand in the workbook."""
    STALE = "stale"
    """Something newer is known to exist, or nothing came in this month though something had come before."""
    MISSING = "missing"
    """Nothing has come up to this month."""


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A workbook that was imported: by whom and when, how many records it made, changed, and changed by hand."""

    batch_id: str
    file: str
    sender: str
    received_at: str
    actor: str
    created: int
    updated: int
    edited_by_hand: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A village's month (``2026-03``) and the files behind it, the last first; ``gaps`` with the newest received."""

    month: str
    state: CellState
    files: tuple[ReceivedFile, ...] = ()
    gaps: tuple[NamedGap, ...] = ()


@dataclass(frozen=True, slots=True)
class VillageRow:
    """A village and its cells, one for each month of the grid."""

    unit_code: str
    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Villages by months, the oldest month first, the running one last."""

    months: tuple[str, ...]
    rows: tuple[VillageRow, ...] = ()

    @property
    def begins(self) -> str:
        """The first month in which anything is known to have come; before it nobody owed anything."""
        named = (c.month for row in self.rows for c in row.cells if c.files or c.state is CellState.STALE)
        return min(named, default=self.months[-1] if self.months else "")


def grid(ledger: Ledger, today: date, *, months: int = MONTHS) -> Grid:
    """What each village of a town has handed in, month by month. It may take a while: never on the GUI thread.

    A workbook belongs to the month in which this computer received it: that is what a town means by this month's
    report, and a village's own clock may say anything. Where this computer's clock once ran wrong, the order of the
    imports decides: one stamped earlier than the one before it, or later than ``today``, counts as of the same day as
    the one before it. A village that nothing came from is listed too, as far as the town knows of it.
    """
    names = {code: name for code, name in villages_of(ledger).items() if code != ledger.office.code}
    shown = _months(today, months)
    arrived = _arrived(ledger, today)
    for code, (name, _) in arrived.items():
        names.setdefault(code, name or code)
    missing: dict[str, list[NamedGap]] = {}
    for gap in named_gaps(ledger):
        missing.setdefault(gap.unit_code, []).append(gap)
    rows = [
        VillageRow(code, name, _cells(arrived.get(code, ("", {}))[1], shown, missing.get(code, [])))
        for code, name in sorted(names.items())
    ]
    return Grid(shown, tuple(rows))


def _months(today: date, count: int) -> tuple[str, ...]:
    found = [today.replace(day=1)]
    while len(found) < count:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return tuple(f"{day:%Y-%m}" for day in reversed(found))


def _arrived(ledger: Ledger, today: date) -> dict[str, tuple[str, dict[str, list[ReceivedFile]]]]:
    """By village its name and the imports by month, in the order they came."""
    rows = ledger.database.execute_sql(
        "SELECT b.id, b.uid, b.file_name, n.unit_code, n.unit_name, b.received_at, b.actor, b.summary "
        "FROM batch b JOIN node n ON n.id = b.node_id WHERE NOT b.is_undone ORDER BY b.id"
    ).fetchall()
    found: dict[str, tuple[str, dict[str, list[ReceivedFile]]]] = {}
    last = ""
    for batch_id, uid, file_name, code, name, received_at, actor, text in rows:
        day = received_at[:10]
        if day > today.isoformat() or day < last:
            day = last or today.isoformat()
        else:
            last = day
        summary = json.loads(text)
        counts = (int(summary.get(key, 0)) for key in ("created", "updated", "edited_by_hand"))
        file = ReceivedFile(uid, file_name, name, received_at, actor, *counts)
        for village, its_name in _villages_in(ledger, batch_id, code, name):
            months = found.setdefault(village, (its_name, {}))[1]
            months.setdefault(day[:7], []).append(file)
    return found


def _villages_in(ledger: Ledger, batch_id: int, code: str, name: str) -> list[tuple[str, str]]:
    if code != ledger.office.code:
        return [(code, name)]
    # Another computer of the town passes on what villages handed in there.
    rows = ledger.database.execute_sql(
        "SELECT DISTINCT n.unit_code, n.unit_name FROM change c JOIN node n ON n.id = c.node_id "
        "WHERE c.batch_id = ? AND n.level = ?",
        (batch_id, Level.VILLAGE),
    )
    return [(row[0], row[1]) for row in rows]


def _cells(
    by_month: Mapping[str, list[ReceivedFile]], months: tuple[str, ...], missing: list[NamedGap]
) -> tuple[Cell, ...]:
    newest = max(by_month, default="")
    oldest = min(by_month, default="")
    return tuple(
        _cell(month, tuple(reversed(by_month.get(month, ()))), oldest, tuple(missing) if month == newest else ())
        for month in months
    )


def _cell(month: str, files: tuple[ReceivedFile, ...], oldest: str, missing: tuple[NamedGap, ...]) -> Cell:
    if not files:
        has_begun = bool(oldest) and oldest < month
        return Cell(month, CellState.STALE if has_begun else CellState.MISSING)
    if missing:
        return Cell(month, CellState.STALE, files, missing)
    is_edited = any(file.edited_by_hand for file in files)
    return Cell(month, CellState.EDITED if is_edited else CellState.RECEIVED, files)
