"""The commands. Each opens the ledger, calls one service verb, prints what it did, closes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from desktop.cli.application import Json, application, opened_ledger
from desktop.cli.asking import Search, ViewName, Where, asked
from desktop.cli.given import JsonFile, read_object, read_objects
from desktop.cli.printing import sample_forms
from desktop.cli.sampling import large_ledger
from desktop.cli.seeing import Reason, Seeing, Unmasked
from desktop.cli.speaking import (
    REFUSED,
    answering,
    caution_document,
    caution_line,
    history_document,
    record_document,
    record_lines,
    say,
    status_line,
)
from desktop.cli.stepping import advice_document, advice_lines, event_lines
from desktop.domain.errors import Refused
from desktop.services import cautioning, finding, handling, recording
from desktop.services.advising import advice
from desktop.services.demonstrating import demonstrate
from desktop.services.figuring import ledger_figures
from desktop.services.inspecting import inspect, rebuild_indexes
from desktop.services.ledgers import begin_ledger
from desktop.services.sight import Act
from desktop.wording import finding_sentence

MOST_RECORDS = 2**31 - 1
"""Most that --limit takes."""

MOST_PLAYED = 5_000
"""Visits of a village up to which the demonstration plays the whole month; of more it makes one large ledger."""

KindName = Annotated[
    str,
    typer.Argument(metavar="KIND", help="visit issue household person enterprise cadre group natural_village village"),
]
RecordId = Annotated[str, typer.Argument(metavar="ID", help="记录标识")]


@application.command()
def init(
    context: typer.Context,
    level: Annotated[str, typer.Option(help="village 村 或 town 镇")],
    code: Annotated[str, typer.Option(help="12 位统计用区划代码")],
    name: Annotated[str, typer.Option(help="单位名称，如 唐陵村")],
    town_name: Annotated[str, typer.Option("--town-name", help="所属镇")] = "",
    actor: Annotated[str, typer.Option(help="填表人姓名")] = "",
    as_json: Json = False,
) -> None:
    """新建账本。"""
    with answering(as_json):
        _make_folder(context.obj)
        ledger = begin_ledger(context.obj, level=level, code=code, name=name, town_name=town_name, actor=actor)
        ledger.close()
        office = ledger.office
        document = {
            "path": str(ledger.path),
            "level": str(office.level),
            "code": office.code,
            "name": office.name,
            "town_name": office.town_name,
            "actor": ledger.actor,
            "node": ledger.node_uid,
        }
        say(document, [f"已建立{office.name}的账本：{ledger.path}"], as_json=as_json)


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused("ledger_unreachable", file=path.name, folder=str(path.parent)) from error


@application.command()
def add(context: typer.Context, kind: KindName, json_file: JsonFile = "-", as_json: Json = False) -> None:
    """新增记录（一组 JSON 对象，全部成功或全部不存）。"""
    with opened_ledger(context, as_json) as ledger:
        saved = recording.record(ledger, kind, read_objects(json_file))
        also = [{"kind": name, "id": record_id} for name, record_id in saved.also]
        document: dict[str, Any] = {"kind": saved.kind, "ids": list(saved.ids), "also": also}
        if kind == "issue":
            document["codes"] = [finding.get_record(ledger, kind, record_id).values["code"] for record_id in saved.ids]
        warnings = cautioning.cautions(ledger, kind, saved.ids)
        document["warnings"] = [caution_document(one) for one in warnings]
        for one in () if as_json else warnings:
            typer.echo(caution_line(one), err=True)
        say(document, saved.ids, as_json=as_json)


@application.command("set")
def set_(
    context: typer.Context, kind: KindName, record_id: RecordId, json_file: JsonFile = "-", as_json: Json = False
) -> None:
    """修改一条记录的字段。"""
    with opened_ledger(context, as_json) as ledger:
        saved = recording.revise(ledger, kind, record_id, read_object(json_file))
        warnings = cautioning.cautions(ledger, kind, [record_id])
        document = {"kind": kind, "id": record_id, "changed": saved.is_changed}
        document["warnings"] = [caution_document(one) for one in warnings]
        for one in () if as_json else warnings:
            typer.echo(caution_line(one), err=True)
        say(document, ["已保存" if saved.is_changed else "没有变化"], as_json=as_json)


@application.command()
def withdraw(
    context: typer.Context,
    kind: KindName,
    record_id: RecordId,
    reason: Annotated[str, typer.Option(help="撤回原因")],
    as_json: Json = False,
) -> None:
    """撤回一条记录（历史保留）。"""
    with opened_ledger(context, as_json) as ledger:
        recording.withdraw(ledger, kind, record_id, reason)
        say({"kind": kind, "id": record_id, "withdrawn": True}, ["已撤回"], as_json=as_json)


@application.command("list")
def list_(
    context: typer.Context,
    kind: KindName,
    where: Where = None,
    search: Search = "",
    view: ViewName = "",
    limit: Annotated[int, typer.Option(min=1, max=MOST_RECORDS, help="最多多少条；不写则全部")] = MOST_RECORDS,
    unmasked: Unmasked = False,
    reason: Reason = "",
    as_json: Json = False,
) -> None:
    """列出记录，新的在前。"""
    with opened_ledger(context, as_json) as ledger:
        query = replace(asked(ledger, kind, where, search, view), limit=limit)
        found = finding.list_records(ledger, query)
        records = Seeing(ledger, found, unmasked=unmasked, reason=reason, act=Act.LISTED).records(found)
        total = finding.count_records(ledger, query)
        document = {"kind": kind, "total": total, "records": [record_document(one) for one in records]}
        shown = recording.kind_named(kind)
        lines = [
            f"{one.id}  {one.values.get(shown.date_field) or ''}  {recording.title_of(shown, one.values)}"
            for one in records
        ]
        say(document, [*lines, f"共 {total} 条"], as_json=as_json)


@application.command()
def show(
    context: typer.Context,
    kind: KindName,
    record_id: RecordId,
    unmasked: Unmasked = False,
    reason: Reason = "",
    as_json: Json = False,
) -> None:
    """显示一条记录、它的办理过程、历史和未处理的冲突。"""
    with opened_ledger(context, as_json) as ledger:
        whole = finding.get_record(ledger, kind, record_id)
        seeing = Seeing(ledger, [whole], unmasked=unmasked, reason=reason, act=Act.SEEN)
        record = seeing.record(whole)
        entries = [seeing.entry(kind, entry) for entry in finding.history(ledger, record_id)]
        history = [history_document(entry) for entry in entries]
        document: dict[str, Any] = {
            "record": record_document(record),
            "events": [entry for entry in history if entry["event"]],
            "history": history,
            "conflicts": seeing.conflicts(kind, finding.conflicts_of(ledger, record_id)),
        }
        lines = record_lines(record)
        if kind == "visit":
            document["issues"] = [
                record_document(issue) for issue in seeing.records(finding.issues_of(ledger, record_id))
            ]
        elif kind == "issue":
            way = advice(ledger, record_id)
            document |= advice_document(way)
            lines += [*event_lines(entries), *advice_lines(way)]
        say(document, lines, as_json=as_json)


@application.command()
def event(
    context: typer.Context,
    issue_id: Annotated[str, typer.Argument(metavar="ISSUE_ID")],
    event: Annotated[str, typer.Argument(metavar="EVENT", help="办理步骤，如 assign accept apply_to_close")],
    json_file: Annotated[str, typer.Option("--json-file", metavar="文件|-")] = "",
    file: Annotated[list[Path] | None, typer.Option(help="附上的文件，可重复；销号申请时就是佐证材料")] = None,
    as_json: Json = False,
) -> None:
    """办理一步。"""
    with opened_ledger(context, as_json) as ledger:
        handling.record_event(ledger, issue_id, event, read_object(json_file) if json_file else {}, files=file or ())
        status = finding.get_record(ledger, "issue", issue_id).values["status"]
        say({"id": issue_id, "event": event, "status": status}, [status_line(status)], as_json=as_json)


@application.command()
def stats(context: typer.Context, as_json: Json = False) -> None:
    """按村、状态、灯的数字。"""
    with opened_ledger(context, as_json) as ledger:
        document = ledger_figures(ledger)
        lines = [
            f"{village['name']}：走访 {village['visits']}，问题 {village['issues']}，未销号 {village['open']}，"
            f"逾期 {village['overdue']}，临期 {village['due_soon']}，已销号 {village['closed']}"
            for village in [*document["villages"], {**document["total"], "name": "合计"}]
        ]
        say(document, lines, as_json=as_json)


@application.command()
def check(
    context: typer.Context,
    rebuild_index: Annotated[bool, typer.Option("--rebuild-index", help="先按表里的内容重建检索")] = False,
    as_json: Json = False,
) -> None:
    """检查账本：文件、变更记录及其链、检索。"""
    with opened_ledger(context, as_json) as ledger:
        rebuilt = rebuild_indexes(ledger, _telling(as_json)) if rebuild_index else None
        found = inspect(ledger)
        problems = [
            {"code": one.code, "message": finding_sentence(one.code, one.params), **one.params}
            for one in found.findings
        ]
        document = {"ok": found.is_sound, "changes": found.changes, "records": found.records, "problems": problems}
        lines = [f"账本完好：{found.changes} 项变更，{found.records} 条记录。"] if found.is_sound else []
        lines += [problem["message"] for problem in problems]
        if rebuilt is not None:
            document["rebuilt"] = rebuilt
            lines.insert(0, f"检索已重建：{rebuilt} 项。")
        elif any(one.is_damage and one.is_of_index for one in found.findings):
            lines.append("检索可以重建：check --rebuild-index")
        say(document, lines, as_json=as_json)
        if not found.is_sound:
            raise typer.Exit(REFUSED)


def _telling(as_json: bool) -> Callable[[int, int], None]:
    """Tells how far the indexes are: each tenth of the way."""
    told = 0

    def tell(done: int, total: int) -> None:
        nonlocal told
        share = 10 * done // total
        if share > told and not as_json:
            typer.echo(f"重建检索 {10 * share}%", err=True)
        told = max(told, share)

    return tell


@application.command()
def demo(
    folder: Annotated[Path, typer.Argument(metavar="DIR")],
    villages: Annotated[int, typer.Option(min=1, help="几个村")] = 3,
    visits: Annotated[
        int, typer.Option(min=1, help=f"每村走访几次；超过 {MOST_PLAYED} 就做一本这么多次走访的大账本")
    ] = 60,
    seed: Annotated[int, typer.Option(help="换一个数就是另一批示例")] = 1,
    show_window: Annotated[bool, typer.Option("--show", help="最后打开镇的窗口")] = False,
    as_json: Json = False,
) -> None:
    """示例：几个村录入、上报，镇里合并、答复，村里导入；给出账本、工作簿、打印的单据和截图。"""
    from desktop.app import portray, run_window

    if visits > MOST_PLAYED:
        path = large_ledger(folder, visits, seed, as_json)
        if show_window:
            raise typer.Exit(run_window(path))
        return
    with answering(as_json):
        shown = demonstrate(
            folder, villages=villages, visits=visits, seed=seed, tell=(lambda _: None) if as_json else typer.echo
        )
        screens = portray(shown.villages[0], folder / "screens")
        screens += portray(shown.town, folder / "screens", is_town=True)
        forms = sample_forms(shown.town, folder / "forms")
        document = {
            "ledgers": [str(shown.town), *map(str, shown.villages)],
            "workbooks": [str(path) for path in shown.workbooks],
            "screens": [str(path) for path in screens],
            "forms": [str(path) for path in forms],
            "figures": shown.figures,
        }
        lines = [
            *(
                f"{name}：走访 {found['total']['visits']}，问题 {found['total']['issues']}，"
                f"未销号 {found['total']['open']}，逾期 {found['total']['overdue']}，已销号 {found['total']['closed']}"
                for name, found in shown.figures.items()
            ),
            "工作簿：",
            *(f"  {path}" for path in shown.workbooks),
            "打印的单据和清单：",
            *(f"  {path}" for path in forms),
            "截图：",
            *(f"  {path}" for path in screens),
        ]
        say(document, lines, as_json=as_json)
    if show_window:
        raise typer.Exit(run_window(shown.town))
