"""The cursor, what is in sight and what is selected, kept while the rows of a list change below them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QObject

from desktop.ui.picked_table import PickedTable
from desktop.ui.record_table import RecordTableModel

SOME = 40
"""Up to so many selected records are looked for one by one where they do not stand together any more."""


@dataclass(frozen=True, slots=True)
class _Place:
    """What there was before a reset. ``in_sight`` are records with the number of rows above them in sight, the one
    under the cursor first.
    """

    current_id: str = ""
    top: int = 0
    is_at_top: bool = True
    in_sight: tuple[tuple[str, int], ...] = ()
    picked: tuple[str, ...] = ()


class PlaceKeeper(QObject):
    """Keeps the place of one table by the records themselves, wherever they stand afterwards."""

    def __init__(self, table: PickedTable, model: RecordTableModel) -> None:
        super().__init__(table)
        self._table = table
        self._model = model
        self._kept = _Place()
        self._order = model.query.order
        self._is_turned = False
        model.modelAboutToBeReset.connect(self._on_about_to_reset)
        model.modelReset.connect(self._on_reset)
        model.rowsInserted.connect(self._on_inserted)
        model.rowsRemoved.connect(self._on_removed)
        model.rowsMoved.connect(self._on_moved)

    def _on_about_to_reset(self) -> None:
        table, model = self._table, self._model
        first, last = table.rows_in_sight()
        row = table.currentIndex().row()
        at_hand = model.held.within(first, last)
        # The one under the cursor leads, if it is to be seen at all.
        seen = sorted(((at, one.id) for at, one in at_hand), key=lambda one: (one[0] != row, one[0]))
        current = model.held.get(row)
        spans = table.picked_spans()
        picked = [one.id for top, bottom in spans for _, one in model.held.within(top, bottom)]
        self._kept = _Place(
            current_id=current.record.id if current else "",
            top=first,
            is_at_top=first == 0 and row <= 0 and len(picked) < 2,
            in_sight=tuple((record_id, at - first) for at, record_id in seen),
            picked=tuple(picked),
        )

    def _on_reset(self) -> None:
        kept, model, table = self._kept, self._model, self._table
        self._is_turned, self._order = self._order != model.query.order, model.query.order
        if model.is_same_list and self._is_turned and kept.is_at_top:
            # Whoever stood at the beginning wants to see what begins now.
            table.select_first()
        elif kept.current_id and (row := self._row_of(kept.current_id)) >= 0:
            table.put_cursor(row)
            self._scroll_back()
        elif model.is_same_list and kept.current_id:
            self._scroll_back()
        if not table.current_id:
            table.chosen.emit("")
        if len(kept.picked) > 1:
            self._pick_again(kept.picked)
        table.picked.emit()

    def _row_of(self, record_id: str) -> int:
        # Another list begins at its top, unless it begins with what was in sight.
        model = self._model
        return model.row_of(record_id) if model.is_same_list else model.held.row_of(record_id)

    def _scroll_back(self) -> None:
        bar = self._table.verticalScrollBar()
        # At the top of the same order, what is new is to be seen.
        for record_id, above in self._kept.in_sight if self._kept.top or self._is_turned else ():
            row = self._row_of(record_id)
            if row >= 0:
                bar.setValue(max(0, row - above))
                return
        if self._model.is_same_list:
            bar.setValue(self._kept.top)

    def _pick_again(self, picked: tuple[str, ...]) -> None:
        model = self._model
        ends = [self._row_of(picked[at]) for at in (0, -1)]
        if min(ends) >= 0 and max(ends) - min(ends) < len(picked) + SOME:
            model.hold(max(0, min(ends) - SOME), max(ends) + SOME)
        rows = model.held.rows_of(picked)
        missing = [one for one in picked if one not in rows]
        for record_id in missing if len(missing) <= SOME else ():
            row = self._row_of(record_id)
            if row >= 0:
                model.hold(row, row)
                rows[record_id] = row
        self._table.pick_rows(rows.values())

    def _on_inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        self._shift(last - first + 1 if first <= self._top() else 0)

    def _on_removed(self, _parent: QModelIndex, first: int, last: int) -> None:
        self._shift(-max(0, min(last, self._top() - 1) - first + 1))

    def _on_moved(self, _from: QModelIndex, first: int, _last: int, _to: QModelIndex, before: int) -> None:
        top = self._top()
        if first < top < before:
            self._shift(-1)
        elif before <= top <= first:
            self._shift(1)

    def _top(self) -> int:
        return self._table.verticalScrollBar().value()

    def _shift(self, rows: int) -> None:
        """Keep the same records in sight; at the top, what is new is to be seen."""
        if rows and self._top():
            bar = self._table.verticalScrollBar()
            self._table.fit_scroll_bar()
            bar.setValue(max(0, bar.value() + rows))
