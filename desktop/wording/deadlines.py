"""Deadlines in words: how much time is left, how limits are counted, what is not known of holidays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from desktop.domain.deadlines import DayCount
from desktop.domain.kinds import ISSUE
from desktop.domain.lights import LIGHT_CHOICES, Counted, Light, Remaining
from desktop.services.deadlines import Proposal, Span
from desktop.wording.filling import fill

_LEFT: dict[Counted, tuple[tuple[str, str], tuple[str, str], tuple[str, str]]] = {
    Counted.DUE: (
        ("逾期 {days} 天", "{days} d overdue"),
        ("今天到期", "Due today"),
        ("还有 {days} 天", "{days} d left"),
    ),
    Counted.LOOK: (
        ("复查晚 {days} 天", "Check {days} d late"),
        ("今天复查", "Check today"),
        ("复查 {day}", "Check {day}"),
    ),
    Counted.DONE: (("晚完成 {days} 天", "Done {days} d late"), ("", ""), ("", "")),
}
"""When the day has passed, on it, before it."""


def remaining_words(remaining: Remaining | None, language: str = "zh") -> str:
    """逾期 5 天, 今天到期, 还有 3 天, 复查 03-12; empty when no day counts."""
    if remaining is None:
        return ""
    passed, on_it, before = _LEFT[remaining.of]
    pair = passed if remaining.days < 0 else before if remaining.days else on_it
    return fill(pair, language, {"days": abs(remaining.days), "day": _short(remaining)})


def light_words(light: Light, remaining: Remaining | None, language: str = "zh") -> str:
    """A light in the few words a list has room for: never the colour alone tells one from another.

    With time to spare it is 正常; how much is told by :func:`remaining_words`.
    """
    if remaining is not None and (light is not Light.NORMAL or remaining.of is Counted.LOOK):
        return remaining_words(remaining, language)
    if light is Light.NONE:
        return "Not handled" if language == "en" else "不再办理"
    choice = next(choice for choice in LIGHT_CHOICES if choice.code == light)
    return choice.label_en if language == "en" else choice.label


def _short(remaining: Remaining) -> str:
    """The day without its year where that is the present one."""
    day = date.fromisoformat(remaining.day)
    today = day - timedelta(days=remaining.days)
    return f"{day:%m-%d}" if day.year == today.year else remaining.day


def days_words(days: int, count: DayCount, language: str = "zh") -> str:
    """A limit: 15 天, 15 个工作日."""
    words = ("{days} 个工作日", "{days} working days") if count is DayCount.WORKING else ("{days} 天", "{days} days")
    return fill(words, language, {"days": days})


def holidays_sentence(years: Sequence[int], language: str = "zh") -> str:
    """What was counted instead in years whose holidays are not known; empty for no such years."""
    if not years:
        return ""
    named = str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
    pair = (
        "程序里还没有 {years} 年的放假安排，这一段按周一至周五算工作日。",
        "The public holidays of {years} are not known to this program; Monday to Friday were counted as working days.",
    )
    return fill(pair, language, {"years": named})


def limit_sentence(proposal: Proposal, urgency: str | None, language: str = "zh") -> str:
    """Where a proposed deadline comes from, for the dialog that proposes it."""
    choice = ISSUE.field("urgency").choice(urgency or "")
    if choice is None:
        pair = ("时限按默认的 {days}算，可以改。", "The deadline proposed is the usual one: {days}.")
    else:
        pair = ("时限按{urgency}的 {days}算，可以改。", "The deadline proposed is that of '{urgency}': {days}.")
    named = "" if choice is None else choice.label_en if language == "en" else choice.label
    told = fill(pair, language, {"urgency": named, "days": days_words(proposal.days, proposal.count, language)})
    return _joined(told, holidays_sentence(proposal.unknown_years, language), language)


def extension_sentence(found: Span, language: str = "zh") -> str:
    """How long an extension is (延期时间, 延期工作日)."""
    pair = (
        "从 {first} 到 {last} 是 {days} 天，{workdays} 个工作日。",
        "{first} to {last}: {days} days, {workdays} working days.",
    )
    told = {"first": found.first, "last": found.last, "days": found.days, "workdays": found.workdays}
    return _joined(fill(pair, language, told), holidays_sentence(found.unknown_years, language), language)


def _joined(first: str, second: str, language: str) -> str:
    return first + (" " if language == "en" and second else "") + second
