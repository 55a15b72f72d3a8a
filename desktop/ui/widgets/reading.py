"""The reading pane: one record in full, and what happened to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.icons import icon
from desktop.ui.theme import GAP, GAP_LARGE, GAP_MEDIUM, GAP_SMALL
from desktop.ui.widgets.lights import Light, LightBadge
from desktop.ui.widgets.naming import name_widget

_SELECTABLE = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard


@dataclass(frozen=True, slots=True)
class ReadingItem:
    """One value as shown; ``name`` is the field's name, ``is_long`` puts the text below its label.

    ``masked`` is shown in place of a personal value until its eye is pressed.
    """

    name: str
    label: str
    text: str
    is_long: bool = False
    masked: str = ""


@dataclass(frozen=True, slots=True)
class ReadingLink:
    """Another record to go to; ``name`` is handed to :attr:`ReadingPane.link_followed`."""

    name: str
    text: str
    light: tuple[Light, str] | None = None


@dataclass(frozen=True, slots=True)
class ReadingSection:
    """Values, or records to go to, under one heading."""

    title: str
    items: tuple[ReadingItem, ...] = ()
    links: tuple[ReadingLink, ...] = ()


@dataclass(frozen=True, slots=True)
class HistoryChange:
    """One field before and after, as shown; an empty text stands for no value."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """What somebody did at one time; ``act`` is a phrase such as 新增 or 申请销号."""

    who: str
    when: str
    act: str
    changes: tuple[HistoryChange, ...] = ()


class ReadingPane(QScrollArea):
    """Shows a record: title, subtitle, light, sections of label and value, history. All text can be selected."""

    link_followed = Signal(str)

    def __init__(self, name: str, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name_widget(self, name, label)
        self.setWidgetResizable(True)
        self.setProperty("kind", "pane")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clear()

    def clear(self) -> None:
        """Show nothing."""
        self._show_page(QWidget())

    def show_record(
        self,
        title: str,
        subtitle: str,
        sections: Sequence[ReadingSection],
        history: Sequence[HistoryEntry] = (),
        light: tuple[Light, str] | None = None,
        warnings: Sequence[str] = (),
    ) -> None:
        """Show another record, from its top. ``warnings`` stand in amber under its title."""
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(GAP_LARGE, GAP_LARGE, GAP_LARGE, GAP_LARGE)
        column.setSpacing(GAP_SMALL)
        column.addWidget(self._text_label("title", title, "title"))
        under = QHBoxLayout()
        under.setSpacing(GAP_MEDIUM)
        if light is not None:
            under.addWidget(LightBadge(*light))
        under.addWidget(self._text_label("subtitle", subtitle, "muted"), 1)
        column.addLayout(under)
        for place, warning in enumerate(warnings):
            column.addWidget(self._text_label(f"warning.{place}", warning, "amber"))
        for section in sections:
            column.addSpacing(GAP_MEDIUM)
            self._add_section(column, section)
        if history:
            column.addSpacing(GAP_MEDIUM)
            self._add_heading(column, self.tr("经过"))
            for place, entry in enumerate(history):
                self._add_entry(column, place, entry)
        column.addStretch(1)
        self._show_page(page)

    def _show_page(self, page: QWidget) -> None:
        page.setProperty("kind", "page")
        self.setWidget(page)
        self.verticalScrollBar().setValue(0)

    def _add_heading(self, column: QVBoxLayout, title: str) -> None:
        heading = QLabel(title)
        heading.setProperty("tone", "section")
        column.addWidget(heading)
        rule = QFrame()
        rule.setProperty("kind", "rule")
        column.addWidget(rule)
        column.addSpacing(GAP_SMALL)

    def _add_section(self, column: QVBoxLayout, section: ReadingSection) -> None:
        self._add_heading(column, section.title)
        grid = QGridLayout()
        grid.setHorizontalSpacing(GAP_MEDIUM)
        grid.setVerticalSpacing(GAP)
        grid.setColumnStretch(1, 1)
        for item in section.items:
            row = grid.rowCount()
            label = QLabel(item.label)
            label.setProperty("tone", "muted")
            value = self._text_label(item.name, item.masked or item.text, "")
            label.setBuddy(value)
            value.setAccessibleName(f"{item.label} {item.masked or item.text}")
            if item.is_long and not item.masked:
                grid.addWidget(label, row, 0, 1, 2)
                grid.addWidget(value, row + 1, 0, 1, 2)
            else:
                grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
                grid.addLayout(self._with_eye(item, value), row, 1) if item.masked else grid.addWidget(value, row, 1)
        column.addLayout(grid)
        for link in section.links:
            column.addLayout(self._link_row(link))

    def _with_eye(self, item: ReadingItem, value: QLabel) -> QHBoxLayout:
        value.setWordWrap(False)
        line = QHBoxLayout()
        line.setSpacing(GAP_SMALL)
        line.addWidget(value)
        line.addWidget(self._make_eye(item, value))
        line.addStretch(1)
        return line

    def _make_eye(self, item: ReadingItem, value: QLabel) -> QToolButton:
        eye = QToolButton()
        name_widget(eye, f"{self.objectName()}.{item.name}.eye", self.tr("显示{label}").format(label=item.label))
        eye.setToolTip(eye.accessibleName())
        eye.setIcon(icon("eye"))
        eye.setCheckable(True)
        # Not taller than a line of text, so that the rows stay even.
        eye.setFixedHeight(eye.fontMetrics().height() + GAP)

        def show_or_mask(is_open: bool) -> None:
            text = item.text if is_open else item.masked
            value.setText(text)
            value.setAccessibleName(f"{item.label} {text}")

        eye.toggled.connect(show_or_mask)
        return eye

    def _link_row(self, link: ReadingLink) -> QHBoxLayout:
        button = _Link(link.text)
        name_widget(button, f"{self.objectName()}.link.{link.name}", link.text)
        button.setProperty("kind", "link")
        button.setAutoDefault(False)
        button.setToolTip(link.text)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setStyleSheet("text-align: left")
        button.clicked.connect(lambda: self.link_followed.emit(link.name))
        row = QHBoxLayout()
        row.setSpacing(GAP_MEDIUM)
        if link.light is not None:
            row.addWidget(LightBadge(*link.light))
        row.addWidget(button, 1)
        return row

    def _add_entry(self, column: QVBoxLayout, place: int, entry: HistoryEntry) -> None:
        column.addWidget(self._text_label(f"history.{place}", f"{entry.when}  {entry.who}  {entry.act}", ""))
        nothing = self.tr("空")
        for change in entry.changes:
            line = self.tr("{label}：{before} → {after}").format(
                label=change.label, before=change.before or nothing, after=change.after or nothing
            )
            column.addWidget(self._text_label(f"history.{place}.{change.label}", line, "muted"))
        column.addSpacing(GAP)

    def _text_label(self, name: str, text: str, tone: str) -> QLabel:
        label = QLabel(text)
        name_widget(label, f"{self.objectName()}.{name}", text)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setTextInteractionFlags(_SELECTABLE)
        # Reached by click, so that Tab does not stop at every value.
        label.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        label.setProperty("tone", tone)
        label.setProperty("selectable", True)
        return label


class _Link(QPushButton):
    """A long text ends in … where the pane does, rather than making the pane wider."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._whole = text
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.width() - 2 * GAP
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room).replace("&", "&&"))
