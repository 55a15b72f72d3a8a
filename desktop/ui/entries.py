"""The entry forms with more to them than their fields: a visit with its issues, an issue."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QWidget

from desktop.domain.kinds import ISSUE, VISIT
from desktop.services.drafting import Draft
from desktop.services.finding import Query, Record, list_records
from desktop.services.recording import ISSUES_OF_VISIT, Saved
from desktop.ui.context import Context
from desktop.ui.entry import RecordEntry, issue_context
from desktop.ui.file_choosing import FilesPart
from desktop.ui.issue_lines import IssueLines
from desktop.ui.widgets.naming import tab_stops
from desktop.ui.widgets.texts import LineEdit

LISTED = "listed"
_FROM_REGISTER = ("group_name", "household_no", "phone", "household_tags")


class VisitEntry(RecordEntry):
    """A visit and the issues raised at it."""

    first_field = "subject_name"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, VISIT, parent)
        self._is_town = context.ledger.office.level == "town"
        if self._is_town:
            # Nobody knows yet in which village it was.
            self.first_field = "village_name"
        self._given: dict[str, Any] = {}
        self._looked_up: object = None
        self.issues = IssueLines("visit_form.issues", issue_context(context, self.offers, ISSUE), self._first_issue)
        self.issues.edited.connect(self.drafts.touch)
        self.issues.opened.connect(self._show_issues_soon)
        self.form.insert_part(self.issues, before="more")
        _offer_files(self, before="more")
        self.issues.stand_after(tab_stops(self.form.section("situation"))[-1])
        QShortcut("Alt+I", self, self.add_issue)
        self.form.edited.connect(self._on_field_edited)
        subject = self.form.row("subject_name").editor
        if isinstance(subject, LineEdit):
            subject.editingFinished.connect(self._take_from_register)

    def prefilled(self) -> dict[str, Any]:
        values = super().prefilled()
        ledger = self.context.ledger
        last = list_records(ledger, Query("visit", limit=1), today=self.context.today())
        if last and not self._is_town:
            # In a town the last visit may have been in another village.
            values["group_name"] = last[0].values.get("group_name")
        visitors = list(last[0].values.get("visitors") or []) if last else []
        if ledger.actor and ledger.actor not in visitors:
            visitors = [ledger.actor]
        values["visitors"] = visitors or None
        return values

    def begin_draft(self, draft: Draft, before: Record | None) -> None:
        super().begin_draft(draft, before)
        self.issues.set_content(draft.content.get(ISSUES_OF_VISIT, []))
        self._show_issues()

    def draft_content(self) -> dict[str, Any]:
        return {**super().draft_content(), ISSUES_OF_VISIT: self.issues.content()}

    def is_ready(self) -> bool:
        return super().is_ready() and self.issues.commit()

    def write_new(self, values: dict[str, Any]) -> Callable[[], Saved]:
        whole = {**values, ISSUES_OF_VISIT: self.issues.issues}
        return super().write_new(whole)

    def add_issue(self) -> None:
        """Open the part for issues at a further one."""
        if self._before is not None:
            return
        self.issues.show()
        self.issues.open_next()

    def _begin(self, before: Record | None, values: Mapping[str, Any], draft_id: str = "") -> None:
        self._given, self._looked_up = dict(values), values.get("subject_name")
        super()._begin(before, {name: value for name, value in values.items() if name != ISSUES_OF_VISIT}, draft_id)
        self.issues.set_content(values.get(ISSUES_OF_VISIT) or [])
        self._show_issues()

    def _show_issues(self) -> None:
        # Issues of a recorded visit are records of their own; its pane offers to add one.
        is_listed = self.form.row("handling").editor.value() == LISTED
        self.issues.setVisible(self._before is None and (is_listed or bool(self.issues.content())))

    def _on_field_edited(self, name: str) -> None:
        if name == "handling":
            self._show_issues()
            if self.issues.isVisibleTo(self):
                self._show_issues_soon()

    def _show_issues_soon(self) -> None:
        # Once the form has made room for it.
        QTimer.singleShot(0, self, self._bring_issues_into_view)

    def _bring_issues_into_view(self) -> None:
        self.form.ensureWidgetVisible(self.issues)

    def _take_from_register(self) -> None:
        """A head of household who is in the register once brings group, number, phone and type along."""
        name = self.form.row("subject_name").editor.value()
        if self._before is not None or not name or name == self._looked_up:
            return
        self._looked_up = name
        found = list_records(self.context.ledger, Query("household", {"head_name": str(name).strip()}, limit=2))
        if len(found) != 1:
            return
        last_group = self._given.get("group_name")
        for field in _FROM_REGISTER:
            value, typed = found[0].values.get(field), self.form.row(field).editor.value()
            # What was typed stays; the group carried over from the last visit gives way.
            if value is not None and (typed is None or (field == "group_name" and typed == last_group)):
                self.form.set_value(field, value)
        self.drafts.touch()

    def _first_issue(self) -> dict[str, Any]:
        """What was written down as the demand is mostly the first issue."""
        values = self.form.values()
        return {"category": values.get("category"), "description": values.get("demand")}

    def _next_text(self) -> str:
        return self.tr("保存并下一户  Ctrl+Enter")


class IssueEntry(RecordEntry):
    """An issue by itself, or a further one of a visit (``visit_id`` among the values it begins with)."""

    first_field = "source"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, ISSUE, parent)
        _offer_files(self, before="more")


def _offer_files(entry: RecordEntry, before: str) -> None:
    """Let photos and papers be chosen, in a part before the section of this name."""
    label = QCoreApplication.translate("RecordEntry", "照片和附件")
    entry.files = FilesPart(entry.context, f"{entry.kind.name}_form.files", label, has_heading=True)
    entry.files.edited.connect(entry.drafts.touch)
    entry.form.insert_part(entry.files, before=before)
