"""The entry forms with more to them than their fields: a visit with its issues, an issue."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QWidget

from desktop.domain.kinds import HOUSEHOLD, ISSUE, KINDS, VISIT
from desktop.services.drafting import Draft
from desktop.services.duplicates import same_visits
from desktop.services.finding import Query, Record, list_records
from desktop.services.household_numbers import next_household_no
from desktop.services.knowing import household_of
from desktop.services.placing import place as placed
from desktop.services.recording import ISSUES_OF_VISIT, Saved
from desktop.ui.context import Context
from desktop.ui.entry import Doubt, RecordEntry, issue_context
from desktop.ui.file_choosing import FilesPart
from desktop.ui.household_card import CardPlace, HouseholdCard
from desktop.ui.issue_lines import IssueLines
from desktop.ui.new_acquaintance import NewAcquaintance
from desktop.ui.offer_list import Offer
from desktop.ui.subject_knowing import SubjectKnowing, new_offer
from desktop.ui.translation import label_of
from desktop.ui.widgets.naming import tab_stops

LISTED = "listed"
_SUBJECT = "subject_name"
_KNOWN = ("subject_name", "kind", "group_name", "village_name", "household_no", "phone", "household_tags", "id_number")
_REPORTER = {
    "subject_name": "reporter_name",
    "phone": "reporter_phone",
    "group_name": "group_name",
    "village_name": "village_name",
}
_COMPANY_LENGTH = 5
"""Names of that many characters are of enterprises."""


class VisitEntry(RecordEntry):
    """A visit and the issues raised at it."""

    first_field = "subject_name"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, VISIT, parent)
        self._is_town = context.ledger.office.level == "town"
        if self._is_town:
            # Nobody knows yet in which village it was.
            self.first_field = "village_name"
        self.issues = IssueLines("visit_form.issues", issue_context(context, self.offers, ISSUE), self._first_issue)
        self.issues.edited.connect(self.drafts.touch)
        self.issues.opened.connect(self._show_issues_soon)
        self.form.insert_part(self.issues, before="more")
        _offer_files(self, before="more")
        self.issues.stand_after(tab_stops(self.form.section("situation"))[-1])
        QShortcut("Alt+I", self, self.add_issue)
        self.form.edited.connect(self._on_field_edited)
        self.card = HouseholdCard(context, "visit_entry.card", self)
        self.knowing = SubjectKnowing(context, self, _SUBJECT, {name: name for name in _KNOWN}, self._new_offers)
        self.knowing.met.connect(self.card.show_of)
        self.knowing.lost.connect(self.card.forget)
        self.doubt = self._double
        self._new = NewAcquaintance(context, "visit_entry.new", self.knowing.choose, self)
        self._place = CardPlace(self.card, self, self.body, self.form)

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
        self.knowing.begin(values)
        house = household_of(self.context.ledger, values)
        if house is None:
            self.card.forget()
        else:
            self.card.show_of("household", house[0])
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

    def _double(self, values: Mapping[str, Any]) -> Doubt | None:
        found = same_visits(self.context.ledger, values)
        if not found:
            return None
        text = self.tr("这一天已经记过走访{name}（{visitors}），可能重复了。").format(
            name=values.get(_SUBJECT), visitors="、".join(found[0].values.get("visitors") or [])
        )
        return Doubt(text, lambda: self.context.shell.show_page("visit", {"open": found[0].id}))

    def _new_offers(self, text: str) -> list[Offer]:
        """Whoever is not in the registers can be put there without leaving the form."""
        if self.is_change or len(text) < 2 or text.isascii():
            return []
        values = self.form.values()
        place = {name: values.get(name) for name in ("village_name", "group_name") if values.get(name)}
        if values.get("kind") == "enterprise" or len(text) >= _COMPANY_LENGTH:
            place.pop("group_name", None)
            return [self._new_offer("enterprise", text, {**place, "name": text, "phone": values.get("phone")})]
        number = values.get("household_no")

        def ask_household() -> None:
            # Looked up only when it is wanted: it reads the numbers of the group.
            ledger = self.context.ledger
            filled, _ = placed(ledger, HOUSEHOLD, place)
            proposed = next_household_no(ledger, filled.get("unit_code") or "", filled.get("group_name"))
            self._new.ask(
                "household", {**place, "head_name": text, "phone": values.get("phone"), "household_no": proposed}
            )

        offers = [new_offer(label_of(HOUSEHOLD), text, ask_household)]
        if number:
            place.pop("group_name", None)
            offers.append(self._new_offer("person", text, {**place, "name": text, "household_no": number}))
        return offers

    def _new_offer(self, kind: str, text: str, values: Mapping[str, Any]) -> Offer:
        return new_offer(label_of(KINDS[kind]), text, lambda: self._new.ask(kind, values))

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
        self.knowing = SubjectKnowing(context, self, "reporter_name", _REPORTER)

    def _begin(self, before: Record | None, values: Mapping[str, Any], draft_id: str = "") -> None:
        self.knowing.begin(values)
        super()._begin(before, values, draft_id)


def _offer_files(entry: RecordEntry, before: str) -> None:
    """Let photos and papers be chosen, in a part before the section of this name."""
    label = QCoreApplication.translate("RecordEntry", "照片和附件")
    entry.files = FilesPart(entry.context, f"{entry.kind.name}_form.files", label, has_heading=True)
    entry.files.edited.connect(entry.drafts.touch)
    entry.form.insert_part(entry.files, before=before)
