"""Which columns a table shows, how wide and in which order: chosen by a person, remembered by the program."""

from __future__ import annotations

import json
from typing import Any

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QHeaderView, QMenu, QTableView

from desktop.ui.preferences import Preferences
from desktop.ui.record_table import Column
from desktop.ui.theme import metrics
from desktop.ui.widgets.naming import name_widget

LEAST_ELASTIC_EMS = 11
_PADDING = 20
_HALF, _DIGIT = 0.5, 0.6
"""Width of half a Chinese character and of a digit, as parts of the text height."""


class ColumnKeeper(QObject):
    """Keeps the columns of one table under its object name; ``elastic`` names the one that takes the room left."""

    def __init__(self, table: QTableView, columns: tuple[Column, ...], preferences: Preferences, elastic: str) -> None:
        super().__init__(table)
        self._table = table
        self._columns = columns
        self._preferences = preferences
        self._elastic = next((at for at, column in enumerate(columns) if column.name == elastic), -1)
        self._is_fitting = False
        header = table.horizontalHeader()
        name_widget(header, f"{table.objectName()}.heading", table.accessibleName())
        header.setSectionsMovable(True)
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setMinimumSectionSize(40)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self.show_menu)
        self._restore(header)
        header.sectionResized.connect(self._on_section_resized)

    def shown(self) -> list[int]:
        """The columns shown, in the order of the eye."""
        header = self._table.horizontalHeader()
        order = [header.logicalIndex(place) for place in range(header.count())]
        return [at for at in order if not header.isSectionHidden(at)]

    def remember(self) -> None:
        """Keep widths, order and choice for the next time."""
        header = self._table.horizontalHeader()
        kept = {
            column.name: [header.visualIndex(at), self._table.columnWidth(at), header.isSectionHidden(at)]
            for at, column in enumerate(self._columns)
        }
        self._preferences.remember_text(f"columns/{self._table.objectName()}", json.dumps(kept))

    def show_menu(self, place: QPoint) -> None:
        """Offer the columns to show, at ``place`` in the heading."""
        menu = QMenu(self._table)
        name_widget(menu, f"{self._table.objectName()}.columns", self.tr("选择显示的列"))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        shown = self.shown()
        for at, column in enumerate(self._columns):
            action = menu.addAction(column.label)
            action.setObjectName(f"{self._table.objectName()}.columns.{column.name}")
            action.setCheckable(True)
            action.setChecked(at in shown)
            # The last column left cannot go: there would be no heading to bring it back from.
            action.setEnabled(shown != [at])
            action.toggled.connect(lambda is_shown, at=at: self._show_column(at, is_shown))
        menu.popup(self._table.horizontalHeader().mapToGlobal(place))

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

    def _restore(self, header: QHeaderView) -> None:
        text = metrics().text
        stored = self._preferences.text(f"columns/{self._table.objectName()}")
        kept: dict[str, list[Any]] = json.loads(stored) if stored else {}
        for at, column in enumerate(self._columns):
            unset = [
                -1,
                round(column.width * text * (_DIGIT if column.is_latin else _HALF)) + _PADDING,
                not column.is_listed,
            ]
            _, width, is_hidden = kept.get(column.name, unset)
            self._table.setColumnWidth(at, int(width))
            self._table.setColumnHidden(at, bool(is_hidden))
        placed = {at: int(kept[column.name][0]) for at, column in enumerate(self._columns) if column.name in kept}
        for at in sorted(placed, key=lambda at: placed[at]):
            header.moveSection(header.visualIndex(at), min(placed[at], header.count() - 1))

    def _on_section_resized(self, at: int, _before: int, _after: int) -> None:
        if not self._is_fitting and at != self._elastic:
            self.fit()
