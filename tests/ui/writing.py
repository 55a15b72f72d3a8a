"""Filling in the form of a visit by keyboard alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.office import focus_name, press, type_text

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def go_to(qtbot: QtBot, name: str) -> None:
    """Tab forward to a field, as a person does."""
    for _ in range(60):
        if focus_name().startswith(name):
            return
        press(qtbot, Qt.Key.Key_Tab)
    pytest.fail(f"Tab does not reach {name}; it stands at {focus_name()}")


def write_visit(qtbot: QtBot, subject: str, *, handling: Qt.Key) -> None:
    type_text(subject)
    press(qtbot, Qt.Key.Key_Return)
    assert focus_name() == "visit_form.phone"
    go_to(qtbot, "visit_form.kind")
    press(qtbot, Qt.Key.Key_1)
    go_to(qtbot, "visit_form.demand")
    type_text("村口水渠渗漏")
    go_to(qtbot, "visit_form.handling")
    press(qtbot, handling)


def write_issue(qtbot: QtBot, category: str, description: str) -> None:
    press(qtbot, Qt.Key.Key_I, ALT)
    assert focus_name() == "visit_form.issues.category"
    for _ in range(12):
        press(qtbot, Qt.Key.Key_Backspace)
    type_text(category)
    press(qtbot, Qt.Key.Key_Return)
    go_to(qtbot, "visit_form.issues.description")
    press(qtbot, Qt.Key.Key_A, CTRL)
    type_text(description)
