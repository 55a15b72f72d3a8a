"""The values of one conflict side by side, and a place to write another one."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.domain.fields import FieldKind, Personal, SetBy
from desktop.domain.kinds import KINDS
from desktop.services.settling import Conflict, Head
from desktop.ui.editors import HIDDEN_SECTION, FormContext, make_editor
from desktop.ui.exchange.conflict_words import act_of, kind_and_subject, origin_of, subject_of, value_of, writer_of
from desktop.ui.theme import GAP, GAP_LARGE, GAP_MEDIUM, GAP_SMALL
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.fields import Editor, FieldRow
from desktop.ui.widgets.naming import name_widget
from desktop.ui.widgets.texts import RETURN_KEYS, LineEdit

NAME = "exchange_page.conflicts"
_SELECTABLE = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
_MOST_BESIDE = 3


def plain_label(name: str, text: str, tone: str = "", *, is_selectable: bool = False) -> QLabel:
    """A label that wraps; ``tone`` is one of the style sheet."""
    label = QLabel(text)
    name_widget(label, name, text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("tone", tone)
    if is_selectable:
        label.setTextInteractionFlags(_SELECTABLE)
        label.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        label.setProperty("selectable", True)
    return label


class ValueCard(QFrame):
    """One of the values: what, who, when, where from, and the button that takes it."""

    taken = Signal(int)
    """Carries the number of the head."""

    def __init__(self, conflict: Conflict, head: Head, today: date, masked: frozenset[Personal]) -> None:
        super().__init__()
        name = f"{NAME}.value.{head.number}"
        name_widget(self, name, f"{head.number} {writer_of(head)}")
        self.setProperty("kind", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_LARGE, GAP_MEDIUM, GAP_LARGE, GAP_LARGE)
        column.setSpacing(GAP_SMALL)
        top = QHBoxLayout()
        top.addWidget(plain_label(f"{name}.writer", f"{head.number}　{writer_of(head)}", "section"), 1)
        if head.is_shown:
            shown = QLabel(self.tr("现在显示"))
            shown.setProperty("tone", "muted")
            top.addWidget(shown, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(top)
        column.addWidget(plain_label(f"{name}.origin", origin_of(head, today), "muted"))
        column.addSpacing(GAP)
        column.addWidget(plain_label(f"{name}.text", value_of(conflict, head, masked), is_selectable=True))
        column.addStretch(1)
        column.addSpacing(GAP)
        self.button = make_button(self, f"{name}.take", act_of(conflict, head), lambda: self.taken.emit(head.number))
        self.button.setAccessibleName(f"{act_of(conflict, head)}：{value_of(conflict, head, masked)}")
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)


class ThirdValue(QWidget):
    """An editor for a value that neither side wrote. Enter settles on it; in a long text it is Ctrl+Enter."""

    given = Signal(object)

    def __init__(self, conflict: Conflict, form: FormContext) -> None:
        super().__init__()
        field = KINDS[conflict.kind].field(conflict.field)
        self._is_long = field.kind is FieldKind.LONG_TEXT
        name = f"{NAME}.third"
        self.setObjectName(f"{name}.part")
        self.editor: Editor = make_editor(field, name, form)
        if self._is_long:
            # Two long texts are usually put together, not written anew.
            self.editor.set_value(conflict.shown)
        self.row = FieldRow(self.tr("都不对，另写一个"), self.editor)
        self._is_composing = False
        for part in (self.editor, *self.editor.findChildren(QWidget)):
            part.installEventFilter(self)
        if isinstance(self.editor, LineEdit):
            self.editor.entered.connect(self.give)
        text = self.tr("采用所写的 Ctrl+Enter") if self._is_long else self.tr("采用所写的 Enter")
        self.button = make_button(self, f"{name}.take", text, self.give)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GAP)
        line.addWidget(self.row, 1)
        line.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)

    def give(self) -> None:
        """Settle on what is written."""
        self.given.emit(self.editor.value())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QInputMethodEvent):
            self._is_composing = bool(event.preeditString())
        is_key = event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if is_key and isinstance(event, QKeyEvent) and self._settles(watched, event):
            self.give()
            return True
        return super().eventFilter(watched, event)

    def _settles(self, watched: QObject, event: QKeyEvent) -> bool:
        if event.key() not in RETURN_KEYS or self._is_composing:
            return False
        has_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if isinstance(watched, QPlainTextEdit):
            return has_control
        if isinstance(watched, QLineEdit) and not has_control:
            # A field of one line tells by itself; in one of several words Enter first adds the word typed.
            return watched is not self.editor and not watched.text().strip()
        return True


class ConflictCard(QWidget):
    """A conflict in full. ``taken(take)`` with the number of a value, ``given(value)`` with a third one."""

    taken = Signal(str)
    given = Signal(object)
    record_asked = Signal()

    def __init__(self, conflict: Conflict, form: FormContext, today: date, masked: frozenset[Personal]) -> None:
        super().__init__()
        self.setObjectName(f"{NAME}.card")
        self.setProperty("kind", "page")
        self.conflict = conflict
        self.third: ThirdValue | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_LARGE, 0, 0, 0)
        column.setSpacing(GAP_MEDIUM)
        column.addLayout(self._head())
        self.values = [ValueCard(conflict, head, today, masked) for head in conflict.heads]
        grid = QGridLayout()
        grid.setSpacing(GAP_MEDIUM)
        beside = min(len(self.values), _MOST_BESIDE)
        for place, card in enumerate(self.values):
            card.taken.connect(lambda number: self.taken.emit(str(number)))
            grid.addWidget(card, place // beside, place % beside)
        for at in range(beside):
            grid.setColumnStretch(at, 1)
        column.addLayout(grid)
        if takes_third(conflict) and not masked:
            self.third = ThirdValue(conflict, form)
            self.third.given.connect(self.given)
            column.addWidget(self.third)
        column.addWidget(plain_label(f"{NAME}.hint", self._hint(), "muted"))
        column.addStretch(1)

    def _head(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(GAP_SMALL)
        title = self.conflict.title or subject_of(self.conflict)
        words.addWidget(plain_label(f"{NAME}.title", title, "section", is_selectable=True))
        words.addWidget(plain_label(f"{NAME}.subject", kind_and_subject(self.conflict), "muted"))
        head = QHBoxLayout()
        head.addLayout(words, 1)
        link = make_button(self, f"{NAME}.record", self.tr("打开记录"), self.record_asked.emit, "link")
        head.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
        return head

    def _hint(self) -> str:
        if len(self.conflict.heads) == 2:
            keys = self.tr("按 ← 采用左边，按 → 采用右边。")
        else:
            keys = self.tr("按 1–{count} 采用那一个。").format(count=len(self.conflict.heads))
        third = self.tr("按 F2 另写一个。") if self.third is not None else ""
        return keys + third + self.tr("处理结果随交换文件到达各处，原来写的都留在历史里。")


def takes_third(conflict: Conflict) -> bool:
    """Whether another value can be typed at all."""
    kind = KINDS[conflict.kind]
    if conflict.is_withdrawn or not kind.has_field(conflict.field):
        return False
    field = kind.field(conflict.field)
    return field.set_by is SetBy.PERSON and field.section != HIDDEN_SECTION
