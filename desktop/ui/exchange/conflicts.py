"""冲突: what stands against each other, settled one after the other by keyboard or mouse."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QLabel,
    QScrollArea,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.errors import Refused
from desktop.domain.fields import Personal
from desktop.domain.kinds import KINDS
from desktop.services.finding import distinct_values, get_record
from desktop.services.numbering import Namesake, namesakes, renumber
from desktop.services.recording import Saved
from desktop.services.settling import VALUE, Conflict, count_conflicts, open_conflicts, resolve
from desktop.ui.context import Context, page_of
from desktop.ui.exchange.conflict_card import NAME, ConflictCard
from desktop.ui.exchange.conflict_list import LIST_WIDTH, ConflictList, ConflictListModel, Entry, record_of
from desktop.ui.exchange.conflict_words import subject_of
from desktop.ui.exchange.namesake_card import NamesakeCard
from desktop.ui.saying import said_problem, say_done
from desktop.ui.step_dialogs import plain_context
from desktop.ui.theme import GAP
from desktop.ui.unmasking import seen_in_passing
from desktop.ui.widgets.empty import EmptyState
from desktop.ui.widgets.naming import name_widget


class ConflictsView(QWidget):
    """The list, and beside it the conflict chosen. After settling the next one is chosen.

    In the list ← and → take the left and the right one of two values, 1 to 9 the one of that number, F2 goes to
    writing another one. Issues that share a number stand in the list too: → gives the later one a new number.
    """

    counted = Signal(int)
    """How many there are to settle, after every reading."""
    finished = Signal()
    """The last one has been settled, and the keyboard has nowhere to stay."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name_widget(self, f"{NAME}.view", self.tr("冲突"))
        self._context = context
        self._is_reading = self._is_stale = self._is_settling = False
        # What is shown has been settled: keys pressed before the next one is there are not meant for it.
        self._is_outdated = False
        self._settled_id = ""
        self._wanted_record = ""
        self._front: Entry | None = None
        self.card: ConflictCard | None = None
        self.shared: NamesakeCard | None = None
        self.model = ConflictListModel(self)
        self._remark = QLabel(self)
        name_widget(self._remark, f"{NAME}.remark", "")
        self._remark.setProperty("tone", "muted")
        self.list = ConflictList(f"{NAME}.list", self.model, self)
        self.list.installEventFilter(self)
        self.list.selectionModel().currentRowChanged.connect(self._on_current_changed)
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

        def read() -> tuple[int, list[Entry]]:
            with ledger.reading():
                shared = namesakes(ledger)
                return count_conflicts(ledger) + len(shared), [*open_conflicts(ledger), *shared]

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
        if self.card is None:
            return
        ledger, conflict = self._context.ledger, self.card.conflict
        text = self.tr("已处理冲突：{title} {subject}").format(title=conflict.title, subject=subject_of(conflict))
        self._write(conflict.id, lambda: resolve(ledger, conflict.id, take, value), lambda _: text)

    def _renumber(self) -> None:
        if self.shared is None:
            return
        ledger, namesake = self._context.ledger, self.shared.namesake

        def said(saved: Saved) -> str:
            code = get_record(ledger, saved.kind, namesake.later.id).values["code"]
            return self.tr("新编号是 {code}").format(code=code)

        self._write(namesake.id, lambda: renumber(ledger, namesake.later.id), said)

    def _write(self, entry_id: str, work: Callable[[], Saved], said: Callable[[Saved], str]) -> None:
        if self._is_settling or self._is_outdated:
            return
        self._is_settling = True

        def settled(saved: Saved) -> None:
            self._settled_id = entry_id
            self._is_outdated = True
            say_done(self._context, said(saved), saved.step_id)
            self.refresh()

        job = self._context.write(work, done=settled, refused=self._on_refused)
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
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if self.shared is not None and event.key() == Qt.Key.Key_Right:
            self._renumber()
            return True
        if self.card is None:
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
        parts.setSizes([LIST_WIDTH, 3 * LIST_WIDTH])
        sentence = self.tr("没有冲突。两边改了同一处又互相不知道时，会在这里并排列出，由人决定用哪一个。")
        self._stack.addWidget(EmptyState(f"{NAME}.empty", "check", sentence))
        self._stack.addWidget(parts)

    def _on_read(self) -> None:
        self._is_reading = False
        if self._is_stale:
            self._is_stale = False
            self.refresh()

    def _show(self, count: int, entries: Sequence[Entry]) -> None:
        self._is_outdated = False
        row = self._row_to_choose(entries)
        if entries != self.model.entries:
            self.model.show_entries(entries)
        focus = self.focusWidget()
        loses_focus = not entries and focus is not None and focus.hasFocus()
        self._stack.setCurrentIndex(1 if entries else 0)
        text = self.tr("还有 {count} 处").format(count=f"{count:,}")
        self._remark.setText(text)
        self._remark.setAccessibleName(text)
        if entries:
            self.list.setCurrentIndex(self.model.index(row))
        self._show_card(entries[row] if entries else None)
        self.counted.emit(count)
        if loses_focus:
            self.finished.emit()

    def _row_to_choose(self, entries: Sequence[Entry]) -> int:
        ids = [entry.id for entry in entries]
        known = {entry.id for entry in self.model.entries}
        if self._wanted_record:
            record, self._wanted_record = self._wanted_record, ""
            return next((at for at, one in enumerate(entries) if record_of(one) == record), 0)
        # What was settled last and is open again has been undone: that is where the person looks.
        if self._settled_id in ids and self._settled_id not in known:
            return ids.index(self._settled_id)
        if self._front is not None and self._front.id in ids:
            return ids.index(self._front.id)
        return max(0, min(self.list.currentIndex().row(), len(entries) - 1))

    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            self._show_card(self.model.entries[current.row()])

    def _show_card(self, entry: Entry | None) -> None:
        if entry is not None and self._front == entry:
            return
        had_focus = self._pane.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
        self._front, self.card, self.shared = entry, None, None
        if isinstance(entry, Namesake):
            self.shared = NamesakeCard(entry, self._context.today())
            self.shared.renumber_asked.connect(self._renumber)
            self.shared.record_asked.connect(lambda record_id: self._open_record("issue", record_id))
            self.shared.button.installEventFilter(self)
        elif entry is not None:
            self.card = self._make_card(entry)
        self._pane.setWidget(self.card or self.shared or QWidget())
        if entry is not None and had_focus:
            self.list.setFocus()

    def _make_card(self, conflict: Conflict) -> ConflictCard:
        ledger, kind = self._context.ledger, conflict.kind
        form = plain_context(self._context.today, lambda name: distinct_values(ledger, kind, name))
        card = ConflictCard(conflict, form, self._context.today(), _masked(self._context, conflict))
        card.taken.connect(self._settle)
        card.given.connect(lambda value: self._settle(VALUE, value))
        card.record_asked.connect(lambda: self._open_record(conflict.kind, conflict.record_id))
        for value in card.values:
            value.button.installEventFilter(self)
        return card

    def _open_record(self, kind: str, record_id: str) -> None:
        self._context.shell.show_page(page_of(kind), {"open": record_id})


def _masked(context: Context, conflict: Conflict) -> frozenset[Personal]:
    """What stays masked of a value that is personal; for who may see it, that it was seen is noted."""
    kind = KINDS[conflict.kind]
    if not kind.has_field(conflict.field) or kind.field(conflict.field).personal in (None, Personal.NAME):
        return frozenset()
    reason = QCoreApplication.translate("ConflictsView", "处理冲突")
    return seen_in_passing(context, kind, [conflict.record_id], reason, [conflict.field])
