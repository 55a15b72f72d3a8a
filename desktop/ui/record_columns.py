"""The columns of lists of records: which there are, how wide, and what their cells say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QCoreApplication

from desktop.domain.fields import Field, FieldKind, Personal, RecordKind
from desktop.services.finding import Record
from desktop.ui.editors import HIDDEN_SECTION
from desktop.ui.showing import lamp_of, shown_in_list
from desktop.ui.translation import is_english, label_of

LIGHT_COLUMN, COUNT_COLUMN = "light", "issue_count"

_WIDEST, _WIDEST_WORDS = 32, 15
_LIGHT_WIDTH = {False: 13, True: 14}
"""Dot and word in Chinese and, where that is True, in English."""

_DIGITS = (FieldKind.PHONES, FieldKind.ID_NUMBER, FieldKind.CREDIT_CODE, FieldKind.DIVISION_CODE)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: a declared field, or the light or the number of issues (``field`` is None then).

    ``width`` is in halves of a Chinese character; ``is_listed`` columns are shown at first.
    """

    name: str
    label: str
    width: int
    field: Field | None = None
    is_listed: bool = True

    @property
    def is_latin(self) -> bool:
        """Whether the cells are mostly digits, which are wider than half a Chinese character."""
        return self.field is not None and (self.field.kind in _DIGITS or self.name.endswith(("_no", "code")))

    @property
    def is_number(self) -> bool:
        """Whether the cells stand to the right."""
        if self.field is None:
            return self.name == COUNT_COLUMN
        return self.field.kind in (FieldKind.INTEGER, FieldKind.NUMBER)


def columns_of(
    kind: RecordKind, first: Sequence[str] = (), also_listed: Sequence[str] = (), unlisted: Sequence[str] = ()
) -> list[Column]:
    """The columns of a kind: those named in ``first``, then the declared order.

    At first those are shown that are declared so, with ``also_listed`` and without ``unlisted``.
    """
    found = [
        Column(
            field.name,
            label_of(field),
            _width_of(field),
            field,
            (field.listed or field.name in also_listed) and field.name not in unlisted,
        )
        for field in kind.fields
        if field.name != "id" and field.section != HIDDEN_SECTION
    ]
    if kind.name == "issue":
        found.append(Column(LIGHT_COLUMN, QCoreApplication.translate("RecordTable", "灯"), _LIGHT_WIDTH[is_english()]))
    if kind.name == "visit":
        found.append(Column(COUNT_COLUMN, QCoreApplication.translate("RecordTable", "问题数"), 7))
    rank = {name: place for place, name in enumerate(first)}
    return sorted(found, key=lambda column: rank.get(column.name, len(rank)))


def _width_of(field: Field) -> int:
    """Halves of a Chinese character; declared for Chinese words, English ones often take more."""
    width = min(field.width, _WIDEST)
    if not is_english():
        return width
    words = [label_of(field), *(label_of(choice) for choice in field.choices)]
    return max(width, min(_WIDEST_WORDS, max(len(word) for word in words) + 1))


def text_of(record: Record, column: Column, today: date, masked: frozenset[Personal]) -> str:
    """What the cell of a record says in a list, these sorts masked; empty for nothing."""
    if column.field is not None:
        return shown_in_list(column.field, record.values.get(column.name), today, masked)
    if column.name == COUNT_COLUMN:
        return str(record.issue_count) if record.issue_count else "–"
    lamp = lamp_of(record)
    return lamp[1] if lamp else ""
