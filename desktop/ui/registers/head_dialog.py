"""换户主: another head for a household, and what the others are to him or her."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop.domain.households import HEAD
from desktop.services.finding import Record
from desktop.services.recording import Saved
from desktop.services.registers import change_head, members_of, proposed_relations
from desktop.ui.context import Context
from desktop.ui.registers.dialog import RegisterDialog, plain_label
from desktop.ui.registers.members import MemberGrid, unsaid_words


class HeadDialog(RegisterDialog):
    """The number of the household stays, and so does its past."""

    def __init__(self, context: Context, name: str, household: Record, parent: QWidget) -> None:
        words = QCoreApplication.translate("HeadDialog", "换户主")
        super().__init__(context, name, words, words, parent)
        self._household = household.id
        ledger = context.ledger
        note = self.tr("在新户主那一行点“设为户主”，其他人的关系会跟着推出来，请核对。户编号不变，原来的走访都在。")
        self.column.addWidget(plain_label(f"{name}.note", note, "muted"))
        members = members_of(ledger, household.id)
        self.grid = MemberGrid(
            f"{name}.members",
            members,
            lambda head, among: proposed_relations(ledger, household.id, head, among),
            has_ticks=False,
        )
        self.grid.changed.connect(self._on_changed)
        self.column.addWidget(self.grid)
        self.column.addStretch(1)
        self.finish_layout((36, 12 + 2 * len(members)), self.tr("户主已换"))
        self.act.setEnabled(False)

    def work(self) -> Callable[[], Saved]:
        relations = self.grid.relations()
        heads = [one for one, word in relations.items() if word == HEAD]
        ledger, household, head = self.context.ledger, self._household, heads[0]
        return lambda: change_head(ledger, household, head, relations)

    def _on_changed(self) -> None:
        unsaid = self.grid.unsaid()
        heads = [word for word in self.grid.relations().values() if word == HEAD]
        self.say_trouble(unsaid_words(unsaid) if unsaid else "" if len(heads) == 1 else self.tr("每户要有一个户主。"))
        self.act.setEnabled(not unsaid and len(heads) == 1)
