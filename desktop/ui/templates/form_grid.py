"""A form as it looks, with the field of each column to choose below its headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFont
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from desktop.domain.fields import RecordKind
from desktop.exchange.cell_names import column_letter, column_number
from desktop.services.templates import SERIAL, Form, TemplateColumn, fields_of
from desktop.ui.colours import colours_of
from desktop.ui.theme import metrics
from desktop.ui.translation import label_of
from desktop.ui.widgets.naming import name_widget

_SHOWN_BEHIND = 2
"""Rows for records that are shown below the choices."""
_LEAST_WIDTH = 7
_COMBO_ITEMS = 16
_LONGEST_HEADING = 10


class _Choice(QComboBox):
    """Turned by the wheel only while it has the focus: over a sheet people scroll."""

    def wheelEvent(self, event: object) -> None:
        event.ignore()  # type: ignore[attr-defined]


class FormGrid(QTableWidget):
    """``edited`` is emitted when a person chose another field. Object names are ``<name>``, ``<name>.<letter>``."""

    edited = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name_widget(self, name, self.tr("表样的样子，表头下面选各栏填什么"))
        self._columns: tuple[TemplateColumn, ...] = ()
        self._combos: dict[str, QComboBox] = {}
        self._state_row = 0
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(True)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def show_form(self, kind: RecordKind, form: Form, columns: Sequence[TemplateColumn]) -> None:
        """Show the first rows of a form with the choices for its columns."""
        self._columns = tuple(columns)
        self._combos = {}
        self.clear()
        self.clearSpans()
        table = form.table
        last = min(max(table.first + _SHOWN_BEHIND - 1, table.heading_last), max(len(form.shown), table.first))
        width = max([column_number(one.letter) for one in columns] + [len(row) for row in form.shown[:1]])
        self.setColumnCount(width)
        self.setHorizontalHeaderLabels([column_letter(column) for column in range(1, width + 1)])
        self.setRowCount(last + 2)
        self.setVerticalHeaderLabels(self._row_labels(last, table.heading_last))
        self._show_cells(form, last, width)
        self._show_choices(kind, table.heading_last)
        self._size_columns()

    def mapping(self) -> dict[str, str | None]:
        """The field chosen for each column, by its letter."""
        return {letter: combo.currentData() or None for letter, combo in self._combos.items()}

    @property
    def is_changed(self) -> bool:
        """Whether something else is chosen than was shown."""
        return any(self._combos[one.letter].currentData() != (one.field or "") for one in self._columns)

    def _row_labels(self, last: int, heading_last: int) -> list[str]:
        rows = [str(row) for row in range(1, last + 1)]
        return [*rows[:heading_last], self.tr("填什么"), "", *rows[heading_last:]]

    def _show_cells(self, form: Form, last: int, width: int) -> None:
        table, colours = form.table, colours_of(self.palette())
        bold = QFont(self.font())
        bold.setBold(True)
        for row in range(1, min(last, len(form.shown)) + 1):
            for column, text in enumerate(form.shown[row - 1][:width], 1):
                item = QTableWidgetItem(text)
                item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
                item.setToolTip(text)
                if table.heading_first <= row <= table.heading_last:
                    item.setBackground(QBrush(QColor(colours.raised)))
                    item.setFont(bold)
                self.setItem(self._row_of(row, table.heading_last), column - 1, item)
        self._let_titles_run(form, last, width)
        for merge in form.merged:
            # A range over the choices would hide them.
            is_one_part = merge.bottom <= table.heading_last or merge.top > table.heading_last
            if is_one_part and merge.bottom <= last and merge.left <= width and merge.bottom <= len(form.shown):
                top = self._row_of(merge.top, table.heading_last)
                right = min(merge.right, width)
                self.setSpan(top, merge.left - 1, merge.bottom - merge.top + 1, right - merge.left + 1)

    def _let_titles_run(self, form: Form, last: int, width: int) -> None:
        """Outside the headings a text runs over the blank cells on its right, as it does in a spreadsheet."""
        table = form.table
        merged = {row for merge in form.merged for row in range(merge.top, merge.bottom + 1)}
        for row in range(1, min(last, len(form.shown)) + 1):
            if table.heading_first <= row <= table.heading_last or row >= table.first or row in merged:
                continue
            texts = form.shown[row - 1][:width]
            filled = [column for column, text in enumerate(texts) if text]
            for column, following in zip(filled, [*filled[1:], width], strict=True):
                if following - column > 1:
                    self.setSpan(self._row_of(row, table.heading_last), column, 1, following - column)

    @staticmethod
    def _row_of(row: int, heading_last: int) -> int:
        """Where a row of the sheet (from 1) is shown (from 0)."""
        return row - 1 if row <= heading_last else row + 1

    def _show_choices(self, kind: RecordKind, heading_last: int) -> None:
        self._state_row = heading_last + 1
        labels = self._labels(kind)
        previous: QComboBox | None = None
        for one in self._columns:
            combo = _Choice(self)
            name_widget(
                combo, f"{self.objectName()}.{one.letter}", self.tr("{heading}填什么").format(heading=one.heading)
            )
            name_widget(combo.view(), f"{combo.objectName()}.list", combo.accessibleName())
            combo.setMaxVisibleItems(_COMBO_ITEMS)
            for name, label in labels.items():
                combo.addItem(label, name)
            with QSignalBlocker(combo):
                combo.setCurrentIndex(max(combo.findData(one.field or ""), 0))
            combo.currentIndexChanged.connect(self._on_chosen)
            self._combos[one.letter] = combo
            self.setCellWidget(heading_last, column_number(one.letter) - 1, combo)
            if previous is not None:
                QWidget.setTabOrder(previous, combo)
            previous = combo
        self._show_states()

    def _labels(self, kind: RecordKind) -> Mapping[str, str]:
        fields = {name: label_of(kind.field(name)) for name in fields_of(kind)}
        return {"": self.tr("不填"), SERIAL: self.tr("序号"), **fields}

    def _on_chosen(self) -> None:
        self._show_states()
        self.edited.emit()

    def _show_states(self) -> None:
        """Below each choice a word on it: guessed, left as it is, twice."""
        colours = colours_of(self.palette())
        chosen = [combo.currentData() for combo in self._combos.values() if combo.currentData()]
        for one in self._columns:
            field = self._combos[one.letter].currentData()
            text, colour = "", colours.muted
            if field and chosen.count(field) > 1:
                text, colour = self.tr("有两栏填它"), colours.amber_text
            elif field and one.is_guess and field == one.field:
                text, colour = self.tr("猜的，请核对"), colours.amber_text
            elif not field:
                text = self.tr("保持原样")
            item = QTableWidgetItem(text)
            item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
            item.setForeground(QBrush(QColor(colour)))
            self.setItem(self._state_row, column_number(one.letter) - 1, item)

    def _heading_of(self, letter: str) -> str:
        """The last line above a column; a long one is cut."""
        heading = next(one.heading for one in self._columns if one.letter == letter)
        return heading.rpartition("/")[2][:_LONGEST_HEADING]

    def _size_columns(self) -> None:
        sizes = metrics()
        for column in range(self.columnCount()):
            self.setColumnWidth(column, _LEAST_WIDTH * sizes.text)
        for letter, combo in self._combos.items():
            # What is chosen is read in full, with room for the arrow.
            chosen = self.fontMetrics().horizontalAdvance(combo.currentText()) + 4 * sizes.text
            told = self.fontMetrics().horizontalAdvance(self._heading_of(letter)) + 2 * sizes.text
            self.setColumnWidth(column_number(letter) - 1, max(_LEAST_WIDTH * sizes.text, chosen, told))
        for row in range(self.rowCount()):
            self.setRowHeight(row, sizes.row + (6 if row == self._state_row - 1 else 0))
        self.verticalHeader().setFixedWidth(5 * sizes.text)
