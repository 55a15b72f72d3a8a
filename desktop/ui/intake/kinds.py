"""The kinds of record that a ledger of another make can be taken in as."""

from __future__ import annotations

INTAKE_KINDS = ("visit", "issue", "household", "person", "enterprise", "cadre")
"""In the order in which they are offered."""
