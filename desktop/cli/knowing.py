"""The commands that find people of the registers, as the entry form does while somebody types."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

import typer

from desktop.cli.application import Json, application, opened_ledger
from desktop.cli.speaking import say
from desktop.domain.errors import Refused
from desktop.services.acquainting import Acquaintance, acquaintance
from desktop.services.finding import Record
from desktop.services.knowing import LIMIT, SUBJECTS, known
from desktop.wording import light_words

_KIND_WORDS = {"household": "户", "person": "人员", "enterprise": "企业", "cadre": "干部"}
_SUBJECTS = ",".join(SUBJECTS)
_Kinds = Annotated[str, typer.Option("--kinds", metavar="KIND,KIND", help="在哪些名册里找")]


@application.command("known")
def find_known(
    context: typer.Context,
    text: Annotated[
        str, typer.Argument(metavar="TEXT", help="姓名或其中几个字、拼音、首字母、电话、证件号末几位、户编号")
    ],
    kinds: _Kinds = _SUBJECTS,
    limit: Annotated[int, typer.Option(min=1, max=200, help="最多几个")] = LIMIT,
    as_json: Json = False,
) -> None:
    """在名册里找人：录入走访时输入几个字母，就是这样找的。"""
    with opened_ledger(context, as_json) as ledger:
        found = known(ledger, text, _kinds(kinds), limit)
        lines = [f"{one.title}  {one.hint}  [{_KIND_WORDS[one.kind]} {one.id}]" for one in found]
        say({"known": [asdict(one) for one in found]}, lines or ["名册里没有找到。"], as_json=as_json)


@application.command()
def about(
    context: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="KIND", help="household、person 或 enterprise")],
    record_id: Annotated[str, typer.Argument(metavar="ID")],
    as_json: Json = False,
) -> None:
    """一户、一个人或一个企业：上几次走访和还没有销号的问题。"""
    with opened_ledger(context, as_json) as ledger:
        _kinds(kind)  # refused here, where the choices are named
        card = acquaintance(ledger, kind, record_id)
        say(_document(card), _lines(card), as_json=as_json)


def _kinds(text: str) -> tuple[str, ...]:
    kinds = tuple(filter(None, map(str.strip, text.replace("，", ",").split(","))))
    for kind in kinds:
        if kind not in _KIND_WORDS:
            raise Refused("unknown_kind", kind=kind, kinds=list(_KIND_WORDS))
    return kinds


def _document(card: Acquaintance) -> dict[str, Any]:
    return {
        "kind": card.kind,
        "id": card.id,
        "title": card.title,
        "place": card.place,
        "members": card.members,
        "phone": card.phone,
        "visit_count": card.visit_count,
        "visits": [
            {"id": one.id, "visited_on": one.values.get("visited_on"), "visitors": one.values.get("visitors")}
            for one in card.visits
        ],
        "issues": [
            {"id": one.id, "description": one.values.get("description"), "due_on": one.values.get("due_on")}
            for one in card.issues
        ],
    }


def _lines(card: Acquaintance) -> list[str]:
    members = f"{card.members}口人" if card.members else ""
    lines = [card.title, " · ".join(filter(None, [card.place, members, card.phone, card.address]))]
    lines += [f"走访 {one.values.get('visited_on')}  {_visitors(one)}" for one in card.visits]
    for one in card.issues:
        light = light_words(one.light, one.remaining) if one.light is not None else ""
        lines.append(f"未销号 {one.values.get('description')}  {light}".rstrip())
    return [line for line in lines if line]


def _visitors(visit: Record) -> str:
    return "、".join(visit.values.get("visitors") or ())
