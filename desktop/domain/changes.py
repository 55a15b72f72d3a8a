"""The change: the unit of truth of a ledger, and what its author knew.

A record shown in a table is a fold of its changes (:mod:`desktop.domain.folding`). Changes are numbered per node and
scope from 1 without gaps, and chained by hash, so that a missing or altered one is noticed. Order never depends on a
clock: ``lamport`` and ``knowledge`` carry it; ``wall`` is for people to read.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from functools import lru_cache
from operator import itemgetter
from types import MappingProxyType
from typing import Any, NamedTuple

VIA = "_via"
"""Key of a patch that was typed into a workbook: ``{"workbook": its id, "batch": …, "file": its name}``."""

Vector = Mapping[str, int]
"""For each node (its id) the highest number held without gaps; within one scope."""

GENESIS = ""
"""The ``previous`` of the first change of a node in a scope."""

_LABEL = re.compile(r"#([1-9][0-9]*)\.([0-9a-f]{12})")
_BRANCH = re.compile(rf"([^#]+)((?:{_LABEL.pattern})+)")


class Operation(StrEnum):
    """What a change does to its record."""

    CREATE = "create"
    UPDATE = "update"
    WITHDRAW = "withdraw"
    RESTORE = "restore"
    EVENT = "event"
    RETRACT = "retract"
    """Takes back the settling of a conflict by its own node: its conflict is open again."""


class Level(StrEnum):
    """The level of an office."""

    VILLAGE = "village"
    TOWN = "town"


def scope_of_village(unit_code: str) -> str:
    """The scope shared by a village and its town."""
    return f"village:{unit_code}"


def scope_of_town(unit_code: str) -> str:
    """The scope in which a town addresses all its villages."""
    return f"town:{unit_code}"


def private_scope(unit_code: str) -> str:
    """The scope an office keeps to itself; it is in no workbook sent to another office."""
    return f"private:{unit_code}"


# One encoder for all: json.dumps makes a new one for each text in another than its own form.
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def canonical(value: object) -> str:
    """JSON in the one form that is hashed and stored: keys sorted, no blanks, characters as they are."""
    return _encode(value)


def canonical_each(objects: Iterable[Mapping[str, Any]]) -> list[str]:
    """:func:`canonical` of very many objects with the same few combinations of keys, in a third of its time."""
    return [_of_texts(one) or canonical(one) for one in objects]


def _of_texts(value: Mapping[str, Any]) -> str:
    """:func:`canonical` of an object of texts of which none needs an escape; empty for any other."""
    if len(value) < _SEVERAL:
        return ""
    form, cells_of = _form(tuple(value))
    cells = cells_of(value)
    try:
        joined = "".join(cells)
    except TypeError:
        return ""
    # JSON escapes quotation marks, strokes and control characters, and the last are not printable.
    is_as_it_is = joined.isprintable() and '"' not in joined and "\\" not in joined
    return form % cells if is_as_it_is else ""


_SEVERAL = 2
"""Of one key itemgetter gives no tuple."""


@lru_cache(maxsize=512)
def _form(names: tuple[str, ...]) -> tuple[str, Callable[[Mapping[str, Any]], tuple[Any, ...]]]:
    """Objects with these keys in their one form, with %s for each value, and what gives the values in its order."""
    ordered = sorted(names)
    keys = [canonical(name).replace("%", "%%") for name in ordered]
    return "{" + ",".join(f'{key}:"%s"' for key in keys) + "}", itemgetter(*ordered)


@lru_cache(maxsize=1024)
def _lineage(node: str) -> tuple[str, tuple[tuple[int, str], ...]]:
    """The node that wrote, and for each fork on the way the number and the start of the digest there."""
    found = _BRANCH.fullmatch(node) if "#" in node else None
    if found is None:
        return node, ()
    return found[1], tuple((int(number), digest) for number, digest in _LABEL.findall(found[2]))


def base_of(node: str) -> str:
    """The node as it wrote: two histories under its numbers have names of their own, see :func:`branch_name`."""
    return _lineage(node)[0] if "#" in node else node


def branch_name(trunk: str, number: int, digest: str) -> str:
    """The name of one of several histories of a node from the change on where they part (its number and digest)."""
    return f"{trunk}#{number}.{digest[:12]}"


def trunk_of(node: str) -> str:
    """The name under which the changes before a branch stand; empty for a node that is no branch."""
    return node.rpartition("#")[0] if _lineage(node)[1] else ""


def first_number(node: str) -> int:
    """The number with which a node or branch begins."""
    path = _lineage(node)[1]
    return path[-1][0] if path else 1


def last_label(node: str) -> tuple[int, str] | None:
    """Where a branch begins: its first number and the start of the digest there; None for a node."""
    path = _lineage(node)[1]
    return path[-1] if path else None


def runs_through(node: str, stretch: str) -> bool:
    """Whether the history that ``node`` names the end of goes through the changes that stand under ``stretch``.

    The place where a branch begins identifies it, so that names given before an earlier fork was known still hold.
    """
    base, path = _lineage(node)
    other_base, other_path = _lineage(stretch)
    return base == other_base and (not other_path or other_path[-1] in path)


class Change(NamedTuple):
    """One change. ``patch`` maps field names to new values (None clears); see :class:`Operation` for the others.

    WITHDRAW carries ``{"reason": …}``, EVENT carries ``{"event": name, "fields": {…}, …}``, RETRACT carries
    ``{"of": number}``. ``office`` is the level of
    the author's office, ``node`` the installation's random id, ``wall`` local time with offset to the second.

    ``knowledge`` names its own node only where the author was not the node that wrote it down: an edit found in a
    workbook knows what the workbook showed, and not what this office did since.

    A tuple, since an import makes tens of thousands: a frozen dataclass takes four times as long to make.
    """

    node: str
    scope: str
    number: int
    lamport: int
    wall: str
    actor: str
    office: str
    kind: str
    record_id: str
    operation: str
    patch: Mapping[str, Any]
    knowledge: Vector = MappingProxyType({})
    previous: str = GENESIS
    digest: str = ""

    def knows(self, other: Change) -> bool:
        """Whether the author of this change had seen ``other`` (of the same scope)."""
        if "#" in self.node or "#" in other.node:
            return self._knows_branch(other)
        if self.node == other.node and self.node not in self.knowledge:
            return self.number > other.number
        return self.knowledge.get(other.node, 0) >= other.number

    def _knows_branch(self, other: Change) -> bool:
        base = base_of(self.node)
        if base == base_of(other.node) and base not in self.knowledge:
            return self.is_of_history(other) and self.number > other.number
        # Under the node's plain name an author means its own history, and of another node's nobody knows which.
        is_own = base == base_of(other.node) and self.is_of_history(other)
        return any(
            number >= other.number and (runs_through(node, other.node) or (is_own and node == base))
            for node, number in self.knowledge.items()
        )

    def is_of_history(self, other: Change) -> bool:
        """Whether ``other`` is of the same node, and not of another history under its numbers."""
        return self.node == other.node or runs_through(self.node, other.node)

    @property
    def workbook(self) -> str:
        """The id of the workbook into which the change was typed; empty for all others."""
        via = self.patch.get(VIA)
        return str(via.get("workbook", "")) if isinstance(via, dict) else ""

    @property
    def rank(self) -> tuple[int, str, int]:
        """A total order in which everything known to a change comes before it."""
        return (self.lamport, self.node, self.number)


def digest_of(change: Change, *, previous: str, patch_text: str, knowledge_text: str) -> str:
    """SHA-256 (hex) over every part of a change and the digest before it.

    Patch and knowledge go in as the texts they are stored and handed on as.
    """
    # The author wrote as the node, whatever name this history of it was given since.
    node, number, lamport = base_of(change.node), str(change.number), str(change.lamport)
    # Lengths in front of the parts, so that moving a character from one part to the next changes the digest. Written
    # out, since an import does this for each of ten thousands of changes: a loop takes twice the time.
    sealed = (
        f"{len(previous)}:{previous}{len(node)}:{node}{len(change.scope)}:{change.scope}"
        f"{len(number)}:{number}{len(lamport)}:{lamport}{len(change.wall)}:{change.wall}"
        f"{len(change.actor)}:{change.actor}{len(change.office)}:{change.office}{len(change.kind)}:{change.kind}"
        f"{len(change.record_id)}:{change.record_id}{len(change.operation)}:{change.operation}"
        f"{len(patch_text)}:{patch_text}{len(knowledge_text)}:{knowledge_text}"
    )
    return hashlib.sha256(sealed.encode("utf-8")).hexdigest()


def chained_digests(
    first: Change, *, previous: str, knowledge_text: str, written: Iterable[tuple[str, str]]
) -> Iterator[str]:
    """What :func:`digest_of` gives for changes in a row that differ in record id and patch text (``written``) alone.

    Numbers and Lamport times count on from those of ``first``. What all have in common is put together once.
    """
    node, operation = base_of(first.node), str(first.operation)
    before = f"{len(node)}:{node}{len(first.scope)}:{first.scope}"
    between = (
        f"{len(first.wall)}:{first.wall}{len(first.actor)}:{first.actor}{len(first.office)}:{first.office}"
        f"{len(first.kind)}:{first.kind}"
    )
    operation, after = f"{len(operation)}:{operation}", f"{len(knowledge_text)}:{knowledge_text}"
    lamport = first.lamport
    for place, (record_id, patch_text) in enumerate(written, start=first.number):
        number, time = str(place), str(lamport)
        lamport += 1
        sealed = (
            f"{len(previous)}:{previous}{before}{len(number)}:{number}{len(time)}:{time}{between}"
            f"{len(record_id)}:{record_id}{operation}{len(patch_text)}:{patch_text}{after}"
        )
        previous = hashlib.sha256(sealed.encode("utf-8")).hexdigest()
        yield previous


def attributed(changes: Iterable[Change]) -> list[Change]:
    """The changes of one record, with what their authors knew of histories that part told apart where it shows.

    Who had seen a node up to a number, before anybody knew of its two histories, had seen one of them. That is the
    one in which the record was made, since he changed the record.
    """
    known = list(changes)
    births = {change.node for change in known if change.operation == Operation.CREATE and "#" in change.node}
    told = {base_of(node): node for node in births if sum(base_of(node) == base_of(one) for one in births) == 1}
    return [_attributed(change, told) for change in known] if told else known


def _attributed(change: Change, told: Mapping[str, str]) -> Change:
    learnt: dict[str, int] = {}
    for base, node in told.items():
        number = change.knowledge.get(base, 0)
        while base != base_of(change.node) and node and number >= first_number(node):
            learnt[node], node = number, trunk_of(node)
    return change._replace(knowledge={**learnt, **change.knowledge}) if learnt else change
