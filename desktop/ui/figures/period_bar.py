"""Which period and which village the figures are of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QSizePolicy, QWidget

from desktop.domain.dates import day_of, parse_date
from desktop.domain.fields import Choice
from desktop.services.figuring import Period, last_month, month_of, quarter_of, year_of
from desktop.ui.theme import GAP
from desktop.ui.widgets.choices import ChoiceButtons
from desktop.ui.widgets.dates import DateEdit
from desktop.ui.widgets.flow import FlowLayout
from desktop.ui.widgets.naming import name_widget

THIS_MONTH, LAST_MONTH, QUARTER, YEAR, CUSTOM = "this_month", "last_month", "quarter", "year", "custom"


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
        self._since = self._make_date("since", self.tr("起始日期"))
        self._dash = QLabel(self.tr("至"), self)
        self._dash.setMinimumHeight(self._since.sizeHint().height())
        self._until = self._make_date("until", self.tr("截止日期"))
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
        for widget in (self._periods, self._since, self._dash, self._until, self._villages):
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
        since, until = (day_of(edit.value()) for edit in (self._since, self._until))
        if since is None or until is None or not since <= until or since > today:
            return None
        return Period(since.isoformat(), until.isoformat())

    def work(self) -> None:
        """Put the cursor on the period."""
        self._periods.setFocus()

    def choose(self, period: str, since: str = "", until: str = "") -> None:
        """Choose one of the usual periods, or ``custom`` from one day to another."""
        self._periods.set_value(period)
        for edit, day in ((self._since, since), (self._until, until)):
            with QSignalBlocker(edit):
                edit.set_value(day or None)
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

    def _make_date(self, name: str, label: str) -> DateEdit:
        edit = DateEdit(
            f"{self.objectName()}.{name}",
            label,
            parse=lambda text: parse_date(text, today=self._today()),
            today=self._today,
            parent=self,
        )
        edit.setFixedWidth(9 * self.fontMetrics().height())
        edit.editingFinished.connect(self.changed.emit)
        return edit

    def _on_period(self) -> None:
        if self._periods.value() == CUSTOM and self._since.value() is None:
            with QSignalBlocker(self._since), QSignalBlocker(self._until):
                self._since.set_value(self._today().replace(month=1, day=1).isoformat())
                self._until.set_value(self._today().isoformat())
        self._show_days()
        self.changed.emit()

    def _show_days(self) -> None:
        for widget in (self._since, self._dash, self._until):
            widget.setVisible(self._periods.value() == CUSTOM)
