"""走势: twelve months beside each other, and where the work lies."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.services.figuring import COUNTS, By, Figure, PeriodFigures, TableRow
from desktop.ui.figures.numbers import Shown
from desktop.ui.figures.tables import corner_of, label_of_row
from desktop.ui.theme import GAP_MEDIUM
from desktop.ui.translation import label_of
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.charts import MonthsChart, RowBars, Series

MOST_ROWS = 10
_MONTHLY = (("built", "field_line", False), ("closed", "green", False), ("working", "accent", True))


class Trend(QWidget):
    """``wanted`` carries the :class:`Shown` of a number that was pressed."""

    wanted = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._found: PeriodFigures | None = None
        self._by = By.VILLAGE
        self._months_card = Card(f"{name}.months.card", self.tr("近 12 个月"), self)
        self._months = MonthsChart(f"{name}.months", self.tr("近 12 个月"))
        self._months_card.put(self._months)
        self._rows_card = Card(f"{name}.rows.card", "", self)
        self._rows = RowBars(f"{name}.rows", "")
        self._more = QLabel(self)
        self._more.setProperty("tone", "muted")
        self._rows_card.put(self._rows)
        self._rows_card.column.addWidget(self._more)
        self._months.pressed.connect(self._on_month)
        self._rows.pressed.connect(self._on_row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_MEDIUM)
        column.addWidget(self._months_card)
        column.addWidget(self._rows_card)
        column.addStretch(1)

    def show_figures(self, found: PeriodFigures, by: By) -> None:
        """Draw a period and the months before it; ``by`` is what the rows below tell apart."""
        self._found, self._by = found, by
        months = [self._month_name(point.period.first) for point in found.trend]
        series = [
            Series(label_of(COUNTS[count]), colour, tuple(point.numbers[count] for point in found.trend), is_line)
            for count, colour, is_line in _MONTHLY
        ]
        self._months.show_numbers(months, series)
        rows = self._shown_rows()
        title = self.tr("办理中的在哪里（按{what}）").format(what=corner_of(by))
        self._rows_card.set_title(title)
        self._rows.setAccessibleName(title)
        overdue = tuple(row.numbers["overdue"] for row in rows)
        in_time = tuple(row.numbers["working"] for row in rows)
        label = label_of(COUNTS["working"])
        self._rows.show_numbers(
            [label_of_row(row) for row in rows],
            [Series(label_of(COUNTS["overdue"]), "danger", overdue), Series(label, "accent", in_time)],
        )
        more = sum(1 for row in found.tables[by] if row.numbers["working"]) - len(rows)
        self._more.setText(self.tr("另有 {count} 个，见表。").format(count=more) if more > 0 else "")
        self._more.setVisible(more > 0)
        self._rows_card.setVisible(bool(rows))

    def _shown_rows(self) -> list[TableRow]:
        if self._found is None:
            return []
        rows = [row for row in self._found.tables[self._by] if row.numbers["working"]]
        return sorted(rows, key=lambda row: -row.numbers["working"])[:MOST_ROWS]

    def _month_name(self, first: str) -> str:
        return self.tr("{month} 月").format(month=int(first[5:7])) if first[5:7] != "01" else f"{first[:4]}-01"

    def _on_month(self, group: int, series: int) -> None:
        if self._found is not None:
            point, count = self._found.trend[group], _MONTHLY[series][0]
            figure = Figure(count, point.period, self._found.part)
            self.wanted.emit(Shown(label_of(COUNTS[count]), f"{point.numbers[count]:,}", figure))

    def _on_row(self, group: int, series: int) -> None:
        if self._found is not None:
            row, count = self._shown_rows()[group], ("overdue", "working")[series]
            label = f"{label_of(COUNTS[count])} · {label_of_row(row)}"
            self.wanted.emit(Shown(label, "", self._found.figure(count, self._by, row.key)))
