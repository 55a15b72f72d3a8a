"""The forms of a kind: choose one, add one, remove one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QListWidget, QVBoxLayout, QWidget

from desktop.domain.errors import Refused
from desktop.domain.fields import RecordKind
from desktop.services.templates import Template, add_template, remove_template, templates
from desktop.ui.context import Context
from desktop.ui.icons import icon
from desktop.ui.theme import GAP
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.naming import name_widget
from desktop.ui.widgets.question import QuestionBar
from desktop.ui.workbook_dialogs import workbook_dialog
from desktop.wording import sentence

FORM_FOLDER = "templates.form_folder"
_WIDTH = 220


class TemplateShelf(QWidget):
    """``chosen``: another form is, or none; ``said``: a sentence, and the tone it is said in.

    Object names are ``<name>.list``, ``<name>.add``, ``<name>.remove``.
    """

    chosen = Signal()
    said = Signal(str, str)

    def __init__(
        self, context: Context, kind: RecordKind, name: str, question: QuestionBar, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._kind = kind
        self._name = name
        self._question = question
        self._is_closed = False
        self._templates: list[Template] = []
        title = QLabel(self.tr("表样"), self)
        title.setProperty("tone", "section")
        self._list = QListWidget(self)
        name_widget(self._list, f"{name}.list", self.tr("表样"))
        self._list.setWordWrap(True)
        self._list.currentRowChanged.connect(lambda _row: self._on_row())
        add = make_button(self, f"{name}.add", self.tr("添加表样…"), self.ask_form)
        add.setIcon(icon("add"))
        self._remove = make_button(self, f"{name}.remove", self.tr("删除"), self.ask_removal, "quiet")
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        buttons.addWidget(add, 1)
        buttons.addWidget(self._remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(title)
        column.addWidget(self._list, 1)
        column.addLayout(buttons)
        self.setFixedWidth(_WIDTH)

    @property
    def template(self) -> Template | None:
        """The form chosen."""
        row = self._list.currentRow()
        return self._templates[row] if 0 <= row < len(self._templates) else None

    def refresh(self, template_id: str = "") -> None:
        """Read the forms there are; the one of this id is chosen, or the first."""
        self._templates = templates(self._context.ledger, self._kind.name)
        self._list.blockSignals(True)
        self._list.clear()
        self._list.addItems([one.name for one in self._templates])
        ids = [one.id for one in self._templates]
        self._list.setCurrentRow(ids.index(template_id) if template_id in ids else min(0, len(ids) - 1))
        self._list.blockSignals(False)
        self._on_row()

    def replace(self, changed: Template) -> None:
        """A form has other columns than before."""
        self._templates = [changed if one.id == changed.id else one for one in self._templates]

    def close_down(self) -> None:
        """Nobody wants to hear any more of what is under way."""
        self._is_closed = True

    def ask_form(self) -> None:
        """Ask which file is the form."""
        name = f"{self._name}.form_dialog"
        dialog = workbook_dialog(self._context, self, name, self.tr("选择空表样"), FORM_FOLDER)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda chosen: self.add(Path(chosen)))
        dialog.open()

    def add(self, path: Path) -> None:
        """Keep a form."""
        self._context.preferences.remember_text(FORM_FOLDER, str(path.parent))
        self.said.emit(self.tr("正在读 {file}").format(file=path.name), "muted")
        self._context.write(
            lambda: add_template(self._context.ledger, path, self._kind.name),
            done=self._on_added,
            refused=self._on_refused,
        )

    def ask_removal(self) -> None:
        """Ask whether the form chosen is to go."""
        one = self.template
        if one is not None:
            text = self.tr("删除表样“{name}”？已经填好的表不受影响。").format(name=one.name)
            self._question.ask(text, self.tr("删除"), self.tr("不删除"), lambda: self.remove(one))

    def remove(self, one: Template) -> None:
        """Remove a form."""
        self._context.write(
            lambda: remove_template(self._context.ledger, one.id), done=self._on_removed, refused=self._on_refused
        )

    def _on_added(self, added: Template) -> None:
        if self._is_closed:
            return
        guessed = sum(one.is_guess for one in added.columns)
        known = sum(one.field is not None for one in added.columns)
        text = self.tr("已添加“{name}”，认出 {known} 栏（共 {total} 栏）。").format(
            name=added.name, known=known, total=len(added.columns)
        )
        if guessed:
            text += self.tr("其中 {count} 栏是猜的，请核对。").format(count=guessed)
        self.refresh(added.id)
        self.said.emit(text, "amber" if guessed else "green")

    def _on_removed(self, one: Template) -> None:
        if not self._is_closed:
            self.refresh()
            self.said.emit(self.tr("已删除表样“{name}”。").format(name=one.name), "muted")

    def _on_refused(self, refusal: Refused) -> None:
        if not self._is_closed:
            self.said.emit(sentence(refusal, self._context.preferences.language), "danger")

    def _on_row(self) -> None:
        self._remove.setEnabled(self.template is not None)
        self.chosen.emit()
