"""The commands for the registers: duplicates, merging, splitting, heads of households, figures that must agree."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import typer

from desktop.cli.application import Json, application, opened_ledger
from desktop.cli.given import read_object
from desktop.cli.speaking import say
from desktop.domain.dates import BadDate, parse_date
from desktop.domain.errors import Problem, Refused
from desktop.domain.kinds import KINDS
from desktop.services.covering import coverage as coverage_of
from desktop.services.disagreeing import disagreements
from desktop.services.duplicates import likely_duplicates
from desktop.services.finding import get_record
from desktop.services.joining import merge_duplicates
from desktop.services.recording import Saved
from desktop.services.registers import change_head, split_household
from desktop.wording import alike_words, disagreement_sentence

register = typer.Typer(help="名册：查重、合并、分户、换户主、核对、多久没走访。", no_args_is_help=True)
application.add_typer(register, name="register")

Merged = Annotated[str, typer.Argument(metavar="KIND", help="household person enterprise")]
Household = Annotated[str, typer.Argument(metavar="HOUSEHOLD", help="户的记录标识")]


@register.command()
def duplicates(context: typer.Context, kind: Merged, as_json: Json = False) -> None:
    """列出疑似重复的记录和理由。"""
    with opened_ledger(context, as_json) as ledger:
        found = likely_duplicates(ledger, kind)
        groups = [{"ids": one.ids, "titles": one.titles, "why": one.why} for one in found]
        lines = [
            f"{'、'.join(map(alike_words, one.why))}：{'、'.join(one.titles)}（{' '.join(one.ids)}）" for one in found
        ]
        document = {"kind": kind, "count": len(groups), "groups": groups}
        say(document, lines or ["没有发现疑似重复的记录。"], as_json=as_json)


@register.command()
def merge(
    context: typer.Context,
    kind: Merged,
    keep: Annotated[str, typer.Argument(metavar="KEEP", help="保留的一条")],
    others: Annotated[list[str], typer.Argument(metavar="OTHER...", help="并进来的，一条或几条")],
    json_file: Annotated[
        str, typer.Option("--json-file", metavar="文件|-", help="保留的一条要改成的值（JSON 对象）；不写则不改")
    ] = "",
    as_json: Json = False,
) -> None:
    """合并重复的户、人员或企业：其余的撤回，成员和旧户编号并到保留的一条。"""
    with opened_ledger(context, as_json) as ledger:
        values = read_object(json_file) if json_file else None
        saved = merge_duplicates(ledger, kind, keep, others, values)
        document = {**_saved(saved), "record": get_record(ledger, kind, keep).values}
        say(document, [f"已合并，撤回 {len(set(others) - {keep})} 条。"], as_json=as_json)


@register.command()
def split(
    context: typer.Context,
    household: Household,
    json_file: Annotated[
        str,
        typer.Option(
            "--json-file",
            metavar="文件|-",
            help='{"members": [人员标识], "relations": {人员标识: 与户主关系}, "values": {新户的字段}}',
        ),
    ] = "-",
    as_json: Json = False,
) -> None:
    """分户：一部分人另立一户，原来的户编号、走访和经过都不变。"""
    with opened_ledger(context, as_json) as ledger:
        given = read_object(json_file)
        members, relations, values = _split_parts(given)
        saved = split_household(ledger, household, values, members, relations)
        new = get_record(ledger, "household", saved.ids[0])
        document = {**_saved(saved), "household_no": new.values["household_no"]}
        say(document, [f"已分户，新户编号 {new.values['household_no']}（{new.id}）"], as_json=as_json)


@register.command()
def head(
    context: typer.Context,
    household: Household,
    person: Annotated[str, typer.Argument(metavar="PERSON", help="新户主的人员标识")],
    relation: Annotated[
        list[str] | None,
        typer.Option(metavar="人员标识=关系", help="其他成员与新户主的关系；不写的按原来的关系推出，推不出的不变"),
    ] = None,
    as_json: Json = False,
) -> None:
    """换户主，户编号不变。"""
    with opened_ledger(context, as_json) as ledger:
        relations = dict(_pair(one) for one in relation or ())
        saved = change_head(ledger, household, person, relations)
        named = get_record(ledger, "household", household).values["head_name"]
        say({**_saved(saved), "head_name": named}, [f"户主已改为{named}。"], as_json=as_json)


@register.command()
def check(context: typer.Context, as_json: Json = False) -> None:
    """核对名册：列出对不上的数字和重复的号码，不作任何改动。"""
    with opened_ledger(context, as_json) as ledger:
        found = disagreements(ledger)
        told = [
            {
                "kind": one.kind,
                "id": one.record_id,
                "title": one.title,
                "village_name": one.village_name,
                "what": one.what,
                "field": one.field,
                "expected": one.expected,
                "found": one.found,
                "message": disagreement_sentence(one.kind, one.what, one.field, expected=one.expected, found=one.found),
            }
            for one in found
        ]
        lines = [f"{KINDS[one['kind']].label} {one['title']}（{one['id']}）：{one['message']}" for one in told]
        say({"count": len(told), "disagreements": told}, lines or ["名册里的数字都对得上。"], as_json=as_json)


@register.command()
def coverage(
    context: typer.Context,
    since: Annotated[str, typer.Option(metavar="日期", help="从哪天起算走访过；不写则从今年 1 月 1 日")] = "",
    limit: Annotated[int, typer.Option(min=0, help="最多列多少户；不写则全部")] = 2**31 - 1,
    as_json: Json = False,
) -> None:
    """多久没走访：各户上次走访距今的天数，各组的覆盖面。"""
    with opened_ledger(context, as_json) as ledger:
        found = coverage_of(ledger, date.today(), since=_day(since) if since else None)
        groups = [
            {
                "village_name": one.village_name,
                "group_name": one.group_name,
                "households": one.households,
                "visited": one.visited,
                "share": round(one.share, 4),
            }
            for one in found.groups
        ]
        households = [
            {
                "id": one.record_id,
                "village_name": one.village_name,
                "group_name": one.group_name,
                "household_no": one.household_no,
                "head_name": one.head_name,
                "last_visit": one.last_visit,
                "days": one.days,
            }
            for one in found.households[:limit]
        ]
        document = {"since": found.since, "until": found.until, "visited": found.visited}
        document |= {"total": len(found.households), "groups": groups, "households": households}
        lines = [
            f"{one.village_name}{one.group_name or '（没有填组）'}：{one.households} 户，走访过 {one.visited} 户，"
            f"{one.share:.0%}"
            for one in found.groups
        ]
        lines += [
            f"{one.head_name}（{one.household_no}）："
            + ("没有走访过" if one.days is None else f"{one.days} 天（{one.last_visit}）")
            for one in found.households[:limit]
        ]
        say(document, lines, as_json=as_json)


def _saved(saved: Saved) -> dict[str, Any]:
    return {"kind": saved.kind, "id": saved.ids[0], "also": [{"kind": kind, "id": one} for kind, one in saved.also]}


def _pair(text: str) -> tuple[str, str]:
    person, mark, word = text.partition("=")
    if not mark or not word.strip():
        raise typer.BadParameter("--relation 应写成 人员标识=关系")
    return person.strip(), word.strip()


def _split_parts(given: dict[str, Any]) -> tuple[list[str], dict[str, str], dict[str, Any]]:
    """Members, relations and values. Refused: ``invalid`` for another shape."""
    members, relations, values = given.get("members"), given.get("relations", {}), given.get("values", {})
    problems = [Problem("unknown_field", name, given[name], params={"known": _SPLIT}) for name in given.keys() - _SPLIT]
    if not isinstance(members, list) or not all(isinstance(one, str) for one in members):
        problems.append(Problem("list_expected", "members", members))
    for name, part in (("relations", relations), ("values", values)):
        if not isinstance(part, dict):
            problems.append(Problem("object_expected", name, part))
    if problems:
        raise Refused("invalid", problems=problems, rows=1)
    return list(members or ()), {str(one): str(word) for one, word in relations.items()}, values


_SPLIT = {"members", "relations", "values"}


def _day(text: str) -> date:
    try:
        return date.fromisoformat(parse_date(text, today=date.today()))
    except BadDate as error:
        raise Refused("invalid", problems=[Problem("bad_date", "since", text)], rows=1) from error
