"""Asking for a PIN: to work under a name, or to give it another one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop.domain.errors import Refused
from desktop.services.ledgers import change_actor
from desktop.services.pins import check_pin
from desktop.ui.context import Context
from desktop.ui.theme import GAP, GAP_HUGE, GAP_MEDIUM
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.fitting import grow_to_fit
from desktop.ui.widgets.naming import name_widget
from desktop.wording import sentence

WIDTH_EMS = 26


def pin_field(name: str, label: str, parent: QWidget) -> QLineEdit:
    """A line for a PIN, which is not shown and which no input method learns."""
    field = QLineEdit(parent)
    name_widget(field, name, label)
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setMaxLength(64)
    return field


class PinDialog(QDialog):
    """One line for each of ``labels``. ``on_given(texts)`` is called; the caller accepts or shows a refusal."""

    def __init__(
        self,
        name: str,
        title: str,
        act: str,
        labels: Sequence[str],
        on_given: Callable[[list[str]], object],
        parent: QWidget | None,
        explanation: str = "",
    ) -> None:
        super().__init__(parent)
        name_widget(self, name, title)
        self.setWindowTitle(title)
        self._on_given = on_given
        self._lines = [pin_field(f"{name}.{place}", label, self) for place, label in enumerate(labels)]
        self._trouble = QLabel(self)
        name_widget(self._trouble, f"{name}.trouble", "")
        self._trouble.setProperty("tone", "danger")
        self._trouble.setWordWrap(True)
        self._trouble.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_HUGE, GAP_HUGE, GAP_HUGE, GAP_HUGE)
        column.setSpacing(GAP_MEDIUM)
        if explanation:
            words = QLabel(explanation, self)
            words.setProperty("tone", "muted")
            words.setWordWrap(True)
            column.addWidget(words)
        grid = QGridLayout()
        grid.setSpacing(GAP)
        for row, (label, line) in enumerate(zip(labels, self._lines, strict=True)):
            word = QLabel(label, self)
            word.setBuddy(line)
            grid.addWidget(word, row, 0)
            grid.addWidget(line, row, 1)
        column.addLayout(grid)
        column.addWidget(self._trouble)
        foot = QHBoxLayout()
        foot.setSpacing(GAP)
        foot.addStretch(1)
        foot.addWidget(make_button(self, f"{name}.cancel", self.tr("取消  Esc"), self.reject))
        self._act = make_button(self, f"{name}.act", act, self.give, "primary")
        self._act.setDefault(True)
        foot.addWidget(self._act)
        column.addLayout(foot)
        self.finished.connect(self.deleteLater)
        self.resize(WIDTH_EMS * self.fontMetrics().height(), 1)
        self._lines[0].setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        grow_to_fit(self)

    def give(self) -> None:
        """Hand on what was typed, unless it is being looked at already."""
        if self._act.isEnabled():
            self._act.setEnabled(False)
            self._on_given([line.text() for line in self._lines])

    def show_refusal(self, refusal: Refused, language: str) -> None:
        """Say why not; the lines are emptied, and while a delay lasts nothing can be tried."""
        self.say(sentence(refusal, language), int(refusal.params.get("seconds") or 0))

    def say(self, text: str, seconds: int = 0) -> None:
        """Say what is wrong, and let it be tried again after so many seconds."""
        self._trouble.setText(text)
        self._trouble.setAccessibleName(text)
        self._trouble.show()
        grow_to_fit(self)
        for line in self._lines:
            line.clear()
        self._lines[0].setFocus()
        QTimer.singleShot(1000 * seconds, self, lambda: self._act.setEnabled(True))


def ask_pin(context: Context, name: str, done: Callable[[str], object], parent: QWidget | None) -> None:
    """Ask for the PIN of ``name``, let them work from then on, call ``done`` with who it was before."""
    ledger = context.ledger

    def given(texts: list[str]) -> None:
        def work() -> str:
            check_pin(ledger, name, texts[0])
            return change_actor(ledger, name)

        context.write(work, done=accepted, refused=refused)

    def accepted(before: str) -> None:
        dialog.accept()
        done(before)

    def refused(refusal: Refused) -> None:
        dialog.show_refusal(refusal, context.preferences.language)

    dialog = PinDialog(
        "pin",
        QCoreApplication.translate("PinAsking", "{name}的口令").format(name=name),
        QCoreApplication.translate("PinAsking", "换成{name}").format(name=name),
        [QCoreApplication.translate("PinAsking", "口令")],
        given,
        parent,
    )
    dialog.open()
