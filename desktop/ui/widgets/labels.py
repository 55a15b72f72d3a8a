"""Labels for what a pane reads out: text that can be selected, and short tags."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.ui.theme import GAP_SMALL
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.naming import name_widget

_SELECTABLE = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard


MOST, MOST_LINES = 1_200, 40
"""Characters and lines of a text that a label shows at first. To break a text of 32,000 characters into lines takes a
tenth of a second, and a story may hold dozens of them."""


def beginning(text: str) -> str:
    """The text, or as much of its beginning as a label shows, with an ellipsis."""
    start = "\n".join(text[: MOST + 1].split("\n", MOST_LINES)[:MOST_LINES])
    return text if len(start) == len(text) <= MOST else f"{start[:MOST]}…"


def said_label(name: str, text: str, tone: str = "") -> QLabel:
    """A text as it is, wrapped, to be selected and copied; ``tone`` is one of the style sheet's.

    Of a long one there is the beginning only: see :func:`told_text`.
    """
    shown = beginning(text)
    label = QLabel(shown)
    name_widget(label, name, shown)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(_SELECTABLE)
    # Reached by click, so that Tab does not stop at every value.
    label.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    if tone:
        label.setProperty("tone", tone)
    label.setProperty("selectable", True)
    return label


def wrapped_label(parent: QWidget, text: str, tone: str = "") -> QLabel:
    """A sentence of a dialog, wrapped; ``tone`` is one of the style sheet's."""
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("tone", tone)
    return label


def told_text(name: str, text: str, tone: str = "") -> QWidget:
    """As :func:`said_label`, with a button below a long text that shows all of it."""
    label = said_label(name, text, tone)
    if label.text() == text:
        return label
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(GAP_SMALL)
    column.addWidget(label)
    words = QCoreApplication.translate("LongText", "显示全部（{count} 字）").format(count=len(text))

    def show_all() -> None:
        label.setText(text)
        button.hide()

    button = make_button(whole, f"{name}.all", words, show_all, "link")
    column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
    return whole


def tag_label(name: str, text: str, tone: str = "") -> QLabel:
    """A word or two on a quiet ground, such as 黄牌 or 复号 1."""
    label = QLabel(text)
    name_widget(label, name, text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("kind", "tag")
    label.setProperty("tone", tone)
    return label
