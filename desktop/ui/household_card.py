"""Beside the form of a visit: what is known of the household, the last visits, what is not closed yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.domain.errors import Refused
from desktop.domain.lifecycle import Transition
from desktop.services.acquainting import Acquaintance, acquaintance, progress_step
from desktop.services.finding import Record
from desktop.services.ledgers import Ledger
from desktop.ui.context import Context
from desktop.ui.forms import RecordForm
from desktop.ui.showing import lamp_of
from desktop.ui.step_taking import StepTaker
from desktop.ui.theme import GAP, GAP_SMALL
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.links import ReadingLink, link_row
from desktop.ui.widgets.naming import name_widget

MOST_ISSUES = 4
_WIDTH_EMS = 20
_FORM_EMS = 44
"""What the form needs beside the card for its two columns."""

_UNBOUNDED = 16_777_215
"""Qt's own greatest width."""


class _Found(NamedTuple):
    asked: int
    card: Acquaintance
    steps: dict[str, Transition]


def _look(asked: int, ledger: Ledger, kind: str, record_id: str, today: date) -> _Found:
    card = acquaintance(ledger, kind, record_id, today=today)
    steps = {one.id: progress_step(ledger, one.id) for one in card.issues[:MOST_ISSUES]}
    return _Found(asked, card, {issue_id: step for issue_id, step in steps.items() if step is not None})


