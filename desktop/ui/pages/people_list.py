"""The people of the office and their duties, as the settings show them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.errors import Refused
from desktop.domain.lifecycle import DUTY_CHOICES, TRANSITIONS, Duty, Person, duties_of
from desktop.services.finding import distinct_values
from desktop.services.ledgers import change_actor
from desktop.services.people import change_people, people_of
from desktop.services.pins import with_pins
from desktop.ui.context import Context
from desktop.ui.pages.settings_parts import hint_label
from desktop.ui.pages.settings_pins import PinRow
from desktop.ui.step_words import setting_name
from desktop.ui.theme import GAP, GAP_LARGE
from desktop.ui.translation import label_of
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.choices import ChoiceEdit
from desktop.ui.widgets.naming import name_widget
from desktop.ui.widgets.texts import LineEdit
from desktop.ui.working_as import told_duties

_MOST_ROWS = 6
_LABELS = {choice.code: choice for choice in DUTY_CHOICES}


class PeopleList(QWidget):
    """Who works here, and for the one chosen the duties to tick. Every change holds at once and can be taken back."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._people: tuple[Person, ...] = ()
        self._alone = hint_label(self._told_alone(), self)
        self._stranger = QLabel(self)
        name_widget(self._stranger, "settings.people.stranger", "")
        self._stranger.setProperty("tone", "amber")
        self._stranger.setTextFormat(Qt.TextFormat.PlainText)
        self._stranger.setWordWrap(True)
        self._list = QListWidget(self)
        name_widget(self._list, "settings.people.list", setting_name("people"))
        self._list.currentRowChanged.connect(lambda _row: self._show_chosen())
        self._new = _NameEdit("settings.people.new", self.tr("新人员姓名"), parent=self)
        self._new.setPlaceholderText(self.tr("姓名，可从干部名册里选"))
        self._new.set_suggestion_source(lambda: distinct_values(context.ledger, "cadre", "name"))
        self._new.entered.connect(self._on_add)
        self._name = LineEdit("settings.people.name", self.tr("姓名"), self)
        self._name.editingFinished.connect(self._on_renamed)
        self._pin = PinRow(context, self)
        self._chosen = QWidget(self)
        self._boxes: dict[Duty, QCheckBox] = {}
        self._lay_out()

    def refresh(self) -> None:
        """Show who there is; the one chosen stays chosen."""
        row = self._list.currentRow()
        self._people = people_of(self._context.ledger)
        pins = with_pins(self._context.ledger)
        self._list.blockSignals(True)
        self._list.clear()
        for person in self._people:
            duties = told_duties(person.duties) or self.tr("还没有职责")
            duties = self.tr("{duties} · 有口令").format(duties=duties) if person.name in pins else duties
            self._list.addItem(self.tr("{name}：{duties}").format(name=person.name, duties=duties))
        self._list.setCurrentRow(min(max(row, 0), len(self._people) - 1))
        self._list.blockSignals(False)
        rows = min(max(len(self._people), 1), _MOST_ROWS)
        self._list.setFixedHeight(rows * max(self._list.sizeHintForRow(0), 1) + 2 * self._list.frameWidth() + 2)
        self._list.setVisible(bool(self._people))
        self._alone.setText(self._told_named() if self._people else self._told_alone())
        self._show_stranger()
        self._show_chosen()

    def work_here(self) -> None:
        """Put the cursor here."""
        (self._list if self._people else self._new).setFocus(Qt.FocusReason.OtherFocusReason)
        self._bring_into_sight(self)

    def _bring_into_sight(self, part: QWidget) -> None:
        frame = self.parentWidget()
        while frame is not None and not isinstance(frame, QScrollArea):
            frame = frame.parentWidget()
        if frame is not None:
            # After the page is laid out.
            QTimer.singleShot(0, part, partial(frame.ensureWidgetVisible, part))

    # -- layout ------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        add = QHBoxLayout()
        add.setSpacing(GAP)
        add.addWidget(self._new, 1)
        add_button = make_button(self, "settings.people.add", self.tr("添加人员"), self._on_add)
        add.addWidget(add_button)
        line = QHBoxLayout()
        line.setSpacing(GAP)
        line.addWidget(self._name, 1)
        remove = make_button(self._chosen, "settings.people.remove", self.tr("移除此人"), self._on_remove)
        line.addWidget(remove)
        grid = QGridLayout()
        grid.setHorizontalSpacing(GAP_LARGE)
        grid.setVerticalSpacing(GAP // 2)
        grid.setColumnStretch(1, 1)
        for at, duty in enumerate(duties_of(self._context.ledger.office.level)):
            box = self._boxes[duty] = QCheckBox(label_of(_LABELS[duty]), self._chosen)
            name_widget(box, f"settings.people.duty.{duty}", label_of(_LABELS[duty]))
            box.clicked.connect(partial(self._on_ticked, duty))
            hint = hint_label(told_duty(duty, self._context.ledger.office.level), self._chosen)
            box.setAccessibleDescription(hint.text())
            grid.addWidget(box, at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(hint, at, 1)
        inner = QVBoxLayout(self._chosen)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(GAP)
        inner.addLayout(line)
        inner.addLayout(grid)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        for widget in (self._alone, self._stranger, self._list, self._chosen, self._pin):
            column.addWidget(widget)
        column.addLayout(add)
        for first, second in pairwise([self._list, self._name, remove, *self._boxes.values(), self._new, add_button]):
            QWidget.setTabOrder(first, second)

    def _told_alone(self) -> str:
        return self.tr(
            "现在没有设人员：一个人办全部事情。几个人轮流用这台电脑时，把姓名和职责写在这里，每一步就由有职责的人来办。"
        )

    def _told_named(self) -> str:
        return self.tr("每一步由有相应职责的人来办，谁办的、以什么职责办的，都记在经过里。窗口上方点姓名可以换人。")

    def _show_stranger(self) -> None:
        actor = self._context.ledger.actor
        is_stranger = bool(self._people) and all(person.name != actor for person in self._people)
        text = self.tr("当前记录人“{name}”不在名单里，不能办理问题。请换成名单里的人，或把他加进来。")
        self._stranger.setText(text.format(name=actor) if is_stranger else "")
        self._stranger.setAccessibleName(self._stranger.text())
        self._stranger.setVisible(is_stranger)

    def _show_chosen(self) -> None:
        person = self._person
        self._chosen.setVisible(person is not None)
        self._pin.show_of(person.name if person is not None else self._context.ledger.actor)
        if person is not None:
            self._name.set_value(person.name)
            for duty, box in self._boxes.items():
                box.setChecked(duty in person.duties)

    # -- behaviour ---------------------------------------------------------------------------------------------------

    @property
    def _person(self) -> Person | None:
        row = self._list.currentRow()
        return self._people[row] if 0 <= row < len(self._people) else None

    def _on_add(self) -> None:
        name = str(self._new.value() or "").strip()
        if not name or self._is_taken(name):
            self._new.setFocus()
            return
        people = list(self._people)
        actor = self._context.ledger.actor
        if not people and actor and actor != name:
            # Until now one person did everything; naming another one takes nothing away.
            people.append(Person(actor, frozenset(duties_of(self._context.ledger.office.level))))
        people.append(Person(name))
        self._new.set_value(None)
        self._store(people, lambda: self._ask_for_duties(len(people) - 1))

    def _ask_for_duties(self, row: int) -> None:
        """Without a duty a person can do nothing: the cursor goes where they are ticked."""
        self._list.setCurrentRow(row)
        next(iter(self._boxes.values())).setFocus(Qt.FocusReason.TabFocusReason)
        self._bring_into_sight(self._chosen)

    def _is_taken(self, name: str) -> bool:
        """Whether somebody else has this name, which is said."""
        is_taken = any(person.name == name for person in self._people)
        if is_taken:
            self._context.shell.notify(self.tr("名单里已经有“{name}”。").format(name=name))
        return is_taken

    def _on_remove(self) -> None:
        self._store([person for person in self._people if person is not self._person])

    def _on_renamed(self) -> None:
        person, name = self._person, self._name.text().strip()
        if person is None or name == person.name:
            return
        if not name or self._is_taken(name):
            self._name.set_value(person.name)
            return
        follows = person.name == self._context.ledger.actor
        renamed = [replace(one, name=name) if one is person else one for one in self._people]
        self._store(renamed, new_actor=name if follows else "")

    def _on_ticked(self, duty: Duty) -> None:
        person = self._person
        if person is not None:
            duties = person.duties | {duty} if self._boxes[duty].isChecked() else person.duties - {duty}
            self._store([replace(one, duties=duties) if one is person else one for one in self._people])

    def _store(
        self, people: Sequence[Person], then: Callable[[], object] = lambda: None, *, new_actor: str = ""
    ) -> None:
        ledger = self._context.ledger

        def work() -> None:
            change_people(ledger, people)
            if new_actor:
                change_actor(ledger, new_actor)

        def tell(_result: object) -> None:
            self._context.announcer.settings_changed.emit()
            text = self.tr("已保存：{name}").format(name=setting_name("people"))
            self._context.shell.notify(text, self.tr("撤销"), self._context.shell.undo)
            then()

        def refuse(refusal: Refused) -> None:
            self._context.say_refusal(refusal)
            self.refresh()

        self._context.write(work, done=tell, refused=refuse)


class _NameEdit(ChoiceEdit):
    """Enter adds the name typed."""

    def enter_pressed(self) -> None:
        self.entered.emit()


def told_duty(duty: Duty, level: str) -> str:
    """What somebody with a duty may do in an office of this level: the steps of the one table."""
    if duty is Duty.CLERK:
        return QCoreApplication.translate("PeopleList", "代别人登记本单位的各步，要写明经办人")
    steps = [label_of(step) for step in TRANSITIONS if duty in step.duties and level in step.levels]
    return QCoreApplication.translate("PeopleList", "、").join(steps)
