"""The password of a sealed file, asked for where the file stands."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QToolButton, QWidget

from desktop.ui.icons import icon
from desktop.ui.theme import GAP, GAP_MEDIUM, metrics
from desktop.ui.widgets.naming import name_widget, set_look

_FIELD_EMS = 14


class PasswordBar(QFrame):
    """Emits ``password_given(text)``; an empty field emits nothing. What was typed is forgotten when it is hidden.

    Object names begin with ``name``; ``is_only``: there is no other file the password might open as well.
    """

    password_given = Signal(str)

    def __init__(
        self, parent: QWidget | None = None, *, name: str = "exchange_page.preview", is_only: bool = False
    ) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}.password_bar")
        self._is_only = is_only
        self.setProperty("kind", "card")
        self._said = QLabel(self)
        name_widget(self._said, f"{name}.password_said", "")
        self._said.setWordWrap(True)
        self.field = QLineEdit(self)
        name_widget(self.field, f"{name}.password", self.tr("密码"))
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setPlaceholderText(self.tr("密码"))
        self.field.setFixedWidth(_FIELD_EMS * metrics().text)
        self._eye = QToolButton(self)
        name_widget(self._eye, f"{name}.password_eye", self.tr("显示密码"))
        self._eye.setToolTip(self._eye.accessibleName())
        self._eye.setIcon(icon("eye"))
        self._eye.setCheckable(True)
        self._button = QPushButton(self.tr("用密码试读"), self)
        name_widget(self._button, f"{name}.password_try", self._button.text())
        self._button.setAutoDefault(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP_MEDIUM, GAP, GAP_MEDIUM, GAP)
        row.setSpacing(GAP)
        row.addWidget(self._said, 1)
        row.addWidget(self.field)
        row.addWidget(self._eye)
        row.addWidget(self._button)
        self._eye.toggled.connect(self._on_eye_toggled)
        self.field.returnPressed.connect(self._give)
        self.field.textEdited.connect(lambda: set_look(self.field, error=False))
        self._button.clicked.connect(self._give)
        self.hide()

    def ask(self, file: str, *, was_wrong: bool) -> None:
        """Ask for the password of ``file``."""
        if was_wrong:
            text = self.tr("密码不对，打不开 {file}。请核对大小写后再试。")
        elif self._is_only:
            text = self.tr("{file} 有密码，请输入后按回车。")
        else:
            text = self.tr("{file} 有密码。输入密码后按回车试读；别的加密文件也用它试。")
        self._said.setText(text.format(file=file))
        self._said.setAccessibleName(self._said.text())
        self.field.setAccessibleDescription(self._said.text())
        set_look(self.field, error=was_wrong)
        self.field.selectAll()
        self.show()

    def close_up(self) -> None:
        """Ask no more, and forget what was typed."""
        self.field.clear()
        self._eye.setChecked(False)
        self.hide()

    def _give(self) -> None:
        if self.field.text():
            self.password_given.emit(self.field.text())

    def _on_eye_toggled(self, is_open: bool) -> None:
        self.field.setEchoMode(QLineEdit.EchoMode.Normal if is_open else QLineEdit.EchoMode.Password)
