"""A program at work on a ledger, told verb by verb, while the machine under it fails."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from desktop.services.exporting import export_workbook
from desktop.services.recording import record
from tests.offices import EAST, TOWN, VILLAGES, Offices, issue, visit
from tests.programs import ROOT, environment

VERBS = ("save", "step", "take_back", "draft", "export", "publish", "take_in", "files", "copy", "choose")


class Steady:
    """The program. It outlives whatever fails."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        assert self.line() == "ready"

    def line(self) -> str:
        """What it says next."""
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def __call__(self, verb: str) -> dict[str, Any]:
        """What came of a verb: ``done``, or ``refused`` with its sentence. AssertionError when the program ended."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{verb}\n")
        self._process.stdin.flush()
        line = self.line()
        assert line, f"{verb}: the program ended: {self._process.stderr.read() if self._process.stderr else ''}"
        found: dict[str, Any] = json.loads(line)
        return found


def town_with_workbook(folder: Path) -> Path:
    """The ledger of a town with a few records and attachments, its copy, and a workbook of a village."""
    (folder / "elsewhere").mkdir(parents=True)
    elsewhere = Offices(folder / "elsewhere")
    village = elsewhere.village()
    record(village, "visit", [visit(demand="水" * 2000, issues=[issue()]) for _ in range(30)])
    export_workbook(village, folder / "in.xlsx", to=TOWN)
    elsewhere.close()
    offices = Offices(folder)
    town = offices.town()
    record(town, "visit", [visit(issues=[issue()], unit_code=EAST, village_name=VILLAGES[EAST]) for _ in range(3)])
    offices.close()
    return town.path


@contextmanager
def at_work(path: Path, folder: Path, watched: Mapping[str, str] | None = None, **options: Any) -> Iterator[Steady]:
    """The program on this ledger; ends when told."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.faults.steady", str(path), str(folder)],
        cwd=ROOT,
        env=environment(**(watched or {})),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    ) as process:
        try:
            yield Steady(process)
            assert process.stdin is not None
            process.stdin.close()
            assert process.wait(timeout=30) == 0
        finally:
            process.kill()
