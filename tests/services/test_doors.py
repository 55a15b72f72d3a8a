"""No step that the rules forbid is taken by any door, and what stands is what the steps have led to.

Random walks over issues of a village and its town: right and wrong steps, by people with and without the duty, through
the services, the command line, the work on many and the columns of a workbook.
"""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from desktop.domain.lifecycle import TRANSITIONS, duties_of
from desktop.services.handling import record_event
from desktop.services.undoing import undo
from tests.lifecycle_model import LINES, Line, complete
from tests.walking import walk

WALKS = int(os.environ.get("ZOUFANG_WALKS", "120"))


def test_the_table_is_the_one_of_the_rules() -> None:
    table = {
        step.event: (step.states, step.target, step.levels, {str(duty) for duty in step.duties}) for step in TRANSITIONS
    }
    assert table == {line.event: (line.states, line.target, line.levels, line.duties) for line in LINES.values()}


numbers = st.integers(0, 2**16).map(lambda number: number * 40_503 % 2**16)
attempts = st.tuples(st.sampled_from(["verb", "verb", "verb", "many", "command", "type"]), *[numbers] * 5)


@settings(
    # Shrinking a walk takes minutes and tells little more than the step that failed.
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    max_examples=WALKS,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)
@given(with_people=st.booleans(), made=st.lists(attempts, min_size=12, max_size=40))
def test_no_forbidden_step_is_taken_by_any_door(with_people: bool, made: list[tuple[Any, ...]]) -> None:
    with walk(with_people) as one:
        for door, aim, which, pick, spoiling, turn in made:
            if door == "type":
                one.type_into(which, ("同意", "退回")[aim % 2], turn, pick)
            else:
                one.step(door, aim, which, pick, spoiling, turn)
        one.judge()


def way_to(states: frozenset[str]) -> list[str]:
    """The shortest way from a new issue to one of these states."""
    ways: dict[str, list[str]] = {"draft": []}
    for status in (waiting := ["draft"]):
        if status in states:
            return ways[status]
        for line in LINES.values():
            if status in line.states and line.target and line.target not in ways:
                ways[line.target] = [*ways[status], line.event]
                waiting.append(line.target)
    raise AssertionError(states)


@pytest.mark.parametrize("line", LINES.values(), ids=lambda line: line.event)
def test_a_step_is_taken_by_who_may_and_by_nobody_else(line: Line) -> None:
    with walk(with_people=True) as one:
        issue_id, other = one.issues
        for event in way_to(line.states):
            step = LINES[event]
            ledger = one.town if "town" in step.levels else one.village
            ledger.actor = f"某{min(step.duties & set(duties_of(ledger.office.level)))}"
            record_event(ledger, issue_id, event, complete(event, one.values(ledger, issue_id), other, 0))
            one.meet()
        for ledger in (one.village, one.town):
            before = one.values(ledger, issue_id)
            said = complete(line.event, before, other, 0)
            for duty in [*duties_of(ledger.office.level), None]:
                ledger.actor = f"某{duty}" if duty else "路人"
                is_allowed = one.is_allowed(ledger, line.event, before["status"], duty, said)
                assert one.verb(ledger, issue_id, line.event, said) == is_allowed, ledger.actor
                if is_allowed:
                    after = one.values(ledger, issue_id)
                    assert after["status"] == (line.target or before["status"])
                    undo(ledger)
                    assert one.values(ledger, issue_id) == before
