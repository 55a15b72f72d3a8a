"""A field of a form: its label, its editor and, when something is not accepted, a sentence below."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QWidget

from desktop.ui.theme import GAP, GAP_SMALL, metrics
from desktop.ui.widgets.choices import ChoiceButtons
from desktop.ui.widgets.naming import name_widget
from desktop.ui.widgets.pictures import IconView
from desktop.ui.widgets.tags import TagEdit
from desktop.ui.widgets.texts import GrowingTextEdit, LineEdit

Editor = LineEdit | GrowingTextEdit | ChoiceButtons | TagEdit
"""Every editor has ``value()``, ``set_value(value)``, ``set_error(bool)`` and the signal ``edited``."""


class FieldRow(QWidget):
    """Label, editor and error line. ``label`` is plain text; ``mnemonic`` is the letter Alt takes to it, if any."""

    def __init__(
        self, label: str, editor: Editor, *, required: bool = False, mnemonic: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.editor = editor
        self._required = required
        self.setObjectName(f"{editor.objectName()}.row")
        self._label = _FieldLabel(label, required, mnemonic, self)
        self._label.text.setBuddy(editor.focusProxy() or editor)
        self._label.text.setObjectName(f"{editor.objectName()}.label")
        self._error = _ErrorLine(f"{editor.objectName()}.error", self)
        self._caution = _ErrorLine(f"{editor.objectName()}.caution", self, "amber")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(GAP_SMALL)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._label, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(editor, 0, 1)
        grid.addWidget(self._error, 1, 1)
        grid.addWidget(self._caution, 2, 1)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.show_caution("")
        self.show_error("")

    @property
    def error(self) -> str:
        """The sentence shown, empty when there is none."""
        return self._error.sentence

    def show_error(self, sentence: str) -> None:
        """Show what is not accepted, and what would be; an empty sentence takes it away. The value stays."""
        self._error.show_sentence(sentence)
        self.editor.set_error(bool(sentence))
        target = self.editor.focusProxy() or self.editor
        for widget in (self.editor, target):
            widget.setAccessibleDescription(sentence or self._marked())

    def _marked(self) -> str:
        return QCoreApplication.translate("FieldRow", "必填") if self._required else ""

    @property
    def caution(self) -> str:
        """What is said to be odd, empty when there is nothing."""
        return self._caution.sentence

    def show_caution(self, sentence: str) -> None:
        """Say what is odd about a value that is accepted all the same; an empty sentence takes it away."""
        self._caution.show_sentence(sentence)
        if not self.error:
            (self.editor.focusProxy() or self.editor).setAccessibleDescription(sentence or self._marked())

    def label_width(self) -> int:
        """Width the label wants, in pixels."""
        return self._label.sizeHint().width()

    def set_label_width(self, width: int) -> None:
        """Line the label up with those of other rows; longer ones wrap."""
        self._label.setFixedWidth(width)

    def fit_theme(self) -> None:
        """Take over the row height of the theme in force."""
        self._label.setMinimumHeight(metrics().row)


class _FieldLabel(QWidget):
    """The label text and a red star; the star is a widget of its own so that it follows the theme."""

    def __init__(self, label: str, required: bool, mnemonic: str, parent: QWidget) -> None:
        super().__init__(parent)
        plain = label.replace("&", "&&")
        self.text = QLabel(f"{plain}(&{mnemonic})" if mnemonic else plain, self)
        self.text.setWordWrap(False)
        self.text.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self.text)
        if required:
            star = QLabel("*", self)
            star.setProperty("tone", "danger")
            row.addWidget(star)
        row.addStretch(1)
        self.setMinimumHeight(metrics().row)


class _ErrorLine(QWidget):
    def __init__(self, name: str, parent: QWidget, tone: str = "danger") -> None:
        super().__init__(parent)
        self._text = QLabel(self)
        name_widget(self._text, name, "")
        self._text.setProperty("tone", tone)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_SMALL)
        row.addWidget(IconView("warning", f"{tone}_text", 16, self), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)

    @property
    def sentence(self) -> str:
        return self._text.text()

    def show_sentence(self, sentence: str) -> None:
        self._text.setText(sentence)
        self._text.setAccessibleName(sentence)
        self.setVisible(bool(sentence))
