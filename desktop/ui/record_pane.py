"""The right side of a list: the record under the cursor in full, and what can be done with it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from desktop.domain.errors import Refused
from desktop.domain.fields import RecordKind
from desktop.domain.kinds import KINDS
from desktop.domain.lifecycle import Transition, possible
from desktop.services.finding import Record, conflicts_of, get_record, history, issues_of
from desktop.services.handling import record_event
from desktop.services.recording import withdraw
from desktop.services.settings import proposed_deadline
from desktop.ui.context import Context
from desktop.ui.icons import icon
from desktop.ui.record_reading import sections_of, subtitle_of, title_of, told_conflicts, told_history
from desktop.ui.saying import say_done
from desktop.ui.showing import lamp_of
from desktop.ui.step_dialogs import StepDialog, event_fields, plain_context, reason_field
from desktop.ui.theme import GAP, GAP_MEDIUM
from desktop.ui.translation import label_of
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.naming import name_widget
from desktop.ui.widgets.reading import ReadingLink, ReadingPane, ReadingSection

_PREFILLED = {"completed_on", "closed_on", "review_on"}
"""Days of a step that are today unless said otherwise."""


class RecordPane(QFrame):
    """Object names are ``<name>.edit``, ``<name>.copy`` and so on."""

    edit_wanted = Signal(str)
    copy_wanted = Signal(str)
    issue_wanted = Signal(str)
    """A new issue of the visit of this id."""

    def __init__(self, context: Context, kind: RecordKind, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name_widget(self, name, label_of(kind))
        self.setProperty("kind", "card")
        self._context = context
        self._kind = kind
        self._record: Record | None = None
        self._bar = QWidget(self)
        row = QHBoxLayout(self._bar)
        row.setContentsMargins(GAP_MEDIUM, GAP, GAP_MEDIUM, 0)
        row.setSpacing(GAP)
        self._steps: QPushButton | None = None
        if kind.name == "issue":
            self._steps = self._button("handle", self.tr("办理"), "chevron-down", None)
            self._menu = QMenu(self)
            name_widget(self._menu, f"{name}.steps", self.tr("办理"))
            self._steps.setMenu(self._menu)
        self._button("edit", self.tr("修改"), "edit", lambda: self.edit_wanted.emit(self.record_id), "F2")
        if kind.name == "visit":
            tip = self.tr("复制为新走访")
            self._button("copy", self.tr("复制"), "copy", lambda: self.copy_wanted.emit(self.record_id), tip)
            tip = self.tr("为这次走访登记问题")
            self._button("add_issue", self.tr("登记问题"), "add", lambda: self.issue_wanted.emit(self.record_id), tip)
        self._button("withdraw", self.tr("撤回"), "withdraw", self.ask_to_withdraw, "Del")
        row.addStretch(1)
        # After the buttons, which stand above it: Tab goes in the order of making.
        self._reading = ReadingPane(f"{name}.reading", label_of(kind), self)
        self._reading.link_followed.connect(self._on_link_followed)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addWidget(self._reading, 1)
        self.show_record("")

    @property
    def record_id(self) -> str:
        """The record shown, empty for none."""
        return self._record.id if self._record is not None else ""

    def show_record(self, record_id: str) -> None:
        """Show a record, or nothing."""
        self._record = None
        if record_id:
            try:
                self._record = get_record(self._context.ledger, self._kind.name, record_id, today=self._context.today())
            except Refused as refusal:
                self._context.say_refusal(refusal)
        self._bar.setVisible(self._record is not None and not self._record.is_withdrawn)
        if self._record is None:
            self._reading.clear()
            return
        self._tell(self._record)
        self._offer_steps(self._record)

    def ask_to_withdraw(self) -> None:
        """Ask for the reason and withdraw the record shown."""
        if self._record is None or self._record.is_withdrawn:
            return
        record = self._record

        def given(values: dict[str, Any]) -> None:
            reason = str(values["reason"] or "")
            self._carry_out(dialog, lambda: withdraw(self._context.ledger, record.kind, record.id, reason), act)

        act = self.tr("撤回")
        title = self.tr("撤回“{title}”").format(title=title_of(record)[:20])
        dialog = StepDialog(
            f"{self.objectName()}.withdrawing",
            title,
            self.tr("撤回这条记录"),
            [(reason_field(), True)],
            self._dialog_context(),
            given,
            self.window(),
            is_dangerous=True,
            explanation=self.tr("记录离开列表，经过仍然保留，可以撤销。"),
        )
        dialog.open()

    def take_step(self, step: Transition) -> None:
        """Ask for what a lifecycle step needs and record it."""
        if self._record is None:
            return
        record = self._record

        def given(values: dict[str, Any]) -> None:
            said = {name: value for name, value in values.items() if value != record.values.get(name)}
            self._carry_out(dialog, lambda: record_event(self._context.ledger, record.id, step.event, said), act)

        act = label_of(step)
        fields = event_fields(step)
        dialog = StepDialog(
            f"{self.objectName()}.step",
            self.tr("{act}：{title}").format(act=act, title=title_of(record)[:20]),
            act,
            fields,
            self._dialog_context(),
            given,
            self.window(),
            is_dangerous=step.target in ("void", "refused"),
        )
        today = self._context.today()
        due_on = proposed_deadline(self._context.ledger, record.values.get("collected_on", ""), today)
        known = {**dict.fromkeys(_PREFILLED, today.isoformat()), "due_on": due_on, **record.values}
        # What a check found and how far the work is are said anew each time.
        fresh = {"checker": self._context.ledger.actor, "check_opinion": None}
        if step.event == "report_progress":
            fresh["progress"] = None
        dialog.set_values({**known, **fresh})
        dialog.open()

    def _carry_out(self, dialog: StepDialog, work: Any, act: str) -> None:
        context = self._context

        def done(saved: Any) -> None:
            dialog.accept()
            say_done(context, self.tr("已{act}").format(act=act), saved.step_id)

        context.write(
            work, done=done, refused=lambda refusal: dialog.show_refusal(refusal, context.preferences.language)
        )

    def _dialog_context(self) -> Any:
        return plain_context(self._context.today, lambda _name: [])

    def _tell(self, record: Record) -> None:
        ledger, today = self._context.ledger, self._context.today()
        sections = sections_of(record)
        links = self._links(record)
        if links is not None:
            sections.append(links)
        self._reading.show_record(
            title_of(record),
            self._subtitle(record),
            sections,
            told_history(self._kind, history(ledger, record.id), today),
            lamp_of(record),
            told_conflicts(self._kind, conflicts_of(ledger, record.id)) if record.has_conflict else (),
        )

    def _subtitle(self, record: Record) -> str:
        return subtitle_of(record, with_village=self._context.ledger.office.level == "town")

    def _links(self, record: Record) -> ReadingSection | None:
        if record.kind == "visit":
            issues = issues_of(self._context.ledger, record.id)
            links = tuple(ReadingLink(f"issue:{issue.id}", title_of(issue), lamp_of(issue)) for issue in issues)
            return ReadingSection(self.tr("问题"), links=links) if links else None
        visit_id = record.values.get("visit_id")
        if record.kind == "issue" and visit_id:
            try:
                visit = get_record(self._context.ledger, "visit", str(visit_id), today=self._context.today())
            except Refused:
                return None  # the visit has not arrived in this ledger
            text = f"{title_of(visit)} · {self._subtitle(visit)}"
            return ReadingSection(self.tr("来源走访"), links=(ReadingLink(f"visit:{visit.id}", text),))
        return None

    def _offer_steps(self, record: Record) -> None:
        if self._steps is None:
            return
        self._menu.clear()
        steps = possible(str(record.values.get("status", "")), self._context.ledger.office.level)
        for step in steps:
            action = self._menu.addAction(label_of(step))
            action.setObjectName(f"{self.objectName()}.step.{step.event}")
            action.triggered.connect(lambda _checked=False, step=step: self.take_step(step))
        self._steps.setVisible(bool(steps))

    def _on_link_followed(self, name: str) -> None:
        kind, _, record_id = name.partition(":")
        if kind in KINDS:
            self._context.shell.show_page(kind, {"open": record_id})

    def _button(self, name: str, text: str, picture: str, on_click: Any, tip: str = "") -> QPushButton:
        button = make_button(self._bar, f"{self.objectName()}.{name}", text, on_click)
        button.setIcon(icon(picture))
        button.setToolTip(f"{text} {tip}".strip() if tip in ("F2", "Del") else tip or text)
        layout = self._bar.layout()
        if layout is not None:
            layout.addWidget(button)
        return button
