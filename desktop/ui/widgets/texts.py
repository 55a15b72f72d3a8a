"""Editors for text: one line that Enter leaves, and many lines that grow with what is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QInputMethodEvent,
    QKeyEvent,
    QResizeEvent,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import QCompleter, QLineEdit, QPlainTextEdit, QToolButton, QWidget

from desktop.ui.icons import icon
from desktop.ui.widgets.naming import name_widget, set_look

RETURN_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
MIN_LINES, MAX_LINES = 2, 8
_MATCHED = Qt.ItemDataRole.UserRole + 1
"""What a suggestion is compared with."""


class LineEdit(QLineEdit):
    """One line of text. Enter goes on to the next field, but not while an input method is composing.

    ``edited`` is emitted when the person changes the text, not when :meth:`set_value` does.
    """

    edited = Signal()
    entered = Signal()
    """Enter was pressed, with no suggestion picked and nothing being composed."""

    def __init__(self, name: str, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name_widget(self, name, label)
        self._is_composing = False
        self._is_loading = False
        self._suggestion_source: Callable[[], Sequence[str]] | None = None
        self._trailing: QToolButton | None = None
        self.textChanged.connect(self._on_text_changed)

    @property
    def is_composing(self) -> bool:
        """Whether an input method is at work: its keys mean nothing to the field."""
        return self._is_composing

    def value(self) -> object:
        """The text as typed, or None when empty."""
        return self.text() or None

    def set_value(self, value: object) -> None:
        """Show ``value`` without announcing an edit."""
        self._is_loading = True
        self.setText("" if value is None else str(value))
        self.setCursorPosition(0)
        self._is_loading = False

    def set_error(self, has_error: bool) -> None:
        """Frame the field in the danger colour, or no longer."""
        set_look(self, error=has_error)

    def set_suggestion_source(self, source: Callable[[], Sequence[str]]) -> None:
        """Offer what ``source`` returns, asked each time the field is entered, when a part of it is typed.

        A :class:`Spelled` word is also offered for a part of its pinyin; Enter then takes the first.
        """
        self._suggestion_source = source
        completer = _WordCompleter(QStandardItemModel(self), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(10)
        name_widget(completer.popup(), f"{self.objectName()}.suggestions", self.accessibleName())
        self.setCompleter(completer)

    def refresh_suggestions(self) -> None:
        """Ask the source again."""
        completer = self.completer()
        if self._suggestion_source is None or completer is None:
            return
        model = completer.model()
        if isinstance(model, QStandardItemModel):
            model.clear()
            for word in self._suggestion_source():
                item = QStandardItem(word)
                item.setData(f"{word} {word.spelling}" if isinstance(word, Spelled) else word, _MATCHED)
                model.appendRow(item)

    def drop_suggestions(self) -> None:
        """Offer nothing any more: something else does."""
        self._suggestion_source = None
        # Qt has no way to say this but with nothing.
        self.setCompleter(None)  # type: ignore[arg-type]

    def add_trailing_button(self, picture: str, label: str, on_click: Callable[[], None]) -> None:
        """Put a small icon button at the end of the line; Tab passes it by, so it needs a key as well."""
        button = QToolButton(self)
        name_widget(button, f"{self.objectName()}.open", label)
        button.setIcon(icon(picture))
        button.setToolTip(label)
        button.setCursor(Qt.CursorShape.ArrowCursor)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(on_click)
        self._trailing = button

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._trailing is not None:
            side = self.height() - 6
            self._trailing.setGeometry(self.width() - side - 3, 3, side, side)
            self.setTextMargins(0, 0, side - 4, 0)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.refresh_suggestions()
        super().focusInEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._is_composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def event(self, event: QEvent) -> bool:
        # Shortcuts such as Ctrl+Enter are looked up before the key reaches the field.
        if self._is_composing and _is_return(event, QEvent.Type.ShortcutOverride):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in RETURN_KEYS:
            super().keyPressEvent(event)
        elif self._is_composing:
            event.accept()
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        elif self._has_picked_suggestion():
            super().keyPressEvent(event)
        else:
            self._take_spelled_word()
            self.enter_pressed()
            event.accept()

    def enter_pressed(self) -> None:
        """What Enter does: go on to the next field."""
        if self.completer() is not None:
            self.completer().popup().hide()
        self.entered.emit()
        self.focusNextChild()

    def _has_picked_suggestion(self) -> bool:
        completer = self.completer()
        return completer is not None and completer.popup().isVisible() and completer.popup().currentIndex().isValid()

    def _take_spelled_word(self) -> None:
        """Nobody is called zs: what was typed in pinyin means the first word offered for it."""
        completer, text = self.completer(), self.text()
        if completer is None or not completer.popup().isVisible() or not (text.isascii() and text.isalpha()):
            return
        first = completer.completionModel().index(0, 0)
        if first.isValid() and first.data(_MATCHED) != first.data():
            self.setText(str(first.data()))

    def _on_text_changed(self) -> None:
        if not self._is_loading:
            self.edited.emit()


class Spelled(str):
    """A word that is also offered for its ``spelling``: initials and whole pinyin, separated by blanks."""

    __slots__ = ("spelling",)
    spelling: str

    def __new__(cls, word: str, spelling: str) -> Spelled:
        made = super().__new__(cls, word)
        made.spelling = spelling
        return made


class _WordCompleter(QCompleter):
    """Compares with what a word is found by, and gives the word."""

    def __init__(self, model: QStandardItemModel, parent: QWidget) -> None:
        super().__init__(model, parent)
        self.setCompletionRole(_MATCHED)

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        return str(index.data() or "")


class GrowingTextEdit(QPlainTextEdit):
    """Plain text of any length. It shows 2 lines at first and grows to 8, then scrolls; Tab leaves it."""

    edited = Signal()

    def __init__(self, name: str, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name_widget(self, name, label)
        self._is_composing = False
        self._is_loading = False
        self._text = ""
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(2)
        self.textChanged.connect(self._on_text_changed)
        self.document().documentLayout().documentSizeChanged.connect(self._fit_height)
        self._fit_height()

    def value(self) -> object:
        """The text as typed, or None when empty."""
        return self.toPlainText() or None

    def set_value(self, value: object) -> None:
        """Show ``value`` without announcing an edit."""
        self._is_loading = True
        self.setPlainText("" if value is None else str(value))
        self._text = self.toPlainText()
        self._is_loading = False

    def set_error(self, has_error: bool) -> None:
        """Frame the field in the danger colour, or no longer."""
        set_look(self, error=has_error)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit_height()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_height()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._is_composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def event(self, event: QEvent) -> bool:
        if self._is_composing and _is_return(event, QEvent.Type.ShortcutOverride):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_return = event.key() in RETURN_KEYS
        if is_return and self._is_composing:
            event.accept()
        elif is_return and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _fit_height(self) -> None:
        lines = max(round(self.document().size().height()), MIN_LINES)
        is_long = lines > MAX_LINES
        scrolls = Qt.ScrollBarPolicy.ScrollBarAsNeeded if is_long else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if self.verticalScrollBarPolicy() is not scrolls:
            self.setVerticalScrollBarPolicy(scrolls)
        # The style sheet adds 3 + 3 padding and 1 + 1 border.
        frame = 2 * round(self.document().documentMargin()) + 8
        height = ceil(min(lines, MAX_LINES) * QFontMetricsF(self.font()).lineSpacing()) + 2 + frame
        if height != self.minimumHeight() or height != self.maximumHeight():
            self.setFixedHeight(height)

    def _on_text_changed(self) -> None:
        # Qt also calls this when only the layout of the text changes, as at the start of composing.
        text = self.toPlainText()
        if not self._is_loading and text != self._text:
            self._text = text
            self.edited.emit()


def _is_return(event: QEvent, kind: QEvent.Type) -> bool:
    return event.type() is kind and isinstance(event, QKeyEvent) and event.key() in RETURN_KEYS
