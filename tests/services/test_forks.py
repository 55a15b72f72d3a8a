"""Two ledgers that wrote under one node: both histories are kept, named alike everywhere, and it is said."""

from __future__ import annotations

import itertools
import random
import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from desktop.data.ledger import Ledger, open_ledger
from desktop.domain.changes import base_of, trunk_of
from desktop.domain.errors import Refused
from desktop.exchange.reading import InProcessReader
from desktop.services import exporting, importing
from desktop.services.exporting import export_workbook
from desktop.services.finding import history
from desktop.services.handling import record_event
from desktop.services.importing import import_workbooks, redo_import, undo_import
from desktop.services.inspecting import inspect
from desktop.services.recording import record, revise
from tests.memory import Memory
from tests.offices import EAST, Offices, assignment, issue, visit
from tests.services.test_exchange import seen


class Twins:
    """A town, a village ledger and a copy of it that nobody noticed: both write as the same node."""

    def __init__(self, offices: Offices) -> None:
        self.offices = offices
        self.town = offices.town()
        village = offices.village()
        self.shared = [self.add(village, f"共有{number}") for number in range(3)]
        self.issue = record(village, "issue", [issue()]).ids[0]
        offices.send(village, self.town)
        self.node = village.node_uid
        village.close()
        copied = Path(shutil.copy(village.path, offices.folder / "copy.db"))
        # Not by the services, which would notice.
        self.first, self.second = open_ledger(village.path), open_ledger(copied)
        offices.opened += [self.first, self.second]
        assert self.first.node_uid == self.second.node_uid == self.node

    @staticmethod
    def add(ledger: Ledger, subject: str) -> str:
        """One visit; its id."""
        return record(ledger, "visit", [visit(subject_name=subject)]).ids[0]

    def exchange(self, *, full: bool = False, rounds: int = 3) -> None:
        """Everybody sends to everybody through the town, until nobody can have anything new."""
        for _ in range(rounds):
            for village in (self.first, self.second):
                self.send(village, self.town, full=full)
            for village in (self.first, self.second):
                self.send(self.town, village, full=full)

    def send(self, sender: Ledger, receiver: Ledger, *, full: bool = False) -> Any:
        """One workbook; all of it, where the receiver is told that something before it is missing."""
        outcome = self.offices.send(sender, receiver, full=full)
        if outcome.refusal is not None:
            assert outcome.refusal.code == "fork_unlinked", outcome.refusal
        if outcome.refusal is not None or outcome.gaps:
            outcome = self.offices.send(sender, receiver, full=True)
        assert outcome.refusal is None, outcome.refusal
        return outcome

    def judge(self, *written: str, others: Sequence[Ledger] = ()) -> None:
        """Everybody shows the same, soundly, and holds every change under the same name."""
        for ledger in (self.town, self.first, self.second, *others):
            assert seen(ledger) == seen(self.town)
            assert names(ledger) == names(self.town)
            assert inspect(ledger).findings == ()
            assert ledger.database.execute_sql("SELECT count(*) FROM change WHERE state <> 0").fetchone() == (0,)
        assert set(written) <= seen(self.town).keys()


def names(ledger: Ledger) -> list[tuple[str, int, str]]:
    """Name, number and digest of every change a village shares with its town."""
    return ledger.database.execute_sql(
        "SELECT n.uid, c.number, hex(c.digest) FROM change c JOIN node n ON n.id = c.node_id "
        "JOIN scope s ON s.id = c.scope_id WHERE s.name LIKE 'village:%' ORDER BY 1, 2"
    ).fetchall()


