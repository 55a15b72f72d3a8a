"""The monthly report: the rows of the paper form, its checks, its workbook."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from desktop.domain.errors import Refused
from desktop.domain.lifecycle import Duty, Person
from desktop.reports.month_report import MonthReport
from desktop.services.figuring import (
    By,
    ledger_figures,
    month_report,
    month_report_document,
    named_month,
    period_figures,
    villages_in,
)
from desktop.services.people import change_people
from desktop.services.reporting import check_words, foot_of, rate_words, save_month_report
from tests.book import TODAY, Book, month_of
from tests.offices import EAST, TOWN_NAME, WEST, Offices


@pytest.fixture
def book(offices: Offices) -> Book:
    """At the end of March 2024: four on the books of the year, of these one from last year; two closed."""
    found = Book(offices.town())
    found.built("2023-12-20", category="水利")
    found.close(found.built("2024-01-10", category="交通"), "2024-02-15")
    found.close(found.built("2024-02-10", category="交通", due_on="2024-03-01"), "2024-03-20", "procedural")
    found.built("2024-03-05", category="民政", village=WEST)
    return found


def numbers(report: MonthReport) -> dict[str, tuple[int, ...]]:
    return {f"{line.label}@{line.period.first[5:7]}": line.numbers for line in report.lines if line.period}


def test_the_rows_of_the_form(book: Book) -> None:
    report = month_report(book.ledger, month_of("2024-03"), today=TODAY)
    assert report.columns == ("水利", "交通", "民政")
    assert numbers(report) == {
        "累计建账数@01": (1, 2, 1, 4),
        "其中：上年接转@01": (1, 0, 0, 1),
        "累计办结数@01": (0, 2, 0, 2),
        "其中：实质性@01": (0, 1, 0, 1),
        "阶段性@01": (0, 0, 0, 0),
        "程序性@01": (0, 1, 0, 1),
        "其中：呈报上级@01": (0, 0, 0, 0),
        "上月办理中@03": (1, 1, 0, 2),
        "本月建账数@03": (0, 0, 1, 1),
        "本月办结数@03": (0, 1, 0, 1),
        "其中：实质性@03": (0, 0, 0, 0),
        "阶段性@03": (0, 0, 0, 0),
        "程序性@03": (0, 1, 0, 1),
        "其中：呈报上级@03": (0, 0, 0, 0),
        "本月办理中@03": (1, 0, 1, 2),
        "其中：挂账@03": (0, 0, 0, 0),
        "长期坚持@03": (0, 0, 0, 0),
        "逾期@03": (0, 0, 0, 0),
        "本月重复反映数@03": (0, 0, 0, 0),
        "本月延期数@03": (0, 0, 0, 0),
    }
    assert report.title == f"{TOWN_NAME}问题办理月报表（2024 年 3 月）"
    assert dict(report.head)["单位"] == "件"
    assert [(rate.label, rate.part, rate.whole) for rate in report.rates[:2]] == [
        ("按期办结率", 0, 1),
        ("按期办结率（含延期）", 0, 1),
    ]


def test_the_identity_is_shown(book: Book) -> None:
    report = month_report(book.ledger, month_of("2024-03"), today=TODAY)
    assert [check_words(check, report) for check in report.checks] == [
        "校验：上月办理中 + 建账 − 办结 = 本月办理中，相符（2）。",
        "校验：累计建账 − 办结 = 本月办理中，相符（2）。",
    ]
    wrong = replace(report.checks[0], found=(1, 1, 1, 3))
    assert check_words(wrong, report) == (
        "校验：上月办理中 + 建账 − 办结 = 本月办理中，不符：交通 算得 0、实有 1，合计 算得 2、实有 3。"
    )


def test_ways_out_have_rows_of_their_own(book: Book) -> None:
    one = book.built("2024-03-06", category="水利")
    book.step(one, "void", "2024-03-10")
    two = book.closed("2023-10-01", "2023-11-01")
    book.step(two, "reopen", "2024-03-10", due_on="2024-05-01")
    report = month_report(book.ledger, month_of("2024-03"), today=TODAY)
    found = numbers(report)
    assert found["本月作废数@03"][-1] == found["累计作废数@01"][-1] == 1
    assert found["本月复号数@03"][-1] == 1
    assert "本月合并数@03" not in found
    assert report.checks[0].label == "上月办理中 + 建账 + 复号 − 办结 − 作废 = 本月办理中"
    assert all(check.is_right for check in report.checks)


def test_of_one_village(book: Book) -> None:
    report = month_report(book.ledger, month_of("2024-03"), village=WEST, today=TODAY)
    assert (report.unit_name, report.unit_code) == ("西桥村", WEST)
    assert report.columns == ("民政",)
    # A village reports up to its town.
    assert numbers(report)["其中：呈报乡镇@03"] == (0, 0)


def test_nothing_at_all(offices: Offices) -> None:
    report = month_report(offices.village(), month_of("2024-03"), today=TODAY)
    assert report.columns == ()
    assert {line.numbers for line in report.lines} == {(), (0,)}
    assert rate_words(report.rates[0]) == "按期办结率 —"


def test_the_one_responsible_stands_in_the_head(book: Book) -> None:
    change_people(book.ledger, [Person("孙海", frozenset({Duty.LEADER})), Person("李四", frozenset({Duty.CLERK}))])
    report = month_report(book.ledger, month_of("2024-03"), today=TODAY)
    assert dict(report.head)["负责人"] == "孙海"


def test_what_was_typed_later_is_said(book: Book) -> None:
    report = month_report(book.ledger, month_of("2024-02"), today=date(2024, 2, 20))
    assert report.month.last == "2024-02-20"
    assert "其中补录（办理在本月、月末以后才录入）2 件。" in foot_of(report)
    assert "另有 2 件有 2024-02-20 以后的办理，不在本表。" in foot_of(report)


def test_saved_as_it_looks_on_paper(book: Book, tmp_path: Path) -> None:
    report = month_report(book.ledger, month_of("2024-03"), today=TODAY)
    save_month_report(book.ledger, report, tmp_path / "月报.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "月报.xlsx")["月报"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][0] == report.title
    assert rows[1][0] == "填报单位：清水镇　　填报人：吴镇　　负责人：　　填报日期：2024-12-31　　单位：件"
    assert rows[2] == ["项目", "水利", "交通", "民政", "合计"]
    assert ["累计建账数", 1, 2, 1, 4] in rows
    assert ["　其中：上年接转", 1, 0, 0, 1] in rows
    assert sheet.page_setup.orientation == "landscape"
    with pytest.raises(Refused) as refused:
        save_month_report(book.ledger, report, book.ledger.path)
    assert refused.value.code == "target_is_ledger"


def test_as_json(book: Book) -> None:
    document = month_report_document(month_report(book.ledger, month_of("2024-03"), today=TODAY))
    assert (document["month"], document["until"]) == ("2024-03", "2024-03-31")
    assert document["lines"][0] == {
        "label": "累计建账数",
        "count": "on_the_books",
        "since": "2024-01-01",
        "numbers": {"水利": 1, "交通": 2, "民政": 1},
        "total": 4,
    }
    assert [check["ok"] for check in document["checks"]] == [True, True]


@pytest.mark.parametrize("text", ["2024-3", "三月", ""])
def test_no_month(text: str) -> None:
    with pytest.raises(Refused) as refused:
        named_month(text)
    assert refused.value.code == "bad_month"


def test_unknown_villages_are_refused(book: Book) -> None:
    with pytest.raises(Refused) as refused:
        month_report(book.ledger, month_of("2024-03"), village="999999999999", today=TODAY)
    assert refused.value.code == "unknown_unit"


def test_figures_of_a_period(book: Book, offices: Offices) -> None:
    found = period_figures(book.ledger, month_of("2024-03"), today=TODAY, months=3)
    assert found.total["working"] == 2
    assert [(row.label, row.numbers["working"]) for row in found.tables[By.VILLAGE]] == [("东沟村", 1), ("西桥村", 1)]
    assert [point.numbers["built"] for point in found.trend] == [1, 1, 1]
    assert [point.numbers["closed"] for point in found.trend] == [0, 1, 1]
    assert villages_in(offices.village()) == {EAST: "东沟村"}
    of_west = period_figures(book.ledger, month_of("2024-03"), part={By.VILLAGE: WEST}, today=TODAY, months=1)
    assert (of_west.total["built"], of_west.total["working"]) == (1, 1)


def test_the_counts_are_in_the_statistics(book: Book) -> None:
    found = ledger_figures(book.ledger, today=date(2024, 3, 31))
    assert (found["month"]["built"], found["month"]["procedural"], found["year"]["on_the_books"]) == (1, 1, 4)
    assert {"villages", "total", "states", "lights", "categories", "day"} < set(found)
