"""What to do next with an issue: the one sensible step, who takes it, and what is not possible now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop.data.ledger import Ledger
from desktop.domain.kinds import KINDS
from desktop.domain.lifecycle import Lead, Transition, leads
from desktop.services.handling import Offer, offers
from desktop.services.people import capacity, people_of
from desktop.services.recording import current

__all__ = ["Advice", "Lead", "Offer", "Transition", "advice"]


@dataclass(frozen=True, slots=True)
class Advice:
    """Where an issue can go from here.

    ``own`` is the sensible step that whoever works at the ledger may take now. Without one, ``lead`` says what comes
    next all the same, and ``people`` who of the office may take it (empty: nobody is named, or it is another office's).
    ``others`` are the further steps possible now, ``refused`` those of this state that are not, each with its reason.
    """

    own: Transition | None
    lead: Lead | None
    people: tuple[str, ...]
    others: tuple[Offer, ...]
    refused: tuple[Offer, ...]


def advice(ledger: Ledger, issue_id: str, *, today: date | None = None) -> Advice:
    """What may be done with an issue now, the sensible step first. Refused: ``not_found``."""
    values = current(ledger, KINDS["issue"], issue_id)
    found = offers(ledger, issue_id)
    free = {offer.step.event for offer in found if offer.refusal is None}
    sensible = leads(values, (today or date.today()).isoformat())
    own = next((lead.step for lead in sensible if not lead.since and lead.step.event in free), None)
    lead = sensible[0] if sensible else None
    people: tuple[str, ...] = ()
    if own is None and lead is not None and ledger.office.level in lead.step.levels:
        named = people_of(ledger)
        people = tuple(one.name for one in named if capacity(lead.step, one.name, named) in lead.step.duties)
    return Advice(
        own,
        lead,
        people,
        tuple(offer for offer in found if offer.refusal is None and offer.step is not own),
        tuple(offer for offer in found if offer.refusal is not None),
    )
