"""月报: the form as it looks on paper, its rates and its checks."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from desktop.services.figuring import MonthReport
from desktop.services.reporting import check_words, notes_of, rate_words
from desktop.ui.figures.grid import NumberGrid
from desktop.ui.figures.tables import report_content
from desktop.ui.theme import GAP, GAP_LARGE, GAP_SMALL
from desktop.ui.widgets.naming import name_widget, set_look

MOST_ROWS = 60
"""The form is shown whole."""


class ReportView(QFrame):
    """``wanted`` carries the number that was asked for."""

    wanted = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name_widget(self, name, self.tr("月报"))
        self.setProperty("kind", "card")
        self._title = self._line("title", "section")
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._head = self._line("head", "muted")
        self.table = NumberGrid(f"{name}.table", self.tr("月报"), MOST_ROWS, self)
        self.table.wanted.connect(self.wanted)
        self._checks = [self._line(f"check.{place}", "green") for place in range(2)]
        self._rates = self._line("rates", "")
        self._notes = self._line("notes", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_LARGE, GAP, GAP_LARGE, GAP)
        column.setSpacing(GAP_SMALL)
        for part in (self._title, self._head, *self._checks, self.table, self._rates, self._notes):
            column.addWidget(part)
        column.addStretch(1)

    def show_report(self, report: MonthReport) -> None:
        """Show the report of a month."""
        self._say(self._title, report.title)
        self._say(self._head, "　　".join(f"{label}：{filled}" for label, filled in report.head))
        self.table.show_content(report_content(report))
        for label, check in zip(self._checks, report.checks, strict=True):
            self._say(label, ("✓ " if check.is_right else "✗ ") + check_words(check, report))
            set_look(label, tone="green" if check.is_right else "danger")
        self._say(self._rates, "　　".join(rate_words(rate) for rate in report.rates))
        self._say(self._notes, "\n".join(notes_of(report)))
        self._notes.setVisible(bool(notes_of(report)))

    def _line(self, name: str, tone: str) -> QLabel:
        label = QLabel(self)
        name_widget(label, f"{self.objectName()}.{name}", "")
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setProperty("tone", tone)
        return label

    def _say(self, label: QLabel, text: str) -> None:
        label.setText(text)
        label.setAccessibleName(text)
