"""Random histories of a town, two villages and a second computer: whatever happens on the way, in the end all agree."""

from __future__ import annotations

import itertools
import json
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.data import writing
from desktop.domain.errors import Refused
from desktop.domain.lifecycle import possible
from desktop.exchange.layout import info_rows, read_info
from desktop.exchange.parsing import Incoming, parse_workbook
from desktop.exchange.reading import InProcessReader
from desktop.exchange.visible import Visible
from desktop.services import drafting, exporting, importing, merging, recording, undoing
from desktop.services.exporting import export_workbook
from desktop.services.finding import Query, history, list_records
from desktop.services.handling import record_event
from desktop.services.importing import import_workbooks, redo_import, undo_import
from desktop.services.inspecting import inspect
from tests.offices import EAST, TOWN, VILLAGES, WEST, Offices, issue, visit
from tests.services.test_exchange import seen

NOTES = ("甲", "乙", "丙", "=1+1", "𠮷")
GIVEN = {
    "measures": "清淤",
    "leader": "孙海",
    "lead_unit": "水利站",
    "owner": "周江",
    "due_on": "2024-05-01",
    "progress": "进展",
    "satisfaction": "satisfied",
    "completion_kind": "staged",
    "completed_on": "2024-04-01",
    "checker": "吴湖",
    "check_opinion": "属实",
    "closed_on": "2024-04-02",
    "review_on": "2024-05-02",
    "review_result": "巩固",
    "reason": "原因",
}


class Memory:
    """Workbooks kept as what they would be read back as, without being written: a hundred times faster."""

    def __init__(self) -> None:
        self.held: dict[str, Incoming] = {}

    def compose(self, path: Path, outgoing: Any, **_: Any) -> None:
        """Stands in for writing: goes through the same rows of the hidden sheets."""
        from desktop.exchange import parsing
        from desktop.exchange.composing import _change_rows

        info = read_info(info_rows(outgoing.info))
        rows = ([("" if cell is None else cell) for cell in row] for row in _change_rows(outgoing.changes))
        shown = {sheet.kind.name: [record_id for record_id, _ in sheet.records] for sheet in outgoing.records}
        for _ in outgoing.history:
            pass
        self.held[path.name] = Incoming(
            file_name=path.name,
            file_digest="",
            workbook_uid=info["workbook"],
            sender=parsing.Sender(**info["sender"]),
            recipient=info["recipient"],
            made_at=info["made_at"],
            serial=info["serial"],
            is_full=info["is_full"],
            vectors=info["vectors"],
            nodes=info["nodes"],
            scope_names=info["scope_names"],
            changes=list(parsing._changes(rows, info["scopes"], info["knowledge"])),
            visible=Visible(shown={kind: ids for kind, ids in shown.items() if ids}),
        )

    def parse(self, path: Path, _password: str = "") -> Incoming:
        return self.held[path.name]


