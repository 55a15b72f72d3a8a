"""A walk of issues through right and wrong steps by every door, and what must be true after each.

:mod:`tests.lifecycle_model` says what must happen.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from desktop.cli.running import application
from desktop.data.ledger import Ledger
from desktop.domain.changes import Operation
from desktop.domain.errors import Refused
from desktop.domain.kinds import ISSUE
from desktop.domain.lifecycle import Duty, Person, duties_of, fold_events
from desktop.exchange.layout import DECISION, DECISION_BY, DECISION_ON, DECISION_WORDS, ID_HEADING
from desktop.services.exporting import export_workbook
from desktop.services.finding import get_record
from desktop.services.handling import offers, record_event
from desktop.services.importing import import_workbooks
from desktop.services.inspecting import inspect
from desktop.services.many import apply_to_many
from desktop.services.people import change_people
from desktop.services.recording import record
from tests.histories import Clock, in_memory
from tests.lifecycle_model import (
    LINES,
    MOVES_DEADLINE,
    SPOILINGS,
    Line,
    complete,
)
from tests.memory import Memory
from tests.offices import TOWN, Offices, issue

ISSUES = 2


class Walk:
    """A village and its town with a few issues, and what must be true of each."""

    def __init__(self, folder: Path, memory: Memory, *, with_people: bool) -> None:
        self.memory = memory
        self.offices = Offices(folder)
        self.village, self.town = self.offices.village(), self.offices.town()
        self.with_people = with_people
        if with_people:
            for ledger in (self.village, self.town):
                duties = duties_of(ledger.office.level)
                change_people(ledger, [Person(f"某{duty}", frozenset({duty})) for duty in duties])
        self.issues = list(record(self.village, "issue", [issue() for _ in range(ISSUES)]).ids)
        self.counts = {one: {"extension_count": 0, "reopen_count": 0} for one in self.issues}
        self.deadlines: dict[str, str | None] = dict.fromkeys(self.issues)
        self.status = dict.fromkeys(self.issues, "draft")
        self.doors: dict[str, Callable[[Ledger, str, str, dict[str, Any]], bool]] = {
            "verb": self.verb,
            "command": self.command,
            "many": self.many,
        }
        self.meet()

    def meet(self) -> None:
        """Both offices tell each other everything, so that no step is taken in ignorance of another."""
        for sender, receiver in ((self.village, self.town), (self.town, self.village)):
            path = self.offices.file()
            export_workbook(sender, path, to=receiver.office.code, full=True)
            outcome = import_workbooks(receiver, [path])[0]
            assert outcome.refusal is None

    def values(self, ledger: Ledger, one: str) -> dict[str, Any]:
        return dict(get_record(ledger, "issue", one).values)

    def step(self, door: str, aim: int, which: int, pick: int, spoiling: int, turn: int) -> None:
        """One attempt at a step: it succeeds exactly when the rules allow it.

        Mostly one that leads on, by somebody who may; at times any one, by anybody.
        """
        one = self.issues[which % ISSUES]
        lines = list(LINES.values())
        if aim % 4:
            lines = [line for line in lines if self.status[one] in line.states and not self.is_early_end(line, aim)]
            lines = [line for line in lines if line.target or aim % 8 > 4] or lines
        line = lines[pick % len(lines)] if lines else LINES["void"]
        event = line.event
        ledgers = [self.village, self.town]
        if aim % 4:
            ledgers = [ledger for ledger in ledgers if ledger.office.level in line.levels]
        ledger = ledgers[turn % len(ledgers)]
        before = self.values(ledger, one)
        duties: list[Duty | None] = [*duties_of(ledger.office.level), None]
        if aim % 4:
            duties = [duty for duty in duties if duty is Duty.CLERK or duty in line.duties]
        duty = duties[turn // 2 % len(duties)]
        other = self.issues[(which + 1) % ISSUES]
        said = complete(event, before, other, turn)
        is_spoiled = SPOILINGS[spoiling % len(SPOILINGS)](said, event, before, turn)
        ledger.actor = f"某{duty}" if duty else "路人"
        is_allowed = self.is_allowed(ledger, event, before["status"], duty, said) and not is_spoiled
        if event == "merge":
            is_allowed = is_allowed and self.status[other] not in ("merged", "refused", "void", "transferred")
        done = self.doors[door](ledger, one, event, said)
        assert done == is_allowed, (event, before["status"], said, ledger.actor)
        if done:
            self.count(one, event, said)
            self.meet()
        else:
            assert self.values(ledger, one) == before

    def is_early_end(self, line: Line, aim: int) -> bool:
        """Whether the line ends an issue that had better go on, for the walk to come far."""
        return bool(aim % 16 > 1) and line.target in ("merged", "refused", "void", "transferred")

    def is_allowed(self, ledger: Ledger, event: str, status: str, duty: Duty | None, said: dict[str, Any]) -> bool:
        line = LINES[event]
        if status not in line.states or ledger.office.level not in line.levels:
            return False
        if not self.with_people:
            return True
        if duty is Duty.CLERK:
            said.setdefault("handled_by", "某人")
        return duty is Duty.CLERK or duty in line.duties

    def verb(self, ledger: Ledger, one: str, event: str, said: dict[str, Any]) -> bool:
        """Through the services."""
        try:
            record_event(ledger, one, event, said)
        except Refused:
            return False
        return True

    def many(self, ledger: Ledger, one: str, event: str, said: dict[str, Any]) -> bool:
        """As one of many that are handled together."""
        try:
            done = apply_to_many(ledger, [one], event, said)
        except Refused:
            return False
        assert done.ids in ((one,), ())
        return bool(done.ids)

    def command(self, ledger: Ledger, one: str, event: str, said: dict[str, Any]) -> bool:
        """Through the command line, as whoever worked at the ledger last."""
        with ledger.transaction():
            ledger.set_meta("actor", ledger.actor)
        arguments = ["--db", str(ledger.path), "event", one, event, "--json-file", "-", "--json"]
        answer = CliRunner().invoke(application, arguments, input=json.dumps(said))
        assert answer.exit_code in (0, 1), answer.output
        return answer.exit_code == 0

    def type_into(self, which: int, decision: str, turn: int, duty: int) -> None:
        """Somebody types into a workbook of the village: a status, a deadline, an owner, a decision."""
        one = self.issues[which % ISSUES]
        before = self.values(self.town, one)
        path, copy = self.offices.file(), self.offices.file()
        export_workbook(self.village, path, to=TOWN, full=True)
        sheets = self.memory.edited(path, copy)
        headings, *rows = sheets[ISSUE.sheet]
        row = next(row for row in rows if row[headings.index(ID_HEADING)] == one)
        row[headings.index("整改状态")] = "已销号"
        row[headings.index("延期次数")] = 9
        if turn % 3 == 0:
            row[headings.index("完成时限")] = "2031-01-01"
            row[headings.index("责任人")] = "外人"
        by = [*duties_of("town"), None][duty % (len(duties_of("town")) + 1)]
        typed = {DECISION: decision, DECISION_BY: f"某{by}" if by else "路人"}
        typed |= {DECISION_WORDS: "已看" if turn % 4 else "", DECISION_ON: "2024-03-29" if turn % 5 else ""}
        for heading, text in typed.items():
            row[headings.index(heading)] = text
        self.memory.save(copy, sheets)
        self.town.actor = "某town_office"
        outcome = import_workbooks(self.town, [copy])[0]
        assert outcome.refusal is None
        event = {"同意": "approve", "退回": "reject"}[decision]
        is_allowed = before["status"] == "to_approve" and bool(
            typed[DECISION_ON if event == "approve" else DECISION_WORDS]
        )
        is_allowed = is_allowed and (not self.with_people or by in (*LINES[event].duties,))
        if event == "approve" and before.get("satisfaction") == "dissatisfied" and not before.get("leader_statement"):
            is_allowed = False
        after = self.values(self.town, one)
        assert after["status"] == (LINES[event].target if is_allowed else before["status"])
        if turn % 3 == 0 and before["status"] in ("draft",):
            self.deadlines[one] = "2031-01-01"
            assert (after["due_on"], after["owner"]) == ("2031-01-01", "外人")
        else:
            assert (after.get("due_on"), after.get("owner")) == (before.get("due_on"), before.get("owner"))
        self.status[one] = after["status"]
        self.meet()

    def count(self, one: str, event: str, said: dict[str, Any]) -> None:
        self.status[one] = LINES[event].target or self.status[one]
        name = {"grant_extension": "extension_count", "reopen": "reopen_count"}.get(event)
        if name:
            self.counts[one][name] += 1
        if event in MOVES_DEADLINE:
            self.deadlines[one] = said.get("due_on", self.deadlines[one])

    def judge(self) -> None:
        """In both ledgers status, counts and deadline are where the steps have led, and only those are offered."""
        for ledger in (self.village, self.town):
            for one in self.issues:
                values = self.values(ledger, one)
                events = [change for change in ledger.log.of_record(one) if change.operation == Operation.EVENT]
                outcome = fold_events(sorted(events, key=lambda change: change.rank))
                assert outcome.impossible == ()
                assert values["status"] == outcome.reached["status"] == self.status[one]
                assert {name: values.get(name) or 0 for name in self.counts[one]} == self.counts[one]
                assert values.get("due_on") == self.deadlines[one]
                self.assert_offered(ledger, one, None)
            assert inspect(ledger).findings == ()

    def assert_offered(self, ledger: Ledger, one: str, offered: set[str] | None) -> None:
        """The steps offered to whoever is in charge are those the rules allow; None asks the services."""
        ledger.actor = "某owner"
        status = self.values(ledger, one)["status"]
        allowed = {event for event in LINES if self.is_allowed(ledger, event, status, Duty.OWNER, {})}
        if offered is None:
            offered = {offer.step.event for offer in offers(ledger, one) if offer.refusal is None}
        assert offered == allowed


@contextmanager
def walk(with_people: bool) -> Iterator[Walk]:
    fast = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
    with (
        tempfile.TemporaryDirectory(dir=fast if os.access(fast, os.W_OK) else None) as folder,
        in_memory(Clock(3)) as memory,
    ):
        one = Walk(Path(folder), memory, with_people=with_people)
        try:
            yield one
        finally:
            one.offices.close()
