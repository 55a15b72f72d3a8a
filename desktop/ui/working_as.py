"""Letting somebody else of the office work from now on: the menu under the name, and the bar at the start."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QWidget

from desktop.domain.lifecycle import Duty, Person
from desktop.services.ledgers import change_actor
from desktop.services.people import people_of
from desktop.services.pins import pin_is_needed
from desktop.ui.context import Context
from desktop.ui.pin_asking import ask_pin
from desktop.ui.theme import GAP, GAP_LARGE, GAP_SMALL
from desktop.ui.top_bar import TopBar
from desktop.ui.translation import language_shown
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.flow import FlowLayout
from desktop.ui.widgets.naming import name_widget
from desktop.wording import duty_words

MOST_NAMES = 12
"""Names in the bar at the start; an office with more people chooses from the menu."""


def work_as(context: Context, name: str, parent: QWidget | None = None) -> None:
    """Let somebody else work from now on, once the PIN was given, say so, and offer the way back."""
    ledger = context.ledger
    if name == ledger.actor:
        return

    def tell(before: str) -> None:
        # What one person was shown whole is not for the next.
        context.unmasked.clear()
        context.announcer.settings_changed.emit()
        text = QCoreApplication.translate("WorkingAs", "此后的记录记在{name}名下").format(name=name)
        back: Callable[[], object] | None = partial(work_as, context, before, parent) if before else None
        context.shell.notify(text, QCoreApplication.translate("WorkingAs", "撤销"), back)

    if pin_is_needed(ledger, name):
        ask_pin(context, name, tell, parent)
    else:
        context.write(lambda: change_actor(ledger, name), done=tell)


def told_duties(duties: Iterable[Duty]) -> str:
    """Duties in the usual order, joined."""
    own = frozenset(duties)
    return duty_words((duty for duty in Duty if duty in own), language_shown())


class PeopleMenu(QMenu):
    """The people of the office with their duties; whoever works now is marked.

    Call :meth:`refresh` before it is shown.
    """

    def __init__(self, name: str, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        name_widget(self, name, self.tr("换人"))
        self._context = context
        self._group = QActionGroup(self)

    def refresh(self) -> None:
        """Ask again who there is."""
        self.clear()
        people = people_of(self._context.ledger)
        for person in people:
            self._add_person(person)
        if not people:
            alone = self.addAction(self.tr("没有设人员：一个人办全部事情"))
            alone.setEnabled(False)
        self.addSeparator()
        settings = self.addAction(self.tr("人员与职责…"))
        settings.setObjectName(f"{self.objectName()}.settings")
        settings.triggered.connect(lambda: self._context.shell.show_page("settings", {"part": "people"}))

    def _add_person(self, person: Person) -> None:
        action = QAction(f"{person.name}\t{told_duties(person.duties)}".replace("&", "&&"), self)
        action.setObjectName(f"{self.objectName()}.{person.name}")
        action.setCheckable(True)
        action.setChecked(person.name == self._context.ledger.actor)
        action.triggered.connect(lambda _checked=False: work_as(self._context, person.name, self.parentWidget()))
        self._group.addAction(action)
        self.addAction(action)


class WhoBar(QFrame):
    """Asks quietly, once at the start, which of the people of the office sits here. ``answered`` when it is done."""

    answered = Signal()

    def __init__(self, context: Context, people: Iterable[Person], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name_widget(self, "who_bar", self.tr("现在是谁在用？"))
        self.setProperty("kind", "top")
        self._context = context
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP_LARGE, GAP_SMALL, GAP, GAP_SMALL)
        row.setSpacing(GAP)
        question = QLabel(self.tr("现在是谁在用？"), self)
        row.addWidget(question)
        flow = FlowLayout(GAP_SMALL)
        names = QWidget(self)
        names.setLayout(flow)
        for person in people:
            button = make_button(
                names, f"who_bar.{person.name}", person.name, partial(self._choose, person.name), "link"
            )
            button.setToolTip(told_duties(person.duties))
            flow.addWidget(button)
        row.addWidget(names, 1, Qt.AlignmentFlag.AlignVCenter)
        actor = context.ledger.actor
        stay = self.tr("还是{name}").format(name=actor) if actor else self.tr("以后再说")
        row.addWidget(make_button(self, "who_bar.stay", stay, self.answered.emit, "quiet"))

        self._actor = actor
        context.announcer.settings_changed.connect(self._on_settings_changed)

    def _choose(self, name: str) -> None:
        work_as(self._context, name, self.window())
        if not pin_is_needed(self._context.ledger, name):
            self.answered.emit()

    def _on_settings_changed(self) -> None:
        # Chosen by the menu or in the settings: that is an answer too.
        if self._context.ledger.actor != self._actor:
            self.answered.emit()


class WhoWorks(QObject):
    """The two ways to somebody else's place at this window."""

    def __init__(self, context: Context, top: TopBar, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._top = top
        self._menu = PeopleMenu("top_bar.people", context, parent)

    def open_menu(self) -> None:
        """Show who may work here, below the name."""
        self._menu.refresh()
        self._top.open_people(self._menu)

    def bar(self) -> WhoBar | None:
        """The question of the start; None where nobody else could sit here."""
        people = people_of(self._context.ledger)
        if pin_is_needed(self._context.ledger, self._context.ledger.actor):
            # Who sits here has just said so by the PIN.
            return None
        if not 2 <= len(people) <= MOST_NAMES:
            return None
        bar = WhoBar(self._context, people)
        bar.answered.connect(bar.hide)
        bar.answered.connect(bar.deleteLater)
        return bar
