"""Finding people while a form is filled in: at most 30 ms a key among 100,000, and against reading the registers."""

from __future__ import annotations

import os
import random
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desktop.data.pinyin import full, initials
from desktop.services.knowing import known
from desktop.services.ledgers import Ledger, open_ledger
from desktop.ui.entries import VisitEntry
from desktop.ui.operations import Announcer, Worker
from desktop.ui.preferences import Preferences
from tests.benchmarks.measuring import judge, take_turns
from tests.benchmarks.people_ledger import people_ledger
from tests.ui.conftest import plain_window  # noqa: F401 - a fixture
from tests.ui.office import Context, Office, StandInShell

pytestmark = pytest.mark.bench

HOUSEHOLDS, PERSONS, MOST_MS = 25_000, 75_000, 30
ASKED = 40


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    path = tmp_path_factory.mktemp("people") / "ledger.db"
    people_ledger(path, HOUSEHOLDS, PERSONS).close()
    ledger = open_ledger(path)
    yield ledger
    ledger.close()


def typings(ledger: Ledger) -> list[str]:
    """What is typed on the way to somebody: every beginning of names, pinyin, initials and numbers."""
    draw = random.Random(7)
    wholes: list[str] = []
    rows = [draw.randrange(1, HOUSEHOLDS) for _ in range(ASKED)]
    for row in rows:
        name, phone, number = ledger.database.execute_sql(
            "SELECT head_name, phone, household_no FROM household WHERE row = ?", (row,)
        ).fetchone()
        wholes += [name, initials(name), full(name), phone[-4:], phone[3:], number]
    return [whole[:end] for whole in wholes for end in range(1, len(whole) + 1)]


def percentile(spent: list[float], share: float) -> float:
    return sorted(spent)[round(share * (len(spent) - 1))]


def test_somebody_among_a_hundred_thousand(people: Ledger) -> None:
    asked = typings(people)
    known(people, "zs")
    spent = []
    for text in asked:
        start = time.perf_counter()
        known(people, text)
        spent.append(1000 * (time.perf_counter() - start))
    p95 = percentile(spent, 0.95)
    print(
        f"\nknown(), {len(asked)} texts | p50 {statistics.median(spent):.1f} ms | p95 {p95:.1f} ms | {max(spent):.1f}"
    )
    assert p95 <= MOST_MS

    some = asked[:: len(asked) // 20]

    def scan() -> None:
        for text in some:
            for kind, name in (("household", "head_name"), ("person", "name")):
                people.database.execute_sql(
                    f"SELECT id FROM {kind} WHERE {name} LIKE ? OR phone LIKE ? OR household_no LIKE ?",
                    [f"%{text}%"] * 3,
                ).fetchall()

    turns = take_turns(lambda: [known(people, text) for text in some], scan)
    judge("find people among 100,000", "LIKE scan without pinyin", turns, must=0.33, stretch=0.2)


def test_a_key_in_the_form(people: Ledger, qtbot: QtBot, tmp_path: Path) -> None:
    worker = Worker()
    context = Context(people, worker, Announcer(), Preferences(tmp_path / "settings.ini"), StandInShell())
    office = Office(people, context, StandInShell(), worker)
    entry = VisitEntry(context)
    qtbot.addWidget(entry)
    entry.resize(1200, 700)
    with qtbot.waitExposed(entry):
        entry.show()
    entry.begin_new()
    office.settle(qtbot)
    line = entry.form.row("subject_name").editor
    assert isinstance(line, QLineEdit)
    line.setFocus()
    spent = []
    for text in ("zs", "zhangxiaoming", "lm", "13812", "5678", "wang", "ouyang"):
        line.clear()
        for letter in text:
            start = time.perf_counter()
            QTest.keyClicks(line, letter)
            spent.append(1000 * (time.perf_counter() - start))
    p95 = percentile(spent, 0.95)
    print(
        f"\na key in 走访对象 | p50 {statistics.median(spent):.1f} ms | p95 {p95:.1f} ms | {max(spent):.1f} ms at most"
    )
    office.settle(qtbot)
    worker.close(people.database.close)
    assert p95 <= MOST_MS
