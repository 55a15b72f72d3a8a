"""Taking the mask off personal data in the window: whether it may be done, why it is done, for how long it holds."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop.domain.errors import Problem, Refused
from desktop.domain.fields import Choice, Field, FieldKind, Personal, RecordKind
from desktop.domain.sight import ALONE_MASKED, masked_fields
from desktop.services.sight import HOLDS_MINUTES, LONGEST_REASON, Act, note_sight, seeing_people, sight_of
from desktop.ui.context import Context
from desktop.ui.translation import label_of

REASONS = (
    Choice("contact", "联系群众", "Contact the person"),
    Choice("verify", "核对身份", "Verify an identity"),
    Choice("casework", "办理问题", "Work on an issue"),
    Choice("correct", "更正登记", "Correct the record"),
    Choice("inspection", "上级检查", "Inspection"),
)
_WHY = Field("why", "事由", "Reason", FieldKind.CHOICE, choices=REASONS)
_OWN = Field("reason", "或者另写", "Or in words", max_length=LONGEST_REASON)


class Eye(Enum):
    """What the eye beside a masked value does."""

    TOGGLES = "toggles"
    """One person does everything: it shows and hides."""
    ASKS = "asks"
    OPEN = "open"
    """The reason has been given: there is no mask, and no eye."""
    CLOSED = "closed"
    """Whoever works now may not see it: there is no eye."""


def eye_of(context: Context, record_id: str) -> tuple[Eye, frozenset[Personal]]:
    """What the eyes of a record do for whoever works now, and the sorts of data that are masked."""
    sight = sight_of(context.ledger)
    if not sight.is_guarded:
        return Eye.TOGGLES, sight.masked
    if not sight.may_see:
        return Eye.CLOSED, sight.masked
    return (Eye.OPEN, ALONE_MASKED) if is_unmasked(context, record_id) else (Eye.ASKS, sight.masked)


def is_unmasked(context: Context, record_id: str) -> bool:
    """Whether whoever works now gave a reason for this record not long ago."""
    return context.unmasked.get((context.ledger.actor, record_id), 0.0) > time.monotonic()


def see_whole(
    context: Context,
    kind: RecordKind,
    record_id: str,
    values: Mapping[str, Any],
    then: Callable[[], object],
    parent: QWidget,
) -> None:
    """Call ``then`` once the record may be shown whole: at once, after a reason was given, or never (which is said).

    ``values`` are those of the record: of fields that are empty there is nothing to see.
    """
    sight = sight_of(context.ledger)
    fields = [field.name for field in masked_fields(kind, sight.masked) if values.get(field.name) not in (None, "", [])]
    if not sight.is_guarded or not fields or (sight.may_see and is_unmasked(context, record_id)):
        then()
        return

    def noted(reason: str) -> None:
        note_sight(context.ledger, Act.SEEN, kind, [record_id], reason=reason, fields=fields)

    def open_for_a_while() -> None:
        context.unmasked[context.ledger.actor, record_id] = time.monotonic() + 60 * HOLDS_MINUTES
        then()

    ask_reason(context, noted, open_for_a_while, parent)


def ask_reason(
    context: Context, work: Callable[[str], object], then: Callable[[], object], parent: QWidget, act: str = ""
) -> None:
    """Ask why, let ``work`` note it on the worker, go on with ``then``. Who may not see is told so instead."""
    if not sight_of(context.ledger).may_see:
        people = seeing_people(context.ledger)
        context.say_refusal(Refused("may_not_see", actor=context.ledger.actor, people=people))
        return
    # Loaded here: most records are read with their masks on.
    from desktop.ui.step_dialogs import StepDialog, plain_context

    def given(values: dict[str, Any]) -> None:
        if not reason_of(values):
            refused(Refused("invalid", problems=[Problem("missing", _WHY.name)]))
            return
        context.write(partial(work, reason_of(values)), done=lambda _none: done(), refused=refused)

    def done() -> None:
        dialog.accept()
        then()

    def refused(refusal: Refused) -> None:
        dialog.show_refusal(refusal, context.preferences.language)

    dialog = StepDialog(
        "unmasking",
        QCoreApplication.translate("Unmasking", "查看完整的个人信息"),
        act or QCoreApplication.translate("Unmasking", "查看"),
        [(_WHY, False), (_OWN, False)],
        plain_context(context.today, lambda _name: []),
        given,
        parent.window(),
        explanation=QCoreApplication.translate(
            "Unmasking", "谁在什么时候、为什么看了哪一条，会记入查看登记，不能修改。"
        ),
    )
    dialog.open()


def reason_of(values: Mapping[str, Any]) -> str:
    """The reason chosen, the one written, or both."""
    chosen = _WHY.choice(str(values.get("why") or ""))
    parts = [label_of(chosen) if chosen is not None else "", str(values.get("reason") or "").strip()]
    return "：".join(filter(None, parts))


def bring_in(
    context: Context, source: RecordKind, record_id: str, values: Mapping[str, Any], target: RecordKind
) -> dict[str, Any]:
    """Values of a known record on their way into the form of a new one.

    For who may see them that is noted, for others what is masked stays out.
    """
    sight = sight_of(context.ledger)
    masked = [field.name for field in masked_fields(target, sight.masked) if values.get(field.name)]
    if not sight.is_guarded or not masked:
        return dict(values)
    if not sight.may_see:
        return {name: value for name, value in values.items() if name not in masked}
    reason = QCoreApplication.translate("Unmasking", "录入{label}").format(label=label_of(target))
    ledger = context.ledger
    context.write(lambda: note_sight(ledger, Act.ENTERED, source, [record_id], reason=reason, fields=masked))
    return dict(values)


def seen_in_passing(
    context: Context, kind: RecordKind, record_ids: Sequence[str], reason: str, fields: Sequence[str] | None = None
) -> frozenset[Personal]:
    """The sorts that stay masked where somebody must choose between values; for who may see them it is noted."""
    sight = sight_of(context.ledger)
    if not sight.is_guarded:
        return frozenset()
    if not sight.may_see:
        return sight.masked
    ledger = context.ledger
    context.write(lambda: note_sight(ledger, Act.SEEN, kind, record_ids, reason=reason, fields=fields))
    return frozenset()