@pytest.fixture(autouse=True)
def swift(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Workbooks are kept in memory, but where a test asks for ``paper``."""
    if "paper" not in request.fixturenames:
        memory = Memory()
        monkeypatch.setattr(exporting, "compose", memory.compose)
        monkeypatch.setattr(importing, "open_reader", lambda: InProcessReader(memory.parse))


@pytest.fixture
def paper() -> None:
    """Real workbooks."""


@pytest.fixture
def twins(offices: Offices) -> Twins:
    return Twins(offices)


ORDERS = list(itertools.permutations(("first up", "second up", "first down", "second down")))


LENGTHS = ((2, 2), (5, 1), (1, 5))
"""How many visits each of them adds: as many as the other, fewer, more."""


@pytest.mark.parametrize(
    ("order", "lengths"),
    [(order, LENGTHS[place % len(LENGTHS)]) for place, order in enumerate(ORDERS)],
    ids=lambda value: "-".join(map(str, value)),
)
def test_both_histories_are_kept_in_every_order(twins: Twins, order: tuple[str, ...], lengths: tuple[int, int]) -> None:
    written = []
    for ledger, length, name in zip((twins.first, twins.second), lengths, "甲乙", strict=True):
        written += [twins.add(ledger, f"{name}{number}") for number in range(length)]
        revise(ledger, "visit", twins.shared[0], {"note": name})
    forks: list[Any] = []
    for step in order:
        ledger = twins.first if step.startswith("first") else twins.second
        pair = (ledger, twins.town) if step.endswith("up") else (twins.town, ledger)
        forks += twins.send(*pair).forks
    twins.exchange()
    twins.judge(*written)
    parts = {name for name, _, _ in names(twins.town) if trunk_of(name)}
    assert len(parts) == 2
    assert {base_of(name) for name in parts} == {twins.node}
    notes = {entry_after(twins.town, twins.shared[0], "note")} | {
        value for entry in history(twins.town, twins.shared[0]) for name, _, value in entry.fields if name == "note"
    }
    assert {"甲", "乙"} <= notes
    assert seen(twins.town)[twins.shared[0]]["has_conflict"] == 1
    assert twins.first.node_uid != twins.second.node_uid


def entry_after(ledger: Ledger, record_id: str, name: str) -> Any:
    return seen(ledger)[record_id][name]


def test_it_is_said_and_each_goes_on_as_itself(paper: None, twins: Twins) -> None:
    twins.add(twins.first, "甲")
    twins.add(twins.second, "乙")
    assert twins.send(twins.first, twins.town).forks == []
    (fork,) = twins.send(twins.second, twins.town).forks
    assert (fork.node, fork.number, len(fork.branches), fork.is_own) == (twins.node, 5, 2, False)
    for village in (twins.first, twins.second):
        (fork,) = twins.send(twins.town, village).forks
        assert fork.is_own
        assert village.node_uid != twins.node
        assert village.meta("node") == village.node_uid
    assert twins.send(twins.second, twins.town).forks == []
    twins.add(twins.first, "甲后")
    twins.add(twins.second, "乙后")
    twins.exchange()
    twins.judge()


def test_what_follows_one_history_and_not_the_other(twins: Twins) -> None:
    """The town has answered one of them before anybody knows of the other."""
    made = record(twins.first, "issue", [issue(description="甲的问题")]).ids[0]
    twins.send(twins.first, twins.town)
    revise(twins.town, "issue", made, {"note": "镇里写的"})
    revise(twins.town, "issue", twins.issue, {"note": "镇里写的"})
    twins.add(twins.second, "乙")
    revise(twins.second, "issue", twins.issue, {"location": "乙写的"})
    twins.send(twins.second, twins.town)
    twins.exchange()
    twins.judge()
    assert seen(twins.town)[made]["note"] == "镇里写的"
    assert seen(twins.town)[made]["has_conflict"] == 0
    assert (seen(twins.town)[twins.issue]["note"], seen(twins.town)[twins.issue]["location"]) == ("镇里写的", "乙写的")


def test_a_step_taken_back_stays_taken_back(twins: Twins) -> None:
    from desktop.services.undoing import undo

    revise(twins.second, "visit", twins.shared[0], {"note": "乙"})
    record_event(twins.first, twins.issue, "assign", assignment())
    undo(twins.first)
    before = seen(twins.first)[twins.issue]["status"]
    twins.exchange()
    twins.judge()
    assert seen(twins.town)[twins.issue]["status"] == before


def test_an_undone_import_keeps_the_names(twins: Twins) -> None:
    twins.add(twins.first, "甲")
    second = twins.add(twins.second, "乙")
    twins.send(twins.first, twins.town)
    outcome = twins.send(twins.second, twins.town)
    undo_import(twins.town, outcome.batch_id)
    assert second not in seen(twins.town)
    assert inspect(twins.town).findings == ()
    redo_import(twins.town, outcome.batch_id)
    assert second in seen(twins.town)
    twins.exchange()
    twins.judge(second)


def test_the_same_file_again_changes_nothing(twins: Twins) -> None:
    twins.add(twins.first, "甲")
    twins.add(twins.second, "乙")
    files = []
    for village in (twins.first, twins.second):
        files.append(twins.offices.file())
        export_workbook(village, files[-1])
    for _ in range(3):
        outcomes = import_workbooks(twins.town, files)
    assert {outcome.status for outcome in outcomes} == {"nothing_new"}
    assert [outcome.forks for outcome in outcomes] == [[], []]
    assert inspect(twins.town).findings == ()


def test_a_rehearsal_leaves_no_fork(twins: Twins) -> None:
    twins.add(twins.first, "甲")
    twins.add(twins.second, "乙")
    twins.send(twins.first, twins.town)
    path = twins.offices.file()
    export_workbook(twins.second, path)
    answer = twins.offices.file()
    before = names(twins.town)
    assert import_workbooks(twins.town, [path], dry_run=True)[0].forks
    assert names(twins.town) == before
    import_workbooks(twins.town, [path])
    export_workbook(twins.town, answer, to=EAST)
    assert import_workbooks(twins.first, [answer], dry_run=True)[0].forks[0].is_own
    assert twins.first.node_uid == twins.node
    assert {change.node for change in twins.first.log.of_record(twins.add(twins.first, "丙"))} == {twins.node}


def test_gaps_name_no_number_that_nobody_has(twins: Twins) -> None:
    for number in range(3):
        twins.add(twins.first, f"甲{number}")
    twins.add(twins.second, "乙")
    twins.send(twins.first, twins.town)
    assert twins.send(twins.second, twins.town).gaps == []
    assert twins.send(twins.first, twins.town).gaps == []
    assert twins.send(twins.town, twins.second).gaps == []
    assert twins.send(twins.town, twins.first).gaps == []


def play(offices: Offices, seed: int) -> Iterator[Twins]:
    """Two copies, and more made on the way, of those too that have gone on as a new node; imports undone and redone."""
    dice = random.Random(seed)
    twins = Twins(offices)
    villages = [twins.first, twins.second]
    batches: list[tuple[Ledger, str]] = []
    written: list[str] = []
    for step in range(dice.randint(5, 30)):
        ledger = dice.choice(villages)
        act = dice.random()
        if act < 0.06 and len(villages) < 4:
            villages.append(_copied(offices, ledger, step))
        elif act < 0.35:
            written.append(twins.add(ledger, f"{seed}-{step}"))
        elif act < 0.5:
            revise(dice.choice([ledger, twins.town]), "visit", dice.choice(twins.shared), {"note": f"第{step}次"})
        elif act < 0.56 and batches:
            _turn(*dice.choice(batches))
        else:
            pair = (ledger, twins.town) if dice.random() < 0.5 else (twins.town, ledger)
            outcome = twins.send(*pair, full=dice.random() < 0.2)
            batches += [(pair[1], outcome.batch_id)] if outcome.batch_id else []
    for ledger, batch in batches:
        if ledger.database.execute_sql("SELECT is_undone FROM batch WHERE uid = ?", (batch,)).fetchone()[0]:
            redo_import(ledger, batch)
    for _ in range(len(villages) + 2):
        for village in villages:
            twins.send(village, twins.town)
        for village in villages:
            twins.send(twins.town, village)
    twins.judge(*written, others=villages)
    yield twins


def _copied(offices: Offices, ledger: Ledger, step: int) -> Ledger:
    target = offices.folder / f"copy{step}.db"
    with closing(dbapi2.connect(str(target))) as copy:
        ledger.database.connection().backup(copy)
    offices.opened.append(open_ledger(target))
    return offices.opened[-1]


def _turn(ledger: Ledger, batch: str) -> None:
    try:
        undo_import(ledger, batch)
    except Refused:
        redo_import(ledger, batch)


@pytest.mark.parametrize("seed", range(20))
def test_random_histories_with_copies_agree_in_the_end(offices: Offices, seed: int) -> None:
    for twins in play(offices, seed):
        assert len({ledger.node_uid for ledger in (twins.town, twins.first)}) == 2
