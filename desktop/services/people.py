"""The people of the office and their duties: who may take which step, and in which capacity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from desktop.data.ledger import Ledger
from desktop.data.pins import names_with_pins, rename_pin
from desktop.domain.errors import Refused
from desktop.domain.lifecycle import Duty, Person, Transition
from desktop.domain.sight import IN_CHARGE
from desktop.services.settings import change_setting, people_document, read_settings

__all__ = [
    "Person",
    "capacity",
    "change_people",
    "is_in_charge",
    "others_in_charge",
    "people_in_charge",
    "people_of",
    "refuse_not_in_charge",
    "refuse_undutiful",
]


def people_of(ledger: Ledger) -> tuple[Person, ...]:
    """The people the office has named, in its own order. Nobody named: one person does everything."""
    return read_settings(ledger).people


def change_people(ledger: Ledger, people: Sequence[Person]) -> None:
    """Name the people of the office anew; one step of undo. Who gets another name keeps the PIN.

    Refused: ``invalid``; where there are PINs ``not_in_charge``.
    """
    if names_with_pins(ledger):
        refuse_not_in_charge(ledger)
    before, after = ([one.name for one in some] for some in (people_of(ledger), people))
    change_setting(ledger, "people", people_document(people))
    gone, come = ([name for name in some if name not in others] for some, others in ((before, after), (after, before)))
    if len(gone) == len(come) == 1:
        with ledger.transaction():
            rename_pin(ledger, gone[0], come[0])


def people_in_charge(ledger: Ledger) -> tuple[str, ...]:
    """The people in charge of the office: by their duties, or all where nobody has one of these; with nobody named
    who has a PIN.
    """
    people = people_of(ledger)
    if not people:
        return tuple(sorted(names_with_pins(ledger)))
    charge = tuple(one.name for one in people if one.duties & IN_CHARGE)
    return charge or tuple(one.name for one in people)


def others_in_charge(ledger: Ledger, name: str) -> tuple[str, ...]:
    """Who can give ``name`` another PIN when theirs is lost."""
    return tuple(one for one in people_in_charge(ledger) if one != name)


def is_in_charge(ledger: Ledger) -> bool:
    """Whether whoever works now is in charge of the office; anybody, where nobody is named and there is no PIN."""
    charge = people_in_charge(ledger)
    return not charge or ledger.actor in charge


def refuse_not_in_charge(ledger: Ledger) -> None:
    """Refused: ``not_in_charge``, with the people who are."""
    if not is_in_charge(ledger):
        raise Refused("not_in_charge", actor=ledger.actor, people=list(people_in_charge(ledger)))


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
