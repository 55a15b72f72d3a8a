"""Two histories under the numbers of one node: kept as two, each under the name every ledger gives it.

The digests make a tree of a node's changes. Where it parts, each branch goes on under a name of its own
(:func:`desktop.domain.changes.branch_name`). The names depend on the set of changes alone, so that ledgers which hold
the same changes call them the same, in whatever order they came.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from desktop.data.branches import branches_of, doubt, no_longer_doubt
from desktop.data.changelog import State
from desktop.data.identity import former_stretches, note_former_stretches, write_as
from desktop.data.ledger import Ledger
from desktop.domain.changes import (
    GENESIS,
    Change,
    base_of,
    branch_name,
    digest_of,
    first_number,
    last_label,
    trunk_of,
)
from desktop.domain.errors import Refused

Item = tuple[Change, str, str]
"""A change with its patch and knowledge as the text that is hashed."""


@dataclass(frozen=True, slots=True)
class Fork:
    """Histories of one node that part at a change (``number``); ``node`` is what they have in common.

    ``unit`` is the office that wrote them, ``is_own`` says that this ledger wrote one. Where another history of the own
    node is only heard of, ``branches`` is empty and ``number`` the first that may differ.
    """

    scope: str
    node: str
    number: int
    branches: tuple[str, ...]
    unit: str
    is_own: bool


def heed(ledger: Ledger, scope: str, vector: Mapping[str, int], told_tips: Mapping[str, str]) -> list[Fork]:
    """Compare what a sender holds of a scope with what is held here, once his changes are taken in.

    Where the same number is another change, the node is doubted until both its histories are here. The ledger goes on
    as a new node when that is its own, or when the sender holds more of its own numbers than it does; that fork comes
    back, its branches not known yet.
    """
    doubted = [node for node, number in vector.items() if _is_other(ledger, scope, node, number, told_tips.get(node))]
    if doubted:
        doubt(ledger, scope, doubted)
    own = ledger.node_uid
    held = ledger.log.vector(scope).get(own, 0)
    if own not in doubted and vector.get(own, 0) <= held:
        return []
    return [_left_own(ledger, scope, held)]


def _left_own(ledger: Ledger, scope: str, held: int) -> Fork:
    """Go on as a new node, since somebody else went on as the own one from the changes held."""
    fork = Fork(scope, ledger.node_uid, held + 1, (), ledger.office.name, is_own=True)
    write_as(ledger)
    return fork


def _is_other(ledger: Ledger, scope: str, node: str, number: int, tip: str | None) -> bool:
    if not tip:
        return False
    found = ledger.database.execute_sql(
        "SELECT lower(hex(c.digest)) FROM change c JOIN node n ON n.id = c.node_id JOIN scope s ON s.id = c.scope_id "
        "WHERE s.name = ? AND n.uid = ? AND c.number = ?",
        (scope, node, number),
    ).fetchone()
    return found is not None and found[0] != tip


# -- taking changes in -------------------------------------------------------------------------------------------------


def sort_branches(
    ledger: Ledger, scope: str, items: Iterable[Item], forks: list[Fork], touched: set[str]
) -> list[Item]:
    """The changes that came in, each under the name its history has here; those held are named anew where need be.

    New forks go to ``forks``, records whose changes were given another name to ``touched``. A fork of the own node
    makes the ledger go on as a new one. Refused: ``change_altered``; ``fork_unlinked`` when it cannot be told to which
    history a change belongs.
    """
    named = [uid for node_id, uid in branches_of(ledger).items() if _is_in(ledger, scope, node_id)]
    bases = {base_of(uid) for uid in named}
    sorted_items: list[Item] = []
    by_base: dict[str, list[Item]] = {}
    for item in items:
        by_base.setdefault(base_of(item[0].node), []).append(item)
    for base, of_base in by_base.items():
        held = ledger.log.vector(scope).get(base, 0) if base == ledger.node_uid else 0
        if base == ledger.node_uid and any(change.number > held for change, _, _ in of_base):
            # An old backup was put back, or a copy writes too: what else it wrote may be on its way.
            forks.append(_left_own(ledger, scope, held))
        is_named = base in bases or any("#" in change.node and trunk_of(change.node) for change, _, _ in of_base)
        if is_named or _differs(ledger, scope, base, of_base):
            sorted_items += _Family(ledger, scope, base).take(of_base, forks, touched)
        else:
            sorted_items += of_base
    return sorted_items


def _is_in(ledger: Ledger, scope: str, node_id: int) -> bool:
    found = ledger.database.execute_sql(
        "SELECT 1 FROM change WHERE scope_id = ? AND node_id = ? LIMIT 1", (ledger.log.scope_id(scope), node_id)
    ).fetchone()
    return found is not None


def _differs(ledger: Ledger, scope: str, node: str, items: Sequence[Item]) -> bool:
    """Whether changes of a node do not go on from those held of it, or from each other."""
    scope_id, node_id = ledger.log.scope_id(scope), ledger.log.node_id(node)
    numbers = [change.number for change, _, _ in items]
    rows = ledger.database.execute_sql(
        "SELECT number, lower(hex(digest)) FROM change WHERE scope_id = ? AND node_id = ? AND number BETWEEN ? AND ?",
        (scope_id, node_id, min(numbers) - 1, max(numbers) + 1),
    )
    held: dict[int, str] = dict(rows.fetchall())
    digests = dict(held)
    for change, _, _ in items:
        if digests.setdefault(change.number, change.digest) != change.digest:
            return True
        if change.number > 1 and digests.get(change.number - 1, change.previous) != change.previous:
            return True
    return any(
        number + 1 in held and number not in held and not _follows(ledger, scope_id, node_id, number + 1, digest)
        for number, digest in digests.items()
    )


def _follows(ledger: Ledger, scope_id: int, node_id: int, number: int, previous: str) -> bool:
    """Whether a change held goes on from the change with the digest ``previous``."""
    return _fits(ledger.log.sealed(scope_id, node_id, number), previous)


def _fits(item: Item, previous: str) -> bool:
    change, patch_text, knowledge_text = item
    return change.digest == digest_of(change, previous=previous, patch_text=patch_text, knowledge_text=knowledge_text)


@dataclass(frozen=True, slots=True)
class _Held:
    """A change of the family in the log."""

    row_id: int
    node: str
    number: int
    digest: str
    record_id: str
    state: int


class _Family:
    """The changes of one node in a scope, held ones and new ones, as the tree their digests make."""

    def __init__(self, ledger: Ledger, scope: str, base: str) -> None:
        self._ledger = ledger
        self._scope, self._base = scope, base
        self._scope_id = ledger.log.scope_id(scope)
        self._execute = ledger.database.execute_sql
        # Authors name the node as such, even where its histories part with the first change.
        ledger.log.node_id(base)
        rows = self._execute("SELECT id, uid, unit_name FROM node WHERE substr(uid, 1, ?) = ?", (len(base), base))
        nodes = [row for row in rows.fetchall() if base_of(row[1]) == base]
        self._ids = {uid: node_id for node_id, uid, _ in nodes}
        self._unit = max((unit for _, _, unit in nodes), default="")
        self._held = [one for uid in self._ids for one in self._rows(uid)]
        self._numbers = {one.digest: one.number for one in self._held}
        self._claims = {one.digest: one.node for one in self._held}
        self._parents: dict[str, str] = {}

    def _rows(self, uid: str) -> Iterator[_Held]:
        rows = self._execute(
            "SELECT id, number, lower(hex(digest)), record_id, state FROM change "
            "WHERE scope_id = ? AND node_id = ? ORDER BY number",
            (self._scope_id, self._ids[uid]),
        )
        for row_id, *rest in rows.fetchall():
            yield _Held(row_id, uid, *rest)

    def take(self, items: Sequence[Item], forks: list[Fork], touched: set[str]) -> list[Item]:
        """See :func:`sort_branches`."""
        for item in items:
            change = item[0]
            self._numbers[change.digest] = change.number
            self._claims.setdefault(change.digest, change.node)
            self._parents[change.digest] = change.previous
            # Judged before anything is made of it: an altered change is no second history.
            if not _fits(item, change.previous):
                raise Refused(
                    "change_altered", node=change.node, number=change.number, actor=change.actor, wall=change.wall
                )
        self._link_held()
        names = self._names({change.node for change, _, _ in items} | {one.node for one in self._held})
        before = {one.node for one in self._held}
        branches = sorted({name for name in names.values() if name not in before and trunk_of(name)})
        self._note_forks(branches, set(names.values()), forks)
        self._rename([one for one in self._held if names[one.digest] != one.node], names, touched)
        return [(item[0]._replace(node=names[item[0].digest]), item[1], item[2]) for item in items]

    # -- the tree ----------------------------------------------------------------------------------------------------

    def _link_held(self) -> None:
        places = {(one.node, one.number): one.digest for one in self._held}
        by_number: dict[int, list[str]] = {}
        for digest, number in self._numbers.items():
            by_number.setdefault(number, []).append(digest)
        for one in self._held:
            if one.digest in self._parents:
                continue
            before = places.get((one.node, one.number - 1))
            if one.number == 1:
                self._parents[one.digest] = GENESIS
            elif before is not None:
                self._parents[one.digest] = before
            else:
                # The first of a branch, or of what lies behind a gap that may have closed just now.
                for candidate in by_number.get(one.number - 1, ()):
                    if _follows(self._ledger, self._scope_id, self._ids[one.node], one.number, candidate):
                        self._parents[one.digest] = candidate

    def _names(self, claimed: Iterable[str]) -> dict[str, str]:
        """The name of every change's history, by digest."""
        labels = {last_label(name) for name in claimed} - {None}
        children: dict[str, list[str]] = {}
        loose: list[str] = []
        for digest, number in self._numbers.items():
            parent = self._parents.get(digest)
            if (parent == GENESIS and number == 1) or (parent and self._numbers.get(parent) == number - 1):
                children.setdefault(parent, []).append(digest)
            else:
                loose.append(digest)
        names: dict[str, str] = {}
        self._walk([(GENESIS, self._base)], children, labels, names)
        partings = [first_number(name) for name in names.values() if trunk_of(name)]
        partings += [label[0] for label in labels if label is not None]
        numbers = set(self._numbers.values())
        for digest in loose:
            claim, number = self._claims[digest], self._numbers[digest]
            is_before = number - 1 not in numbers and all(number < parting for parting in partings)
            if not (trunk_of(claim) or is_before):
                raise Refused("fork_unlinked", node=self._base, number=number)
            names[digest] = claim
        self._walk([(digest, names[digest]) for digest in loose], children, labels, names)
        return names

    def _walk(
        self,
        begun: list[tuple[str, str]],
        children: Mapping[str, Sequence[str]],
        labels: set[tuple[int, str] | None],
        names: dict[str, str],
    ) -> None:
        while begun:
            digest, name = begun.pop()
            following = children.get(digest, ())
            is_parting = len(following) > 1 or any((self._numbers[one], one[:12]) in labels for one in following)
            for one in following:
                names[one] = branch_name(name, self._numbers[one], one) if is_parting else name
                begun.append((one, names[one]))

    # -- what follows from it ----------------------------------------------------------------------------------------

    def _note_forks(self, branches: Sequence[str], names: set[str], forks: list[Fork]) -> None:
        partings = sorted({(trunk_of(name), first_number(name)) for name in branches})
        if not partings:
            return
        is_own = self._base in {self._ledger.node_uid, *map(base_of, former_stretches(self._ledger, self._scope))}
        if self._base == self._ledger.node_uid:
            write_as(self._ledger)
        no_longer_doubt(self._ledger, self._scope, self._base)
        for trunk, number in partings:
            parted = sorted(name for name in names if (trunk_of(name), first_number(name)) == (trunk, number))
            forks.append(Fork(self._scope, trunk, number, tuple(parted), self._unit, is_own))

    def _rename(self, renamed: Sequence[_Held], names: Mapping[str, str], touched: set[str]) -> None:
        if not renamed:
            return
        counted = self._counted()
        for name in {names[one.digest] for one in renamed} - self._ids.keys():
            self._ids[name] = self._made(name)
        connection = self._ledger.database.connection()
        # In two steps: a change may move to where another has not left yet.
        connection.executemany("UPDATE change SET number = -number WHERE id = ?", [(one.row_id,) for one in renamed])
        connection.executemany(
            "UPDATE change SET number = -number, node_id = ? WHERE id = ?",
            [(self._ids[names[one.digest]], one.row_id) for one in renamed],
        )
        touched.update(one.record_id for one in renamed)
        self._count_anew(counted, names)
        self._keep_own(names)

    def _made(self, name: str) -> int:
        node_id = self._ledger.log.node_id(name)
        self._execute(
            "UPDATE node SET (level, unit_code, unit_name) = "
            "(SELECT level, unit_code, unit_name FROM node WHERE uid = ?) WHERE id = ? AND unit_code = ''",
            (self._base, node_id),
        )
        return node_id

    def _counted(self) -> dict[str, int]:
        """Up to where each history of the family counts."""
        rows = self._execute("SELECT node_id, live FROM held WHERE scope_id = ?", (self._scope_id,))
        live = dict(rows.fetchall())
        return {uid: live.get(node_id, 0) for uid, node_id in self._ids.items()}

    def _count_anew(self, counted: Mapping[str, int], names: Mapping[str, str]) -> None:
        held: dict[str, tuple[int, str]] = {}
        live: dict[str, int] = {}
        for one in sorted(self._held, key=lambda one: one.number):
            name = names[one.digest]
            start = first_number(name) - 1
            if one.number <= counted[one.node]:
                live[name] = max(live.get(name, start), one.number)
            if one.state != State.UNRECEIVED and one.number == held.get(name, (start, ""))[0] + 1:
                held[name] = (one.number, one.digest)
        ids = [(self._scope_id, node_id) for node_id in self._ids.values()]
        connection = self._ledger.database.connection()
        connection.executemany("DELETE FROM held WHERE scope_id = ? AND node_id = ?", ids)
        connection.executemany(
            "INSERT INTO held (scope_id, node_id, number, live, digest) VALUES (?, ?, ?, ?, ?)",
            [
                (self._scope_id, self._ids[name], number, live.get(name, first_number(name) - 1), bytes.fromhex(digest))
                for name, (number, digest) in held.items()
            ],
        )

    def _keep_own(self, names: Mapping[str, str]) -> None:
        """What this ledger wrote itself as a former node is that under its new names too."""
        stretches = former_stretches(self._ledger, self._scope)
        if not any(base_of(node) == self._base for node in stretches):
            return
        kept = {node: number for node, number in stretches.items() if base_of(node) != self._base}
        for one in self._held:
            if one.number <= stretches.get(one.node, 0):
                name = names[one.digest]
                kept[name] = max(kept.get(name, 0), one.number)
        note_former_stretches(self._ledger, self._scope, kept)
