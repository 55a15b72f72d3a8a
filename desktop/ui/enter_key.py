"""Enter presses the button that has the focus, as people expect; outside of dialogs Qt knows the space bar only."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from desktop.ui.widgets.texts import RETURN_KEYS


class EnterKey(QObject):
    """Looks at the keys of whichever button has the focus.

    Not at the keys a window is left with: what Enter in a field does may already have moved the focus to a button.
    """

    def __init__(self, app: QApplication, parent: QObject) -> None:
        super().__init__(parent)
        app.focusChanged.connect(self._on_focus_changed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() is QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and isinstance(watched, QPushButton)
            and event.key() in RETURN_KEYS
            and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            and not event.isAutoRepeat()
        ):
            watched.click()
            return True
        return False

    def _on_focus_changed(self, before: QWidget | None, now: QWidget | None) -> None:
        if isinstance(before, QPushButton):
            before.removeEventFilter(self)
        # A class of its own, or being one of several choices, means another use for Enter.
        if type(now) is QPushButton and now.property("kind") != "choice":
            now.installEventFilter(self)
