"""The workbooks of a town's villages, and three ways of taking them in: ours, the floor, and openpyxl with peewee."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from desktop.services.exporting import export_workbook
from desktop.services.ledgers import begin_ledger
from desktop.services.recording import record
from tests.benchmarks.village_ledger import TOWN, visits


def issues(given: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Issues with the long texts of visits."""
    for number, visit in enumerate(given):
        yield {
            "source": "patrol",
            "collected_on": visit["visited_on"],
            "group_name": visit["group_name"],
            "reporter_name": visit["subject_name"],
            "reporter_phone": visit["phone"],
            "category": "其他",
            "description": visit["demand"],
            "location": f"第{number % 20}组路口",
            "measures": visit["situation"],
            "note": visit["suggestion"],
        }


def village_workbooks(folder: Path, villages: int, visit_count: int, issue_count: int) -> list[Path]:
    """A full workbook for the town from each of so many villages."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = visits(villages * (visit_count + issue_count))
    paths = []
    for number in range(villages):
        code = f"{TOWN[0][:9]}{201 + number}"
        ledger = begin_ledger(
            folder / f"{code}.db", level="village", code=code, name=f"第{number + 1}村", town_name=TOWN[1], actor="李四"
        )
        record(ledger, "visit", list(islice(rows, visit_count)))
        record(ledger, "issue", list(issues(islice(rows, issue_count))))
        path = folder / f"{code}.xlsx"
        export_workbook(ledger, path, to=TOWN[0], full=True)
        ledger.close()
        paths.append(path)
    return paths
