"""按表样导出: the forms of a kind, what their columns are filled with, and filling them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.errors import Refused
from desktop.domain.fields import RecordKind
from desktop.services.finding import Query, count_records
from desktop.services.templates import (
    FilledTemplate,
    Form,
    Template,
    add_template,
    fill_template,
    map_template,
    remove_template,
    template_form,
    templates,
)
from desktop.ui.context import Context
from desktop.ui.exchange.handover import workbook_dialog
from desktop.ui.help_panel import HelpPanel
from desktop.ui.icons import icon
from desktop.ui.operations import Job
from desktop.ui.places import plain_name, show_outside
from desktop.ui.templates.filling_card import FillingCard
from desktop.ui.templates.form_grid import FormGrid
from desktop.ui.theme import GAP, GAP_LARGE, GAP_MEDIUM
from desktop.ui.translation import label_of
from desktop.ui.widgets.busy import BusyBar
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.elided import ElidedLabel
from desktop.ui.widgets.empty import EmptyState
from desktop.ui.widgets.naming import name_widget, set_look
from desktop.ui.widgets.question import QuestionBar
from desktop.wording import sentence

FORM_FOLDER, FILLED_FOLDER = "templates.form_folder", "templates.filled_folder"
SIZE = (1060, 680)
_EMPTY, _FORM = 0, 1
_LIST_WIDTH = 220


class TemplatesWindow(QDialog):
    """Stands beside the window, whose list it follows: ``query`` says what is listed when it is asked.

    Object names are ``<name>.list``, ``<name>.add``, ``<name>.grid`` and so on.
    """

    def __init__(
        self, context: Context, kind: RecordKind, name: str, query: Callable[[], Query], parent: QWidget
    ) -> None:
        super().__init__(parent)
        name_widget(self, name, self.tr("按表样导出 · {kind}").format(kind=label_of(kind)))
        self.setWindowTitle(self.accessibleName())
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context = context
        self._kind = kind
        self._name = name
        self._query = query
        self._templates: list[Template] = []
        self._form: Form | None = None
        self._folder = ""
        self._job: Job[FilledTemplate] | None = None
        self._is_closed = False
        self.finished.connect(self._on_finished)
        self._lay_out()
        room = self.screen().availableSize()
        self.resize(min(SIZE[0], room.width() - 60), min(SIZE[1], room.height() - 60))
        self.refresh()

    @property
    def said(self) -> str:
        """The sentence at the foot."""
        return self._note.text()

    @property
    def template(self) -> Template | None:
        """The form chosen."""
        row = self.list.currentRow()
        return self._templates[row] if 0 <= row < len(self._templates) else None

    # -- layout ------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(GAP_LARGE)
        row.addLayout(self._lay_out_list())
        self._stack = QStackedWidget(self)
        empty = self.tr(
            "这里存本单位自己的空表样，例如镇里发的报表。\n"
            "添加一张（.xlsx，表头下面留空行），选好各栏填什么，以后一按就按原样填好。"
        )
        self._empty = EmptyState(f"{self._name}.empty", "document", empty, self.tr("添加表样…"), self)
        self._empty.step_taken.connect(self.ask_form)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._lay_out_form())
        row.addWidget(self._stack, 1)
        self._help = HelpPanel(self)
        row.addWidget(self._help)
        QShortcut("F1", self, self.toggle_help)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_LARGE, GAP_LARGE, GAP_LARGE, GAP_MEDIUM)
        column.setSpacing(GAP_MEDIUM)
        column.addLayout(row, 1)
        self._question = QuestionBar(f"{self._name}.question", self)
        column.addWidget(self._question)
        self._busy = BusyBar(parent=self)
        self._busy.cancelled.connect(self._on_cancelled)
        column.addWidget(self._busy)
        column.addLayout(self._lay_out_foot())

    def _lay_out_list(self) -> QVBoxLayout:
        title = QLabel(self.tr("表样"), self)
        title.setProperty("tone", "section")
        self.list = QListWidget(self)
        name_widget(self.list, f"{self._name}.list", self.tr("表样"))
        self.list.setFixedWidth(_LIST_WIDTH)
        self.list.setWordWrap(True)
        self.list.currentRowChanged.connect(lambda _row: self._show_chosen())
        add = make_button(self, f"{self._name}.add", self.tr("添加表样…"), self.ask_form)
        add.setIcon(icon("add"))
        self._remove = make_button(self, f"{self._name}.remove", self.tr("删除"), self._ask_removal, "quiet")
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        buttons.addWidget(add, 1)
        buttons.addWidget(self._remove)
        column = QVBoxLayout()
        column.setSpacing(GAP)
        column.addWidget(title)
        column.addWidget(self.list, 1)
        column.addLayout(buttons)
        return column

    def _lay_out_form(self) -> QWidget:
        part = QWidget(self)
        self._title = QLabel(part)
        self._title.setProperty("tone", "section")
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._told = ElidedLabel(f"{self._name}.told", "muted", part)
        self._save = make_button(part, f"{self._name}.save", self.tr("保存各栏"), self.save_mapping)
        self.grid = FormGrid(f"{self._name}.grid", part)
        self.grid.edited.connect(self._show_ready)
        self.card = FillingCard(f"{self._name}.filling", self._kind, self._context.today, part)
        self.card.changed.connect(self._count)
        self.card.fill_asked.connect(self.ask_target)
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(self._title)
        head.addWidget(self._told)
        head.addStretch(1)
        head.addWidget(self._save)
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_MEDIUM)
        column.addLayout(head)
        column.addWidget(self.grid, 1)
        column.addWidget(self.card)
        return part

    def _lay_out_foot(self) -> QHBoxLayout:
        self._note = QLabel(self)
        name_widget(self._note, f"{self._name}.note", "")
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        self._note.setWordWrap(True)
        self._open = make_button(self, f"{self._name}.folder", self.tr("打开文件夹"), self._show_folder, "link")
        self._open.hide()
        close = make_button(self, f"{self._name}.close", self.tr("关闭"), self.close)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self._note, 1)
        row.addWidget(self._open)
        row.addWidget(make_button(self, f"{self._name}.help", self.tr("帮助") + "  F1", self.toggle_help, "quiet"))
        row.addWidget(close)
        return row

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # Meanwhile the list may have been filtered otherwise.
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow() and self._form is not None:
            self._count()

    def toggle_help(self) -> None:
        """Show what to do here, or close it."""
        if self._help.isVisible():
            self._help.hide()
        else:
            self._help.show_help("templates", self.tr("表样"))

    # -- the forms ---------------------------------------------------------------------------------------------------

    def refresh(self, template_id: str = "") -> None:
        """Read the forms there are; the one of this id is chosen, or the first."""
        self._templates = templates(self._context.ledger, self._kind.name)
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems([one.name for one in self._templates])
        ids = [one.id for one in self._templates]
        self.list.setCurrentRow(ids.index(template_id) if template_id in ids else 0)
        self.list.blockSignals(False)
        self._show_chosen()

    def _show_chosen(self) -> None:
        one = self.template
        self._form = None
        self._stack.setCurrentIndex(_FORM if one else _EMPTY)
        self._remove.setEnabled(one is not None)
        self._show_ready()
        if one is None:
            return
        self._title.setText(one.name)
        self._told.set_text(self.tr("{file} · 工作表“{sheet}”").format(file=one.file_name, sheet=one.sheet))
        self._context.worker.run(
            lambda _job: template_form(self._context.ledger, one.id),
            done=partial(self._on_form, one),
            refused=self._on_refused,
        )

    def _on_form(self, one: Template, form: Form) -> None:
        if self._is_closed or self.template != one:
            return
        self._form = form
        self.grid.show_form(self._kind, form, one.columns)
        self._show_ready()
        self._count()

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
        self._say(self.tr("正在读 {file}").format(file=path.name))
        self._context.write(
            lambda: add_template(self._context.ledger, path, self._kind.name),
            done=self._on_added,
            refused=self._on_refused,
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
        self._say(text, "amber" if guessed else "green")
        self.refresh(added.id)

    def _ask_removal(self) -> None:
        one = self.template
        if one is not None:
            text = self.tr("删除表样“{name}”？已经填好的表不受影响。").format(name=one.name)
            self._question.ask(text, self.tr("删除"), self.tr("不删除"), lambda: self._remove_one(one))

    def _remove_one(self, one: Template) -> None:
        self._context.write(
            lambda: remove_template(self._context.ledger, one.id), done=self._on_removed, refused=self._on_refused
        )

    def _on_removed(self, one: Template) -> None:
        if self._is_closed:
            return
        self._say(self.tr("已删除表样“{name}”。").format(name=one.name))
        self.refresh()

    # -- what the columns are filled with ----------------------------------------------------------------------------

    def save_mapping(self, then: Callable[[], object] | None = None) -> None:
        """Keep what was chosen for the columns; what was guessed counts as looked at."""
        one, mapping = self.template, self.grid.mapping()
        if one is None or self._form is None:
            return

        def saved(changed: Template) -> None:
            if self._is_closed:
                return
            self._templates = [changed if each.id == changed.id else each for each in self._templates]
            if self._form is not None and self.template == changed:
                self.grid.show_form(self._kind, self._form, changed.columns)
            self._show_ready()
            if then is None:
                self._say(self.tr("各栏填什么已经保存，下次直接用。"), "green")
            else:
                then()

        self._context.write(
            lambda: map_template(self._context.ledger, one.id, mapping), done=saved, refused=self._on_refused
        )

    # -- filling -----------------------------------------------------------------------------------------------------

    def _count(self) -> None:
        query = self.card.query(self._query())
        if query is None:
            self.card.say_count(self.tr("请写好起止日期。"))
            return
        self._context.worker.run(
            lambda _job: count_records(self._context.ledger, query, today=self._context.today()),
            done=self._on_count,
            refused=self._on_refused,
        )

    def _on_count(self, count: int) -> None:
        if self._is_closed:
            return
        text = (
            self.tr("按列表现在的筛选，共 {count} 条。") if self._kind.date_field else self.tr("列表里共 {count} 条。")
        )
        self.card.say_count(text.format(count=f"{count:,}"))

    def ask_target(self) -> None:
        """Ask where the filled form goes."""
        one = self.template
        query = self.card.query(self._query())
        if one is None or query is None:
            return
        name = f"{self._name}.target_dialog"
        dialog = workbook_dialog(self._context, self, name, self.tr("填好的表存到哪里"), FILLED_FOLDER)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setDefaultSuffix("xlsx")
        dialog.selectFile(plain_name(f"{one.name}-{self._context.today():%Y%m%d}"))
        dialog.fileSelected.connect(lambda chosen: self.fill(Path(chosen)))
        dialog.open()

    def fill(self, path: Path) -> None:
        """Fill the form and write it; what was chosen for the columns and not saved is saved first."""
        one = self.template
        query = self.card.query(self._query())
        if one is None or query is None:
            return
        if self.grid.is_changed:
            self.save_mapping(lambda: self._fill(one, query, path))
        else:
            self._fill(one, query, path)

    def _fill(self, one: Template, query: Query, path: Path) -> None:
        self._context.preferences.remember_text(FILLED_FOLDER, str(path.parent))
        ledger, today, with_personal = self._context.ledger, self._context.today(), self.card.personal.isChecked()

        def work(job: Job[FilledTemplate]) -> FilledTemplate:
            return fill_template(
                ledger,
                one.id,
                path,
                query,
                with_personal=with_personal,
                today=today,
                progress=job.tell,
                cancelled=job.is_cancelled,
            )

        self._say("")
        self._busy.begin(self.tr("正在填写“{name}”").format(name=one.name))
        self._job = self._context.worker.run(work, done=self._on_filled, refused=self._on_refused)
        self._job.progressed.connect(self._busy.set_progress)
        self._job.ended.connect(self._on_ended)
        self._show_ready()

    def _on_cancelled(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _on_ended(self) -> None:
        if self._is_closed:
            return
        self._job = None
        self._busy.finish()
        self._show_ready()

    def _on_filled(self, done: FilledTemplate) -> None:
        if self._is_closed:
            return
        text = self.tr("已填好 {count} 条：{place}。").format(count=f"{done.records:,}", place=done.path)
        tone = "green"
        if done.is_masked:
            text += self.tr("个人信息已遮住；要完整的，请勾选“含个人信息”再填一次。")
        elif done.template.is_personal:
            text += self.tr("表里有完整的个人信息，请妥善保管，只交给该收的人。")
            tone = "amber"
        self._say(text, tone)
        self._folder = str(done.path.parent)
        self._open.show()

    def _on_refused(self, refusal: Refused) -> None:
        if self._is_closed:
            return
        self._say(sentence(refusal, self._context.preferences.language), "danger")

    def _on_finished(self) -> None:
        # What is under way reports to a window that is no more.
        self._is_closed = True
        if self._job is not None:
            self._job.cancel()

    def _show_folder(self) -> None:
        show_outside(Path(self._folder))

    def _show_ready(self) -> None:
        is_ready = self._form is not None and self._job is None
        self.card.button.setEnabled(is_ready)
        is_guessed = self.template is not None and any(one.is_guess for one in self.template.columns)
        self._save.setEnabled(is_ready and (self.grid.is_changed or is_guessed))

    def _say(self, text: str, tone: str = "muted") -> None:
        self._open.hide()
        self._note.setText(text)
        self._note.setAccessibleName(text)
        set_look(self._note, tone=tone)
