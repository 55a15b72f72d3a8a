"""The change: the unit of truth of a ledger, and what its author knew.

A record shown in a table is a fold of its changes (:mod:`desktop.domain.folding`). Changes are numbered per node and
scope from 1 without gaps, and chained by hash, so that a missing or altered one is noticed. Order never depends on a
clock: ``lamport`` and ``knowledge`` carry it; ``wall`` is for people to read.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

VIA = "_via"
"""Key of a patch that was typed into a workbook: ``{"workbook": its id, "batch": …, "file": its name}``."""

Vector = Mapping[str, int]
"""For each node (its id) the highest number held without gaps; within one scope."""

GENESIS = ""
"""The ``previous`` of the first change of a node in a scope."""


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


@dataclass(frozen=True, slots=True)
class Change:
    """One change. ``patch`` maps field names to new values (None clears); see :class:`Operation` for the others.

    WITHDRAW carries ``{"reason": …}``, EVENT carries ``{"event": name, "fields": {…}, …}``, RETRACT carries
    ``{"of": number}``. ``office`` is the level of
    the author's office, ``node`` the installation's random id, ``wall`` local time with offset to the second.

    ``knowledge`` names its own node only where the author was not the node that wrote it down: an edit found in a
    workbook knows what the workbook showed, and not what this office did since.
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
    knowledge: Vector = field(default_factory=dict)
    previous: str = GENESIS
    digest: str = ""

    def knows(self, other: Change) -> bool:
        """Whether the author of this change had seen ``other`` (of the same scope)."""
        if self.node == other.node and self.node not in self.knowledge:
            return self.number > other.number
        return self.knowledge.get(other.node, 0) >= other.number

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
    parts = (
        previous,
        change.node,
        change.scope,
        str(change.number),
        str(change.lamport),
        change.wall,
        change.actor,
        change.office,
        change.kind,
        change.record_id,
        change.operation,
        patch_text,
        knowledge_text,
    )
    # Lengths in front of the parts, so that moving a character from one part to the next changes the digest.
    sealed = "".join([f"{len(part)}:{part}" for part in parts])
    return hashlib.sha256(sealed.encode("utf-8")).hexdigest()
