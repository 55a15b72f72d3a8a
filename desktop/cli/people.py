"""The commands for the people of the office: who they are and which duties they have."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from desktop.cli.application import Json, application, opened_ledger
from desktop.cli.seeing import given_line, given_pin
from desktop.cli.speaking import say
from desktop.domain.errors import Problem, Refused
from desktop.domain.lifecycle import DUTY_CHOICES, Duty, Person, duties_of
from desktop.services.access import export_access_log, field_labels, read_access_log
from desktop.services.ledgers import Ledger
from desktop.services.people import change_people, people_of
from desktop.services.pins import remove_pin, set_pin, with_pins
from desktop.services.settings import people_document
from desktop.wording import act_words, acts_named, duty_words

group = typer.Typer(help="人员与职责：谁在本单位办事，各有什么职责。")
application.add_typer(group, name="people")
Name = Annotated[str, typer.Argument(metavar="NAME", help="姓名")]


@group.callback(invoke_without_command=True)
def people(context: typer.Context, as_json: Json = False) -> None:
    """列出本单位的人员和职责。"""
    if context.invoked_subcommand is None:
        with opened_ledger(context, as_json) as ledger:
            _say_people(ledger, as_json)


@group.command("set")
def set_(
    context: typer.Context,
    name: Name,
    duties: Annotated[
        str, typer.Option(metavar="职责,职责", help="如 village_secretary,checker 或 村书记、核查人")
    ] = "",
    as_json: Json = False,
) -> None:
    """加一个人，或改一个人的职责。"""
    with opened_ledger(context, as_json) as ledger:
        person = Person(name.strip(), _duties(ledger, duties))
        before = people_of(ledger)
        if any(one.name == person.name for one in before):
            change_people(ledger, [person if one.name == person.name else one for one in before])
        else:
            change_people(ledger, [*before, person])
        _say_people(ledger, as_json)


@group.command()
def remove(context: typer.Context, name: Name, as_json: Json = False) -> None:
    """去掉一个人；他办过的事仍记在他名下。"""
    with opened_ledger(context, as_json) as ledger:
        before = people_of(ledger)
        left = [one for one in before if one.name != name.strip()]
        if len(left) == len(before):
            raise Refused("invalid", problems=[Problem("not_found", "name", name)], rows=1)
        change_people(ledger, left)
        _say_people(ledger, as_json)


@group.command()
def pin(
    context: typer.Context,
    name: Name,
    off: Annotated[bool, typer.Option("--off", help="去掉口令")] = False,
    as_json: Json = False,
) -> None:
    """设口令：从标准输入读一行；自己的口令要和 --pin-stdin 一起用，先一行旧的，再一行新的。"""
    with opened_ledger(context, as_json) as ledger:
        wanted = name.strip()
        new = "" if off else given_line()
        before = given_pin(context) if wanted == ledger.actor else ""
        if off:
            remove_pin(ledger, wanted, before=before)
        else:
            set_pin(ledger, wanted, new, before=before)
        said = f"{wanted}的口令已去掉。" if off else f"{wanted}的口令已设好。"
        say({"name": wanted, "pin": wanted in with_pins(ledger)}, [said], as_json=as_json)


@group.command("access-log")
def access_log(
    context: typer.Context,
    person: Annotated[str, typer.Option(metavar="姓名", help="只看这个人的")] = "",
    month: Annotated[str, typer.Option(metavar="2026-03", help="只看这个月的")] = "",
    export: Annotated[Path | None, typer.Option(metavar="OUT.xlsx", help="另存为表格")] = None,
    as_json: Json = False,
) -> None:
    """查看登记：谁在什么时候、为什么看了哪些记录的个人信息。"""
    with opened_ledger(context, as_json) as ledger:
        if export is not None:
            count = export_access_log(ledger, export, acts_named(), person=person, month=month)
            say({"path": str(export), "entries": count}, [f"已写好 {count} 条：{export}"], as_json=as_json)
            return
        found = read_access_log(ledger, person=person, month=month, limit=-1)
        lines = [
            f"{one.wall[:16].replace('T', ' ')}  {one.actor}  {act_words(one.act)}  {one.count or ''}  {one.reason}"
            f"  {'、'.join(field.label for field in field_labels(one))}  {one.about}".rstrip()
            for one in found.entries
        ]
        say({"entries": [asdict(one) for one in found.entries]}, lines or ["还没有登记。"], as_json=as_json)


def _duties(ledger: Ledger, text: str) -> frozenset[Duty]:
    """The duties named in a text. Refused: ``invalid`` for one that an office of this level does not have."""
    own = duties_of(ledger.office.level)
    choices = [choice for choice in DUTY_CHOICES if choice.code in own]
    found = set()
    for word in text.replace("，", ",").replace("、", ",").split(","):
        named = word.strip()
        match = next((one for one in choices if named in (one.code, one.label, *one.synonyms)), None)
        if match is not None:
            found.add(Duty(match.code))
        elif named:
            known = [f"{choice.label}（{choice.code}）" for choice in choices]
            raise Refused(
                "invalid", problems=[Problem("bad_choice", "duties", named, params={"choices": known})], rows=1
            )
    return frozenset(found)


def _say_people(ledger: Ledger, as_json: bool) -> None:
    named, pins = people_of(ledger), with_pins(ledger)
    document: dict[str, Any] = {
        "actor": ledger.actor,
        "people": people_document(named),
        "pins": sorted(pins),
    }
    lines = []
    for one in named:
        duties = duty_words(duty for duty in Duty if duty in one.duties) or "没有职责"
        lines.append(f"{one.name}：{duties}{'（有口令）' if one.name in pins else ''}")
    say(document, lines or ["没有设人员：一个人办全部事情。"], as_json=as_json)
