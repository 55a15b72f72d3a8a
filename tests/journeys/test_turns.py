"""The watch on the window's thread sees what stops it, and not what tests do in between."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.journeys.turns import Turns

STALL = 0.12


def work() -> None:
    end = time.thread_time() + STALL
    while time.thread_time() < end:
        pass


def in_a_turn(qtbot: QtBot) -> None:
    QTimer.singleShot(0, work)
    qtbot.wait(20)


def in_an_answer(qtbot: QtBot) -> None:
    button = QPushButton()
    button.clicked.connect(work)
    qtbot.addWidget(button)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("act", [in_a_turn, in_an_answer])
def test_a_stall_is_seen(qtbot: QtBot, turns: Turns, act: Callable[[QtBot], None]) -> None:
    act(qtbot)
    seen, turns.longest = turns.longest, 0.0
    assert seen >= STALL


def test_what_a_test_does_is_no_stall(qtbot: QtBot, turns: Turns) -> None:
    qtbot.wait(1)
    work()
    qtbot.wait(1)
    assert turns.longest < STALL
