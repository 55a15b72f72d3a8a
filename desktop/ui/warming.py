"""Loading the modules of pages ahead, when nobody waits for them: a page opens at once then the first time too."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from importlib import import_module

from PySide6.QtCore import QObject, QTimer, Signal

AFTER_FIRST_FRAME = 500
"""Milliseconds until it begins: the first page reads its figures before."""

BETWEEN = 30
"""Milliseconds between two pieces, for whatever the person does meanwhile."""

WITHOUT_QT = (
    "html",
    "difflib",
    "desktop.wording.sizes",
    "desktop.wording.figures",
    "desktop.wording.doubts",
    "desktop.services.advising",
    "desktop.services.acquainting",
    "desktop.services.joining",
    "desktop.services.duplicates",
    "desktop.services.covering",
    "desktop.services.disagreeing",
    "desktop.services.figuring",
    "desktop.services.many",
    "desktop.services.clues",
    "desktop.services.paging",
    "desktop.services.proposing",
    "desktop.services.printing",
    "desktop.services.receipts",
    "desktop.services.annotating",
    "desktop.services.batches",
    "desktop.services.monthly",
    "desktop.services.reporting",
    "desktop.services.handing",
    "desktop.services.publishing",
    "desktop.services.sight",
    "desktop.services.retention",
    "desktop.services.settling",
    "desktop.services.undoing",
    "desktop.services.backing",
    "desktop.services.locking",
    "desktop.services.viewing",
)
"""What pages lean on and is no part of the window: loaded in a thread of its own, mostly waiting for the disk."""

PIECES = (
    "desktop.ui.editors",
    "desktop.ui.forms",
    "desktop.ui.entry",
    "desktop.ui.widgets.reading",
    "desktop.ui.unmasking",
    "desktop.ui.step_taking",
    "desktop.ui.subject_knowing",
    "desktop.ui.entries",
    "desktop.ui.list_plan",
    "desktop.ui.search.panel",
    "desktop.ui.attachments",
    "desktop.ui.list_head",
    "desktop.ui.picking",
    "desktop.ui.registers.head_dialog",
    "desktop.ui.registers.acts",
    "desktop.ui.record_pane",
    "desktop.ui.record_browser",
    "desktop.ui.record_desk",
    "desktop.ui.exchange.export_card",
    "desktop.ui.exchange.import_files",
    "desktop.ui.exchange.rows_panel",
    "desktop.ui.exchange.preview",
    "desktop.ui.exchange.conflicts",
    "desktop.ui.exchange.receipts",
    "desktop.ui.figures.cards",
    "desktop.ui.figures.grid",
    "desktop.ui.widgets.charts",
    "desktop.ui.pages.settings_parts",
    "desktop.ui.locking.password_field",
    "desktop.ui.locking.unlocking",
    "desktop.ui.locking.idle",
    "desktop.ui.locking.dialogs",
    "desktop.ui.pin_asking",
    "desktop.ui.pages.settings_pins",
    "desktop.ui.pages.settings_privacy",
)
"""Parts of the window in the order in which they build on each other: loaded one by one on the window's thread, since
Qt makes its classes there. A page comes after its parts."""


class Warming(QObject):
    """Loads the modules of pages once :meth:`begin` is called, until :meth:`end`."""

    _thread_done = Signal()
    done = Signal()
    """Nothing is left to load."""

    def __init__(self, pages: Sequence[str], parent: QObject) -> None:
        """``pages`` are the modules of the pages."""
        super().__init__(parent)
        self._waiting = [*PIECES, *pages]
        self._is_begun = self._is_ended = False
        self._thread = threading.Thread(target=self._load_without_qt, name="warming", daemon=True)
        self._timer = QTimer(self)
        self._timer.setInterval(BETWEEN)
        self._timer.timeout.connect(self.load_next)
        self._thread_done.connect(self._on_thread_done)
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(AFTER_FIRST_FRAME)
        self._delay.timeout.connect(self._thread.start)

    def begin(self) -> None:
        """Begin in a while; a second time, when another ledger is opened, nothing is left to do."""
        if not self._is_begun:
            self._is_begun = True
            self._delay.start()

    def end(self) -> None:
        """Load nothing more."""
        self._is_ended = True
        self._delay.stop()
        self._timer.stop()
        if self._thread.is_alive():
            self._thread.join()

    def load_next(self) -> None:
        """Load the next piece on this thread."""
        import_module(self._waiting.pop(0))
        if not self._waiting:
            self._timer.stop()
            self.done.emit()

    def _on_thread_done(self) -> None:
        if not self._is_ended:
            self._timer.start()

    def _load_without_qt(self) -> None:
        for name in WITHOUT_QT:
            if self._is_ended:
                return
            import_module(name)
        self._thread_done.emit()
