"""核对: what does not agree in the registers, what is likely there twice, who was not visited for long."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.fields import Choice
from desktop.services.covering import GroupCoverage, coverage
from desktop.services.disagreeing import disagreements
from desktop.services.duplicates import likely_duplicates
from desktop.services.finding import get_record
from desktop.services.joining import MERGED_KINDS
from desktop.services.ledgers import Ledger
from desktop.ui.context import Context
from desktop.ui.operations import Changed
from desktop.ui.registers.dialog import plain_label
from desktop.ui.registers.merge_dialog import MergeDialog
from desktop.ui.registers.review_rows import Found, disagreement_rows, duplicate_rows, group_rows, household_rows
from desktop.ui.registers.review_table import ReviewTable
from desktop.ui.theme import GAP, GAP_LARGE, GAP_MEDIUM, metrics
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.choices import ChoiceButtons
from desktop.ui.widgets.empty import EmptyState

DISAGREEING, DUPLICATES, COVERAGE = "disagreeing", "duplicates", "coverage"
VIEWS = (DISAGREEING, DUPLICATES, COVERAGE)
_PERIODS = {"year": 0, "quarter": 90, "month": 30}
_REST_MS = 400


class ReviewPanel(QWidget):
    """Looked up on the worker when it comes to the front, and again when something changed."""

    counted = Signal(int)
    """How many figures do not agree."""

    def __init__(self, context: Context, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._context = context
        self._is_stale = True
        self._found: Found | None = None
        self._with_village = context.ledger.office.level == "town"
        self.views = self._make_views()
        self.period = self._make_period()
        self.said = plain_label(f"{name}.said", "", "muted", self)
        self.table = ReviewTable(f"{name}.table", self.tr("要核对的"), self)
        self.groups = ReviewTable(f"{name}.groups", self.tr("各组覆盖"), self)
        self._empty = EmptyState(f"{name}.empty", "check", self.tr("正在核对…"), parent=self)
        self._open = make_button(self, f"{name}.open", self.tr("打开记录"), self._open_current, "primary")
        self._merge = make_button(self, f"{name}.merge", self.tr("合并…"), self._merge_current, "primary")
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._look)
        self._lay_out()
        self.table.opened.connect(lambda _entry: self._act_on_current())
        self.table.chosen.connect(self._on_chosen)
        self.groups.chosen.connect(self._on_group_chosen)
        context.announcer.changed.connect(self._on_changed)
        self.views.set_value(DISAGREEING)

    @property
    def view(self) -> str:
        """The list in front, one of :data:`VIEWS`."""
        return str(self.views.value())

    def activate(self) -> None:
        """The panel has come to the front."""
        if self._is_stale:
            self._look()
        self.table.setFocus()

    def show_view(self, view: str) -> None:
        """Bring one of the lists to the front."""
        self.views.set_value(view)
        self._show()

    def _make_views(self) -> ChoiceButtons:
        choices = (
            Choice(DISAGREEING, self.tr("对不上的"), "To check"),
            Choice(DUPLICATES, self.tr("疑似重复"), "Likely duplicates"),
            Choice(COVERAGE, self.tr("多久没走访"), "Not visited for long"),
        )
        views = ChoiceButtons(f"{self.objectName()}.views", self.tr("核对"), choices, required=True, parent=self)
        views.edited.connect(self._show)
        return views

    def _make_period(self) -> ChoiceButtons:
        choices = (
            Choice("year", self.tr("今年以来"), "This year"),
            Choice("quarter", self.tr("近 90 天"), "90 days"),
            Choice("month", self.tr("近 30 天"), "30 days"),
        )
        period = ChoiceButtons(
            f"{self.objectName()}.period", self.tr("走访过的期间"), choices, required=True, parent=self
        )
        period.set_value("year")
        period.edited.connect(self._look)
        return period

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(GAP_LARGE)
        head.addWidget(self.views, 3)
        self._period_label = plain_label(f"{self.objectName()}.period.label", self.tr("走访期间"), "muted", self)
        self._period_label.setWordWrap(False)
        self._period_label.setMinimumHeight(metrics().row)
        head.addWidget(self._period_label, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.period, 2)
        self._splitter = QSplitter(self)
        self._splitter.setProperty("kind", "gap")
        self._splitter.setHandleWidth(GAP)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self.groups)
        self._splitter.addWidget(self.table)
        self._splitter.setStretchFactor(0, 2)
        self._splitter.setStretchFactor(1, 5)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._splitter)
        self._stack.addWidget(self._empty)
        foot = QHBoxLayout()
        foot.setSpacing(GAP)
        foot.addWidget(self._open)
        foot.addWidget(self._merge)
        foot.addWidget(self.said, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_LARGE, GAP_MEDIUM, GAP_LARGE, GAP_MEDIUM)
        column.setSpacing(GAP_MEDIUM)
        column.addLayout(head)
        column.addWidget(self._stack, 1)
        column.addLayout(foot)

    def _look(self) -> None:
        self._is_stale = False
        ledger, today, period = self._context.ledger, self._context.today(), str(self.period.value())
        self._context.worker.run(lambda _job: _look_over(ledger, today, period), done=self._take)

    def _take(self, found: Found) -> None:
        self._found = found
        self.counted.emit(len(found.disagreements))
        self._show()

    def _show(self) -> None:
        found = self._found
        if found is None:
            self._stack.setCurrentWidget(self._empty)
            return
        is_coverage = self.view == COVERAGE
        for widget in (self._period_label, self.period, self.groups):
            widget.setVisible(is_coverage)
        self._merge.setVisible(self.view == DUPLICATES)
        self._open.setVisible(self.view != DUPLICATES)
        language = self._context.preferences.language
        if self.view == DISAGREEING:
            self.table.show_rows(disagreement_rows(found.disagreements, language, with_village=self._with_village))
            said = self.tr("共 {count} 处。只列出来，不会自动改；打开记录核对后修改。").format(
                count=f"{len(found.disagreements):,}"
            )
        elif self.view == DUPLICATES:
            self.table.show_rows(duplicate_rows(found.duplicates, language))
            said = self.tr("共 {count} 组。理由只供参考，合并前请核对。").format(count=f"{len(found.duplicates):,}")
        else:
            self.groups.show_rows(group_rows(found.coverage.groups, with_village=self._with_village))
            said = self._show_households(None)
        self.said.setText(said)
        self._say_if_empty(found)

    def _show_households(self, group: GroupCoverage | None) -> str:
        """Households of a group, of all without one; says how many were visited."""
        found = self._found
        if found is None:
            return ""
        whole = found.coverage
        listed = [
            one
            for one in whole.households
            if group is None or (one.village_name, one.group_name) == (group.village_name, group.group_name)
        ]
        self.table.show_rows(household_rows(listed, self._context.today(), with_village=self._with_village))
        total = len(whole.households)
        share = whole.visited / total if total else 0
        return self.tr("{since} 以来走访过 {visited} 户，共 {total} 户，覆盖 {share}。").format(
            since=whole.since, visited=f"{whole.visited:,}", total=f"{total:,}", share=f"{share:.0%}"
        )

    def _say_if_empty(self, found: Found) -> None:
        words = {
            DISAGREEING: self.tr("名册里的数字都对得上。"),
            DUPLICATES: self.tr("没有发现疑似重复的户、人员和企业。"),
            COVERAGE: self.tr("名册里还没有户。登记了户和走访，这里就能看出谁家很久没去了。"),
        }
        entries: dict[str, Any] = {
            DISAGREEING: found.disagreements,
            DUPLICATES: found.duplicates,
            COVERAGE: found.coverage.households,
        }
        is_empty = not entries[self.view]
        self.said.setVisible(not is_empty)
        if is_empty:
            self._empty.say(words[self.view])
            self._open.hide()
            self._merge.hide()
        self._stack.setCurrentWidget(self._empty if is_empty else self._splitter)
        for widget in (self._open, self._merge, self.said):
            widget.setEnabled(not is_empty)
        self.said.setVisible(not is_empty)

    def _on_chosen(self, entry: Any) -> None:
        for button in (self._open, self._merge):
            button.setEnabled(entry is not None)

    def _on_group_chosen(self, group: Any) -> None:
        if self.view == COVERAGE and self.groups.hasFocus():
            self.said.setText(self._show_households(group))

    def _act_on_current(self) -> None:
        (self._merge_current if self.view == DUPLICATES else self._open_current)()

    def _open_current(self) -> None:
        entry = self.table.entry
        if entry is not None:
            kind = "household" if self.view == COVERAGE else entry.kind
            self._context.shell.show_page("register", {"kind": kind, "open": entry.record_id})

    def _merge_current(self) -> None:
        entry = self.table.entry
        if entry is not None and self.view == DUPLICATES:
            keep = get_record(self._context.ledger, entry.kind, entry.ids[0])
            MergeDialog(self._context, f"{self.objectName()}.merging", keep, self.window(), entry.ids[1]).open()

    def _on_changed(self, changed: Changed) -> None:
        if changed.kinds <= {"issue", "setting", "attachment", "cadre"}:
            return
        self._is_stale = True
        if self.isVisible():
            self._rest.start()


def _look_over(ledger: Ledger, today: date, period: str) -> Found:
    days = _PERIODS[period]
    since = today - timedelta(days=days) if days else None
    duplicates = [one for kind in MERGED_KINDS for one in likely_duplicates(ledger, kind)]
    return Found(disagreements(ledger), duplicates, coverage(ledger, today, since=since))
