"""The command that tells the table of all steps."""

from __future__ import annotations

from desktop.cli.application import Json, application
from desktop.cli.speaking import say
from desktop.domain.lifecycle import TRANSITIONS, Transition
from desktop.wording.step_table import needed_words, status_words
from desktop.wording.steps import clock_words, duty_words


@application.command()
def steps(as_json: Json = False) -> None:
    """列出办理问题的每一步：从哪到哪、谁办、要写什么、时限怎么变。"""
    lines = [
        "  ".join(
            part for part in (_head(step), duty_words(step.duties), needed_words(step), clock_words(step)) if part
        )
        for step in TRANSITIONS
    ]
    say({"steps": [_document(step) for step in TRANSITIONS]}, lines, as_json=as_json)


def _head(step: Transition) -> str:
    leads = status_words([step.target]) or "不变"
    return f"{step.event}  {step.label}  {status_words(step.states)} → {leads}"


def _document(step: Transition) -> dict[str, object]:
    return {
        "event": step.event,
        "label": step.label,
        "states": sorted(step.states),
        "target": step.target or None,
        "levels": sorted(step.levels),
        "duties": list(step.duties),
        "requires": list(dict.fromkeys((*step.requires, *step.anew, *step.words))),
        "accepts": list(dict.fromkeys((*step.sets, *step.words, *step.may_say))),
        "rules": list(step.rules),
        "deadline": step.clock,
    }
