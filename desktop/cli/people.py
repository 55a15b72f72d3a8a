"""The commands for the people of the office: who they are and which duties they have."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from desktop.cli.application import Json, application, opened_ledger
from desktop.cli.speaking import say
from desktop.domain.errors import Problem, Refused
from desktop.domain.lifecycle import DUTY_CHOICES, Duty, Person, duties_of
from desktop.services.ledgers import Ledger
from desktop.services.people import change_people, people_of
from desktop.services.settings import people_document
from desktop.wording import duty_words

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
    named = people_of(ledger)
    document: dict[str, Any] = {
        "actor": ledger.actor,
        "people": people_document(named),
    }
    lines = [f"{one.name}：{duty_words(duty for duty in Duty if duty in one.duties) or '没有职责'}" for one in named]
    say(document, lines or ["没有设人员：一个人办全部事情。"], as_json=as_json)
