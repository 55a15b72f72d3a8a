"""The foot of the window: what was just done, the bar of a long job, which ledger this is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.operations import Job
from desktop.ui.theme import GAP
from desktop.ui.widgets.busy import BusyBar
from desktop.ui.widgets.elided import ElidedLabel
from desktop.ui.widgets.notice import NoticeBar

_MOMENT = 400
"""Milliseconds before a job is called long: work that ends sooner shows no bar at all."""


class StatusLine(QFrame):
    """One row; a second one above it while a long job runs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        self.setProperty("kind", "status")
        self._notice = NoticeBar(self)
        self._ledger = ElidedLabel("status.ledger", "muted", self)
        self._bar = BusyBar(parent=self)
        self._bar.cancelled.connect(self._on_cancelled)
        self._job: Job[Any] | None = None
        self._text = ""
        self._moment = QTimer(self)
        self._moment.setSingleShot(True)
        self._moment.setInterval(_MOMENT)
        self._moment.timeout.connect(self._show_bar)
        row = QHBoxLayout()
        row.setContentsMargins(GAP, 0, GAP, 0)
        row.setSpacing(GAP)
        row.addWidget(self._notice, 2)
        row.addWidget(self._ledger, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(2)
        column.addWidget(self._bar)
        column.addLayout(row)

    @property
    def notice(self) -> NoticeBar:
        """The sentence about what was just done."""
        return self._notice

    def notify(self, text: str, action: str, on_action: Callable[[], object] | None) -> None:
        """Show a sentence and, when there is an act, its link."""

        def act() -> None:
            if on_action is not None:
                on_action()

        self._notice.show_notice(text, action, act if on_action is not None else None)

    def show_ledger(self, text: str) -> None:
        """Say which ledger is open."""
        self._ledger.set_text(text)

    def follow(self, job: Job[Any], text: str) -> None:
        """Show the progress of a job when it takes more than a moment; the job followed before goes on unseen."""
        self._leave()
        self._job, self._text = job, text
        job.progressed.connect(self._on_progressed)
        job.ended.connect(self._on_ended)
        self._moment.start()

    def cancel(self) -> None:
        """Ask the job followed to stop."""
        if self._job is not None:
            self._job.cancel()

    def _leave(self) -> None:
        if self._job is not None:
            self._job.progressed.disconnect(self._on_progressed)
            self._job.ended.disconnect(self._on_ended)
        self._job = None
        self._moment.stop()
        self._bar.finish()

    def _show_bar(self) -> None:
        self._bar.begin(self._text)

    def _on_progressed(self, done: int, total: int) -> None:
        if self._bar.isVisible():
            self._bar.set_progress(done, total)

    def _on_ended(self) -> None:
        self._leave()

    def _on_cancelled(self) -> None:
        self.cancel()
