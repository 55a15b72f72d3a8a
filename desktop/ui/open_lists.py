"""The drop-downs of a list that are filled from the ledger: groups, owners, categories in use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import QObject

from desktop.services.finding import distinct_values
from desktop.ui.context import Context
from desktop.ui.filters import FilterBar
from desktop.ui.record_table import RecordTableModel


class OpenLists(QObject):
    """Keeps the drop-downs of these names filled."""

    def __init__(self, context: Context, filters: FilterBar, model: RecordTableModel, names: Sequence[str]) -> None:
        super().__init__(filters)
        self._context = context
        self._filters = filters
        self._model = model
        self._names = list(names)

    def fill(self) -> None:
        """Read on the worker which values are in use."""
        ledger, kind, names = self._context.ledger, self._model.kind.name, list(self._names)
        if names:
            self._context.worker.run(
                lambda _job: {name: distinct_values(ledger, kind, name) for name in names}, done=self._on_known
            )

    def learn(self, record_ids: Iterable[str]) -> None:
        """Offer what stands in records that were just written, without reading all again."""
        for record_id in record_ids:
            record = self._model.record_at(self._model.row_of(record_id))
            for name in self._names if record is not None else ():
                value = record.values.get(name) if record is not None else None
                for one in value if isinstance(value, list) else filter(None, [value]):
                    self._filters.learn(name, str(one))

    def _on_known(self, known: Mapping[str, Sequence[str]]) -> None:
        for name, values in known.items():
            self._filters.set_choices(name, sorted(values))
