"""The small dialogs of acts that need a word: withdrawing a record, a step in handling an issue."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.dates import parse_date
from desktop.domain.errors import Problem, Refused
from desktop.domain.fields import Field
from desktop.domain.kinds import KINDS
from desktop.domain.lifecycle import COMMON, HANDLED_BY, REASON, WORDS, Transition
from desktop.ui.editors import FormContext, make_editor
from desktop.ui.file_choosing import FilesPart
from desktop.ui.theme import GAP, GAP_HUGE, GAP_MEDIUM, GAP_SMALL
from desktop.ui.translation import label_of
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.fields import Editor, FieldRow
from desktop.ui.widgets.naming import name_widget
from desktop.ui.widgets.sections import SectionBox
from desktop.wording import problem_sentence, sentence

WIDTH_EMS = 36
_OF_SCREEN = 0.92
"""How much of the screen's height a dialog may take; what has no room scrolls."""
_SLACK = 2
"""Pixels more than needed: at 150 % a window may get one or two less than it asks for, and would scroll."""

_SHOWN = ("satisfaction_by", "opinion", "review_on", "evidence", "completed_on")
"""Optional parts of steps that are not folded away: they belong to the ordinary course."""


class StepDialog(QDialog):
    """A few fields and one act named on its button. ``on_given(values)`` is called; the caller then accepts or shows
    the refusal with :meth:`show_refusal`. Nothing typed is lost by a refusal.

    ``more`` are optional fields folded away until they are wanted, filled or refused; ``files`` is the part in which
    files are chosen, where the act takes any.
    """

    def __init__(
        self,
        name: str,
        title: str,
        act: str,
        fields: Sequence[tuple[Field, bool]],
        form_context: FormContext,
        on_given: Callable[[dict[str, Any]], object],
        parent: QWidget,
        *,
        is_dangerous: bool = False,
        explanation: str = "",
        more: Sequence[Field] = (),
    ) -> None:
        super().__init__(parent)
        name_widget(self, name, title)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._on_given = on_given
        self._rows: dict[str, FieldRow] = {}
        self.touched: set[str] = set()
        """The fields a person has changed."""
        self._beside: dict[str, QLabel] = {}
        self.files: FilesPart | None = None
        self._notes = QVBoxLayout()
        self._notes.setSpacing(GAP_SMALL)
        self._page = QWidget()
        self._page.setProperty("kind", "page")
        self._fields = QVBoxLayout(self._page)
        self._fields.setContentsMargins(0, 0, GAP_SMALL, 0)
        self._fields.setSpacing(GAP_MEDIUM)
        # In its window from the first: Tab goes in the order of making, and from the fields to the buttons.
        self._scroll = QScrollArea(self)
        self._scroll.setWidget(self._page)
        for field, is_required in fields:
            self._fields.addWidget(self._add_row(field, form_context, is_required=is_required))
        self._more = self._fold([self._add_row(field, form_context, is_required=False) for field in more])
        self._fields.addStretch(1)
        self._trouble = QLabel(self)
        self._lay_out(f"{act}  Ctrl+Enter", "danger" if is_dangerous else "primary")
        for line in explanation.splitlines():
            self.add_note(line)
        for key in ("Ctrl+Return", "Ctrl+Enter", "Ctrl+S"):
            QShortcut(key, self, self._give)
        self.resize(WIDTH_EMS * self.fontMetrics().height(), self.sizeHint().height())

    def values(self) -> dict[str, Any]:
        """What stands in the fields, as typed."""
        return {name: row.editor.value() for name, row in self._rows.items()}

    def set_values(self, values: Mapping[str, Any]) -> None:
        """What the fields hold at first."""
        for name, row in self._rows.items():
            row.editor.set_value(values.get(name))

    def set_value(self, name: str, value: Any) -> None:
        """Fill one field, unless a person has changed it."""
        if name in self._rows and name not in self.touched:
            self._rows[name].editor.set_value(value)

    def editor(self, name: str) -> Editor | None:
        """The editor of a field; None when the dialog does not ask for it."""
        row = self._rows.get(name)
        return row.editor if row is not None else None

    def add_note(self, text: str) -> None:
        """Say one more thing above the fields."""
        note = QLabel(text, self)
        name_widget(note, f"{self.objectName()}.note.{self._notes.count()}", text)
        note.setTextFormat(Qt.TextFormat.PlainText)
        note.setWordWrap(True)
        note.setProperty("tone", "muted")
        self._notes.addWidget(note)
        self._fit_soon()

    def tell_beside(self, name: str, text: str) -> None:
        """Say under a field what follows from its value; an empty text takes it away."""
        note = self._beside.get(name)
        if note is None:
            note = self._beside[name] = QLabel(self)
            name_widget(note, f"{self.objectName()}.{name}.follows", "")
            note.setTextFormat(Qt.TextFormat.PlainText)
            note.setWordWrap(True)
            note.setProperty("tone", "muted")
            self.add_part(note, below=name)
        note.setText(text)
        note.setVisible(bool(text))
        self._fit_soon()

    def add_part(self, part: QWidget, below: str) -> None:
        """Put a widget below the editor of this name, such as a way to choose files."""
        line = QHBoxLayout()
        line.addSpacing(max(row.label_width() for row in self._rows.values()) + GAP)
        line.addWidget(part, 1)
        self._fields.insertLayout(self._fields.indexOf(self._rows[below]) + 1, line)

    def show_refusal(self, refusal: Refused, language: str) -> None:
        """Put the sentences under their fields, and let the person go on."""
        self._act.setEnabled(True)
        by_field: dict[str, Problem] = {problem.field: problem for problem in refusal.problems}
        for name, row in self._rows.items():
            row.show_error(problem_sentence(_labelled(by_field.pop(name), row), language) if name in by_field else "")
        wrong = [row for row in self._rows.values() if row.error]
        if self._more is not None and any(row in self._more.rows for row in wrong):
            self._more.set_open(True)
        said = [problem_sentence(problem, language) for problem in by_field.values()]
        self._say_trouble("\n".join(said) if said else "" if wrong else sentence(refusal, language))
        if wrong:
            wrong[0].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def let_act(self) -> None:
        """Nothing was done yet: the act can be asked for again."""
        self._act.setEnabled(True)
        self._fit_soon()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # Not one that is folded away: the focus would go to the button that takes no step.
        first = next((row for row in self._rows.values() if row.isVisibleTo(self)), None)
        (first.editor if first is not None else self._act).setFocus(Qt.FocusReason.OtherFocusReason)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self._fit_soon()
        return super().eventFilter(watched, event)

    def _lay_out(self, act: str, look: str) -> None:
        name_widget(self._trouble, f"{self.objectName()}.trouble", "")
        self._trouble.setProperty("tone", "danger")
        self._trouble.setTextFormat(Qt.TextFormat.PlainText)
        self._trouble.setWordWrap(True)
        self._trouble.hide()
        self._scroll.setObjectName(f"{self.objectName()}.scroll")
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._page.installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_HUGE, GAP_HUGE, GAP_HUGE, GAP_HUGE)
        column.setSpacing(GAP_MEDIUM)
        column.addLayout(self._notes)
        column.addWidget(self._scroll, 1)
        column.addWidget(self._trouble)
        column.addLayout(self._buttons(act, look))
        widest = max((row.label_width() for row in self._rows.values()), default=0)
        for row in self._rows.values():
            row.set_label_width(widest)

    def _add_row(self, field: Field, context: FormContext, *, is_required: bool) -> FieldRow:
        # What a step asks for is asked for here, whether or not the issue itself needs it.
        asked = replace(field, required=is_required)
        editor = make_editor(asked, f"{self.objectName()}.{field.name}", context)
        editor.edited.connect(lambda: self.touched.add(field.name))
        row = self._rows[field.name] = FieldRow(label_of(field), editor, required=is_required)
        editor.edited.connect(lambda: row.show_error(""))
        return row

    def _fold(self, rows: Sequence[FieldRow]) -> SectionBox | None:
        if not rows:
            return None
        box = SectionBox(f"{self.objectName()}.more", self.tr("更多"), rows, foldable=True, parent=self._page)
        box.arrange([(row, 0, 1) for row in rows])
        self._fields.addWidget(box)
        return box

    def _buttons(self, act: str, look: str) -> QHBoxLayout:
        name = self.objectName()
        cancel = make_button(self, f"{name}.cancel", self.tr("不办了  Esc"), self.reject)
        self._act = make_button(self, f"{name}.act", act, self._give, look)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self._act)
        return row

    def _fit_soon(self) -> None:
        """After the layout has settled: a text that grows and a part that opens make room for themselves."""
        QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        """As high as the fields need, as far as the screen goes."""
        whole = self.layout()
        if whole is not None:
            whole.activate()
        frame = self.height() - self._scroll.viewport().height()
        width = self._scroll.viewport().width()
        depends = self._fields.hasHeightForWidth()
        wanted = self._fields.totalHeightForWidth(width) if depends else self._fields.totalSizeHint().height()
        most = round(self.screen().availableSize().height() * _OF_SCREEN)
        size = QSize(self.width(), min(most, frame + wanted + _SLACK))
        if self.isVisible() and size != self.size():
            self.resize(size)

    def _say_trouble(self, text: str) -> None:
        self._trouble.setText(text)
        self._trouble.setAccessibleName(text)
        self._trouble.setVisible(bool(text))
        self._fit_soon()

    def _give(self) -> None:
        if not self._act.isEnabled():
            return
        self._act.setEnabled(False)
        self._on_given(self.values())


