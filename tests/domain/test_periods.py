"""Months, quarters and years."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.domain.periods import Period, last_month, month_named, month_of, months_until, quarter_of, year_of


def test_periods_around_a_day() -> None:
    assert month_of("2024-02-10") == Period("2024-02-01", "2024-02-29")
    assert last_month(date(2024, 1, 31)) == Period("2023-12-01", "2023-12-31")
    assert quarter_of(date(2024, 11, 22)) == Period("2024-10-01", "2024-12-31")
    assert quarter_of(date(2024, 3, 31)) == Period("2024-01-01", "2024-03-31")
    assert year_of("2024-05-05") == Period("2024-01-01", "2024-12-31")
    assert [one.first for one in months_until("2024-01-15", 3)] == ["2023-11-01", "2023-12-01", "2024-01-01"]


@pytest.mark.parametrize(
    "text", ["", "2024", "2024-13", "2024-00", "0000-01", "9999-12", "2024-1", "二〇二四", "2024-01-01"]
)
def test_what_names_no_month(text: str) -> None:
    assert month_named(text) is None


def test_a_whole_month_knows_itself() -> None:
    assert month_of("2024-02-10").month == "2024-02"
    assert Period("2024-02-01", "2024-02-28").month == ""
