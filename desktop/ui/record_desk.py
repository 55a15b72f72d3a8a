"""The working place for one record kind: the list, and in the same place the form for a new or changed record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.errors import Refused
from desktop.domain.kinds import KINDS
from desktop.domain.lights import Light
from desktop.services.drafting import drafts, typed_values
from desktop.services.finding import Record, get_record
from desktop.services.recording import issue_of_visit
from desktop.services.views import Wanted
from desktop.ui.attachments import AttachmentStrip
from desktop.ui.context import Context
from desktop.ui.entry import RecordEntry
from desktop.ui.figure_chip import FIGURE
from desktop.ui.file_choosing import FilesPart
from desktop.ui.list_plan import ListPlan
from desktop.ui.record_browser import RecordBrowser
from desktop.ui.unmasking import bring_in, see_whole

_LIST, _FORM = 0, 1
_SAID = "situation"
_NOT_COPIED = ("id", "note")


class RecordDesk(QWidget):
    """``make_entry`` makes the kind's form when it is first needed; without it the form is the plain one."""

    def __init__(
        self,
        context: Context,
        plan: ListPlan,
        name: str,
        make_entry: Callable[[Context], RecordEntry] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._context = context
        self._kind = plan.kind
        self._make_entry = make_entry
        self._entry: RecordEntry | None = None
        self.browser = RecordBrowser(context, plan, name, self)
        self.browser.new_wanted.connect(self.begin_new)
        self.browser.change_wanted.connect(self.begin_change)
        self.browser.pane.copy_wanted.connect(self._on_copy_wanted)
        self.browser.pane.issue_wanted.connect(self._on_issue_wanted)
        self.browser.head.forms_wanted.connect(self.open_forms)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.browser)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        QShortcut("Ctrl+N", self, self._on_new_key)

    @property
    def is_writing(self) -> bool:
        """Whether the form is in front."""
        return self._stack.currentIndex() == _FORM

    @property
    def file_place(self) -> FilesPart | AttachmentStrip | None:
        """What takes files now: the form being filled in, or the record that is read."""
        if self.is_writing:
            return self._entry.files if self._entry is not None else None
        strip = self.browser.pane.files
        return strip if strip.takes_files and strip.isVisible() else None

    def activate(self) -> None:
        """The place has come to the front."""
        self.browser.freshen()
        if not self.is_writing:
            self.browser.work_on_list()

    def grant(self, wish: Mapping[str, Any]) -> None:
        """``new``, ``open``, ``draft``, ``lights``, ``text``, ``wanted``, ``figure`` (see ``Shell.show_page``)."""
        if "new" in wish:
            self.begin_new(wish["new"])
        elif "draft" in wish:
            self._open_draft(str(wish["draft"]))
        elif "open" in wish:
            self._leave_form()
            self.browser.show_record(str(wish["open"]))
        elif FIGURE in wish:
            self._leave_form()
            # A number counts all issues; the list of what is being worked on would leave some of them out.
            self.browser.show_listing("")
            self.browser.filters.choose({FIGURE: wish[FIGURE]})
        elif "lights" in wish or "text" in wish:
            self._leave_form()
            lights = tuple(Light(one) for one in wish.get("lights", ()))
            self.browser.want(Wanted(lights=lights, text=str(wish.get("text", ""))))
        elif "wanted" in wish:
            self._leave_form()
            self.browser.want(wish["wanted"])

    def settle(self) -> None:
        """The window is about to close."""
        if self._entry is not None and self.is_writing:
            self._entry.drafts.settle()
        self.browser.remember()

    def begin_new(self, values: Mapping[str, Any] | None = None) -> None:
        """Open the form for a new record."""
        self._leave_form()
        self.entry().begin_new(values)
        self._stack.setCurrentIndex(_FORM)

    def begin_change(self, record_id: str) -> None:
        """Open the form for changes to a record."""
        try:
            before = get_record(self._context.ledger, self._kind.name, record_id, today=self._context.today())
            if before.is_withdrawn:
                raise Refused("is_withdrawn", kind=self._kind.name, id=record_id)
        except Refused as refusal:
            self._context.say_refusal(refusal)
            return
        see_whole(self._context, self._kind, record_id, before.values, lambda: self._change(before), self)

    def _change(self, before: Record) -> None:
        self._leave_form()
        self.entry().begin_change(before)
        self._stack.setCurrentIndex(_FORM)

    def open_forms(self) -> None:
        """Open the window of the office's own forms, to be filled with what is listed."""
        # Loaded here: most days nobody fills a form.
        from desktop.ui.templates.window import TemplatesWindow

        name = f"{self.objectName()}.templates"
        TemplatesWindow(self._context, self._kind, name, self.browser.head.query, self.window()).show()

    def entry(self) -> RecordEntry:
        """The form, made when it is first needed."""
        if self._entry is None:
            make = self._make_entry
            self._entry = make(self._context) if make is not None else RecordEntry(self._context, self._kind)
            self._entry.closed.connect(self._show_list)
            self._entry.saved.connect(self._on_saved)
            self._stack.addWidget(self._entry)
        return self._entry

    def _leave_form(self) -> None:
        """Whatever was being written stays as a draft."""
        if self._entry is not None and self.is_writing:
            self._entry.leave()

    def _show_list(self) -> None:
        self._stack.setCurrentIndex(_LIST)
        self.browser.freshen()
        self.browser.work_on_list()

    def _open_draft(self, draft_id: str) -> None:
        draft = next((one for one in drafts(self._context.ledger) if one.id == draft_id), None)
        if draft is None:
            self._context.shell.notify(self.tr("这份草稿已经保存或删除。"))
            return
        try:
            before = get_record(self._context.ledger, draft.kind, draft.record_id) if draft.record_id else None
        except Refused:
            before = None  # its record was un-received meanwhile; what was typed becomes a new one

        def go_on() -> None:
            self._leave_form()
            self.entry().begin_draft(draft, before)
            self._stack.setCurrentIndex(_FORM)

        shown = dict(before.values) if before is not None else {}
        if draft.content.get("actor") != self._context.ledger.actor:
            # Somebody else has typed it, for whom it need not have been masked.
            shown |= {name: value for name, value in typed_values(draft).items() if value not in (None, "", [])}
        see_whole(self._context, self._kind, before.id if before is not None else draft.id, shown, go_on, self)

    def _on_new_key(self) -> None:
        if not self.is_writing:
            self.begin_new()

    def _on_copy_wanted(self, record_id: str) -> None:
        values = get_record(self._context.ledger, self._kind.name, record_id).values
        # Who was visited stays the same; what was said that day does not.
        said = {field.name for field in self._kind.fields if field.section == _SAID or field.name in _NOT_COPIED}
        copied = {name: value for name, value in values.items() if name not in said and self._kind.has_field(name)}
        copied = bring_in(self._context, self._kind, record_id, copied, self._kind)
        self.begin_new({**copied, self._kind.date_field: self._context.today().isoformat()})

    def _on_issue_wanted(self, visit_id: str) -> None:
        visit = get_record(self._context.ledger, "visit", visit_id).values
        values = bring_in(self._context, KINDS["visit"], visit_id, issue_of_visit(visit, {}), KINDS["issue"])
        self._context.shell.show_page("issue", {"new": {**values, "visit_id": visit_id}})

    def _on_saved(self, record_id: str, goes_on: bool) -> None:
        if not goes_on:
            self._show_list()
            self.browser.show_record(record_id)
