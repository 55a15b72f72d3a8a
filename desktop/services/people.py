"""The people of the office and their duties: who may take which step, and in which capacity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from desktop.data.ledger import Ledger
from desktop.domain.errors import Refused
from desktop.domain.lifecycle import Duty, Person, Transition
from desktop.services.settings import change_setting, people_document, read_settings

__all__ = ["Person", "capacity", "change_people", "people_of", "refuse_undutiful", "sees_numbers"]


def people_of(ledger: Ledger) -> tuple[Person, ...]:
    """The people the office has named, in its own order. Nobody named: one person does everything."""
    return read_settings(ledger).people


def change_people(ledger: Ledger, people: Sequence[Person]) -> None:
    """Name the people of the office anew; one step of undo. Refused: ``invalid``."""
    change_setting(ledger, "people", people_document(people))


def capacity(step: Transition, actor: str, people: Sequence[Person]) -> Duty | None:
    """In which capacity somebody of the office may take a step; None when there is none."""
    own = next((person.duties for person in people if person.name == actor), frozenset[Duty]())
    fitting = [duty for duty in step.duties if duty in own]
    return fitting[0] if fitting else Duty.CLERK if Duty.CLERK in own else None


def refuse_undutiful(step: Transition, actor: str, people: Sequence[Person]) -> Mapping[str, Any]:
    """The capacity of ``actor`` to note in the event, empty where nobody is named.

    Refused: ``event_needs_duty``, with the duties it takes and the people who have them.
    """
    if not people:
        return {}
    duty = capacity(step, actor, people)
    if duty is None:
        able = [one.name for one in people if capacity(step, one.name, people) is not None]
        raise Refused("event_needs_duty", event=step.event, actor=actor, duties=list(step.duties), people=able)
    return {"duty": str(duty)}


def sees_numbers(ledger: Ledger) -> bool:
    """Whether whoever works now may see telephones and ID numbers whole: those whom the office has named with a duty.

    Who may not see a number may not find by its fragments either: finding would tell it digit by digit.
    """
    people = people_of(ledger)
    return not people or any(person.name == ledger.actor and person.duties for person in people)
