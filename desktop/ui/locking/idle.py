"""The pause lock: after some minutes without a key or the mouse every window is covered until the password is given.

The work behind it stays as it is. What the cover hides is the screen: the program goes on running, with the ledger
open and its keys in memory.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.ui.locking.unlocking import UnlockPanel
from desktop.ui.operations import Worker
from desktop.ui.preferences import Preferences
from desktop.ui.theme import GAP_HUGE, GAP_LARGE
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.naming import name_widget
from desktop.ui.widgets.pictures import IconView

MINUTES = "lock.minutes"
"""The preference: minutes without input, ``0`` for never."""

CHOICES = ("5", "15", "30", "0")
USUAL = "15"
_LOOK_SECONDS = 5
_COVERED = (Qt.WindowType.Window, Qt.WindowType.Dialog, Qt.WindowType.Sheet, Qt.WindowType.Tool)
_INPUT = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
        QEvent.Type.InputMethod,
    }
)


def idle_minutes(preferences: Preferences) -> int:
    """After how many minutes the windows are covered; 0 for never."""
    chosen = preferences.text(MINUTES, USUAL)
    return int(chosen if chosen in CHOICES else USUAL)


class IdleLock(QObject):
    """Watches for input, covers and uncovers. ``clock`` gives seconds."""

    covered = Signal()
    uncovered = Signal()

    def __init__(
        self,
        path: Path,
        preferences: Preferences,
        window: QWidget,
        parent: QObject,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(parent)
        self._path = path
        self._preferences = preferences
        self._window = window
        self._clock = clock
        self._last = clock()
        self._veils: dict[QWidget, Veil] = {}
        self._cover: Cover | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_SECONDS * 1000)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self.look()

    @property
    def is_covered(self) -> bool:
        """Whether the password is being asked for."""
        return self._cover is not None

    def end(self) -> None:
        """Watch no more."""
        self._timer.stop()
        if self._cover is not None:
            self._uncover()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Of native windows only: they are few, and all input comes to them first.
        if event.type() in _INPUT:
            self._last = self._clock()
        return False

    def look(self) -> None:
        """Watch windows that are new, cover them while locked, and lock when nobody has been here for long."""
        for window in QGuiApplication.topLevelWindows():
            # One that is watched already is watched once all the same.
            window.installEventFilter(self)
        if self._cover is not None:
            self._veil_all()
            return
        minutes, passed = idle_minutes(self._preferences), self._clock() - self._last
        # A clock put back says nothing about who is here.
        if passed < 0:
            self._last = self._clock()
        elif minutes and passed >= minutes * 60:
            self.cover()

    def cover(self) -> None:
        """Cover every window now and ask for the password."""
        if self._cover is not None:
            return
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        self._cover = Cover(self._path, QApplication.activeModalWidget() or self._window)
        self._cover.unlocked.connect(self._uncover)
        self._cover.leaving.connect(self._leave)
        self._veil_all()
        self._cover.open()
        self.covered.emit()

    def _veil_all(self) -> None:
        for window in QApplication.topLevelWidgets():
            is_shown = window.isVisible() and window.windowType() in _COVERED
            if is_shown and window is not self._cover and window not in self._veils:
                self._veils[window] = Veil(window)
                window.destroyed.connect(partial(self._veils.pop, window, None))

    def _uncover(self) -> None:
        cover, self._cover = self._cover, None
        veils, self._veils = self._veils, {}
        for veil in veils.values():
            veil.leave()
        if cover is not None:
            cover.finish()
        self._last = self._clock()
        self.uncovered.emit()

    def _leave(self) -> None:
        self._uncover()
        QApplication.closeAllWindows()


class Veil(QFrame):
    """Lies over the whole of a window, whatever its size becomes."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._covered = window
        self.setObjectName("idle.veil")
        self.setAutoFillBackground(True)
        self.setBackgroundRole(window.backgroundRole())
        window.installEventFilter(self)
        self._fit()
        self.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.ChildAdded):
            self._fit()
        return False

    def leave(self) -> None:
        """Show what is below again."""
        self.hide()
        self.deleteLater()

    def _fit(self) -> None:
        self.setGeometry(self._covered.rect())
        self.raise_()


class Cover(QDialog):
    """Asks for the password before anything else can be done."""

    unlocked = Signal()
    leaving = Signal()
    """The program is to be closed instead."""

    def __init__(self, path: Path, parent: QWidget) -> None:
        super().__init__(parent)
        name_widget(self, "idle", self.tr("已锁住"))
        self.setWindowTitle(self.tr("走访通"))
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self._worker = Worker(self)
        self._may_close = False
        title = QLabel(self.tr("离开了一会儿，账本已锁住"), self)
        title.setProperty("tone", "title")
        hint = QLabel(
            self.tr("输入密码，接着做刚才的事；没写完的都还在。忘了密码，请关闭程序，重新打开后用恢复单。"), self
        )
        hint.setWordWrap(True)
        panel = UnlockPanel("idle", path, self.tr("继续"), self._worker, self)
        panel.unlocked.connect(lambda _keys: self.unlocked.emit())
        leave = make_button(self, "idle.leave", self.tr("关闭程序"), self.leaving.emit, "link")
        column = QVBoxLayout()
        column.setSpacing(GAP_LARGE)
        for part in (title, hint, panel):
            column.addWidget(part)
        column.addWidget(leave, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP_HUGE, GAP_HUGE, GAP_HUGE, GAP_HUGE)
        row.setSpacing(GAP_LARGE)
        row.addWidget(IconView("lock", "accent", 32, self), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
        self.resize(520, self.sizeHint().height())
        panel.setFocus()

    def reject(self) -> None:
        """Esc opens nothing."""
        if self._may_close:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._may_close:
            super().closeEvent(event)
        else:
            event.ignore()

    def finish(self) -> None:
        """Go away."""
        self._may_close = True
        self._worker.close()
        self.close()
        self.deleteLater()
