"""Several records of a list selected together: all of them, none, copied, handled."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop.services.finding import Query, Record, list_records
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
        table.picked.connect(lambda: head.show_picked(len(table.picked_ids())))

    def pick_none(self) -> None:
        """Leave only the record the cursor is on."""
        self._table.pick_current()
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    def pick_all(self) -> None:
        """Select all that was found; what was not fetched yet is read on the worker."""
        if self._model.is_exhausted and self._model.rowCount() <= MOST_PICKED:
            self._on_all_read((self._model.query, None))
            return
        ledger, today, query = self._context.ledger, self._context.today(), self._model.query
        whole = replace(query, limit=MOST_PICKED + 1)
        self._context.worker.run(lambda _job: (query, list_records(ledger, whole, today=today)), done=self._on_all_read)

    def _on_all_read(self, read: tuple[Query, list[Record] | None]) -> None:
        query, records = read
        if query != self._model.query:
            return
        if records is not None:
            self._model.hold(records[:MOST_PICKED], is_all=len(records) <= MOST_PICKED)
        rows = map(self._model.record_at, range(self._model.rowCount()))
        self._table.pick({record.id for record in rows if record is not None})
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self._model.is_exhausted:
            text = self.tr("一次最多选 {most} 条，这是前 {most} 条。").format(most=f"{MOST_PICKED:,}")
            self._head.many.say(text)
