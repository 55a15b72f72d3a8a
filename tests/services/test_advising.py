"""What to do next with an issue, and who does it."""

from __future__ import annotations

from datetime import date

from desktop.domain.lifecycle import Duty, Person
from desktop.services.advising import advice
from desktop.services.finding import history
from desktop.services.handling import record_event
from desktop.services.ledgers import change_actor
from desktop.services.people import change_people
from desktop.services.recording import record
from desktop.services.undoing import undo
from tests.offices import Offices, assignment, issue

OWNER, SECRETARY = "周江", "东沟书记"


def test_one_person_alone_takes_every_step(offices: Offices) -> None:
    village = offices.village()
    made = record(village, "issue", [issue()]).ids[0]
    way = advice(village, made)
    assert way.own is not None and way.own.event == "assign"
    assert "refuse" in [offer.step.event for offer in way.others]
    assert way.refused == ()


def test_a_step_of_others_says_who_takes_it(offices: Offices) -> None:
    village = offices.village()
    made = record(village, "issue", [issue()]).ids[0]
    record_event(village, made, "assign", assignment(due_on="2099-01-01"))
    change_people(
        village,
        [Person(SECRETARY, frozenset({Duty.VILLAGE_SECRETARY})), Person(OWNER, frozenset({Duty.OWNER}))],
    )
    way = advice(village, made)
    assert way.own is None
    assert way.lead is not None and (way.lead.step.event, way.people) == ("accept", (OWNER,))
    refused = {offer.step.event: offer.refusal for offer in way.refused}
    assert refused["accept"] is not None and refused["accept"].code == "event_needs_duty"
    change_actor(village, OWNER)
    way = advice(village, made)
    assert way.own is not None and way.own.event == "accept"


def test_the_step_of_another_office_names_nobody_here(offices: Offices) -> None:
    village = offices.village()
    made = record(village, "issue", [issue()]).ids[0]
    for event, given in (
        ("solve_on_the_spot", {"progress": "换好", "feedback_way": "oral", "satisfaction": "satisfied"}),
        ("pass_check", {"checker": "吴会计", "check_opinion": "亮了"}),
    ):
        record_event(village, made, event, given)
    way = advice(village, made, today=date.today())
    assert way.own is None and way.people == ()
    assert way.lead is not None and way.lead.step.event == "approve"
    assert {offer.refusal.code for offer in way.refused if offer.refusal} == {"event_not_yours"}


def test_the_history_carries_what_was_said_and_what_was_undone(offices: Offices) -> None:
    village = offices.village()
    made = record(village, "issue", [issue()]).ids[0]
    change_people(village, [Person(SECRETARY, frozenset({Duty.CLERK}))])
    record_event(
        village,
        made,
        "refuse",
        {"reason": "不归村管", "notice": "已当面告知", "happened_on": "2024-03-08", "handled_by": OWNER},
    )
    entry = history(village, made)[-1]
    assert (entry.happened_on, entry.duty, entry.handled_by) == ("2024-03-08", "clerk", OWNER)
    assert entry.words == (("reason", "不归村管"), ("notice", "已当面告知"))
    undo(village)
    taken_back = history(village, made)[-2]
    assert taken_back.is_taken_back and not taken_back.is_effective
