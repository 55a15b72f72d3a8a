"""Changes of one record for tests of the fold, as nodes that hear of each other or not would make them."""

from __future__ import annotations

from typing import Any

from desktop.domain.changes import Change, Level, Operation
from desktop.domain.folding import Folded, fold
from desktop.domain.lifecycle import fold_events

SCOPE = "village:321183105201"


class Node:
    """An author of changes to the one record ``r``; ``hear`` makes it know what another one has written so far."""

    def __init__(self, uid: str, level: str = Level.VILLAGE) -> None:
        self.uid = uid
        self.level = level
        self.knowledge: dict[str, int] = {}
        self.lamport = 0
        self.held: dict[tuple[str, int], Change] = {}

    def write(self, operation: str, **patch: Any) -> Change:
        """A change that knows all this node holds."""
        number = self.knowledge.get(self.uid, 0) + 1
        self.lamport += 1
        others = {uid: known for uid, known in self.knowledge.items() if uid != self.uid}
        change = Change(
            node=self.uid,
            scope=SCOPE,
            number=number,
            lamport=self.lamport,
            wall="2024-03-05T08:00:00+08:00",
            actor=self.uid,
            office=self.level,
            kind="issue",
            record_id="r",
            operation=operation,
            patch=patch,
            knowledge=others,
        )
        self.knowledge[self.uid] = number
        self.held[self.uid, number] = change
        return change

    def create(self, **patch: Any) -> Change:
        return self.write(Operation.CREATE, **patch)

    def update(self, **patch: Any) -> Change:
        return self.write(Operation.UPDATE, **patch)

    def event(self, name: str, **fields: Any) -> Change:
        return self.write(Operation.EVENT, event=name, fields=fields)

    def hear(self, other: Node) -> None:
        """Receive everything the other node holds."""
        self.held |= other.held
        self.lamport = max(self.lamport, other.lamport)
        for uid, known in other.knowledge.items():
            self.knowledge[uid] = max(known, self.knowledge.get(uid, 0))

    @property
    def changes(self) -> list[Change]:
        return list(self.held.values())


def owner_of(name: str) -> str:
    """The town decides what begins with ``town``, the village everything else."""
    return Level.TOWN if name.startswith("town") else Level.VILLAGE


def folded(changes: list[Change]) -> Folded:
    return fold(changes, owner_of, fold_events)
