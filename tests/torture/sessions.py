"""What must be there after a window was killed, going by what it had told."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from desktop.data.ledger import Ledger
from desktop.services.finding import Query, get_record, list_records
from desktop.services.ledgers import open_ledger
from tests.torture.held import Held
from tests.torture.kinds import Work

TYPING_SECONDS = 1.0
"""Most typing that may be lost."""

Told = Sequence[dict[str, Any]]
EVERY = 10_000


def after_session(work: Work, before: Held, told: Told, killed_at: float) -> float:
    """Compare the ledger with what the window told; gives the seconds of typing that were lost."""
    ledger = open_ledger(work.ledger)
    try:
        if work.driver == "window draft":
            return _typing_lost(ledger, told, killed_at)
        {"window entry": _entries, "window undo": _undone, "window event": _events}[work.driver](ledger, before, told)
    finally:
        ledger.close()
    return 0.0


def _entries(ledger: Ledger, before: Held, told: Told) -> None:
    saved = [one["saved"] for one in told if "saved" in one]
    for record_id in saved:
        get_record(ledger, "visit", record_id)
    more = len(list_records(ledger, Query("visit", limit=EVERY))) - len(before["visit"]) - len(saved)
    # The last may be there before the window could say so.
    assert more in (0, 1), f"{more} visits more than were told"


def _undone(ledger: Ledger, before: Held, told: Told) -> None:
    numbers = [one["note"] for one in told if "note" in one]
    last = numbers[-1] if numbers else 0
    following = -last if last > 0 else -last + 1
    (found,) = list_records(ledger, Query("issue", limit=EVERY))
    allowed = [str(number) * 500 if number > 0 else None for number in (last, following)]
    assert found.values.get("note") in allowed, f"neither step {last} nor step {following}"


def _events(ledger: Ledger, before: Held, told: Told) -> None:
    last = {one["issue"]: one["status"] for one in told if "issue" in one}
    for issue_id, status in last.items():
        found = get_record(ledger, "issue", issue_id).values["status"]
        assert found in (status, "pending"), f"{found} and not {status}"
    more = len(list_records(ledger, Query("issue", limit=EVERY))) - len(before["issue"]) - len(last)
    assert more in (0, 1), f"{more} issues more than were told"


def _typing_lost(ledger: Ledger, told: Told, killed_at: float) -> float:
    typed = [one["at"] for one in told if "typed" in one]
    rows = ledger.database.execute_sql("SELECT content FROM draft").fetchall()
    kept = len(json.loads(rows[0][0])["values"]["demand"] or "") if rows else 0
    if kept >= len(typed):
        return 0.0
    # From the first character that is not there.
    lost = killed_at - typed[kept]
    assert lost <= TYPING_SECONDS, f"{lost:.2f} s of typing lost ({kept} of {len(typed)} characters kept)"
    return lost
