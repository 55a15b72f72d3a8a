"""The table of transitions in words: for the help, and for whoever asks on the command line."""

from __future__ import annotations

from collections.abc import Iterable

from desktop.domain.fields import Choice
from desktop.domain.kinds import ISSUE
from desktop.domain.lifecycle import OPEN, TRANSITIONS, WORDS, Transition
from desktop.wording.steps import clock_words, duty_words, step_label

_STATUS = ISSUE.field("status")


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
    parts = [f"{status_words(step.states, language)} → {leads}", duty_words(step.duties, language)]
    needed, clock = needed_words(step, language), clock_words(step, language)
    if needed:
        parts.append(("needs " if is_english else "要写：") + needed)
    if clock:
        parts.append(clock)
    said = [part.rstrip("。.") for part in parts]
    return f"- **{step_label(step, language)}**　{('; ' if is_english else '；').join(said)}"


def _named(choices: Iterable[Choice], codes: Iterable[str], language: str) -> str:
    wanted = set(codes)
    return "、".join(one.label_en if language == "en" else one.label for one in choices if one.code in wanted)
