"""Steps in a few words: who takes them, why one is not possible now, which comes next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from desktop.domain.errors import Refused
from desktop.domain.lifecycle import DUTY_CHOICES, Clock, Lead, Transition
from desktop.wording.filling import fill

_LABELS = {choice.code: (choice.label, choice.label_en) for choice in DUTY_CHOICES}
_REASONS = {
    "town": ("由镇里办理", "done by the town"),
    "village": ("由村里办理", "done by the village"),
    "people": ("由{duties}办理：{people}", "done by {duties}: {people}"),
    "duties": ("由{duties}办理", "done by {duties}"),
}
_NEXT = {
    "now": ("下一步：由{duties}{people}“{step}”", "Next: '{step}' by {duties}{people}"),
    "later": ("下一步：到 {day}，由{duties}{people}“{step}”", "Next: '{step}' by {duties}{people}, from {day}"),
}
_CLOCK = {
    Clock.SETS: ("按填的时限开始计算。", "The deadline runs from now on."),
    Clock.ASKS: ("批准以前，仍按原来的时限计算。", "Until it is granted the old deadline holds."),
    Clock.EXTENDS: ("时限改到新的一天，记一次延期。", "The deadline moves, and the extension is counted."),
    Clock.RESTS: ("时限停止计算，到下次复查日再看。", "The deadline rests until the day to look again."),
    Clock.RUNS: ("按新的时限重新计算。", "The deadline runs again, to the new day."),
    Clock.CORRECTS: ("时限改到新的一天，不算延期。", "The deadline is corrected; no extension is counted."),
    Clock.ENDS: ("时限不再计算。", "The deadline does not run any more."),
}


def duty_words(duties: Iterable[str], language: str = "zh") -> str:
    """Duties by the names people know them by."""
    return "、".join(_LABELS.get(str(duty), (str(duty), str(duty)))[language == "en"] for duty in duties)


def step_label(step: Transition, language: str = "zh") -> str:
    """The name of a step."""
    return step.label_en if language == "en" else step.label


def reason_words(refusal: Refused, language: str = "zh") -> str:
    """Why a step is not possible now, short enough to stand behind it in a list."""
    if refusal.code == "event_not_yours":
        return fill(_REASONS["town" if "town" in refusal.params["levels"] else "village"], language, {})
    people = "、".join(refusal.params.get("people", ()))
    params = {"duties": duty_words(refusal.params.get("duties", ()), language), "people": people}
    return fill(_REASONS["people" if people else "duties"], language, params)


def next_words(lead: Lead, people: Sequence[str] = (), language: str = "zh") -> str:
    """Which step comes next and who takes it."""
    named = f"（{'、'.join(people)}）" if people else ""
    params = {
        "duties": duty_words(lead.step.duties, language),
        "people": named,
        "step": step_label(lead.step, language),
        "day": lead.since,
    }
    return fill(_NEXT["later" if lead.since else "now"], language, params)


def clock_words(step: Transition, language: str = "zh") -> str:
    """What a step does to the deadline; empty when it does nothing."""
    pair = _CLOCK.get(step.clock)
    return fill(pair, language, {}) if pair else ""
