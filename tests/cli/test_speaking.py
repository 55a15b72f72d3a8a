"""What commands say of an import."""

from __future__ import annotations

from desktop.cli.speaking import outcome_line
from desktop.domain.errors import Problem
from desktop.services.outcomes import FileOutcome, RejectedCell


def test_a_plain_import_is_said_in_short() -> None:
    outcome = FileOutcome("a.xlsx", "imported", "唐陵村", created=3, unchanged=2)
    assert outcome_line(outcome) == "a.xlsx（唐陵村）：已导入。新增 3，更新 0，未变 2。"


def test_what_was_typed_by_hand_is_said_with_what_is_not_taken_and_left_out() -> None:
    cell = RejectedCell("走访记录", 4, 3, "联系电话", Problem("bad_phone", "phone", "139"))
    outcome = FileOutcome("a.xlsx", "would_import", "唐陵村", updated=2, edited_by_hand=2, left_out=1)
    outcome.rejected = [cell]
    expected = "a.xlsx（唐陵村）：将会导入。新增 0，更新 2，未变 0，手工改动 2 行，未采用 1 处，留出 1 条。"
    assert outcome_line(outcome) == expected
