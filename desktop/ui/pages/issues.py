"""问题: the list of issues with their lights, and how each is handled."""

from __future__ import annotations

from desktop.domain.kinds import ISSUE
from desktop.ui.context import Context
from desktop.ui.entries import IssueEntry
from desktop.ui.filters import Filter, light_filter
from desktop.ui.pages.record_page import RecordPage
from desktop.ui.record_browser import ListPlan
from desktop.ui.translation import label_of

_FIRST = ("light", "description", "village_name", "category", "status", "owner", "due_on", "collected_on", "group_name")


class IssuesPage(RecordPage):
    """Issues with filters by light, status, category, owner and period."""

    name = "issue"
    make_entry = IssueEntry

    def plan(self, context: Context) -> ListPlan:
        status, source = ISSUE.field("status").choices, ISSUE.field("source").choices
        filters = (
            light_filter(),
            Filter("status", self.tr("全部状态"), tuple((label_of(one), one.code) for one in status)),
            Filter("category", self.tr("全部类别")),
            Filter("source", self.tr("全部来源"), tuple((label_of(one), one.code) for one in source)),
            Filter("owner", self.tr("全部责任人")),
        )
        return ListPlan(
            ISSUE,
            self.tr("问题"),
            filters,
            elastic="description",
            empty=self.tr("这里是问题清单：每个问题都跟到销号为止。走访中列入清单的问题会自动出现在这里。"),
            first=_FIRST,
            unlisted=("collected_on", "group_name", "code"),
        )
