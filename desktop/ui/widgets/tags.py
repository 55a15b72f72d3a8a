"""The editor for a list of short words, such as the visitors of a visit."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from desktop.ui.icons import icon
from desktop.ui.widgets.flow import FlowLayout
from desktop.ui.widgets.naming import name_widget, set_look
from desktop.ui.widgets.texts import LineEdit

_SEPARATORS = re.compile(r"[、，,;；\n\t]")


class TagEdit(QFrame):
    """Words as chips with a × each, and a line for the next one.

    Enter, 、 or a comma adds the word typed; Enter on an empty line goes on; Backspace on an empty line takes the last
    word away. A word already there is not added twice. ``edited`` is emitted for changes by a person only.
    """

    edited = Signal()

    def __init__(self, name: str, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name_widget(self, name, label)
        self.setProperty("kind", "chips")
        self._tags: list[str] = []
        self._chips: list[QFrame] = []
        self._line = _TagLine(f"{name}.text", label, self)
        self._line.edited.connect(self._on_text_edited)
        self._line.entered.connect(self._on_entered)
        self._line.emptied.connect(self._on_emptied)
        self._line.installEventFilter(self)
        self._flow = FlowLayout(4, fills=True)
        self._flow.setContentsMargins(3, 3, 3, 3)
        self._flow.addWidget(self._line)
        self.setLayout(self._flow)
        self.setFocusProxy(self._line)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def value(self) -> object:
        """The words, also one still in the line; None when there are none."""
        pending = self._line.text().strip()
        tags = [*self._tags, pending] if pending and pending not in self._tags else list(self._tags)
        return tags or None

    def set_value(self, value: object) -> None:
        """Show a list of words (or nothing for None) without announcing an edit."""
        while self._chips:
            self._remove(0)
        self._line.set_value(None)
        for tag in value if isinstance(value, (list, tuple)) else _SEPARATORS.split(str(value or "")):
            self._add(str(tag))

    def set_error(self, has_error: bool) -> None:
        """Frame the field in the danger colour, or no longer."""
        set_look(self, error=has_error)

    def set_suggestion_source(self, source: Callable[[], Sequence[str]]) -> None:
        """Offer words of ``source`` that are not chosen yet."""
        self._line.set_suggestion_source(lambda: [word for word in source() if word not in self._tags])
        # Qt writes the word into the line after this signal, so it is taken from there on the next turn.
        self._line.completer().activated.connect(self._on_suggestion_chosen, Qt.ConnectionType.QueuedConnection)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._line and isinstance(event, QFocusEvent):
            set_look(self, active=event.gotFocus())
            if event.lostFocus() and event.reason() is not Qt.FocusReason.PopupFocusReason:
                self._take_text()
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._line.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)

    def _on_text_edited(self) -> None:
        if _SEPARATORS.search(self._line.text()):
            self._take_text()
        self.edited.emit()

    def _on_entered(self) -> None:
        if self._line.text().strip():
            self._take_text()
            self.edited.emit()
        else:
            self.focusNextChild()

    def _on_emptied(self) -> None:
        if self._tags:
            self._remove(len(self._tags) - 1)
            self.edited.emit()

    def _on_suggestion_chosen(self) -> None:
        self._take_text()
        self._line.refresh_suggestions()
        self.edited.emit()

    def _on_removed(self) -> None:
        chip = self.sender().parent()
        if isinstance(chip, QFrame) and chip in self._chips:
            self._remove(self._chips.index(chip))
            self._line.setFocus(Qt.FocusReason.OtherFocusReason)
            self.edited.emit()

    def _take_text(self) -> None:
        parts = _SEPARATORS.split(self._line.text())
        self._line.set_value(None)
        for part in parts:
            self._add(part)

    def _add(self, tag: str) -> None:
        tag = tag.strip()
        if not tag or tag in self._tags:
            return
        chip = self._make_chip(tag)
        self._flow.insert_widget(len(self._tags), chip)
        self._tags.append(tag)
        self._chips.append(chip)
        chip.show()
        self.updateGeometry()

    def _remove(self, index: int) -> None:
        chip = self._chips.pop(index)
        del self._tags[index]
        self._flow.removeWidget(chip)
        chip.hide()
        chip.deleteLater()
        self.updateGeometry()

    def _make_chip(self, tag: str) -> QFrame:
        chip = QFrame(self)
        chip.setProperty("kind", "chip")
        word = QLabel(tag, chip)
        word.setTextFormat(Qt.TextFormat.PlainText)
        button = QToolButton(chip)
        removes = QCoreApplication.translate("TagEdit", "移除 {word}").format(word=tag)
        name_widget(button, f"{self.objectName()}.remove.{tag}", removes)
        button.setToolTip(removes)
        button.setIcon(icon("close"))
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(self._on_removed)
        row = QHBoxLayout(chip)
        row.setContentsMargins(8, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(word)
        row.addWidget(button)
        return chip


class _TagLine(LineEdit):
    emptied = Signal()

    def sizeHint(self) -> QSize:
        # Room for a short word; the layout gives it the rest of its row.
        return QSize(3 * self.fontMetrics().height(), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def enter_pressed(self) -> None:
        if self.completer() is not None:
            self.completer().popup().hide()
        self.entered.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Backspace and not self.text():
            self.emptied.emit()
            return
        super().keyPressEvent(event)
