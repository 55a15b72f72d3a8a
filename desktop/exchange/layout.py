"""What the sheets of an exchange workbook look like, and what its cells mean: made from the field dictionary.

Each record kind has a visible sheet with Chinese headings in the order of the paper form. Two hidden columns close a
row: the record's id and a check over its cells, by which a row edited by hand is noticed. The hidden sheets are those
of :mod:`desktop.exchange.information`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from desktop.domain.fields import Field, FieldKind, RecordKind, SetBy
from desktop.exchange.cell_limits import MAX_CELL_UNITS
from desktop.exchange.cells import CellStyle, fitting
from desktop.exchange.specs import ColumnSpec

EXPLANATION_SHEET = "说明"
HISTORY_SHEET = "办理记录"
FIGURES_SHEET = "统计"
CHOICES_SHEET = "选项"

ID_HEADING = "记录标识"
CHECK_HEADING = "核对码"
NUMBER_HEADING = "序号"
FILLER_MARK = "填报人"
"""Stands in the line above the headings, before the name of who filled in the sheet."""

DECISION, DECISION_WORDS, DECISION_BY, DECISION_ON = "镇级审核意见", "意见", "审核人", "日期"
DECISION_HEADINGS = (DECISION, DECISION_WORDS, DECISION_BY, DECISION_ON)
"""Columns of the issues' sheet, empty when it is written: what the town types there becomes a step of the issue."""

AGREED, SENT_BACK = "同意", "退回"
DECISION_CHOICES = (AGREED, SENT_BACK)

_STYLES = {
    FieldKind.DATE: CellStyle.DATE,
    FieldKind.INTEGER: CellStyle.INTEGER,
    FieldKind.NUMBER: CellStyle.NUMBER,
    FieldKind.LONG_TEXT: CellStyle.WRAPPED_TEXT,
}
_HIDDEN = frozenset({"unit_code", "visit_id", "merged_into", "record_id", "media_type", "digest"})


_DECISION_COLUMNS = (
    ColumnSpec("decision", DECISION, 12, choices=DECISION_CHOICES, closed=True),
    ColumnSpec("decision_words", DECISION_WORDS, 20, CellStyle.WRAPPED_TEXT),
    ColumnSpec("decision_by", DECISION_BY, 10),
    ColumnSpec("decision_on", DECISION_ON, 12, CellStyle.DATE),
)


@lru_cache(maxsize=32)
def shown_fields(kind: RecordKind) -> tuple[Field, ...]:
    """The fields with a column, in declared order (the id has its own hidden column)."""
    return tuple(field for field in kind.fields if field.name != "id")


def columns_of(kind: RecordKind, categories: Sequence[str] = ()) -> tuple[ColumnSpec, ...]:
    """The columns of a kind's sheet: 序号, the fields, those for decisions, and the hidden id and check."""
    columns = [ColumnSpec("", NUMBER_HEADING, 6, CellStyle.INTEGER)]
    for field in shown_fields(kind):
        columns.append(
            ColumnSpec(
                field.name,
                field.label,
                field.width,
                _STYLES.get(field.kind, CellStyle.TEXT),
                hidden=field.name in _HIDDEN,
                choices=_choices(field, categories),
                closed=field.kind is FieldKind.CHOICE,
            )
        )
    if kind.name == "issue":
        columns += _DECISION_COLUMNS
    columns.append(ColumnSpec("id", ID_HEADING, 14, hidden=True))
    columns.append(ColumnSpec("check", CHECK_HEADING, 14, hidden=True))
    return tuple(columns)


def _choices(field: Field, categories: Sequence[str]) -> tuple[str, ...]:
    if field.set_by is not SetBy.PERSON:
        return ()
    if field.kind is FieldKind.CATEGORY:
        return tuple(categories)
    return tuple(choice.label for choice in field.choices)


_PLAIN = frozenset({str, int, float})
_BETWEEN = "\x1f"
_CONTROLS = bytes(sorted({*range(0x20)} - {*b"\t\n\r"}))

_NO_DECISION = (None,) * len(_DECISION_COLUMNS)


def row_of(kind: RecordKind, number: int, record_id: str, values: Mapping[str, Any]) -> list[Any]:
    """The cells of a record: texts, ISO dates, numbers; empty fields are None."""
    cells: list[Any] = []
    for name, labels in _labels(kind):
        value = values.get(name)
        if labels and value is not None:
            value = labels.get(value, value)
        elif type(value) is not str and value is not None and type(value) not in _PLAIN:
            value = _as_text(value)
        cells.append(value)
    content = _content(cells)
    if content is None:
        cells = [fitting(cell) if type(cell) is str else cell for cell in cells]
        content = _joined(cells).encode("utf-8")
    decision = _NO_DECISION if kind.name == "issue" else ()
    return [number, *cells, *decision, record_id, _digest(content)]


def _content(cells: Sequence[Any]) -> bytes | None:
    """What the check of a row is made over; None when one of its cells could not be written as it is."""
    text = _joined(cells)
    try:
        content = text.encode("utf-8")
    except UnicodeEncodeError:
        return None
    # Of the bytes, since this is done for every row: a pattern over the text takes four times as long.
    is_fit = (
        len(text) <= MAX_CELL_UNITS // 2
        and len(content.translate(None, _CONTROLS)) == len(content) - len(cells) + 1
        and "\ufffe" not in text
        and "\uffff" not in text
    )
    return content if is_fit else None


def _as_text(value: Any) -> str:
    # Other offices decide what stands in a list, or in place of one.
    return "、".join(map(plain, value)) if isinstance(value, list) else str(value)


@lru_cache(maxsize=32)
def _labels(kind: RecordKind) -> tuple[tuple[str, dict[str, str]], ...]:
    """Name of each field with a column, and its labels by code."""
    return tuple((field.name, {choice.code: choice.label for choice in field.choices}) for field in shown_fields(kind))


def cell_of(field: Field, value: Any) -> Any:
    """What a cell shows for a stored value: labels for codes, lists joined by 、."""
    if value is None:
        return None
    if field.choices:
        choice = field.choice(value)
        return fitting(choice.label if choice else value)
    return fitting(value if type(value) in _PLAIN else _as_text(value))


def check_of(cells: Iterable[Any]) -> str:
    """48 bits over the visible content of a row, however a suite has stored it (12 hex digits)."""
    return _digest(_joined(cells).encode("utf-8"))


def _joined(cells: Iterable[Any]) -> str:
    return _BETWEEN.join([cell if type(cell) is str else "" if cell is None else plain(cell) for cell in cells])


def _digest(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=6).hexdigest()


def plain(cell: Any) -> str:
    """The content of a cell as text: whole numbers without a point, empty cells as nothing."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if hasattr(cell, "isoformat"):
        return str(cell.isoformat())[:10]
    return str(cell)
