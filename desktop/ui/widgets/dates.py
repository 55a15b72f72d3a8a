"""The editor for a date: typed in any usual form, shown as ISO, or picked from a calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QPalette, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QToolButton, QVBoxLayout, QWidget

from desktop.ui.icons import icon
from desktop.ui.theme import metrics
from desktop.ui.widgets.naming import name_widget
from desktop.ui.widgets.texts import LineEdit


class DateEdit(LineEdit):
    """A line for a date. Up and Down move by a day, F4 or Alt+Down opens the calendar.

    ``parse`` turns typed text into an ISO date and raises ``ValueError`` when it is none; such text stays as it was
    typed, for the check to explain. ``today`` fills an empty field at Up or Down and bounds ``not_future`` dates.
    """

    def __init__(
        self,
        name: str,
        label: str,
        *,
        parse: Callable[[str], str],
        today: Callable[[], date],
        not_future: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, label, parent)
        self._parse = parse
        self._today = today
        self._not_future = not_future
        self._popup: QFrame | None = None
        self._calendar: QCalendarWidget | None = None
        opens = QCoreApplication.translate("DateEdit", "打开日历")
        self.add_trailing_button("calendar", f"{label} {opens}", self.open_calendar)
        self.editingFinished.connect(self._on_editing_finished)

    def value(self) -> object:
        """The ISO date, the text as typed when it is no date, None when empty."""
        text = self.text().strip()
        if not text:
            return None
        return self._iso(text) or text

    def open_calendar(self) -> None:
        """Show the calendar below the field, at the date in it."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._popup is None or self._calendar is None:
            self._popup, self._calendar = self._make_calendar()
        today = _to_qdate(self._today())
        current = self._date()
        if self._not_future:
            self._calendar.setMaximumDate(today)
        self._calendar.setSelectedDate(today if current is None else _to_qdate(current))
        self._fit_theme(self._calendar)
        self._popup.adjustSize()
        self._popup.move(self._popup_place(self._popup))
        self._popup.show()
        self._calendar.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, alt = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if key == Qt.Key.Key_F4 or (alt and key == Qt.Key.Key_Down):
            self.open_calendar()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not alt:
            self._step(1 if key == Qt.Key.Key_Up else -1)
        else:
            super().keyPressEvent(event)

    def _iso(self, text: str) -> str | None:
        try:
            return self._parse(text)
        except ValueError:
            return None

    def _date(self) -> date | None:
        iso = self._iso(self.text().strip()) if self.text().strip() else None
        return None if iso is None else date.fromisoformat(iso)

    def _step(self, days: int) -> None:
        if self.text().strip() and self._date() is None:
            return
        current, today = self._date(), self._today()
        if current in (date.min, date.max):
            return
        moved = today if current is None else current + timedelta(days=days)
        if not (self._not_future and moved > today):
            self.setText(moved.isoformat())

    def _on_editing_finished(self) -> None:
        iso = self._iso(self.text().strip()) if self.text().strip() else None
        if iso is not None and iso != self.text():
            self.set_value(iso)

    def _on_day_chosen(self, day: QDate) -> None:
        if self._popup is not None:
            self._popup.close()
        self.setText(day.toString(Qt.DateFormat.ISODate))

    def _make_calendar(self) -> tuple[QFrame, QCalendarWidget]:
        popup = QFrame(self, Qt.WindowType.Popup)
        popup.setProperty("kind", "popup")
        calendar = QCalendarWidget(popup)
        name_widget(calendar, f"{self.objectName()}.calendar", self.accessibleName())
        calendar.setLocale(QLocale())
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.SingleLetterDayNames)
        for name, picture in (("prevmonth", "chevron-left"), ("nextmonth", "chevron-right")):
            button = calendar.findChild(QToolButton, f"qt_calendar_{name}")
            if isinstance(button, QToolButton):
                button.setIcon(icon(picture))
        calendar.clicked.connect(self._on_day_chosen)
        calendar.activated.connect(self._on_day_chosen)
        layout = QVBoxLayout(popup)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addWidget(calendar)
        return popup, calendar

    def _fit_theme(self, calendar: QCalendarWidget) -> None:
        # Qt paints week ends red, which here means danger.
        day = QTextCharFormat()
        day.setForeground(self.palette().color(QPalette.ColorRole.Text))
        for weekday in Qt.DayOfWeek:
            calendar.setWeekdayTextFormat(weekday, day)
        side = 8 * metrics().row
        calendar.setMinimumSize(side, side)

    def _popup_place(self, popup: QFrame) -> QPoint:
        below = self.mapToGlobal(QPoint(0, self.height()))
        screen = self.screen().availableGeometry()
        x = max(screen.left(), min(below.x(), screen.right() - popup.width()))
        above = self.mapToGlobal(QPoint(0, 0)).y() - popup.height()
        fits_below = below.y() + popup.height() <= screen.bottom() or above < screen.top()
        return QPoint(x, below.y() if fits_below else above)


def _to_qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
