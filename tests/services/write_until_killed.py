"""Run by test_durability: writes records into the ledger given, and says which are saved, until it is killed."""

from __future__ import annotations

import sys
from pathlib import Path

from desktop.data.ledger import open_ledger
from desktop.services.handling import record_event
from desktop.services.recording import record, revise, withdraw
from desktop.services.undoing import undo
from tests.offices import assignment, issue, visit


def main(path: Path) -> None:
    """Print ``kind id column value`` once the service says that it is saved."""
    ledger = open_ledger(path)
    print("ready", flush=True)
    for number in range(1_000_000):
        saved = record(ledger, "visit", [visit(demand="水" * 500, issues=[issue(), issue()])])
        print("visit", saved.ids[0], "handling", "none", flush=True)
        revise(ledger, "visit", saved.ids[0], {"note": f"n{number}"})
        print("visit", saved.ids[0], "note", f"n{number}", flush=True)
        record_event(ledger, saved.also[0][1], "assign", assignment())
        print("issue", saved.also[0][1], "status", "pending", flush=True)
        withdraw(ledger, "issue", saved.also[1][1], "重复")
        undo(ledger)
        print("issue", saved.also[1][1], "is_withdrawn", "0", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
