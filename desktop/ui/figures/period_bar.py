"""Which period and which village the figures are of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from desktop.domain.fields import Choice
from desktop.services.figuring import Period, last_month, month_of, quarter_of, year_of
from desktop.ui.filter_choices import CUSTOM
from desktop.ui.filter_parts import PeriodDates
from desktop.ui.theme import GAP
from desktop.ui.widgets.choices import ChoiceButtons
from desktop.ui.widgets.flow import FlowLayout
from desktop.ui.widgets.naming import name_widget

THIS_MONTH, LAST_MONTH, QUARTER, YEAR = "this_month", "last_month", "quarter", "year"


class PeriodBar(QWidget):
    """Buttons for the usual periods, days for another, and a list of villages where there are several."""

    changed = Signal()

    def __init__(
        self, name: str, villages: Mapping[str, str], today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._today = today
        self._periods = ChoiceButtons(f"{name}.period", self.tr("期间"), self._choices(), required=True, parent=self)
        self._periods.set_value(THIS_MONTH)
        self._periods.edited.connect(self._on_period)
        self._dates = PeriodDates(name, today, self)
        self._dates.finished.connect(self.changed)
        self._villages = QComboBox(self)
        name_widget(self._villages, f"{name}.village", self.tr("哪个村"))
        name_widget(self._villages.view(), f"{name}.village.list", self.tr("哪个村"))
        self._villages.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._villages.setMaximumWidth(14 * self.fontMetrics().height())
        self._villages.addItem(self.tr("全镇"), "")
        for code, village in villages.items():
            self._villages.addItem(village, code)
        self._villages.setVisible(len(villages) > 1)
        self._villages.currentIndexChanged.connect(lambda: self.changed.emit())
        flow = FlowLayout(GAP)
        flow.setContentsMargins(0, 0, 0, 0)
        for widget in (self._periods, *self._dates.widgets, self._villages):
            flow.addWidget(widget)
        self.setLayout(flow)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._show_days()

    @property
    def village(self) -> str:
        """The code of the village chosen; empty for all."""
        return str(self._villages.currentData() or "")

    def period(self) -> Period | None:
        """The period chosen; None while its days are not two days in order."""
        today = self._today()
        usual = {
            THIS_MONTH: lambda: month_of(today.isoformat()),
            LAST_MONTH: lambda: last_month(today),
            QUARTER: lambda: quarter_of(today),
            YEAR: lambda: year_of(today.isoformat()),
        }
        chosen = str(self._periods.value())
        if chosen in usual:
            return usual[chosen]()
        since, until = self._dates.bounds()
        return Period(since, until) if since and since <= until and since <= today.isoformat() else None

    def work(self) -> None:
        """Put the cursor on the period."""
        self._periods.setFocus()

    def choose(self, period: str, since: str = "", until: str = "") -> None:
        """Choose one of the usual periods, or ``custom`` from one day to another."""
        self._periods.set_value(period)
        self._dates.set_bounds(since, until)
        self._show_days()
        self.changed.emit()

    def _choices(self) -> tuple[Choice, ...]:
        return (
            Choice(THIS_MONTH, "本月", "This month"),
            Choice(LAST_MONTH, "上月", "Last month"),
            Choice(QUARTER, "本季", "This quarter"),
            Choice(YEAR, "本年", "This year"),
            Choice(CUSTOM, "自定", "From … to …"),
        )

    def _on_period(self) -> None:
        if self._periods.value() == CUSTOM and not self._dates.bounds()[0]:
            today = self._today().isoformat()
            self._dates.set_bounds(year_of(today).first, today)
        self._show_days()
        self.changed.emit()

    def _show_days(self) -> None:
        self._dates.show_for(self._periods.value())
