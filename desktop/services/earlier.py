"""What an old ledger of issues tells that here only a step may set: its number, how far it is, when it was closed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from desktop.data.ledger import Ledger
from desktop.data.writing import Writing
from desktop.domain.fields import Field, FieldKind, RecordKind

EARLIER = "原台账记载："
"""Begins the line of the note that keeps what the old ledger said."""


class Keeping(NamedTuple):
    """How such values are kept: ``before`` gives the values to record a record with, from those it has and those held;
    ``after`` is called with the ids made and the values held of each, and may write in the same step of undo.
    """

    before: Callable[[RecordKind, dict[str, Any], Mapping[str, Any]], dict[str, Any]]
    after: Callable[[Ledger, Writing, Mapping[str, Mapping[str, Any]]], object]


def note_line(kind: RecordKind, held: Mapping[str, Any]) -> str:
    """The values under their labels, in one line."""
    told = [
        f"{kind.field(name).label} {_words(kind.field(name), held[name])}" for name in kind.field_names if name in held
    ]
    return EARLIER + "；".join(told)


def _words(field: Field, value: Any) -> str:
    if field.kind is FieldKind.CHOICE:
        choice = field.choice(str(value))
        return choice.label if choice else str(value)
    return str(value)


def _noted(kind: RecordKind, values: dict[str, Any], held: Mapping[str, Any]) -> dict[str, Any]:
    note = values.get("note")
    line = note_line(kind, held)
    return {**values, "note": f"{note}\n{line}" if note else line}


keep_in_note = Keeping(_noted, lambda ledger, changes, held: None)
"""Keeps them as a line of the note, the record itself beginning at its beginning."""
