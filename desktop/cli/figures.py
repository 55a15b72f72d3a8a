"""The command of the monthly report."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from desktop.cli.application import Json, application, opened_ledger
from desktop.cli.speaking import say
from desktop.services.figuring import MonthReport, month_report, month_report_document, named_month
from desktop.services.reporting import check_words, rate_words, save_month_report


@application.command()
def report(
    context: typer.Context,
    month: Annotated[str, typer.Option(metavar="2026-03", help="哪个月；不写则本月")] = "",
    village: Annotated[str, typer.Option(metavar="CODE", help="只要一个村（12 位代码）")] = "",
    out: Annotated[Path | None, typer.Option("--out", metavar="OUT.xlsx", help="另存为表格")] = None,
    as_json: Json = False,
) -> None:
    """月报：上月办理中、本月建账、办结、办理中，按类别。"""
    with opened_ledger(context, as_json) as ledger:
        period = named_month(month or f"{date.today():%Y-%m}")
        found = month_report(ledger, period, village=village)
        document = month_report_document(found)
        if out is not None:
            save_month_report(ledger, found, out)
            document["file"] = str(out)
        say(document, [*_lines(found), *([f"已保存：{out}"] if out else [])], as_json=as_json)


def _lines(found: MonthReport) -> list[str]:
    lines = [found.title, "　".join(f"{label}：{filled}" for label, filled in found.head)]
    for line in found.lines:
        number = f"  {line.numbers[-1]}" if line.numbers else ""
        lines.append(f"{'　' * line.depth}{line.label}{number}")
    lines += [rate_words(rate) for rate in found.rates]
    return [*lines, *(check_words(check, found) for check in found.checks)]
