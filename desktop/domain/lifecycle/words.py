"""What an event itself carries, beside the fields of the issue it sets: declared like fields, kept in the event."""

from __future__ import annotations

from desktop.domain.fields import Choice, Field, FieldKind
from desktop.domain.kinds.issue import ISSUE

HAPPENED_ON = "happened_on"
HANDLED_BY = "handled_by"
REASON = "reason"
CARRIED_STATUS = "carried_status"

REOPEN_CAUSES = (
    Choice("dissatisfied", "回访不满意", "Dissatisfied when asked"),
    Choice("relapse", "回头看反弹", "Came back"),
    Choice("raised_again", "同一问题重报", "Raised again"),
)

WORDS: dict[str, Field] = {
    field.name: field
    for field in (
        Field(HAPPENED_ON, "办理日期", "Happened on", FieldKind.DATE, not_future=True),
        Field(HANDLED_BY, "经办人", "Handled by", max_length=100),
        Field(REASON, "原因", "Reason", FieldKind.LONG_TEXT),
        Field("notice", "告知情况", "How they were told", FieldKind.LONG_TEXT),
        Field("main_issue", "主问题编号", "Main issue", max_length=100),
        Field("matter", "事项", "Matter", FieldKind.LONG_TEXT),
        Field("limit_on", "办理期限", "Until", FieldKind.DATE),
        Field("unit", "单位", "Unit", max_length=200),
        Field("reply", "回复内容", "Reply", FieldKind.LONG_TEXT),
        Field("asked_due_on", "申请延期至", "Extension asked until", FieldKind.DATE),
        Field("opinion", "审核意见", "Opinion", FieldKind.LONG_TEXT),
        Field("receiver", "接收人", "Received by", max_length=100),
        Field("advice", "工作建议", "Advice", FieldKind.LONG_TEXT),
        Field("requirement", "督办要求", "Requirement", FieldKind.LONG_TEXT),
        Field("stage_target", "阶段目标", "Target of this stage", FieldKind.LONG_TEXT),
        Field("open_items", "未办事项", "Open items", FieldKind.LONG_TEXT),
        Field("reopen_cause", "复号情形", "Why reopened", FieldKind.CHOICE, choices=REOPEN_CAUSES),
        Field(CARRIED_STATUS, "原台账状态", "State so far", FieldKind.CHOICE, choices=ISSUE.field("status").choices),
    )
}
COMMON = (HAPPENED_ON, HANDLED_BY)
"""Words that every event may carry."""
