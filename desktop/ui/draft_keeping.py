"""Keeps what is being typed in the ledger, so that a crash costs at most the last second."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.domain.errors import Refused
from desktop.domain.kinds import KINDS
from desktop.services.drafting import drop_draft, keep_draft
from desktop.ui.context import Context
from desktop.ui.showing import shown
from desktop.ui.translation import label_of

REST_MS = 800


class DraftKeeper(QObject):
    """Stores one draft on the worker, at the latest ``REST_MS`` after something was typed.

    ``content`` gives what the form holds, ``title`` a few words of it.
    """

    stored = Signal(str)
    """The time, such as 10:31, when the draft was on the disk."""
    ended = Signal()
    """Nothing is on its way to the disk any more: it is there, or :attr:`is_failing`."""

    def __init__(
        self,
        context: Context,
        kind: str,
        content: Callable[[], Mapping[str, Any]],
        title: Callable[[], str],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._kind = kind
        self._content = content
        self._title = title
        self._record_id: str | None = None
        self._draft_id = ""
        self._is_stored = False
        self.is_failing = False
        """Whether what was typed last could not be stored."""
        self._storing = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REST_MS)
        self._timer.timeout.connect(self.flush)

    @property
    def is_storing(self) -> bool:
        """Whether something is on its way to the disk."""
        return self._storing > 0

    def told(self) -> str:
        """What was typed, for people: a line for each field."""
        kind = KINDS[self._kind]
        values = {
            name: value for name, value in self._content().get("values", {}).items() if value not in (None, "", [])
        }
        lines = [f"{label_of(kind.field(name))}：{shown(kind.field(name), value)}" for name, value in values.items()]
        return "\n".join([label_of(kind), *lines])

    def begin(self, record_id: str | None, draft_id: str = "") -> None:
        """Keep another draft from now on: of a record being changed, or one stored before."""
        self._timer.stop()
        self.is_failing = False
        self._record_id = record_id
        self._is_stored = bool(draft_id)
        # Named here rather than by the ledger, so that two stores in a row are one draft.
        self._draft_id = draft_id or uuid.uuid4().hex

    def touch(self) -> None:
        """Something was typed. While typing goes on the clock is not set back."""
        if not self._timer.isActive():
            self._timer.start()

    def flush(self) -> None:
        """Store now what is there."""
        self._timer.stop()
        context, draft_id, record_id = self._context, self._draft_id, self._record_id
        content, title = dict(self._content()), self._title()
        is_first, self._is_stored = not self._is_stored, True

        def refused(refusal: Refused) -> None:
            if draft_id == self._draft_id:
                self.is_failing, self._is_stored = True, self._is_stored and not is_first
            context.say_refusal(refusal)

        def done(_draft_id: str) -> None:
            self.is_failing = False
            self.stored.emit(datetime.now().strftime("%H:%M"))
            if is_first:
                context.announcer.drafts_changed.emit()

        self._storing += 1
        job = context.write(
            lambda: keep_draft(
                context.ledger, self._kind, content, title=title, record_id=record_id, draft_id=draft_id
            ),
            done=done,
            refused=refused,
        )
        job.ended.connect(self._on_ended)

    def _on_ended(self) -> None:
        self._storing -= 1
        if not self._storing:
            self.ended.emit()

    def settle(self) -> bool:
        """The form is being left: store what is not stored yet. True when there is a draft."""
        if self._timer.isActive() or self.is_failing:
            self.flush()
        return self._is_stored

    def drop(self) -> None:
        """What was typed is a record now, or not wanted any more."""
        self._timer.stop()
        self.is_failing = False
        if not self._is_stored:
            return
        self._is_stored = False
        context, draft_id = self._context, self._draft_id
        context.write(
            lambda: drop_draft(context.ledger, draft_id), done=lambda _: context.announcer.drafts_changed.emit()
        )
