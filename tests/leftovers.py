"""What a test must not leave behind: running threads and pool jobs, active timers, widgets, logged errors."""

from __future__ import annotations

import gc
import logging
import threading
import weakref
from collections.abc import Iterable
from typing import Any

import pytest

GRACE_SECONDS = 2.0
"""How long a thread or a pool that was told to stop may take."""


class ErrorRecords(logging.Handler):
    """Collects what is logged at ERROR and above; ``allowed`` is set by a test that provokes it."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.records: list[logging.LogRecord] = []
        self.allowed = False

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)

    def complaints(self) -> list[str]:
        """One line for each record that was not allowed."""
        return [] if self.allowed else [f"error logged by {r.name}: {r.getMessage()}" for r in self.records]


def threads_left(before: Iterable[threading.Thread]) -> list[str]:
    """One line for each Python thread that was not there before and does not end."""
    # A thread of Qt's that ran Python once stays listed as a dummy for ever; Qt's threads are watched by QtWatch.
    new = [t for t in set(threading.enumerate()) - set(before) if not isinstance(t, threading._DummyThread)]
    for thread in new:
        thread.join(GRACE_SECONDS)
    return [f"thread still running: {thread.name}" for thread in new if thread.is_alive()]


class QtWatch:
    """Notes which timers, threads and pools are started and which windows appear, while a test runs."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from PySide6.QtCore import QThread, QThreadPool, QTimer
        from PySide6.QtWidgets import QApplication

        self._started: list[weakref.ref[Any]] = []
        for qt_class in (QTimer, QThread, QThreadPool):
            self._note_starts(monkeypatch, qt_class)
        self._windows_before = set(QApplication.topLevelWidgets()) if QApplication.instance() else set()

    def _note_starts(self, monkeypatch: pytest.MonkeyPatch, qt_class: Any) -> None:
        original = qt_class.start

        def start(started: Any, *args: Any, **kwargs: Any) -> Any:
            self._started.append(weakref.ref(started))
            return original(started, *args, **kwargs)

        monkeypatch.setattr(qt_class, "start", start)

    def complaints(self) -> list[str]:
        """One line for each thing left; what can be stopped is, so that the next test starts clean."""
        _delete_what_is_due()
        if self._windows_left():
            gc.collect()  # a dropped widget in a reference cycle is not the test's fault
        windows = self._windows_left()
        lines = [f"widget still alive: {type(w).__name__} {w.objectName()!r}" for w in windows]
        for window in windows:
            window.close()
            window.deleteLater()
        windows.clear()
        _delete_what_is_due()
        return lines + self._started_left()

    def empty_clipboard(self) -> None:
        """The offscreen platform destroys what was copied only after Python is gone, and crashes if Python made it."""
        from PySide6.QtGui import QGuiApplication

        QGuiApplication.clipboard().setText("")

    def _windows_left(self) -> list[Any]:
        from PySide6.QtCore import Qt
        from PySide6.QtWidgets import QApplication

        return [
            window
            for window in QApplication.topLevelWidgets()
            if window not in self._windows_before
            and window.parent() is None
            and window.windowType() is not Qt.WindowType.ToolTip  # Qt takes its tooltips away itself, later
        ]

    def _started_left(self) -> list[str]:
        from PySide6.QtCore import QThread, QThreadPool, QTimer
        from shiboken6 import isValid

        grace = int(GRACE_SECONDS * 1000)
        lines = []
        objects = [QThreadPool.globalInstance(), *(reference() for reference in self._started)]
        for thing in dict.fromkeys(thing for thing in objects if thing is not None and isValid(thing)):
            if isinstance(thing, QTimer) and thing.isActive():
                lines.append(f"timer still active: every {thing.interval()} ms, {_owner(thing)}")
                thing.stop()
            elif isinstance(thing, QThread) and not thing.wait(grace):
                lines.append(f"QThread still running: {_owner(thing)}")
            elif isinstance(thing, QThreadPool) and not thing.waitForDone(grace):
                lines.append(f"QThreadPool still working: {_owner(thing)}")
        return lines


def _owner(thing: Any) -> str:
    parent = thing.parent()
    return f"named {thing.objectName()!r}, of {type(parent).__name__ if parent else 'nobody'}"


def _delete_what_is_due() -> None:
    from PySide6.QtCore import QCoreApplication, QEvent

    # Outside of an event loop, Qt carries out deleteLater() only when told so.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
