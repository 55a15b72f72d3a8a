"""Writing the monthly report as the form it is on paper."""

from __future__ import annotations

from pathlib import Path

from desktop.data.ledger import Ledger
from desktop.exchange.report_sheet import ReportRow, ReportSheet, write_report
from desktop.reports.month_report import TOTAL, Check, MonthReport, Rate
from desktop.services.exporting import refuse_ledger_file

__all__ = ["check_words", "foot_of", "notes_of", "rate_words", "save_month_report"]

SHEET = "月报"
LABEL_HEADING = "项目"


def save_month_report(ledger: Ledger, report: MonthReport, path: Path) -> None:
    """Write the form as a workbook. Refused: ``target_is_ledger``, and those of writing a file."""
    refuse_ledger_file(ledger, path)
    write_report(
        path,
        ReportSheet(
            sheet=SHEET,
            title=report.title,
            head="　　".join(f"{label}：{filled}" for label, filled in report.head),
            label_heading=LABEL_HEADING,
            headings=(*report.headings, TOTAL),
            rows=[ReportRow(line.label, line.depth, line.numbers) for line in report.lines],
            foot=foot_of(report),
        ),
    )


def foot_of(report: MonthReport) -> list[str]:
    """The lines below the table: rates, checks, and what the reader should know."""
    lines = ["　　".join(rate_words(rate) for rate in report.rates)]
    lines += [check_words(check, report) for check in report.checks]
    return [*lines, *notes_of(report)]


def notes_of(report: MonthReport) -> list[str]:
    """What the reader should know of how the numbers came about."""
    lines = []
    if report.notes.get("typed_late"):
        lines.append(f"其中补录（办理在本月、月末以后才录入）{report.notes['typed_late']} 件。")
    if report.notes.get("later"):
        lines.append(f"另有 {report.notes['later']} 件有 {report.month.last} 以后的办理，不在本表。")
    return lines


def rate_words(rate: Rate) -> str:
    """A share in words: 按期办结率 83.3%（5/6）."""
    if rate.percent is None:
        return f"{rate.label} —"
    return f"{rate.label} {rate.percent:.1f}%（{rate.part}/{rate.whole}）"


def check_words(check: Check, report: MonthReport) -> str:
    """An identity and whether it holds, or where it does not."""
    if check.is_right:
        return f"校验：{check.label}，相符（{check.found[-1]}）。"
    places = "，".join(
        f"{name} 算得 {expected}、实有 {found}" for name, expected, found in check.wrong(report.headings)
    )
    return f"校验：{check.label}，不符：{places}。"
