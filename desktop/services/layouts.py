"""How ledgers were taken in before: the columns by layout, and headings that a person assigned.

Kept as a setting of the office (``intake``), so that it is shared by its computers and undone with the intake.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from desktop.data.ledger import Ledger
from desktop.exchange.intake.found import FoundColumn, FoundTable
from desktop.exchange.intake.headings import key

SETTING = "intake"

MOST_LAYOUTS = 60
MOST_LEARNT = 400


@dataclass(frozen=True, slots=True)
class Memory:
    """``layouts``: name of a layout to heading to field; ``learnt``: kind to heading as compared to field."""

    layouts: Mapping[str, Mapping[str, str | None]] = field(default_factory=dict)
    learnt: Mapping[str, Mapping[str, str | None]] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        """The memory as it is stored."""
        return {"layouts": self.layouts, "learnt": self.learnt}


def read_memory(ledger: Ledger) -> Memory:
    """What the office remembers; what another program may have put there is left aside."""
    found = ledger.database.execute_sql("SELECT value FROM setting WHERE id = ?", (SETTING,)).fetchone()
    stored = json.loads(found[0]) if found and found[0] else None
    if not isinstance(stored, dict):
        return Memory()
    return Memory(_maps(stored.get("layouts")), _maps(stored.get("learnt")))


def _maps(stored: object) -> dict[str, dict[str, str | None]]:
    if not isinstance(stored, dict):
        return {}
    return {
        name: {heading: told for heading, told in one.items() if told is None or isinstance(told, str)}
        for name, one in stored.items()
        if isinstance(one, dict)
    }


def layout_of(kind: str, tables: Sequence[FoundTable]) -> str:
    """The name of a layout: its headings, whatever their rows and sheets."""
    words = sorted({_compared(column) for table in tables for column in table.columns})
    return f"{kind}:{hashlib.sha256(json.dumps(words).encode()).hexdigest()[:24]}"


def _compared(column: FoundColumn) -> str:
    return "/".join(key(word) for word in column.heading.split("/"))


def remembering(memory: Memory, kind: str, layout: str, tables: Sequence[FoundTable]) -> Memory:
    """The memory with these tables: their columns by layout, and for other layouts what a person said of headings."""
    mapping = {heading: name for table in tables for heading, name in table.mapping.items()}
    layouts = {name: one for name, one in memory.layouts.items() if name != layout}
    layouts = dict([*layouts.items(), (layout, mapping)][-MOST_LAYOUTS:])
    told = {
        _compared(column): column.field
        for table in tables
        for column in table.columns
        if column.source == "person" and column.heading
    }
    learnt = {name: one for name, one in memory.learnt.get(kind, {}).items() if name not in told}
    return Memory(layouts, {**memory.learnt, kind: dict([*learnt.items(), *told.items()][-MOST_LEARNT:])})
