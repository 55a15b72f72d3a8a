"""Models answer from what was read before: a query in data() would be asked for each cell that is painted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, QStringListModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QTabBar
from pytestqt.qtbot import QtBot

from desktop.services.sampling.filling import fill_ledger
from desktop.ui.pages.registry import PAGES
from tests.journeys.conftest import Computer

VISITS = 300
OWN_ROLES = 20
"""Roles of the program's own after Qt's."""
MOST_ROWS = 250
LISTS = ("visit_page.table", "issue_page.table", "register_page.household.table", "register_page.person.table")
ROLES = sorted(
    {role.value for role in Qt.ItemDataRole} | {Qt.ItemDataRole.UserRole + number for number in range(OWN_ROLES)}
)


def asked_of(model: QAbstractItemModel, computer: Computer) -> tuple[int, list[str]]:
    """How many cells the model has of those looked at, and the statements its answers ran, once each."""
    statements: list[str] = []
    connection = computer.ledger.database.connection()
    connection.set_trace_callback(statements.append)
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(QModelIndex())
    cells = 0
    try:
        for row in range(min(model.rowCount(QModelIndex()), MOST_ROWS)):
            for column in range(columns):
                index = model.index(row, column, QModelIndex())
                cells += 1
                for role in ROLES:
                    model.data(index, role)
        for section in range(columns):
            for role in ROLES:
                model.headerData(section, Qt.Orientation.Horizontal, role)
    finally:
        connection.set_trace_callback(None)
    return cells, list(dict.fromkeys(statements))


def open_everything(computer: Computer) -> None:
    """Every page, and every tab of each."""
    for page in PAGES:
        computer.window.show_page(page.name)
        computer.settle()
        for tabs in computer.window.findChildren(QTabBar):
            if tabs.isVisible():
                for tab in range(tabs.count()):
                    tabs.setCurrentIndex(tab)
                    computer.settle()


def test_no_model_asks_the_ledger_for_a_cell(qtbot: QtBot, tmp_path: Path, start: Callable[..., Computer]) -> None:
    fill_ledger(tmp_path / "town.db", VISITS, today=date.today())
    town = start("town")
    town.sit_down()
    open_everything(town)
    shown: dict[str, int] = {}
    for view in town.window.findChildren(QAbstractItemView):
        if view.model() is None:
            continue
        cells, statements = asked_of(view.model(), town)
        place = view.objectName() or view.parent().objectName()
        assert statements == [], f"data() of {type(view.model()).__name__} in {place} asks the ledger: {statements}"
        shown[place] = max(cells, shown.get(place, 0))
    assert all(shown.get(name) for name in LISTS)


def test_a_question_is_noticed(tmp_path: Path, start: Callable[..., Computer]) -> None:
    fill_ledger(tmp_path / "town.db", 1, today=date.today())
    town = start("town")

    class Asking(QStringListModel):
        def data(self, index: QModelIndex, role: int = 0) -> object:
            return town.ledger.meta("name")

    cells, statements = asked_of(Asking(["a", "b"]), town)
    assert (cells, statements) == (2, ["SELECT value FROM meta WHERE key = 'name'"])
