"""What the program has just done, in the status bar, with one way back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from desktop.ui.theme import GAP, GAP_SMALL
from desktop.ui.widgets.naming import name_widget


class NoticeBar(QWidget):
    """One sentence and at most one link such as 撤销. It stays until the next notice replaces it."""

    action_taken = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._action: Callable[[], None] | None = None
        self._text = QLabel(self)
        name_widget(self._text, "notice.text", "")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setMinimumWidth(1)
        self._text.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._link = QPushButton(self)
        self._link.setProperty("kind", "link")
        self._link.setAutoDefault(False)
        self._link.setCursor(Qt.CursorShape.PointingHandCursor)
        self._link.clicked.connect(self._on_link_clicked)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(GAP, 0, GAP, 0)
        row.setSpacing(GAP)
        row.addWidget(self._text)
        row.addWidget(self._link)
        row.addStretch(1)
        self.clear()

    @property
    def text(self) -> str:
        """The sentence shown."""
        return self._text.text()

    def show_notice(self, text: str, action_text: str = "", action: Callable[[], None] | None = None) -> None:
        """Replace the notice; the link is shown when there is an ``action``, which it calls once."""
        self._text.setText(text)
        self._text.setToolTip(text)
        self._text.setAccessibleName(text)
        self._action = action
        self._link.setText(action_text)
        name_widget(self._link, "notice.action", action_text)
        self._link.setVisible(action is not None)
        if self.isVisible():
            self._wrap()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Not while the bars are being laid out: another height would go unheeded.
        QTimer.singleShot(0, self, self._wrap)

    def _wrap(self) -> None:
        """A sentence longer than the bar goes on below rather than make the window wider; its link follows it."""
        link = self._link.sizeHint().width() + GAP if not self._link.isHidden() else 0
        room = self.width() - 2 * GAP - link
        is_long = self._text.fontMetrics().horizontalAdvance(self.text) > room
        self._text.setWordWrap(is_long)
        # Words that wrap would claim the height they have at their narrowest.
        self._text.setFixedHeight(
            self._text.heightForWidth(room) if is_long else self._text.fontMetrics().lineSpacing() + GAP_SMALL
        )
        # Long, it takes the whole width; short, no more than it needs.
        across = QSizePolicy.Policy.Expanding if is_long else QSizePolicy.Policy.Maximum
        self._text.setSizePolicy(across, QSizePolicy.Policy.Preferred)
        self._row.setStretchFactor(self._text, 100 if is_long else 0)

    def clear(self) -> None:
        """Show nothing."""
        self.show_notice("")

    def _on_link_clicked(self) -> None:
        action, self._action = self._action, None
        self._link.hide()
        if action is not None:
            action()
            self.action_taken.emit()
