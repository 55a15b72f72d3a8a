"""Branches in the log: several histories under the numbers of one node, each with a name of its own.

What counts, what is held, what a partner vouches for: each where a node's numbers part.
:mod:`desktop.data.forking` finds the branches and names them.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping

from desktop.data.identity import former_stretches
from desktop.data.ledger import Ledger
from desktop.domain.changes import base_of, canonical, first_number, last_label, runs_through, trunk_of

DOUBTED = "doubted"
"""Key of ``meta``: by scope the nodes of which somebody holds another history than this ledger."""


def branches_of(ledger: Ledger) -> dict[int, str]:
    """The branches heard of: name by row id of the node; nearly always empty."""
    rows = ledger.database.execute_sql("SELECT id, uid FROM node WHERE instr(uid, '#') > 0").fetchall()
    return {node_id: uid for node_id, uid in rows if trunk_of(uid)}


def start_of(ledger: Ledger, node_id: int) -> int:
    """The number before the first of a node: 0, or where a branch leaves its trunk."""
    uid = ledger.database.execute_sql("SELECT uid FROM node WHERE id = ?", (node_id,)).fetchone()[0]
    return first_number(uid) - 1


def trunk_needs(ledger: Ledger) -> dict[int, dict[int, int]]:
    """By row id of a branch: what of its trunk must count before it does."""
    return {
        node_id: {ledger.log.node_id(trunk_of(uid)): first_number(uid) - 1}
        for node_id, uid in branches_of(ledger).items()
        if first_number(uid) > 1
    }


def ways_on(ledger: Ledger) -> dict[int, tuple[int, ...]]:
    """By row id of a node: the branches whose history goes through it. Who knows one of those far enough is covered."""
    branches = branches_of(ledger)
    if not branches:
        return {}
    rows = ledger.database.execute_sql("SELECT id, uid FROM node").fetchall()
    return {
        node_id: tuple(branch_id for branch_id, name in branches.items() if runs_through(name, uid))
        for node_id, uid in rows
    }


def row_of(rows: Mapping[str, int], node: str) -> int:
    """The row id of a node by a name that may be older than another fork; -1 for one nobody has heard of here."""
    found = rows.get(node, -1)
    if found == -1 and trunk_of(node):
        found = next((row_id for name, row_id in rows.items() if _is_same(name, node)), -1)
    return found


def _is_same(node: str, other: str) -> bool:
    return last_label(node) == last_label(other) and base_of(node) == base_of(other)


def reached(vector: Mapping[str, int], node: str) -> int:
    """How far a vector goes in the history of a node, whichever of its branches that is in."""
    ways = [number for name, number in vector.items() if name == node or ("#" in name and runs_through(name, node))]
    return max([first_number(node) - 1, *ways])


def lowered(ledger: Ledger, scope: str, vector: Mapping[str, int]) -> dict[str, int]:
    """What a partner's vector vouches for: of a history that parts, what lies before the parting.

    Nor is he believed of what this ledger wrote itself when he counts further than it holds: then somebody else went
    on under its numbers, and his may not be the same changes.
    """
    held = ledger.log.vector(scope)
    own = {ledger.node_uid, *former_stretches(ledger, scope)}
    doubted = _doubted(ledger).get(scope, ())
    branches = [name for name in held if "#" in name]
    found: dict[str, int] = {}
    for node, number in vector.items():
        if node in doubted or (base_of(node) in own and number > reached(held, node)):
            continue
        here = next((name for name in branches if _is_same(name, node)), node)
        parts = [first_number(name) - 1 for name in branches if name != here and runs_through(name, here)]
        found[here] = min([number, *parts])
    return found


def told_vector(ledger: Ledger, scope: str) -> dict[str, int]:
    """What the ledger tells others it holds of a scope.

    Not of a node of which somebody holds another history under the same numbers: so he sends all of it again, and the
    place where the two part is found.
    """
    doubted = _doubted(ledger).get(scope, ())
    return {node: number for node, number in ledger.log.vector(scope).items() if node not in doubted}


def tips(ledger: Ledger, scope: str) -> dict[str, str]:
    """For each node in a scope the digest of its last change held: equal numbers may stand for different changes."""
    rows = ledger.database.execute_sql(
        "SELECT n.uid, lower(hex(h.digest)) FROM held h JOIN node n ON n.id = h.node_id "
        "JOIN scope s ON s.id = h.scope_id WHERE s.name = ?",
        (scope,),
    )
    return dict(rows)


def _doubted(ledger: Ledger) -> dict[str, list[str]]:
    text = ledger.meta(DOUBTED)
    return dict(json.loads(text)) if text else {}


def doubt(ledger: Ledger, scope: str, nodes: Collection[str]) -> None:
    """Remember that somebody holds other histories of these nodes."""
    known = _doubted(ledger)
    known[scope] = sorted({*known.get(scope, ()), *nodes})
    ledger.set_meta(DOUBTED, canonical(known))


def no_longer_doubt(ledger: Ledger, scope: str, base: str) -> None:
    """Both histories of a node are here."""
    known = _doubted(ledger)
    known[scope] = [node for node in known.get(scope, ()) if base_of(node) != base]
    ledger.set_meta(DOUBTED, canonical(known))
