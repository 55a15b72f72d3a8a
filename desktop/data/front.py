"""How far the changes of a scope are live, moving on while changes of one node come in."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.data.ledger import Ledger
from desktop.domain.changes import Change, Vector, trunk_of


@dataclass(slots=True)
class Front:
    """The highest live number of each node of a scope (``live``, by node id)."""

    node: str
    live: dict[str, int]
    _reached: Vector | None = None
    """What the change before knew: thousands know the same, and what is live stays so while changes come in."""

    def reaches(self, change: Change) -> bool:
        """Whether the change is the next of ``node`` and everything its author knew is live; then it is, too."""
        if change.number != self.live[self.node] + 1:
            return False
        if change.knowledge is not self._reached:
            if any(self.live.get(uid, 0) < number for uid, number in change.knowledge.items()):
                return False
            self._reached = change.knowledge
        self.live[self.node] = change.number
        return True


def front_of(ledger: Ledger, scope_id: int, node_id: int, node: str) -> Front | None:
    """The front before changes of ``node``; None where some of them wait already, for the ledger's own node, and for a
    branch, which waits for its trunk.
    """
    if node == ledger.node_uid or trunk_of(node):
        return None
    rows = ledger.database.execute_sql(
        "SELECT n.id, n.uid, h.number, h.live FROM held h JOIN node n ON n.id = h.node_id WHERE h.scope_id = ?",
        (scope_id,),
    ).fetchall()
    if any(found == node_id and number != live for found, _, number, live in rows):
        return None
    return Front(node, {node: 0} | {uid: live for _, uid, _, live in rows})
