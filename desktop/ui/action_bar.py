"""What can be done with the record that is read: of an issue the sensible step goes first, the others into a menu."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QShortcut
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from desktop.services.advising import Advice, Offer, Transition
from desktop.ui.icons import icon
from desktop.ui.theme import GAP, GAP_SMALL
from desktop.ui.translation import label_of, language_shown
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.flow import FlowLayout
from desktop.ui.widgets.menus import open_below
from desktop.ui.widgets.naming import name_widget
from desktop.wording import next_words, reason_words, sentence

NEXT_KEY, MENU_KEY = "Alt+N", "Alt+M"


class ActionBar(QWidget):
    """The buttons of the record that is read, in a row that wraps; for an issue its steps go before them.

    Object names are ``<name>.next``, ``<name>.handle``, ``<name>.steps`` (the menu), ``<name>.turn`` (who is next).
    """

    step_wanted = Signal(object)
    """Carries the :class:`Transition` somebody wants to take."""

    def __init__(self, name: str, parent: QWidget, *, has_steps: bool) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}.actions")
        self._name = name
        self._own: Transition | None = None
        self._further: list[QAction] = []
        self._flow = FlowLayout(GAP)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GAP, 0, 0)
        column.setSpacing(GAP_SMALL)
        column.addLayout(self._flow)
        self._turn = QLabel(self)
        name_widget(self._turn, f"{name}.turn", "")
        self._turn.setTextFormat(Qt.TextFormat.PlainText)
        self._turn.setWordWrap(True)
        self._turn.hide()
        column.addWidget(self._turn)
        self._next: QPushButton | None = None
        self._menu_key: QShortcut | None = None
        if has_steps:
            self._make_steps()

    def add_button(self, name: str, text: str, picture: str, tip: str = "") -> QPushButton:
        """One more button at the end."""
        button = make_button(self, f"{self._name}.{name}", text)
        button.setIcon(icon(picture))
        button.setToolTip(tip or text)
        self._flow.addWidget(button)
        return button

    def add_to_menu(self, name: str, text: str, key: str, act: Callable[[], object]) -> None:
        """One more act below the steps; ``key`` is told beside it."""
        action = QAction(f"{text}\t{key}", self)
        action.setObjectName(f"{self._name}.{name}")
        action.triggered.connect(lambda _checked=False: act())
        self._further.append(action)

    def show_advice(self, advice: Advice) -> None:
        """Offer the steps of another issue, or of this one as it stands now."""
        if self._next is None:
            return
        language = language_shown()
        had_focus = self._has_focus()
        self._own = advice.own
        text = label_of(advice.own) if advice.own is not None else ""
        self._next.setText(f"{text}  {NEXT_KEY}")
        self._next.setAccessibleName(self.tr("下一步 {step}").format(step=text))
        self._next.setVisible(advice.own is not None)
        turn = next_words(advice.lead, advice.people, language) if advice.own is None and advice.lead else ""
        self._turn.setText(turn)
        self._turn.setAccessibleName(turn)
        self._turn.setVisible(bool(turn))
        self._fill_menu(advice, language)
        self._handle.setVisible(not self._menu.isEmpty())
        if had_focus:
            self.take_focus()

    def take_focus(self) -> bool:
        """Put the cursor on the first button there is."""
        stops = [self._next, self._handle] if self._next is not None else []
        stops += [button for button in self.findChildren(QPushButton) if button not in stops]
        first = next((button for button in stops if button is not None and not button.isHidden()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return first is not None

    def take_next(self) -> None:
        """Take the sensible step, if it is one's own."""
        if self._own is not None and self.isVisible():
            self.step_wanted.emit(self._own)

    def open_menu(self) -> None:
        """Show the other steps."""
        if self.isVisible() and not self._menu.isEmpty():
            open_below(self._menu, self._handle)

    def keep_menu_key(self, is_kept: bool) -> None:
        """Whether the key of the other steps opens them here, or belongs to the bar for many."""
        if self._menu_key is not None:
            self._menu_key.setEnabled(is_kept)

    def _make_steps(self) -> None:
        self._next = make_button(self, f"{self._name}.next", self.tr("下一步"), self.take_next, "primary")
        self._handle = self.add_button("handle", self.tr("办理"), "chevron-down", f"{self.tr('办理')}  {MENU_KEY}")
        self._flow.insert_widget(0, self._next)
        self._menu = QMenu(self)
        self._menu.setToolTipsVisible(True)
        name_widget(self._menu, f"{self._name}.steps", self.tr("办理"))
        self._handle.clicked.connect(self.open_menu)
        QShortcut(NEXT_KEY, self, self.take_next)
        self._menu_key = QShortcut(MENU_KEY, self, self.open_menu)

    def _fill_menu(self, advice: Advice, language: str) -> None:
        self._menu.clear()
        for offer in advice.others:
            self._add_step(offer, label_of(offer.step))
        if advice.refused:
            self._menu.addSeparator()
        for offer in advice.refused:
            if offer.refusal is not None:
                why = reason_words(offer.refusal, language)
                action = self._add_step(offer, self.tr("{step}（{why}）").format(step=label_of(offer.step), why=why))
                action.setEnabled(False)
                action.setToolTip(sentence(offer.refusal, language))
        if self._further:
            self._menu.addSeparator()
            self._menu.addActions(self._further)

    def _add_step(self, offer: Offer, text: str) -> QAction:
        step = offer.step
        action = self._menu.addAction(text.replace("&", "&&"))
        action.setObjectName(f"{self._name}.step.{step.event}")
        action.triggered.connect(lambda _checked=False: self.step_wanted.emit(step))
        return action

    def _has_focus(self) -> bool:
        holder = self.window().focusWidget()
        return holder is not None and holder in (self._next, self._handle)
