"""Fields for passwords: hidden unless the eye beside them is pressed, forgotten as soon as they have been used."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget

from desktop.domain.errors import Refused
from desktop.services.locking import LEAST_CHARACTERS, check_new_password
from desktop.ui.icons import icon
from desktop.ui.theme import GAP, GAP_SMALL
from desktop.ui.translation import language_shown
from desktop.ui.widgets.naming import name_widget, set_look
from desktop.ui.widgets.texts import LineEdit
from desktop.wording import sentence

_HIDDEN, _SHOWN = QLineEdit.EchoMode.Password, QLineEdit.EchoMode.Normal


class PasswordField(QWidget):
    """One password and its eye. The object name of the field itself is ``name``."""

    entered = Signal()
    typed = Signal()

    def __init__(self, name: str, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = LineEdit(name, label, self)
        self._field.setPlaceholderText(label)
        self._field.setEchoMode(_HIDDEN)
        self._field.entered.connect(self.entered)
        self._field.textChanged.connect(lambda _text: self.typed.emit())
        eye = QToolButton(self)
        name_widget(eye, f"{name}.eye", self.tr("显示密码"))
        eye.setToolTip(self.tr("显示密码"))
        eye.setIcon(icon("eye"))
        eye.setCheckable(True)
        eye.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        eye.toggled.connect(lambda is_shown: self._field.setEchoMode(_SHOWN if is_shown else _HIDDEN))
        self._eye = eye
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self._field, 1)
        row.addWidget(eye)
        self.setFocusProxy(self._field)

    @property
    def password(self) -> str:
        """What stands in the field."""
        return self._field.text()

    def forget(self) -> None:
        """Empty the field and hide what is typed next."""
        self._field.clear()
        self._eye.setChecked(False)

    def select(self) -> None:
        """Go to the field; what is typed next replaces what stands there."""
        self._field.setFocus()
        self._field.selectAll()


class NewPassword(QWidget):
    """A new password, typed twice, and the rule. ``changed`` when it may be ready or no longer."""

    changed = Signal()
    entered = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._first = PasswordField(f"{name}.first", self.tr("新密码"), self)
        self._second = PasswordField(f"{name}.second", self.tr("再输入一遍"), self)
        self._rule = QLabel(self)
        self._rule.setObjectName(f"{name}.rule")
        self._rule.setTextFormat(Qt.TextFormat.PlainText)
        self._rule.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_SMALL)
        for part in (self._first, self._second, self._rule):
            column.addWidget(part)
        self._first.entered.connect(self._second.select)
        self._second.entered.connect(self.entered)
        for field in (self._first, self._second):
            field.typed.connect(self._on_typed)
        self.setFocusProxy(self._first)
        self._on_typed()

    @property
    def password(self) -> str:
        """What was typed first."""
        return self._first.password

    @property
    def is_ready(self) -> bool:
        """Whether the password will do and was typed twice alike."""
        return not self._fault() and self._first.password == self._second.password

    def forget(self) -> None:
        """Empty both fields."""
        self._first.forget()
        self._second.forget()

    def _fault(self) -> str:
        try:
            check_new_password(self._first.password)
        except Refused as refused:
            return sentence(refused, language_shown())
        return ""

    def _on_typed(self) -> None:
        first, second = self._first.password, self._second.password
        fault = self._fault() if first else ""
        if first and not fault and second and not first.startswith(second):
            fault = self.tr("两次输入的密码不一样。")
        rule = self.tr("至少 {count} 个字，汉字、字母、数字都可以。一句自己记得住的话最好。")
        self._rule.setText(fault or rule.format(count=LEAST_CHARACTERS))
        set_look(self._rule, tone="danger" if fault else "muted")
        self.changed.emit()
