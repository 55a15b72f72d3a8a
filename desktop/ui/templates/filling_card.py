"""Which records go into a form: the period, the filters of the list, personal data or not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QSizePolicy, QWidget

from desktop.domain.fields import Choice, RecordKind
from desktop.services.figuring import Period, last_month, month_of, quarter_of, year_of
from desktop.services.finding import Query
from desktop.ui.filter_choices import CUSTOM
from desktop.ui.filter_parts import PeriodDates
from desktop.ui.theme import GAP
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.choices import ChoiceButtons
from desktop.ui.widgets.flow import FlowLayout
from desktop.ui.widgets.naming import name_widget

LIST = "list"


class FillingCard(Card):
    """``fill_asked``: the button was pressed; ``changed``: other records are meant."""

    fill_asked = Signal()
    changed = Signal()

    def __init__(self, name: str, kind: RecordKind, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(name, "", parent)
        self.set_title(self.tr("填好导出"))
        self._kind = kind
        self._today = today
        label = self.tr("哪个时间的") if kind.date_field else self.tr("表头上写")
        self._label = QLabel(label, self)
        self._period = ChoiceButtons(f"{name}.period", label, self._choices(), required=True, parent=self)
        self._period.set_value(LIST if kind.date_field else "this_month")
        self._period.edited.connect(self._on_period)
        self._dates = PeriodDates(name, today, self)
        self._dates.finished.connect(self.changed)
        self.personal = QCheckBox(self.tr("含个人信息：姓名、电话、身份证号、住址等完整填写"), self)
        name_widget(self.personal, f"{name}.personal", self.personal.text())
        self._count = QLabel(self)
        name_widget(self._count, f"{name}.count", "")
        self._count.setProperty("tone", "muted")
        self._count.setWordWrap(True)
        self.button = make_button(self, f"{name}.fill", self.tr("填好并另存为…"), self.fill_asked.emit, "primary")
        self._lay_out()
        self._dates.show_for("")

    def _lay_out(self) -> None:
        when = QWidget(self)
        flow = FlowLayout(GAP)
        flow.setContentsMargins(0, 0, 0, 0)
        # Both days stay on one line.
        days = QWidget(self)
        together = QHBoxLayout(days)
        together.setContentsMargins(0, 0, 0, 0)
        together.setSpacing(GAP)
        for widget in self._dates.widgets:
            together.addWidget(widget)
        for widget in (self._label, self._period, days):
            flow.addWidget(widget)
        when.setLayout(flow)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        when.setSizePolicy(policy)
        self._label.setMinimumHeight(self._period.sizeHint().height())
        foot = QHBoxLayout()
        foot.setSpacing(GAP)
        foot.addWidget(self.button)
        foot.addWidget(self._count, 1)
        self.column.addWidget(when)
        self.column.addWidget(self.personal)
        self.column.addLayout(foot)

    def query(self, of_list: Query) -> Query | None:
        """The records meant, where the list has those of ``of_list``; None while the days are not two in order."""
        period = self.period()
        if period is None:
            return of_list if self._period.value() == LIST else None
        return replace(of_list, since=period.first, until=period.last)

    def period(self) -> Period | None:
        """The period chosen; None for that of the list, and while its days are not two in order."""
        today = self._today()
        usual: dict[str, Callable[[], Period]] = {
            "this_month": lambda: month_of(today.isoformat()),
            "last_month": lambda: last_month(today),
            "quarter": lambda: quarter_of(today),
            "year": lambda: year_of(today.isoformat()),
        }
        chosen = str(self._period.value())
        if chosen in usual:
            return usual[chosen]()
        since, until = self._dates.bounds() if chosen == CUSTOM else ("", "")
        return Period(since, until) if since and since <= until else None

    def choose(self, period: str, since: str = "", until: str = "") -> None:
        """Choose a period."""
        self._period.set_value(period)
        self._dates.set_bounds(since, until)
        self._on_period()

    def say_count(self, text: str) -> None:
        """Say how many records are meant."""
        self._count.setText(text)
        self._count.setAccessibleName(text)

    def _choices(self) -> tuple[Choice, ...]:
        of_list = (Choice(LIST, self.tr("跟列表一样"), self.tr("跟列表一样")),) if self._kind.date_field else ()
        named = (
            ("this_month", self.tr("本月")),
            ("last_month", self.tr("上月")),
            ("quarter", self.tr("本季度")),
            ("year", self.tr("今年")),
            (CUSTOM, self.tr("自选")),
        )
        return (*of_list, *(Choice(code, label, label) for code, label in named))

    def _on_period(self) -> None:
        chosen = self._period.value()
        self._dates.show_for(chosen)
        self._dates.begin(chosen)
        self.changed.emit()
