"""A password for sealed workbooks, typed twice. It is kept nowhere and forgotten as soon as it has been used."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget

from desktop.domain.errors import Refused
from desktop.exchange.sealing import LEAST_CHARACTERS, check_password
from desktop.ui.icons import icon
from desktop.ui.theme import GAP, GAP_SMALL
from desktop.ui.translation import language_shown
from desktop.ui.widgets.naming import name_widget, set_look
from desktop.wording import sentence

_HIDDEN, _SHOWN = QLineEdit.EchoMode.Password, QLineEdit.EchoMode.Normal


class PasswordBox(QWidget):
    """A tick, and below it two fields and the rule. ``changed`` when the password or its readiness may have."""

    changed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._tick = QCheckBox(self.tr("加密码"), self)
        name_widget(self._tick, f"{name}.wanted", self.tr("加密码"))
        self._first = self._field(f"{name}.first", self.tr("密码"))
        self._second = self._field(f"{name}.second", self.tr("再输一遍"))
        self._eye = QToolButton(self)
        name_widget(self._eye, f"{name}.eye", self.tr("显示密码"))
        self._eye.setToolTip(self.tr("显示密码"))
        self._eye.setIcon(icon("eye"))
        self._eye.setCheckable(True)
        self._rule = QLabel(self)
        self._rule.setObjectName(f"{name}.rule")
        self._rule.setTextFormat(Qt.TextFormat.PlainText)
        self._rule.setWordWrap(True)
        self._lay_out()
        self._tick.toggled.connect(self._on_ticked)
        self._eye.toggled.connect(self._show_or_hide)
        for field in (self._first, self._second):
            field.textChanged.connect(self._on_typed)
        self._on_ticked(False)

    @property
    def password(self) -> str:
        """What is to seal the workbook; '' where it is to stay open."""
        return self._first.text() if self._tick.isChecked() else ""

    @property
    def is_ready(self) -> bool:
        """Whether no password is wanted, or the one typed will do and was typed twice alike."""
        return not self._tick.isChecked() or (not self._fault() and self._first.text() == self._second.text())

    def forget(self) -> None:
        """Empty the fields and take the tick out."""
        self._eye.setChecked(False)
        self._tick.setChecked(False)

    def _field(self, name: str, label: str) -> QLineEdit:
        field = QLineEdit(self)
        name_widget(field, name, label)
        field.setPlaceholderText(label)
        field.setEchoMode(_HIDDEN)
        return field

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(GAP)
        line.addWidget(self._first, 1)
        line.addWidget(self._second, 1)
        line.addWidget(self._eye)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_SMALL)
        column.addWidget(self._tick)
        column.addLayout(line)
        column.addWidget(self._rule)

    def _fault(self) -> str:
        """Why the first password will not do, in a sentence."""
        try:
            check_password(self._first.text())
        except Refused as refused:
            return sentence(refused, language_shown())
        return ""

    def _on_ticked(self, is_wanted: bool) -> None:
        for part in (self._first, self._second, self._eye, self._rule):
            part.setVisible(is_wanted)
        for field in (self._first, self._second):
            field.clear()
        self._on_typed()
        if is_wanted:
            self._first.setFocus()

    def _show_or_hide(self, is_shown: bool) -> None:
        for field in (self._first, self._second):
            field.setEchoMode(_SHOWN if is_shown else _HIDDEN)

    def _on_typed(self) -> None:
        first, second = self._first.text(), self._second.text()
        fault = self._fault() if first else ""
        if first and not fault and second and not first.startswith(second):
            fault = self.tr("两次输入的密码不一样。")
        rule = self.tr("至少 {count} 个字符。请另外告诉对方；忘了密码，谁也打不开这个文件。")
        self._rule.setText(fault or rule.format(count=LEAST_CHARACTERS))
        set_look(self._rule, tone="danger" if fault else "muted")
        self.changed.emit()
