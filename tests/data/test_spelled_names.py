"""The names of visits and issues by their letters: learnt when first asked, and what is written later too."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.data.spelled_names import SpelledNames, spelling_of
from desktop.services.recording import record, revise
from desktop.services.undoing import undo
from tests.offices import Offices, visit


@pytest.fixture
def village(offices: Offices) -> Any:
    made = offices.village()
    record(made, "visit", [visit(subject_name="张三", visitors=["钱小河", "孙海"]), visit(subject_name="曾小英")])
    return made


def test_what_a_name_is_found_by() -> None:
    assert spelling_of("曾小英") == "zxy zengxiaoying xiaoying"
    assert spelling_of("阿依·古丽") == "aygl ayiguli yiguli"
    assert spelling_of("李") == "l li"
    assert spelling_of("·") == ""


def test_names_by_field(village: Any) -> None:
    names = village.spelled
    assert names.like("visit", "zs") == {"subject_name": ["张三"]}
    assert names.like("visit", "xiaoy") == {"subject_name": ["曾小英"]}
    assert names.like("visit", "sh") == {"visitors": ["孙海"]}
    assert names.like("visit", "x") == {"subject_name": ["曾小英"], "visitors": ["钱小河"]}
    # Neither in the middle of a word nor of another kind, nor anything but letters.
    assert names.like("visit", "ang") == names.like("household", "zs") == names.like("visit", "z.") == {}


def test_what_is_written_later_is_learnt_from_what_came_after(village: Any) -> None:
    names = village.spelled
    assert names.like("visit", "ls") == {}
    made = record(village, "visit", [visit(subject_name="李四")]).ids[0]
    assert names.like("visit", "ls") == {"subject_name": ["李四"]}
    revise(village, "visit", made, {"subject_name": "周五", "visitors": ["吴六"]})
    assert names.like("visit", "zw") == {"subject_name": ["周五"]}
    assert names.like("visit", "wl") == {"visitors": ["吴六"]}


def test_a_row_that_was_taken_back_is_read_again(village: Any, offices: Offices) -> None:
    names = SpelledNames(village.database)
    record(village, "visit", [visit(subject_name="李四")])
    assert names.like("visit", "ls")
    undo(village)
    record(village, "visit", [visit(subject_name="周五")])
    assert names.like("visit", "zw") == {"subject_name": ["周五"]}


def test_names_with_blanks_and_strange_ones(village: Any) -> None:
    record(village, "visit", [visit(subject_name="John zs Smith"), visit(subject_name="阿依·古丽")])
    assert village.spelled.like("visit", "zs") == {"subject_name": ["张三"]}
    assert village.spelled.like("visit", "johnz") == {"subject_name": ["John zs Smith"]}
    assert village.spelled.like("visit", "ayi") == {"subject_name": ["阿依·古丽"]}
