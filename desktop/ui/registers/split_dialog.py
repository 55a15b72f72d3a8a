"""分户: some members of a household make one of their own."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop.domain.households import HEAD
from desktop.domain.kinds import HOUSEHOLD
from desktop.services.finding import Record
from desktop.services.household_numbers import next_household_no
from desktop.services.recording import Saved
from desktop.services.registers import members_of, proposed_relations, split_household
from desktop.ui.context import Context
from desktop.ui.editors import make_editor
from desktop.ui.registers.dialog import RegisterDialog, plain_label
from desktop.ui.registers.members import MemberGrid, unsaid_words
from desktop.ui.step_dialogs import plain_context
from desktop.ui.translation import label_of
from desktop.ui.widgets.fields import FieldRow

_ASKED = ("household_no", "group_name", "address", "phone")


class SplitDialog(RegisterDialog):
    """Tick who goes, say who is head and what the others are to the head, and where the new household lives."""

    def __init__(self, context: Context, name: str, household: Record, parent: QWidget) -> None:
        title = QCoreApplication.translate("SplitDialog", "分户：{name}").format(name=household.values["head_name"])
        super().__init__(context, name, title, QCoreApplication.translate("SplitDialog", "分户"), parent)
        self._household = household
        ledger = context.ledger
        note = self.tr("勾选分出去的人，再给新户选户主。原来的户编号、走访和经过都不变。")
        self.column.addWidget(plain_label(f"{name}.note", note, "muted"))
        members = members_of(ledger, household.id)
        self.grid = MemberGrid(
            f"{name}.members",
            members,
            lambda head, among: proposed_relations(ledger, household.id, head, among),
            has_ticks=True,
        )
        self.grid.changed.connect(self._on_changed)
        self.column.addWidget(self.grid)
        self.column.addWidget(plain_label(f"{name}.heading", self.tr("新户"), "section"))
        self._rows = self._make_rows()
        self.column.addStretch(1)
        self.finish_layout((40, 24 + 2 * len(members)), self.tr("已分户"))
        self.act.setEnabled(False)

    def work(self) -> Callable[[], Saved]:
        ledger, household = self.context.ledger, self._household.id
        values = {name: row.editor.value() for name, row in self._rows.items()}
        going, relations = self.grid.going, self.grid.relations()
        return lambda: split_household(ledger, household, values, going, relations)

    def _make_rows(self) -> dict[str, FieldRow]:
        form = plain_context(self.context.today, lambda _name: [])
        rows: dict[str, FieldRow] = {}
        for field in (HOUSEHOLD.field(name) for name in _ASKED):
            rows[field.name] = FieldRow(label_of(field), make_editor(field, f"{self.objectName()}.{field.name}", form))
            self.column.addWidget(rows[field.name])
        widest = max(row.label_width() for row in rows.values())
        for row in rows.values():
            row.set_label_width(widest)
        old = self._household.values
        number = next_household_no(self.context.ledger, str(old.get("unit_code") or ""), old.get("group_name"))
        rows["household_no"].editor.set_value(number)
        rows["group_name"].editor.set_value(old.get("group_name"))
        return rows

    def _on_changed(self) -> None:
        going, relations = self.grid.going, self.grid.relations()
        unsaid = self.grid.unsaid()
        heads = [one for one, word in relations.items() if word == HEAD]
        is_whole = bool(going) and len(going) < len(relations)
        is_headed = len([one for one in heads if one in going]) == 1
        self.say_trouble(unsaid_words(unsaid) if unsaid and going else "")
        self.act.setEnabled(is_whole and is_headed and not unsaid)
