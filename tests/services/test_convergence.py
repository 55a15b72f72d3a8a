"""Histories through real workbooks, and under other clocks: what everybody sees in the end is the same."""

from __future__ import annotations

import itertools
import random
import secrets
import uuid
from pathlib import Path
from typing import Any

import pytest

from desktop.data import writing
from desktop.exchange.parsing import parse_workbook
from desktop.services import exporting, recording
from desktop.services.exporting import export_workbook
from desktop.services.finding import Query, list_records
from tests.histories import CLOCKS, WEIGHTED, Clock, World, act, found_templates, in_files, in_memory
from tests.memory import Memory
from tests.offices import Offices, issue, visit


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The five ledgers as founded."""
    return found_templates(tmp_path_factory.mktemp("founded"))


def play(seed: int, world: World, acts: int) -> None:
    """One history, told by its seed."""
    draw = random.Random(seed)
    for _ in range(acts):
        act(world, draw.choice(WEIGHTED), draw.randrange(7), draw.randrange(2**16), draw.randrange(2**16))
    world.settle()


@pytest.mark.parametrize("seed", range(4))
def test_a_history_through_real_workbooks(seed: int, templates: Path, tmp_path: Path) -> None:
    clock = Clock()
    with in_files(clock) as files:
        world = World(tmp_path, templates, files, clock)
        try:
            play(seed, world, 60)
            world.judge()
        finally:
            world.offices.close()


def test_memory_holds_what_a_workbook_would(offices: Offices, monkeypatch: pytest.MonkeyPatch) -> None:
    village, memory = offices.village(), Memory()
    for number in range(3):
        saved = recording.record(village, "visit", [visit(demand="长" * 20_000, issues=[issue()])])
        recording.revise(village, "visit", saved.ids[0], {"note": f"第 {number} 次"})
    path = offices.file()
    export_workbook(village, path)
    real = parse_workbook(path)
    monkeypatch.setattr(exporting, "compose", memory.compose)
    export_workbook(village, path)
    kept = memory.parse(path)
    assert (kept.changes, kept.tips) == (real.changes, real.tips)
    assert (kept.vectors, kept.nodes, kept.sender, kept.visible.shown) == (
        real.vectors,
        real.nodes,
        real.sender,
        real.visible.shown,
    )


def essence(world: World) -> list[Any]:
    """What everybody sees, record by record in the order of creation, without ids and times."""
    town = world.nodes[0]
    shown = []
    for kind, name in (("visit", "subject_name"), ("issue", "description")):
        for withdrawn in (False, True):
            for one in list_records(town, Query(kind, withdrawn=withdrawn, limit=10_000)):
                values = {key: value for key, value in one.values.items() if key not in ("id", "visit_id", "code")}
                shown.append((kind, values[name], withdrawn, one.has_conflict, sorted(values.items(), key=str)))
    return sorted(shown, key=str)


@pytest.mark.parametrize("seed", range(5))
def test_clocks_change_nothing(seed: int, templates: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ends = []
    for shift in range(len(CLOCKS)):
        ids = itertools.count(1)
        monkeypatch.setattr(uuid, "uuid4", lambda ids=ids: uuid.UUID(int=next(ids)))
        # Of two who said something else at once, the name of the node decides whose word is shown.
        monkeypatch.setattr(secrets, "token_hex", lambda count, ids=ids: f"{next(ids):0{2 * count}x}")
        monkeypatch.setattr(writing, "new_ids", lambda count: [str(uuid.uuid4()) for _ in range(count)])
        folder = tmp_path / str(shift)
        folder.mkdir()
        clock = Clock(shift)
        with in_memory(clock) as memory:
            world = World(folder, templates, memory, clock)
            try:
                play(seed, world, 80)
                ends.append(essence(world))
            finally:
                world.offices.close()
    assert ends[1:] == ends[:1] * (len(CLOCKS) - 1)
