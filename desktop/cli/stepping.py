"""The steps of an issue as commands tell them: what happened, what is possible now, and why the rest is not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from desktop.cli.speaking import shown_value
from desktop.domain.lifecycle import HANDLED_BY, WORDS, transition
from desktop.services.advising import Advice, Offer
from desktop.services.finding import HistoryEntry
from desktop.wording import duty_words, next_words, reason_words, sentence


def event_lines(entries: Sequence[HistoryEntry]) -> list[str]:
    """The steps taken, a line each, oldest first."""
    lines = [_event_line(entry) for entry in entries if transition(entry.event) is not None]
    return ["办理经过：", *lines] if lines else []


def _event_line(entry: HistoryEntry) -> str:
    found = transition(entry.event)
    label = found.label if found is not None else entry.event
    mark = "（已撤销）" if entry.is_taken_back else "" if entry.is_effective else "（未生效）"
    duty = f"（{duty_words([entry.duty])}）" if entry.duty else ""
    recorded = entry.wall[:16].replace("T", " ")
    day = f"{entry.happened_on}（记录 {recorded}）" if entry.happened_on not in ("", entry.wall[:10]) else recorded
    words = ((HANDLED_BY, entry.handled_by), *entry.words)
    said = "；".join(f"{WORDS[name].label}：{shown_value(WORDS[name], value)}" for name, value in words if value)
    return f"  {day}  {entry.actor}{duty}  {label}{mark}{'  ' + said if said else ''}"


def advice_lines(way: Advice) -> list[str]:
    """What is possible now, and what is not."""
    lines = []
    free = [step.label for step in ([way.own] if way.own else [])] + [offer.step.label for offer in way.others]
    if way.own is None and way.lead is not None:
        lines.append(next_words(way.lead, way.people))
    if free:
        lines.append(f"现在可以：{'、'.join(free)}")
    refused = [f"{offer.step.label}（{reason_words(offer.refusal)}）" for offer in way.refused if offer.refusal]
    if refused:
        lines.append(f"现在不能：{'、'.join(refused)}")
    return lines


def advice_document(way: Advice) -> dict[str, Any]:
    """The sensible step, and every step of this state: whether it is possible and why not."""
    lead = None
    if way.lead is not None:
        lead = {
            "event": way.lead.step.event,
            "label": way.lead.step.label,
            "since": way.lead.since or None,
            "possible": way.own is not None and way.own.event == way.lead.step.event,
            "people": list(way.people),
        }
    possible = [way.own] if way.own is not None else []
    steps = [Offer(step) for step in possible] + [*way.others, *way.refused]
    told = [
        {
            "event": offer.step.event,
            "label": offer.step.label,
            "possible": offer.refusal is None,
            "error": offer.refusal.code if offer.refusal else None,
            "message": sentence(offer.refusal) if offer.refusal else None,
            "requires": [*dict.fromkeys((*offer.step.requires, *offer.step.anew, *offer.step.words))],
        }
        for offer in steps
    ]
    return {"next": lead, "offers": told}