def _labelled(problem: Problem, row: FieldRow) -> Problem:
    label = row.editor.accessibleName()
    return Problem(problem.kind, problem.field, problem.value, problem.row, {"label": label, **problem.params})


def plain_context(today: Callable[[], date], suggestions: Callable[[str], list[str]]) -> FormContext:
    """What editors of a dialog ask for; the checks are those of the verb that is called in the end."""
    return FormContext(
        check=lambda _name, _value: None,
        suggestions=suggestions,
        parse_date=lambda text: parse_date(text, today=today()),
        today=today,
    )


def reason_field() -> Field:
    """The field for a reason."""
    return WORDS[REASON]


def event_fields(step: Transition) -> list[tuple[Field, bool]]:
    """The fields of a step with whether each must be given, then the words of the event itself."""
    kind = KINDS["issue"]
    given = [(kind.field(name), name in (*step.requires, *step.anew)) for name in step.sets]
    return given + [(WORDS[name], name in step.words) for name in (*step.words, *step.may_say, *COMMON)]


def parted_fields(step: Transition, *, is_clerk: bool = False) -> tuple[list[tuple[Field, bool]], list[Field]]:
    """The fields of a step that are shown at once, and the optional ones that are folded away.

    A clerk must say who took the step.
    """
    shown, folded = [], []
    for field, is_required in event_fields(step):
        must = is_required or (is_clerk and field.name == HANDLED_BY)
        if must or field.name in _SHOWN:
            shown.append((field, must))
        else:
            folded.append(field)
    return shown, folded
