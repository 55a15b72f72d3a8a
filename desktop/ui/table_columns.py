"""Which columns a table shows, how wide and in which order: chosen by a person, remembered by the program."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu, QTableView

from desktop.ui.preferences import Preferences
from desktop.ui.record_table import Column
from desktop.ui.theme import metrics
from desktop.ui.widgets.naming import name_widget

LEAST_ELASTIC_EMS = 11
_PADDING = 20
_TEXT = "@text"
"""Beside the columns: the height of text for which the widths are. No field is called so."""

_HALF, _DIGIT = 0.5, 0.6
"""Width of half a Chinese character and of a digit, as parts of the text height."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Which columns a table shows at first and in which order (``shown``); ``elastic`` takes the room left.

    A table that shows its records in several ways keeps each under its ``name``. Without ``shown`` the columns say it
    itself. ``widths``, in halves of a Chinese character, are those that differ from the columns' own.
    """

    elastic: str
    name: str = ""
    shown: tuple[str, ...] = ()
    widths: tuple[tuple[str, int], ...] = ()


class ColumnKeeper(QObject):
    """Keeps the columns of one table under its object name."""

    def __init__(
        self, table: QTableView, columns: tuple[Column, ...], preferences: Preferences, layout: Layout
    ) -> None:
        super().__init__(table)
        self._layout = layout
        self._table = table
        self._columns = columns
        self._preferences = preferences
        self._elastic = -1
        self._is_fitting = False
        self._text = metrics().text
        header = table.horizontalHeader()
        name_widget(header, f"{table.objectName()}.heading", table.accessibleName())
        header.setSectionsMovable(True)
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setMinimumSectionSize(40)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self.show_menu)
        self._restore()
        header.sectionResized.connect(self._on_section_resized)
        table.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and self._text != metrics().text:
            self._grow(metrics().text / self._text)
        return super().eventFilter(watched, event)

    def _grow(self, factor: float) -> None:
        """Larger letters need wider columns."""
        self._text = metrics().text
        self._is_fitting = True
        for at in range(len(self._columns)):
            self._table.setColumnWidth(at, round(self._table.columnWidth(at) * factor))
        self._is_fitting = False
        self.fit()

    def use(self, layout: Layout) -> None:
        """Show the columns of another layout as a person last had them; those there were are remembered."""
        if layout != self._layout:
            self.remember()
            self._layout = layout
            self._restore()
            self.fit()

    def shown(self) -> list[int]:
        """The columns shown, in the order of the eye."""
        header = self._table.horizontalHeader()
        order = [header.logicalIndex(place) for place in range(header.count())]
        return [at for at in order if not header.isSectionHidden(at)]

    def remember(self) -> None:
        """Keep widths, order and choice for the next time."""
        header = self._table.horizontalHeader()
        kept: dict[str, Any] = {
            column.name: [header.visualIndex(at), self._table.columnWidth(at), header.isSectionHidden(at)]
            for at, column in enumerate(self._columns)
        }
        self._preferences.remember_text(self._key, json.dumps({**kept, _TEXT: self._text}))

    def reset(self) -> None:
        """Show the columns as they are at first."""
        self._preferences.remember_text(self._key, "")
        self._restore()
        self.fit()

    @property
    def _key(self) -> str:
        name = f".{self._layout.name}" if self._layout.name else ""
        return f"columns/{self._table.objectName()}{name}"

    def show_menu(self, place: QPoint) -> None:
        """Offer the columns to show, at ``place`` in the heading."""
        menu = QMenu(self._table)
        name_widget(menu, f"{self._table.objectName()}.columns", self.tr("选择显示的列"))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        reset = menu.addAction(self.tr("恢复默认的列"), self.reset)
        reset.setObjectName(f"{self._table.objectName()}.columns.reset")
        menu.addSeparator()
        shown = self.shown()
        # Those shown stand first and as the eye finds them, so that they need not be looked for among all.
        for at in shown:
            self._offer(menu, at, is_shown=True, can_go=shown != [at])
        menu.addSeparator()
        for at in range(len(self._columns)):
            if at not in shown:
                self._offer(menu, at, is_shown=False, can_go=True)
        menu.popup(self._table.horizontalHeader().mapToGlobal(place))

    def _offer(self, menu: QMenu, at: int, *, is_shown: bool, can_go: bool) -> None:
        column = self._columns[at]
        action = menu.addAction(column.label)
        action.setObjectName(f"{self._table.objectName()}.columns.{column.name}")
        action.setCheckable(True)
        action.setChecked(is_shown)
        # The last column left cannot go: there would be no heading to bring it back from.
        action.setEnabled(can_go)
        action.toggled.connect(lambda is_shown: self._show_column(at, is_shown))

    def fit(self) -> None:
        """Give the elastic column what the others leave."""
        if self._elastic < 0 or self._table.isColumnHidden(self._elastic):
            return
        others = sum(self._table.columnWidth(at) for at in self.shown() if at != self._elastic)
        self._is_fitting = True
        room = self._table.viewport().width() - others
        self._table.setColumnWidth(self._elastic, max(LEAST_ELASTIC_EMS * metrics().text, room))
        self._is_fitting = False

    def _show_column(self, at: int, is_shown: bool) -> None:
        self._table.setColumnHidden(at, not is_shown)
        self.remember()
        self.fit()

    def _restore(self) -> None:
        stored = self._preferences.text(self._key)
        kept: dict[str, Any] = json.loads(stored) if stored else {}
        self._text = metrics().text
        factor = self._text / kept.get(_TEXT, self._text)
        first, widths = self._first_order(), dict(self._layout.widths)
        place = {at: place for place, at in enumerate(first)}
        self._elastic = next((at for at, one in enumerate(self._columns) if one.name == self._layout.elastic), -1)
        self._is_fitting = True
        header = self._table.horizontalHeader()
        for at, column in enumerate(self._columns):
            first_width = _first_width(column, widths.get(column.name, column.width))
            if column.name not in kept:
                # English headings are wider than what stands below them.
                first_width = max(first_width, header.sectionSizeHint(at))
            _, width, is_hidden = kept.get(column.name, [-1, first_width / factor, not self._is_listed(column)])
            self._table.setColumnWidth(at, round(width * factor))
            self._table.setColumnHidden(at, bool(is_hidden))
        self._is_fitting = False
        # A column that came with a newer program stands where it stands at first.
        order = sorted(first, key=lambda at: (int(kept.get(self._columns[at].name, [place[at]])[0]), place[at]))
        for wanted, at in enumerate(order):
            header.moveSection(header.visualIndex(at), wanted)

    def _first_order(self) -> list[int]:
        rank = {name: place for place, name in enumerate(self._layout.shown)}
        return sorted(range(len(self._columns)), key=lambda at: rank.get(self._columns[at].name, len(rank)))

    def _is_listed(self, column: Column) -> bool:
        return column.name in self._layout.shown if self._layout.shown else column.is_listed

    def _on_section_resized(self, at: int, _before: int, _after: int) -> None:
        if not self._is_fitting and at != self._elastic:
            self.fit()


def _first_width(column: Column, width: int) -> int:
    return round(width * metrics().text * (_DIGIT if column.is_latin else _HALF)) + _PADDING
