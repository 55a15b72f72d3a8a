"""Offices at work in random order: what may happen to ledgers and workbooks, and what must hold in the end."""

from __future__ import annotations

import itertools
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from desktop import paths
from desktop.data import writing
from desktop.data.ledger import Ledger
from desktop.domain.errors import Refused
from desktop.domain.kinds import KINDS
from desktop.domain.lifecycle import HAPPENED_ON, Transition, possible, transition
from desktop.exchange.layout import ID_HEADING
from desktop.exchange.reading import InProcessReader
from desktop.services import drafting, exporting, importing, merging, recording, undoing
from desktop.services.attaching import attach, attachments_of, detach
from desktop.services.exporting import export_workbook
from desktop.services.finding import Query, history, list_records
from desktop.services.handling import record_event
from desktop.services.importing import import_workbooks, redo_import, undo_import
from desktop.services.inspecting import inspect
from desktop.services.ledgers import COMPUTER, open_ledger
from tests.memory import Files, Memory
from tests.offices import EAST, SOUTH, TOWN, VILLAGES, WEST, Offices, issue, visit
from tests.services.test_exchange import seen
from tests.settlements import resolve_some

WRITTEN = "written.json"

NOT_OURS = ("not_for_us", "rows_unknown", "fork_unlinked")

MOST_NODES = 7
"""Computers in one history: five, and two that somebody made by copying."""

NOTES = ("甲", "乙", "丙", "=1+1", "𠮷")
GIVEN = {
    "measures": "清淤",
    "leader": "孙海",
    "lead_unit": "水利站",
    "owner": "周江",
    "due_on": "2024-05-01",
    "asked_due_on": "2024-06-01",
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
    "notice": "已告知",
    "feedback_way": "oral",
    "evidence": ["照片"],
    "support_units": ["水利站"],
    "matter": "事项",
    "limit_on": "2024-05-01",
    "unit": "水利站",
    "reply": "回复",
    "reported_to": "县水利局",
    "receiver": "秦溪",
    "supervision": "normal",
    "supervision_no": "督1号",
    "requirement": "抓紧",
    "look_on": "2024-06-01",
    "stage_target": "先通水",
    "reopen_cause": "relapse",
    "open_items": "清淤",
}
TYPED = {"visit": ("note", "demand", "visited_on"), "issue": ("note", "location", "target")}
CLOCKS: tuple[Callable[[int], datetime], ...] = (
    lambda number: datetime(2000, 1, 1, tzinfo=timezone(timedelta(hours=8))),
    lambda number: datetime(2099, 12, 31, 23, 59, number % 60, tzinfo=timezone(timedelta(hours=8))),
    lambda number: datetime(2026, 3, 5, 12, tzinfo=timezone(timedelta(hours=-5))) - timedelta(hours=number),
    lambda number: datetime(2026, 3, 5, 8, tzinfo=timezone(timedelta(hours=8))) + timedelta(minutes=number),
)


