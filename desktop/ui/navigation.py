"""The pages at the left edge of the window, with what waits on each; icons alone where room is scarce."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.colours import Colours, colours_of
from desktop.ui.icons import ICON_SIZE, icon_pixmap
from desktop.ui.pages.registry import PageEntry, page_title
from desktop.ui.theme import GAP, GAP_MEDIUM, GAP_SMALL, RADIUS, metrics
from desktop.ui.widgets.naming import name_widget

_DOT = 8
_MOST = 99


class NavigationButton(QPushButton):
    """A page's icon and title. ``count`` is shown as a number in the danger colour, ``has_dot`` as an accent dot."""

    def __init__(self, name: str, picture: str, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        name_widget(self, f"navigation.{name}", title)
        self._picture = picture
        self._title = title
        self.count = 0
        self.has_dot = False
        self.is_narrow = False
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        height = metrics().row + GAP_SMALL
        if self.is_narrow:
            return QSize(height + GAP_SMALL, height)
        words = self.fontMetrics().horizontalAdvance(self._title)
        badge = self.fontMetrics().horizontalAdvance("99+") + GAP_MEDIUM
        return QSize(ICON_SIZE + words + badge + 4 * GAP_MEDIUM, height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = colours_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, colours)
        left = (self.width() - ICON_SIZE) // 2 if self.is_narrow else GAP_MEDIUM
        colour = colours.accent_text if self.isChecked() else colours.text
        painter.drawPixmap(
            left,
            (self.height() - ICON_SIZE) // 2,
            icon_pixmap(self._picture, colour, ICON_SIZE, self.devicePixelRatioF()),
        )
        if not self.is_narrow:
            font = self.font()
            font.setBold(self.isChecked())
            painter.setFont(font)
            painter.setPen(QColor(colour))
            words = self.rect().adjusted(left + ICON_SIZE + GAP_MEDIUM, 0, 0, 0)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._title)
        self._paint_badge(painter, colours)
        painter.end()

    def _paint_ground(self, painter: QPainter, colours: Colours) -> None:
        ground = colours.selected if self.isChecked() else colours.raised if self.underMouse() else None
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setBrush(QColor(ground) if ground else Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colours.accent), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(frame, RADIUS, RADIUS)

    def _paint_badge(self, painter: QPainter, colours: Colours) -> None:
        if self.count:
            text = str(self.count) if self.count <= _MOST else f"{_MOST}+"
            font = self.font()
            font.setPixelSize(max(11, metrics().text - 3))
            font.setBold(True)
            painter.setFont(font)
            height = painter.fontMetrics().height()
            width = max(height, painter.fontMetrics().horizontalAdvance(text) + GAP)
            top = 1 if self.is_narrow else (self.height() - height) // 2
            right = self.width() - (1 if self.is_narrow else GAP)
            badge = QRect(right - width, top, width, height)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.danger))
            painter.drawRoundedRect(badge, height / 2, height / 2)
            painter.setPen(QColor(colours.on_danger))
            painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text)
        elif self.has_dot:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent))
            top = GAP_SMALL if self.is_narrow else (self.height() - _DOT) // 2
            painter.drawEllipse(self.width() - GAP_SMALL - GAP - (0 if self.is_narrow else GAP_SMALL), top, _DOT, _DOT)


class Navigation(QFrame):
    """One button for each page; the settings stand apart at the bottom."""

    page_chosen = Signal(str)

    def __init__(self, entries: Sequence[PageEntry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name_widget(self, "navigation", self.tr("页面"))
        self.setProperty("kind", "navigation")
        self._name = QLabel(self.tr("走访通"), self)
        self._name.setProperty("tone", "section")
        self._name.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._name.setMinimumHeight(metrics().row)
        self._buttons: dict[str, NavigationButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP, GAP, GAP, GAP)
        column.setSpacing(GAP_SMALL)
        column.addWidget(self._name)
        column.addSpacing(GAP_SMALL)
        for place, entry in enumerate(entries, start=1):
            if entry.name == "settings":
                column.addStretch(1)
            button = NavigationButton(entry.name, entry.icon, page_title(entry.name), self)
            button.setToolTip(f"{page_title(entry.name)}  Ctrl+{place}")
            button.clicked.connect(self._on_clicked)
            self._buttons[entry.name] = button
            column.addWidget(button)

    def select(self, name: str) -> None:
        """Mark the page that is shown."""
        self._buttons[name].setChecked(True)

    def show_waiting(self, name: str, count: int = 0, *, has_dot: bool = False, meaning: str = "") -> None:
        """Show what waits on a page; ``meaning`` says it in words."""
        button = self._buttons.get(name)
        if button is None:
            return
        button.count, button.has_dot = count, has_dot
        button.setAccessibleDescription(meaning)
        hint = button.toolTip().split("\n")[0]
        button.setToolTip(f"{hint}\n{meaning}" if meaning else hint)
        button.update()

    def set_narrow(self, is_narrow: bool) -> None:
        """Show icons alone, or icons and titles."""
        self._name.setVisible(not is_narrow)
        for button in self._buttons.values():
            if button.is_narrow != is_narrow:
                button.is_narrow = is_narrow
                button.updateGeometry()
                button.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        buttons = list(self._buttons.values())
        focused = next((place for place, button in enumerate(buttons) if button.hasFocus()), None)
        step = steps.get(Qt.Key(event.key()))
        if step is None or focused is None:
            super().keyPressEvent(event)
            return
        buttons[(focused + step) % len(buttons)].setFocus(Qt.FocusReason.TabFocusReason)

    def _on_clicked(self) -> None:
        sender = self.sender()
        self.page_chosen.emit(sender.objectName().removeprefix("navigation."))
