from datetime import date

import pytest

from desktop.domain.kinds.issue import STATUS_CHOICES
from desktop.domain.lights import LIGHT_CHOICES, Light, light_of

TODAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("status", "due_on", "light"),
    [
        ("working", "2026-03-09", Light.OVERDUE),
        ("working", "2026-03-10", Light.DUE_SOON),
        ("working", "2026-03-20", Light.DUE_SOON),
        ("working", "2026-03-21", Light.NORMAL),
        ("working", None, Light.NORMAL),
        ("to_approve", "2026-03-09", Light.OVERDUE),
        ("closed", "2026-03-09", Light.CLOSED),
        ("consolidated", None, Light.CLOSED),
        ("merged", "2026-03-09", Light.NONE),
        ("void", None, Light.NONE),
        ("suspended", "2026-03-12", Light.NORMAL),
        ("long_term", "2026-03-10", Light.DUE_SOON),
        ("long_term", "2026-03-09", Light.OVERDUE),
    ],
)
def test_the_light_of_an_issue(status: str, due_on: str | None, light: Light) -> None:
    assert light_of(status, due_on, TODAY) is light


def test_the_warning_can_be_set_and_every_status_has_a_labelled_light() -> None:
    assert light_of("working", "2026-03-14", TODAY, warn_days=3) is Light.NORMAL
    assert [choice.code for choice in LIGHT_CHOICES] == [light.value for light in Light]
    for choice in STATUS_CHOICES:
        assert light_of(choice.code, "2026-03-09", TODAY) in {Light.OVERDUE, Light.CLOSED, Light.NONE}