class HouseholdCard(Card):
    """About nobody until :meth:`show_of`, and again after :meth:`forget`.

    Beside the form it keeps its place, so that nothing moves while somebody types; within the form it is there only
    when it has something to say.
    """

    def __init__(self, context: Context, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, "", parent)
        self._context = context
        self._steps = StepTaker(context, f"{name}.step", self)
        self._about: tuple[str, str] | None = None
        self._asked = 0
        self._is_beside = False
        self._summary = ""
        context.announcer.changed.connect(self._on_changed)
        self.hide()

    @property
    def about(self) -> tuple[str, str] | None:
        """Kind and id of whom it is about; None while it is about nobody."""
        return self._about

    def set_beside(self, is_beside: bool) -> None:
        """Whether it stands beside the form, or within it, where there is less room to see it."""
        self._is_beside = is_beside
        if self._about is None:
            self._show_nobody()
        else:
            self.set_remark("" if is_beside else self._summary)

    def show_of(self, kind: str, record_id: str) -> None:
        """Look up on the worker what is known; of several questions only the last is answered."""
        self._about = (kind, record_id)
        self._asked += 1
        asked, ledger, today = self._asked, self._context.ledger, self._context.today()
        # Methods of this object, which are not called any more once it is gone.
        self._context.worker.run(
            lambda _job: _look(asked, ledger, kind, record_id, today), done=self._take, refused=self._on_refused
        )

    def forget(self) -> None:
        """It is about nobody any more."""
        self._asked += 1
        if self._about is not None:
            self._about = None
            self._show_nobody()

    def _take(self, found: _Found) -> None:
        if found.asked == self._asked:
            self._show(found.card, found.steps)

    def _on_refused(self, _refusal: Refused) -> None:
        # Withdrawn or taken back meanwhile.
        self.forget()

    def _on_changed(self) -> None:
        if self._about is not None and self.isVisible():
            self.show_of(*self._about)

    def _show_nobody(self) -> None:
        self.setVisible(self._is_beside)
        if not self._is_beside:
            return
        self.set_title(self.tr("这一户"))
        self.set_remark("")
        hint = self.tr("在“走访对象”里输入姓名、拼音首字母、电话或户编号。选好以后，这里显示上次走访和没有销号的问题。")
        self.put(self._words("hint", hint, tone="muted"))

    def _show(self, found: Acquaintance, steps: Mapping[str, Transition]) -> None:
        title = self.tr("{name}家").format(name=found.title) if found.kind == "household" else found.title
        self.set_title(title)
        body = QWidget(self)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_SMALL)
        members = self.tr("{count}口人").format(count=found.members) if found.members else ""
        facts = " · ".join(filter(None, [found.place, members, found.phone, found.address]))
        # Within the form only its heading may be in view.
        open_issues = self.tr("未销号问题 {count}").format(count=len(found.issues)) if found.issues else ""
        self._summary = " · ".join(filter(None, [facts, open_issues]))
        self.set_remark("" if self._is_beside else self._summary)
        if facts and self._is_beside:
            column.addWidget(self._words("facts", facts))
        self._add_visits(column, found)
        self._add_issues(column, found, steps)
        self.put(body)
        self.show()

    def _add_visits(self, column: QVBoxLayout, found: Acquaintance) -> None:
        column.addSpacing(GAP_SMALL)
        if not found.visits:
            column.addWidget(self._words("visits", self.tr("还没有走访过。"), tone="muted"))
            return
        column.addWidget(self._words("visits", self.tr("上次走访"), tone="muted"))
        for visit in found.visits:
            day = str(visit.values.get("visited_on") or "")
            link = ReadingLink(visit.id, f"{day} {'、'.join(visit.values.get('visitors') or ())}".strip())
            column.addLayout(link_row(f"{self.objectName()}.visit", link, self._opener("visit")))

    def _add_issues(self, column: QVBoxLayout, found: Acquaintance, steps: Mapping[str, Transition]) -> None:
        column.addSpacing(GAP_SMALL)
        count = len(found.issues)
        if not count:
            column.addWidget(self._words("issues", self.tr("没有未销号的问题。"), tone="muted"))
            return
        column.addWidget(self._words("issues", self.tr("未销号问题 {count}").format(count=count), tone="danger"))
        for issue in found.issues[:MOST_ISSUES]:
            column.addWidget(self._issue(issue, steps.get(issue.id)))

    def _issue(self, issue: Record, step: Transition | None) -> QWidget:
        name = f"{self.objectName()}.issue.{issue.id}"
        box = QWidget(self)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, GAP_SMALL)
        column.setSpacing(0)
        text = " ".join(str(issue.values.get("description") or "").split())
        link = ReadingLink(issue.id, text, lamp_of(issue))
        column.addLayout(link_row(f"{self.objectName()}.issue", link, self._opener("issue")))
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        buttons.addWidget(make_button(self, f"{name}.open", self.tr("打开"), lambda: self._opener("issue")(issue.id)))
        if step is not None:
            take = self._steps.take
            buttons.addWidget(make_button(self, f"{name}.progress", self.tr("一并记录进展"), lambda: take(issue, step)))
        buttons.addStretch(1)
        column.addLayout(buttons)
        return box

    def _opener(self, page: str) -> Callable[[str], object]:
        return lambda record_id: self._context.shell.show_page(page, {"open": record_id})

    def _words(self, name: str, text: str, tone: str = "") -> QLabel:
        label = QLabel(text, self)
        name_widget(label, f"{self.objectName()}.{name}", text)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        if tone:
            label.setProperty("tone", tone)
        return label


class CardPlace(QObject):
    """Puts the card beside the form where that leaves the form its two columns, else into it, below its first part."""

    def __init__(self, card: HouseholdCard, page: QWidget, beside: QHBoxLayout, form: RecordForm) -> None:
        super().__init__(page)
        self._card = card
        self._page = page
        self._beside = beside
        self._form = form
        self._placed: tuple[bool, int] | None = None
        page.installEventFilter(self)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._place()
        return False

    def _place(self) -> None:
        em = self._page.fontInfo().pixelSize()
        is_beside = self._page.width() >= (_WIDTH_EMS + _FORM_EMS) * em
        if self._placed == (is_beside, em):
            return
        if self._placed is None or self._placed[0] != is_beside:
            if is_beside:
                self._beside.addWidget(self._card, 0, Qt.AlignmentFlag.AlignTop)
            else:
                self._beside.removeWidget(self._card)
                self._form.insert_part(self._card, before="situation")
            self._card.set_beside(is_beside)
        self._placed = (is_beside, em)
        self._card.setMinimumWidth(_WIDTH_EMS * em if is_beside else 0)
        self._card.setMaximumWidth(_WIDTH_EMS * em if is_beside else _UNBOUNDED)