class World:
    """A town, three villages, a second computer of the first; the files on their way; everything ever written.

    Every act takes numbers that choose among what is possible, so that a history is nothing but numbers.
    """

    def __init__(self, folder: Path, templates: Path, memory: Memory | Files, clock: Clock) -> None:
        self.memory = memory
        self.clock = clock
        self.offices = Offices(folder)
        self.folder = folder
        self.nodes: list[Ledger] = []
        self.offices.opened = self.nodes
        self._homes: list[Path] = []
        self._backups: dict[Path, Path] = {}
        self._is_put_back = False
        for number, template in enumerate(sorted(templates.glob("*.db"))):
            self._homes.append(folder / f"home{number}")
            self.nodes.append(self._open(shutil.copy(template, folder / template.name), self._homes[-1]))
        self.files: list[tuple[str, Path]] = []
        self.batches: list[tuple[Path, str]] = []
        self.written: set[tuple[str, str, str]] = set()
        self._typed: dict[str, list[tuple[str, str, str, Any]]] = {}
        self._count = itertools.count()
        if (templates / WRITTEN).exists():
            self.written = {tuple(one) for one in json.loads((templates / WRITTEN).read_text("utf-8"))}
            self._count = itertools.count(len(self.written))

    def begin(self) -> None:
        """What lies behind the offices when a history begins."""
        _, first, second, west, south = self.nodes
        for node in (first, west, south):
            self.clock.is_at(node)
            for number in range(3):
                self.create(node, number)
            self._bring_before_the_town(node)
            self._carry(node, self.town)
        self._carry(self.town, second)

    @property
    def town(self) -> Ledger:
        """The town's first computer."""
        return self.nodes[0]

    # -- entry -------------------------------------------------------------------------------------------------------

    def create(self, node: Ledger, pick: int) -> None:
        """A visit with an issue."""
        mark = f"问题{next(self._count)}"
        place = {}
        if node.office.code == TOWN:
            code = (EAST, WEST, SOUTH)[pick % 3]
            place = {"unit_code": code, "village_name": VILLAGES[code]}
        given = visit(subject_name=mark, note=NOTES[pick % 5], issues=[issue(description=mark)], **place)
        saved = recording.record(node, "visit", [given])
        self._wrote(saved.ids[0], "subject_name", mark)
        self._wrote(saved.ids[0], "note", NOTES[pick % 5])
        self._wrote(saved.also[0][1], "description", mark)

    def _bring_before_the_town(self, node: Ledger) -> None:
        """An issue that waits for the town's decision, so that somebody can type one."""
        one = _some(node, "issue", 0)
        for event in ("assign", "accept", "apply_to_close", "pass_check"):
            step = transition(event)
            assert step is not None
            given = {name: GIVEN[name] for name in (*step.requires, *step.anew, *step.words)}
            record_event(node, one.id, event, given)

    def update(self, node: Ledger, pick: int, value: int) -> None:
        """A field of some record."""
        kind = ("visit", "issue")[pick % 2]
        one = _some(node, kind, pick // 2)
        if one is None:
            return
        names = {"visit": ("note", "demand"), "issue": ("note", "target", "support_units")}[kind]
        name = names[value % len(names)]
        given: Any = (*NOTES, None)[value % 6]
        if name == "support_units" and given is not None:
            given = [given, "水利站"]
        if recording.revise(node, kind, one.id, {name: given}).is_changed:
            self._wrote(one.id, name, given)

    def stand(self, node: Ledger, pick: int) -> None:
        """Withdraw some visit, or restore it."""
        one = _some(node, "visit", pick // 2, withdrawn=pick % 2 == 0)
        if one is not None and one.is_withdrawn:
            recording.restore(node, "visit", one.id)
        elif one is not None:
            recording.withdraw(node, "visit", one.id, "误")

    def event(self, node: Ledger, pick: int, way: int) -> None:
        """A step of some issue."""
        one = _some(node, "issue", pick)
        ways = possible(one.values["status"], node.office.level) if one is not None else []
        if one is None or not ways:
            return
        step = ways[way % len(ways)]
        given = self._given(step)
        if step.event == "merge":
            given["main_issue"] = _some(node, "issue", way).id
        try:
            record_event(node, one.id, step.event, given)
        except Refused as refusal:
            # A second yellow card, a merge with itself, …: the rules hold here as anywhere.
            assert refusal.code == "invalid"
            return
        for name in (*step.requires, *step.anew):
            self._wrote(one.id, name, given[name])

    def _given(self, step: Transition) -> dict[str, Any]:
        """What a step must carry, new each time where that can be."""
        given = {name: GIVEN[name] for name in (*step.requires, *step.anew, *step.words) if name in GIVEN}
        mark = next(self._count)
        given |= {name: f"{given[name]}{mark}" for name in ("progress", "measures", "owner") if name in given}
        later = (date(2024, 5, 1) + timedelta(days=mark)).isoformat()
        given |= {name: later for name in ("due_on", "asked_due_on") if name in given}
        return {**given, HAPPENED_ON: "2024-04-30"}

    def attach(self, node: Ledger, pick: int) -> None:
        """A paper is filed with some issue, or taken away again."""
        one = _some(node, "issue", pick // 2)
        if one is None:
            return
        lying = attachments_of(node, "issue", one.id)
        if pick % 2 and lying:
            detach(node, lying[pick % len(lying)].id, "重复")
            return
        path = self.folder / f"验收单{next(self._count)}.txt"
        path.write_text(path.name, "utf-8")
        attach(node, "issue", one.id, [path])

    def undo(self, node: Ledger, pick: int) -> None:
        """Undo, or redo, the last step."""
        try:
            (undoing.undo, undoing.undo, undoing.redo)[pick % 3](node)
        except Refused as refusal:
            assert refusal.code in ("nothing_to_undo", "nothing_to_redo", "batch_undone", "batch_standing")

    # -- exchange ----------------------------------------------------------------------------------------------------

    def export(self, node: Ledger, pick: int, *, full: bool) -> None:
        """A workbook for the town, a village, or the office's other computer."""
        to = TOWN
        if node.office.code == TOWN:
            to = (EAST, WEST, SOUTH, TOWN)[pick % 4]
        elif pick % 3 == 0:
            to = node.office.code
        path = self.offices.file()
        try:
            export_workbook(node, path, to=to, full=full)
        except Refused as refusal:
            # The town cannot answer a village of which it knows nothing yet.
            assert refusal.code == "unknown_recipient"
        else:
            self.files.append((to, path))

    def take_in(self, node: Ledger, pick: int, *, dry_run: bool, leave_out: bool) -> None:
        """Some file that was meant for this office, or strayed here; mostly a late one, sometimes any old one."""
        stray = pick % 10 == 0
        found = [path for to, path in self.files if stray or to == node.office.code]
        found = found if pick % 3 == 0 else found[-4:]
        if not found:
            return
        path = found[pick // 30 % len(found)]
        chosen = {}
        if leave_out:
            rows = import_workbooks(node, [path], dry_run=True)[0].rows
            chosen = {path: [row.record_id for row in rows[pick % 2 :: 2]]}
        outcome = import_workbooks(node, [path], dry_run=dry_run, left_out=chosen)[0]
        assert outcome.refusal is None or outcome.refusal.code in NOT_OURS, outcome.refusal.code
        if outcome.batch_id is not None:
            self.batches.append((node.path, outcome.batch_id))
        if outcome.refusal is None and not dry_run and not chosen:
            sheets = {cell.sheet for cell in outcome.rejected if cell.problem.field == ""}
            for sheet, record_id, name, value in self._typed.get(path.name, []):
                # A row that was refused as a whole was told; which of the sheet's it was matters little here.
                if sheet not in sheets:
                    self._wrote(record_id, name, value)

    def type_into(self, pick: int, value: int) -> None:
        """Somebody fills in a copy of some file, which then travels on its own."""
        found = [(to, path) for to, path in self.files if path.name not in self._typed][-4:]
        if not found:
            return
        to, source = found[pick % len(found)]
        path = self.offices.file()
        sheets = self.memory.edited(source, path)
        kind = KINDS[("visit", "issue")[value % 2]]
        headings, *rows = sheets[kind.sheet]
        done: list[tuple[str, str, str, Any]] = []
        for number, row in enumerate(rows, start=2):
            if kind.name == "issue" and value % 3 < 2:
                row[headings.index("镇级审核意见")] = ("同意", "退回")[pick % 2]
                row[headings.index("意见")] = "已阅"
                row[headings.index("日期")] = "2024-04-03"
            if (pick + number) % 2:
                continue
            name = TYPED[kind.name][value // 2 % len(TYPED[kind.name])]
            text = "2024-02-01" if name == "visited_on" else NOTES[(value + number) % 5]
            cell = headings.index(kind.field(name).label)
            if row[cell] != text:
                row[cell] = text
                done.append((kind.sheet, row[headings.index(ID_HEADING)], name, text))
        if value % 3 == 1:
            rows.append(_new_row(headings, kind.name, value))
            sheets[kind.sheet] = [headings, *rows]
        if value % 7 == 6:
            sheets[kind.sheet] = [headings, *reversed(sheets[kind.sheet][1:])]
            done = []
        self.memory.save(path, sheets)
        self._typed[path.name] = done
        self.files.append((to, path))

    def take_back(self, node: Ledger, pick: int) -> None:
        """Undo some import, or redo it."""
        own = [batch for at, batch in self.batches if at == node.path]
        if own:
            try:
                (undo_import, redo_import)[pick % 2](node, own[pick // 2 % len(own)])
            except Refused as refusal:
                # An old backup knows nothing of later imports.
                assert refusal.code in ("batch_undone", "batch_standing", "unknown_batch")

    # -- copies and backups ------------------------------------------------------------------------------------------

    def copy(self, node: Ledger) -> None:
        """Somebody takes the ledger home and works there as well."""
        if len(self.nodes) == MOST_NODES:
            return
        number = len(self.nodes)
        path = self.folder / f"copy{number}.db"
        self._homes.append(self.folder / f"home{number}")
        self._shut_and(node, lambda: shutil.copy(node.path, path))
        self.nodes.append(self._open(path, self._homes[-1]))

    def keep(self, node: Ledger) -> None:
        """A backup is made."""
        backup = node.path.with_suffix(".backup")
        self._shut_and(node, lambda: shutil.copy(node.path, backup))
        self._backups[node.path] = backup

    def put_back(self, node: Ledger) -> None:
        """An old backup is put in the place of the ledger. What nobody else has heard of is gone."""
        backup = self._backups.get(node.path)
        if backup is None:
            return
        self._is_put_back = True
        self._shut_and(node, lambda: shutil.copy(backup, node.path))
        kept = set().union(*(self.told(one) for one in self.nodes))
        self.written &= kept

    def _shut_and(self, node: Ledger, work: Callable[[], object]) -> None:
        """Do something to the file of a closed ledger, and open it on the same computer again."""
        number = self.nodes.index(node)
        node.close()
        work()
        self.nodes[number] = self._open(node.path, self._homes[number])

    def _open(self, path: str | Path, home: Path) -> Ledger:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv(paths.HOME_VARIABLE, str(home))
            return open_ledger(Path(path))

    # -- what must hold ----------------------------------------------------------------------------------------------

    def settle(self, *begun: Ledger) -> None:
        """Everybody sends everything to everybody until nobody has news; ``begun``: only these have (else all)."""
        if self._is_put_back and not begun:
            self._deliver_all()
        pending = [pair for pair in itertools.permutations(self.nodes, 2) if not begun or pair[0] in begun]
        for _ in range(30 * len(self.nodes)):
            if not pending:
                return
            sender, receiver = pending.pop(0)
            if self._carry(sender, receiver):
                told = [(receiver, other) for other in self.nodes if other not in (receiver, sender)]
                # The sender hears back as well: receiving may have made a ledger go on as a new node.
                pending += [pair for pair in [*told, (receiver, sender)] if pair not in pending]
        raise AssertionError("the exchange never comes to rest")

    def _deliver_all(self) -> None:
        """Every file arrives at last: what an old backup lacks may be nowhere else, or taken back where it was."""
        for to, path in self.files:
            for node in self.nodes:
                if node.office.code == to:
                    outcome = import_workbooks(node, [path])[0]
                    assert outcome.refusal is None or outcome.refusal.code in NOT_OURS, outcome.refusal

    def _carry(self, sender: Ledger, receiver: Ledger) -> bool:
        if sender.office.code != receiver.office.code and TOWN not in (sender.office.code, receiver.office.code):
            return False
        path = self.offices.file()
        try:
            export_workbook(sender, path, to=receiver.office.code, full=True)
        except Refused as refusal:
            assert refusal.code == "unknown_recipient"
            return False
        outcome = import_workbooks(receiver, [path])[0]
        assert outcome.status in ("imported", "nothing_new"), outcome.refusal
        assert (outcome.edited_by_hand, outcome.rejected) == (0, [])
        return outcome.status == "imported"

    def judge(self, *, is_last: bool = True) -> None:
        """All nodes that may see a scope show the same; nothing that was written is lost; every ledger is sound."""
        for code in (EAST, WEST, SOUTH):
            holders = [one for one in self.nodes if one.office.code in (TOWN, code)]
            expected = seen(holders[0], scope=f"village:{code}")
            assert expected
            for ledger in holders[1:]:
                assert seen(ledger, scope=f"village:{code}") == expected
            strangers = [one for one in self.nodes if one not in holders]
            assert not any(code in repr(row) for one in strangers for row in seen(one).values())
        lost = self.written - self.told(self.town)
        assert lost == set()
        for ledger in self.nodes if is_last else ():
            # Archives with files are not carried here: what is missing of them is named, and is no damage.
            assert inspect(ledger).is_sound
            assert ledger.database.execute_sql("SELECT count(*) FROM change WHERE state <> 0").fetchone() == (0,)

    def told(self, ledger: Ledger) -> set[tuple[str, str, str]]:
        """Every value that a ledger's histories tell."""
        return {
            (record_id, name, json.dumps(after))
            for record_id in {record_id for record_id, _, _ in self.written}
            for entry in history(ledger, record_id)
            for name, _, after in entry.fields
        }

    def _wrote(self, record_id: str, name: str, value: Any) -> None:
        self.written.add((record_id, name, json.dumps(value)))


def act(world: World, name: str, node: int, pick: int, value: int) -> None:
    """One act of :data:`ACTS` at one of the computers, under whatever time it believes in."""
    ledger = world.nodes[node % len(world.nodes)]
    world.clock.is_at(ledger)
    ACTS[name](world, ledger, pick, value)


ACTS: dict[str, Callable[[World, Ledger, int, int], None]] = {
    "create": lambda world, node, pick, _: world.create(node, pick),
    "update": lambda world, node, pick, value: world.update(node, pick, value),
    "event": lambda world, node, pick, value: world.event(node, pick, value),
    "stand": lambda world, node, pick, _: world.stand(node, pick),
    "attach": lambda world, node, pick, _: world.attach(node, pick),
    "undo": lambda world, node, pick, _: world.undo(node, pick),
    "export": lambda world, node, pick, value: world.export(node, pick, full=value % 3 == 0),
    "take in": lambda world, node, pick, _: world.take_in(node, pick, dry_run=False, leave_out=False),
    "try": lambda world, node, pick, _: world.take_in(node, pick, dry_run=True, leave_out=False),
    "leave out": lambda world, node, pick, _: world.take_in(node, pick, dry_run=False, leave_out=True),
    "type": lambda world, _, pick, value: world.type_into(pick, value),
    "take back": lambda world, node, pick, _: world.take_back(node, pick),
    "copy": lambda world, node, *_: world.copy(node),
    "keep": lambda world, node, *_: world.keep(node),
    "put back": lambda world, node, *_: world.put_back(node),
    "resolve": lambda _, node, pick, value: resolve_some(node, pick, value),
}
OFTEN = ["update"] * 5 + ["event"] * 3 + ["export"] * 5 + ["take in"] * 7 + ["type"] * 3 + ["leave out"]
WEIGHTED = [*ACTS, *OFTEN]
"""Names of acts to choose from: the usual ones more often."""


class Clock:
    """What the computers believe the time to be; each is wrong in its own way, ``shift`` deals them out differently."""

    def __init__(self, shift: int = 0) -> None:
        self._shift = shift
        self._ticks = itertools.count()
        self._dealt: dict[str, int] = {}
        self.believed = "2026-03-05T08:00:00+08:00"

    def is_at(self, node: Ledger) -> None:
        """Somebody sits down at this computer."""
        clock = CLOCKS[(self._dealt.setdefault(node.node_uid, len(self._dealt)) + self._shift) % len(CLOCKS)]
        self.believed = clock(next(self._ticks)).isoformat(timespec="seconds")


def unexplained(ledger: Ledger) -> list[tuple[str, int]]:
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


def _some(node: Ledger, kind: str, pick: int, *, withdrawn: bool = False) -> Any:
    found = list_records(node, Query(kind, withdrawn=withdrawn))
    return sorted(found, key=lambda one: (one.values.get("subject_name"), one.id))[pick % len(found)] if found else None


def _new_row(headings: list[Any], kind: str, value: int) -> list[Any]:
    given = {
        "visit": {
            "走访日期": "2024-03-08",
            "走访对象": f"新户{value % 4}",
            "走访人": "钱小河",
            "走访方式": "电话",
            "处理情况": "无问题",
            "备注": NOTES[value % 5],
        },
        "issue": {
            "问题来源": "网格巡查",
            "收集日期": "2024-03-08",
            "问题类别": "水利",
            "问题描述": f"新问题{value % 4}",
            "备注": NOTES[value % 5],
        },
    }[kind]
    return [given.get(heading, "") for heading in headings]


def found_templates(folder: Path) -> Path:
    """The ledgers with which histories begin: town, two computers of one village, two other villages."""
    founded, begun = folder / "founded", folder / "begun"
    founded.mkdir()
    begun.mkdir()
    offices = Offices(founded)
    offices.town()
    offices.village(EAST, actor="甲机")
    offices.village(EAST, actor="乙机")
    offices.village(WEST)
    offices.village(SOUTH)
    offices.close()
    for number, path in enumerate([ledger.path for ledger in offices.opened]):
        path.rename(founded / f"{number}.db")
    clock = Clock()
    with in_memory(clock) as memory:
        world = World(begun, founded, memory, clock)
        world.begin()
        for ledger in world.nodes:
            # As if no computer had opened it yet: each history is played on computers of its own.
            ledger.database.execute_sql("UPDATE meta SET value = '' WHERE key = ?", (COMPUTER,))
        world.offices.close()
    for path in begun.glob("*.db"):
        path.rename(folder / path.name)
    (folder / WRITTEN).write_text(json.dumps(sorted(world.written)), "utf-8")
    return folder


@contextmanager
def in_memory(clock: Clock) -> Iterator[Memory]:
    """Workbooks are kept in memory, and the time is what the clock says."""
    memory = Memory()
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(exporting, "compose", memory.compose)
        monkeypatch.setattr(importing, "open_reader", lambda: InProcessReader(memory.parse))
        _tell(clock, monkeypatch)
        yield memory


@contextmanager
def in_files(clock: Clock) -> Iterator[Files]:
    """Workbooks are written and read, and the time is what the clock says."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        _tell(clock, monkeypatch)
        yield Files()


def _tell(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (writing, exporting, importing, merging, drafting):
        monkeypatch.setattr(module, "wall_now", lambda: clock.believed)
