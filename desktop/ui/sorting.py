"""Putting a list in another order: by its headings, or from a menu (Alt+S)."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QActionGroup, QShortcut
from PySide6.QtWidgets import QMenu, QWidget

from desktop.services.ordering import DOWN, offered
from desktop.ui.list_head import ListHead
from desktop.ui.record_table import RecordTableModel
from desktop.ui.record_view import RecordTableView
from desktop.ui.widgets.naming import name_widget

KEY = "Alt+S"


class Sorting(QObject):
    """Turns a click on a heading into an order of the list in front, and shows the one in force."""

    changed = Signal()
    """The list is to be shown in another order."""

    def __init__(self, head: ListHead, table: RecordTableView, model: RecordTableModel, page: QWidget) -> None:
        super().__init__(page)
        self._head = head
        self._table = table
        self._model = model
        self._page = page
        names = offered(model.kind)
        self._sections = {one.name: at for at, one in enumerate(model.columns) if one.name in names}
        table.heading.set_sortable(self._sections.values())
        table.heading.wanted.connect(lambda at: self.turn(model.columns[at].name))
        model.modelReset.connect(self.show_order)
        QShortcut(KEY, page, self.open_menu)

    def turn(self, name: str) -> None:
        """Order by this column: upwards, or the other way round where it is the order already."""
        self._want(f"{DOWN}{name}" if self._head.order == name else name)

    def show_order(self) -> None:
        """Point the arrow in the headings."""
        order = self._head.order
        self._table.heading.show_order(
            self._sections.get(order.removeprefix(DOWN), -1), is_descending=order.startswith(DOWN)
        )

    def open_menu(self) -> None:
        """Offer the orders below the headings."""
        menu = self.menu()
        heading = self._table.heading
        menu.popup(heading.mapToGlobal(heading.rect().bottomLeft()))
        menu.setActiveAction(next((one for one in menu.actions() if one.isChecked()), menu.actions()[0]))

    def menu(self) -> QMenu:
        """Each column the list can be ordered by, upwards and downwards, and the way back to the usual order."""
        menu = QMenu(self._page)
        name = f"{self._table.objectName()}.sorting"
        name_widget(menu, name, self.tr("排序"))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = QActionGroup(menu)
        for column in (one for one in self._model.columns if one.name in self._sections):
            for order, text in (
                (column.name, self.tr("按{column}升序").format(column=column.label)),
                (f"{DOWN}{column.name}", self.tr("按{column}降序").format(column=column.label)),
            ):
                action = group.addAction(text)
                action.setObjectName(f"{name}.{order}")
                action.setCheckable(True)
                action.setChecked(order == self._head.order)
                action.triggered.connect(partial(self._want, order))
                menu.addAction(action)
        menu.addSeparator()
        usual = menu.addAction(self.tr("恢复原来的顺序"), partial(self._want, ""))
        usual.setObjectName(f"{name}.usual")
        usual.setEnabled(self._head.is_reordered)
        return menu

    def _want(self, order: str, *_checked: bool) -> None:
        self._head.set_order(order)
        self.changed.emit()
