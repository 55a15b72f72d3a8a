"""Typing in a list goes to the row that begins so: by halves where the list stands in that order."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer
from PySide6.QtGui import QGuiApplication

from desktop.services.ordering import DOWN
from desktop.ui.record_table import RecordTableModel


class TypingAhead:
    """Gathers what is typed without a pause."""

    def __init__(self, model: RecordTableModel) -> None:
        self._model = model
        self._typed = ""
        self._since = QElapsedTimer()

    def row_for(self, typed: str, below: int, column: int) -> int:
        """The row to go to after ``typed`` as well; -1 for none.

        By the column the list is ordered by, in the whole list, which takes some twenty looks at it; otherwise among
        the rows at hand below row ``below`` and then above it, by what they say in ``column``.
        """
        pause = QGuiApplication.styleHints().keyboardInputInterval()
        is_going_on = self._since.isValid() and self._since.elapsed() < pause
        self._typed = self._typed + typed if is_going_on else typed
        self._since.restart()
        model = self._model
        name = (model.order or f"{DOWN}{model.kind.date_field}").removeprefix(DOWN)
        is_descending = model.order.startswith(DOWN) or not model.order
        if model.is_at_once and name:
            # Days of this year are shown without it.
            for wanted in (self._typed, f"{model.today().year}-{self._typed}"):
                row = _by_halves(model, name, wanted, is_descending=is_descending)
                if row >= 0:
                    return row
        return _at_hand(model, self._typed, below, column)


def _by_halves(model: RecordTableModel, name: str, wanted: str, *, is_descending: bool) -> int:
    low, high = 0, model.rowCount()
    while low < high:
        middle = (low + high) // 2
        value = _value(model, middle, name)
        if value is None or (value[: len(wanted)] <= wanted if is_descending else value >= wanted):
            high = middle
        else:
            low = middle + 1
    found = _value(model, low, name)
    return low if found is not None and found.startswith(wanted) else -1


def _value(model: RecordTableModel, row: int, name: str) -> str | None:
    record = model.record_at(row)
    value = record.values.get(name) if record is not None else None
    return value if isinstance(value, str) else None


def _at_hand(model: RecordTableModel, text: str, below: int, column: int) -> int:
    # From the next row on, and then from the first.
    for row in sorted(model.held.rows(), key=lambda row: (row <= below, row)):
        if str(model.index(row, column).data() or "").lower().startswith(text.lower()):
            return row
    return -1
