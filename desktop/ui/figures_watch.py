"""What the frame of the window shows of the ledger: overdue issues, records to hand over, the next undo and redo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.services.ledgers import Ledger
from desktop.ui.operations import Announcer, Worker

if TYPE_CHECKING:
    from desktop.services.undoing import Step


@dataclass(frozen=True, slots=True)
class FrameFigures:
    """One reading of the ledger; ``pending`` counts records that are in no workbook for the partner yet,
    ``conflicts`` those that nobody has settled, ``namesakes`` issues that have the number of another.
    """

    overdue: int
    pending: int
    undo: Step | None
    redo: Step | None
    conflicts: int = 0
    namesakes: int = 0


def read_figures(ledger: Ledger, today: date) -> FrameFigures:
    """Count once, in one consistent state."""
    # Loaded here: the first frame shows no figures yet.
    from desktop.domain.lights import Light
    from desktop.services.finding import Query, count_records
    from desktop.services.numbering import count_namesakes
    from desktop.services.outstanding import outstanding
    from desktop.services.settling import count_conflicts
    from desktop.services.undoing import next_redo, next_undo

    with ledger.reading():
        return FrameFigures(
            overdue=count_records(ledger, Query("issue", lights=(Light.OVERDUE,)), today=today),
            pending=sum(partner.records for partner in outstanding(ledger)),
            undo=next_undo(ledger),
            redo=next_redo(ledger),
            conflicts=count_conflicts(ledger),
            namesakes=count_namesakes(ledger),
        )


class FiguresWatch(QObject):
    """Reads the figures anew after every change, on the worker; changes that come meanwhile are counted together."""

    figures_read = Signal(object)
    """Carries :class:`FrameFigures`."""

    def __init__(
        self, ledger: Ledger, worker: Worker, announcer: Announcer, today: Callable[[], date], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._ledger = ledger
        self._worker = worker
        self._today = today
        self._is_reading = False
        self._is_stale = False
        announcer.changed.connect(self.refresh)
        announcer.settings_changed.connect(self.refresh)

    def refresh(self) -> None:
        """Read the figures as soon as the worker has time; not any more once the window is closing."""
        if self._worker.is_closed:
            return
        if self._is_reading:
            self._is_stale = True
            return
        self._is_reading = True
        ledger, today = self._ledger, self._today()
        job = self._worker.run(lambda _job: read_figures(ledger, today), done=self.figures_read.emit)
        job.ended.connect(self._on_ended)

    def _on_ended(self) -> None:
        self._is_reading = False
        if self._is_stale:
            self._is_stale = False
            self.refresh()
