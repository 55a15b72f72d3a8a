"""Menus that open below a button and are worked by keyboard at once."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QPushButton


def open_below(menu: QMenu, button: QPushButton) -> None:
    """Show a menu below its button, the cursor on the first thing that can be chosen.

    Not by ``QPushButton.setMenu``, which would hold up everything else until the menu is closed.
    """
    button.setFocus(Qt.FocusReason.ShortcutFocusReason)
    menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
    first = next((action for action in menu.actions() if action.isEnabled() and not action.isSeparator()), None)
    if first is not None:
        menu.setActiveAction(first)
