"""A question in the page itself: what an act would bring, and whether to go on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from desktop.ui.theme import GAP, GAP_MEDIUM
from desktop.ui.widgets.naming import name_widget
from desktop.ui.widgets.pictures import IconView


class QuestionBar(QFrame):
    """Hidden until :meth:`ask`; it goes away with either answer."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("kind", "card")
        self._go_on: Callable[[], object] | None = None
        self._instead: Callable[[], object] | None = None
        self._text = QLabel(self)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self.yes_button = QPushButton(self)
        self.no_button = QPushButton(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP_MEDIUM, GAP, GAP_MEDIUM, GAP)
        row.setSpacing(GAP)
        row.addWidget(IconView("warning", "amber", parent=self))
        row.addWidget(self._text, 1)
        self._name_buttons(self.tr("继续"), self.tr("不继续"))
        for button in (self.yes_button, self.no_button):
            button.setAutoDefault(False)
            row.addWidget(button)
        self.yes_button.clicked.connect(self._on_yes_clicked)
        self.no_button.clicked.connect(self._on_no_clicked)
        self.hide()

    def ask(
        self,
        text: str,
        yes: str,
        no: str,
        go_on: Callable[[], object],
        instead: Callable[[], object] | None = None,
    ) -> None:
        """Show the question; ``go_on`` is called for ``yes``, ``instead`` for ``no``."""
        self._go_on, self._instead = go_on, instead
        self._text.setText(text)
        self.setAccessibleName(text)
        self._name_buttons(yes, no)
        self.show()
        self.no_button.setFocus()

    def _name_buttons(self, yes: str, no: str) -> None:
        for button, word, name in ((self.yes_button, yes, "yes"), (self.no_button, no, "no")):
            button.setText(word)
            name_widget(button, f"{self.objectName()}.{name}", word)

    def _on_yes_clicked(self) -> None:
        self.hide()
        go_on, self._go_on = self._go_on, None
        if go_on is not None:
            go_on()

    def _on_no_clicked(self) -> None:
        self.hide()
        if self._instead is not None:
            self._instead()
