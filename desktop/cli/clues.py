"""The commands of the restricted store: handing a clue on, reading what was handed on."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from desktop.cli.application import Json, application, opened_ledger
from desktop.cli.given import read_object
from desktop.cli.speaking import say
from desktop.services import clues as store


@application.command()
def transfer(
    context: typer.Context,
    issue_id: Annotated[str, typer.Argument(metavar="ISSUE_ID")],
    json_file: Annotated[str, typer.Option("--json-file", metavar="文件|-", help="线索：content、handed_to")],
    happened_on: Annotated[str, typer.Option(help="移送日期；不写则今天")] = "",
    as_json: Json = False,
) -> None:
    """移送线索：内容只存入限阅库，账本里只记“已移送”和日期。"""
    with opened_ledger(context, as_json) as ledger:
        given = {"happened_on": happened_on} if happened_on else {}
        store.transfer(ledger, issue_id, read_object(json_file), given)
        say({"id": issue_id, "event": store.TRANSFER}, ["已移送，内容只在限阅库里。"], as_json=as_json)


@application.command()
def clues(context: typer.Context, as_json: Json = False) -> None:
    """列出限阅库里的线索（只给有移送职责的人看）。"""
    with opened_ledger(context, as_json) as ledger:
        found = store.clues_of(ledger)
        lines = [f"{one.happened_on}  {one.code}  {one.content}" for one in found]
        say({"clues": [asdict(one) for one in found]}, [*lines, f"共 {len(found)} 条"], as_json=as_json)
