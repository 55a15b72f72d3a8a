"""Editors for a value out of a list: buttons for up to six, typing with a list for more."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from desktop.domain.fields import Choice
from desktop.ui.translation import label_of
from desktop.ui.widgets.flow import FlowLayout
from desktop.ui.widgets.naming import name_widget, set_look
from desktop.ui.widgets.texts import RETURN_KEYS, LineEdit

MOST_BUTTONS = 6
_NEXT = (Qt.Key.Key_Right, Qt.Key.Key_Down)
_PREVIOUS = (Qt.Key.Key_Left, Qt.Key.Key_Up)
_CLEAR = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class ChoiceButtons(QWidget):
    """Exclusive buttons in a row that wraps; one stop for Tab.

    Arrow keys choose the neighbour, 1 to 6 the button of that place, Delete clears, Enter goes on. Unless the field is
    required a second click on the chosen button clears as well. ``edited`` is emitted for a person's choice only.
    """

    edited = Signal()

    def __init__(
        self, name: str, label: str, choices: Sequence[Choice], *, required: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        name_widget(self, name, label)
        self._required = required
        self._codes = [choice.code for choice in choices]
        self._buttons: list[QPushButton] = []
        self._current: int | None = None
        self._unlisted: object = None
        layout = FlowLayout(4)
        for choice in choices:
            button = self._make_button(choice, label)
            layout.addWidget(button)
            self._buttons.append(button)
        self.setLayout(layout)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._move_stop(0)

    def value(self) -> object:
        """The code chosen, None when there is none; a value that is not among the choices is kept as it came."""
        return self._unlisted if self._current is None else self._codes[self._current]

    def set_value(self, value: object) -> None:
        """Show the choice of code ``value`` without announcing an edit."""
        index = self._codes.index(value) if isinstance(value, str) and value in self._codes else None
        self._unlisted = value if index is None else None
        self._show(index)

    def set_error(self, has_error: bool) -> None:
        """Frame the buttons in the danger colour, or no longer."""
        for button in self._buttons:
            set_look(button, error=has_error)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and watched in self._buttons:
            return self._on_key(self._buttons.index(watched), event)
        return super().eventFilter(watched, event)

    def _make_button(self, choice: Choice, label: str) -> QPushButton:
        text = label_of(choice)
        button = QPushButton(text.replace("&", "&&"), self)
        name_widget(button, f"{self.objectName()}.{choice.code}", f"{label} {text}")
        button.setProperty("kind", "choice")
        button.setCheckable(True)
        button.setAutoDefault(False)
        button.clicked.connect(self._on_clicked)
        button.installEventFilter(self)
        return button

    def _on_key(self, index: int, event: QKeyEvent) -> bool:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        key = event.key()
        if key in RETURN_KEYS:
            self.focusNextChild()
        elif key in _NEXT or key in _PREVIOUS:
            step = 1 if key in _NEXT else -1
            self._choose(index if self._current is None else (index + step) % len(self._buttons))
        elif Qt.Key.Key_1 <= key < Qt.Key.Key_1 + len(self._buttons):
            self._choose(key - Qt.Key.Key_1)
        elif key in _CLEAR and not self._required:
            self._choose(None)
        else:
            return False
        return True

    def _on_clicked(self) -> None:
        index = self._buttons.index(self.sender())  # type: ignore[arg-type]
        self._choose(None if index == self._current and not self._required else index)

    def _choose(self, index: int | None) -> None:
        before = self.value()
        self._unlisted = None
        self._show(index)
        if index is not None:
            self._buttons[index].setFocus(Qt.FocusReason.OtherFocusReason)
        if self.value() != before:
            self.edited.emit()

    def _show(self, index: int | None) -> None:
        self._current = index
        for place, button in enumerate(self._buttons):
            button.setChecked(place == index)
        self._move_stop(index or 0)

    def _move_stop(self, index: int) -> None:
        for place, button in enumerate(self._buttons):
            stop = Qt.FocusPolicy.StrongFocus if place == index else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(stop)
        self.setFocusProxy(self._buttons[index])


class ChoiceEdit(LineEdit):
    """A line that is completed from a list; Down, or the arrow at its end, opens the whole list.

    With ``choices`` the value is a code; a label or a usual other word is understood, anything else is kept as typed
    for the check to refuse. Without, the words of ``suggestions`` are offered and any text is a value.
    """

    def __init__(self, name: str, label: str, choices: Sequence[Choice] = (), parent: QWidget | None = None) -> None:
        super().__init__(name, label, parent)
        self._choices = tuple(choices)
        if choices:
            self.set_suggestion_source(lambda: [label_of(choice) for choice in self._choices])
        opens = QCoreApplication.translate("ChoiceEdit", "打开列表")
        self.add_trailing_button("chevron-down", f"{label} {opens}", self.open_list)
        self.editingFinished.connect(self._on_editing_finished)

    def value(self) -> object:
        """The code of the choice, or the text as typed, or None when empty."""
        choice = self._find(self.text().strip())
        return choice.code if choice is not None else super().value()

    def set_value(self, value: object) -> None:
        """Show the choice of code ``value``, or the text, without announcing an edit."""
        choice = next((choice for choice in self._choices if choice.code == value), None)
        super().set_value(label_of(choice) if choice is not None else value)

    def open_list(self) -> None:
        """Show the whole list below the field."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.refresh_suggestions()
        completer = self.completer()
        if completer is not None:
            completer.setCompletionPrefix("")
            completer.complete()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        completer = self.completer()
        if event.key() == Qt.Key.Key_Down and completer is not None and not completer.popup().isVisible():
            self.open_list()
            return
        super().keyPressEvent(event)

    def _find(self, text: str) -> Choice | None:
        for choice in self._choices:
            if text in (choice.label, choice.label_en, *choice.synonyms):
                return choice
        return None

    def _on_editing_finished(self) -> None:
        choice = self._find(self.text().strip())
        if choice is not None and self.text() != label_of(choice):
            super().set_value(label_of(choice))
