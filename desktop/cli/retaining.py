"""The command for records past their period."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from desktop.cli.application import Json, application, opened_ledger
from desktop.cli.speaking import say
from desktop.domain.kinds import KINDS
from desktop.services.retention import anonymise, proposals, retention_years
from desktop.services.settings import change_setting


@application.command()
def retain(
    context: typer.Context,
    years: Annotated[
        list[str] | None, typer.Option(metavar="KIND=年", help="先定保留几年，如 visit=3；0 为不处理；可重复")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只列出到期的，不处理")] = False,
    as_json: Json = False,
) -> None:
    """到期的记录换成匿名；统计数字不变，变更历史和从前的备份、文件里仍有原来的内容。"""
    chosen = _years(years or [])
    with opened_ledger(context, as_json) as ledger:
        if chosen:
            change_setting(ledger, "retention", sorted({**retention_years(ledger), **chosen}.items()))
        if dry_run:
            found = proposals(ledger)
            past = [
                {"kind": one.kind, "years": one.years, "before": one.before, "ids": [r.record_id for r in one.records]}
                for one in found
            ]
            lines = [
                f"{KINDS[one.kind].label} {len(one.records)} 条：{one.before} 以前的（保留 {one.years} 年）"
                for one in found
            ]
            say({"past": past}, lines or ["没有到期的记录。"], as_json=as_json)
            return
        done = anonymise(ledger)
        document: dict[str, Any] = {"records": done.records, "changes_left": done.changes_left}
        total = sum(done.records.values())
        left = f"已匿名处理 {total} 条；变更历史里还有原来的 {done.changes_left} 项变更。"
        say(document, [left], as_json=as_json)


def _years(given: list[str]) -> dict[str, int]:
    chosen: dict[str, int] = {}
    for one in given:
        kind, equals, number = one.partition("=")
        if not equals or kind not in KINDS or not number.isdecimal():
            raise typer.BadParameter(f"--years 应写成 visit=3：{one}")
        chosen[kind] = int(number)
    return chosen
