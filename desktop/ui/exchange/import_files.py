"""The files of an import as a person wants them: which, without which rows, and what that would do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from desktop.services.outcomes import FileOutcome, RowOutcome
from desktop.ui.exchange.row_words import Line, State, is_new

SEALED = ("encrypted", "wrong_password")
"""Refusals that a password may lift."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Numbers of records; ``rejected`` of cells."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    conflicts: int = 0
    edited_by_hand: int = 0
    rejected: int = 0
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file, whether it is wanted, what the last trial said, and what an import then did (None before).

    ``left_out`` are the records a person does not want; ``tally`` counts without them. Made by :meth:`tried` and the
    like, which count once.
    """

    path: Path
    is_wanted: bool = True
    trial: FileOutcome | None = None
    result: FileOutcome | None = None
    left_out: frozenset[str] = frozenset()
    tally: Tally = field(default_factory=Tally)

    @property
    def outcome(self) -> FileOutcome | None:
        """What is known last."""
        return self.result or self.trial

    @property
    def is_refused(self) -> bool:
        """Whether the file cannot be imported."""
        return self.outcome is not None and self.outcome.refusal is not None

    @property
    def refusal_code(self) -> str:
        """The code of the refusal, empty without one."""
        return self.outcome.refusal.code if self.outcome is not None and self.outcome.refusal is not None else ""

    @property
    def is_sealed(self) -> bool:
        """Whether a password may open the file."""
        return self.refusal_code in SEALED

    @property
    def lines(self) -> list[Line]:
        """The cells that are not taken, then the rows the trial told."""
        if self.trial is None or not self.is_wanted:
            return []
        return [*self.trial.rejected, *self.trial.rows]

    @property
    def untold(self) -> int:
        """Records that come in, too many to be told one by one."""
        return 0 if self.trial is None else max(0, self.trial.created + self.trial.updated - len(self.trial.rows))

    def tried(self, outcome: FileOutcome) -> FileRow:
        """After another trial; rows left out before stay so where they come again."""
        kept = self.left_out & {row.record_id for row in outcome.rows}
        is_wanted = outcome.refusal is None
        return FileRow(self.path, is_wanted, outcome, None, kept, _counted(outcome, kept))

    def wanted(self, is_wanted: bool) -> FileRow:
        """Ticked, or not."""
        return FileRow(self.path, is_wanted, self.trial, self.result, self.left_out, self.tally)

    def leaving_out(self, record_ids: Iterable[str]) -> FileRow:
        """Without these records."""
        out = frozenset(record_ids)
        return FileRow(self.path, self.is_wanted, self.trial, self.result, out, _counted(self.trial, out))

    def imported(self, outcome: FileOutcome) -> FileRow:
        """After the import."""
        is_wanted = outcome.refusal is None
        tally = _of_outcome(outcome)
        # The outcome counts every row with something typed, whether left out or not.
        taken = min(tally.edited_by_hand, self.tally.edited_by_hand)
        return FileRow(self.path, is_wanted, self.trial, outcome, self.left_out, replace(tally, edited_by_hand=taken))


@dataclass(frozen=True, slots=True)
class Order:
    """What to import: the files in their order, the records of each to leave out, the digest of each as tried."""

    paths: tuple[Path, ...]
    left_out: dict[Path, frozenset[str]]
    seen: dict[Path, str]


def order_of(rows: Iterable[FileRow]) -> Order:
    """What an import of the wanted files is to do.

    A record left out in one file does not come in by another that shows it no more because the first had brought it.
    """
    wanted = [row for row in rows if row.is_wanted and row.trial is not None]
    unwanted: frozenset[str] = frozenset().union(*(row.left_out for row in wanted))
    left_out = {}
    for row in wanted:
        trial = row.trial
        taken = {each.record_id for each in trial.rows if each.record_id not in row.left_out} if trial else set()
        left_out[row.path] = unwanted - taken
    seen = {row.path: row.trial.digest for row in wanted if row.trial is not None}
    return Order(tuple(row.path for row in wanted), {path: ids for path, ids in left_out.items() if ids}, seen)


def _of_outcome(outcome: FileOutcome) -> Tally:
    return Tally(
        outcome.created,
        outcome.updated,
        outcome.unchanged,
        outcome.conflicts,
        outcome.edited_by_hand,
        len(outcome.rejected),
        outcome.left_out,
    )


def _counted(trial: FileOutcome | None, left_out: frozenset[str]) -> Tally:
    if trial is None or not left_out:
        return Tally() if trial is None else _of_outcome(trial)
    whole = _of_outcome(trial)
    out: list[RowOutcome] = [row for row in trial.rows if row.record_id in left_out]
    new = sum(1 for row in out if is_new(row))
    places = {(row.sheet, row.row) for row in out if row.by_hand}
    return Tally(
        whole.created - new,
        whole.updated - (len(out) - new),
        whole.unchanged,
        whole.conflicts - sum(1 for row in out if row.state == State.CONFLICT),
        whole.edited_by_hand - sum(1 for row in out if row.by_hand),
        sum(1 for cell in trial.rejected if (cell.sheet, cell.row) not in places),
        len(out),
    )
