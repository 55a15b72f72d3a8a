"""How long the window's thread is at work without listening: between two looks of its event loop for something new."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from importlib import import_module
from typing import Any

from PySide6.QtCore import QAbstractEventDispatcher
from pytestqt.qtbot import QtBot

from desktop.ui.pages.registry import PAGES
from desktop.ui.warming import PIECES, WITHOUT_QT

ACTS = ("keyClick", "keyClicks", "mouseClick", "mouseDClick")
"""What a person does: the window answers before the test goes on, outside of any event loop."""


class Turns:
    """Measures the turns of the event loop and what :data:`ACTS` set off; what tests do in between does not count.

    In processor time of this thread, which does not depend on what else the machine is doing.
    """

    def __init__(self) -> None:
        self.longest = 0.0
        self.of = ""
        dispatcher = QAbstractEventDispatcher.instance()
        assert dispatcher is not None
        # By GLib the loop hands out events within its waiting, by itself between one waiting and the next. A test's own
        # work always lies in the other of the two.
        begins, ends = dispatcher.awake, dispatcher.aboutToBlock
        if "Glib" in dispatcher.metaObject().className():
            begins, ends = ends, begins
        self._begun = 0.0
        self._is_open = False
        self._signals = ((begins, self._begin), (ends, self._end))
        for signal, slot in self._signals:
            signal.connect(slot)

    def close(self) -> None:
        """Measure no more."""
        for signal, slot in self._signals:
            signal.disconnect(slot)

    def timed(self, act: Callable[..., Any]) -> Callable[..., Any]:
        """The same act, measured."""

        @wraps(act)
        def measured(*arguments: Any, **named: Any) -> Any:
            begun = time.thread_time()
            try:
                return act(*arguments, **named)
            finally:
                self._note(time.thread_time() - begun, f"{act.__name__} {arguments[1:]}")

        return measured

    def _begin(self) -> None:
        self._is_open, self._begun = True, time.thread_time()

    def _end(self) -> None:
        if self._is_open:
            self._is_open = False
            self._note(time.thread_time() - self._begun, "a turn of the event loop")

    def _note(self, spent: float, of: str) -> None:
        if spent > self.longest:
            self.longest, self.of = spent, of


class Machine:
    """How much slower than at its best the machine works now: others at work share its caches and its clock."""

    def __init__(self) -> None:
        self._fastest = self._measured()

    def slowness(self) -> float:
        """1.0 at its best."""
        now = self._measured()
        self._fastest = min(self._fastest, now)
        return now / self._fastest

    def _measured(self) -> float:
        return min(self._once() for _ in range(5))

    def _once(self) -> float:
        begun = time.thread_time()
        sum(number * number for number in range(20_000))
        return time.thread_time() - begun


def watch_acts(turns: Turns, replace: Callable[[object, str, object], None]) -> None:
    """Measure what tests do to the window with ``qtbot``."""
    for name in ACTS:
        replace(QtBot, name, staticmethod(turns.timed(getattr(QtBot, name))))


def load_ahead() -> None:
    """Load what the program loads ahead in its first seconds."""
    for name in (*WITHOUT_QT, *PIECES, *(page.module for page in PAGES)):
        import_module(name)
