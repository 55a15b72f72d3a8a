"""Several records of a list selected together: all of them, none, copied, handled."""

from __future__ import annotations

from itertools import chain, islice

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop.ui.context import Context
from desktop.ui.list_head import ListHead
from desktop.ui.many_steps import ManySteps
from desktop.ui.record_table import RecordTableModel
from desktop.ui.record_view import RecordTableView

MOST_PICKED = 2_000
"""Most records that are selected together by Ctrl+A."""


class Picking(QObject):
    """Brings the bar for many to life; object names of what it opens begin with ``name``."""

    def __init__(
        self,
        context: Context,
        head: ListHead,
        table: RecordTableView,
        model: RecordTableModel,
        name: str,
        page: QWidget,
    ) -> None:
        super().__init__(page)
        self._context = context
        self._head = head
        self._table = table
        self._model = model
        self.steps = ManySteps(context, name, table.picked_ids, page)
        many = head.many
        many.menu.aboutToShow.connect(lambda: self.steps.fill_menu(many.menu))
        many.copy_wanted.connect(lambda: QGuiApplication.clipboard().setMimeData(table.copied_table()))
        many.all_wanted.connect(self.pick_all)
        many.none_wanted.connect(self.pick_none)
        table.all_wanted.connect(self.pick_all)
        table.picked.connect(self._on_picked)
        self._is_all_wanted = False
        model.counted.connect(self._on_counted)

    def pick_none(self) -> None:
        """Leave only the record the cursor is on."""
        self._table.pick_current()
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    def pick_all(self) -> None:
        """Select all that was found, up to :data:`MOST_PICKED`, as soon as it is known how many that are."""
        size = self._model.rowCount()
        self._is_all_wanted = self._model.count is None and size <= MOST_PICKED
        if self._is_all_wanted:
            return
        self._table.pick_rows(range(min(size, MOST_PICKED)))
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)
        if size > MOST_PICKED:
            self._say_limit()

    def _on_counted(self) -> None:
        if self._is_all_wanted and self._model.count is not None:
            self.pick_all()

    def _on_picked(self) -> None:
        count = self._table.picked_count()
        if count > MOST_PICKED:
            # What is done with them takes them one by one; by Shift+End a whole ledger would be at stake.
            rows = chain.from_iterable(range(top, bottom + 1) for top, bottom in self._table.picked_spans())
            self._table.pick_rows(islice(rows, MOST_PICKED))
            self._say_limit()
            return
        self._head.show_picked(count)

    def _say_limit(self) -> None:
        text = self.tr("一次最多选 {most} 条，这是前 {most} 条。").format(most=f"{MOST_PICKED:,}")
        self._head.many.say(text)
