"""The commands of the day: what calls for attention, deadlines and working days, the settings of the office."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Annotated, Any

import typer

from desktop.cli.application import Json, application, opened_ledger
from desktop.cli.seeing import Seeing
from desktop.cli.speaking import record_document, say
from desktop.domain.dates import BadDate, parse_date
from desktop.domain.deadlines import DAY_COUNT_CHOICES, DayCount
from desktop.domain.errors import Problem, Refused
from desktop.domain.fields import Choice
from desktop.domain.kinds import ISSUE
from desktop.services import finding
from desktop.services.deadlines import day_later, span
from desktop.services.ledgers import Ledger
from desktop.services.overview import MOST_ISSUES, Listed, Overview, overview
from desktop.services.recording import title_of
from desktop.services.reminders import Reminder
from desktop.services.settings import SETTINGS, change_setting, propose_deadline, read_settings, settings_document
from desktop.services.sight import Act
from desktop.wording import days_words, extension_sentence, holidays_sentence, light_words, reminder_words

_LISTS = {"overdue": "逾期", "due_soon": "临期"}


@application.command()
def today(
    context: typer.Context,
    day: Annotated[str, typer.Option("--day", metavar="日期", help="哪一天；不写则是今天")] = "",
    as_json: Json = False,
) -> None:
    """今日：逾期、临期和等着办的问题。"""
    with opened_ledger(context, as_json) as ledger:
        on = _day("day", day) if day else date.today()
        found = overview(ledger, on)
        seeing = Seeing(ledger, [], unmasked=False, reason="", act=Act.LISTED)
        waiting = [(one, _first(ledger, one, on)) for one in found.reminders]
        document: dict[str, Any] = {
            "day": on.isoformat(),
            **{name: _list_document(getattr(found, name), seeing) for name in _LISTS},
            "reminders": [_reminder_document(one, records, seeing) for one, records in waiting],
            "drafts": found.draft_count,
            "outstanding": sum(partner.records for partner in found.partners),
        }
        say(document, _lines(found, waiting), as_json=as_json)


def _first(ledger: Ledger, reminder: Reminder, on: date) -> list[finding.Record]:
    query = reminder.wanted.query(ISSUE.name, on)
    return finding.list_records(ledger, query, today=on)[:MOST_ISSUES]


def _list_document(listed: Listed, seeing: Seeing) -> dict[str, Any]:
    return {"total": listed.total, "issues": [record_document(one) for one in seeing.records(listed.records)]}


def _reminder_document(reminder: Reminder, records: list[finding.Record], seeing: Seeing) -> dict[str, Any]:
    return {
        "code": reminder.code,
        "label": reminder_words(reminder.code, reminder.days),
        "total": reminder.count,
        "issues": [record_document(one) for one in seeing.records(records)],
    }


def _lines(found: Overview, waiting: list[tuple[Reminder, list[finding.Record]]]) -> list[str]:
    lines: list[str] = []
    for name, word in _LISTS.items():
        listed: Listed = getattr(found, name)
        if listed.total:
            lines += [f"{word} {listed.total} 条", *map(_issue_line, listed.records)]
    for reminder, records in waiting:
        lines += [f"{reminder_words(reminder.code, reminder.days)} {reminder.count} 条", *map(_issue_line, records)]
    return lines or ["没有逾期、临期和等着办的问题。"]


def _issue_line(record: finding.Record) -> str:
    light = light_words(record.light, record.remaining) if record.light is not None else ""
    return f"  {record.id}  {light}  {title_of(ISSUE, record.values)}  {record.values.get('owner', '')}".rstrip()


@application.command()
def deadline(
    context: typer.Context,
    day: Annotated[str, typer.Argument(metavar="日期", help="从哪一天起算，这一天不算")],
    urgency: Annotated[str, typer.Option(metavar="急件|一般|难件", help="按紧急程度的期限")] = "",
    days: Annotated[int | None, typer.Option(min=0, max=3650, help="多少天以后，如延期")] = None,
    count: Annotated[str, typer.Option(metavar="自然日|工作日", help="--days 怎么算；不写则按设置")] = "",
    until: Annotated[str, typer.Option(metavar="日期", help="到这一天有多少天、多少个工作日")] = "",
    as_json: Json = False,
) -> None:
    """算期限：按紧急程度、按天数，或两个日期之间有多少个工作日。"""
    if sum((bool(urgency), days is not None, bool(until))) > 1:
        raise typer.BadParameter("--urgency --days --until 只写一个")
    with opened_ledger(context, as_json) as ledger:
        start = _day("day", day)
        if until:
            between = span(start, _day("until", until))
            line = extension_sentence(replace(between, unknown_years=()))
            unknown, document = between.unknown_years, asdict(between)
        else:
            if days is not None:
                by = DayCount(_coded("count", DAY_COUNT_CHOICES, count)) if count else read_settings(ledger).day_count
                found = day_later(start, days, by)
            else:
                code = _coded("urgency", ISSUE.field("urgency").choices, urgency) if urgency else ""
                found = propose_deadline(ledger, start.isoformat(), start, code)
            line = f"{found.due_on}（{days_words(found.days, found.count)}）"
            unknown, document = found.unknown_years, asdict(found)
        remark = holidays_sentence(unknown)
        say({**document, "remark": remark}, [line, *([remark] if remark else [])], as_json=as_json)


def _day(name: str, text: str) -> date:
    try:
        return date.fromisoformat(parse_date(text, today=date.today()))
    except BadDate as error:
        raise Refused("invalid", problems=[Problem("bad_date", name, text)], rows=1) from error


def _coded(name: str, choices: Sequence[Choice], text: str) -> str:
    """The code of a choice, which may be given in words."""
    for choice in choices:
        if text in (choice.code, choice.label, *choice.synonyms):
            return choice.code
    labels = [choice.label for choice in choices]
    raise Refused("invalid", problems=[Problem("bad_choice", name, text, params={"choices": labels})], rows=1)


@application.command()
def settings(
    context: typer.Context,
    key: Annotated[str, typer.Argument(metavar="[KEY]", help="哪一项，如 warn_days；不写则列出全部")] = "",
    value: Annotated[str | None, typer.Argument(metavar="[VALUE]", help="改成什么；名单之类写成 JSON")] = None,
    as_json: Json = False,
) -> None:
    """看或改本单位的设置：期限、提醒、类别等。"""
    with opened_ledger(context, as_json) as ledger:
        if key and key not in SETTINGS:
            raise Refused("unknown_setting", setting=key, known=list(SETTINGS))
        if value is not None:
            change_setting(ledger, key, _given(key, value))
        found = settings_document(read_settings(ledger))
        shown = {key: found[key]} if key else found
        lines = [f"{name} = {json.dumps(one, ensure_ascii=False)}" for name, one in shown.items()]
        say(shown, lines, as_json=as_json)


def _given(key: str, text: str) -> Any:
    if key == "day_count":
        return _coded(key, DAY_COUNT_CHOICES, text)
    if key == "backup_folder":
        return text
    try:
        given = json.loads(text)
        return sorted(given.items()) if key == "light_colours" and isinstance(given, dict) else given
    except (ValueError, RecursionError):
        # Names between 、 as people write them; of numbers the check says what is wrong.
        return [name for name in text.split("、") if name] if key == "categories" else text
