"""Parts of the bar above a list: the days of a period, and the words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QCoreApplication, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

from desktop.domain.dates import day_of, parse_date
from desktop.ui.filter_choices import CUSTOM
from desktop.ui.icons import icon
from desktop.ui.widgets.dates import DateEdit
from desktop.ui.widgets.naming import name_widget
from desktop.ui.widgets.texts import LineEdit


class PeriodDates(QObject):
    """First and last day of a period of one's own; shown only while one is asked for."""

    edited = Signal()
    finished = Signal()
    """A day was written, and the cursor has left it."""

    def __init__(self, name: str, today: Callable[[], date], bar: QWidget) -> None:
        super().__init__(bar)
        self._today = today
        self._since = self._make_date(bar, f"{name}.since", self.tr("起始日期"))
        self._dash = QLabel(self.tr("至"), bar)
        self._dash.setMinimumHeight(self._since.sizeHint().height())
        self._until = self._make_date(bar, f"{name}.until", self.tr("截止日期"))
        self.widgets: tuple[QWidget, ...] = (self._since, self._dash, self._until)

    def bounds(self) -> tuple[str, str]:
        """Both days, ISO; empty where none, or no day, is written."""
        since, until = (day_of(str(edit.value() or "")) for edit in (self._since, self._until))
        return (since.isoformat() if since else "", until.isoformat() if until else "")

    def set_bounds(self, since: str, until: str) -> None:
        """Show other days, without announcing an edit."""
        for edit, day in ((self._since, since), (self._until, until)):
            with QSignalBlocker(edit):
                edit.set_value(day or None)

    def show_for(self, period: object) -> None:
        """Show the fields, or not, for what is chosen as the period."""
        for widget in self.widgets:
            widget.setVisible(period == CUSTOM)

    def begin(self, period: object) -> None:
        """Put the cursor where the first day is written, if one is to be."""
        if period == CUSTOM:
            self._since.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_date(self, bar: QWidget, name: str, label: str) -> DateEdit:
        edit = DateEdit(name, label, parse=self._parse, today=self._today, parent=bar)
        edit.setFixedWidth(9 * bar.fontMetrics().height())
        edit.edited.connect(self.edited)
        edit.editingFinished.connect(self.finished)
        return edit

    def _parse(self, text: str) -> str:
        return parse_date(text, today=self._today())


def make_text(bar: QWidget) -> LineEdit:
    """The field for words, called ``<bar>.text``."""
    label = QCoreApplication.translate("FilterBar", "筛选文字")
    line = LineEdit(f"{bar.objectName()}.text", label, bar)
    line.setPlaceholderText(QCoreApplication.translate("FilterBar", "筛选文字 /"))
    line.addAction(icon("search"), LineEdit.ActionPosition.LeadingPosition)
    line.setClearButtonEnabled(True)
    # Qt makes these buttons without names.
    sign, *clears = line.findChildren(QToolButton)
    name_widget(sign, f"{line.objectName()}.sign", label)
    for clear in clears:
        name_widget(clear, f"{line.objectName()}.clear", QCoreApplication.translate("FilterBar", "清除文字"))
    line.setFixedWidth(11 * bar.fontMetrics().height())
    return line
