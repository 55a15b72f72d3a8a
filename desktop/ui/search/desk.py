"""The search field of the window: asks while somebody types, shows the newest answer, goes where Enter says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.domain.errors import Refused
from desktop.services.searching import Group, counted, is_outdated, prepare, search
from desktop.ui.context import Context, page_of
from desktop.ui.operations import Worker
from desktop.ui.search.renewal import IndexRenewal
from desktop.ui.widgets.texts import RETURN_KEYS, LineEdit

if TYPE_CHECKING:
    from desktop.ui.search.panel import SearchPanel

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
_CONTROL = Qt.KeyboardModifier.ControlModifier


class SearchDesk(QObject):
    """Answers are read in a thread of their own, beside whatever the worker writes; an older one is never shown."""

    def __init__(self, context: Context, line: LineEdit, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._line = line
        self._reader = Worker(self)
        self._panel: SearchPanel | None = None
        # Counts what was typed; the reader looks at it to stop when its question is no longer the last.
        self._asked = 0
        self._answered = 0
        self._is_reading = False
        self._to_count: Sequence[Group] = ()
        self._waits_for_enter: Qt.KeyboardModifier | None = None
        line.textEdited.connect(self._on_edited)
        line.installEventFilter(self)
        self._is_prepared = False
        self._renewal = IndexRenewal(context, self) if is_outdated(context.ledger) else None

    @property
    def is_busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._is_reading

    @property
    def panel(self) -> SearchPanel | None:
        """What shows the answers, once there was one."""
        return self._panel

    def close(self) -> None:
        """End the thread that reads; nothing is asked any more."""
        self._asked += 1
        self._line.removeEventFilter(self)
        self._reader.close(self._context.ledger.database.close)

    # -- keys --------------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            self._hide()
        elif kind is QEvent.Type.FocusIn:
            self._prepare()
            if self._line.text().strip():
                self._on_edited(self._line.text())
        elif kind in (QEvent.Type.Move, QEvent.Type.Resize) and self._panel is not None:
            self._panel.hide()
        elif not isinstance(event, QKeyEvent) or self._line.is_composing or not self._is_own(event):
            return False
        elif kind is QEvent.Type.ShortcutOverride:
            # Else Esc and Ctrl+Enter would act on the page behind.
            event.accept()
            return True
        elif kind is QEvent.Type.KeyPress:
            self._on_key(event)
            return True
        return False

    def _is_own(self, event: QKeyEvent) -> bool:
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in RETURN_KEYS:
            return plain in (Qt.KeyboardModifier.NoModifier, _CONTROL)
        is_own = event.key() in _STEPS or event.key() == Qt.Key.Key_Escape
        return is_own and plain == Qt.KeyboardModifier.NoModifier

    def _on_key(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            if self._panel is None or self._panel.isHidden():
                self._line.clear()
            self._hide()
        elif key in _STEPS:
            if self._is_shown and self._panel is not None:
                self._panel.step(_STEPS[Qt.Key(key)])
            elif self._line.text().strip():
                self._on_edited(self._line.text())
        else:
            self._enter(event.modifiers() & _CONTROL)

    def _enter(self, modifier: Qt.KeyboardModifier) -> None:
        if self._is_shown and self._panel is not None and self._answered == self._asked:
            self._panel.take_current(whole=bool(modifier))
        elif self._line.text().strip():
            # Typed faster than found: what comes first is meant.
            self._on_edited(self._line.text())
            self._waits_for_enter = modifier

    # -- asking ------------------------------------------------------------------------------------------------------

    def _on_edited(self, text: str) -> None:
        self._asked += 1
        self._waits_for_enter = None
        self._to_count = ()
        if text.strip():
            self._ask()
        else:
            self._hide()

    def _ask(self) -> None:
        if self._is_reading or self._reader.is_closed:
            return
        ledger, text, asked, today = self._context.ledger, self._line.text(), self._asked, self._context.today()
        groups, self._to_count = self._to_count, ()
        self._is_reading = True

        def is_late() -> bool:
            return asked != self._asked

        def read() -> list[Group]:
            if groups:
                return counted(ledger, text, groups, today=today, stop=is_late)
            return search(ledger, text, today=today, stop=is_late)

        job = self._reader.run(
            lambda _job: read(),
            done=lambda found: self._on_found(asked, text, found, is_counted=bool(groups)),
            refused=lambda refusal: self._on_refused(asked, refusal),
        )
        job.ended.connect(lambda: self._on_ended(asked))

    def _on_found(self, asked: int, text: str, groups: Sequence[Group], *, is_counted: bool) -> None:
        if asked != self._asked or not self._has_cursor:
            return
        panel = self._made_panel()
        if is_counted:
            panel.tell_counts(groups)
            return
        self._answered = asked
        panel.show_groups(text.strip(), groups)
        if any(group.more for group in groups):
            self._to_count = groups
        if self._waits_for_enter is not None:
            modifier, self._waits_for_enter = self._waits_for_enter, None
            panel.take_current(whole=bool(modifier))

    def _on_refused(self, asked: int, refusal: Refused) -> None:
        if refusal.code != "cancelled" and asked == self._asked:
            self._context.say_refusal(refusal)

    def _on_ended(self, asked: int) -> None:
        self._is_reading = False
        if (asked != self._asked and self._line.text().strip() and self._has_cursor) or self._to_count:
            self._ask()

    def _prepare(self) -> None:
        # While the first letter is typed, and not at each start: who never searches keeps the memory.
        if self._is_prepared or self._reader.is_closed:
            return
        self._is_prepared = True
        ledger = self._context.ledger
        self._reader.run(lambda _job: prepare(ledger), refused=lambda _refusal: None)

    # -- showing -----------------------------------------------------------------------------------------------------

    @property
    def _has_cursor(self) -> bool:
        """Whether the cursor is in the line, also while another program is in front."""
        return self._line.window().focusWidget() is self._line

    @property
    def _is_shown(self) -> bool:
        return self._panel is not None and not self._panel.isHidden()

    def _made_panel(self) -> SearchPanel:
        if self._panel is None:
            # Loaded when there is something to show.
            from desktop.ui.search.panel import SearchPanel

            self._panel = SearchPanel(self._line)
            self._panel.opened.connect(self._open)
            self._panel.listed.connect(self._list)
        return self._panel

    def _hide(self) -> None:
        self._asked += 1
        self._waits_for_enter = None
        self._to_count = ()
        if self._panel is not None:
            self._panel.hide()

    def _open(self, kind: str, record_id: str) -> None:
        self._hide()
        self._context.shell.show_page(page_of(kind), {"open": record_id, "kind": kind})

    def _list(self, kind: str, text: str) -> None:
        self._hide()
        self._context.shell.show_page(page_of(kind), {"text": text, "kind": kind})
