"""Decisions of the town typed into the columns for them."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest

from desktop.services.finding import Query, history, list_records
from desktop.services.importing import import_workbooks
from desktop.services.recording import record
from desktop.services.typed_decisions import words_and_day
from tests.hand_edits import all_agree, conflicts, decided, sent, the_issue
from tests.offices import TOWN, Offices, issue
from tests.sheet_edits import ISSUES, Sheet, edit


def test_agreeing_closes_the_issue(offices: Offices, village: Any, town: Any, to_approve: Path) -> None:
    decided(to_approve, 镇级审核意见="同意", 意见="已看过现场", 审核人="褚镇", 日期="2024-03-25")
    outcome = import_workbooks(town, [to_approve])[0]
    assert (outcome.rejected, outcome.edited_by_hand) == ([], 1)
    assert (the_issue(town).values["status"], the_issue(town).values["closed_on"]) == ("closed", "2024-03-25")
    last = history(town, the_issue(town).id)[-1]
    assert (last.actor, last.office, last.event, last.reason) == ("褚镇", "town", "approve", "已看过现场")
    assert import_workbooks(town, [to_approve])[0].status == "nothing_new"
    all_agree(offices, town, village)
    assert the_issue(village).values["status"] == "closed"
    assert conflicts(village) == []


def test_sending_back_needs_a_word(offices: Offices, town: Any, to_approve: Path) -> None:
    decided(to_approve, 镇级审核意见="退回")
    outcome = import_workbooks(town, [to_approve])[0]
    assert [(one.heading, one.problem.kind) for one in outcome.rejected] == [("意见", "missing")]
    assert the_issue(town).values["status"] == "to_approve"
    decided(to_approve, 意见="照片不清")
    import_workbooks(town, [to_approve])
    assert the_issue(town).values["status"] == "working"


@pytest.mark.parametrize(
    ("values", "kind", "heading"),
    [
        ({"镇级审核意见": "再看看"}, "bad_choice", "镇级审核意见"),
        ({"意见": "好"}, "missing", "镇级审核意见"),
        ({"镇级审核意见": "同意"}, "missing", "日期"),
        ({"镇级审核意见": "同意", "日期": "下周"}, "bad_date", "日期"),
    ],
)
def test_a_decision_that_is_none(town: Any, to_approve: Path, values: Any, kind: str, heading: str) -> None:
    decided(to_approve, **values)
    outcome = import_workbooks(town, [to_approve])[0]
    assert [(one.problem.kind, one.heading) for one in outcome.rejected] == [(kind, heading)]
    assert the_issue(town).values["status"] == "to_approve"


@pytest.mark.parametrize(
    ("heading", "typed", "kind"),
    [("日期", "某天", "bad_date"), ("审核人", "褚镇\n长", "bad_character"), ("审核人", "褚" * 101, "too_long")],
)
def test_what_stands_beside_a_decision_is_checked(
    town: Any, to_approve: Path, heading: str, typed: str, kind: str
) -> None:
    path = decided(to_approve, 镇级审核意见="退回", 意见="不实", **{heading: typed})
    outcome = import_workbooks(town, [path])[0]
    assert [(one.heading, one.problem.kind) for one in outcome.rejected] == [(heading, kind)]
    assert the_issue(town).values["status"] == "to_approve"


def test_a_decision_merged_over_several_rows_is_for_none(
    offices: Offices, village: Any, town: Any, to_approve: Path
) -> None:
    record(village, "issue", [issue(description="又一件")])
    path = sent(offices, village, full=True)

    def merge(book: Any) -> None:
        sheet = Sheet(book[ISSUES])
        first = sheet.heading_row + 1
        for heading, value in (("镇级审核意见", "同意"), ("日期", "2024-04-01")):
            column = sheet.column(heading)
            sheet.sheet.cell(first, column).value = value
            sheet.sheet.merge_cells(start_row=first, end_row=first + 1, start_column=column, end_column=column)

    outcome = import_workbooks(town, [edit(path, merge)])[0]
    assert [(one.heading, one.problem.kind) for one in outcome.rejected] == [("镇级审核意见", "decision_merged")]
    assert {one.values["status"] for one in list_records(town, Query("issue"))} == {"to_approve", "draft"}


def test_words_beside_a_decision_may_be_numbers(town: Any, to_approve: Path) -> None:
    path = decided(to_approve, 镇级审核意见="退回", 意见=12345, 审核人=7, 日期=datetime.datetime(2024, 4, 1, 9))
    assert import_workbooks(town, [path])[0].rejected == []
    last = history(town, the_issue(town).id)[-1]
    assert (last.reason, last.actor) == ("12345", "7")


def test_only_the_town_decides(offices: Offices, village: Any, to_approve: Path) -> None:
    decided(to_approve, 镇级审核意见="同意", 日期="2024-03-25")
    outcome = import_workbooks(village, [to_approve])[0]
    assert [one.problem.kind for one in outcome.rejected] == ["decision_elsewhere"]
    assert the_issue(village).values["status"] == "to_approve"


def test_a_decision_that_comes_too_early_is_told(offices: Offices, village: Any, town: Any) -> None:
    record(village, "issue", [issue()])
    path = decided(sent(offices, village), 镇级审核意见="同意", 日期="2024-03-25")
    outcome = import_workbooks(town, [path])[0]
    assert [one.problem.kind for one in outcome.rejected] == ["decision_impossible"]
    assert the_issue(town).values["status"] == "draft"


def test_the_same_decision_taken_in_twice_counts_once(
    offices: Offices, village: Any, town: Any, to_approve: Path
) -> None:
    other = offices.town()
    decided(to_approve, 镇级审核意见="同意", 日期="2024-03-25")
    import_workbooks(town, [to_approve])
    import_workbooks(other, [to_approve])
    offices.send(town, village)
    path = sent(offices, other, TOWN, full=True)
    import_workbooks(town, [path])
    assert the_issue(town).values["status"] == "closed"
    assert conflicts(town) == []


def test_a_decision_with_an_error_in_it_is_none(town: Any, to_approve: Path) -> None:
    def decide(book: Any) -> None:
        sheet = Sheet(book[ISSUES])
        sheet.type("村口路灯不亮", 镇级审核意见="同意", 意见="#N/A")
        sheet.sheet.cell(sheet.row("村口路灯不亮"), sheet.column("意见")).data_type = "e"

    outcome = import_workbooks(town, [edit(to_approve, decide)])[0]
    assert [(one.heading, one.problem.kind) for one in outcome.rejected] == [("意见", "cell_error")]
    (found,) = list_records(town, Query("issue"))
    assert found.values["status"] == "to_approve"


@pytest.mark.parametrize(
    ("patch", "told"),
    [
        ({"reason": "照片不清", "happened_on": "2024-04-02"}, ("照片不清", "2024-04-02")),
        ({"reason": "照片不清", "decided_on": "2024-04-02"}, ("照片不清", "2024-04-02")),
        ({"fields": {"closed_on": "2024-04-02"}}, ("", "2024-04-02")),
        ({"reason": "照片不清", "fields": {}}, ("照片不清", "")),
        ({"fields": None}, ("", "")),
    ],
)
def test_a_decision_is_known_again_as_earlier_programs_kept_it(patch: dict[str, Any], told: tuple[str, str]) -> None:
    assert words_and_day(patch) == told
