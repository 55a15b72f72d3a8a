"""Run by the tests of faults: does what it is told on one ledger, a verb a line, and answers each with a line."""

from __future__ import annotations

import itertools
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from desktop.data.backup import backup_to
from desktop.data.ledger import Ledger
from desktop.domain.errors import Refused
from desktop.exchange.reading import InProcessReader
from desktop.services import importing
from desktop.services.attaching import attach
from desktop.services.drafting import keep_draft
from desktop.services.exporting import export_workbook
from desktop.services.finding import Query, count_records
from desktop.services.handling import record_event
from desktop.services.importing import import_workbooks
from desktop.services.inspecting import inspect
from desktop.services.ledgers import open_ledger
from desktop.services.publishing import publish_workbook
from desktop.services.recording import record
from desktop.services.settings import change_setting
from desktop.services.undoing import undo
from desktop.wording import sentence
from tests.offices import EAST, VILLAGES, assignment, issue, visit

COUNTS = itertools.count()
PAPERS = tempfile.TemporaryDirectory()
IN = {"unit_code": EAST, "village_name": VILLAGES[EAST]}


def save(ledger: Ledger, folder: Path) -> Any:
    """A visit with an issue and much text."""
    return record(ledger, "visit", [visit(demand="水渠" * 4000, issues=[issue()], **IN)]).ids[0]


def step(ledger: Ledger, folder: Path) -> Any:
    """An issue and its first step."""
    one = record(ledger, "issue", [issue(**IN)]).ids[0]
    record_event(ledger, one, "assign", assignment())
    return one


def take_back(ledger: Ledger, folder: Path) -> Any:
    """Something saved and undone."""
    save(ledger, folder)
    return undo(ledger).step.label


def draft(ledger: Ledger, folder: Path) -> Any:
    """What is being typed."""
    return keep_draft(ledger, "visit", {"values": {"demand": "水渠" * 4000}}, draft_id="one")


def export(ledger: Ledger, folder: Path) -> Any:
    """A workbook over the former one."""
    return export_workbook(ledger, folder / "out.xlsx", full=True).changes


def publish(ledger: Ledger, folder: Path) -> Any:
    """A list for everybody."""
    return sum(publish_workbook(ledger, folder / "public.xlsx").records.values())


def take_in(ledger: Ledger, folder: Path) -> Any:
    """A workbook of the village into the ledger of the town."""
    outcome = import_workbooks(ledger, [folder / "in.xlsx"])[0]
    if outcome.refusal is not None:
        raise outcome.refusal
    return outcome.created


def files(ledger: Ledger, folder: Path) -> Any:
    """A new file for an issue."""
    one = record(ledger, "issue", [issue(**IN)]).ids[0]
    # From another disk than the ledger's.
    paper = Path(PAPERS.name) / f"paper{next(COUNTS)}.pdf"
    paper.write_bytes(b"%PDF-1.4 " + paper.name.encode() * 20_000)
    return attach(ledger, "issue", one, [paper]).ids[0]


def copy(ledger: Ledger, folder: Path) -> Any:
    """A copy of the ledger over the former one."""
    return backup_to(ledger.database, folder / "copy.db").name


def choose(ledger: Ledger, folder: Path) -> Any:
    """A setting of the office."""
    change_setting(ledger, "warn_days", 3 + next(COUNTS) % 5)
    return True


def check(ledger: Ledger, folder: Path) -> Any:
    """What is wrong with the ledger, and how much it holds."""
    count = sum(count_records(ledger, Query(kind)) for kind in ("visit", "issue"))
    return {"findings": [one.code for one in inspect(ledger).findings], "records": count}


VERBS: dict[str, Callable[[Ledger, Path], Any]] = {
    verb.__name__: verb for verb in (save, step, take_back, draft, export, publish, take_in, files, copy, choose, check)
}


def main(path: Path, folder: Path) -> None:
    """Answer until standard input ends."""
    importing.open_reader = InProcessReader  # type: ignore[assignment]
    ledger = open_ledger(path)
    print("ready", flush=True)
    for line in sys.stdin:
        try:
            answer = {"done": VERBS[line.strip()](ledger, folder)}
        except Refused as refusal:
            answer = {"refused": refusal.code, "said": sentence(refusal)}
        print(json.dumps(answer), flush=True)
    ledger.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
