"""The states of an issue, in the groups that figures, lights and lists ask for."""

from __future__ import annotations

INITIAL = "draft"
RUNNING = frozenset({"draft", "pending", "working", "extension_asked", "reported_up"})
"""Somebody has to act: the deadline runs."""
PATIENT = frozenset({"suspended", "long_term"})
"""Nothing can be done for objective reasons: the deadline rests, a day to look again is set in its place."""
AWAITED = frozenset({"to_check", "to_approve"})
"""The owner has reported completion: whether in time is settled, others have to act."""
OPEN = RUNNING | PATIENT | AWAITED
SUCCESSFULLY_CLOSED = frozenset({"closed", "consolidated"})
TRANSFERRED = "transferred"
"""In the hands of those who investigate: what it is about is in the restricted store, and nothing of it is printed."""
ENDED = frozenset({"merged", "refused", "void", TRANSFERRED})
ALL = OPEN | SUCCESSFULLY_CLOSED | ENDED
