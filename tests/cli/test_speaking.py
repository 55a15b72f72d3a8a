"""What commands say of an import."""

from __future__ import annotations

from desktop.cli.speaking import outcome_line, rejected_lines, unread_lines
from desktop.domain.errors import Problem
from desktop.services.outcomes import FileOutcome, RejectedCell


def test_a_plain_import_is_said_in_short() -> None:
    outcome = FileOutcome("a.xlsx", "imported", "唐陵村", created=3, unchanged=2)
    assert outcome_line(outcome) == "a.xlsx（唐陵村）：已导入。新增 3，更新 0，未变 2。"


def test_a_file_that_does_not_say_whose_it_is_has_no_empty_brackets() -> None:
    assert outcome_line(FileOutcome("a.xlsx", "imported")).startswith("a.xlsx：已导入。")


def test_what_was_typed_by_hand_is_said_with_what_is_not_taken_and_left_out() -> None:
    cell = RejectedCell("走访记录", 4, 3, "联系电话", Problem("bad_phone", "phone", "139"))
    outcome = FileOutcome("a.xlsx", "would_import", "唐陵村", updated=2, edited_by_hand=2, left_out=1)
    outcome.rejected = [cell]
    expected = "a.xlsx（唐陵村）：将会导入。新增 0，更新 2，未变 0，手工改动 2 行，未采用 1 处，留出 1 条。"
    assert outcome_line(outcome) == expected


def test_cells_that_are_not_taken_are_told_with_place_value_and_reason() -> None:
    cell = RejectedCell("走访记录", 4, 3, "联系电话", Problem("bad_phone", "phone", "139", 4))
    row = RejectedCell("走访记录", 5, 0, "", Problem("record_withdrawn", "", row=5))
    lines = rejected_lines(FileOutcome("a.xlsx", "imported", rejected=[cell, row]))
    assert lines[0].startswith("  “走访记录”第 4 行 联系电话（139）：电话不对")
    assert lines[1].startswith("  “走访记录”第 5 行：这条记录已撤回")


def test_a_long_cell_is_told_by_its_beginning_in_one_line() -> None:
    cell = RejectedCell("走访记录", 4, 3, "备注", Problem("too_long", "note", "长\n文" * 1_000, 4))
    (line,) = rejected_lines(FileOutcome("a.xlsx", "imported", rejected=[cell]))
    assert "（长 文长 文" in line
    assert len(line) < 120


def test_of_very_many_cells_the_first_are_told() -> None:
    cell = RejectedCell("走访记录", 4, 3, "联系电话", Problem("bad_phone", "phone", "139", 4))
    lines = rejected_lines(FileOutcome("a.xlsx", "imported", rejected=[cell] * 60))
    assert len(lines) == 51
    assert "还有 10 处" in lines[-1]


def test_what_was_not_read_is_told() -> None:
    outcome = FileOutcome("a.xlsx", "imported", unread=[("走访记录", "加的列"), ("问题清单", "")])
    assert ["加的列" in unread_lines(outcome)[0], "问题清单" in unread_lines(outcome)[1]] == [True, True]
