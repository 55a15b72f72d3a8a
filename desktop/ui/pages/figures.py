"""统计: the main numbers of a period first, then where they come from; every number leads to its issues."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.changes import Level
from desktop.domain.fields import Choice
from desktop.services.figuring import (
    By,
    MonthReport,
    Period,
    PeriodFigures,
    month_of,
    month_report,
    period_figures,
    villages_in,
)
from desktop.services.reporting import save_month_report
from desktop.ui.context import Context
from desktop.ui.figures.cards import BalanceLine, FigureCards, OtherNumbers
from desktop.ui.figures.grid import NumberGrid
from desktop.ui.figures.numbers import Shown
from desktop.ui.figures.period_bar import PeriodBar
from desktop.ui.figures.report_view import ReportView
from desktop.ui.figures.tables import table_content
from desktop.ui.figures.trend import Trend
from desktop.ui.pages.page import Page
from desktop.ui.places import plain_name, show_outside
from desktop.ui.theme import GAP, GAP_HUGE, GAP_LARGE, GAP_MEDIUM
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.choices import ChoiceButtons
from desktop.ui.widgets.naming import name_widget
from desktop.ui.workbook_dialogs import saving_dialog

_FOLDER = "figures.report_folder"
TREND, REPORT = "trend", "report"
MOST_ROWS = 18
"""Of a table; a longer one scrolls by itself."""
_LEAST_LINES = 10
"""What the figures scroll in is at least so high, in lines of text."""


class FiguresPage(Page):
    """What is read is of one moment, on the worker; what was asked for meanwhile is read once more."""

    name = "figures"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._is_town = context.ledger.office.level is Level.TOWN
        self._is_stale = True
        self._asked = 0
        self.found: PeriodFigures | None = None
        self.report: MonthReport | None = None
        villages = villages_in(context.ledger) if self._is_town else {}
        self.periods = PeriodBar("figures_page.choice", villages, context.today, self)
        self._days = QLabel(self)
        self._days.setProperty("tone", "muted")
        name_widget(self._days, "figures_page.days", "")
        save = self.tr("月报存为表格…")
        self._save = make_button(self, "figures_page.save", save, self._ask_where)
        self._save.setEnabled(False)
        self.cards = FigureCards("figures_page.cards", self)
        self.balance = BalanceLine("figures_page.balance", self)
        self.others = OtherNumbers("figures_page.others", self)
        self.views = ChoiceButtons(
            "figures_page.view", self.tr("看什么"), self._view_choices(), required=True, parent=self
        )
        self.views.set_value(TREND)
        self.trend = Trend("figures_page.trend", self)
        self.month = ReportView("figures_page.report", self)
        self.table = NumberGrid("figures_page.table", self.tr("分项表"), MOST_ROWS, self)
        self._views = (self.trend, self.month, self.table)
        for view in self._views:
            view.wanted.connect(self._open)
        for part in (self.cards, self.balance, self.others):
            part.wanted.connect(self._open)
        self._lay_out()
        self.periods.changed.connect(self.refresh)
        self.views.edited.connect(self._show_view)
        context.announcer.changed.connect(self._on_changed)
        context.announcer.settings_changed.connect(self._on_changed)

    def activate(self) -> None:
        if self._is_stale:
            self.refresh()
        self.periods.work()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self.refresh()

    def grant(self, wish: Mapping[str, Any]) -> None:
        """``view``: trend, report, or what a table tells apart (``unit_code``, ``owner`` …)."""
        if "view" in wish:
            self.views.set_value(str(wish["view"]))
            self._show_view()

    def refresh(self) -> None:
        """Count what is chosen, on the worker."""
        period = self.periods.period()
        if period is None:
            self._days.setText(self.tr("请填起止日期：起始不晚于截止，也不晚于今天。"))
            return
        self._is_stale = False
        self._asked += 1
        asked, ledger, today, village = self._asked, self.context.ledger, self.context.today(), self.periods.village
        part = {By.VILLAGE: village} if village else {}

        def work() -> tuple[int, PeriodFigures, MonthReport]:
            found = period_figures(ledger, period, part=part, today=today)
            return asked, found, month_report(ledger, month_of(found.period.last), village=village, today=today)

        self.context.worker.run(lambda _job: work(), done=self._on_counted, refused=self.context.say_refusal)

    # -- parts -------------------------------------------------------------------------------------------------------

    def _view_choices(self) -> tuple[Choice, ...]:
        village = (Choice(By.VILLAGE, "按村", "By village"),) if self._is_town else ()
        return (
            Choice(TREND, "走势", "Trend"),
            Choice(REPORT, "月报", "Monthly report"),
            *village,
            Choice(By.GROUP, "按组", "By group"),
            Choice(By.OWNER, "按责任人", "By owner"),
            Choice(By.CATEGORY, "按类别", "By category"),
        )

    def _lay_out(self) -> None:
        title = QLabel(self.tr("统计"), self)
        title.setProperty("tone", "title")
        head = QHBoxLayout()
        head.setSpacing(GAP_MEDIUM)
        head.addWidget(title)
        head.addWidget(self._days)
        head.addStretch(1)
        head.addWidget(self._save)
        body = QWidget()
        body.setProperty("kind", "page")
        inner = QVBoxLayout(body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(GAP_MEDIUM)
        for part in (self.cards, self.balance, self.others, self.views):
            inner.addWidget(part)
        for view in self._views:
            # No stack: it would give every view the height of the longest.
            inner.addWidget(view)
            view.hide()
        inner.addStretch(1)
        self._body = body
        area = QScrollArea(self)
        name_widget(area, "figures_page.body", self.tr("统计"))
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(body)
        # As high as there is room: by its own wish the page would scroll around what scrolls already.
        area.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        area.setMinimumHeight(_LEAST_LINES * self.fontMetrics().height())
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_HUGE, GAP_LARGE, GAP_HUGE, GAP_LARGE)
        column.setSpacing(GAP)
        column.addLayout(head)
        column.addWidget(self.periods)
        column.addWidget(area, 1)
        body.hide()

    def _on_counted(self, counted: tuple[int, PeriodFigures, MonthReport]) -> None:
        asked, found, report = counted
        if asked != self._asked:
            return
        self.found, self.report = found, report
        self._body.show()
        self._save.setEnabled(True)
        text = self.tr("{first} 至 {last}").format(first=found.period.first, last=found.period.last)
        self._days.setText(text)
        self._days.setAccessibleName(text)
        for part in (self.cards, self.balance, self.others):
            part.show_figures(found)
        self._show_view()

    def _show_view(self) -> None:
        if self.found is None or self.report is None:
            return
        view = str(self.views.value())
        if view == TREND:
            self.trend.show_figures(self.found, By.VILLAGE if self._is_town and not self.found.part else By.GROUP)
            front: QWidget = self.trend
        elif view == REPORT:
            self.month.show_report(self.report)
            front = self.month
        else:
            self.table.show_content(table_content(self.found, By(view)))
            front = self.table
        for each in self._views:
            each.setVisible(each is front)

    # -- acts --------------------------------------------------------------------------------------------------------

    def _open(self, shown: Shown) -> None:
        if shown.figure is not None:
            days = self._said(shown.figure.period)
            self.context.shell.show_page("issue", {"figure": (shown.figure, f"{shown.words or shown.label} · {days}")})

    def _said(self, period: Period) -> str:
        month = month_of(period.first)
        is_month = period.last == min(month.last, self.context.today().isoformat())
        if is_month and period.first == month.first:
            return period.first[:7]
        return self.tr("{first} 至 {last}").format(first=period.first, last=period.last)

    def _ask_where(self) -> None:
        report = self.report
        if report is None:
            return
        title, proposed = self.tr("月报存到哪里"), plain_name(report.title)
        dialog = saving_dialog(self.context, self, "figures_page.save_dialog", title, _FOLDER, proposed)
        dialog.fileSelected.connect(lambda file: self.save_report(report, Path(file)))
        dialog.open()

    def save_report(self, report: MonthReport, path: Path) -> None:
        """Write the 月报 as a workbook."""
        ledger = self.context.ledger
        self.context.preferences.remember_text(_FOLDER, str(path.parent))

        def written(_result: None) -> None:
            text = self.tr("月报已存好：{place}").format(place=path)
            self.context.shell.notify(text, self.tr("打开文件夹"), partial(show_outside, path.parent))

        self.context.write(lambda: save_month_report(ledger, report, path), done=written)

    def _on_changed(self) -> None:
        self._is_stale = True
        if self.isVisible():
            self.refresh()
