"""Labels for what a pane reads out: text that can be selected, and short tags."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop.ui.widgets.naming import name_widget

_SELECTABLE = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard


def said_label(name: str, text: str, tone: str = "") -> QLabel:
    """A text as it is, wrapped, to be selected and copied; ``tone`` is one of the style sheet's."""
    label = QLabel(text)
    name_widget(label, name, text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(_SELECTABLE)
    # Reached by click, so that Tab does not stop at every value.
    label.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    if tone:
        label.setProperty("tone", tone)
    label.setProperty("selectable", True)
    return label


def tag_label(name: str, text: str, tone: str = "") -> QLabel:
    """A word or two on a quiet ground, such as 黄牌 or 复号 1."""
    label = QLabel(text)
    name_widget(label, name, text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("kind", "tag")
    label.setProperty("tone", tone)
    return label
