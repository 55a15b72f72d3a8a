"""The one table of transitions (domain specification §2).

Buttons, dialogs, the command line, the workbook's columns, checks and the help are made from it.
"""

from __future__ import annotations

from desktop.domain.changes import Level
from desktop.domain.lifecycle.carrying import CARRY_OVER
from desktop.domain.lifecycle.duties import Duty
from desktop.domain.lifecycle.states import INITIAL, OPEN, SUCCESSFULLY_CLOSED, TRANSFERRED
from desktop.domain.lifecycle.steps import SAME, Clock, Rule, Transition


def _states(*names: str) -> frozenset[str]:
    return frozenset(names)


_TOWN = frozenset({Level.TOWN})
_VILLAGE = frozenset({Level.VILLAGE})
_DRAFT, _PENDING, _WORKING = _states("draft"), _states("pending"), _states("working")
_RESTING = _states("suspended", "long_term")
_CHARGE = (Duty.VILLAGE_SECRETARY, Duty.TOWN_OFFICE)
_DOING = (Duty.OWNER, Duty.UNIT)
_ASSIGNED = ("measures", "leader", "lead_unit", "owner", "due_on")
_RESULT = (
    "completion_kind",
    "completed_on",
    "evidence",
    "satisfaction",
    "satisfaction_by",
    "leader_statement",
    "checker",
    "check_opinion",
    "closed_on",
    "review_on",
    "review_result",
)
"""What the next application for closing must bring anew."""

