"""What an import did, or would do: per file, per row, per cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from desktop.data.forking import Fork
from desktop.data.receiving import Gap
from desktop.domain.errors import Problem, Refused

MOST_ROWS = 5_000
"""Rows of a file that are told one by one; the counts are of all."""


@dataclass(frozen=True, slots=True)
class CellDifference:
    """A field of a record before and after, as stored; None where it is empty."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What an import does to one record.

    ``state``: created, updated, conflict (updated, and two values stand against each other), withdrawn, left_out.
    ``by_hand``: the difference was typed into the workbook; ``sheet`` and ``row`` (from 1) then say where.
    """

    kind: str
    record_id: str
    title: str
    state: str
    cells: tuple[CellDifference, ...] = ()
    by_hand: bool = False
    sheet: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class RejectedCell:
    """A cell typed by hand that is not taken: where it stands (row and column from 1) and why.

    ``problem.field`` is the field, or empty where the whole row is meant; ``column`` is then 0.
    """

    sheet: str
    row: int
    column: int
    heading: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class FilesTaken:
    """What an archive of attached files brought: contents that were missing here, ones that were here already, and
    files that no record here names.
    """

    taken: int
    repeated: int
    unknown: int


@dataclass(slots=True)
class FileOutcome:
    """What an import did with a file, or would do.

    ``status``: imported, nothing_new, would_import, refused (then ``refusal`` says why). Counts are of records;
    ``by_kind`` gives (created, updated) for each kind. ``edited_by_hand`` rows were changed in the workbook itself;
    ``rejected`` are the cells of them that were not taken; ``unread`` the columns (sheet, heading) that belong to
    nothing, and the sheets (heading empty) whose rows have lost their ids. ``rows`` is filled in by a trial only.
    ``digest`` is the SHA-256 of the file that was read. ``attachments`` are the ids of the files it tells something
    new of, ``files_missing`` how many of them have no content here in the end; ``files`` is told of an archive of such.
    """

    file: str
    status: str
    sender: str = ""
    sender_code: str = ""
    made_at: str = ""
    actor: str = ""
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    edited_by_hand: int = 0
    conflicts: int = 0
    waiting: int = 0
    changes: int = 0
    left_out: int = 0
    by_kind: dict[str, tuple[int, int]] = field(default_factory=dict)
    rejected: list[RejectedCell] = field(default_factory=list)
    unread: list[tuple[str, str]] = field(default_factory=list)
    rows: list[RowOutcome] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    forks: list[Fork] = field(default_factory=list)
    digest: str = ""
    attachments: tuple[str, ...] = ()
    files_missing: int = 0
    files: FilesTaken | None = None
    batch_id: str | None = None
    refusal: Refused | None = None


@dataclass(frozen=True, slots=True)
class BatchOutcome:
    """What taking an import back, or in again, touched."""

    batch_id: str
    records: int
    waiting: int
    changed_kinds: frozenset[str]
