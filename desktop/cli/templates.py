"""The commands for an office's own forms: keep one, say what its columns are, fill it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from desktop.cli.application import Json, application, opened_ledger
from desktop.cli.asking import Search, ViewName, Where, asked
from desktop.cli.given import read_object
from desktop.cli.seeing import Reason
from desktop.cli.speaking import say
from desktop.domain.kinds import KINDS
from desktop.domain.periods import Period
from desktop.services import templates
from desktop.services.figuring import named_month

group = typer.Typer(help="表样：把本单位自己的空表存下来，按表样填好导出。")
application.add_typer(group, name="template")

Name = Annotated[str, typer.Argument(metavar="NAME", help="表样的名称或标识")]
Kind = Annotated[str, typer.Option("--as", metavar="KIND", help="visit issue household person enterprise cadre …")]


@group.callback(invoke_without_command=True)
def template(context: typer.Context) -> None:
    """表样：把本单位自己的空表存下来，按表样填好导出。"""
    if context.invoked_subcommand is None:
        raise typer.BadParameter("应写 template add、list、map、fill 或 remove")


@group.command()
def add(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FORM.xlsx", help="空表样")],
    kind: Kind,
    name: Annotated[str, typer.Option(metavar="名称", help="不写则用文件名")] = "",
    sheet: Annotated[str, typer.Option(metavar="工作表", help="不写则用最像的一张")] = "",
    as_json: Json = False,
) -> None:
    """存下一张空表样，认出各栏填什么。"""
    with opened_ledger(context, as_json) as ledger:
        added = templates.add_template(ledger, file, kind, name, sheet=sheet)
        say(_document(added), [f"已存下表样“{added.name}”。", *_column_lines(added)], as_json=as_json)


@group.command("list")
def list_(
    context: typer.Context,
    kind: Annotated[str, typer.Option("--as", metavar="KIND", help="只列这一种")] = "",
    as_json: Json = False,
) -> None:
    """列出存下的表样。"""
    with opened_ledger(context, as_json) as ledger:
        found = templates.templates(ledger, kind)
        lines = [f"{one.name}  {KINDS[one.kind].label}  {_counted(one)}  {one.file_name}" for one in found]
        say({"templates": [_document(one) for one in found]}, lines or ["还没有表样。"], as_json=as_json)


@group.command("map")
def map_(
    context: typer.Context,
    name: Name,
    columns: Annotated[
        list[str] | None, typer.Option("--set", metavar="栏=字段", help="如 C=head_name；等号后不写，这一栏就不填")
    ] = None,
    json_file: Annotated[str, typer.Option("--json-file", metavar="文件|-", help="{栏或表头: 字段或 null}")] = "",
    as_json: Json = False,
) -> None:
    """说明表样的哪一栏填什么（字段名或名称，# 是序号）；什么都不写就列出现在的。"""
    with opened_ledger(context, as_json) as ledger:
        one = templates.template_named(ledger, name)
        given: dict[str, Any] = dict(read_object(json_file)) if json_file else {}
        given |= dict(_setting(text) for text in columns or [])
        if given:
            wanted = {key: None if field is None else str(field) for key, field in given.items()}
            one = templates.map_template(ledger, one.id, wanted)
        say(_document(one), _column_lines(one), as_json=as_json)


@group.command()
def fill(
    context: typer.Context,
    name: Name,
    out: Annotated[Path, typer.Argument(metavar="OUT.xlsx", help="填好的表")],
    month: Annotated[str, typer.Option(metavar="2026-03", help="哪个月")] = "",
    since: Annotated[str, typer.Option(metavar="2026-01-01", help="从哪天起")] = "",
    until: Annotated[str, typer.Option(metavar="2026-03-31", help="到哪天止")] = "",
    where: Where = None,
    search: Search = "",
    view: ViewName = "",
    with_personal: Annotated[bool, typer.Option("--with-personal", help="姓名、身份证号、电话等不遮住")] = False,
    reason: Reason = "",
    as_json: Json = False,
) -> None:
    """按表样填好，另存为新表；表样本身的版式、公式都保留。"""
    with opened_ledger(context, as_json) as ledger:
        one = templates.template_named(ledger, name)
        query = asked(ledger, one.kind, where, search, view)
        period = _period(month, since, until)
        if period is not None:
            query = replace(query, since=period.first, until=period.last)
        done = templates.fill_template(ledger, one.id, out, query, with_personal=with_personal, reason=reason)
        document = {
            "file": str(out),
            "template": done.template.name,
            "records": done.records,
            "inserted_rows": done.inserted,
            "filled_places": done.places,
            "masked": done.is_masked,
            "with_personal": with_personal,
        }
        say(document, [_done_line(done, with_personal=with_personal), f"已保存：{out}"], as_json=as_json)


@group.command()
def remove(context: typer.Context, name: Name, as_json: Json = False) -> None:
    """删除一张表样；填好的表不受影响。"""
    with opened_ledger(context, as_json) as ledger:
        one = templates.template_named(ledger, name)
        templates.remove_template(ledger, one.id)
        say({"id": one.id, "name": one.name}, [f"已删除表样“{one.name}”。"], as_json=as_json)


def _done_line(done: templates.FilledTemplate, *, with_personal: bool) -> str:
    told = f"已按“{done.template.name}”填好 {done.records} 条"
    if done.is_masked:
        return f"{told}，个人信息已遮住（要完整的请加 --with-personal）。"
    return f"{told}，含完整的个人信息，请妥善保管。" if with_personal and done.template.is_personal else f"{told}。"


def _period(month: str, since: str, until: str) -> Period | None:
    if month and (since or until):
        raise typer.BadParameter("--month 和 --since、--until 不能都写")
    if month:
        return named_month(month)
    for end in (since, until):
        if end and not _is_day(end):
            raise typer.BadParameter(f"日期应写成 2026-03-31：{end}")
    if since and until and since > until:
        raise typer.BadParameter("--since 在 --until 之后")
    return Period(since, until) if since or until else None


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _setting(text: str) -> tuple[str, str | None]:
    column, equals, field = text.partition("=")
    if not equals or not column.strip():
        raise typer.BadParameter(f"--set 应写成 栏=字段：{text}")
    return column.strip(), field.strip() or None


def _document(one: templates.Template) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "kind": one.kind,
        "file": one.file_name,
        "sheet": one.sheet,
        "columns": [
            {"column": column.letter, "heading": column.heading, "field": column.field, "guess": column.is_guess}
            for column in one.columns
        ],
    }


def _counted(one: templates.Template) -> str:
    return f"{sum(column.field is not None for column in one.columns)}/{len(one.columns)} 栏"


def _column_lines(one: templates.Template) -> Sequence[str]:
    kind = KINDS[one.kind]
    lines = []
    for column in one.columns:
        if column.field is None:
            told = "不填"
        elif column.field == templates.SERIAL:
            told = "序号"
        else:
            told = kind.field(column.field).label + ("（猜的，请核对）" if column.is_guess else "")
        lines.append(f"{column.letter}  {column.heading} → {told}")
    return lines
