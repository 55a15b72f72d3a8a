"""A ledger as the engine of intake finds it, made by hand: the wizard does not depend on how it was found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from desktop.domain.errors import Problem, Refused
from desktop.services import taking
from desktop.services.ledgers import Ledger
from desktop.services.recording import record
from desktop.services.taken import (
    ColumnPlace,
    FoundColumn,
    FoundProblem,
    FoundRow,
    FoundTable,
    Guess,
    IgnoredRow,
    Likeness,
    Look,
    Taken,
)

SHEET = "花名册"
HEADINGS = ("姓名", "单位", "电话号", "岗位")
ROWS = (
    ("王小五", "唐陵村村委会", "13912345671", "书记"),
    ("赵六", "唐陵村村委会", "13912345672", "主任"),
    ("钱七", "农办", "1391234", "干事"),
    ("孙八", "农办", "13912345674", "干事"),
    ("周九", "农办", "13912345675", "干事"),
)
FIRST = 3
"""The row of the first of them; the title stands in row 1, the headings in row 2, a total below the last."""


def cadre_look(
    path: Path, fields: Mapping[int, str | None] | None = None, fill: Mapping[str, Any] | None = None
) -> Look:
    """A roster of cadres: row 5 has a bad phone, row 6 is known already, the post in row 4 is guessed."""
    given = {0: "name", 1: "unit", 2: "phone", 3: None} | dict(fields or {})
    sources = {0: "label", 1: "likely", 2: "learnt", 3: "none"} | dict.fromkeys(fields or {}, "person")
    columns = tuple(FoundColumn(at, HEADINGS[at], given[at], 0.9, sources[at]) for at in range(len(HEADINGS)))
    rows, problems = [], []
    told = dict(fill or {})
    if "name" not in {*given.values(), *told}:
        problems.append(FoundProblem(SHEET, Problem("missing", "name", None, 0, {"label": "姓名"})))
    for number, cells in enumerate(ROWS, FIRST):
        values = told | {name: cells[at] for at, name in given.items() if name is not None}
        if "name" not in values:
            continue
        if number == 5 and "phone" in values:
            problems.append(FoundProblem(SHEET, Problem("bad_phone", "phone", cells[2], number, {"label": "联系电话"})))
        else:
            guesses = (Guess("unit", cells[1], "唐陵村", "word"),) if number in (3, 4) and "unit" in values else ()
            rows.append(FoundRow(SHEET, number, values, guesses))
    known = [Likeness(SHEET, 6, "0", "孙八", "name")] if any(row.row == 6 for row in rows) else []
    total = FIRST + len(ROWS)
    return Look(
        path.name,
        "digest",
        "cadre",
        "layout",
        (FoundTable(SHEET, 2, 2, total - 1, columns),),
        tuple(rows),
        tuple(problems),
        (IgnoredRow(SHEET, 1, "title"), IgnoredRow(SHEET, total, "total")),
        tuple(known),
        is_remembered=False,
        fill=told,
        source={"path": path, "fields": dict(fields or {})},
    )


@dataclass
class Engine:
    """Stands for the reading of ledgers. ``refusal`` is what it refuses with; ``remembers``: the layout is known."""

    refusal: Refused | None = None
    remembers: bool = False
    hold: Callable[[Callable[[], bool]], None] | None = None
    asked: list[tuple[str, str]] = field(default_factory=list)
    """Kind and password of each reading."""
    left_out: list[frozenset[tuple[str, int]]] = field(default_factory=list)

    def examine(self, ledger: Ledger, path: Path, kind: str, *, password: str = "", **others: Any) -> Look:
        self.asked.append((kind, password))
        if self.hold is not None:
            self.hold(others["cancelled"])
        if self.refusal is not None and not password:
            raise self.refusal
        return replace(cadre_look(path), kind=kind, is_remembered=self.remembers)

    def remapped(self, ledger: Ledger, look: Look, changes: Mapping[ColumnPlace, str | None], **others: Any) -> Look:
        fields = look.source["fields"] | {place: name for (_, _, place), name in changes.items()}
        fill = others["fill"]
        return cadre_look(look.source["path"], fields, look.fill if fill is None else fill)

    def cells(self, look: Look, sheet: str, first: int, count: int) -> list[list[str]]:
        whole = [["唐陵村干部名册"], list(HEADINGS), *(list(row) for row in ROWS), ["合计", "5 人"]]
        return whole[first - 1 : first - 1 + count]

    def merged(self, look: Look, sheet: str) -> list[Any]:
        return []

    def take(self, ledger: Ledger, look: Look, *, leave_out: frozenset[tuple[str, int]], **others: Any) -> Taken:
        self.left_out.append(leave_out)
        rows = tuple(row for row in look.rows if (row.sheet, row.row) not in leave_out)
        return Taken(record(ledger, look.kind, [row.values for row in rows]), rows, look)

    def row_count(self, look: Look, sheet: str) -> int:
        return FIRST + len(ROWS)

    def annotated(self, look: Look, target: Path, say: Callable[[Problem], str]) -> None:
        target.write_text("marked", encoding="utf-8")


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Engine:
    """The engine the wizard works with."""
    made = Engine()
    for name in ("examine", "remapped", "cells", "merged", "row_count", "take", "annotated"):
        monkeypatch.setattr(taking, name, getattr(made, name))
    return made
