"""The bar above a list: period, choices, words; how many were found; one way back to all."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from desktop.domain.lights import Light
from desktop.services.finding import Query
from desktop.services.views import Wanted
from desktop.ui.figure_chip import FIGURE, FigureChip
from desktop.ui.filter_choices import ABOVE, CUSTOM, DATED, LIGHTS, PERIOD, Filter, period_filter
from desktop.ui.filter_parts import PeriodDates, make_text
from desktop.ui.icons import icon
from desktop.ui.theme import GAP, metrics
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.flow import FlowLayout
from desktop.ui.widgets.naming import name_widget, set_look

TYPING_RESTS_MS = 250


class FilterBar(QWidget):
    """Object names are ``<name>.period``, ``<name>.text``, ``<name>.<field>`` and so on."""

    changed = Signal()
    """What is wanted changed; typed words are waited for until typing rests."""

    def __init__(
        self,
        name: str,
        filters: Sequence[Filter],
        *,
        has_period: bool,
        has_views: bool = False,
        today: Callable[[], date],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._combos: dict[str, QComboBox] = {}
        self._rare: set[str] = set()
        self._hidden: frozenset[str] = frozenset()
        self._words = ""
        self._is_wide = False
        self._today = today
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(TYPING_RESTS_MS)
        self._rest.timeout.connect(self._on_typing_rested)
        self._flow = FlowLayout(GAP)
        self.figure = FigureChip(f"{name}.figure", self)
        self.figure.dropped.connect(self.clear)
        self._flow.addWidget(self.figure)
        self._dates: PeriodDates | None = None
        self.views_button: QPushButton | None = None
        if has_views:
            self.views_button = self._add_button("views", self.tr("常用筛选"))
            self.views_button.setIcon(icon("chevron-down"))
        if has_period:
            self._add_period()
        for each in filters:
            if not each.is_rare:
                self._add_combo(each)
        self.text = make_text(self)
        self.text.edited.connect(lambda: self._rest.start())
        self._flow.addWidget(self.text)
        self._more = self._add_button("more", self.tr("更多条件"), self._toggle_rare, "link")
        for each in filters:
            if each.is_rare:
                self._add_combo(each)
        self._clear = self._add_button("clear", self.tr("清除筛选"), self.clear, "link")
        self._lay_out()
        self._show_state()

    def _lay_out(self) -> None:
        self._count = QLabel(self)
        self._count.setProperty("tone", "muted")
        self._count.setMinimumHeight(metrics().row)
        name_widget(self._count, f"{self.objectName()}.count", "")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addLayout(self._flow, 1)
        row.addWidget(self._count, 0, Qt.AlignmentFlag.AlignTop)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _add_button(
        self, name: str, text: str, on_click: Callable[[], object] | None = None, look: str = ""
    ) -> QPushButton:
        button = make_button(self, f"{self.objectName()}.{name}", text, on_click, look)
        button.setProperty("tall", True)
        self._flow.addWidget(button)
        return button

    def _add_period(self) -> None:
        self._add_combo(period_filter())
        self._dates = PeriodDates(self.objectName(), self._today, self)
        self._dates.edited.connect(lambda: self._rest.start())
        for widget in self._dates.widgets:
            self._flow.addWidget(widget)

    @property
    def is_active(self) -> bool:
        """Whether anything is filtered out."""
        return (
            self.figure.chosen is not None
            or bool(self._words)
            or any(combo.currentIndex() > 0 for combo in self._combos.values())
        )

    def query(self, kind: str) -> Query:
        """What the bar asks for."""
        return replace(self.wanted().query(kind, self._today()), figure=self.figure.chosen)

    def wanted(self) -> Wanted:
        """What the bar asks for, as it can be kept by name."""
        chosen = {name: combo.currentData() for name, combo in self._combos.items() if combo.currentIndex() > 0}
        period = chosen.pop(PERIOD, "")
        since, until = self._dates.bounds() if self._dates is not None and period == CUSTOM else ("", "")
        return Wanted(
            lights=tuple(Light(light) for light in chosen.pop(LIGHTS, ())),
            period="" if period == CUSTOM else period,
            since=since,
            until=until,
            dated=chosen.pop(DATED, ""),
            above=chosen.pop(ABOVE, ()),
            text=self._words,
            where=chosen,
        )

    def want(self, wanted: Wanted) -> None:
        """Let through just this."""
        asked: dict[str, Any] = {**wanted.where, LIGHTS: wanted.lights, DATED: wanted.dated, ABOVE: wanted.above}
        asked[PERIOD] = CUSTOM if wanted.since or wanted.until else wanted.period
        if self._dates is not None:
            self._dates.set_bounds(wanted.since, wanted.until)
        self.choose({**{name: value for name, value in asked.items() if value}, "text": wanted.text})

    def set_choices(self, name: str, values: Sequence[str]) -> None:
        """Fill a list from the ledger; what was chosen stays chosen."""
        combo = self._combos[name]
        chosen = combo.currentData()
        with QSignalBlocker(combo):
            while combo.count() > 1:
                combo.removeItem(1)
            for value in values:
                combo.addItem(value, value)
            if chosen is not None and chosen not in values:
                combo.addItem(_words_for(combo, chosen), chosen)
            combo.setCurrentIndex(max(0, combo.findData(chosen)))

    def withhold(self, names: Collection[str]) -> None:
        """Offer these no more, and all others again: whoever works now may not ask for them."""
        self._hidden = frozenset(names)
        for name in self._hidden & self._combos.keys():
            with QSignalBlocker(self._combos[name]):
                self._combos[name].setCurrentIndex(0)
        self._show_state()

    def learn(self, name: str, value: str) -> None:
        """Offer a value of a record that was just written as well."""
        combo = self._combos[name]
        known = [combo.itemData(at) for at in range(1, combo.count())]
        if value not in known:
            self.set_choices(name, sorted([*known, value]))

    def choose(self, wanted: Mapping[str, Any]) -> None:
        """Let through just this: field names to values, ``light`` to a list of lights, ``text`` to words.

        ``figure`` to a number of the figures and its words: the issues behind it.
        """
        self._reset()
        for name, value in wanted.items():
            if name == FIGURE:
                self.figure.choose(*value)
                continue
            if name == "text":
                self.text.set_value(value)
                self._words = str(value or "")
                continue
            if name not in self._combos:
                # A filter may ask for what has no drop-down of its own, until it is cleared.
                self._add_combo(Filter(name, self.tr("全部"), is_rare=True))
            combo = self._combos[name]
            data = tuple(str(one) for one in value) if isinstance(value, (list, tuple)) else value
            at = next((at for at in range(combo.count()) if combo.itemData(at) == data), -1)
            with QSignalBlocker(combo):
                if at < 0:
                    combo.addItem(_words_for(combo, data), data)
                    at = combo.count() - 1
                combo.setCurrentIndex(at)
        self._show_state()
        self.changed.emit()

    def clear(self) -> None:
        """Let everything through."""
        self._reset()
        self._show_state()
        self.changed.emit()

    def show_count(self, count: int | None) -> None:
        """Say how many records were found, or that it is being looked for."""
        text = self.tr("正在查找…") if count is None else self.tr("共 {count} 条").format(count=f"{count:,}")
        self._count.setText(text)
        self._count.setAccessibleName(text)

    def _reset(self) -> None:
        self._rest.stop()
        self._words = ""
        self.figure.forget()
        self.text.set_value(None)
        for combo in self._combos.values():
            with QSignalBlocker(combo):
                combo.setCurrentIndex(0)

    def _add_combo(self, one: Filter) -> None:
        combo = QComboBox(self)
        name_widget(combo, f"{self.objectName()}.{one.name}", one.label)
        combo.view().setObjectName(f"{self.objectName()}.{one.name}.list")
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        combo.setMaximumWidth(11 * self.fontMetrics().height())
        combo.addItem(one.label, None)
        for text, value in one.choices:
            combo.addItem(text, value)
        combo.currentIndexChanged.connect(self._on_chosen)
        self._combos[one.name] = combo
        if one.is_rare:
            self._rare.add(one.name)
        self._flow.addWidget(combo)

    def _toggle_rare(self) -> None:
        self._is_wide = not self._is_wide
        self._show_state()

    def _show_state(self) -> None:
        self._clear.setVisible(self.is_active)
        if self._dates is not None:
            self._dates.show_for(self._combos[PERIOD].currentData())
        for name, combo in self._combos.items():
            is_used = combo.currentIndex() > 0
            set_look(combo, active=is_used)
            # A condition that works is never out of sight.
            is_offered = name not in self._rare or self._is_wide
            combo.setVisible(is_used or (is_offered and name not in self._hidden))
        self._more.setVisible(bool(self._rare))
        text = self.tr("收起条件") if self._is_wide else self.tr("更多条件")
        self._more.setText(text)
        self._more.setAccessibleName(text)

    def _on_chosen(self) -> None:
        self._show_state()
        period = self._combos.get(PERIOD)
        if self._dates is not None and self.sender() is period and period is not None:
            self._dates.begin(period.currentData())
        self.changed.emit()

    def _on_typing_rested(self) -> None:
        self._words = self.text.text().strip()
        self._show_state()
        self.changed.emit()


def _words_for(combo: QComboBox, data: Any) -> str:
    """What a value is called that the list does not have by itself: several of its values, or the value."""
    known = {combo.itemData(at): combo.itemText(at) for at in range(1, combo.count())}
    single = {
        value[0] if isinstance(value, tuple) and len(value) == 1 else value: text for value, text in known.items()
    }
    return "、".join(str(single.get(one, one)) for one in (data if isinstance(data, tuple) else (data,)))
