"""What can be done with a record of the register beside changing it, and whom it belongs to."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QWidget

from desktop.domain.kinds import KINDS
from desktop.services.finding import Record
from desktop.services.joining import MERGED_KINDS
from desktop.services.knowing import household_of
from desktop.services.registers import members_of, numbered_visits
from desktop.ui.action_bar import ActionBar
from desktop.ui.context import Context
from desktop.ui.record_reading import title_of
from desktop.ui.registers.head_dialog import HeadDialog
from desktop.ui.registers.merge_dialog import MergeDialog
from desktop.ui.registers.split_dialog import SplitDialog
from desktop.ui.showing import shown, shown_in_list
from desktop.ui.widgets.reading import ReadingLink, ReadingSection

_MOST_VISITS = 5


class RegisterActs(QObject):
    """The buttons of a register's record. Object names are ``<name>.merge``, ``<name>.split``, ``<name>.head``."""

    def __init__(self, context: Context, kind_name: str, bar: ActionBar, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._name = name
        self._place = parent
        self._record: Record | None = None
        if kind_name == "household":
            head = bar.add_button("head", self.tr("换户主"), "person", self.tr("换户主，户编号不变"))
            head.clicked.connect(self.ask_for_head)
            split = bar.add_button("split", self.tr("分户"), "split", self.tr("一部分人另立一户"))
            split.clicked.connect(self.ask_to_split)
        if kind_name in MERGED_KINDS:
            merge = bar.add_button("merge", self.tr("合并"), "merge", self.tr("把重复的一条并进来"))
            merge.clicked.connect(lambda: self.ask_to_merge())

    def show_record(self, record: Record | None) -> None:
        """The record that the buttons are about."""
        self._record = record

    def ask_to_merge(self, other_id: str = "") -> None:
        """Ask what is to be merged into the record, and which values are kept."""
        if self._record is not None:
            MergeDialog(self._context, f"{self._name}.merging", self._record, self._place.window(), other_id).open()

    def ask_to_split(self) -> None:
        """Ask who makes a household of their own."""
        if self._record is None:
            return
        if len(members_of(self._context.ledger, self._record.id)) < 2:
            self._context.shell.notify(self.tr("名册里这一户不到两个人，先在“人员”里登记，才能分户。"))
            return
        SplitDialog(self._context, f"{self._name}.splitting", self._record, self._place.window()).open()

    def ask_for_head(self) -> None:
        """Ask who is head from now on."""
        if self._record is None:
            return
        if not members_of(self._context.ledger, self._record.id):
            self._context.shell.notify(self.tr("名册里这一户还没有人员，先在“人员”里登记；只改户主姓名请点“修改”。"))
            return
        HeadDialog(self._context, f"{self._name}.heading", self._record, self._place.window()).open()


def belonging(context: Context, record: Record) -> list[ReadingSection]:
    """Of a household its members and last visits, of a person the household."""
    ledger = context.ledger
    if record.kind == "household":
        members = tuple(
            ReadingLink(f"person:{one.id}", " · ".join(filter(None, (title_of(one), one.values.get("relation")))))
            for one in members_of(ledger, record.id)
        )
        visits = tuple(
            ReadingLink(f"visit:{one.id}", _told_visit(context, one))
            for one in numbered_visits(ledger, record.id, _MOST_VISITS)
        )
        parts = (
            (QCoreApplication.translate("RegisterActs", "家庭成员"), members),
            (QCoreApplication.translate("RegisterActs", "最近走访"), visits),
        )
        return [ReadingSection(heading, links=links) for heading, links in parts if links]
    if record.kind == "person":
        found = household_of(ledger, record.values)
        if found is not None:
            home_id, home = found
            told = " · ".join(str(home[name]) for name in ("head_name", "household_no") if home.get(name))
            heading = QCoreApplication.translate("RegisterActs", "所在的户")
            return [ReadingSection(heading, links=(ReadingLink(f"household:{home_id}", told),))]
    return []


def _told_visit(context: Context, visit: Record) -> str:
    kind, today = KINDS["visit"], context.today()
    day = shown_in_list(kind.field("visited_on"), visit.values.get("visited_on"), today)
    names = [shown(kind.field(name), visit.values.get(name)) for name in ("kind", "visitors")]
    return " · ".join(part for part in (day, *names) if part)
