"""Ratios between two ways of doing the same work, measured in one run.

Machines are noisy and differ, so only ratios count: the ways take turns, each runs at least five times, and medians of
processor time are compared. The results of a run are kept in :data:`RESULTS`; see ``tests.benchmarks.compare``.
"""

from __future__ import annotations

import gc
import json
import os
import platform
import resource
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path

from sqlcipher3.dbapi2 import sqlite_version

from desktop import __version__

RESULTS = Path(__file__).resolve().parents[2] / "build" / "bench" / "results.json"
RUNS = 5


@dataclass(frozen=True, slots=True)
class Verdict:
    """One line of the table: ``ratio`` is ours to the other's, with the ``lowest`` and ``highest`` of single turns."""

    goal: str
    against: str
    ratio: float
    lowest: float
    highest: float
    must: float
    stretch: float

    @property
    def word(self) -> str:
        """``stretch`` reached, ``must`` reached, or ``missed``."""
        if self.ratio <= self.stretch:
            return "stretch"
        return "must" if self.ratio <= self.must else "missed"

    @property
    def line(self) -> str:
        """``goal | against | ratio (spread) | must | verdict``."""
        spread = f"{self.ratio:.3f} ({self.lowest:.3f}–{self.highest:.3f})"
        return f"{self.goal} | {self.against} | {spread} | ≤ {self.must:.3f} | {self.word}"


def take_turns(ours: Callable[[], object], other: Callable[[], object], runs: int = RUNS) -> list[tuple[float, float]]:
    """Processor seconds of (ours, other) in each of ``runs`` turns, after one unmeasured turn."""
    turns = []
    for turn in range(runs + 1):
        pair = (_processor_seconds(ours), _processor_seconds(other))
        if turn:
            turns.append(pair)
    return turns


def judge(goal: str, against: str, turns: Sequence[tuple[float, float]], *, must: float, stretch: float) -> Verdict:
    """Compare the medians of (ours, other), print the line, keep the result, fail where ``must`` is missed."""
    ours, others = zip(*turns, strict=True)
    single = [mine / other for mine, other in turns]
    verdict = Verdict(
        goal,
        against,
        statistics.median(ours) / statistics.median(others),
        min(single),
        max(single),
        must,
        stretch,
    )
    print(f"\n{verdict.line}")
    _keep(verdict, turns)
    assert verdict.word != "missed", verdict.line
    return verdict


def _processor_seconds(work: Callable[[], object]) -> float:
    gc.collect()
    start = processor_seconds()
    work()
    return processor_seconds() - start


def processor_seconds() -> float:
    """Processor time that this process and its children, living or ended, have used so far."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    own = time.process_time() + ended.ru_utime + ended.ru_stime
    return own + sum(_seconds_of_child(child) for child in _children())


def _children() -> list[str]:
    lists = Path("/proc/self/task").glob("*/children")
    return [child for each in lists for child in each.read_text(encoding="ascii").split()]


def _seconds_of_child(child: str) -> float:
    try:
        after_name = Path(f"/proc/{child}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    # proc(5): utime and stime are fields 14 and 15; the state, the first one after the name, is field 3.
    return sum(map(int, after_name[11:13])) / os.sysconf("SC_CLK_TCK")


def begin() -> None:
    """Forget the results of an earlier run, and note what is measured with."""
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    noted = {"begun": _now(), "versions": _versions(), "processors": os.cpu_count(), "rows": []}
    RESULTS.write_text(json.dumps(noted, ensure_ascii=False, indent=1), encoding="utf-8")


def read(path: Path = RESULTS) -> list[Verdict]:
    """The rows of a run."""
    rows = json.loads(path.read_text(encoding="utf-8"))["rows"]
    return [Verdict(**{name: row[name] for name in Verdict.__dataclass_fields__}) for row in rows]


def table(rows: Sequence[Verdict]) -> list[str]:
    """The lines of the table: the missed first, since they are what is looked for."""
    cells = [("goal", "against", "ratio (spread)", "must", "stretch", "")]
    for row in sorted(rows, key=lambda one: ("missed", "must", "stretch").index(one.word)):
        spread = f"{row.ratio:.3f} ({row.lowest:.3f}–{row.highest:.3f})"
        word = {"missed": "MISSED"}.get(row.word, row.word)
        cells.append((row.goal, row.against, spread, f"≤ {row.must:.3f}", f"≤ {row.stretch:.3f}", word))
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in cells]


def _versions() -> dict[str, str]:
    named = ("PySide6-Essentials", "peewee", "openpyxl", "python-calamine", "sqlcipher3")
    found = {name: metadata.version(name) for name in named}
    return {"zoufang": __version__, "python": platform.python_version(), "sqlite": sqlite_version, **found}


def _now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S%z")


def _keep(verdict: Verdict, turns: Sequence[tuple[float, float]]) -> None:
    if not RESULTS.exists():
        begin()
    noted = json.loads(RESULTS.read_text(encoding="utf-8"))
    measured = {**asdict(verdict), "verdict": verdict.word, "at": _now(), "turns": [list(turn) for turn in turns]}
    noted["rows"].append(measured)
    RESULTS.write_text(json.dumps(noted, ensure_ascii=False, indent=1), encoding="utf-8")
