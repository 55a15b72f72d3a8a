"""What a step of an issue is likely to say: proposals that a person looks at and changes, never facts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from desktop.data.history import history
from desktop.data.ledger import Ledger
from desktop.domain.kinds import KINDS
from desktop.domain.lifecycle import OPEN, SUPERVISIONS, Transition, names_in
from desktop.services.recording import current
from desktop.services.settings import proposed_deadline

REVIEW_DAYS = 30
"""Days from the closing to the look back."""
LOOK_DAYS = 30
"""Days until an issue whose deadline rests is looked at again."""
MOST_MAIN_ISSUES = 500
_NUMBER = re.compile(r"督〔(\d{4})〕(\d{1,6})号")


@dataclass(frozen=True, slots=True)
class _Asked:
    ledger: Ledger
    issue_id: str
    step: Transition
    values: Mapping[str, Any]
    today: date

    def in_days(self, days: int) -> str:
        return (self.today + timedelta(days=days)).isoformat()

    @property
    def helper(self) -> str | None:
        """Whoever works at the ledger, where it is not the person in charge, whose work is looked at."""
        actor = self.ledger.actor
        return None if not actor or actor in names_in(self.values.get("owner")) else actor


def proposals(ledger: Ledger, issue_id: str, step: Transition, *, today: date) -> dict[str, Any]:
    """Field and word names of a step with what they may be filled with; what stands already goes first.

    Refused: ``not_found``.
    """
    values = current(ledger, KINDS["issue"], issue_id)
    asked = _Asked(ledger, issue_id, step, values, today)
    found: dict[str, Any] = {}
    for name in (*step.sets, *step.words):
        propose = _PROPOSED.get(name)
        standing = None if name in step.anew or name in _FRESH else values.get(name)
        found[name] = standing if standing is not None else propose(asked) if propose else None
    return {name: value for name, value in found.items() if value is not None}


def proposals_for_many(ledger: Ledger, step: Transition, *, today: date) -> dict[str, Any]:
    """The same for a step that many issues take at once: only what can be the same for all of them."""
    asked = _Asked(ledger, "", step, {}, today)
    names = (name for name in step.sets if name in _PROPOSED and name not in _OF_ONE)
    return {name: value for name in names if (value := _PROPOSED[name](asked)) is not None}


def asked_extension(ledger: Ledger, issue_id: str) -> tuple[str, str] | None:
    """The day asked for in the last application for an extension that stands, and its reason."""
    for entry in reversed(history(ledger, issue_id)):
        if entry.event == "ask_extension" and entry.is_effective:
            words = dict(entry.words)
            return words.get("asked_due_on", ""), words.get("reason", "")
    return None


def main_issues(ledger: Ledger, issue_id: str) -> list[tuple[str, str]]:
    """Number and description of the open issues of the same village, the latest first: one of them may be the main one.

    Refused: ``not_found``.
    """
    values = current(ledger, KINDS["issue"], issue_id)
    states = sorted(OPEN)
    rows = ledger.database.execute_sql(
        "SELECT code, description FROM issue WHERE unit_code = ? AND id <> ? AND is_withdrawn = 0 "
        f"AND status IN ({', '.join('?' * len(states))}) ORDER BY collected_on DESC, row DESC LIMIT ?",
        (values.get("unit_code"), issue_id, *states, MOST_MAIN_ISSUES),
    )
    return [(str(code), str(description or "")) for code, description in rows.fetchall() if code]


def open_issues_of(ledger: Ledger, owner: str) -> int:
    """How many issues somebody still has in charge."""
    states = sorted(OPEN)
    marks = ", ".join("?" * len(states))
    row = ledger.database.execute_sql(
        f"SELECT count(*) FROM issue WHERE owner = ? AND is_withdrawn = 0 AND status IN ({marks})", (owner, *states)
    ).fetchone()
    return int(row[0])


def _due_on(asked: _Asked) -> str | None:
    if asked.step.event == "grant_extension":
        extension = asked_extension(asked.ledger, asked.issue_id)
        return extension[0] or None if extension else None
    if asked.step.event == "set_deadline":
        return None
    start = asked.values.get("collected_on", "") if asked.step.event == "assign" else asked.today.isoformat()
    return proposed_deadline(asked.ledger, start, asked.today, asked.values.get("urgency"))


def _card(asked: _Asked) -> str:
    standing = asked.values.get("supervision")
    place = SUPERVISIONS.index(standing) + 1 if standing in SUPERVISIONS else 0
    return SUPERVISIONS[min(place, len(SUPERVISIONS) - 1)]


def _card_number(asked: _Asked) -> str:
    year = asked.today.year
    rows = asked.ledger.database.execute_sql(
        "SELECT supervision_no FROM issue WHERE supervision_no LIKE ?", (f"督〔{year}〕%号",)
    ).fetchall()
    matches = (_NUMBER.fullmatch(str(text)) for (text,) in rows)
    highest = max((int(match[2]) for match in matches if match and match[1] == str(year)), default=0)
    return f"督〔{year}〕{highest + 1}号"


_FRESH = frozenset({"completed_on", "closed_on", "review_on"})
"""Days of the act itself: what an earlier round left does not hold for this one."""

_OF_ONE = frozenset({"supervision", "supervision_no", "satisfaction_by"})
"""What follows from where a single issue stands, and who is in charge of it."""

_PROPOSED: dict[str, Callable[[_Asked], str | None]] = {
    "due_on": _due_on,
    "completed_on": lambda asked: asked.in_days(0),
    "closed_on": lambda asked: asked.in_days(0),
    "review_on": lambda asked: asked.in_days(REVIEW_DAYS if asked.step.event == "approve" else 0),
    "look_on": lambda asked: asked.in_days(LOOK_DAYS),
    "checker": lambda asked: asked.helper,
    "satisfaction_by": lambda asked: asked.helper,
    "supervision": _card,
    "supervision_no": _card_number,
}
