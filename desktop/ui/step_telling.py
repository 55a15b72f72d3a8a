"""What a person should know before taking a step: where the issue stands, what happens to the deadline, who is next."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication

from desktop.domain.dates import day_of
from desktop.domain.kinds import KINDS
from desktop.domain.lifecycle import Clock, Transition, leads
from desktop.services.clues import TRANSFER
from desktop.services.deadlines import span
from desktop.services.finding import Record
from desktop.services.ledgers import Ledger
from desktop.services.proposing import asked_extension
from desktop.services.settings import propose_deadline
from desktop.ui.showing import said_left, shown
from desktop.ui.translation import language_shown
from desktop.wording import clock_words, extension_sentence, limit_sentence, next_words

_DEADLINE_SHOWN = (Clock.ASKS, Clock.EXTENDS, Clock.CORRECTS, Clock.RESTS)


def told_before(ledger: Ledger, record: Record, step: Transition, today: date) -> list[str]:
    """The notes above the fields of a step, a sentence each."""
    language = language_shown()
    told = [*_standing(ledger, record, step, today), clock_words(step, language)]
    if step.target:
        after = {**record.values, "status": step.target, "review_on": None, "look_on": None}
        following = leads(after, today.isoformat())
        told.append(next_words(following[0], language=language) if following else "")
    return [line for line in told if line]


def told_extension(due_on: str, day: str) -> str:
    """How long it is from one deadline to a later one; empty while one of them is no day."""
    first, last = day_of(due_on), day_of(day)
    return extension_sentence(span(first, last), language_shown()) if first and last and last > first else ""


def _standing(ledger: Ledger, record: Record, step: Transition, today: date) -> list[str]:
    told = []
    due_on = record.values.get("due_on")
    if due_on and step.clock in _DEADLINE_SHOWN:
        text = QCoreApplication.translate("StepTelling", "现在的时限是 {day}（{left}）。")
        told.append(text.format(day=due_on, left=said_left(str(due_on), today)))
    if step.event == "assign":
        start, urgency = str(record.values.get("collected_on") or ""), record.values.get("urgency")
        told.append(limit_sentence(propose_deadline(ledger, start, today, urgency), urgency, language_shown()))
    if step.event in ("grant_extension", "deny_extension"):
        asked = asked_extension(ledger, record.id)
        if asked is not None:
            text = QCoreApplication.translate("StepTelling", "申请延期至 {day}，原因：{reason}")
            told.append(text.format(day=asked[0], reason=asked[1]))
            told.append(told_extension(str(due_on or ""), asked[0]))
    if step.event == TRANSFER:
        told.append(
            QCoreApplication.translate(
                "StepTelling", "线索内容只存进本机的限阅库：不进账本、不进交换文件、查不到。账本里只记“已移送”和日期。"
            )
        )
    if step.event == "change_owner":
        text = QCoreApplication.translate("StepTelling", "现在的责任人是{owner}。")
        told.append(text.format(owner=record.values.get("owner") or QCoreApplication.translate("StepTelling", "空")))
    if step.event == "supervise" and record.values.get("supervision"):
        card = shown(KINDS["issue"].field("supervision"), record.values["supervision"])
        text = QCoreApplication.translate("StepTelling", "现在是“{card}”，单号 {number}。")
        told.append(text.format(card=card, number=record.values.get("supervision_no") or ""))
    return told
