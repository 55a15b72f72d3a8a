"""The monthly report on the command line."""

from __future__ import annotations

from pathlib import Path

from tests.book import Book
from tests.cli.conftest import Office
from tests.offices import Offices


def test_the_report_of_a_month(offices: Offices, tmp_path: Path) -> None:
    book = Book(offices.town())
    book.closed("2024-02-01", "2024-03-05")
    office = Office(book.ledger.path)
    document = office.json("report", "--month", "2024-03", "--out", str(tmp_path / "r.xlsx"))
    assert (document["unit_name"], document["columns"]) == ("清水镇", ["其他"])
    by_count = {(line["count"], line["since"]): line["total"] for line in document["lines"]}
    assert by_count["closed", "2024-03-01"] == by_count["on_the_books", "2024-01-01"] == 1
    assert (tmp_path / "r.xlsx").exists()
    said = office("report", "--month", "2024-02").out
    assert "本月办理中  1\n" in said
    assert "校验：上月办理中 + 建账 − 办结 = 本月办理中，相符（1）。" in said


def test_refused_months_and_villages(town: Office) -> None:
    for arguments, code in (
        (("--month", "2024-13"), "bad_month"),
        (("--month", "2990-01"), "period_not_begun"),
        (("--village", "123456789012"), "unknown_unit"),
    ):
        answer = town("report", *arguments, "--json")
        assert (answer.code, answer.json["error"]) == (1, code)


def test_the_running_month_when_none_is_named(town: Office) -> None:
    assert town.json("report")["columns"] == []


def test_statistics_have_the_counts_of_month_and_year(town: Office) -> None:
    document = town.json("stats")
    assert document["month"]["working"] == document["year"]["built"] == 0
