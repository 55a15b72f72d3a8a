"""The commands for many issues at once, and for filters kept by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any, NamedTuple

import typer

from desktop.cli.application import Json, application, opened_ledger
from desktop.cli.asking import Search, ViewName, Where, asked, every_view
from desktop.cli.commands import MOST_RECORDS, KindName
from desktop.cli.given import read_object
from desktop.cli.speaking import REFUSED, problem_document, say, say_refused, shown_value
from desktop.data.ledger import Ledger
from desktop.domain.errors import Refused
from desktop.domain.kinds import ISSUE
from desktop.services import many, views
from desktop.services.finding import list_records
from desktop.wording import problem_sentence, sentence

Ids = Annotated[list[str] | None, typer.Argument(metavar="ID…", help="问题标识；不写则用筛选条件")]
JsonFile = Annotated[str, typer.Option("--json-file", metavar="文件|-", help="这一步要填的内容")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="只看会怎样，不改")]
AllOrNone = Annotated[bool, typer.Option("--all-or-none", help="有一个不能办，就都不办")]
_SHOWN = ("status", "owner", "due_on", "closed_on")
_Outcome = many.Preview | many.ManyDone


class _Choice(NamedTuple):
    """The issues a command is for: named, or found."""

    ids: Sequence[str] | None
    where: Sequence[str] | None
    search: str
    view: str


@application.command("event-many")
def event_many(
    context: typer.Context,
    event: Annotated[str, typer.Argument(metavar="EVENT", help="办理步骤，如 assign accept report_progress")],
    ids: Ids = None,
    where: Where = None,
    search: Search = "",
    view: ViewName = "",
    json_file: JsonFile = "",
    dry_run: DryRun = False,
    all_or_none: AllOrNone = False,
    as_json: Json = False,
) -> None:
    """对许多问题办理同一步：能办的都办，不能办的逐个说明；一次撤销。"""

    def act(ledger: Ledger, chosen: Sequence[str], given: Mapping[str, Any]) -> _Outcome:
        if dry_run:
            return many.preview(ledger, chosen, event, given)
        return many.apply_to_many(ledger, chosen, event, given, all_or_none=all_or_none)

    _carry_out(context, _Choice(ids, where, search, view), json_file or None, act, as_json=as_json)


@application.command("set-many")
def set_many(
    context: typer.Context,
    ids: Ids = None,
    where: Where = None,
    search: Search = "",
    view: ViewName = "",
    json_file: JsonFile = "-",
    dry_run: DryRun = False,
    all_or_none: AllOrNone = False,
    as_json: Json = False,
) -> None:
    """把许多问题的同一些字段改成同样的内容（已交办问题的时限和责任人要办理，不能直接改）。"""

    def act(ledger: Ledger, chosen: Sequence[str], given: Mapping[str, Any]) -> _Outcome:
        if dry_run:
            return many.preview_change(ledger, chosen, given)
        return many.change_many(ledger, chosen, given, all_or_none=all_or_none)

    _carry_out(context, _Choice(ids, where, search, view), json_file, act, as_json=as_json)


def _carry_out(
    context: typer.Context,
    choice: _Choice,
    json_file: str | None,
    act: Callable[[Ledger, Sequence[str], Mapping[str, Any]], _Outcome],
    *,
    as_json: bool,
) -> None:
    with opened_ledger(context, as_json) as ledger:
        chosen = _chosen(ledger, choice)
        given = {} if json_file is None else read_object(json_file)
        _tell(act(ledger, chosen, given), as_json=as_json)


def _chosen(ledger: Ledger, choice: _Choice) -> Sequence[str]:
    ids, *wanted = choice
    if bool(ids) == any(wanted):
        # Neither would mean every issue there is: too much to do by leaving something out.
        raise typer.BadParameter("应写 ID，或者写筛选条件（--where --search --view），不能都写")
    if ids:
        return ids
    query = replace(asked(ledger, ISSUE.name, choice.where, choice.search, choice.view), limit=MOST_RECORDS)
    return [one.id for one in list_records(ledger, query)]


def _tell(outcome: _Outcome, *, as_json: bool) -> None:
    able = [one for one in outcome.items if one.refusal is None]
    is_done = isinstance(outcome, many.ManyDone)
    done = frozenset(outcome.ids) if isinstance(outcome, many.ManyDone) else frozenset()
    document: dict[str, Any] = {
        "event": outcome.event,
        "dry_run": not is_done,
        "total": len(outcome.items),
        "able": len(able),
        "done": len(done),
        "issues": [{**_document(one), "done": one.issue_id in done} for one in outcome.items],
    }
    is_refused = not able or (is_done and not done and len(able) < len(outcome.items))
    if is_refused:
        refusal = Refused("none_possible" if not able else "not_all_possible", total=len(outcome.items))
        document |= {"error": refusal.code, "message": sentence(refusal)}
    act = "会办" if not is_done else "已办"
    count = len(able) if not is_done else len(done)
    closing = f"{act} {count} 个，共 {len(outcome.items)} 个"
    say(document, [*map(_line, outcome.items), closing], as_json=as_json)
    if is_refused:
        if not as_json:
            say_refused(document["error"], document["message"], [], as_json=False)
        raise typer.Exit(REFUSED)


def _document(one: many.Planned) -> dict[str, Any]:
    document: dict[str, Any] = {
        "id": one.issue_id,
        "code": one.before.get("code"),
        "able": one.refusal is None,
        "changes": {name: {"before": one.before.get(name), "after": after} for name, after in one.changes.items()},
    }
    if one.refusal is not None:
        document |= {
            "error": one.refusal.code,
            "message": sentence(one.refusal),
            "problems": [problem_document(problem) for problem in one.refusal.problems],
        }
    return document


def _line(one: many.Planned) -> str:
    name = str(one.before.get("code") or one.issue_id)
    if one.refusal is None:
        told = [
            f"{ISSUE.field(field).label} {_words(field, one.before)} → {_words(field, one.changes)}"
            for field in _SHOWN
            if field in one.changes
        ]
        return f"{name}  可以  {'，'.join(told)}".rstrip()
    problems = "".join(problem_sentence(problem) for problem in one.refusal.problems)
    return f"{name}  不能  {problems or sentence(one.refusal)}"


def _words(field: str, values: Mapping[str, Any]) -> str:
    value = values.get(field)
    return "空" if value in (None, "") else shown_value(ISSUE.field(field), value)


@application.command("views")
def views_(context: typer.Context, kind: KindName = "issue", as_json: Json = False) -> None:
    """列出常用筛选。"""
    with opened_ledger(context, as_json) as ledger:
        known = every_view(ledger, kind)
        told = [{"name": name, "built_in": bool(one.code), **one.wanted.document()} for name, one in known]
        say({"kind": kind, "views": told}, [name for name, _ in known], as_json=as_json)


@application.command("save-view")
def save_view(
    context: typer.Context,
    kind: KindName,
    name: Annotated[str, typer.Argument(metavar="NAME", help="名称；已有同名的就换掉")],
    where: Where = None,
    search: Search = "",
    as_json: Json = False,
) -> None:
    """把筛选条件按名称保存。"""

    def keep(ledger: Ledger) -> None:
        query = asked(ledger, kind, where, search, "")
        views.save_view(ledger, kind, name, views.Wanted(query.where, text=query.text))

    _keeping(context, name, keep, "已保存", as_json=as_json)


@application.command("rename-view")
def rename_view(
    context: typer.Context,
    kind: KindName,
    name: Annotated[str, typer.Argument(metavar="NAME")],
    new_name: Annotated[str, typer.Argument(metavar="NEW_NAME")],
    as_json: Json = False,
) -> None:
    """给常用筛选改名。"""
    _keeping(
        context, new_name, lambda ledger: views.rename_view(ledger, kind, name, new_name), "已改名", as_json=as_json
    )


@application.command("forget-view")
def forget_view(
    context: typer.Context,
    kind: KindName,
    name: Annotated[str, typer.Argument(metavar="NAME")],
    as_json: Json = False,
) -> None:
    """删除一个常用筛选。"""
    _keeping(context, name, lambda ledger: views.forget_view(ledger, kind, name), "已删除", as_json=as_json)


def _keeping(context: typer.Context, name: str, act: Callable[[Ledger], object], said: str, *, as_json: bool) -> None:
    with opened_ledger(context, as_json) as ledger:
        act(ledger)
        say({"name": name.strip()}, [said], as_json=as_json)
