"""The small dialogs of acts that need a word: withdrawing a record, a step in handling an issue."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.domain.dates import parse_date
from desktop.domain.errors import Problem, Refused
from desktop.domain.fields import Field
from desktop.domain.kinds import KINDS
from desktop.domain.lifecycle import COMMON, REASON, WORDS, Transition
from desktop.ui.editors import FormContext, make_editor
from desktop.ui.theme import GAP, GAP_HUGE, GAP_MEDIUM
from desktop.ui.translation import label_of
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.fields import FieldRow
from desktop.ui.widgets.naming import name_widget
from desktop.wording import problem_sentence, sentence

WIDTH_EMS = 34


class StepDialog(QDialog):
    """A few fields and one act named on its button. ``on_given(values)`` is called; the caller then accepts or shows
    the refusal with :meth:`show_refusal`. Nothing typed is lost by a refusal.
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
    ) -> None:
        super().__init__(parent)
        name_widget(self, name, title)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._on_given = on_given
        self._rows: dict[str, FieldRow] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_HUGE, GAP_HUGE, GAP_HUGE, GAP_HUGE)
        column.setSpacing(GAP_MEDIUM)
        if explanation:
            text = QLabel(explanation, self)
            text.setTextFormat(Qt.TextFormat.PlainText)
            text.setWordWrap(True)
            text.setProperty("tone", "muted")
            column.addWidget(text)
        for field, is_required in fields:
            editor = make_editor(field, f"{name}.{field.name}", form_context)
            self._rows[field.name] = FieldRow(label_of(field), editor, required=is_required)
            column.addWidget(self._rows[field.name])
        column.addStretch(1)
        self._act = make_button(self, f"{name}.act", act, self._give, "danger" if is_dangerous else "primary")
        column.addLayout(self._buttons(name))
        widest = max((row.label_width() for row in self._rows.values()), default=0)
        for row in self._rows.values():
            row.set_label_width(widest)
        for key in ("Ctrl+Return", "Ctrl+Enter", "Ctrl+S"):
            QShortcut(key, self, self._give)
        self.resize(WIDTH_EMS * self.fontMetrics().height(), self.sizeHint().height())

    def set_values(self, values: Mapping[str, Any]) -> None:
        """What the fields hold at first."""
        for name, row in self._rows.items():
            row.editor.set_value(values.get(name))

    def show_refusal(self, refusal: Refused, language: str) -> None:
        """Put the sentences under their fields, and let the person go on."""
        self._act.setEnabled(True)
        by_field: dict[str, Problem] = {problem.field: problem for problem in refusal.problems}
        for name, row in self._rows.items():
            row.show_error(problem_sentence(_labelled(by_field.pop(name), row), language) if name in by_field else "")
        first = next((row for row in self._rows.values() if row.error), None)
        if first is not None:
            first.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._rows:
            next(iter(self._rows.values())).show_error(sentence(refusal, language))

    def _buttons(self, name: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addStretch(1)
        row.addWidget(make_button(self, f"{name}.cancel", self.tr("不办了"), self.reject))
        row.addWidget(self._act)
        return row

    def _give(self) -> None:
        if not self._act.isEnabled():
            return
        self._act.setEnabled(False)
        self._on_given({name: row.editor.value() for name, row in self._rows.items()})


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
