"""The bar above a list: period, choices, words; how many were found; one way back to all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from desktop.domain.dates import parse_date
from desktop.domain.lights import Light
from desktop.services.finding import Query
from desktop.ui.icons import icon
from desktop.ui.theme import GAP, metrics
from desktop.ui.widgets.dates import DateEdit
from desktop.ui.widgets.flow import FlowLayout
from desktop.ui.widgets.naming import name_widget, set_look
from desktop.ui.widgets.texts import LineEdit

TYPING_RESTS_MS = 250
LIGHTS, PERIOD = "light", "period"
CUSTOM = "custom"


@dataclass(frozen=True, slots=True)
class Filter:
    """One drop-down. ``name`` is a field, or ``LIGHTS``; ``label`` is what it says while it lets everything through.

    ``choices`` are (text, value); empty for a list that is filled from the ledger later.
    """

    name: str
    label: str
    choices: tuple[tuple[str, Any], ...] = ()


def period_bounds(period: str, today: date) -> tuple[str, str]:
    """First and last ISO day of ``this_month``, ``last_month``, ``this_year``, ``last_year``; empty for no bound."""
    first = today.replace(day=1)
    if period == "this_month":
        next_month = (first + timedelta(days=31)).replace(day=1)
        return first.isoformat(), (next_month - timedelta(days=1)).isoformat()
    if period == "last_month":
        last = first - timedelta(days=1)
        return last.replace(day=1).isoformat(), last.isoformat()
    if period == "this_year":
        return f"{today.year}-01-01", f"{today.year}-12-31"
    if period == "last_year":
        return f"{today.year - 1}-01-01", f"{today.year - 1}-12-31"
    return "", ""


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
        today: Callable[[], date],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._today = today
        self._combos: dict[str, QComboBox] = {}
        self._words = ""
        self._flow = FlowLayout(GAP)
        if has_period:
            self._add_period()
        for each in filters:
            self._add_combo(each.name, each.label, each.choices)
        self.text = self._make_text()
        self._flow.addWidget(self.text)
        self._clear = self._make_clear()
        self._flow.addWidget(self._clear)
        self._count = QLabel(self)
        self._count.setProperty("tone", "muted")
        self._count.setMinimumHeight(metrics().row)
        name_widget(self._count, f"{name}.count", "")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addLayout(self._flow, 1)
        row.addWidget(self._count, 0, Qt.AlignmentFlag.AlignTop)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(TYPING_RESTS_MS)
        self._rest.timeout.connect(self._on_typing_rested)
        self._show_state()

    @property
    def is_active(self) -> bool:
        """Whether anything is filtered out."""
        return bool(self._words) or any(combo.currentIndex() > 0 for combo in self._combos.values())

    def query(self, kind: str) -> Query:
        """What the bar asks for."""
        where: dict[str, Any] = {}
        lights: tuple[Light, ...] = ()
        for name, combo in self._combos.items():
            value = combo.currentData()
            if value is None or name == PERIOD:
                continue
            if name == LIGHTS:
                lights = tuple(Light(light) for light in value)
            else:
                where[name] = value
        since, until = self._bounds()
        return Query(kind, where, since, until, lights, self._words)

    def set_choices(self, name: str, values: Sequence[str]) -> None:
        """Fill a list from the ledger; what was chosen stays chosen."""
        combo = self._combos[name]
        chosen = combo.currentData()
        with QSignalBlocker(combo):
            while combo.count() > 1:
                combo.removeItem(1)
            for value in dict.fromkeys([*values, *([chosen] if chosen is not None else [])]):
                combo.addItem(value, value)
            combo.setCurrentIndex(max(0, combo.findData(chosen)))

    def learn(self, name: str, value: str) -> None:
        """Offer a value of a record that was just written as well."""
        combo = self._combos[name]
        known = [combo.itemData(at) for at in range(1, combo.count())]
        if value not in known:
            self.set_choices(name, sorted([*known, value]))

    def choose(self, wanted: Mapping[str, Any]) -> None:
        """Let through just this: field names to values, ``light`` to a list of lights, ``text`` to words."""
        self._reset()
        for name, value in wanted.items():
            if name == "text":
                self.text.set_value(value)
                self._words = str(value or "")
                continue
            combo = self._combos[name]
            data = tuple(value) if name == LIGHTS else value
            at = next((at for at in range(combo.count()) if combo.itemData(at) == data), -1)
            if at < 0:
                combo.addItem("、".join(map(str, data)) if name == LIGHTS else str(value), data)
                at = combo.count() - 1
            with QSignalBlocker(combo):
                combo.setCurrentIndex(at)
        self._show_state()
        self.changed.emit()

    def clear(self) -> None:
        """Let everything through."""
        self._reset()
        self._show_state()
        self.changed.emit()

    def show_count(self, count: int) -> None:
        """Say how many records were found."""
        text = self.tr("共 {count} 条").format(count=f"{count:,}")
        self._count.setText(text)
        self._count.setAccessibleName(text)

    def _reset(self) -> None:
        self._rest.stop()
        self._words = ""
        self.text.set_value(None)
        for combo in self._combos.values():
            with QSignalBlocker(combo):
                combo.setCurrentIndex(0)

    def _bounds(self) -> tuple[str, str]:
        period = self._combos[PERIOD].currentData() if PERIOD in self._combos else None
        if period != CUSTOM:
            return period_bounds(str(period), self._today())
        since, until = (str(edit.value() or "") for edit in (self._since, self._until))
        return (since if _is_day(since) else "", until if _is_day(until) else "")

    def _add_period(self) -> None:
        periods = (
            (self.tr("本月"), "this_month"),
            (self.tr("上月"), "last_month"),
            (self.tr("本年"), "this_year"),
            (self.tr("去年"), "last_year"),
            (self.tr("自定义…"), CUSTOM),
        )
        self._add_combo(PERIOD, self.tr("全部时间"), periods)
        self._since = self._make_date("since", self.tr("起始日期"))
        self._dash = QLabel(self.tr("至"), self)
        self._dash.setMinimumHeight(self._since.sizeHint().height())
        self._until = self._make_date("until", self.tr("截止日期"))
        for widget in (self._since, self._dash, self._until):
            self._flow.addWidget(widget)

    def _make_date(self, name: str, label: str) -> DateEdit:
        edit = DateEdit(f"{self.objectName()}.{name}", label, parse=self._parse, today=self._today, parent=self)
        edit.setFixedWidth(9 * self.fontMetrics().height())
        edit.edited.connect(self._on_text_edited)
        return edit

    def _parse(self, text: str) -> str:
        return parse_date(text, today=self._today())

    def _add_combo(self, name: str, label: str, choices: Sequence[tuple[str, Any]]) -> None:
        combo = QComboBox(self)
        name_widget(combo, f"{self.objectName()}.{name}", label)
        combo.view().setObjectName(f"{self.objectName()}.{name}.list")
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        combo.setMaximumWidth(11 * self.fontMetrics().height())
        combo.addItem(label, None)
        for text, value in choices:
            combo.addItem(text, value)
        combo.currentIndexChanged.connect(self._on_chosen)
        self._combos[name] = combo
        self._flow.addWidget(combo)

    def _make_text(self) -> LineEdit:
        line = LineEdit(f"{self.objectName()}.text", self.tr("筛选文字"), self)
        line.setPlaceholderText(self.tr("筛选文字 /"))
        line.addAction(icon("search"), LineEdit.ActionPosition.LeadingPosition)
        line.setClearButtonEnabled(True)
        # Qt makes these buttons without names.
        sign, *clears = line.findChildren(QToolButton)
        name_widget(sign, f"{line.objectName()}.sign", self.tr("筛选文字"))
        for clear in clears:
            name_widget(clear, f"{line.objectName()}.clear", self.tr("清除文字"))
        line.setFixedWidth(11 * self.fontMetrics().height())
        line.edited.connect(self._on_text_edited)
        return line

    def _make_clear(self) -> QPushButton:
        button = QPushButton(self.tr("清除筛选"), self)
        name_widget(button, f"{self.objectName()}.clear", self.tr("清除筛选"))
        button.setProperty("kind", "link")
        button.setFixedHeight(metrics().row)
        button.setAutoDefault(False)
        button.clicked.connect(self.clear)
        return button

    def _show_state(self) -> None:
        self._clear.setVisible(self.is_active)
        if PERIOD in self._combos:
            is_custom = self._combos[PERIOD].currentData() == CUSTOM
            for widget in (self._since, self._dash, self._until):
                widget.setVisible(is_custom)
        for combo in self._combos.values():
            set_look(combo, active=combo.currentIndex() > 0)

    def _on_chosen(self) -> None:
        self._show_state()
        period = self._combos.get(PERIOD)
        if period is not None and self.sender() is period and period.currentData() == CUSTOM:
            self._since.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _on_text_edited(self) -> None:
        self._rest.start()

    def _on_typing_rested(self) -> None:
        self._words = self.text.text().strip()
        self._show_state()
        self.changed.emit()


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def light_filter() -> Filter:
    """The drop-down of lights, by themselves and as leaders ask for them."""
    words = {
        Light.OVERDUE: QCoreApplication.translate("FilterBar", "逾期"),
        Light.DUE_SOON: QCoreApplication.translate("FilterBar", "临期"),
        Light.NORMAL: QCoreApplication.translate("FilterBar", "正常"),
        Light.CLOSED: QCoreApplication.translate("FilterBar", "已销号"),
        Light.NONE: QCoreApplication.translate("FilterBar", "不再办理"),
    }
    single = [(word, (light.value,)) for light, word in words.items()]
    urgent = QCoreApplication.translate("FilterBar", "逾期和临期")
    unsolved = QCoreApplication.translate("FilterBar", "全部未销号")
    choices = (
        (unsolved, ("overdue", "due_soon", "normal")),
        (urgent, ("overdue", "due_soon")),
        *single,
    )
    return Filter(LIGHTS, QCoreApplication.translate("FilterBar", "全部灯"), choices)
