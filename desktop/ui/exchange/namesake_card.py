"""Two issues that have one number, side by side, and the button that gives the later a new one."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.kinds import KINDS
from desktop.services.finding import Record
from desktop.services.numbering import Namesake
from desktop.ui.exchange.conflict_card import NAME, plain_label
from desktop.ui.exchange.conflict_words import said_shared
from desktop.ui.showing import shown
from desktop.ui.theme import GAP, GAP_LARGE, GAP_MEDIUM, GAP_SMALL
from desktop.ui.times import said_time
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.naming import name_widget

_TOLD = ("collected_on", "location", "owner", "status")


class _IssueCard(QFrame):
    """One of the two: what it is, who entered it and when."""

    def __init__(self, name: str, heading: str, issue: Record, today: date) -> None:
        super().__init__()
        name_widget(self, name, heading)
        self.setProperty("kind", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_LARGE, GAP_MEDIUM, GAP_LARGE, GAP_LARGE)
        column.setSpacing(GAP_SMALL)
        column.addWidget(plain_label(f"{name}.heading", heading, "section"))
        entered = "，".join(part for part in (issue.recorded_by, said_time(issue.recorded_at, today)) if part)
        column.addWidget(plain_label(f"{name}.entered", entered, "muted"))
        column.addSpacing(GAP)
        column.addWidget(plain_label(f"{name}.text", str(issue.values["description"]), is_selectable=True))
        kind = KINDS["issue"]
        facts = [shown(kind.field(field), issue.values.get(field)) for field in _TOLD]
        column.addWidget(plain_label(f"{name}.facts", " · ".join(filter(None, facts)), "muted"))
        column.addStretch(1)
        column.addSpacing(GAP)
        self.acts = QHBoxLayout()
        self.acts.setSpacing(GAP)
        column.addLayout(self.acts)


class NamesakeCard(QWidget):
    """``renumber_asked`` for the later one; ``record_asked(id)`` to look at either."""

    renumber_asked = Signal()
    record_asked = Signal(str)

    def __init__(self, namesake: Namesake, today: date) -> None:
        super().__init__()
        name = f"{NAME}.shared"
        self.setObjectName(f"{name}.card")
        self.setProperty("kind", "page")
        self.namesake = namesake
        keeper = _IssueCard(f"{name}.keeper", self.tr("先登记的，编号不变"), namesake.keeper, today)
        later = _IssueCard(f"{name}.later", self.tr("后登记的"), namesake.later, today)
        self.button = make_button(self, f"{name}.renumber", self.tr("改为新编号 →"), self.renumber_asked.emit)
        later.acts.addWidget(self.button)
        for card, record in ((keeper, namesake.keeper), (later, namesake.later)):
            self._add_link(card, f"{card.objectName()}.record", record.id)
        beside = QHBoxLayout()
        beside.setSpacing(GAP_MEDIUM)
        beside.addWidget(keeper, 1)
        beside.addWidget(later, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_LARGE, 0, 0, 0)
        column.setSpacing(GAP_MEDIUM)
        words = QVBoxLayout()
        words.setSpacing(GAP_SMALL)
        words.addWidget(plain_label(f"{name}.title", self.tr("两件问题用了同一个编号"), "section"))
        words.addWidget(plain_label(f"{name}.subject", said_shared(namesake), "muted", is_selectable=True))
        column.addLayout(words)
        column.addLayout(beside)
        hint = self.tr("村里两台电脑各自编号，就会这样。按 → 给后登记的换一个新编号，结果随交换文件到达各处。")
        column.addWidget(plain_label(f"{name}.hint", hint, "muted"))
        column.addStretch(1)

    def _add_link(self, card: _IssueCard, name: str, record_id: str) -> None:
        link = make_button(card, name, self.tr("打开记录"), lambda: self.record_asked.emit(record_id), "link")
        card.acts.addStretch(1)
        card.acts.addWidget(link, 0, Qt.AlignmentFlag.AlignBottom)
