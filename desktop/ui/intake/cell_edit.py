"""A value typed in place of what a cell of the file says: a line to write in, and the buttons below a list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLabel, QToolButton, QWidget

from desktop.ui.icons import icon
from desktop.ui.theme import GAP, GAP_SMALL
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.flow import FlowLayout
from desktop.ui.widgets.naming import name_widget
from desktop.ui.widgets.texts import LineEdit


class CellLine(LineEdit):
    """Enter gives the text (``entered``), Escape lets it be (``left``)."""

    left = Signal()

    def enter_pressed(self) -> None:
        completer = self.completer()
        if completer is not None:
            completer.popup().hide()
        self.entered.emit()

    def event(self, event: QEvent) -> bool:
        # Before the window takes it for leaving the whole file.
        if event.type() == QEvent.Type.ShortcutOverride and _is_escape(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _is_escape(event):
            self.left.emit()
        else:
            super().keyPressEvent(event)


class CellEdit(QWidget):
    """Stands in the place of the line of a list that the cursor is on. ``given`` carries the text."""

    given = Signal(str)
    left = Signal()

    def __init__(self, name: str, title: str, text: str, words: Sequence[str], listed: QAbstractItemView) -> None:
        # The list deletes an index widget by itself, in the middle of its own keys: this one is only laid over it.
        super().__init__(listed.viewport())
        self._listed = listed
        self.setObjectName(name)
        self.setAutoFillBackground(True)
        self.line = CellLine(f"{name}.line", title, self)
        self.line.set_value(text)
        self.line.setPlaceholderText(self.tr("回车确定，Esc 不改"))
        if words:
            self.line.set_suggestion_source(lambda: words)
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP_SMALL, 0, GAP_SMALL, 0)
        row.setSpacing(GAP_SMALL)
        label = QLabel(title, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        row.addWidget(label)
        row.addWidget(self.line, 1)
        self.setFocusProxy(self.line)
        self.line.entered.connect(lambda: self.given.emit(self.line.text()))
        self.line.left.connect(self.left)

    def begin(self) -> None:
        """Write over what stands there."""
        self._listed.scrollTo(self._listed.currentIndex())
        self._place()
        self._listed.verticalScrollBar().valueChanged.connect(self._place)
        self._listed.viewport().installEventFilter(self)
        self.show()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        self.setGeometry(self._listed.visualRect(self._listed.currentIndex()))


class CellTools(QWidget):
    """What can be done with the value of the line in front."""

    edit_asked = Signal()
    accepted = Signal()
    """The number of the register is the right one."""
    restore_asked = Signal()
    opened = Signal()
    """Hidden numbers are to be shown, or no longer."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.edit_button = make_button(self, f"{name}.edit", self.tr("改…"), self.edit_asked.emit)
        self.edit_button.setToolTip("F2")
        self.accept_button = make_button(self, f"{name}.accept", self.tr("用名册的号码"), self.accepted.emit)
        self.eye = QToolButton(self)
        name_widget(self.eye, f"{name}.eye", self.tr("显示遮住的号码"))
        self.eye.setToolTip(self.eye.accessibleName())
        self.eye.setIcon(icon("eye"))
        self.eye.setCheckable(True)
        self.restore_button = make_button(self, f"{name}.restore", self.tr("恢复原样"), self.restore_asked.emit)
        flow = FlowLayout(GAP)
        for button in (self.edit_button, self.accept_button, self.eye, self.restore_button):
            flow.addWidget(button)
        self.setLayout(flow)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.eye.toggled.connect(lambda _is_open: self.opened.emit())

    def show_for(self, number: str, *, can_edit: bool, can_restore: bool, has_mask: bool) -> None:
        """Offer what fits a line; ``number`` is the one proposed, "" for none."""
        text = self.tr("用名册的号码 {number}").format(number=number)
        self.accept_button.setText(text)
        self.accept_button.setAccessibleName(text)
        self.edit_button.setVisible(can_edit)
        self.accept_button.setVisible(bool(number))
        self.eye.setVisible(has_mask)
        self.restore_button.setVisible(can_restore)
        self.setVisible(can_edit or can_restore or bool(number) or has_mask)


def _is_escape(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