class World:
    """The four nodes, the files on their way, and everything that was ever written."""

    def __init__(self, folder: Path, templates: Path, draw: random.Random, tell_time: Callable[[str], None]) -> None:
        self.offices = Offices(folder)
        self.draw = draw
        self.tell_time = tell_time
        self.nodes = [_copied(folder, template) for template in sorted(templates.glob("*.db"))]
        self.offices.opened = self.nodes
        self.files: list[tuple[str, Path]] = []
        self.batches: list[tuple[Any, str]] = []
        self.written: set[tuple[str, str, str]] = set()
        self.count = itertools.count()
        town, first, second, west = self.nodes
        for node in (first, west):
            self.create(node)
            self.carry(node, town)
        self.carry(town, second)

    def step(self) -> None:
        """Something happens somewhere, under whatever time the computer there believes in."""
        node = self.draw.choice(self.nodes)
        self.tell_time(node.node_uid)
        acts = [self.create] + [self.update] * 7 + [self.event] * 3 + [self.stand, self.undo, self.take_back]
        act = self.draw.choice(acts + [self.export] * 5 + [self.take_in] * 7)
        act(node)
        if self.draw.random() < 0.15:
            assert inspect(node).findings == ()
            assert unexplained(node) == []

    def create(self, node: Any) -> None:
        mark = f"问题{next(self.count)}"
        place = {}
        if node.office.code == TOWN:
            code = self.draw.choice([EAST, WEST])
            place = {"unit_code": code, "village_name": VILLAGES[code]}
        given = visit(subject_name=mark, note=self.draw.choice(NOTES), issues=[issue(description=mark)], **place)
        saved = recording.record(node, "visit", [given])
        self.wrote(saved.ids[0], "subject_name", mark)
        self.wrote(saved.also[0][1], "description", mark)

    def wrote(self, record_id: str, name: str, value: Any) -> None:
        self.written.add((record_id, name, json.dumps(value)))

    def some(self, node: Any, kind: str, *, withdrawn: bool = False) -> Any:
        found = list_records(node, Query(kind, withdrawn=withdrawn))
        return self.draw.choice(sorted(found, key=lambda one: one.id)) if found else None

    def update(self, node: Any) -> None:
        kind = self.draw.choice(["visit", "issue"])
        one = self.some(node, kind)
        if one is not None:
            names = {"visit": ["note", "demand"], "issue": ["note", "owner", "support_units"]}[kind]
            name = self.draw.choice(names)
            value = self.draw.choice([*NOTES, None])
            if name == "support_units" and value is not None:
                value = [value, "水利站"]
            if recording.revise(node, kind, one.id, {name: value}).is_changed:
                self.wrote(one.id, name, value)

    def stand(self, node: Any) -> None:
        one = self.some(node, "visit", withdrawn=self.draw.random() < 0.5)
        if one is not None and one.is_withdrawn:
            recording.restore(node, "visit", one.id)
        elif one is not None:
            recording.withdraw(node, "visit", one.id, "误")

    def event(self, node: Any) -> None:
        one = self.some(node, "issue")
        ways = possible(one.values["status"], node.office.level) if one is not None else []
        if ways:
            way = self.draw.choice(ways)
            given = {name: GIVEN[name] for name in (*way.requires, *way.words)}
            given |= {name: f"{given[name]}{next(self.count)}" for name in ("progress", "measures") if name in given}
            record_event(node, one.id, way.event, given)
            for name in way.requires:
                self.wrote(one.id, name, given[name])

    def undo(self, node: Any) -> None:
        try:
            self.draw.choice([undoing.undo, undoing.undo, undoing.redo])(node)
        except Refused as refusal:
            assert refusal.code in ("nothing_to_undo", "nothing_to_redo", "batch_undone", "batch_standing")

    def export(self, node: Any) -> None:
        to = TOWN
        if node.office.code == TOWN:
            to = self.draw.choice([EAST, WEST])
        elif self.draw.random() < 0.3:
            to = node.office.code
        path = self.offices.file()
        try:
            export_workbook(node, path, to=to, full=self.draw.random() < 0.3)
        except Refused as refusal:
            # The town cannot answer a village of which it knows nothing yet.
            assert refusal.code == "unknown_recipient"
        else:
            self.files.append((to, path))

    def take_in(self, node: Any) -> None:
        stray = self.draw.random() < 0.1
        found = [path for to, path in self.files if stray or to == node.office.code]
        if found:
            # Mostly a late one of the last few, sometimes any old one.
            path = self.draw.choice(found if self.draw.random() < 0.3 else found[-4:])
            outcome = import_workbooks(node, [path], dry_run=self.draw.random() < 0.1)[0]
            assert outcome.refusal is None or outcome.refusal.code == "not_for_us"
            if outcome.batch_id is not None:
                self.batches.append((node, outcome.batch_id))

    def take_back(self, node: Any) -> None:
        own = [batch for at, batch in self.batches if at is node]
        if own:
            try:
                self.draw.choice([undo_import, redo_import])(node, self.draw.choice(own))
            except Refused as refusal:
                assert refusal.code in ("batch_undone", "batch_standing")

    def settle(self) -> None:
        """Everybody sends everything to everybody until nothing new comes."""
        for _ in range(6):
            news = [self.carry(sender, receiver) for sender, receiver in itertools.permutations(self.nodes, 2)]
            if not any(news):
                return
        raise AssertionError("the exchange never comes to rest")

    def carry(self, sender: Any, receiver: Any) -> bool:
        path = self.offices.file()
        try:
            export_workbook(sender, path, to=receiver.office.code, full=True)
        except Refused as refusal:
            assert refusal.code == "unknown_recipient"
            return False
        outcome = import_workbooks(receiver, [path])[0]
        assert outcome.status in ("imported", "nothing_new"), outcome.refusal
        return outcome.status == "imported"

    def judge(self) -> None:
        """All nodes that may see a scope show the same; nothing that was written is lost; every ledger is sound."""
        town, first, second, west = self.nodes
        for scope, holders in ((f"village:{EAST}", (town, first, second)), (f"village:{WEST}", (town, west))):
            expected = seen(holders[0], scope=scope)
            for ledger in holders[1:]:
                assert seen(ledger, scope=scope) == expected
                assert list(seen(ledger)) and set(seen(ledger)) == set(expected) if expected else True
        assert not any(EAST in repr(row) for row in seen(west).values())
        told = {
            (record_id, name, json.dumps(after))
            for record_id in {record_id for record_id, _, _ in self.written}
            for entry in history(town, record_id)
            for name, _, after in entry.fields
        }
        assert self.written <= told
        for ledger in self.nodes:
            assert inspect(ledger).findings == ()
            assert ledger.database.execute_sql("SELECT count(*) FROM change WHERE state <> 0").fetchone() == (0,)


