"""The reading pane: one record in full, what can be done with it, and what happened to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QToolButton, QVBoxLayout, QWidget

from desktop.ui.icons import icon
from desktop.ui.theme import GAP, GAP_LARGE, GAP_MEDIUM, GAP_SMALL
from desktop.ui.widgets.flow import FlowLayout
from desktop.ui.widgets.labels import beginning, said_label, tag_label, told_text
from desktop.ui.widgets.lights import Light, LightBadge
from desktop.ui.widgets.links import ReadingLink, link_row
from desktop.ui.widgets.naming import name_widget
from desktop.ui.widgets.timeline import HistoryChange, HistoryEntry, Timeline

__all__ = [
    "HistoryChange",
    "HistoryEntry",
    "ReadingHead",
    "ReadingItem",
    "ReadingLink",
    "ReadingPane",
    "ReadingSection",
    "Tag",
]


@dataclass(frozen=True, slots=True)
class Tag:
    """A word or two beside the light; ``tone`` is one of the style sheet's."""

    name: str
    text: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class ReadingItem:
    """One value as shown; ``name`` is the field's name, ``is_long`` puts the text below its label.

    ``masked`` is shown in place of a personal value until its eye is pressed; where that ``is_asked`` for, the pane
    emits ``unmask_wanted`` instead, and ``text`` is masked as well.
    """

    name: str
    label: str
    text: str
    is_long: bool = False
    masked: str = ""
    is_asked: bool = False


