"""The kinds of record that a ledger of another make can be taken in as, and where each is listed."""

from __future__ import annotations

INTAKE_KINDS = ("visit", "issue", "household", "person", "enterprise", "cadre")
"""In the order in which they are offered."""


def page_of(kind: str) -> str:
    """The page of the window that lists records of a kind."""
    return kind if kind in ("visit", "issue") else "register"
