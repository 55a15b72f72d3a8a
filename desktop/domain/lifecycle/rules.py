"""What must hold of an event beside its state and required fields: who checks whom, which day comes before which."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from desktop.domain.errors import Problem
from desktop.domain.lifecycle.duties import names_in
from desktop.domain.lifecycle.steps import Rule, Transition
from desktop.domain.lifecycle.words import HANDLED_BY, HAPPENED_ON

SUPERVISIONS = ("normal", "yellow", "red")
"""督办, 黄牌, 红牌: each follows the one before."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """An event somebody wants to record: the issue's values before, the event's fields and words, the day."""

    before: Mapping[str, Any]
    fields: Mapping[str, Any]
    words: Mapping[str, Any]
    today: str

    def value(self, name: str) -> Any:
        """The field as it would stand afterwards."""
        return self.fields[name] if name in self.fields else self.before.get(name)

    @property
    def happened_on(self) -> str:
        """The day of the event, ISO."""
        return str(self.words.get(HAPPENED_ON) or self.today)


def broken_rules(step: Transition, attempt: Attempt) -> list[Problem]:
    """What keeps the event out, a problem each; its ``field`` is the field or word to change.

    :attr:`Rule.MAIN_ISSUE` asks for other records and is judged by the services.
    """
    judged = (_JUDGES[rule](attempt) for rule in step.rules if rule in _JUDGES)
    found = [problem for problem in judged if problem is not None]
    collected_on = attempt.before.get("collected_on") or ""
    if attempt.happened_on < collected_on:
        found.append(Problem("before_start", HAPPENED_ON, attempt.happened_on, params={"start": collected_on}))
    return found


def _before_due(attempt: Attempt) -> Problem | None:
    due_on = attempt.before.get("due_on")
    if due_on and attempt.happened_on > due_on:
        return Problem("too_late_to_extend", HAPPENED_ON, attempt.happened_on, params={"due_on": due_on})
    return None


def _later(name: str, value: Any, attempt: Attempt) -> Problem | None:
    due_on = attempt.before.get("due_on")
    if due_on and value and value <= due_on:
        return Problem("not_later", name, value, params={"due_on": due_on})
    return None


def _checker_not_owner(attempt: Attempt) -> Problem | None:
    # Whoever writes the check down is taken for one of the checkers only when nobody else is named.
    checker = attempt.value("checker")
    own = names_in(attempt.before.get("owner"))
    both = (names_in(checker) | names_in(attempt.words.get(HANDLED_BY))) & own
    if both:
        return Problem("checker_is_owner", "checker", checker, params={"owner": "、".join(sorted(both))})
    return None


def _owner_not_asking(attempt: Attempt) -> Problem | None:
    asked_by = attempt.value("satisfaction_by")
    both = names_in(asked_by) & names_in(attempt.before.get("owner"))
    if both:
        return Problem("owner_asked", "satisfaction_by", asked_by, params={"owner": "、".join(sorted(both))})
    return None


def _dissatisfied_explained(attempt: Attempt) -> Problem | None:
    if attempt.value("satisfaction") == "dissatisfied" and not attempt.value("leader_statement"):
        return Problem("dissatisfied_unexplained", "leader_statement")
    return None


def _step_up(attempt: Attempt) -> Problem | None:
    wanted, standing = attempt.fields.get("supervision"), attempt.before.get("supervision")
    if wanted not in SUPERVISIONS:
        return None
    least = SUPERVISIONS.index(standing) if standing in SUPERVISIONS else -1
    # The same card may be shown again; none is skipped and none taken back.
    if not max(least, 0) <= SUPERVISIONS.index(wanted) <= least + 1:
        follows = SUPERVISIONS[min(least + 1, len(SUPERVISIONS) - 1)]
        return Problem("supervision_skipped", "supervision", wanted, params={"next": follows})
    return None


def _other_owner(attempt: Attempt) -> Problem | None:
    owner = attempt.fields.get("owner")
    if owner and owner == attempt.before.get("owner"):
        return Problem("same_owner", "owner", owner)
    return None


def _in_order(attempt: Attempt) -> Problem | None:
    days = [(name, attempt.value(name)) for name in ("collected_on", "completed_on", "closed_on")]
    given = [(name, day) for name, day in days if day]
    for (_, earlier), (name, later) in pairwise(given):
        if later < earlier:
            return Problem("before_start", name, later, params={"start": earlier})
    return None


_JUDGES: dict[Rule, Callable[[Attempt], Problem | None]] = {
    Rule.BEFORE_DUE: _before_due,
    Rule.ASKED_LATER: lambda attempt: _later("asked_due_on", attempt.words.get("asked_due_on"), attempt),
    Rule.GRANTED_LATER: lambda attempt: _later("due_on", attempt.fields.get("due_on"), attempt),
    Rule.CHECKER_NOT_OWNER: _checker_not_owner,
    Rule.OWNER_NOT_ASKING: _owner_not_asking,
    Rule.DISSATISFIED_EXPLAINED: _dissatisfied_explained,
    Rule.STEP_UP: _step_up,
    Rule.OTHER_OWNER: _other_owner,
    Rule.IN_ORDER: _in_order,
}