@dataclass(frozen=True, slots=True)
class ReadingHead:
    """What stands above everything: title, a quiet line below it, light and tags, the facts that matter most.

    ``warnings`` stand in amber below.
    """

    title: str
    subtitle: str = ""
    light: tuple[Light, str] | None = None
    tags: tuple[Tag, ...] = ()
    facts: tuple[ReadingItem, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadingSection:
    """Values, or records to go to, under one heading."""

    title: str
    items: tuple[ReadingItem, ...] = ()
    links: tuple[ReadingLink, ...] = ()


class ReadingPane(QScrollArea):
    """Shows a record: its head, the actions, sections of label and value, parts, history. All text can be selected.

    ``actions`` stay when another record is shown, and so do the widgets given to :meth:`add_part`.
    """

    link_followed = Signal(str)
    unmask_wanted = Signal()

    def __init__(self, name: str, label: str, parent: QWidget | None = None, *, actions: QWidget | None = None) -> None:
        super().__init__(parent)
        name_widget(self, name, label)
        self.setWidgetResizable(True)
        self.setProperty("kind", "pane")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = QWidget()
        page.setProperty("kind", "page")
        # In its window before the actions move in, whose turn of Tab comes before the pane's.
        self.setWidget(page)
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(GAP_LARGE, GAP_LARGE, GAP_LARGE, GAP_LARGE)
        self._column.setSpacing(0)
        self._changing: list[QWidget] = []
        self._parts = 0
        self._actions = actions
        if actions is not None:
            self._column.addWidget(actions)
        self._column.addStretch(1)
        self.clear()

    def add_part(self, part: QWidget) -> None:
        """Put a widget of the page between the sections and the history; it hides itself where it has nothing."""
        self._parts += 1
        self._column.insertWidget(self._column.count() - 1 - (len(self._changing) > 2), part)

    def clear(self) -> None:
        """Show nothing."""
        self._take_away()
        if self._actions is not None:
            self._actions.hide()

    def show_record(
        self, head: ReadingHead, sections: Sequence[ReadingSection], history: Sequence[HistoryEntry] = ()
    ) -> None:
        """Show another record, from its top."""
        self._take_away()
        above, below = self._head_of(head), self._sections_of(sections)
        self._changing = [above, below]
        self._column.insertWidget(0, above)
        self._column.insertWidget(1 + (self._actions is not None), below)
        if history:
            story = self._story_of(history)
            self._changing.append(story)
            self._column.insertWidget(self._column.count() - 1, story)
        for part in self._changing:
            # The layout would do it a moment later, and until then the pane would stand empty.
            part.show()
        if self._actions is not None:
            self._actions.show()
        self.verticalScrollBar().setValue(0)

    def _take_away(self) -> None:
        for part in self._changing:
            # At once out of sight and out of every search; deleted later, since one of its links may be at work.
            part.hide()
            self._column.removeWidget(part)
            part.setParent(None)
            part.deleteLater()
        self._changing = []

    def _head_of(self, head: ReadingHead) -> QWidget:
        above = QWidget()
        column = QVBoxLayout(above)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_SMALL)
        column.addWidget(self._said("title", head.title, "title"))
        if head.tags:
            column.addWidget(self._said("subtitle", head.subtitle, "muted"))
            flow = FlowLayout(GAP)
            if head.light is not None:
                flow.addWidget(LightBadge(*head.light))
            for tag in head.tags:
                flow.addWidget(tag_label(f"{self.objectName()}.tag.{tag.name}", tag.text, tag.tone))
            column.addLayout(flow)
        else:
            column.addLayout(self._line_of(head))
        for fact in head.facts:
            told = self.tr("{label}：{text}").format(label=fact.label, text=fact.text)
            column.addWidget(self._said(f"head.{fact.name}", told, ""))
        for place, warning in enumerate(head.warnings):
            column.addWidget(self._said(f"warning.{place}", warning, "amber"))
        return above

    def _line_of(self, head: ReadingHead) -> QHBoxLayout:
        """Light and subtitle in one line, where there are no tags between them."""
        line = QHBoxLayout()
        line.setSpacing(GAP_MEDIUM)
        if head.light is not None:
            line.addWidget(LightBadge(*head.light))
        line.addWidget(self._said("subtitle", head.subtitle, "muted"), 1)
        return line

    def _sections_of(self, sections: Sequence[ReadingSection]) -> QWidget:
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_SMALL)
        for section in sections:
            column.addSpacing(GAP_MEDIUM)
            _add_heading(column, section.title)
            column.addLayout(self._grid_of(section))
            for link in section.links:
                column.addLayout(link_row(f"{self.objectName()}.link", link, self.link_followed.emit))
        return below

    def _story_of(self, history: Sequence[HistoryEntry]) -> QWidget:
        story = QWidget()
        column = QVBoxLayout(story)
        column.setContentsMargins(0, GAP_MEDIUM, 0, 0)
        column.setSpacing(GAP_SMALL)
        _add_heading(column, self.tr("经过"))
        column.addWidget(Timeline(f"{self.objectName()}.history", history))
        return story

    def _grid_of(self, section: ReadingSection) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(GAP_MEDIUM)
        grid.setVerticalSpacing(GAP)
        grid.setColumnStretch(1, 1)
        for item in section.items:
            row = grid.rowCount()
            label = QLabel(item.label)
            label.setProperty("tone", "muted")
            if item.masked:
                hidden = self._said(item.name, item.masked, "")
                hidden.setAccessibleName(f"{item.label} {item.masked}")
                label.setBuddy(hidden)
                grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
                grid.addLayout(self._with_eye(item, hidden), row, 1)
                continue
            value = told_text(f"{self.objectName()}.{item.name}", item.text)
            label.setBuddy(value)
            value.setAccessibleName(f"{item.label} {beginning(item.text)}")
            if item.is_long:
                grid.addWidget(label, row, 0, 1, 2)
                grid.addWidget(value, row + 1, 0, 1, 2)
            else:
                grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
                grid.addWidget(value, row, 1)
        return grid

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
        # Not taller than a line of text, so that the rows stay even.
        eye.setFixedHeight(eye.fontMetrics().height() + GAP)

        def show_or_mask(is_open: bool) -> None:
            text = item.text if is_open else item.masked
            value.setText(text)
            value.setAccessibleName(f"{item.label} {text}")

        if item.is_asked:
            eye.clicked.connect(self.unmask_wanted)
        else:
            eye.setCheckable(True)
            eye.toggled.connect(show_or_mask)
        return eye

    def _said(self, name: str, text: str, tone: str) -> QLabel:
        return said_label(f"{self.objectName()}.{name}", text, tone)


def _add_heading(column: QVBoxLayout, title: str) -> None:
    heading = QLabel(title)
    heading.setProperty("tone", "section")
    column.addWidget(heading)
    rule = QFrame()
    rule.setProperty("kind", "rule")
    column.addWidget(rule)
    column.addSpacing(GAP_SMALL)
