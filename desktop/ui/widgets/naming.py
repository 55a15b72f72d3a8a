"""Names by which screen readers, tests and the style sheet know a widget."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def name_widget(widget: QWidget, name: str, accessible_name: str) -> None:
    """Give ``widget`` its stable object name and the name a screen reader says."""
    widget.setObjectName(name)
    widget.setAccessibleName(accessible_name)


def set_look(widget: QWidget, **properties: object) -> None:
    """Set dynamic properties the style sheet looks at, and let the widget take the new look."""
    changed = False
    for key, value in properties.items():
        if widget.property(key) != value:
            widget.setProperty(key, value)
            changed = True
    if changed:
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        widget.update()


def tab_stops(part: QWidget) -> list[QWidget]:
    """Everything inside ``part`` that takes the cursor, in the order of making."""
    return [each for each in part.findChildren(QWidget) if each.focusPolicy() is not Qt.FocusPolicy.NoFocus]
