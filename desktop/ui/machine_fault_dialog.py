"""The dialog that says what is wrong with the ledger's file or its disk when something could not be read."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.domain.errors import Refused
from desktop.ui.icons import app_icon
from desktop.ui.theme import GAP_LARGE
from desktop.ui.translation import language_shown
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.naming import name_widget
from desktop.ui.widgets.pictures import IconView
from desktop.wording import sentence

WIDTH = 520


class MachineFaultDialog(QDialog):
    """One sentence; where the ledger is damaged, a button that leads to what can be done."""

    def __init__(self, refusal: Refused, mend: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mend = mend
        name_widget(self, "machine_fault", self.tr("读不出账本"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("走访通"))
        self.setWindowIcon(app_icon())
        words = QLabel(sentence(refusal, language_shown()), self)
        name_widget(words, "machine_fault.text", words.text())
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        is_damage = refusal.code == "ledger_damaged"
        close_words = self.tr("先不动，继续看") if is_damage else self.tr("知道了")
        close = make_button(self, "machine_fault.close", close_words, self.accept, "" if is_damage else "primary")
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(close)
        if is_damage:
            mend_button = make_button(
                self, "machine_fault.mend", self.tr("看看怎样恢复"), self._on_mend_clicked, "primary"
            )
            buttons.addWidget(mend_button)
            mend_button.setFocus()
        head = QHBoxLayout()
        head.setSpacing(GAP_LARGE)
        head.addWidget(IconView("warning", "amber", 32, self), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_LARGE, GAP_LARGE, GAP_LARGE, GAP_LARGE)
        column.setSpacing(GAP_LARGE)
        column.addLayout(head)
        column.addLayout(buttons)
        self.setMinimumWidth(WIDTH)

    def _on_mend_clicked(self) -> None:
        self.accept()
        self._mend()