TRANSITIONS: tuple[Transition, ...] = (
    Transition(
        "assign",
        "建账交办",
        "Assign",
        _DRAFT,
        "pending",
        _CHARGE,
        requires=_ASSIGNED,
        sets=(*_ASSIGNED, "support_units", "rectify_type", "urgency", "target"),
        clock=Clock.SETS,
    ),
    Transition(
        "solve_on_the_spot",
        "当场解决",
        "Solved on the spot",
        _DRAFT,
        "to_check",
        (Duty.VILLAGE_CADRE, Duty.GRID_WORKER, Duty.VILLAGE_SECRETARY),
        _VILLAGE,
        requires=("progress", "feedback_way", "satisfaction"),
        sets=("progress", "feedback_way", "satisfaction", "completion_kind", "completed_on", "evidence"),
        rules=(Rule.IN_ORDER,),
    ),
    Transition(
        "merge",
        "合并重复",
        "Merge into another",
        _DRAFT,
        "merged",
        _CHARGE,
        words=("main_issue",),
        may_say=("reason",),
        rules=(Rule.MAIN_ISSUE,),
        clock=Clock.ENDS,
    ),
    Transition(
        "unmerge",
        "取消合并",
        "Undo the merging",
        _states("merged"),
        "draft",
        _CHARGE,
        words=("reason",),
        clears=("merged_into",),
    ),
    Transition(
        "refuse", "不予受理", "Refuse", _DRAFT, "refused", _CHARGE, words=("reason", "notice"), clock=Clock.ENDS
    ),
    Transition("accept", "接件", "Accept", _PENDING, "working", _DOING),
    Transition("send_back", "退回", "Send back", _PENDING, "draft", _DOING, words=("reason",)),
    Transition(
        "report_progress",
        "进展",
        "Progress",
        _WORKING,
        SAME,
        _DOING,
        anew=("progress",),
        sets=("progress",),
    ),
    Transition(
        "ask_support",
        "请求协办",
        "Ask for help",
        _WORKING,
        SAME,
        _DOING,
        requires=("support_units",),
        sets=("support_units",),
        words=("matter", "limit_on"),
    ),
    Transition("answer_support", "协办回复", "Help answered", _WORKING, SAME, _DOING, words=("unit", "reply")),
    Transition(
        "ask_extension",
        "申请延期",
        "Ask for an extension",
        _WORKING,
        "extension_asked",
        _DOING,
        anew=("progress",),
        sets=("progress",),
        words=("asked_due_on", "reason"),
        rules=(Rule.BEFORE_DUE, Rule.ASKED_LATER),
        clock=Clock.ASKS,
    ),
    Transition(
        "grant_extension",
        "同意延期",
        "Grant the extension",
        _states("extension_asked"),
        "working",
        (Duty.LEADER,),
        anew=("due_on",),
        sets=("due_on",),
        may_say=("opinion",),
        rules=(Rule.GRANTED_LATER,),
        clock=Clock.EXTENDS,
    ),
    Transition(
        "deny_extension",
        "不同意延期",
        "Deny the extension",
        _states("extension_asked"),
        "working",
        (Duty.LEADER,),
        words=("reason",),
    ),
    Transition(
        "report_up",
        "呈报上级",
        "Report up",
        _WORKING,
        "reported_up",
        _CHARGE,
        anew=("reported_to",),
        sets=("reported_to",),
        words=("receiver", "matter"),
        may_say=("advice",),
    ),
    Transition(
        "superior_answer",
        "上级回复",
        "Answer from above",
        _states("reported_up"),
        "working",
        (Duty.TOWN_OFFICE,),
        _TOWN,
        words=("reply",),
    ),
    Transition(
        "superior_solved",
        "上级办结",
        "Solved above",
        _states("reported_up"),
        "to_check",
        (Duty.TOWN_OFFICE,),
        _TOWN,
        requires=("completion_kind", "completed_on", "satisfaction"),
        sets=("completion_kind", "completed_on", "satisfaction", "evidence"),
        words=("reply",),
        rules=(Rule.IN_ORDER,),
    ),
    Transition(
        "supervise",
        "督办",
        "Supervise",
        _WORKING,
        SAME,
        (Duty.SUPERVISOR,),
        _TOWN,
        anew=("supervision", "supervision_no"),
        sets=("supervision", "supervision_no"),
        words=("requirement", "limit_on"),
        rules=(Rule.STEP_UP,),
    ),
    Transition(
        "suspend",
        "挂账",
        "Suspend",
        _WORKING,
        "suspended",
        (Duty.TOWN_LEADERS,),
        _TOWN,
        anew=("look_on",),
        sets=("look_on",),
        words=("reason", "stage_target"),
        clock=Clock.RESTS,
    ),
    Transition(
        "keep_long_term",
        "转长期坚持",
        "Keep up for long",
        _WORKING,
        "long_term",
        (Duty.TOWN_LEADERS,),
        _TOWN,
        anew=("look_on",),
        sets=("look_on",),
        words=("reason", "stage_target"),
        clock=Clock.RESTS,
    ),
    Transition(
        "look_again",
        "到期复查",
        "Look again",
        _RESTING,
        SAME,
        _DOING,
        anew=("progress", "look_on"),
        sets=("progress", "look_on"),
        clock=Clock.RESTS,
    ),
    Transition(
        "resume",
        "恢复整改",
        "Take up again",
        _RESTING,
        "working",
        _DOING,
        anew=("progress", "due_on"),
        sets=("progress", "due_on"),
        clears=("look_on",),
        clock=Clock.RUNS,
    ),
    Transition(
        "apply_to_close",
        "申请销号",
        "Apply to close",
        _WORKING,
        "to_check",
        _DOING,
        requires=("progress", "completion_kind", "completed_on", "evidence", "satisfaction"),
        sets=(
            "progress",
            "completion_kind",
            "completed_on",
            "evidence",
            "satisfaction",
            "satisfaction_by",
            "leader_statement",
        ),
        rules=(Rule.OWNER_NOT_ASKING, Rule.DISSATISFIED_EXPLAINED, Rule.IN_ORDER),
    ),
    Transition(
        "pass_check",
        "核查通过",
        "Check passed",
        _states("to_check"),
        "to_approve",
        (Duty.VILLAGE_SECRETARY, Duty.CHECKER),
        anew=("checker", "check_opinion"),
        sets=("checker", "check_opinion"),
        rules=(Rule.CHECKER_NOT_OWNER,),
    ),
    Transition(
        "fail_check",
        "核查不通过",
        "Check failed",
        _states("to_check"),
        "working",
        (Duty.VILLAGE_SECRETARY, Duty.CHECKER),
        anew=("checker", "check_opinion"),
        sets=("checker", "check_opinion"),
        rules=(Rule.CHECKER_NOT_OWNER,),
    ),
    Transition(
        "approve",
        "同意销号",
        "Approve closing",
        _states("to_approve"),
        "closed",
        (Duty.LEADER, Duty.TOWN_OFFICE),
        _TOWN,
        requires=("closed_on",),
        sets=("closed_on", "review_on", "leader_statement"),
        may_say=("opinion",),
        rules=(Rule.DISSATISFIED_EXPLAINED, Rule.IN_ORDER),
        clock=Clock.ENDS,
    ),
    Transition(
        "reject",
        "驳回",
        "Reject closing",
        _states("to_approve"),
        "working",
        (Duty.LEADER, Duty.TOWN_OFFICE),
        _TOWN,
        words=("reason",),
    ),
    Transition(
        "reopen",
        "复号",
        "Reopen",
        SUCCESSFULLY_CLOSED,
        "working",
        (Duty.SUPERVISOR,),
        _TOWN,
        anew=("due_on",),
        sets=("due_on",),
        words=("reopen_cause", "reason"),
        clears=_RESULT,
        clock=Clock.SETS,
    ),
    Transition(
        "consolidate",
        "回头看通过",
        "Look-back passed",
        _states("closed"),
        "consolidated",
        (Duty.SUPERVISOR,),
        _TOWN,
        requires=("review_on",),
        anew=("review_result",),
        sets=("review_on", "review_result"),
        rules=(Rule.IN_ORDER,),
    ),
    Transition(
        "change_owner",
        "责任人变更",
        "Hand over",
        OPEN - _DRAFT,
        SAME,
        (Duty.LEADER, *_CHARGE),
        anew=("owner",),
        sets=("owner",),
        words=("open_items",),
        may_say=("reason",),
        rules=(Rule.OTHER_OWNER,),
    ),
    Transition(
        "set_deadline",
        "更正时限",
        "Correct the deadline",
        OPEN - _DRAFT - _RESTING,
        SAME,
        (Duty.LEADER, *_CHARGE),
        anew=("due_on",),
        sets=("due_on",),
        words=("reason",),
        clock=Clock.CORRECTS,
    ),
    Transition(
        "transfer",
        "移送线索",
        "Transfer",
        OPEN | SUCCESSFULLY_CLOSED,
        TRANSFERRED,
        (Duty.VILLAGE_SECRETARY, Duty.SUPERVISOR),
        clock=Clock.ENDS,
    ),
    Transition("void", "作废", "Void", OPEN, "void", _CHARGE, words=("reason",), clock=Clock.ENDS),
)

HELD = {"due_on": "set_deadline", "owner": "change_owner"}
"""Fields that only events change once the issue has been assigned, with the event for it."""

COUNTED = {"grant_extension": "extension_count", "reopen": "reopen_count"}
"""Events that are counted in a field of the issue."""


def transition(event: str) -> Transition | None:
    """The transition of this event name, or None."""
    return next((candidate for candidate in (*TRANSITIONS, CARRY_OVER) if candidate.event == event), None)


def possible(status: str, level: str) -> list[Transition]:
    """The events an office of this level may record on an issue in this status, in the table's order."""
    return [candidate for candidate in TRANSITIONS if status in candidate.states and level in candidate.levels]


def is_held(name: str, status: str | None) -> bool:
    """Whether the field of an issue in this status is changed by events only: of all but drafts."""
    return name in HELD and status not in (None, INITIAL)
