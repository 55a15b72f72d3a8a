"""The members of a household in rows: who goes, what each is to the head of the household from now on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QPushButton, QWidget

from desktop.domain.households import HEAD
from desktop.domain.standards import labels_of
from desktop.services.finding import Record
from desktop.ui.registers.dialog import plain_label
from desktop.ui.theme import GAP_MEDIUM
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.naming import name_widget
from desktop.ui.widgets.texts import LineEdit

Propose = Callable[[str, Sequence[str]], Mapping[str, str]]
"""From a head and the members around him or her to their relations."""


class MemberGrid(QWidget):
    """A row for each member. With ``has_ticks`` those ticked go, and each of the two parts has a head."""

    changed = Signal()

    def __init__(self, name: str, members: Sequence[Record], propose: Propose, *, has_ticks: bool) -> None:
        super().__init__()
        self.setObjectName(name)
        self._members = members
        self._propose = propose
        self._ticks: dict[str, QCheckBox] = {}
        self._relations: dict[str, LineEdit] = {}
        self._buttons: dict[str, QPushButton] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GAP_MEDIUM)
        grid.setColumnStretch(3, 1)
        headings = (self.tr("分出去") if has_ticks else "", self.tr("姓名"), self.tr("原来"), self.tr("今后与户主关系"))
        for column, heading in enumerate(headings):
            grid.addWidget(plain_label(f"{name}.heading.{column}", heading, "muted"), 0, column)
        for row, member in enumerate(members, start=1):
            self._add_row(grid, row, member, has_ticks=has_ticks)

    @property
    def going(self) -> list[str]:
        """The ids of those who are ticked."""
        return [one for one, tick in self._ticks.items() if tick.isChecked()]

    def relations(self) -> dict[str, str]:
        """What each is to the head of his or her household from now on, as it stands in the rows."""
        return {one: str(edit.value() or "").strip() for one, edit in self._relations.items()}

    def unsaid(self) -> list[str]:
        """Names of those of whom it is not said."""
        said = self.relations()
        return [str(one.values["name"]) for one in self._members if not said[one.id]]

    def make_head(self, person_id: str) -> None:
        """Let a member be head of the part he or she is in, and propose what the others of that part are then."""
        part = self._part_of(person_id)
        for one, word in self._propose(person_id, part).items():
            self._relations[one].set_value(word)
        self._show_heads()
        self.changed.emit()

    def tick(self, person_id: str, *, goes: bool = True) -> None:
        """Let a member go, or stay."""
        self._ticks[person_id].setChecked(goes)

    def _add_row(self, grid: QGridLayout, row: int, member: Record, *, has_ticks: bool) -> None:
        name, values = f"{self.objectName()}.{row}", member.values
        person = str(values["name"])
        if has_ticks:
            tick = QCheckBox(self)
            name_widget(tick, f"{name}.goes", self.tr("{name}分出去").format(name=person))
            tick.toggled.connect(lambda _on: self._on_ticked())
            self._ticks[member.id] = tick
            grid.addWidget(tick, row, 0, Qt.AlignmentFlag.AlignHCenter)
        grid.addWidget(plain_label(f"{name}.name", person), row, 1)
        grid.addWidget(plain_label(f"{name}.was", str(values.get("relation") or ""), "muted"), row, 2)
        edit = LineEdit(f"{name}.relation", self.tr("{name}今后与户主关系").format(name=person), self)
        edit.set_suggestion_source(lambda: labels_of("relation"))
        edit.set_value(values.get("relation"))
        edit.setPlaceholderText(self.tr("请填写"))
        edit.edited.connect(self._on_typed)
        self._relations[member.id] = edit
        grid.addWidget(edit, row, 3)
        button = make_button(self, f"{name}.head", self.tr("设为户主"), lambda: self.make_head(member.id))
        button.setAccessibleName(self.tr("{name}设为户主").format(name=person))
        self._buttons[member.id] = button
        grid.addWidget(button, row, 4)

    def _part_of(self, person_id: str) -> list[str]:
        going = set(self.going)
        return [one.id for one in self._members if (one.id in going) == (person_id in going)]

    def _on_ticked(self) -> None:
        """Those who stay are what they were as long as their head stays; of those who go one must be chosen."""
        going = set(self.going)
        for part in ([one for one in self._members if (one.id in going) == goes] for goes in (True, False)):
            has_head = any(one.values.get("relation") == HEAD for one in part)
            for one in part:
                self._relations[one.id].set_value(one.values.get("relation") if has_head else None)
            if len(part) == 1:
                self._relations[part[0].id].set_value(HEAD)
        self._show_heads()
        self.changed.emit()

    def _on_typed(self) -> None:
        self._show_heads()
        self.changed.emit()

    def _show_heads(self) -> None:
        for one, button in self._buttons.items():
            button.setEnabled(self._relations[one].value() != HEAD)


def unsaid_words(names: Sequence[str]) -> str:
    """What is said when relations are missing."""
    text = QCoreApplication.translate("MemberGrid", "请先选户主，并填好这些人与户主的关系：{names}")
    return text.format(names="、".join(names))
