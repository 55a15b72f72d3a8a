"""The model behind lists of records: it fetches page by page and refreshes only what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QGuiApplication

from desktop.domain.fields import Field, FieldKind, RecordKind
from desktop.services.finding import PAGE, Query, Record, list_records
from desktop.services.ledgers import Ledger
from desktop.services.ordering import BY_OWNER, order_of
from desktop.ui.colours import colours_of
from desktop.ui.editors import HIDDEN_SECTION
from desktop.ui.showing import lamp_of, shown_in_list
from desktop.ui.translation import is_english, label_of
from desktop.ui.widgets.lights import LIGHT_ROLE

LIGHT_COLUMN, COUNT_COLUMN = "light", "issue_count"
FEW = 40
"""Up to so many changed records are looked up one by one; for more the list is read again."""

_WIDEST, _WIDEST_WORDS = 32, 15
_LIGHT_WIDTH = {False: 13, True: 14}
"""Dot and word in Chinese and, where that is True, in English."""

_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_ALIGNMENT_ROLE = int(Qt.ItemDataRole.TextAlignmentRole)
_LIGHT_ROLE = int(LIGHT_ROLE)
_FOREGROUND_ROLE = int(Qt.ItemDataRole.ForegroundRole)
_TIP_ROLE = int(Qt.ItemDataRole.ToolTipRole)
_DIGITS = (FieldKind.PHONES, FieldKind.ID_NUMBER, FieldKind.CREDIT_CODE, FieldKind.DIVISION_CODE)
_Index = QModelIndex | QPersistentModelIndex


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


class RecordTableModel(QAbstractTableModel):
    """Records of one kind in the order of its query, fetched 200 at a time as the view asks for them."""

    def __init__(
        self,
        ledger: Ledger,
        kind: RecordKind,
        columns: Sequence[Column],
        today: Callable[[], date],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.kind = kind
        self.columns = tuple(columns)
        self._ledger = ledger
        self._today = today
        self._query = Query(kind.name)
        self._order = order_of(kind, "")
        self._records: list[Record] = []
        self._texts: list[tuple[str, ...] | None] = []
        self.is_exhausted = True
        """Whether all that the query finds has been fetched."""

    @property
    def query(self) -> Query:
        """What is listed."""
        return self._query

    def show_query(self, query: Query) -> None:
        """List what ``query`` finds, from its first record."""
        self._query = replace(query, after=None, limit=PAGE)
        self._order = order_of(self.kind, query.order)
        self._load(PAGE)

    def hold(self, records: Sequence[Record], *, is_all: bool) -> None:
        """List these records, read elsewhere by :attr:`query` from its first on."""
        self.beginResetModel()
        self._records = list(records)
        self._texts = [None] * len(self._records)
        self.is_exhausted = is_all
        self.endResetModel()

    def reload(self) -> None:
        """Read again as far as was read before."""
        self._load(max(PAGE, len(self._records)))

    def refresh(self, record_ids: Iterable[str]) -> None:
        """Bring these records up to date where they stand; the rest of the list is not touched."""
        wanted = list(record_ids)
        if not wanted or len(wanted) > FEW:
            self.reload()
            return
        for record_id in wanted:
            self._refresh_one(record_id)

    def record_at(self, row: int) -> Record | None:
        """The record of a row, None beyond the rows."""
        return self._records[row] if 0 <= row < len(self._records) else None

    def row_of(self, record_id: str) -> int:
        """The row of a record among those fetched, -1 when it is not there."""
        return next((row for row, record in enumerate(self._records) if record.id == record_id), -1)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._records)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: _Index, role: int = 0) -> Any:
        if role:
            return self._decoration(index, role)
        return self._row_texts(index.row())[index.column()]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == _ALIGNMENT_ROLE:
            return _RIGHT if self.columns[section].is_number else _LEFT
        return None if role else self.columns[section].label

    def canFetchMore(self, parent: _Index) -> bool:
        return not parent.isValid() and not self.is_exhausted

    def fetchMore(self, parent: _Index) -> None:
        if parent.isValid() or self.is_exhausted:
            return
        after = self._order.place(self._records[-1].values, self._records[-1].row) if self._records else None
        more = list_records(self._ledger, replace(self._query, after=after), today=self._today())
        self.is_exhausted = len(more) < PAGE
        if more:
            self.beginInsertRows(QModelIndex(), len(self._records), len(self._records) + len(more) - 1)
            self._records += more
            self._texts += [None] * len(more)
            self.endInsertRows()

    def _load(self, count: int) -> None:
        found = list_records(self._ledger, replace(self._query, limit=count), today=self._today())
        self.hold(found, is_all=len(found) < count)

    def _refresh_one(self, record_id: str) -> None:
        one = replace(self._query, where={**self._query.where, "id": record_id}, limit=1)
        found = list_records(self._ledger, one, today=self._today())
        row = self.row_of(record_id)
        target = self._row_for(found[0]) if found else -1
        if row < 0 <= target:
            self.beginInsertRows(QModelIndex(), target, target)
            self._records.insert(target, found[0])
            self._texts.insert(target, None)
            self.endInsertRows()
        elif row >= 0 > target:
            self.beginRemoveRows(QModelIndex(), row, row)
            del self._records[row], self._texts[row]
            self.endRemoveRows()
        elif row >= 0:
            if target not in (row, row + 1):
                self._move(row, target)
                row = target if target < row else target - 1
            self._records[row], self._texts[row] = found[0], None
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(self.columns) - 1))

    def _row_for(self, record: Record) -> int:
        """Before which row a record belongs; -1 when it lies beyond what was fetched."""
        place = self._order.place(record.values, record.row)
        others = (
            row
            for row, other in enumerate(self._records)
            if other.id != record.id and self._order.is_before(place, self._order.place(other.values, other.row))
        )
        row = next(others, len(self._records))
        return -1 if row == len(self._records) and not self.is_exhausted else row

    def _move(self, row: int, target: int) -> None:
        # Moved and not taken out, so that a row that was selected stays so.
        self.beginMoveRows(QModelIndex(), row, row, QModelIndex(), target)
        record, texts = self._records.pop(row), self._texts.pop(row)
        target = target if target < row else target - 1
        self._records.insert(target, record)
        self._texts.insert(target, texts)
        self.endMoveRows()

    def _row_texts(self, row: int) -> tuple[str, ...]:
        texts = self._texts[row]
        if texts is None:
            texts = self._texts[row] = tuple(
                _text_of(self._records[row], column, self._today()) for column in self.columns
            )
        return texts

    def _decoration(self, index: _Index, role: int) -> Any:
        column = self.columns[index.column()]
        if role == _ALIGNMENT_ROLE:
            return _RIGHT if column.is_number else _LEFT
        if role == _LIGHT_ROLE and column.name == LIGHT_COLUMN:
            lamp = lamp_of(self._records[index.row()])
            return lamp[0] if lamp else None
        if role == _FOREGROUND_ROLE and column.name == self._query.order == BY_OWNER and index.row():
            above, here = (self._records[row].values.get(column.name) for row in (index.row() - 1, index.row()))
            # What the list is grouped by stands out where it begins.
            return QColor(colours_of(QGuiApplication.palette()).muted) if above == here else None
        if role == _TIP_ROLE and column.field is not None and column.field.kind is FieldKind.LONG_TEXT:
            return self._row_texts(index.row())[index.column()] or None
        return None


def _text_of(record: Record, column: Column, today: date) -> str:
    if column.field is not None:
        return shown_in_list(column.field, record.values.get(column.name), today)
    if column.name == COUNT_COLUMN:
        return str(record.issue_count) if record.issue_count else "–"
    lamp = lamp_of(record)
    return lamp[1] if lamp else ""
