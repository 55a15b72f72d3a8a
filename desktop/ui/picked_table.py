"""The rows of a list that the cursor, the eye and the selection are on, and those selected copied as a table."""

from __future__ import annotations

import html
from collections.abc import Collection, Iterable, Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QItemSelectionRange, QMimeData, QTimer, Signal
from PySide6.QtWidgets import QTableView, QWidget

from desktop.ui.held_rows import Span
from desktop.ui.record_table import RecordTableModel
from desktop.ui.table_columns import ColumnKeeper

AT_A_TIME = 200
"""Selected rows that are read between two other things."""

AGAIN_MS = 100
"""Between two looks whether they have come from the reading thread."""

_SPREADSHEET_SIGNS = tuple("=+-@＝＋－＠")


class PickedTable(QTableView):
    """Selects whole rows; what is selected is read soon, so that it is known by its records when anything changes."""

    columns: ColumnKeeper

    chosen = Signal(str)
    """The id of the record the cursor is on, empty for none."""
    picked = Signal()
    """Other rows are selected than before."""

    def __init__(self, model: RecordTableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._records = model
        self._reading = QTimer(self)
        self._reading.timeout.connect(self._read_picked)

    def watch_selection(self) -> None:
        """Tell of what is selected, once the model is in place."""
        self.selectionModel().selectionChanged.connect(self._on_selected)

    @property
    def current_id(self) -> str:
        """The record the cursor is on, empty for none."""
        record = self._records.record_at(self.currentIndex().row())
        return record.id if record is not None else ""

    def rows_in_sight(self) -> Span:
        """The first and last row to be seen, whole or in part."""
        heading = self.verticalHeader()
        first = max(0, self.verticalScrollBar().value())
        shown = self.viewport().height() // max(1, heading.defaultSectionSize()) + 1
        return first, max(first, min(first + shown, self._records.rowCount() - 1))

    def select_record(self, record_id: str) -> bool:
        """Put the cursor on a record; False where the list does not have it."""
        row = self._records.row_of(record_id)
        if row < 0:
            return False
        self.put_cursor(row)
        return True

    def put_cursor(self, row: int) -> None:
        """Put the cursor on a row and select it alone."""
        # Said outright: setCurrentIndex and selectRow would ask whether Ctrl is held, which it is after Ctrl+S.
        whole_row = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(self._records.index(row, self.columns.shown()[0]), whole_row)
        self.scrollTo(self.currentIndex())

    def select_first(self) -> None:
        """Put the cursor on the first record, if there is one."""
        if self._records.rowCount():
            self.put_cursor(0)

    def fit_scroll_bar(self) -> None:
        """Let the scroll bar reach as far as the list does now, not only when it is painted next."""
        self.executeDelayedItemsLayout()
        self.updateGeometries()

    def picked_spans(self) -> list[Span]:
        """The rows selected, as stretches from above."""
        ranges: list[QItemSelectionRange] = list(self.selectionModel().selection())  # type: ignore[call-overload] # missing in the stubs
        spans = sorted({(one.top(), one.bottom()) for one in ranges})
        whole: list[Span] = []
        for top, bottom in spans:
            if whole and top <= whole[-1][1] + 1:
                whole[-1] = (whole[-1][0], max(bottom, whole[-1][1]))
            else:
                whole.append((top, bottom))
        return whole

    def picked_count(self) -> int:
        """How many records are selected."""
        return sum(bottom - top + 1 for top, bottom in self.picked_spans())

    def picked_ids(self) -> list[str]:
        """The records selected, in the order of the list; those not at hand are read."""
        records = (self._records.record_at(row) for row in self._picked_rows())
        return [record.id for record in records if record is not None]

    def pick(self, record_ids: Collection[str]) -> None:
        """Select the rows of these records and no others; the cursor stays where it is."""
        self.pick_rows(row for row in map(self._records.row_of, record_ids) if row >= 0)

    def pick_rows(self, rows: Iterable[int]) -> None:
        """Select these rows and no others; the cursor stays where it is."""
        chosen = QItemSelection()
        for top, bottom in _stretches(rows):
            chosen.select(self._records.index(top, 0), self._records.index(bottom, self._records.columnCount() - 1))
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def pick_current(self) -> None:
        """Select only the row the cursor is on."""
        row = self.currentIndex().row()
        self.pick_rows([row] if row >= 0 else [])

    def copied_table(self) -> QMimeData:
        """The selected rows with headings, as a table for spreadsheets (cells are text) and as tab-separated text."""
        shown = self.columns.shown()
        rows = self._picked_rows()
        lines = [[self._records.columns[at].label for at in shown]]
        lines += [[str(self._records.index(row, at).data() or "") for at in shown] for row in rows]
        data = QMimeData()
        data.setText("\r\n".join("\t".join(plain_cell(cell) for cell in line) for line in lines))
        data.setHtml(_html_table(lines))
        return data

    def _picked_rows(self) -> list[int]:
        for top, bottom in self.picked_spans():
            self._records.hold(top, bottom)
        return [row for top, bottom in self.picked_spans() for row in range(top, bottom + 1)]

    def _on_selected(self) -> None:
        self._reading.start(0 if self._records.is_at_once else AGAIN_MS)
        self.picked.emit()

    def _read_picked(self) -> None:
        """Have what is selected at hand before anything changes, without stopping for it."""
        for top, bottom in self.picked_spans():
            gap = self._records.held.missing(top, bottom)
            if gap is not None:
                self._records.hold(gap[0], min(gap[1], gap[0] + AT_A_TIME - 1))
                return
        self._reading.stop()


def _stretches(rows: Iterable[int]) -> list[Span]:
    """Rows as stretches of those that follow each other."""
    found: list[Span] = []
    for row in sorted(rows):
        if found and row <= found[-1][1] + 1:
            found[-1] = (found[-1][0], row)
        else:
            found.append((row, row))
    return found


def plain_cell(cell: str) -> str:
    """A cell of tab-separated text that a spreadsheet takes for text, never for a formula."""
    safe = f"'{cell}" if cell.lstrip().startswith(_SPREADSHEET_SIGNS) else cell
    return safe.replace("\t", " ").replace("\r", " ").replace("\n", " ")


def _html_table(lines: Sequence[Sequence[str]]) -> str:
    # Excel and WPS read this format first: '@' keeps every cell as the text it is, long numbers and = included.
    rows = [
        "<tr>" + "".join(f"<td style=\"mso-number-format:'\\@'\">{html.escape(cell)}</td>" for cell in line) + "</tr>"
        for line in lines
    ]
    return f"<table>{''.join(rows)}</table>"
