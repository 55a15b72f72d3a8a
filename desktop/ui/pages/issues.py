"""问题: the lists of issues with their lights, and how each issue is handled."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.domain.changes import Level
from desktop.domain.kinds import ISSUE
from desktop.domain.lifecycle import INITIAL, OPEN, SUCCESSFULLY_CLOSED
from desktop.services.ordering import BY_CLOSING, BY_DUE, BY_OWNER
from desktop.ui.context import Context
from desktop.ui.entries import IssueEntry
from desktop.ui.filter_choices import ABOVE, DATED, Filter, labelled, light_filter
from desktop.ui.list_plan import Listing, ListPlan
from desktop.ui.pages.record_page import RecordPage
from desktop.ui.printing.issue_printing import IssuePrinting
from desktop.ui.table_columns import Layout

_FIRST = ("light", "description", "village_name", "category", "status", "owner", "due_on", "collected_on", "group_name")
_SHOWN = {
    "": "light code description category source status",
    "tasks": "light description measures target due_on progress rectify_type",
    "duties": "owner light description leader lead_unit support_units due_on",
    "closings": "closed_on description completion_kind satisfaction checker owner",
}
"""The columns of each list, by the name of its layout."""
_TAKES: dict[str, tuple[str, dict[str, int]]] = {
    "": ("description", {"code": 15, "category": 10, "source": 9, "status": 10}),
    "tasks": ("measures", {"description": 14, "target": 10, "progress": 14, "due_on": 10, "rectify_type": 9}),
    "duties": ("description", {"owner": 8, "leader": 8, "lead_unit": 11, "support_units": 11, "due_on": 10}),
    "closings": ("description", {}),
}
"""Which column takes the room left, and widths that let the rest fit beside the reading pane."""


class IssuesPage(RecordPage):
    """Issues with filters by light, status, category, owner and period."""

    name = "issue"
    make_entry = IssueEntry

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.printing = IssuePrinting(context, self.desk.browser, self)

    def plan(self, context: Context) -> ListPlan:
        return ListPlan(
            ISSUE,
            self.tr("问题"),
            self._filters(),
            elastic="description",
            empty=self.tr("这里是问题清单：每个问题都跟到销号为止。走访中列入清单的问题会自动出现在这里。"),
            first=_FIRST,
            unlisted=("collected_on", "group_name", "code"),
            listings=self._listings(is_town=context.ledger.office.level is Level.TOWN),
        )

    def _filters(self) -> tuple[Filter, ...]:
        dated = (
            (self.tr("时间按完成时限"), "due_on"),
            (self.tr("时间按完成日期"), "completed_on"),
            (self.tr("时间按销号日期"), "closed_on"),
            (self.tr("时间按回头看"), "review_on"),
        )
        above = (
            (self.tr("延期过"), ("extension_count",)),
            (self.tr("复号过"), ("reopen_count",)),
            (self.tr("延期过又复号"), ("extension_count", "reopen_count")),
        )
        return (
            light_filter(),
            Filter("status", self.tr("全部状态"), _choices("status")),
            Filter("category", self.tr("全部类别")),
            Filter("owner", self.tr("全部责任人")),
            Filter("source", self.tr("全部来源"), _choices("source"), is_rare=True),
            Filter("urgency", self.tr("全部缓急"), _choices("urgency"), is_rare=True),
            Filter("supervision", self.tr("是否督办"), _choices("supervision"), is_rare=True),
            Filter(ABOVE, self.tr("是否延期、复号"), above, is_rare=True),
            Filter("completion_kind", self.tr("全部办结方式"), _choices("completion_kind"), is_rare=True),
            Filter(DATED, self.tr("时间按收集日期"), dated, is_rare=True),
        )

    def _listings(self, *, is_town: bool) -> tuple[Listing, ...]:
        """The three lists offices speak of (问题、任务、责任清单) and the one of what is struck off."""
        layouts = {name: _layout(name, is_town=is_town) for name in _SHOWN}
        assigned = tuple(sorted(OPEN - {INITIAL}))
        closed = tuple(sorted(SUCCESSFULLY_CLOSED))
        return (
            Listing("issues", self.tr("问题清单"), layouts[""], self.tr("全部问题，新的在前")),
            Listing(
                "tasks",
                self.tr("任务清单"),
                layouts["tasks"],
                self.tr("已交办、未销号，时限近的在前"),
                BY_DUE,
                assigned,
            ),
            Listing(
                "duties",
                self.tr("责任清单"),
                layouts["duties"],
                self.tr("已交办、未销号，按责任人排"),
                BY_OWNER,
                assigned,
            ),
            Listing(
                "closings",
                self.tr("销号清单"),
                layouts["closings"],
                self.tr("已销号，新的在前"),
                BY_CLOSING,
                closed,
            ),
        )


def _layout(name: str, *, is_town: bool) -> Layout:
    (elastic, widths), shown = _TAKES[name], _SHOWN[name].split()
    village = ["village_name"] if is_town else []
    return Layout(elastic, name, (shown[0], *village, *shown[1:]), (("village_name", 8), *widths.items()))


def _choices(name: str) -> tuple[tuple[str, Any], ...]:
    return labelled(ISSUE.field(name).choices)
