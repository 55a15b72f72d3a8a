"""The main numbers of a period, how they come out even, and what else happened: calm, the big ones first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop.services.figuring import COMING, COUNTS, GOING, LEAVING, Numbers, PeriodFigures
from desktop.ui.figures.numbers import BigNumber, NumberLink, Shown
from desktop.ui.theme import GAP, GAP_MEDIUM, GAP_SMALL, metrics
from desktop.ui.translation import label_of, language_shown
from desktop.ui.widgets.flow import FlowLayout
from desktop.ui.widgets.naming import name_widget, set_look
from desktop.wording.figures import meaning

_CARDS: Mapping[str, tuple[str, ...]] = {
    "working": ("suspended", "long_term", "with_superior"),
    "overdue": ("yellow", "red", "extended"),
    "built": ("on_the_spot", "reported_up"),
    "closed": ("substantive", "staged", "procedural", "unsaid", "closed_reported", "answered"),
    "on_time": ("timed", "on_time", "on_time_extended", "closed_late", "untimed"),
    "content": ("asked", "satisfied", "mostly", "dissatisfied", "otherwise", "unasked"),
}
"""The big numbers, and those beside each. 程序性 and 挂账 stand by themselves, in no rate."""
_RATES = {"on_time": "timed", "content": "asked"}
_ONLY_WHEN_THERE = frozenset(
    {
        "unsaid",
        "untimed",
        "otherwise",
        "unasked",
        "yellow",
        "red",
        "on_the_spot",
        "with_superior",
        "reported_up",
        "closed_reported",
    }
)
_OTHERS = (
    "repeated",
    "closed_and_reopened",
    "never_built",
    "transferred_after",
    "withdrawn",
    "typed_late",
)
_SELDOM = frozenset({"reopened", *LEAVING})
"""Parts of the balance that are shown when they occurred."""
_CARD_EMS = 13
"""Least width of a card in characters."""


def shown_count(found: PeriodFigures, count: str) -> Shown:
    """A count as it is shown and pressed; how often stands beside how many where both are known."""
    number = found.total[count]
    text = f"{number:,}"
    times = found.total.get(f"{count}.times")
    if times is not None and times > number:
        text += QCoreApplication.translate("FigureCards", "（{times} 次）").format(times=f"{times:,}")
    hint = meaning(count, language_shown())
    return Shown(label_of(COUNTS[count]), text, found.figure(count), hint)


def _wrapping(widget: QWidget) -> FlowLayout:
    """A layout for ``widget`` that wraps, and makes it as high as its lines."""
    flow = FlowLayout(GAP_SMALL)
    widget.setLayout(flow)
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    widget.setSizePolicy(policy)
    return flow


class NumberRow(QWidget):
    """Small numbers in a row that wraps, each called ``<name>.<count>``. They stay, so the cursor stays on them."""

    wanted = Signal(object)

    def __init__(self, name: str, counts: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        flow = _wrapping(self)
        flow.setContentsMargins(0, 0, 0, 0)
        self._links: dict[str, NumberLink] = {}
        for count in counts:
            link = self._links[count] = NumberLink(f"{name}.{count}", Shown("", ""), self)
            link.wanted.connect(self.wanted)
            flow.addWidget(link)

    def show_figures(self, found: PeriodFigures, only_when_there: frozenset[str]) -> bool:
        """Show the numbers of a period; gives whether there are any."""
        for count, link in self._links.items():
            link.show_number(shown_count(found, count))
            link.setVisible(bool(found.total[count]) or count not in only_when_there)
        return any(not link.isHidden() for link in self._links.values())


class FigureCards(QWidget):
    """The big numbers, as many beside each other as there is room for."""

    wanted = Signal(object)
    """Carries the :class:`Shown` that was pressed."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._big: dict[str, BigNumber] = {}
        self._beside: dict[str, NumberRow] = {}
        self._cards = [self._make_card(name, count, beside) for count, beside in _CARDS.items()]
        self._across = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP_MEDIUM)
        self._place()

    def show_figures(self, found: PeriodFigures) -> None:
        """Show the numbers of a period."""
        for count in _CARDS:
            self._big[count].show_number(self._shown(found, count))
            self._beside[count].show_figures(found, _ONLY_WHEN_THERE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        room = self.width() // (_CARD_EMS * metrics().text)
        across = next((count for count in (6, 3, 2) if count <= room), 1)
        if across == self._across:
            return
        self._across = across
        for place, card in enumerate(self._cards):
            self._grid.addWidget(card, place // across, place % across)
        for column in range(len(self._cards)):
            self._grid.setColumnStretch(column, 1 if column < across else 0)

    def _make_card(self, name: str, count: str, beside: Sequence[str]) -> QFrame:
        card = QFrame(self)
        name_widget(card, f"{name}.{count}.card", label_of(COUNTS[count]))
        card.setProperty("kind", "card")
        big = self._big[count] = BigNumber(f"{name}.{count}", Shown("", ""), card)
        row = self._beside[count] = NumberRow(f"{name}.{count}", beside, card)
        column = QVBoxLayout(card)
        column.setContentsMargins(GAP, GAP, GAP, GAP)
        column.setSpacing(0)
        for part in (big, row):
            part.wanted.connect(self.wanted)
            column.addWidget(part)
        column.addStretch(1)
        return card

    def _shown(self, found: PeriodFigures, count: str) -> Shown:
        plain = shown_count(found, count)
        if count not in _RATES:
            tone = "danger_text" if count == "overdue" and found.total[count] else "text"
            return Shown(plain.label, f"{found.total[count]:,}", plain.figure, plain.hint, tone)
        label = self.tr("按期办结率") if count == "on_time" else self.tr("满意率")
        percent = _percent(found.total, count, _RATES[count])
        return Shown(label, percent, plain.figure, plain.hint, words=plain.label)


def _percent(numbers: Numbers, part: str, whole: str) -> str:
    return f"{100 * numbers[part] / numbers[whole]:.1f}%" if numbers[whole] else "—"


class BalanceLine(QFrame):
    """上期办理中 + 建账 − 办结 = 办理中, with every other way in and out that occurred; says whether it comes out."""

    wanted = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name_widget(self, name, self.tr("对账"))
        self.setProperty("kind", "card")
        self._flow = _wrapping(self)
        self._flow.setContentsMargins(GAP, GAP_SMALL, GAP, GAP_SMALL)
        self._parts: dict[str, tuple[QLabel, NumberLink]] = {}
        for count in (*COMING, *GOING, "working"):
            self._add("=" if count == "working" else "−" if count in GOING else "+", count)
        self._parts["carried"][0].hide()
        self._verdict = self._word("verdict", "")

    def show_figures(self, found: PeriodFigures) -> None:
        """Show the balance of a period."""
        for count, (sign, link) in self._parts.items():
            is_there = bool(found.total[count]) or count not in _SELDOM
            link.show_number(shown_count(found, count))
            link.setVisible(is_there)
            sign.setVisible(is_there and count != "carried")
        expected = sum(found.total[count] for count in COMING) - sum(found.total[count] for count in GOING)
        is_right = expected == found.total["working"]
        text = self.tr("✓ 相符") if is_right else self.tr("不符：应为 {count}").format(count=expected)
        self._verdict.setText(text)
        self._verdict.setAccessibleName(text)
        set_look(self._verdict, tone="green" if is_right else "danger")

    def _add(self, sign: str, count: str) -> None:
        word = self._word(f"sign.{count}", sign)
        word.setProperty("tone", "muted")
        link = NumberLink(f"{self.objectName()}.{count}", Shown("", ""), self)
        link.wanted.connect(self.wanted)
        self._flow.addWidget(link)
        self._parts[count] = (word, link)

    def _word(self, name: str, text: str) -> QLabel:
        label = QLabel(text, self)
        name_widget(label, f"{self.objectName()}.{name}", text)
        label.setMinimumHeight(label.fontMetrics().height() + GAP)
        self._flow.addWidget(label)
        return label


class OtherNumbers(QFrame):
    """What is counted beside: what never occurred is left out."""

    wanted = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name_widget(self, name, self.tr("另记"))
        self.setProperty("kind", "card")
        self._row = NumberRow(name, _OTHERS, self)
        self._row.wanted.connect(self.wanted)
        self._later = QLabel(self)
        name_widget(self._later, f"{name}.later", "")
        self._later.setProperty("tone", "muted")
        self._later.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP, GAP_SMALL, GAP, GAP_SMALL)
        column.addWidget(self._row)
        column.addWidget(self._later)

    def show_figures(self, found: PeriodFigures) -> None:
        """Show the other numbers of a period."""
        has_any = self._row.show_figures(found, frozenset(_OTHERS))
        text = self.tr("另有 {count} 件在 {day} 以后还有办理，没有算进来。")
        text = text.format(count=found.later, day=found.period.last) if found.later else ""
        self._later.setText(text)
        self._later.setAccessibleName(text)
        self._later.setVisible(bool(text))
        self._row.setVisible(has_any)
        self.setVisible(has_any or bool(text))
