"""The main numbers of a period, how they come out even, and what else happened: calm, the big ones first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop.services.figuring import COMING, COUNTS, GOING, LEAVING, Numbers, PeriodFigures
from desktop.ui.figures.numbers import BigNumber, NumberLink, Shown
from desktop.ui.theme import GAP, GAP_MEDIUM, GAP_SMALL, metrics
from desktop.ui.translation import is_english, label_of
from desktop.ui.widgets.flow import FlowLayout
from desktop.ui.widgets.naming import name_widget
from desktop.wording.figures import meaning

_CARDS: Mapping[str, tuple[str, ...]] = {
    "working": ("suspended", "long_term", "with_superior"),
    "overdue": ("yellow", "red", "extended"),
    "built": ("on_the_spot", "reported_up"),
    "closed": ("substantive", "staged", "procedural", "unsaid"),
    "on_time": ("on_time_extended", "closed_late", "untimed"),
    "content": ("satisfied", "mostly", "dissatisfied", "otherwise", "unasked"),
}
"""The big numbers, and those beside each. 程序性 and 挂账 stand by themselves, in no rate."""
_RATES = {"on_time": "timed", "content": "asked"}
_ONLY_WHEN_THERE = frozenset(
    {"unsaid", "untimed", "otherwise", "unasked", "yellow", "red", "on_the_spot", "with_superior", "reported_up"}
)
_OTHERS = (
    "repeated",
    "closed_and_reopened",
    "answered",
    "never_built",
    "transferred_after",
    "withdrawn",
    "typed_late",
)
_CARD_EMS = 13
"""Least width of a card in characters."""


def shown_count(found: PeriodFigures, count: str) -> Shown:
    """A count as it is shown and pressed; how often stands beside how many where both are known."""
    number = found.total[count]
    text = f"{number:,}"
    times = found.total.get(f"{count}.times")
    if times is not None and times > number:
        text += f"（{times:,} times）" if is_english() else f"（{times:,} 次）"
    hint = meaning(count, "en" if is_english() else "zh")
    return Shown(label_of(COUNTS[count]), text, found.figure(count), hint)


class FigureCards(QWidget):
    """The big numbers, as many beside each other as there is room for."""

    wanted = Signal(object)
    """Carries the :class:`Shown` that was pressed."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._name = name
        self._cards: list[QFrame] = []
        self._across = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP_MEDIUM)

    def show_figures(self, found: PeriodFigures) -> None:
        """Show the numbers of a period."""
        for card in self._cards:
            self._grid.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = [self._make_card(found, count, beside) for count, beside in _CARDS.items()]
        self._across = 0
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        room = self.width() // (_CARD_EMS * metrics().text)
        across = next((count for count in (6, 3, 2) if count <= room), 1)
        if not self._cards or across == self._across:
            return
        self._across = across
        for place, card in enumerate(self._cards):
            self._grid.addWidget(card, place // across, place % across)
        for column in range(len(self._cards)):
            self._grid.setColumnStretch(column, 1 if column < across else 0)

    def _make_card(self, found: PeriodFigures, count: str, beside: Sequence[str]) -> QFrame:
        card = QFrame(self)
        name_widget(card, f"{self._name}.{count}.card", label_of(COUNTS[count]))
        card.setProperty("kind", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(GAP, GAP, GAP, GAP)
        column.setSpacing(0)
        big = BigNumber(f"{self._name}.{count}", self._big(found, count), card)
        big.wanted.connect(self.wanted)
        column.addWidget(big)
        shown = [shown_count(found, one) for one in beside if found.total[one] or one not in _ONLY_WHEN_THERE]
        names = [one for one in beside if found.total[one] or one not in _ONLY_WHEN_THERE]
        if count in _RATES:
            whole = _RATES[count]
            shown.insert(0, _of_whole(found, count, whole))
            names.insert(0, whole)
        column.addWidget(number_flow(f"{self._name}", list(zip(names, shown, strict=True)), self.wanted.emit, card))
        column.addStretch(1)
        return card

    def _big(self, found: PeriodFigures, count: str) -> Shown:
        plain = shown_count(found, count)
        if count not in _RATES:
            tone = "danger_text" if count == "overdue" and found.total[count] else "text"
            return Shown(plain.label, f"{found.total[count]:,}", plain.figure, plain.hint, tone)
        label = self.tr("按期办结率") if count == "on_time" else self.tr("满意率")
        return Shown(label, _percent(found.total, count, _RATES[count]), plain.figure, plain.hint)


def _of_whole(found: PeriodFigures, count: str, whole: str) -> Shown:
    """Of how many the rate is: 5 / 6."""
    plain = shown_count(found, whole)
    return Shown(label_of(COUNTS[count]), f"{found.total[count]:,}/{found.total[whole]:,}", plain.figure, plain.hint)


def _percent(numbers: Numbers, part: str, whole: str) -> str:
    return f"{100 * numbers[part] / numbers[whole]:.1f}%" if numbers[whole] else "—"


def number_flow(name: str, numbers: Sequence[tuple[str, Shown]], on_wanted: object, parent: QWidget) -> QWidget:
    """Small numbers in a row that wraps, each called ``<name>.<count>``."""
    box = QWidget(parent)
    flow = FlowLayout(GAP_SMALL)
    flow.setContentsMargins(0, 0, 0, 0)
    for count, shown in numbers:
        link = NumberLink(f"{name}.{count}", shown, box)
        link.wanted.connect(on_wanted)
        flow.addWidget(link)
    box.setLayout(flow)
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    box.setSizePolicy(policy)
    return box


class BalanceLine(QFrame):
    """上期办理中 + 建账 − 办结 = 办理中, with every other way in and out that occurred; says whether it comes out."""

    wanted = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name_widget(self, name, self.tr("对账"))
        self.setProperty("kind", "card")
        self._flow = FlowLayout(GAP_SMALL)
        self._flow.setContentsMargins(GAP, GAP_SMALL, GAP, GAP_SMALL)
        self.setLayout(self._flow)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_figures(self, found: PeriodFigures) -> None:
        """Show the balance of a period."""
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        rare = ("reopened", *LEAVING)
        parts = [(" " if count == "carried" else "+", count) for count in COMING]
        parts += [("−", count) for count in GOING]
        sum_ = 0
        for sign, count in parts:
            number = found.total[count]
            sum_ += -number if sign == "−" else number
            if number or count not in rare:
                self._add(sign.strip(), found, count)
        self._add("=", found, "working")
        is_right = sum_ == found.total["working"]
        text = self.tr("✓ 相符") if is_right else self.tr("不符：应为 {count}").format(count=sum_)
        self._flow.addWidget(self._word("verdict", text, "green" if is_right else "danger"))

    def _add(self, sign: str, found: PeriodFigures, count: str) -> None:
        if sign:
            self._flow.addWidget(self._word(f"sign.{count}", sign, "muted"))
        link = NumberLink(f"{self.objectName()}.{count}", shown_count(found, count), self)
        link.wanted.connect(self.wanted)
        self._flow.addWidget(link)

    def _word(self, name: str, text: str, tone: str) -> QLabel:
        label = QLabel(text, self)
        name_widget(label, f"{self.objectName()}.{name}", text)
        label.setProperty("tone", tone)
        label.setMinimumHeight(label.fontMetrics().height() + GAP)
        return label


class OtherNumbers(QFrame):
    """What is counted beside: what never occurred is left out."""

    wanted = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name_widget(self, name, self.tr("另记"))
        self.setProperty("kind", "card")
        self._body: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(GAP, GAP_SMALL, GAP, GAP_SMALL)

    def show_figures(self, found: PeriodFigures) -> None:
        """Show the other numbers of a period."""
        if self._body is not None:
            self._column.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        numbers = [(count, shown_count(found, count)) for count in _OTHERS if found.total[count]]
        if found.later:
            hint = self.tr("有办理日期在 {day} 以后的问题，那以后的办理没有算进来。").format(day=found.period.last)
            numbers.append(("later", Shown(self.tr("以后还有办理"), f"{found.later:,}", None, hint)))
        self._body = number_flow(self.objectName(), numbers, self.wanted.emit, self)
        self._column.addWidget(self._body)
        self.setVisible(bool(numbers))
