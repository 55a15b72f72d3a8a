"""按表样导出: the forms of a kind, what their columns are filled with, and filling them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.errors import Refused
from desktop.domain.fields import RecordKind
from desktop.services.finding import Query, count_records
from desktop.services.sight import checked_reason, sight_of
from desktop.services.templates import FilledTemplate, Form, Template, map_template, template_form
from desktop.ui.context import Context
from desktop.ui.help_panel import HelpPanel
from desktop.ui.places import show_outside
from desktop.ui.templates.filling import Course
from desktop.ui.templates.filling_card import FillingCard
from desktop.ui.templates.form_grid import FormGrid
from desktop.ui.templates.shelf import TemplateShelf
from desktop.ui.theme import GAP, GAP_LARGE, GAP_MEDIUM
from desktop.ui.translation import label_of
from desktop.ui.unmasking import ask_reason
from desktop.ui.widgets.busy import BusyBar
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.elided import ElidedLabel
from desktop.ui.widgets.empty import EmptyState
from desktop.ui.widgets.naming import name_widget, set_look
from desktop.ui.widgets.question import QuestionBar
from desktop.wording import sentence

SIZE = (1060, 680)
_EMPTY, _FORM = 0, 1


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
        self._form: Form | None = None
        self._is_closed = False
        self._lay_out()
        self.course = Course(context, name, self._busy, self)
        self.course.done.connect(self._on_filled)
        self.course.refused.connect(self._on_refused)
        self.course.ended.connect(self._show_ready)
        self.finished.connect(self._on_finished)
        room = self.screen().availableSize()
        self.resize(min(SIZE[0], room.width() - 60), min(SIZE[1], room.height() - 60))
        self.shelf.refresh()

    @property
    def said(self) -> str:
        """The sentence at the foot."""
        return self._note.text()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # Meanwhile the list may have been filtered otherwise.
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow() and self._form is not None:
            self._count()

    def toggle_help(self) -> None:
        """Show what to do here, or close it."""
        self._help.toggle("templates", self.tr("表样"))

    # -- layout ------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._question = QuestionBar(f"{self._name}.question", self)
        self.shelf = TemplateShelf(self._context, self._kind, self._name, self._question, self)
        self.shelf.chosen.connect(self._show_chosen)
        self.shelf.said.connect(self._say)
        empty = self.tr(
            "这里存本单位自己的空表样，例如镇里发的报表。\n"
            "添加一张（.xlsx，表头下面留空行），选好各栏填什么，以后一按就按原样填好。"
        )
        self._stack = QStackedWidget(self)
        first_step = EmptyState(f"{self._name}.empty", "document", empty, self.tr("添加表样…"), self)
        first_step.step_taken.connect(self.shelf.ask_form)
        self._stack.addWidget(first_step)
        self._stack.addWidget(self._lay_out_form())
        self._help = HelpPanel(self)
        QShortcut("F1", self, self.toggle_help)
        row = QHBoxLayout()
        row.setSpacing(GAP_LARGE)
        row.addWidget(self.shelf)
        row.addWidget(self._stack, 1)
        row.addWidget(self._help)
        self._busy = BusyBar(parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_LARGE, GAP_LARGE, GAP_LARGE, GAP_MEDIUM)
        column.setSpacing(GAP_MEDIUM)
        column.addLayout(row, 1)
        column.addWidget(self._question)
        column.addWidget(self._busy)
        column.addLayout(self._lay_out_foot())

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
        self._open = make_button(self, f"{self._name}.folder", self.tr("打开文件夹"), None, "link")
        self._open.hide()
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self._note, 1)
        row.addWidget(self._open)
        row.addWidget(make_button(self, f"{self._name}.help", self.tr("帮助") + "  F1", self.toggle_help, "quiet"))
        row.addWidget(make_button(self, f"{self._name}.close", self.tr("关闭"), self.close))
        self._open.clicked.connect(lambda: show_outside(self.course.folder))
        return row

    # -- what the columns are filled with ----------------------------------------------------------------------------

    def _show_chosen(self) -> None:
        one = self.shelf.template
        self._form = None
        self._stack.setCurrentIndex(_FORM if one else _EMPTY)
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
        if self._is_closed or self.shelf.template != one:
            return
        self._form = form
        self.grid.show_form(self._kind, form, one.columns)
        self._show_ready()
        self._count()

    def save_mapping(self, then: Callable[[], object] | None = None) -> None:
        """Keep what was chosen for the columns; what was guessed counts as looked at."""
        one, mapping = self.shelf.template, self.grid.mapping()
        if one is None or self._form is None:
            return
        self._context.write(
            lambda: map_template(self._context.ledger, one.id, mapping),
            done=partial(self._on_mapped, then),
            refused=self._on_refused,
        )

    def _on_mapped(self, then: Callable[[], object] | None, changed: Template) -> None:
        if self._is_closed:
            return
        self.shelf.replace(changed)
        if self._form is not None and self.shelf.template == changed:
            self.grid.show_form(self._kind, self._form, changed.columns)
        self._show_ready()
        if then is None:
            self._say(self.tr("各栏填什么已经保存，下次直接用。"), "green")
        else:
            then()

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
        one = self.shelf.template
        if one is not None and self.card.query(self._query()) is not None:
            self.course.ask_target(one.name, self.fill)

    def fill(self, path: Path) -> None:
        """Fill the form and write it; what was chosen for the columns and not saved is saved first."""
        one = self.shelf.template
        query = self.card.query(self._query())
        if one is None or query is None:
            return

        with_personal = self.card.personal.isChecked()

        def fill(reason: str = "") -> None:
            self._say("", "muted")
            self.course.fill(one, path, query, with_personal=with_personal, reason=reason)
            self._show_ready()

        def begin() -> None:
            if with_personal and sight_of(self._context.ledger).is_guarded:
                # Noted by the verb that fills, together with the records.
                given: list[str] = []
                act = self.tr("填好并另存")
                ask_reason(
                    self._context, lambda why: given.append(checked_reason(why)), lambda: fill(given[0]), self, act
                )
            else:
                fill()

        if self.grid.is_changed:
            self.save_mapping(begin)
        else:
            begin()

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
        self._open.show()

    def _on_refused(self, refusal: Refused) -> None:
        if not self._is_closed:
            self._say(sentence(refusal, self._context.preferences.language), "danger")

    def _on_finished(self) -> None:
        # What is under way would report to a window that is no more.
        self._is_closed = True
        self.shelf.close_down()
        self.course.cancel()

    def _show_ready(self) -> None:
        if self._is_closed:
            return
        is_ready = self._form is not None and not self.course.is_running
        self.card.button.setEnabled(is_ready)
        one = self.shelf.template
        is_guessed = one is not None and any(column.is_guess for column in one.columns)
        self._save.setEnabled(is_ready and (self.grid.is_changed or is_guessed))

    def _say(self, text: str, tone: str) -> None:
        self._open.hide()
        self._note.setText(text)
        self._note.setAccessibleName(text)
        set_look(self._note, tone=tone)