def unexplained(ledger: Any) -> list[tuple[str, int]]:
    """Received changes that count although something their author knew does not."""
    found = []
    for scope in ledger.log.scopes():
        live = ledger.log.vector(scope, "live")
        rows = ledger.database.execute_sql(
            "SELECT n.uid, c.number, k.vector FROM change c JOIN node n ON n.id = c.node_id "
            "JOIN scope s ON s.id = c.scope_id JOIN knowledge k ON k.id = c.knowledge_id "
            "WHERE s.name = ? AND c.state = 0 AND n.uid <> ?",
            (scope, ledger.node_uid),
        )
        for node, number, vector in rows:
            if any(live.get(known, 0) < least for known, least in json.loads(vector).items()):
                found.append((node, number))
    return found


def _copied(folder: Path, template: Path) -> Any:
    from desktop.data.ledger import open_ledger

    return open_ledger(Path(shutil.copy(template, folder / template.name)))


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The four ledgers as founded: town, two computers of one village, another village."""
    folder = tmp_path_factory.mktemp("templates")
    offices = Offices(folder)
    offices.town()
    offices.village(EAST, actor="甲机")
    offices.village(EAST, actor="乙机")
    offices.village(WEST)
    offices.close()
    for number, path in enumerate([ledger.path for ledger in offices.opened]):
        path.rename(folder / f"{number}.db")
    return folder


CLOCKS = (
    lambda number: datetime(2000, 1, 1, tzinfo=timezone(timedelta(hours=8))),
    lambda number: datetime(2099, 12, 31, 23, 59, number % 60, tzinfo=timezone(timedelta(hours=8))),
    lambda number: datetime(2026, 3, 5, 12, tzinfo=timezone(timedelta(hours=-5))) - timedelta(hours=number),
    lambda number: datetime(2026, 3, 5, 8, tzinfo=timezone(timedelta(hours=8))) + timedelta(minutes=number),
)


def play(seed: int, steps: int, templates: Path, monkeypatch: pytest.MonkeyPatch, *, shift: int = 0) -> Iterator[World]:
    """One history; each node's clock is wrong in its own way, ``shift`` deals the clocks out differently."""
    ticks = itertools.count()
    clocks: dict[str, int] = {}
    believed = ["2026-03-05T08:00:00+08:00"]

    def tell_time(node: str) -> None:
        clock = CLOCKS[(clocks.setdefault(node, len(clocks)) + shift) % len(CLOCKS)]
        believed[0] = clock(next(ticks)).isoformat(timespec="seconds")

    for module in (writing, exporting, importing, merging, drafting):
        monkeypatch.setattr(module, "wall_now", lambda: believed[0])
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder), templates, random.Random(seed), tell_time)
        try:
            for _ in range(steps):
                world.step()
            world.settle()
            yield world
        finally:
            world.offices.close()


@given(seed=st.integers(0, 2**32), steps=st.integers(10, 90))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happens_all_agree_in_the_end(seed: int, steps: int, templates: Path) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        memory = Memory()
        monkeypatch.setattr(exporting, "compose", memory.compose)
        monkeypatch.setattr(importing, "open_reader", partial(InProcessReader, memory.parse))
        for world in play(seed, steps, templates, monkeypatch):
            world.judge()


@pytest.mark.parametrize("seed", range(4))
def test_the_same_through_real_workbooks(seed: int, templates: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for world in play(seed, 60, templates, monkeypatch):
        world.judge()


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
    assert kept.changes == real.changes
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
def test_clocks_change_nothing(seed: int, templates: Path) -> None:
    ends = []
    for shift in range(len(CLOCKS)):
        with pytest.MonkeyPatch.context() as monkeypatch:
            memory = Memory()
            ids = itertools.count(1)
            monkeypatch.setattr(exporting, "compose", memory.compose)
            monkeypatch.setattr(importing, "open_reader", partial(InProcessReader, memory.parse))
            monkeypatch.setattr(recording.uuid, "uuid4", lambda ids=ids: _uuid(next(ids)))
            for world in play(seed, 60, templates, monkeypatch, shift=shift):
                ends.append(essence(world))
    assert ends[1:] == ends[:1] * (len(CLOCKS) - 1)


def _uuid(number: int) -> Any:
    import uuid

    return uuid.UUID(int=number)
