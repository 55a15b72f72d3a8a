"""冲突: what stands against each other, settled one after the other by keyboard or mouse."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QListView,
    QScrollArea,
    QSplitter,
    QStackedLayout,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.errors import Refused
from desktop.domain.kinds import KINDS
from desktop.services.finding import distinct_values
from desktop.services.recording import Saved
from desktop.services.settling import VALUE, Conflict, count_conflicts, open_conflicts, resolve
from desktop.ui.context import Context
from desktop.ui.editors import FormContext
from desktop.ui.exchange.conflict_card import NAME, ConflictCard
from desktop.ui.exchange.conflict_words import kind_and_subject, subject_of
from desktop.ui.saying import said_problem, say_done
from desktop.ui.step_dialogs import plain_context
from desktop.ui.theme import GAP
from desktop.ui.widgets.empty import EmptyState
from desktop.ui.widgets.naming import name_widget

Index = QModelIndex | QPersistentModelIndex
_LIST_WIDTH = 300


class ConflictListModel(QAbstractListModel):
    """The open conflicts, those of one record together."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.conflicts: Sequence[Conflict] = ()

    def show_conflicts(self, conflicts: Sequence[Conflict]) -> None:
        """Show these."""
        self.beginResetModel()
        self.conflicts = conflicts
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.conflicts)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            conflict = self.conflicts[index.row()]
            return "\n".join(part for part in (conflict.title, kind_and_subject(conflict)) if part)
        return None


