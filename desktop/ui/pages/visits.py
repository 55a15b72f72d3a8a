"""走访: the list of visits and their entry."""

from __future__ import annotations

from desktop.domain.kinds import VISIT
from desktop.ui.context import Context
from desktop.ui.entries import VisitEntry
from desktop.ui.filter_choices import Filter
from desktop.ui.list_plan import ListPlan
from desktop.ui.pages.record_page import RecordPage
from desktop.ui.translation import label_of

_FIRST = ("visited_on", "village_name", "group_name", "subject_name", "kind", "visitors", "handling", "issue_count")


class VisitsPage(RecordPage):
    """Visits with filters by period, group, way of visiting and handling."""

    name = "visit"
    make_entry = VisitEntry

    def plan(self, context: Context) -> ListPlan:
        kinds, handlings = VISIT.field("kind").choices, VISIT.field("handling").choices
        filters = (
            Filter("group_name", self.tr("全部组")),
            Filter("kind", self.tr("全部方式"), tuple((label_of(one), one.code) for one in kinds)),
            Filter("handling", self.tr("全部处理情况"), tuple((label_of(one), one.code) for one in handlings)),
        )
        return ListPlan(
            VISIT,
            self.tr("走访"),
            filters,
            elastic="visitors",
            empty=self.tr("这里记录每一次走访：去了谁家，谁去的，反映了什么，怎么处理的。"),
            first=_FIRST,
            related=frozenset({"issue"}),
        )
