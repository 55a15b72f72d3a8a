"""期限与灯: how many days issues have, which days count, when to warn, the colours of the lights."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from desktop.domain.deadlines import DAY_COUNT_CHOICES, DayCount
from desktop.domain.kinds import ISSUE
from desktop.services.settings import OfficeSettings
from desktop.services.workdays import known_years
from desktop.ui.pages.light_colours import LightColours
from desktop.ui.pages.settings_parts import Card, DaysBox, hint_label
from desktop.ui.step_words import setting_name
from desktop.ui.theme import GAP, GAP_MEDIUM
from desktop.ui.translation import label_of
from desktop.ui.widgets.choices import ChoiceButtons

URGENCIES = {"urgent_days": "urgent", "ordinary_days": "ordinary", "hard_days": "hard"}
LIMITS = (*URGENCIES, "due_days")
"""Settings that count as ``day_count`` says; the other days are those of the calendar."""


class DeadlineCard(Card):
    """``edited`` carries the name of a setting and its new value."""

    edited = Signal(str, object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("settings.deadlines", QCoreApplication.translate("SettingsDeadlines", "期限与灯"), parent)
        # Made in the order of the eye, in which Tab goes.
        self._days = {key: self._box(key) for key in ("due_days", *URGENCIES)}
        self._count = ChoiceButtons(
            "settings.day_count", setting_name("day_count"), DAY_COUNT_CHOICES, required=True, parent=self
        )
        self._days |= {key: self._box(key) for key in ("warn_days", "check_days")}
        self._known = hint_label("", self)
        self._known.setObjectName("settings.holidays")
        self._lights = LightColours(self)
        self._build()
        for key, box in self._days.items():
            box.valueChanged.connect(partial(self.edited.emit, key))
        self._count.edited.connect(lambda: self.edited.emit("day_count", self._count.value()))
        self._lights.edited.connect(partial(self.edited.emit, "light_colours"))

    def show_settings(self, settings: OfficeSettings) -> None:
        """Show what holds now."""
        is_working = settings.day_count is DayCount.WORKING
        unit = self.tr(" 个工作日") if is_working else self.tr(" 天")
        for key, box in self._days.items():
            box.blockSignals(True)
            box.setValue(getattr(settings, key))
            if key in LIMITS:
                box.setSuffix(unit)
            box.blockSignals(False)
        self._count.set_value(str(settings.day_count))
        first, last = known_years() if is_working else (0, 0)
        said = self.tr("放假和调休已知到 {last} 年；以后的年份先按周一至周五算，程序升级后就按国家的安排算。")
        self._known.setText(said.format(last=last))
        self._known.setVisible(bool(first))
        self._lights.show_colours(dict(settings.light_colours))

    def _build(self) -> None:
        hint = self.tr("建账交办时先填好的期限，从收集之日起算，可以改。")
        self.add_row(setting_name("due_days"), self._days["due_days"], hint, fills=False)
        by_urgency = self.tr("写明了紧急程度的问题，用这里的期限。")
        self.add_row(self.tr("按紧急程度"), self._urgencies(), by_urgency, fills=False)
        self.add_row(setting_name("day_count"), self._count)
        self.add_below(self._known)
        soon = self.tr("离期限不到这么多天，问题亮“临期”。")
        self.add_row(setting_name("warn_days"), self._days["warn_days"], soon, fills=False)
        waiting = self.tr("报完成后这么多天还没有核查，在“今日”里提醒。")
        self.add_row(setting_name("check_days"), self._days["check_days"], waiting, fills=False)
        self.add_row(setting_name("light_colours"), self._lights)

    def _box(self, key: str) -> DaysBox:
        return DaysBox(f"settings.{key}", setting_name(key), self)

    def _urgencies(self) -> QWidget:
        box = QWidget(self)
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GAP)
        for place, (key, urgency) in enumerate(URGENCIES.items()):
            choice = ISSUE.field("urgency").choice(urgency)
            word = QLabel(label_of(choice) if choice is not None else urgency, box)
            word.setBuddy(self._days[key])
            grid.addWidget(word, 0, 3 * place)
            grid.addWidget(self._days[key], 0, 3 * place + 1)
            grid.setColumnMinimumWidth(3 * place + 2, GAP_MEDIUM)
        box.setFocusProxy(self._days["urgent_days"])
        return box
