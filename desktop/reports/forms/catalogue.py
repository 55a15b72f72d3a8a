"""Which forms there are, and for which issues each makes sense."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desktop.domain.lifecycle import OPEN, TRANSFERRED
from desktop.reports.documents import Document
from desktop.reports.forms.applications import closing, extension, reporting_up
from desktop.reports.forms.facts import Case
from desktop.reports.forms.handing_over import handover
from desktop.reports.forms.notices import assignment_notice, meeting_notice, supervision_notice
from desktop.reports.forms.register_card import register_card
from desktop.reports.forms.replies import refusal_notice, reply

_BEING_ASKED = frozenset({"working", "extension_asked"})


@dataclass(frozen=True, slots=True)
class Form:
    """A form: its name for commands, what people call it, for which issues, how it is shaped.

    ``events`` are steps one of which must have been taken; ``states`` those in which it can be filled in by pen
    before any was. With neither it fits every issue.
    """

    name: str
    label: str
    label_en: str
    shape: Callable[[Case], Document]
    events: tuple[str, ...] = ()
    states: frozenset[str] = frozenset()

    def fits(self, case: Case) -> bool:
        """Whether the form can be made of this issue. Of one that was transferred nothing is printed."""
        status = case.text("status")
        if status == TRANSFERRED:
            return False
        return not (self.events or self.states) or status in self.states or case.first(*self.events) is not None


FORMS: tuple[Form, ...] = (
    Form("register_card", "登记卡", "Registration card", register_card),
    Form("assignment", "转办通知单", "Notice of assignment", assignment_notice, ("assign",)),
    Form("supervision", "督办通知单", "Notice of supervision", supervision_notice, ("supervise",)),
    Form("extension", "延期申请", "Application for an extension", extension, ("ask_extension",), _BEING_ASKED),
    Form("report_up", "呈报表", "Report to those above", reporting_up, ("report_up",), frozenset({"working"})),
    Form("reply", "回复表", "Reply", reply, ("superior_answer", "superior_solved", "answer_support")),
    Form(
        "closing",
        "销号申请审批表",
        "Application for closing",
        closing,
        ("apply_to_close", "solve_on_the_spot", "superior_solved"),
        frozenset({"working"}),
    ),
    Form("handover", "交接单", "Hand-over", handover, ("change_owner",), OPEN - {"draft"}),
    Form("meeting", "联席会议交办单", "Assignment by a joint meeting", meeting_notice, ("ask_support",)),
    Form("refusal", "不予受理告知单", "Notice of refusal", refusal_notice, ("refuse",)),
)


def form_named(name: str) -> Form | None:
    """The form of this name or Chinese label."""
    return next((form for form in FORMS if name in (form.name, form.label)), None)


def fitting(case: Case) -> tuple[Form, ...]:
    """The forms that make sense for an issue, in the order of its handling."""
    return tuple(form for form in FORMS if form.fits(case))
