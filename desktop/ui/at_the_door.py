"""A second start on the same ledger brings the first window forward, and ends."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from desktop.data.claiming import Claim, Knock

BETWEEN = 100
"""Milliseconds between two looks whether the first window has answered."""

PATIENCE = 4_000
"""Milliseconds after which it will not: it hangs, or is on another computer."""


class Doorkeeper(QObject):
    """Listens for second starts while the window is open."""

    def __init__(self, claim: Claim, window: Callable[[], QWidget | None], parent: QObject) -> None:
        super().__init__(parent)
        self._claim, self._window = claim, window
        self._watcher = QFileSystemWatcher([str(claim.path)], self)
        self._watcher.fileChanged.connect(self._on_changed)
        # Somebody may have knocked before the door was there.
        self._on_changed()

    def _on_changed(self) -> None:
        if self._claim.answer():
            bring_forward(self._window())


def bring_forward(window: QWidget | None) -> None:
    """Put a window in front of all others, as far as the desktop lets it."""
    if window is None:
        return
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
    QApplication.alert(window)


class Visitor(QObject):
    """The second start: it knocks, and waits a moment for the answer."""

    heard = Signal()
    unheard = Signal(str)
    """Nobody answers; carries the name of the computer that has the ledger."""

    def __init__(self, path: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._knock = Knock(path)
        self._looks = PATIENCE // BETWEEN
        self._timer = QTimer(self)
        self._timer.setInterval(BETWEEN)
        self._timer.timeout.connect(self._look)

    def knock(self) -> None:
        """Ask the first window to come forward."""
        self._knock.knock()
        self._timer.start()

    def _look(self) -> None:
        self._looks -= 1
        if self._knock.is_heard():
            self._timer.stop()
            self.heard.emit()
        elif self._looks <= 0:
            self._timer.stop()
            self.unheard.emit(self._knock.holder())
        else:
            # Two that knock at once may write over each other.
            self._knock.knock()
