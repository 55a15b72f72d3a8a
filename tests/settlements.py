"""Conflicts settled in random histories: here and there on the way, and whatever is left in the end."""

from __future__ import annotations

from desktop.data.ledger import Ledger
from desktop.domain.errors import Refused
from desktop.services.settling import Conflict, count_conflicts, open_conflicts, resolve

EVERY = 2**31 - 1
NOT_POSSIBLE = frozenset(
    {"unclear_choice", "unknown_conflict", "event_impossible", "event_not_yours", "is_withdrawn", "invalid"}
)


def resolve_some(node: Ledger, pick: int, value: int) -> None:
    """Settle one of the open conflicts, if the choice made is possible."""
    found = sorted(open_conflicts(node, limit=EVERY), key=lambda one: (one.title, one.field, one.id))
    if found:
        _try(node, found[pick % len(found)], value)


def resolve_all(node: Ledger) -> None:
    """Settle every conflict of a ledger. What else is possible or not, the first choice always is."""
    for at, conflict in enumerate(open_conflicts(node, limit=EVERY)):
        # Settling one may settle another: a step done again sets fields.
        if not _try(node, conflict, at) and conflict_is_open(node, conflict):
            resolve(node, conflict.id, "1")
    assert count_conflicts(node) == 0


def conflict_is_open(node: Ledger, conflict: Conflict) -> bool:
    """Whether a conflict is still to be settled."""
    return conflict.id in {one.id for one in open_conflicts(node, limit=EVERY)}


def _try(node: Ledger, conflict: Conflict, value: int) -> bool:
    choices = ["ours", "theirs", *(str(head.number) for head in conflict.heads)]
    try:
        resolve(node, conflict.id, choices[value % len(choices)])
    except Refused as refusal:
        assert refusal.code in NOT_POSSIBLE, refusal
        return False
    return True
