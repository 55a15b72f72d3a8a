"""Where an intake begins: which kind of record the file holds, and which file; what was wrong with it, if anything."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.domain.fields import Choice
from desktop.ui.context import Context
from desktop.ui.exchange.password_bar import PasswordBar
from desktop.ui.intake.words import intake_kinds
from desktop.ui.places import remembered_folder
from desktop.ui.theme import GAP, GAP_LARGE, GAP_MEDIUM
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.choices import ChoiceButtons
from desktop.ui.widgets.drop_area import DropArea
from desktop.ui.widgets.naming import name_widget

_FOLDER = "intake.folder"
_PATTERNS = "*.xlsx *.xlsm *.xls *.xlsb *.et *.ods *.csv *.txt *.tsv"


class StartView(QWidget):
    """``file_chosen`` by dialog or drop, ``kind_chosen`` by its buttons, ``password_given`` for a sealed file."""

    file_chosen = Signal(object)
    kind_chosen = Signal(str)
    password_given = Signal(str)
    read_asked = Signal()
    closed = Signal()

    def __init__(self, context: Context, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._context = context
        self._name = name
        title = QLabel(self.tr("取数：把原有的台账取进来"), self)
        title.setProperty("tone", "title")
        self._said = QLabel(self)
        name_widget(self._said, f"{name}.said", "")
        self._said.setWordWrap(True)
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        choices = [Choice(kind.name, kind.label, kind.label_en) for kind in intake_kinds()]
        self.kinds = ChoiceButtons(f"{name}.kind", self.tr("这份表一行记的是"), choices, required=True, parent=self)
        self.kinds.edited.connect(lambda: self.kind_chosen.emit(str(self.kinds.value())))
        self.password = PasswordBar(self, name=name, is_only=True)
        self.password.password_given.connect(self.password_given)
        self.drop = DropArea(
            f"{name}.drop",
            self.tr("把台账拖到这里。Excel、WPS 表格和 .csv 都可以，原文件不改；取入前可以先看、先改。"),
            self.tr("选择文件…"),
            self,
        )
        self.drop.files_dropped.connect(lambda files: self.file_chosen.emit(files[0]))
        self.drop.choose_asked.connect(self.ask_for_file)
        self.read_button = make_button(self, f"{name}.read", self.tr("重新读取"), self.read_asked.emit)
        self.close_button: QPushButton = make_button(self, f"{name}.close", self.tr("不取，返回"), self.closed.emit)
        self._lay_out(title)

    def show_state(self, kind: str, path: Path | None, said: str = "", *, is_bad: bool = False) -> None:
        """Show what is chosen so far, and what there is to say of it."""
        self.kinds.set_value(kind or None)
        if not said and path is None:
            said = self.tr("先点这份表记的是哪一种，再选文件。")
        elif not said and not kind:
            said = self.tr("{file}：请点一下这份表记的是哪一种。").format(file=path.name if path else "")
        self._said.setText(said)
        self._said.setAccessibleName(said)
        self._said.setProperty("tone", "danger" if is_bad else "muted")
        self._said.style().polish(self._said)
        self.read_button.setVisible(is_bad and path is not None)

    @property
    def said(self) -> str:
        """What is said of the choice."""
        return self._said.text()

    def focus(self) -> None:
        """Put the cursor where work goes on."""
        if not self.password.isHidden():
            self.password.field.setFocus()
        elif self.kinds.value() is None:
            self.kinds.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.drop.button.setFocus()

    def ask_for_file(self) -> None:
        """Ask which file to take in, in the folder of the last time."""
        kinds = self.tr("台账 ({patterns})").format(patterns=_PATTERNS)
        folder = remembered_folder(self._context.preferences, _FOLDER)
        dialog = QFileDialog(self, self.tr("选择要取数的台账"), folder, kinds)
        dialog.setObjectName(f"{self._name}.dialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._on_file_selected)
        dialog.open()

    def _on_file_selected(self, file: str) -> None:
        self._context.preferences.remember_text(_FOLDER, str(Path(file).parent))
        self.file_chosen.emit(Path(file))

    def _lay_out(self, title: QLabel) -> None:
        card = Card(f"{self._name}.card", self.tr("这份表一行记的是"))
        card.column.addWidget(self.kinds)
        card.column.addSpacing(GAP)
        card.column.addWidget(self._said)
        card.column.addWidget(self.password)
        card.column.addWidget(self.drop, 1)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self.close_button)
        row.addWidget(self.read_button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_MEDIUM)
        column.addWidget(title)
        column.addWidget(card, 1)
        column.addLayout(row)
        column.addSpacing(GAP_LARGE - GAP_MEDIUM)
