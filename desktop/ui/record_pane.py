"""The right side of a list: the record under the cursor in full, and what can be done with it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.domain.errors import Refused
from desktop.domain.fields import RecordKind
from desktop.domain.kinds import KINDS
from desktop.domain.lifecycle import TRANSFERRED
from desktop.domain.sight import is_anonymous
from desktop.services.advising import Transition, advice
from desktop.services.clues import clues_of
from desktop.services.finding import Record, conflicts_of, get_record, history, issues_of
from desktop.services.recording import withdraw
from desktop.services.sight import HOLDS_MINUTES
from desktop.ui.action_bar import ActionBar
from desktop.ui.attachments import AttachmentStrip
from desktop.ui.clue_dialog import ClueDialog
from desktop.ui.context import Context, page_of
from desktop.ui.operations import Changed
from desktop.ui.record_reading import Story, head_of, sections_of, subtitle_of, title_of, told_conflicts, told_history
from desktop.ui.registers.acts import RegisterActs, belonging
from desktop.ui.saying import say_done
from desktop.ui.showing import lamp_of
from desktop.ui.step_dialogs import StepDialog, plain_context, reason_field
from desktop.ui.step_taking import StepTaker
from desktop.ui.translation import label_of
from desktop.ui.unmasking import Eye, eye_of, see_whole
from desktop.ui.widgets.naming import name_widget
from desktop.ui.widgets.reading import ReadingLink, ReadingPane, ReadingSection

_CLUE = "clue"


class RecordPane(QFrame):
    """Object names are ``<name>.edit``, ``<name>.copy`` and so on."""

    edit_wanted = Signal(str)
    copy_wanted = Signal(str)
    issue_wanted = Signal(str)
    """A new issue of the visit of this id."""
    left = Signal()
    """Esc: back to the list."""
    print_wanted = Signal()

    def __init__(self, context: Context, kind: RecordKind, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name_widget(self, name, label_of(kind))
        self.setProperty("kind", "card")
        self._context = context
        self._kind = kind
        self._record: Record | None = None
        self._bar = ActionBar(name, self, has_steps=kind.name == "issue")
        self._bar.step_wanted.connect(self.take_step)
        self._steps = StepTaker(context, f"{name}.step", self) if kind.name == "issue" else None
        self._acts = self._add_buttons()
        # After the buttons, which stand above most of it: Tab goes in the order of making.
        self._reading = ReadingPane(f"{name}.reading", label_of(kind), self, actions=self._bar)
        self._reading.link_followed.connect(self._on_link_followed)
        self._reading.unmask_wanted.connect(self.unmask)
        self._mask_again = QTimer(self)
        self._mask_again.setSingleShot(True)
        self._mask_again.timeout.connect(lambda: self.show_record(self.record_id))
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._reading, 1)
        self.files = AttachmentStrip(context, f"{name}.files", self)
        self._reading.add_part(self.files)
        back = QShortcut("Esc", self, self.left.emit)
        # Given to the constructor beside a callable, the context is passed over.
        back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        # Somebody else may sit here now, or have another duty.
        context.announcer.settings_changed.connect(lambda: self.show_record(self.record_id))
        if kind.name == "issue":
            context.announcer.changed.connect(self._on_changed)
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
        shown = self._record
        self._acts.show_record(shown)
        self.files.show_record(
            self._kind.name, shown.id if shown else "", is_closed=shown is not None and shown.is_withdrawn
        )
        if self._record is None:
            self._reading.clear()
            return
        self._tell(self._record)
        self._bar.setVisible(not self._record.is_withdrawn)
        self._offer_steps()

    def work_on_record(self) -> None:
        """Put the cursor on what is to be done next with the record shown."""
        if not self._bar.take_focus():
            self._reading.setFocus(Qt.FocusReason.OtherFocusReason)

    def keep_menu_key(self, is_kept: bool) -> None:
        """Whether the key of the other steps is this pane's, or the bar's for many."""
        self._bar.keep_menu_key(is_kept)

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

    def unmask(self) -> None:
        """Show the record whole for a while: what that takes is asked for."""
        if self._record is not None:
            record = self._record
            see_whole(self._context, self._kind, record.id, record.values, lambda: self._show_again(record.id), self)

    def _show_again(self, record_id: str) -> None:
        if self.record_id == record_id:
            self.show_record(record_id)

    def take_step(self, step: Transition) -> None:
        """Ask for what a lifecycle step needs and record it."""
        if self._record is not None and self._steps is not None:
            self._steps.take(self._record, step)

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
        ledger, today, office = self._context.ledger, self._context.today(), self._context.ledger.office
        eye, masked = eye_of(self._context, record.id)
        self._mask_again.stop()
        if eye is Eye.OPEN:
            self._mask_again.start(60_000 * HOLDS_MINUTES + 1000)
        sections = sections_of(record, eye, masked)
        links = self._links(record)
        # Where an issue came from goes before what it says.
        sections = [*links, *sections] if self._kind.name == "issue" else [*sections, *links]
        is_town = office.level == "town"
        town = office.name if is_town else office.town_name
        village = record.values.get("village_name") if is_town else office.name
        offices = {"village": str(village or ""), "town": town}
        warnings = told_conflicts(self._kind, conflicts_of(ledger, record.id), masked) if record.has_conflict else ()
        self._reading.show_record(
            head_of(record, today, with_village=is_town, warnings=warnings),
            sections,
            told_history(
                self._kind,
                history(ledger, record.id),
                Story(today, offices, masked, is_anonymous(self._kind, record.values)),
            ),
        )

    def _subtitle(self, record: Record) -> str:
        return subtitle_of(record, with_village=self._context.ledger.office.level == "town")

    def _links(self, record: Record) -> list[ReadingSection]:
        """The records this one came from or led to."""
        if record.kind == "visit":
            issues = issues_of(self._context.ledger, record.id)
            links = tuple(ReadingLink(f"issue:{issue.id}", title_of(issue), lamp_of(issue)) for issue in issues)
            return [ReadingSection(self.tr("问题"), links=links)] if links else []
        found = belonging(self._context, record)
        others = (("visit", "visit_id", self.tr("来源走访")), ("issue", "merged_into", self.tr("合并到")))
        if record.values.get("status") == TRANSFERRED:
            kept = ReadingLink(f"{_CLUE}:{record.id}", self.tr("看移送的线索"))
            found.append(ReadingSection(self.tr("限阅库"), links=(kept,)))
        for kind, name, heading in others if record.kind == "issue" else ():
            link = self._link_to(kind, str(record.values.get(name) or ""))
            if link is not None:
                found.append(ReadingSection(heading, links=(link,)))
        return found

    def _link_to(self, kind: str, record_id: str) -> ReadingLink | None:
        """The way to another record; None when it has not arrived in this ledger."""
        if not record_id:
            return None
        try:
            other = get_record(self._context.ledger, kind, record_id, today=self._context.today())
        except Refused:
            return None
        return ReadingLink(f"{kind}:{other.id}", f"{title_of(other)} · {self._subtitle(other)}", lamp_of(other))

    def _offer_steps(self) -> None:
        if self._record is not None and self._steps is not None and not self._record.is_withdrawn:
            self._bar.show_advice(advice(self._context.ledger, self._record.id, today=self._context.today()))

    def _on_changed(self, changed: Changed) -> None:
        if "setting" in changed.kinds:
            self._offer_steps()

    def _add_buttons(self) -> RegisterActs:
        edit = self._bar.add_button("edit", self.tr("修改"), "edit", self.tr("修改  F2"))
        edit.clicked.connect(lambda: self.edit_wanted.emit(self.record_id))
        acts = RegisterActs(self._context, self._kind.name, self._bar, self.objectName(), self)
        if self._kind.name == "visit":
            copy = self._bar.add_button("copy", self.tr("复制"), "copy", self.tr("复制为新走访"))
            copy.clicked.connect(lambda: self.copy_wanted.emit(self.record_id))
            issue = self._bar.add_button("add_issue", self.tr("登记问题"), "add", self.tr("为这次走访登记问题"))
            issue.clicked.connect(lambda: self.issue_wanted.emit(self.record_id))
        if self._kind.name == "issue":
            paper = self._bar.add_button("print", self.tr("打印"), "print", self.tr("打印通知单、申请表和清单  Ctrl+P"))
            paper.clicked.connect(self.print_wanted)
            # Seldom, and not to be taken for a step: an issue that was really raised is closed, refused or void.
            self._bar.add_to_menu("withdraw", self.tr("撤回（录错时用）"), "Del", self.ask_to_withdraw)
        else:
            away = self._bar.add_button("withdraw", self.tr("撤回"), "withdraw", self.tr("撤回  Del"))
            away.clicked.connect(self.ask_to_withdraw)
        return acts

    def _on_link_followed(self, name: str) -> None:
        kind, _, record_id = name.partition(":")
        if kind == _CLUE:
            self._show_clues(record_id)
        elif kind in KINDS:
            self._context.shell.show_page(page_of(kind), {"open": record_id})

    def _show_clues(self, issue_id: str) -> None:
        try:
            found = [clue for clue in clues_of(self._context.ledger) if clue.issue_id == issue_id]
        except Refused as refusal:
            self._context.say_refusal(refusal)
            return
        ClueDialog(f"{self.objectName()}.clues", found, self.window()).open()
