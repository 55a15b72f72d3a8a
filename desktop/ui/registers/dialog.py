"""What the dialogs of the register have in common: a title, a part that scrolls, a word of trouble, two buttons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.errors import Refused
from desktop.services.recording import Saved
from desktop.ui.context import Context
from desktop.ui.saying import say_done
from desktop.ui.theme import GAP, GAP_HUGE, GAP_MEDIUM
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.naming import name_widget
from desktop.wording import problem_sentence, sentence

_OF_SCREEN = 0.92


class RegisterDialog(QDialog):
    """A dialog that ends in one verb: :meth:`work` gives it, its refusal is said below and nothing chosen is lost."""

    def __init__(self, context: Context, name: str, title: str, act: str, parent: QWidget) -> None:
        super().__init__(parent)
        name_widget(self, name, title)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.context = context
        self.page = QWidget()
        self.page.setProperty("kind", "page")
        self.column = QVBoxLayout(self.page)
        self.column.setContentsMargins(0, 0, GAP, 0)
        self.column.setSpacing(GAP_MEDIUM)
        # In its window from the first: Tab goes in the order of making.
        self._area = QScrollArea(self)
        self._area.setObjectName(f"{name}.scroll")
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(self.page)
        self.trouble = plain_label(f"{name}.trouble", "", "danger", self)
        self.trouble.hide()
        self._verb = act
        self._done_words = ""

    def finish_layout(self, ems: tuple[int, int], done_words: str) -> None:
        """Put the buttons below; called when the parts are made. ``ems``: width and height in rows of text."""
        name = self.objectName()
        self._done_words = done_words
        cancel = make_button(self, f"{name}.cancel", self.tr("不办了  Esc"), self.reject)
        self.act = make_button(self, f"{name}.act", f"{self._verb}  Ctrl+Enter", self.give, "primary")
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.act)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(GAP_HUGE, GAP_HUGE, GAP_HUGE, GAP_HUGE)
        whole.setSpacing(GAP_MEDIUM)
        whole.addWidget(self._area, 1)
        whole.addWidget(self.trouble)
        whole.addLayout(row)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(key, self, self.give)
        em, room = self.fontMetrics().height(), self.screen().availableSize()
        width, height = ems
        self.resize(min(width * em, round(room.width() * _OF_SCREEN)), min(height * em, round(room.height() * 0.86)))

    def work(self) -> Callable[[], Saved]:
        """The verb with what is chosen now."""
        raise NotImplementedError

    def give(self) -> None:
        """Carry it out."""
        if not self.act.isEnabled():
            return
        self.act.setEnabled(False)
        self.context.write(self.work(), done=self._on_done, refused=self._on_refused)

    def show_part(self, part: QWidget) -> None:
        """Scroll until a part is seen from its top on, as far as there is room."""
        self._area.ensureWidgetVisible(part, 0, 0)

    def say_trouble(self, text: str) -> None:
        """Say what is in the way; an empty text takes it away."""
        self.trouble.setText(text)
        self.trouble.setAccessibleName(text)
        self.trouble.setVisible(bool(text))

    def _on_done(self, saved: Any) -> None:
        self.accept()
        say_done(self.context, self._done_words, saved.step_id)

    def _on_refused(self, refusal: Refused) -> None:
        self.act.setEnabled(True)
        language = self.context.preferences.language
        said = [problem_sentence(problem, language) for problem in refusal.problems]
        self.say_trouble("\n".join(dict.fromkeys(said)) or sentence(refusal, language))


def plain_label(name: str, text: str, tone: str = "", parent: QWidget | None = None) -> QLabel:
    """A label that wraps and shows its text as it is."""
    label = QLabel(text, parent)
    name_widget(label, name, text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("tone", tone)
    return label
