from datetime import date, datetime

import pytest

from desktop.domain.dates import BadDate, is_stored_day, parse_date

TODAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    "typed",
    ["2026-03-05", "2026/3/5", "2026.3.5", "2026年3月5日", "2026年3月5", "20260305", "3-5", "3月5日", "3.5", " 3/5 ",
     "２０２６－０３－０５", "2026-03-05 00:00:00", 20260305, date(2026, 3, 5), datetime(2026, 3, 5, 9, 30)],
)  # fmt: skip
def test_one_day_typed_in_many_ways(typed: object) -> None:
    assert parse_date(typed, today=TODAY) == "2026-03-05"


def test_words_and_the_year_left_out() -> None:
    assert parse_date("今天", today=TODAY) == "2026-03-10"
    assert parse_date("昨天", today=TODAY) == "2026-03-09"
    assert parse_date("前天", today=date(2026, 3, 1)) == "2026-02-27"
    assert parse_date("3-10", today=TODAY) == "2026-03-10"
    assert parse_date("3-11", today=TODAY) == "2025-03-11"
    assert parse_date("12月31日", today=TODAY) == "2025-12-31"
    assert parse_date("2-29", today=TODAY) == "2024-02-29"


@pytest.mark.parametrize(
    "typed",
    ["2024-02-30", "2023-02-29", "2026-13-01", "1899-12-31", "3000-01-01", "2026-3/5", "明年", "", "26-3-5", "2-30",
     "2026-03-05 09:30", "2026", 3.5, True, None, 45000],
)  # fmt: skip
def test_what_names_no_day_is_refused(typed: object) -> None:
    with pytest.raises(BadDate):
        parse_date(typed, today=TODAY)


@pytest.mark.parametrize(
    "text",
    ["2026-03-05", "1900-01-01", "2999-12-31", "1899-12-31", "3000-01-01", "2026-02-30", "20260305", "2026-W10-4",
     "2026-3-5", "2026-03-05 ", "２０２６-03-05", "", "今天", "3-5"],
)  # fmt: skip
def test_a_stored_day_is_what_is_given_back(text: str) -> None:
    try:
        same = parse_date(text, today=TODAY) == text
    except BadDate:
        same = False
    assert is_stored_day(text) is same
