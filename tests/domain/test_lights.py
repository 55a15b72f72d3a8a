from datetime import date

import pytest

from desktop.domain.kinds.issue import STATUS_CHOICES
from desktop.domain.lifecycle import ENDED, SUCCESSFULLY_CLOSED
from desktop.domain.lights import LIGHT_CHOICES, Counted, Light, Remaining, light_of, remaining_of

TODAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("status", "due_on", "light"),
    [
        ("working", "2026-03-09", Light.OVERDUE),
        ("working", "2026-03-10", Light.DUE_SOON),
        ("working", "2026-03-20", Light.DUE_SOON),
        ("working", "2026-03-21", Light.NORMAL),
        ("working", None, Light.NORMAL),
        ("draft", "2026-03-09", Light.OVERDUE),
        ("reported_up", "2026-03-09", Light.OVERDUE),
        ("closed", "2026-03-09", Light.CLOSED),
        ("consolidated", None, Light.CLOSED),
        ("merged", "2026-03-09", Light.NONE),
        ("void", None, Light.NONE),
    ],
)
def test_the_light_of_an_issue(status: str, due_on: str | None, light: Light) -> None:
    assert light_of(status, due_on, TODAY) is light


def test_an_extension_that_was_only_asked_for_changes_nothing() -> None:
    for due_on in ("2026-03-09", "2026-03-10", "2026-03-21"):
        assert light_of("extension_asked", due_on, TODAY) is light_of("working", due_on, TODAY)


@pytest.mark.parametrize("status", ["suspended", "long_term"])
@pytest.mark.parametrize(
    ("look_on", "light"),
    [
        ("2026-03-09", Light.OVERDUE),
        ("2026-03-10", Light.DUE_SOON),
        ("2026-03-11", Light.NORMAL),
        # Before there was a day of its own, the deadline was the day to look again.
        (None, Light.OVERDUE),
    ],
)
def test_while_the_deadline_rests_the_day_to_look_again_counts(status: str, look_on: str | None, light: Light) -> None:
    assert light_of(status, "2026-01-01", TODAY, look_on=look_on) is light


@pytest.mark.parametrize("status", ["to_check", "to_approve"])
@pytest.mark.parametrize(
    ("due_on", "completed_on", "light"),
    [
        ("2026-02-01", "2026-02-01", Light.NORMAL),
        ("2026-02-01", "2026-02-02", Light.OVERDUE),
        ("2026-02-01", None, Light.NORMAL),
        (None, "2026-02-02", Light.NORMAL),
        ("2026-03-11", "2026-03-09", Light.NORMAL),
    ],
)
def test_nobody_is_late_because_others_have_not_checked(
    status: str, due_on: str | None, completed_on: str | None, light: Light
) -> None:
    assert light_of(status, due_on, TODAY, completed_on=completed_on) is light


def test_the_warning_can_be_set_and_every_status_has_a_labelled_light() -> None:
    assert light_of("working", "2026-03-14", TODAY, warn_days=3) is Light.NORMAL
    assert [choice.code for choice in LIGHT_CHOICES] == [light.value for light in Light]
    for choice in STATUS_CHOICES:
        found = light_of(choice.code, "2026-03-09", TODAY, look_on="2026-03-09", completed_on="2026-03-10")
        assert (found is Light.OVERDUE) == (choice.code not in SUCCESSFULLY_CLOSED | ENDED)


@pytest.mark.parametrize(
    ("status", "due_on", "look_on", "completed_on", "remaining"),
    [
        ("working", "2026-03-05", None, None, Remaining(Counted.DUE, "2026-03-05", -5)),
        ("extension_asked", "2026-03-10", None, None, Remaining(Counted.DUE, "2026-03-10", 0)),
        ("pending", "2026-03-13", None, None, Remaining(Counted.DUE, "2026-03-13", 3)),
        ("working", None, None, None, None),
        ("working", "赶快", None, None, None),
        ("suspended", "2026-01-01", "2026-03-12", None, Remaining(Counted.LOOK, "2026-03-12", 2)),
        ("long_term", "2026-03-12", None, None, Remaining(Counted.LOOK, "2026-03-12", 2)),
        ("to_check", "2026-03-05", None, "2026-03-07", Remaining(Counted.DONE, "2026-03-07", -2)),
        ("to_approve", "2026-03-05", None, "2026-03-05", None),
        ("closed", "2026-03-05", None, None, None),
        ("void", "2026-03-05", None, None, None),
    ],
)
def test_how_many_days_remain(
    status: str, due_on: str | None, look_on: str | None, completed_on: str | None, remaining: Remaining | None
) -> None:
    assert remaining_of(status, due_on, TODAY, look_on=look_on, completed_on=completed_on) == remaining
