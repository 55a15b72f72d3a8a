"""The table of transitions in words: for the help, and for whoever asks on the command line."""

from __future__ import annotations

from collections.abc import Iterable

from desktop.domain.fields import Choice
from desktop.domain.kinds import ISSUE
from desktop.domain.lifecycle import DUTY_CHOICES, OPEN, TRANSITIONS, WORDS, Clock, Transition

_STATUS = ISSUE.field("status")
_CLOCKS: dict[Clock, tuple[str, str]] = {
    Clock.NONE: ("", ""),
    Clock.SETS: ("定下时限", "sets the deadline"),
    Clock.ASKS: ("批复以前仍按原时限", "the old deadline holds until the answer"),
    Clock.EXTENDS: ("时限改为批准的日期，延期次数加一", "moves the deadline, counts an extension"),
    Clock.RESTS: ("时限暂停，到下次复查日提醒", "the deadline rests until the day to look again"),
    Clock.RUNS: ("按新时限继续", "the deadline runs again, to a new day"),
    Clock.CORRECTS: ("更正时限，不算延期", "corrects the deadline, no extension"),
    Clock.ENDS: ("不再计时", "ends the deadline"),
}


def clock_words(step: Transition, language: str = "zh") -> str:
    """What a step does to the deadline; empty when nothing."""
    return _CLOCKS[step.clock][language == "en"]


def duty_words(step: Transition, language: str = "zh") -> str:
    """Who may take a step."""
    return _named(DUTY_CHOICES, step.duties, language)


def status_words(codes: Iterable[str], language: str = "zh") -> str:
    """States by name, in their order; all open ones in a word."""
    wanted = set(codes)
    if wanted >= OPEN:
        rest = _named(_STATUS.choices, wanted - OPEN, language)
        return "、".join(part for part in ("open" if language == "en" else "未销号", rest) if part)
    return _named(_STATUS.choices, wanted, language)


def needed_words(step: Transition, language: str = "zh") -> str:
    """What a step must carry."""
    fields = [ISSUE.field(name) for name in dict.fromkeys((*step.requires, *step.anew))]
    fields += [WORDS[name] for name in step.words]
    return "、".join(field.label_en if language == "en" else field.label for field in fields)


def steps_text(language: str = "zh") -> str:
    """The whole table as Markdown: every step with from where, to where, who, what it needs, the deadline."""
    return "\n".join(_step_text(step, language) for step in TRANSITIONS)


def _step_text(step: Transition, language: str) -> str:
    is_english = language == "en"
    target = _STATUS.choice(step.target)
    same = "the same" if is_english else "不变"
    leads = (target.label_en if is_english else target.label) if target else same
    parts = [f"{status_words(step.states, language)} → {leads}", duty_words(step, language)]
    needed, clock = needed_words(step, language), clock_words(step, language)
    if needed:
        parts.append(("needs " if is_english else "要写：") + needed)
    if clock:
        parts.append(clock)
    label = step.label_en if is_english else step.label
    return f"- **{label}**　{('; ' if is_english else '；').join(parts)}"


def _named(choices: Iterable[Choice], codes: Iterable[str], language: str) -> str:
    wanted = set(codes)
    return "、".join(one.label_en if language == "en" else one.label for one in choices if one.code in wanted)
