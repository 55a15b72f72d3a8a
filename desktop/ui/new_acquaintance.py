"""A household, a person or an enterprise made on the way, in a small dialog above the form of a visit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.domain.kinds import KINDS
from desktop.services.duplicates import Meant, likely_same
from desktop.services.recording import Saved, record
from desktop.ui.context import Context
from desktop.ui.offering import Offers
from desktop.ui.saying import say_done
from desktop.ui.step_dialogs import StepDialog, plain_context
from desktop.ui.translation import label_of
from desktop.ui.widgets.question import QuestionBar
from desktop.wording import alike_words

FIELDS = {
    "household": ("head_name", "group_name", "household_no", "phone", "head_id_number"),
    "person": ("name", "relation", "household_no", "phone", "id_number"),
    "enterprise": ("name", "contact", "phone", "address"),
}


class NewAcquaintance(QObject):
    """Asks for a new record of a register; ``made(kind, id)`` is called with it, or with the one it turned out to be.

    It is saved at once, as a step of undo of its own.
    """

    def __init__(self, context: Context, name: str, made: Callable[[str, str], object], parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._name = name
        self._made = made
        self._parent = parent

    def ask(self, kind_name: str, values: Mapping[str, Any]) -> StepDialog:
        """Open the dialog with what is already known."""
        context, kind = self._context, KINDS[kind_name]
        offers = Offers(context, kind)
        offers.prepare()
        act = self.tr("新建{label}").format(label=label_of(kind))
        dialog = StepDialog(
            self._name,
            act,
            act,
            [(kind.field(name), kind.field(name).required) for name in FIELDS[kind_name]],
            plain_context(context.today, offers.words),
            lambda typed: self._give(dialog, question, kind_name, {**values, **typed}),
            self._parent.window(),
        )
        question = QuestionBar(f"{self._name}.question", dialog)
        dialog.add_part(question, below=FIELDS[kind_name][-1])
        dialog.set_values(values)
        dialog.open()
        return dialog

    def _give(self, dialog: StepDialog, question: QuestionBar, kind: str, values: Mapping[str, Any]) -> None:
        given = {name: value for name, value in values.items() if value is not None}
        alike = likely_same(self._context.ledger, kind, given)
        if not alike:
            self._save(dialog, kind, given)
            return
        dialog.let_act()
        first = alike[0]
        question.ask(
            self._words_of(first),
            self.tr("仍然新建"),
            self.tr("就是这一个"),
            lambda: self._save(dialog, kind, given),
            lambda: self._take(dialog, kind, first.known.id),
        )

    def _words_of(self, one: Meant) -> str:
        text = self.tr("名册里可能已经有了（{why}）：{title} {hint}")
        why = alike_words(one.why, self._context.preferences.language)
        return text.format(why=why, title=one.known.title, hint=one.known.hint)

    def _take(self, dialog: StepDialog, kind: str, record_id: str) -> None:
        dialog.accept()
        self._made(kind, record_id)

    def _save(self, dialog: StepDialog, kind: str, given: Mapping[str, Any]) -> None:
        context = self._context

        def tell(saved: Saved) -> None:
            say_done(context, self.tr("已新建{label}").format(label=label_of(KINDS[kind])), saved.step_id)
            self._take(dialog, kind, saved.ids[0])

        context.write(
            lambda: record(context.ledger, kind, [given]),
            done=tell,
            refused=lambda refusal: dialog.show_refusal(refusal, context.preferences.language),
        )
