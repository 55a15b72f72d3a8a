"""Faults of the program: written to the log without any value, and each said once."""

from __future__ import annotations

import logging
import sys
import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from desktop.domain.errors import Refused
from desktop.logs import fault_text
from desktop.services.ledgers import fault_of_machine

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog

LOG = logging.getLogger("zoufang.faults")

MOST_TOLD = 20
"""Different faults that are said in one run: a program that far gone is not helped by more dialogs."""


class FaultReporter(QObject):
    """Takes what nobody caught, in any thread. One dialog for each place, one at a time; the program goes on.

    What the disk or the ledger's file is to blame for is said as that, once for each sort.
    """

    _happened = Signal(str, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._told: set[str] = set()
        self._waiting: deque[tuple[str, Refused | None]] = deque()
        self._dialog: QDialog | None = None
        self._ledger: Path | None = None
        self._mend: Callable[[], object] | None = None
        self._before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        self._happened.connect(self._take_note, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Become the hook for uncaught exceptions."""
        self._before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        sys.excepthook = self.take
        threading.excepthook = self._take_from_thread
        sys.unraisablehook = self._take_unraisable

    def remove(self) -> None:
        """Give the hooks back."""
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._before

    def watch(self, ledger: Path, mend: Callable[[], object]) -> None:
        """Say from now on what is wrong with this file; ``mend`` leads to what can be done about damage."""
        self._ledger, self._mend = ledger, mend
        self._told.clear()

    def take(self, kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        """Log a fault and say that it happened."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, fault, trace)
            return
        text = fault_text(fault.with_traceback(trace))
        LOG.error("%s", text)
        self._happened.emit(text, fault_of_machine(fault, self._ledger) if self._ledger is not None else None)

    def _take_from_thread(self, happened: threading.ExceptHookArgs) -> None:
        if happened.exc_value is not None:
            self.take(happened.exc_type, happened.exc_value, happened.exc_traceback)

    def _take_unraisable(self, happened: sys.UnraisableHookArgs) -> None:
        # While something was being put away: nobody was waiting for it, so nobody is told.
        if happened.exc_value is not None:
            LOG.error("%s", fault_text(happened.exc_value))

    def _take_note(self, text: str, refusal: Refused | None) -> None:
        told = refusal.code if refusal is not None else text
        if told in self._told or len(self._told) >= MOST_TOLD:
            return
        self._told.add(told)
        self._waiting.append((text, refusal))
        if self._dialog is None:
            self._tell_next()

    def _tell_next(self) -> None:
        self._dialog = None
        if not self._waiting:
            return
        text, refusal = self._waiting.popleft()
        self._dialog = self._dialog_for(text, refusal)
        self._dialog.finished.connect(self._tell_next)
        self._dialog.open()

    def _dialog_for(self, text: str, refusal: Refused | None) -> QDialog:
        # Loaded here: with luck none is ever needed.
        if refusal is not None and self._mend is not None:
            from desktop.ui.machine_fault_dialog import MachineFaultDialog

            return MachineFaultDialog(refusal, self._mend)
        from desktop.ui.fault_dialog import FaultDialog

        return FaultDialog(text)
