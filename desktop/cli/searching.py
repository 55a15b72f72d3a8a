"""The command that searches everywhere, as Ctrl+K does in the window."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from desktop.cli.application import Json, application, opened_ledger
from desktop.cli.speaking import say, shown_value
from desktop.domain.errors import Refused
from desktop.domain.kinds import KINDS
from desktop.services.searching import MOST, SEARCHED, Group, Hit, counted, search


@application.command("search")
def search_everywhere(
    context: typer.Context,
    text: Annotated[
        str, typer.Argument(metavar="TEXT", help="内容、姓名、拼音或首字母、电话和证件号的几位、编号、日期（2026-03）")
    ],
    kinds: Annotated[str, typer.Option(metavar="KIND,KIND", help="只在这些里找")] = "",
    limit: Annotated[int, typer.Option(min=1, max=200, help="每种最多几条")] = MOST,
    as_json: Json = False,
) -> None:
    """在走访、问题和名册里一起找。"""
    with opened_ledger(context, as_json) as ledger:
        found = counted(ledger, text, search(ledger, text, kinds=_kinds(kinds), limit=limit))
        lines = [line for group in found for line in _lines(group)]
        document = {"text": text, "groups": [_document(group) for group in found]}
        say(document, lines or ["没有找到。"], as_json=as_json)


def _kinds(text: str) -> tuple[str, ...]:
    wanted = tuple(filter(None, map(str.strip, text.replace("，", ",").split(","))))
    for kind in wanted:
        if kind not in SEARCHED:
            raise Refused("unknown_kind", kind=kind, kinds=list(SEARCHED))
    return wanted or SEARCHED


def _document(group: Group) -> dict[str, Any]:
    hits = [
        {
            "id": one.id,
            "title": one.title.text,
            "hint": one.hint.text,
            **({"status": one.status} if one.status else {}),
            **({"field": one.field, "passage": one.passage.text} if one.field else {}),
            "marks": {
                name: [list(mark) for mark in part.marks]
                for name, part in (("title", one.title), ("hint", one.hint), ("passage", one.passage))
                if part.marks
            },
        }
        for one in group.hits
    ]
    return {"kind": group.kind, "hits": hits, "more": group.more, "at_least": group.is_at_least}


def _lines(group: Group) -> list[str]:
    lines = [f"{KINDS[group.kind].label}：", *(_line(one) for one in group.hits)]
    if group.more:
        rest = f"还有 {group.more} 条以上" if group.is_at_least else f"还有 {group.more} 条"
        lines.append(f"  {rest}：list {group.kind} --search")
    return lines


def _line(hit: Hit) -> str:
    kind = KINDS[hit.kind]
    status = f"[{shown_value(kind.field('status'), hit.status)}]" if hit.status else ""
    passage = f"{kind.field(hit.field).label}：{hit.passage.text}" if hit.field else ""
    return "  " + "  ".join(filter(None, [hit.title.text, hit.hint.text, status, passage, hit.id]))
