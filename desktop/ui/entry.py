"""Writing a record down: the form as a page of its own, its draft, its checks, saving it and going on to the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.domain.dates import parse_date
from desktop.domain.errors import Refused
from desktop.domain.fields import RecordKind
from desktop.services.attaching import record_with_files
from desktop.services.drafting import Draft
from desktop.services.finding import Record
from desktop.services.recording import Saved, check_values, revise
from desktop.ui.context import Context
from desktop.ui.draft_keeping import DraftKeeper
from desktop.ui.editors import FormContext
from desktop.ui.file_choosing import FilesPart
from desktop.ui.following import follows
from desktop.ui.forms import RecordForm
from desktop.ui.offering import Offers
from desktop.ui.saying import said_problem, say_done
from desktop.ui.theme import GAP, GAP_LARGE, GAP_MEDIUM
from desktop.ui.translation import label_of
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.naming import name_widget
from desktop.ui.widgets.question import QuestionBar
from desktop.wording import sentence

FILES = "files"
"""Key under which a draft keeps where the files chosen lie."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A sentence about a new record that may be there already, and the way to the one meant."""

    text: str
    open: Callable[[], object]


class RecordEntry(QWidget):
    """A new record of ``kind`` or changes to one. Object names are ``<kind>_entry.save`` and so on."""

    saved = Signal(str, bool)
    """The id of the record now on the disk, and whether the next one is being begun."""
    closed = Signal()

    first_field = ""
    """Where the cursor goes when a further record is begun; the first field when empty."""

    def __init__(self, context: Context, kind: RecordKind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name_widget(self, f"{kind.name}_entry", label_of(kind))
        self.context = context
        self.kind = kind
        self._before: Record | None = None
        self.is_change = False
        """Whether a record that is there is being changed."""
        self.doubt: Callable[[Mapping[str, Any]], Doubt | None] = lambda _values: None
        """Why a new record had better be looked at again before it is saved; None when it need not."""
        self._hidden: dict[str, Any] = {}
        self._is_saving = False
        self.offers = Offers(context, kind)
        self.form = RecordForm(
            kind,
            check=self.check,
            suggestions=self.offers.words,
            parse_date=lambda text: parse_date(text, today=context.today()),
            today=context.today,
            follow=lambda values: follows(kind, values, context.today(), context.preferences.language),
            parent=self,
        )
        self.files: FilesPart | None = None
        self.drafts = DraftKeeper(context, kind.name, self.draft_content, lambda: _title_of(kind, self.form), self)
        self.form.edited.connect(lambda _name: self.drafts.touch())
        self.drafts.stored.connect(self._on_draft_stored)
        self._title = QLabel(self)
        self._title.setProperty("tone", "title")
        self._draft_label = QLabel(self)
        name_widget(self._draft_label, f"{self.objectName()}.draft", "")
        self._draft_label.setProperty("tone", "muted")
        self.question = QuestionBar(f"{self.objectName()}.question", self)
        self._lay_out()
        _add_keys(self)

    # -- what is being written -----------------------------------------------------------------------------------------

    def begin_new(self, values: Mapping[str, Any] | None = None) -> None:
        """A new record; ``values`` go before what is prefilled."""
        self._begin(None, {**self.prefilled(), **(values or {})})

    def begin_change(self, before: Record) -> None:
        """Changes to a record."""
        self._begin(before, before.values)

    def begin_draft(self, draft: Draft, before: Record | None) -> None:
        """Go on with what was typed before; ``before`` is the record it changes."""
        content = draft.content
        self._begin(before, {**content.get("hidden", {}), **content.get("values", {})}, draft.id)
        if self.files is not None:
            # What was moved away since is not missed: there is nothing to copy.
            self.files.set_files(file for file in map(Path, content.get(FILES, [])) if file.is_file())

    def prefilled(self) -> dict[str, Any]:
        """What a new record begins with."""
        today, office = self.context.today().isoformat(), self.context.ledger.office
        values: dict[str, Any] = {self.kind.date_field: today} if self.kind.date_field else {}
        if office.level == "village" and self.kind.has_field("village_name"):
            values["village_name"] = office.name
        return values

    def draft_content(self) -> dict[str, Any]:
        """Everything typed, unchecked, and who typed it: what one has written oneself one may read again."""
        chosen = {FILES: [str(file) for file in self.files.files]} if self.files is not None else {}
        actor = self.context.ledger.actor
        return {"values": self.form.values(), "hidden": self._hidden, "actor": actor, **chosen}

    def is_ready(self) -> bool:
        """Whether everything may be saved; what is not accepted is shown and the cursor put there."""
        if not self.form.check_all():
            return True
        self.form.focus_first_error()
        return False

    def write_new(self, values: dict[str, Any]) -> Callable[[], Saved]:
        """The verb that records the new values."""
        files = self.files.files if self.files is not None else []
        return lambda: record_with_files(self.context.ledger, self.kind.name, values, files)

    def check(self, name: str, value: object) -> str | None:
        """The sentence under a field, None when its value is accepted."""
        values: dict[str, object] = {name: value}
        if name == "unit_code" and self.context.ledger.office.level == "town":
            values["village_name"] = self.form.row("village_name").editor.value()
        _, problems = check_values(self.context.ledger, self.kind, values, today=self.context.today())
        found = next((problem for problem in problems if problem.field == name), None)
        return said_problem(found, self.kind, self.context.preferences.language) if found is not None else None

    def save(self, *, goes_on: bool = False) -> None:
        """Save; then either begin the next record or leave."""
        if self._is_saving or not self.is_ready():
            return
        values = self.form.values()
        doubt = self.doubt(values) if self._before is None else None
        if doubt is None:
            self._write(values, goes_on)
        else:
            self.question.ask(
                doubt.text,
                self.tr("仍然保存"),
                self.tr("打开"),
                lambda: self._write(self.form.values(), goes_on),
                doubt.open,
            )

    def _write(self, values: dict[str, object], goes_on: bool) -> None:
        if not self.is_ready():
            return
        if self._before is None:
            work = self.write_new(
                {name: value for name, value in {**self._hidden, **values}.items() if value is not None}
            )
        else:
            before = self._before
            changed = {name: value for name, value in values.items() if value != before.values.get(name)}
            work = lambda: revise(self.context.ledger, self.kind.name, before.id, changed)
        self._set_saving(True)
        self.context.write(work, done=lambda saved: self._on_saved(saved, values, goes_on), refused=self._on_refused)

    def leave(self) -> None:
        """Go back; what was typed stays as a draft. While it cannot be stored, the form stays."""
        if self.drafts.is_failing:
            self.drafts.flush()
            return
        if self.drafts.settle():
            self.context.shell.notify(self.tr("草稿已保存"))
        self.closed.emit()

    # -- parts -------------------------------------------------------------------------------------------------------

    def _begin(self, before: Record | None, values: Mapping[str, Any], draft_id: str = "") -> None:
        self._before, self.is_change = before, before is not None
        self.question.hide()
        shown = set(self.form.field_names)
        self._hidden = {} if before else {name: value for name, value in values.items() if name not in shown}
        self.offers.prepare()
        self.form.set_values(values)
        self.drafts.begin(before.id if before else None, draft_id)
        template = self.tr("修改{label}") if before else self.tr("新增{label}")
        self._title.setText(template.format(label=label_of(self.kind)))
        self._draft_label.clear()
        self._next.setVisible(before is None)
        if self.files is not None:
            self.files.set_files([])
            # Of a record that is there, files are added where it is read.
            self.files.setVisible(before is None)
        # After the page is shown: a hidden field does not take the cursor.
        QTimer.singleShot(0, self, self._focus_first)

    def _focus_first(self) -> None:
        self.form.verticalScrollBar().setValue(0)
        self.form.focus_field(self.first_field or self.form.field_names[0])

    def _on_draft_stored(self, clock: str) -> None:
        text = self.tr("草稿已保存 {clock}").format(clock=clock)
        self._draft_label.setText(text)
        self._draft_label.setAccessibleName(text)

    def _set_saving(self, is_saving: bool) -> None:
        self._is_saving = is_saving
        self._save.setEnabled(not is_saving)
        self._next.setEnabled(not is_saving)

    def _on_saved(self, saved: Saved, values: Mapping[str, Any], goes_on: bool) -> None:
        self._set_saving(False)
        self.drafts.drop()
        self.offers.learn(values)
        say_done(self.context, self.tr("已保存"), saved.step_id)
        if goes_on and self._before is None:
            sticky = {f.name: values.get(f.name) for f in self.kind.fields if f.sticky and f.name in values}
            self.begin_new(sticky)
        self.saved.emit(saved.ids[0], goes_on)

    def _on_refused(self, refusal: Refused) -> None:
        self._set_saving(False)
        language = self.context.preferences.language
        errors = {
            problem.field: said_problem(problem, self.kind, language)
            for problem in refusal.problems
            if problem.field in self.form.field_names
        }
        self.form.show_errors(errors)
        if not self.form.focus_first_error():
            self.context.shell.notify(sentence(refusal, language))

    def _lay_out(self) -> None:
        # Tab goes in the order of making: from the form to its buttons, and only then to the way out.
        self._next = make_button(
            self, f"{self.objectName()}.save_next", self._next_text(), lambda: self.save(goes_on=True), "primary"
        )
        self._save = make_button(self, f"{self.objectName()}.save", self.tr("保存  Ctrl+S"), self.save, "")
        close = make_button(self, f"{self.objectName()}.close", self.tr("关闭  Esc"), self.leave, "quiet")
        head = QHBoxLayout()
        head.setSpacing(GAP_MEDIUM)
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._draft_label)
        head.addWidget(close)
        foot = QHBoxLayout()
        foot.setSpacing(GAP)
        foot.addWidget(self._next)
        foot.addWidget(self._save)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_LARGE, GAP_MEDIUM, GAP_LARGE, GAP_MEDIUM)
        column.setSpacing(GAP_MEDIUM)
        column.addLayout(head)
        self.body = QHBoxLayout()
        self.body.setSpacing(GAP_LARGE)
        self.body.addWidget(self.form, 1)
        column.addLayout(self.body, 1)
        column.addWidget(self.question)
        column.addLayout(foot)

    def _next_text(self) -> str:
        return self.tr("保存并下一条  Ctrl+Enter")


def _add_keys(entry: RecordEntry) -> None:
    keys: dict[str, Callable[[], object]] = {
        "Ctrl+S": entry.save,
        "Ctrl+Return": lambda: entry.save(goes_on=True),
        "Ctrl+Enter": lambda: entry.save(goes_on=True),
        "Esc": entry.leave,
    }
    for key, act in keys.items():
        QShortcut(key, entry, act)


def _title_of(kind: RecordKind, form: RecordForm) -> str:
    return str(form.values().get(kind.title_field) or "")[:20]


def issue_context(context: Context, offers: Offers, kind: RecordKind) -> FormContext:
    """What the editors of an issue inside another form ask for."""

    def check(name: str, value: object) -> str | None:
        _, problems = check_values(context.ledger, kind, {name: value}, today=context.today())
        found = next((problem for problem in problems if problem.field == name), None)
        return said_problem(found, kind, context.preferences.language) if found is not None else None

    return FormContext(check, offers.words, lambda text: parse_date(text, today=context.today()), context.today)
