"""From the declaration of a field to the widget that edits it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt

from desktop.domain.fields import Field, FieldKind, RecordKind, SetBy
from desktop.ui.translation import label_of
from desktop.ui.widgets.choices import MOST_BUTTONS, ChoiceButtons, ChoiceEdit
from desktop.ui.widgets.dates import DateEdit
from desktop.ui.widgets.fields import Editor
from desktop.ui.widgets.tags import TagEdit
from desktop.ui.widgets.texts import GrowingTextEdit, LineEdit

HIDDEN_SECTION = "hidden"
_LATIN = (
    FieldKind.PHONES,
    FieldKind.ID_NUMBER,
    FieldKind.CREDIT_CODE,
    FieldKind.DIVISION_CODE,
    FieldKind.INTEGER,
    FieldKind.NUMBER,
)


@dataclass(frozen=True, slots=True)
class FormContext:
    """What a form asks others for.

    ``check(field name, raw value)`` gives the sentence to show, None when the value is accepted;
    ``suggestions(field name)`` words to offer; ``parse_date(text)`` an ISO date, ``ValueError`` when it is none.
    """

    check: Callable[[str, object], str | None]
    suggestions: Callable[[str], list[str]]
    parse_date: Callable[[str], str]
    today: Callable[[], date]


def editable_fields(kind: RecordKind) -> list[Field]:
    """The fields a person fills in, section by section as the eye meets them."""
    return [
        field
        for section in kind.sections
        for field in kind.fields
        if field.section == section.name and field.section != HIDDEN_SECTION and field.set_by is SetBy.PERSON
    ]


def make_editor(field: Field, name: str, context: FormContext) -> Editor:
    """The editor for ``field``, with the object name ``name``."""
    label = label_of(field)
    if field.kind is FieldKind.CHOICE and len(field.choices) <= MOST_BUTTONS:
        return ChoiceButtons(name, label, field.choices, required=field.required)
    if field.kind is FieldKind.CHOICE:
        return ChoiceEdit(name, label, field.choices)
    if field.kind is FieldKind.LONG_TEXT:
        return GrowingTextEdit(name, label)
    if field.kind is FieldKind.DATE:
        return DateEdit(name, label, parse=context.parse_date, today=context.today, not_future=field.not_future)
    if field.kind is FieldKind.LIST:
        tags = TagEdit(name, label)
        tags.set_suggestion_source(lambda: context.suggestions(field.name))
        return tags
    line = ChoiceEdit(name, label) if field.kind is FieldKind.CATEGORY else LineEdit(name, label)
    line.set_suggestion_source(lambda: context.suggestions(field.name))
    if field.kind in _LATIN:
        line.setInputMethodHints(Qt.InputMethodHint.ImhPreferLatin)
    return line
