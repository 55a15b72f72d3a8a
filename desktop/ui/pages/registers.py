"""名册: households, persons, enterprises, cadres, groups, villages, and what is to be checked in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from desktop.domain.fields import RecordKind
from desktop.domain.kinds import CADRE, ENTERPRISE, GROUP, HOUSEHOLD, NATURAL_VILLAGE, PERSON, VILLAGE
from desktop.services.drafting import drafts
from desktop.ui.context import Context
from desktop.ui.filter_choices import Filter
from desktop.ui.list_plan import ListPlan
from desktop.ui.pages.page import Page
from desktop.ui.record_desk import RecordDesk
from desktop.ui.registers.review import VIEWS, ReviewPanel
from desktop.ui.theme import GAP_LARGE, GAP_MEDIUM
from desktop.ui.translation import label_of
from desktop.ui.widgets.naming import name_widget


class RegistersPage(Page):
    """One tab for each register, and one for what is to be checked in them.

    A wish names its tab by ``kind``, or the list of the checks by ``view``; a record to open is found in any of them.
    """

    name = "register"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._tabs = QTabBar(self)
        name_widget(self._tabs, f"{self.objectName()}.tabs", self.tr("名册"))
        self._tabs.setDrawBase(False)
        self._tabs.setExpanding(False)
        self._stack = QStackedWidget(self)
        self._waiting = {plan.kind.name: plan for plan in self._plans()}
        self._kinds = tuple(self._waiting)
        self._made: dict[str, RecordDesk] = {}
        self._frames: dict[str, QVBoxLayout] = {}
        for kind, plan in self._waiting.items():
            frame = QWidget(self)
            self._frames[kind] = QVBoxLayout(frame)
            self._frames[kind].setContentsMargins(0, 0, 0, 0)
            self._stack.addWidget(frame)
            self._tabs.addTab(label_of(plan.kind))
        self.review = ReviewPanel(context, f"{self.objectName()}.review", self)
        self._stack.addWidget(self.review)
        self._tabs.addTab(self.tr("核对"))
        self.review.counted.connect(self._show_count)
        # Where they have no room, arrows bring the others into view.
        self._tabs.setUsesScrollButtons(True)
        self._tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self._tabs.currentChanged.connect(self._on_tab_changed)
        title = QLabel(self.tr("名册"), self)
        title.setProperty("tone", "title")
        head = QHBoxLayout()
        head.setContentsMargins(GAP_LARGE, GAP_MEDIUM, GAP_LARGE, 0)
        head.setSpacing(GAP_LARGE)
        head.addWidget(title)
        head.addWidget(self._tabs, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._stack, 1)

    @property
    def desk(self) -> RecordDesk:
        """The register in front; while the checks are, the first one."""
        at = self._tabs.currentIndex()
        return self.desk_of(self._kinds[at] if at < len(self._kinds) else self._kinds[0])

    def desk_of(self, kind: str) -> RecordDesk:
        """The register of a kind, made when it is first asked for: all at once would stop the window."""
        if kind in self._waiting:
            desk = RecordDesk(self.context, self._waiting.pop(kind), f"{self.objectName()}.{kind}", parent=self)
            self._frames[kind].addWidget(desk)
            self._made[kind] = desk
        return self._made[kind]

    @property
    def is_reviewing(self) -> bool:
        """Whether the checks are in front."""
        return self._stack.currentWidget() is self.review

    def show_kind(self, kind: str) -> None:
        """Bring a register to the front."""
        self._tabs.setCurrentIndex(self._kinds.index(kind))

    def activate(self) -> None:
        (self.review if self.is_reviewing else self.desk).activate()

    def grant(self, wish: Mapping[str, Any]) -> None:
        if wish.get("view") in VIEWS:
            self._tabs.setCurrentIndex(len(self._kinds))
            self.review.show_view(str(wish["view"]))
            return
        kind = str(wish.get("kind", "")) or self._kind_of(wish)
        if kind in self._kinds:
            self.show_kind(kind)
        self.desk.grant(wish)

    def kind_in_front(self) -> str:
        return self._kinds[self._tabs.currentIndex()]

    def settle(self) -> None:
        for desk in self._made.values():
            desk.settle()

    def _on_tab_changed(self, at: int) -> None:
        self._stack.setCurrentIndex(at)
        self.activate()

    def _show_count(self, count: int) -> None:
        text = self.tr("核对 {count}").format(count=f"{count:,}") if count else self.tr("核对")
        self._tabs.setTabText(len(self._kinds), text)

    def _kind_of(self, wish: Mapping[str, Any]) -> str:
        record_id, draft_id = wish.get("open"), wish.get("draft")
        if record_id:
            tables = self.context.ledger.tables
            return next((kind for kind in self._kinds if tables[kind].get(str(record_id)) is not None), "")
        if draft_id:
            return next((one.kind for one in drafts(self.context.ledger) if one.id == draft_id), "")
        return ""

    def _plans(self) -> tuple[ListPlan, ...]:
        return (*self._people_plans(), *self._place_plans())

    def _place_plans(self) -> tuple[ListPlan, ...]:
        return (
            ListPlan(
                GROUP,
                label_of(GROUP),
                (Filter("natural_village", self.tr("全部自然村")),),
                elastic="natural_village",
                empty=self.tr("这里是村民小组和网格：组长或网格员、电话、户数。"),
                has_title=False,
            ),
            ListPlan(
                NATURAL_VILLAGE,
                label_of(NATURAL_VILLAGE),
                (Filter("village_class", self.tr("全部分类"), _choices(NATURAL_VILLAGE, "village_class")),),
                elastic="group_names",
                empty=self.tr("这里是自然村：规划分类、规划文号、所含的小组和户数。"),
                has_title=False,
            ),
            ListPlan(
                VILLAGE,
                label_of(VILLAGE),
                (Filter("year", self.tr("全部年度")),),
                elastic="village_class",
                empty=self.tr("这里是村情，一年一张：户数、人口、耕地、收入和两委负责人。"),
                has_title=False,
                first=("village_name",),
            ),
        )

    def _people_plans(self) -> tuple[ListPlan, ...]:
        return (
            ListPlan(
                HOUSEHOLD,
                label_of(HOUSEHOLD),
                (Filter("group_name", self.tr("全部组")), Filter("household_tags", self.tr("全部户类型"))),
                elastic="household_tags",
                empty=self.tr("这里是本村的户：户主、电话、人口和户类型，走访时可以直接选到。"),
                has_title=False,
            ),
            ListPlan(
                PERSON,
                label_of(PERSON),
                (
                    Filter("relation", self.tr("全部关系")),
                    Filter("resident", self.tr("是否常住"), _choices(PERSON, "resident")),
                ),
                elastic="household_no",
                empty=self.tr("这里是各户的人员，凭户编号与户连在一起。"),
                has_title=False,
            ),
            ListPlan(
                ENTERPRISE,
                label_of(ENTERPRISE),
                (Filter("industry", self.tr("全部行业")), Filter("status", self.tr("全部状态"))),
                elastic="name",
                empty=self.tr("这里是辖区内的企业：联系人、电话和行业。"),
                has_title=False,
            ),
            ListPlan(
                CADRE,
                label_of(CADRE),
                (Filter("unit", self.tr("全部单位")),),
                elastic="unit",
                empty=self.tr("这里是走访人和责任人，填表时会提示他们的姓名。"),
                has_title=False,
            ),
        )


def _choices(kind: RecordKind, name: str) -> tuple[tuple[str, str], ...]:
    return tuple((label_of(one), one.code) for one in kind.field(name).choices)
