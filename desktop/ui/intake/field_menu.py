"""The menu of a column: which field it goes to."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from desktop.domain.fields import RecordKind
from desktop.services.taken import ColumnPlace, FoundColumn, FoundTable
from desktop.ui.intake.columns_panel import letter_of
from desktop.ui.intake.marks import missing_fields
from desktop.ui.intake.words import assignable, required_names
from desktop.ui.translation import label_of
from desktop.ui.widgets.naming import name_widget

Choose = Callable[[str | None], object]


def field_menu(parent: QWidget, name: str, kind: RecordKind, table: FoundTable, place: int, choose: Choose) -> QMenu:
    """A menu that calls ``choose`` with a field, None for leaving the column out. Free fields come first."""
    menu = QMenu(parent)
    name_widget(menu, name, QCoreApplication.translate("FieldMenu", "这一列取作"))
    columns = {column.field: column for column in table.columns if column.field}
    mine = next((column for column in table.columns if column.place == place), None)
    missing = missing_fields(table.columns, required_names(kind))
    _add(menu, "none", QCoreApplication.translate("FieldMenu", "不取这一列"), mine, None, choose)
    menu.addSeparator()
    free = [one for one in assignable(kind) if one.name not in columns]
    for one in sorted(free, key=lambda one: one.name not in missing):
        text = label_of(one)
        if one.name in missing:
            text = QCoreApplication.translate("FieldMenu", "{field}（必填）").format(field=text)
        _add(menu, one.name, text, mine, one.name, choose)
    menu.addSeparator()
    for one in assignable(kind):
        if one.name in columns:
            column = columns[one.name]
            text = QCoreApplication.translate("FieldMenu", "{field}（现在是 {letter} 列）")
            text = text.format(field=label_of(one), letter=letter_of(column.place))
            _add(menu, one.name, text, mine, one.name, choose)
    return menu


def _add(menu: QMenu, name: str, text: str, mine: FoundColumn | None, field: str | None, choose: Choose) -> None:
    action = QAction(text.replace("&", "&&"), menu)
    action.setObjectName(f"{menu.objectName()}.{name}")
    action.setCheckable(True)
    action.setChecked(mine is not None and mine.field == field)
    action.triggered.connect(partial(_choose, choose, field))
    menu.addAction(action)
    if action.isChecked():
        menu.setActiveAction(action)


def _choose(choose: Choose, field: str | None, _checked: bool = False) -> None:
    choose(field)


def changes_of(
    tables: tuple[FoundTable, ...], table: FoundTable, place: int, field: str | None
) -> dict[ColumnPlace, str | None]:
    """What is to be assigned anew when a column of a table goes to ``field``.

    The column that had the field before gives it up. Other tables of the file with the same heading follow, so that
    twelve sheets of one make are corrected once.
    """
    changed = next((column for column in table.columns if column.place == place), None)
    if changed is None or changed.field == field:
        return {}
    changes: dict[ColumnPlace, str | None] = {}
    for one in tables:
        for column in one.columns:
            is_same = (column.heading, column.field) == (changed.heading, changed.field)
            if (one is table and column.place == place) or (one is not table and is_same and column.heading):
                changes.update({(one.sheet, one.header_first, other.place): None for other in _having(one, field)})
                changes[one.sheet, one.header_first, column.place] = field
                break
    return changes


def _having(table: FoundTable, field: str | None) -> list[FoundColumn]:
    return [column for column in table.columns if field is not None and column.field == field]
