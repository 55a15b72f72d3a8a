"""Buttons made the one way: named for tests and screen readers, pressed by Enter only when they have the focus."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton, QWidget

from desktop.ui.widgets.naming import name_widget


def make_button(
    parent: QWidget, name: str, text: str, on_click: Callable[[], object] | None = None, look: str = ""
) -> QPushButton:
    """A button called ``name`` that says ``text``; ``look`` is a ``kind`` of the style sheet."""
    button = QPushButton(text.replace("&", "&&"), parent)
    name_widget(button, name, text)
    if look:
        button.setProperty("kind", look)
    button.setAutoDefault(False)
    if on_click is not None:
        # Without the "checked" Qt hands along.
        button.clicked.connect(lambda: on_click())
    return button
