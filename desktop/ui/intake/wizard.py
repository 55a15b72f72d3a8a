"""取数: anybody's ledger, looked at before anything is recorded, then taken in as one step."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QStackedLayout, QVBoxLayout, QWidget

from desktop.domain.errors import Refused
from desktop.services.taken import FoundTable, Look, Taken
from desktop.services.undoing import next_undo
from desktop.ui.context import Context, page_of
from desktop.ui.intake.course import Course, Order
from desktop.ui.intake.field_menu import changes_of
from desktop.ui.intake.holding import let_go
from desktop.ui.intake.look_page import LookPage
from desktop.ui.intake.marked_copy import MarkedCopy
from desktop.ui.intake.marks import Arranged
from desktop.ui.intake.start_view import StartView
from desktop.ui.saying import take_back_step
from desktop.ui.theme import GAP
from desktop.ui.widgets.buttons import make_button
from desktop.ui.widgets.naming import name_widget
from desktop.wording import sentence

NAME = "intake"
_SEALED = ("encrypted", "wrong_password")


class IntakeWizard(QWidget):
    """A panel that takes the place of what it was started from.

    ``started`` when it is to be shown, ``finished`` when the person is through.
    """

    started = Signal()
    finished = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(NAME)
        self._context = context
        self._kind = ""
        self._path: Path | None = None
        self._password = ""
        self._back = ""
        self._taken: Taken | None = None
        self.course = Course(context, self)
        self.start = StartView(context, f"{NAME}.start", self)
        self.page = LookPage(context, NAME, self)
        self._copy = MarkedCopy(context, self.course, self)
        self._reading = QLabel(self)
        self._stack = QStackedLayout(self)
        self._lay_out()
        self._connect()
        self.destroyed.connect(lambda: let_go())

    def begin(
        self, kind: str = "", path: Path | None = None, *, back: str = "", password: str = "", said: str = ""
    ) -> None:
        """Begin with what is known already; ``back`` is the page to go back to, ``said`` why one is here."""
        self.course.cancel()
        self.page.clear()
        self._kind, self._path, self._back, self._password, self._taken = kind, path, back, password, None
        self.started.emit()
        if kind and path is not None:
            self._read()
            return
        self._show_start(said)
        if kind:
            self.start.ask_for_file()

    def settle(self) -> None:
        """The window is about to close."""
        self.page.view.settle()

    # -- layout ------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        reading = self._reading_page = QWidget(self)
        name_widget(self._reading, f"{NAME}.reading", "")
        self._reading.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._reading.setWordWrap(True)
        self._stop_button = make_button(reading, f"{NAME}.cancel", self.tr("取消"), self._stop)
        middle = QVBoxLayout(reading)
        middle.setSpacing(GAP)
        middle.addStretch(1)
        middle.addWidget(self._reading)
        middle.addWidget(self._stop_button, 0, Qt.AlignmentFlag.AlignHCenter)
        middle.addStretch(1)
        for page in (self.start, reading, self.page):
            self._stack.addWidget(page)

    def _connect(self) -> None:
        self.start.file_chosen.connect(lambda path: self._choose(self._kind, path))
        self.start.kind_chosen.connect(lambda kind: self._choose(kind, self._path, self._password))
        self.start.password_given.connect(lambda password: self._choose(self._kind, self._path, password))
        self.start.read_asked.connect(self._read)
        self.start.closed.connect(lambda: self._leave(self._back))
        self.page.view.field_wanted.connect(self._assign)
        again, course = self._judge_again, self.course
        self.page.view.fill_wanted.connect(lambda told: again(lambda look: course.assign(look, {}, told)))
        self.page.view.cells_wanted.connect(lambda told: again(lambda look: course.correct(look, told)))
        self.page.view.cells_restored.connect(lambda told: again(lambda look: course.correct(look, {}, told)))
        self.page.view.record_wanted.connect(self._show_record)
        bar = self.page.bar
        bar.take_asked.connect(self._take)
        bar.undo_asked.connect(self._undo)
        bar.copy_asked.connect(lambda: self._copy.ask_where(self.page.found))
        bar.open_asked.connect(lambda: self._leave(page_of(self._kind)))
        bar.other_asked.connect(self._show_start)
        bar.closed.connect(lambda: self._leave(self._back))
        leave = QShortcut(QKeySequence("Esc"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self._on_escape)
        self.course.looked.connect(self._on_looked)
        self.course.refused.connect(self._on_refused)
        self.course.taken.connect(self._on_taken)
        self._context.announcer.changed.connect(lambda _changed: self._check_undo())

    # -- choosing and reading ----------------------------------------------------------------------------------------

    def _show_start(self, said: str = "", *, is_bad: bool = False) -> None:
        self.start.show_state(self._kind, self._path, said, is_bad=is_bad)
        self._stack.setCurrentWidget(self.start)
        self.start.focus()

    def _choose(self, kind: str, path: Path | None, password: str = "") -> None:
        self._kind, self._path, self._password = kind, path, password
        if kind and path is not None:
            self._read()
        else:
            self._show_start()

    def _read(self) -> None:
        if self._path is None:
            return
        self.start.password.close_up()
        self.page.clear()
        let_go()
        self._taken = None
        text = self.tr("正在读取 {file}，账本没有改动。").format(file=self._path.name)
        self._reading.setText(text)
        self._reading.setAccessibleName(text)
        self._stack.setCurrentWidget(self._reading_page)
        self._stop_button.setFocus()
        self.course.examine(Order(self._path, self._kind, self._password))

    def _stop(self) -> None:
        self.course.cancel()
        self._show_start(self.tr("已取消读取，账本没有改动。"))

    def _on_looked(self, found: Arranged) -> None:
        self._stack.setCurrentWidget(self.page)
        self.page.show_found(found)

    def _on_refused(self, refusal: Refused) -> None:
        said = sentence(refusal, self._context.preferences.language)
        if self.page.found is not None:
            self.page.set_busy(is_busy=False)
            self.page.view.set_open(self._taken is None)
            self._context.shell.notify(said)
        elif refusal.code == "cancelled":
            self._stop()
        else:
            if refusal.code in _SEALED and self._path is not None:
                self.start.password.ask(self._path.name, was_wrong=refusal.code == "wrong_password")
            self._show_start(said, is_bad=True)

    # -- correcting and taking ---------------------------------------------------------------------------------------

    def _assign(self, table: FoundTable, place: int, field: str | None) -> None:
        found = self.page.found
        changes = changes_of(found.look.tables, table, place, field) if found is not None else {}
        if found is not None and changes and not self.course.is_busy:
            self.page.set_busy(is_busy=True)
            self.course.assign(found.look, changes)

    def _judge_again(self, begin: Callable[[Look], object]) -> None:
        found = self.page.found
        if found is not None and not self.course.is_busy:
            self.page.set_busy(is_busy=True)
            begin(found.look)

    def _take(self) -> None:
        if self.page.found is not None:
            self.page.set_busy(is_busy=True)
            self.course.take(self.page.found.look, frozenset(self.page.view.left_out))

    def _on_taken(self, taken: Taken) -> None:
        self._taken = taken
        self._context.shell.notify(self.page.show_done(taken), self.tr("撤销"), self._undo)

    def _undo(self) -> None:
        if self._taken is not None and self._taken.saved.step_id is not None:
            take_back_step(self._context, self._taken.saved.step_id)

    def _check_undo(self) -> None:
        """Taken back, here or by Ctrl+Z, the file can be taken in once more; other work since hides 撤销."""
        if self._taken is None or self._taken.saved.step_id is None:
            return
        step, own = next_undo(self._context.ledger), self._taken.saved.step_id
        self.page.bar.undo_button.setVisible(step is not None and step.id == own)
        if step is None or step.id < own:
            self._taken = None
            self.page.reopen()

    def _on_escape(self) -> None:
        if self._stack.currentWidget() is self._reading_page:
            self._stop()
        elif not self.course.is_busy:
            self._leave(self._back)

    # -- leaving -----------------------------------------------------------------------------------------------------

    def _show_record(self, record_id: str) -> None:
        self._context.shell.show_page(page_of(self._kind), {"kind": self._kind, "open": record_id})

    def _leave(self, to: str) -> None:
        kind = self._kind
        self.course.cancel()
        self.page.clear()
        let_go()
        self._path, self._password, self._taken = None, "", None
        self.finished.emit()
        if to:
            self._context.shell.show_page(to, {"kind": kind})
