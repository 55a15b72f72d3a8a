"""Taking a step of an issue: the dialog with what is likely, and writing it down."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from desktop.domain.dates import day_of
from desktop.domain.errors import Refused
from desktop.domain.kinds import KINDS
from desktop.domain.lifecycle import COMMON, Duty, Transition
from desktop.services.attaching import unused_evidence
from desktop.services.clues import CLUE_FIELDS, TRANSFER, transfer
from desktop.services.finding import Record
from desktop.services.handling import EVIDENCE, record_event
from desktop.services.people import capacity, people_of
from desktop.services.proposing import REVIEW_DAYS, main_issues, open_issues_of, proposals
from desktop.services.recording import Saved
from desktop.services.settings import proposed_deadline
from desktop.ui.context import Context
from desktop.ui.file_choosing import FilesPart
from desktop.ui.offering import Offers
from desktop.ui.record_reading import title_of
from desktop.ui.saying import say_done
from desktop.ui.step_dialogs import StepDialog, parted_fields, plain_context
from desktop.ui.step_telling import told_before, told_extension
from desktop.ui.translation import label_of
from desktop.ui.widgets.fields import Editor
from desktop.ui.widgets.texts import LineEdit

_SAID_BY = {
    "handled_by": "owner",
    "receiver": "owner",
    "satisfaction_by": "checker",
    "unit": "support_units",
    "reported_to": "lead_unit",
}
"""Fields whose words are those of another field, with that field."""
_PEOPLE = ("owner", "leader", "checker", "handled_by", "receiver", "satisfaction_by")
FILES = "files"
"""Key under which the files chosen are kept with what was typed."""

_MOST_NAMED = 3
_DANGEROUS = ("void", "refused", "transferred")


class StepTaker(QObject):
    """Opens the dialog of a step above ``window``. What was typed into one that was left is there the next time."""

    def __init__(self, context: Context, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._name = name
        self._parent = parent
        self._offers = Offers(context, KINDS["issue"])
        self._left: dict[tuple[str, str], dict[str, Any]] = {}
        self._main: dict[str, str] = {}

    def take(self, record: Record, step: Transition) -> StepDialog:
        """Ask for what the step needs and record it."""
        context, act = self._context, label_of(step)
        self._offers.prepare()
        people = people_of(context.ledger)
        is_clerk = bool(people) and capacity(step, context.ledger.actor, people) is Duty.CLERK
        fields, more = parted_fields(step, is_clerk=is_clerk)
        if step.event == TRANSFER:
            fields = [*((field, False) for field in CLUE_FIELDS), *fields]
        today = context.today()
        dialog = StepDialog(
            self._name,
            self.tr("{act}：{title}").format(act=act, title=title_of(record)[:20]),
            act,
            fields,
            plain_context(context.today, self._words),
            lambda values: self._give(dialog, record, step, values),
            self._parent.window(),
            is_dangerous=step.target in _DANGEROUS,
            explanation="\n".join(told_before(context.ledger, record, step, today)),
            more=more,
        )
        proposed = proposals(context.ledger, record.id, step, today=today)
        left = self._left.get((record.id, step.event))
        dialog.set_values({**proposed, **(left or {})})
        if left:
            dialog.add_note(self.tr("上次填到一半的内容还在。"))
        self._prepare(dialog, record, step)
        if left and dialog.files is not None:
            dialog.files.set_files(left[FILES])
        dialog.rejected.connect(lambda: self._keep(dialog, record.id, step.event))
        dialog.open()
        return dialog

    def _prepare(self, dialog: StepDialog, record: Record, step: Transition) -> None:
        """What follows from other fields, and what takes longer to look up."""
        ledger = self._context.ledger
        if dialog.editor(EVIDENCE) is not None:
            _offer_files(self._context, dialog, unused_evidence(ledger, record.id))
        closed_on = dialog.editor("closed_on")
        if closed_on is not None and dialog.editor("review_on") is not None:
            closed_on.edited.connect(lambda: _follow(dialog, closed_on.value()))
        urgency, today = dialog.editor("urgency"), self._context.today()
        if urgency is not None and dialog.editor("due_on") is not None:
            start = str(record.values.get("collected_on") or "")
            urgency.edited.connect(
                lambda: dialog.set_value("due_on", proposed_deadline(ledger, start, today, _chosen(urgency)))
            )
        asked = dialog.editor("asked_due_on")
        if asked is not None:
            due_on = str(record.values.get("due_on") or "")
            asked.edited.connect(lambda: dialog.tell_beside("asked_due_on", told_extension(due_on, str(asked.value()))))
        owner = str(record.values.get("owner") or "")
        if step.event == "change_owner" and owner:
            self._look_up(dialog, lambda: open_issues_of(ledger, owner), lambda count: _tell_open(dialog, owner, count))
        main = dialog.editor("main_issue")
        if isinstance(main, LineEdit):
            main.setPlaceholderText(self.tr("输入编号或几个字查找"))
            self._look_up(dialog, lambda: main_issues(ledger, record.id), lambda found: self._offer_main(main, found))

    def _look_up(self, dialog: StepDialog, work: Callable[[], Any], done: Callable[[Any], object]) -> None:
        self._context.worker.run(lambda _job: work(), done=lambda found: done(found) if isValid(dialog) else None)

    def _offer_main(self, main: LineEdit, found: list[tuple[str, str]]) -> None:
        self._main = {f"{code}  {' '.join(text[:40].split())}": code for code, text in found}
        main.refresh_suggestions()

    def _words(self, name: str) -> list[str]:
        if name == "main_issue":
            return list(self._main)
        named = [one.name for one in people_of(self._context.ledger)] if name in _PEOPLE else []
        known = self._offers.words(name) + self._offers.words(_SAID_BY.get(name, name))
        return list(dict.fromkeys([*named, *known]))

    def _give(self, dialog: StepDialog, record: Record, step: Transition, values: dict[str, Any]) -> None:
        context, act = self._context, label_of(step)
        clue = {field.name: values.pop(field.name, None) for field in CLUE_FIELDS}
        if values.get("main_issue") in self._main:
            values["main_issue"] = self._main[values["main_issue"]]
        said = {
            name: value
            for name, value in values.items()
            if (name in step.anew and value is not None) or value != record.values.get(name)
        }

        def done(saved: Saved) -> None:
            self._left.pop((record.id, step.event), None)
            self._offers.learn({name: said[name] for name in said if name in step.sets})
            if isValid(dialog):
                dialog.accept()
            say_done(context, self.tr("已{act}").format(act=act), saved.step_id)

        def refused(refusal: Refused) -> None:
            # Left meanwhile: what was refused is said all the same.
            if isValid(dialog):
                dialog.show_refusal(refusal, context.preferences.language)
            else:
                context.say_refusal(refusal)

        files = dialog.files.files if dialog.files is not None else []

        def work() -> Saved:
            if any(clue.values()):
                return transfer(context.ledger, record.id, clue, said)
            return record_event(context.ledger, record.id, step.event, said, files=files)

        context.write(work, done=done, refused=refused)

    def _keep(self, dialog: StepDialog, record_id: str, event: str) -> None:
        files = dialog.files.files if dialog.files is not None else []
        # The words of a clue are nowhere but in the restricted store, not even for the next to open the dialog.
        if (dialog.touched or files) and event != TRANSFER:
            kept = dialog.values()
            # The day of the act is asked anew: it is hardly the day on which somebody began to write.
            self._left[record_id, event] = {name: kept[name] for name in kept if name not in COMMON} | {FILES: files}


def _offer_files(context: Context, dialog: StepDialog, lying: list[str]) -> None:
    """Let files be chosen as evidence, and say which lie with the issue and count without being named."""
    label = QCoreApplication.translate("StepTaker", "作为佐证的照片和文件")
    dialog.files = FilesPart(context, f"{dialog.objectName()}.files", label, dialog)
    dialog.add_part(dialog.files, below=EVIDENCE)
    if lying:
        text = QCoreApplication.translate("StepTaker", "附件里已有 {names}，不另填佐证材料时就以它们为准。")
        dialog.add_note(text.format(names="、".join(lying[:_MOST_NAMED]) + ("…" if len(lying) > _MOST_NAMED else "")))


def _follow(dialog: StepDialog, closed_on: object) -> None:
    day = day_of(str(closed_on or ""))
    if day is not None:
        dialog.set_value("review_on", (day + timedelta(days=REVIEW_DAYS)).isoformat())


def _tell_open(dialog: StepDialog, owner: str, count: int) -> None:
    text = QCoreApplication.translate("StepTaker", "{owner}名下现在有 {count} 件没有销号的问题，这一步只交接这一件。")
    dialog.add_note(text.format(owner=owner, count=count))


def _chosen(editor: Editor) -> str | None:
    value = editor.value()
    return str(value) if value else None