class _RoomyDelegate(QStyledItemDelegate):
    """Two lines of text need some room around them to be told from the next two."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return super().sizeHint(option, index) + QSize(0, 2 * GAP)


class ConflictsView(QWidget):
    """The list, and beside it the conflict chosen. After settling the next one is chosen.

    In the list ← and → take the left and the right one of two values, 1 to 9 the one of that number, F2 goes to
    writing another one.
    """

    counted = Signal(int)
    """How many conflicts are open, after every reading."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name_widget(self, f"{NAME}.view", self.tr("冲突"))
        self._context = context
        self._is_reading = self._is_stale = self._is_settling = False
        # What is shown has been settled: keys pressed before the next one is there are not meant for it.
        self._is_outdated = False
        self._settled_id = ""
        self._wanted_record = ""
        self.card: ConflictCard | None = None
        self.model = ConflictListModel(self)
        self._remark = QLabel(self)
        name_widget(self._remark, f"{NAME}.remark", "")
        self._remark.setProperty("tone", "muted")
        self.list = self._make_list()
        self._pane = QScrollArea(self)
        name_widget(self._pane, f"{NAME}.pane", self.tr("两边写的"))
        self._pane.setWidgetResizable(True)
        self._pane.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._stack = QStackedLayout(self)
        self._lay_out()

    def refresh(self) -> None:
        """Read the conflicts as soon as the worker has time."""
        if self._context.worker.is_closed:
            return
        if self._is_reading:
            self._is_stale = True
            return
        self._is_reading = True
        ledger = self._context.ledger

        def read() -> tuple[int, list[Conflict]]:
            with ledger.reading():
                return count_conflicts(ledger), open_conflicts(ledger)

        job = self._context.worker.run(lambda _job: read(), done=lambda found: self._show(*found))
        job.ended.connect(self._on_read)

    def focus(self) -> None:
        """Put the cursor where choosing begins."""
        self.list.setFocus()

    def show_record(self, record_id: str) -> None:
        """Choose the first conflict of a record as soon as it is there."""
        self._wanted_record = record_id
        self.refresh()

    # -- settling ----------------------------------------------------------------------------------------------------

    def take(self, number: int) -> None:
        """Settle on the value of this number."""
        if self.card is not None and 1 <= number <= len(self.card.conflict.heads):
            self._settle(str(number))

    def _settle(self, take: str, value: object = None) -> None:
        if self.card is None or self._is_settling or self._is_outdated:
            return
        self._is_settling = True
        ledger, conflict = self._context.ledger, self.card.conflict

        def settled(saved: Saved) -> None:
            self._settled_id = conflict.id
            self._is_outdated = True
            text = self.tr("已处理冲突：{title} {subject}").format(title=conflict.title, subject=subject_of(conflict))
            say_done(self._context, text, saved.step_id)
            self.refresh()

        job = self._context.write(
            lambda: resolve(ledger, conflict.id, take, value),
            done=settled,
            refused=self._on_refused,
        )
        job.ended.connect(self._on_settling_ended)

    def _on_settling_ended(self) -> None:
        self._is_settling = False

    def _on_refused(self, refusal: Refused) -> None:
        card = self.card
        named = {problem.field: problem for problem in refusal.problems}
        if card is not None and card.third is not None and card.conflict.field in named:
            kind, language = KINDS[card.conflict.kind], self._context.preferences.language
            card.third.row.show_error(said_problem(named[card.conflict.field], kind, language))
            card.third.editor.setFocus()
            return
        self._context.say_refusal(refusal)
        self.refresh()

    # -- keys --------------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_key = event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if is_key and isinstance(event, QKeyEvent) and self._on_key(event):
            return True
        return super().eventFilter(watched, event)

    def _on_key(self, event: QKeyEvent) -> bool:
        if self.card is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        key, is_pair = event.key(), len(self.card.conflict.heads) == 2
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and is_pair:
            self.take(1 if key == Qt.Key.Key_Left else 2)
        elif Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            self.take(key - Qt.Key.Key_0)
        elif key == Qt.Key.Key_F2 and self.card.third is not None:
            self.card.third.editor.setFocus()
        else:
            return False
        return True

    # -- layout and content ------------------------------------------------------------------------------------------

    def _make_list(self) -> QListView:
        found = QListView(self)
        name_widget(found, f"{NAME}.list", self.tr("没有处理的冲突"))
        found.setModel(self.model)
        found.setItemDelegate(_RoomyDelegate(found))
        found.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        found.setTextElideMode(Qt.TextElideMode.ElideRight)
        found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        found.setMinimumWidth(_LIST_WIDTH // 2)
        found.installEventFilter(self)
        found.selectionModel().currentRowChanged.connect(self._on_current_changed)
        return found

    def _lay_out(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self._remark)
        column.addWidget(self.list, 1)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setProperty("kind", "gap")
        parts.setChildrenCollapsible(False)
        parts.addWidget(left)
        parts.addWidget(self._pane)
        parts.setStretchFactor(1, 1)
        parts.setSizes([_LIST_WIDTH, 3 * _LIST_WIDTH])
        sentence = self.tr("没有冲突。两边改了同一处又互相不知道时，会在这里并排列出，由人决定用哪一个。")
        self._stack.addWidget(EmptyState(f"{NAME}.empty", "check", sentence))
        self._stack.addWidget(parts)

    def _on_read(self) -> None:
        self._is_reading = False
        if self._is_stale:
            self._is_stale = False
            self.refresh()

    def _show(self, count: int, conflicts: Sequence[Conflict]) -> None:
        self._is_outdated = False
        row = self._row_to_choose(conflicts)
        if conflicts != self.model.conflicts:
            self.model.show_conflicts(conflicts)
        self._stack.setCurrentIndex(1 if conflicts else 0)
        text = self.tr("还有 {count} 处").format(count=f"{count:,}")
        self._remark.setText(text)
        self._remark.setAccessibleName(text)
        if conflicts:
            self.list.setCurrentIndex(self.model.index(row))
            self._show_card(conflicts[row])
        else:
            self._show_card(None)
        self.counted.emit(count)

    def _row_to_choose(self, conflicts: Sequence[Conflict]) -> int:
        ids = [conflict.id for conflict in conflicts]
        known = {conflict.id for conflict in self.model.conflicts}
        if self._wanted_record:
            record, self._wanted_record = self._wanted_record, ""
            return next((at for at, one in enumerate(conflicts) if one.record_id == record), 0)
        # What was settled last and is open again has been undone: that is where the person looks.
        if self._settled_id in ids and self._settled_id not in known:
            return ids.index(self._settled_id)
        if self.card is not None and self.card.conflict.id in ids:
            return ids.index(self.card.conflict.id)
        return max(0, min(self.list.currentIndex().row(), len(conflicts) - 1))

    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            self._show_card(self.model.conflicts[current.row()])

    def _show_card(self, conflict: Conflict | None) -> None:
        if conflict is None:
            self.card = None
            self._pane.setWidget(QWidget())
            return
        if self.card is not None and self.card.conflict == conflict:
            return
        had_focus = self._pane.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
        self.card = ConflictCard(conflict, self._form(conflict), self._context.today())
        self.card.taken.connect(self._settle)
        self.card.given.connect(lambda value: self._settle(VALUE, value))
        self.card.record_asked.connect(self._open_record)
        for value in self.card.values:
            value.button.installEventFilter(self)
        self._pane.setWidget(self.card)
        if had_focus:
            self.list.setFocus()

    def _form(self, conflict: Conflict) -> FormContext:
        ledger, kind = self._context.ledger, conflict.kind
        return plain_context(self._context.today, lambda name: distinct_values(ledger, kind, name))

    def _open_record(self) -> None:
        if self.card is not None:
            conflict = self.card.conflict
            page = conflict.kind if conflict.kind in ("visit", "issue") else "register"
            self._context.shell.show_page(page, {"open": conflict.record_id})
